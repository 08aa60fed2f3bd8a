"""The bot is one device for good: a login that was cut off in the middle is gone on with, as the same one."""
from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from engagebot.config import Settings
from engagebot.transport import CannotStart
from engagebot.transport.matrix import session
from engagebot.transport.matrix.wire import Answer, Unreachable

BOT = "@engagebot:example.org"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Killed(BaseException):
    """The process ends here."""


class Homeserver:
    """As a client sees one: it knows devices, and who is logged in as which."""

    def __init__(self) -> None:
        self.token = ""
        self.devices: dict[str, str] = {}
        """Device -> its token."""
        self.logins = 0
        self.answers = True

    async def call(self, method: str, where: str, body: object = None, **_: object) -> Answer:
        assert (method, where) == ("POST", "/login") and isinstance(body, dict)
        self.logins += 1
        token = self.devices[body["device_id"]] = f"token {self.logins}"
        if not self.answers:
            raise Unreachable("the answer was lost")
        return Answer(200, {"user_id": BOT, "device_id": body["device_id"], "access_token": token})


@pytest.fixture
def server() -> Homeserver:
    return Homeserver()


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path, user_id=BOT, password=SecretStr("a password"))


def clock(hours: float = 0):
    return lambda: NOW + timedelta(hours=hours)


def kills_when_it_keeps(monkeypatch, what: str, *, before: bool) -> None:
    """Killed around the writing of the file: of the device alone, or of its token."""
    keep = session._keep

    def keeps(file, kept):
        this = "token" if kept.access_token else "device"
        if this == what and before:
            raise Killed
        keep(file, kept)
        if this == what:
            raise Killed

    monkeypatch.setattr(session, "_keep", keeps)


POINTS = pytest.mark.parametrize(("what", "before"), [
    ("device", True), ("device", False), ("token", True), ("token", False)])


@POINTS
async def test_killed_anywhere_in_its_first_login_it_becomes_one_device(settings, server, monkeypatch, what, before):
    with monkeypatch.context() as dying:
        kills_when_it_keeps(dying, what, before=before)
        with pytest.raises(Killed):
            await session.open_session(settings, server, clock())
    found = await session.open_session(settings, server, clock(1))
    assert list(server.devices) == [found.device_id] and server.devices[found.device_id] == found.access_token
    assert server.logins <= 2
    assert await session.open_session(settings, server, clock(2)) == found and server.token == found.access_token


@POINTS
async def test_killed_anywhere_in_a_login_after_a_soft_logout_it_stays_the_device_it_was(
    settings, server, monkeypatch, what, before,
):
    first = await session.open_session(settings, server, clock())
    with monkeypatch.context() as dying:
        kills_when_it_keeps(dying, what, before=before)
        with pytest.raises(Killed):
            await session.log_in(settings, server, first.device_id, clock(5), first.since)
    again = await session.open_session(settings, server, clock(6))
    assert (again.device_id, again.since) == (first.device_id, first.since)     # so no transaction id is doubted
    assert list(server.devices) == [first.device_id] and server.logins <= 3
    kept = json.loads((settings.data_dir / "session.json").read_text())
    assert kept["device_id"] == first.device_id
    if (what, before) == ("device", True):      # nothing had been asked for yet: the old token finds out by itself
        assert again.access_token == first.access_token
        again = await session.log_in(settings, server, again.device_id, clock(6), again.since)
    assert server.devices == {first.device_id: again.access_token}


async def test_a_login_whose_answer_is_lost_each_time_makes_one_device(settings, server):
    server.answers = False
    for _ in range(3):
        with pytest.raises(Unreachable):
            await session.open_session(settings, server, clock())
    server.answers = True
    found = await session.open_session(settings, server, clock())
    assert list(server.devices) == [found.device_id] and server.logins == 4


async def test_without_a_password_a_login_that_was_cut_off_says_what_is_missing(settings, server, monkeypatch):
    kills_when_it_keeps(monkeypatch, "token", before=True)
    with pytest.raises(Killed):
        await session.open_session(settings, server, clock())
    with pytest.raises(CannotStart, match="set ENGAGEBOT_PASSWORD"):
        await session.open_session(settings.model_copy(update={"password": None}), server, clock())


async def test_a_session_that_is_printed_shows_no_token(settings, server):
    found = await session.open_session(settings, server, clock())
    assert found.access_token not in f"{found!r} {found}"
