"""Events of known rooms -> rows of the inbox: decrypted, understood, and weighed as to whether they concern the bot."""
from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from engagebot.config import Settings
from engagebot.domain.roles import DOORS
from engagebot.engine.events import Edit, Event, Message, Reaction, Removal, Unreadable
from engagebot.store import inbox, outbox, questions, rooms
from engagebot.store.rooms import Room
from engagebot.store.sqlite import Store, Transaction
from engagebot.transport.matrix.client import LOCKED, SafeClient
from engagebot.transport.matrix.parse import Raw, Said, addressed, said, sound, when
from engagebot.transport.matrix.rooms import Rooms

log = logging.getLogger(__name__)

COMPLAIN_EVERY = timedelta(minutes=1)
"""Of one room: who does what they are told helps, and writes again, hears whether it did."""
COMPLAIN_AFTER_SECONDS = 3.0
"""Most keys that are missing come a moment after their message."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One event, looked at. Exactly one of: a state of the room, something said, something still locked."""

    room: Room
    raw: Raw
    state: bool = False
    happened: bool = True
    """False, for a state: it was so already."""
    said: Said | None = None
    locked: bool = False

    @property
    def replaced(self) -> bool:
        return self.state and self.raw["type"] == "m.room.tombstone" and self.raw["state_key"] == ""


@dataclass
class Reading:
    settings: Settings
    me: str
    client: SafeClient
    store: Store
    clock: Callable[[], datetime]
    rooms: Rooms
    background: Callable[[Any], None]
    received: Callable[[], None]
    display_name: str = ""
    _complained: dict[str, datetime] = field(default_factory=dict)

    def take_keys(self, answer: Raw, joined: Mapping[str, Raw]) -> set[tuple[str, str]]:
        """Let the key store have its part of an answer of /sync; (room, session) of the keys that came.

        Keys to what people say where the bot brought them together are dropped at once."""
        clear: dict[str, list[Raw]] = {}
        for room_id, info in joined.items():
            events = [raw for part in ("state", "timeline") for raw in _events(info.get(part))
                      if raw["type"] in ("m.room.member", "m.room.encryption") and "state_key" in raw]
            known = self.rooms.known.get(room_id)
            if events and ((known and known.encrypted) or any(raw["type"] == "m.room.encryption" for raw in events)):
                clear[room_id] = events
        keys = self.client.take_in(answer, clear)
        for room_id in {room_id for room_id, _ in keys if room_id in self.rooms.introduced}:
            self.client.drop_keys(room_id, but_own=room_id in self.rooms.known)
        return keys

    def look(self, room: Room, state: Sequence[object], timeline: Sequence[object]) -> list[Seen]:
        """Decrypt and understand, in order. Nothing is written yet."""
        found = [Seen(room, raw, state=True, happened=False) for raw in map(sound, state) if raw and "state_key" in raw]
        for raw in map(sound, timeline):
            if raw and "state_key" in raw:
                found.append(Seen(room, raw, state=True))
            elif raw and raw["sender"] != self.me and raw["sender"] not in self.settings.ignored_people:
                found += self._understood(room, raw)
        return found

    def _understood(self, room: Room, raw: Raw) -> Iterable[Seen]:
        plain: Raw | None = raw
        if raw["type"] == "m.room.encrypted":
            opened = self.client.decrypt(room.id, raw)
            if opened is LOCKED:
                return [Seen(room, raw, locked=True)]
            plain = sound(opened)
        found = said(plain) if plain else None
        return [Seen(room, raw, said=found)] if found else []

    async def write(self, tx: Transaction, item: Seen) -> bool:
        """True: there is a new row to handle."""
        room = self.rooms.known.get(item.room.id, item.room)
        if item.state:
            return await self._state(tx, room, item)
        if item.locked:
            await self._keep_locked(tx, room, item.raw)
            return False
        event = await self._concerning(tx, room, item)
        return event is not None and await inbox.receive(tx, event)

    async def _state(self, tx: Transaction, room: Room, item: Seen) -> bool:
        kind = item.raw["type"]
        if kind == "m.room.member":
            await self.rooms.saw_member(tx, room, item.raw, item.happened)
            return True
        if item.raw["state_key"] != "":
            return False    # of these there is one in a room, without a key; any other means nothing
        if kind == "m.room.encryption":
            await self.rooms.saw_encryption(tx, room.id)
        elif kind == "m.room.name":
            await self.rooms.saw_name(tx, room, item.raw)
        if kind in DOORS:
            await self.rooms.saw_door(tx, room, item.raw)
            return True     # perhaps the organisers are told
        return False

    async def unlock(self, keys: set[tuple[str, str]] | None) -> bool:
        async with self.store.transaction() as tx:
            return await self.unlock_in(tx, keys)

    async def unlock_in(self, tx: Transaction, keys: set[tuple[str, str]] | None) -> bool:
        """Read what waited for `keys` (None: try everything). True: there are new rows to handle."""
        new = False
        rooms_of = [None] if keys is None else sorted({room_id for room_id, _ in keys})
        for event_id, room_id, raw in [one for name in rooms_of for one in await inbox.unreadable(tx, name)]:
            room = self.rooms.known.get(room_id)
            if room is None or (keys is not None and (room_id, raw.get("content", {}).get("session_id")) not in keys):
                continue
            found = list(self._understood(room, raw))
            if found and found[0].locked:
                if keys is None:
                    self._complain_soon(_event(room, raw, self.clock()))
                continue
            event = await self._concerning(tx, room, found[0]) if found else None
            if event is None:
                await inbox.forget_text(tx, event_id)
            else:
                new |= await inbox.became_readable(tx, event)
        return new

    async def _concerning(self, tx: Transaction, room: Room, item: Seen) -> Event | None:
        """The event for `dialogue`; None: it is not for the bot."""
        found, sender = item.said, item.raw["sender"]
        assert found is not None
        direct = room.kind == "direct" and sender == room.person
        if not direct and not isinstance(found.what, Removal):
            found = await self._in_a_group(tx, found)
            if found is None:
                return None
        if isinstance(found.what, Edit | Removal) and await rooms.author(tx, found.what.of) != sender:
            return None
        if isinstance(found.what, Message) and found.what.reply_to != found.reply_to:
            found = replace(found, what=replace(found.what, reply_to=found.reply_to))
        return replace(_event(room, item.raw, self.clock()), direct=direct, what=found.what)

    async def _in_a_group(self, tx: Transaction, found: Said) -> Said | None:
        if isinstance(found.what, Reaction):
            return found if await outbox.key_of(tx, found.what.to) else None
        local = self.me[1:].partition(":")[0]
        named = addressed(found, (self.me, self.display_name, local), self.me)
        if named is None and found.reply_to and await outbox.key_of(tx, found.reply_to):
            return found
        if named is None and isinstance(found.what, Message) and await self._below_ours(tx, found.what):
            return replace(found, what=replace(found.what, addressed=False))
        if named is None and isinstance(found.what, Edit) and await self._was_an_answer(tx, found.what.of):
            return found
        return named

    async def _below_ours(self, tx: Transaction, message: Message) -> bool:
        """Whether it stands in the thread of a message of ours: it may answer a question that is shown there."""
        return message.thread is not None and await outbox.key_of(tx, message.thread) is not None

    async def _was_an_answer(self, tx: Transaction, event_id: str) -> bool:
        """Whether it stood below a message of ours, or was passed on to somebody."""
        return await rooms.below_ours(tx, event_id) or bool(await questions.relays_of(tx, event_id))

    async def _keep_locked(self, tx: Transaction, room: Room, raw: Raw) -> None:
        event = _event(room, raw, self.clock())
        if await inbox.receive_unreadable(tx, event, raw):
            self._complain_soon(event)

    def _complain_soon(self, event: Event) -> None:
        now = self.clock()
        self._complained = {room: at for room, at in self._complained.items() if now - at < COMPLAIN_EVERY}
        if event.direct and event.room not in self._complained:
            self._complained[event.room] = now
            self.background(self._complain(event))

    async def _complain(self, event: Event) -> None:
        """Say so, once, unless the key came meanwhile."""
        await asyncio.sleep(COMPLAIN_AFTER_SECONDS)
        async with self.store.transaction() as tx:
            if any(event.id == waiting for waiting, _, _ in await inbox.unreadable(tx, event.room)):
                await inbox.receive(tx, replace(event, id=f"unreadable:{event.id}"))
            else:
                self._complained.pop(event.room, None)
        self.received()


def _event(room: Room, raw: Raw, now: datetime) -> Event:
    direct = room.kind == "direct" and raw["sender"] == room.person
    return Event(raw["event_id"], when(raw, now), raw["sender"], room.id, direct, Unreadable())


def _events(part: object) -> list[Raw]:
    events = part.get("events") if isinstance(part, dict) else None
    return [raw for raw in map(sound, events) if raw] if isinstance(events, list) else []
