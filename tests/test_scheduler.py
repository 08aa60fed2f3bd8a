"""Timers are rows: each fires once, however late, across restarts; the clock may not run backwards; old things go."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from engagebot.config import Settings, shipped
from engagebot.engine.events import Due, Event, Message
from engagebot.scheduler import ClockIsWrong, Scheduler, check_clock, fire_due
from engagebot.store import conversations, inbox, people, privacy
from engagebot.store.migrate import migrate
from engagebot.store.sqlite import Store

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADA, BOB = "@ada:example.org", "@bob:example.org"


@pytest.fixture
async def store():
    opened = await Store.open(":memory:", shipped("storage"))
    yield opened
    await opened.close()


async def waiting(store: Store) -> list[Event]:
    async with store.transaction() as tx:
        return [event for _, event in await inbox.waiting(tx)]


async def test_what_was_due_while_the_bot_was_off_fires_once_in_order_at_the_next_start(tmp_path):
    path = tmp_path / "engagebot.sqlite"
    migrate(path, shipped("storage"), NOW)
    first = await Store.open(str(path), shipped("storage"))
    async with first.transaction() as tx:
        await conversations.set_timer(tx, ADA, "step", NOW + timedelta(days=3), "1")
        await conversations.set_timer(tx, BOB, "park", NOW + timedelta(days=1))
        await conversations.set_timer(tx, ADA, "stale", NOW + timedelta(days=90))
    await first.close()
    later = NOW + timedelta(days=10)
    second = await Store.open(str(path), shipped("storage"))
    assert [await fire_due(second, later) for _ in range(2)] == [2, 0]
    found = await waiting(second)
    await second.close()
    assert [(event.person, event.what, event.at) for event in found] == [
        (BOB, Due("park", ""), later),
        (ADA, Due("step", "1"), later),
    ]
    assert all(name not in event.id for event in found for name in (ADA, BOB))


async def test_a_timer_set_anew_after_it_fired_fires_again(store):
    for day in (1, 2):
        async with store.transaction() as tx:
            await conversations.set_timer(tx, ADA, "step", NOW + timedelta(days=day), str(day))
        assert await fire_due(store, NOW + timedelta(days=day)) == 1
    assert [event.what for event in await waiting(store)] == [Due("step", "1"), Due("step", "2")]


async def test_a_timer_that_was_cancelled_never_fires(store):
    async with store.transaction() as tx:
        await conversations.set_timer(tx, ADA, "step", NOW)
        await conversations.cancel_timer(tx, ADA, "step")
    assert (await fire_due(store, NOW), await waiting(store)) == (0, [])


async def test_a_clock_that_was_set_back_is_refused_and_small_steps_are_not(store):
    await check_clock(store, NOW)
    await check_clock(store, NOW - timedelta(minutes=4))
    await check_clock(store, NOW)
    with pytest.raises(ClockIsWrong) as error:
        await check_clock(store, NOW - timedelta(minutes=6))
    assert str(error.value).startswith(
        "this machine's clock says 2026-03-02 08:54 UTC, but the database was written at 2026-"
    )
    assert str(error.value).endswith("; set the clock, then start again")


async def test_the_poll_wakes_the_lanes_when_something_is_due(store):
    woken = asyncio.Event()
    settings = Settings(_env_file=None, timers_poll_seconds=0.05)
    scheduler = Scheduler(store, settings, lambda: NOW, woken.set)
    scheduler.start()
    await asyncio.sleep(0.12)
    assert not woken.is_set()
    async with store.transaction() as tx:
        await conversations.set_timer(tx, ADA, "step", NOW)
    async with asyncio.timeout(5):
        await woken.wait()
    scheduler.stop()
    scheduler.stop()
    assert [event.what for event in await waiting(store)] == [Due("step", "")]


async def test_housekeeping_forgets_old_texts_and_people_who_left_long_ago(store):
    async with store.transaction() as tx:
        for person, days in ((ADA, 400), (BOB, 40)):
            at = NOW - timedelta(days=days)
            await people.add(tx, person, "fr", at)
            event = Event(f"${person}", at, person, "!r", True, Message("bonjour"))
            await inbox.receive(tx, event)
            await inbox.take(tx, event)
    await Scheduler(store, Settings(_env_file=None), lambda: NOW, lambda: None).keep_house()
    async with store.transaction() as tx:
        assert await privacy.everything(tx, ADA) == {}
        assert set(await privacy.everything(tx, BOB)) == {"person"}
