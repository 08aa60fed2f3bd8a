"""From the start of the process until its line `ready`: with an account, keys and a database that exist already."""

from __future__ import annotations

import argparse
import asyncio

from benchmarks.figures import Figure, middle
from benchmarks.place import place

MOST_SECONDS = 2.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--starts", type=int, default=9, help="how many starts after the first (default: 9)")


def main(given: argparse.Namespace) -> list[Figure]:
    return asyncio.run(measure(given.starts))


async def measure(starts: int) -> list[Figure]:
    async with place() as here:
        bot = await here.bot()
        first = bot.ready_seconds
        seconds = []
        for _ in range(starts):
            await bot.stop()
            await bot.start()
            seconds.append(bot.ready_seconds)
    return [
        middle("start to ready, already logged in", seconds, "s", MOST_SECONDS),
        Figure("the very first start (login, keys, database)", first, "s"),
    ]
