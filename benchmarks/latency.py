"""From the sending of a message until its answer is seen: the bot, and beside it the floor of the same homeserver.

The floor are two plain HTTP clients, of which one sends every message back. Both sides are measured in turns in one
run, a few messages each, so that whatever the machine does besides meets both. In encrypted rooms the sender encrypts
beforehand and decrypts afterwards: what is timed is the bot's own decrypting and encrypting, on top of the same floor.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
from collections.abc import Awaitable, Callable

from benchmarks.figures import Figure, middle, percentile
from benchmarks.place import MESSAGES, Client, Place, place
from benchmarks.sealed import Sealed
from engagebot.demo.process import BotProcess

MOST_RATIO = 1.15
SITTING = ("oui", "1", "le compost", "je sais faire des affiches", "samedi matin", "oui")
"""Said before anything is measured, so that nothing is pending."""
SAID = ("bonjour", "merci", "mon profil", "c'est bon", "aide")
"""What is measured, in turn: each has one answer or two, of one line to twenty."""
WARMING = 10
IN_A_TURN = 10

Send = Callable[[str], Awaitable[float]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--messages", type=int, default=200, help="messages to each side, in each kind of room (default: 200)"
    )


def main(given: argparse.Namespace) -> list[Figure]:
    return asyncio.run(measure(given.messages))


async def measure(messages: int) -> list[Figure]:
    async with place() as here:
        bot = await here.bot()
        floor = await echo(here)
        figures = await compare("plain room", floor, await plain_room(here, bot), messages, MOST_RATIO)
        return figures + await compare("encrypted room", floor, await encrypted_room(here, bot), messages, None)


async def compare(name: str, floor: Send, bot: Send, messages: int, target: float | None) -> list[Figure]:
    for side in (floor, bot):
        await turn(side, WARMING, 0)
    pairs = []
    for n in range(messages // IN_A_TURN):
        sides = (floor, bot) if n % 2 == 0 else (bot, floor)
        times = {side: await turn(side, IN_A_TURN, n * IN_A_TURN) for side in sides}
        pairs.append((times[floor], times[bot]))
    floors, bots = ([ms for pair in pairs for ms in pair[side]] for side in (0, 1))
    ratios = tuple(statistics.median(ours) / statistics.median(least) for least, ours in pairs)
    return [
        middle(f"{name}: floor, median of {len(floors)}", floors, "ms", digits=1),
        middle(f"{name}: the bot, median of {len(bots)}", bots, "ms", digits=1),
        Figure(f"{name}: the bot, 95th percentile", percentile(bots, 95), "ms", digits=1),
        Figure(
            f"{name}: bot / floor, ratio of medians",
            statistics.median(bots) / statistics.median(floors),
            "×",
            target,
            ratios,
        ),
    ]


async def turn(send: Send, count: int, first: int) -> list[float]:
    return [await send(SAID[(first + n) % len(SAID)]) for n in range(count)]


async def echo(here: Place) -> Send:
    """The floor: a client talks to another that sends back what it hears."""
    speaker, mirror = await here.listener(), await here.client(own_messages=False)
    room = await speaker.open_room(mirror.user_id)
    await mirror.ask("POST", f"/rooms/{room}/join", {})
    await mirror.news()

    async def reflect() -> None:
        while True:
            for where, event in await mirror.news():
                if event["type"] in MESSAGES:
                    await mirror.say(where, {"msgtype": "m.notice", "body": event["content"]["body"]})

    here.background(reflect())
    return sender(speaker, room, mirror.user_id)


def sender(person: Client, room: str, other: str) -> Send:
    async def send(text: str) -> float:
        await person.quiet()
        return await person.said_and_heard(room, {"msgtype": "m.text", "body": text}, other)

    return send


async def plain_room(here: Place, bot: BotProcess) -> Send:
    """A room with the bot where the first sitting is over."""
    person, bot_id = await here.listener(), bot.settings["user_id"]
    room = await person.open_room(bot_id)
    await person.hears(room, bot_id)
    send = sender(person, room, bot_id)
    for text in SITTING:
        await send(text)
    return send


async def encrypted_room(here: Place, bot: BotProcess) -> Send:
    sealed = await Sealed.login(here, bot)
    for text in SITTING:
        await sealed.send(text)
    return sealed.send
