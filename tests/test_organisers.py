"""Whoever keeps the bot running sees who is an organiser, and says that the room can be trusted again."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engagebot import organisers, setup
from engagebot.config import Settings, shipped
from engagebot.domain.roles import Door, Presence
from engagebot.organisers import organisers as said_by
from engagebot.store import roles
from engagebot.store.migrate import migrate
from engagebot.store.roles import Read
from engagebot.store.sqlite import Store
from engagebot.upkeep import CannotDo

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROOM, OLGA, OTTO = "!room:example.org", "@olga:example.org", "@otto:example.org"
CLOSED, HEAD = Presence(frozenset({OTTO, OLGA})), f"{ROOM}: join rule invite, history shared, not encrypted"


@pytest.fixture
def installed(tmp_path, monkeypatch):
    file = tmp_path / "association.yaml"
    shipped_one = Path(setup.TEMPLATES / "association.en.yaml").read_text(encoding="utf-8")
    text = shipped_one.format(languages="[en, fr]", name='"A"', contact='"Olga"', reach='"@olga:example.org"')
    lines = [line for line in text.splitlines() if not line.startswith("organisers_room")]
    file.write_text("\n".join([*lines, f'organisers_room: "{ROOM}"']) + "\n", encoding="utf-8")
    settings = Settings(_env_file=None, association=file, data_dir=tmp_path / "data")
    settings.data_dir.mkdir()
    migrate(settings.data_dir / "engagebot.sqlite", shipped("storage"), NOW)
    monkeypatch.chdir(tmp_path)
    return settings


@pytest.fixture
def room(monkeypatch):
    """What the homeserver says of it; set `there`."""
    said = {"there": CLOSED}

    async def answer(settings, room):
        assert room == ROOM
        return said["there"]

    monkeypatch.setattr(organisers, "_presence", answer)
    return said


def now(settings, confirm: bool = False) -> list[str]:
    return asyncio.run(said_by(settings, confirm=confirm)).splitlines()


def known(settings, change=None) -> Read:
    async def look() -> Read:
        store = await Store.open(str(settings.data_dir / "engagebot.sqlite"), shipped("storage"))
        async with store.transaction() as tx:
            if change:
                await change(tx)
            found = await roles.read(tx, ROOM)
        await store.close()
        return found

    return asyncio.run(look())


def test_who_is_in_the_room_and_whether_it_is_trusted(installed, room):
    people = [f"  {OLGA}", f"  {OTTO}"]
    assert now(installed) == [HEAD, *people, organisers.UNSEEN]
    known(installed, lambda tx: roles.trust(tx, ROOM, Door()))
    assert now(installed) == [HEAD, *people, organisers.TRUSTED]
    known(installed, lambda tx: roles.freeze(tx, ROOM, "joinable", NOW))
    not_trusted = "NOT trusted since 2026-03-02 09:00 UTC (joinable): nobody counts as an organiser"
    assert now(installed) == [HEAD, *people, not_trusted, organisers.CONFIRM]


def test_a_closed_room_is_trusted_again_as_it_is_now_and_an_open_one_never(installed, room):
    known(installed, lambda tx: roles.freeze(tx, ROOM, "joinable", NOW))
    for door, why in ((Door("public"), "joinable"), (Door(history="world_readable"), "readable"),
                      (Door(replaced=True), "replaced")):  # fmt: skip
        room["there"] = Presence(frozenset(), door)
        with pytest.raises(CannotDo) as error:
            now(installed, confirm=True)
        assert str(error.value) == f"{ROOM}: {organisers.CLOSE[why]}; then confirm it"
    assert known(installed).frozen == "joinable"
    room["there"] = Presence(frozenset({OLGA}), Door(encryption="x"))
    assert now(installed, confirm=True) == [
        f"{ROOM}: join rule invite, history shared, encrypted", f"  {OLGA}", organisers.TRUSTED]  # fmt: skip
    assert known(installed) == Read(None, 0, Door(encryption="x"))


def test_doctor_tells_of_a_room_that_is_not_trusted(installed, monkeypatch):
    async def nothing_wrong(settings, named):
        return []

    async def collect() -> list[str]:
        return [problem async for problem in setup.problems(installed, NOW)]

    monkeypatch.setattr("engagebot.transport.matrix.doctor.diagnose", nothing_wrong)
    assert asyncio.run(collect()) == []
    known(installed, lambda tx: roles.freeze(tx, ROOM, "replaced", NOW))
    assert asyncio.run(collect()) == [
        f"{ROOM}: is not trusted since 2026-03-02 09:00 UTC (replaced), so nobody counts as an organiser; "
        "see `engagebot organisers`"]  # fmt: skip


def test_without_a_homeserver_or_a_room_it_is_said_what_is_missing(installed):
    with pytest.raises(CannotDo, match="it cannot be told who is in it"):
        now(installed)
    text = installed.association.read_text(encoding="utf-8")
    installed.association.write_text(text.replace(f'"{ROOM}"', '""'), encoding="utf-8")
    with pytest.raises(CannotDo, match="names no organisers_room"):
        now(installed)
