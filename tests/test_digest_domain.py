"""When a digest comes, which time it tells of, and what stands in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagebot.domain.digest import Digest, Item, Told, back_from_pause, compose, hour_for, next_digest
from engagebot.domain.gate import ABOUTS, Wishes
from engagebot.domain.waking import Calendar

PARIS = ZoneInfo("Europe/Paris")
CALENDAR = Calendar(PARIS, is_holiday=lambda day: (day.month, day.day) in {(7, 14), (12, 25), (1, 1)})
NOW = datetime(2026, 3, 3, 8, 0, tzinfo=PARIS)
"""A Tuesday."""


def local(*when: int) -> datetime:
    return datetime(*when, tzinfo=PARIS)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("rhythm", "last", "comes"),
    [
        ("weekly", local(2026, 3, 2, 9), local(2026, 3, 3, 8)),
        ("weekly", local(2026, 3, 3, 7, 59), local(2026, 3, 3, 8)),
        ("weekly", local(2026, 3, 3, 8), local(2026, 3, 10, 8)),
        ("weekly", local(2026, 3, 24, 8), local(2026, 3, 31, 8)),  # summer time begins on the 29th
        ("weekly", local(2026, 10, 20, 8), local(2026, 10, 27, 8)),  # and ends on the 25th
        ("weekly", local(2026, 7, 7, 8), local(2026, 7, 15, 8)),  # the 14th of July is a Tuesday
        ("weekly", local(2026, 7, 14, 12), local(2026, 7, 15, 8)),
        ("weekly", local(2026, 7, 15, 8), local(2026, 7, 21, 8)),
        ("daily", local(2026, 3, 3, 8), local(2026, 3, 4, 8)),
        ("daily", local(2026, 3, 7, 8), local(2026, 3, 9, 8)),  # not on a Sunday
        ("daily", local(2026, 3, 28, 8), local(2026, 3, 30, 8)),
        ("monthly", local(2026, 3, 3, 8), local(2026, 4, 7, 8)),
        ("monthly", local(2026, 3, 2, 8), local(2026, 3, 3, 8)),
        ("monthly", local(2026, 11, 3, 8), local(2026, 12, 1, 8)),
        ("off", local(2026, 3, 3, 8), None),
    ],
)
def test_it_comes_at_the_same_hour_of_the_wall_clock_and_never_on_a_day_off(rhythm, last, comes):
    assert next_digest(rhythm, last, CALENDAR) == comes
    assert comes is None or next_digest(rhythm, last, CALENDAR).utcoffset() == timedelta(0)


def test_days_of_ones_own_and_late_mornings_are_kept_to():
    wishes = Wishes(from_hour=10, days=frozenset({3, 4}))
    assert hour_for(wishes) == 10 and hour_for(Wishes(from_hour=7)) == hour_for(Wishes()) == 8
    assert next_digest("weekly", NOW, wishes.calendar(CALENDAR), 10) == local(2026, 3, 5, 10)


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/St_Johns", "Pacific/Apia", "Africa/Casablanca", "UTC"])
@given(st.data())
def test_digests_follow_each_other_by_their_rhythm_whatever_clocks_do(zone, data):
    rhythm, most = data.draw(st.sampled_from([("daily", 4), ("weekly", 11), ("monthly", 38)]))
    calendar = Calendar(ZoneInfo(zone), is_holiday=lambda day: (day.month, day.day) == (3, 6))
    last = datetime(2011, 1, 1, tzinfo=UTC) + timedelta(minutes=data.draw(st.integers(0, 20 * 365 * 24 * 60)))
    found = []
    for _ in range(4):
        last = next_digest(rhythm, last, calendar)
        found.append(last)
    for at in found:
        there = at.astimezone(calendar.zone)
        assert (there.hour, there.minute, calendar.day_off(there.date())) == (8, 0, False)
    assert all(timedelta() < later - earlier <= timedelta(days=most, hours=1) for earlier, later in pairwise(found))


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (local(2026, 3, 5), local(2026, 3, 5, 8)),
        (local(2026, 3, 5, 14, 30), local(2026, 3, 5, 14, 30)),
        (local(2026, 3, 5, 22), local(2026, 3, 6, 8)),
        (local(2026, 3, 8), local(2026, 3, 9, 8)),
        (local(2026, 7, 14), local(2026, 7, 15, 8)),
    ],
)
def test_who_comes_back_from_a_pause_is_told_on_the_first_morning(until, told):
    assert back_from_pause(until, CALENDAR) == told


# ---------------------------------------------------------------------------------------------------------------- what
def item(key: str, about: str = "tasks", subject: str = "", *, age: float = 1, **more: object) -> Item:
    return Item(key, about, subject, NOW - timedelta(days=age), **more)  # type: ignore[arg-type]


def test_there_is_one_line_for_one_object_and_the_same_kinds_stand_together():
    items = [
        item("check_in", "tasks", "t1", age=5),
        item("again", "tasks", "t1", age=1),
        item("asked", "questions", "q1", age=2),
        item("call", "calls", "t1", age=4),
        item("idea", "tasks", "t2", age=3),
        item("one", "tasks", age=2.5),
        item("two", "tasks", age=2.4),
    ]
    told = [("asked", "questions", "q1"), ("call", "calls", "t1"), ("idea", "tasks", "t2"), ("one", "tasks", ""),
            ("two", "tasks", ""), ("again", "tasks", "t1")]  # fmt: skip
    assert compose(items, NOW) == Digest(
        tuple(Told(*one) for one in told), 0, (("check_in", "superseded"),)  # type: ignore[arg-type]
    )


def test_only_what_can_still_be_answered_is_told_and_nothing_at_all_when_that_is_nothing():
    items = [
        item("done", settled=True),
        item("late", valid_until=NOW),
        item("profile", "profile"),
    ]
    assert compose(items, NOW) == Digest((), 0, (("done", "settled"), ("late", "expired")))
    assert compose([], NOW) == Digest()
    open_still = item("open", valid_until=NOW + timedelta(seconds=1))
    assert compose([open_still], NOW).keys == ("open",)


def test_eight_lines_and_no_more_the_last_of_them_counts_the_rest():
    eight = [item(f"m{n}", age=20 - n) for n in range(8)]
    assert (len(compose(eight, NOW).lines), compose(eight, NOW).more) == (8, 0)
    nine = [*eight, item("m8", age=1)]
    assert (compose(nine, NOW).keys, compose(nine, NOW).more) == (tuple(f"m{n}" for n in range(7)), 2)
    soon = item("soon", age=0, valid_until=NOW + timedelta(days=3))
    told = compose([*nine, soon], NOW, next_at=NOW + timedelta(days=7))
    assert (told.more, "soon" in told.keys, "m6" in told.keys) == (3, True, False)


def test_what_they_want_to_hear_nothing_about_stays_held():
    items = [item("asked", "questions"), item("task")]
    assert compose(items, NOW, quiet={"questions"}) == Digest((Told("task", "tasks", ""),), 0, ())


items_drawn = st.lists(
    st.builds(
        Item,
        key=st.uuids().map(str),
        about=st.sampled_from(ABOUTS),
        subject=st.sampled_from(["", "a", "b", "c"]),
        held_at=st.integers(0, 40).map(lambda days: NOW - timedelta(days=days)),
        valid_until=st.none() | st.integers(-3, 30).map(lambda days: NOW + timedelta(days=days)),
        settled=st.booleans(),
    ),
    max_size=25,
    unique_by=lambda one: one.key,
)


@given(items_drawn, st.sets(st.sampled_from(ABOUTS)))
def test_told_again_and_again_everything_is_told_once_or_withdrawn_with_a_reason(items, quiet):
    left, told, withdrawn = {one.key: one for one in items}, [], []
    for _ in range(20):
        digest = compose(left.values(), NOW, quiet=quiet)
        assert len(digest.lines) + bool(digest.more) <= 8
        told += digest.keys
        withdrawn += [key for key, _ in digest.withdrawn]
        for key in (*digest.keys, *(key for key, _ in digest.withdrawn)):
            del left[key]  # KeyError: told twice
        if not digest.lines:
            break
    assert {one.about for one in left.values()} <= quiet | {"profile"}
    assert not set(told) & set(withdrawn)


def test_the_house_calendar_is_said_plainly_when_nobody_is_ever_awake():
    never_awake = Calendar(PARIS, is_holiday=lambda day: True)
    with pytest.raises(ValueError, match="public holidays"):
        next_digest("weekly", NOW, never_awake)
    with pytest.raises(ValueError, match="public holidays"):
        back_from_pause(NOW, never_awake)
    with pytest.raises(ValueError, match="two lines"):
        compose([], NOW, lines=1)
