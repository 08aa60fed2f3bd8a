"""What somebody cannot do is heard as that; what they can, or might, is not."""

from __future__ import annotations

import pytest

from engagebot.understanding.answers import Option
from engagebot.understanding.denials import Denial, denial

from .test_meeting_answers import each_of as listed

SKILLS = (
    Option("graphisme", ("graphic design", "affiches")),
    Option("cuisine", ("cooking",)),
    Option("bricolage", ("repairs", "DIY")),
    Option("compta", ("comptabilité", "bookkeeping")),
)
COOKING = """
    je ne sais pas cuisiner | je ne sais plus cuisiner | je sais pas cuisiner | jsais pas cuisiner | j'sais pas cuisiner
    en fait je ne cuisine pas | je ne cuisine plus | je ne cuisine jamais | je cuisine pas
    non, je ne sais pas cuisiner
    je ne sais vraiment pas cuisiner | je ne sais pas du tout cuisiner | je ne sais toujours pas faire la cuisine
    je ne fais pas de cuisine | je suis nulle en cuisine | je ne suis pas douée en cuisine
    la cuisine je ne sais pas faire
    la cuisine, je n'y connais rien | désolée, je ne peux pas cuisiner | Je ne sais pas encore cuisiner.
    I can't cook | I don't cook | I do not cook | i cant cook | I cannot cook | I never cook | I no longer cook
    I don't know how to cook | I'm not good at cooking | I can't do cooking | I'm hopeless at cooking
    cooking, I can't do it | Actually no, I don't cook | I'm not a cook | I know nothing about cooking
"""
NOTHING = """
    je sais cuisiner | je ne sais pas trop, peut-être cuisine | je ne sais pas, cuisine peut-être
    cuisine, je ne sais pas
    je ne sais pas bien cuisiner | je ne cuisine pas souvent | je ne cuisine pas mal | je ne cuisine pas le samedi
    je ne peux pas cuisiner ce soir | je ne cuisine pas que des gâteaux | je ne déteste pas cuisiner | je cuisine plus
    même si je ne sais pas cuisiner | je ne sais pas quoi cuisiner | je ne sais pas cuisiner, c'est grave ?
    je ne sais pas cuisiner pour 50 personnes | je ne sais pas cuisiner mais je peux aider
    je ne sais pas | pas la cuisine
    je ne sais pas tricoter | je ne sais pas si je sais cuisiner | je n'aime pas cuisiner
    ma fille ne sait pas cuisiner
    I can cook | I can't wait to cook | I can't cook on Saturdays | I don't cook much | I don't just cook | I can't
    I don't know, maybe cooking | I'm not sure, cooking | I don't mind cooking | I can't cook today | I don't know
    can't I cook? | even if I can't cook | I don't want to cook
"""


def test_what_somebody_cannot_do_is_heard():
    assert {text: denial(text, SKILLS) for text in listed(COOKING)} == dict.fromkeys(
        listed(COOKING), Denial(("cuisine",), {}, False)
    )


def test_who_can_or_might_denies_nothing():
    assert {text: denial(text, SKILLS) for text in listed(NOTHING)} == dict.fromkeys(listed(NOTHING))


@pytest.mark.parametrize(
    ("text", "denied", "claimed"),
    [
        ("je ne sais pas cuisiner mais je voudrais apprendre", (), {"cuisine": "learns"}),
        ("je ne sais pas cuisiner, j'aimerais bien apprendre", (), {"cuisine": "learns"}),
        ("I can't cook but I'd love to learn how", (), {"cuisine": "learns"}),
        ("je ne sais pas cuisiner mais je voudrais apprendre la compta", ("cuisine",), {"compta": "learns"}),
        ("je ne sais plus cuisiner, mais je sais bricoler", ("cuisine",), {"bricolage": "can"}),
        ("I can't cook, but I can repair things", ("cuisine",), {"bricolage": "can"}),
        ("je ne sais pas cuisiner, ni bricoler", ("cuisine", "bricolage"), {}),
        ("I can't cook or do repairs", ("cuisine", "bricolage"), {}),
        ("cuisine, affiches, je ne sais pas faire", ("cuisine", "graphisme"), {}),
    ],
)
def test_what_is_said_beside_it_counts_as_ever(text, denied, claimed):
    assert denial(text, SKILLS) == Denial(denied, claimed, False)


@pytest.mark.parametrize(
    "text",
    [
        "je ne sais pas cuisiner, je suis libre le samedi",
        "je ne sais pas cuisiner, je sais jouer du tuba",
        "I can't cook, but I can play the tuba",
    ],
)
def test_who_says_more_than_that_is_known_to(text):
    assert denial(text, SKILLS) == Denial(("cuisine",), {}, True)


@pytest.mark.parametrize("text", ["je ne parle pas anglais", "I don't speak French"])
def test_a_language_one_does_not_speak_is_no_skill(text):
    assert denial(text, (Option("traduction", ("translation", "anglais", "English", "French")),)) is None
