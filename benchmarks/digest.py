"""Ten thousand messages that the bot means to say are held back by the gate, and told in digests.

Everybody's budget is spent. The product's own sender asks the gate about each of them and holds it; a day later its
timers, its dialogue and its sender put the digests together and send them, to a homeserver that takes everything at
once. On a database on the disk, among 100,000 people.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.figures import Figure, percentile
from engagebot.app import DATABASE, build, open_store
from engagebot.config import Settings
from engagebot.demo.run import ASSOCIATION
from engagebot.dialogue import Dialogue
from engagebot.domain.gate import About
from engagebot.flowfile.association import load_association
from engagebot.outbox import Sender
from engagebot.scheduler import fire_due
from engagebot.store import inbox
from engagebot.store.sqlite import Store
from engagebot.transport.console import Console

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Paris: the digest comes the next day."""
ABOUTS: tuple[About, ...] = ("tasks", "questions", "calls", "introductions", "proposals")
MOST_SECONDS = 30.0
SENT_BEFORE = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--messages", type=int, default=10_000, help="how many are held (default: 10000)")
    parser.add_argument("--people", type=int, default=100_000, help="how many are known (default: 100000)")
    parser.add_argument("--each", type=int, default=4, help="messages for each person concerned (default: 4)")
    parser.add_argument("--folder", type=Path, default=None, help="where the database goes: the disk that is measured")


def main(given: argparse.Namespace) -> list[Figure]:
    return asyncio.run(measure(given.messages, given.people, given.each, given.folder))


async def measure(messages: int, everybody: int, each: int, folder: Path | None) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="engagebot-", dir=folder) as made:
        settings = Settings(_env_file=None, data_dir=Path(made), association=ASSOCIATION, starts_per_second=1e6)
        await (await open_store(settings, NOW)).close()
        with closing(sqlite3.connect(settings.data_dir / DATABASE)) as db, db:
            populate(db, messages, everybody, each)
        store = await open_store(settings, NOW)
        try:
            return await _held_and_told(settings, store, messages, everybody)
        finally:
            await store.close()


async def _held_and_told(settings: Settings, store: Store, messages: int, everybody: int) -> list[Figure]:
    house, post, now = build(settings, load_association(settings.association)), Console(), NOW

    def clock() -> datetime:
        return now

    sender = Sender(store, post, settings, house.association.time_zone, clock, house.calendar.is_holiday)
    dialogue = Dialogue(store, house, clock=clock)
    began = time.perf_counter()
    await sender.drain()
    gated = time.perf_counter() - began
    assert await _counted(store, "queued", "held_at IS NOT NULL") == messages and not post.said
    now, began, each = NOW + timedelta(days=1), time.perf_counter(), []
    while await fire_due(store, now):
        async with store.transaction() as tx:
            events = [event for _, event in await inbox.waiting(tx)]
        for event in events:
            began_one = time.perf_counter()
            await dialogue.handle(event)
            each.append(1000 * (time.perf_counter() - began_one))
    together = time.perf_counter() - began
    await sender.drain()
    sent = time.perf_counter() - began - together
    digests = sum(row.op == "say" for row in post.said)
    told = await _counted(store, "sent", "digest_key IS NOT NULL")
    assert told == messages, f"{told} of {messages} were told"
    return [
        Figure(f"{messages:,} messages held back, {everybody:,} people known", gated, "s"),
        Figure(f"… put together in {digests:,} digests", together, "s"),
        Figure("… both", gated + together, "s", MOST_SECONDS),
        Figure("… sent with their buttons, without a pace", sent, "s"),
        Figure("one digest put together, median", statistics.median(each), "ms", spread=tuple(each)),
        Figure("… 95th percentile", percentile(each, 95), "ms"),
    ]


async def _counted(store: Store, state: str, more: str) -> int:
    async with store.transaction() as tx:
        found = tx.database.execute(f"SELECT count(*) FROM outbox WHERE state = ? AND {more}", (state,)).fetchone()
    return int(found[0])


def populate(db: sqlite3.Connection, messages: int, everybody: int, each: int) -> None:
    """Rows as the bot would have written them: whoever is concerned was written to three times in the last days."""
    now = int(NOW.timestamp())
    before = now - 90 * 86400
    names = [f"@person{n}:bench" for n in range(everybody)]
    concerned = [names[n * 7 % everybody] for n in range(messages // each)]
    db.executemany(
        "INSERT INTO person (id, name, locale, first_seen_at, last_seen_at, onboarded_at)"
        " VALUES (?, 'Nadia', 'fr', ?, ?, ?)",
        ((name, before, now, before) for name in names),
    )
    purposes = ("contact", "questions", "introductions")
    db.executemany(
        "INSERT INTO consent (id, seq, person_id, purpose, given, text_version, event_id, at)"
        " VALUES (?, ?, ?, ?, 1, '1', ?, ?)",
        ((f"c{n}{what}", n * 3 + k, name, what, f"$c{n}", before)
         for n, name in enumerate(concerned) for k, what in enumerate(purposes)),
    )  # fmt: skip
    queue = (
        "INSERT INTO outbox (idem_key, seq, txn, person_id, lane, purpose, op, content, caused_by, state, queued_at,"
        " about, subject, event_id, sent_at) VALUES (?, ?, ?, ?, 2, ?, 'say', ?, 'timer', ?, ?, ?, ?, ?, ?)"
    )
    sent = []
    for n, (person, k) in enumerate((person, k) for person in concerned for k in range(SENT_BEFORE)):
        ago = now - (k + 1) * 86400
        sent.append((f"s{n}", n, f"s{n}", person, "contact", "{}", "sent", before, "tasks", "", f"$s{n}", ago))
    meant = []
    for n in range(messages):
        about = ABOUTS[n // len(concerned) % len(ABOUTS)]
        purpose = about if about in purposes else "contact"
        who, body = concerned[n % len(concerned)], '{"body": "…"}'
        row = (f"m{n}", len(sent) + n, f"m{n}", who, purpose, body, "queued", now, about, f"o{n}", None, None)
        meant.append(row)
    db.executemany(queue, sent)
    db.executemany(queue, meant)
