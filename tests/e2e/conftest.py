"""A real homeserver for the whole session; bots and people as each test wants them."""
from __future__ import annotations

import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from ruamel.yaml import YAML

from benchmarks.faultproxy import FaultProxy
from benchmarks.faults import Script
from engagebot.demo.homeserver import Homeserver
from engagebot.demo.person import Person
from engagebot.demo.process import BotProcess
from engagebot.demo.run import ASSOCIATION
from tests.e2e.play import SCRIPT, first_words, play

HERE = Path(__file__).parent
PASSWORD = "beans-and-peas"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            # one loop for all: the homeserver and the shared bot live longer than a test
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


class Place:
    """What a test has at hand. Everything made here ends with it."""

    numbers = itertools.count(1)

    def __init__(self, homeserver: Homeserver, folder: Path, ending: AsyncExitStack) -> None:
        self.homeserver, self.folder, self.ending = homeserver, folder, ending

    async def proxy(self) -> FaultProxy:
        proxy = await FaultProxy(self.homeserver.url).start()
        self.ending.push_async_callback(proxy.stop)
        return proxy

    def association(self, **changes: Any) -> str:
        """That of the demo with some of its settings changed. -> path of the file."""
        file = self.folder / f"association{next(self.numbers)}.yaml"
        raw = YAML(typ="safe").load(ASSOCIATION.read_text(encoding="utf-8"))
        file.write_text(json.dumps({**raw, **changes}), encoding="utf-8")   # every JSON is a YAML
        return str(file)

    async def bot(self, proxy: FaultProxy | None = None, start: bool = True, **settings: Any) -> BotProcess:
        """A bot with an account and a folder of its own, started unless told otherwise."""
        name = f"bot{next(self.numbers)}"
        user = await self.homeserver.register(name, PASSWORD)
        folder = self.folder / name
        folder.mkdir()
        url = proxy.url if proxy else self.homeserver.url
        bot = BotProcess(folder, {
            "homeserver": url, "user_id": user, "password": PASSWORD, "data_dir": str(folder / "data"),
            "association": str(ASSOCIATION), "same_answers": "1000000", "invitation_seconds": "0", **settings})
        self.ending.push_async_callback(bot.stop)
        if start:
            await bot.start()
        return bot

    async def person(self, shown: str = "Nadia", proxy: FaultProxy | None = None) -> Person:
        """Somebody new. `shown` is the name that others see."""
        name = f"p{next(self.numbers)}"
        await self.homeserver.register(name, PASSWORD)
        person = await Person.login(proxy.url if proxy else self.homeserver.url, name, PASSWORD)
        self.ending.push_async_callback(person.close)
        await person.request(
            "PUT", f"/_matrix/client/v3/profile/{person.user_id}/displayname", {"displayname": shown})
        return person

    @asynccontextmanager
    async def account_of(self, bot: BotProcess) -> AsyncIterator[Callable[..., Awaitable[Any]]]:
        """The bot's account seen from outside: `await ask("GET", "/joined_rooms")` -> JSON."""
        async with aiohttp.ClientSession(self.homeserver.url) as http:
            async def ask(method: str, path: str, body: object = None, **headers: str) -> Any:
                async with http.request(
                    method, f"/_matrix/client/v3{path}", json=body, headers=headers,
                ) as answer:
                    return await answer.json()

            login = await ask("POST", "/login", {
                "type": "m.login.password", "password": PASSWORD,
                "identifier": {"type": "m.id.user", "user": bot.settings["user_id"]}})
            authorization = {"Authorization": f"Bearer {login['access_token']}"}
            yield partial(ask, **authorization)
            await ask("POST", "/logout", {}, **authorization)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def homeserver(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Homeserver]:
    async with await Homeserver.start(tmp_path_factory.mktemp("homeserver")) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_bot(homeserver: Homeserver, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BotProcess]:
    """For tests that neither stop nor disturb it."""
    async with AsyncExitStack() as ending:
        yield await Place(homeserver, tmp_path_factory.mktemp("shared"), ending).bot()


@pytest_asyncio.fixture(loop_scope="session")
async def place(homeserver: Homeserver, tmp_path: Path) -> AsyncIterator[Place]:
    async with AsyncExitStack() as ending:
        yield Place(homeserver, tmp_path, ending)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def undisturbed(
    shared_bot: BotProcess, homeserver: Homeserver, tmp_path_factory: pytest.TempPathFactory,
) -> Script:
    """What the bot answers to the script when nothing goes wrong."""
    async with AsyncExitStack() as ending:
        person = await Place(homeserver, tmp_path_factory.mktemp("undisturbed"), ending).person()
        welcome = await first_words(person, shared_bot.settings["user_id"], encrypted=False)
        answers = await play(person, SCRIPT)
    return Script(tuple(welcome), tuple(SCRIPT), tuple(map(tuple, answers)))
