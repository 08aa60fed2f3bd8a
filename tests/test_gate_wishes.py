"""What a person has settled for themselves, urgent calls, and whether what waits goes to the digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagebot.domain.gate import (
    ABOUTS,
    IN_DIGEST,
    REASONS,
    Hold,
    Message,
    Reader,
    Rules,
    Wishes,
    decide,
    may_be_digested,
    spends_urgency,
)
from engagebot.domain.waking import Calendar

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=PARIS)
CALENDAR = Calendar(PARIS, is_holiday=lambda day: day == date(2026, 3, 6))
DIGEST = Message(promised_hour=8)
CALL, URGENT = Message("calls"), Message("calls", urgent=True)


def at(day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=PARIS)


def reader(now: datetime = MONDAY, wishes: Wishes | None = None, **more: object) -> Reader:
    mine = wishes or Wishes()
    given: dict[str, object] = {"consents": True, "paused_until": None, "reached": (), "unanswered": 0, **more}
    return Reader(now, mine.calendar(CALENDAR), wishes=mine, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "wishes", "expected"),
    [
        (at(2, 10), Wishes(from_hour=14), Hold("asleep", at(2, 14))),
        (at(2, 8), Wishes(from_hour=8), None),
        (at(2, 19), Wishes(to_hour=18), Hold("asleep", at(3, 9))),
        (at(2, 10), Wishes(days=frozenset({2, 5})), Hold("day_off", at(4, 9))),
        (at(4, 10), Wishes(days=frozenset({2, 5})), None),
        (at(8, 10), Wishes(days=frozenset({6})), None),
        (at(8, 10), Wishes(days=frozenset({0})), Hold("sunday", at(9, 9))),
        (at(6, 10), Wishes(days=frozenset({4, 5})), Hold("holiday", at(7, 9))),
    ],
)
def test_hours_and_days_are_the_persons_own(now, wishes, expected):
    assert decide(reader(now, wishes), Rules()) == expected


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        (Wishes(per_week=1), Hold("week_budget", at(1) + timedelta(days=7))),
        (Wishes(per_week=0), Hold("week_budget", at(2) + timedelta(days=7))),
        (Wishes(per_week=9), None),
        (Wishes(per_day=0), Hold("day_budget", at(3, 9))),
        (Wishes(per_day=5), None),
    ],
)
def test_budgets_of_a_person_are_never_more_than_the_associations(wishes, expected):
    assert decide(reader(wishes=wishes, reached=[at(1)]), Rules()) == expected
    assert wishes.rules(Rules()).per_day <= 1 and wishes.rules(Rules()).per_week <= 3


def test_who_wants_no_questions_still_gets_tasks():
    wishes = Wishes(quiet={"questions": None, "calls": at(9)})
    asked = {about: decide(reader(wishes=wishes), Rules(), Message(about)) for about in ABOUTS}
    held = {"questions": Hold("quiet", MONDAY + timedelta(days=1)), "calls": Hold("quiet", at(9))}
    assert asked == {about: held.get(about) for about in ABOUTS}
    assert decide(reader(at(9), wishes), Rules(), CALL) is None


@pytest.mark.parametrize(
    "wishes", [{"days": frozenset()}, {"days": frozenset({7})}, {"from_hour": 18, "to_hour": 9}]
)
def test_wishes_that_leave_no_hour_are_refused(wishes):
    with pytest.raises(ValueError, match=r"day|hours"):
        Wishes(**wishes)


def test_an_hour_that_the_association_has_left_nothing_of_is_not_kept_to():
    assert Wishes(from_hour=21).calendar(CALENDAR) == CALENDAR


# -------------------------------------------------------------------------------------------------------- urgent calls
def test_an_urgent_call_passes_the_budgets_once_a_month_and_nothing_else():
    full = {"reached": [at(2, 9), at(1), at(1, 9)]}
    assert decide(reader(**full), Rules(), CALL) == Hold("week_budget", at(1, 9) + timedelta(days=7))
    assert decide(reader(**full), Rules(), URGENT) is None
    assert spends_urgency(reader(**full), Rules(), URGENT)
    assert not spends_urgency(reader(), Rules(), URGENT)
    for days, passes in ((29, False), (31, True)):
        again = reader(**full, urgent_passed=[MONDAY - timedelta(days=days)])
        assert (decide(again, Rules(), URGENT) is None) is passes
    for why, who in {
        "paused": reader(**full, paused_until=at(9)),
        "unanswered": reader(**full, unanswered=3),
        "asleep": reader(at(2, 22), **full),
        "quiet": reader(wishes=Wishes(quiet={"calls": None}), **full),
        "no_consent": replace(reader(**full), consents=False),
    }.items():
        held = decide(who, Rules(), URGENT)
        assert held is not None and held.reason == why


# ------------------------------------------------------------------------------------------------------- to the digest
def test_it_goes_to_the_digest_when_that_comes_before_its_own_turn():
    spent = {"reached": [at(1), at(1, 9), at(1, 9)]}
    free = at(1, 9) + timedelta(days=7)
    assert decide(reader(**spent, next_digest=at(3, 8)), Rules()) == Hold("week_budget", free, digest=True)
    assert decide(reader(**spent, next_digest=at(10, 8)), Rules()) == Hold("week_budget", free)
    assert decide(reader(at(2, 22), next_digest=at(3, 8)), Rules()) == Hold("asleep", at(3, 9))  # the same morning
    back = reader(at(3, 10), paused_until=at(9, 12), next_digest=at(9, 12))
    assert decide(back, Rules()) == Hold("paused", at(9, 13), digest=True)  # the return comes first
    assert decide(reader(at(2, 8), next_digest=at(3, 8)), Rules()) == Hold("asleep", at(2, 9))
    assert decide(reader(paused_until=at(9, 0)), Rules()) == Hold("paused", at(9, 0))
    silent = decide(reader(unanswered=3, next_digest=at(10, 8)), Rules())
    assert silent == Hold("unanswered", MONDAY + timedelta(days=1), digest=True)
    assert decide(reader(**spent, next_digest=at(3, 8)), Rules(), Message("profile")) == Hold("week_budget", free)
    assert decide(replace(reader(next_digest=at(3, 8)), consents=False), Rules()) == Hold("no_consent", at(3))


def test_every_reason_is_listed_and_says_whether_a_digest_may_take_it_along():
    assert len(set(REASONS)) == len(REASONS)
    assert set(REASONS) - IN_DIGEST == {"gone", "unheard", "no_consent"}
    assert [about for about in ABOUTS if not may_be_digested(about, "paused")] == ["profile"]
    assert [may_be_digested("calls", why) for why in ("gone", "no_consent", "week_budget")] == [False, False, True]


def test_the_digest_itself_comes_at_its_hour_and_waits_for_nothing_but_rest_and_the_day():
    spent = {"reached": [at(1), at(1, 9), at(1, 9)], "unanswered": 5}
    assert decide(reader(at(3, 8), **spent), Rules(), DIGEST) is None
    assert decide(reader(at(3, 7, 59), **spent), Rules(), DIGEST) == Hold("asleep", at(3, 8))
    assert decide(reader(at(3, 11), reached=[at(3, 10)]), Rules(), DIGEST) == Hold("day_budget", at(4, 8))
    assert decide(reader(at(3, 11)), Rules(per_day=0), DIGEST) is None
    assert decide(reader(at(6, 8)), Rules(), DIGEST) == Hold("holiday", at(7, 8))
    assert decide(reader(at(3, 8), paused_until=at(5, 0)), Rules(), DIGEST) == Hold("paused", at(5, 0))
    assert decide(replace(reader(at(3, 8)), consents=False), Rules(), DIGEST) == Hold("no_consent", at(4, 8))


@given(
    st.integers(0, 333 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes)),
    st.lists(st.integers(0, 14 * 24 * 60), max_size=5).map(sorted),
    st.builds(
        Wishes,
        from_hour=st.none() | st.integers(0, 17),
        to_hour=st.none() | st.integers(18, 24),
        days=st.none() | st.frozensets(st.integers(0, 6), min_size=1),
        per_day=st.none() | st.integers(1, 3),
        per_week=st.none() | st.integers(1, 5),
        quiet=st.dictionaries(st.sampled_from(ABOUTS), st.just(MONDAY + timedelta(days=100)), max_size=3),
    ),
    st.sampled_from([*(Message(about) for about in ABOUTS), URGENT, DIGEST]),
)
def test_whatever_somebody_wishes_what_asks_again_gets_through_in_the_end(now, minutes, wishes, message):
    reached = [now - timedelta(minutes=m) for m in minutes]
    for _ in range(20):
        who = reader(now, wishes, reached=reached)
        hold = decide(who, Rules(), message)
        if hold is None:
            break
        assert hold.until > now
        assert hold.reason in REASONS
        now = hold.until
    assert decide(reader(now, wishes, reached=reached), Rules(), message) is None
    hour = now.astimezone(PARIS).hour
    begins = wishes.calendar(CALENDAR).from_hour
    assert (min(begins, 8) if message == DIGEST else begins) <= hour < wishes.calendar(CALENDAR).to_hour


def test_whoever_wrote_what_a_restore_has_lost_is_left_alone_by_everything_even_by_what_is_urgent():
    lost = replace(reader(), unheard=True)
    for message in (None, Message("calls", urgent=True), Message(promised_hour=8)):
        assert decide(lost, Rules(), message) == Hold("unheard", at(3))
