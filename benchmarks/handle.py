"""Deciding alone: `Dialogue.handle()` on a database on the disk, with nobody and with ten thousand people known.

What is timed is what the bot does for one event: everything between BEGIN and COMMIT. Writing the event into the inbox
(before) and sending (after) are other transactions, and are not in it.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.figures import Figure, percentile
from engagebot.app import DATABASE, build, open_store
from engagebot.config import Settings
from engagebot.demo.run import ASSOCIATION
from engagebot.dialogue import Dialogue
from engagebot.engine.events import Arrival, Event, Happening, Message
from engagebot.flowfile.association import load_association
from engagebot.outbox import Sender
from engagebot.store import inbox
from engagebot.store.sqlite import Store
from engagebot.transport.console import Console

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SITTING: tuple[Happening, ...] = (
    Arrival("Nadia"),
    *(
        Message(text)
        for text in (
            "bonjour",
            "oui",
            "1",
            "le compost et les abeilles",
            "je sais faire des affiches",
            "mardi soir et samedi matin",
            "oui",
            "mon profil",
            "merci",
            "aide",
        )
    ),
)
"""A first sitting in French from the invitation to its end, and a little more."""
MODEL = "person000000"
"""The person whose rows are copied for the crowd; every id of theirs holds this name."""
COPIES = 1_000_000
"""Their numbers begin here: those of the people who really spoke are lower."""
MOST_MS = 3.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--people", type=int, default=10_000, help="how many are known in the second part (default: 10000)"
    )
    parser.add_argument("--sittings", type=int, default=40, help="conversations measured in each part (default: 40)")
    parser.add_argument("--folder", type=Path, default=None, help="where the database goes: the disk that is measured")


def main(given: argparse.Namespace) -> list[Figure]:
    return asyncio.run(measure(given.people, given.sittings, given.folder))


async def measure(people: int, sittings: int, folder: Path | None) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="engagebot-", dir=folder) as made:
        settings = Settings(
            _env_file=None, data_dir=Path(made), association=ASSOCIATION, messages_per_minute=1_000_000,
            same_answers=1_000_000,
        )  # fmt: skip
        stage = Stage(settings, await open_store(settings, START))
        few = await stage.sittings(sittings, first=0)
        await stage.store.close()
        multiply(settings.data_dir / DATABASE, people)
        stage = Stage(settings, await open_store(settings, START))
        many = await stage.sittings(sittings, first=people + sittings)
        await stage.store.close()
        size = sum(file.stat().st_size for file in Path(made).iterdir()) / 1e6
    return [*figures("nobody else known", few), *figures(f"{people:,} known, {size:,.0f} MB", many)]


def figures(who: str, sittings: list[list[tuple[float, float]]]) -> list[Figure]:
    times = [ms for sitting in sittings for ms, _ in sitting]
    processor = [ms for sitting in sittings for _, ms in sitting]
    medians = tuple(statistics.median(ms for ms, _ in sitting) for sitting in sittings)
    return [
        Figure(f"handle(), {who}: median", statistics.median(times), "ms", MOST_MS, medians),
        Figure(f"handle(), {who}: of which the processor works", statistics.median(processor), "ms"),
        Figure(f"handle(), {who}: 95th percentile", percentile(times, 95), "ms"),
        Figure(f"handle(), {who}: one after the other", 1000 / statistics.fmean(times), "events/s", digits=0),
    ]


class Stage:
    """A house whose clock moves with each event; what is to be sent counts as sent at once."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.store, self.now = store, START
        house = build(settings, load_association(settings.association))
        self.dialogue = Dialogue(store, house)
        self.sender = Sender(store, Console(), settings, house.association.time_zone, lambda: self.now)

    async def sittings(self, count: int, first: int) -> list[list[tuple[float, float]]]:
        """Milliseconds of each event, on the clock and of the processor, sitting by sitting; each with somebody new."""
        return [[await self.timed(event) for event in self.events(f"person{first + n:06}")] for n in range(count)]

    def events(self, name: str) -> Iterator[Event]:
        for n, what in enumerate(SITTING):
            self.now += timedelta(seconds=20)
            yield Event(f"${name}:{n}", self.now, f"@{name}:bench", f"!{name}:bench", True, what)

    async def timed(self, event: Event) -> tuple[float, float]:
        async with self.store.transaction() as tx:
            await inbox.receive(tx, event)
        began, used = time.perf_counter(), time.process_time()
        await self.dialogue.handle(event)
        took = (time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000
        await self.sender.drain()
        return took


def multiply(database: Path, count: int) -> None:
    """Copy every row of the model person for so many others: their whole first sitting, as it was really written."""
    with closing(sqlite3.connect(database)) as db:
        tables = [
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'kept'")
        ]
        for table in tables:
            columns = [(name, kind) for _, name, kind, *_ in db.execute(f"PRAGMA table_info({table})")]
            mine = " OR ".join(f"model.{name} LIKE '%{MODEL}%'" for name, kind in columns if kind == "TEXT")
            copied = ", ".join(_copied(table, name, kind) for name, kind in columns)
            db.execute(
                f"WITH RECURSIVE n (i) AS (SELECT {COPIES} UNION ALL SELECT i + 1 FROM n LIMIT {count}) "
                f"INSERT INTO {table} ({', '.join(name for name, _ in columns)}) "
                f"SELECT {copied} FROM {table} AS model CROSS JOIN n WHERE {mine}"
            )
        db.commit()
        db.execute("ANALYZE")


def _copied(table: str, name: str, kind: str) -> str:
    """The column of a copy: every id of the model person becomes that of person `n.i`."""
    if name == "seq":
        return f"model.seq + (n.i - {COPIES - 1}) * (SELECT max(seq) FROM {table})"
    if name == "txn":
        return "model.txn || n.i"
    return f"replace(model.{name}, '{MODEL}', 'person' || n.i)" if kind == "TEXT" else f"model.{name}"
