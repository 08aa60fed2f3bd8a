"""Everything that happened, once. The transport writes rows as `new`; `dialogue` takes each exactly once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engagebot.engine.events import Event, dump, load
from engagebot.store.sqlite import Row, Transaction
from engagebot.store.times import moment, seconds

TRIES = 3
"""An event that failed this often is set aside, and does not stop those behind it."""
MOST_WAITING = 50
"""So much of one person waits to be handled, or for a key, at most: beyond it, the newest is what they mean."""


async def receive(tx: Transaction, event: Event) -> bool:
    """Write `event` down as new. False: it was known already."""
    kind, fields = dump(event.what)
    return await _insert(tx, event, kind, json.dumps(fields), "new")


async def receive_unreadable(tx: Transaction, event: Event, raw: Mapping[str, Any]) -> bool:
    """Keep an encrypted event as it came (`raw`), until its key arrives. False: it was known already."""
    if not await _insert(tx, event, "unreadable", json.dumps(raw), "waiting_key"):
        return False
    await tx.change("inbox_crowd_out", person_id=event.person, keep=MOST_WAITING)
    return True


async def unreadable(tx: Transaction, room: str | None = None) -> list[tuple[str, str, Mapping[str, Any]]]:
    """(event id, room id, encrypted event as it came) of all that still wait for a key, oldest first; `room`: there."""
    rows = await tx.rows("waiting_for_key", room_id=room)
    return [(event_id, room_id, json.loads(raw)) for event_id, room_id, raw in rows]


async def became_readable(tx: Transaction, event: Event) -> bool:
    """Its key has arrived: `event` is new now. False: it did not wait."""
    kind, fields = dump(event.what)
    return bool(await tx.change("became_readable", event_id=event.id, kind=kind, content=json.dumps(fields)))


async def waiting(tx: Transaction, after: int = 0, limit: int = 500) -> list[tuple[int, Event]]:
    """New events with their order of arrival, in that order, from above `after`."""
    return [(row[1], _event(row)) for row in await tx.rows("inbox_new", after=after, limit=limit)]


async def waiting_of(tx: Transaction, person: str, after: int, limit: int) -> list[tuple[int, Event]]:
    """The same of one person."""
    rows = await tx.rows("inbox_new_of", person_id=person, after=after, limit=limit)
    return [(row[1], _event(row)) for row in rows]


async def take(tx: Transaction, event: Event) -> bool:
    """Mark `event` as handled in this transaction. False: it was handled before, or set aside."""
    if await tx.change("inbox_done", event_id=event.id):
        return True
    kind, _ = dump(event.what)
    return await _insert(tx, event, kind, "", "done")


async def failed(tx: Transaction, event: Event, error: str) -> bool:
    """Count one more failure (`error`: a class name). True: that was the last try, it is set aside now."""
    kind, fields = dump(event.what)
    await _insert(tx, event, kind, json.dumps(fields), "new")
    await tx.change("inbox_failed", event_id=event.id, error=error, tries=TRIES)
    return bool(await tx.value("inbox_is_dead", event_id=event.id))


async def set_aside(tx: Transaction, since: datetime) -> int:
    """How many events from then on could not be handled, for a fault of ours."""
    return int(await tx.value("inbox_set_aside", since=seconds(since)))


async def forget_text(tx: Transaction, event_id: str) -> None:
    """Its author took a message back: what it said is no longer kept."""
    await tx.change("inbox_forget", event_id=event_id)


async def known(tx: Transaction, event_id: str) -> bool:
    """Whether it was received, whatever became of it."""
    return bool(await tx.value("inbox_has", event_id=event_id))


async def recent(tx: Transaction, event: Event, since: datetime) -> tuple[int, int]:
    """How much the person of `event`, which is here already, has said or sent since then, up to it; and how much of
    that was not forgotten at once."""
    row = await tx.row(
        "inbox_recent", person_id=event.person, event_id=event.id, since=seconds(since), at=seconds(event.at)
    )
    return (row[0], row[1] or 0) if row else (0, 0)


async def same_again(tx: Transaction, event: Event) -> bool:
    """Whether its person said or did just the same before."""
    return bool(await tx.value("inbox_same_again", person_id=event.person, event_id=event.id))


async def crowded(tx: Transaction, event: Event) -> bool:
    """Whether as much of its person as is kept waits behind `event`."""
    behind = await tx.value("inbox_behind", person_id=event.person, event_id=event.id, limit=MOST_WAITING)
    return int(behind) >= MOST_WAITING


async def _insert(tx: Transaction, event: Event, kind: str, content: str, state: str) -> bool:
    return bool(
        await tx.change(
            "inbox_add",
            event_id=event.id,
            person_id=event.person,
            room_id=event.room,
            direct=int(event.direct),
            at=seconds(event.at),
            kind=kind,
            content=content,
            state=state,
        )
    )


def _event(row: Row) -> Event:
    event_id, _, person, room, direct, at, kind, content = row
    return Event(event_id, moment(at), person, room, bool(direct), load(kind, json.loads(content)))
