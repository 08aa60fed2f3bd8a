"""The send gate and the sender: committed messages, in order for each person and room, retried, marked.

Places (a person's own room, or a group room) are written to side by side; within one place replies go before timers,
timers before broadcasts. Only this asks the transport to send.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import assert_never

from engagebot.config import Settings
from engagebot.domain import gate
from engagebot.domain.waking import Calendar, never
from engagebot.log import where
from engagebot.store import outbox, people, privacy, profile, rooms
from engagebot.store.outbox import Outgoing
from engagebot.store.sqlite import Store, Transaction
from engagebot.transport import Delivered, Delivery, Later, Refused, Transport, Unsure

log = logging.getLogger(__name__)

Place = tuple[str, str]
"""(person, room): whose messages stay in order."""
FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS = 1.0, 600.0
WEEK = timedelta(days=8)
"""A little more than the seven days that the budget looks back, for changes of clocks."""


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
        self.default_zone = default_zone
        self.is_holiday = is_holiday
        self.rules = gate.Rules(settings.budget_per_day, settings.budget_per_week, settings.unanswered_limit)
        self._awake = asyncio.Event()
        self._busy: dict[Place, asyncio.Task[None]] = {}
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
        if self._busy:
            await asyncio.wait(list(self._busy.values()))

    async def drain(self) -> None:
        """Send all that is due now, one after the other (console and tests)."""
        while True:
            async with self.store.transaction() as tx:
                rows = await self._due(tx, len(self._busy) + 1)
            if not rows:
                return
            row: Outgoing | None = rows[0]
            while row:
                row = await self._settle(row, await self.transport.deliver(row))

    async def _start_due(self) -> float | None:
        """Begin a send in every idle place; seconds until something else is due (None: nothing is)."""
        async with self.store.transaction() as tx:
            rows = await self._due(tx, self.settings.sends_at_once - len(self._busy))
            upcoming = await outbox.next_due(tx)
        for row in rows:
            self._busy[_place(row)] = asyncio.create_task(self._send(row))
        return None if upcoming is None else max(0.05, (upcoming - self.clock()).total_seconds())

    async def _due(self, tx: Transaction, limit: int, place: Place | None = None) -> list[Outgoing]:
        """Rows to be sent now, at most `limit`, marked as tried: of idle places, or of `place`. What the gate holds
        back
        is put off on the way."""
        if limit <= 0:
            return []
        now = self.clock()
        passed: list[Outgoing] = []
        for row in await outbox.due(tx, now):
            if _place(row) != place if place else _place(row) in self._busy:
                continue
            if await self._held(tx, row, now):
                continue
            await outbox.trying(tx, row.key, now)
            passed.append(row)
            if len(passed) >= limit:
                break
        return passed

    async def _held(self, tx: Transaction, row: Outgoing, now: datetime) -> bool:
        """Whether the gate holds it back; then it knows why, and until when."""
        if row.purpose == "reply" or row.person is None or row.op not in ("say", "file"):
            return False
        person = await people.find(tx, row.person)
        if person is None:
            await outbox.ended(tx, row.key, "withdrawn", "erased")
            return True
        facts = await profile.facts(tx, row.person, now)
        calendar = Calendar(
            profile.zone_of(facts, self.default_zone),
            self.settings.waking_from_hour,
            self.settings.waking_to_hour,
            self.settings.sundays,
            self.is_holiday,
        )
        consents = await profile.consents(tx, row.person)
        reader = gate.Reader(
            now,
            calendar,
            consents.get(row.purpose, (False,))[0],
            person.paused_until,
            await outbox.recent_starts(tx, row.person, now - WEEK, row.key),
            person.unanswered,
            await rooms.gone(tx, row.person),
        )
        hold = gate.decide(reader, self.rules)
        if hold is None:
            return False
        await outbox.later(tx, row.key, hold.until, hold.reason)
        return True

    async def _send(self, row: Outgoing | None) -> None:
        """Send `row`, then what else is due in its place, one after the other."""
        assert row is not None
        place = _place(row)
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
                    if row.person and row.purpose != "reply" and row.op == "say":
                        await people.started_something(tx, row.person)
                    if row.person and row.op == "leave" and await people.find(tx, row.person) is None:
                        await privacy.erase(tx, row.person)  # the good-bye is said: its traces go, too
                case Later(why, after_seconds):
                    wait = after_seconds if after_seconds is not None else _backoff(row.tries)
                    await outbox.later(tx, row.key, now + timedelta(seconds=min(wait, LAST_RETRY_SECONDS)), why)
                    log.warning("%s goes later: %s", row.key, why)
                case Refused(why):
                    await outbox.ended(tx, row.key, "dead", why)
                    log.error("%s cannot be sent: %s", row.key, why)
                case Unsure(why):
                    await outbox.ended(tx, row.key, "unknown", why)
                    log.error("%s may have been sent: %s", row.key, why)
                case _:
                    assert_never(delivery)
            following = [] if self._stopping else await self._due(tx, 1, _place(row))
        if isinstance(delivery, Delivered) and row.op == "leave":
            await self.store.forget_on_disk()
        return following[0] if following else None


def _place(row: Outgoing) -> Place:
    return (row.person or "", row.room or ("" if row.person else row.key))


def _backoff(tries: int) -> float:
    """Seconds; doubled at each try, with jitter so that many do not come back at once."""
    return float(min(LAST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** min(tries, 12)) * random.uniform(0.8, 1.2))
