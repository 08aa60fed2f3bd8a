"""The engine alone: steps, called flows, threads of conversation, timers. Each state goes through its stored form."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engagebot.engine.effects import PromptAnswered, Said, TimerSet
from engagebot.engine.machine import FlowLoops
from engagebot.engine.prompts import OpenPrompt
from engagebot.engine.run import Begun, CameBack, Elapsed, Sent
from engagebot.engine.state import EMPTY, State, threads
from engagebot.engine.world import Outcome
from tests.talk import Talk, flows_of, said

PICNIC = """
flow: picnic
about: Every kind of step.
title: the picnic
triggers: [picnic]
slots:
  people: {type: number, least: 1, most: 20}
  day: {type: choice, choices: {sat: Saturday, sun: Sunday}}
  cake: {type: yes_no}
  place: {type: text}
steps:
  - collect: people
    ask: How many of you?
    again: A number, please.
    short: "For example: 4"
  - collect: day
    ask: Which day?
  - collect: cake
    ask: "{people} on {day}. A cake?"
    next: [{if: people > 10, then: too_many}, {if: cake, then: book}, {else: bye}]
    skip: bye
  - action: book
    next: {booked: done, full: sorry}
  - {id: done, say: "At {place}.", next: END}
  - {id: sorry, say: No place left., next: END}
  - {id: too_many, say: So many!, next: END}
  - {id: bye, say: No cake then., notice: true, next: END}
"""
SONG = """
flow: song
about: A digression that asks.
title: the song
triggers: [song]
slots: {title: {type: free_text}}
steps:
  - collect: title
    ask: Which song?
  - {say: "{title}!", next: END}
"""
HELLO = """
flow: hello
about: A digression that asks nothing.
triggers: [hello]
slots: {}
steps:
  - {say: Hello!, next: END}
"""
BOOKED = {"book": Outcome("booked", {"place": "the lake"}, (), ("unbook", {"place": "the lake"}))}
MEANINGS = {
    "picnic": "picnic",
    "a song": "song",
    "hello": "hello",
    "a game": "game",
    "a walk": "walk",
    "a dance": "dance",
    "weather": "out_of_scope",
    "a poem": "poem",
    "hm": ("picnic", "song"),
    "a secret": "secret",
}


def flow(name: str, *steps: str, title: str = "", slots: str = "{}", **more: str) -> str:
    """A small flow, triggered by the intent of its name."""
    lines = [f"flow: {name}", "about: x", f"title: {title or 'the ' + name}", f"triggers: [{name}]", f"slots: {slots}"]
    return "\n".join(
        [*lines, *(f"{key}: {value}" for key, value in more.items()), "steps:", *(f"  - {step}" for step in steps)]
    )


def talk(*texts: str, **how) -> Talk:
    return Talk(
        flows_of(PICNIC, SONG, HELLO, *texts), how.pop("meanings", MEANINGS), how.pop("outcomes", BOOKED), **how
    )


DAYS = "\n1. Saturday\n2. Sunday"


# ------------------------------------------------------------------------------------------------------------- steps
def test_questions_are_asked_one_by_one_and_the_action_decides_where_it_goes():
    ada = talk()
    assert ada.hears("picnic") == ["How many of you?"]
    assert ada.hears("4") == [f"Which day?{DAYS}"]
    assert ada.hears("sunday") == ["4 on Sunday. A cake?"]
    assert ada.hears("yes") == ["At the lake."]
    assert ada.called == [("book", {"people": 4, "day": "sun", "cake": True})]
    assert ada.state.frames == ()


@pytest.mark.parametrize(
    ("answers", "last"),
    [
        (["12", "1", "yes"], ["So many!"]),
        (["3", "1", "no"], ["No cake then."]),
        (["3", "1", "👍"], ["At the lake."]),
        (["3", "1", "skip"], ["No cake then."]),
    ],
)
def test_the_first_condition_that_holds_leads_on(answers, last):
    ada = talk()
    ada.hears("picnic")
    assert [ada.hears(answer) for answer in answers][-1] == last


def test_another_outcome_leads_elsewhere():
    ada = talk(outcomes={"book": Outcome("full")})
    for text in ("picnic", "3", "1"):
        ada.hears(text)
    assert ada.hears("yes") == ["No place left."]


def test_a_mere_acknowledgement_does_not_notify():
    ada = talk()
    for text in ("picnic", "3", "1", "no"):
        ada.hears(text)
    assert [(effect.text.singular, effect.notice) for effect in ada.effects if isinstance(effect, Said)] == [
        ("No cake then.", True)
    ]


def test_a_choice_of_few_and_a_yes_no_can_be_answered_by_a_click():
    ada = talk()
    ada.hears("picnic")
    ada.hears("3")
    (question,) = [effect for effect in ada.effects if isinstance(effect, Said)]
    assert (question.buttons, question.question) == (("1️⃣", "2️⃣"), True)
    assert ada.hears("2️⃣", to="question", reaction=True) == ["3 on Sunday. A cake?"]
    (question,) = [effect for effect in ada.effects if isinstance(effect, Said)]
    assert question.buttons == ("👍", "👎")
    assert ada.hears("👍", to="question", reaction=True) == ["At the lake."]


def test_a_reaction_to_something_else_than_the_question_changes_nothing():
    ada = talk()
    ada.hears("picnic")
    before = ada.state
    assert (ada.hears("👍", to="older", reaction=True), ada.hears("👍", reaction=True), ada.state) == ([], [], before)


def test_more_than_six_choices_come_in_pages_and_keep_their_numbers():
    colours = ", ".join(f"c{n}: Colour {name}" for n, name in enumerate("abcdefgh", 1))
    ada = talk(
        flow(
            "game",
            "{collect: colour, ask: Which?}",
            '{say: "{colour}!", next: END}',
            slots=f"{{colour: {{type: choice, choices: {{{colours}}}}}}}",
        )
    )
    assert ada.hears("a game") == [
        "Which?\n" + "\n".join(f"{n}. Colour {name}" for n, name in enumerate("abcdef", 1)) + "\n…"
    ]
    assert ada.hears("others") == ["Which?\n7. Colour g\n8. Colour h"]
    assert ada.hears("2") == ["Colour b!"]


def test_choices_can_come_from_an_action():
    ada = talk(
        flow(
            "game",
            "action: offer",
            "{collect: one, ask: Which?}",
            '{say: "{one}!", next: END}',
            slots="{offers: {type: choices}, one: {type: choice, choices_from: offers}}",
        ),
        outcomes={"offer": Outcome("done", {"offers": {"t1": "Weeding", "t2": "Painting"}})},
    )
    assert ada.hears("a game") == ["Which?\n1. Weeding\n2. Painting"]
    assert ada.hears("painting") == ["Painting!"]


def test_several_choices_can_be_taken_at_once():
    ada = talk(
        flow(
            "game",
            "{collect: some, ask: Which?}",
            "{action: keep, next: END}",
            slots="{some: {type: multi_choice, choices: {a: Apples, b: Bread, c: Cheese}}}",
        )
    )
    ada.hears("a game")
    ada.hears("1 and 3")
    assert ada.called == [("keep", {"some": ["a", "c"]})]


def test_facts_that_were_said_along_are_not_asked_again():
    two = "{skills: {type: skills}, when: {type: availability}}"
    ada = talk(
        flow(
            "game",
            "{collect: skills, ask: What?}",
            "{collect: when, ask: When?}",
            "{action: keep, next: END}",
            slots=two,
        )
    )
    assert ada.hears("a game") == ["What?"]
    assert ada.hears("posters, on saturday morning") == ["All right."]
    assert ada.called == [("keep", {"skills": {"known": {"posters": "can"}, "unknown": []}, "when": ["sat-morning"]})]


def test_another_slot_may_answer_the_question_and_leaves_the_asked_one_open():
    ada = talk(
        flow(
            "game",
            "{collect: when, ask: When?, also: [amount]}",
            "{action: keep, next: END}",
            slots="{when: {type: availability}, amount: {type: weekly_time}}",
        )
    )
    ada.hears("a game")
    ada.hears("two hours a week")
    assert ada.called == [("keep", {"amount": 120})]


def test_what_the_first_message_says_of_a_flow_is_taken_from_it():
    ada = talk(
        flow("game", "{collect: when, ask: When?}", "{action: keep, next: END}", slots="{when: {type: availability}}"),
        meanings={"i am free on sunday evening": "game"},
    )
    ada.hears("I am free on sunday evening")
    assert ada.called == [("keep", {"when": ["sun-evening"]})]


def test_a_flow_that_never_asks_and_never_ends_is_stopped():
    ada = talk(flow("game", "{id: one, say: Ping, next: two}", "{id: two, say: Pong, next: one}"))
    with pytest.raises(FlowLoops, match="game: more than 200 steps without a question"):
        ada.hears("a game")


# ------------------------------------------------------------------------------------------------------ called flows
CALLER = flow(
    "game",
    "{collect: people, ask: How many?}",
    "{call: inner}",
    '{say: "{people}, {day}.", next: END}',
    slots="{people: {type: number}, day: {type: choice, choices: {sat: Saturday, sun: Sunday}}}",
)
INNER = """
flow: inner
about: Called.
slots:
  people: {type: number}
  day: {type: choice, choices: {sat: Saturday, sun: Sunday}}
  secret: {type: free_text}
steps:
  - {collect: people, ask: How many again?}
  - {collect: day, ask: "{people}: which day?"}
"""


def test_a_called_flow_knows_the_slots_of_its_caller_and_hands_back_its_own():
    ada = talk(CALLER, INNER)
    ada.hears("a game")
    assert ada.hears("5") == [f"5: which day?{DAYS}"]
    assert [frame.why for frame in ada.state.frames] == ["started", "called"]
    assert len(threads(ada.state.frames)) == 1
    assert ada.hears("saturday") == ["5, Saturday."]
    assert ada.state.frames == ()


def test_back_leads_out_of_a_called_flow_into_its_caller():
    ada = talk(CALLER, INNER)
    ada.hears("a game")
    ada.hears("5")
    while "How many?" not in (heard := ada.hears("back")):
        assert heard != []
    assert ada.hears("7") == [f"7: which day?{DAYS}"]


# ----------------------------------------------------------------------------------------------------------- threads
def test_a_digression_that_asks_offers_to_come_back():
    ada = talk()
    ada.hears("picnic")
    assert ada.hears("a song") == ["Which song?"]
    assert ada.hears("Clair de lune") == ["Clair de lune!", "We were at this: the picnic. Shall we go on?"]
    assert ada.hears("yes") == ["How many of you?"]
    assert ada.hears("4") == [f"Which day?{DAYS}"]


def test_a_digression_that_asks_nothing_comes_back_by_itself():
    ada = talk()
    ada.hears("picnic")
    assert ada.hears("hello") == ["Hello!", "How many of you?"]


def test_the_answer_itself_is_a_yes_to_coming_back():
    ada = talk()
    for text in ("picnic", "a song", "Clair de lune"):
        ada.hears(text)
    assert ada.hears("6") == [f"Which day?{DAYS}"]


def test_another_slot_that_answers_it_is_a_yes_to_coming_back_as_well():
    slots = "{when: {type: availability}, amount: {type: weekly_time}}"
    ada = talk(flow("game", "{collect: when, ask: When?, also: [amount]}", "{action: keep, next: END}", slots=slots))
    for text in ("a game", "a song", "Clair de lune"):
        ada.hears(text)
    assert ada.hears("two hours a week") == ["All right."]
    assert ada.called == [("keep", {"amount": 120})]


def test_not_coming_back_keeps_what_was_said_and_says_so():
    ada = talk()
    for text in ("picnic", "a song", "Clair de lune"):
        ada.hears(text)
    assert ada.hears("no") == ["All right, we will leave it: the picnic. What you already told me is kept."]
    assert ada.state.frames == ()


def test_a_fourth_thread_sets_the_first_aside_by_name_and_it_comes_back_at_the_end():
    number = "{n: {type: number}}"
    ada = talk(
        *(
            flow(name, "{collect: n, ask: How many " + name + "?}", "{say: Fine., next: END}", slots=number)
            for name in ("game", "walk", "dance")
        )
    )
    for text in ("picnic", "a game", "a walk"):
        ada.hears(text)
    assert ada.hears("a dance") == ["I am putting this aside for later: the picnic.", "How many dance?"]
    assert ([frame.flow for frame in ada.state.frames], [frame.flow for frame in ada.state.parked[0]]) == (
        ["game", "walk", "dance"],
        ["picnic"],
    )
    heard = [ada.hears(text) for text in ("6", "7", "8", "9")]
    assert heard[:3] == [
        ["Fine.", "We were at this: the walk. Shall we go on?"],
        ["Fine.", "We were at this: the game. Shall we go on?"],
        ["Fine.", "We were at this: the picnic. Shall we go on?"],
    ]
    assert heard[3] == [f"Which day?{DAYS}"]


def test_asking_for_what_is_going_on_already_puts_its_question_again():
    ada = talk()
    ada.hears("picnic")
    assert ada.hears("picnic") == ["How many of you?"]
    assert len(ada.state.frames) == 1


def test_a_flow_that_needs_consent_asks_for_it_first_and_goes_on():
    ada = talk(flow("secret", "{collect: x, ask: What is it?}", slots="{x: {type: free_text}}", needs="profile"))
    assert ada.hears("a secret") == ["May I keep it?"]
    assert ada.hears("yes") == ["What is it?"]


def test_without_consent_the_flow_ends_and_what_was_below_comes_back():
    ada = talk(flow("secret", "{collect: x, ask: What is it?}", slots="{x: {type: free_text}}", needs="profile"))
    ada.hears("picnic")
    ada.hears("a secret")
    assert ada.hears("no") == ["We were at this: the picnic. Shall we go on?"]


def test_who_has_agreed_is_not_asked_again():
    ada = talk(
        flow("secret", "{collect: x, ask: What is it?}", slots="{x: {type: free_text}}", needs="profile"),
        agreed=frozenset({"profile"}),
    )
    assert ada.hears("a secret") == ["What is it?"]


# ------------------------------------------------------------------------------------------------------------ timers
def timers(ada: Talk) -> dict[str, object]:
    """Kind -> in how long (None: cancelled)."""
    return {effect.kind: effect.at and effect.at - ada.now for effect in ada.effects if isinstance(effect, TimerSet)}


def test_an_open_question_is_parked_after_a_day_and_dropped_after_a_month():
    ada = talk()
    ada.hears("picnic")
    assert timers(ada) == {"park": timedelta(days=1), "drop": None, "timeout": None}
    ada.waits(days=1)
    assert ada.meets(Elapsed("park")) == []
    assert (ada.state.drafted, timers(ada)) == (True, {"drop": timedelta(days=30)})
    ada.waits(days=30)
    assert (ada.meets(Elapsed("drop")), ada.state.frames) == ([], ())


def test_nothing_open_leaves_no_timer():
    ada = talk()
    ada.hears("hello")
    assert timers(ada) == {"park": None, "drop": None, "timeout": None}


def test_a_draft_is_named_and_the_next_word_can_be_its_answer():
    ada = talk()
    ada.hears("picnic")
    ada.meets(Elapsed("park"))
    assert ada.hears("4") == ["We were at this: the picnic.", f"Which day?{DAYS}"]
    assert not ada.state.drafted


def test_a_draft_is_not_a_miss():
    ada = talk()
    ada.hears("picnic")
    ada.meets(Elapsed("park"))
    assert ada.hears("so there you are") == ["We were at this: the picnic.", "How many of you?"]


def test_a_question_may_run_out():
    ada = talk(
        flow(
            "game",
            "{collect: n, ask: How many?, timeout: {after_hours: 2, then: late}}",
            "{say: Fine., next: END}",
            "{id: late, say: Too late., next: END}",
            slots="{n: {type: number}}",
        )
    )
    ada.hears("a game")
    assert timers(ada)["timeout"] == timedelta(hours=2)
    ada.waits(hours=2)
    assert ada.meets(Elapsed("timeout", "game.other")) == []
    assert (ada.meets(Elapsed("timeout", "game.n")), ada.state.frames) == (["Too late."], ())


def test_a_timer_of_a_conversation_that_is_over_does_nothing():
    ada = talk()
    assert [ada.meets(Elapsed(kind)) for kind in ("park", "drop", "timeout")] == [[], [], []]
    assert ada.state == EMPTY


# ------------------------------------------------------------------------------------------------- other happenings
def test_coming_back_into_the_room_names_what_was_open():
    ada = talk()
    ada.hears("picnic")
    assert ada.meets(CameBack()) == ["We were at this: the picnic.", "How many of you?"]


def test_a_picture_is_answered_and_the_question_stays():
    ada = talk()
    ada.hears("picnic")
    heard = ada.meets(Sent("m.image"))
    assert (heard[0].startswith("I can only read text"), heard[1:]) == (True, ["How many of you?"])


def test_a_flow_can_begin_with_slots_given():
    ada = talk()
    assert ada.meets(Begun("picnic", {"people": 3})) == [f"Which day?{DAYS}"]


def test_a_flow_that_begins_anew_takes_the_place_of_what_was_going_on_of_it_wherever_that_is():
    ada = talk()
    ada.hears("picnic")
    ada.hears("4")
    assert ada.meets(Begun("picnic", {"people": 3}, anew=True)) == [f"Which day?{DAYS}"]
    assert [(frame.flow, frame.slots["people"]) for frame in ada.state.frames] == [("picnic", 3)]
    ada.hears("a song")
    assert ada.meets(Begun("picnic", anew=True)) == ["How many of you?"]
    assert [frame.flow for frame in ada.state.frames] == ["song", "picnic"]


def test_what_begins_anew_is_no_longer_offered_to_come_back_to():
    ada = talk()
    ada.hears("picnic")
    ada.hears("a song")
    assert ada.hears("La Mer")[-1].startswith("We were at this: the picnic.")
    assert ada.meets(Begun("picnic", {"people": 3}, anew=True)) == [f"Which day?{DAYS}"]
    assert [frame.flow for frame in ada.state.frames] == ["picnic"]


def test_a_step_that_a_later_version_no_longer_has_is_told_and_never_raises():
    ada = talk()
    ada.hears("picnic")
    ada.flows = flows_of(PICNIC.replace("collect: people", "collect: people\n    id: crowd"), SONG, HELLO)
    assert ada.hears("4")[0].startswith("We had left off somewhere, but that question no longer exists.")
    assert ada.hears("picnic") == ["How many of you?"]
    ada.flows = flows_of(SONG)
    assert ada.meets(CameBack())[0].startswith("We had left off somewhere")


def test_a_prompt_that_was_answered_is_told_as_such():
    ada = talk(prompts=(OpenPrompt("p1", "song", {}, "key1"),))
    assert ada.hears("Clair de lune", to="key1") == ["Clair de lune!"]
    assert PromptAnswered("p1") in ada.effects


def test_states_of_different_people_have_nothing_in_common():
    ada, bob = talk(), talk()
    ada.hears("picnic")
    assert (bob.state, said(bob.effects)) == (State(), [])


SENDS = flow(
    "game",
    "{collect: minutes, ask: How long?}",
    "{collect: sure, also: [players], ask: Shall I?, "
    "next: [{if: players, then: note}, {if: sure, then: send}, {else: END}]}",
    "{action: note, next: sure}",
    "{action: send, next: END}",
    slots="{minutes: {type: duration}, players: {type: people}, sure: {type: yes_no, explicit: true}}",
)


def test_a_yes_in_so_many_words_is_asked_anew_when_what_it_agreed_to_changes():
    ada = talk(SENDS)
    ada.hears("a game")
    ada.hears("20 minutes")
    ada.hears("yes")
    assert ada.hears("no, 30 minutes") == ["Corrected: 20 → 30.", "Shall I?"]
    assert ada.called == [("send", {"minutes": 20, "sure": True})]


def test_what_answered_instead_is_corrected_as_what_it_is():
    ada = talk(SENDS)
    ada.hears("a game")
    ada.hears("20 minutes")
    assert ada.hears("4 people") == ["Shall I?"]
    assert ada.hears("no, 5 people") == ["Corrected: 4 → 5.", "Shall I?"]
    assert [slots.get("players") for _, slots in ada.called] == [4, 5]
    assert "sure" not in ada.state.frames[-1].slots


def test_an_edit_of_the_message_that_began_it_is_heard_whole_and_keeps_what_was_answered_since():
    ada = talk(
        flow(
            "game",
            "{collect: minutes, ask: How long?}",
            "{collect: players, ask: How many?}",
            "{collect: place, ask: Where?}",
            "{collect: name, ask: A name?}",
            "{action: keep, next: END}",
            slots="{began: {type: message}, minutes: {type: duration}, players: {type: people}, "
            "place: {type: place}, name: {type: free_text}}",
        ),
        meanings={"3 people, 20 minutes": "game"},
    )
    assert ada.hears("3 people, 20 minutes") == ["Where?"]
    assert ada.hears("the garden") == ["A name?"]
    assert ada.edits(1, "4 people, 30 minutes") == ["A name?"]
    slots = ada.state.frames[-1].slots
    assert (slots["players"], slots["minutes"], slots["place"]) == (4, 30, "garden")
