"""What people wish of the gate is kept; what is held back is told once by a digest, or withdrawn, and never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engagebot.config import shipped
from engagebot.domain.gate import Hold, Wishes
from engagebot.store import conversations, outbox, people, privacy, profile, quiet
from engagebot.store.quiet import Digests, Telling
from engagebot.store.sqlite import Store

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ADA, BOB = "@ada:example.org", "@bob:example.org"


@pytest.fixture
async def tx():
    store = await Store.open(":memory:", shipped("storage"))
    async with store.transaction() as opened:
        for person in (ADA, BOB):
            await people.add(opened, person, "fr", NOW)
            await profile.consent(opened, person, "contact", True, "1", f"${person}", NOW)
        yield opened
    await store.close()


async def holds(tx, *keys: str, person: str = ADA, reason: str = "week_budget", digest: bool = True, **more) -> None:
    for key in keys:
        row = {"purpose": "contact", "about": "tasks", "lane": outbox.TIMER, **more}
        await outbox.queue(tx, key=key, op="say", content={"body": key}, at=NOW, caused_by="$1", person=person, **row)
        await quiet.hold(tx, key, person, Hold(reason, NOW + 3 * DAY, digest), NOW, NOW + DAY)  # type: ignore


async def tells(tx, key: str, *keys: str, person: str = ADA) -> None:
    await outbox.queue(tx, key=key, op="say", content={"body": key}, at=NOW, caused_by="digest", person=person,
                       lane=outbox.TIMER, purpose=quiet.PURPOSE)  # fmt: skip
    await quiet.pack(tx, key, keys)


async def waiting(tx, person: str = ADA) -> list[str]:
    return [one.key for one in await quiet.held(tx, person, NOW)]


async def test_wishes_come_back_as_they_were_said(tx):
    wishes = Wishes(10, 18, frozenset({0, 3}), 1, 2, {"calls": NOW + DAY, "questions": None})
    await quiet.set_reachable(tx, ADA, wishes, NOW)
    for about, until in wishes.quiet.items():
        await quiet.set_quiet(tx, ADA, about, until, NOW)
    assert await quiet.wishes(tx, ADA, NOW) == wishes
    assert (await quiet.wishes(tx, ADA, NOW + DAY)).quiet == {"questions": None}
    assert await quiet.wishes(tx, BOB, NOW) == Wishes()
    assert [await quiet.end_quiet(tx, ADA, "questions") for _ in range(2)] == [True, False]


async def test_what_is_held_is_due_with_the_digest_and_still_tried_by_itself_at_its_hour(tx):
    await holds(tx, "one", valid_until=NOW + 9 * DAY, subject="t1")
    await holds(tx, "morning", reason="asleep", digest=False, person=BOB)
    (held,) = await quiet.held(tx, ADA, NOW)
    assert (held.item.key, held.about, held.subject, held.reason) == ("one", "tasks", "t1", "week_budget")
    assert (held.since, held.until, held.valid_until, held.settled) == (NOW, NOW + 3 * DAY, NOW + 9 * DAY, False)
    assert [(one.person, one.kind, one.due_at) for one in await conversations.due_timers(tx, NOW + DAY)] == [
        (ADA, quiet.TIMER, NOW + DAY)
    ]
    assert [row.key async for row in outbox.due(tx, NOW + 3 * DAY)] == ["one", "morning"]


async def test_an_earlier_digest_stays_due_and_a_moment_looked_at_is_not_due_again(tx):
    await holds(tx, "one")
    await quiet.hold(tx, "one", ADA, Hold("week_budget", NOW + 9 * DAY, True), NOW + DAY, NOW + 7 * DAY)
    assert await quiet.digests_of(tx, ADA) == Digests(None, None, NOW + DAY)
    assert [one.since for one in await quiet.held(tx, ADA, NOW)] == [NOW]  # held since the first time
    await quiet.set_due(tx, ADA, None)
    await quiet.set_rhythm(tx, ADA, "monthly", NOW)
    assert await quiet.digests_of(tx, ADA) == Digests("monthly")


async def test_a_digest_tells_what_it_packed_once_however_often_it_is_said_to_be_sent(tx):
    await holds(tx, "one", "two", "three")
    await outbox.queue(tx, key="button", op="react", content={"key": "1"}, at=NOW, caused_by="$1", person=ADA,
                       purpose="contact", about="tasks", lane=outbox.TIMER, parent_key="one")  # fmt: skip
    await tells(tx, "d1", "one", "two")
    assert await waiting(tx) == ["three"]
    assert [row.key async for row in outbox.due(tx, NOW + 9 * DAY)] == ["three"]  # the digest is behind it, not "one"
    with pytest.raises(ValueError, match="one is not held"):
        await tells(tx, "d2", "one")
    assert [await quiet.told(tx, "d1", ADA, NOW + DAY) for _ in range(2)] == [2, 0]
    states = {key: await outbox.state(tx, key) for key in ("one", "two", "three", "button")}
    assert states == {"one": "sent", "two": "sent", "three": "queued", "button": "withdrawn"}
    assert (await quiet.digests_of(tx, ADA)).last_at == NOW + DAY
    assert await outbox.recent_starts(tx, ADA, NOW - DAY) == []  # it counts as the digest


async def test_a_digest_that_is_not_sent_gives_back_what_it_would_have_told(tx):
    await holds(tx, "one", "two")
    await tells(tx, "d1", "one", "two")
    assert await quiet.telling(tx, "d1") == Telling(("one", "two"), frozenset({"tasks"}), frozenset({"contact"}), False)
    await outbox.ended(tx, "two", "withdrawn", "settled")
    assert (await quiet.telling(tx, "d1")).stale
    assert await quiet.unpack(tx, "d1", "stale")
    assert (await waiting(tx), await outbox.state(tx, "d1")) == (["one"], "withdrawn")
    await tells(tx, "d2", "one")
    await outbox.trying(tx, "d2", NOW)
    assert not await quiet.unpack(tx, "d2", "paused")  # it may have arrived
    await outbox.ended(tx, "d2", "dead", "too large")
    await quiet.never_sent(tx, "d2")
    assert await waiting(tx) == ["one"]


async def test_what_was_tried_may_have_arrived_and_is_told_by_no_digest(tx):
    await holds(tx, "one")
    await outbox.trying(tx, "one", NOW)
    assert await waiting(tx) == []
    with pytest.raises(ValueError, match="one is not held"):
        await tells(tx, "d1", "one")
    assert await outbox.recent_starts(tx, ADA, NOW - DAY) == [NOW]
    assert await outbox.recent_starts(tx, ADA, NOW - DAY, "one") == []


async def test_a_digest_tells_only_what_they_agreed_to_and_knows_whose_question_is_over(tx):
    await holds(tx, "open", "answered", "refused")
    await holds(tx, "asked", purpose="questions", about="")
    await holds(tx, "mine", about="profile")
    await holds(tx, "gone", reason="gone")
    for key in ("open", "answered"):
        await conversations.prompt(tx, f"p-{key}", ADA, "check_in", {}, key, NOW, NOW + 5 * DAY)
    await conversations.end_prompt(tx, "p-answered", "answered")
    told = [(one.key, one.valid_until, one.settled) for one in await quiet.for_digest(tx, ADA, NOW)]
    later = NOW + 5 * DAY
    assert told == [("open", later, False), ("answered", later, True), ("refused", None, False)]
    await profile.consent(tx, ADA, "questions", True, "1", "$2", NOW)
    await profile.consent(tx, ADA, "contact", False, "1", "$3", NOW)
    assert [(one.key, one.about) for one in await quiet.for_digest(tx, ADA, NOW)] == [("asked", "questions")]
    await quiet.withdraw(tx, [("answered", "settled")])
    assert await outbox.state(tx, "answered") == "withdrawn"


async def test_what_stands_in_line_behind_what_is_held_is_held_with_it(tx):
    row = {"op": "say", "content": {}, "at": NOW, "caused_by": "$1", "person": ADA, "purpose": "contact", "lane": 2}
    await holds(tx, "first")
    await outbox.queue(tx, key="second", about="tasks", **row)
    await outbox.queue(tx, key="tomorrow", about="tasks", not_before=NOW + DAY, **row)
    await outbox.queue(tx, key="other", about="calls", **row)
    held = [(one.key, one.reason, one.since) for one in await quiet.held(tx, ADA, NOW)]
    assert held == [("first", "week_budget", NOW), ("second", "week_budget", NOW)]


async def test_an_urgent_message_passes_once_a_month(tx):
    await holds(tx, "call", "other", urgent=True, about="calls")
    await quiet.urgent_passing(tx, "call")
    await outbox.trying(tx, "call", NOW)
    assert await quiet.urgent_passed(tx, ADA, NOW, "call") == []
    assert await quiet.urgent_passed(tx, ADA, NOW, "other") == [NOW]
    await outbox.sent(tx, "call", "$9", "!r", NOW + DAY)
    assert await quiet.urgent_passed(tx, ADA, NOW + 2 * DAY, "other") == [NOW + DAY]
    assert await quiet.urgent_passed(tx, ADA, NOW + 32 * DAY, "other") == []


async def test_what_is_about_something_else_passes_what_waits_and_buttons_wait_for_their_question(tx):
    await holds(tx, "task")
    row = {"op": "say", "content": {}, "at": NOW, "caused_by": "$1", "person": ADA, "purpose": "contact", "lane": 2}
    await outbox.queue(tx, key="button", about="", parent_key="task", **{**row, "op": "react"})
    await outbox.queue(tx, key="second", about="tasks", **row)
    await outbox.queue(tx, key="call", about="calls", **row)
    assert [one.key async for one in outbox.due(tx, NOW)] == ["call"]


async def test_erasing_somebody_takes_their_words_out_of_the_digests_of_others(tx):
    tx.database.execute(
        "INSERT INTO inbox (event_id, seq, person_id, room_id, direct, at, kind, content, state)"
        " VALUES ('$1', 1, ?, '!r', 1, 0, 'message', '', 'done')",
        (ADA,),
    )
    await holds(tx, "because", person=BOB)
    await outbox.queue(tx, key="else", op="say", content={"body": "else"}, at=NOW, caused_by="$2", person=BOB,
                       purpose="contact", about="tasks", lane=outbox.TIMER)  # fmt: skip
    await quiet.hold(tx, "else", BOB, Hold("week_budget", NOW + DAY, True), NOW, NOW + DAY)
    await tells(tx, "d1", "because", "else", person=BOB)
    await quiet.set_quiet(tx, ADA, "calls", None, NOW)
    await privacy.erase(tx, ADA)
    assert [await outbox.state(tx, key) for key in ("d1", "because", "else")] == ["withdrawn", "withdrawn", "queued"]
    assert await waiting(tx, BOB) == ["else"]
    assert await privacy.everything(tx, ADA) == {}
