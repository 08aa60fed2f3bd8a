"""One real homeserver for the folder; the transport without the rest of the bot, its inbox read from the store."""
from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from benchmarks.faultproxy import FaultProxy
from engagebot.config import Settings
from engagebot.demo.homeserver import Homeserver
from engagebot.demo.person import Person
from engagebot.engine.events import Event
from engagebot.store import inbox, outbox
from engagebot.store.migrate import migrate
from engagebot.store.outbox import Outgoing
from engagebot.store.sqlite import Store
from engagebot.transport import Delivered, Delivery
from engagebot.transport.matrix import Matrix

STORAGE = Path("storage")
PASSWORD = "a long password"
numbers = itertools.count(1)


def now() -> datetime:
    return datetime.now(UTC)


async def sleeps(person: Person) -> None:
    """Their client is switched off."""
    assert person._sync
    person._sync.cancel()
    await asyncio.wait([person._sync])
    person._sync = None


def wakes(person: Person) -> None:
    person._sync = asyncio.create_task(person._listen())


class Bot:
    """A transport at work: `heard` collects what reaches the inbox, and marks it as handled."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.store, self.settings = store, settings
        self.matrix = Matrix(settings, store, now)
        self.matrix.received = self._wake
        self.heard: list[Event] = []
        self._woken = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self.stopped = False

    def _wake(self) -> None:
        self._woken.set()

    async def start(self) -> Bot:
        await self.matrix.connect()
        self._loop = asyncio.create_task(self.matrix.receive())
        return self

    async def stop(self) -> None:
        self.stopped = True
        await self.matrix.stop()
        if self._loop:
            await asyncio.wait([self._loop])
            self._loop.exception()
        await self.matrix.close()
        await self.store.close()

    async def take(self) -> None:
        async with self.store.transaction() as tx:
            for _, event in await inbox.waiting(tx):
                await inbox.take(tx, event)
                self.heard.append(event)

    async def sent(self, row: Outgoing, done: Delivered) -> None:
        """Write down that `row` became an event, as the sender does."""
        async with self.store.transaction() as tx:
            await outbox.queue(tx, key=row.key, op=row.op, content=row.content, at=now(), caused_by="test",
                               person=row.person, room=row.room)
            await outbox.sent(tx, row.key, done.event_id, done.room_id, now())

    async def until(self, true: Callable[[list[Event]], object], within_seconds: float = 20) -> list[Event]:
        async with asyncio.timeout(within_seconds):
            while True:
                self._woken.clear()
                await self.take()
                if true(self.heard):
                    return self.heard
                try:
                    async with asyncio.timeout(0.5):
                        await self._woken.wait()
                except TimeoutError:
                    if self._loop and self._loop.done():
                        self._loop.result()

    async def hear(self, kind: type[Any], count: int = 1, within_seconds: float = 20) -> list[Event]:
        def those(heard: list[Event]) -> list[Event]:
            return [event for event in heard if isinstance(event.what, kind)]
        return those(await self.until(lambda heard: len(those(heard)) >= count, within_seconds))

    def row(self, **given: Any) -> Outgoing:
        key = given.pop("key", f"reply:{self.settings.user_id}:{next(numbers)}")
        content = {"body": "", "html": None, "attention": False, "reply_to": None, "thread": None, "mentions": [],
                   **given.pop("content", {})}
        fields: dict[str, Any] = {
            "person": None, "room": None, "lane": outbox.REPLY, "purpose": "reply", "op": "say",
            "parent_event_id": None, "first_try_at": None, "tries": 0, "queued_at": now(), **given}
        return Outgoing(key=key, txn=outbox.txn_of(key), content=content, **fields)

    async def send(self, **given: Any) -> Delivery:
        return await self.matrix.deliver(self.row(**given))

    async def say(self, person: str, text: str, **given: Any) -> Delivered:
        content = {"body": text, **given.pop("content", {})}
        done = await self.send(person=person, content=content, **given)
        assert isinstance(done, Delivered), done
        return done


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def homeserver(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Homeserver]:
    async with await Homeserver.start(tmp_path_factory.mktemp("homeserver")) as server:
        yield server


@pytest.fixture
def new_name() -> Callable[[str], str]:
    return lambda name: f"{name}{next(numbers)}"


@pytest_asyncio.fixture
async def settings(homeserver: Homeserver, tmp_path: Path, new_name: Callable[[str], str]) -> Settings:
    bot = await homeserver.register(new_name("bot"), PASSWORD)
    return Settings(
        _env_file=None, homeserver=homeserver.url, user_id=bot, password=PASSWORD, data_dir=tmp_path / "data")


@pytest_asyncio.fixture
async def start(settings: Settings) -> AsyncIterator[Callable[..., Awaitable[Bot]]]:
    """Start a bot, by default with the settings of this test; stopped at its end."""
    bots: list[Bot] = []

    async def start_one(**changed: Any) -> Bot:
        used = settings.model_copy(update=changed)
        path = used.data_dir / "engagebot.db"
        migrate(path, STORAGE, now())
        bot = Bot(used, await Store.open(str(path), STORAGE))
        bots.append(bot)
        return await bot.start()

    yield start_one
    for bot in bots:
        if not bot.stopped:
            await bot.stop()


@pytest_asyncio.fixture
async def proxy(homeserver: Homeserver) -> AsyncIterator[FaultProxy]:
    faults = await FaultProxy(homeserver.url).start()
    yield faults
    await faults.stop()


@pytest_asyncio.fixture
async def meet(
    homeserver: Homeserver, new_name: Callable[[str], str],
) -> AsyncIterator[Callable[[str], Awaitable[Person]]]:
    """Somebody new on the homeserver, with a client."""
    people: list[Person] = []

    async def meet_one(name: str) -> Person:
        local = new_name(name)
        await homeserver.register(local, PASSWORD)
        people.append(await Person.login(homeserver.url, local, PASSWORD))
        return people[-1]

    yield meet_one
    for person in people:
        await person.close()
