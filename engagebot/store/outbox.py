"""Messages committed, not yet sent; and, once sent, which event of the homeserver each became."""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from engagebot.domain.gate import About
from engagebot.store.sqlite import Row, Transaction
from engagebot.store.times import moment, seconds

Op = Literal["say", "react", "edit", "redact", "file", "leave", "introduce"]
REPLY, TIMER, BROADCAST = 1, 2, 3
"""Lanes: a lower one goes first. Answers; what others learn of it, and what a timer brings that asks no gate; what the
bot begins by itself: it passes the gate, and goes out at a pace."""
Place = tuple[str, str]
"""(person, room): whose messages stay in order; '' for the room: the person's own; '' for the person: a room."""
LONGEST_RETRY = timedelta(minutes=10)
"""No pause between two tries is longer."""
PAGE = 50
"""Rows that are read at a time of those that are due."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One row to deliver. `content` by `op`:

    say, edit: {body, html (or None), attention (m.text, else m.notice), reply_to, thread (event ids or None),
    mentions ([user id])}
    react: {key};  redact, leave: {};  file: {name, mime, text}
    introduce: {introduction (its id), people ([user id]), name (of the room), lines ([{body, html}]), leave_by (ISO,
    UTC)}; person and room are None
    """

    key: str
    txn: str
    person: str | None
    room: str | None
    lane: int
    purpose: str
    op: Op
    content: Mapping[str, Any]
    parent_event_id: str | None
    """Of the message it reacts to, edits or redacts; None: there is none, or it was never sent."""
    first_try_at: datetime | None
    tries: int
    queued_at: datetime
    about: About | Literal[""] = ""
    """Empty: as its purpose says."""
    urgent: bool = False
    valid_until: datetime | None = None
    """Not worth sending from then on; None: it always is."""
    subject: str = ""
    """Id of what it is about; empty: of nothing but itself."""

    @property
    def place(self) -> Place:
        """What says neither who nor where is a place of its own."""
        return (self.person or "", self.room or ("" if self.person else self.key))


def txn_of(key: str) -> str:
    """The Matrix transaction id for an idempotency key; sends and redactions share one namespace, so keys carry
    their kind."""
    return "eb1" + base64.b32encode(hashlib.sha256(key.encode()).digest()).decode().lower()[:32]


async def queue(
    tx: Transaction,
    *,
    key: str,
    op: Op,
    content: Mapping[str, Any],
    at: datetime,
    caused_by: str,
    person: str | None = None,
    room: str | None = None,
    lane: int = REPLY,
    purpose: str = "reply",
    parent_key: str | None = None,
    not_before: datetime | None = None,
    about: About | Literal[""] = "",
    subject: str = "",
    valid_until: datetime | None = None,
    urgent: bool = False,
) -> bool:
    """Commit to saying it. False: this key was queued before, and nothing was added.

    `about`, `subject` and `valid_until` are for the gate and the digest: what it is about, the id of the very object,
    and until when it is worth telling (None: as its prompt says, or always). What hangs on a message, as buttons do,
    is about the same."""
    return bool(
        await tx.change(
            "outbox_add",
            idem_key=key,
            txn=txn_of(key),
            person_id=person,
            room_id=room,
            lane=lane,
            purpose=purpose,
            op=op,
            content=json.dumps(content, ensure_ascii=False),
            parent_key=parent_key,
            caused_by=caused_by,
            not_before=seconds(not_before) if not_before else 0,
            queued_at=seconds(at),
            about=about,
            subject=subject,
            valid_until=seconds(valid_until) if valid_until else None,
            urgent=int(urgent),
        )
    )


async def due(tx: Transaction, at: datetime) -> AsyncIterator[Outgoing]:
    """The first queued row of each person or room whose time has come; lower lanes first. Read as far as it is asked
    for: thousands may wait."""
    seen: set[tuple[str, str]] = set()
    lane, seq = 0, 0
    while rows := await tx.rows("outbox_due", at=seconds(at), lane=lane, seq=seq, limit=PAGE):
        for row in rows:
            one, lane, seq = _outgoing(row[:-1]), row[4], row[-1]
            if one.place not in seen:
                seen.add(one.place)
                yield one


async def due_at(tx: Transaction, at: datetime, place: Place) -> Outgoing | None:
    """The same of one place; None: nothing is due there."""
    person, room = place
    if person:
        row = await tx.row("outbox_due_person", person_id=person, room_id=room, at=seconds(at))
    else:
        row = await tx.row("outbox_due_room", room_id=room, at=seconds(at))
    return _outgoing(row[:-1]) if row else None


async def next_due(tx: Transaction, at: datetime) -> datetime | None:
    """When the next row may be tried of those that wait for an hour after `at`; None: nothing does."""
    found: int | None = await tx.value("outbox_next_due", at=seconds(at))
    return moment(found)


async def trying(tx: Transaction, key: str, at: datetime) -> None:
    await tx.change("outbox_trying", idem_key=key, at=seconds(at))


async def sent(tx: Transaction, key: str, event_id: str, room: str, at: datetime) -> None:
    await tx.change("outbox_sent", idem_key=key, event_id=event_id, room_id=room, at=seconds(at))


async def later(tx: Transaction, key: str, not_before: datetime, reason: str) -> None:
    """Whole seconds, rounded up: never tried before its time."""
    await tx.change("outbox_later", idem_key=key, not_before=math.ceil(not_before.timestamp()), reason=reason)


async def let_go(tx: Transaction, room: str, reason: str) -> None:
    """What waits there for this reason waits no longer, in its order."""
    await tx.change("outbox_let_go", room_id=room, reason=reason)


async def leave_room(tx: Transaction, room: str, reason: str) -> None:
    """Nothing that waits is said there any more."""
    await tx.change("outbox_leave_room", room_id=room, reason=reason)


async def retry_now(tx: Transaction, at: datetime) -> None:
    """The clock was set back to `at`: what was tried by the old one, and asks no gate, waits no longer."""
    await tx.change("outbox_retry_now", at=seconds(at), latest=seconds(at + LONGEST_RETRY))


async def ended(tx: Transaction, key: str, state: Literal["dead", "unknown", "withdrawn"], reason: str) -> None:
    await tx.change("outbox_ended", idem_key=key, state=state, reason=reason)


async def unsay(tx: Transaction, key: str) -> bool:
    """As if it had never been on its way. False: it was not, or it was sent."""
    return bool(await tx.change("outbox_unsay", idem_key=key))


async def state(tx: Transaction, key: str) -> str | None:
    """None: this was never to be said."""
    found: str | None = await tx.value("outbox_state", idem_key=key)
    return found


async def said_as(tx: Transaction, key: str) -> str:
    """Key of the message by which this one was said word for word; itself, where that is not another one."""
    found: str | None = await tx.value("outbox_said_as", idem_key=key)
    return found or key


async def content(tx: Transaction, key: str) -> Mapping[str, Any] | None:
    """What a message says; None: there is none, or its text is forgotten."""
    found: str | None = await tx.value("outbox_content", idem_key=key)
    return json.loads(found) if found else None


async def reworded(tx: Transaction, key: str, content: Mapping[str, Any]) -> None:
    """What has not been sent yet says something else."""
    await tx.change("outbox_reworded", idem_key=key, content=json.dumps(content, ensure_ascii=False))


async def withdraw_introduction(tx: Transaction, introduction: str, reason: str) -> bool:
    """The room for it is not opened any more. False: it was opened already, given up, or never asked for."""
    return bool(await tx.change("outbox_withdraw_introduction", introduction_id=introduction, reason=reason))


async def key_of(tx: Transaction, event_id: str) -> str | None:
    """Which of our messages the homeserver knows as `event_id`; None: none of ours. A key serves as event id, too
    (console)."""
    found: str | None = await tx.value("outbox_key_of", event_id=event_id)
    return found


async def recent_starts(tx: Transaction, person: str, since: datetime, but: str = "") -> list[datetime]:
    """When messages on the bot's initiative reached `person`, or may have, newest first; message `but` is not counted
    before it is known to be sent."""
    return [moment(row[0]) for row in await tx.rows("outbox_starts", person_id=person, since=seconds(since), but=but)]


async def held(tx: Transaction, person: str | None = None) -> list[tuple[str, str, str]]:
    """(key, person, reason) of all that is queued and held back; of one person, or of everybody."""
    return [(row[0], row[1], row[2]) for row in await tx.rows("outbox_held", person_id=person)]


async def idle(tx: Transaction) -> bool:
    """Nothing is queued for now or later."""
    return not await tx.value("outbox_any_queued")


async def waiting(tx: Transaction) -> int:
    """How many rows are queued, for now or later."""
    return int(await tx.value("outbox_waiting"))


async def doubt(tx: Transaction, since: datetime) -> None:
    """What is queued may have been sent already by a bot whose data is lost, from `since` on: a transport looks for it
    before it sends it."""
    await tx.change("outbox_doubt", since=seconds(since))


async def unsure(tx: Transaction, since: datetime) -> list[tuple[str | None, str | None]]:
    """(person, room) of each message queued since then of which nobody knows whether it arrived; oldest first."""
    return [(row[0], row[1]) for row in await tx.rows("outbox_unsure", since=seconds(since))]


async def fastest(tx: Transaction, since: datetime, more_than: int) -> tuple[int, datetime | None]:
    """(the most that was sent within a minute since then, when more than `more_than` were last); None: never."""
    row = await tx.row("outbox_fastest", since=seconds(since), more_than=more_than)
    return (row[0], moment(row[1])) if row and row[0] else (0, None)


async def spoken(tx: Transaction, person: str, room: str) -> bool:
    """Whether something was said in `room`, or is about to be said to `person`."""
    return bool(await tx.value("outbox_spoken", person_id=person, room_id=room))


async def said_lately(tx: Transaction, person: str, since: datetime, room: str | None = None) -> list[str]:
    """What was answered to `person` since then (`room`: in that group room), newest first; not more than matters."""
    what: dict[str, Any] = {"person_id": person, "since": seconds(since), "limit": PAGE}
    name = "outbox_said_lately"
    if room:
        name, what["room_id"] = "outbox_said_in_room_lately", room
    return [json.loads(row[0])["body"] for row in await tx.rows(name, **what)]


async def last_said(tx: Transaction, person: str) -> Mapping[str, Any] | None:
    """Content of the last message to `person`; None: there is none, or its text is forgotten."""
    found: str | None = await tx.value("outbox_last_said", person_id=person)
    return json.loads(found) if found else None


def _outgoing(row: Row) -> Outgoing:
    key, txn, person, room, lane, purpose, op, content, parent, first_try_at, tries, queued_at, *gate = row
    about, urgent, valid_until, subject = gate
    return Outgoing(
        key,
        txn,
        person,
        room,
        lane,
        purpose,
        op,
        json.loads(content),
        parent,
        moment(first_try_at),
        tries,
        moment(queued_at),
        about,
        bool(urgent),
        moment(valid_until),
        subject,
    )
