"""What is written down: one schema, forward-only migrations, transactions that are all or nothing, and forgetting."""
from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import engagebot
from engagebot.app import build
from engagebot.config import Settings, shipped
from engagebot.domain.calls import Call
from engagebot.domain.gate import Hold, Wishes
from engagebot.domain.proposals import Proposal
from engagebot.domain.tasks import Task
from engagebot.engine.events import Due, Event, Message
from engagebot.scene import jardin
from engagebot.scheduler import fire_due
from engagebot.script import Stage
from engagebot.store import (
    calls,
    conversations,
    inbox,
    introductions,
    kept,
    knowledge,
    outbox,
    people,
    privacy,
    profile,
    proposals,
    questions,
    quiet,
    roles,
    rooms,
    rounds,
    spared,
    suggestions,
    tasks,
    unheard,
)
from engagebot.store.introductions import Introduced, Introduction
from engagebot.store.knowledge import Answer
from engagebot.store.migrate import DatabaseIsNewer, MigrationFailed, migrate, migrations, schema, version
from engagebot.store.questions import Asked, Question, Relay
from engagebot.store.rounds import Round, RoundMember
from engagebot.store.sql import QueryFileError, load_queries
from engagebot.store.sqlite import Store
from engagebot.upkeep import CannotDo, migrate_now

STORAGE = shipped("storage")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADA = "@ada:example.org"


@pytest.fixture
async def store():
    opened = await Store.open(":memory:", STORAGE)
    yield opened
    await opened.close()


@pytest.fixture
async def on_disk(tmp_path):
    path = tmp_path / "engagebot.sqlite"
    migrate(path, STORAGE, NOW)
    opened = await Store.open(str(path), STORAGE)
    yield opened
    await opened.close()


def shape(db: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """(kind, name, definition without comments and layout) of everything in a database."""
    found = db.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    plain = [(kind, name, " ".join(re.sub(r"--.*", "", sql).split())) for kind, name, sql in found]
    return {(kind, name, re.sub(r" (?=[,)])", "", sql)) for kind, name, sql in plain}


def modes(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# ------------------------------------------------------------------------------------------------ schema and queries
def test_the_migrations_lead_exactly_to_the_schema(tmp_path):
    migrate(tmp_path / "new.sqlite", STORAGE, NOW)
    with closing(sqlite3.connect(tmp_path / "new.sqlite")) as made, closing(sqlite3.connect(":memory:")) as wanted:
        wanted.executescript(schema(STORAGE))
        assert shape(made) == shape(wanted)
    assert modes(tmp_path / "new.sqlite") == 0o600


QUERIES = load_queries(STORAGE / "queries")


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_can_be_run_on_the_schema(name):
    query = QUERIES[name]
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(schema(STORAGE))
        assert db.execute(f"EXPLAIN {query.sql}", dict.fromkeys(query.parameters)).fetchall()


def test_every_query_is_used_and_every_used_query_exists():
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path(engagebot.__file__).parent.rglob("*.py"))
    named = set(re.findall(r'"(\w+)"', code)) | {f"confirm_{what}" for what in ("skills", "interests", "availability")}
    assert set(QUERIES) - named == set()
    assert set(re.findall(r'tx\.(?:rows|row|value|change)\(\s*"(\w+)"', code)) - set(QUERIES) == set()


@pytest.mark.parametrize(("text", "complaint"), [
    ("-- name: a(x)\nSELECT :y;\n", "q.sql: a: uses y; declare it in the brackets"),
    ("-- name: a(x, y)\nSELECT :y;\n", "q.sql: a: declares x; use it or remove it"),
    ("-- name: a()\nSELECT 1;\n-- name: a()\nSELECT 2;\n", "q.sql: a: is already in q.sql; choose another name"),
    ("SELECT 1;\n", "q.sql: text before the first `-- name:`; give it a name or remove it"),
])
def test_a_faulty_query_file_is_refused_in_plain_words(tmp_path, text, complaint):
    (tmp_path / "q.sql").write_text(text)
    with pytest.raises(QueryFileError) as error:
        load_queries(tmp_path)
    assert str(error.value) == complaint


def test_the_sql_keeps_to_what_sqlite_and_postgresql_share():
    assert {path.name for path in STORAGE.rglob("*.sqlite.sql")} >= {"schema.sqlite.sql", "knowledge.sqlite.sql"}
    for path in STORAGE.rglob("*.sql"):
        if path.name.endswith(".sqlite.sql"):       # what only SQLite has stands there
            continue
        text = re.sub(r"--.*", "", path.read_text(encoding="utf-8")).lower()
        foreign = r"\b(?:rowid|autoincrement|pragma|json_\w+|insert or \w+|glob|virtual|match)\b"
        assert re.findall(foreign, text) == [], path.name


# -------------------------------------------------------------------------------------------------------- migrations
@pytest.fixture
def two_steps(tmp_path):
    """A storage folder with two migrations; the second has to bring rows along."""
    folder = tmp_path / "storage" / "migrations"
    folder.mkdir(parents=True)
    (folder / "0001_first.sql").write_text("CREATE TABLE plant (name TEXT PRIMARY KEY);\n")
    (folder / "0002_size.sql").write_text("ALTER TABLE plant ADD COLUMN size INTEGER NOT NULL DEFAULT 3;\n")
    return tmp_path / "storage"


def planted(tmp_path, two_steps):
    """A database that has seen the first migration only, with a row in it."""
    later = two_steps / "migrations" / "0002_size.sql"
    text = later.read_text()
    later.unlink()
    path = tmp_path / "garden.sqlite"
    assert migrate(path, two_steps, NOW) == ["0001_first.sql"]
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT INTO plant VALUES ('bean')")
    later.write_text(text)
    return path


def found(path, sql):
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


def test_an_older_database_is_brought_along_and_copied_before(tmp_path, two_steps):
    path = planted(tmp_path, two_steps)
    assert migrate(path, two_steps, NOW) == ["0002_size.sql"]
    assert (version(path), found(path, "SELECT * FROM plant")) == (2, [("bean", 3)])
    copy = tmp_path / "garden.sqlite.before-0002-20260302T090000"
    assert (version(copy), found(copy, "SELECT * FROM plant"), modes(copy)) == (1, [("bean",)], 0o600)
    assert migrate(path, two_steps, NOW) == []


def test_a_new_database_needs_no_copy(tmp_path, two_steps):
    assert migrate(tmp_path / "garden.sqlite", two_steps, NOW) == ["0001_first.sql", "0002_size.sql"]
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["garden.sqlite"]


def test_a_failed_migration_leaves_nothing_of_itself(tmp_path, two_steps):
    path = planted(tmp_path, two_steps)
    fails = "CREATE TABLE pot (x TEXT);\nDELETE FROM plant;\nSELECT nonsense;\n"
    (two_steps / "migrations" / "0002_size.sql").write_text(fails)
    with pytest.raises(MigrationFailed) as error:
        migrate(path, two_steps, NOW)
    copy = tmp_path / "garden.sqlite.before-0002-20260302T090000"
    assert str(error.value) == (
        f"0002_size.sql: no such column: nonsense; nothing of it was kept; the copy before it is {copy}")
    assert (version(path), found(path, "SELECT * FROM plant")) == (1, [("bean",)])
    assert found(path, "SELECT name FROM sqlite_master WHERE name = 'pot'") == []


def test_a_database_of_a_newer_engagebot_is_refused_and_not_touched(tmp_path):
    path = tmp_path / "engagebot.sqlite"
    migrate(path, STORAGE, NOW)
    newer = len(migrations(STORAGE)) + 1
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {newer}")
    before = path.read_bytes()
    with pytest.raises(DatabaseIsNewer) as error:
        migrate(path, STORAGE, NOW)
    assert str(error.value) == (
        f"{path}: was made by a newer engagebot (schema {newer}, this one knows {newer - 1}); "
        "install that version again, or restore the copy that was made before the upgrade")
    assert path.read_bytes() == before
    with pytest.raises(CannotDo, match="was made by a newer engagebot"):
        migrate_now(Settings(_env_file=None, data_dir=tmp_path))


def test_what_only_sqlite_has_is_part_of_the_same_migration(tmp_path, two_steps):
    (two_steps / "migrations" / "0002_size.sqlite.sql").write_text("CREATE VIRTUAL TABLE word USING fts5 (name);\n")
    path = tmp_path / "garden.sqlite"
    assert migrate(path, two_steps, NOW) == ["0001_first.sql", "0002_size.sql"]
    assert (version(path), found(path, "SELECT * FROM word")) == (2, [])


def test_a_missing_migration_is_told(two_steps):
    (two_steps / "migrations" / "0001_first.sql").unlink()
    with pytest.raises(MigrationFailed, match="the numbers have a gap; restore the missing file"):
        migrations(two_steps)


def test_migrate_says_what_it_did_and_then_that_there_is_nothing_to_do(tmp_path):
    settings = Settings(_env_file=None, data_dir=tmp_path / "data")
    assert migrate_now(settings) == "\n".join(f"migrated: {path.name}" for path in migrations(STORAGE).values())
    assert migrate_now(settings) == f"{tmp_path / 'data' / 'engagebot.sqlite'}: up to date"


# ------------------------------------------------------------------------------------------------------ transactions
async def test_what_fails_inside_a_transaction_never_happened(store):
    with pytest.raises(ZeroDivisionError):
        async with store.transaction() as tx:
            await kept.put(tx, "a", "1")
            raise ZeroDivisionError
    async with store.transaction() as tx:
        assert await kept.get(tx, "a") is None


async def test_a_cancelled_task_rolls_back_and_leaves_the_store_usable(on_disk):
    begun = asyncio.Event()

    async def writes_and_waits() -> None:
        async with on_disk.transaction() as tx:
            await kept.put(tx, "a", "1")
            begun.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(writes_and_waits())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with on_disk.transaction() as tx:
        assert await kept.get(tx, "a") is None


async def test_transactions_at_once_wait_for_each_other(on_disk):
    async def count_one_more() -> None:
        async with on_disk.transaction() as tx:
            before = int(await kept.get(tx, "n") or 0)
            await asyncio.sleep(0)
            await kept.put(tx, "n", str(before + 1))

    await asyncio.gather(*(count_one_more() for _ in range(50)))
    async with on_disk.transaction() as tx:
        assert await kept.get(tx, "n") == "50"


async def test_every_commit_is_on_disk_before_it_is_acknowledged(on_disk):
    found = {name: (await (await on_disk.connection.execute(f"PRAGMA {name}")).fetchone())[0]
             for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")}
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


# -------------------------------------------------------------------------------------------------- inbox and outbox
async def test_an_event_is_taken_once_however_often_it_comes(store):
    event = Event("$1", NOW, ADA, "!r", True, Message("bonjour"))
    async with store.transaction() as tx:
        assert [await inbox.receive(tx, event) for _ in range(2)] == [True, False]
        assert await inbox.waiting(tx) == [(1, event)]
        assert [await inbox.take(tx, event) for _ in range(2)] == [True, False]
        assert await inbox.waiting(tx) == []


async def test_an_event_that_fails_three_times_is_set_aside(store):
    event = Event("$1", NOW, ADA, "!r", True, Message("bonjour"))
    async with store.transaction() as tx:
        await inbox.receive(tx, event)
        assert [await inbox.failed(tx, event, "KeyError") for _ in range(3)] == [False, False, True]
        assert (await inbox.take(tx, event), await inbox.waiting(tx)) == (False, [])


async def test_a_key_is_queued_once_and_replies_go_before_timers(store):
    async with store.transaction() as tx:
        said = {"at": NOW, "caused_by": "$1", "person": ADA, "op": "say", "content": {"body": "x"}}
        assert await outbox.queue(tx, key="later", lane=outbox.TIMER, **said)
        assert await outbox.queue(tx, key="reply", **said)
        assert not await outbox.queue(tx, key="reply", **said)
        order = []
        while found := [row async for row in outbox.due(tx, NOW)]:
            order += [row.key for row in found]
            await outbox.sent(tx, found[0].key, f"${found[0].key}", "!r", NOW)
        assert order == ["reply", "later"]
        assert await outbox.idle(tx)


async def test_a_timer_fires_once_and_a_later_one_replaces_it(store):
    async with store.transaction() as tx:
        await conversations.set_timer(tx, ADA, "park", NOW, "old")
        await conversations.set_timer(tx, ADA, "park", NOW + timedelta(hours=1), "new")
    assert await fire_due(store, NOW) == 0
    assert [await fire_due(store, NOW + timedelta(hours=2)) for _ in range(2)] == [1, 0]
    async with store.transaction() as tx:
        ((_, event),) = await inbox.waiting(tx)
    assert (event.person, event.what) == (ADA, Due("park", "new"))


# -------------------------------------------------------------------------------------------------------- forgetting
def test_the_registry_of_personal_data_covers_every_table_with_a_person(tmp_path):
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(schema(STORAGE))
        tables = {name: [column[1] for column in db.execute(f"PRAGMA table_info({name})")]
                  for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    of_somebody = {"person_id", "author_id", "contact_id", "owner_id", "asker_id", "from_id", "a_id"}
    personal = {name for name, columns in tables.items() if name == "person" or of_somebody & set(columns)}
    assert set(privacy.REGISTRY) == personal
    for table, (query, columns) in privacy.REGISTRY.items():
        assert QUERIES[query].parameters == ("person_id",), table
        what_it_is_about = {"title", "words",       # of the task, the proposal or the question of a row,
                            "kind", "asked_at", "until", "at", "name"}      # or of its introduction, round or person
        assert len(columns) > 0 and set(columns) <= set(tables[table]) | what_it_is_about, table


async def in_every_table(stage, name, word):
    """A conversation that leaves `word` as something of `name`, and a row of theirs in every table of the registry."""
    heard = []
    for line in [f"{name}> bonjour", f"{name}> oui", f"{name}> {word}", f"{name}> {word}", f"{name}> le samedi matin",
                 f"{name}> oui", f"{name}> j'habite à {word}", f"{name}> aide", f"{name}#entraide> {word}",
                 f"{name}> human", f"{name}> oui", "~ 3 days", "~ 30 hours", f"{name}> je sais faire du {word}",
                 f"{name}> annuler", f"{name}> human", f"{name}> oui"]:
        heard += await stage.play(line)
    assert any(line.startswith("  -> olga: ") and f"@{name}:console" in line for line in heard)
    person = f"@{name}:console"
    async with stage.store.transaction() as tx:
        await people.set_name(tx, person, word)
        await profile.add_skills(tx, person, {word: "can"}, stage.now)
        await profile.add_interests(tx, person, [word], True, stage.now)
        await profile.set_availability(tx, person, ["sat-morning"], stage.now)
        await profile.set_fact(tx, person, "place", word, stage.now)
        await profile.skip(tx, person, "declare_place", stage.now)
        await profile.keep_unknown(tx, person, "skill", [word], stage.now)
        await conversations.set_timer(tx, person, word, stage.now + timedelta(days=900))
        await rooms.joined(tx, rooms.Room(f"!{word}", "direct", person, True), stage.now)
        await in_every_table_of_tasks(tx, person, word, stage.now)
        await unheard.add(tx, person, stage.now)
        await conversations.prompt(tx, f"p-{word}", person, "declare_place", {}, "none", stage.now, stage.now)
        await outbox.queue(tx, key=f"unreadable:{person}:today", op="say", content={"body": word}, at=stage.now,
                           caused_by=f"${word}", person=person)


async def in_every_table_of_questions(tx, person, word, now):
    """Somebody who asks, and who answers for a topic and is asked."""
    mark = word[:2]
    await questions.set_referent(tx, person, "jardin", False, now)
    await questions.set_cap(tx, person, 2)
    for n, asker in enumerate((person, "@dora:console")):
        words = word if asker == person else "Où sont les graines ?"
        asked = Question(f"q{n}{mark}", asker, words, "jardin", True, False, f"$q{n}{mark}", None, now, now)
        await questions.add(tx, asked)
    await questions.ask(tx, Asked(f"q1{mark}", person, "asked", False, now, f"ask{mark}"))
    await questions.answered(tx, f"q1{mark}", person, now)
    await people.add(tx, "@dora:console", "fr", now)
    await spared.spare(tx, person, "@dora:console", f"q1{mark}", now)
    await spared.bar(tx, person, now)
    await questions.relay(tx, Relay(f"r{mark}", f"q1{mark}", person, "@dora:console", f"$r{mark}", word), now)


async def in_every_table_of_introductions(tx, person, word, now):
    """Somebody who wants to meet others, was asked, took part in a round, has met, and has blocked."""
    mark, other = word[:2], "@dora:console"
    await people.add(tx, other, "fr", now)
    await introductions.opt_in(tx, person, "weekly", True, now)
    await rounds.save_round(tx, Round(f"r{mark}", now, 7, {}, 2, ((0, 1),)))
    members = [RoundMember(0, person, {"place": word}), RoundMember(1, other, {})]
    await rounds.add_members(tx, f"r{mark}", members)
    introduction = Introduction(f"i{mark}", "pair", now, now + timedelta(days=7), f"r{mark}")
    asked = [Introduced(introduction.id, person, f"ask{mark}", (("place", word),)),
             Introduced(introduction.id, other, f"ask{mark}", (("interests", "compost"),))]
    await introductions.begin(tx, introduction, asked)
    await introductions.set_met(tx, person, other, now)
    await introductions.block(tx, person, other, now)


async def in_every_table_of_calls(tx, person, now):
    """Somebody who wrote a call, confirmed another's, was asked, and wants to hear no more of a topic."""
    mark = person[1:3]
    for n, author in enumerate((person, "@dora:console")):
        await calls.add(tx, Call(f"k{n}{mark}", "help", "Trier les graines", author, "fr", 2), now)
        await calls.confirm(tx, f"k{n}{mark}", person, now)
        await calls.begin(tx, f"k{n}{mark}", now)
    await calls.wave(tx, f"k1{mark}", {person: f"ask{mark}"}, now)
    await calls.refuse(tx, person, "jardin", now)


async def in_every_table_of_quiet(tx, person, word, now):
    """Somebody who has settled when they are written to, and was told in a digest what was held back."""
    await quiet.set_quiet(tx, person, "calls", now + timedelta(days=900), now)
    await quiet.set_reachable(tx, person, Wishes(from_hour=10), now)
    await quiet.set_rhythm(tx, person, "daily", now)
    mark = word[:2]
    for key in (f"call{mark}", f"digest{mark}"):
        await outbox.queue(tx, key=key, op="say", content={"body": word}, at=now, caused_by=f"${mark}", person=person,
                           about="calls", not_before=now + timedelta(days=900))
    await quiet.hold(tx, f"call{mark}", person, Hold("quiet", now + timedelta(days=900)), now, None)
    await quiet.pack(tx, f"digest{mark}", [f"call{mark}"])


async def in_every_table_of_tasks(tx, person, word, now):
    """Somebody who has taken, could, has proposed, approved, objected, and is shown in a room."""
    mark = word[:2]         # in ids, which stay: they are made from event ids, never from what somebody wrote
    for n in range(3):
        task = Task(f"{n}{mark}", "Trier les graines", minutes=15, author=person if n else None, contact=person)
        await tasks.add(tx, task, now, opened=True)
        assert n == 2 or await tasks.take(tx, f"c{n}{mark}", task.id, person, now)
    assert await tasks.done(tx, await tasks.claim(tx, f"c1{mark}"), now)
    await tasks.could(tx, f"2{mark}", person, "words", word, now)
    await suggestions.note(tx, person, [f"2{mark}"], now)
    for n, author in enumerate((person, "@dora:console")):
        proposal = Proposal(f"p{n}{mark}", "task", f"{n}{mark}", "Trier les graines", author, "#t", None, "open", now)
        await proposals.add(tx, proposal)
    await proposals.approve(tx, f"p1{mark}", person, now)
    await proposals.object_to(tx, f"o{mark}", f"p1{mark}", person, word, now)
    await proposals.concern(tx, f"p1{mark}", [person], now)
    await roles.set_members(tx, f"#{mark}", [person], now)
    shown = {"op": "say", "content": {"body": word}, "at": now, "caused_by": "timer", "room": "#t"}
    await outbox.queue(tx, key=f"card{mark}", **shown)
    await outbox.sent(tx, f"card{mark}", f"$card{mark}", "#t", now)
    await proposals.show(tx, proposals.Card(f"card{mark}", "board", "#t", "#t", ""))
    await in_every_table_of_questions(tx, person, word, now)
    await in_every_table_of_introductions(tx, person, word, now)
    await in_every_table_of_calls(tx, person, now)
    await in_every_table_of_quiet(tx, person, word, now)
    answer = Answer(f"a{mark}", "Où sont les graines ?", "Dans la serre.", "", "fr", person, now, now)
    await knowledge.add(tx, answer, asked=("grain",), said=("serr",))


async def test_after_an_erasure_not_one_byte_of_the_person_is_left_on_disk(tmp_path, on_disk):
    settings = Settings(_env_file=None, data_dir=tmp_path)
    association = replace(jardin(), contact="@olga:console")     # she is told when somebody wants to talk
    stage = Stage(settings, on_disk, build(settings, association), NOW, ZoneInfo("Europe/Paris"))
    await in_every_table(stage, "zoe", "zorglubine")
    await in_every_table(stage, "bob", "bourdon")
    async with on_disk.transaction() as tx:
        assert set(await privacy.everything(tx, "@zoe:console")) == set(privacy.REGISTRY)
        others = await privacy.everything(tx, "@bob:console")
        assert set(others) == set(privacy.REGISTRY)
        await rooms.left(tx, "!zorglubine", NOW)                # as the transport notes when it has left
    for line in ("zoe> mes données", "zoe> oui"):                 # and all of it can be taken along
        await stage.play(line)
    sql = "SELECT content FROM outbox WHERE op = 'file' AND person_id = '@zoe:console'"
    (content,) = on_disk.database.execute(sql).fetchone()
    taken = set(json.loads(json.loads(content)["text"])["held"])
    assert taken == set(privacy.REGISTRY) - {"unheard"}           # by asking for it they were heard again
    await on_disk.forget_on_disk()
    assert {word for _, word in traces(tmp_path, "@zoe:console", "zorglubine")} == {"@zoe:console", "zorglubine"}

    said = [line for text in ("zoe> efface-moi", "zoe> oui") for line in await stage.play(text)]
    assert said[-1] == "  [leaves the conversation]"
    assert traces(tmp_path, "@zoe:console", "zorglubine") == []
    async with on_disk.transaction() as tx:
        left = await privacy.everything(tx, "@bob:console")
    for held in (others, left):                     # what was queued for him may have gone out meanwhile
        held["outbox"] = [{"content": row["content"]} for row in held["outbox"]]
    assert left == others


def traces(folder, *words):
    """(file, word) of every word that is still in a file of the database, write-ahead log included."""
    files = [path for path in folder.iterdir() if path.name.startswith("engagebot.sqlite")]
    assert len(files) >= 2, "the log should be there, or the search proves less than it says"
    return [(path.name, word) for path in sorted(files) for word in words
            if word.encode() in path.read_bytes()]


async def test_what_is_old_is_forgotten_by_itself_and_its_ids_stay_a_year(store):
    async with store.transaction() as tx:
        await people.add(tx, ADA, "fr", NOW)
        await inbox.receive(tx, Event("$1", NOW, ADA, "!r", True, Message("bonjour")))
        await inbox.take(tx, Event("$1", NOW, ADA, "!r", True, Message("bonjour")))
        await outbox.queue(tx, key="k", op="say", content={"body": "salut"}, at=NOW, caused_by="$1", person=ADA)
        await outbox.sent(tx, "k", "$2", "!r", NOW)
        days = {"inbox_days": 30, "outbox_days": 30, "silent_days": 365,
                "rounds_days": 90, "introductions_days": 182, "met_days": 190, "calls_days": 182}
        assert await privacy.purge(tx, NOW + timedelta(days=29), **days) == []
        assert {"inbox", "outbox"} <= set(await privacy.everything(tx, ADA))
        assert await privacy.purge(tx, NOW + timedelta(days=31), **days) == []
        assert set(await privacy.everything(tx, ADA)) == {"person"}
        assert not await inbox.take(tx, Event("$1", NOW, ADA, "!r", True, Message("bonjour")))
        assert await privacy.purge(tx, NOW + timedelta(days=366), **days) == [ADA]
        assert await privacy.everything(tx, ADA) == {}


# ----------------------------------------------------------------------------------------------------------- strictness
async def test_every_table_takes_only_what_its_columns_are_for(store):
    sql = "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    kinds = store.database.execute(sql).fetchall()
    assert len(kinds) > 40
    loose = {name for name, strict in kinds if not strict and not name.startswith("sqlite_")}
    assert loose == set()
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT value in INTEGER column"):
        async with store.transaction() as tx:
            await outbox.queue(tx, key="k", op="say", content={}, at=NOW, caused_by="$1", person=ADA)
            await outbox.trying(tx, "k", NOW)
            await outbox.later(tx, "k", NOW + timedelta(days=1), "503")
            await tx.change("outbox_retry_now", at="later", latest=0)
