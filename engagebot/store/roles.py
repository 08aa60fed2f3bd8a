"""Who is in rooms, as the homeserver said; and whether a room that gives roles can still be taken at its word."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from engagebot.domain.roles import Door, Why
from engagebot.engine.events import Due, Event
from engagebot.store import inbox, outbox
from engagebot.store.sqlite import Transaction
from engagebot.store.times import moment, seconds

FROZEN = "frozen"
"""What happened when a room no longer says who has a role: a `Due` of nobody; its subject is `WHY ROOM`, and
so is, in the outbox, the kind of what is said because of it: nothing else is said in that room."""
LEFT = "left"
"""What happened when another room gives the roles now: a `Due` of nobody; its subject is the room that did."""


@dataclass(frozen=True, slots=True)
class Read:
    """What is known of a room: when it was last asked who is in it (None: never, or somebody came or went since), how
    often somebody did, how it was when it was trusted (None: it never was), and since when and why it no longer is."""

    at: datetime | None = None
    changes: int = 0
    trusted: Door | None = None
    frozen: Why | None = None
    frozen_at: datetime | None = None


async def read(tx: Transaction, room: str) -> Read:
    row = await tx.row("room_read", room_id=room)
    if row is None:
        return Read()
    at, changes, door, frozen, frozen_at = row
    return Read(
        moment(at) if at else None, changes, Door(**json.loads(door)) if door else None, frozen or None,
        moment(frozen_at),
    )  # fmt: skip


async def ask(tx: Transaction, room: str) -> Read:
    """Before the homeserver is asked who is in it: from now on `members_changed` counts."""
    await tx.change("room_asked", room_id=room)
    return await read(tx, room)


async def members(tx: Transaction, room: str) -> frozenset[str]:
    """As they were when last read."""
    return frozenset(row[0] for row in await tx.rows("members", room_id=room))


async def set_members(tx: Transaction, room: str, people: Iterable[str], at: datetime) -> None:
    await tx.change("members_clear", room_id=room)
    for person in people:
        await tx.change("member_add", room_id=room, person_id=person)
    await tx.change("room_was_read", room_id=room, at=seconds(at))


async def members_changed(tx: Transaction, room: str) -> None:
    """Somebody came or went: who is in it has to be asked again, also where the answer is on its way just now. Nothing
    for a room of which nobody has ever asked."""
    await tx.change("room_members_changed", room_id=room)


async def trust(tx: Transaction, room: str, door: Door) -> None:
    """From now on who is in it has the role, as long as its door stays as it is; and what was kept back is said."""
    await tx.change("room_trusted", room_id=room, door=json.dumps(asdict(door)))
    await outbox.let_go(tx, room, FROZEN)


async def freeze(tx: Transaction, room: str, why: Why, at: datetime) -> bool:
    """Nobody has a role by it any more until a human trusts it again; the organisers hear so. False: so already."""
    if not await tx.change("room_frozen", room_id=room, why=why, at=seconds(at)):
        return False
    about = f"{room} {why} {(await read(tx, room)).changes} {seconds(at)}"
    await inbox.receive(tx, Event(f"{FROZEN}:{about}", at, "", "", True, Due(FROZEN, f"{why} {room}")))
    return True


async def keeps_back(tx: Transaction, row: outbox.Outgoing) -> bool:
    """Whether it is for a room in which strangers may read by now, or which takes nothing any more."""
    if row.room is None or row.subject == FROZEN:
        return False
    return (await read(tx, row.room)).frozen is not None


async def left(tx: Transaction, giving: Collection[str], at: datetime) -> None:
    """Rooms that gave roles, and are not among `giving` any more, are left. That they are is heard
    again until it is done."""
    for (room,) in await tx.rows("rooms_once_trusted"):
        if room not in giving:
            await inbox.receive(tx, Event(f"{LEFT}:{room} {seconds(at)}", at, "", "", True, Due(LEFT, room)))


async def forget(tx: Transaction, room: str) -> None:
    """It is a room like others."""
    await tx.change("members_clear", room_id=room)
    await tx.change("room_forgotten", room_id=room)
