"""`engagebot init` asks and writes; `engagebot doctor` says what is wrong, and what to do."""

from __future__ import annotations

import asyncio
import io
import sqlite3
import stat
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from engagebot import setup
from engagebot.config import Settings, shipped
from engagebot.engine.events import Event, Message
from engagebot.flowfile.association import load_association
from engagebot.scheduler import CLOCK
from engagebot.store import inbox, kept, outbox
from engagebot.store.migrate import RESTORE, migrate
from engagebot.store.sqlite import Store
from engagebot.transport.matrix.doctor import Problem

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANSWERS = [
    "matrix.example.org",
    "@bot:example.org",
    "s3cr'et #1 \\n",
    'L\'Été "vert": 100%',
    "Olga",
    "@olga:example.org",
]


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """An empty folder, and none of this machine's own settings."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ENGAGEBOT_{name.upper()}", raising=False)
    return tmp_path


@pytest.fixture
def answer(monkeypatch):
    """Calls `init` with these lines on standard input."""

    def init(*lines: str, folder=None) -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return setup.initialise(folder)

    return init


# ------------------------------------------------------------------------------------------------------------- init
@pytest.mark.parametrize(("language", "languages"), [("", ("fr", "en")), ("fr", ("fr", "en")), ("en", ("en", "fr"))])
def test_what_is_answered_is_what_the_bot_reads(here, answer, language, languages):
    assert answer(*ANSWERS, language) == 0
    read = Settings()
    assert (read.homeserver, read.user_id, read.password) == (
        "https://matrix.example.org",
        "@bot:example.org",
        SecretStr("s3cr'et #1 \\n"),
    )
    association = load_association(here / "association.yaml")
    assert (association.name, association.contact_name, association.contact, association.languages) == (
        'L\'Été "vert": 100%',
        "Olga",
        "@olga:example.org",
        languages,
    )
    assert len(association.skills) > 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in here.iterdir()} == {0o600}


def test_a_folder_is_made_and_what_comes_next_is_said(here, answer, capsys):
    assert answer(*ANSWERS, "en", folder=here / "new" / "bot") == 0
    assert sorted(path.name for path in (here / "new/bot").iterdir()) == ["association.yaml", "engagebot.env"]
    assert capsys.readouterr().out.splitlines()[-1] == (
        f"Next: cd {here}/new/bot, then have a look at association.yaml, run `engagebot doctor`, then `engagebot run`."
    )


def test_what_cannot_be_right_is_asked_again(here, answer, capsys):
    lines = ["", "not an address", "http://localhost:8008/", "bot", "@bot:localhost", "pa${x}", "pass"]
    assert answer(*lines, "", "Le Jardin", "Olga", "0123", "de", "fr") == 0
    assert (Settings().homeserver, Settings().password) == ("http://localhost:8008", SecretStr("pass"))
    told = capsys.readouterr().out
    for reason in (
        "this is not an address like https://matrix.example.org",
        "a Matrix id looks like @engagebot:example.org",
        "these characters cannot be kept in a settings file",
        "this one is needed",
        "fr or en",
    ):
        assert reason in told


def test_when_the_answers_end_too_early_nothing_is_written(here, answer, capsys):
    assert answer(*ANSWERS[:4]) == 1
    assert list(here.iterdir()) == []
    assert capsys.readouterr().err == "\nThe answers ended before the questions; nothing was written.\n"


def test_what_is_there_is_never_overwritten(here, answer, capsys):
    (here / "engagebot.env").write_text("ENGAGEBOT_USER_ID=@mine:example.org\n")
    assert answer(*ANSWERS[3:], "fr") == 0
    assert (here / "engagebot.env").read_text() == "ENGAGEBOT_USER_ID=@mine:example.org\n"
    before = (here / "association.yaml").read_text()
    capsys.readouterr()
    assert answer() == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{name}: exists already and stays as it is; edit it, or remove it and run `engagebot init` again"
        for name in ("engagebot.env", "association.yaml")
    ]
    assert (here / "association.yaml").read_text() == before


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=30))
def test_any_password_that_is_taken_is_read_back_as_it_is(tmp_path_factory, password):
    if "${" in password or not password.isprintable():
        return
    file = tmp_path_factory.mktemp("env") / "engagebot.env"
    file.write_text(f"ENGAGEBOT_PASSWORD={setup._quoted(password)}\n", encoding="utf-8")
    read = Settings(_env_file=file).password
    assert read is not None
    assert read.get_secret_value() == password


# ----------------------------------------------------------------------------------------------------------- doctor
@pytest.fixture
def settings(here, answer, monkeypatch):
    """An installation as `init` leaves it, on a homeserver where nothing is wrong."""

    async def nothing_wrong(settings: Settings, named: Mapping[str, str]) -> list[Problem]:
        return []

    monkeypatch.setattr("engagebot.transport.matrix.doctor.diagnose", nothing_wrong)
    assert answer(*ANSWERS, "fr") == 0
    return Settings()


def found(settings: Settings, now: datetime = NOW) -> list[str]:
    async def collect() -> list[str]:
        return [problem async for problem in setup.problems(settings, now)]

    return asyncio.run(collect())


def database(settings: Settings):
    file = settings.data_dir / "engagebot.sqlite"
    migrate(file, shipped("storage"), NOW)
    return file


def test_a_fresh_installation_is_well(settings, capsys):
    capsys.readouterr()
    assert asyncio.run(setup.examine(settings)) == 0
    assert capsys.readouterr().out == "all is well\n"
    assert not settings.data_dir.exists()


def test_an_installation_that_has_run_is_well(settings):
    database(settings)
    (settings.data_dir / "session.json").touch()
    assert found(settings) == []


def test_what_the_homeserver_says_is_told_in_the_same_form(settings, monkeypatch, capsys):
    async def one(settings: Settings, named: Mapping[str, str]) -> list[Problem]:
        assert named == {"organisers_room": "", "tasks_room": ""}
        return [
            Problem("room !r", "the bot may not write there", "Raise the bot's power level."),
            Problem("ENGAGEBOT_HOMESERVER", "is not set", "Run `engagebot init`."),
        ]

    monkeypatch.setattr("engagebot.transport.matrix.doctor.diagnose", one)
    capsys.readouterr()
    assert asyncio.run(setup.examine(settings)) == 1
    assert capsys.readouterr().out.splitlines() == [
        "room !r: the bot may not write there; raise the bot's power level",
        "ENGAGEBOT_HOMESERVER: is not set; run `engagebot init`",
    ]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"user_id": ""}, ["ENGAGEBOT_USER_ID: is not set; write one like @engagebot:example.org"]),
        ({"user_id": "bot"}, ["ENGAGEBOT_USER_ID: 'bot' is not a Matrix id; write one like @engagebot:example.org"]),
        (
            {"access_token": SecretStr("t")},
            ["ENGAGEBOT_DEVICE_ID: is not set; an access token goes with the id of its device"],
        ),
    ],
)
def test_settings_that_are_missing_or_odd_are_told(settings, changed, expected):
    assert found(settings.model_copy(update=changed)) == expected


def test_files_that_others_can_read_are_told(settings, here):
    file = database(settings)
    for path in (here / "engagebot.env", file):
        path.chmod(0o644)
    assert found(settings) == [
        "engagebot.env: other users of this machine can read it, and it holds secrets; run `chmod 600 engagebot.env`",
        f"{file}: other users of this machine can read it, and it holds what people said; run `chmod 600 {file}`",
    ]


def test_faults_of_the_associations_file_and_of_its_flows_are_told(settings, here):
    (here / "association.yaml").write_text("name: Us\nlanguages: [de]\n")
    (here / "own").mkdir()
    (here / "own" / "help.yaml").write_text("flow: help\nabout: x\nsteps: []\n")
    told = found(settings.model_copy(update={"flows": here / "own"}))
    assert told[:2] == [
        "association.yaml:1: `contact` is missing; add it",
        "association.yaml:2: the bot does not speak 'de'; choose among fr, en",
    ]
    assert "help.yaml:1: flow 'help' has no steps; add some under `steps:`" in told[2:]


def test_a_newer_database_is_told(settings):
    file = database(settings)
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA user_version = 99")
    (told,) = found(settings)
    assert told.startswith(f"{file}: was made by a newer engagebot (schema 99, this one knows ")
    assert told.endswith("install that version again, or restore the copy that was made before the upgrade")


def test_a_database_that_is_none_or_gone_is_told(settings):
    settings.data_dir.mkdir()
    file = settings.data_dir / "engagebot.sqlite"
    (settings.data_dir / "session.json").touch()
    assert found(settings) == [f"{file}: is gone, though the bot has run here; {RESTORE}"]
    file.write_text("not a database, but long enough to be looked at by SQLite as one" * 20)
    file.chmod(0o600)
    assert found(settings) == [f"{file}: cannot be read (file is not a database); {RESTORE}"]


def test_a_data_folder_that_is_a_file_is_told(settings, here):
    (here / "data").touch()
    assert found(settings) == ["data: is not a folder; set ENGAGEBOT_DATA_DIR to one"]


def test_a_data_folder_that_cannot_be_written_is_told(settings, monkeypatch):
    monkeypatch.setattr("os.access", lambda path, mode: False)  # as root, everything can be written
    assert found(settings) == [
        "data: cannot be written; give the user that runs the bot the right to, or set ENGAGEBOT_DATA_DIR"
    ]


def test_what_was_left_to_a_human_is_told_for_a_week(settings):
    database(settings)

    async def leave(at: datetime) -> None:
        store = await Store.open(str(settings.data_dir / "engagebot.sqlite"), shipped("storage"))
        event = Event("$e", at, "@ada:example.org", "!r", True, Message("…"))
        async with store.transaction() as tx:
            await outbox.queue(tx, key="say:1", op="say", content={}, at=at, caused_by="$e", person="@ada:example.org")
            await outbox.trying(tx, "say:1", at)
            await outbox.ended(tx, "say:1", "unknown", "a new device")
            await inbox.receive(tx, event)
            for _ in range(inbox.TRIES):
                await inbox.failed(tx, event, "ValueError")
        await store.close()

    asyncio.run(leave(NOW))
    assert found(settings, NOW + timedelta(days=6)) == [
        "messages: 1 of the last 7 days may not have arrived; ask @ada:example.org",
        "events: 1 of the last 7 days could not be handled; report what the log says of them"]
    assert found(settings, NOW + timedelta(days=8)) == []


def test_a_clock_that_is_behind_is_told(settings):
    file = database(settings)

    async def seen(at: datetime) -> None:
        store = await Store.open(str(file), shipped("storage"))
        async with store.transaction() as tx:
            await kept.put(tx, CLOCK, at.isoformat())
        await store.close()

    asyncio.run(seen(NOW + timedelta(hours=1)))
    assert found(settings) == [
        "clock: shows 2026-03-02 09:00 UTC, but it is later than 2026-03-02 09:55; set the machine's clock (if it is "
        "right now, and was ahead before: run `engagebot clock`)"
    ]
    assert found(settings, NOW + timedelta(hours=2)) == []
    assert found(
        settings.model_copy(update={"data_dir": settings.data_dir / "x"}), datetime(1970, 1, 1, tzinfo=UTC)
    ) == ["clock: shows 1970-01-01 00:00 UTC, but it is later than 2024-01-01 00:00; set the machine's clock"]
