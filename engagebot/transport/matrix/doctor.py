"""What is wrong between the bot and its homeserver, and what to do about it. Changes nothing, there or here."""
from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engagebot.config import Settings
from engagebot.domain.roles import Door, open_because
from engagebot.transport import CannotStart
from engagebot.transport.matrix import crosssign, private, session
from engagebot.transport.matrix.look import look
from engagebot.transport.matrix.session import Session
from engagebot.transport.matrix.wire import Answer, Unreachable, Wire, path

SECRETS = (session.FILE, crosssign.FILE, "pickle.key", "alias.key")
LEVELS_OF_CREATORS = frozenset(map(str, range(1, 12)))
"""Versions of rooms whose creators have a level like everybody; in later ones they stand above all levels."""
LEVELS_AS_TEXT = frozenset(map(str, range(1, 10)))
"""Versions of rooms in which a level may be a number that is written as text; in later ones only integers count."""
MOST_ROOMS = 200
"""Rooms whose permissions are looked at; one request each."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`where`: file, setting, address or room; `advice`: what to do, as a whole sentence."""

    where: str
    what: str
    advice: str


async def diagnose(settings: Settings, named: Mapping[str, str] = MappingProxyType({})) -> list[Problem]:
    """[]: the bot can start and be talked to. Never raises. `named`: setting of the association's file -> room id that
    it names ("": none)."""
    found = [Problem(str(file), "other users of this machine can read it, and it holds a secret",
                     f"Run `chmod 600 {file}`.") for file in _exposed(settings)]
    if not settings.homeserver:
        return [*found, Problem("ENGAGEBOT_HOMESERVER", "is not set", "Run `engagebot init`.")]
    wire = Wire(settings.homeserver)
    try:
        return found + [problem async for problem in _online(settings, wire, named)]
    except Unreachable as error:
        return [*found, Problem(settings.homeserver, f"does not answer ({error})",
                                "Check the address in ENGAGEBOT_HOMESERVER and the network of this machine.")]
    finally:
        await wire.close()


async def _online(settings: Settings, wire: Wire, named: Mapping[str, str]) -> AsyncIterator[Problem]:
    versions = await wire.call("GET", "/versions", prefix="/_matrix/client")
    if not versions.ok or not isinstance(versions.body.get("versions"), list):
        yield Problem(settings.homeserver, f"is reachable, but no Matrix homeserver ({versions.status})",
                      "Check ENGAGEBOT_HOMESERVER: it may differ from the part of the Matrix id after the colon.")
        return
    known = _known_session(settings)
    if isinstance(known, Problem):
        yield known
    if not isinstance(known, Session):
        if known is None:
            async for problem in _password(settings, wire):
                yield problem
        return
    wire.token = known.access_token
    whoami = await wire.call("GET", "/account/whoami")
    if not whoami.ok:
        yield Problem(settings.homeserver, f"does not accept the bot's access token ({whoami})",
                      str(session.dead_token(settings)).partition("; ")[2])
        return
    user, device = whoami.body.get("user_id"), whoami.body.get("device_id", known.device_id)
    if (user, device) != (known.user_id, known.device_id):
        yield Problem("access token", f"belongs to {user}, device {device}",
                      "Set ENGAGEBOT_USER_ID and ENGAGEBOT_DEVICE_ID to those.")
    unsigned = await _device(wire, known)
    if unsigned:
        yield unsigned
    async for problem in _rooms(wire, known, named):
        yield problem


def _exposed(settings: Settings) -> Iterator[Path]:
    for file in [*(settings.data_dir / name for name in SECRETS), *(settings.data_dir / "keys").glob("*.db"),
                 *settings.data_dir.glob("*.db")]:
        if private.exposed(file):
            yield file


def _known_session(settings: Settings) -> Session | Problem | None:
    """None: there was no login yet."""
    try:
        return session.known(settings)
    except CannotStart as error:
        return Problem(str(settings.data_dir / session.FILE), "cannot be used", f"{error}.")


async def _password(settings: Settings, wire: Wire) -> AsyncIterator[Problem]:
    """Tried once, as a device of its own that is signed out again: homeservers count failed logins."""
    if not settings.password or not settings.user_id:
        yield Problem("ENGAGEBOT_PASSWORD", "there is no saved session and no password for a first login",
                      "Set ENGAGEBOT_USER_ID and ENGAGEBOT_PASSWORD, or run `engagebot init`.")
        return
    flows = (await wire.call("GET", "/login")).body.get("flows")
    kinds = [flow.get("type") for flow in flows if isinstance(flow, dict)] if isinstance(flows, list) else []
    if "m.login.password" not in kinds:
        yield Problem(settings.homeserver, "has no login by password",
                      "Set ENGAGEBOT_ACCESS_TOKEN and ENGAGEBOT_DEVICE_ID instead.")
        return
    answer: Answer = await wire.call("POST", "/login", {
        "type": "m.login.password", "identifier": {"type": "m.id.user", "user": settings.user_id},
        "password": settings.password.get_secret_value(), "device_id": "EBDOCTOR",
        "initial_device_display_name": "engagebot doctor"})
    if answer.ok:
        wire.token = str(answer.body.get("access_token"))
        await wire.call("POST", "/logout", {})      # of this short-lived device only
    elif answer.status == 429:
        yield Problem(settings.homeserver, "too many logins in a short time", "Wait some minutes, then try again.")
    else:
        yield Problem("ENGAGEBOT_PASSWORD", f"{settings.homeserver} refuses the login of {settings.user_id} ({answer})",
                      "Check ENGAGEBOT_USER_ID and ENGAGEBOT_PASSWORD.")


async def _device(wire: Wire, known: Session) -> Problem | None:
    keys = (await wire.call("POST", "/keys/query", {"device_keys": {known.user_id: []}})).body
    device = keys.get("device_keys", {}).get(known.user_id, {}).get(known.device_id)
    if device is None:
        return None     # the first start uploads its keys
    signing = keys.get("self_signing_keys", {}).get(known.user_id, {}).get("keys", {})
    if set(signing) & set(device.get("signatures", {}).get(known.user_id, {})):
        return None
    return Problem(f"device {known.device_id}", "is not signed by its owner, so some clients will not talk to it",
                   f"Restore {crosssign.FILE} from a backup, or reset the cross-signing of the account in a client, "
                   "delete that file and start the bot once with ENGAGEBOT_PASSWORD set.")


async def _rooms(wire: Wire, known: Session, named: Mapping[str, str]) -> AsyncIterator[Problem]:
    rooms = (await wire.call("GET", "/joined_rooms")).body.get("joined_rooms")
    for setting, room_id in named.items():
        if room_id and isinstance(rooms, list) and room_id not in rooms:
            yield Problem(f"{setting} {room_id}", "the bot is not in that room",
                          "Invite the bot to it, or correct the room in the association's file.")
        elif room_id and setting == "organisers_room" and (state := await look(wire, room_id, known.user_id)):
            for problem in _open(f"{setting} {room_id}", state.door):
                yield problem
    for room_id in rooms[:MOST_ROOMS] if isinstance(rooms, list) else []:
        asked = path("rooms", room_id, "state", "m.room.create")
        create = (await wire.call("GET", asked, query={"format": "event"})).body
        levels = (await wire.call("GET", path("rooms", room_id, "state", "m.room.power_levels"))).body
        if _may_send(create, levels, known.user_id):
            continue
        yield Problem(f"room {room_id}", "the bot may not write there",
                      "Raise the bot's power level in the room's settings, or lower what sending messages needs.")


def _open(where: str, door: Door) -> Iterator[Problem]:
    """Of the room whose members are the organisers."""
    confirm = "look at who is in it, then run `engagebot organisers --confirm`."
    match open_because(door):
        case "joinable":
            yield Problem(where, "others than those invited can come in, so nobody counts as an organiser",
                          f"Let in only who is invited, {confirm}")
        case "readable":
            yield Problem(where, "anybody can read it, so nobody counts as an organiser",
                          f"Show its history to members only, {confirm}")
        case "replaced":
            yield Problem(where, "another room takes its place, so nobody counts as an organiser",
                          "Name the new room in the association's file, and start the bot again.")


def _may_send(create: Any, levels: Any, me: str) -> bool:
    """`create`: the event, `levels`: a content, as they came; {}: there is none, and anybody may."""
    try:
        made = create.get("content", {})
        version = made.get("room_version", "1")
        if version not in LEVELS_OF_CREATORS and me in (
                create.get("sender"), *made.get("additional_creators", [])):
            return True

        def level(found: Any, otherwise: int = 0) -> int:
            counts = type(found) is int or (type(found) is str and version in LEVELS_AS_TEXT)
            return int(found) if counts else otherwise

        mine = level(levels.get("users", {}).get(me), level(levels.get("users_default")))
        events, otherwise = levels.get("events", {}), level(levels.get("events_default"))
        return mine >= max(level(events.get(kind), otherwise) for kind in ("m.room.message", "m.room.encrypted"))
    except (TypeError, ValueError, AttributeError):
        return True     # not to be understood is not to be forbidden
