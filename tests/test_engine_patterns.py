"""The bot's manners: nobody is ever stuck, whatever they answer; what was said can be changed, in whatever way."""

from __future__ import annotations

import pytest

from engagebot.config import shipped
from engagebot.engine.effects import PromptAnswered
from engagebot.engine.prompts import OpenPrompt
from engagebot.engine.run import Elapsed, TakenBack
from engagebot.engine.world import Outcome
from tests.talk import Talk, flows_of
from tests.test_engine import BOOKED, DAYS, flow, talk

PEOPLE, DAY, CAKE = "How many of you?", f"Which day?{DAYS}", "4 on Saturday. A cake?"
KEPT = "What you already told me is kept."


def at_the_cake() -> Talk:
    """Two answers given, the third question pending."""
    ada = talk()
    assert [ada.hears(text) for text in ("picnic", "4", "saturday")] == [[PEOPLE], [DAY], [CAKE]]
    return ada


# ------------------------------------------------------------------------------------------------- not understood
def test_a_question_is_asked_in_other_words_then_shorter_then_set_aside_for_a_human():
    ada = talk()
    ada.hears("picnic")
    assert ada.hears("purple") == ["A number, please."]
    assert ada.hears("purple") == ["For example: 4", "Or write “skip”, or “human” to ask somebody."]
    assert ada.hears("purple") == ["No worries, I am putting this aside (the picnic).", "Shall somebody write to you?"]


def test_an_answer_after_a_miss_counts_as_ever():
    ada = talk()
    ada.hears("picnic")
    ada.hears("purple")
    assert ada.hears("4") == [DAY]
    assert ada.hears("purple")[0] == "Sorry, I did not understand."


def test_after_a_miss_yes_and_no_can_be_chosen_by_number():
    ada = at_the_cake()
    assert ada.hears("purple") == ["Sorry, I did not understand.", f"{CAKE}\n1. yes\n2. no"]
    assert ada.hears("2") == ["No cake then."]


def test_who_does_not_understand_the_offer_of_a_human_either_is_asked_for_what_was_below():
    ada = talk()
    ada.hears("picnic")
    heard = [ada.hears("purple") for _ in range(6)]
    assert heard[3:] == [
        ["Sorry, I did not understand.", "Shall somebody write to you?\n1. yes\n2. no"],
        ["Shall somebody write to you?\n1. yes\n2. no", "Or write “skip”, or “human” to ask somebody."],
        ["We were at this: the picnic. Shall we go on?"],
    ]


def test_who_does_not_understand_anything_at_all_is_left_alone():
    ada = talk()
    heard = [ada.hears("purple") for _ in range(6)]
    assert heard[-1] == ["All right. I am here when you want."]
    assert ada.state.frames == ()


# ---------------------------------------------------------------------------------------------- words that always work
def test_cancel_says_what_is_cancelled_and_that_answers_are_kept():
    ada = at_the_cake()
    assert ada.hears("cancel") == [f"All right, I am leaving that (the picnic). {KEPT}"]
    assert ada.state.frames == ()


def test_cancel_in_a_digression_leaves_that_only():
    ada = at_the_cake()
    ada.hears("a song")
    assert ada.hears("cancel") == [
        f"All right, I am leaving that (the song). {KEPT}",
        "We were at this: the picnic. Shall we go on?",
    ]
    assert ada.hears("yes") == [CAKE]


def test_cancel_when_nothing_is_pending_says_so():
    assert talk().hears("cancel")[0].startswith("There is nothing going on between us right now.")


def test_the_last_act_can_be_undone_for_ten_minutes():
    ada = at_the_cake()
    ada.hears("yes")
    ada.waits(minutes=10)
    assert ada.hears("cancel") == ["It is undone."]
    assert ada.called[-1] == ("unbook", {"place": "the lake"})
    assert ada.hears("cancel")[0].startswith("There is nothing going on")


def test_after_ten_minutes_it_is_too_late():
    ada = at_the_cake()
    ada.hears("yes")
    ada.waits(minutes=10, seconds=1)
    assert ada.hears("cancel")[0].startswith("There is nothing going on")
    assert [name for name, _ in ada.called] == ["book"]


NOTE = {
    "note": Outcome("done", note=("unnote", {"what": "first"})),
    "note_more": Outcome("done", note=("unnote", {"what": "both"})),
}


def noting() -> Talk:
    """A flow that notes something and ends, one that goes on asking, and one that calls the first."""
    poem = flow("poem", "{action: note}", "{action: note_more}", "{say: Noted., next: END}")
    game = flow("game", "{collect: x, ask: Which game?}", "{action: note}", "{collect: y, ask: With whom?}",
                slots="{x: {type: free_text}, y: {type: free_text}}")  # fmt: skip
    sitting = flow("walk", "{call: poem}", "{collect: y, ask: And then?}", slots="{y: {type: free_text}}")
    return talk(poem, game, sitting, outcomes=BOOKED | NOTE)


def test_what_was_noted_can_be_taken_back_while_nothing_else_is_pending():
    ada = noting()
    ada.hears("a poem")
    assert ada.state.undo and (ada.state.undo.slots, ada.state.undo.here) == ({"what": "both"}, False)
    ada.waits(minutes=10)
    assert ada.hears("cancel") == ["It is undone."]
    assert ada.called[-1] == ("unnote", {"what": "both"})
    assert ada.hears("cancel")[0].startswith("There is nothing going on")


@pytest.mark.parametrize("words", ["erase that", "efface ça", "forget that", "undo that", "oublie ça"])
def test_what_was_noted_is_taken_back_by_words_that_could_mean_everything_elsewhere(words):
    ada = noting()
    ada.hears("a poem")
    assert ada.hears(words) == ["It is undone."]


def test_a_bare_no_takes_back_only_what_one_told_of_oneself():
    ada = noting()
    ada.hears("a poem")
    assert ada.hears("no")[0].startswith("There is nothing going on")


def test_a_bare_no_takes_back_what_was_noted_for_the_message_just_before():
    told = {"note": Outcome("done", note=("restore_profile", {"before": {}}))}
    for between, undone in (((), True), (("hello",), False)):
        ada = talk(flow("poem", "{action: note}", "{say: Noted., next: END}"), outcomes=told)
        for text in ("a poem", *between):
            ada.hears(text)
        assert (ada.hears("mais non") == ["It is undone."]) == undone


def test_cancel_in_the_middle_of_a_flow_is_about_the_flow_and_what_it_noted_is_kept():
    ada = noting()
    ada.hears("a game")
    assert ada.hears("chess") == ["With whom?"]
    assert ada.state.undo is None
    assert ada.hears("cancel") == [f"All right, I am leaving that (the game). {KEPT}"]
    assert ada.hears("cancel")[0].startswith("There is nothing going on")


def test_cancel_after_a_called_flow_that_noted_something_is_about_the_flow_that_called_it():
    ada = noting()
    assert ada.hears("a walk") == ["Noted.", "And then?"]
    assert ada.hears("cancel") == [f"All right, I am leaving that (the walk). {KEPT}"]
    assert "unnote" not in [name for name, _ in ada.called]


def test_cancel_after_a_digression_that_noted_something_is_about_what_was_pending():
    ada = noting()
    ada.hears("picnic")
    assert ada.hears("a poem") == ["Noted.", PEOPLE]
    assert ada.state.undo is None
    assert ada.hears("cancel") == [f"All right, I am leaving that (the picnic). {KEPT}"]
    assert "unnote" not in [name for name, _ in ada.called]


def test_what_was_done_before_a_digression_can_still_be_undone_after_it():
    ada = noting()
    for text in ("picnic", "4", "1", "yes"):
        ada.hears(text)
    ada.hears("a game")
    ada.hears("chess")
    ada.hears("cancel")
    assert ada.hears("cancel") == ["It is undone."]
    assert ada.called[-1] == ("unbook", {"place": "the lake"})


def test_back_asks_the_question_before_as_often_as_there_are_any():
    ada = at_the_cake()
    assert [ada.hears("back") for _ in range(3)] == [[DAY], [PEOPLE], ["We are at the first question already.", PEOPLE]]
    assert ada.hears("8") == [DAY]


def test_skip_is_always_possible_save_where_the_file_says_no():
    ada = talk()
    ada.hears("picnic")
    assert ada.hears("skip") == ["All right, we will leave it.", DAY]
    ada = talk(flow("secret", "{collect: x, ask: What is it?}", slots="{x: {type: free_text}}", needs="profile"))
    ada.hears("a secret")
    assert ada.hears("skip") == ["I cannot go on without this one, sorry. “cancel” stops everything.", "May I keep it?"]


def test_skip_leads_where_the_file_says():
    assert at_the_cake().hears("skip") == ["No cake then."]


def test_repeat_and_help_put_the_question_again():
    ada = at_the_cake()
    assert ada.hears("repeat") == [CAKE]
    heard = ada.hears("help")
    assert (heard[0].startswith("You can also write:"), heard[1:]) == (True, [CAKE])


def test_repeat_when_nothing_is_pending_says_the_last_thing_again():
    ada = talk()
    ada.hears("hello")
    assert ada.hears("repeat") == ["(again)"]


def test_a_human_can_be_called_in_the_middle_of_a_question():
    ada = at_the_cake()
    assert ada.hears("human") == ["Shall somebody write to you?"]
    assert ada.hears("yes") == ["They will.", "We were at this: the picnic. Shall we go on?"]


def test_a_word_whose_flow_does_not_exist_is_answered_honestly():
    ada = talk()
    assert ada.hears("my data")[0].startswith("I cannot do that yet.")


# -------------------------------------------------------------------------------------------- changing one's mind
def test_an_answer_is_corrected_in_words_and_what_came_after_it_stays():
    ada = at_the_cake()
    assert ada.hears("no, sunday") == ["Corrected: Saturday → Sunday.", "4 on Sunday. A cake?"]
    assert ada.hears("no, 6") == ["Corrected: 4 → 6.", "6 on Sunday. A cake?"]
    ada.hears("yes")
    assert ada.called == [("book", {"people": 6, "day": "sun", "cake": True})]


def test_an_answer_is_corrected_by_a_menu():
    ada = at_the_cake()
    assert ada.hears("correct") == ["Which answer do you want to change?\n1. the picnic: 4\n2. the picnic: Saturday"]
    assert ada.hears("1") == [PEOPLE]
    assert ada.hears("5") == ["5 on Saturday. A cake?"]


def test_a_single_answer_needs_no_menu():
    ada = talk()
    ada.hears("picnic")
    ada.hears("4")
    assert ada.hears("correct") == [PEOPLE]
    assert ada.hears("5") == [DAY]


def test_without_answers_there_is_nothing_to_correct():
    ada = talk()
    ada.hears("picnic")
    assert ada.hears("correct") == ["There is nothing to correct yet.", PEOPLE]


def test_an_answer_is_corrected_by_editing_the_message():
    ada = at_the_cake()
    assert ada.edits(3, "Sunday") == ["Corrected: Saturday → Sunday.", "4 on Sunday. A cake?"]
    assert ada.edits(2, "9") == ["Corrected: 4 → 9.", "9 on Sunday. A cake?"]
    assert ada.edits(2, "purple") == [
        "I saw that you changed your message, but I do not understand the new one. I am keeping the earlier answer."
    ]
    assert ada.edits(2, "9 !") == []


def test_an_edited_answer_can_be_edited_again_and_so_can_those_after_it():
    ada = at_the_cake()
    assert ada.edits(2, "9") == ["Corrected: 4 → 9.", "9 on Saturday. A cake?"]
    assert ada.edits(2, "8") == ["Corrected: 9 → 8.", "8 on Saturday. A cake?"]
    assert ada.edits(3, "sunday") == ["Corrected: Saturday → Sunday.", "8 on Sunday. A cake?"]


# ------------------------------------------------------------------------------------- what was noted is said once
PARTY = flow(
    "party",
    "{collect: people, ask: How many?}",
    '{say: "Noted: {people}.", echo: true}',
    "{collect: day, ask: Which day?}",
    '{say: "Noted: {day}.", echo: true}',
    "{action: look, next: [{if: people > 10, then: crowd}, {else: cake}]}",
    '{id: crowd, say: "So many on {day}!"}',
    "{collect: cake, ask: A cake?}",
    '{say: "Noted: a cake on {day}, {cake}.", echo: true}',
    slots="{people: {type: number}, day: {type: choice, choices: {sat: Saturday, sun: Sunday}}, "
    "cake: {type: yes_no}}",
)


def at_the_party() -> Talk:
    ada = talk(PARTY, meanings={"a party": "party"})
    assert [ada.hears(text) for text in ("a party", "4", "saturday")] == [
        ["How many?"], ["Noted: 4.", "Which day?\n1. Saturday\n2. Sunday"], ["Noted: Saturday.", "A cake?"],
    ]  # fmt: skip
    return ada


def test_what_is_said_as_corrected_is_not_said_back_once_more():
    ada = at_the_party()
    assert ada.hears("no, sunday") == ["Corrected: Saturday → Sunday.", "A cake?"]
    ada = at_the_party()
    assert ada.edits(3, "sunday") == ["Corrected: Saturday → Sunday.", "A cake?"]


def test_what_was_only_given_again_after_a_correction_is_not_said_back():
    ada = at_the_party()
    assert ada.hears("no, 6") == ["Corrected: 4 → 6.", "A cake?"]
    ada.hears("correct")
    assert ada.hears("1") == ["How many?"]
    assert ada.hears("8") == ["Noted: 8.", "A cake?"]


def test_what_is_answered_once_more_is_said_back_once_more():
    ada = at_the_party()
    assert ada.hears("back") == ["Which day?\n1. Saturday\n2. Sunday"]
    assert ada.hears("saturday") == ["Noted: Saturday.", "A cake?"]


def test_what_says_more_than_an_echo_and_lies_on_another_way_is_said_after_a_correction():
    ada = at_the_party()
    assert ada.hears("no, 12") == ["Corrected: 4 → 12.", "So many on Saturday!", "A cake?"]


def test_an_echo_with_something_new_in_it_is_said_whole():
    ada = at_the_party()
    ada.hears("correct")
    ada.hears("2")
    assert ada.hears("sunday") == ["Noted: Sunday.", "A cake?"]
    assert ada.hears("yes") == ["Noted: a cake on Sunday, yes."]
    assert ada.hears("no, saturday") == ["Corrected: Sunday → Saturday."]


def test_an_echo_that_is_no_news_is_better_than_no_answer_at_all():
    ada = talk(
        flow(
            "game",
            "{collect: minutes, ask: How long?}",
            "{collect: place, ask: Where?}",
            '{say: "Noted: {place}.", echo: true, next: END}',
            slots="{began: {type: message}, minutes: {type: duration}, place: {type: place}}",
        ),
        meanings={"20 minutes of it": "game"},
    )
    assert ada.hears("20 minutes of it") == ["Where?"]
    assert ada.hears("the garden") == ["Noted: garden."]
    assert ada.edits(1, "30 minutes of it") == ["Noted: garden."]


def test_what_is_said_besides_an_answer_asked_again_counts_more_than_what_had_been_said_of_it():
    ada = talk(
        flow(
            "game",
            "{collect: players, ask: How many?}",
            "{collect: minutes, ask: How long?}",
            '{say: "Noted: {minutes}.", echo: true}',
            "{collect: place, ask: Where?}",
            "{action: keep, next: END}",
            slots="{minutes: {type: duration}, players: {type: people}, place: {type: place}}",
        )
    )
    for text in ("a game", "3 people", "20 minutes", "correct", "1"):
        heard = ada.hears(text)
    assert heard == ["How many?"]
    assert ada.hears("6 people, 30 minutes") == ["Noted: 30.", "Where?"]
    ada.hears("the garden")
    assert ada.called == [("keep", {"minutes": 30, "players": 6, "place": "garden"})]


def test_an_edit_of_the_word_that_meant_nothing_is_heard_anew():
    ada = talk()
    ada.hears("picnic")
    ada.hears("purple")
    assert ada.edits(2, "4") == [DAY]


def test_an_answer_that_was_deleted_is_asked_again():
    ada = at_the_cake()
    assert ada.meets(TakenBack("$3")) == ["You took that message back, so I am forgetting that answer.", DAY]
    assert ada.meets(TakenBack("$99")) == []
    assert ada.hears("sunday") == ["4 on Sunday. A cake?"]


# ------------------------------------------------------------------------------------------------ nothing is pending
def test_three_words_that_mean_nothing_end_with_a_human():
    ada = talk()
    assert ada.hears("purple")[0].startswith("I did not understand.")
    assert ada.hears("purple")[0].startswith("I still do not understand, sorry.")
    assert ada.hears("purple") == [
        "I really do not understand, and that is not your fault.",
        "Shall somebody write to you?",
    ]


def test_half_sure_it_offers_its_guesses():
    ada = talk()
    assert ada.hears("hm") == [
        "I am not sure I understood. Did you mean:\n1. the picnic\n2. the song\n3. None of these"
    ]
    assert ada.hears("2") == ["Which song?"]


def test_none_of_the_guesses_asks_for_other_words():
    ada = talk()
    ada.hears("hm")
    assert ada.hears("3") == ["Then tell me in other words, please."]


def test_another_word_beside_the_guesses_is_heard_for_itself():
    ada = talk()
    ada.hears("hm")
    assert ada.hears("hello") == ["Hello!"]


def test_what_it_cannot_do_yet_and_what_is_none_of_its_business_are_told_apart():
    ada = talk()
    assert ada.hears("a poem")[0].startswith("I cannot do that yet.")
    assert ada.hears("weather")[0].startswith("That is not something I can help with.")


# ----------------------------------------------------------------------------------------------------------- prompts
STILL = """
flow: still
about: A prompt.
title: the posters
slots: {still: {type: yes_no}, what: {type: text}}
steps:
  - collect: still
    ask: "{what}: still right?"
    next: [{if: still, then: keep}, {else: END}]
    skip: END
  - {action: keep, next: fine}
  - {id: fine, say: Perfect., next: END}
"""
AMOUNT = """
flow: amount
about: Another prompt.
title: the amount
slots: {n: {type: number}}
steps:
  - {collect: n, ask: How many?}
  - {say: "{n}.", next: END}
"""
ROUTED = """
flow: routed
about: A question from somebody.
title: the question
slots:
  what: {type: choice, reader: routed, choices: {answer: I can answer, not_now: Not this time}}
  words: {type: free_text}
steps:
  - collect: what
    also: [words]
    ask: "A question for you."
    skip: not_now
    next: [{if: what == not_now, then: not_now}, {else: passed_on}]
  - {id: passed_on, say: "Passed on: {words}", next: END}
  - {id: not_now, say: I ask somebody else., next: END}
"""
PROMPT = OpenPrompt("p1", "still", {"what": "Posters"}, "key1")
OLDER = OpenPrompt("p0", "amount", {}, "key0")


@pytest.mark.parametrize("how", [{"to": "key1"}, {"to": "key1", "reaction": True}, {}])
def test_a_prompt_is_answered_by_a_reply_a_reaction_or_simply_by_its_answer(how):
    ada = talk(STILL, prompts=(PROMPT,))
    assert ada.hears("👍", **how) == ["Perfect."]
    assert (ada.called, PromptAnswered("p1") in ada.effects) == ([("keep", {"what": "Posters", "still": True})], True)


def test_a_prompt_can_be_skipped():
    ada = talk(STILL, prompts=(PROMPT,))
    assert ada.hears("skip", to="key1") == ["All right, we will leave it."]
    assert (ada.called, PromptAnswered("p1") in ada.effects, ada.state.frames) == ([], True, ())


def test_a_prompt_that_is_skipped_in_the_middle_of_something_comes_back_to_it():
    ada = talk(STILL, prompts=(PROMPT,))
    ada.hears("picnic")
    assert ada.hears("skip", to="key1") == ["All right, we will leave it.", PEOPLE]


def test_a_reply_that_is_no_answer_to_the_prompt_is_asked_again_in_its_place():
    ada = talk(STILL, prompts=(PROMPT,))
    assert ada.hears("purple", to="key1") == ["Sorry, I did not understand.", "Posters: still right?\n1. yes\n2. no"]
    assert ada.hears("yes") == ["Perfect."]


def test_a_wish_is_not_taken_for_the_answer_to_a_prompt():
    ada = talk(STILL, prompts=(PROMPT,))
    assert ada.hears("picnic") == [PEOPLE]
    assert ada.called == []


def test_a_question_that_is_going_on_wins_over_a_prompt():
    ada = talk(STILL, prompts=(PROMPT,))
    for text in ("picnic", "4", "saturday"):
        ada.hears(text)
    assert ada.hears("yes") == ["At the lake."]


def test_a_prompt_answered_by_reply_in_the_middle_of_something_comes_back_to_it():
    ada = talk(STILL, prompts=(PROMPT,))
    for text in ("picnic", "4"):
        ada.hears(text)
    assert ada.hears("yes", to="key1") == ["Perfect.", DAY]


def test_an_answer_that_fits_an_older_prompt_only_is_asked_about():
    ada = talk(STILL, AMOUNT, prompts=(PROMPT, OLDER))
    assert ada.hears("12") == ["What are you answering?\n1. the amount"]
    assert ada.hears("1") == ["12."]
    assert PromptAnswered("p0") in ada.effects


def test_an_answer_that_fits_a_prompt_but_not_the_question_going_on_is_asked_about():
    ada = talk(AMOUNT, prompts=(OLDER,))
    for text in ("picnic", "4", "saturday"):
        ada.hears(text)
    assert ada.hears("twelve people") == ["What are you answering?\n1. the amount\n2. the picnic"]
    assert ada.hears("1") == ["12.", CAKE]


def test_a_prompt_is_skipped_without_replying_to_it_and_where_its_flow_says_what_follows_that_happens():
    ada = talk(STILL, ROUTED, prompts=(OpenPrompt("p1", "routed", {}, "key1"),))
    assert ada.hears("skip") == ["I ask somebody else."]
    assert PromptAnswered("p1") in ada.effects


def test_of_several_prompts_it_asks_which_is_skipped():
    ada = talk(STILL, ROUTED, prompts=(PROMPT, OpenPrompt("p2", "routed", {}, "key2")))
    assert ada.hears("skip") == ["What are you answering?\n1. the posters\n2. the question"]
    assert ada.hears("2") == ["I ask somebody else."]


def test_a_yes_to_the_only_thing_that_is_offered_is_that():
    ada = talk(STILL, AMOUNT, prompts=(PROMPT, OLDER))
    ada.hears("12")
    assert ada.hears("yes") == ["12."]


def test_words_that_have_a_part_of_a_label_in_them_are_words_for_somebody():
    ada = talk(ROUTED, prompts=(OpenPrompt("p1", "routed", {}, "key1"),))
    assert ada.hears("Tighten the spokes, a quarter turn at a time.", to="key1") == [
        "Passed on: Tighten the spokes, a quarter turn at a time."
    ]
    ada = talk(ROUTED, prompts=(OpenPrompt("p1", "routed", {}, "key1"),))
    assert ada.hears("Not this time, thank you very much", to="key1") == ["I ask somebody else."]


def test_a_prompt_whose_flow_is_gone_is_told():
    ada = talk(prompts=(OpenPrompt("p", "gone", {}, "key"),))
    assert ada.hears("yes", to="key")[0].startswith("We had left off somewhere")


def test_in_a_group_a_word_is_never_an_answer_to_what_was_asked_in_private():
    ada = at_the_cake()
    heard = ada.hears("yes", in_group=True)
    assert ada.called == []
    assert "At the lake." not in heard


def test_a_draft_can_still_be_cancelled():
    ada = at_the_cake()
    ada.waits(days=1)
    ada.meets(Elapsed("park"))
    assert ada.hears("cancel")[-1] == f"All right, I am leaving that (the picnic). {KEPT}"
    assert ada.state.frames == ()


MEETING = (shipped("flows") / "introductions.yaml").read_text(encoding="utf-8")
MEET = OpenPrompt("p1", "maybe_meet", {"introduction": "i1", "reasons": []}, "key1")
OF_WISHES = {"how does it work?": "help", "comment ça se passe ?": "ask_question", "j'ai 20 minutes": "pick_task"}


def asked_to_meet() -> Talk:
    return Talk(flows_of(MEETING), OF_WISHES, {"answer_meeting": Outcome("met")}, prompts=(MEET,))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("comment ça se passe ?", "how"),
        ("c'est qui ?", "how"),
        ("how does it work?", "how"),
        ("oui", "yes"),
        ("1", "yes"),
        ("avec plaisir", "yes"),
    ],
)
def test_an_introduction_that_is_offered_is_answered_in_ones_own_words(text, answer):
    ada = asked_to_meet()
    ada.hears(text)
    assert [(name, slots["answer"]) for name, slots in ada.called] == [("answer_meeting", answer)]
    assert PromptAnswered("p1") in ada.effects


@pytest.mark.parametrize("text", ["aide", "help", "j'ai 20 minutes"])
def test_what_always_works_and_other_wishes_answer_no_introduction(text):
    ada = asked_to_meet()
    ada.hears(text)
    assert (ada.called, PromptAnswered("p1") in ada.effects) == ([], False)
