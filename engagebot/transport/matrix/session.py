"""Who the bot is on its homeserver: user, device and access token, kept in `session.json` between starts."""
from __future__ import annotations

import json
import secrets
import string
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engagebot.config import Settings
from engagebot.transport import CannotStart
from engagebot.transport.matrix import private
from engagebot.transport.matrix.wire import Answer, Unreachable, Wire

FILE = "session.json"


@dataclass(frozen=True, slots=True)
class Session:
    """`since`: seconds since 1970 of the login that made the device; transaction ids count from there on."""

    user_id: str
    device_id: str
    access_token: str = field(repr=False)
    since: int

    @property
    def logged_in_at(self) -> datetime:
        return datetime.fromtimestamp(self.since, UTC)

    @property
    def server(self) -> str:
        """The homeserver's name, which need not be its address."""
        return self.user_id.partition(":")[2]


async def open_session(settings: Settings, wire: Wire, clock: Callable[[], datetime]) -> Session:
    """The token of the settings, else the kept one, else a first login by password. Raises CannotStart, Unreachable."""
    file = settings.data_dir / FILE
    saved = kept(settings.data_dir)
    if settings.access_token:
        found = await _from_token(settings, wire, saved, clock)
    elif saved and saved.access_token:
        found = saved
    elif settings.password:
        # A login that did not end: of a new device, or of one that was put to sleep. Both go on under their own name.
        device, since = (saved.device_id, saved.since) if saved else (new_device_id(), None)
        found = await log_in(settings, wire, device, clock, since)
    else:
        raise CannotStart(
            f"there is no saved session in {file} and no password: set ENGAGEBOT_PASSWORD for the first start, "
            "or ENGAGEBOT_ACCESS_TOKEN and ENGAGEBOT_DEVICE_ID")
    if settings.user_id and found.user_id != settings.user_id:
        raise CannotStart(f"{file}: belongs to {found.user_id}, but ENGAGEBOT_USER_ID is {settings.user_id}; "
                          "set ENGAGEBOT_DATA_DIR to another folder for another account")
    wire.token = found.access_token
    return found


def known(settings: Settings) -> Session | None:
    """The login that is in use; None: there was none yet. Raises CannotStart when its file cannot be used."""
    if settings.access_token:
        return Session(settings.user_id, settings.device_id or "", settings.access_token.get_secret_value(), 0)
    saved = kept(settings.data_dir)
    return saved if saved and saved.access_token else None


async def log_in(settings: Settings, wire: Wire, device_id: str, clock: Callable[[], datetime],
                 since: int | None = None) -> Session:
    """By password, as `device_id`, and keep the result. `since`: for a device that was only put to sleep.

    Raises CannotStart, Unreachable.
    """
    file = settings.data_dir / FILE
    if not settings.password or not settings.user_id:
        raise CannotStart("a login needs both ENGAGEBOT_USER_ID and ENGAGEBOT_PASSWORD")
    # Before the login, so that one whose answer was lost is repeated for the same device and leaves no stray one.
    since = since or int(clock().timestamp())
    _keep(file, Session(settings.user_id, device_id, "", since))
    answer = await wire.call("POST", "/login", {
        "type": "m.login.password", "identifier": {"type": "m.id.user", "user": settings.user_id},
        "password": settings.password.get_secret_value(), "device_id": device_id,
        "initial_device_display_name": "engagebot"})
    if answer.passing and answer.status != 429:
        raise Unreachable(f"login: {answer}")
    if not answer.ok:
        raise refused(answer, f"{settings.homeserver} refuses the login of {settings.user_id} ({answer})",
                      "check ENGAGEBOT_USER_ID and ENGAGEBOT_PASSWORD")
    session = Session(str(answer.body["user_id"]), str(answer.body["device_id"]), str(answer.body["access_token"]),
                      since)
    _keep(file, session)
    wire.token = session.access_token
    return session


def refused(answer: Answer, what: str, advice: str) -> CannotStart:
    """The sentence for an answer that no waiting will change."""
    if answer.status == 429:
        advice = "too many logins in a short time: wait some minutes before the next start"
    return CannotStart(f"{what}; {advice}")


def dead_token(settings: Settings) -> CannotStart:
    remedy = f"delete {settings.data_dir / FILE} and set ENGAGEBOT_PASSWORD, and the bot logs in as a new device"
    if settings.access_token:
        remedy = "put a new token and its device into ENGAGEBOT_ACCESS_TOKEN and ENGAGEBOT_DEVICE_ID"
    return CannotStart(f"{settings.homeserver} no longer accepts the bot's access token (it expired, or the device was "
                       f"signed out); {remedy}. Nothing was lost: what people wrote meanwhile is answered afterwards")


def new_device_id() -> str:
    """Random: the key store skips devices of other people that have the same id as the bot's own."""
    return "EB" + "".join(secrets.choice(string.ascii_uppercase) for _ in range(10))


async def _from_token(settings: Settings, wire: Wire, saved: Session | None, clock: Callable[[], datetime]) -> Session:
    assert settings.access_token
    token = settings.access_token.get_secret_value()
    if saved and saved.access_token == token and settings.device_id in (None, saved.device_id):
        return saved
    wire.token = token
    answer = await wire.call("GET", "/account/whoami")
    if answer.token_is_dead:
        raise dead_token(settings)
    if not answer.ok:
        raise refused(answer, f"{settings.homeserver} does not accept ENGAGEBOT_ACCESS_TOKEN ({answer})", "check it")
    device = settings.device_id or answer.body.get("device_id")
    if not isinstance(device, str):
        raise CannotStart("the access token has no device, and encryption needs one: set ENGAGEBOT_DEVICE_ID")
    since = saved.since if saved and saved.device_id == device else int(clock().timestamp())
    session = Session(str(answer.body["user_id"]), device, token, since)
    _keep(settings.data_dir / FILE, session)
    return session


def kept(folder: Path) -> Session | None:
    """What an earlier start kept in `folder`; `access_token` is "" when its login did not end. Raises CannotStart."""
    file = folder / FILE
    fields: Mapping[str, Any] | None = private.read_json(file)
    if fields is None:
        return None
    try:
        return Session(
            str(fields["user_id"]), str(fields["device_id"]), str(fields["access_token"]), int(fields["since"]))
    except (KeyError, TypeError, ValueError) as error:
        raise CannotStart(f"{file}: {error} is missing or broken; restore the file from a backup") from error


def _keep(file: Path, session: Session) -> None:
    private.write(file, json.dumps(asdict(session), indent=1))
