"""Two hundred people want one of fifty places at the same moment, on a database on the disk: exactly fifty get one."""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Figure, middle, percentile
from engagebot.app import open_store
from engagebot.config import Settings
from engagebot.demo.run import ASSOCIATION
from engagebot.domain.tasks import Task
from engagebot.store import people, tasks
from engagebot.store.sqlite import Store

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=200, help="how many want one (default: 200)")
    parser.add_argument("--places", type=int, default=50, help="how many there are (default: 50)")
    parser.add_argument("--rounds", type=int, default=9, help="how many tasks, one after the other (default: 9)")
    parser.add_argument("--folder", type=Path, default=None, help="where the database goes: the disk that is measured")


def main(given: argparse.Namespace) -> list[Figure]:
    return asyncio.run(measure(given.people, given.places, given.rounds, given.folder))


async def measure(wanting: int, places: int, rounds: int, folder: Path | None) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="engagebot-", dir=folder) as made:
        store = await open_store(Settings(_env_file=None, data_dir=Path(made), association=ASSOCIATION), START)
        who = [f"@person{n}:bench" for n in range(wanting)]
        async with store.transaction() as tx:
            for person in who:
                await people.add(tx, person, "fr", START)
        measured = [await rush(store, f"stall{n}", who, places) for n in range(rounds)]
        await store.close()
    got, wrong, whole, each = zip(*measured, strict=True)
    among = f"{wanting} people at once for {places} places"
    return [
        middle(f"{among}: got one", got, "people", digits=0),
        Figure(f"{among}: one too many or too few, all rounds together", sum(wrong), "people", 0, digits=0),
        middle(f"{among}: all have their answer after", whole, "ms"),
        middle(f"{among}: a claim, median", [statistics.median(times) for times in each], "ms"),
        middle(f"{among}: a claim, 95th percentile", [percentile(times, 95) for times in each], "ms"),
    ]


async def rush(store: Store, name: str, who: list[str], places: int) -> tuple[int, int, float, list[float]]:
    """How many got a place; how far that, and what is written down, is from the truth; milliseconds until the last has
    an answer, and of each claim alone, from BEGIN until it is on the disk."""
    async with store.transaction() as tx:
        await tasks.add(tx, Task(name, name, minutes=30, people=places), START, opened=True)
    alone: list[float] = []

    async def wants(person: str) -> bool:
        async with store.transaction() as tx:
            begun = time.perf_counter()
            given = await tasks.take(tx, tasks.new_id(f"{name} {person}"), name, person, START)
        alone.append((time.perf_counter() - begun) * 1000)
        return given

    began = time.perf_counter()
    got = sum(await asyncio.gather(*map(wants, who)))
    whole = (time.perf_counter() - began) * 1000
    async with store.transaction() as tx:
        task, claims = await tasks.find(tx, name), await tasks.claims_on(tx, name)
    assert task is not None
    wanted = min(places, len(who))
    return got, abs(got - wanted) + abs(len(claims) - got) + abs(task.free - (places - got)), whole, alone
