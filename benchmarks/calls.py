"""Whom a call may reach among a hundred thousand people: the count, the reasons, three examples, the first wave.

Rows as the bot would have written them, on a disk. Timed is everything between the question and the preview; and, since
others write meanwhile, how long the event loop was ever held up and the longest of the transactions it takes.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import suggestions
from benchmarks.figures import Figure
from benchmarks.suggestions import SEED
from engagebot.app import DATABASE, open_store
from engagebot.audience import audience, rules_of
from engagebot.config import Settings
from engagebot.demo.run import ASSOCIATION
from engagebot.domain.calls import Call, Filter
from engagebot.flowfile.association import load_association
from engagebot.store.sqlite import Store

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
DAY = 86400
GROUPS = ("!garden:bench", "!posters:bench", "!newsletter:bench")
MEMBERS = 5_000
"""Of each of these rooms."""
SLOTS = [f"{day}-{part}" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
         for part in ("morning", "afternoon", "evening")]  # fmt: skip
MOST_MS = 300.0
MOST_TRANSACTION_MS = 100.0
MOST_WAIT_MS = 250.0
"""As in `escalation`."""
MEANT = {
    "everybody": Filter(),
    "can make posters, in one of 150 places": Filter(skills=frozenset({"graphisme"}), places=frozenset({"ville 7"})),
    "can cook or drive, free at the weekend": Filter(
        skills=frozenset({"cuisine", "conduite"}), days=frozenset(slot for slot in SLOTS if slot[:3] in ("sat", "sun"))
    ),
    "speaks Spanish": Filter(languages=frozenset({"es"})),
    "in one of three groups, no newcomer": Filter(groups=frozenset(GROUPS), newcomers=False),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=100_000, help="how many are known (default: 100000)")
    parser.add_argument("--rounds", type=int, default=7, help="previews of each (default: 7)")
    parser.add_argument("--folder", type=Path, default=None, help="where the database goes: the disk that is measured")


def main(given: argparse.Namespace) -> list[Figure]:
    return asyncio.run(measure(given.people, given.rounds, given.folder))


async def measure(people: int, rounds: int, folder: Path | None) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="engagebot-", dir=folder) as made:
        settings = Settings(_env_file=None, data_dir=Path(made), association=ASSOCIATION)
        await (await open_store(settings, NOW)).close()
        with closing(sqlite3.connect(settings.data_dir / DATABASE)) as db, db:
            suggestions.populate(db, load_association(ASSOCIATION), people, 1_000)
            populate(db, people)
        store = await open_store(settings, NOW)
        timed = Timed(store)
        try:
            figures = [
                figure
                for what, meant in MEANT.items()
                for figure in await previews(timed, what, meant, rounds, settings, people)
            ]
        finally:
            await store.close()
        return figures


@dataclass
class Timed:
    """A store that notes how long each transaction lasts."""

    store: Store
    took: list[float] = field(default_factory=list)
    """Milliseconds."""

    @asynccontextmanager
    async def transaction(self) -> Any:
        began = time.perf_counter()
        async with self.store.transaction() as tx:
            yield tx
        self.took.append((time.perf_counter() - began) * 1000)


async def previews(
    timed: Timed, what: str, meant: Filter, rounds: int, settings: Settings, people: int
) -> list[Figure]:
    call = Call("bench", "help", "Qui vient ?", "@person1:bench", "fr", 3, meant, topic="jardin")
    timed.took.clear()
    held_up: list[float] = []
    watching = asyncio.create_task(_watch(held_up))
    took, used = [], []
    for _ in range(rounds):
        began, working = time.perf_counter(), time.process_time()
        found = await audience(timed, call, NOW, rules_of(settings), "contact")  # type: ignore[arg-type]  # as a store
        examples = found.best(call.id)
        took.append((time.perf_counter() - began) * 1000)
        used.append((time.process_time() - working) * 1000)
        assert len(examples) == 3, "nobody was found: then something else was measured"
        await asyncio.sleep(0.05)
    watching.cancel()
    among = f"{what}: {found.count:,} may be asked, {found.meant:,} are meant of {people:,}"
    return [
        Figure(f"{among}: preview, median", statistics.median(took), "ms", MOST_MS, tuple(took), 0),
        Figure("… of which the processor works", statistics.median(used), "ms", None, tuple(used), 0),
        Figure("… its longest transaction", max(timed.took), "ms", MOST_TRANSACTION_MS, digits=0),
        Figure("… the longest that others wait for their turn", max(held_up), "ms", MOST_WAIT_MS, digits=0),
    ]


async def _watch(held_up: list[float]) -> None:
    """How long it takes until others have their turn, in milliseconds; until cancelled."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        held_up.append((time.perf_counter() - began) * 1000 - 1)


# --------------------------------------------------------------------------------------------------------------- people
def populate(db: sqlite3.Connection, people: int) -> None:
    """To the people of `suggestions`: consents, rooms, days, languages, groups, pauses, messages, and earlier calls."""
    chance, now = random.Random(SEED), int(NOW.timestamp())
    names = [f"@person{n}:bench" for n in range(people)]

    def insert(table: str, columns: str, rows: Iterator[tuple[object, ...]]) -> None:
        marks = ", ".join("?" * len(columns.split(",")))
        db.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)

    insert(
        "consent", "id, seq, person_id, purpose, given, text_version, event_id, at",
        ((f"{name}:{k}", people + 2 * n + k, name, "contact", given, "1", f"{name}:{k}", now)
         for n, name in enumerate(names)
         for k, given in enumerate(chance.choice([(1,)] * 16 + [(1, 0), (0,), (), ()]))),
    )  # fmt: skip
    insert(
        "room", "id, kind, person_id, encrypted, state, since",
        ((f"!{n}", "direct", name, 1, "left" if chance.random() < 0.03 else "joined", now)
         for n, name in enumerate(names)),
    )  # fmt: skip
    insert(
        "person_availability", "person_id, slot, said_at, confirmed_at",
        ((name, slot, now, now) for name in names for slot in chance.sample(SLOTS, chance.choice([0, 1, 3, 6]))),
    )  # fmt: skip
    spoken = ['"français"', '"français et anglais"', '"anglais"', '"un peu d\'espagnol"', '"arabe, français"']
    insert(
        "person_fact", "person_id, kind, value, said_at, confirmed_at",
        ((name, "languages", chance.choice(spoken), now, now) for name in names if chance.random() < 0.3),
    )  # fmt: skip
    insert(
        "room_member", "room_id, person_id",
        ((room, name) for room in GROUPS for name in chance.sample(names, min(people, MEMBERS))),
    )  # fmt: skip
    db.executemany(
        "UPDATE person SET locale = ?, paused_until = ?, unanswered = ?, onboarded_at = ? WHERE id = ?",
        ((chance.choice(["fr"] * 8 + ["fr@vous", "en"]), chance.choice([None] * 19 + [now + DAY]),
          chance.choice([0] * 18 + [1, 3]), now - chance.randrange(400) * DAY, name) for name in names),
    )  # fmt: skip
    seq = iter(range(1, 100 * people))
    insert(
        "outbox",
        "idem_key, seq, txn, person_id, lane, purpose, op, content, caused_by, state, event_id, queued_at, sent_at",
        ((f"k{n}", n, f"t{n}", name, 1, purpose, "say", "", "$", "sent", f"$e{n}", sent, sent)
         for name in names for purpose, days in _messages(chance)
         for n, sent in [(next(seq), now - int(days * DAY))]),
    )  # fmt: skip
    insert(
        "call", "id, seq, kind, words, language, need, audience, urgent, state, written_at, begun_at",
        ((f"c{n}", n, "help", "Qui vient ?", "fr", 3, "{}", 0, "found", now, now) for n in range(500)),
    )  # fmt: skip
    insert(
        "called", "call_id, person_id, wave, asked_at, state",
        ((f"c{n}", name, 1, now - (n // 3) * DAY, "no") for n in range(500) for name in chance.sample(names, 16)),
    )  # fmt: skip
    insert(
        "no_calls", "person_id, topic, since",
        ((name, "jardin", now) for name in chance.sample(names, people // 50)),
    )  # fmt: skip


def _messages(chance: random.Random) -> list[tuple[str, float]]:
    """(purpose, days ago): answers, and at most three a week that the bot started."""
    started = [("contact", chance.uniform(0, 60)) for _ in range(chance.choice([0, 1, 2, 4]))]
    week = [("contact", chance.uniform(0, 7)) for _ in range(chance.choice([0] * 12 + [1, 1, 2, 3]))]
    return [*(("reply", chance.uniform(0, 60)) for _ in range(chance.choice([0, 1, 4]))), *started, *week]
