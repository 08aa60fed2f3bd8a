"""Timers are rows: each fires once, however late, across restarts; the clock may not run backwards; old things go."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from engagebot.app import open_store, run
from engagebot.config import Settings, shipped
from engagebot.engine.events import Due, Event, Message
from engagebot.lanes import Lanes
from engagebot.scene import JARDIN
from engagebot.scheduler import ClockIsWrong, Scheduler, check_clock, fire_due
from engagebot.store import conversations, inbox, outbox, people, privacy
from engagebot.store.migrate import migrate
from engagebot.store.sqlite import Store
from engagebot.transport import NotNow
from engagebot.upkeep import CannotDo, clock_is_right

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
    assert str(error.value).endswith(
        "; set the clock, then start again (if it is right now, and was ahead before: run `engagebot clock`)"
    )


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


MANY = 1_050
"""More than a few transactions take."""


async def due_now(store: Store, count: int = MANY) -> None:
    async with store.transaction() as tx:
        for n in range(count):
            await conversations.set_timer(tx, "", "question", NOW, f"q{n}", each=True)


async def subjects(store: Store) -> list[str]:
    async with store.transaction() as tx:
        return [event.what.subject for _, event in await inbox.waiting(tx, limit=3 * MANY)]


def polling(store: Store, fired: Callable[[], object]) -> Scheduler:
    return Scheduler(store, Settings(_env_file=None), lambda: NOW, lambda: fired() and None)


async def test_one_poll_goes_on_until_nothing_is_due_and_the_lanes_begin_meanwhile(store):
    await due_now(store)
    known: list[int] = []
    wakes: list[asyncio.Task[None]] = []

    async def look() -> None:
        known.append(len(await subjects(store)))

    await polling(store, lambda: wakes.append(asyncio.create_task(look()))).poll()
    await asyncio.gather(*wakes)
    assert sorted(await subjects(store)) == sorted(f"q{n}" for n in range(MANY))
    assert len(wakes) > 3 and known[0] < MANY, "the lanes hear of the first ones when the last are written down"


async def test_whoever_writes_has_their_turn_between_two_transactions_of_a_poll(store):
    await due_now(store)
    batches: list[int] = []
    turn: list[int] = []

    async def writes() -> None:
        async with store.transaction() as tx:
            await people.add(tx, ADA, "fr", NOW)
            turn.append(len(batches))

    def fired() -> None:
        batches.append(1)
        if len(batches) == 1:
            task.append(asyncio.create_task(writes()))

    task: list[asyncio.Task[None]] = []
    await polling(store, fired).poll()
    await task[0]
    assert turn[0] <= 2 < len(batches)


async def test_what_a_timer_makes_due_at_once_is_found_in_the_same_poll(store):
    await due_now(store)
    begun: list[asyncio.Task[None]] = []

    async def goes_on() -> None:
        async with store.transaction() as tx:
            await conversations.set_timer(tx, "", "question", NOW, "next", each=True)

    await polling(store, lambda: begun or begun.append(asyncio.create_task(goes_on()))).poll()
    await begun[0]
    assert (await subjects(store)).count("next") == 1


async def test_a_timer_set_anew_for_the_second_in_which_it_fired_fires_again_and_those_behind_it_too(store):
    await due_now(store)
    await polling(store, lambda: None).poll()
    await due_now(store)
    async with store.transaction() as tx:
        await conversations.set_timer(tx, ADA, "step", NOW, "behind")
    await polling(store, lambda: None).poll()
    found = await subjects(store)
    assert (found.count("q0"), found.count("behind")) == (2, 1)


async def test_a_timer_that_cannot_be_written_down_ends_the_poll_and_is_tried_by_the_next(store, monkeypatch):
    await due_now(store, 3)
    receive, tried = inbox.receive, []

    async def full(tx, event):
        tried.append(event.id)
        if len(tried) == 2:
            raise OSError("disk full")
        return await receive(tx, event)

    monkeypatch.setattr(inbox, "receive", full)
    async with asyncio.timeout(5):
        with pytest.raises(OSError, match="disk full"):
            await polling(store, lambda: None).poll()
        assert (len(tried), await subjects(store)) == (2, []), "all of a transaction, or nothing"
        await polling(store, lambda: None).poll()
    assert sorted(await subjects(store)) == ["q0", "q1", "q2"]


async def test_an_event_of_a_timer_that_always_fails_is_tried_three_times_and_fired_once(store):
    await due_now(store, 2)
    tried: Counter[str] = Counter()
    fails = Failing(tried)
    lanes = Lanes(store, fails, 4, fails.working)
    running = asyncio.create_task(lanes.run())
    scheduler = polling(store, lanes.wake)
    async with asyncio.timeout(10):
        await scheduler.poll()
        await fails.set_aside.wait()
        await scheduler.poll()
        await lanes.stop()
        await running
    assert tried == {"q0": 3, "q1": 1}


class Failing:
    """Decides nothing; the first question always goes wrong."""

    def __init__(self, tried: Counter[str]) -> None:
        self.tried, self.set_aside = tried, asyncio.Event()

    async def handle(self, event: Event) -> None:
        self.tried[event.what.subject] += 1
        if event.what.subject == "q0":
            raise RuntimeError("always")

    async def failed(self, event: Event, error: Exception) -> bool:
        if self.tried[event.what.subject] < inbox.TRIES:
            return False
        self.set_aside.set()
        return True

    async def working(self, person: str, on: bool) -> None: ...


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


async def test_a_timer_that_was_read_twice_fires_once(store, monkeypatch):
    due = conversations.due_timers

    async def twice(tx, at):
        return 2 * await due(tx, at)

    monkeypatch.setattr(conversations, "due_timers", twice)
    async with store.transaction() as tx:
        await conversations.set_timer(tx, ADA, "step", NOW)
    assert await fire_due(store, NOW) == 1
    assert [event.what for event in await waiting(store)] == [Due("step", "")]


async def test_housekeeping_with_nothing_to_forget_keeps_everything(store, caplog):
    async with store.transaction() as tx:
        await people.add(tx, BOB, "fr", NOW)
    scheduler = Scheduler(store, Settings(_env_file=None), lambda: NOW, lambda: None)
    await scheduler.keep_house()
    scheduler.stop()  # it was never started
    async with store.transaction() as tx:
        assert set(await privacy.everything(tx, BOB)) == {"person"}
    assert caplog.messages == []


# ------------------------------------------------------------------------------------------ a clock that goes wrong
class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock():
    return Clock(NOW)


async def fired_now(store: Store) -> list[str]:
    """Subjects of what has fired since the last time, in order."""
    async with store.transaction() as tx:
        found = [event for _, event in await inbox.waiting(tx)]
        for event in found:
            await inbox.take(tx, event)
    return [event.what.subject for event in found]


async def test_set_back_while_it_runs_nothing_fires_twice_and_nothing_is_lost(store, clock, caplog):
    woken = []
    scheduler = Scheduler(store, Settings(_env_file=None), clock, lambda: woken.append(clock.now))
    async with store.transaction() as tx:
        await conversations.set_timer(tx, ADA, "step", NOW, "before")
        await conversations.set_timer(tx, BOB, "step", NOW + timedelta(hours=1), "after")
        for key, purpose in (("answer", "reply"), ("held", "contact")):
            await outbox.queue(tx, key=key, op="say", content={}, at=NOW, caused_by="$1", person=ADA, purpose=purpose)
            await outbox.trying(tx, key, NOW)
            await outbox.later(tx, key, NOW + timedelta(seconds=20), "503")
    await scheduler.poll()
    assert await fired_now(store) == ["before"]
    clock.now = NOW - timedelta(hours=5)
    woken.clear()
    for _ in range(2):
        await scheduler.poll()
    assert (await fired_now(store), woken) == ([], [clock.now])
    assert caplog.messages == ["the clock was set back by 300 minutes"]
    async with store.transaction() as tx:
        assert [row.key async for row in outbox.due(tx, clock.now)] == ["answer"]
        await conversations.set_timer(tx, ADA, "step", clock.now + timedelta(minutes=1), "by the new clock")
    clock.now += timedelta(minutes=2)
    await scheduler.poll()
    assert await fired_now(store) == ["by the new clock"]
    for hours in (0, 1, 2):
        clock.now = NOW + timedelta(hours=hours)
        await scheduler.poll()
    assert await fired_now(store) == ["after"]
    assert caplog.messages == ["the clock was set back by 300 minutes"]


async def test_a_small_step_back_is_nothing(store, clock, caplog):
    scheduler = Scheduler(store, Settings(_env_file=None), clock, lambda: None)
    await scheduler.poll()
    clock.now -= timedelta(minutes=4)
    await scheduler.poll()
    assert caplog.messages == []


async def test_a_start_knows_to_the_minute_how_late_it_was_when_the_bot_was_killed(store, clock):
    scheduler = Scheduler(store, Settings(_env_file=None), clock, lambda: None)
    for _ in range(60):
        await scheduler.poll()
        clock.now += timedelta(seconds=10)
    killed = clock.now
    await check_clock(store, killed - timedelta(minutes=4))
    with pytest.raises(ClockIsWrong):
        await check_clock(store, killed - timedelta(minutes=7))


async def test_what_was_written_by_a_clock_that_was_ahead_is_believed_no_longer_once_somebody_says_so(tmp_path):
    settings = Settings(_env_file=None, data_dir=tmp_path)
    with pytest.raises(CannotDo, match="there is no database"):
        await clock_is_right(settings, NOW)
    migrate(tmp_path / "engagebot.sqlite", shipped("storage"), NOW)
    there = await Store.open(str(tmp_path / "engagebot.sqlite"), shipped("storage"))
    await check_clock(there, NOW + timedelta(days=365))
    with pytest.raises(ClockIsWrong):
        await check_clock(there, NOW)
    assert (await clock_is_right(settings, NOW)).startswith("it is 2026-03-02 09:00 UTC; ")
    await check_clock(there, NOW)
    await there.close()


async def test_a_bot_whose_clock_is_behind_does_not_start_and_a_later_start_may(tmp_path):
    settings = Settings(_env_file=None, data_dir=tmp_path, association=JARDIN)
    opened = await open_store(settings, NOW)
    await opened.close()
    with pytest.raises(NotNow, match=r"this machine's clock says 2026-03-02 08:00 UTC, but .*; set the clock"):
        await run(settings, lambda *_: pytest.fail("it asked the homeserver"), lambda: NOW - timedelta(hours=1))


async def test_both_jobs_look_at_the_table_and_none_is_ever_missed_or_run_twice_at_once(store):
    """Nothing that is due is kept by the library that runs them: it only asks, in UTC, however late."""
    scheduler = Scheduler(store, Settings(_env_file=None, timers_poll_seconds=3600), lambda: NOW, lambda: None)
    scheduler.start()
    jobs = scheduler.jobs.get_jobs()
    assert {(job.coalesce, job.max_instances, job.misfire_grace_time) for job in jobs} == {(True, 1, None)}
    assert {job.func for job in jobs} == {scheduler.poll, scheduler.keep_house_if_due}
    assert str(scheduler.jobs.timezone) == "UTC"
    scheduler.stop()
