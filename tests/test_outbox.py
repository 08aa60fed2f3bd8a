"""What was committed is sent: in order for each person, side by side for different ones, retried, through the gate."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from engagebot.config import Settings, shipped
from engagebot.domain import gate
from engagebot.domain.roles import Door
from engagebot.outbox import LAST_RETRY_SECONDS, TRUSTED_AGAIN, Pace, Sender, _backoff
from engagebot.store import outbox, people, privacy, profile, quiet, roles
from engagebot.store.outbox import Outgoing
from engagebot.store.sqlite import Store
from engagebot.transport import Delivered, Delivery, Later, Refused, Unsure

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
"""A Monday, noon in Paris."""
ADA, BOB = "@ada:example.org", "@bob:example.org"


@dataclass
class Post:
    """A transport that does as it is told: key -> what happens; everything else is delivered."""

    happens: dict[str, list[Delivery | Exception]] = field(default_factory=dict)
    wait_for: dict[str, asyncio.Event] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    under_way: list[str] = field(default_factory=list)
    user_id: str = "@bot:example.org"
    received: Callable[[], None] = lambda: None

    async def deliver(self, row: Outgoing) -> Delivery:
        self.under_way.append(row.key)
        if row.key in self.wait_for:
            await self.wait_for[row.key].wait()
        if todo := self.happens.get(row.key):
            happened = todo.pop(0)
            if isinstance(happened, Exception):
                raise happened
            return happened
        self.sent.append(row.key)
        return Delivered(f"${row.key}", "!room")


async def until(so: Callable[[], bool]) -> None:
    """Fails after five seconds."""
    async with asyncio.timeout(5):
        while not so():  # noqa: ASYNC110 - there is nothing to wait for but that it becomes so
            await asyncio.sleep(0.01)


class Place:
    """A store, a sender, and a clock that only the test moves."""

    def __init__(self, store: Store) -> None:
        self.store, self.post, self.now = store, Post(), NOON
        self.sender = self.at_pace(1000)

    def at_pace(self, per_second: float) -> Sender:
        settings = Settings(_env_file=None, starts_per_second=per_second)  # type: ignore
        return Sender(self.store, self.post, settings, "Europe/Paris", lambda: self.now)

    async def queue(self, *keys: str, person: str | None = ADA, room: str | None = None, **more: object) -> None:
        async with self.store.transaction() as tx:
            for key in keys:
                await outbox.queue(
                    tx,
                    key=key,
                    op=more.get("op", "say"),
                    content={"body": key},
                    at=self.now,  # type: ignore
                    caused_by="$1",
                    person=person,
                    room=room,
                    **{name: value for name, value in more.items() if name != "op"},
                )

    async def knows(self, *persons: str, consents: bool = True) -> None:
        async with self.store.transaction() as tx:
            for person in persons:
                await people.add(tx, person, "fr", self.now)
                await profile.consent(tx, person, "contact", consents, "1", f"${person}", self.now)

    async def state(self, key: str) -> tuple[str, str]:
        """(state, reason) of a row."""
        cursor = await self.store.connection.execute("SELECT state, reason FROM outbox WHERE idem_key = ?", (key,))
        row = await cursor.fetchone()
        await cursor.close()
        assert row is not None
        return row[0], row[1]

    async def running(self, so: Callable[[], bool]) -> None:
        """Let the sender run until something is so."""
        task = asyncio.create_task(self.sender.run())
        await until(so)
        await self.sender.stop()
        await task


@pytest.fixture
async def place():
    store = await Store.open(":memory:", shipped("storage"))
    yield Place(store)
    await store.close()


async def test_a_persons_messages_go_in_order_and_replies_before_what_the_bot_starts(place):
    await place.knows(ADA)
    await place.queue("digest", lane=outbox.BROADCAST, purpose="contact")
    await place.queue("one", "two", "three")
    await place.running(lambda: len(place.post.sent) == 4)
    assert place.post.sent == ["one", "two", "three", "digest"]


async def test_a_slow_delivery_to_one_person_delays_nobody_else(place):
    place.post.wait_for["slow"] = asyncio.Event()
    await place.queue("slow", "after")
    await place.queue("quick", "quicker", person=BOB)
    task = asyncio.create_task(place.sender.run())
    await until(lambda: place.post.sent == ["quick", "quicker"])
    assert "after" not in place.post.under_way
    place.post.wait_for["slow"].set()
    await until(lambda: len(place.post.sent) == 4)
    await place.sender.stop()
    await task
    assert place.post.sent == ["quick", "quicker", "slow", "after"]


async def test_a_stop_lets_what_is_under_way_end_and_begins_nothing_new(place):
    place.post.wait_for["slow"] = asyncio.Event()
    await place.queue("slow", "after")
    task = asyncio.create_task(place.sender.run())
    await until(lambda: place.post.under_way == ["slow"])
    stopping = asyncio.create_task(place.sender.stop())
    await asyncio.sleep(0.02)
    assert not stopping.done()
    place.post.wait_for["slow"].set()
    await stopping
    await task
    assert (place.post.sent, await place.state("after")) == (["slow"], ("queued", ""))


async def test_what_has_to_wait_is_tried_again_when_the_server_said_and_keeps_its_place(place):
    place.post.happens["one"] = [Later("429", 30)]
    await place.queue("one", "two")
    await place.sender.drain()
    assert (place.post.sent, await place.state("one")) == ([], ("queued", "429"))
    place.now += timedelta(seconds=29)
    await place.sender.drain()
    assert place.post.sent == []
    place.now += timedelta(seconds=1)
    await place.sender.drain()
    assert place.post.sent == ["one", "two"]


async def test_a_fault_of_the_transport_itself_loses_nothing(place):
    place.post.happens["one"] = [RuntimeError("broken")]
    await place.queue("one")
    await place.running(lambda: place.post.under_way == ["one"])
    assert await place.state("one") == ("queued", "RuntimeError")
    place.now += timedelta(seconds=LAST_RETRY_SECONDS)
    await place.sender.drain()
    assert place.post.sent == ["one"]


@pytest.mark.parametrize(
    ("happened", "state"), [(Refused("too large"), ("dead", "too large")), (Unsure("no id"), ("unknown", "no id"))]
)
async def test_what_can_never_be_sent_is_kept_with_its_reason_and_blocks_nothing(place, happened, state):
    place.post.happens["one"] = [happened]
    await place.queue("one", "two")
    await place.sender.drain()
    assert (place.post.sent, await place.state("one")) == (["two"], state)


def test_pauses_between_tries_grow_and_never_exceed_ten_minutes():
    pauses = [[_backoff(tries) for _again in range(50)] for tries in (1, 4, 50)]
    assert [(min(some) >= 1.6, max(some) <= 1.2 * LAST_RETRY_SECONDS) for some in pauses] == [(True, True)] * 3
    assert max(pauses[0]) < min(pauses[1]) < max(pauses[1]) < min(pauses[2])


def test_a_reply_is_tried_again_soon_however_often_it_was_tried():
    assert max(_backoff(tries, outbox.REPLY) for tries in (4, 10, 50) for _again in range(50)) <= 24


# ---------------------------------------------------------------------------------------------------------- the gate
async def test_on_a_public_holiday_the_bot_answers_but_starts_nothing_before_the_next_morning(place):
    await place.knows(ADA)
    place.sender.keeper = replace(place.sender.keeper, is_holiday=lambda day: (day.month, day.day) == (7, 14))
    place.now = datetime(2026, 7, 14, 10, 0, tzinfo=UTC)
    await place.queue("hello", purpose="contact", lane=outbox.TIMER)
    await place.queue("answer")
    await place.sender.drain()
    assert (place.post.sent, await place.state("hello")) == (["answer"], ("queued", "holiday"))
    place.now = datetime(2026, 7, 15, 7, 0, tzinfo=UTC)
    await place.sender.drain()
    assert place.post.sent == ["answer", "hello"]


async def test_at_night_the_bot_answers_but_starts_nothing_before_the_morning(place):
    await place.knows(ADA)
    place.now = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
    await place.queue("hello", purpose="contact", lane=outbox.TIMER)
    await place.queue("answer")
    await place.sender.drain()
    assert (place.post.sent, await place.state("hello")) == (["answer"], ("queued", "asleep"))
    place.now = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
    await place.sender.drain()
    assert place.post.sent == ["answer", "hello"]


async def test_who_did_not_agree_hears_nothing_and_it_waits_for_their_consent(place):
    await place.knows(ADA, consents=False)
    await place.queue("hello", purpose="contact", lane=outbox.TIMER)
    await place.sender.drain()
    assert (place.post.sent, await place.state("hello")) == ([], ("queued", "no_consent"))
    async with place.store.transaction() as tx:
        assert await outbox.held(tx) == [("hello", ADA, "no_consent")]
        await profile.consent(tx, ADA, "contact", True, "1", "$9", place.now + timedelta(hours=1))
    place.now += timedelta(days=1)
    await place.sender.drain()
    assert place.post.sent == ["hello"]


async def test_once_a_day_at_most_the_bot_starts_something_with_a_person(place):
    await place.knows(ADA, BOB)
    await place.queue("first", "second", purpose="contact", lane=outbox.TIMER)
    await place.queue("other", purpose="contact", lane=outbox.TIMER, person=BOB)
    await place.sender.drain()
    assert (sorted(place.post.sent), await place.state("second")) == (["first", "other"], ("queued", "day_budget"))


async def test_three_starts_without_a_word_back_and_it_stops_until_they_write(place):
    await place.knows(ADA)
    for day in range(9):
        place.now = NOON + timedelta(days=day)
        await place.queue(f"day{day}", purpose="contact", lane=outbox.TIMER)
        await place.sender.drain()
    assert len(place.post.sent) == 3
    async with place.store.transaction() as tx:
        await people.spoke(tx, ADA, place.now)
    place.now += timedelta(days=1)
    await place.sender.drain()
    assert len(place.post.sent) == 4


async def test_who_was_erased_meanwhile_is_not_written_to(place):
    await place.queue("hello", purpose="contact", lane=outbox.TIMER)
    await place.sender.drain()
    assert (place.post.sent, await place.state("hello")) == ([], ("withdrawn", "erased"))


async def test_after_the_good_bye_its_own_traces_go_too(place):
    await place.queue("goodbye")
    await place.queue("leave", op="leave")
    await place.sender.drain()
    assert place.post.sent == ["goodbye", "leave"]
    async with place.store.transaction() as tx:
        assert await privacy.everything(tx, ADA) == {}
        assert await outbox.idle(tx)


async def test_whatever_else_is_sent_there_is_always_room_for_a_reply(place):
    crowd = [f"@crowd{n}:example.org" for n in range(200)]
    await place.knows(*crowd)
    slow = asyncio.Event()
    place.post.wait_for.update(dict.fromkeys(crowd, slow))
    for person in crowd:
        await place.queue(person, person=person, lane=outbox.TIMER, purpose="contact")
    task = asyncio.create_task(place.sender.run())
    await until(lambda: len(place.post.under_way) == 8)     # of twelve at once
    await place.queue("reply", person=BOB)
    place.sender.wake()
    await until(lambda: place.post.sent == ["reply"])
    assert len(place.post.under_way) == 9
    slow.set()
    await until(lambda: len(place.post.sent) == 201)
    assert place.post.sent[1:] == crowd
    await place.sender.stop()
    await task


async def test_what_the_bot_begins_goes_at_a_pace_that_keeps_no_answer_waiting(place):
    crowd = [f"@crowd{n}:example.org" for n in range(20)]
    await place.knows(*crowd)
    for person in crowd:
        await place.queue(person, person=person, lane=outbox.BROADCAST, purpose="contact")
    place.sender = place.at_pace(20)
    began = time.monotonic()
    task = asyncio.create_task(place.sender.run())
    await until(lambda: len(place.post.sent) == 4)
    assert time.monotonic() - began >= 3 / 20
    await place.queue("one", "two", person=BOB)
    place.sender.wake()
    await until(lambda: len(place.post.sent) >= 6)
    assert {"one", "two"} <= set(place.post.sent[4:7])  # one of the others may have been on its way
    await until(lambda: len(place.post.sent) == 22)
    assert time.monotonic() - began >= 19 / 20
    await place.sender.stop()
    await task


class Passing(Pace):
    """Lets nothing go at the first look, and everything a moment later."""

    def wait(self) -> float:
        held, self.looked = not getattr(self, "looked", False), True
        return 1.0 if held else 0.0


async def test_what_the_pace_lets_go_while_it_is_looked_at_needs_nobody_to_wake_the_sender(place):
    await place.knows(ADA)
    await place.queue("call", lane=outbox.BROADCAST, purpose="contact")
    place.sender._pace = Passing(1000)
    task = asyncio.create_task(place.sender.run())
    await until(lambda: place.post.sent == ["call"])
    await place.sender.stop()
    await task


async def test_what_falls_due_while_it_is_looked_for_needs_nobody_to_wake_the_sender(place):
    await place.queue("later")
    async with place.store.transaction() as tx:
        await outbox.later(tx, "later", NOON + timedelta(seconds=1), "for now")

    def a_second_later_each_time() -> datetime:
        place.now += timedelta(seconds=1)
        return place.now - timedelta(seconds=1)

    place.sender.clock = a_second_later_each_time
    task = asyncio.create_task(place.sender.run())
    await until(lambda: place.post.sent == ["later"])
    await place.sender.stop()
    await task


async def test_a_clock_that_is_set_forward_is_noticed_within_a_minute(place, monkeypatch):
    monkeypatch.setattr("engagebot.outbox.LONGEST_SLEEP_SECONDS", 0.05)
    await place.queue("tomorrow")
    async with place.store.transaction() as tx:
        await outbox.later(tx, "tomorrow", NOON + timedelta(days=1), "for now")
    task = asyncio.create_task(place.sender.run())
    await asyncio.sleep(0.2)
    assert place.post.sent == []
    place.now += timedelta(days=1)
    await until(lambda: place.post.sent == ["tomorrow"])
    await place.sender.stop()
    await task


async def test_when_the_homeserver_asks_to_wait_only_answers_go_on(place):
    await place.knows(ADA, BOB)
    place.post.happens["first"] = [Later("M_LIMIT_EXCEEDED", 30.0)]
    await place.queue("first", lane=outbox.BROADCAST, purpose="contact")
    await place.queue("second", person=BOB, lane=outbox.BROADCAST, purpose="contact")
    place.sender = place.at_pace(5)
    task = asyncio.create_task(place.sender.run())
    await until(lambda: place.sender._pace.wait() > 25)
    await place.queue("answer", person=BOB)
    place.sender.wake()
    await until(lambda: place.post.sent == ["answer"])
    await place.sender.stop()
    await task
    assert await place.state("second") == ("queued", "")


async def test_many_that_the_gate_holds_back_keep_nobody_waiting_and_none_is_forgotten(place):
    crowd = [f"@crowd{n}:example.org" for n in range(120)]
    await place.knows(*crowd, consents=False)
    for person in crowd:
        await place.queue(person, person=person, lane=outbox.TIMER, purpose="contact")
    await place.knows(BOB)
    await place.queue("to bob", person=BOB, lane=outbox.BROADCAST, purpose="contact")
    await place.running(lambda: place.post.sent == ["to bob"])
    assert {await place.state(person) for person in crowd} == {("queued", "no_consent")}


@pytest.mark.parametrize("name", ["outbox_due", "outbox_due_person", "outbox_due_room"])
async def test_what_waits_in_thousands_is_not_read_to_find_what_is_due(place, name):
    async with place.store.transaction() as tx:
        query = tx.queries[name]
        plan = tx.database.execute(f"EXPLAIN QUERY PLAN {query.sql}", dict.fromkeys(query.parameters, 1))
        steps = [row[3] for row in plan]
    assert [step for step in steps if step.startswith("SCAN")] == []
    assert name != "outbox_due" or not any("TEMP B-TREE" in step for step in steps)     # one place has few


async def test_nothing_is_begun_beyond_what_may_be_sent_at_once(place):
    settings = Settings(_env_file=None, sends_at_once=1)  # type: ignore
    place.sender = Sender(place.store, place.post, settings, "Europe/Paris", lambda: place.now)
    place.post.wait_for["one"] = asyncio.Event()
    await place.queue("one")
    await place.queue("two", person=BOB)
    task = asyncio.create_task(place.sender.run())
    await until(lambda: place.post.under_way == ["one"])
    place.sender.wake()
    await asyncio.sleep(0.1)
    assert place.post.under_way == ["one"]
    place.post.wait_for["one"].set()
    await until(lambda: place.post.sent == ["one", "two"])
    await place.sender.stop()
    await task


async def told_by_a_digest(place, tried: bool) -> None:
    """A digest that tells of a task, tried before or not."""
    await place.knows(ADA)
    await place.queue("task", lane=outbox.BROADCAST, purpose="contact", about="tasks")
    await place.queue("digest", lane=outbox.BROADCAST, purpose=quiet.PURPOSE)
    async with place.store.transaction() as tx:
        await quiet.hold(tx, "task", ADA, gate.Hold("week_budget", NOON + WEEK, True), NOON, NOON)
        await quiet.pack(tx, "digest", ["task"])
        if tried:
            await outbox.trying(tx, "digest", NOON)


WEEK = timedelta(days=7)


@pytest.mark.parametrize(("tried", "state"), [(False, ("withdrawn", "quiet")), (True, ("queued", "quiet"))])
async def test_a_digest_of_what_they_want_quiet_about_waits_and_is_put_together_anew_unless_it_was_tried(
    place, tried, state
):
    await told_by_a_digest(place, tried)
    async with place.store.transaction() as tx:
        await quiet.set_quiet(tx, ADA, "tasks", NOON + WEEK, NOON)
    await place.sender.drain()
    assert (place.post.sent, await place.state("digest")) == ([], state)


@pytest.mark.parametrize(("tried", "sent"), [(False, []), (True, ["digest"])])
async def test_a_digest_that_is_out_of_date_is_put_together_anew_unless_it_was_tried(place, tried, sent):
    await told_by_a_digest(place, tried)
    async with place.store.transaction() as tx:
        await outbox.ended(tx, "task", "withdrawn", "settled")
    await place.sender.drain()
    assert place.post.sent == sent


async def test_what_was_not_sent_yet_can_say_something_else(place):
    await place.queue("one")
    async with place.store.transaction() as tx:
        await outbox.reworded(tx, "one", {"body": "autrement"})
        found = [await outbox.content(tx, key) for key in ("one", "nothing")]
        last = [await outbox.last_said(tx, person) for person in (ADA, BOB)]
        assert (found, last) == ([{"body": "autrement"}, None], [{"body": "autrement"}, None])
        assert await outbox.said_as(tx, "one") == "one"


# ------------------------------------------------------------------------------------- a room that is no longer trusted
OPEN, OTHER = "!organisers:example.org", "!tasks:example.org"
KEPT_BACK = ["answer", "card", "button", "edit", "redaction", "list", "started"]


async def kept_back(place: Place) -> None:
    """What is said in the organisers' room, of every kind, after it was opened and once more."""
    async with place.store.transaction() as tx:
        assert await roles.freeze(tx, OPEN, "joinable", place.now)
    at = {"person": None, "room": OPEN}
    await place.queue("answer", **at)
    await place.queue("card", lane=outbox.TIMER, **at)
    await place.queue("button", op="react", parent_key="card", lane=outbox.TIMER, **at)
    await place.queue("edit", op="edit", parent_key="card", lane=outbox.TIMER, **at)
    await place.queue("redaction", op="redact", parent_key="card", lane=outbox.TIMER, **at)
    await place.queue("list", op="file", lane=outbox.TIMER, **at)
    await place.queue("started", lane=outbox.BROADCAST, purpose="contact", **at)
    await place.queue("alarm", lane=outbox.TIMER, subject=roles.FROZEN, **at)
    await place.queue("elsewhere", lane=outbox.TIMER, person=None, room=OTHER)
    await place.queue("to ada")


async def test_in_a_room_that_is_no_longer_trusted_only_that_is_said(place):
    await kept_back(place)
    await place.running(lambda: len(place.post.sent) >= 3)
    await place.sender.drain()
    assert sorted(place.post.sent) == ["alarm", "elsewhere", "to ada"]
    place.sender = place.at_pace(1000)  # it was started again
    place.now += timedelta(days=3)
    await place.sender.drain()
    assert len(place.post.sent) == 3
    assert {await place.state(key) for key in KEPT_BACK} <= {("queued", roles.FROZEN), ("queued", "")}


async def test_that_it_is_no_longer_trusted_waits_for_nothing_that_is_kept_back(place):
    async with place.store.transaction() as tx:
        await roles.freeze(tx, OPEN, "joinable", place.now)
    await place.queue("answer", person=None, room=OPEN)
    await place.queue("alarm", lane=outbox.TIMER, subject=roles.FROZEN, person=None, room=OPEN)
    await place.sender.drain()
    assert place.post.sent == ["alarm"]


async def test_once_a_human_trusts_it_again_all_is_said_in_order(place):
    await kept_back(place)
    await place.sender.drain()
    place.now += timedelta(days=3)
    await place.sender.drain()
    await place.queue("card later", lane=outbox.TIMER, person=None, room=OPEN)
    place.post.sent.clear()
    async with place.store.transaction() as tx:
        await roles.trust(tx, OPEN, Door())
    await place.sender.drain()
    assert place.post.sent == [*KEPT_BACK[:-1], "card later", "started"]


async def test_a_sender_that_was_running_all_the_time_lets_it_go_soon_after_a_human_trusts_the_room(place):
    await kept_back(place)
    await place.sender.drain()
    async with place.store.transaction() as tx:
        assert await outbox.next_due(tx, place.now) == place.now + TRUSTED_AGAIN


async def test_what_was_tried_before_is_kept_back_too(place):
    place.post.happens["card"] = [Later("away")]
    await place.queue("card", lane=outbox.TIMER, person=None, room=OPEN)
    await place.sender.drain()
    async with place.store.transaction() as tx:
        await roles.freeze(tx, OPEN, "replaced", place.now)
    place.now += timedelta(hours=1)
    await place.sender.drain()
    assert (place.post.sent, await place.state("card")) == ([], ("queued", roles.FROZEN))


async def test_what_waits_for_a_room_that_is_left_is_said_to_nobody(place):
    await kept_back(place)
    await place.sender.drain()
    async with place.store.transaction() as tx:
        await outbox.leave_room(tx, OPEN, roles.LEFT)
        await roles.forget(tx, OPEN)
    place.now += timedelta(days=1)
    await place.sender.drain()
    assert sorted(place.post.sent) == ["alarm", "elsewhere", "to ada"]
    assert {await place.state(key) for key in KEPT_BACK} == {("withdrawn", roles.LEFT)}
