"""The sync loop: what the homeserver says becomes rows of the inbox, in one transaction with the sync position."""
from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import secrets
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from engagebot.config import Settings
from engagebot.log import where
from engagebot.store import kept
from engagebot.store.rooms import Room
from engagebot.store.sqlite import Store, Transaction
from engagebot.transport.matrix.keys import Keys
from engagebot.transport.matrix.locks import side_by_side
from engagebot.transport.matrix.parse import Raw, member, sound, when
from engagebot.transport.matrix.reading import Reading, Seen
from engagebot.transport.matrix.receipts import Receipts
from engagebot.transport.matrix.rooms import ROOMS_AT_ONCE, Rooms
from engagebot.transport.matrix.wire import Answer, Answers, Backoff, Unreachable, Wire, path

log = logging.getLogger(__name__)

POSITION, FILTER = "sync_position", "sync_filter"
PAGE = 100
"""The most that Synapse gives at once, whatever a filter asks for."""
LONGEST_GAP = 5000
BEFORE_JOINING, BEFORE_JOINING_GROUP = timedelta(days=3), timedelta(minutes=10)
"""People write before the bot has accepted their invitation; what is older is another story."""
ANSWER_STARTS_SECONDS, ANSWER_ENDS_SECONDS = 0.015, 0.05
"""So long the next poll waits for the answers to what just came; the homeserver would work on both at once."""


@dataclass
class Inbound:
    settings: Settings
    me: str
    wire: Wire
    store: Store
    clock: Callable[[], datetime]
    rooms: Rooms
    keys: Keys
    reading: Reading
    receipts: Receipts
    invited: Callable[[str, object], None]
    replaced: Callable[[Room], None]
    stirred: Callable[[str], None]
    """Called when somebody came or went where people were brought together; nothing else is looked at there."""
    received: Callable[[], None]
    background: Callable[[Any], None]
    answers: Answers
    since: str | None = None
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _filter: str = ""
    _opened: set[tuple[str, str]] = field(default_factory=set)
    """(room, session) of keys that came and that no message was tried with yet."""
    _poll: asyncio.Task[Answer] | None = None

    async def position(self) -> str | None:
        """Where to go on; None: this is the first start."""
        async with self.store.transaction() as tx:
            return await kept.get(tx, POSITION)

    async def prepare(self) -> None:
        """Where to go on, and the filter that keeps answers small. Raises Unreachable."""
        self.since = await self.position()
        async with self.store.transaction() as tx:
            saved = json.loads(await kept.get(tx, FILTER) or "{}")
        mark = hashlib.sha256(f"{self.me} {self.wire.homeserver} {json.dumps(self._wanted())}".encode()).hexdigest()
        if saved.get("for") == mark:
            self._filter = saved["id"]
        else:
            await self._upload_filter(mark)
        if await self.reading.unlock(None):
            self.received()

    async def poll(self) -> Answer | None:
        """One request for news. None: it was interrupted by `interrupt`. Raises Unreachable."""
        timeout = self.settings.sync_timeout_seconds if self.since else 0
        query = {"filter": self._filter, "timeout": str(timeout * 1000), "set_presence": "offline"}
        if self.since:
            query["since"] = self.since
        else:
            # No messages; and a type that no other request named, or the server answers a second first start within
            # minutes from a cache.
            wanted, nothing_yet = self._wanted(), {"types": [f"none.{secrets.token_hex(8)}"]}
            query["filter"] = json.dumps({**wanted, "room": {**wanted["room"], "timeline": nothing_yet}})
        seconds = timeout + 20 if timeout else 120
        self._poll = asyncio.create_task(self.wire.call("GET", "/sync", query=query, seconds=seconds))
        try:
            return await self._poll
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if current and current.cancelling():
                self._poll.cancel()
                raise
            return None
        finally:
            self._poll = None

    def interrupt(self) -> None:
        if self._poll:
            self._poll.cancel()

    async def refresh_filter(self) -> None:
        """The server does not like the request: perhaps it lost the filter."""
        await self._upload_filter("")

    async def take(self, body: Mapping[str, Any]) -> None:
        """Write down one answer of /sync, whatever is in it. Returns when all of it is on the disk."""
        position = body.get("next_batch")
        if not isinstance(position, str) or not position:
            raise Unreachable("an answer of /sync has no position")
        if position == self.since:
            return
        parts = _object(body.get("rooms"))
        joined = {room: _object(info) for room, info in _object(parts.get("join")).items()}
        left = {room: _object(info) for room, info in _object(parts.get("leave")).items()}
        self._opened |= self.reading.take_keys(body, joined)
        found = await side_by_side((partial(self._contained, *one) for one in joined.items()), ROOMS_AT_ONCE)
        seen = [item for of_a_room in found for item in of_a_room]
        new = await self._commit(position, left, seen)
        self.since = position
        self._opened.clear()
        for room_id, invited in _object(parts.get("invite")).items():
            self.invited(room_id, invited)
        for room in {item.room.id: item.room for item in seen if item.replaced and item.room.kind == "direct"}.values():
            self.replaced(room)
        self.background(self.keys.upkeep(body.get("device_unused_fallback_key_types")))
        if new:
            self.answers.expect()
            self.received()
            self.receipts.note(seen)
            await self.answers.go_first(ANSWER_STARTS_SECONDS, ANSWER_ENDS_SECONDS)

    async def _contained(self, room_id: str, info: Raw) -> list[Seen]:
        try:
            return await self._seen(room_id, info)
        except Unreachable:
            raise
        except Exception as error:
            # A fault of ours: better to miss this of one room than to meet it again at each start.
            log.error("what came in a room could not be looked at: %s", where(error))
            return []

    async def _seen(self, room_id: str, info: Raw) -> list[Seen]:
        """What came in one room."""
        room = self.rooms.known.get(room_id) or await self._until_done(partial(self.rooms.adopt, room_id))
        if room and room.kind == "introduction":
            self.rooms.fresh.pop(room_id, None)
            if _tells_of_members(info):
                self.stirred(room_id)
            return []
        if not room:
            return []
        said = await self._said(room, _object(info.get("timeline")))
        return self.reading.look(room, _list(_object(info.get("state")).get("events")), said)

    async def _commit(self, position: str, left: Mapping[str, Raw], seen: list[Seen]) -> bool:
        """True: there are new rows. Tried until it works: the same answer cannot be asked for again in this process."""
        pauses = Backoff()
        while True:
            try:
                async with self.store.transaction() as tx:
                    new = await self._write(tx, left, seen)
                    new |= await self.reading.unlock_in(tx, self._opened) if self._opened else False
                    await kept.put(tx, POSITION, position)
                return new
            except Exception as error:
                log.error("what came could not be written down, it is tried again: %s", type(error).__name__)
                if self.stopping.is_set():
                    raise Unreachable("stopping") from error
                await self.rooms.reload()
                await self.pause(pauses.next())

    async def _write(self, tx: Transaction, left: Mapping[str, Raw], seen: list[Seen]) -> bool:
        new = False
        for item in seen:
            if item.room.id in self.rooms.known:
                new |= await self.reading.write(tx, item)
        for room_id, info in left.items():
            room = self.rooms.known.get(room_id)
            if room:
                events = [e for part in ("timeline", "state") for e in _list(_object(info.get(part)).get("events"))]
                own = [e for e in events if member(_object(e))[0] == self.me]
                await self.rooms.lost(tx, room, own[0] if own else {"event_id": self.since})
                new = True
        return new

    async def _said(self, room: Room, timeline: Raw) -> list[Any]:
        """The timeline, its gap filled."""
        here = _list(timeline.get("events"))
        joined_at = self.rooms.fresh.pop(room.id, None)
        if not self.since:
            return []       # the first start: what was said before is nobody's question any more
        if joined_at is None:
            return [*await self._missed(room.id, timeline), *here]
        oldest = joined_at - (BEFORE_JOINING if room.kind == "direct" else BEFORE_JOINING_GROUP)
        if not self._reach(oldest, here):
            here = [*await self._missed(room.id, timeline, oldest), *here]
        return [raw for raw in here if sound(raw) and when(raw, self.clock()) >= oldest]

    def _reach(self, oldest: datetime, events: list[Any]) -> bool:
        """Whether one of them is older than that, or the beginning of the room."""
        return any(raw["type"] == "m.room.create" or when(raw, self.clock()) < oldest
                   for raw in map(sound, events) if raw)

    async def _missed(self, room_id: str, timeline: Raw, oldest: datetime | None = None) -> list[Any]:
        """What a `limited` timeline left out, oldest first, back to our own position; or, in a room that the bot is new
        in, to what is older than `oldest`."""
        at = timeline.get("prev_batch")
        if timeline.get("limited") is not True or not isinstance(at, str) or not self.since:
            return []
        self.rooms.client.doubt_members(room_id)
        found: list[Any] = []
        while len(found) < LONGEST_GAP:
            query = {"dir": "b", "from": at, "limit": str(PAGE),
                     "filter": json.dumps({"lazy_load_members": True, "not_senders": [self.me]})}
            if oldest is None:
                query["to"] = self.since
            answer = await self._until_done(
                partial(self.wire.insist, "GET", path("rooms", room_id, "messages"), query=query))
            if not answer.ok:
                log.warning("a gap in a room could not be filled: %s", answer)
                break
            found += _list(answer.body.get("chunk"))
            at = answer.body.get("end")
            if not isinstance(at, str) or not answer.body.get("chunk"):
                break
            if oldest and self._reach(oldest, found[-PAGE:]):
                break
        else:
            log.error("more than %d messages were missed in one room; the oldest of them stay unread", LONGEST_GAP)
        return found[::-1]

    async def _until_done(self, ask: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        """Going on without it would lose what people wrote. Raises Unreachable when stopping, or with a dead token."""
        pauses = Backoff()
        while True:
            try:
                return await self._unless_stopping(ask())
            except Unreachable as error:
                if self.stopping.is_set() or self.wire.dead.is_set():
                    raise
                log.warning("the sync waits for the homeserver: %s", error)
                await self.pause(pauses.next(error.after_seconds))

    async def _unless_stopping(self, asking: Coroutine[Any, Any, Any]) -> Any:
        asked, stopped = asyncio.create_task(asking), asyncio.create_task(self.stopping.wait())
        try:
            await asyncio.wait({asked, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if asked.done():
                return asked.result()
            raise Unreachable("stopping")
        finally:
            asked.cancel()
            stopped.cancel()

    async def pause(self, seconds: float) -> None:
        """Sleep, but not through a stop."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.stopping.wait()

    async def _upload_filter(self, mark: str) -> None:
        answer = await self.wire.insist("POST", path("user", self.me, "filter"), self._wanted())
        found = answer.body.get("filter_id")
        if not answer.ok or not isinstance(found, str):
            self._filter = json.dumps(self._wanted())
            return
        self._filter = found
        async with self.store.transaction() as tx:
            await kept.put(tx, FILTER, json.dumps({"for": mark, "id": found}))

    def _wanted(self) -> dict[str, Any]:
        nothing: dict[str, Any] = {"types": []}
        return {"presence": nothing, "account_data": nothing,
                "room": {"ephemeral": nothing, "account_data": nothing, "state": {"lazy_load_members": True},
                         "timeline": {"limit": PAGE, "lazy_load_members": True, "not_senders": [self.me]}}}


def _tells_of_members(info: Raw) -> bool:
    events = [e for part in ("state", "timeline") for e in _list(_object(info.get(part)).get("events"))]
    return any(member(_object(event))[0] for event in events)


def _object(value: object) -> Raw:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
