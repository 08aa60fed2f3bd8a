"""Calls for help: who is meant, who may be asked, in which order, in which waves; nobody is disturbed in vain."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from engagebot.domain.calls import (
    BARRED,
    PASSING,
    Call,
    Filter,
    Person,
    Rules,
    best,
    filter_as_json,
    filter_from_json,
    fit,
)
from engagebot.domain.waking import Calendar
from engagebot.domain.waves import (
    Ask,
    Offer,
    Over,
    Wait,
    confirmed,
    enough,
    follow_up_by,
    needs_second,
    next_wave,
    unused,
)

RULES = Rules()
PARIS = ZoneInfo("Europe/Paris")
CALENDAR = Calendar(PARIS, is_holiday=lambda day: day == date(2026, 5, 1))
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CALL = Call("c1", "help", "Qui vient coller des affiches ?", "@olga:x", "fr", 2, state="open", begun_at=MONDAY)
ADA = Person("@ada:x", languages=frozenset({"fr"}))


def some(*words: str) -> frozenset[str]:
    return frozenset(words)


def meant(**asked) -> Call:
    return replace(CALL, audience=Filter(**asked))


# ------------------------------------------------------------------------------------------------------- who is meant
@pytest.mark.parametrize(
    ("asked", "known", "outcome"),
    [
        ({}, {}, 0),
        ({"skills": some("affiches")}, {"skills": {"affiches": "can"}}, 40),
        ({"skills": some("affiches")}, {"skills": {"affiches": "helps"}}, 25),
        ({"skills": some("affiches")}, {"skills": {"affiches": "learns"}}, "skills"),
        ({"skills": some("affiches", "photo")}, {"skills": {"affiches": "can"}}, 40),
        ({"skills": some("affiches", "photo")}, {"skills": {"affiches": "can", "photo": "helps"}}, 65),
        ({"skills": some("affiches", "photo"), "every_skill": True}, {"skills": {"affiches": "can"}}, "skills"),
        ({"wants": some("photo")}, {"skills": {"photo": "learns"}}, 40),
        ({"wants": some("photo")}, {"skills": {"photo": "can"}}, "wants"),
        ({"interests": some("velo", "miel")}, {"interests": some("velo")}, 20),
        ({"interests": some("velo")}, {}, "interests"),
        ({"places": some("lyon")}, {"place": "lyon"}, 10),
        ({"places": some("lyon")}, {"place": "lyon 3e"}, 5),
        ({"places": some("lyon", "brest")}, {"place": "brest"}, 10),
        ({"places": some("lyon")}, {"place": "brest"}, "place"),
        ({"places": some("lyon")}, {}, "place"),
        ({"days": some("sat-morning", "sun-morning")}, {"days": some("sat-morning")}, 5),
        ({"days": some("sat-morning")}, {}, "days"),
        ({"languages": some("es")}, {"languages": some("fr", "es")}, 5),
        ({"languages": some("es")}, {}, "languages"),
        ({"groups": some("!g", "nord")}, {"groups": some("nord")}, 0),
        ({"groups": some("!g")}, {"groups": some("nord")}, "group"),
        ({"not_groups": some("!g")}, {"groups": some("!g")}, "group"),
        ({"newcomers": False}, {"newcomer": True}, "newcomer"),
        ({"newcomers": True}, {}, "newcomer"),
        ({"newcomers": True}, {"newcomer": True}, 0),
    ],
)  # fmt: skip
def test_who_is_meant_has_one_thing_of_each_that_is_asked_for(asked, known, outcome):
    assert fit(replace(ADA, **known), meant(**asked), RULES) == outcome


@pytest.mark.parametrize(
    ("known", "outcome"),
    [
        ({"id": "@olga:x"}, "author"),
        ({"asked": True}, "asked"),
        ({"gone": True}, "gone"),
        ({"consents": False}, "no_consent"),
        ({"refused": some("jardin")}, "refused_topic"),
        ({"refused": some("compta")}, 0),
        ({"languages": some("en")}, "no_language"),
        ({"languages": some("en", "fr")}, 0),
        ({"languages": some()}, 0),
        ({"paused": True}, "paused"),
        ({"unanswered": 2}, 0),
        ({"unanswered": 3}, "unanswered"),
        ({"reached": 2}, 0),
        ({"reached": 3}, "budget"),
        ({"reached": 3, "paused": True, "consents": False}, "no_consent"),
    ],
)
def test_whoever_is_meant_and_not_asked_has_one_reason(known, outcome):
    assert fit(replace(ADA, **known), replace(CALL, topic="jardin"), RULES) == outcome


def test_an_urgent_call_passes_the_budget_once_a_month_and_nothing_else():
    urgent = replace(CALL, urgent=True)
    assert fit(replace(ADA, reached=9), urgent, RULES) == 0
    assert fit(replace(ADA, reached=9, urgent_lately=True), urgent, RULES) == "budget"
    assert fit(replace(ADA, reached=9, paused=True), urgent, RULES) == "paused"


def test_what_is_not_meant_is_told_before_what_is_not_allowed():
    assert fit(replace(ADA, paused=True), meant(places=some("lyon")), RULES) == "place"


def test_a_filter_is_the_same_after_it_was_kept():
    chance = random.Random(7)
    for _ in range(200):
        words = {name: frozenset(chance.sample("abc", chance.randint(0, 2))) for name in
                 ("skills", "wants", "interests", "places", "languages", "days", "groups", "not_groups")}  # fmt: skip
        one = Filter(**words, every_skill=chance.random() < 0.5, newcomers=chance.choice([None, True, False]))
        assert filter_from_json(filter_as_json(one)) == one
    assert filter_as_json(Filter()) == {}
    assert filter_as_json(Filter(newcomers=False, places=some("lyon"))) == {"places": ["lyon"], "newcomers": False}


# ----------------------------------------------------------------------------------------------------- in which order
def test_more_points_come_first_then_who_was_called_least_lately():
    placed = {(10, MONDAY): ["@late:x"], (10, MONDAY - DAY): ["@before:x"], (10, None): ["@never:x"],
              (40, MONDAY): ["@best:x"], (0, None): ["@last:x"]}  # fmt: skip
    assert best(placed, "c1", 9) == ["@best:x", "@never:x", "@before:x", "@late:x", "@last:x"]
    assert best(placed, "c1", 2) == ["@best:x", "@never:x"]
    assert (best(placed, "c1", 0), best({}, "c1", 3)) == ([], [])


def test_equals_come_in_an_order_that_is_stable_in_a_call_and_fair_over_many():
    people = [f"@p{n}:x" for n in range(20)]
    shuffled = random.Random(3).sample(people, 20)
    assert best({(0, None): people}, "c1", 20) == best({(0, None): shuffled}, "c1", 20)
    first = Counter(best({(0, None): people}, f"c{n}", 1)[0] for n in range(2000))
    assert set(first) == set(people)
    assert 60 <= min(first.values()) <= max(first.values()) <= 145  # 100 each, and three times the spread of chance


# --------------------------------------------------------------------------------------------------------------- waves
PEOPLE = [f"@p{n}:x" for n in range(30)]


def test_the_first_wave_goes_to_the_eight_best_placed_at_once():
    assert next_wave(CALL, 0, PEOPLE, 0, MONDAY, RULES, CALENDAR) == Ask(tuple(PEOPLE[:8]))


def test_nothing_goes_out_at_night_or_on_days_off():
    saturday_night = datetime(2026, 3, 7, 22, 0, tzinfo=UTC)
    monday_morning = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
    assert next_wave(CALL, 0, PEOPLE, 0, saturday_night, RULES, CALENDAR) == Wait(monday_morning)


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (MONDAY, MONDAY + DAY),
        (datetime(2026, 3, 6, 10, 0, tzinfo=UTC), datetime(2026, 3, 7, 10, 0, tzinfo=UTC)),
        (datetime(2026, 3, 7, 10, 0, tzinfo=UTC), datetime(2026, 3, 9, 10, 0, tzinfo=UTC)),  # the Sunday between
        (datetime(2026, 4, 30, 10, 0, tzinfo=UTC), datetime(2026, 5, 2, 10, 0, tzinfo=UTC)),  # and a holiday
    ],
)
def test_the_next_wave_goes_out_a_day_later_and_days_off_do_not_count(last, due):
    call = replace(CALL, waves=1, last_wave_at=last)
    assert next_wave(call, 0, PEOPLE, 0, last + HOUR, RULES, CALENDAR) == Wait(due)
    assert next_wave(call, 0, PEOPLE, 0, due, RULES, CALENDAR) == Ask(tuple(PEOPLE[:8]))


@pytest.mark.parametrize(("need", "yes"), [(1, 2), (2, 3), (3, 5), (4, 6), (10, 15)])
def test_it_stops_when_half_as_many_again_as_are_needed_have_said_yes(need, yes):
    call = replace(CALL, need=need)
    assert enough(need, RULES) == yes
    assert next_wave(call, yes, PEOPLE, 0, MONDAY, RULES, CALENDAR) == Over("found")
    assert isinstance(next_wave(call, yes - 1, PEOPLE, 0, MONDAY, RULES, CALENDAR), Ask)


def test_it_is_exhausted_when_nobody_is_left_and_waits_for_budgets_and_pauses_to_end_four_weeks_at_most():
    assert next_wave(CALL, 0, [], 0, MONDAY, RULES, CALENDAR) == Over("exhausted")
    assert next_wave(CALL, 0, [], 3, MONDAY, RULES, CALENDAR) == Wait(MONDAY + DAY)
    assert next_wave(CALL, 0, [], 3, MONDAY + 28 * DAY, RULES, CALENDAR) == Over("exhausted")


@pytest.mark.parametrize("state", ["found", "cancelled", "exhausted"])
def test_what_is_over_asks_nobody(state):
    assert next_wave(replace(CALL, state=state), 0, PEOPLE, 5, MONDAY, RULES, CALENDAR) == Over(state)


def test_a_draft_asks_nobody_and_it_is_a_mistake_to_try():
    with pytest.raises(ValueError, match="c1 is not confirmed"):
        next_wave(replace(CALL, state="draft"), 0, PEOPLE, 0, MONDAY, RULES, CALENDAR)


def test_another_organiser_confirms_what_may_reach_more_than_twenty_or_is_urgent():
    urgent = replace(CALL, urgent=True)
    assert [needs_second(one, count, RULES) for one, count in ((CALL, 20), (CALL, 21), (urgent, 1))] == [
        False, True, True]  # fmt: skip
    assert confirmed(CALL, 20, [], RULES)
    assert not confirmed(CALL, 21, ["@olga:x"], RULES)
    assert confirmed(CALL, 21, ["@paul:x"], RULES)
    assert not confirmed(urgent, 3, [], RULES)


# -------------------------------------------------------------------------------------------------------------- offers
def test_an_offer_that_nobody_followed_up_in_two_days_is_unused_and_the_oldest_comes_first():
    old, older = Offer("c1", "@ada:x", MONDAY - 2 * DAY), Offer("c2", "@bob:x", MONDAY - 9 * DAY)
    new, used = Offer("c1", "@cleo:x", MONDAY - 47 * HOUR), replace(older, person="@dora:x", followed_up_at=MONDAY)
    late = MONDAY + DAY
    assert unused([old, new, used, older], MONDAY, RULES, CALENDAR) == [older]  # `old` has a Sunday in it
    assert unused([old, new, used, older], late, RULES, CALENDAR) == [older, old]
    assert follow_up_by(new, RULES, CALENDAR) == MONDAY + DAY + HOUR


# ------------------------------------------------------------------------------------------------------ over some weeks
def crowd(chance: random.Random, size: int) -> list[Person]:
    return [
        Person(
            f"@p{n}:x",
            {skill: chance.choice(["can", "helps", "learns"]) for skill in chance.sample("abc", chance.randint(0, 2))},
            frozenset(chance.sample("xyz", chance.randint(0, 2))),
            chance.choice(["", "lyon", "lyon 3e", "brest"]),
            frozenset({"fr", *chance.sample(["en", "es"], 1)}),
            refused=frozenset(chance.sample(["jardin", "compta"], chance.choice([0, 0, 0, 1]))),
            consents=chance.random() < 0.9,
            paused=chance.random() < 0.1,
            reached=chance.choice([0, 0, 1, 3]),
        )
        for n in range(size)
    ]


@pytest.mark.parametrize("seed", range(60))
def test_over_some_weeks_nobody_is_asked_twice_nobody_in_vain_and_nobody_who_fits_is_forgotten(seed):
    """A call is played to its end: it is looked after at any time; people answer or not, pause and come back."""
    chance = random.Random(seed)
    people = {one.id: one for one in crowd(chance, chance.choice([0, 3, 12, 60]))}
    audience = Filter(skills=frozenset(chance.sample("abc", chance.randint(0, 2))))
    call = replace(CALL, topic="jardin", need=chance.randint(1, 6), audience=audience)
    now, asked, yes, waves = MONDAY + chance.randrange(168) * HOUR, [], 0, []
    call = replace(call, begun_at=now)
    while True:
        fitting = {one.id: fit(replace(one, asked=one.id in asked), call, RULES) for one in people.values()}
        able = best({(points, None): [p for p, its in fitting.items() if its == points]
                     for points in set(fitting.values()) if isinstance(points, int)}, call.id, RULES.wave)  # fmt: skip
        later = sum(reason in PASSING for reason in fitting.values() if isinstance(reason, str))
        match next_wave(call, yes, able, later, now, RULES, CALENDAR):
            case Over(why):
                break
            case Wait(until):
                assert until > now
                assert CALENDAR.awake(until)
                now = until if chance.random() < 0.7 else now + HOUR * chance.randint(1, 5)
            case Ask(some_people):
                assert CALENDAR.awake(now)
                assert 0 < len(some_people) <= RULES.wave
                assert yes < enough(call.need, RULES)
                assert all(isinstance(fitting[one], int) for one in some_people)
                rest = [fitting[one] for one in fitting if isinstance(fitting[one], int) and one not in some_people]
                assert min(fitting[one] for one in some_people) >= max(rest, default=0)
                asked += some_people
                waves.append(now)
                call = replace(call, waves=call.waves + 1, last_wave_at=now)
        yes += sum(chance.random() < 0.1 for _ in asked)
        one = chance.choice(list(people.values())) if people else None
        if one:
            people[one.id] = replace(one, paused=not one.paused)
    assert len(asked) == len(set(asked))
    assert all(then - before >= DAY for before, then in pairwise(waves))
    if why == "found":
        assert yes >= enough(call.need, RULES)
    else:
        assert not able
        assert not later or now - call.begun_at >= RULES.longest


def test_every_reason_can_be_told_apart():
    assert len(set(BARRED)) == len(BARRED) == 9
