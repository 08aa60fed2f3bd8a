"""The send gate and the sender: committed messages, in order for each person and room, retried, marked.

Places (a person's own room, or a group room) are written to side by side; within one place replies go before timers,
timers before broadcasts. What the bot begins by itself goes at a pace. Only this asks the transport to send.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import assert_never

from engagebot.config import Settings
from engagebot.domain import gate
from engagebot.domain.waking import never
from engagebot.gatekeeper import Gatekeeper
from engagebot.log import where
from engagebot.store import kept, outbox, people, privacy, quiet, roles, rooms, unheard
from engagebot.store.outbox import Outgoing
from engagebot.store.sqlite import Store, Transaction
from engagebot.transport import Delivered, Delivery, Later, Refused, Transport, Unsure

log = logging.getLogger(__name__)

FOR_REPLIES = 4
"""So many sends at once are left free for replies, whatever else waits to be sent."""
MOST_HELD = 50
"""So many are put off in one transaction; then others have their turn."""
TRUSTED_AGAIN = timedelta(minutes=1)
"""So long at most until a room is written to again, once a human has said that it can be trusted."""
FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS = 1.0, outbox.LONGEST_RETRY.total_seconds()
LONGEST_SLEEP_SECONDS = 60.0
"""Hours are those of the wall, and the machine's clock may be set, or it may have slept."""
LAST_REPLY_RETRY_SECONDS = 20.0
"""Somebody waits for a reply: they have it soon after the homeserver is back, however long it was away."""


class Pace:
    """When the next of what the bot begins by itself may go. Answers do not ask."""

    def __init__(self, per_second: float) -> None:
        self._gap, self._at = 1 / per_second, 0.0

    def wait(self) -> float:
        """Seconds; 0: now."""
        return max(0.0, self._at - time.monotonic())

    def began(self) -> None:
        self._at = max(self._at, time.monotonic()) + self._gap

    def asked_to_wait(self, seconds: float) -> None:
        """The homeserver counts all that an account sends: nothing else goes before answers may again."""
        self._at = max(self._at, time.monotonic() + min(seconds, LAST_RETRY_SECONDS))


class Sender:
    def __init__(
        self,
        store: Store,
        transport: Transport,
        settings: Settings,
        default_zone: str,
        clock: Callable[[], datetime],
        is_holiday: Callable[[date], bool] = never,
    ) -> None:
        self.store, self.transport, self.settings, self.clock = store, transport, settings, clock
        self.keeper = Gatekeeper(settings, default_zone, is_holiday)
        self._pace = Pace(settings.starts_per_second)
        self._awake = asyncio.Event()
        self._busy: dict[outbox.Place, asyncio.Task[None]] = {}
        self._stopping = False

    def wake(self) -> None:
        """Something was committed; look now."""
        self._awake.set()

    async def run(self) -> None:
        """Send what is due, until `stop`."""
        while not self._stopping:
            self._awake.clear()
            wait = await self._start_due()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), wait)

    async def stop(self) -> None:
        """Let what is under way end; nothing new is begun."""
        self._stopping = True
        self.wake()
        while self._busy:
            await asyncio.wait(list(self._busy.values()))

    async def drain(self) -> None:
        """Send all that is due now, one after the other (console and tests)."""
        while True:
            async with self.store.transaction() as tx:
                rows, more = await self._due(tx, self.clock(), 1, 1)
            if not rows and not more:
                return
            row: Outgoing | None = rows[0] if rows else None
            while row:
                row = await self._settle(row, await self.transport.deliver(row))

    async def _start_due(self) -> float:
        """Begin a send in every idle place; seconds until it has to be looked again, if nothing wakes it before."""
        now = self.clock()  # one for all: what is due a moment later is among what is upcoming
        async with self.store.transaction() as tx:
            at_once = self.settings.sends_at_once
            paced = self._pace.wait()
            room, starts = at_once - len(self._busy), 0 if paced else 1
            rows, more = await self._due(tx, now, room, starts, for_replies=min(FOR_REPLIES, at_once - 1))
            upcoming = await outbox.next_due(tx, now)
        for row in [] if self._stopping else rows:
            if row.lane == outbox.BROADCAST:
                self._pace.began()
            self._busy[row.place] = asyncio.create_task(self._send(row))
        waits = [LONGEST_SLEEP_SECONDS]
        if upcoming is not None:
            waits.append(max(0.05, (upcoming - self.clock()).total_seconds()))
        still_paced = self._pace.wait()
        if more:
            waits.append(0.01)
        elif paced or still_paced:  # what the pace held back a moment ago may go by now
            waits.append(max(0.01, still_paced))
        return min(waits)

    async def _due(
        self, tx: Transaction, now: datetime, limit: int, starts: int, for_replies: int = 0
    ) -> tuple[list[Outgoing], bool]:
        """Rows of idle places to be sent now, marked as tried: at most `limit`, of which so many only replies may
        have, and at most `starts` that wait for the pace; and whether to look again at once. What the gate holds back
        is put off on the way, `MOST_HELD` at a time."""
        passed: list[Outgoing] = []
        held = 0
        if limit <= 0:
            return passed, False
        async for row in outbox.due(tx, now):
            if row.lane != outbox.REPLY and len(passed) >= limit - for_replies:
                break  # replies come first: there is none any more
            if row.lane == outbox.BROADCAST and starts <= 0:
                break
            if row.place in self._busy:
                continue
            if await self._held(tx, row, now):
                held += 1
                if row.room and (behind := await self._next_at(tx, row.place)):
                    passed.append(behind)
            else:
                await outbox.trying(tx, row.key, now)
                passed.append(row)
                starts -= row.lane == outbox.BROADCAST
            if len(passed) >= limit or held >= MOST_HELD:
                break
        return passed, held >= MOST_HELD

    async def _next_at(self, tx: Transaction, place: outbox.Place) -> Outgoing | None:
        """What is to be sent next in the same place, marked as tried; None: nothing is due there, or it waits for the
        pace: one send at a time is in the way of an answer, at most."""
        now = self.clock()
        while row := await outbox.due_at(tx, now, place):
            paced = row.lane == outbox.BROADCAST
            if paced and self._pace.wait():
                return None
            if not await self._held(tx, row, now):
                if paced:
                    self._pace.began()
                await outbox.trying(tx, row.key, now)
                return row
        return None

    async def _held(self, tx: Transaction, row: Outgoing, now: datetime) -> bool:
        """Whether the gate holds it back; then it knows why, and until when."""
        if await roles.keeps_back(tx, row):
            await outbox.later(tx, row.key, now + TRUSTED_AGAIN, roles.FROZEN)
            return True
        if await self._unheard(tx, row):
            await outbox.later(tx, row.key, now + gate.CONSENT_AGAIN, unheard.REASON)
            return True
        if row.purpose == "reply" or row.person is None or row.op not in ("say", "file"):
            return False
        person = await people.find(tx, row.person)
        if person is None:
            await outbox.ended(tx, row.key, "withdrawn", "erased")
            return True
        reader = await self.keeper.reader(tx, person, row.purpose, now, row.key)
        if row.purpose == quiet.PURPOSE:
            hold = gate.decide(reader, self.keeper.rules, self.keeper.digest_message(reader.wishes))
            return await self._digest_held(tx, row, reader, hold, now)
        message = gate.Message(quiet.about_of(row.about, row.purpose), row.urgent)
        hold = gate.decide(reader, self.keeper.rules, message)
        if hold:
            await quiet.hold(tx, row.key, person.id, hold, now, reader.next_digest)
            return True
        if row.valid_until and row.valid_until <= now and not row.tries:
            await quiet.withdraw(tx, [(row.key, "expired")])
            return True
        if gate.spends_urgency(reader, self.keeper.rules, message):
            await quiet.urgent_passing(tx, row.key)
        return False

    async def _unheard(self, tx: Transaction, row: Outgoing) -> bool:
        """Whether it is for somebody whose last words were lost in a restore, and no answer to words that were not."""
        people = [row.person] if row.person else row.content.get("people", ()) if row.op == "introduce" else ()
        if row.op in ("leave", "redact") or not [one for one in people if await unheard.since(tx, str(one))]:
            return False
        if row.person is None or await rooms.gone(tx, row.person):  # perhaps they left because they were erased
            return True
        return not await unheard.own_word(tx, row.key)

    async def _digest_held(
        self, tx: Transaction, row: Outgoing, reader: gate.Reader, hold: gate.Hold | None, now: datetime
    ) -> bool:
        """A digest that may not go now, or would tell what was dealt with meanwhile, is put together anew when it may;
        one that was tried may have reached them, and is tried again as it is."""
        assert row.person is not None
        inside = await quiet.telling(tx, row.key)
        unwanted = [until for about in inside.abouts if (until := reader.wishes.quiet_until(about, now))]
        if unwanted and not hold:
            hold = gate.Hold("quiet", max(unwanted) if row.tries else quiet.again(now))
        if not hold and not inside.stale:
            return False
        if await quiet.unpack(tx, row.key, hold.reason if hold else "stale"):
            await quiet.set_due(tx, row.person, hold.until if hold else quiet.again(now))
            return True
        if hold:
            await outbox.later(tx, row.key, hold.until, hold.reason)
        return hold is not None

    async def _send(self, row: Outgoing | None) -> None:
        """Send `row`, then what else is due in its place, one after the other."""
        assert row is not None
        place = row.place
        try:
            while row and not self._stopping:
                try:
                    delivery = await self.transport.deliver(row)
                except Exception as error:  # the transport promised not to; the row must not be lost for it
                    log.error("sending %s failed: %s", row.key, where(error))
                    delivery = Later(type(error).__name__)
                row = await self._settle(row, delivery)
        finally:
            del self._busy[place]
            self.wake()

    async def _settle(self, row: Outgoing, delivery: Delivery) -> Outgoing | None:
        """Write down what became of it; the next row of the same place, if one is due, marked as tried."""
        now = self.clock()
        async with self.store.transaction() as tx:
            match delivery:
                case Delivered(event_id, room_id):
                    await outbox.sent(tx, row.key, event_id, room_id, now)
                    if row.person and row.op == "say":
                        await self._reached(tx, row)
                    if row.person and row.op == "leave" and await people.find(tx, row.person) is None:
                        await privacy.erase(tx, row.person)  # the good-bye is said: its traces go, too
                case Later(why, after_seconds):
                    wait = after_seconds if after_seconds is not None else _backoff(row.tries, row.lane)
                    if after_seconds is not None:
                        self._pace.asked_to_wait(after_seconds)
                        await kept.put(tx, kept.ASKED_TO_WAIT, now.isoformat())
                    await outbox.later(tx, row.key, now + timedelta(seconds=min(wait, LAST_RETRY_SECONDS)), why)
                    log.warning("%s goes later: %s", row.key, why)
                case Refused(why):
                    await outbox.ended(tx, row.key, "dead", why)
                    await quiet.never_sent(tx, row.key)
                    log.error("%s cannot be sent: %s", row.key, why)
                case Unsure(why):
                    await outbox.ended(tx, row.key, "unknown", why)
                    await quiet.told(tx, row.key, row.person or "", row.queued_at, "unknown")
                    log.error("%s may have been sent: %s", row.key, why)
                case _:
                    assert_never(delivery)
            following = None if self._stopping else await self._next_at(tx, row.place)
        if isinstance(delivery, Delivered) and row.op == "leave":
            await self.store.forget_on_disk()
        return following


    async def _reached(self, tx: Transaction, row: Outgoing) -> None:
        """What the bot started by itself counts until they answer, but for a digest, which asks nothing, unless it says
        one message as it is; and the messages that it tells have reached them, too."""
        assert row.person is not None
        asks_nothing = row.purpose == quiet.PURPOSE and not await quiet.in_full(tx, row.key)
        if row.purpose != "reply" and not asks_nothing:
            await people.started_something(tx, row.person)
        await quiet.told(tx, row.key, row.person, row.queued_at)


def _backoff(tries: int, lane: int = outbox.BROADCAST) -> float:
    """Seconds; doubled at each try, with jitter so that many do not come back at once."""
    longest = LAST_REPLY_RETRY_SECONDS if lane == outbox.REPLY else LAST_RETRY_SECONDS
    return float(min(longest, FIRST_RETRY_SECONDS * 2 ** min(tries, 12)) * random.uniform(0.8, 1.2))
