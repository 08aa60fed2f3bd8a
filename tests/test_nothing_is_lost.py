"""Whatever happens (pauses, nights, days off, crashes between any two steps), each message that the bot means to say
reaches its person exactly once, by itself or in a digest, or is withdrawn with a reason; never in a pause, never at
night, never over budget.

`Small` sends with the rules and the store of the product, and stops dead wherever it is told to. Whatever has `drain()`
and is made like it may take its place.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engagebot.config import shipped
from engagebot.domain import digest, gate
from engagebot.domain.gate import Message, Reader, Rules, Wishes
from engagebot.domain.waking import Calendar
from engagebot.store import conversations, outbox, people, profile, quiet
from engagebot.store.outbox import Outgoing
from engagebot.store.sqlite import Store, Transaction

PARIS = ZoneInfo("Europe/Paris")
BEGIN = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
"""Summer time begins nine days later; Easter Monday is the 6th of April."""
HOLIDAYS = {date(2026, 4, 6), date(2026, 4, 7), date(2026, 5, 1)}
ADA, BOB, CLEO = PEOPLE = ("@ada:example.org", "@bob:example.org", "@cleo:example.org")
ABOUT = {"tasks": "contact", "proposals": "contact", "profile": "contact", "calls": "calls", "questions": "questions"}
RULES = Rules()
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


class Small:
    def __init__(
        self, store: Store, server: Server, clock: Callable[[], datetime], step: Callable[[], None]
    ) -> None:
        self.store, self.server, self.clock, self.step = store, server, clock, step

    async def drain(self) -> None:
        """Put together what digests are due, and send all that is due."""
        async with self.store.transaction() as tx:
            for person in await quiet.due(tx, self.clock()):
                await self._digest(tx, person)
        self.step()
        while True:
            async with self.store.transaction() as tx:
                row = await self._next(tx)
            if row is None:
                return
            self.step()
            self.server.accept(row, self.clock())
            self.step()
            async with self.store.transaction() as tx:
                await self._sent(tx, row)
            self.step()

    async def _reader(self, tx: Transaction, person: str, consents: bool, but: str) -> Reader:
        now = self.clock()
        found = await people.find(tx, person)
        assert found is not None
        wishes = await quiet.wishes(tx, person, now)
        calendar = wishes.calendar(Calendar(PARIS, is_holiday=HOLIDAYS.__contains__))
        chosen = (await quiet.digests_of(tx, person)).rhythm or "weekly"
        next_digest = digest.next_digest(chosen, now, calendar, digest.hour_for(wishes))
        if found.paused(now):
            assert found.paused_until is not None
            next_digest = digest.back_from_pause(found.paused_until, calendar, digest.hour_for(wishes))
        elif (due := (await quiet.digests_of(tx, person)).due_at) and due > now:
            next_digest = due
        return Reader(
            now,
            calendar,
            consents,
            found.paused_until,
            await outbox.recent_starts(tx, person, now - 8 * DAY, but),
            found.unanswered,
            wishes=wishes,
            next_digest=next_digest,
            urgent_passed=await quiet.urgent_passed(tx, person, now, but),
        )

    async def _digest(self, tx: Transaction, person: str) -> None:
        now = self.clock()
        key = quiet.next_key(person, now)
        reader = await self._reader(tx, person, True, key)
        message = Message(promised_hour=digest.hour_for(reader.wishes))
        if hold := gate.decide(reader, RULES, message):
            return await quiet.set_due(tx, person, hold.until)
        items = [one.item for one in await quiet.for_digest(tx, person, now)]
        told = digest.compose(items, now, quiet=list(reader.wishes.quiet), next_at=reader.next_digest)
        await quiet.withdraw(tx, told.withdrawn)
        if told.lines:
            await outbox.queue(
                tx, key=key, op="say", content={"body": f"{len(told.lines)} +{told.more}"}, at=now, caused_by="digest",
                person=person, lane=outbox.TIMER, purpose=quiet.PURPOSE,
            )  # fmt: skip
            await quiet.pack(tx, key, told.keys)
        return await quiet.set_due(tx, person, reader.next_digest if told.more else None)

    async def _next(self, tx: Transaction) -> Outgoing | None:
        """The next row that may go now, marked as tried; what the gate holds back is put off on the way."""
        now = self.clock()
        for row in await outbox.due(tx, now):
            assert row.person is not None
            told = row.purpose == quiet.PURPOSE
            consents = told or (await profile.consents(tx, row.person)).get(row.purpose, (False,))[0]
            reader = await self._reader(tx, row.person, consents, row.key)
            hour = digest.hour_for(reader.wishes) if told else None
            message = Message(row.about or "other", row.urgent, hour)
            hold = gate.decide(reader, RULES, message)
            inside = await quiet.telling(tx, row.key)
            unwanted = [until for about in inside.abouts if (until := reader.wishes.quiet_until(about, now))]
            if unwanted and not hold:
                hold = gate.Hold("quiet", max(unwanted)) if row.tries else gate.Hold("quiet", quiet.again(now))
            if told and (hold or inside.stale):
                if await quiet.unpack(tx, row.key, hold.reason if hold else "stale"):
                    await quiet.set_due(tx, row.person, hold.until if hold else quiet.again(now))
                elif hold:
                    await outbox.later(tx, row.key, hold.until, hold.reason)
                continue
            if hold:
                await quiet.hold(tx, row.key, row.person, hold, now, reader.next_digest)
                continue
            if not row.tries and row.valid_until and row.valid_until <= now:
                await quiet.withdraw(tx, [(row.key, "expired")])
                continue
            if gate.spends_urgency(reader, RULES, message):
                await quiet.urgent_passing(tx, row.key)
            await outbox.trying(tx, row.key, now)
            return row
        return None

    async def _sent(self, tx: Transaction, row: Outgoing) -> None:
        now = self.clock()
        assert row.person is not None
        await outbox.sent(tx, row.key, f"${row.key}", "!room", now)
        if row.purpose == quiet.PURPOSE:
            await quiet.told(tx, row.key, row.person, row.queued_at)
        else:
            await people.started_something(tx, row.person)


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

    def restarted(self) -> Small:
        return Small(self.store, self.server, lambda: self.now, self.step)

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
