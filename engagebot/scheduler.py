"""Due timers -> events. One APScheduler job asks the table; no timer is ever kept in memory alone."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from engagebot.config import Settings
from engagebot.engine.events import Due, Event
from engagebot.store import conversations, inbox, kept, privacy
from engagebot.store.conversations import Timer
from engagebot.store.sqlite import Store

log = logging.getLogger(__name__)

HOUSEKEEPING_HOURS = 6
CLOCK = "latest"
"""Name under which the highest time that was seen is kept."""
BACKWARDS = timedelta(minutes=5)


class ClockIsWrong(Exception):
    """The machine's clock is behind what was written already; starting would fire things twice or never."""


async def fire_due(store: Store, now: datetime) -> int:
    """Turn every due timer into an event of the inbox; how many. What was due long ago comes once, not once a day
    missed."""
    async with store.transaction() as tx:
        fired = 0
        for timer in await conversations.due_timers(tx, now):
            if await conversations.fire(tx, timer):
                event_id = f"timer:{_nameless(timer)}:{int(timer.due_at.timestamp())}"
                event = Event(event_id, now, timer.person, "", True, Due(timer.kind, timer.subject))
                while not await inbox.receive(tx, event):  # set anew for the very second in which it had fired
                    event = replace(event, id=f"{event.id}+")
                fired += 1
        return fired


def _nameless(timer: Timer) -> str:
    """Ids of events stay for a year, also when their person is erased: no name may stand in them."""
    return hashlib.sha256(timer.id.encode()).hexdigest()[:24]


async def check_clock(store: Store, now: datetime) -> None:
    """Raises ClockIsWrong; small steps back happen and do no harm."""
    async with store.transaction() as tx:
        latest = await kept.get(tx, CLOCK)
        if latest and now < datetime.fromisoformat(latest) - BACKWARDS:
            raise ClockIsWrong(
                f"this machine's clock says {now:%Y-%m-%d %H:%M} UTC, but the database was written at {latest}; "
                "set the clock, then start again"
            )
        await kept.put(tx, CLOCK, now.isoformat())


class Scheduler:
    def __init__(
        self, store: Store, settings: Settings, clock: Callable[[], datetime], fired: Callable[[], None]
    ) -> None:
        """`fired` is called when timers became events."""
        self.store, self.settings, self.clock, self.fired = store, settings, clock, fired
        self.jobs = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        self._every(timedelta(seconds=self.settings.timers_poll_seconds), self.poll)
        self._every(timedelta(hours=HOUSEKEEPING_HOURS), self.keep_house)
        self.jobs.start()

    def stop(self) -> None:
        if self.jobs.running:
            self.jobs.shutdown(wait=False)

    def _every(self, period: timedelta, job: Callable[[], object]) -> None:
        # Coalesced and never "misfired": a late poll finds everything that is due in the table.
        self.jobs.add_job(
            job,
            IntervalTrigger(seconds=period.total_seconds(), timezone=UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    async def poll(self) -> None:
        """As many at a time as one transaction takes without keeping others waiting; between two, whoever writes has
        their turn."""
        while await fire_due(self.store, self.clock()):
            self.fired()

    async def keep_house(self) -> None:
        """Forget what is older than it needs to be, also on disk."""
        now, settings = self.clock(), self.settings
        async with self.store.transaction() as tx:
            silent = await privacy.purge(
                tx,
                now,
                inbox_days=settings.keep_inbox_days,
                outbox_days=settings.keep_outbox_days,
                silent_days=settings.keep_silent_people_days,
                rounds_days=settings.keep_rounds_days,
                introductions_days=settings.keep_introductions_days,
                met_days=settings.keep_met_days,
                calls_days=settings.keep_calls_days,
            )
            await kept.put(tx, CLOCK, now.isoformat())
        if silent:
            log.info("forgot %d people who had not written for %d days", len(silent), settings.keep_silent_people_days)
        await self.store.forget_on_disk()
