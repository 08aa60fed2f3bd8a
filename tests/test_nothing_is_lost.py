"""Whatever happens (pauses, nights, days off, crashes between any two steps), each message that the bot means to say
reaches its person exactly once, by itself or in a digest, or is withdrawn with a reason; never in a pause, never at
night, never over budget.

It is the product's own sender, timers and dialogue that run here; only the homeserver is a list, and the clock is ours.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engagebot.app import build
from engagebot.config import Settings, shipped
from engagebot.dialogue import Dialogue
from engagebot.domain.gate import Rules, Wishes
from engagebot.outbox import Sender
from engagebot.scene import jardin
from engagebot.scheduler import fire_due
from engagebot.store import conversations, inbox, outbox, people, profile, quiet
from engagebot.store.outbox import Outgoing
from engagebot.store.sqlite import Store, Transaction
from engagebot.transport import Delivered

PARIS = ZoneInfo("Europe/Paris")
BEGIN = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
"""Summer time begins nine days later; Easter Monday is the 6th of April."""
HOLIDAYS = {date(2026, 4, 6), date(2026, 4, 7), date(2026, 5, 1)}
ADA, BOB, CLEO = PEOPLE = ("@ada:example.org", "@bob:example.org", "@cleo:example.org")
ABOUT = {"tasks": "contact", "proposals": "contact", "profile": "contact", "calls": "calls", "questions": "questions"}
RULES = Rules()
SETTINGS = Settings(_env_file=None, starts_per_second=1_000_000)
HOUSE = build(SETTINGS, jardin())
HOUSE = replace(HOUSE, calendar=replace(HOUSE.calendar, is_holiday=HOLIDAYS.__contains__))
DAY, WEEK = timedelta(days=1), timedelta(days=7)


class Crash(Exception):
    """The process is killed here."""


@dataclass
class Server:
    """The homeserver: what came, once for each transaction id, however often it is sent."""

    arrived: dict[str, tuple[str, str, datetime]] = field(default_factory=dict)
    """txn -> (key, person, when)."""

    def accept(self, row: Outgoing, now: datetime) -> None:
        assert row.person is not None
        self.arrived.setdefault(row.txn, (row.key, row.person, now))


class Watched:
    """A store that may be the last that the process sees: after each transaction it may be killed."""

    def __init__(self, store: Store, step: Callable[[], None]) -> None:
        self._store, self._step = store, step

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self._store.transaction() as tx:
            yield tx
        self._step()


class Bot:
    """The product's timers, dialogue and sender on a database, killed wherever it is told to."""

    def __init__(self, store: Store, server: Server, clock: Callable[[], datetime], step: Callable[[], None]) -> None:
        watched: Any = Watched(store, step)
        self.store, self.clock, self.server, self.step = watched, clock, server, step
        self.dialogue = Dialogue(watched, HOUSE, clock=clock)
        post: Any = self
        zone = HOUSE.association.time_zone
        self.sender = Sender(watched, post, SETTINGS, zone, clock, HOLIDAYS.__contains__)

    async def drain(self) -> None:
        """Until no timer is due, no event waits and nothing is to be sent."""
        while True:
            fired = await fire_due(self.store, self.clock())
            async with self.store.transaction() as tx:
                events = [event for _, event in await inbox.waiting(tx)]
            for event in events:
                await self.dialogue.handle(event)
            await self.sender.drain()
            if not fired and not events:
                return

    async def deliver(self, row: Outgoing) -> Delivered:
        self.step()
        if row.op == "say":
            self.server.accept(row, self.clock())
        self.step()
        return Delivered(f"${row.key}", "!room")


class World:
    """People, a clock, what was meant to be said, and what they wished when."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.chance, self.now = store, random.Random(seed), BEGIN
        self.server, self.meant, self.crashes, self.crashing = Server(), 0, 0, True
        self.paused: dict[str, datetime] = {}
        self.quiet: dict[str, dict[str, datetime]] = {person: {} for person in PEOPLE}
        self.words: list[tuple[datetime, str]] = []
        self.seen: set[str] = set()
        self.sender = self.restarted()

    def restarted(self) -> Bot:
        return Bot(self.store, self.server, lambda: self.now, self.step)

    def step(self) -> None:
        if self.crashing and self.chance.random() < 0.08:
            raise Crash

    async def begin(self) -> None:
        async with self.store.transaction() as tx:
            for person in PEOPLE:
                await people.add(tx, person, "fr", self.now)
                for purpose in set(ABOUT.values()):
                    await profile.consent(tx, person, purpose, True, "1", f"${person}", self.now)
            await quiet.set_reachable(tx, BOB, Wishes(10, 18, frozenset({0, 2, 4})), self.now)
            await quiet.set_rhythm(tx, BOB, "daily", self.now)
            await quiet.set_rhythm(tx, CLEO, self.chance.choice(["off", "monthly"]), self.now)

    async def sends(self) -> None:
        """Until nothing is due; whoever is killed on the way begins again: at once, or when other things happened."""
        while True:
            try:
                await self.sender.drain()
            except Crash:
                self.crashes += 1
                self.sender = self.restarted()
                if self.chance.random() < 0.5:
                    return
                continue
            finally:
                await self.check()
            return

    async def happens(self) -> None:
        person, what = self.chance.choice(PEOPLE), self.chance.random()
        async with self.store.transaction() as tx:
            if what < 0.45:
                await self.means(tx, person)
            elif what < 0.55:
                self.words.append((self.now, person))
                await people.spoke(tx, person, self.now)
            elif what < 0.62:
                self.paused[person] = self.now + self.chance.randrange(1, 240) * timedelta(hours=1)
                await people.pause(tx, person, self.paused[person])
            elif what < 0.66:
                self.paused.pop(person, None)
                await people.pause(tx, person, None)
            elif what < 0.73:
                about = self.chance.choice(list(ABOUT))
                until = self.quiet[person][about] = self.now + self.chance.randrange(1, 20) * DAY
                await quiet.set_quiet(tx, person, about, until, self.now)  # type: ignore[arg-type]
            elif what < 0.80:
                await self.settles(tx, person)
        if what >= 0.55:
            self.now += self.chance.choice([timedelta(minutes=7), timedelta(hours=3), timedelta(hours=13), 2 * DAY])

    async def means(self, tx: Transaction, person: str) -> None:
        """One or several messages at once, some of which can be answered for some days only."""
        for _ in range(self.chance.choice([1, 1, 1, 2, 12])):
            about = self.chance.choice(list(ABOUT))
            key = f"m{self.meant}"
            self.meant += 1
            valid = self.now + self.chance.randrange(1, 30) * DAY if self.chance.random() < 0.3 else None
            await outbox.queue(
                tx, key=key, op="say", content={"body": key}, at=self.now, caused_by="$1", person=person,
                lane=outbox.TIMER, purpose=ABOUT[about], about=about,  # type: ignore[arg-type]
                subject=self.chance.choice(["", "", "t1", "t2"]), valid_until=valid,
                urgent=about == "calls" and self.chance.random() < 0.3,
            )  # fmt: skip
            if self.chance.random() < 0.5:
                await conversations.prompt(tx, f"p{key}", person, "f", {}, key, self.now, self.now + 40 * DAY)

    async def settles(self, tx: Transaction, person: str) -> None:
        """What one of the messages held for them asks is dealt with: by a flow, or as its question ends."""
        if not (held := await quiet.held(tx, person, self.now)):
            return
        one = self.chance.choice(held)
        if self.chance.random() < 0.5:
            await quiet.withdraw(tx, [(one.key, "settled")])
        else:
            await conversations.end_prompt(tx, f"p{one.key}", "answered")

    # ---------------------------------------------------------------------------------------------------- what must be
    async def check(self) -> None:
        """Everything that arrived since the last look came at a moment when it might."""
        news = {txn: row for txn, row in self.server.arrived.items() if txn not in self.seen}
        self.seen |= set(news)
        for key, person, when in news.values():
            told = key.startswith("digest:")
            assert when == self.now and self.paused.get(person, BEGIN) <= when, key
            local = when.astimezone(PARIS)
            hours = (10, 18) if person == BOB else (8 if told else 9, 21)
            assert hours[0] <= local.hour < hours[1] and local.date() not in HOLIDAYS, (key, local)
            assert local.weekday() in ((0, 2, 4) if person == BOB else range(6)), (key, local)
            async with self.store.transaction() as tx:
                sql = "SELECT idem_key, about, purpose, urgent FROM outbox WHERE idem_key = ? OR digest_key = ?"
                rows = tx.database.execute(sql, (key, key)).fetchall()
            quiet_now = {about for about, until in self.quiet[person].items() if until > when}
            assert not quiet_now & {row[1] for row in rows if row[2] != quiet.PURPOSE}, key
            assert not told or 1 <= len(rows) - 1 <= 8
            passes = [row[3] for row in rows if row[0] == key] == [2]
            if not passes:
                self.within_budget(key, person, when, told)

    def within_budget(self, key: str, person: str, when: datetime, told: bool) -> None:
        came = [(k, at) for k, who, at in self.server.arrived.values() if who == person]
        before = came[: [k for k, _ in came].index(key)]
        same_day = [k for k, at in before if at.astimezone(PARIS).date() == when.astimezone(PARIS).date()]
        assert same_day == [], key
        if not told:
            assert sum(at > when - WEEK for _, at in before) < RULES.per_week, key
            since = max((at for at, who in self.words if who == person), default=BEGIN - DAY)
            alone = [k for k, at in before if at > since and not k.startswith("digest:")]
            assert len(alone) < RULES.unanswered, key

    async def outcome(self) -> dict[str, str]:
        """key -> "itself", "digest", or why it was withdrawn. Fails for what is neither, or more than one of them."""
        async with self.store.transaction() as tx:
            rows = tx.database.execute(
                "SELECT idem_key, state, reason, digest_key, sent_at FROM outbox WHERE purpose <> ?", (quiet.PURPOSE,)
            ).fetchall()
        alone = Counter(key for key, _, _ in self.server.arrived.values())
        found = {}
        for key, state, reason, digest_key, sent_at in rows:
            by_digest = digest_key is not None and alone[digest_key] == 1 and state == "sent"
            assert alone[key] + by_digest == (state == "sent"), (key, state, reason)
            assert (sent_at is not None) is bool(alone[key])
            found[key] = "digest" if by_digest else "itself" if alone[key] else reason
            assert found[key] and (state in ("sent", "withdrawn")), (key, state, reason)
        assert len(found) == self.meant and all(count == 1 for count in alone.values())
        return found


@pytest.mark.parametrize("seed", range(25))
async def test_each_message_reaches_its_person_once_or_is_withdrawn_with_a_reason(seed):
    store = await Store.open(":memory:", shipped("storage"))
    try:
        world = World(store, seed)
        await world.begin()
        for _ in range(90):
            await world.happens()
            await world.sends()
        async with store.transaction() as tx:  # then they come back, and answer, and nothing new is meant
            for person in PEOPLE:
                await people.pause(tx, person, None)
        world.paused.clear()
        for _ in range(4000):
            async with store.transaction() as tx:
                if await outbox.idle(tx):
                    break
                for person in PEOPLE:
                    world.words.append((world.now, person))
                    await people.spoke(tx, person, world.now)
            world.now += timedelta(hours=6)
            await world.sends()
        found = Counter((await world.outcome()).values())
        assert world.crashes > 5
        assert found["itself"] and found["digest"]
        assert set(found) <= {"itself", "digest", "settled", "expired", "superseded"}
    finally:
        await store.close()
