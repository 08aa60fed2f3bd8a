"""One committed row -> one request, and what its answer means."""
from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, assert_never

from nio.crypto.attachments import encrypt_attachment

from engagebot.log import where
from engagebot.store.outbox import Outgoing
from engagebot.store.rooms import Room
from engagebot.transport import Delivered, Delivery, Later, Refused, Unsure
from engagebot.transport.matrix import message
from engagebot.transport.matrix.client import LOCKED
from engagebot.transport.matrix.direct import Direct
from engagebot.transport.matrix.erasures import Erasures
from engagebot.transport.matrix.introductions import Introductions
from engagebot.transport.matrix.keys import Keys
from engagebot.transport.matrix.rooms import Rooms
from engagebot.transport.matrix.wire import Answer, Answers, Unreachable, Wire, path

log = logging.getLogger(__name__)

REMEMBERED = timedelta(hours=23)
"""Synapse forgets transaction ids after about 24 h."""
LOOK_BACK = 200
"""Events searched for a message that may have been sent in an earlier life."""


@dataclass
class Outbound:
    me: str
    logged_in_at: datetime
    wire: Wire
    clock: Callable[[], datetime]
    rooms: Rooms
    direct: Direct
    introductions: Introductions
    erasures: Erasures
    keys: Keys
    answers: Answers
    answered: Callable[[str], None]
    """Called with the room after something was said in it."""
    _uploads: dict[str, tuple[int, Mapping[str, Any]]] = field(default_factory=dict)
    """(size, place) by row key: a file whose message has to be tried again is not uploaded again."""

    async def deliver(self, row: Outgoing) -> Delivery:
        """See `Transport.deliver`."""
        try:
            if row.op == "introduce":
                return await self.introductions.bring_together(row, self._say)
            if row.op == "leave" and row.person:
                await self.erasures.note(row.person)    # one leaves nobody else's own room by a row
            room = await self._room(row)
            if not isinstance(room, Room):
                return room
            earlier = await self._sent_before(row, room)
            done = earlier or await self._do(row, room)
        except Unreachable as error:
            return Later(str(error), error.after_seconds)
        except Exception as error:
            # A fault of ours; the row is tried again and blocks nobody but its own room.
            log.error("a message could not be sent: %s: %s", row.key, where(error))
            return Later(type(error).__name__)
        if isinstance(done, Delivered):
            self._uploads.pop(row.key, None)
            self.answered(done.room_id)
        return done

    async def _room(self, row: Outgoing) -> Room | Delivery:
        if row.room is None:
            if row.person is None:
                return Refused("the row says neither who nor where")
            found = self.rooms.own(row.person)
            if found is None and row.op != "say" and row.op != "file":
                # Only words are worth opening a room for; the rest concerns a room that is no longer there.
                return Delivered(f"gone:{row.key}", "") if row.op == "leave" else Refused("the room is gone")
            return found or await self.direct.open(row.person)
        room = self.rooms.known.get(row.room)
        if room is None and row.op == "leave":
            return Delivered(f"gone:{row.key}", row.room)
        return room or Refused("the bot is not in that room")

    async def _do(self, row: Outgoing, room: Room) -> Delivery:
        match row.op:
            case "say":
                delivery = await self._send(row, room, message.said(row))
                if isinstance(delivery, Delivered) and row.content.get("pinned"):
                    await self._pin(room, delivery.event_id)
                return delivery
            case "edit":
                if row.parent_event_id is None:
                    return Refused("what it edits was never sent")
                return await self._send(row, room, message.edited(row, row.parent_event_id))
            case "file":
                size, place = self._uploads.get(row.key) or await self._upload(row, room)
                return await self._send(row, room, message.attached(row, size, place))
            case "react":
                if row.parent_event_id is None:
                    return Refused("what it reacts to was never sent")
                return await self._put(row, room, "m.reaction", message.reaction(row, row.parent_event_id))
            case "redact":
                if row.parent_event_id is None:
                    return Refused("what it takes back was never sent")
                return self._verdict(row, room, await self._request(
                    path("rooms", room.id, "redact", row.parent_event_id, row.txn), {}))
            case "leave":
                if await (self.rooms.leave_erased(room.id, row.person) if row.person else self.rooms.leave(room.id)):
                    return Delivered(f"left:{row.key}", room.id)
                return Refused("the homeserver does not let the bot leave")
            case "introduce":
                return Refused("it is not said in a room that is there already")
            case _:
                assert_never(row.op)

    async def _say(self, row: Outgoing, room: Room) -> Delivery:
        return await self._sent_before(row, room) or await self._send(row, room, message.said(row))

    async def _send(self, row: Outgoing, room: Room, content: Mapping[str, Any]) -> Delivery:
        if not room.encrypted:
            return await self._put(row, room, "m.room.message", content)
        await self.rooms.know_members(room.id)
        kind, sealed = await self.keys.encrypted(room.id, "m.room.message", content)
        return await self._put(row, room, kind, sealed)

    async def _pin(self, room: Room, event_id: str) -> None:
        """Beside what is pinned already. Where the bot may not pin, the message stands in the room all the same; raises
        Unreachable, and then it is tried again with the message, which the server knows by its transaction id."""
        where = path("rooms", room.id, "state", "m.room.pinned_events") + "/"
        found = await self.wire.insist("GET", where, patience_seconds=10)
        if not found.ok and found.errcode != "M_NOT_FOUND":     # which says that nothing is pinned yet
            log.warning("what is pinned in a room cannot be read (%s), so nothing is pinned there", found)
            return
        before = found.body.get("pinned")
        pinned = [one for one in before if isinstance(one, str)] if isinstance(before, list) else []
        if event_id in pinned:
            return
        answer = await self.wire.call("PUT", where, {"pinned": [*pinned, event_id]})
        if answer.passing:
            raise Unreachable(f"pinning: {answer}", answer.after_seconds)
        if not answer.ok:
            log.warning("a message could not be pinned in its room: %s; give the bot the right to pin", answer)

    async def _put(self, row: Outgoing, room: Room, kind: str, content: Mapping[str, Any]) -> Delivery:
        now = self.rooms.known.get(room.id, room)
        if now.encrypted and kind == "m.room.message":
            raise Unreachable("the room became encrypted just now")     # once more, with encryption
        return self._verdict(row, room, await self._request(path("rooms", room.id, "send", kind, row.txn), content))

    async def _request(self, where: str, content: Mapping[str, Any]) -> Answer:
        self.answers.started.set()
        try:
            return await self.wire.call("PUT", where, content)
        finally:
            self.answers.ended.set()

    def _verdict(self, row: Outgoing, room: Room, answer: Answer) -> Delivery:
        event_id = answer.body.get("event_id")
        if answer.ok and isinstance(event_id, str):
            return Delivered(event_id, room.id)
        if answer.errcode == "M_DUPLICATE_ANNOTATION":
            return Delivered(f"duplicate:{row.key}", room.id)
        if answer.ok or answer.passing or answer.token_is_dead or answer.status == 401:
            return Later(str(answer), answer.after_seconds)
        return Refused(str(answer))

    async def _upload(self, row: Outgoing, room: Room) -> tuple[int, Mapping[str, Any]]:
        plain = str(row.content["text"]).encode()
        mime = str(row.content["mime"])
        keys: Mapping[str, Any] = {}
        data = plain
        if room.encrypted:
            data, keys = encrypt_attachment(plain)
            mime = "application/octet-stream"
        answer = await self.wire.call("POST", "/upload", data, mime=mime, prefix="/_matrix/media/v3", seconds=120)
        address = answer.body.get("content_uri")
        if not answer.ok or not isinstance(address, str):
            raise Unreachable(f"upload: {answer}", answer.after_seconds)
        place = {"file": {**keys, "url": address}} if room.encrypted else {"url": address}
        self._uploads[row.key] = len(plain), place
        return self._uploads[row.key]

    async def _sent_before(self, row: Outgoing, room: Room) -> Delivery | None:
        """For a row whose transaction id the server no longer knows: was it sent? None: no, or it does not matter."""
        if row.first_try_at is None or row.op not in ("say", "edit", "file"):
            return None
        if self.clock() - row.first_try_at <= REMEMBERED and row.first_try_at >= self.logged_in_at:
            return None
        at: str | None = None
        looked = 0
        while looked < LOOK_BACK:
            query = {"dir": "b", "limit": "100"} | ({"from": at} if at else {})
            answer = await self.wire.insist("GET", path("rooms", room.id, "messages"), query=query, patience_seconds=10)
            chunk = answer.body.get("chunk")
            if not answer.ok or not isinstance(chunk, list):
                return Unsure(f"it may have been sent before, and the room cannot be read: {answer}")
            for raw in filter(lambda found: isinstance(found, dict), chunk):
                marked = self._marker(room, raw)
                if marked == row.key:
                    return Delivered(str(raw.get("event_id")), room.id)
                if marked is LOCKED:
                    return Unsure("it may have been sent before, by a device whose keys are gone")
                stamp = raw.get("origin_server_ts")
                if isinstance(stamp, int) and stamp / 1000 < row.first_try_at.timestamp() - 60:
                    return None     # everything since the first try was looked at
            looked += max(len(chunk), 1)
            at = answer.body.get("end")
            if not isinstance(at, str):
                return None         # the beginning of the room
        return Unsure("it may have been sent before, too far back to look")

    def _marker(self, room: Room, raw: Mapping[str, Any]) -> Any:
        """The key in a message of the bot; LOCKED: in one that cannot be read; None: anything else."""
        if raw.get("sender") != self.me:
            return None
        plain: Any = raw
        if raw.get("type") == "m.room.encrypted":
            plain = self.rooms.client.decrypt(room.id, raw)
            if plain is LOCKED:
                return LOCKED
        content = plain.get("content") if plain else None
        return content.get(message.MARKER) if isinstance(content, dict) else None
