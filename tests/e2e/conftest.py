"""A real homeserver for the whole session; bots and people as each test wants them."""
from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from engagebot.demo.homeserver import Homeserver
from engagebot.demo.person import Person
from engagebot.demo.process import BotProcess
from engagebot.demo.run import ASSOCIATION
from tests.e2e.faultproxy import FaultProxy

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

    async def bot(self, proxy: FaultProxy | None = None, start: bool = True, **settings: Any) -> BotProcess:
        """A bot with an account and a folder of its own, started unless told otherwise."""
        name = f"bot{next(self.numbers)}"
        user = await self.homeserver.register(name, PASSWORD)
        folder = self.folder / name
        folder.mkdir()
        url = proxy.url if proxy else self.homeserver.url
        bot = BotProcess(folder, {
            "homeserver": url, "user_id": user, "password": PASSWORD, "data_dir": str(folder / "data"),
            "association": str(ASSOCIATION), **settings})
        self.ending.push_async_callback(bot.stop)
        if start:
            await bot.start()
        return bot

    async def person(self, shown: str = "Nadia", encrypted: bool = True) -> Person:
        """Somebody new. `shown` is the name that others see; `encrypted`: their client can read encrypted rooms."""
        name = f"p{next(self.numbers)}"
        await self.homeserver.register(name, PASSWORD)
        person = await Person.login(self.homeserver.url, name, PASSWORD, encrypted=encrypted)
        self.ending.push_async_callback(person.close)
        await person.request(
            "PUT", f"/_matrix/client/v3/profile/{person.user_id}/displayname", {"displayname": shown})
        return person


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
