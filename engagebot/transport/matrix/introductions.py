"""Opening a room for people who want to meet: the bot says some lines there, reads nothing, and leaves.

What a homeserver and the clients make of such a room, as tests/transport/test_introductions.py shows:

- The key to the lines goes to the devices of everybody who is invited, too. So they are said at once, before anybody
  has come, and whoever comes later reads them, with every device that they had when the lines were said. Only while
  nobody has come and somebody has no such device at all, saying them waits.
- A client that trusts signed devices only (tried with matrix-js-sdk 40) reads them if its person was in an encrypted
  room with the bot before, as everybody is who was asked there; else they stay locked until the client tries again.
- Everybody invited has all rights in the room: level 100, and from room version 12 on they are its creators beside the
  bot. So nothing is missing when the bot is gone.
- A room that its last member has left cannot be entered any more, whoever is invited. So the bot stays until those who
  are invited have come, or until there is nobody left to meet; at the latest until `leave_by`.

Leaving depends on no row: what is to be left is in the table of rooms, and is looked at when the bot starts and when
somebody came or went. A row whose lines are all said is delivered.
"""
from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from engagebot.log import where
from engagebot.store import rooms as table
from engagebot.store.outbox import Outgoing, txn_of
from engagebot.store.rooms import IntroductionRoom, Room
from engagebot.transport import Delivered, Delivery, Later, Refused, Unsure
from engagebot.transport.matrix.client import MEGOLM
from engagebot.transport.matrix.direct import UNNAMED, unguessable, why_not
from engagebot.transport.matrix.keys import Keys
from engagebot.transport.matrix.rooms import Rooms
from engagebot.transport.matrix.roomstate import INTRODUCTION, State
from engagebot.transport.matrix.wire import Backoff, Unreachable, path

log = logging.getLogger(__name__)

LOOK_AGAIN_SECONDS = 3600.0
"""All rooms are looked at this often, whatever the homeserver tells or does not tell."""
STILL_BEING_MADE = timedelta(minutes=5)
"""After the first try, a homeserver may be at work on it, whether or not somebody still waits for the answer."""
SHORTEST_STAY = timedelta(hours=1)
"""Of a room that is opened later than it should have been left."""
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 5.0, 600.0
"""Between two looks whether somebody came, while the lines have to wait."""

Say = Callable[[Outgoing, Room], Awaitable[Delivery]]
"""Says one line, or finds that it was said."""


@dataclass
class Introductions:
    rooms: Rooms
    keys: Keys
    server: str
    secret: str = field(repr=False)
    """Makes the aliases unguessable."""
    clock: Callable[[], datetime]
    _stirred: set[str] = field(default_factory=set)
    _leave_by: dict[str, datetime] = field(default_factory=dict)
    _awake: asyncio.Event = field(default_factory=asyncio.Event)

    async def bring_together(self, row: Outgoing, say: Say) -> Delivery:
        """For `introduce`. However often it is tried, there is one room and each line once. Raises Unreachable."""
        opened = await self._opened(str(row.content["introduction"]))
        if opened is None:
            room = await self._open(row)
        elif opened.said:
            return _delivered(row, opened.id)
        elif opened.id not in self.rooms.known:
            return Refused("the room was left before all was said in it")
        else:
            room = await self._again(opened.id, row)
        if not isinstance(room, Room):
            return room
        self.stir(room.id)
        return await self._say_all(row, room, say)

    def stir(self, room_id: str) -> None:
        """Something happened there: perhaps it can be left now."""
        self._stirred.add(room_id)
        self._awake.set()

    async def leave_when_done(self) -> None:
        """For ever."""
        pauses, everything_at = Backoff(), 0.0
        while True:
            self._awake.clear()
            now = asyncio.get_running_loop().time()
            if now >= everything_at:
                everything_at = now + LOOK_AGAIN_SECONDS
                self._stirred |= {room.id for room in self.rooms.known.values() if room.kind == "introduction"}
            stirred, self._stirred = self._stirred | set(self._overdue()), set()
            failed = {room_id for room_id in stirred if not await self._looked_after(room_id)}
            if failed:
                self._stirred |= failed
                await asyncio.sleep(pauses.next())
                continue
            pauses = Backoff()
            await self._rest(everything_at - now)

    def alias(self, introduction: str) -> str:
        """The local part: the same for the same introduction, so that a second room is refused by the server."""
        return f"ei-{unguessable(self.secret, introduction)}"

    # ---- opening

    async def _open(self, row: Outgoing) -> Room | Delivery:
        wire = self.rooms.wire
        answer = await wire.call("POST", "/createRoom", self._wanted(row), seconds=60)
        room_id = answer.body.get("room_id")
        if answer.ok and isinstance(room_id, str):
            return await self._adopted(room_id)
        if answer.ok or answer.passing or answer.token_is_dead:
            return why_not(answer)
        # An earlier try may have made the room; and one is made, too, when the server then refuses to invite somebody.
        found = await wire.call("GET", path("directory", "room", self._address(row.content["introduction"])))
        room_id = found.body.get("room_id")
        if found.ok and isinstance(room_id, str):
            return await self._again(room_id, row)
        if answer.errcode == "M_ROOM_IN_USE":
            raise Unreachable(f"the name of the room is taken, and leads nowhere: {found}", found.after_seconds)
        return why_not(answer if found.errcode == "M_NOT_FOUND" else found)

    async def _again(self, room_id: str, row: Outgoing) -> Room | Delivery:
        """Go on with the room of an earlier try: whoever was not invited yet is; who declined is left in peace."""
        state = await self.rooms.look(room_id)
        introduction = str(row.content["introduction"])
        young = self.clock() - (row.first_try_at or row.queued_at) < STILL_BEING_MADE
        if state is None and (room_id in self.rooms.known or not young):
            await self._leave(room_id, introduction)
            return Later("the bot is no longer in the room that was opened", 0)
        if state is None or not state.encrypted:
            raise Unreachable("the room is still being made")
        if state.introduction and self.clock() >= state.introduction[1]:
            await self._leave(room_id, introduction)
            return Refused("the room could not be opened to all in time")
        for person in row.content["people"]:
            why = await self._invited(person, room_id, state)
            if isinstance(why, Refused):
                await self._leave(room_id, introduction)
            if why is not None:
                return why
        return await self._adopted(room_id)

    async def _invited(self, person: str, room_id: str, state: State) -> Delivery | None:
        """Why `person` cannot be; None: they are now, or were before."""
        if person in state.members or person in state.gone:
            return None
        answer = await self.rooms.wire.call("POST", path("rooms", room_id, "invite"), {"user_id": person})
        if answer.ok:
            return None
        # The homeserver goes on with what it was asked for before the bot was killed: they may have come meanwhile.
        now = await self.rooms.look(room_id)
        return None if now and (person in now.members or person in now.gone) else why_not(answer)

    async def _adopted(self, room_id: str) -> Room | Delivery:
        room = await self.rooms.adopt(room_id)
        if room is None:
            raise Unreachable("the new room is not there yet")
        return room

    def _wanted(self, row: Outgoing) -> Mapping[str, Any]:
        now = self.clock()
        leave_by = datetime.fromisoformat(row.content["leave_by"])
        if leave_by <= now:     # the bot was away: people have as long to come as they were meant to have
            leave_by = now + max(leave_by - row.queued_at, SHORTEST_STAY)
        introduction = str(row.content["introduction"])
        states = {"m.room.encryption": {"algorithm": MEGOLM}, "m.room.history_visibility": {
            "history_visibility": "invited"}, "m.room.guest_access": {"guest_access": "forbidden"}}
        return {
            "preset": "trusted_private_chat", "visibility": "private", "is_direct": False, "name": row.content["name"],
            "invite": list(row.content["people"]), "room_alias_name": self.alias(introduction),
            "creation_content": {INTRODUCTION: {"id": introduction, "leave_by": int(leave_by.timestamp())}},
            "initial_state": [UNNAMED, *({"type": kind, "state_key": "", "content": content}
                                         for kind, content in states.items())]}

    # ---- speaking

    async def _say_all(self, row: Outgoing, room: Room, say: Say) -> Delivery:
        state = await self.rooms.look(room.id)
        if state is None or not state.encrypted:
            raise Unreachable("the new room is not there yet")
        if await self._has_to_wait(state):
            age = (self.clock() - (row.first_try_at or row.queued_at)).total_seconds()
            return Later("nobody has come yet, and somebody has no device that could read what is said",
                         min(max(FIRST_WAIT_SECONDS, age / 10), LONGEST_WAIT_SECONDS))
        self.rooms.client.doubt_members(room.id)    # it may have been looked at before everybody was invited
        for line in _lines(row):
            done = await say(line, room)
            match done:
                case Later():
                    return done
                case Refused():
                    await self._leave(room.id, str(row.content["introduction"]))
                    return done
                case Unsure():
                    await self._all_is_said(room.id)
                    return done
        await self._all_is_said(room.id)
        return _delivered(row, room.id)

    async def _has_to_wait(self, state: State) -> bool:
        # Asked in any case: of a device that somebody has just begun to use, the next answer of /sync may tell first.
        without_device = await self.keys.without_device(state.members)
        return bool(without_device) and not state.gone and all(state.members.values())

    async def _all_is_said(self, room_id: str) -> None:
        async with self.rooms.store.transaction() as tx:
            await table.introduction_said(tx, room_id)
        self.stir(room_id)

    # ---- leaving

    async def _looked_after(self, room_id: str) -> bool:
        """Leave the room if it is time. False: that has to be tried again."""
        try:
            if room_id in self.rooms.known:
                await self._look_after(room_id)
            if room_id not in self.rooms.known:
                self._leave_by.pop(room_id, None)
            return True
        except Unreachable as error:
            log.info("whether to leave a room is put off: %s", error)
        except Exception as error:
            log.error("a room could not be left: %s", where(error))
        return False

    async def _look_after(self, room_id: str) -> None:
        async with self.rooms.store.transaction() as tx:
            opened = await table.introduction_of(tx, room_id)
        state = await self.rooms.look(room_id)
        if opened is None or state is None or self._is_done(opened, state):
            await self._leave(room_id, opened.introduction if opened else None)
        else:
            self._leave_by[room_id] = opened.leave_by

    def _is_done(self, opened: IntroductionRoom, state: State) -> bool:
        if self.clock() >= opened.leave_by:
            return True
        return opened.said and (len(state.members) < 2 or not any(state.members.values()))

    async def _leave(self, room_id: str, introduction: str | None) -> None:
        """With its name, so that nothing in the directory leads there; and with all keys. Repeatable. Raises
        Unreachable."""
        self._leave_by.pop(room_id, None)
        if introduction is not None:
            await self.rooms.wire.insist("DELETE", path("directory", "room", self._address(introduction)))
        if not await self.rooms.leave(room_id):
            log.warning("the homeserver does not let the bot leave a room in which it brought people together")

    def _overdue(self) -> Iterator[str]:
        now = self.clock()
        return (room_id for room_id, leave_by in self._leave_by.items() if leave_by <= now)

    async def _rest(self, seconds: float) -> None:
        """Until something happens, until a room has to be left, or for so long."""
        if self._leave_by:
            seconds = min(seconds, (min(self._leave_by.values()) - self.clock()).total_seconds())
        with suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, 0.05)):
                await self._awake.wait()

    async def _opened(self, introduction: str) -> IntroductionRoom | None:
        async with self.rooms.store.transaction() as tx:
            return await table.introduction_room(tx, introduction)

    def _address(self, introduction: str) -> str:
        return f"#{self.alias(introduction)}:{self.server}"


def _lines(row: Outgoing) -> Iterator[Outgoing]:
    for number, line in enumerate(row.content["lines"], 1):
        key = f"{row.key}:{number}"
        yield replace(row, key=key, txn=txn_of(key), op="say", content={**line, "attention": True})


def _delivered(row: Outgoing, room_id: str) -> Delivered:
    """What is said in the room is nothing to come back to, so the row has no event of its own."""
    return Delivered(f"introduced:{row.key}", room_id)
