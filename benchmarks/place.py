"""A homeserver, a bot as a process, and clients that do no more than HTTP: they add next to nothing of their own."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import tempfile
import time
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp

from engagebot.demo.homeserver import Homeserver
from engagebot.demo.process import BotProcess
from engagebot.demo.run import ASSOCIATION

PASSWORD = "beans-and-peas"
PATIENCE_SECONDS = 30.0
"""After this without an answer something is wrong, and there is nothing to measure."""
QUIET_SECONDS = 0.15
MESSAGES = ("m.room.message", "m.room.encrypted")
NOTHING: Mapping[str, Any] = {"types": []}


class NoAnswer(Exception):
    """What was waited for did not come."""


@dataclass
class Client:
    """One account seen through plain HTTP. `since` is its place in the stream of news."""

    url: str
    user_id: str
    token: str
    http: aiohttp.ClientSession
    own_messages: bool = True
    """False: the homeserver is asked to leave them out of the news."""
    since: str = ""
    numbers: itertools.count[int] = field(default_factory=itertools.count)
    on_news: list[Mapping[str, Any]] | None = None
    """Where every answer of /sync is kept as it came; None: nowhere."""
    heard: list[tuple[float, str, str]] = field(default_factory=list)
    """(when, room, sender) of messages of others, since it was last emptied."""
    _told: asyncio.Event = field(default_factory=asyncio.Event)

    async def ask(self, method: str, where: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self.http.request(
            method, f"{self.url}/_matrix/client/v3{where}", json=body, headers=headers
        ) as answer:
            found = await answer.json()
            if answer.status != 200:
                raise NoAnswer(f"{method} {where.partition('?')[0]}: {answer.status} {found}")
            return found

    async def open_room(self, *others: str) -> str:
        made = await self.ask(
            "POST", "/createRoom", {"invite": others, "is_direct": True, "preset": "trusted_private_chat"}
        )
        return str(made["room_id"])

    async def say(self, room: str, content: Mapping[str, Any], kind: str = "m.room.message") -> str:
        sent = await self.ask("PUT", f"/rooms/{quote(room)}/send/{kind}/{time.time_ns()}-{next(self.numbers)}", content)
        return str(sent["event_id"])

    async def news(self, wait: bool = True) -> list[tuple[str, Mapping[str, Any]]]:
        """(room, event) of every new event of a timeline, in order."""
        timeline: dict[str, Any] = {"limit": 100} | ({} if self.own_messages else {"not_senders": [self.user_id]})
        wanted = {
            "presence": NOTHING,
            "account_data": NOTHING,
            "room": {
                "ephemeral": NOTHING,
                "account_data": NOTHING,
                "state": {"lazy_load_members": True},
                "timeline": timeline,
            },
        }
        query = (
            f"timeout={20_000 if wait and self.since else 0}&set_presence=offline&filter={quote(json.dumps(wanted))}"
        )
        said = await self.ask("GET", f"/sync?{query}" + (f"&since={self.since}" if self.since else ""))
        self.since = said["next_batch"]
        if self.on_news is not None:
            self.on_news.append(said)
        joined = said.get("rooms", {}).get("join", {})
        return [(room, event) for room, info in joined.items() for event in info["timeline"]["events"]]

    async def listen(self) -> None:
        """As people's clients do: there is always one request open for what comes next. Until cancelled."""
        while True:
            for room, event in await self.news():
                if event["type"] in MESSAGES and event["sender"] != self.user_id:
                    self.heard.append((time.perf_counter(), room, event["sender"]))
            told, self._told = self._told, asyncio.Event()
            told.set()

    async def hears(self, room: str, sender: str, count: int = 1) -> float:
        """When the next message of `sender` in `room` came, or the last of so many. Needs `listen`. Raises NoAnswer."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while len(found := [at for at, *who in self.heard if who == [room, sender]]) < count:
                    await self._told.wait()
        except TimeoutError:
            raise NoAnswer(f"{sender} did not answer within {PATIENCE_SECONDS:g} s") from None
        return found[count - 1]

    async def said_and_heard(
        self, room: str, content: Mapping[str, Any], other: str, kind: str = "m.room.message"
    ) -> float:
        """Milliseconds from the sending of a message until the first message of `other` after it is here."""
        self.heard.clear()
        began = time.perf_counter()
        sending = asyncio.create_task(self.say(room, content, kind))
        took = await self.hears(room, other) - began
        await sending
        return took * 1000

    async def quiet(self, seconds: float = QUIET_SECONDS) -> None:
        """Wait until nothing has come for so long: what still follows must not be in the next measurement."""
        while True:
            try:
                async with asyncio.timeout(seconds):
                    await self._told.wait()
            except TimeoutError:
                return


@dataclass
class Place:
    """Everything made here ends with it."""

    folder: Path
    homeserver: Homeserver
    ending: AsyncExitStack
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def bot(self, **settings: str) -> BotProcess:
        """Logged in and ready. It answers as fast as it is written to: nobody here is a nuisance."""
        name = f"bot{next(self.numbers)}"
        folder = self.folder / name
        folder.mkdir()
        bot = BotProcess(
            folder,
            {
                "homeserver": self.homeserver.url,
                "user_id": await self.homeserver.register(name, PASSWORD),
                "password": PASSWORD,
                "data_dir": str(folder / "data"),
                "association": str(ASSOCIATION),
                "messages_per_minute": "1000000",
                "same_answers": "1000000",
                "invitation_seconds": "0",
                "log_level": "WARNING",
                **settings,
            },
        )
        self.ending.push_async_callback(bot.stop)
        await bot.start()
        return bot

    async def account(self) -> str:
        return await self.homeserver.register(f"p{next(self.numbers)}", PASSWORD)

    async def listener(self) -> Client:
        """A client that hears what is said to it."""
        client = await self.client()
        self.background(client.listen())
        return client

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Until the end."""
        task = asyncio.create_task(work)

        async def end() -> None:
            task.cancel()
            await asyncio.wait({task})

        self.ending.push_async_callback(end)

    async def client(self, own_messages: bool = True, of: str | None = None) -> Client:
        """Of somebody new, or of an account that there is."""
        user = of or await self.account()
        http = await self.ending.enter_async_context(aiohttp.ClientSession())
        client = Client(self.homeserver.url, user, "", http, own_messages)
        login = await client.ask(
            "POST",
            "/login",
            {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": user}, "password": PASSWORD},
        )
        client.token = login["access_token"]
        await client.news(wait=False)
        return client


@asynccontextmanager
async def place() -> AsyncIterator[Place]:
    """With a homeserver of its own, without rate limits, in a temporary folder."""
    async with AsyncExitStack() as ending:
        folder = Path(
            ending.enter_context(tempfile.TemporaryDirectory(prefix="engagebot-", ignore_cleanup_errors=True))
        )
        homeserver = await ending.enter_async_context(await Homeserver.start(folder / "homeserver", removes=folder))
        yield Place(folder, homeserver, ending)


def processor_seconds(process: int) -> float:
    """Used so far by a process, its threads included (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_mebibytes(process: int) -> float:
    """The most that a process ever had in memory (Linux)."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))
