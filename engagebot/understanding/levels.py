"""Which skills a sentence names, and how well: "je sais faire des affiches, j'aimerais apprendre la compta"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from engagebot.understanding.answers import Option, read, unknown_words

CAN, HELPS, LEARNS = "can", "helps", "learns"

CUT = re.compile(r"[,;.!?\n]+|\b(?:mais|but|et je|and i|et j'|puis|then)\b")
WANTS = re.compile(
    r"\b(?:apprendre|apprend[sre]*|m'initier|me former|decouvrir|debut(?:er|ant|ante|e)|progresser|"
    r"learn(?:ing)?|beginner|get into|pick up|find out about)\b"
)
HELPING = re.compile(
    r"\b(?:aider|donner un coup de main|coup de main|en renfort|depanner|help(?:ing)? (?:out )?with|"
    r"can help|lend a hand|assist)\b"
)
LISTS = re.compile(
    r"\b(?:competences?|skills?|talents?|centres? d'interets?|interets?|interests?|disponibilites?|"
    r"dispos?|availabilit(?:y|ies)|profil|profile)\b"
)
CLAIMS = {
    "skills": re.compile(r"\b(?:je (?:sais|peux|fais|joue|parle)|i (?:can|know|do|play)|i'm good)\b"),
    "interests": re.compile(r"\b(?:j'(?:aime|adore)|je m'interesse|i (?:like|love)|i'm (?:interested|into))\b"),
}
"""Somebody says something of themselves, in so many words."""


def levels(text: str, options: Sequence[Option | str], question: str = "skills") -> dict[str, str]:
    """Label -> can, helps or learns, for each skill of the catalogue that the sentence claims; {}: none.

    A marker holds for its own clause and for the bare ones behind it ("apprendre la compta, la couture"), until
    another verb.
    """
    whole = read(question, text, options=options)
    wanted = whole if isinstance(whole, list) else []
    found: dict[str, str] = {}
    level = CAN
    for clause in (part for part in CUT.split(_folded(text)) if part and part.strip()):
        if WANTS.search(clause):
            level = LEARNS
        elif HELPING.search(clause):
            level = HELPS
        elif re.search(r"\b(?:je|j'|i|i'm|i've)\b", clause):
            level = CAN
        named = read(question, clause, options=options)
        for label in named if isinstance(named, list) else []:
            if label in wanted:
                found.setdefault(label, level)
    return {label: found.get(label, CAN) for label in wanted}


def claims(text: str, question: str) -> bool:
    """Whether the sentence says of its author that they can do something (`skills`) or like it (`interests`)."""
    claim = CLAIMS.get(question)
    return bool(claim and claim.search(_folded(text)))


def names_a_list(text: str) -> bool:
    """ "mes compétences", "my interests": the list itself is meant, not something that is on it."""
    return bool(LISTS.search(_folded(text)))


def unknown(text: str, options: Sequence[Option | str]) -> list[str]:
    """Words for something that the catalogue does not have; []: none."""
    return unknown_words(text, options)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text[:4000].casefold().replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c))
