"""Due timers -> events. One APScheduler job asks the table; no timer is ever kept in memory alone.

Times are UTC, and each timer is one row: however the clock moves, what has fired does not fire again. What comes late
does what `domain/lateness` says.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from engagebot.config import Settings
from engagebot.domain.lateness import too_late
from engagebot.engine.events import Due, Event
from engagebot.store import conversations, inbox, kept, outbox, privacy
from engagebot.store.conversations import Timer
from engagebot.store.migrate import forget_copies
from engagebot.store.sqlite import Store

log = logging.getLogger(__name__)

HOUSEKEEPING = timedelta(hours=6)
HOUSE = "house_kept"
"""Name under which it is kept when it was last done: a bot that is started anew every hour keeps house, too."""
LOOKED_AT_HOUSE = timedelta(minutes=5)
CLOCK = "latest"
"""Name under which the highest time that was seen is kept."""
BACKWARDS = timedelta(minutes=5)
NOTED_EVERY = timedelta(minutes=1)
"""How often the time is written down: a start knows to within this much how late it was."""


class ClockIsWrong(Exception):
    """The machine's clock is behind what was written already; starting would fire things twice or never."""


async def fire_due(store: Store, now: datetime) -> int:
    """Turn every due timer into an event of the inbox; how many there were. What was due long ago comes once, not once
    a day missed, or not at all when it is too late for it."""
    async with store.transaction() as tx:
        fired = 0
        for timer in await conversations.due_timers(tx, now):
            if not await conversations.fire(tx, timer):
                continue
            fired += 1
            if not too_late(timer.kind, timer.due_at, now):
                event_id = f"timer:{_nameless(timer)}:{int(timer.due_at.timestamp())}"
                event = Event(event_id, now, timer.person, "", True, Due(timer.kind, timer.subject))
                while not await inbox.receive(tx, event):  # set anew for the very second in which it had fired
                    event = replace(event, id=f"{event.id}+")
        return fired


def _nameless(timer: Timer) -> str:
    """Ids of events stay for a year, also when their person is erased: no name may stand in them."""
    return hashlib.sha256(timer.id.encode()).hexdigest()[:24]


async def check_clock(store: Store, now: datetime) -> None:
    """Raises ClockIsWrong; small steps back happen and do no harm."""
    async with store.transaction() as tx:
        found = await kept.get(tx, CLOCK)
        latest = datetime.fromisoformat(found) if found else now
        if now < latest - BACKWARDS:
            raise ClockIsWrong(
                f"this machine's clock says {now:%Y-%m-%d %H:%M} UTC, but the database was written at "
                f"{latest:%Y-%m-%d %H:%M}; "
                "set the clock, then start again (if it is right now, and was ahead before: run `engagebot clock`)"
            )
        await kept.put(tx, CLOCK, max(now, latest).isoformat())


async def trust_clock(store: Store, now: datetime) -> None:
    """The clock was ahead before, and is right now: nothing that was written by the wrong one is waited for."""
    async with store.transaction() as tx:
        await kept.put(tx, CLOCK, now.isoformat())
        await outbox.retry_now(tx, now)


class Scheduler:
    def __init__(
        self, store: Store, settings: Settings, clock: Callable[[], datetime], fired: Callable[[], None]
    ) -> None:
        """`fired` is called when timers became events, or the clock was set back."""
        self.store, self.settings, self.clock, self.fired = store, settings, clock, fired
        self._latest = datetime.fromtimestamp(0, UTC)
        self._noted = self._latest
        self._told = False
        self.jobs = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        self._every(timedelta(seconds=self.settings.timers_poll_seconds), self.poll)
        self._every(LOOKED_AT_HOUSE, self.keep_house_if_due)
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
        await self._mind_the_clock(self.clock())
        while await fire_due(self.store, self.clock()):
            self.fired()

    async def _mind_the_clock(self, now: datetime) -> None:
        """Set back while the bot runs, answers go on, and so does what is set from now on. What was due later waits for
        its hour to come again; nothing comes twice. But no answer waits to be tried again at an hour of the old clock.
        """
        if now < self._latest - BACKWARDS:
            if not self._told:
                log.warning("the clock was set back by %d minutes", (self._latest - now).total_seconds() / 60)
                self._told = True
                async with self.store.transaction() as tx:
                    await outbox.retry_now(tx, now)
                self.fired()
            return
        self._told, self._latest = False, max(now, self._latest)
        if now - self._noted >= NOTED_EVERY:
            self._noted = now
            async with self.store.transaction() as tx:
                await kept.put(tx, CLOCK, now.isoformat())

    async def keep_house_if_due(self) -> None:
        async with self.store.transaction() as tx:
            done = await kept.get(tx, HOUSE)
        since = self.clock() - datetime.fromisoformat(done) if done else HOUSEKEEPING
        if since >= HOUSEKEEPING or since < timedelta():  # the clock was set back
            await self.keep_house()

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
            await kept.put(tx, HOUSE, now.isoformat())
        for copy in forget_copies(Path(self.store.path), now - timedelta(days=settings.keep_copies_days)):
            log.info("deleted %s", copy)
        if silent:
            log.info("forgot %d people who had not written for %d days", len(silent), settings.keep_silent_people_days)
        await self.store.forget_on_disk()
