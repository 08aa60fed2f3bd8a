"""When and how much somebody wants to be written to: hours, days, how many messages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .days import EVERYTHING, free_pairs
from .numerals import in_digits
from .pause_words import LONGEST
from .text import fold

ALL_DAYS = frozenset(range(7))
SUNDAY = 6
_HOURS_OF_PARTS: dict[frozenset[int], tuple[int | None, int | None]] = {
    frozenset({0}): (None, 12),
    frozenset({1}): (12, 18),
    frozenset({2}): (18, None),
    frozenset({0, 1}): (None, 18),
    frozenset({1, 2}): (12, None),
    frozenset({0, 1, 2}): (None, None),
}
"""Morning, afternoon and evening as hours; what has a hole in the middle cannot be kept to."""


@dataclass(frozen=True, slots=True)
class ReachWish:
    """None: not said."""

    from_hour: int | None = None
    to_hour: int | None = None
    days: frozenset[int] | None = None
    """Only on these days of the week, Monday is 0."""
    without: frozenset[int] | None = None
    """Not on these."""
    per_day: int | None = None
    per_week: int | None = None
    back: bool = False
    """As it was before they said anything of this."""
    rarer: bool = False
    """Less than once a week."""
    holed: bool = False
    """Days or hours that are not the same every day, or leave out the middle of one."""


POLITE = re.compile(
    r"\b(?:stp|svp|s'il te plait|s'il vous plait|please|plz|pls|merci|thanks|thank you|s'il)\b|[.,!]+"
)
"""Changes nothing in what is said."""
_BACK = re.compile(
    r"(?:(?:tu (?:peux|pourrais) )?(?:m'ecri\w+|ecri\w+-moi|(?:you can )?write to me) "
    r"(?:(?:de nouveau )?normalement|n'importe quand|quand tu veux|a (?:toute|n'importe quelle) heure|"
    r"any ?time|whenever you (?:like|want)|comme (?:avant|d'habitude)|(?:as|like) before|as usual)|"
    r"comme (?:avant|d'habitude)|(?:as|like|the way it was) before|as usual)"
    r"(?: (?:pour les messages|for messages))*"
)
_CLOCK = (
    (re.compile(r"\b(\d{1,2})(?::\d\d)? ?a\.?m\b\.?"), lambda m: f"{int(m[1]) % 12}H"),
    (re.compile(r"\b(\d{1,2})(?::\d\d)? ?p\.?m\b\.?"), lambda m: f"{int(m[1]) % 12 + 12}H"),
    (re.compile(r"\b(\d{1,2}) ?(?:h|heures?|:|o'?clock)(?: ?[0-5]\d)?\b"), lambda m: f"{int(m[1])}H"),
    (re.compile(r"(?<!apres-)(?<!apres )\b(?:midi|noon|midday)\b"), lambda m: "12H"),
    (re.compile(r"\b(?:minuit|midnight)\b"), lambda m: "24H"),
)
_SPAN = re.compile(r"\b(?:entre|between|de|from) (\d{1,2})H?(?: et | and | a | to |-| - )(\d{1,2})H")
_BEFORE = re.compile(r"\b(?:avant|before|earlier than|plus tot que) (?:les )?(\d{1,2})H")
_AFTER = re.compile(r"\b(?:apres|a partir de|des|after|from|past|later than|plus tard que) (?:les )?(\d{1,2})H")
_TO = re.compile(r"\b(?:jusqu'a|jusque|until|till?|up to) (?:les )?(\d{1,2})H")
_NOT = re.compile(
    r"\b(?:pas|non|plus|jamais|rien|aucun\w*|ni|not?|neither|either|never|nothing|don'?t|do not|without|"
    r"sans|stop|arret\w*)\b"
)
_ONLY = re.compile(r"\b(?:seulement|uniquement|juste|only|just|que (?:le|les|en|a|apres|l'))\b")
_BUT = re.compile(r"\b(?:sauf|hormis|excepte|except|hors|but not|mais pas)\b")
_PER = re.compile(
    r"\b(?P<n>\d+|once|twice)(?: (?:seule?s?|single|petits?))?(?: (?:messages?|mails?|fois|times?|notif\w*))?"
    r"(?: (?:au plus|maxi?(?:mum)?|at most))?"
    r" (?:par|a|per|each|every|chaque|tou[st]e?s? les) (?:(?P<every>\d+) )?(?P<unit>jours?|days?|semaines?|weeks?|mois|"
    r"months?|quinzaines?|fortnights?|ans?|years?)\b"
)
_ONCE_MEANT = re.compile(
    r"\b(?:tout de suite|maintenant|now|ce soir|ce matin|cet(?:te)? \w+|tonight|this \w+|demain|tomorrow|today|"
    r"aujourd'?hui)\b"
)
_UNTIL_A_DAY = re.compile(
    r"\b(?:avant|jusqu(?:'\w+|e)|before|until|till?|depuis|since)(?: (?:le|la|les|the|au|a|en))? (?!\d{1,2}H)"
)
_SUNDAY = re.compile(
    r"\b(?:dim(?:anche)?s?|sun(?:day)?s?|week-? ?ends?|weekend\w*|tous les jours|every ?day|7 (?:jours|days))\b"
)


def reach_wish(text: str) -> ReachWish | None:
    """None: nothing of the kind is said, or it is meant for once only."""
    said = fold(text).strip(" .!?")
    if not said or len(text) > LONGEST:
        return None
    if _BACK.fullmatch(" ".join(POLITE.sub(" ", said).split())):
        return ReachWish(back=True)
    if _ONCE_MEANT.search(said):
        return None
    rest = re.sub(r"'+", "'", said)
    for form, hour in _CLOCK:
        rest = form.sub(hour, rest)
    per_day, per_week, rarer, rest = _how_much(rest)
    begins, ends, rest = _hours(rest)
    days = without = None
    holed = False
    if not _UNTIL_A_DAY.search(rest):
        begins_of_part, ends_of_part, days, without, holed = _week(rest)
        begins, ends = (begins_of_part, ends_of_part) if begins is None and ends is None else (begins, ends)
    found = ReachWish(begins, ends, days, without, per_day, per_week, rarer=rarer, holed=holed)
    return None if found == ReachWish() else found


def _how_much(said: str) -> tuple[int | None, int | None, bool, str]:
    """(messages a day, a week, less than that, what is said besides)"""
    counted = re.sub(r"\ban?(?= (?:single |seul )?(?:message|mail|fois|time))", "1", said)
    words = in_digits(re.findall(r"\d+H|[\w'-]+|[^\w\s]", counted))
    line = " ".join("1" if word in {"un", "une", "one", "d'un", "d'une", "qu'un", "qu'une"} else word for word in words)
    found = _PER.search(line)
    if found is None:
        return None, None, False, said
    rest = line[: found.start()] + line[found.end() :]
    number = {"once": 1, "twice": 2}.get(found["n"]) or int(found["n"][:3])
    unit, every = found["unit"][0], int((found["every"] or "1")[:3])
    if unit in "jd" and every == 1 and found["unit"][:2] in ("jo", "da"):
        return number, None, False, rest
    if unit in "jd":
        week = number * 7 // every
        return None, week or None, not week, rest
    if found["unit"][:3] in ("sem", "wee") and every == 1:
        return None, number, False, rest
    weeks = 4 * every if unit == "m" else 2 if unit in "qf" else every if unit in "sw" else 52 * every
    return None, number // weeks or None, not number // weeks, rest


def _hours(said: str) -> tuple[int | None, int | None, str]:
    """(from, not from this hour on, what is said besides)"""
    if found := _SPAN.search(said):
        begins, ends = int(found[1]), int(found[2])
        if _NOT.search(said[: found.start()]):
            return None, None, said  # a hole in the day
        return begins, ends, said.replace(found[0], " ")
    begins_at, ends_at, rest = None, None, said
    for form, is_from in ((_BEFORE, True), (_AFTER, False), (_TO, False)):
        if found := form.search(rest):
            refused = _NOT.search(said[: found.start()]) is not None
            hour = int(found[1])
            if form is _TO:
                begins_at, ends_at = (hour, ends_at) if refused else (begins_at, hour)
            elif refused == is_from:
                begins_at = hour
            else:
                ends_at = hour
            rest = rest.replace(found[0], " ")
    return begins_at, ends_at, rest


def _week(
    said: str,
) -> tuple[int | None, int | None, frozenset[int] | None, frozenset[int] | None, bool]:
    """(from, to, only these days, not these days, whether it cannot be kept to)"""
    kept, *excepted = _BUT.split(re.sub(r"\d+H", " ", said), maxsplit=1)
    named, left_out = _named(kept), _named(excepted[0]) if excepted else None
    if named is None and left_out is None:
        return None, None, None, None, False
    refused = named is not None and _NOT.search(kept) is not None and not _ONLY.search(kept)
    allowed = EVERYTHING if named is None else EVERYTHING - named if refused else named
    allowed = allowed | (left_out or frozenset()) if refused else allowed - (left_out or frozenset())
    days, parts = frozenset(day for day, _ in allowed), frozenset(part for _, part in allowed)
    if len(allowed) != len(days) * len(parts) or parts not in _HOURS_OF_PARTS:
        return None, None, None, None, True
    begins, ends = _HOURS_OF_PARTS[parts]
    if days == ALL_DAYS:
        return begins, ends, None, None, False
    if refused or named is None:
        return begins, ends, None, ALL_DAYS - days, False
    return begins, ends, days if _SUNDAY.search(said) else days - {SUNDAY}, None, False


def _named(said: str) -> frozenset[tuple[int, int]] | None:
    """Days and parts of days, wanted or not; None: there are none."""
    pairs = free_pairs(_NOT.sub(" ", said))
    return None if pairs is None or pairs in (EVERYTHING, frozenset()) else pairs
