"""What people answer when a task lies before them, in words that are no label."""

from __future__ import annotations

import pytest

from engagebot.understanding.task_wants import SKIP, going, opinion, want


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("oui bien sûr", "take"),
        ("ok", "take"),
        ("je la prend", "take"),
        ("je m'en occupe !", "take"),
        ("d'accord je prends", "take"),
        ("allez, je veux bien", "take"),
        ("yes please", "take"),
        ("i'll take it", "take"),
        ("take it", "take"),
        ("count me in", "take"),
        ("je pourrais", "could"),
        ("oui mais seulement si quelqu'un m'explique", "could"),
        ("si je ne suis pas seule", "could"),
        ("I could but only if someone shows me", "could"),
        ("maybe if I am not alone", "could"),
        ("non, une autre", "other"),
        ("pas celle-là", "other"),
        ("something else please", "other"),
        ("not this one", "other"),
        ("non merci", SKIP),
        ("nope", SKIP),
        ("plus tard", SKIP),
        ("another time", SKIP),
        ("c'est où ?", None),
        ("les affiches", None),
        ("oui " * 60, None),
    ],
)
def test_a_task_is_taken_or_not_in_ones_own_words(text, meant):
    assert want(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("c'est terminé !", "done"),
        ("all done", "done"),
        ("pas encore fini", "going"),
        ("ça avance doucement", "going"),
        ("nearly there", "going"),
        ("I'm working on it", "going"),
        ("plus tard", "later"),
        ("not now", "later"),
        ("finalement je ne peux plus", "back"),
        ("I can't do it, sorry", "back"),
        ("tu es qui ?", None),
        ("bonjour", None),
    ],
)
def test_how_it_goes_is_said_in_ones_own_words(text, meant):
    assert going(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("super idée", "ok"),
        ("fine by me", "ok"),
        ("non, parce que l'échelle est cassée", "difficulty"),
        ("I disagree because it is too early", "difficulty"),
        ("je sais pas trop", "pass"),
        ("no idea", "pass"),
        ("les affiches", None),
    ],
)
def test_an_opinion_is_said_in_ones_own_words(text, meant):
    assert opinion(text) == meant
