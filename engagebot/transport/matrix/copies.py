"""What a backup holds of the bot's account, and how a new device takes it up.

The old device never lives again: its Olm account has moved on since the copy. What it could read, the new one can;
the cross-signing seeds vouch for the new one.
"""
from __future__ import annotations

import json
import logging
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nio.store import SqliteStore

from engagebot.transport import CannotStart
from engagebot.transport.matrix import crosssign, private, session
from engagebot.transport.matrix.client import SafeClient
from engagebot.transport.matrix.wire import Unreachable, Wire, path

log = logging.getLogger(__name__)

KEYS, PICKLE, ALIAS = "keys.sqlite", "pickle.key", "alias.key"
PARTS = (KEYS, PICKLE, ALIAS, crosssign.FILE)
BEFORE = "before"
"""Folder beside the database with what the lost device could read, until the new one has taken it up."""
DEVICE = "device.json"


@dataclass(frozen=True, slots=True)
class Account:
    """`device_id` is that of the copied keys; never to be used again."""

    user_id: str
    device_id: str


def copy(data: Path, folder: Path) -> Account | None:
    """Copy keys and secrets into `folder`, also while the bot runs. None: it has never logged in. The access token is
    left out: no copy can speak for the bot. Raises CannotStart, OSError, sqlite3.Error."""
    known = session.kept(data)
    if known is None:
        return None
    keys = data / "keys" / f"{known.user_id}_{known.device_id}.db"
    if keys.exists():
        with closing(sqlite3.connect(keys)) as source, closing(sqlite3.connect(folder / KEYS)) as target:
            source.backup(target)
        (folder / KEYS).chmod(0o600)
    for name in (PICKLE, ALIAS, crosssign.FILE):
        text = private.read(data / name)
        if text is not None:
            private.write(folder / name, text)
    return Account(known.user_id, known.device_id)


def put_back(folder: Path, data: Path, account: Account) -> None:
    """The reverse, for a device that is still to be made."""
    shutil.rmtree(data / BEFORE, ignore_errors=True)
    (data / BEFORE).mkdir(mode=0o700)
    for name, place in ((ALIAS, data), (crosssign.FILE, data), (PICKLE, data / BEFORE)):
        if (folder / name).exists():
            private.write(place / name, (folder / name).read_text(encoding="utf-8"))
    if (folder / KEYS).exists():
        (data / BEFORE / KEYS).touch(mode=0o600)
        shutil.copyfile(folder / KEYS, data / BEFORE / KEYS)
    private.write(data / BEFORE / DEVICE, json.dumps({"user_id": account.user_id, "device_id": account.device_id}))


def lost_device(data: Path) -> Account | None:
    """Whose place the present device takes; None: nobody's, or that is done. Raises CannotStart."""
    found = private.read_json(data / BEFORE / DEVICE)
    return Account(str(found["user_id"]), str(found["device_id"])) if found else None


async def take_up(data: Path, client: SafeClient, wire: Wire, password: str | None, introduced: set[str]) -> None:
    """Read what the lost device could, and sign that out; once. Repeatable. Raises CannotStart, Unreachable.

    `introduced`: rooms of which nothing that others said may ever be read.
    """
    lost = lost_device(data)
    if lost is None:
        return
    if (client.user_id, client.device_id) == (lost.user_id, lost.device_id):
        raise CannotStart(f"a restored bot needs a new device, and {lost.device_id} is the lost one; set "
                          "ENGAGEBOT_PASSWORD for a new login, or a new token with its device")
    if (data / BEFORE / KEYS).exists():
        log.info("keys of %d conversations were taken over", _read_keys(data, client, lost, introduced))
    await _sign_out(wire, lost, password)
    shutil.rmtree(data / BEFORE)


def _read_keys(data: Path, client: SafeClient, lost: Account, introduced: set[str]) -> int:
    """How many sessions were taken over."""
    old = SqliteStore(lost.user_id, lost.device_id, str(data / BEFORE), private.secret(data / BEFORE / PICKLE), KEYS)
    try:
        account = old.load_account()
        own = account.identity_keys["curve25519"] if account else None
        found = [one for one in old.load_inbound_group_sessions()
                 if one.room_id not in introduced or one.sender_key == own]
    finally:
        old.database.close()
    return client.take_over(found)


async def _sign_out(wire: Wire, lost: Account, password: str | None) -> None:
    """Two bots on one account would both answer; and nobody needs a key of the lost device any more."""
    where = path("devices", lost.device_id)
    answer = await wire.call("DELETE", where, {})
    if answer.status == 401 and "flows" in answer.body and password:
        auth: Mapping[str, Any] = {
            "type": "m.login.password", "session": answer.body.get("session"), "password": password,
            "identifier": {"type": "m.id.user", "user": lost.user_id}}
        answer = await wire.call("DELETE", where, {"auth": auth})
    if answer.passing and answer.status != 401:
        raise Unreachable(f"signing out the lost device: {answer}", answer.after_seconds)
    if not answer.ok and answer.errcode != "M_NOT_FOUND":
        log.warning("the lost device %s could not be signed out (%s); do it in a client of the bot's account",
                    lost.device_id, answer)
