"""After a restore nobody is written to as if they had not said what is lost, until they write again or an organiser
says that it may be; whoever had themselves erased is erased again. The first start is the product's own.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from engagebot.app import build
from engagebot.catching_up import catch_up
from engagebot.config import Settings, shipped
from engagebot.domain.missed import Missed
from engagebot.lanes import Lanes
from engagebot.scene import jardin, moment
from engagebot.script import Stage
from engagebot.store import kept, outbox, people, privacy, profile, rooms, unheard
from engagebot.store.migrate import migrate
from engagebot.store.sqlite import Store

COPIED, PARIS = moment("2026-03-02T10:00 Europe/Paris", None)
ADA, BRUNO, CARLA = (f"@{name}:console" for name in ("ada", "bruno", "carla"))


@pytest.fixture
async def stage(tmp_path: Path):
    """As the copy was: three people who may be written to, and an organiser."""
    settings = Settings(_env_file=None, data_dir=tmp_path, budget_per_day=99, budget_per_week=99)
    migrate(tmp_path / "engagebot.sqlite", shipped("storage"), COPIED)
    store = await Store.open(str(tmp_path / "engagebot.sqlite"), shipped("storage"))
    opened = Stage(settings, store, build(settings, jardin()), COPIED, PARIS)
    for line in ("@ organiser: olga", "@ group: velo; members=ada, bruno"):
        await opened.play(line)
    for name in ("ada", "bruno", "carla"):
        await opened.play(f"@ person: {name}; onboarded=yes; newcomer=no")
    yield opened
    await store.close()


async def restored(stage: Stage, **lost: object) -> list[str]:
    """A day later it is back; what is said at once."""

    class After(type(stage.transport)):
        async def missed(self, since):
            assert since == COPIED
            return Missed(**lost)

    stage.now = COPIED + timedelta(days=1, hours=1)
    async with stage.store.transaction() as tx:
        await kept.put(tx, kept.RESTORED, COPIED.isoformat())
    transport = After()
    lanes = Lanes(stage.store, stage.dialogue, 4, transport.working)
    await catch_up(stage.store, transport, lanes, lambda: stage.now)
    await lanes.drain()
    await stage.sender.drain()
    return stage.said(None)


async def means(stage: Stage, person: str, key: str, purpose: str = "contact", **more: object) -> None:
    async with stage.store.transaction() as tx:
        await outbox.queue(tx, key=key, op="say", content={"body": key}, at=stage.now, caused_by="timer:1",
                           person=person, lane=outbox.BROADCAST, purpose=purpose, **more)
    await stage.sender.drain()


def heard(lines: list[str]) -> Counter[str]:
    return Counter(line.split(": ")[0].removeprefix("  -> ") for line in lines if line.startswith("  -> "))


async def test_nothing_begins_with_whoever_wrote_since_then_before_they_write_again(stage):
    said = await restored(stage, answered=[ADA], wrote=[ADA])
    assert any("elles m’écrivent" in line for line in said)
    for person in (ADA, BRUNO):
        await means(stage, person, f"tasks for {person}", about="tasks")
        await means(stage, person, f"news for {person}", purpose="reply")       # a timer's, or somebody else's doing
    assert heard(await stage.play("~ 3 days")) == {"bruno": 2}
    assert [line for line in await stage.play("@ now: 2026-03-06T10:00 Europe/Paris") if "ada" in line] == []

    first, *answer = await stage.play("ada> aide")
    assert first == ("  J’ai été rétabli à partir d’une copie du 2 mars 2026. Ce que tu m’as dit après est perdu, "
                     "même une « pause », un « stop » ou un « efface-moi »\u00a0: redis-le-moi, s’il te plaît."
                     ).replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    assert len(answer) > 0
    assert [line.strip() for line in await stage.play("~ 1 hour") if "ada" in line] == []   # said along with it
    texts = [line.strip() for line in answer]
    assert {f"tasks for {ADA}", f"news for {ADA}"} <= set(texts)
    assert "rétabli" not in "".join(await stage.play("ada> aide"))


async def test_words_that_were_in_the_copy_are_still_answered_but_not_when_they_have_left_since(stage):
    async with stage.store.transaction() as tx:
        for person in (ADA, BRUNO):
            room = rooms.Room(f"!{person}", "direct", person, False)
            await rooms.joined(tx, room, COPIED)
            tx.database.execute(
                "INSERT INTO inbox (event_id, seq, person_id, room_id, direct, at, kind, content, state) "
                "VALUES (?, ?, ?, ?, 1, 0, 'message', '', 'done')", (f"${person}", 900 + len(person), person, room.id))
            await outbox.queue(tx, key=f"answer {person}", op="say", content={"body": "oui"}, at=COPIED,
                               caused_by=f"${person}", person=person)
    await rooms_left(stage, BRUNO)
    await restored(stage, unanswered=[ADA], wrote=[ADA, BRUNO])
    states = stage.store.database.execute(
        "SELECT idem_key, state, reason FROM outbox WHERE idem_key LIKE 'answer %' ORDER BY 1").fetchall()
    assert states == [(f"answer {ADA}", "sent", ""), (f"answer {BRUNO}", "queued", "unheard")]


async def rooms_left(stage: Stage, person: str) -> None:
    async with stage.store.transaction() as tx:
        await rooms.left(tx, f"!{person}", COPIED + timedelta(hours=2))


async def test_an_organiser_says_that_they_may_be_written_to(stage):
    said = await restored(stage, answered=[ADA, BRUNO], wrote=[ADA, BRUNO])
    assert "✅" in said[-1]
    await means(stage, ADA, "tasks", about="tasks")
    assert heard(await stage.play("bruno#organisateurs+ ✅")) == {}     # no organiser
    assert heard(await stage.play("olga#organisateurs+ 👎")) == {}
    assert heard(await stage.play("~ 1 hour")) == {}
    said = await stage.play("olga#organisateurs+ ✅")
    assert any("comme avant" in line for line in said) and heard(said)["ada"] == 1
    async with stage.store.transaction() as tx:
        assert await unheard.count(tx) == 0
    assert "comme avant" not in "".join(await stage.play("olga#organisateurs+ ✅"))


async def test_without_an_organisers_room_only_their_own_word_counts(stage):
    alone = replace(stage.house.association, organisers_room="", contact="@olga:console")
    stage.house = replace(stage.house, association=alone)
    said = await restored(stage, answered=[ADA], wrote=[ADA])
    assert set(heard(said)) == {"olga"} and "✅" not in "".join(said)


async def test_whom_a_call_or_a_question_is_put_to_are_others_meanwhile(stage):
    await stage.play("@ association: topics=vélo; tasks_room=#commun")
    for name in ("ada", "bruno"):
        await stage.play(f"@ referent: {name}; topics=vélo")
    await restored(stage, answered=[ADA], wrote=[ADA])
    said = await stage.play("@ call: Tenir le bar samedi; author=olga; need=3")
    said += await stage.play("~ 1 hour")
    for line in ("carla> j'ai une question : où ranger la pompe à vélo ?", "carla> oui", "carla> oui", "~ 12 hours"):
        said += await stage.play(line)
    assert heard(said)["ada"] == 0 and heard(said)["bruno"] > 1
    asked = stage.store.database.execute("SELECT DISTINCT person_id FROM asking").fetchall()
    assert asked == [(BRUNO,)]


async def test_nobody_is_brought_together_with_them(stage):
    content = {"introduction": "i1", "people": [ADA, BRUNO], "name": "Ada et Bruno", "lines": [], "leave_by": ""}
    async with stage.store.transaction() as tx:
        await outbox.queue(tx, key="introduce", op="introduce", content=content, at=stage.now, caused_by="timer:1")
    await restored(stage, answered=[ADA], wrote=[ADA])
    assert stage.store.database.execute("SELECT state, reason FROM outbox WHERE op = 'introduce'").fetchall() == [
        ("queued", "unheard")]


async def test_groups_in_which_somebody_turned_to_it_are_named(stage):
    said = await restored(stage, rooms=["#velo", "!without-a-name"])
    assert [line for line in said if "velo, !without-a-name" in line]


async def test_whoever_was_erased_since_is_erased_again_and_others_hear_a_number(stage, tmp_path):
    await stage.play("@ task: Trier les graines; minutes=20")
    for line in ("carla> je prends les graines", "carla> oui", "carla> oui"):
        await stage.play(line)
    said = await restored(stage, erased=[CARLA], wrote=[BRUNO])
    assert set(heard(said)) == {"#organisateurs"}
    assert [line for line in said if "Une personne m’avait demandé" in line]
    async with stage.store.transaction() as tx:
        assert await privacy.everything(tx, CARLA) == {}
        assert await people.find(tx, BRUNO)
    await stage.store.forget_on_disk()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in files if CARLA.encode() in path.read_bytes()] == []
    assert "carla" not in json.dumps(await stage.play("~ 3 days"))


async def test_who_waits_is_shown_what_is_held_of_them_and_a_withdrawn_consent_stays_withdrawn(stage):
    await restored(stage, answered=[ADA], wrote=[ADA])
    async with stage.store.transaction() as tx:
        assert (await privacy.everything(tx, ADA))["unheard"] == [{"since": int(COPIED.timestamp())}]
        await profile.consent(tx, ADA, "contact", False, "1", "$x", stage.now)
    await means(stage, ADA, "tasks", about="tasks")
    await stage.play("ada> bonjour")
    assert heard(await stage.play("~ 3 days"))["ada"] == 0


async def test_who_left_since_then_is_known_and_who_came_back_is_not_counted(stage):
    async with stage.store.transaction() as tx:
        for person in (ADA, BRUNO, CARLA):
            await rooms.joined(tx, rooms.Room(f"!{person}", "direct", person, False), COPIED)
        await rooms.left(tx, f"!{ADA}", COPIED + timedelta(hours=2))
        await rooms.left(tx, f"!{BRUNO}", COPIED + timedelta(hours=2))
        await rooms.joined(tx, rooms.Room("!new", "direct", BRUNO, False), COPIED + timedelta(hours=3))
        assert await unheard.left_rooms(tx, COPIED) == [(f"!{ADA}", ADA)]
        assert await unheard.left_rooms(tx, COPIED + timedelta(hours=3)) == []
        assert await unheard.ended(tx, stage.now) is False
        await unheard.add(tx, "@nobody:console", COPIED)        # who is not known is not written to anyway
        assert await unheard.count(tx) == 0
