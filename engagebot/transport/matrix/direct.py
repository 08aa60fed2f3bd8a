"""Opening a person's own room: once, however often the answer of the homeserver is lost."""
from __future__ import annotations

import base64
import hashlib
import hmac
import logging
from dataclasses import dataclass, field
from typing import Any

from engagebot.store.rooms import Room
from engagebot.transport import Delivery, Later, Refused
from engagebot.transport.matrix.client import MEGOLM
from engagebot.transport.matrix.locks import Locks
from engagebot.transport.matrix.rooms import Rooms
from engagebot.transport.matrix.wire import Answer, Unreachable, path

log = logging.getLogger(__name__)

UNNAMED = {"type": "m.room.canonical_alias", "state_key": "", "content": {}}
"""The alias makes a second creation fail; clients are not to show it as the name of the room."""


@dataclass
class Direct:
    rooms: Rooms
    server: str
    secret: str = field(repr=False)
    """Makes the aliases of direct rooms unguessable."""
    encrypt: bool
    _opening: Locks = field(default_factory=Locks)

    async def open(self, person: str) -> Room | Delivery:
        """The room, or why there is none now. Raises Unreachable."""
        async with self._opening.of(person):
            return self.rooms.own(person) or await self._open(person)

    def alias(self, person: str) -> str:
        """The local part: the same for the same person, so that a second creation is refused by the server."""
        return f"eb-{unguessable(self.secret, person)}"

    async def _open(self, person: str) -> Room | Delivery:
        wire = self.rooms.wire
        answer = await wire.call("POST", "/createRoom", self._wanted(person), seconds=60)
        if answer.errcode == "M_ROOM_IN_USE":
            return await self._again(person)
        room_id = answer.body.get("room_id")
        if not answer.ok or not isinstance(room_id, str):
            return why_not(answer)
        return await self._adopted(room_id, person)

    async def _again(self, person: str) -> Room | Delivery:
        """An earlier creation took effect after all: go on with its room, if it still serves."""
        wire = self.rooms.wire
        alias = f"#{self.alias(person)}:{self.server}"
        found = await wire.call("GET", path("directory", "room", alias))
        room_id = found.body.get("room_id")
        if not found.ok or not isinstance(room_id, str):
            return why_not(found)
        async with self.rooms.turn(room_id):
            state = await self.rooms.look(room_id)
            if state is None:
                # The bot has left it, so nobody can let it in again: the name is freed for a new room.
                freed = await wire.call("DELETE", path("directory", "room", alias))
                return Later("the old room's name was freed", 0) if freed.ok else why_not(freed)
            if person not in state.members:
                invited = await wire.call("POST", path("rooms", room_id, "invite"), {"user_id": person})
                if not invited.ok:
                    return why_not(invited)
        return await self._adopted(room_id, person)

    async def _adopted(self, room_id: str, person: str) -> Room | Delivery:
        room = await self.rooms.adopt(room_id, True, person)
        if room is None:
            raise Unreachable("the new room is not there yet")
        return room if room.person == person else Refused("somebody else is in their own room")

    def _wanted(self, person: str) -> dict[str, Any]:
        encryption = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": MEGOLM}}
        return {"preset": "trusted_private_chat", "visibility": "private", "is_direct": True, "invite": [person],
                "room_alias_name": self.alias(person),
                "initial_state": [UNNAMED, *([encryption] if self.encrypt else [])]}


def unguessable(secret: str, what: str) -> str:
    """For an alias: the same for the same `what`."""
    digest = hmac.new(secret.encode(), what.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:20]


def why_not(answer: Answer) -> Delivery:
    """What a refusal to open a room, or to invite somebody, means."""
    if answer.passing or answer.token_is_dead:
        return Later(f"opening a room: {answer}", answer.after_seconds)
    return Refused(f"opening a room: {answer}")
