"""Whether a line of the profile is to go, or only a skill is told that sounds like it."""

from __future__ import annotations

import pytest

from engagebot.understanding.profile_words import no_longer, profile_change, takes_off

from .test_meeting_answers import each_of as listed

TO_GO = """
    enlève cuisine | enlève la compta | non, enlève cuisine | Retirez le samedi | supprime le vélo stp
    tu peux enlever la cuisine ? | il faut enlever la compta | oublie la compta | mais non, enlève ça
    remove cooking | no, remove cooking | please delete music | can you remove Saturday | take off repairs
    take away bookkeeping | could you drop cooking
"""
A_SKILL = """
    je sais enlever la rouille | I can remove rust | I can drop leaflets | je peux retirer les mauvaises herbes
    cuisine
    je ne fais plus de compta | cooking | ajoute cuisine | non | I help people delete old files
"""
NO_LONGER = """
    je ne fais plus de compta | je ne suis plus libre le jeudi | I no longer cook | I don't cook any more
    je n'aime plus le jardin | j'fais plus de vélo | not anymore
"""
STILL = "je fais de la compta | enlève cuisine | I can drop leaflets | plutôt le samedi | un peu plus de temps"


@pytest.mark.parametrize(("texts", "to_go"), [(TO_GO, True), (A_SKILL, False)])
def test_what_is_to_go_is_told_from_what_somebody_can_do(texts, to_go):
    assert {text: takes_off(text) for text in listed(texts)} == dict.fromkeys(listed(texts), to_go)


@pytest.mark.parametrize(("texts", "over"), [(NO_LONGER, True), (STILL, False)])
def test_what_is_not_so_any_more_is_heard(texts, over):
    assert {text: no_longer(text) for text in listed(texts)} == dict.fromkeys(listed(texts), over)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("j’habite à Lyon et je sais cuisiner", "Lyon"),
        ("j'habite à Saint-Étienne mais j'ai une voiture", "Saint-Étienne"),
        ("I live in Leeds and I can cook", "Leeds"),
        ("j'habite à Fontenay et Châtillon", "Fontenay et Châtillon"),
        ("j'habite Lyon.", "Lyon"),
    ],
)
def test_a_place_ends_where_something_else_is_told(text: str, place: str) -> None:
    assert profile_change(text, (), ()) == {"op": "change", "facts": {"place": place}}
