"""What is kept for how long, line by line: the day before its time it is there, the day after it is gone, by itself.

Surveys and an audit log do not exist yet; when they do, `test_each_table_has_an_end_or_a_reason_to_stay` asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engagebot.__main__ import main
from engagebot.config import Settings, shipped
from engagebot.copies import backup, forget_old
from engagebot.domain.calls import Call
from engagebot.domain.tasks import Task
from engagebot.engine.events import Event as Happened
from engagebot.engine.events import Message
from engagebot.scheduler import Scheduler
from engagebot.store import (
    calls,
    conversations,
    inbox,
    introductions,
    outbox,
    people,
    profile,
    questions,
    quiet,
    rooms,
    rounds,
    suggestions,
    tasks,
)
from engagebot.store.introductions import Introduced, Introduction
from engagebot.store.migrate import migrate, schema
from engagebot.store.questions import Asked, Question, Relay
from engagebot.store.rounds import Round, RoundMember
from engagebot.store.sqlite import Store, Transaction

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADA, BOB = "@ada:nowhere.example", "@bob:nowhere.example"
Seed = Callable[[Transaction], Awaitable[object]]


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def house(tmp_path: Path):
    """(store, clock, housekeeping) of a bot on disk, with two people who keep writing."""
    migrate(tmp_path / "engagebot.sqlite", shipped("storage"), NOW)
    store = await Store.open(str(tmp_path / "engagebot.sqlite"), shipped("storage"))
    clock = Clock()
    scheduler = Scheduler(store, Settings(_env_file=None, data_dir=tmp_path), clock, lambda: None)
    async with store.transaction() as tx:
        for person in (ADA, BOB):
            await people.add(tx, person, "fr", NOW)
    yield store, clock, scheduler
    await store.close()


async def message(tx: Transaction) -> None:
    event = Happened("$1", NOW, ADA, "!r", True, Message("un secret"))
    await inbox.receive(tx, event)
    await inbox.take(tx, event)


async def said(tx: Transaction) -> None:
    await outbox.queue(tx, key="k", op="say", content={"body": "un secret"}, at=NOW, caused_by="$1", person=ADA)
    await outbox.sent(tx, "k", "$2", "!r", NOW)


async def question(tx: Transaction) -> None:
    asked = Question("q", ADA, "un secret", "jardin", True, False, "$q", None, NOW, NOW)
    await questions.add(tx, asked)
    await questions.ask(tx, Asked("q", BOB, "asked", False, NOW, "ask"))
    await questions.relay(tx, Relay("r", "q", BOB, ADA, "$r", "un secret"), NOW)
    await questions.withdraw(tx, "q", NOW)


async def prompt(tx: Transaction) -> None:
    until = NOW + timedelta(days=9)
    await conversations.prompt(tx, "p", BOB, "routed_question", {"words": "un secret"}, "k", NOW, until)
    await conversations.end_prompt(tx, "p", "answered")


async def timers(tx: Transaction) -> None:
    for kind in ("fired", "cancelled"):
        await conversations.set_timer(tx, ADA, kind, NOW, "un secret")
    await conversations.cancel_timer(tx, ADA, "cancelled")
    (due,) = await conversations.due_timers(tx, NOW)
    await conversations.fire(tx, due)


async def suggestion(tx: Transaction) -> None:
    await tasks.add(tx, Task("t", "Trier les graines", minutes=15), NOW, opened=True)
    await suggestions.note(tx, ADA, ["t"], NOW)


async def round_(tx: Transaction) -> None:
    await rounds.save_round(tx, Round("r", NOW, 7, {}, 1, ((0,),)))
    await rounds.add_members(tx, "r", [RoundMember(0, ADA, {"place": "un secret"})])


async def introduction(tx: Transaction) -> None:
    begun = Introduction("i", "pair", NOW, NOW, None)
    await introductions.begin(tx, begun, [Introduced("i", one, "k", (("place", "un secret"),)) for one in (ADA, BOB)])
    await introductions.over(tx, "i", NOW)


async def met(tx: Transaction) -> None:
    await introductions.set_met(tx, ADA, BOB, NOW)


async def call(tx: Transaction) -> None:
    await calls.add(tx, Call("c", "help", "un secret", ADA, "fr", 1), NOW)
    await calls.begin(tx, "c", NOW)
    await calls.end(tx, "c", "found", NOW)


async def peace(tx: Transaction) -> None:
    await quiet.set_quiet(tx, ADA, "calls", NOW + timedelta(days=20), NOW)


async def passing(tx: Transaction) -> None:
    await tx.change("fact_set", person_id=ADA, kind="mood", value='"un secret"', at=int(NOW.timestamp()),
                    expires_at=int((NOW + timedelta(days=20)).timestamp()))


async def introduced_room(tx: Transaction) -> None:
    await rooms.introduction_opened(tx, "!i", "i", NOW)


LINES: dict[str, tuple[Seed, str, int]] = {
    "what somebody wrote": (message, "SELECT 1 FROM inbox WHERE content <> '' OR person_id <> ''", 30),
    "that an event was handled": (message, "SELECT 1 FROM inbox", 365),
    "what was said": (said, "SELECT 1 FROM outbox WHERE content <> ''", 30),
    "that something was said": (said, "SELECT 1 FROM outbox", 365),
    "timers that are over": (timers, "SELECT 1 FROM timer", 30),
    "who was asked and did not answer": (question, "SELECT 1 FROM asking", 8),
    "questions, and what was passed on": (question, "SELECT 1 FROM question UNION ALL SELECT 1 FROM relay", 365),
    "what the bot asked": (prompt, "SELECT 1 FROM prompt", 365),
    "what was suggested to whom": (suggestion, "SELECT 1 FROM suggestion", 30),
    "rounds": (round_, "SELECT 1 FROM round UNION ALL SELECT 1 FROM round_member", 90),
    "introductions": (introduction, "SELECT 1 FROM introduction UNION ALL SELECT 1 FROM introduced", 182),
    "who met": (met, "SELECT 1 FROM met", 190),
    "rooms in which people were brought together": (introduced_room, "SELECT 1 FROM introduction_room", 365),
    "calls": (call, "SELECT 1 FROM call", 182),
    "a wish to be left in peace": (peace, "SELECT 1 FROM quiet", 20),
    "a passing state": (passing, "SELECT 1 FROM person_fact", 20),
}


@pytest.mark.parametrize("what", LINES)
async def test_it_goes_when_its_time_has_come_and_not_before(house, what):
    store, clock, scheduler = house
    seed, sql, days = LINES[what]
    async with store.transaction() as tx:
        await seed(tx)
    there = []
    for after in (timedelta(days=days, hours=-1), timedelta(days=days, hours=1)):
        clock.now = NOW + after
        async with store.transaction() as tx:
            for person in (ADA, BOB):
                await people.spoke(tx, person, clock.now)
        await scheduler.keep_house()
        there.append(bool(store.database.execute(sql).fetchall()))
    assert there == [True, False]


async def test_conversations_go_twelve_months_after_the_last_word_and_are_gone_from_the_disk(house, tmp_path):
    store, clock, scheduler = house
    async with store.transaction() as tx:
        await message(tx)
        await profile.set_fact(tx, ADA, "place", "Zorglubville", NOW)
        await people.spoke(tx, BOB, NOW + timedelta(days=300))
    for days, names in ((364, [ADA, BOB]), (366, [BOB])):
        clock.now = NOW + timedelta(days=days)
        await scheduler.keep_house()
        assert store.database.execute("SELECT id FROM person ORDER BY id").fetchall() == [(one,) for one in names]
    held = [path for path in tmp_path.iterdir() for word in ("Zorglub", ADA) if word.encode() in path.read_bytes()]
    assert held == []


async def test_what_waits_to_be_handled_is_never_too_old(house):
    """After an outage of a month what people wrote is answered all the same."""
    store, clock, scheduler = house
    event = Happened("$1", NOW, ADA, "!r", True, Message("bonjour"))
    async with store.transaction() as tx:
        await inbox.receive(tx, event)
    clock.now = NOW + timedelta(days=200)
    await scheduler.keep_house()
    async with store.transaction() as tx:
        assert [found for _, found in await inbox.waiting(tx)] == [event]


async def test_what_is_still_to_be_said_or_asked_does_not_go(house):
    store, clock, scheduler = house
    async with store.transaction() as tx:
        await outbox.queue(tx, key="k", op="say", content={"body": "x"}, at=NOW, caused_by="$1", person=ADA)
        await conversations.set_timer(tx, ADA, "stale", NOW + timedelta(days=400))
        await conversations.prompt(tx, "p", BOB, "f", {}, "k", NOW, NOW + timedelta(days=400))
        await people.spoke(tx, ADA, NOW + timedelta(days=300))
        await people.spoke(tx, BOB, NOW + timedelta(days=300))
    clock.now = NOW + timedelta(days=390)
    await scheduler.keep_house()
    for table, still in (("outbox", "content <> ''"), ("timer", "state = 'armed'"), ("prompt", "state = 'open'")):
        assert store.database.execute(f"SELECT count(*) FROM {table} WHERE {still}").fetchone() == (1,), table


async def test_a_bot_that_is_started_anew_all_the_time_keeps_house_four_times_a_day(house, monkeypatch):
    store, clock, scheduler = house
    kept_at = []
    keep = Scheduler.keep_house

    async def keeps(self):
        kept_at.append((clock.now - NOW) / timedelta(hours=1))
        await keep(self)

    monkeypatch.setattr(Scheduler, "keep_house", keeps)
    for _ in range(25):
        started = Scheduler(store, scheduler.settings, clock, lambda: None)
        for _ in range(2):
            await started.keep_house_if_due()
        clock.now += timedelta(hours=1)
    assert kept_at == [0, 6, 12, 18, 24]


async def test_the_copy_that_an_upgrade_made_is_deleted_after_thirty_days_and_nothing_else_is(house, tmp_path):
    _, clock, scheduler = house
    old = tmp_path / f"engagebot.sqlite.before-0009-{NOW:%Y%m%dT%H%M%S}"
    other = tmp_path / "engagebot.sqlite.before-I-tried-something"
    for file in (old, other):
        file.write_text("x")
    for days, there in ((29, True), (31, False)):
        clock.now = NOW + timedelta(days=days)
        await scheduler.keep_house()
        assert (old.exists(), other.exists()) == (there, True)


async def test_backups_are_deleted_after_thirty_days_where_that_is_asked_for(house, tmp_path):
    settings = house[2].settings
    kept_there = tmp_path / "backups"
    kept_there.mkdir()
    (kept_there / "letters").mkdir()
    (kept_there / "letters" / "manifest.json").write_text("of something else")
    for days in (0, 10, 29):
        await backup(settings, kept_there / f"day{days}", NOW + timedelta(days=days))
    (kept_there / "day0" / "my notes").write_text("precious")
    await backup(settings, kept_there / "day31", NOW + timedelta(days=31))
    said = forget_old(kept_there / "day31", 30, NOW + timedelta(days=31))
    assert said == f"\n{kept_there / 'day0'}: deleted, older than 30 days"
    assert sorted(str(path.relative_to(kept_there)) for path in kept_there.rglob("*.sqlite")) == [
        "day10/engagebot.sqlite", "day29/engagebot.sqlite", "day31/engagebot.sqlite"]
    assert [path.name for path in (kept_there / "day0").iterdir()] == ["my notes"]


def test_the_command_makes_a_backup_and_says_which_it_deleted(tmp_path, monkeypatch, capsys):
    migrate(tmp_path / "engagebot.sqlite", shipped("storage"), NOW)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENGAGEBOT_DATA_DIR", str(tmp_path))
    assert main(["backup", "one"]) == 0
    assert main(["backup", "two", "--keep-days", "30"]) == 0
    assert capsys.readouterr().out.endswith("no older backup is beside it\n")


STAYS = {
    "kept": "what the bot itself has to keep",
    "person": "as long as they write; erased a year after their last word, and all that names them with it",
    "task": "the association's", "task_skill": "of the task", "task_interest": "of the task",
    "claim": "what somebody has in hand, or has done; nameless when they are erased",
    "proposal": "the association's; nameless when its author is erased", "objection": "of the proposal",
    "answer": "kept for others with the consent of both; looked at every year",
    "card": "what rooms show", "room": "rooms the bot is in", "room_read": "when a room was looked at",
    "room_member": "read anew each time", "answer_search": "of the answer", "answer_word": "of the answer",
}  # fmt: skip


def test_each_table_has_an_end_or_a_reason_to_stay():
    """What belongs to a person (`ON DELETE CASCADE`) goes with them; the rest has a line above."""
    tables = re.findall(r"CREATE (?:VIRTUAL )?TABLE (\w+)(.*?);\n", schema(shipped("storage")), re.DOTALL)
    with_person = {name for name, columns in tables if "REFERENCES person (id) ON DELETE CASCADE" in columns}
    aged = {word for _, sql, _ in LINES.values() for word in re.findall(r"FROM (\w+)", sql)}
    part_of = re.compile(r"REFERENCES (round|call) \(id\) ON DELETE CASCADE")
    parts = {name for name, columns in tables if part_of.search(columns)}
    assert {name for name, _ in tables} == with_person | aged | parts | set(STAYS)
