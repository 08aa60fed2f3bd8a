"""Key traffic: publishing the bot's own keys, and giving the key of an encrypted room to everybody in it."""
from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from nio.responses import KeysClaimResponse, KeysQueryResponse, KeysUploadResponse, ToDeviceResponse

from engagebot.transport.matrix.client import SIGNED_KEY, SafeClient
from engagebot.transport.matrix.locks import Locks
from engagebot.transport.matrix.wire import Answer, Unreachable, Wire, path

log = logging.getLogger(__name__)

MOST_DEVICES = 100
"""Of one person: more have no part in a conversation."""
ASK_AGAIN_SECONDS = 300.0
"""A server that told nothing about its people's devices is not asked again before each message."""


@dataclass
class Keys:
    client: SafeClient
    wire: Wire
    _upkeep: asyncio.Lock = field(default_factory=asyncio.Lock)
    _at_upkeep: int = 0
    _sharing: Locks = field(default_factory=Locks)
    _asked: dict[str, float] = field(default_factory=dict)

    async def upload(self) -> None:
        """Whatever the server lacks of this device's keys. Raises Unreachable."""
        async with self._upkeep:
            if not self.client.should_upload_keys:
                return
            body = self.client.olm.share_keys()
            self.client.olm.save_account()      # the private halves first: the answer may be lost
            self._apply(KeysUploadResponse.from_dict, await self._ask("/keys/upload", body), _counts)

    async def upkeep(self, unused_fallback: object) -> None:
        """After an answer of /sync. `unused_fallback`: key types, if the server names them. Never raises."""
        if self._at_upkeep > 1:
            return      # one is at it, one waits: it sees to whatever there is then
        self._at_upkeep += 1
        try:
            await self.upload()
            async with self._upkeep:
                if isinstance(unused_fallback, list) and SIGNED_KEY not in unused_fallback:
                    await self._ask("/keys/upload", self.client.new_fallback_key())
                    self.client.fallback_key_is_published()
                await self._heal()
            await self.query(self.client.users_for_key_query)
        except Unreachable as error:
            log.info("key upkeep is put off: %s", error)
        except Exception as error:
            log.warning("key upkeep failed: %s", type(error).__name__)
        finally:
            self._at_upkeep -= 1

    async def query(self, people: Iterable[str]) -> None:
        """Ask for the devices of `people`, unless they were asked for in vain just now. Raises Unreachable."""
        now = asyncio.get_running_loop().time()
        wanted = [p for p in people if now - self._asked.get(p, -ASK_AGAIN_SECONDS) >= ASK_AGAIN_SECONDS]
        if not wanted:
            return
        answer = await self._ask("/keys/query", {"device_keys": {person: [] for person in wanted}})
        self._apply(KeysQueryResponse.from_dict, answer, _few_devices)
        self._asked = {one: at for one, at in self._asked.items() if now - at < ASK_AGAIN_SECONDS}
        for person in wanted:
            if person in self.client.users_for_key_query:
                self._asked[person] = now
            else:
                self._asked.pop(person, None)

    async def without_device(self, people: Iterable[str]) -> list[str]:
        """Those of `people` who have no device that could be given a key. Asked anew. Raises Unreachable."""
        asked = list(people)
        await self.query(asked)
        return [person for person in asked if not any(self.client.olm.device_store.active_user_devices(person))]

    async def encrypted(self, room_id: str, kind: str, content: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        """(type, content) to send instead, readable by all in the room, who must be known. Raises Unreachable."""
        async with self._sharing.of(room_id):
            olm = self.client.olm
            people = list(self.client.rooms[room_id].users)
            stale = self.client.users_for_key_query.intersection(people)
            if stale:
                await self.query(stale)
            if olm.should_share_group_session(room_id):
                await self._share(room_id, people)
            sealed: tuple[str, Mapping[str, Any]] = self.client.encrypt(room_id, kind, dict(content))
            return sealed

    async def _share(self, room_id: str, people: list[str]) -> None:
        olm = self.client.olm
        missing = olm.get_missing_sessions(people)
        if missing:
            claim = {person: dict.fromkeys(devices, SIGNED_KEY) for person, devices in missing.items()}
            self._apply(KeysClaimResponse.from_dict, await self._ask("/keys/claim", {"one_time_keys": claim}))
        for shared_with, body in olm.share_group_session_parallel(room_id, people, ignore_unverified_devices=True):
            await self._to_device("m.room.encrypted", body)
            olm.outbound_group_sessions[room_id].users_shared_with.update(shared_with)
        # Only now: a share that broke off in the middle goes on with those who lack the key.
        olm.outbound_group_sessions[room_id].shared = True

    async def _heal(self) -> None:
        """Start anew with devices whose session broke, so that their next message can be read."""
        if self.client.should_claim_keys:
            claim = {person: dict.fromkeys(devices, SIGNED_KEY)
                     for person, devices in self.client.get_users_for_key_claiming().items()}
            self._apply(KeysClaimResponse.from_dict, await self._ask("/keys/claim", {"one_time_keys": claim}))
            # A device without keys left cannot be helped from here; it must not be asked about for ever.
            self.client.olm.wedged_devices.clear()
            self.client.olm.key_request_devices_no_session.clear()
        for message in list(self.client.outgoing_to_device_messages):
            await self._to_device(message.type, message.as_dict())
            self.client.receive_response(ToDeviceResponse(message))

    async def _to_device(self, kind: str, body: Mapping[str, Any]) -> None:
        answer = await self.wire.call("PUT", path("sendToDevice", kind, secrets.token_hex(12)), body)
        if not answer.ok:
            raise Unreachable(f"sendToDevice: {answer}", answer.after_seconds)

    async def _ask(self, where: str, body: Mapping[str, Any]) -> Answer:
        answer = await self.wire.call("POST", where, body)
        if not answer.ok:
            raise Unreachable(f"{where}: {answer}", answer.after_seconds)
        return answer

    def _apply(self, read: Callable[[Any], Any], answer: Answer,
               adapt: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict) -> None:
        try:
            self.client.receive_response(read(adapt(answer.body)))
        except Exception as error:
            raise Unreachable(f"an answer about keys was not understood: {type(error).__name__}") from error


def _few_devices(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The server of somebody may say that they have as many as it likes."""
    found = body.get("device_keys")
    if not isinstance(found, dict):
        return body
    few = {person: dict(islice(devices.items(), MOST_DEVICES)) if isinstance(devices, dict) else devices
           for person, devices in found.items()}
    return {**body, "device_keys": few}


def _counts(body: Mapping[str, Any]) -> Mapping[str, Any]:
    counts = body.get("one_time_key_counts") or {}
    return {"one_time_key_counts": {"curve25519": 0, SIGNED_KEY: 0, **counts}}
