"""Whether anything grows while people talk to the bot for half an hour, and how late its event loop ever is.

People in plain and encrypted rooms say something in turn, at a steady rate. The memory of the process is read every few
seconds; its slope is that of the straight line through the readings after the first fifth of the run, in which caches
fill. A second task in the event loop of the bot says how late it is.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import Figure, middle, percentile
from benchmarks.latency import SAID, Send, encrypted_room, plain_room
from benchmarks.place import place
from benchmarks.watched import lateness

MOST_SLOPE = 1.0
"""Mebibytes an hour."""
MOST_LATE = 200.0
"""Milliseconds."""
PEOPLE = 3
"""In each kind of room."""
READ_EVERY_SECONDS = 5.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--minutes", type=float, default=30.0, help="how long people talk (default: 30)")
    parser.add_argument("--per-second", type=float, default=2.0, help="messages a second, of all (default: 2)")


def main(given: argparse.Namespace) -> list[Figure]:
    return asyncio.run(measure(given.minutes, given.per_second))


async def measure(minutes: float, per_second: float) -> list[Figure]:
    async with place() as here:
        bot = await here.bot()
        await bot.stop()
        bot.arguments = ("benchmarks.watched",)
        await bot.start()
        assert bot.pid
        people = [await kind(here, bot) for _ in range(PEOPLE) for kind in (plain_room, encrypted_room)]
        readings: list[tuple[float, float]] = []
        began = len(bot.written)
        reading = asyncio.create_task(read_memory(bot.pid, readings))
        try:
            waits = await talk(people, minutes * 60, per_second)
        finally:
            reading.cancel()
            await asyncio.wait({reading})
        alive = bot.pid is not None
    late = lateness(bot.written[began:])
    settled = readings[len(readings) // 5:]
    return [
        Figure(f"memory grows in an hour, after {len(waits):,} messages in {minutes:g} minutes", slope(settled), "MiB",
               MOST_SLOPE),
        middle("memory of the process", [size for _, size in settled], "MiB", digits=1),
        middle("an answer takes, median", waits, "ms", digits=1),
        Figure("… 95th percentile", percentile(waits, 95), "ms", digits=1),
        Figure("… the longest", max(waits), "ms", digits=1),
        middle("the event loop is late, at most in each second", [wall for wall, _ in late], "ms", digits=1),
        Figure("… the longest in all", max(wall for wall, _ in late), "ms", digits=1),
        Figure("… the longest that it works in one callback", max(work for _, work in late), "ms", MOST_LATE, digits=1),
        Figure("ends of the process that nobody wished", 0 if alive else 1, "", 0, digits=0),
    ]


async def talk(people: Sequence[Send], seconds: float, per_second: float) -> list[float]:
    """One message after the other, as often as that; how many milliseconds each waited for its answer."""
    began, waits = time.monotonic(), list[float]()
    while (now := time.monotonic()) < began + seconds:
        due = began + len(waits) / per_second
        if due > now:
            await asyncio.sleep(due - now)
        waits.append(await people[len(waits) % len(people)](SAID[len(waits) // len(people) % len(SAID)]))
    return waits


async def read_memory(process: int, readings: list[tuple[float, float]]) -> None:
    """(hours, mebibytes), until cancelled."""
    while True:
        readings.append((time.monotonic() / 3600, resident_mebibytes(process)))
        await asyncio.sleep(READ_EVERY_SECONDS)


def resident_mebibytes(process: int) -> float:
    """In memory now (Linux)."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Of the straight line that lies nearest to them."""
    across = sum(x for x, _ in points) / len(points)
    up = sum(y for _, y in points) / len(points)
    spread = sum((x - across) ** 2 for x, _ in points)
    return sum((x - across) * (y - up) for x, y in points) / spread if spread else 0.0
