"""That what was just noted was not meant; and that it is not everything that is to go."""

from __future__ import annotations

import pytest

from engagebot.understanding.taking_back import only_no, takes_that_back

from .test_meeting_answers import each_of as listed

BACK = """
    efface ça | efface cela | Efface ça stp | non, efface ça | oublie ça | supprime-le | enlève ça | retire ça
    effacez cela s'il vous plaît | efface-moi ça | annule ça | mais non, oublie ça ! | tu peux effacer ça
    erase that | forget that | no, forget that | delete it | remove that please | undo that | scrap that
    take that back | can you delete that | forget about it | oops, erase that
"""
NOT_BACK = """
    efface-moi | efface tout | efface toutes mes données | oublie-moi | erase me | delete everything | forget me
    efface tout ça | efface ma compétence | enlève la compta | remove cooking | delete my account | ça | that
    ça m'intéresse | oublie ça pas | efface | supprime mes données | je veux effacer mon compte
    take that task | it is fine
"""
NO = "non | Non ! | no | nope | mais non | non non | ah non, pardon | oups non | no no | non, pas ça | euh non"
NOT_NO = """
    non merci | no thanks | no problem | pas de problème | non, le jeudi | no worries | oui | annule | not yet
    non je ne veux pas | none | personne
"""


@pytest.mark.parametrize(("texts", "back"), [(BACK, True), (NOT_BACK, False)])
def test_that_what_was_just_done_is_to_go_is_heard(texts, back):
    assert {text: takes_that_back(text) for text in listed(texts)} == dict.fromkeys(listed(texts), back)


@pytest.mark.parametrize(("texts", "no"), [(NO, True), (NOT_NO, False)])
def test_a_no_that_is_nothing_else_is_heard(texts, no):
    assert {text: only_no(text) for text in listed(texts)} == dict.fromkeys(listed(texts), no)
