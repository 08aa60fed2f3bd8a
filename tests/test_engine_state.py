"""Whatever people write, wherever a conversation stands: there is an answer, and the state survives its stored form."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagebot.engine.conditions import Condition, parse
from engagebot.engine.effects import Said, SaidAgain
from engagebot.engine.hear import Heard
from engagebot.engine.prompts import OpenPrompt
from engagebot.engine.run import CameBack, Edited, Elapsed, Sent, TakenBack
from engagebot.engine.state import ANSWERS_KEPT, EMPTY, Answer, Frame, State, Undo, dumps, loads
from tests.talk import Talk, words
from tests.test_engine import flow, talk

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LARGE = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

# ------------------------------------------------------------------------------------------------------ stored form
NAMES = st.text(max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
SLOTS = st.dictionaries(NAMES, VALUES, max_size=3)
FRAMES = st.builds(
    Frame,
    NAMES,
    NAMES,
    SLOTS,
    st.sampled_from(["started", "digression", "prompt", "called", "consent", "pattern"]),
    st.lists(NAMES, max_size=2).map(tuple),
    st.integers(0, 3),
    st.integers(0, 3),
    st.booleans(),
    st.none() | NAMES,
)
STACKS = st.lists(FRAMES, max_size=3).map(tuple)
ALONG = st.lists(st.tuples(st.integers(0, 3), NAMES, VALUES), max_size=2).map(tuple)
ANSWERS = st.lists(st.builds(Answer, NAMES, NAMES, NAMES, NAMES, VALUES, STACKS, ALONG), max_size=3).map(tuple)
UNDOS = st.builds(Undo, NAMES, SLOTS, st.integers(0, 10**6).map(lambda s: NOW + timedelta(seconds=s)))
STATES = st.builds(
    State,
    STACKS,
    st.lists(STACKS, max_size=2).map(tuple),
    ANSWERS,
    st.none() | NAMES,
    ANSWERS,
    SLOTS,
    st.integers(0, 3),
    st.booleans(),
    st.none() | UNDOS,
)


@LARGE
@given(STATES)
def test_a_state_read_back_is_the_state_that_was_written(state):
    assert loads(dumps(state)) == state


def test_a_conversation_that_never_was_is_empty():
    assert (loads(None), loads(""), loads(dumps(EMPTY))) == (EMPTY, EMPTY, EMPTY)


# ------------------------------------------------------------------------------------------------ whatever is written
MANY = ", ".join(f"c{n}: Colour {n}" for n in range(8))
GAME = flow(
    "game",
    "{collect: colours, ask: Which?}",
    "{collect: skills, ask: What?}",
    "{collect: when, ask: When?}",
    "{collect: until, ask: Until?}",
    "{collect: words, ask: Anything else?}",
    '{say: "{colours}, {words}.", next: END}',
    slots=f"{{colours: {{type: multi_choice, choices: {{{MANY}}}}}, skills: {{type: skills}}, "
    "when: {type: availability}, until: {type: until}, words: {type: free_text}}",
)
SECRET = flow("secret", "{collect: x, ask: What is it?}", slots="{x: {type: free_text}}", needs="profile")
PROMPTS = (OpenPrompt("p1", "song", {}, "k1"), OpenPrompt("p0", "picnic", {}, "k0"), OpenPrompt("p", "gone", {}, "k"))
MEANT = [
    *(
        "picnic",
        "a song",
        "a game",
        "a secret",
        "hello",
        "hm",
        "weather",
        "a poem",
        "4",
        "1",
        "3",
        "saturday",
        "yes",
        "no",
    ),
    *(
        "purple",
        "skip",
        "back",
        "cancel",
        "correct",
        "repeat",
        "help",
        "human",
        "no, sunday",
        "others",
        "posters",
        "my data",
    ),
    *("sunday evening", "two weeks", "👍", "2️⃣", "", " ", "{people}", "%s", "\x00", "‮evil", "ﷺ" * 30, "<b>", "@room"),
]
TEXTS = st.sampled_from(MEANT) | st.text(max_size=40)
INPUTS = (
    st.builds(
        Heard,
        TEXTS,
        st.sampled_from([None, None, None, "question", "k1", "k0", "k", "?"]),
        st.just(False),
        st.booleans(),
    )
    | TEXTS.map(Heard)
    | TEXTS.map(lambda text: Heard(text, in_group=True))
    | st.builds(Edited, st.integers(0, 12).map("${}".format), TEXTS)
    | st.builds(TakenBack, st.integers(0, 12).map("${}".format))
    | st.sampled_from([CameBack(), Sent("m.image"), Elapsed("park"), Elapsed("drop"), Elapsed("timeout", "game.when")])
)


def anybody() -> Talk:
    return talk(GAME, SECRET, prompts=PROMPTS)


@LARGE
@given(st.lists(INPUTS, max_size=12))
def test_nothing_that_happens_makes_it_fail_or_leaves_it_where_nobody_can_answer(inputs):
    ada = anybody()
    for what in inputs:
        ada.meets(what)
        if ada.state.frames:
            frame = ada.state.frames[-1]
            assert frame.step in [step.id for step in ada.flows[frame.flow].steps if hasattr(step, "slot")]
        assert len(ada.state.answers) <= ANSWERS_KEPT
        for effect in ada.effects:
            if isinstance(effect, Said):
                assert words(effect).strip()


@LARGE
@given(st.lists(INPUTS, max_size=8), TEXTS)
def test_every_word_gets_an_answer(inputs, text):
    ada = anybody()
    for what in inputs:
        ada.meets(what)
    ada.hears(text)
    assert any(isinstance(effect, Said | SaidAgain) for effect in ada.effects), (text, ada.state)


@LARGE
@given(st.lists(INPUTS, max_size=8))
def test_three_times_cancel_and_skip_lead_out_of_everything(inputs):
    ada = anybody()
    for what in inputs:
        ada.meets(what)
    for _ in range(12):
        if ada.state.frames or ada.state.parked:
            ada.hears("cancel")
    assert (ada.state.frames, ada.state.parked) == ((), ())


def test_a_state_stays_small_however_long_the_conversation():
    ada = anybody()
    sizes = []
    for _ in range(30):
        for text in ("picnic", "4", "saturday", "no, sunday", "no, 6", "a song", "Clair", "yes", "no"):
            ada.hears(text)
        sizes.append(len(dumps(ada.state)))
    assert max(sizes) < 4_000


# -------------------------------------------------------------------------------------------------------- conditions
@pytest.mark.parametrize(
    ("text", "slots", "holds"),
    [
        ("a", {"a": 3}, True),
        ("a", {"a": 0}, False),
        ("a", {}, False),
        ("not a", {}, True),
        ("a == yes", {"a": True}, True),
        ("a == new", {"a": "new"}, True),
        ("a != new", {"a": "old"}, True),
        ("a > 3", {"a": 3}, False),
        ("a >= 3", {"a": 3}, True),
        ("a < 3", {"a": None}, False),
        ("a <= -1", {"a": -2}, True),
    ],
)
def test_a_condition_compares_one_slot(text, slots, holds):
    assert parse(text).holds(slots) is holds
    assert re.sub(r"\s", "", str(parse(text))).replace("True", "yes") == re.sub(r"\s", "", text)


def test_a_condition_that_is_more_than_one_comparison_is_refused_in_plain_words():
    with pytest.raises(ValueError, match="write an action that returns a named outcome instead"):
        parse("a and b")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a == 'x'", "x"),
        ('a == "x y"', "x y"),
        ("a == 'yes'", "yes"),
        ("a == yes", True),
        ("a == 'false'", "false"),
        ("a == '3'", "3"),
        ("a == 3", 3),
    ],
)
def test_a_word_in_quotes_is_that_word_not_a_yes_nor_a_number(text, value):
    assert parse(text) == replace(Condition("a"), sign="==", value=value)
    assert parse(text).holds({"a": value})


def test_a_word_in_quotes_has_no_size():
    with pytest.raises(ValueError, match="only whole numbers have a size"):
        parse("a > '3'")
