"""Events of one person in order, people side by side: inbox rows -> `dialogue`, each in its lane."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from engagebot.dialogue import Dialogue
from engagebot.engine.events import Due, Event
from engagebot.store import inbox
from engagebot.store.sqlite import Store

log = logging.getLogger(__name__)

SHOW_WORK_AFTER_SECONDS = 0.3
"""A person notices a silence of this length; typing is shown from then on."""
RETRY_SECONDS = 0.2


@dataclass(slots=True)
class Lane:
    """One person's: at most `inbox.MOST_WAITING` events in memory; the others stay in the inbox until there is room."""

    person: str
    events: deque[Event] = field(default_factory=deque)
    last: int = 0
    """Order of arrival of the last event that is, or was, in memory."""
    left: bool = False
    """Whether others were left in the inbox."""

    def takes(self, seq: int, event: Event) -> None:
        if self.person and (self.left or len(self.events) >= inbox.MOST_WAITING):
            self.left = True
        elif seq > self.last:
            self.events.append(event)
            self.last = seq


class Lanes:
    def __init__(
        self, store: Store, dialogue: Dialogue, at_once: int, working: Callable[[str, bool], Awaitable[None]]
    ) -> None:
        self.store, self.dialogue, self.working = store, dialogue, working
        self._slots = asyncio.Semaphore(at_once)
        self._lanes: dict[str, Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._awake = asyncio.Event()
        self._seen = 0
        self._stopping = False

    def wake(self) -> None:
        """The inbox has something new."""
        self._awake.set()

    async def run(self) -> None:
        """Hand over everything that waits, oldest first, until `stop`."""
        while not self._stopping:
            self._awake.clear()
            await self._fetch()
            await self._awake.wait()

    async def drain(self) -> None:
        """Hand over everything that waits now, and return when nothing does any more; instead of `run`, not beside
        it."""
        await self._fetch()
        while self._tasks:
            await asyncio.wait(list(self._tasks))
            await self._fetch()

    async def stop(self) -> None:
        """Let the events under way end; the others stay in the inbox."""
        self._stopping = True
        self.wake()
        for lane in self._lanes.values():
            lane.events.clear()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _fetch(self) -> None:
        while True:
            async with self.store.transaction() as tx:
                found = await inbox.waiting(tx, after=self._seen)
            if not found:
                return
            for seq, event in found:
                self._seen = max(self._seen, seq)
                name = lane_of(event)
                lane = self._lanes.get(name)
                if lane is None:
                    lane = self._lanes[name] = Lane(event.person)
                    task = asyncio.create_task(self._serve(name, lane))
                    self._tasks.add(task)
                    task.add_done_callback(self._tasks.discard)
                lane.takes(seq, event)

    async def _serve(self, name: str, lane: Lane) -> None:
        while lane.events:
            event = lane.events.popleft()
            async with self._slots:
                await self._handle(event)
            if not lane.events and lane.left and not self._stopping:
                await self._refill(lane)
        del self._lanes[name]

    async def _refill(self, lane: Lane) -> None:
        """From the inbox, in order; what comes in the meantime waits its turn there."""
        async with self.store.transaction() as tx:
            found = await inbox.waiting_of(tx, lane.person, lane.last, inbox.MOST_WAITING)
            # Here, where nothing else can be looked for: what is found meanwhile is behind these.
            lane.left = len(found) == inbox.MOST_WAITING
            lane.events.extend(event for _, event in found)
            lane.last = found[-1][0] if found else lane.last

    async def _handle(self, event: Event) -> None:
        """Try until it is handled, or set aside; a fault of one event never stops those behind it for good."""
        shown = asyncio.get_running_loop().call_later(SHOW_WORK_AFTER_SECONDS, self._show_work, event)
        pause = RETRY_SECONDS
        try:
            while True:
                try:
                    await self.dialogue.handle(event)
                    return
                except Exception as error:
                    if await self.dialogue.failed(event, error):
                        return
                await asyncio.sleep(pause)
                pause *= 2
        finally:
            shown.cancel()

    def _show_work(self, event: Event) -> None:
        if event.direct and not isinstance(event.what, Due):
            task = asyncio.create_task(self._working(event.person))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _working(self, person: str) -> None:
        await self.working(person, True)


def lane_of(event: Event) -> str:
    """The person's. Timers that concern nobody in particular go by their kind, so that a long one (a round) holds up
    none of the others."""
    return event.person or (event.what.kind if isinstance(event.what, Due) else "")
