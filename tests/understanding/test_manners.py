"""What may be said in the middle of a question, and what only looks like it."""

from __future__ import annotations

import pytest

from engagebot.understanding.manners import correction, manner


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("stp annule", "cancel"),
        ("never mind", "cancel"),
        ("retourr", "back"),
        ("question précédente", "back"),
        ("je voudrais corriger", "correct"),
        ("je me suis trompée", "correct"),
        ("je préfère ne pas répondre", "skip"),
        ("next question please", "skip"),
        ("HELP!!", "help"),
        ("aidez-moi", "help"),
        ("peux-tu répéter", "repeat"),
        ("mets-moi en pause", "pause"),
        ("arrête de m'écrire", "stop"),
        ("parler à un humain", "human"),
        ("mes donnees", "my_data"),
    ],
)
def test_a_whole_message_of_manners_is_known_in_any_spelling(text: str, expected: str) -> None:
    assert manner(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "je peux aider à la cuisine",
        "pas le samedi",
        "stop motion",
        "passer l'aspirateur",
        "aide aux devoirs",
        "la pause déjeuner",
        "next week",
        "I don't need help",
        "correction de textes",
        "human rights",
        "oui ça m'a aidé",
        "ça m'a bien aidée",
        "j'ai une autre question",
        "j'ai encore une autre question",
        "je la modifie",
        "plus tard",
        "non",
        "",
    ],
)
def test_an_answer_is_never_taken_for_manners(text: str) -> None:
    assert manner(text) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("non, le jeudi", "le jeudi"),
        ("non c'est bon", None),
        ("non c'est parfait", None),
        ("no, that's fine", None),
        ("non c'est jeudi", "jeudi"),
        ("non en fait plutôt le jeudi", "le jeudi"),
        ("je voulais dire jeudi", "jeudi"),
        ("no wait, Thursday", "Thursday"),
        ("correction : jeudi", "jeudi"),
        ("I meant Thursday", "Thursday"),
        ("non", None),
        ("non merci", None),
        ("no problem", None),
        ("nonante", None),
        ("correction de textes", None),
        ("plutôt le soir", None),
    ],
)
def test_a_correction_gives_what_is_put_in_place(text: str, rest: str | None) -> None:
    assert correction(text) == rest
