"""The rooms the bot is in: whose they are, whether encrypted, and what becomes of them when people come and go."""
from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from engagebot.config import Settings
from engagebot.domain.roles import frozen_because
from engagebot.engine.events import Arrival, Departure, Event
from engagebot.store import inbox, roles, rooms
from engagebot.store.rooms import Room
from engagebot.store.sqlite import Store, Transaction
from engagebot.transport.matrix.client import SafeClient
from engagebot.transport.matrix.locks import Locks, side_by_side
from engagebot.transport.matrix.look import look
from engagebot.transport.matrix.parse import Raw, before_joining, member, when
from engagebot.transport.matrix.roomstate import State
from engagebot.transport.matrix.wire import Unreachable, Wire, path

log = logging.getLogger(__name__)

Background = Callable[[Any], None]
ROOMS_AT_ONCE = 8
"""So many rooms the homeserver is asked about side by side, where thousands changed while the bot was away."""


@dataclass
class Rooms:
    """Holds what the room table holds, so that no message needs a query to find its way."""

    settings: Settings
    me: str
    wire: Wire
    client: SafeClient
    store: Store
    clock: Callable[[], datetime]
    background: Background
    received: Callable[[], None]
    known: dict[str, Room] = field(default_factory=dict)
    started: bool = False
    allowed: Callable[[str], bool] = lambda inviter: True
    """Whose invitations are accepted."""
    fresh: dict[str, datetime] = field(default_factory=dict)
    """Adopted, but not seen in an answer of /sync yet: when."""
    direct: dict[str, list[str]] = field(default_factory=dict)
    """m.direct of the account: person -> rooms."""
    introduced: set[str] = field(default_factory=set)
    """Rooms made for people to meet, left or not: nothing that is said there is ever read."""
    _own: dict[str, str] = field(default_factory=dict)
    _locks: Locks = field(default_factory=Locks)
    _emptying: set[str] = field(default_factory=set)

    async def load(self, positioned: bool) -> None:
        """Read the table, compare with the server, adopt what a crash left between joining and writing down.

        `positioned`: there is a place from where the sync goes on. Raises Unreachable.
        """
        await self.reload()
        answer = await self.wire.insist("GET", "/joined_rooms")
        there = answer.body.get("joined_rooms")
        if not answer.ok or not isinstance(there, list):
            raise Unreachable(f"/joined_rooms: {answer}", answer.after_seconds)
        if not positioned:
            # No answer of /sync will tell that the bot was taken out of these.
            async with self.store.transaction() as tx:
                for room in [room for room in self.known.values() if room.id not in there]:
                    await self.lost(tx, room, {"event_id": "start"})
        unknown = [room for room in there if room not in self.known]
        if unknown:
            await self.read_direct()
        await side_by_side((partial(self._adopt_if_reached, room_id) for room_id in unknown), ROOMS_AT_ONCE)
        await self._learn_names()
        self.started = True

    async def _adopt_if_reached(self, room_id: str) -> None:
        try:
            await self.adopt(room_id)
        except Unreachable as error:
            log.warning("a room is not looked at before the next start: %s", error)

    async def _learn_names(self) -> None:
        """Of groups that were entered before the bot kept what they are called."""
        async with self.store.transaction() as tx:
            nameless = await rooms.groups_unread(tx)
        for room_id in nameless:
            try:
                state = await self.look(room_id)
            except Unreachable as error:
                log.warning("the name of a room is not read before the next start: %s", error)
                continue
            async with self.store.transaction() as tx:
                await rooms.named(tx, room_id, state.name if state else "")

    async def reload(self) -> None:
        """Take the table as it is."""
        async with self.store.transaction() as tx:
            self.known = {room.id: room for room in await rooms.all_joined(tx)}
            self.introduced = {opened.id for opened in await rooms.introductions(tx)}
        self._own = {room.person: room.id for room in self.known.values() if room.person}

    def is_named(self, room_id: str) -> bool:
        """Whether the settings speak of this very room."""
        return room_id in self.settings.group_rooms or room_id in self.settings.allowed_inviters

    def may_enter(self, room_id: str) -> bool:
        """Whether the bot may be in it, as a group."""
        return not self.settings.group_rooms or self.is_named(room_id)

    def own(self, person: str) -> Room | None:
        """The person's own room with the bot, the newest of several; None: there is none yet."""
        return self.known.get(self._own.get(person, ""))

    async def adopt(self, room_id: str, meant_as_direct: bool = False, person: str | None = None) -> Room | None:
        """Learn what `room_id`, joined just now, is, and write it down. None: nothing to stay in for; it is left.

        `person`: whose own room it is known to be. Raises Unreachable.
        """
        async with self.turn(room_id):
            if room_id in self.known:
                return self.known[room_id]
            state = await self.look(room_id)
            if state is None:
                return None
            if state.own and not state.members and self.started:
                return None     # still being made: whoever makes it adopts it
            if room_id in self.settings.allowed_inviters and state.space:
                return None     # there to know who is in it: nothing is said in a space
            room = self._classify(room_id, state, meant_as_direct, person)
            empty = not (state.members or state.introduction)
            strange = bool(state.invited_by) and not (self.started or state.own or self.allowed(state.invited_by))
            if state.space or empty or strange or (room.kind == "group" and not self.may_enter(room_id)):
                self.background(self._leave_unless_back(room_id) if empty else self.leave(room_id))
                return None
            await self._write_down(room, state)
        if room.person:
            self.background(self.write_direct(room.person, room_id))
        self.received()
        return room

    async def look(self, room_id: str, patience_seconds: float = 60) -> State | None:
        """Ask the server. None: the bot is not in there. Raises Unreachable."""
        return await look(self.wire, room_id, self.me, patience_seconds)

    async def know_members(self, room_id: str) -> None:
        """Before encrypting: who gets the key. Asks the server unless nothing was missed since. Raises Unreachable."""
        if self.client.members_are_known(room_id):
            return
        answer = await self.wire.call("GET", path("rooms", room_id, "members"), query={"not_membership": "leave"})
        chunk = answer.body.get("chunk")
        if not answer.ok or not isinstance(chunk, list):
            raise Unreachable(f"members of a room: {answer}")
        present = [(person, membership) for person, membership, _ in map(member, filter(_is_object, chunk))]
        self.client.set_members(room_id, {p: m == "invite" for p, m in present if m in ("invite", "join")})

    async def saw_member(self, tx: Transaction, room: Room, raw: Raw, happened: bool) -> None:
        """A clear member event of `room`. `happened`: in the timeline; False: a state that was so already."""
        person, membership, name = member(raw)
        if person:
            await roles.members_changed(tx, room.id)
        if not person or person == self.me:
            return
        gone = membership in ("leave", "ban")
        if room.kind == "group":
            if gone:
                self.background(self.leave_if_empty(room.id))
        elif person != room.person:
            if not gone and person not in self.settings.ignored_people:
                # A third person can read along from now on: nothing personal in here any more.
                await self._remember(tx, Room(room.id, "group", None, room.encrypted))
                if not self.may_enter(room.id):
                    self.background(self.leave(room.id))
        elif gone:
            await self.lost(tx, room, raw)
            self.background(self._leave_unless_back(room.id, person))
        elif person in self.settings.ignored_people:
            pass
        elif happened and membership == "join" and before_joining(raw).get("membership") != "join":
            event_id = f"arrival:{room.id}:{raw['event_id']}"
            await inbox.receive(tx, Event(event_id, when(raw, self.clock()), person, room.id, True, Arrival(name)))

    async def lost(self, tx: Transaction, room: Room, raw: Raw) -> None:
        """The person or the bot is out of `room`; `raw` is the member event that says so."""
        now = self.clock()
        if room.person and self.own(room.person) == room:
            event_id = f"departure:{room.id}:{raw.get('event_id')}"
            await inbox.receive(tx, Event(event_id, when(raw, now), room.person, room.id, True, Departure()))
        await roles.members_changed(tx, room.id)
        await self.forget(tx, room.id)

    async def saw_door(self, tx: Transaction, room: Room, raw: Raw) -> None:
        """Who may come in or read, the encryption or a replacement, of a room that perhaps gives roles."""
        known = await roles.read(tx, room.id)
        await roles.members_changed(tx, room.id)    # an answer that is on its way may be of before
        if known.trusted is None or known.frozen:
            return
        if why := frozen_because(known.trusted, known.trusted.after(raw["type"], raw["content"])):
            await roles.freeze(tx, room.id, why, self.clock())
            log.error("the organisers' room %s was changed (%s): nobody counts as an organiser", room.id, why)

    async def saw_encryption(self, tx: Transaction, room_id: str) -> None:
        room = self.known.get(room_id)
        if room and not room.encrypted:
            await self._remember(tx, replace(room, encrypted=True))

    async def saw_name(self, tx: Transaction, room: Room, raw: Raw) -> None:
        content = raw.get("content")
        if room.kind == "group" and isinstance(content, dict):
            await rooms.named(tx, room.id, str(content.get("name") or ""))

    async def forget(self, tx: Transaction, room_id: str) -> None:
        await rooms.left(tx, room_id, self.clock())
        self._let_go(self.known.pop(room_id, None))
        self.fresh.pop(room_id, None)
        self.client.forget_room(room_id)
        if room_id in self.introduced:
            self.client.drop_keys(room_id)

    async def leave(self, room_id: str) -> bool:
        """Leave for good and forget; repeatable. False: the server refuses. Raises Unreachable."""
        answer = await self.wire.insist("POST", path("rooms", room_id, "leave"), {})
        if not answer.ok and answer.status not in (403, 404):
            return False
        await self.wire.insist("POST", path("rooms", room_id, "forget"), {})
        async with self.store.transaction() as tx:
            await self.forget(tx, room_id)
        return True

    def turn(self, room_id: str) -> AbstractAsyncContextManager[None]:
        """Who is asked into a room, and whether the bot leaves it, is decided by one after the other."""
        return self._locks.of(room_id)

    async def _leave_unless_back(self, room_id: str, person: str | None = None) -> None:
        """Whoever went (None: all) may have been asked back meanwhile, with something that is said to them there."""
        async with self.turn(room_id):
            state = await self.look(room_id)
            members = state.members if state else {}
            if not (members if person is None else person in members):
                await self.leave(room_id)

    async def leave_erased(self, room_id: str, person: str) -> bool:
        """The same of the own room of somebody who is erased: nothing of it, and of them, stays. Raises Unreachable."""
        if not await self.leave(room_id):
            return False
        self.client.drop_keys(room_id)
        self.client.forget_person(person)
        async with self._locks.of("m.direct"):
            await self.read_direct()
            if self.direct.pop(person, None):
                await self.wire.insist("PUT", path("user", self.me, "account_data", "m.direct"), self.direct)
        return True

    async def leave_if_empty(self, room_id: str) -> None:
        if room_id in self._emptying:
            return      # many may go at once; one look afterwards is enough
        self._emptying.add(room_id)
        try:
            answer = await self.wire.insist("GET", path("rooms", room_id, "joined_members"))
        finally:
            self._emptying.discard(room_id)
        joined = answer.body.get("joined")
        if answer.ok and isinstance(joined, dict) and set(joined) <= {self.me}:
            await self.leave(room_id)

    async def read_direct(self) -> None:
        answer = await self.wire.insist("GET", path("user", self.me, "account_data", "m.direct"))
        if answer.ok:
            self.direct = {person: [room for room in found if isinstance(room, str)]
                           for person, found in answer.body.items() if isinstance(found, list)}

    async def write_direct(self, person: str, room_id: str) -> None:
        """Let every client of the bot's account show `room_id` as a conversation with `person`."""
        async with self._locks.of("m.direct"):
            await self.read_direct()
            if room_id in self.direct.get(person, []):
                return
            self.direct[person] = [room_id, *self.direct.get(person, [])]
            await self.wire.insist("PUT", path("user", self.me, "account_data", "m.direct"), self.direct)

    def _classify(self, room_id: str, state: State, meant_as_direct: bool, person: str | None) -> Room:
        if state.introduction:
            return Room(room_id, "introduction", None, True)    # perhaps it is still being made
        others = [p for p in state.members if p not in self.settings.ignored_people]
        whose = person or (others[0] if len(others) == 1 else None)
        meant = (person or meant_as_direct or state.meant_as_direct or state.own
                 or room_id in self.direct.get(whose or "", []))
        # Two people in a room with a name are a group that is still small. Three people are never a direct room,
        # whatever the invitation says: personal matters would be read by the third.
        if whose and others == [whose] and (meant or not state.named):
            return Room(room_id, "direct", whose, state.encrypted)
        return Room(room_id, "group", None, state.encrypted)

    async def _write_down(self, room: Room, state: State) -> None:
        now = self.clock()
        self.fresh[room.id] = now       # before it is known: an answer of /sync may be looking at it meanwhile
        async with self.store.transaction() as tx:
            await self._remember(tx, room)
            if room.kind == "group":
                await rooms.named(tx, room.id, state.name)
            if state.introduction:
                await rooms.introduction_opened(tx, room.id, *state.introduction)
                self.introduced.add(room.id)
            if room.person and not state.members.get(room.person, True):
                name = state.names.get(room.person, "")
                mine, theirs = (Event(f"arrival:{room.id}:{state.joins.get(who)}", now, room.person, room.id, True,
                                      Arrival(name)) for who in (self.me, room.person))
                await inbox.receive(tx, mine)
                # The timeline will tell of their joining, too: that is the same arrival.
                await inbox.take(tx, theirs)
        if state.encrypted:
            self.client.set_members(room.id, {self.me: False, **state.members})

    async def _remember(self, tx: Transaction, room: Room) -> None:
        await rooms.joined(tx, room, self.clock())
        before = self.known.get(room.id)
        self.known[room.id] = room
        if before and before.person != room.person:
            self._let_go(before)
        if room.person and (before is None or before.person != room.person):
            self._own[room.person] = room.id

    def _let_go(self, room: Room | None) -> None:
        """`room` is no longer its person's own: an older one of theirs is, if there is one."""
        if room and room.person and self._own.get(room.person) == room.id:
            others = [other.id for other in self.known.values() if other.person == room.person]
            if others:
                self._own[room.person] = others[-1]
            else:
                del self._own[room.person]


def _is_object(value: object) -> bool:
    return isinstance(value, dict)
