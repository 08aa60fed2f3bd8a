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
from datetime import datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from engagebot.config import Settings
from engagebot.domain import gate
from engagebot.log import where
from engagebot.store import outbox, people, privacy, profile
from engagebot.store.outbox import Outgoing
from engagebot.store.sqlite import Store, Transaction
from engagebot.transport import Delivered, Delivery, Later, Refused, Transport, Unsure

log = logging.getLogger(__name__)

FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS = 1.0, 600.0
WEEK = timedelta(days=8)
"""A little more than the seven days that the budget looks back, for changes of clocks."""


class Sender:
    def __init__(
        self, store: Store, transport: Transport, settings: Settings, default_zone: str, clock: Callable[[], datetime]
    ) -> None:
        self.store, self.transport, self.settings, self.clock = store, transport, settings, clock
        self.default_zone = default_zone
        self.rules = gate.Rules(
            settings.waking_from_hour,
            settings.waking_to_hour,
            settings.sundays,
            settings.budget_per_day,
            settings.budget_per_week,
            settings.unanswered_limit,
        )
        self._awake = asyncio.Event()
        self._busy: dict[tuple[str, str], asyncio.Task[None]] = {}
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
        while rows := await self._due():
            for row in rows:
                await self._settle(row, await self.transport.deliver(row))

    async def _start_due(self) -> float | None:
        """Begin a send in every idle place; seconds until something else is due (None: nothing is)."""
        room_for_more = self.settings.sends_at_once - len(self._busy)
        if room_for_more > 0:
            for row in await self._due(limit=room_for_more):
                place = _place(row)
                self._busy[place] = asyncio.create_task(self._send(row, place))
        async with self.store.transaction() as tx:
            upcoming = await outbox.next_due(tx)
        return None if upcoming is None else max(0.05, (upcoming - self.clock()).total_seconds())

    async def _due(self, limit: int | None = None) -> list[Outgoing]:
        """Rows to be sent now, marked as tried; what the gate holds back is put off on the way."""
        now = self.clock()
        async with self.store.transaction() as tx:
            passed = []
            for row in await outbox.due(tx, now):
                if _place(row) in self._busy:
                    continue
                if await self._held(tx, row, now):
                    continue
                await outbox.trying(tx, row.key, now)
                passed.append(row)
                if limit is not None and len(passed) >= limit:
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
        zone = ZoneInfo(facts["time_zone"].value if "time_zone" in facts else self.default_zone)
        consents = await profile.consents(tx, row.person)
        reader = gate.Reader(
            now.astimezone(zone),
            consents.get(row.purpose, (False,))[0],
            person.paused_until,
            await outbox.recent_starts(tx, row.person, now - WEEK),
            person.unanswered,
        )
        hold = gate.decide(reader, self.rules)
        if hold is None:
            return False
        await outbox.later(tx, row.key, hold.until, hold.reason)
        return True

    async def _send(self, row: Outgoing, place: tuple[str, str]) -> None:
        try:
            await self._settle(row, await self.transport.deliver(row))
        except Exception as error:  # the transport promised not to; the row must not be lost for it
            log.error("sending %s failed: %s", row.key, where(error))
            await self._settle(row, Later(type(error).__name__))
        finally:
            del self._busy[place]
            self.wake()

    async def _settle(self, row: Outgoing, delivery: Delivery) -> None:
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
        if isinstance(delivery, Delivered) and row.op == "leave":
            await self.store.forget_on_disk()


def _place(row: Outgoing) -> tuple[str, str]:
    return (row.person or "", row.room or "")


def _backoff(tries: int) -> float:
    """Seconds; doubled at each try, with jitter so that many do not come back at once."""
    return float(min(LAST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** min(tries, 12)) * random.uniform(0.8, 1.2))
