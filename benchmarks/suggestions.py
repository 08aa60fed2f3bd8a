"""Three suggestions among ten thousand open tasks, for one of a hundred thousand people.

Timed is everything between BEGIN and COMMIT: for `handle()` the whole event, words and outbox included; for the search
alone, gathering the tasks, ranking them and noting what was suggested. Both on a database on the disk.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.figures import Figure, percentile
from engagebot.app import DATABASE, build, open_store
from engagebot.config import Settings
from engagebot.demo.run import ASSOCIATION
from engagebot.dialogue import Dialogue
from engagebot.domain.association import Association
from engagebot.domain.matching import Level, Seeker, place_key, suggest
from engagebot.engine.events import Event, Message
from engagebot.flowfile.association import load_association
from engagebot.store import inbox, suggestions
from engagebot.store.sqlite import Store
from engagebot.store.tasks import new_id

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTES = (15, 20, 30, 60)
SAID = "j'ai {} minutes"
IN_A_ROW = 20
"""So many people ask one after the other; how many tasks they are shown together is counted."""
PLACES = [f"Ville {n}" for n in range(150)]
DONE_A_TASK = 2
"""Tasks that are done, for each open one: they are in the way of the search."""
MOST_MS = 10.0
SEED = 7


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=100_000, help="how many are known (default: 100000)")
    parser.add_argument("--tasks", type=int, default=10_000, help="how many tasks are open (default: 10000)")
    parser.add_argument("--rounds", type=int, default=10, help=f"of {IN_A_ROW} people each (default: 10)")
    parser.add_argument("--folder", type=Path, default=None, help="where the database goes: the disk that is measured")


def main(given: argparse.Namespace) -> list[Figure]:
    return asyncio.run(measure(given.people, given.tasks, given.rounds, given.folder))


async def measure(people: int, tasks: int, rounds: int, folder: Path | None) -> list[Figure]:
    association = load_association(ASSOCIATION)
    with tempfile.TemporaryDirectory(prefix="engagebot-", dir=folder) as made:
        settings = Settings(
            _env_file=None, data_dir=Path(made), association=ASSOCIATION, messages_per_minute=1_000_000,
            same_answers=1_000_000,
        )  # fmt: skip
        await (await open_store(settings, START)).close()
        with closing(sqlite3.connect(settings.data_dir / DATABASE)) as db, db:
            populate(db, association, people, tasks)
        house = build(settings, association)
        store = await open_store(settings, START)
        chance = random.Random(SEED)
        who = [f"@person{n}:bench" for n in chance.sample(range(people), 2 * rounds * IN_A_ROW)]
        some, others = batches(who[: len(who) // 2]), batches(who[len(who) // 2 :])
        later = START + timedelta(days=2)  # what was suggested for the first part no longer counts
        try:
            alone = [await search(store, chance, each, START) for each in some]
            whole = [await asked(store, Dialogue(store, house), chance, each, later) for each in others]
            shown = [await distinct(store, each, later) for each in others]
        finally:
            await store.close()
        size = sum(file.stat().st_size for file in Path(made).iterdir()) / 1e6
    among = f"{tasks:,} open tasks, {people:,} people"
    return [
        *figures(f"handle() of “{SAID.format(15)}”, {among}", whole, MOST_MS),
        *figures(f"search, rank and note, {among}, {size:,.0f} MB", alone),
        Figure(f"tasks shown to {IN_A_ROW} people in a row", statistics.median(shown), "", None, tuple(shown), 0),
    ]


Took = tuple[float, float]
"""Milliseconds, on the clock and of the processor."""


def figures(what: str, rounds: Sequence[Sequence[Took]], target: float | None = None) -> list[Figure]:
    times = [ms for took in rounds for ms, _ in took]
    processor = [ms for took in rounds for _, ms in took]
    medians = tuple(statistics.median(ms for ms, _ in took) for took in rounds)
    return [
        Figure(f"{what}: median", statistics.median(times), "ms", target, medians),
        Figure(f"{what}: of which the processor works", statistics.median(processor), "ms"),
        Figure(f"{what}: 95th percentile", percentile(times, 95), "ms"),
    ]


def batches(who: Sequence[str]) -> list[Sequence[str]]:
    return [who[first : first + IN_A_ROW] for first in range(0, len(who), IN_A_ROW)]


async def search(store: Store, chance: random.Random, who: Iterable[str], at: datetime) -> list[Took]:
    took = []
    for n, person in enumerate(who):
        seeker = await known(store, person, chance.choice(MINUTES))
        began, used = time.perf_counter(), time.process_time()
        async with store.transaction() as tx:
            found = await suggestions.candidates(tx, seeker, at + timedelta(seconds=n))
            await suggestions.note(tx, person, [one.task for one in suggest(seeker, found)], at)
        took.append(((time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000))
    return took


async def known(store: Store, person: str, minutes: int) -> Seeker:
    levels: dict[str, Level] = {}
    with closing(sqlite3.connect(store.path)) as db:
        levels |= db.execute("SELECT skill, level FROM person_skill WHERE person_id = ?", (person,)).fetchall()
        interests = db.execute("SELECT interest FROM person_interest WHERE person_id = ?", (person,)).fetchall()
        place = db.execute("SELECT value FROM person_fact WHERE person_id = ? AND kind = 'place'", (person,)).fetchone()
    return Seeker(person, levels, frozenset(row[0] for row in interests), minutes, place[0].strip('"') if place else "")


async def asked(
    store: Store, dialogue: Dialogue, chance: random.Random, who: Iterable[str], at: datetime
) -> list[Took]:
    took = []
    for n, person in enumerate(who):
        words = SAID.format(chance.choice(MINUTES))
        event = Event(f"${person}:{n}", at + timedelta(seconds=20 * n), person, f"!{person}", True, Message(words))
        async with store.transaction() as tx:
            await inbox.receive(tx, event)
        began, used = time.perf_counter(), time.process_time()
        await dialogue.handle(event)
        took.append(((time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000))
    return took


async def distinct(store: Store, who: Sequence[str], since: datetime) -> int:
    """Raises AssertionError when they were not shown three each: then something else was measured."""
    with closing(sqlite3.connect(store.path)) as db:
        marks = ", ".join("?" * len(who))
        sql = f"SELECT task_id FROM suggestion WHERE person_id IN ({marks}) AND at >= ?"
        rows = db.execute(sql, (*who, since.timestamp())).fetchall()
    assert len(rows) == 3 * len(who), f"{len(rows)} suggestions for {len(who)} people"
    return len(set(rows))


# ---------------------------------------------------------------------------------------------------- who and what
def populate(db: sqlite3.Connection, association: Association, people: int, tasks: int) -> None:
    """Rows as the bot would have written them, by the million and not one by one."""
    chance = random.Random(SEED)
    skills, interests = [one.id for one in association.skills], [one.id for one in association.interests]
    topics = ["", *(one.id for one in association.topics)]
    now = int(START.timestamp())
    names = [f"@person{n}:bench" for n in range(people)]

    def insert(table: str, columns: str, rows: Iterator[tuple[object, ...]]) -> None:
        marks = ", ".join("?" * len(columns.split(",")))
        db.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)

    insert(
        "person",
        "id, name, locale, first_seen_at, last_seen_at, onboarded_at",
        ((name, f"Nadia{n}", "fr", now - 90 * 86400, now, now - 80 * 86400) for n, name in enumerate(names)),
    )
    insert(
        "consent",
        "id, seq, person_id, purpose, given, text_version, event_id, at",
        ((f"{name}:c", n, name, "profile", 1, "1", f"{name}:c", now) for n, name in enumerate(names)),
    )
    insert(
        "person_skill",
        "person_id, skill, level, said_at, confirmed_at",
        (
            (name, skill, chance.choice(["can", "helps", "learns"]), now, now)
            for name in names
            for skill in chance.sample(skills, chance.choice([0, 1, 2, 3, 5]))
        ),
    )
    insert(
        "person_interest",
        "person_id, interest, visible, said_at, confirmed_at",
        (
            (name, interest, 1, now, now)
            for name in names
            for interest in chance.sample(interests, chance.choice([0, 1, 2, 4]))
        ),
    )
    insert(
        "person_fact",
        "person_id, kind, value, said_at, confirmed_at",
        ((name, "place", f'"{chance.choice(PLACES)}"', now, now) for name in names if chance.random() < 0.7),
    )
    everything = [new_id(str(n)) for n in range(tasks * (1 + DONE_A_TASK))]
    insert(
        "task",
        "id, seq, title, effort, minutes, least_minutes, people, free, place, place_key, topic, horizon, state, "
        "proposed_at, opened_at",
        (_task(chance, n, one, topics, n < tasks, now) for n, one in enumerate(everything)),
    )
    for table, column, words in (("task_skill", "skill", skills), ("task_interest", "interest", interests)):
        insert(
            table,
            f"task_id, {column}",
            ((one, word) for one in everything for word in chance.sample(words, chance.choice([0, 1, 1, 2]))),
        )
    insert(
        "claim",
        "id, task_id, person_id, state, taken_at, finished_at",
        ((f"c{one}", one, chance.choice(names), "done", now, now) for one in everything[tasks:]),
    )
    insert(
        "could",
        "task_id, person_id, condition, said_at",
        ((one, chance.choice(names), "company", now) for one in everything[:tasks:20]),
    )
    lately = {(chance.choice(names), chance.choice(everything[:tasks])) for _ in range(people // 2)}
    insert(
        "suggestion",
        "person_id, task_id, at",
        ((person, one, now - chance.randrange(30 * 86400)) for person, one in sorted(lately)),
    )


def _task(
    chance: random.Random, n: int, one: str, topics: Sequence[str], is_open: bool, now: int
) -> tuple[object, ...]:
    minutes, people = chance.choice([5, 10, 15, 15, 20, 30, 45, 60, 90, 120]), chance.choice([1, 1, 1, 2, 5])
    place = chance.choice(["", "online"]) if chance.random() < 0.5 else chance.choice(PLACES)
    free = chance.randint(1, people) if is_open and chance.random() < 0.9 else 0
    horizon = chance.choice(["now", *["if_time"] * 6, "later", "ongoing"])
    opened = now - chance.randrange(120 * 86400)
    effort = (f"Tâche {n}", "minutes", minutes, minutes, people, free, place, place_key(place))
    return (one, n + 1, *effort, chance.choice(topics), horizon, "open" if is_open else "done", opened, opened)
