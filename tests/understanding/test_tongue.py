"""In which language somebody writes, where it is beyond doubt."""

from __future__ import annotations

import pytest

from engagebot.understanding.tongue import tongue


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hi there! my neighbour told me about you", "en"),
        ("yes that’s fine", "en"),
        ("yes please", "en"),
        ("I'd like to help", "en"),
        ("who are you", "en"),
        ("Bonjour, je m’appelle Odette", "fr"),
        ("oui, d’accord", "fr"),
        ("c'est quoi ?", "fr"),
        ("ok thanks", None),
        ("hello", None),
        ("yes", None),
        ("ok", None),
        ("Hola, como estas", None),
        ("je suis un fan de the voice", None),
        ("I am looking for Place de la République", None),
        ("👍", None),
        ("", None),
        ("the " * 60_000, None),
    ],
)
def test_the_language_of_words(text: str, language: str | None) -> None:
    assert tongue(text) == language
