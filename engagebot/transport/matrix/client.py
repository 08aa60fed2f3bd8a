"""The keys: matrix-nio's encryption without its networking, mended where 0.26 is not safe as it comes.

What nio is given is only what encryption needs: encrypted to-device messages, and members and encryption of rooms,
in clear. So nothing that was decrypted can ever become the state of a room, and no text of a person reaches its
logs.
"""
from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from nio.client.base_client import Client, ClientConfig
from nio.events import BadEvent, MegolmEvent, UnknownBadEvent
from nio.exceptions import EncryptionError
from nio.responses import SyncResponse
from nio.rooms import MatrixRoom
from nio.store import SqliteStore
from nio.store.models import (
    DeviceKeys,
    DeviceTrustState,
    EncryptedRooms,
    Keys,
    MegolmInboundSessions,
    OlmSessions,
)

from engagebot.transport.matrix.replays import Replays

log = logging.getLogger(__name__)
logging.getLogger("nio").setLevel(logging.ERROR)    # its warnings quote messages
logging.getLogger("peewee").setLevel(logging.ERROR)

MOST_OLM, MOST_MEGOLM = 10, 100
"""Sessions of one device that are kept: with this one, and in one room. nio keeps them all, for ever."""
MOST_REQUESTS = 100
MEGOLM = "m.megolm.v1.aes-sha2"
SIGNED_KEY = "signed_curve25519"


class Locked(Enum):
    """The key is not here (yet)."""

    LOCKED = "locked"


LOCKED = Locked.LOCKED


class SafeClient(Client):  # type: ignore[misc]  # nio has no types
    """Raises nothing on input from others; its store and everything in it is readable by its owner only."""

    def __init__(self, user_id: str, device_id: str, token: str, folder: Path, pickle_key: str) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        super().__init__(user_id, device_id, str(folder), ClientConfig(store=SqliteStore, pickle_key=pickle_key))
        self._counts: object = None
        self._doubted: set[str] = set()
        before = os.umask(0o077)
        try:
            self.restore_login(user_id, device_id, token)
        finally:
            os.umask(before)
        self.store.database.execute_sql("PRAGMA secure_delete=ON")
        self.olm.message_index_ok = Replays().is_first

    @property
    def identity_key(self) -> str:
        """The Ed25519 key of this device."""
        key: str = self.olm.account.identity_keys["ed25519"]
        return key

    def take_in(self, answer: Mapping[str, Any], rooms: Mapping[str, list[Mapping[str, Any]]]) -> set[tuple[str, str]]:
        """Apply one answer of /sync. `rooms`: clear state by encrypted room. -> (room, session) of keys that came."""
        counts = answer.get("device_one_time_keys_count")
        lists = answer.get("device_lists")
        to_device = answer.get("to_device")
        events = to_device.get("events") if isinstance(to_device, dict) else None
        events = events if isinstance(events, list) else []
        if not (events or lists or rooms or counts != self._counts):
            return set()    # most answers; the key store would write to the disk for nothing
        self._counts = counts
        reduced = {
            "next_batch": answer["next_batch"],
            "device_one_time_keys_count": counts if isinstance(counts, dict) else {},
            "device_lists": lists if isinstance(lists, dict) else {},
            # Requests for keys and verifications are never answered, so they do not go in at all.
            "to_device": {"events": [event for event in events if isinstance(event, dict)
                                     and event.get("type") == "m.room.encrypted"]},
            "rooms": {"join": {room: {"state": {"events": events}, "timeline": {"events": []}}
                               for room, events in rooms.items()}},
        }
        try:
            response = SyncResponse.from_dict(reduced)
            if not isinstance(response, SyncResponse):
                log.warning("an answer of /sync was not understood by the key store")
                return set()
            self.receive_response(response)
        except Exception as error:
            # The messages of this answer are read nevertheless; those whose key was in it wait for it.
            log.warning("the key store failed on an answer of /sync: %s", type(error).__name__)
            return set()
        keys = {(getattr(event, "room_id", None), getattr(event, "session_id", None))
                for event in response.to_device_events}
        return {(room, session) for room, session in keys if isinstance(room, str) and isinstance(session, str)}

    def _handle_decrypt_to_device(self, to_device_event: Any) -> Any:
        try:
            found = super()._handle_decrypt_to_device(to_device_event)
            self._forget_sessions(getattr(to_device_event, "sender_key", None), getattr(found, "room_id", None))
            return found
        except Exception as error:
            log.info("a to-device message was dropped: %s", type(error).__name__)
            return None

    def _forget_sessions(self, sender_key: object, room_id: object) -> None:
        """Of one device only so many are kept, the newest: here, in memory and on the disk. What it sends to rooms that
        the bot is not in (perhaps not yet) counts together."""
        if not isinstance(sender_key, str):
            return
        olm = self.olm.session_store._entries.get(sender_key, [])
        old, olm[MOST_OLM:] = olm[MOST_OLM:], []
        self._delete(OlmSessions, [session.id for session in old])
        known = self.olm.inbound_group_store._entries
        if not isinstance(room_id, str) or room_id not in known:
            return
        others = [] if room_id in self.rooms else [room for room in known if room not in self.rooms]
        its = [*(room for room in others if room != room_id), room_id]
        there = [(room, session) for room in its for session in known[room].get(sender_key, {})]
        surplus = there[:-MOST_MEGOLM]
        for room, session in surplus:
            del known[room][sender_key][session]
            if not any(known[room].values()):
                del known[room]
        self._delete(MegolmInboundSessions, [session for _, session in surplus])

    def _delete(self, table: Any, sessions: list[str]) -> None:
        if sessions:
            with self.store.database.bind_ctx(self.store.models):
                table.delete().where(table.session_id.in_(sessions)).execute()

    def _forget_requests(self) -> None:
        """nio notes each message that it has no key for, to ask its sender for that; few clients answer."""
        del self.olm.outgoing_to_device_messages[MOST_REQUESTS:]
        if len(self.olm.outgoing_key_requests) > MOST_REQUESTS:
            self.olm.outgoing_key_requests.clear()
        if sum(map(len, self.olm.key_re_requests_events.values())) > MOST_REQUESTS:
            self.olm.key_re_requests_events.clear()

    def _handle_olm_events(self, response: Any) -> None:
        super()._handle_olm_events(response)
        if response.device_key_count.signed_curve25519 == 0:
            self.olm.uploaded_key_count = 0     # nio takes 0 for "unknown", and would never upload again

    def decrypt(self, room_id: str, raw: Mapping[str, Any]) -> Mapping[str, Any] | Locked | None:
        """The event inside `raw`, with the outer sender, id and time. None: nothing that could be a message, ever."""
        event = self._megolm(room_id, raw)
        if event is None:
            return None
        try:
            plain = self.olm.decrypt_megolm_event(event, room_id)
        except EncryptionError:
            self._forget_requests()
            return LOCKED
        except Exception as error:
            log.info("an encrypted event was dropped: %s", type(error).__name__)
            return None
        source = plain.source
        # Whoever encrypts state can only mean to deceive: state is public to the server.
        if not isinstance(source, dict) or "state_key" in source or isinstance(plain, UnknownBadEvent):
            return None
        if not isinstance(source.get("type"), str) or not isinstance(source.get("content"), dict):
            return None
        return {"type": source["type"], "content": source["content"],
                **{key: raw.get(key) for key in ("event_id", "sender", "origin_server_ts")}}

    def _megolm(self, room_id: str, raw: Mapping[str, Any]) -> Any:
        content = raw.get("content")
        if not isinstance(content, dict) or content.get("algorithm") != MEGOLM:
            return None
        session = content.get("session_id")
        key = content.get("sender_key")
        if not isinstance(key, str) or not key:
            # Newer clients leave both out (MSC3700); the session alone says whose it is.
            key = next((k for k, sessions in self.olm.inbound_group_store[room_id].items() if session in sessions), "?")
        whole = {**raw, "room_id": room_id, "content": {
            **content, "sender_key": key, "device_id": content.get("device_id") or "?"}}
        try:
            event = MegolmEvent.from_dict(whole)
        except Exception:
            return None
        return None if isinstance(event, BadEvent | UnknownBadEvent) else event

    def set_members(self, room_id: str, members: Mapping[str, bool]) -> None:
        """Make `room_id` an encrypted room with exactly these members; the value says whether only invited."""
        known = self.rooms.get(room_id)
        if known is not None and set(known.users) != set(members):
            self.invalidate_outbound_session(room_id)
        room = MatrixRoom(room_id, self.user_id, encrypted=True)
        for person, invited in members.items():
            room.add_member(person, None, None, invited)
        room.members_synced = True
        self.rooms[room_id] = room
        self._doubted.discard(room_id)
        self.olm.update_tracked_users(room)

    def members_are_known(self, room_id: str) -> bool:
        room = self.rooms.get(room_id)
        return (room is not None and bool(room.members_synced) and bool(room.encrypted)
                and room_id not in self._doubted)

    def doubt_members(self, room_id: str) -> None:
        """Something may have been missed: they are asked for again before the next message. One that is being encrypted
        just now goes on."""
        self._doubted.add(room_id)

    def forget_room(self, room_id: str) -> None:
        self.rooms.pop(room_id, None)
        self._doubted.discard(room_id)

    def drop_keys(self, room_id: str, but_own: bool = False) -> None:
        """Here, in memory and on the disk, nothing of the room can be read any more; `but_own`: what this device said
        can."""
        own = self.olm.account.identity_keys["curve25519"]
        known = self.olm.inbound_group_store._entries
        kept = known.pop(room_id, {}).get(own)
        if kept and but_own:
            known[room_id][own] = kept
        dropped = MegolmInboundSessions.room_id == room_id
        if but_own:
            dropped &= MegolmInboundSessions.sender_key != own
        else:
            self.olm.outbound_group_sessions.pop(room_id, None)
        with self.store.database.bind_ctx(self.store.models):
            MegolmInboundSessions.delete().where(dropped).execute()
            if not but_own:
                EncryptedRooms.delete().where(EncryptedRooms.room_id == room_id).execute()

    def forget_person(self, person: str) -> None:
        """Nothing here names them any more, in memory and on the disk. Whoever is in another encrypted room with the
        bot is named there as long as they are. What stays is the channel to their device, under a key that names
        nobody: their client goes on in it when they come back, and could not be read without."""
        with self.store.database.bind_ctx(self.store.models):
            if not any(person in room.users for room in self.rooms.values()):
                self._forget_devices(person)
            self.store.database.execute_sql("VACUUM")

    def _forget_devices(self, person: str) -> None:
        self.olm.device_store._entries.pop(person, None)
        for known in (self.olm.tracked_users, self.olm.users_for_key_query):
            known.discard(person)
        theirs = [one.id for one in DeviceKeys.select(DeviceKeys.id).where(DeviceKeys.user_id == person)]
        DeviceTrustState.delete().where(DeviceTrustState.device.in_(theirs)).execute()
        Keys.delete().where(Keys.device.in_(theirs)).execute()
        DeviceKeys.delete().where(DeviceKeys.id.in_(theirs)).execute()

    def take_over(self, sessions: Iterable[Any]) -> int:
        """Keys that another device of the same account had; how many of them are new here. On the disk when this
        returns."""
        with self.store.database.bind_ctx(self.store.models), self.store.database.atomic():
            new = [one for one in sessions if self.olm.inbound_group_store.add(one)]
            for one in new:
                self.store.save_inbound_group_session(one)
        return len(new)

    def new_fallback_key(self) -> Mapping[str, Any]:
        """The body that publishes it. Its private half is in the store before this returns."""
        account = self.olm.account._account
        account.generate_fallback_key()
        self.olm.save_account()
        (key_id, key), = account.fallback_key.items()
        signed: dict[str, Any] = {"key": key.to_base64(), "fallback": True}
        signed["signatures"] = {self.user_id: {f"ed25519:{self.device_id}": self.olm.sign_json(dict(signed))}}
        return {"fallback_keys": {f"{SIGNED_KEY}:{key_id}": signed}}

    def fallback_key_is_published(self) -> None:
        self.olm.mark_keys_as_published()
        self.olm.save_account()

    def close(self) -> None:
        if self.store is not None:
            self.store.database.close()
