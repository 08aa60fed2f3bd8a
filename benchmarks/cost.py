"""What the bot costs the machine: the most memory it ever has, and processor time for 1,000 messages that it answers.

Half of the messages are in plain rooms and half in encrypted ones, one after the other as single people write them: the
dearest way, since nothing is done for two at once. Linux only: the figures are those of the kernel, with all threads of
the process.
"""

from __future__ import annotations

import argparse
import asyncio

from benchmarks.figures import Figure
from benchmarks.latency import SAID, Send, encrypted_room, plain_room
from benchmarks.place import peak_mebibytes, place, processor_seconds

MOST_MEBIBYTES, MOST_SECONDS = 90.0, 4.0
PEOPLE = 5
"""In each kind of room."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--messages", type=int, default=1000, help="how many messages are answered (default: 1000)")


def main(given: argparse.Namespace) -> list[Figure]:
    return asyncio.run(measure(given.messages))


async def measure(messages: int) -> list[Figure]:
    async with place() as here:
        bot = await here.bot()
        assert bot.pid
        idle = peak_mebibytes(bot.pid)
        plain = [await plain_room(here, bot) for _ in range(PEOPLE)]
        used = {"plain": await cost(bot.pid, plain, messages // 2)}
        encrypted = [await encrypted_room(here, bot) for _ in range(PEOPLE)]
        used["encrypted"] = await cost(bot.pid, encrypted, messages // 2)
        peak = peak_mebibytes(bot.pid)
    scaled = {kind: seconds / (messages // 2) * 1000 for kind, seconds in used.items()}
    return [
        Figure("processor time for 1,000 messages, plain rooms", scaled["plain"], "s", MOST_SECONDS),
        Figure("processor time for 1,000 messages, encrypted rooms", scaled["encrypted"], "s", MOST_SECONDS),
        Figure("peak memory when ready", idle, "MiB", MOST_MEBIBYTES, digits=1),
        Figure(f"peak memory after {messages:,} messages", peak, "MiB", MOST_MEBIBYTES, digits=1),
    ]


async def cost(process: int, people: list[Send], messages: int) -> float:
    """Processor seconds of the bot while so many messages are answered."""
    before = processor_seconds(process)
    for n in range(messages):
        await people[n % len(people)](SAID[n // len(people) % len(SAID)])
    return processor_seconds(process) - before
