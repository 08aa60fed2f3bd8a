"""A person with a real Matrix client: what the terminal demo and the tests speak through."""
from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import aiohttp
from nio import (
    AsyncClient,
    AsyncClientConfig,
    EncryptionError,
    ErrorResponse,
    InviteMemberEvent,
    RoomCreateResponse,
    RoomPreset,
    RoomSendResponse,
    SyncResponse,
    UploadResponse,
)
from nio.store import SqliteMemoryStore, SqliteStore

from engagebot.demo.seen import Heard, Seen

SYNC_SECONDS = 20
PATIENCE_SECONDS = 30.0
"""How long a person waits for anything by default: for slow machines, never a measure of speed."""
ENCRYPTED_STATE = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
FILTER = {"presence": {"types": []}, "room": {"timeline": {"limit": 100}}}

logging.getLogger("nio").setLevel(logging.CRITICAL)  # it logs whole messages


class PersonFailed(Exception):
    """The homeserver refused, or what was waited for did not come. The message says what."""


class Person:
    """Everything that this person saw is kept in the order of the homeserver.

    Invitations are accepted. `room` is the one talked in: opened by `invite`, or the first direct one invited to.
    """

    def __init__(self, client: AsyncClient) -> None:
        self.client = client
        self.user_id: str = client.user_id
        self.room = ""
        self.seen = Seen(lambda heard: heard.sender != self.user_id and self.on_heard(heard))
        self.timeline, self.reactions, self.removed = self.seen.timeline, self.seen.reactions, self.seen.removed
        self.left: set[str] = set()
        self.on_heard: Callable[[Heard], None] = lambda heard: None
        """Called for each readable message of somebody else, as soon as it is seen."""
        self._direct: dict[str, list[str]] = {}
        self._news = asyncio.Event()
        self._keys = asyncio.Lock()
        self._sync: asyncio.Task[None] | None = None

    @classmethod
    async def login(
        cls, url: str, user: str, password: str, folder: Path | None = None, encrypted: bool = True,
    ) -> Person:
        """`folder=None`: keys are kept in memory. Raises PersonFailed."""
        config = AsyncClientConfig(
            store=SqliteStore if folder else SqliteMemoryStore, encryption_enabled=encrypted, store_sync_tokens=False,
            request_timeout=SYNC_SECONDS + 40)
        client = AsyncClient(url, user, store_path=str(folder) if folder else "", config=config)
        person = cls(client)
        try:
            require(await client.login(password, device_name="demo"))
            person.user_id = client.user_id
            await person._listen_once(timeout_ms=0)
        except BaseException:
            await client.close()
            raise
        person._sync = asyncio.create_task(person._listen(), name=f"{user} listens")
        return person

    async def close(self) -> None:
        if self._sync:
            self._sync.cancel()
            await asyncio.wait([self._sync])
        await self.client.close()
        store = self.client.store
        if store is not None:
            store.database.close()

    async def __aenter__(self) -> Person:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        await self.close()

    # ---- rooms

    async def invite(
        self, bot: str, encrypted: bool = True, wait: bool = True, within_seconds: float = PATIENCE_SECONDS,
    ) -> str:
        """Open a direct room with `bot` and talk there from now on. -> room id, by default once the bot joined."""
        answer = await self.client.room_create(
            is_direct=True, invite=[bot], preset=RoomPreset.trusted_private_chat,
            initial_state=[ENCRYPTED_STATE] if encrypted else [])
        require(answer)
        assert isinstance(answer, RoomCreateResponse)
        self.room = answer.room_id
        self._direct.setdefault(bot, []).append(self.room)
        await self.request("PUT", f"/_matrix/client/v3/user/{quote(self.user_id)}/account_data/m.direct", self._direct)
        if wait:
            await self.joined(bot, within_seconds=within_seconds)
        return self.room

    async def open_group(self, *others: str, name: str = "", encrypted: bool = False) -> str:
        """A group room with `others` invited, where everybody may pin. -> room id; `room` stays as it was."""
        answer = await self.client.room_create(
            name=name or None, invite=list(others), preset=RoomPreset.private_chat,
            power_level_override={"events": {"m.room.pinned_events": 0}},
            initial_state=[ENCRYPTED_STATE] if encrypted else [])
        require(answer)
        assert isinstance(answer, RoomCreateResponse)
        return str(answer.room_id)

    async def join(self, room: str) -> None:
        require(await self.client.join(room))
        await self._until(lambda: room in self.client.rooms, PATIENCE_SECONDS, f"did not see {room}")

    async def leave(self, room: str | None = None) -> None:
        require(await self.client.room_leave(room or self.room))

    async def joined(self, who: str, room: str | None = None, within_seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until `who` is in the room."""
        room = room or self.room
        await self._until(lambda: who in self.members(room), within_seconds, f"{who} did not join")

    async def gone(self, who: str, room: str | None = None, within_seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until `who` is no longer in the room."""
        room = room or self.room
        await self._until(lambda: who not in self.members(room), within_seconds, f"{who} did not leave")

    def members(self, room: str) -> set[str]:
        known = self.client.rooms.get(room)
        return {u for u in known.users if u not in known.invited_users} if known else set()

    def room_name(self, room: str) -> str:
        known = self.client.rooms.get(room)
        return str(known.display_name) if known else room

    # ---- speaking

    async def say(
        self, text: str, room: str | None = None, *, thread: str | None = None, reply_to: str | None = None,
        mentions: Sequence[str] | None = None, **more: Any,
    ) -> str:
        """-> event id. `more` goes into the content as it is."""
        content: dict[str, Any] = {"msgtype": "m.text", "body": text}
        relation: dict[str, Any] = {}
        if thread:
            relation = {"rel_type": "m.thread", "event_id": thread, "is_falling_back": True,
                        "m.in_reply_to": {"event_id": reply_to or thread}}
        elif reply_to:
            relation = {"m.in_reply_to": {"event_id": reply_to}}
        if relation:
            content["m.relates_to"] = relation
        if mentions is not None:
            content["m.mentions"] = {"user_ids": list(mentions)} if mentions else {}
        return await self.send("m.room.message", {**content, **more}, room)

    async def attach(self, name: str, content: bytes, room: str | None = None, *, mime: str = "text/csv") -> str:
        """Send a file, encrypted where the room is. -> event id."""
        room = room or self.room
        await self._until(lambda: room in self.client.rooms, PATIENCE_SECONDS, f"did not see {room}")
        answer, keys = await self.client.upload(
            lambda *_: BytesIO(content), content_type=mime, filename=name, filesize=len(content),
            encrypt=self.client.rooms[room].encrypted)
        require(answer)
        assert isinstance(answer, UploadResponse)
        place = {"file": {**keys, "url": answer.content_uri}} if keys else {"url": answer.content_uri}
        info = {"size": len(content), "mimetype": mime}
        return await self.send("m.room.message", {"msgtype": "m.file", "body": name, "info": info, **place}, room)

    async def edit(self, event_id: str, text: str, room: str | None = None) -> str:
        return await self.send("m.room.message", {
            "msgtype": "m.text", "body": f"* {text}", "m.new_content": {"msgtype": "m.text", "body": text},
            "m.relates_to": {"rel_type": "m.replace", "event_id": event_id}}, room)

    async def react(self, event_id: str, key: str, room: str | None = None) -> str:
        return await self.send("m.reaction", {
            "m.relates_to": {"rel_type": "m.annotation", "event_id": event_id, "key": key}}, room)

    async def redact(self, event_id: str, room: str | None = None) -> None:
        require(await self.client.room_redact(room or self.room, event_id))

    async def send(self, kind: str, content: Mapping[str, Any], room: str | None = None) -> str:
        """Any event with any content, encrypted where the room is. -> event id."""
        room = room or self.room
        await self._until(lambda: room in self.client.rooms, PATIENCE_SECONDS, f"did not see {room}")
        await self._tend_keys()
        answer = await self.client.room_send(
            room, kind, dict(content), tx_id=str(uuid4()), ignore_unverified_devices=True)
        require(answer)
        assert isinstance(answer, RoomSendResponse)
        return str(answer.event_id)

    async def request(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Any request to the homeserver as this person, past the client. -> (status, JSON)."""
        headers = {"Authorization": f"Bearer {self.client.access_token}"}
        async with (
            aiohttp.ClientSession(self.client.homeserver, headers=headers) as http,
            http.request(method, path, json=body) as answer,
        ):
            return answer.status, await answer.json()

    # ---- hearing

    def heard(self, after: str | None = None, room: str | None = None) -> list[Heard]:
        """What others wrote in the room since `after` (all of it when None), edits included, in order."""
        seen = self.timeline.get(room or self.room, [])
        if after is not None:
            ids = [h.event_id for h in seen]
            if after not in ids:
                return []       # our own event is not back yet: whatever is there came before it
            seen = seen[ids.index(after) + 1:]
        return [h for h in seen if h.sender != self.user_id]

    async def wait_for(
        self, wanted: int | Callable[[list[Heard]], object] = 1, *, after: str | None = None, room: str | None = None,
        within_seconds: float = PATIENCE_SECONDS,
    ) -> list[Heard]:
        """Wait until so many messages were heard, or until `wanted` says yes to them. Raises PersonFailed."""
        room = room or self.room

        def enough() -> bool:
            got = self.heard(after, room)
            return len(got) >= wanted if isinstance(wanted, int) else bool(wanted(got))

        await self._until(enough, within_seconds, "the answer that was waited for did not come")
        return self.heard(after, room)

    async def settled(
        self, after: str | None = None, *, room: str | None = None, quiet_seconds: float = 0.7,
        within_seconds: float = PATIENCE_SECONDS,
    ) -> list[Heard]:
        """Wait for a first message, then until nobody has written for so long. [] when none came in time."""
        room = room or self.room
        try:
            await self.wait_for(1, after=after, room=room, within_seconds=within_seconds)
        except PersonFailed:
            return []
        while True:
            before = len(self.timeline.get(room, []))
            try:
                await self._until(
                    lambda: len(self.timeline.get(room, [])) > before, quiet_seconds, "")  # noqa: B023
            except PersonFailed:
                return self.heard(after, room)

    async def said(self, text: str, room: str | None = None, **options: Any) -> list[str]:
        """Say it, and return the bodies of what came back once it is quiet."""
        after = await self.say(text, room)
        return [h.body for h in await self.settled(after, room=room, **options)]

    async def eventually(self, true: Callable[[], object], within_seconds: float = PATIENCE_SECONDS) -> None:
        """Wait for anything that shows in what this person sees. Raises PersonFailed."""
        await self._until(true, within_seconds, "what was waited for did not happen")

    # ---- the client's own life

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_once(timeout_ms=SYNC_SECONDS * 1000)
            except (TimeoutError, aiohttp.ClientError, EncryptionError, PersonFailed):
                await asyncio.sleep(0.3)

    async def _listen_once(self, timeout_ms: int) -> None:
        answer = await self.client.sync(timeout=timeout_ms, sync_filter=FILTER, full_state=not self.client.next_batch)
        require(answer)
        assert isinstance(answer, SyncResponse)
        for room, news in answer.rooms.join.items():    # first: it does not come again when what follows fails
            for event in news.timeline.events:
                self.seen.see(room, event)
        self.seen.read_what_waited(self.client.decrypt_event)
        self.left |= set(answer.rooms.leave)
        self._tell()
        await self._tend_keys()
        for room, invitation in answer.rooms.invite.items():
            mine = [e for e in invitation.invite_state if isinstance(e, InviteMemberEvent)]
            mine = [e for e in mine if e.state_key == self.user_id and e.membership == "invite"]
            if mine:
                require(await self.client.join(room))
                if mine[0].content.get("is_direct") and not self.room:
                    self.room = room
                    self._tell()

    def _tell(self) -> None:
        """Wake who waits for something to show."""
        news_was, self._news = self._news, asyncio.Event()
        news_was.set()

    async def _tend_keys(self) -> None:
        client = self.client
        if client.olm is None:
            return
        async with self._keys:
            if client.should_upload_keys:
                require(await client.keys_upload())
            if client.should_query_keys:
                require(await client.keys_query())
            if client.should_claim_keys:
                require(await client.keys_claim(client.get_users_for_key_claiming()))
            await client.send_to_device_messages()

    async def _until(self, true: Callable[[], object], within_seconds: float, otherwise: str) -> None:
        deadline = time.monotonic() + within_seconds
        while not true():
            if self._sync and self._sync.done():
                raise PersonFailed(f"{self.user_id} no longer listens: {self._sync.exception()!r}")
            try:
                await asyncio.wait_for(self._news.wait(), deadline - time.monotonic())
            except TimeoutError:
                if true():
                    return
                raise PersonFailed(f"{self.user_id} waited {within_seconds:g} s: {otherwise}") from None


def require(answer: object) -> None:
    if isinstance(answer, ErrorResponse):
        raise PersonFailed(f"{type(answer).__name__}: {answer.status_code or ''} {answer.message}")


