"""Three suggestions with a reason each: what fits, what is new, what can be done with somebody; others for others."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagebot.domain.matching import Candidate, Seeker, Suggestion, place_key, same_place, suggest, terms

ADA = Seeker("@ada:x", {"posters": "can", "accounts": "helps", "web": "learns"}, frozenset({"garden"}), 30, "Lyon")


def task(name: str, minutes: int = 15, skills: str = "", interests: str = "", **more) -> Candidate:
    return Candidate(name, minutes, frozenset(skills.split()), frozenset(interests.split()), **more)


def ids(found: Sequence[Suggestion]) -> list[str]:
    return [one.task for one in found]


# --------------------------------------------------------------------------------------------------- of different kinds
def test_the_best_fit_comes_first_then_something_new_then_something_to_do_together():
    found = suggest(
        ADA,
        [
            task("sweep"),
            task("page", skills="web"),
            task("wall", skills="posters", people=1),
            task("stall", people=4, free=3),
            task("cash", skills="law"),
        ],
    )
    assert found == [
        Suggestion("wall", "best", "skill", "posters"),
        Suggestion("page", "stretch", "learns", "web"),
        Suggestion("stall", "together", "together"),
    ]


def test_a_task_that_could_stand_for_two_kinds_stands_where_all_kinds_are_filled():
    both = task("stall", skills="posters", people=3, free=2, horizon="now")
    alone = task("wall", skills="posters")
    assert suggest(ADA, [both, alone, task("page", skills="web")]) == [
        Suggestion("wall", "best", "skill", "posters"),
        Suggestion("page", "stretch", "learns", "web"),
        Suggestion("stall", "together", "together"),
    ]


def test_a_kind_that_has_nobody_is_filled_up_with_the_next_best():
    walls = [task(horizon, skills="posters", horizon=horizon) for horizon in ("later", "now", "if_time")]
    assert suggest(ADA, walls) == [
        Suggestion(horizon, "best", "skill", "posters") for horizon in ("now", "if_time", "later")
    ]


def test_there_are_never_more_than_asked_for_and_less_when_there_is_less():
    some = [task("page", skills="web"), task("wall", skills="posters"), task("stall", people=3)]
    assert [suggest(ADA, some, most=most) for most in (0, 1)] == [[], [Suggestion("wall", "best", "skill", "posters")]]
    assert suggest(ADA, [task("sweep")]) == [Suggestion("sweep", "best", "quick")]
    assert suggest(ADA, []) == []


# ---------------------------------------------------------------------------------------------------- what is left out
@pytest.mark.parametrize(
    ("one", "fits"),
    [
        (task("x", 30), True),
        (task("x", 31), False),
        (task("x", free=0), False),
        (task("x", place="online"), True),
        (task("x", place="lyón"), True),
        (task("x", place="Mairie de Lyon 7e"), True),
        (task("x", place="Lyonnais"), False),
        (task("x", place="Paris"), False),
        (task("x", skills="law"), True),
    ],
)
def test_time_places_and_towns_leave_out_and_a_missing_skill_does_not(one, fits):
    assert bool(suggest(ADA, [one])) is fits


def test_who_said_neither_how_long_nor_where_is_shown_everything():
    anybody = Seeker("@bob:x", {}, frozenset())
    assert set(ids(suggest(anybody, [task("a", 120), task("b", place="Paris")]))) == {"a", "b"}


@pytest.mark.parametrize(
    ("place", "key"),
    [
        ("", ""),
        ("Lyon", "lyon"),
        ("  Saint-Étienne (Loire) ", "saint etienne loire"),
        ("ONLINE", "online"),
        ("7ᵉ", "7e"),
    ],
)
def test_places_are_compared_without_case_accents_and_signs(place, key):
    assert place_key(place) == key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("lyon", "lyon 7e", True),
        ("lyon 7e", "lyon", True),
        ("lyon 3e", "lyon 7e", False),
        ("ly", "lyon", False),
        ("", "lyon", True),
        ("lyon", "", True),
        ("lyon", "online", True),
        ("online", "lyon", False),
    ],
)
def test_a_place_is_the_same_when_its_words_stand_in_the_other(one, other, same):
    assert same_place(one, other) is same


# --------------------------------------------------------------------------------------------------------------- points
def test_each_term_is_what_the_documentation_says():
    everything = task(
        "x", 15, "posters law", "garden", place="Lyon 7e", horizon="now", people=9, free=3, waited_days=30,
        shown=2, seen_days=3.5, could=1,
    )  # fmt: skip
    expected = {
        "skills": 40.0, "interests": 20.0, "time": 5.0, "place": 10.0, "waited": 5.0, "horizon": 12.0, "places": 3.0,
        "shown": -40.0, "seen": -100.0, "company": 0.0,
    }  # fmt: skip
    assert terms(ADA, everything) == expected
    assert terms(ADA, everything, "together") == expected | {"company": 25.0}
    assert terms(ADA, task("x", skills="web"), "stretch")["skills"] == 40
    nothing = task("x", 3, "law", horizon="later", place="online", waited_days=999, free=50, seen_days=7)
    assert terms(Seeker("@bob:x", {}, frozenset()), nothing) == dict.fromkeys(expected, 0.0) | {
        "skills": -40, "place": 5.0, "waited": 10.0, "places": 5.0
    }  # fmt: skip


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (task("a", skills="posters"), task("b", skills="accounts")),
        (task("a", skills="accounts"), task("b", skills="web")),
        (task("a", skills="web"), task("b", skills="law")),
        (task("a", interests="garden"), task("b")),
        (task("a"), task("b", skills="law", interests="garden", horizon="now")),
        (task("a", 30), task("b", 5)),
        (task("a", place="Lyon"), task("b", place="online")),
        (task("a", waited_days=60), task("b")),
        (task("a", horizon="now"), task("b")),
        (task("a"), task("b", horizon="later")),
        (task("a", free=5), task("b")),
        (task("a"), task("b", skills="posters", shown=3)),
        (task("a", skills="law"), task("b", skills="posters", horizon="now", seen_days=0.5)),
    ],
)
def test_what_fits_better_is_preferred(better, worse):
    assert ids(suggest(ADA, [worse, better], most=1)) == ["a"]


def test_a_long_wait_has_a_ceiling():
    assert ids(suggest(ADA, [task("a", skills="posters"), task("b", waited_days=5000)], most=1)) == ["a"]


# -------------------------------------------------------------------------------------------------------------- reasons
@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (task("x", skills="posters", interests="garden", horizon="now"), ("skill", "posters")),
        (task("x", skills="accounts", interests="garden"), ("helps", "accounts")),
        (task("x", interests="garden", place="Lyon"), ("interest", "garden")),
        (task("x", skills="law", interests="garden"), ("interest", "garden")),
        (task("x", skills="web"), ("learns", "web")),
        (task("x", horizon="now"), ("urgent", "")),
        (task("x", place="Lyon"), ("place", "")),
        (task("x", waited_days=50), ("waited", "")),
        (task("x", 30), ("quick", "")),
        (task("x", 3, place="online"), ("online", "")),
        (task("x", skills="law tax"), ("new", "law")),
    ],
)
def test_the_reason_is_the_term_that_weighs_most(one, reason):
    (found,) = suggest(ADA, [one], most=1)
    assert (found.reason, found.about) == reason


def test_without_a_time_a_quarter_of_an_hour_is_quick_and_the_rest_is_for_anybody():
    bob = Seeker("@bob:x", {}, frozenset())
    assert [suggest(bob, [task("x", minutes)])[0].reason for minutes in (15, 20)] == ["quick", "anybody"]


@pytest.mark.parametrize(
    ("one", "kind", "reason"),
    [
        (task("x", skills="accounts", interests="garden"), "stretch", "helps"),
        (task("x", skills="law", interests="garden"), "stretch", "interest"),
        (task("x", interests="garden"), "stretch", "interest"),
        (task("x", horizon="now"), "stretch", "anybody"),
        (task("x", skills="law", horizon="now"), "stretch", "new"),
        (task("x", skills="posters", people=3, free=3), "together", "together"),
        (task("x", skills="posters", people=3, free=1), "together", "last_place"),
        (task("x", skills="posters", could=1), "together", "somebody_could"),
    ],
)
def test_something_new_and_something_together_say_what_makes_them_so(one, kind, reason):
    wall = task("wall", skills="posters", horizon="now")
    found = suggest(ADA, [wall, one])
    assert [(each.task, each.kind, each.reason) for each in found] == [("wall", "best", "skill"), ("x", kind, reason)]


def test_for_something_new_learning_is_better_than_helping_and_both_than_nothing_of_theirs():
    wall = task("wall", skills="posters", horizon="now")
    new = [task("law", skills="law"), task("page", skills="web"), task("cash", skills="accounts"), task("sweep")]
    order = []
    while new:
        order.append(suggest(ADA, [wall, *new], most=2)[1].task)
        new = [one for one in new if one.id != order[-1]]
    assert order == ["page", "cash", "sweep", "law"]


def test_together_where_somebody_waits_for_company_or_is_in_already():
    wall = task("wall", skills="posters", horizon="now")
    some = [task("a", people=3, free=3), task("b", people=3, free=2), task("c", people=3, free=2, could=2)]
    stretch = task("page", skills="web", horizon="now")
    assert ids(suggest(ADA, [wall, stretch, *some]))[2] == "c"
    assert ids(suggest(ADA, [wall, stretch, *some[:2]]))[2] == "b"


# --------------------------------------------------------------------------------------------------- others for others
def test_asking_for_others_brings_new_ones_as_long_as_there_are_any():
    some = [task(f"t{n}", skills="posters" if n % 2 else "law", people=1 + n % 3) for n in range(8)]
    seen: list[str] = []
    for _ in range(3):
        found = ids(suggest(ADA, [replace(one, seen_days=0.01 if one.id in seen else None) for one in some]))
        assert not set(found[: len(some) - len(seen)]) & set(seen)
        seen += [one for one in found if one not in seen]
    assert sorted(seen) == sorted(one.id for one in some)


def test_what_everybody_was_sent_to_is_set_aside_even_when_nothing_else_is_of_its_kind():
    stall = task("stall", people=30, free=20, shown=5)
    assert ids(suggest(ADA, [stall, *(task(f"t{n}") for n in range(3))])) != ids(suggest(ADA, [stall]))
    assert "stall" not in ids(suggest(ADA, [stall, *(task(f"t{n}") for n in range(3))]))
    assert "stall" in ids(suggest(ADA, [replace(stall, shown=4), *(task(f"t{n}") for n in range(3))]))


def test_equals_come_in_another_order_for_another_person():
    equal = [task(f"t{n}", skills="posters") for n in range(20)]
    firsts = {ids(suggest(replace(ADA, id=f"@p{n}:x"), equal, most=1))[0] for n in range(40)}
    assert len(firsts) >= 10


SKILLS = [f"skill{n}" for n in range(12)]
INTERESTS = [f"interest{n}" for n in range(12)]


def one_after_the_other(people: Sequence[Seeker], tasks: Sequence[Candidate]) -> Counter[str]:
    """Task -> to how many of them it was suggested, each knowing of those before."""
    shown: Counter[str] = Counter()
    for person in people:
        shown.update(ids(suggest(person, [replace(one, shown=shown[one.id]) for one in tasks])))
    return shown


def alike(chance: random.Random, n: int) -> Seeker:
    return Seeker(f"@p{n}:x", {"skill0": "can", "skill1": "learns"}, frozenset({"interest0"}), 15, "Lyon")


def varied(chance: random.Random, n: int) -> Seeker:
    skills = {skill: chance.choice(["can", "helps", "learns"]) for skill in chance.sample(SKILLS, 3)}
    minutes = chance.choice([15, 30, None])
    return Seeker(f"@p{n}:x", skills, frozenset(chance.sample(INTERESTS, 2)), minutes, "Lyon")


def equal_tasks(chance: random.Random, count: int) -> list[Candidate]:
    return [task(f"t{n}", skills="skill0", waited_days=chance.uniform(0, 60)) for n in range(count)]


def comparable_tasks(chance: random.Random, count: int) -> list[Candidate]:
    """All within their time and place, and of all that makes one preferred; few for several."""
    return [
        task(
            f"t{n}",
            chance.choice([5, 10, 15]),
            chance.choice(["", "", "skill0", "skill0", "skill1", "skill2"]),
            chance.choice(["", "", "interest0", "interest1"]),
            place=chance.choice(["", "online", "Lyon", "Lyon 7e"]),
            horizon=chance.choice(["now", "if_time", "if_time", "ongoing", "later"]),
            people=1 + (n % 6 == 0) * 2,
            free=1 + (n % 6 == 0),
            waited_days=chance.uniform(0, 90),
            could=int(n % 15 == 0),
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [60, 120, 400])
@pytest.mark.parametrize("tasks", [equal_tasks, comparable_tasks])
@pytest.mark.parametrize("person", [alike, varied])
@pytest.mark.parametrize("seed", range(5))
def test_twenty_people_who_ask_one_after_the_other_are_not_all_shown_the_same_three(
    seed: int, person: Callable[..., Seeker], tasks: Callable[..., list[Candidate]], count: int
):
    chance = random.Random(seed)
    shown = one_after_the_other([person(chance, n) for n in range(20)], tasks(chance, count))
    assert shown.total() == 60
    assert len(shown) >= 30
    assert max(shown.values()) <= 20 // 3


# ----------------------------------------------------------------------------------------------------------- properties
FEW_SKILLS, FEW_INTERESTS, PLACES = ("a", "b", "c"), ("x", "y"), ("", "online", "Lyon", "lyon 7e", "Paris")
seekers = st.builds(
    Seeker,
    st.sampled_from(["@ada:x", "@bob:x"]),
    st.dictionaries(st.sampled_from(FEW_SKILLS), st.sampled_from(["can", "helps", "learns"])),
    st.frozensets(st.sampled_from(FEW_INTERESTS)),
    st.none() | st.integers(1, 120),
    st.sampled_from(PLACES),
)
candidates = st.lists(
    st.builds(
        Candidate,
        st.integers(0, 30).map(str),
        st.integers(0, 130),
        st.frozensets(st.sampled_from(FEW_SKILLS)),
        st.frozensets(st.sampled_from(FEW_INTERESTS)),
        st.sampled_from(PLACES),
        st.sampled_from(["now", "if_time", "later", "ongoing"]),
        st.integers(1, 5),
        st.integers(0, 5),
        st.floats(0, 400),
        st.integers(0, 12),
        st.none() | st.floats(0, 30),
        st.integers(0, 2),
    ),
    unique_by=lambda one: one.id,
    max_size=12,
)


@given(seekers, candidates, st.integers(0, 5))
def test_whatever_the_tasks_only_what_fits_is_suggested_once_and_as_much_as_there_is(seeker, tasks, most):
    found = suggest(seeker, tasks, most=most)
    by_id = {one.id: one for one in tasks}
    fitting = [
        one.id
        for one in tasks
        if one.free > 0
        and (seeker.minutes is None or one.least_minutes <= seeker.minutes)
        and same_place(place_key(seeker.place), place_key(one.place))
    ]
    assert len(set(ids(found))) == len(found) == min(most, len(fitting))
    assert set(ids(found)) <= set(fitting)
    kinds = [one.kind for one in found if one.kind != "best"]
    assert len(set(kinds)) == len(kinds)
    assert not found or found[0].kind == "best"
    for one in found:
        of = by_id[one.task]
        assert one.kind != "together" or of.people > 1 or of.could
        assert one.kind != "stretch" or not any(seeker.skills.get(skill) == "can" for skill in of.skills)
        assert (one.about != "") is (one.reason in ("skill", "helps", "learns", "interest", "new"))
        assert one.about in ("", *of.skills, *of.interests)


@given(seekers, candidates, st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_changes_nothing(seeker, tasks, chance):
    shuffled = list(tasks)
    chance.shuffle(shuffled)
    assert suggest(seeker, shuffled) == suggest(seeker, tasks) == suggest(seeker, iter(tasks))
