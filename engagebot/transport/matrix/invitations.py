"""Invitations: accepted at a pace, from allowed people and to allowed rooms only; others get no answer at all."""
from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engagebot.config import Settings
from engagebot.store.rooms import Room
from engagebot.transport.matrix.parse import Raw
from engagebot.transport.matrix.rooms import Rooms
from engagebot.transport.matrix.wire import Unreachable, path

log = logging.getLogger(__name__)

AT_ONCE = 5
"""So many may be accepted at once, as when a meeting gets to know the bot; in the long run one in
`invitation_seconds`."""
MOST_WAITING = 200
"""What comes beyond that is looked for again when these are dealt with."""
LATER_SECONDS = 30.0
"""After a minute without a homeserver, an invitation is accepted when this has passed; and so on."""


@dataclass(frozen=True, slots=True)
class Invitation:
    room_id: str
    inviter: str
    direct: bool
    vouched: bool = True
    """False: it counts only if the inviter is in one of the rooms whose members may invite."""


@dataclass
class Invitations:
    settings: Settings
    server: str
    rooms: Rooms
    _waiting: asyncio.Queue[Invitation] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))
    _more: bool = False
    """Some had no room in the queue."""
    _free_at: float = float("-inf")
    _seen: set[str] = field(default_factory=set)
    _replaced: dict[str, str] = field(default_factory=dict)
    """New room -> old room, where the bot waits for an invitation to the new one."""

    def hear(self, room_id: str, invited: object) -> None:
        """`invited`: a room of the `invite` part of an answer of /sync."""
        found = _read(room_id, invited, self.rooms.me, room_id in self.settings.allowed_inviters)
        if found is None or room_id in self._seen or room_id in self.rooms.known:
            return
        if room_id in self.rooms.introduced:
            return      # left on purpose: whoever was brought together there is among themselves
        vouched = self.allowed(found.inviter) or self.rooms.is_named(room_id)
        if found.inviter in self.settings.ignored_people or not (vouched or self._vouching()):
            log.info("an invitation from outside the allowed servers and people was ignored")
            return
        if not (found.direct or self.rooms.may_enter(room_id)):
            log.info("an invitation to a group that is not one of ours was ignored")
            return
        self._wait(replace(found, vouched=vouched))

    def _wait(self, invitation: Invitation) -> None:
        try:
            self._waiting.put_nowait(invitation)
            self._seen.add(invitation.room_id)
        except asyncio.QueueFull:
            self._seen.discard(invitation.room_id)
            self._more = True

    def withdrawn(self, room_id: str) -> None:
        self._seen.discard(room_id)

    def allowed(self, inviter: str) -> bool:
        """By the settings: the person, or their server; none named: the bot's own server. Of members of rooms, nobody
        can tell here."""
        if inviter in self.settings.ignored_people:
            return False
        return not {inviter, inviter.partition(":")[2]}.isdisjoint(self.settings.allowed_inviters or [self.server])

    def may_be_allowed(self, inviter: str) -> bool:
        """The same, where members of some rooms may invite, too, and nobody asks who they are."""
        return self.allowed(inviter) or bool(self._vouching() and inviter not in self.settings.ignored_people)

    def _vouching(self) -> list[str]:
        """Rooms and spaces whose members may invite."""
        return [name for name in self.settings.allowed_inviters if name.startswith("!")]

    async def _is_vouched(self, invitation: Invitation) -> bool:
        """Raises Unreachable."""
        if invitation.vouched:
            return True
        for room_id in self._vouching():
            answer = await self.rooms.wire.insist("GET", path("rooms", room_id, "joined_members"))
            if answer.ok and invitation.inviter in _object(answer.body.get("joined")):
                return True
        return False

    async def find_pending(self) -> None:
        """Those that an earlier life heard of and did not get to: a saved sync position never shows them again."""
        # Nothing but invitations. Naming no rooms at all would hide those, too; the random type makes the request a new
        # one, as the server answers an identical one from a cache, for minutes.
        nothing: dict[str, Any] = {"types": []}
        wanted = {"presence": nothing, "account_data": nothing, "room": {
            "state": nothing, "ephemeral": nothing, "account_data": nothing,
            "timeline": {"types": [f"none.{secrets.token_hex(8)}"]}}}
        query = {"timeout": "0", "set_presence": "offline", "filter": json.dumps(wanted)}
        answer = await self.rooms.wire.insist("GET", "/sync", query=query)
        for room_id, invited in _object(_object(answer.body.get("rooms")).get("invite")).items():
            self.hear(room_id, invited)

    async def accept_all(self) -> None:
        """For ever, one after another."""
        while True:
            invitation = await self._waiting.get()
            await self._pace()
            self.rooms.background(self._accept(invitation))
            if self._more and self._waiting.empty():
                self._more = False
                self.rooms.background(self.find_pending())

    async def _pace(self) -> None:
        now, pause = asyncio.get_running_loop().time(), self.settings.invitation_seconds
        self._free_at = max(self._free_at, now - AT_ONCE * pause) + pause
        await asyncio.sleep(max(0.0, self._free_at - now))

    async def _accept(self, invitation: Invitation) -> None:
        try:
            if not await self._is_vouched(invitation):
                log.info("an invitation of somebody who is in none of the rooms that vouch for them was ignored")
                self._seen.discard(invitation.room_id)
                return
            answer = await self.rooms.wire.insist("POST", path("rooms", invitation.room_id, "join"), {})
            if answer.ok:
                old = self._replaced.pop(invitation.room_id, None)
                room = await self.rooms.adopt(invitation.room_id, invitation.direct or old is not None)
                if old and room:
                    await self.rooms.leave(old)
            else:
                log.warning("an invitation could not be accepted: %s", answer)
        except Unreachable as error:
            log.warning("an invitation is accepted later: %s", error)
            await asyncio.sleep(LATER_SECONDS)
            self._wait(invitation)      # no answer of /sync tells of it again
        except BaseException:
            self._seen.discard(invitation.room_id)
            raise
        else:
            self._seen.discard(invitation.room_id)

    async def follow(self, room: Room) -> None:
        """`room`, a direct room, is said to have been replaced: go along if the server itself says so."""
        wire = self.rooms.wire
        try:
            tombstone = await wire.insist("GET", path("rooms", room.id, "state", "m.room.tombstone"))
            there = tombstone.body.get("replacement_room")
            if not tombstone.ok or not isinstance(there, str) or not there.startswith("!"):
                return
            via = str(room.person).partition(":")[2]
            answer = await wire.insist("POST", path("join", there), {}, query={"via": via, "server_name": via})
            if answer.ok and await self.rooms.adopt(there, True):
                await self.rooms.leave(room.id)
            elif not answer.ok:
                # Only invited people may come in: the invitation follows, to the newest of them.
                self._replaced = {new: old for new, old in self._replaced.items() if old != room.id} | {there: room.id}
        except Unreachable as error:
            log.warning("a replaced room was not followed: %s", error)


def _read(room_id: str, invited: object, me: str, vouches: bool) -> Invitation | None:
    """`vouches`: its members may invite. None: the bot is not invited, or to a space of others."""
    events = _object(_object(invited).get("invite_state")).get("events")
    found = None
    for event in events if isinstance(events, list) else []:
        raw, content = _object(event), _object(_object(event).get("content"))
        if raw.get("type") == "m.room.create" and content.get("type") == "m.space" and not vouches:
            return None
        if raw.get("type") == "m.room.member" and raw.get("state_key") == me and content.get("membership") == "invite":
            found = Invitation(room_id, str(raw.get("sender")), content.get("is_direct") is True)
    return found


def _object(value: object) -> Raw:
    empty: Mapping[str, Any] = {}
    return value if isinstance(value, dict) else empty
