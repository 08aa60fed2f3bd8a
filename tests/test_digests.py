"""Digests tell what was held back exactly once, in few lines, in exact windows; so do returns, and "what is new?"."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engagebot.actions.act import line_of
from engagebot.commit import Commit
from engagebot.config import Settings
from engagebot.domain.calls import Call
from engagebot.domain.gate import ABOUTS, REASONS
from engagebot.engine.effects import Revised, Shown
from engagebot.engine.events import Due, Event, Message
from engagebot.scene import id_of
from engagebot.script import Stage
from engagebot.store import calls, conversations, inbox, outbox, people, privacy, profile, quiet
from engagebot.understanding.news_answers import back, news
from engagebot.understanding.why_words import asks_why

ADA = id_of("ada")
TUESDAY = datetime(2026, 3, 17, 7, 0, tzinfo=UTC)
"""Eight o'clock in Paris."""
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture
async def stage():
    stage = await Stage.open(Settings(_env_file=None))
    await played(stage, "@ now: 2026-03-16T20:00 Europe/Paris", "@ person: ada; locale=en; onboarded=yes; newcomer=no",
                 "@ sent: ada; n=3")  # fmt: skip
    yield stage
    await stage.close()


async def played(stage: Stage, *lines: str) -> list[str]:
    return [said for line in lines for said in await stage.play(line)]


async def told(stage: Stage, *bodies: str, at: datetime | None = None, **row) -> None:
    """Messages that the gate holds back."""
    async with stage.store.transaction() as tx:
        for body in bodies:
            row = {"purpose": "contact", "lane": outbox.TIMER, **row}
            await outbox.queue(tx, key=body, op="say", content={"body": body}, at=at or stage.now, caused_by="$1",
                               person=ADA, **row)  # fmt: skip
    await stage.sender.drain()


async def asked(stage: Stage, key: str, flow: str, slots: dict, body: str = "", **row) -> None:
    await told(stage, key, **row)
    async with stage.store.transaction() as tx:
        if body:
            await outbox.reworded(tx, key, {"body": body})
        await conversations.prompt(tx, key, ADA, flow, slots, key, stage.now, stage.now + 14 * DAY)


async def value(stage: Stage, sql: str, *given):
    async with stage.store.transaction() as tx:
        return tx.database.execute(sql, given).fetchall()


# ------------------------------------------------------------------------------------------------------------ windows
async def test_a_digest_tells_what_was_held_until_its_second_and_the_next_one_what_was_held_since(stage):
    await told(stage, "before")
    await told(stage, "second")
    assert await played(stage, "~ until 2026-03-17T07:59") == []
    assert await played(stage, "~ until 2026-03-17T08:00") == [
        "  -> ada: A short round-up, nothing is urgent:", "    • before", "    • second",
    ]  # fmt: skip
    async with stage.store.transaction() as tx:
        assert (await quiet.digests_of(tx, ADA)).last_at == TUESDAY
    await played(stage, "@ sent: ada; n=2")
    stage.now = TUESDAY + SECOND
    await told(stage, "after")
    said = await played(stage, "~ until 2026-03-24T08:00")
    assert [line for line in said if "before" in line] == [] and any("after" in line for line in said)


async def test_nothing_held_is_silence(stage):
    async with stage.store.transaction() as tx:
        await quiet.set_due(tx, ADA, stage.now + DAY)
    assert await played(stage, "~ 10 days") == []
    assert await value(stage, "SELECT count(*) FROM outbox WHERE purpose = 'digest'") == [(0,)]


async def test_a_restart_between_putting_it_together_and_sending_it_loses_nothing_and_says_nothing_twice(stage):
    await told(stage, "one", "two")
    stage.now = TUESDAY
    await without_sending(stage)
    assert stage.said(None) == []
    for _ in range(2):
        await stage.sender.drain()
    assert stage.said(None) == ["  -> ada: A short round-up, nothing is urgent:", "    • one", "    • two"]
    states = await value(stage, "SELECT idem_key, state, sent_at FROM outbox WHERE idem_key IN ('one', 'two')")
    assert sorted(states) == [("one", "sent", None), ("two", "sent", None)]


class Silent:
    async def drain(self) -> None: ...


async def without_sending(stage: Stage) -> None:
    """What is due is put together, and the process ends before anything of it is sent."""
    sender, Stage.sender = Stage.sender, property(lambda self: Silent())  # type: ignore
    try:
        await stage._fire()
    finally:
        Stage.sender = sender  # type: ignore


async def test_a_digest_has_eight_lines_at_most_and_about_four_hundred_characters(stage):
    words = "a question that goes on and on so that nobody would ever want to read the whole of it"
    for n in range(9):
        await asked(stage, f"q{n}", "routed_question", {"question": "", "words": f"{n} {words}"}, about="questions")
    for n in range(2):
        await told(stage, f"Notice {n} is quite long. " + "It says this and that. " * 8)
    while said := await played(stage, "ada> what's new?"):
        lines = [line.strip() for line in said]
        assert len(lines) <= 8 and len("\n".join(lines)) <= 450, lines
        if not any("other" in line for line in lines):
            break
    left = await value(stage, "SELECT count(*) FROM outbox WHERE state = 'queued' AND op = 'say'")
    assert left == [(0,)]


# ----------------------------------------------------------------------------------------------------------- its lines
async def test_lines_are_made_from_the_object_grouped_by_its_kind(stage):
    async with stage.store.transaction() as tx:
        call = Call("c1", "help", "Carry the tables on Saturday", None, "en", 3)
        await calls.add(tx, call, stage.now)
    await asked(stage, "a charter", "charter", {}, "Read the charter, please. Then say yes.", about="other")
    suggests = "Somebody suggests something. Do you?"
    await asked(stage, "p", "look_at_proposal", {}, suggests, about="proposals", subject="x")
    await asked(stage, "m", "did_you_talk", {}, about="introductions", subject="i1")
    await asked(stage, "c", "called", {}, about="calls", subject="c1")
    await asked(stage, "q", "routed_question", {"question": "", "words": "Where is the key?"}, about="questions")
    assert (await played(stage, "ada> what's new?"))[2:] == [
        "  1. Question: “Where is the key?”",
        "  2. An introduction: could you talk?",
        "  3. Call for help: “Carry the tables on Saturday”",
        "  4. Somebody suggests something.",
        "  5. Read the charter, please.",
    ]


async def test_a_notice_is_told_whole_on_one_line(stage):
    await told(stage, "It is done.\nThank you\u202f!")
    assert await played(stage, "ada> what's new?") == ["  This is waiting for you:", "  • It is done. Thank you\u202f!"]
    assert (await played(stage, "ada> what's new?"))[0].startswith("  Nothing new")


async def test_nothing_is_told_of_what_they_want_to_hear_nothing_about_or_did_not_agree_to(stage):
    async with stage.store.transaction() as tx:
        await quiet.set_quiet(tx, ADA, "calls", None, stage.now)
    await asked(stage, "q", "routed_question", {"words": "Where is the key?"}, about="questions", purpose="questions")
    await told(stage, "calls", about="calls")
    assert (await played(stage, "ada> what's new?"))[0].startswith("  Nothing new")
    assert await played(stage, "~ until 2026-03-17T08:00") == []
    assert await played(stage, "ada> why is it waiting?") == [
        "  2 messages wait for you:",
        "  • 1 question: no agreement to be written to about it; tried again Tuesday, 17 March",
        "  • 1 call for help: nothing wanted about this for now; tried again Tuesday, 17 March",
    ]


# ------------------------------------------------------------------------------------------------- shown once more
async def test_what_was_only_told_is_not_edited_and_what_was_shown_is(stage):
    slots = {"question": "", "words": "Where is the key?", "asker": "Eva", "topic": ""}
    await asked(stage, "q", "named_question", slots, about="questions")
    await told(stage, "a notice", about="other")
    await played(stage, "ada> what's new?")
    await revised(stage, "q")
    assert stage.said(None) == []
    assert "Where is the key?" in (await played(stage, "ada> 1"))[0]
    await revised(stage, "q")
    assert stage.said("ada") == ["  (now) This one needs no answer any more, thank you! (“Where is the key?”)"]
    said = await played(stage, "ada+2 1️⃣")
    assert said and "no answer any more" not in said[0]  # the list itself can still be answered


async def revised(stage: Stage, key: str) -> None:
    line = line_of(stage.house.world.flows, "routed_question.withdrawn", words=Shown("text", "Where is the key?"))
    stage.count += 1
    event = Event(f"$r{stage.count}", stage.now, ADA, "", True, Due("question", "x"))
    async with stage.store.transaction() as tx:
        commit = Commit(stage.house, tx, event, "en", stage.zone)  # type: ignore
        await commit.effects([Revised(key, ADA, line.text, line.values, gone=True)])
    await stage.sender.drain()


async def test_a_single_message_is_said_as_it_is_and_is_answered_and_edited_there(stage):
    slots = {"question": "x", "words": "Where is the key?", "asker": "Eva", "topic": ""}
    await asked(stage, "q", "named_question", slots, "Where is the key?", about="questions")
    assert await played(stage, "~ until 2026-03-17T08:00") == ["  -> ada: Where is the key?"]
    async with stage.store.transaction() as tx:
        person = await people.find(tx, ADA)
        assert person is not None and person.unanswered == 1  # it asks, as though it had come by itself
    await revised(stage, "q")
    assert stage.said("ada") == ["  (now) This one needs no answer any more, thank you! (“Where is the key?”)"]
    await played(stage, "ada+ 3️⃣")
    assert await value(stage, "SELECT state FROM prompt WHERE id = 'q'") == [("answered",)]


async def test_a_single_message_that_was_dealt_with_before_it_is_sent_is_not_said(stage):
    await asked(stage, "q", "named_question", {"question": "x", "words": "Key?", "asker": ""}, about="questions")
    stage.now = TUESDAY
    await without_sending(stage)
    async with stage.store.transaction() as tx:
        await conversations.settled(tx, "named_question", "x")
    await stage.sender.drain()
    assert stage.said(None) == [] and await played(stage, "~ 10 days") == []
    assert await value(stage, "SELECT state, reason FROM outbox WHERE idem_key = 'q'") == [("withdrawn", "settled")]


async def test_whoever_was_silent_three_times_is_asked_nothing_by_a_digest(stage):
    async with stage.store.transaction() as tx:
        for _ in range(3):
            await people.started_something(tx, ADA)
    await asked(stage, "q", "named_question", {"question": "x", "words": "Key?", "asker": ""}, about="questions")
    assert (await played(stage, "~ until 2026-03-17T08:00"))[-1] == "    1. Question: “Key?”"


async def test_a_reply_to_what_was_shown_answers_it_and_the_list_stays_open(stage):
    for n, words in enumerate(("Where is the key?", "Who has the ladder?")):
        slots = {"question": f"x{n}", "words": words, "asker": "Eva", "topic": ""}
        await asked(stage, f"q{n}", "named_question", slots, about="questions")
    await played(stage, "ada> what's new?", "ada> 1", "ada^> not this time")
    ((state,),) = await value(stage, "SELECT state FROM prompt WHERE id = 'q0'")
    assert state == "answered"
    assert "Who has the ladder?" in (await played(stage, "ada> 2"))[0]


async def test_the_numbers_are_those_of_the_latest_list(stage):
    await asked(stage, "q0", "named_question", {"question": "x", "words": "First?", "asker": ""}, about="questions")
    await played(stage, "ada> what's new?")
    await asked(stage, "q1", "named_question", {"question": "y", "words": "Second?", "asker": ""}, about="questions")
    said = await played(stage, "ada> what's new?", "ada> 1")
    assert said[2:4] == ["  1. Question: “Second?”", "  2. Question: “First?”"] and "Second?" in said[4]


async def test_words_of_whoever_is_erased_are_in_no_list_of_others_any_more(stage):
    await played(stage, "@ person: eva; locale=en; onboarded=yes; newcomer=no")
    eva = Event("$1", stage.now, id_of("eva"), "!eva", True, Message("hello"))
    async with stage.store.transaction() as tx:
        await inbox.take(tx, eva)
    for n in range(2):
        slots = {"question": f"x{n}", "words": f"Eva's words {n}", "asker": "Eva"}
        await asked(stage, f"q{n}", "named_question", slots, about="questions")
    stage.count = 5
    assert "Eva's words" in str(await played(stage, "ada> what's new?", "ada> 2"))
    async with stage.store.transaction() as tx:
        await privacy.erase(tx, id_of("eva"))
    kept = await value(stage, "SELECT slots FROM prompt WHERE flow = 'digest'")
    assert "Eva's words" not in str(kept) + str(await value(stage, "SELECT content FROM outbox"))
    assert "Eva's words" not in str(await played(stage, "ada> 1"))


# ----------------------------------------------------------------------------------------------------------- a pause
async def paused(stage: Stage, until: datetime) -> None:
    async with stage.store.transaction() as tx:
        await people.pause(tx, ADA, until)
        await quiet.set_due(tx, ADA, until)


async def test_a_timer_that_comes_days_late_still_welcomes_them_back_once(stage):
    await paused(stage, TUESDAY)
    await told(stage, "held")
    stage.now = TUESDAY + 4 * DAY + timedelta(hours=3)
    await stage._fire()
    assert stage.said(None)[:2] == [
        "  -> ada: Your break is over. This is still waiting; how shall we go on?", "    • held",
    ]  # fmt: skip
    await told(stage, "later")
    said = await played(stage, "~ 20 days")
    assert not any("break" in line for line in said) and any("later" in line for line in said)
    async with stage.store.transaction() as tx:
        person = await people.find(tx, ADA)
        assert person is not None and not person.paused(stage.now)


async def test_a_timer_that_goes_off_in_a_prolonged_pause_only_sets_itself_anew(stage):
    await paused(stage, TUESDAY)
    async with stage.store.transaction() as tx:
        await people.pause(tx, ADA, TUESDAY + 7 * DAY - timedelta(hours=3))
    assert await played(stage, "~ until 2026-03-18T10:00") == []
    async with stage.store.transaction() as tx:
        assert (await quiet.digests_of(tx, ADA)).due_at == TUESDAY + 7 * DAY
    assert "Your break is over" in (await played(stage, "~ until 2026-03-24T08:00"))[0]


async def test_nobody_is_welcomed_back_a_month_later_or_who_wants_no_messages(stage):
    await paused(stage, TUESDAY)
    stage.now = TUESDAY + 31 * DAY
    await stage._fire()
    assert stage.said(None) == []
    await paused(stage, stage.now + DAY)
    async with stage.store.transaction() as tx:
        await profile.consent(tx, ADA, "contact", False, "1", "$no", stage.now)
    assert await played(stage, "~ 3 days") == []


async def test_a_return_that_could_not_be_sent_is_put_together_anew(stage):
    await paused(stage, TUESDAY)
    await told(stage, "held")
    stage.now = TUESDAY
    await without_sending(stage)
    async with stage.store.transaction() as tx:
        await people.pause(tx, ADA, TUESDAY + DAY)  # they pause once more, before it is sent
    await stage.sender.drain()
    assert stage.said(None) == []
    said = await played(stage, "~ until 2026-03-18T08:01")
    assert "Your break is over" in said[0] and said[1] == "    • held"


# --------------------------------------------------------------------------------------------------------------- why
async def test_organisers_hear_of_one_call_when_they_name_it(stage):
    await played(stage, "@ organiser: olga; locale=en; newcomer=no")
    olga = id_of("olga")
    async with stage.store.transaction() as tx:
        for key, words in (("c1", "Carry the tables on Saturday"), ("c2", "Paint the fence")):
            await calls.add(tx, Call(key, "help", words, olga, "en", 3), stage.now)
        await calls.begin(tx, "c1", stage.now)
    await told(stage, "one", about="calls", subject="c1")
    await told(stage, "other", about="tasks")
    assert await played(stage, "olga> why has my call about the tables not gone out?") == [
        "  “Carry the tables on Saturday”: one message waits.",
        "  • 1 call for help: this week has had its messages; tried again Saturday, 21 March",
    ]
    assert await played(stage, "olga> why is the call for the fence waiting?") == [
        "  “Paint the fence”: it has not begun. It is sent as soon as it is confirmed by everybody whose yes it needs."
    ]
    assert await played(stage, "olga> why is my call waiting?") == [
        "  One message waits:",
        "  • 1 call for help: this week has had its messages; tried again Saturday, 21 March",
    ]
    async with stage.store.transaction() as tx:
        await quiet.withdraw(tx, [("one", "settled")])
        await calls.end(tx, "c2", "cancelled", stage.now)
    assert await played(stage, "olga> why is my call waiting?") == [
        "  “Carry the tables on Saturday”: nothing is held back. Whoever is asked now has it; "
        "the next round goes out by itself."
    ]


async def test_every_reason_of_the_gate_has_its_words_and_only_some_are_listed(stage):
    for n, about in enumerate(("questions", "introductions", "calls", "tasks", "proposals", "profile", "other")):
        await told(stage, f"m{n}", about=about)
    said = await played(stage, "ada> why is it waiting?")
    assert said[0].startswith("  7 messages wait for you") and len(said) == 7
    assert said[-1] == "  • and 2 more"
    assert {*REASONS, *ABOUTS} <= stage.house.world.flows["why"].sentences.keys()


# ------------------------------------------------------------------------------------------------------ what is said
@pytest.mark.parametrize(
    ("text", "meant"),
    [("tout", "all"), ("oui", "all"), ("Montre-moi tout stp", "all"), ("show me everything", "all"), ("rien", "none"),
     ("plus tard", "none"), ("non merci", "none"), ("not now, thanks", "none"), ("1", None), ("bonjour", None),
     ("j'ai 20 minutes", None), ("no opinion", None), ("tout le monde vient ?", None)],
)  # fmt: skip
def test_all_of_it_or_nothing(text, meant):
    assert news(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("je reprends", "resume"), ("on y va", "resume"), ("I'm back", "resume"), ("encore deux semaines", "longer"),
     ("pas encore", "longer"), ("a bit more", "longer"), ("encore un mois", None), ("3 more weeks", None),
     ("je veux partir", "leave"), ("leave", "leave"), ("je ne veux pas partir", None), ("merci", None)],
)  # fmt: skip
def test_how_to_go_on_after_a_pause(text, meant):
    assert back(text) == meant


@pytest.mark.parametrize(
    ("text", "alone", "asks"),
    [("pourquoi ?", True, True), ("pourquoi ?", False, False), ("Mais pourquoi ?", True, True),
     ("pourquoi ça attend ?", False, True), ("pkoi mon appel n'est pas parti", False, True),
     ("why has my call not gone out?", False, True), ("why did I get nothing?", False, True),
     ("comment ça se fait que je ne reçois rien ?", False, True), ("pourquoi tu m'écris ?", True, False),
     ("why did the chicken cross the road", True, False), ("pourquoi mon colis n'est pas arrivé ?", True, False),
     ("pourquoi pas", True, False), ("why not", True, False)],
)  # fmt: skip
def test_who_asks_why(text, alone, asks):
    assert asks_why(text, alone=alone) == asks
