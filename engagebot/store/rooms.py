"""Rooms the bot is in. A person has at most one direct room that is not left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engagebot.store import kept
from engagebot.store.sqlite import Row, Transaction
from engagebot.store.times import moment, seconds


@dataclass(frozen=True, slots=True)
class Room:
    id: str
    kind: Literal["direct", "group", "introduction"]
    person: str | None
    encrypted: bool
    """Once True it stays so: nothing plain is ever sent into a room that was seen encrypted."""


@dataclass(frozen=True, slots=True)
class IntroductionRoom:
    id: str
    introduction: str
    said: bool
    """All lines were said; until then the bot stays, unless it is too late."""
    leave_by: datetime


async def joined(tx: Transaction, room: Room, at: datetime) -> None:
    await tx.change(
        "room_joined",
        id=room.id,
        kind=room.kind,
        person_id=room.person,
        encrypted=int(room.encrypted),
        since=seconds(at),
    )


async def left(tx: Transaction, room_id: str, at: datetime) -> None:
    await tx.change("room_left", id=room_id, since=seconds(at))


async def find(tx: Transaction, room_id: str) -> Room | None:
    """None: not joined."""
    row = await tx.row("room", id=room_id)
    return _room(row) if row else None


async def direct(tx: Transaction, person: str) -> Room | None:
    """The person's own room with the bot; None: there is none yet."""
    row = await tx.row("direct_room", person_id=person)
    return _room(row) if row else None


async def gone(tx: Transaction, person: str) -> bool:
    """Whether they left their own room, and have no other one with the bot since."""
    return bool(await tx.value("direct_room_left", person_id=person))


async def all_joined(tx: Transaction) -> list[Room]:
    return [_room(row) for row in await tx.rows("joined_rooms")]


async def named(tx: Transaction, room_id: str, name: str) -> None:
    """What its members call it."""
    await kept.put(tx, f"name:{room_id}", name)


async def groups(tx: Transaction) -> dict[str, str]:
    """Group rooms that the bot is in, and that have a name: id -> name."""
    return dict(await tx.rows("named_groups"))


async def groups_unread(tx: Transaction) -> list[str]:
    """Group rooms of which nobody has looked yet what they are called."""
    return [row[0] for row in await tx.rows("groups_unread")]


async def introduction_opened(tx: Transaction, room_id: str, introduction: str, leave_by: datetime) -> None:
    """Changes nothing when there is a room of `introduction` already."""
    await tx.change(
        "introduction_opened", room_id=room_id, introduction_id=introduction, leave_by=seconds(leave_by)
    )


async def introduction_said(tx: Transaction, room_id: str) -> None:
    await tx.change("introduction_said", room_id=room_id)


async def introduction_of(tx: Transaction, room_id: str) -> IntroductionRoom | None:
    """None: it is no room of an introduction."""
    row = await tx.row("introduction_of_room", room_id=room_id)
    return _introduction(row) if row else None


async def introduction_room(tx: Transaction, introduction: str) -> IntroductionRoom | None:
    """The one room of `introduction`, left or not; None: there is none yet."""
    row = await tx.row("introduction_room", introduction_id=introduction)
    return _introduction(row) if row else None


async def introductions(tx: Transaction) -> list[IntroductionRoom]:
    """Left or not."""
    return [_introduction(row) for row in await tx.rows("introduction_rooms")]


async def author(tx: Transaction, event_id: str) -> str | None:
    """Who did `event_id`; None: it is not known, or no longer, and nothing that is still in force came of it."""
    found: str | None = await tx.value("event_author", event_id=event_id)
    return found


async def below_ours(tx: Transaction, event_id: str) -> bool:
    """Whether a message that reached the bot was a reply, or in a thread; False, too, when it is forgotten."""
    return bool(await tx.value("message_below", event_id=event_id))


def _room(row: Row) -> Room:
    return Room(row[0], row[1], row[2], bool(row[3]))


def _introduction(row: Row) -> IntroductionRoom:
    return IntroductionRoom(row[0], row[1], bool(row[2]), moment(row[3]))
