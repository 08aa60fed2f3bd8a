"""What is copied is whole, and private; what is restored begins anew; what is older is brought along."""
from __future__ import annotations

import asyncio
import json
import os
import re
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from engagebot.__main__ import COMMANDS, main
from engagebot.actions import restored
from engagebot.app import open_store
from engagebot.catching_up import catch_up
from engagebot.config import Settings, shipped
from engagebot.copies import backup, restore
from engagebot.domain.missed import Missed
from engagebot.engine.events import Due, Event, Message
from engagebot.script import Stage
from engagebot.store import conversations, inbox, kept, outbox, people, privacy
from engagebot.store.migrate import DatabaseIsDamaged, migrate, migrations, sql_of, version
from engagebot.store.sqlite import Store
from engagebot.transport import CannotStart, NotNow
from engagebot.transport.console import Console
from engagebot.upkeep import CannotDo

STORAGE = shipped("storage")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=5)
ADA, BOT = "@ada:example.org", "@engagebot:example.org"
SECRETS = {"alias.key": "an alias key", "pickle.key": "a pickle key",
           "cross_signing.json": json.dumps({"user_id": BOT, "seeds": {}})}


def modes(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def found(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


@pytest.fixture
def settings(tmp_path):
    return Settings(_env_file=None, data_dir=tmp_path / "data", user_id=BOT, password=SecretStr("a password"))


@pytest.fixture
async def store(settings):
    """The database of a bot that has run, its secrets beside it."""
    data = settings.data_dir
    opened = await open_store(settings, NOW)
    session = {"user_id": BOT, "device_id": "OLD", "access_token": "a token", "since": 1}
    for name, text in {**SECRETS, "session.json": json.dumps(session)}.items():
        (data / name).touch(mode=0o600)
        (data / name).write_text(text)
    (data / "keys").mkdir()
    with closing(sqlite3.connect(data / "keys" / f"{BOT}_OLD.db")) as keys, keys:
        keys.execute("CREATE TABLE accounts (pickle TEXT)")
    yield opened
    await opened.close()


# ------------------------------------------------------------------------------------------------------------ backup
async def test_a_backup_made_while_the_bot_writes_is_whole_and_private(tmp_path, settings, store):
    stop = asyncio.Event()
    written = 0

    async def keeps_writing() -> None:
        nonlocal written
        while not stop.is_set():
            async with store.transaction() as tx:           # always two rows with the same value
                await kept.put(tx, "left", str(written))
                await kept.put(tx, "right", str(written))
            written += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(keeps_writing())
    await asyncio.sleep(0.05)
    copy = tmp_path / "copy"
    said = await backup(settings, copy, NOW)
    before = written
    await asyncio.sleep(0.05)
    stop.set()
    await task
    assert written > before > 0
    (left,), (right,) = found(copy / "engagebot.sqlite", "SELECT value FROM kept WHERE name IN ('left', 'right')")
    assert left == right
    parts = ["alias.key", "cross_signing.json", "engagebot.sqlite", "keys.sqlite", "pickle.key"]
    assert said.startswith(f"{copy}: {', '.join(parts)}; ")
    assert sorted(file.name for file in copy.iterdir()) == sorted([*parts, "manifest.json"])
    assert (modes(copy), {modes(file) for file in copy.iterdir()}) == (0o700, {0o600})
    manifest = json.loads((copy / "manifest.json").read_text())
    assert (manifest["made_at"], manifest["schema"], manifest["device_id"], sorted(manifest["parts"])) == (
        NOW.isoformat(), len(migrations(STORAGE)), "OLD", parts)
    assert not [file for file in copy.iterdir() if b"a token" in file.read_bytes()]


async def test_a_backup_never_overwrites_and_says_what_is_missing(tmp_path, settings, store):
    (tmp_path / "there").write_text("precious")
    for target, complaint in [("there", "exists already"), ("nowhere/x", "there is no such folder")]:
        with pytest.raises(CannotDo, match=complaint):
            await backup(settings, tmp_path / target, NOW)
    with pytest.raises(CannotDo, match="there is no database; set ENGAGEBOT_DATA_DIR"):
        await backup(Settings(_env_file=None, data_dir=tmp_path / "elsewhere"), tmp_path / "copy", NOW)
    assert (tmp_path / "there").read_text() == "precious"


async def test_a_backup_that_breaks_off_leaves_nothing_of_itself(tmp_path, settings, store):
    (settings.data_dir / "alias.key").chmod(0o644)
    with pytest.raises(CannotDo, match=r"run `chmod 600 .*alias\.key`.*nothing was kept of the copy"):
        await backup(settings, tmp_path / "copy", NOW)
    assert [file.name for file in tmp_path.iterdir()] == ["data"]


async def test_a_bot_that_never_logged_in_has_only_its_database_to_copy(tmp_path, settings):
    await (await open_store(settings, NOW)).close()
    assert (await backup(settings, tmp_path / "copy", NOW)).startswith(f"{tmp_path / 'copy'}: engagebot.sqlite; ")
    anew = settings.model_copy(update={"data_dir": tmp_path / "anew"})
    await restore(anew, tmp_path / "copy", LATER)
    assert [file.name for file in anew.data_dir.iterdir()] == ["engagebot.sqlite"]


# ----------------------------------------------------------------------------------------------------------- restore
async def test_a_restored_bot_has_its_secrets_but_no_device_and_no_place_in_the_conversation(
    tmp_path, settings, store,
):
    async with store.transaction() as tx:
        await kept.put(tx, "sync_position", "s1")
        await kept.put(tx, "sync_filter", "{}")
        await outbox.queue(tx, key="reply:$a:0", op="say", content={}, at=NOW, caused_by="$a", person=ADA)
    await backup(settings, tmp_path / "copy", NOW)
    anew = settings.model_copy(update={"data_dir": tmp_path / "anew"})
    said = await restore(anew, tmp_path / "copy", LATER)
    data = anew.data_dir
    assert "restored from a copy of 2026-03-02 09:00 UTC; 1 messages that were waiting" in said
    assert sorted(str(file.relative_to(data)) for file in data.rglob("*") if file.is_file()) == [
        "alias.key", "before/device.json", "before/keys.sqlite", "before/pickle.key", "cross_signing.json",
        "engagebot.sqlite"]
    assert {modes(file) for file in data.rglob("*")} == {0o600, 0o700}
    assert found(data / "engagebot.sqlite", "SELECT name, value FROM kept WHERE name <> 'latest'") == [
        ("restored", NOW.isoformat())]
    with pytest.raises(CannotDo, match=r"overwrites nothing: stop the bot, and move .*anew away first"):
        await restore(anew, tmp_path / "copy", LATER)


@pytest.mark.parametrize(("changed", "complaint"), [
    ({"user_id": "@other:example.org"}, "is of @engagebot:example.org, but ENGAGEBOT_USER_ID is @other:example.org"),
    ({"password": None}, "logs in as a new device: set ENGAGEBOT_PASSWORD"),
    ({"access_token": SecretStr("x"), "device_id": "OLD"}, "OLD is the lost device"),
])
async def test_a_restore_says_which_setting_is_missing(tmp_path, settings, store, changed, complaint):
    await backup(settings, tmp_path / "copy", NOW)
    anew = settings.model_copy(update={"data_dir": tmp_path / "anew", **changed})
    with pytest.raises(CannotDo, match=complaint):
        await restore(anew, tmp_path / "copy", LATER)
    assert not anew.data_dir.exists()


def _shorten(copy: Path) -> None:
    (copy / "keys.sqlite").write_bytes((copy / "keys.sqlite").read_bytes()[:-1])


def _rename(copy: Path) -> None:
    text = (copy / "manifest.json").read_text()
    (copy / "manifest.json").write_text(text.replace("alias.key", "../alias.key"))


@pytest.mark.parametrize(("spoil", "complaint"), [
    (lambda copy: (copy / "manifest.json").unlink(), "name a folder that `engagebot backup` has made"),
    (lambda copy: (copy / "manifest.json").write_text("{}"), r"cannot be read \(KeyError\); take another backup"),
    (lambda copy: (copy / "cross_signing.json").unlink(), "is missing, or is not what was copied"),
    (_shorten, "is missing, or is not what was copied"),
    (_rename, "is missing, or is not what was copied"),
])
async def test_a_backup_that_is_not_what_it_was_is_refused(tmp_path, settings, store, spoil, complaint):
    await backup(settings, tmp_path / "copy", NOW)
    spoil(tmp_path / "copy")
    anew = settings.model_copy(update={"data_dir": tmp_path / "anew"})
    with pytest.raises(CannotDo, match=complaint):
        await restore(anew, tmp_path / "copy", LATER)
    assert not anew.data_dir.exists()


async def test_a_backup_of_a_newer_engagebot_is_refused(tmp_path, settings, store):
    await backup(settings, tmp_path / "copy", NOW)
    manifest = json.loads((tmp_path / "copy" / "manifest.json").read_text())
    newer = {**manifest, "schema": manifest["schema"] + 1}
    (tmp_path / "copy" / "manifest.json").write_text(json.dumps(newer))
    anew = settings.model_copy(update={"data_dir": tmp_path / "anew"})
    with pytest.raises(CannotDo, match=r"was made by a newer engagebot .* install that version, then restore"):
        await restore(anew, tmp_path / "copy", LATER)
    assert not anew.data_dir.exists()


async def test_a_restore_that_broke_off_is_begun_again(tmp_path, settings, store, monkeypatch):
    await backup(settings, tmp_path / "copy", NOW)
    anew = settings.model_copy(update={"data_dir": tmp_path / "anew"})
    with monkeypatch.context() as broken:
        broken.setattr("engagebot.copies._on_disk", lambda folder: (_ for _ in ()).throw(OSError("the disk is full")))
        with pytest.raises(CannotDo, match="the disk is full; nothing can be lost by trying again"):
            await restore(anew, tmp_path / "copy", LATER)
    assert not (anew.data_dir / "engagebot.sqlite").exists()
    await restore(anew, tmp_path / "copy", LATER)
    assert sorted(file.name for file in anew.data_dir.iterdir()) == [
        "alias.key", "before", "cross_signing.json", "engagebot.sqlite"]


@pytest.mark.parametrize(("room", "contact", "person"), [
    ("#organisateurs", "@marie:example.org", None), ("", "@marie:example.org", "@marie:example.org")])
async def test_organisers_or_the_contact_hear_who_may_be_waiting_and_the_event_keeps_no_names(room, contact, person):
    stage = await Stage.open(Settings(_env_file=None))
    stage.house = replace(stage.house, association=replace(
        stage.house.association, organisers_room=room, contact=contact))
    people_there = [f"@p{n}:example.org" for n in range(21)]
    subject = restored.subject(NOW, Missed(people_there, [ADA]))
    await stage.handle(Event("restored:1", NOW, "", "", True, Due(restored.KIND, subject)))
    rows = found_in(stage, "SELECT room_id, person_id, content FROM outbox ORDER BY seq")
    assert {row[:2] for row in rows} == {(room or f"!{person}", person)}
    bodies = [json.loads(content)["body"] for *_, content in rows]
    assert ["copie du 2 mars 2026" in bodies[0], *(body.count("@p") for body in bodies[1:3]), ADA in bodies[3]] == [
        True, 20, 1, True]
    assert found_in(stage, "SELECT content FROM inbox WHERE event_id = 'restored:1'") == [("",)]
    async with stage.store.transaction() as tx:
        await outbox.queue(tx, key="lost", op="say", content={}, at=NOW, caused_by="x", person=ADA)
        await outbox.trying(tx, "lost", NOW)
        await outbox.ended(tx, "lost", "unknown", "a new device")
    await stage.handle(Event("after:1", NOW, "", "", True, Due(restored.AFTERWARDS, str(int(NOW.timestamp())))))
    last = found_in(stage, "SELECT content FROM outbox ORDER BY seq DESC LIMIT 1")
    assert ADA in json.loads(last[0][0])["body"]
    await stage.close()


def found_in(stage: Stage, sql: str) -> list[tuple[Any, ...]]:
    return stage.store.database.execute(sql).fetchall()


class Lanes:
    """Decides what waits as `dialogue` would: each event has one message for Ada."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def drain(self) -> None:
        async with self.store.transaction() as tx:
            for _, event in await inbox.waiting(tx):
                await inbox.take(tx, event)
                await outbox.queue(tx, key=f"reply:{event.id}:0", op="say", content={}, at=LATER, caused_by=event.id,
                                   person=ADA)


class After(Console):
    async def missed(self, since: datetime) -> Missed:
        assert since == NOW
        return Missed([ADA])


async def test_all_that_was_waiting_or_due_meanwhile_counts_as_perhaps_said_and_nothing_later(store):
    async with store.transaction() as tx:
        await kept.put(tx, kept.RESTORED, NOW.isoformat())
        await outbox.queue(tx, key="tried", op="say", content={}, at=NOW, caused_by="$a", person=ADA)
        await outbox.trying(tx, "tried", NOW - timedelta(minutes=3))
        await outbox.queue(tx, key="queued", op="say", content={}, at=NOW, caused_by="$b", person=ADA)
        await inbox.receive(tx, Event("$c", NOW, ADA, "!r", True, Message("bonjour")))
        await conversations.set_timer(tx, ADA, "step", NOW + timedelta(hours=1))
        await conversations.set_timer(tx, ADA, "stale", LATER + timedelta(hours=1))
    lanes = Lanes(store)
    for _ in range(2):      # the second time there is nothing to catch up with
        await catch_up(store, After(), lanes, lambda: LATER)
    async with store.transaction() as tx:
        waiting = [event.what for _, event in await inbox.waiting(tx)]
    assert [(what.kind, json.loads(what.subject)["unanswered"]) for what in waiting] == [("restored", [ADA])]
    await lanes.drain()
    rows = found(Path(store.path), "SELECT idem_key, first_try_at, tries FROM outbox ORDER BY seq")
    at = int(NOW.timestamp())
    assert [(re.sub(r"timer:\w+", "timer", key), tried, tries) for key, tried, tries in rows] == [
        ("tried", at - 180, 1), ("queued", at, 0), ("reply:$c:0", at, 0),
        (f"reply:timer:{at + 3600}:0", at, 0), (f"reply:restored:{NOW.isoformat()}:0", None, 0)]


async def test_whoever_is_erased_is_erased_from_what_organisers_were_told_of_a_restore(store):
    async with store.transaction() as tx:
        await people.add(tx, ADA, "fr", NOW)
        await outbox.queue(tx, key="told", op="say", content={"body": f"… {ADA} …"}, at=NOW, caused_by="restored:1",
                           room="!o", subject="restored")
        await privacy.erase(tx, ADA)
    assert found(Path(store.path), "SELECT content, state FROM outbox") == [("", "withdrawn")]


# ------------------------------------------------------------------------------------------------------ private files
async def test_databases_that_others_can_read_are_closed_to_them_and_that_is_told(settings, store, caplog):
    await store.close()
    files = [settings.data_dir / "engagebot.sqlite", settings.data_dir / "keys" / f"{BOT}_OLD.db"]
    for file in files:
        file.chmod(0o644)
    await (await open_store(settings, LATER)).close()
    assert {modes(file) for file in files} == {0o600}
    assert caplog.messages == [f"{file} could be read by other users of this machine; now it cannot" for file in files]


def test_settings_that_others_can_read_stop_the_start_until_a_human_has_acted(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("engagebot.env").write_text("ENGAGEBOT_PASSWORD=x\n")
    Path("engagebot.env").chmod(0o640)
    mask = os.umask(0o022)
    try:
        assert main(["run"]) == 78
    finally:
        os.umask(mask)
    assert "run `chmod 600 engagebot.env`" in capsys.readouterr().err


def test_a_secret_may_come_from_systemd(tmp_path):
    (tmp_path / "engagebot_password").write_text("s3cret\n")
    code = "from engagebot.config import Settings; print(Settings().password.get_secret_value())"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGEBOT_")}
    said = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True,
                          env={**environment, "CREDENTIALS_DIRECTORY": str(tmp_path), "PYTHONPATH": str(Path.cwd())})
    assert (said.stdout, said.stderr) == ("s3cret\n", "")


@pytest.mark.parametrize(("error", "status"), [
    (NotNow("the homeserver does not answer"), 75), (CannotStart("the token is dead"), 78), (CannotDo("no"), 1)])
def test_the_exit_status_says_whether_a_later_start_may_succeed(monkeypatch, error, status):
    def fails(*_: object) -> int:
        raise error

    monkeypatch.setitem(COMMANDS, "run", ("", lambda parser: None, fails))
    assert main(["run"]) == status


# -------------------------------------------------------------------------------------------- damage, and older schemas
async def test_a_damaged_database_is_not_started_with(settings, store):
    async with store.transaction() as tx:
        for n in range(200):
            await kept.put(tx, f"name {n}", "x" * 500)
    await store.close()
    file = settings.data_dir / "engagebot.sqlite"
    raw = bytearray(file.read_bytes())
    raw[-8000:-4000] = bytes(4000)
    file.write_bytes(raw)
    with pytest.raises(DatabaseIsDamaged, match=r"is damaged \(.*run `engagebot restore` with the newest backup"):
        await open_store(settings, LATER)


def database_of(schema: int, path: Path) -> Path:
    """As a bot of that schema would have left it: something in every table."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for number, file in migrations(STORAGE).items():
            if number <= schema:
                db.executescript(f"BEGIN;\n{sql_of(file)}\nPRAGMA user_version = {number};\nCOMMIT;")
        tables = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                            "AND name NOT LIKE 'answer_search%' AND name <> 'answer_word'").fetchall()
        for table, sql in tables:
            for letter in ("a", "b") if table == "person" else ("a",):
                values = {name: value_for(name, kind, sql, letter)
                          for _, name, kind, *_ in db.execute(f"PRAGMA table_info({table})")}
                holes = ", ".join(f":{name}" for name in values)
                db.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({holes})", values)
    return path


def value_for(name: str, kind: str, sql: str, letter: str) -> object:
    if choice := re.search(rf"CHECK \({name} IN \(('?)([^,')]*)", sql):
        return choice[2]
    second = name in ("b", "b_id")
    if kind != "TEXT":
        return 1 + second
    return "b" if second else letter


@pytest.mark.parametrize("schema", migrations(STORAGE))
def test_a_database_of_every_schema_so_far_is_brought_along_with_all_that_is_in_it(tmp_path, schema):
    path = database_of(schema, tmp_path / "old.sqlite")
    tables = [name for name, in found(path, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    before = {table: len(found(path, f"SELECT * FROM {table}")) for table in tables}
    assert found(path, "PRAGMA foreign_key_check") == []
    migrate(path, STORAGE, NOW)
    assert version(path) == len(migrations(STORAGE))
    assert found(path, "PRAGMA integrity_check") == [("ok",)]
    assert found(path, "PRAGMA foreign_key_check") == []
    there = {name for name, in found(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    lost = {table for table in set(before) & there if len(found(path, f"SELECT * FROM {table}")) < before[table]}
    assert (lost, set(before) - there) == (set(), set())


async def test_a_backup_of_an_older_schema_is_brought_along(tmp_path, settings):
    settings.data_dir.mkdir()
    database_of(len(migrations(STORAGE)) - 1, settings.data_dir / "engagebot.sqlite")
    await backup(settings, tmp_path / "copy", NOW)
    anew = settings.model_copy(update={"data_dir": tmp_path / "anew"})
    await restore(anew, tmp_path / "copy", LATER)
    assert version(anew.data_dir / "engagebot.sqlite") == len(migrations(STORAGE))
    assert version(tmp_path / "copy" / "engagebot.sqlite") == len(migrations(STORAGE)) - 1
    assert [file.name for file in anew.data_dir.iterdir()] == ["engagebot.sqlite"]
