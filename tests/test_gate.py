"""When the bot may start something: hours, Sundays, budgets, pauses and silence; nothing is ever dropped."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagebot.domain.gate import Hold, Reader, Rules, decide
from engagebot.domain.waking import Calendar

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=PARIS)


CALENDAR = Calendar(PARIS, is_holiday=lambda day: day == date(2026, 3, 6))
"""With a Friday off."""


def reader(
    now: datetime = MONDAY, *, consents=True, paused_until=None, reached=(), unanswered=0, gone=False, calendar=CALENDAR
) -> Reader:
    return Reader(now, calendar, consents, paused_until, reached, unanswered, gone)


def ago(**how: float) -> datetime:
    return MONDAY - timedelta(**how)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (reader(), None),
        (reader(gone=True), Hold("gone", MONDAY + timedelta(days=1))),
        (reader(consents=False), Hold("no_consent", MONDAY + timedelta(days=1))),
        (reader(paused_until=at(5, 0)), Hold("paused", at(5, 0))),
        (reader(paused_until=at(2, 9)), None),
        (reader(unanswered=3), Hold("unanswered", MONDAY + timedelta(days=1))),
        (reader(unanswered=2), None),
        (reader(at(2, 8, 59)), Hold("asleep", at(2, 9))),
        (reader(at(2, 9)), None),
        (reader(at(2, 20, 59)), None),
        (reader(at(2, 21)), Hold("asleep", at(3, 9))),
        (reader(at(1, 12)), Hold("sunday", at(2, 9))),
        (reader(at(7, 22)), Hold("asleep", at(9, 9))),
        (reader(at(8, 3)), Hold("sunday", at(9, 9))),
        (reader(at(6, 12)), Hold("holiday", at(7, 9))),
        (reader(at(5, 12), reached=[at(5, 10)]), Hold("day_budget", at(7, 9))),
        (reader(at(2, 12).astimezone(UTC), reached=[at(1, 23)]), None),
        (reader(reached=[ago(hours=1)]), Hold("day_budget", at(3, 9))),
        (reader(reached=[ago(hours=11)]), None),
        (reader(reached=[ago(days=1), ago(days=2), ago(days=3)]), Hold("week_budget", ago(days=3) + timedelta(days=7))),
        (reader(reached=[ago(days=1), ago(days=2), ago(days=7)]), None),
        (reader(consents=False, unanswered=9, now=at(1, 3)), Hold("no_consent", at(2, 3))),
    ],
)
def test_the_first_reason_that_holds_is_named_with_the_hour_to_ask_again(who, expected):
    assert decide(who, Rules()) == expected


def test_the_association_may_set_other_rules():
    calendar = Calendar(PARIS, from_hour=7, to_hour=23, sundays=True)
    rules = Rules(per_day=2, per_week=9, unanswered=9)
    assert decide(reader(at(1, 22), reached=[at(1, 8)], unanswered=8, calendar=calendar), rules) is None


def test_morning_is_at_the_same_wall_clock_when_summer_time_begins():
    saturday_night = datetime(2026, 3, 28, 23, 0, tzinfo=PARIS)
    assert decide(reader(saturday_night, calendar=Calendar(PARIS, sundays=True)), Rules()) == Hold(
        "asleep", datetime(2026, 3, 29, 9, 0, tzinfo=PARIS)
    )
    assert datetime(2026, 3, 29, 9, 0, tzinfo=PARIS).utcoffset() == timedelta(hours=2)


@given(
    st.integers(0, 333 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes)),
    st.lists(st.integers(0, 14 * 24 * 60), max_size=5).map(sorted),
)
def test_who_asks_again_at_the_hour_named_gets_through_in_the_end(now, minutes):
    reached = [now - timedelta(minutes=m) for m in minutes]
    for _ in range(12):
        hold = decide(reader(now, reached=reached), Rules())
        if hold is None:
            break
        assert hold.until > now
        now = hold.until
    assert decide(reader(now, reached=reached), Rules()) is None
