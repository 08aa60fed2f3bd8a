"""What came in is there once, in order; what cannot be read yet waits for its key, and what was taken back is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engagebot.config import shipped
from engagebot.engine.events import Event, Message, Unreadable
from engagebot.store import inbox
from engagebot.store.sqlite import Store

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADA = "@ada:example.org"
SEALED = {"type": "m.room.encrypted", "content": {"session_id": "s"}}


@pytest.fixture
async def store():
    opened = await Store.open(":memory:", shipped("storage"))
    yield opened
    await opened.close()


def event(number: int, what: Message | Unreadable) -> Event:
    return Event(f"${number}", NOW, ADA, "!room", True, what)


async def test_an_event_that_comes_twice_is_there_once_and_taken_once(store):
    async with store.transaction() as tx:
        came = [await inbox.receive(tx, event(1, Message("oui"))) for _ in range(2)]
        there = [found for _, found in await inbox.waiting(tx)]
        taken = [await inbox.take(tx, event(1, Message("oui"))) for _ in range(2)]
        assert (came, there, taken) == ([True, False], [event(1, Message("oui"))], [True, False])
        assert await inbox.waiting(tx) == []


async def test_an_event_that_was_never_written_down_can_be_taken_and_is_never_new_again(store):
    async with store.transaction() as tx:
        assert [await inbox.take(tx, event(1, Message("oui"))) for _ in range(2)] == [True, False]
        assert (await inbox.receive(tx, event(1, Message("oui"))), await inbox.waiting(tx)) == (False, [])


async def test_what_waited_for_its_key_is_new_when_that_comes(store):
    async with store.transaction() as tx:
        kept = [await inbox.receive_unreadable(tx, event(1, Unreadable()), SEALED) for _ in range(2)]
        await inbox.receive(tx, event(2, Message("deux")))
        assert kept == [True, False]
        assert await inbox.unreadable(tx) == [("$1", "!room", SEALED)]
        assert [found.id for _, found in await inbox.waiting(tx)] == ["$2"]
        opened = [await inbox.became_readable(tx, event(1, Message("un"))) for _ in range(2)]
        there = [found for _, found in await inbox.waiting(tx)]
        assert (opened, await inbox.unreadable(tx)) == ([True, False], [])
        assert there == [event(2, Message("deux")), event(1, Message("un"))]


async def test_the_text_of_what_was_taken_back_is_no_longer_there(store):
    async with store.transaction() as tx:
        await inbox.receive(tx, event(1, Message("un secret")))
        await inbox.take(tx, event(1, Message("un secret")))
        await inbox.forget_text(tx, "$1")
        held = tx.database.execute("SELECT content FROM inbox").fetchall()
        assert "secret" not in str(held)


async def test_the_third_failure_sets_an_event_aside_and_the_others_go_on(store):
    async with store.transaction() as tx:
        await inbox.receive(tx, event(1, Message("un")))
        await inbox.receive(tx, event(2, Message("deux")))
        assert [await inbox.failed(tx, event(1, Message("un")), "ValueError") for _ in range(3)] == [False, False, True]
        assert [found.id for _, found in await inbox.waiting(tx)] == ["$2"]
        assert await inbox.take(tx, event(1, Message("un"))) is False
        assert [await inbox.set_aside(tx, NOW + timedelta(hours=hours)) for hours in (-1, 0, 1)] == [1, 1, 0]
        assert [await inbox.known(tx, event_id) for event_id in ("$1", "$2", "$3")] == [True, True, False]


async def test_what_somebody_said_within_a_minute_is_counted_up_to_a_message_and_not_what_came_after_it(store):
    minute = timedelta(minutes=1)
    async with store.transaction() as tx:
        for number in range(3):
            await inbox.receive(tx, event(number, Message("encore")))
        later = replace(event(3, Message("tard")), at=NOW + 2 * minute)
        await inbox.receive(tx, later)
        await inbox.forget_text(tx, "$0")
        counted = [await inbox.recent(tx, one, one.at - minute) for one in (event(1, Message("")), later)]
        assert counted == [(2, 1), (1, 1)]


async def test_of_what_cannot_be_read_of_one_person_only_the_newest_waits(store):
    bob = replace(event(1000, Unreadable()), person="@bob:example.org")
    async with store.transaction() as tx:
        await inbox.receive_unreadable(tx, bob, SEALED)
        for number in range(inbox.MOST_WAITING + 5):
            await inbox.receive_unreadable(tx, event(number, Unreadable()), SEALED)
        waits = [found for found, _, _ in await inbox.unreadable(tx)]
        assert waits == ["$1000", *(f"${number}" for number in range(5, inbox.MOST_WAITING + 5))]
        assert await inbox.unreadable(tx, "!another") == []
        assert await inbox.set_aside(tx, NOW - timedelta(days=1)) == 0       # no fault of ours
