"""Values said in the same message as an intent: `j'ai 20 minutes` with pick_task, `plutôt le week-end` with
declare_skills."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from .dates import read_until
from .days import DAYS, EVERYTHING, PARTS, free_pairs
from .durations import lengths, read_duration, read_weekly_time
from .options import Option
from .skills import read_labels
from .text import fold

_LANGUAGES = {
    "fr": r"fran[cç]ais|french|francais",
    "en": r"anglais|english|engish|eng",
    "es": r"espagnol|spanish|espanol|castellano",
    "de": r"allemand|german|deutsch",
    "it": r"italien|italian",
    "pt": r"portugais|portuguese",
    "ar": r"arabe|arabic",
    "pl": r"polonais|polish",
    "uk": r"ukrainien\w*|ukrainian",
    "br": r"breton",
    "oc": r"occitan",
    "cy": r"welsh|gallois",
}
_PERIOD = re.compile(
    r"\b(?:par|per|a|each|every|chaque|tous les|toutes les) (?:semaine|week|mois|month|jour|"
    r"day)s?\b|/ ?(?:sem|mois|j)|weekly|monthly|hebdo"
)
_OTHER_LANGUAGE = re.compile(
    r"\b(?:pas|not|no|ne|don'?t|comprends? (?:mal|pas|rien)|plutot que|rather than|instead of|"
    r"pourquoi|why)\b[^,.;!?]{0,30}$"
)


def read_slots(
    intent: str,
    text: str,
    *,
    skills: Sequence[Option] = (),
    interests: Sequence[Option] = (),
    now: datetime | None = None,
) -> dict[str, object]:
    """Values that belong to the intent; empty when none is said. Names: minutes, minutes_per_week, availability,
    skills, interests, until, language."""
    folded = fold(text)
    found: dict[str, object] = {}
    match intent:
        case "pick_task":
            _put(found, "minutes", _minutes(text, folded))
        case "declare_availability":
            _put(found, "availability", _availability(folded))
            if _PERIOD.search(folded) and lengths(folded):
                _put(found, "minutes_per_week", (read_weekly_time(text) or {}).get("minutes_per_week"))
        case "declare_skills":
            _put(found, "skills", read_labels(text, skills) or None)
            _put(found, "availability", _availability(folded))
        case "declare_interests":
            _put(found, "interests", read_labels(text, interests) or None)
        case "pause" if now is not None:
            _put(found, "until", read_until(text, now))
        case "change_language":
            _put(found, "language", _language(folded))
    return found


def _put(found: dict[str, object], name: str, value: object | None) -> None:
    if value is not None:
        found[name] = value


def _minutes(text: str, folded: str) -> int | None:
    """A length of time with its unit; a bare number is none."""
    return (read_duration(text) or {}).get("minutes") if lengths(folded) else None


def _availability(folded: str) -> list[str] | None:
    pairs = free_pairs(folded)
    if not pairs or (pairs == EVERYTHING and len(folded) > 60):
        return None
    return [f"{DAYS[day]}-{PARTS[part]}" for day, part in sorted(pairs)]


def _language(folded: str) -> str | None:
    """The language asked for; of `don't write French, English please` the second."""
    said = [
        (found.start(), code)
        for code, pattern in _LANGUAGES.items()
        for found in re.finditer(rf"\b(?:{pattern})\b", folded)
        if not _OTHER_LANGUAGE.search(folded[: found.start()])
    ]
    return max(said)[1] if said else None
