"""The nights in which clocks change: what goes by the clock on the wall comes once, what goes by elapsed time is as
long as ever. It is the whole bot that runs here, on a clock of ours.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagebot.app import arm_rounds, build
from engagebot.config import Settings, shipped
from engagebot.domain.digest import next_digest
from engagebot.domain.gate import Wishes
from engagebot.domain.introductions import WEEKDAYS, next_round
from engagebot.domain.waking import Calendar
from engagebot.scene import jardin
from engagebot.script import Stage
from engagebot.store import outbox, people, profile, quiet
from engagebot.store.sqlite import Store

PARIS = ZoneInfo("Europe/Paris")
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)
"""Last Sundays of March and of October: there is no half past two, or there are two of them."""
ADA = "@ada:console"
NIGHTS = pytest.mark.parametrize("night", [FORWARD, BACK], ids=["forward", "back"])


def wall(at: datetime | int) -> str:
    """With the offset: an hour that comes twice is told apart."""
    if isinstance(at, int):
        at = datetime.fromtimestamp(at, UTC)
    return f"{at.astimezone(PARIS):%a %H:%M %z}"


def on(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS).astimezone(UTC)


@pytest.fixture
async def stage_at():
    opened: list[Stage] = []

    async def stage_at(at: datetime, **settings: object) -> Stage:
        chosen = Settings(_env_file=None, **settings)
        store = await Store.open(":memory:", shipped("storage"))
        opened.append(Stage(chosen, store, build(chosen, jardin()), at, PARIS))
        return opened[-1]

    yield stage_at
    for stage in opened:
        await stage.close()


async def knows_ada(stage: Stage) -> None:
    """She may be written to."""
    await stage.play("@ person: ada; onboarded=yes")
    async with stage.store.transaction() as tx:
        await profile.consent(tx, ADA, "contact", True, "1", "$ada", stage.now)


async def means(stage: Stage, key: str, about: str) -> None:
    """The bot has something to say to Ada by itself."""
    async with stage.store.transaction() as tx:
        await outbox.queue(
            tx, key=key, op="say", content={"body": key}, at=stage.now, caused_by="$1", person=ADA,
            lane=outbox.BROADCAST, purpose="contact", about=about,
        )  # fmt: skip
    await stage.sender.drain()


def sent(stage: Stage, like: str) -> list[str]:
    sql = "SELECT sent_at FROM outbox WHERE idem_key LIKE ? AND state = 'sent' AND op = 'say' ORDER BY sent_at"
    return [wall(at) for (at,) in stage.store.database.execute(sql, (like,))]


# --------------------------------------------------------------------------------------------------- at half past two
@NIGHTS
async def test_a_daily_digest_at_two_comes_once_also_when_two_o_clock_does_not_come_or_comes_twice(stage_at, night):
    stage = await stage_at(
        on(night - timedelta(days=1), 0), digest_hour=2, digest_rhythm="daily", waking_from_hour=0, waking_to_hour=24,
        sundays=True,
    )  # fmt: skip
    await knows_ada(stage)
    async with stage.store.transaction() as tx:
        await quiet.set_reachable(tx, ADA, Wishes(per_day=0), stage.now)
    for day in range(4):
        async with stage.store.transaction() as tx:
            await people.spoke(tx, ADA, stage.now)
        for n in range(2):
            await means(stage, f"m{day}{n}", "tasks")
        await stage.play("~ 24 hours")
    expected = {
        FORWARD: ["Sat 02:00 +0100", "Sun 03:00 +0200", "Mon 02:00 +0200", "Tue 02:00 +0200"],
        BACK: ["Sat 02:00 +0200", "Sun 02:00 +0200", "Mon 02:00 +0100", "Tue 02:00 +0100"],
    }
    assert sent(stage, "digest:%")[:4] == expected[night]


@NIGHTS
async def test_a_round_on_that_night_is_played_once(stage_at, night):
    stage = await stage_at(on(night - timedelta(days=3), 12), introduction_day="sunday", introduction_hour=2)
    async with stage.store.transaction() as tx:
        await arm_rounds(tx, stage.settings, stage.house.calendar, stage.now)
    for name in ("ada", "bruno"):
        await stage.play(f"@ person: {name}; onboarded=yes; interests=compost; introductions=weekly")
    await stage.play("~ 9 days")
    played = [wall(at) for (at,) in stage.store.database.execute("SELECT at FROM round ORDER BY seq")]
    first = {FORWARD: "Sun 03:00 +0200", BACK: "Sun 02:00 +0200"}[night]
    assert played == [first]
    (coming,) = stage.store.database.execute("SELECT due_at FROM timer WHERE kind = 'round' AND state = 'armed'")
    assert wall(coming[0]) == {FORWARD: "Sun 02:00 +0200", BACK: "Sun 02:00 +0100"}[night]


ZONES = ["Europe/Paris", "Atlantic/Azores", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "Africa/Cairo"]


def occurrences(rule: Callable[[datetime], datetime | None], begin: datetime, end: datetime) -> list[datetime]:
    found, at = [], begin
    while (following := rule(at)) is not None and following < end:
        assert following > at
        found.append(following)
        at = following
    return found


@given(st.sampled_from(ZONES), st.integers(0, 23), st.dates(date(2026, 1, 1), date(2027, 12, 1)), st.integers(0, 1439))
def test_what_comes_every_day_comes_once_a_day_in_every_zone_at_its_hour_or_right_after_it(zone, hour, day, minutes):
    there = ZoneInfo(zone)
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minutes)
    calendar = Calendar(there, 0, 24, sundays=True)
    found = occurrences(lambda at: next_digest("daily", at, calendar, hour), begin, begin + timedelta(days=20))
    days = [at.astimezone(there).date() for at in found]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    assert 19 <= len(days) <= 21     # the last half hour before a midnight, and a clock set forward: one more
    for at in found:
        local = at.astimezone(there)
        on_time = (local.hour, local.minute) == (hour, 0)
        asked = datetime(local.year, local.month, local.day, hour, tzinfo=there)
        skipped = asked.astimezone(UTC).astimezone(there).replace(tzinfo=None) != asked.replace(tzinfo=None)
        assert local.fold == 0 and (on_time or skipped), local


@given(st.sampled_from(ZONES), st.integers(0, 23), st.sampled_from(WEEKDAYS), st.integers(0, 700), st.integers(0, 1439))
def test_what_comes_every_week_comes_once_a_week_in_every_zone(zone, hour, weekday, day, minutes):
    there = ZoneInfo(zone)
    begin = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day, minutes=minutes)
    found = occurrences(lambda at: next_round(at, there, weekday, hour), begin, begin + timedelta(days=70))
    days = [at.astimezone(there).date() for at in found]
    assert days == [days[0] + timedelta(days=7 * n) for n in range(len(days))]
    assert 9 <= len(days) <= 11      # as above
    assert {WEEKDAYS[one.weekday()] for one in days} == {weekday}


# ---------------------------------------------------------------------------------------------------------- by the wall
@NIGHTS
async def test_on_the_days_after_people_are_written_to_from_nine_on_the_wall(stage_at, night):
    stage = await stage_at(on(night - timedelta(days=1), 22))
    await knows_ada(stage)
    await means(stage, "m", "profile")
    await stage.play("~ 3 days")
    assert sent(stage, "m") == [{FORWARD: "Mon 09:00 +0200", BACK: "Mon 09:00 +0100"}[night]]


@NIGHTS
async def test_a_pause_until_a_day_ends_on_that_day_and_its_return_is_in_the_morning(stage_at, night):
    stage = await stage_at(on(night - timedelta(days=3), 12))
    await knows_ada(stage)
    monday = night + timedelta(days=1)
    months = {3: "mars", 10: "octobre"}
    await stage.play(f"ada> pause jusqu'au {monday.day} {months[monday.month]}")
    await stage.play("~ 5 days")
    (until,) = stage.store.database.execute("SELECT paused_until FROM person WHERE id = ?", (ADA,)).fetchone()
    assert wall(until) == {FORWARD: "Mon 00:00 +0200", BACK: "Mon 00:00 +0100"}[night]
    assert sent(stage, "digest:%") == [{FORWARD: "Mon 08:00 +0200", BACK: "Mon 08:00 +0100"}[night]]


@NIGHTS
async def test_a_call_goes_on_at_the_same_hour_of_the_next_working_day(stage_at, night):
    stage = await stage_at(on(night - timedelta(days=1), 11))
    await stage.play("@ organiser: olga")
    for n in range(12):
        await stage.play(f"@ person: p{n}; onboarded=yes; newcomer=no")
    await stage.play("@ call: Tenir le bar samedi; author=olga; need=3")
    await stage.play("~ 3 days")
    sql = "SELECT DISTINCT asked_at FROM called ORDER BY asked_at"
    asked = [wall(at) for (at,) in stage.store.database.execute(sql)]
    assert asked == {
        FORWARD: ["Sat 11:00 +0100", "Mon 11:00 +0200"], BACK: ["Sat 11:00 +0200", "Mon 11:00 +0100"],
    }[night]  # fmt: skip


# ----------------------------------------------------------------------------------------------------- by elapsed time
@pytest.mark.parametrize(("minutes", "possible"), [(9, True), (11, False), (65, False)])
@NIGHTS
async def test_what_can_be_undone_for_ten_minutes_can_be_so_for_ten_minutes(stage_at, night, minutes, possible):
    begin = {FORWARD: on(FORWARD, 1, 55), BACK: on(BACK, 2, 55)}[night]
    stage = await stage_at(begin)
    await stage.play("@ person: ada; onboarded=yes; newcomer=no")
    await stage.play("@ task: Trier les graines; minutes=20")
    for line in ("ada> je prends les graines", "ada> oui", "ada> non"):
        await stage.play(line)
    await stage.play(f"~ {minutes} minutes")
    await stage.play("ada> annuler")
    (held,) = stage.store.database.execute("SELECT count(*) FROM claim WHERE person_id = ?", (ADA,)).fetchone()
    assert bool(held) is not possible


@NIGHTS
async def test_an_unfinished_conversation_is_put_aside_after_a_day_of_24_hours(stage_at, night):
    stage = await stage_at(on(night - timedelta(days=1), 20))
    await stage.play("@ person: ada; onboarded=yes")
    await stage.play("ada> j'ai une question")
    (due,) = stage.store.database.execute("SELECT due_at FROM timer WHERE kind = 'park'").fetchone()
    assert due == int((stage.now + timedelta(hours=24)).timestamp())
