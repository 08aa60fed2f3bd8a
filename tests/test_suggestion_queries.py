"""Which open tasks are looked at for one person: some of thousands, quickly, and others for others."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from engagebot.config import shipped
from engagebot.domain.matching import Candidate, Seeker, suggest
from engagebot.domain.tasks import Task
from engagebot.store import people, suggestions, tasks
from engagebot.store.sql import load_queries
from engagebot.store.sqlite import Store, Transaction

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADA, BOB, EVE = "@ada:x", "@bob:x", "@eve:x"
QUERIES = {name: query for name, query in load_queries(shipped("storage") / "queries").items()
           if query.where == "suggestions.sql"}  # fmt: skip
SKILLS = [f"skill{n}" for n in range(10)]


@pytest.fixture
async def store():
    opened = await Store.open(":memory:", shipped("storage"))
    async with opened.transaction() as tx:
        for person in (ADA, BOB, EVE):
            await people.add(tx, person, "fr", NOW)
    yield opened
    await opened.close()


async def add(tx: Transaction, name: str, *, minutes: int = 15, opened: datetime | None = NOW, **more) -> None:
    await tasks.add(tx, Task(name, name, minutes=minutes, **more), opened or NOW, opened=opened is not None)


def seeker(person: str = ADA, *, skills=(), interests=(), minutes=15, place="") -> Seeker:
    return Seeker(person, dict.fromkeys(skills, "can"), frozenset(interests), minutes, place)


def ids(found: list[Candidate]) -> set[str]:
    return {one.id for one in found}


# --------------------------------------------------------------------------------------------------------- what is read
async def test_a_candidate_is_read_with_all_that_the_ranking_looks_at(store):
    async with store.transaction() as tx:
        await add(
            tx, "wall", opened=NOW - timedelta(days=3), skills=("posters", "paint"), interests=("garden",), people=3,
            place="Lyon 7e", horizon="now", topic="spring",
        )  # fmt: skip
        await add(tx, "sweep")
        await tasks.take(tx, "c1", "wall", EVE, NOW)
        for person in (ADA, BOB):
            await tasks.could(tx, "wall", person, "company", "", NOW)
        await suggestions.note(tx, ADA, ["wall"], NOW - timedelta(hours=12))
        await suggestions.note(tx, BOB, ["wall"], NOW - timedelta(hours=23))
        await suggestions.note(tx, EVE, ["wall", "sweep"], NOW - timedelta(hours=25))
        found = await suggestions.candidates(tx, seeker(), NOW)
    assert sorted(found, key=lambda one: one.id) == [
        Candidate("sweep", 15),
        Candidate(
            "wall", 15, frozenset({"posters", "paint"}), frozenset({"garden"}), "Lyon 7e", "now", 3, 2, waited_days=3.0,
            shown=1, seen_days=0.5, could=1, topic="spring",
        ),
    ]  # fmt: skip


async def test_only_open_tasks_that_they_have_time_for_and_have_not_taken_are_looked_at(store):
    async with store.transaction() as tx:
        await add(tx, "open")
        await add(tx, "long", minutes=16)
        await add(tx, "proposed", opened=None)
        for name in ("mine", "finished", "full", "closed"):
            await add(tx, name, people=1 if name == "full" else 2)
        await tasks.take(tx, "c1", "mine", ADA, NOW)
        await tasks.take(tx, "c2", "finished", ADA, NOW)
        await tasks.done(tx, await tasks.claim(tx, "c2"), NOW)
        await tasks.take(tx, "c3", "full", BOB, NOW)
        await tasks.closed(tx, "closed", "done", NOW)
        assert ids(await suggestions.candidates(tx, seeker(), NOW)) == {"open"}
        assert ids(await suggestions.candidates(tx, seeker(minutes=None), NOW)) == {"open", "long"}
        assert ids(await suggestions.candidates(tx, seeker(BOB), NOW)) == {"open", "mine", "finished"}
        assert await suggestions.candidates(tx, seeker(minutes=3), NOW) == []


async def test_what_somebody_proposed_themselves_is_looked_at_too(store):
    async with store.transaction() as tx:
        await add(tx, "idea", author=ADA)
        assert ids(await suggestions.candidates(tx, seeker(), NOW)) == {"idea"}


async def test_a_task_elsewhere_is_not_looked_at_and_one_that_moves_is_found_again(store):
    async with store.transaction() as tx:
        for name, place in [("a", "Lyon"), ("b", "lyon, 7e"), ("c", "Paris"), ("d", "online"), ("e", "")]:
            await add(tx, name, place=place)
        assert ids(await suggestions.candidates(tx, seeker(place="LYON"), NOW)) == {"a", "b", "d", "e"}
        await tasks.change(tx, Task("c", "c", minutes=15, place="Gare de Lyon"))
        assert ids(await suggestions.candidates(tx, seeker(place="LYON"), NOW)) == {"a", "b", "c", "d", "e"}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"topic": "spring"}, {"b"}),
        ({"topic": "summer"}, set()),
        ({"place": "lyon"}, {"a", "c"}),
        ({"place": "online"}, {"b"}),
        ({"topic": "spring", "place": "Lyon"}, {"a"}),
    ],
)
@pytest.mark.parametrize("others", [0, 300])
async def test_a_topic_or_a_place_that_is_named_leaves_only_what_is_of_it(store, asked, expected, others):
    async with store.transaction() as tx:
        for name, topic, place in [
            ("a", "spring", "Lyon"),
            ("b", "spring", "online"),
            ("c", "", "Lyon 3e"),
            ("d", "", ""),
        ]:
            await add(tx, name, topic=topic, place=place)
        for n in range(others):
            await add(tx, tasks.new_id(str(n)), place="Paris", topic="autumn")
        assert ids(await suggestions.candidates(tx, seeker(place="Paris"), NOW, **asked)) == expected


async def test_noting_again_moves_the_moment_and_an_erased_task_takes_its_notes_along(store):
    async with store.transaction() as tx:
        await add(tx, "wall")
        for days in (3, 1):
            await suggestions.note(tx, ADA, ["wall"], NOW - timedelta(days=days))
        (found,) = await suggestions.candidates(tx, seeker(), NOW)
    assert (found.seen_days, found.shown) == (1.0, 0)


# ----------------------------------------------------------------------------------------------------- among very many
@pytest.fixture
async def thousands(store):
    """Three thousand: a hundred of each skill and interest, fifty at each place; ten urgent, ten with an "I could"."""
    chance = random.Random(1)
    async with store.transaction() as tx:
        for n in range(3000):
            await add(
                tx,
                tasks.new_id(str(n)),
                skills=(f"skill{n % 30}",),
                interests=(f"interest{n // 30 % 30}",),
                place=f"Ville {chance.randrange(30)}" if chance.random() < 0.5 else "",
                people=3 if n % 7 == 0 else 1,
                horizon="now" if n % 300 == 5 else "if_time",
                opened=NOW - timedelta(minutes=n),
            )
            if n % 300 == 7:
                await tasks.could(tx, tasks.new_id(str(n)), BOB, "company", "", NOW)
    return store


async def test_of_thousands_every_way_finds_some_and_there_is_a_limit(thousands):
    one = seeker(skills=("skill0", "skill1"), interests=("interest0",), place="Ville 3")
    async with thousands.transaction() as tx:
        found = await suggestions.candidates(tx, one, NOW)
        fewer = await suggestions.candidates(tx, one, NOW, limit=20)
    assert (len(found), len(fewer)) == (suggestions.CANDIDATES, 20)
    counted = {
        "skill0": sum("skill0" in each.skills for each in found),
        "skill1": sum("skill1" in each.skills for each in found),
        "interest": sum("interest0" in each.interests for each in found),
        "there": sum(each.place == "Ville 3" for each in found),
        "several": sum(each.people > 1 for each in found),
        "urgent": sum(each.horizon == "now" for each in found),
        "could": sum(each.could for each in found),
        "oldest": sum(each.waited_days > 2980 / 1440 for each in found),
    }
    least = {
        "skill0": 10,
        "skill1": 10,
        "interest": 10,
        "there": 10,
        "several": 10,
        "urgent": 3,
        "could": 3,
        "oldest": 2,
    }
    assert {name: counted[name] >= wanted for name, wanted in least.items()} == dict.fromkeys(least, True), counted
    assert {each.place for each in found} == {"", "Ville 3"}


async def test_what_nobody_was_shown_lately_is_among_them(thousands):
    async with thousands.transaction() as tx:
        await suggestions.note(tx, BOB, [tasks.new_id(str(n)) for n in range(3000) if n % 5], NOW)
        found = await suggestions.candidates(tx, seeker(minutes=None), NOW)
    assert sum(one.shown == 0 for one in found) > len(found) / 4  # a fifth, were they not looked for


async def test_the_same_question_finds_the_same_and_other_people_and_moments_find_others(thousands):
    async with thousands.transaction() as tx:
        first, again = [await suggestions.candidates(tx, seeker(), NOW) for _ in range(2)]
        later = [await suggestions.candidates(tx, seeker(), NOW + timedelta(seconds=n)) for n in range(10)]
        others = [await suggestions.candidates(tx, seeker(f"@p{n}:x"), NOW) for n in range(10)]
    assert first == again
    for several in (later, others):
        assert {len(found) for found in several} == {suggestions.CANDIDATES}
        assert len(set().union(*map(ids, several))) > 5 * suggestions.CANDIDATES


@pytest.mark.parametrize("count", [60, 150, 1500])
async def test_twenty_people_in_a_row_are_shown_at_least_thirty_tasks_and_none_to_more_than_a_third(store, count):
    chance = random.Random(count)
    shown: Counter[str] = Counter()
    async with store.transaction() as tx:
        for n in range(count):
            await add(
                tx,
                tasks.new_id(str(n)),
                minutes=chance.choice([5, 10, 15]),
                skills=tuple(chance.sample(SKILLS[:3], chance.randrange(2))),
                people=chance.choice([1, 1, 2, 4]),
                horizon=chance.choice(["now", "if_time", "later"]),
                opened=NOW - timedelta(days=chance.uniform(0, 90)),
            )
        for n in range(20):
            at = NOW + timedelta(seconds=n)
            await people.add(tx, f"@p{n}:x", "fr", NOW)
            one = Seeker(f"@p{n}:x", {"skill0": "can", "skill1": "learns"}, frozenset(), 15)
            found = [each.task for each in suggest(one, await suggestions.candidates(tx, one, at))]
            await suggestions.note(tx, one.id, found, at)
            shown.update(found)
    assert shown.total() == 60
    assert len(shown) >= 30
    assert max(shown.values()) <= 20 // 3


# --------------------------------------------------------------------------------------------------------- how quickly
WAYS = {
    "near_skill": "task_skill_skill", "near_interest": "task_interest_interest", "near_could": "could",
    "near_place": "task_place", "near_within": "task_place", "near_horizon": "task_horizon",
    "near_topic": "task_topic", "near_several": "task_state", "near_unseen": "task_state",
    "near_waiting": "task_opened",
}  # fmt: skip
"""Query -> the index that it goes along."""


@pytest.mark.parametrize("analysed", [False, True])
async def test_every_way_goes_along_its_index_whatever_sqlite_has_counted(thousands, analysed):
    database = thousands.database
    if analysed:
        database.execute("ANALYZE")
    assert {name for name in QUERIES if name.startswith("near_")} == set(WAYS)
    for name, query in QUERIES.items():
        plan = database.execute(f"EXPLAIN QUERY PLAN {query.sql}", dict.fromkeys(query.parameters, 1))
        steps = [row[3] for row in plan]
        assert [step for step in steps if "AUTOMATIC" in step or "TEMP B-TREE" in step] == [], (name, steps)
        scanned = {step.split()[1] for step in steps if step.startswith("SCAN")}
        assert scanned <= {"n", "listed", "near", "some", "CONSTANT"}, (name, steps)
        if name in WAYS:
            assert any(
                re.search(rf"INDEX (sqlite_autoindex_)?{WAYS[name]}\b|{WAYS[name]}_\d", step) for step in steps
            ), steps
