"""Hello and goodbye."""

from __future__ import annotations

import pytest

from engagebot.understanding.courtesies import says_goodbye
from engagebot.understanding.yesno import read_yes_no


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("bonne nuit", True), ("À bientôt !", True), ("a+", True), ("Salut, à demain", True), ("bye bye", True),
        ("good night", True), ("bon week-end !", True), ("merci, bonne journée", True), ("see you tomorrow", True),
        ("ciao", True), ("have a nice day", True),
        ("bonjour", False), ("bonsoir", False), ("salut", False), ("hello", False), ("hi, see you are back", False),
        ("bonsoir, à demain pour la suite", False), ("", False), ("bonne nuit " * 20, False),
    ],
)
def test_who_says_goodbye(text: str, leaves: bool) -> None:
    assert says_goodbye(text) is leaves


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("good night", None), ("Good morning!", None), ("have a nice day", None), ("good luck", None),
        ("good morning, yes please", True), ("no, good night", False), ("sounds good", True), ("good", True),
        ("a good idea", True),
    ],
)
def test_what_is_good_in_a_greeting_agrees_to_nothing(text: str, answer: bool | None) -> None:
    assert read_yes_no(text) is answer
