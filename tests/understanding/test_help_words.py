"""Who asks to be helped with something asks people; who lends a hand promises nothing."""

from __future__ import annotations

import pytest

from engagebot.understanding.help_words import asks_help_with
from engagebot.understanding.intents import Intents
from engagebot.understanding.question_words import begins_a_question


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("j’ai besoin d’aide en compta", "compta"),
        ("Besoin d'un peu d'aide pour la compta.", "la compta"),
        ("peux-tu m’aider pour la compta ?", "la compta"),
        ("Qui pourrait m'aider avec mon ordinateur", "mon ordinateur"),
        ("aidez-moi svp pour le vélo", "le velo"),
        ("il me faudrait de l'aide en informatique", "informatique"),
        ("who could help me with my bike?", "my bike"),
        ("I need a bit of help with bookkeeping", "bookkeeping"),
        ("need a hand with my taxes!", "my taxes"),
        ("j’ai besoin d’aide", None),
        ("aide-moi", None),
        ("can you help me?", None),
        ("aide-moi à comprendre comment tu marches", None),
        ("besoin d’aide pour t’utiliser", None),
        ("j'ai besoin d'aide pour ma tâche", None),
        ("help me find a task", None),
        ("peux-tu m'aider à remplir mon profil ?", None),
        ("je peux aider en compta", None),
        ("I want to help with accounting", None),
        ("besoin d’aide en ce moment", None),
        ("help me with x", None),
        ("", None),
        ("aide-moi pour " + "a" * 60_000, None),
    ],
)
def test_what_help_is_asked_for(text: str, about: str | None) -> None:
    assert asks_help_with(text) == about


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("j’ai besoin d’aide en compta", "ask_question"),
        ("qui peut m’aider pour la compta ?", "ask_question"),
        ("peux-tu m’aider pour la compta ?", "ask_question"),
        ("aidez-moi pour le vélo", "ask_question"),
        ("aide-moi avec mon vélo stp", "ask_question"),
        ("help me with the accounts", "ask_question"),
        ("who could help me with my bike?", "ask_question"),
        ("need a hand with my taxes", "ask_question"),
        ("j’ai besoin d’aide", "help"),
        ("help me understand how this works", "help"),
        ("j'ai besoin d'aide pour ma tâche", "task_stuck"),
        ("tu peux m'aider à rencontrer des gens ?", "meet_people"),
        ("on a besoin d'aide pour le déménagement samedi", "call_for_help"),
        ("we need help for the market on saturday", "call_for_help"),
        ("I could help with posters", "declare_skills"),
        ("je peux aider en compta", "declare_skills"),
        ("I can help in the garden", "pick_task"),
        ("je veux bien aider les nouveaux en compta", "become_referent"),
        ("je peux aider pour la compta si quelqu'un a des questions", "become_referent"),
    ],
)
def test_who_asks_for_help_and_who_offers_it(intents: Intents, text: str, intent: str) -> None:
    assert intents.understand(text).intent == intent


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("qu’est-ce que je peux faire ici ?", True), ("Comment ça marche", True), ("what can I do here?", True),
        ("et où est la clé ?", True), ("ceux qui habitent Lyon ?", False), ("those who cook?", False),
        ("à Lyon", False), ("", False),
    ],
)
def test_what_begins_as_only_a_question_does(text: str, begins: bool) -> None:
    assert begins_a_question(text) is begins


def test_without_these_intents_nothing_is_made_of_it() -> None:
    assert Intents.load({}).understand("j’ai besoin d’aide en compta").intent is None
