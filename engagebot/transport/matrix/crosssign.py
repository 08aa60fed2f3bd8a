"""The bot's own cross-signing identity: without one, clients that exclude unsigned devices do not talk to it.

Three Ed25519 seeds in `cross_signing.json`, written before anything is uploaded: losing them after the upload would
make the account look taken over to everybody who has met the bot. nio has no cross-signing of its own.
"""
from __future__ import annotations

import base64
import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa
from nio.api import Api

from engagebot.transport import CannotStart
from engagebot.transport.matrix import private
from engagebot.transport.matrix.client import SafeClient
from engagebot.transport.matrix.wire import Unreachable, Wire

log = logging.getLogger(__name__)

FILE = "cross_signing.json"
MASTER, SELF_SIGNING, USER_SIGNING = "master", "self_signing", "user_signing"
Signed = dict[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """`seeds`: 32 bytes for each of the three usages."""

    user_id: str
    seeds: Mapping[str, bytes]

    def public(self, usage: str) -> str:
        return _b64(self._key(usage).public_key().export_key(format="raw"))

    def key(self, usage: str) -> Signed:
        public = self.public(usage)
        return {"user_id": self.user_id, "usage": [usage], "keys": {f"ed25519:{public}": public}}

    def sign(self, usage: str, what: Signed) -> Signed:
        signature = _b64(eddsa.new(self._key(usage), "rfc8032").sign(_canonical(what)))
        return _with_signature(what, self.user_id, self.public(usage), signature)

    def _key(self, usage: str) -> ECC.EccKey:
        return ECC.construct(curve="Ed25519", seed=self.seeds[usage])


async def own_device(client: SafeClient, wire: Wire) -> tuple[Signed | None, str | None]:
    """(this device, public master key) as the server knows them; None: it does not. Raises CannotStart, Unreachable."""
    answer = await wire.call("POST", "/keys/query", {"device_keys": {client.user_id: []}})
    if not answer.ok:
        raise Unreachable(f"/keys/query: {answer}")
    device = answer.body.get("device_keys", {}).get(client.user_id, {}).get(client.device_id)
    if device and device.get("keys", {}).get(f"ed25519:{client.device_id}") != client.identity_key:
        raise CannotStart(
            f"the keys of device {client.device_id} in {client.store_path} are not those that the homeserver knows "
            "(a key store that was deleted, or restored from an old copy); delete session.json beside it and set "
            "ENGAGEBOT_PASSWORD: the bot then logs in as a new device, which its cross-signing keys vouch for")
    master = answer.body.get("master_keys", {}).get(client.user_id, {}).get("keys", {})
    return device, next(iter(master.values()), None)


async def ensure_signed(client: SafeClient, wire: Wire, folder: Path, password: str | None) -> bool:
    """Make the identity if there is none, and sign this device with it. False: it stays unsigned, and the log says why.

    Idempotent; the device's keys must be on the server. Raises CannotStart (a file that others can read), Unreachable.
    """
    device, on_server = await own_device(client, wire)
    if device is None:
        raise Unreachable("the homeserver does not know the keys of this device yet")
    identity = _load(folder / FILE, client.user_id)
    if identity is None and on_server is None:
        identity = _create(folder / FILE, client.user_id)
    if identity is None or (on_server is not None and on_server != identity.public(MASTER)):
        log.warning(
            "%s has cross-signing keys that this bot does not hold, so its device stays unsigned and some clients will "
            "not talk to it; restore %s from a backup, or reset the account's cross-signing and delete that file",
            client.user_id, folder / FILE)
        return False
    if on_server is None and not await _publish(identity, client, wire, password):
        return False
    if f"ed25519:{identity.public(SELF_SIGNING)}" in device.get("signatures", {}).get(client.user_id, {}):
        return True
    bare = {key: value for key, value in device.items() if key != "unsigned"}
    answer = await wire.call("POST", "/keys/signatures/upload", {client.user_id: {
        client.device_id: identity.sign(SELF_SIGNING, bare),
        identity.public(MASTER): _sign_with_device(client, identity.key(MASTER))}})
    if answer.passing:
        raise Unreachable(f"/keys/signatures/upload: {answer}")
    if not answer.ok or answer.body.get("failures"):
        log.warning("the homeserver refused the signature of the bot's device (%s)", answer)
        return False
    return True


async def _publish(identity: Identity, client: SafeClient, wire: Wire, password: str | None) -> bool:
    body: Signed = {"master_key": _sign_with_device(client, identity.key(MASTER))}
    for usage in (SELF_SIGNING, USER_SIGNING):
        body[f"{usage}_key"] = identity.sign(MASTER, identity.key(usage))
    answer = await wire.call("POST", "/keys/device_signing/upload", body)
    if answer.status == 401 and "flows" in answer.body and password:
        # Most servers let the first upload pass without; this is for the others.
        answer = await wire.call("POST", "/keys/device_signing/upload", {**body, "auth": {
            "type": "m.login.password", "session": answer.body.get("session"), "password": password,
            "identifier": {"type": "m.id.user", "user": client.user_id}}})
    if answer.ok:
        return True
    if answer.passing:
        raise Unreachable(f"/keys/device_signing/upload: {answer}")
    log.warning(
        "the homeserver refused the bot's cross-signing keys (%s), so its device stays unsigned and some clients will "
        "not talk to it; set ENGAGEBOT_PASSWORD for one start, or set cross-signing up in a client", answer)
    return False


def _load(file: Path, user_id: str) -> Identity | None:
    kept = private.read_json(file)
    if kept is None:
        return None
    if kept.get("user_id") != user_id:
        raise CannotStart(f"{file}: belongs to {kept.get('user_id')}, not to {user_id}; one data folder per account")
    return Identity(user_id, {usage: base64.b64decode(seed + "==") for usage, seed in kept["seeds"].items()})


def _create(file: Path, user_id: str) -> Identity:
    identity = Identity(user_id, {usage: secrets.token_bytes(32) for usage in (MASTER, SELF_SIGNING, USER_SIGNING)})
    seeds = {usage: _b64(seed) for usage, seed in identity.seeds.items()}
    private.write(file, json.dumps({"user_id": user_id, "seeds": seeds}))
    return identity


def _sign_with_device(client: SafeClient, what: Signed) -> Signed:
    bare = {key: value for key, value in what.items() if key not in ("signatures", "unsigned")}
    return _with_signature(what, client.user_id, str(client.device_id), client.olm.sign_json(bare))


def _with_signature(what: Signed, user_id: str, key_id: str, signature: str) -> Signed:
    signatures = {user: dict(found) for user, found in what.get("signatures", {}).items()}
    signatures.setdefault(user_id, {})[f"ed25519:{key_id}"] = signature
    return {**what, "signatures": signatures}


def _canonical(what: Signed) -> bytes:
    text: str = Api.to_canonical_json({k: v for k, v in what.items() if k not in ("signatures", "unsigned")})
    return text.encode()


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")
