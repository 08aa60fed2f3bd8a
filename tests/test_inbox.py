"""What came in is there once, in order; what cannot be read yet waits for its key, and what was taken back is gone."""

from __future__ import annotations

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


async def test_messages_of_a_minute_are_counted(store):
    async with store.transaction() as tx:
        for number in range(3):
            await inbox.receive(tx, event(number, Message("encore")))
        assert await inbox.recent(tx, ADA, NOW - timedelta(minutes=1)) == 3
        assert await inbox.recent(tx, ADA, NOW + timedelta(minutes=1)) == 0


async def test_it_is_known_what_was_received_and_counted_what_could_not_be_handled(store):
    event = Event("$known", NOW, ADA, "!r", True, Message("bonjour"))
    async with store.transaction() as tx:
        assert not await inbox.known(tx, event.id)
        await inbox.receive(tx, event)
        assert await inbox.known(tx, event.id)
        assert await inbox.set_aside(tx, NOW) == 0
        for _ in range(inbox.TRIES):
            await inbox.failed(tx, event, "KeyError")
        assert (await inbox.set_aside(tx, NOW), await inbox.known(tx, event.id)) == (1, True)
