"""A round of introductions: how long it takes, how good it is, what memory it needs, and whom it keeps waiting.

First people drawn by lot are paired by the process that does so in the product, without a database: how long, how much
memory, and how near to the bound that no pairing exceeds. Then a whole round is played on a database on the disk while
somebody else writes to the bot all the time, as in `escalation`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from benchmarks import escalation
from benchmarks.figures import Figure, percentile
from benchmarks.place import peak_mebibytes
from engagebot.app import DATABASE, build, open_store
from engagebot.config import Settings
from engagebot.demo.run import ASSOCIATION
from engagebot.dialogue import Dialogue
from engagebot.domain import heaviest
from engagebot.domain.candidates import Crowd
from engagebot.domain.introductions import Member, Rules, bars, rarity
from engagebot.domain.pairing import shuffled
from engagebot.domain.pairing_lines import LINE, Found, bars_line, head, members_line
from engagebot.engine.events import Due, Event
from engagebot.flowfile.association import load_association
from engagebot.lanes import Lanes
from engagebot.outbox import Sender
from engagebot.rounds import Rounds
from engagebot.scheduler import fire_due
from engagebot.store import inbox
from engagebot.store import rounds as table
from engagebot.store.sqlite import Store

NOW = datetime(2026, 3, 10, 17, 0, tzinfo=UTC)
"""A Tuesday, six in the evening in Paris."""
SEED = 7
ROUND = "bench"
FEW, SOME, MANY = (3, 15), (10, 60), (25, 120)
"""(interests of each person, of so many in the catalogue)."""
PLACES, GROUPS = 150, 12
MOST_MS = 250.0
SMALL, SMALL_SECONDS, SMALL_MEBIBYTES = 2_000, 5.0, 300.0
LARGE_SECONDS = 60.0
WATCHED_SECONDS = 0.02


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=20_000, help="how many are paired (default: 20000)")
    parser.add_argument("--idle", type=int, default=300, help="messages without a round (default: 300)")
    parser.add_argument("--exact", type=int, default=1_000, help="among how many the optimum is found (default: 1000)")
    parser.add_argument("--folder", type=Path, default=None, help="where the database goes: the disk that is measured")


def main(given: argparse.Namespace) -> list[Figure]:
    return asyncio.run(measure(given.people, given.idle, given.exact, given.folder))


async def measure(people: int, idle: int, exact: int, folder: Path | None) -> list[Figure]:
    whole = await whole_round(people, idle, folder)  # first: what this process needs for it is measured as well
    figures = []
    for count, seconds, mebibytes in ((SMALL, SMALL_SECONDS, SMALL_MEBIBYTES), (people, LARGE_SECONDS, None)):
        for each, among in (SOME, FEW, MANY):
            members, barred = drawn(count, each, among)
            took, peak, found = await paired(members, barred)
            what = f"{count:,} people, {each} of {among} interests"
            figures += [
                Figure(f"{what}: paired in", took, "s", seconds),
                Figure(f"{what}: memory for it", peak, "MiB", mebibytes, digits=0),
                Figure(f"{what}: weight, of the bound", 100 * found.weight / found.bound, "%"),
                Figure(f"{what}: left over", float(found.left_over), "", digits=0),
            ]
    members, barred = drawn(exact, *SOME)
    _, _, found = await paired(members, barred)
    part = 100 * found.weight / optimum(members, barred)
    return [*whole, *figures, Figure(f"{exact:,} people: weight, of the optimum", part, "%", digits=3)]


# ---------------------------------------------------------------------------------------------------- the pairing alone
def drawn(count: int, each: int, among: int) -> tuple[list[Member], list[tuple[str, str]]]:
    """Some interests are everybody's and most are few people's; two in three are somewhere. Each met two others."""
    chance = random.Random(SEED)
    weights = [1 / (n + 3) for n in range(among)]
    members = []
    for n in range(count):
        interests: set[str] = set()
        while len(interests) < each:
            interests |= set(chance.choices([f"i{k}" for k in range(among)], weights, k=each - len(interests)))
        skills = [f"s{k}" for k in chance.sample(range(40), 4)]
        place = f"town {chance.randrange(PLACES)}" if chance.random() < 0.66 else ""
        group = f"group {chance.randrange(GROUPS)}" if chance.random() < 0.3 else ""
        spoken = frozenset(chance.choice([["fr"], ["fr"], ["fr", "en"], ["fr", "es"], ["en"]]))
        trios, left = chance.random() < 0.3, chance.choice([0] * 19 + [1])
        can, wants = frozenset(skills[:2]), frozenset(skills[2:])
        members.append(Member(f"@p{n}", frozenset(interests), can, wants, place, group, spoken, trios, left))
    return members, [(f"@p{chance.randrange(count)}", f"@p{chance.randrange(count)}") for _ in range(2 * count)]


async def paired(members: Sequence[Member], barred: Sequence[tuple[str, str]]) -> tuple[float, float, Found]:
    """Seconds, most mebibytes of the process, what came of it. From its start until its last line."""
    lines = [head(Rules(), SEED)]
    lines += [members_line(members[first : first + LINE]) for first in range(0, len(members), LINE)]
    lines += [bars_line([pair for pair in barred[first : first + LINE] if pair[0] != pair[1]])
              for first in range(0, len(barred), LINE)]  # fmt: skip
    began = time.perf_counter()
    watching = asyncio.create_task(_most_memory())
    rounds = Rounds(None, None)  # type: ignore[arg-type]  # needs neither to pair
    answer = [line async for line in rounds._answers(lines)]
    took = time.perf_counter() - began
    watching.cancel()
    return took, await watching, Found(**json.loads(answer[-1]))


async def _most_memory() -> float:
    """Of any process that this one has started, until cancelled."""
    most = 0.0
    try:
        while True:
            for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="utf-8").split():
                try:
                    most = max(most, peak_mebibytes(int(child)))
                except (OSError, StopIteration):  # it has just ended
                    continue
            await asyncio.sleep(WATCHED_SECONDS)
    except asyncio.CancelledError:
        return most


def optimum(members: Sequence[Member], barred: Sequence[tuple[str, str]]) -> float:
    """Every pair is looked at."""
    order = shuffled(members, SEED)
    crowd = Crowd(order, bars(barred), rarity(order), Rules())
    bonus = np.array([400 * min(one.left_over, 3) for one in order], np.int64)
    before, heaviest.EXACT = heaviest.EXACT, len(order)
    try:
        return heaviest.heaviest(len(order), crowd.blocks, bonus, np.zeros(len(order), np.int64)).bound
    finally:
        heaviest.EXACT = before


# -------------------------------------------------------------------------------------- a whole round, and who writes
async def whole_round(people: int, idle: int, folder: Path | None) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="engagebot-", dir=folder) as made:
        settings = Settings(
            _env_file=None,
            data_dir=Path(made),
            association=ASSOCIATION,
            messages_per_minute=1_000_000,
            same_answers=1_000_000,
        )
        await (await open_store(settings, NOW)).close()
        with closing(sqlite3.connect(settings.data_dir / DATABASE)) as db, db:
            populate(db, people)
        store = await open_store(settings, NOW)
        try:
            async with store.transaction() as tx:
                await escalation.known(tx, escalation.SPEAKER)
            return await _played(settings, store, people, idle)
        finally:
            await store.close()


async def _played(settings: Settings, store: Store, people: int, idle: int) -> list[Figure]:
    house, post = build(settings, load_association(settings.association)), escalation.Post()
    sender = Sender(store, post, settings, house.association.time_zone, lambda: NOW, house.calendar.is_holiday)
    rounds = Rounds(store, settings)
    dialogue = Dialogue(store, house, committed=sender.wake, members=post.members, clock=lambda: NOW, rounds=rounds)
    lanes = Lanes(store, dialogue, settings.lanes_at_once, post.working)
    tasks = [asyncio.create_task(part.run()) for part in (lanes, sender)]
    speaker = escalation.Speaker(store, post, lanes.wake, lambda: NOW)
    for _ in range(2 * len(escalation.SAID)):
        await speaker.speaks()
    floor = [await speaker.speaks() for _ in range(idle)]
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")  # the peak counts from here on
    before = peak_mebibytes(os.getpid())
    began = time.perf_counter()
    playing = asyncio.create_task(rounds.play(ROUND, NOW))

    async def over() -> bool:
        return playing.done()

    busy = await speaker.speaks_until(over)
    await playing
    whole = time.perf_counter() - began
    more = peak_mebibytes(os.getpid()) - before
    meanwhile, looked_for = await _looked(rounds, speaker)
    asking, asked, seconds = await _asked(settings, store, speaker, lanes)
    await lanes.stop()
    await sender.stop()
    await asyncio.gather(*tasks)
    who = f"a round of {people:,}"
    return [
        Figure("no round: an answer takes, median", statistics.median(floor), "ms", spread=tuple(floor)),
        Figure("no round: 95th percentile", percentile(floor, 95), "ms"),
        Figure(f"{who}: from the reading to the last row written", whole, "s"),
        Figure(f"{who}: memory of the bot grows by", more, "MiB", digits=1),
        Figure(f"{who}: an answer takes, median of {len(busy)}", statistics.median(busy), "ms", spread=tuple(busy)),
        Figure(f"{who}: 95th percentile", percentile(busy, 95), "ms"),
        Figure(f"{who}: the longest, beyond the longest without", max(busy) - max(floor), "ms", MOST_MS),
        Figure(f"{asked:,} introductions: all are asked, and have it, in", seconds, "s"),
        Figure("… an answer to others meanwhile, 95th percentile", percentile(asking, 95), "ms"),
        Figure("… the longest, beyond the longest without", max(asking) - max(floor), "ms", MOST_MS),
        Figure(f"somebody for one of {people:,}, found in", looked_for, "s"),
        Figure("… an answer to others meanwhile, the longest", max(meanwhile), "ms"),
    ]


async def _asked(
    settings: Settings, store: Store, speaker: escalation.Speaker, lanes: Lanes
) -> tuple[list[float], int, float]:
    """(milliseconds of answers to others meanwhile, how many introductions, seconds until all of them are asked)"""
    async with store.transaction() as tx:
        found = await table.find_round(tx, ROUND)
        await inbox.receive(tx, Event(ROUND, NOW, "", "", True, Due("round", "")))
    assert found and found.result
    expected = len(found.result)
    began = time.perf_counter()
    with closing(sqlite3.connect(settings.data_dir / DATABASE)) as looking:

        async def over() -> bool:
            await fire_due(store, NOW)
            lanes.wake()
            begun = looking.execute("SELECT count(*) FROM introduction WHERE round_id = ?", (ROUND,)).fetchone()[0]
            unsent = "SELECT 1 FROM outbox WHERE state = 'queued' AND not_before <= ? LIMIT 1"
            return begun >= expected and looking.execute(unsent, (int(NOW.timestamp()),)).fetchone() is None

        times = await speaker.speaks_until(over)
    return times, expected, time.perf_counter() - began


async def _looked(rounds: Rounds, speaker: escalation.Speaker) -> tuple[list[float], float]:
    """(milliseconds of answers to others meanwhile, seconds until there is somebody for one who asked)"""
    began = time.perf_counter()
    looking = asyncio.create_task(rounds.partner("@person1:bench", NOW))

    async def over() -> bool:
        return looking.done()

    meanwhile = await speaker.speaks_until(over)
    assert await looking, "nobody was found: then something else was measured"
    return meanwhile, time.perf_counter() - began


def populate(db: sqlite3.Connection, count: int) -> None:
    """People who all want to meet others, as the bot would have written them; each was proposed to four others."""
    members, _ = drawn(count, *SOME)
    chance, now = random.Random(SEED), int(NOW.timestamp())
    names = {one.id: f"@person{one.id[2:]}:bench" for one in members}
    before = now - 90 * 86400

    def insert(table: str, columns: str, rows: Iterator[tuple[object, ...]]) -> None:
        marks = ", ".join("?" * len(columns.split(",")))
        db.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)

    who = list(names.values())
    insert(
        "person", "id, name, locale, first_seen_at, last_seen_at, onboarded_at",
        ((name, "Nadia", "fr", before, now, before) for name in who),
    )  # fmt: skip
    insert(
        "consent", "id, seq, person_id, purpose, given, text_version, event_id, at",
        ((f"c{n}", n, name, "introductions", 1, "1", f"$c{n}", before) for n, name in enumerate(who)),
    )  # fmt: skip
    insert(
        "meets", "person_id, rhythm, trios, since, left_over",
        ((names[one.id], "weekly", int(one.trios), before, one.left_over) for one in members),
    )  # fmt: skip
    insert(
        "person_interest", "person_id, interest, visible, said_at, confirmed_at",
        ((names[one.id], interest, 1, before, before) for one in members for interest in sorted(one.interests)),
    )  # fmt: skip
    insert(
        "person_skill", "person_id, skill, level, said_at, confirmed_at",
        ((names[one.id], skill, level, before, before) for one in members
         for level, skills in (("can", one.offers), ("learns", one.wants)) for skill in sorted(skills)),
    )  # fmt: skip
    insert(
        "person_fact", "person_id, kind, value, said_at, confirmed_at",
        ((names[one.id], kind, json.dumps(value), before, before) for one in members
         for kind, value in (("place", one.place), ("languages", ", ".join(sorted(one.languages)))) if value),
    )  # fmt: skip
    asked = [chance.sample(who, 2) for _ in range(2 * count)]
    insert(
        "introduction", "id, seq, kind, asked_at, until, state, ended_at",
        ((f"i{n}", n, "pair", before + n, before + n + 7 * 86400, "over", now) for n in range(len(asked))),
    )  # fmt: skip
    insert(
        "introduced", "introduction_id, person_id, prompt_key, told, reasons",
        ((f"i{n}", one, "k", 1, "[]") for n, two in enumerate(asked) for one in two),
    )  # fmt: skip
    insert(
        "met", "a_id, b_id, at",
        ((a, b, before) for a, b in sorted({(min(two), max(two)) for two in asked[::4]})),
    )  # fmt: skip
    insert("block", "person_id, other_id, at", ((a, b, now) for a, b in asked[::100]))
