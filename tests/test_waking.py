"""Waking hours, days off, and the clock of a question, which stands still on days off."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagebot import public_holidays
from engagebot.app import calendar_of
from engagebot.config import Settings
from engagebot.domain.association import Association
from engagebot.domain.waking import Calendar
from engagebot.flowfile.load import FlowFileError

PARIS = ZoneInfo("Europe/Paris")
FRANCE = Calendar(PARIS, is_holiday=public_holidays.of("FR"))


def at(when: str) -> datetime:
    return datetime.fromisoformat(when).replace(tzinfo=PARIS)


def wall(when: datetime) -> str:
    """On a clock in Paris."""
    return when.astimezone(PARIS).strftime("%a %Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-03-02T09:00", "Mon 2026-03-02 09:00"),
        ("2026-03-02T20:59", "Mon 2026-03-02 20:59"),
        ("2026-03-02T08:59", "Mon 2026-03-02 09:00"),
        ("2026-03-02T21:00", "Tue 2026-03-03 09:00"),
        ("2026-03-07T21:00", "Mon 2026-03-09 09:00"),  # Saturday evening
        ("2026-03-08T12:00", "Mon 2026-03-09 09:00"),  # Sunday
        ("2026-07-14T12:00", "Wed 2026-07-15 09:00"),  # the national day
        ("2026-07-13T23:00", "Wed 2026-07-15 09:00"),
        ("2026-04-04T22:00", "Tue 2026-04-07 09:00"),  # Easter Monday follows a Sunday
        ("2026-12-31T22:00", "Sat 2027-01-02 09:00"),
        ("2026-03-28T22:00", "Mon 2026-03-30 09:00"),  # summer time begins on that Sunday
        ("2026-10-24T22:00", "Mon 2026-10-26 09:00"),  # … and ends
    ],
)
def test_the_next_waking_moment_is_now_or_in_the_morning_of_a_day_that_is_not_off(now, then):
    assert wall(FRANCE.next_awake(at(now))) == then


def test_the_morning_is_at_nine_on_the_wall_clock_when_the_clocks_change_that_night():
    every_day = replace(FRANCE, sundays=True)
    mornings = [every_day.next_awake(at(f"2026-{day}T22:00")) for day in ("03-28", "10-24")]
    assert mornings == [datetime(2026, 3, 29, 7, tzinfo=UTC), datetime(2026, 10, 25, 8, tzinfo=UTC)]


def test_an_hour_that_the_change_of_clocks_skips_is_nobodys_waking_hour():
    only_two = Calendar(PARIS, from_hour=2, to_hour=3, sundays=True)
    assert wall(only_two.next_awake(at("2026-03-28T12:00"))) == "Mon 2026-03-30 02:00"


@pytest.mark.parametrize(
    ("asked", "hours", "then"),
    [
        ("2026-03-02T10:00", 24, "Tue 2026-03-03 10:00"),
        ("2026-03-02T10:00", 36, "Wed 2026-03-04 09:00"),  # at ten in the evening: the morning after
        ("2026-03-02T10:00", 12, "Tue 2026-03-03 09:00"),
        ("2026-03-06T22:00", 24, "Mon 2026-03-09 09:00"),  # Friday night: due on Saturday night
        ("2026-03-07T10:00", 24, "Mon 2026-03-09 10:00"),  # Saturday: nudged on Monday,
        ("2026-03-07T10:00", 36, "Tue 2026-03-10 09:00"),  # … and the next one is not asked the same morning
        ("2026-03-08T15:00", 24, "Tue 2026-03-10 09:00"),  # Sunday: the clock starts at midnight
        ("2026-03-08T15:00", 0, "Mon 2026-03-09 09:00"),
        ("2026-07-13T18:00", 24, "Wed 2026-07-15 18:00"),  # over 14 July
        ("2026-04-04T10:00", 24, "Tue 2026-04-07 10:00"),  # over Easter
        ("2026-03-02T10:00", 120, "Sat 2026-03-07 10:00"),
        ("2026-03-04T10:00", 120, "Tue 2026-03-10 10:00"),
        ("2026-03-28T10:00", 24, "Mon 2026-03-30 10:00"),  # the Sunday had 23 hours,
        ("2026-10-24T10:00", 24, "Mon 2026-10-26 10:00"),  # … or 25: it does not count
    ],
)
def test_a_delay_goes_by_at_night_but_not_on_days_off_and_ends_when_people_are_awake(asked, hours, then):
    assert wall(FRANCE.after(at(asked), timedelta(hours=hours))) == then


def test_where_sundays_count_a_day_is_24_hours_even_when_the_clocks_change():
    every_day = replace(FRANCE, sundays=True)
    days = [every_day.after(at(f"2026-{day}T10:00"), timedelta(hours=24)) for day in ("03-28", "10-24")]
    assert [wall(day) for day in days] == ["Sun 2026-03-29 11:00", "Sun 2026-10-25 09:00"]


MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda m: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=m))
DELAYS = st.integers(0, 10 * 24 * 60).map(lambda m: timedelta(minutes=m))
ZONES = st.sampled_from(["Europe/Paris", "America/St_Johns", "Pacific/Apia", "Asia/Beirut", "UTC"]).map(ZoneInfo)


@given(MOMENTS, DELAYS, DELAYS, ZONES)
def test_the_clock_ends_awake_never_before_the_delay_and_in_the_order_of_delays(start, delay, more, zone):
    calendar = replace(FRANCE, zone=zone)
    first, second = calendar.after(start, delay), calendar.after(start, delay + more)
    assert calendar.awake(first) and calendar.awake(second)
    assert start + delay <= first <= second


@given(MOMENTS, ZONES)
def test_between_now_and_the_next_waking_moment_everybody_sleeps(now, zone):
    calendar = replace(FRANCE, zone=zone)
    then = calendar.next_awake(now)
    between = [now + n * timedelta(minutes=30) for n in range(int((then - now) / timedelta(minutes=30)) + 1)]
    assert calendar.awake(then) and not any(calendar.awake(one) for one in between if one < then)


# ----------------------------------------------------------------------------------------------- what cannot be
def test_a_calendar_in_which_nobody_is_ever_awake_is_refused():
    with pytest.raises(ValueError, match="from 21 to 9; end later than begin"):
        Calendar(PARIS, from_hour=21, to_hour=9)
    always = Calendar(PARIS, is_holiday=lambda day: True)
    for ask in (always.next_awake, lambda now: always.after(now, timedelta(days=2))):
        with pytest.raises(ValueError, match="look at the public holidays"):
            ask(at("2026-03-02T10:00"))


def test_each_country_has_its_own_days():
    days = [date(2026, 7, 14), date(2026, 7, 21), date(2027, 7, 14)]
    assert [[public_holidays.of(country)(day) for day in days] for country in ("FR", "BE")] == [
        [True, False, True],
        [False, True, False],
    ]


def test_the_bot_does_not_start_for_a_country_that_is_not_known_or_with_no_waking_hour():
    settings = Settings(_env_file=None, association=Path("garden/association.yaml"))  # type: ignore[call-arg]
    garden = Association("Jardin", "Ada", "@ada:example.org")
    assert replace(calendar_of(settings, garden), is_holiday=FRANCE.is_holiday) == FRANCE
    said = "association.yaml: `country`: the public holidays of 'Gaul' are not known; write two letters like FR"
    with pytest.raises(FlowFileError, match=re.escape(said)):
        calendar_of(settings, replace(garden, country="Gaul"))
    with pytest.raises(FlowFileError, match="ENGAGEBOT_WAKING_TO_HOUR: waking hours cannot be from 9 to 8; end later"):
        calendar_of(settings.model_copy(update={"waking_to_hour": 8}), garden)
