"""The words for people: what is never said to a volunteer, how French is set, how long a sentence is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent.parent / "locales"
VOICES = ("fr", "fr@vous", "en")
NEVER_SAID = re.compile(
    r"\b(?:retards?|relances?|relancer|échéances?|deadlines?|overdue|reminders?|inacti(?:f|ve|fs|ves))\b", re.I
)
"""A volunteer is never late, chased or inactive."""
JARGON = re.compile(r"\b(?:token|sync|event|device|E2EE|JSON|UTC|bug|API|commande|command)\b")
BARE_SPACE = re.compile(r" [?!;:»]|« ")
"""French sets a no-break space here; with a plain one, a line can begin with the mark."""
SAYS_TU = re.compile(r"(?<![’'])\b(?:tu|te|toi|ton|tes)\b|\bt[’']", re.I)


def sentences(voice: str) -> list[str]:
    with (LOCALES / voice / "LC_MESSAGES/engagebot.po").open("rb") as file:
        catalog = read_po(file)
    return [said for message in catalog if message.id for said in _parts(message.string)]


def _parts(said: str | tuple[str, ...]) -> tuple[str, ...]:
    return said if isinstance(said, tuple) else (said,)


@pytest.mark.parametrize("voice", VOICES)
def test_nobody_is_late_chased_or_inactive(voice: str) -> None:
    assert [said for said in sentences(voice) if NEVER_SAID.search(said)] == []


@pytest.mark.parametrize("voice", VOICES)
def test_no_jargon(voice: str) -> None:
    assert [said for said in sentences(voice) if JARGON.search(said)] == []


@pytest.mark.parametrize("voice", VOICES)
def test_a_sentence_is_400_characters_at_most(voice: str) -> None:
    assert [said for said in sentences(voice) if len(said) > 400] == []


@pytest.mark.parametrize("voice", ["fr", "fr@vous"])
def test_french_is_set_with_no_break_spaces(voice: str) -> None:
    assert [said for said in sentences(voice) if BARE_SPACE.search(said)] == []


def test_the_formal_voice_never_says_tu() -> None:
    assert [said for said in sentences("fr@vous") if SAYS_TU.search(said)] == []
