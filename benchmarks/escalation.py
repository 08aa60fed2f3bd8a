"""Five thousand questions whose timers come due in the same minute, while somebody else writes all the time.

As in the product: the scheduler's poll makes events of due timers, the lanes hand them over, the sender sends what was
decided, all on one database on the disk. Timed is the other person's message, from its writing into the inbox until its
answer is handed to the homeserver: first with nothing else to do (the floor), then while the questions go on.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.figures import Figure, percentile
from engagebot.actions.ladder import QUESTIONS
from engagebot.app import build, open_store
from engagebot.config import Settings
from engagebot.demo.run import ASSOCIATION
from engagebot.dialogue import Dialogue
from engagebot.domain.association import Entry
from engagebot.engine.events import Event, Message
from engagebot.flowfile.association import load_association
from engagebot.lanes import Lanes
from engagebot.outbox import Sender
from engagebot.scheduler import Scheduler
from engagebot.store import conversations, inbox, people, profile, questions
from engagebot.store.outbox import Outgoing
from engagebot.store.questions import Asked, Question
from engagebot.store.sqlite import Store, Transaction
from engagebot.transport import Delivery
from engagebot.transport.console import Console

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
"""A Thursday, ten o'clock in Paris: everybody is awake, and no day off was near."""
TOPICS = 60
REFERENTS = 8
"""Of each topic."""
SPEAKER = "@speaker:bench"
SAID = ("bonjour", "merci", "mon profil", "aide")
PAUSE_SECONDS = 0.05
"""Between an answer and the next message."""
RUNGS = tuple(timedelta(hours=hours) for hours in (24, 36, 72, 120))
"""The nudge, the next one, the rest, the organisers: a quarter of the questions each."""
MOST_MS = 250.0
MOST_SECONDS = 600


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--questions", type=int, default=5000, help="how many are due at once (default: 5000)")
    parser.add_argument("--idle", type=int, default=100, help="messages with nothing else to do (default: 100)")
    parser.add_argument("--folder", type=Path, default=None, help="where the database goes: the disk that is measured")


def main(given: argparse.Namespace) -> list[Figure]:
    return asyncio.run(measure(given.questions, given.idle, given.folder))


async def measure(count: int, idle: int, folder: Path | None) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="engagebot-", dir=folder) as made:
        settings = Settings(
            _env_file=None,
            data_dir=Path(made),
            association=ASSOCIATION,
            messages_per_minute=1_000_000,
            same_answers=1_000_000,
            timers_poll_seconds=1,  # only so that nobody waits long for the beginning
        )
        store = await open_store(settings, NOW)
        try:
            async with store.transaction() as tx:
                await populate(tx, count)
            return await played(settings, store, count, idle)
        finally:
            await store.close()


async def played(settings: Settings, store: Store, count: int, idle: int) -> list[Figure]:
    topics = tuple(Entry(f"topic{n}", {"": f"topic{n}"}) for n in range(TOPICS))
    association = replace(load_association(settings.association), topics=topics, organisers_room="!organisers:bench")
    house, post = build(settings, association), Post()
    now = NOW - timedelta(minutes=1)

    def clock() -> datetime:
        return now

    sender = Sender(store, post, settings, association.time_zone, clock, house.calendar.is_holiday)
    dialogue = Dialogue(store, house, committed=sender.wake, members=post.members, clock=clock)
    lanes = Lanes(store, dialogue, settings.lanes_at_once, post.working)
    scheduler = Scheduler(store, settings, clock, lanes.wake)
    tasks = [asyncio.create_task(part.run()) for part in (lanes, sender)]
    scheduler.start()
    speaker = Speaker(store, post, lanes.wake, clock)
    for _ in range(2 * len(SAID)):
        await speaker.speaks()
    floor = [await speaker.speaks() for _ in range(idle)]

    now, began = NOW, time.perf_counter()
    speaking = asyncio.create_task(speaker.speaks_until(lambda: finished(store, count)))
    async with asyncio.timeout(MOST_SECONDS):
        busy = await speaking
    whole = time.perf_counter() - began
    scheduler.stop()
    await lanes.stop()
    await sender.stop()
    await asyncio.gather(*tasks)
    who = f"{count:,} questions due at once"
    return [
        Figure("nothing else to do: an answer takes, median", statistics.median(floor), "ms", spread=tuple(floor)),
        Figure("nothing else to do: 95th percentile", percentile(floor, 95), "ms"),
        Figure(f"{who}: an answer takes, median of {len(busy)}", statistics.median(busy), "ms", spread=tuple(busy)),
        Figure(f"{who}: 95th percentile", percentile(busy, 95), "ms"),
        Figure(f"{who}: the longest", max(busy), "ms", MOST_MS),
        Figure(f"{who}: until all have gone on", whole, "s"),
    ]


async def finished(store: Store, count: int) -> bool:
    """Every timer has become an event, every event is decided."""
    async with store.transaction() as tx:
        due = await conversations.due_timers(tx, NOW, 1)
        waiting = await inbox.waiting(tx, limit=1)
    return not due and not waiting


# ------------------------------------------------------------------------------------------------------ who else writes
class Post(Console):
    """Tells when something was handed to it for the speaker."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = asyncio.Event()

    async def deliver(self, row: Outgoing) -> Delivery:
        if row.person == SPEAKER:
            self.answered.set()
        return await super().deliver(row)


@dataclass(slots=True)
class Speaker:
    store: Store
    post: Post
    wake: Callable[[], None]
    clock: Callable[[], datetime]
    count: int = field(default=0)

    async def speaks(self) -> float:
        """Milliseconds until the first answer."""
        await asyncio.sleep(PAUSE_SECONDS)
        self.count += 1
        self.post.answered.clear()
        what = Message(SAID[self.count % len(SAID)])
        began = time.perf_counter()
        async with self.store.transaction() as tx:
            await inbox.receive(tx, Event(f"$said{self.count}", self.clock(), SPEAKER, "!speaker:bench", True, what))
        self.wake()
        await self.post.answered.wait()
        return (time.perf_counter() - began) * 1000

    async def speaks_until(self, over: Callable[[], Awaitable[bool]]) -> list[float]:
        times = [await self.speaks()]
        while not await over():
            times.append(await self.speaks())
        return times


# ------------------------------------------------------------------------------------------------------ what there is
async def populate(tx: Transaction, count: int) -> None:
    """Referents of all topics, and questions as they are shortly before their next rung."""
    for n in range(TOPICS * REFERENTS):
        await known(tx, referent(n))
        await questions.set_referent(tx, referent(n), f"topic{n % TOPICS}", False, NOW)
        await questions.set_cap(tx, referent(n), 20)
    await known(tx, SPEAKER)
    for n in range(count):
        asker, topic = f"@asker{n % 1000}:bench", n % TOPICS
        await known(tx, asker)
        began = NOW - RUNGS[n // TOPICS % len(RUNGS)]
        words = f"Question {n} : comment faire pour que tout marche ?"
        await questions.add(
            tx, Question(f"q{n}", asker, words, f"topic{topic}", True, False, f"$q{n}", None, began, began)
        )
        who = referent(topic + TOPICS * (n // TOPICS % REFERENTS))
        await questions.ask(tx, Asked(f"q{n}", who, "asked", False, began, f"ask:q{n}:{who}"))
        await conversations.set_timer(tx, "", "question", NOW - timedelta(seconds=n % 60), f"q{n}", each=True)


async def known(tx: Transaction, person: str) -> None:
    """Somebody whose first sitting is over, and who agreed to be asked questions."""
    if not await people.add(tx, person, "fr", NOW):
        return
    await people.set_name(tx, person, "Camille")
    await people.onboarded(tx, person, NOW - timedelta(days=90))
    for purpose in ("profile", "contact", QUESTIONS):
        await profile.consent(tx, person, purpose, True, "1", "$bench", NOW)


def referent(n: int) -> str:
    return f"@referent{n}:bench"
