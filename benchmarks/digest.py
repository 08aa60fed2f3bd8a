"""Ten thousand messages that the bot means to say are held back by the gate, and told in digests.

Everybody's budget is spent. Each message is read from the outbox, the gate is asked with all that is known of its
person, and it is held; then who is due is found, and what is held for each is put together, written down and marked as
told. On a database on the disk, among 100,000 people; the words of a line are not counted, nor is a homeserver.
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
from zoneinfo import ZoneInfo

from benchmarks.figures import Figure, percentile
from engagebot import public_holidays
from engagebot.app import DATABASE, open_store
from engagebot.config import Settings
from engagebot.domain import digest, gate
from engagebot.domain.waking import Calendar
from engagebot.store import outbox, people, profile, quiet
from engagebot.store.sqlite import Store, Transaction

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Paris: the digest comes the next day."""
AT_ONCE = 200
"""Messages, or people, in one transaction."""
ABOUTS: tuple[gate.About, ...] = ("tasks", "questions", "calls", "introductions", "proposals")
MOST_SECONDS = 30.0
WEEK = timedelta(days=8)
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
        settings = Settings(_env_file=None, data_dir=Path(made))
        await (await open_store(settings, NOW)).close()
        with closing(sqlite3.connect(settings.data_dir / DATABASE)) as db, db:
            populate(db, messages, everybody, each)
        store = await open_store(settings, NOW)
        try:
            return await _held_and_told(store, messages, everybody)
        finally:
            await store.close()


async def _held_and_told(store: Store, messages: int, everybody: int) -> list[Figure]:
    calendar = Calendar(ZoneInfo("Europe/Paris"), is_holiday=public_holidays.of("FR"))
    began, count = time.perf_counter(), 0
    async with store.transaction() as tx:
        rows = await outbox.due(tx, NOW)
    while rows:
        for first in range(0, len(rows), AT_ONCE):
            async with store.transaction() as tx:
                for row in rows[first : first + AT_ONCE]:
                    await _gated(tx, row, calendar)
        count += len(rows)
        async with store.transaction() as tx:
            rows = await outbox.due(tx, NOW)
    gated = time.perf_counter() - began
    at, pages, told, digests = NOW + timedelta(days=1), [], 0, 0
    began = time.perf_counter()
    while True:
        async with store.transaction() as tx:
            looking = time.perf_counter()
            page = await quiet.due(tx, at, AT_ONCE)
            pages.append(1000 * (time.perf_counter() - looking))
            for person in page:
                told += await _told(tx, person, at, calendar)
                digests += 1
        if not page:
            break
    took = time.perf_counter() - began
    assert (count, told) == (messages, messages), (count, told)
    return [
        Figure(f"{messages:,} messages held back, {everybody:,} people known", gated, "s"),
        Figure(f"… told in {digests:,} digests", took, "s"),
        Figure("… both together", gated + took, "s", MOST_SECONDS),
        Figure(f"a page of {AT_ONCE} people who are due, median", statistics.median(pages), "ms", spread=tuple(pages)),
        Figure("… 95th percentile", percentile(pages, 95), "ms"),
    ]


async def _reader(
    tx: Transaction, person: str, purpose: str, now: datetime, calendar: Calendar, key: str
) -> gate.Reader:
    """As the sender asks for it."""
    known = await people.find(tx, person)
    assert known is not None
    facts = await profile.facts(tx, person, now)
    wishes = await quiet.wishes(tx, person, now)
    mine = wishes.calendar(Calendar(profile.zone_of(facts, "Europe/Paris"), is_holiday=calendar.is_holiday))
    rhythm = (await quiet.digests_of(tx, person)).rhythm or "weekly"
    return gate.Reader(
        now,
        mine,
        (await profile.consents(tx, person)).get(purpose, (False,))[0],
        known.paused_until,
        await outbox.recent_starts(tx, person, now - WEEK, key),
        known.unanswered,
        wishes=wishes,
        next_digest=digest.next_digest(rhythm, now, mine, digest.hour_for(wishes)),
        urgent_passed=await quiet.urgent_passed(tx, person, now, key),
    )


async def _gated(tx: Transaction, row: outbox.Outgoing, calendar: Calendar) -> None:
    assert row.person is not None
    reader = await _reader(tx, row.person, row.purpose, NOW, calendar, row.key)
    hold = gate.decide(reader, gate.Rules(), gate.Message(row.about or "other", row.urgent))
    assert hold is not None and hold.digest, hold
    await quiet.hold(tx, row.key, row.person, hold, NOW, reader.next_digest)


async def _told(tx: Transaction, person: str, at: datetime, calendar: Calendar) -> int:
    key = quiet.next_key(person, at)
    reader = await _reader(tx, person, "contact", at, calendar, key)
    assert gate.decide(reader, gate.Rules(), gate.Message(promised_hour=digest.HOUR)) is None
    items = [one.item for one in await quiet.for_digest(tx, person, at)]
    made = digest.compose(items, at, quiet=list(reader.wishes.quiet), next_at=reader.next_digest)
    await quiet.withdraw(tx, made.withdrawn)
    body = {"body": "\n".join(line.key for line in made.lines)}
    await outbox.queue(
        tx, key=key, op="say", content=body, at=at, caused_by="digest", person=person, lane=outbox.TIMER,
        purpose=quiet.PURPOSE,
    )  # fmt: skip
    await quiet.pack(tx, key, made.keys)
    await quiet.set_due(tx, person, reader.next_digest if made.more else None)
    await outbox.sent(tx, key, f"${key}", "!room", at)
    return await quiet.told(tx, key, person, at)


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
    purposes = ("contact", "questions", "introductions", "calls")
    db.executemany(
        "INSERT INTO consent (id, seq, person_id, purpose, given, text_version, event_id, at)"
        " VALUES (?, ?, ?, ?, 1, '1', ?, ?)",
        ((f"c{n}{what}", n * 4 + k, name, what, f"$c{n}", before)
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
