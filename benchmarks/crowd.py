"""Twenty people who write at once: answers a second, and how long the last of them waits.

The homeserver does most of the work. So beside it, as the floor, the same crowd with a plain HTTP client that sends
every message back, rooms side by side.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.figures import Figure, middle
from benchmarks.latency import SAID, SITTING
from benchmarks.place import MESSAGES, Client, Place, place


@dataclass(frozen=True, slots=True)
class Crowd:
    """The same people, each with a room of their own with `other`."""

    people: Sequence[Client]
    rooms: Sequence[str]
    other: str

    async def say(self, text: str) -> float:
        """Everybody says it at once; seconds until everybody has a first answer."""
        for person in self.people:
            await person.quiet()
            person.heard.clear()
        began = time.perf_counter()
        sending = [
            asyncio.create_task(person.say(room, {"msgtype": "m.text", "body": text}))
            for person, room in zip(self.people, self.rooms, strict=True)
        ]
        heard = await asyncio.gather(
            *(person.hears(room, self.other) for person, room in zip(self.people, self.rooms, strict=True))
        )
        await asyncio.gather(*sending)
        return max(heard) - began


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=20, help="how many write at once (default: 20)")
    parser.add_argument("--rounds", type=int, default=10, help="how often everybody writes (default: 10)")


def main(given: argparse.Namespace) -> list[Figure]:
    return asyncio.run(measure(given.people, given.rounds))


async def measure(count: int, rounds: int) -> list[Figure]:
    async with place() as here:
        people = [await here.listener() for _ in range(count)]
        bot = await here.bot()
        bot_id = bot.settings["user_id"]
        ours = Crowd(people, [await person.open_room(bot_id) for person in people], bot_id)
        for person, room in zip(people, ours.rooms, strict=True):
            await person.hears(room, bot_id)
        for text in SITTING:
            await ours.say(text)
        floor = await mirrored(here, people)
        await floor.say("bonjour")
        sides: dict[str, list[float]] = {"floor": [], "bot": []}
        for n in range(rounds):
            for name, crowd in (("floor", floor), ("bot", ours)):
                sides[name].append(await crowd.say(SAID[n % len(SAID)]))
    who = f"{count} people at once"
    return [
        middle(f"{who}: the floor answers", [count / seconds for seconds in sides["floor"]], "a second", digits=1),
        middle(f"{who}: the bot answers", [count / seconds for seconds in sides["bot"]], "a second", digits=1),
        middle(f"{who}: the last one waits for the bot", sides["bot"], "s"),
    ]


async def mirrored(here: Place, people: Sequence[Client]) -> Crowd:
    mirror = await here.client(own_messages=False)
    rooms = [await person.open_room(mirror.user_id) for person in people]
    for room in rooms:
        await mirror.ask("POST", f"/rooms/{room}/join", {})
    await mirror.news()

    async def reflect() -> None:
        while True:
            said = [(room, event) for room, event in await mirror.news() if event["type"] in MESSAGES]
            await asyncio.gather(
                *(mirror.say(room, {"msgtype": "m.notice", "body": event["content"]["body"]}) for room, event in said)
            )

    here.background(reflect())
    return Crowd(people, rooms, mirror.user_id)
