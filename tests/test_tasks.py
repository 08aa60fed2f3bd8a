"""Tasks without deadlines: the rules on plain values, and what must hold whatever people do, in whatever order."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagebot.config import Settings, shipped
from engagebot.domain.proposals import Proposal, adopted_at, agrees, concerned, may_approve
from engagebot.domain.tasks import Rules, Task, faults, most_at_a_time, next_look, tidied
from engagebot.script import Stage
from engagebot.store import inbox, tasks
from engagebot.store.sqlite import Store

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RULES = Rules()
SEEDS = Task("seeds", "Trier les graines", minutes=15)


# ------------------------------------------------------------------------------------------------------- plain values
@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, []),
        ({"title": "  "}, [("no_title", "")]),
        ({"title": "x" * 81}, [("long_title", "81")]),
        ({"title": "x" * 5000, "description": "x" * 5000}, [("long_title", "5000"), ("long_description", "5000")]),
        ({"minutes": None}, [("no_effort", "")]),
        ({"minutes": -20}, [("wrong_effort", "-20")]),
        ({"minutes": 0}, [("wrong_effort", "0")]),
        ({"minutes": 120}, []),
        ({"minutes": 121}, [("split", "121")]),
        ({"effort": "few_hours", "minutes": None}, []),
        ({"people": 0}, [("wrong_people", "0")]),
        ({"people": 100}, [("wrong_people", "100")]),
        ({"link": "jardin.example"}, [("wrong_link", "jardin.example")]),
        ({"skills": ("cuisine", "magie")}, [("unknown_skill", "magie")]),
        ({"interests": ("magie",)}, [("unknown_interest", "magie")]),
        ({"topic": "magie"}, [("unknown_topic", "magie")]),
        ({"contact": "olga"}, [("wrong_contact", "olga")]),
        ({"contact": "@olga:example.org"}, []),
    ],
)
def test_what_is_wrong_with_a_task_is_named(changes, wrong):
    assert faults(replace(SEEDS, **changes), ["cuisine"], ["compost"], ["jardin"]) == wrong


def test_a_title_is_one_line_that_begins_with_a_capital_letter():
    assert tidied(replace(SEEDS, title=" trier \n les  graines ", purpose=" le  printemps ")) == replace(
        SEEDS, title="Trier les graines", purpose="le printemps"
    )


def test_nobody_is_shown_what_they_have_no_time_to_begin():
    efforts = [replace(SEEDS, effort=effort, minutes=None).least_minutes for effort in ("few_hours", "ongoing")]
    assert [SEEDS.least_minutes, *efforts] == [15, 120, 30]


def test_newcomers_have_two_at_a_time_others_three():
    assert [most_at_a_time(since, NOW, RULES) for since in (None, NOW, NOW - timedelta(days=29))] == [2, 2, 2]
    assert most_at_a_time(NOW - timedelta(days=30), NOW, RULES) == 3


def test_the_days_of_silence_are_14_28_and_42():
    first = next_look(0, NOW, RULES)
    second = next_look(1, first, RULES)
    back = next_look(2, second, RULES)
    assert [(at - NOW).days for at in (first, second, back)] == [14, 28, 42]


PROPOSAL = Proposal("p", "task", "seeds", "Trier les graines", "@ada", None, None, "open", NOW)


def test_two_distinct_people_other_than_the_author_agree():
    assert [may_approve(PROPOSAL, who) for who in ("@ada", "@bruno")] == [False, True]
    assert not may_approve(replace(PROPOSAL, state="adopted"), "@bruno")
    assert [agrees(who, 0) for who in ([], ["@bruno"], ["@bruno", "@bruno"], ["@bruno", "@chloe"])] == [
        False,
        False,
        False,
        True,
    ]
    assert not agrees(["@bruno", "@chloe", "@dora"], 1)
    assert adopted_at(NOW, timedelta(hours=48)) == NOW + timedelta(days=2)


def test_five_people_at_most_are_concerned_those_named_first():
    able, others = ["@b", "@c", "@d"], ["@e", "@f", "@g"]
    assert concerned(["@c", "@a"], able, others, 5) == ["@c", "@a", "@b", "@d", "@e"]


# ------------------------------------------------------------------------------------------------- whatever people do
PEOPLE = ("ada", "bruno", "chloe")
SAYINGS = (
    "j'ai 20 minutes",
    "1",
    "2",
    "3",
    "je la prends",
    "fini",
    "je la rends",
    "passer",
    "annuler",
    "retour",
    "oui",
    "non",
    "je pourrais",
    "mes tâches",
    "on pourrait arroser les semis",
    "30 minutes",
    "pause",
    "reprendre",
)
LINES = st.one_of(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(SAYINGS)).map(lambda said: f"{said[0]}> {said[1]}"),
    st.sampled_from(["~ 1 hour", "~ 3 days", "~ 15 days", "~ 50 days"]),
    st.sampled_from(["ada#taches+ 🙋", "bruno#taches+ 🙋", "chloe#taches+ 👍", "ada-+", "bruno-+"]),
)
SETTING = (
    "@ association: tasks_room=#taches",
    "@ room: taches; members=ada, bruno, chloe",
    "@ person: ada; onboarded=yes; names=yes",
    "@ person: bruno; newcomer=no",
    "@ person: chloe; newcomer=no; locale=fr; names=no",
    "@ task: Trier les graines; minutes=15; people=2",
    "@ task: Coller des affiches; minutes=20",
    "@ task: Ranger la remise; minutes=10",
)


async def hears(stage: Stage, line: str) -> list[str]:
    """What the bot says; a reaction to what is not there is nobody's business."""
    if ("#" in line and "+" in line) and not stage._messages.get("#taches"):
        return []
    if line.endswith("-+") and line[:-2] not in stage.last_reaction:
        return []
    return await stage.play(line)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LINES, min_size=5, max_size=40))
def test_places_are_never_given_twice_and_nobody_has_too_many_whatever_is_said(lines):
    asyncio.run(hold(lines))


async def hold(lines: list[str]) -> None:
    config = Settings(_env_file=None)
    stage = await Stage.open(config)
    try:
        for line in (*SETTING, *lines):
            said = await hears(stage, line)
            assert not any("s’est mal passé" in one for one in said), (line, said)
            await assert_sound(stage)
    finally:
        await stage.close()


async def assert_sound(stage: Stage) -> None:
    """No more people than places; free ones are counted right; nobody above their limit; each claim has its timer."""
    db = stage.store.database
    rows = db.execute(
        "SELECT task.people, task.free, task.state, (SELECT count(*) FROM claim WHERE task_id = task.id) FROM task"
    ).fetchall()
    for people, free, state, claimed in rows:  # none of them goes on all the time
        assert claimed <= people
        assert free == people - claimed or state in ("done", "withdrawn")
    held = db.execute("SELECT count(*) FROM claim WHERE state = 'active' GROUP BY person_id").fetchall()
    assert all(count <= 3 for (count,) in held), held
    active = {row[0] for row in db.execute("SELECT id FROM claim WHERE state = 'active'")}
    timed = {row[0] for row in db.execute("SELECT subject FROM timer WHERE kind = 'claim' AND state = 'armed'")}
    assert active == timed
    assert db.execute("SELECT count(*) FROM inbox WHERE state = 'dead'").fetchone() == (0,)


async def test_of_two_hundred_who_reach_for_fifty_places_at_once_fifty_get_one(tmp_path):
    store = await Store.open(":memory:", shipped("storage"))
    try:
        async with store.transaction() as tx:
            await tasks.add(tx, replace(SEEDS, people=50), NOW, opened=True)

        async def reach(n: int) -> bool:
            async with store.transaction() as tx:
                await asyncio.sleep(0)
                return await tasks.take(tx, f"claim{n}", "seeds", f"@p{n}:x", NOW)

        got = await asyncio.gather(*(reach(n) for n in range(200)))
        async with store.transaction() as tx:
            now = await tasks.find(tx, "seeds")
            claims = await tasks.claims_on(tx, "seeds")
        assert (sum(got), len(claims), now.free if now else None) == (50, 50, 0)
    finally:
        await store.close()


async def test_an_event_that_needs_to_know_who_is_in_a_room_asks_once_and_is_handled_once():
    asked: list[str] = []
    stage = await Stage.open(Settings(_env_file=None), twice=True)
    try:
        members = stage.transport.members

        async def ask(room: str) -> frozenset[str] | None:
            asked.append(room)
            return await members(room)

        stage.transport.members = ask  # type: ignore[method-assign]
        await stage.play("@ organiser: olga")
        for line in ("olga> ajoute une tâche : trier les graines, 20 min", "olga> 1", "olga> passer", "olga> passer"):
            await stage.play(line)
        said = await stage.play("olga> oui")
        async with stage.store.transaction() as tx:
            there = [task.title for task in await tasks.open_tasks(tx, 10)]
            assert await inbox.waiting(tx) == []
        assert (there, asked) == (["Trier les graines"], ["#organisateurs"])
        assert "est sur la liste" in said[0]
    finally:
        await stage.close()


async def test_where_it_cannot_be_told_who_is_in_the_room_nobody_is_an_organiser():
    stage = await Stage.open(Settings(_env_file=None))
    try:

        async def silent(room: str) -> frozenset[str] | None:
            return None

        await stage.play("@ organiser: olga")
        stage.transport.members = silent  # type: ignore[method-assign]
        for line in ("olga> ajoute une tâche : trier les graines, 20 min", "olga> 1", "olga> passer", "olga> passer"):
            await stage.play(line)
        await stage.play("olga> oui")
        async with stage.store.transaction() as tx:
            assert await tasks.open_tasks(tx, 10) == []
            assert [task.title for task in await tasks.of_state(tx, "proposed", 10)] == ["Trier les graines"]
    finally:
        await stage.close()
