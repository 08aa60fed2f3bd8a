"""A call goes out to 500 people on a real homeserver without limits: what notices somebody else who writes meanwhile?

Usual and meanwhile are measured in one run, one after the other, by the same client in the same room.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import statistics
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.figures import Figure, percentile
from benchmarks.latency import SAID, plain_room
from benchmarks.place import Place, place
from engagebot.app import DATABASE, open_store, utc_now
from engagebot.config import Settings
from engagebot.demo.process import BotProcess
from engagebot.domain.calls import Call
from engagebot.store import calls, conversations, people, profile, rooms
from engagebot.store.rooms import Room

MOST_RATIO = 1.5
AT_ONCE = 8
WORDS = "On cherche des bras pour monter les tentes de la fête"
AWAKE = {
    "timers_poll_seconds": "0.2", "waking_from_hour": "0", "waking_to_hour": "24", "sundays": "true",
    "budget_per_day": "100", "budget_per_week": "100", "unanswered_limit": "100",
}  # fmt: skip
MOST_SECONDS_EACH = 2.0
"""For each of the many."""
MOST_MILLISECONDS = 2000.0
POSITION = "SELECT value FROM kept WHERE name = 'sync_position'"
"""Up to where the bot has read."""
UNDER_WAY = """SELECT (SELECT count(*) FROM inbox WHERE state = 'new'),
                      (SELECT count(*) FROM outbox WHERE state = 'queued' AND purpose = 'reply')"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=500, help="how many are called (default: 500)")
    parser.add_argument("--pace", type=float, help="how many of them a second at most (default: the bot's own pace)")
    parser.add_argument("--usual", type=int, default=150, help="messages with nothing else to do (default: 150)")


def main(given: argparse.Namespace) -> list[Figure]:
    return asyncio.run(measure(given.people, given.usual, given.pace))


async def measure(count: int, usual: int, pace: float | None) -> list[Figure]:
    async with place() as here:
        own = {} if pace is None else {"starts_per_second": str(pace)}
        bot = await here.bot(**AWAKE, **own, call_wave=str(count))
        send = await plain_room(here, bot)
        await bot.stop()
        await remember(bot, await gathered(here, bot, count))
        await caught_up(bot)
        for n in range(20):
            await send(SAID[n % len(SAID)])
        before = [await send(SAID[n % len(SAID)]) for n in range(usual)]
        await begin_call(bot, count)
        began, meanwhile = time.perf_counter(), []
        while (sent := asked(bot).get("sent", 0)) < count:
            took = await send(SAID[len(meanwhile) % len(SAID)])
            if sent:
                meanwhile.append(took)
            assert time.perf_counter() - began < count * MOST_SECONDS_EACH, f"{sent} of {count} were sent"
        whole = time.perf_counter() - began
    median, who = statistics.median(before), f"a call goes out to {count:,} people"
    busy = statistics.median(meanwhile)
    return [
        Figure("nothing else to do: an answer is seen after, median", median, "ms", spread=tuple(before), digits=1),
        Figure("… 95th percentile", percentile(before, 95), "ms", digits=1),
        Figure(f"{who}: median of {len(meanwhile)}", busy, "ms", spread=tuple(meanwhile), digits=1),
        Figure("… 95th percentile", percentile(meanwhile, 95), "ms", MOST_MILLISECONDS, digits=1),
        Figure("… ratio of medians", busy / median, "×", MOST_RATIO),
        Figure("… 95th percentile against the usual median", percentile(meanwhile, 95) / median, "×", MOST_RATIO),
        Figure("… the longest against the usual median", max(meanwhile) / median, "×"),
        Figure("… the longest against the usual longest", max(meanwhile) / max(before), "×"),
        Figure("… until all were written to", whole, "s"),
    ]


async def caught_up(bot: BotProcess) -> None:
    """Start it, and wait until it has greeted everybody: so many who come at once are not what is measured."""
    read_before = read(bot, POSITION)
    await bot.start()
    while read(bot, POSITION) == read_before or read(bot, UNDER_WAY) != [(0, 0)]:  # noqa: ASYNC110 - another process
        await asyncio.sleep(0.5)


async def gathered(here: Place, bot: BotProcess, count: int) -> dict[str, str | None]:
    """Person -> their room with the bot; what they say there is of no interest. The bot accepts one invitation a
    second: here somebody does it in its name."""
    known: dict[str, str | None] = {}
    own = await here.client(of=bot.settings["user_id"])

    async def comes() -> None:
        client = await here.client()
        known[client.user_id] = room = await client.open_room(own.user_id)
        await own.ask("POST", f"/join/{quote(room)}", {})
        await client.http.close()

    while len(known) < count:
        await asyncio.gather(*(comes() for _ in range(min(AT_ONCE, count - len(known)))))
    await own.ask("POST", "/logout", {})
    return known


async def remember(bot: BotProcess, known: Mapping[str, str | None], locale: str = "fr") -> None:
    """Person -> their room with the bot (None: it does not know of one): they agreed to everything a year ago."""
    now = utc_now()
    store = await open_store(Settings(_env_file=None, data_dir=Path(bot.settings["data_dir"])), now)
    async with store.transaction() as tx:
        for person, room in known.items():
            if room:
                await rooms.joined(tx, Room(room, "direct", person, False), now)
            await people.add(tx, person, locale, now)
            for purpose in ("profile", "contact"):
                await profile.consent(tx, person, purpose, True, "1", f"met:{person}", now)
            await people.onboarded(tx, person, now - timedelta(days=365))
    await store.close()


async def begin_call(bot: BotProcess, count: int, words: str = WORDS, locale: str = "fr") -> None:
    """As when two organisers agreed to it."""
    now = utc_now()
    store = await open_store(Settings(_env_file=None, data_dir=Path(bot.settings["data_dir"])), now)
    async with store.transaction() as tx:
        await calls.add(tx, Call("c1", "help", words, None, locale, count), now)
        await calls.begin(tx, "c1", now)
        await conversations.set_timer(tx, "", "call_wave", now, "c1", each=True)
    await store.close()


def asked(bot: BotProcess) -> dict[str, int]:
    """State -> how many of the messages of the call have it."""
    found = read(bot, "SELECT state, count(*) FROM outbox WHERE about = 'calls' AND op = 'say' GROUP BY state")
    return dict(found)


def read(bot: BotProcess, sql: str) -> list[Any]:
    """From the database of a bot that may be running."""
    file = Path(bot.settings["data_dir"]) / DATABASE
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return database.execute(sql).fetchall()
