"""One who asks between rounds, the welcomer in turn, and a round that is played again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from engagebot.domain.introductions import Member, Rules, bars
from engagebot.domain.rounds import (
    as_json,
    best_for,
    from_json,
    named,
    numbered,
    played,
    result,
)
from engagebot.domain.welcoming import Welcomer, welcomer_for
from tests.test_introductions_domain import communities, member, some_bars, words

RULES = Rules()
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_who_asks_is_given_the_best_of_those_who_are_there():
    ada = member("ada", "garden music")
    others = [member("ben", "music"), member("cleo", "garden music"), member("dan", "books")]
    found = best_for(ada, others, bars([]), RULES, 1)
    assert found and found.people == ("ada", "cleo")
    found = best_for(ada, others, bars([("cleo", "ada")]), RULES, 1)
    assert found and found.people == ("ada", "ben")
    assert best_for(ada, [*others[2:], ada], bars([]), RULES, 1) is None


def test_between_equals_the_seed_decides_whom_one_is_given():
    others = [member(f"p{n}", "garden") for n in range(6)]
    found = [best_for(member("ada", "garden"), mixed, bars([]), RULES, seed)
             for seed in range(6) for mixed in (others, others[::-1])]
    assert found[::2] == found[1::2] and len(set(found)) > 1


def test_welcomers_take_turns_up_to_their_cap():
    newcomer = Member("new", languages=words("fr"))
    ben = Welcomer(member("ben"), 1, NOW)
    cleo = Welcomer(member("cleo"), 1, NOW - timedelta(days=2))
    dan = Welcomer(member("dan"), 1)
    eve = Welcomer(member("eve"), 2)
    fay = Welcomer(member("fay", languages=words("en")), 0)
    assert welcomer_for(newcomer, [ben, cleo, dan, eve, fay], bars([]), 3, 1) == "dan"
    assert welcomer_for(newcomer, [ben, cleo, eve, fay], bars([]), 3, 1) == "cleo"
    assert welcomer_for(newcomer, [ben, cleo, eve, fay], bars([("cleo", "new")]), 3, 1) == "ben"
    assert welcomer_for(newcomer, [ben, cleo, eve, fay], bars([]), 1, 1) is None
    alike = [Welcomer(member(name), 0) for name in "bcdefg"]
    assert len({welcomer_for(newcomer, alike, bars([]), 3, seed) for seed in range(6)}) > 1


@given(communities, st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_a_round_that_was_kept_gives_the_same_when_it_is_played_again(some, seed):
    barred = some_bars(some, seed)
    inputs, ids = numbered(some, barred, RULES, seed)
    assert numbered(some[::-1], barred, RULES, seed) == (inputs, ids)
    kept = json.dumps(as_json(inputs))
    assert not any(one.id in kept for one in some)
    assert from_json(json.loads(kept)) == inputs
    first, again = played(inputs), played(from_json(json.loads(kept)))
    assert again == first and result(again) == result(first)
    found = named(first, ids)
    groups = [[ids[n] for n in numbers] for numbers in result(first)]
    assert sorted(groups) == sorted(list(one.people) for one in (*found.pairs, *found.trios))
    assert sorted([*(person for group in groups for person in group), *found.left_over]) == sorted(ids)
