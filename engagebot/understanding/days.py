"""`tous les soirs sauf le jeudi`, `sat n sun mornings` -> the days and parts of a day when somebody is free.

The text becomes a row of symbols (days, parts of a day, `and`, `not`, `except`, `only`…); clauses of it then add to
or take away from a set of `(day, part)`. A part is morning (before 12), afternoon (12 to 18) or evening.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from .day_hours import marked_hours
from .day_phrases import ANY_TIME, NO_TIME, UNSURE, in_single_words
from .day_words import ALL_PARTS, VOCABULARY, WEEK, WEEKEND, WORKDAYS
from .numerals import in_digits, tokens
from .text import fold

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("morning", "afternoon", "evening")
_MANY = frozenset({2})
"""Marks the article `les`: more than one day is meant."""
Pairs = frozenset[tuple[int, int]]
EVERYTHING: Pairs = frozenset((day, part) for day in range(7) for part in range(3))


@dataclass(frozen=True, slots=True)
class _Item:
    """Days and parts said together. `None`: not said."""

    days: frozenset[int] | None = None
    parts: frozenset[int] | None = None
    range: bool = False

    def pairs(self) -> Pairs:
        days = WEEK if self.days is None else self.days
        parts = ALL_PARTS if self.parts is None else self.parts
        return frozenset((day, part) for day in days for part in parts)


@dataclass(slots=True)
class _Clause:
    items: list[_Item] = field(default_factory=list)
    positive: bool = True
    only: bool = False
    singular: bool = False
    rest: bool = False
    firm: bool = False
    """Says itself that these days suit (`ok`, `free`)."""


def read_availability(text: str) -> dict[str, list[str]] | None:
    """`{"slots": ["sat-morning", …]}` in the order of the week. `[]` when they say that they never can; `None` when
    unclear."""
    pairs = free_pairs(fold(text))
    if pairs is None:
        return None
    return {"slots": [f"{DAYS[day]}-{PARTS[part]}" for day, part in sorted(pairs)]}


def free_pairs(folded: str) -> Pairs | None:
    """The `(day, part)` pairs that a folded text offers; `None` when it says nothing about days."""
    any_time = ANY_TIME.search(folded)
    row = _symbols(folded)
    clauses = _clauses(row)
    good, bad, rest = _weigh(clauses)
    if not good and not bad:
        kinds = {kind for kind, _, _ in row}
        if any_time and "busy" in kinds and not {"free", "not"} & kinds:
            return frozenset()
        if any_time and not re.search(r"\b(?:pas|not|jamais)\b[^,;.]{0,12}$", folded[: any_time.start()]):
            return EVERYTHING
        if UNSURE.search(folded):
            return None
        return frozenset() if NO_TIME.search(folded[:500]) else None
    if rest and not any(clause.firm for clause in clauses):
        return EVERYTHING - _joined(good) - _joined(bad)
    if rest or not good or (any_time and bad and not any(one.only for one in clauses)):
        base = EVERYTHING if rest or not good else _joined(good)
        return base - _joined(bad) if not rest else (base - _joined(bad)) | _joined(good)
    return _joined(good) - _joined(bad)


def _joined(items: list[_Item]) -> Pairs:
    return frozenset().union(*(item.pairs() for item in items))


def _weigh(clauses: list[_Clause]) -> tuple[list[_Item], list[_Item], bool]:
    """Items offered, items refused, and whether `the rest` is offered; a clause of parts alone may narrow the days
    before it."""
    good: list[_Item] = []
    bad: list[_Item] = []
    rest = False
    for clause in clauses:
        rest = rest or clause.rest
        if not clause.items:
            continue
        if not clause.positive:
            bad += clause.items
            continue
        bare_days = bool(good) and all(item.parts is None for item in good)
        bare_parts = bool(good) and all(item.days is None for item in good)
        said = clause.items
        if bare_days and all(item.days is None for item in said) and (clause.only or clause.singular):
            parts = frozenset().union(*(item.parts or ALL_PARTS for item in said))
            good = [replace(item, parts=parts) for item in good]
        elif (bare_parts or (good and all(item.days == WORKDAYS for item in good))) and all(
            item.range and item.parts is None for item in said
        ):
            days = frozenset().union(*(item.days or WEEK for item in said))
            good = [replace(item, days=days if item.days is None else item.days & days) for item in good]
        elif bare_parts and clause.only and all(item.parts is None for item in said):
            days = frozenset().union(*(item.days or WEEK for item in said))
            good = [replace(item, days=days) for item in good]
        else:
            good += said
    return good, bad, rest


_Symbol = tuple[str, frozenset[int] | None, frozenset[int] | None]
"""kind, days, parts"""


def _symbols(folded: str) -> list[_Symbol]:
    folded = " ".join(in_digits(tokens(in_single_words(folded))[:400]))
    folded, times = marked_hours(folded)
    row: list[_Symbol] = []
    found = tokens(folded)
    for at, word in enumerate(found):
        if re.fullmatch(r"hours[a-p]", word):
            row.append(("part", frozenset(), times[word]))
        else:
            symbol = _symbol(word, found[at - 1] if at else "", found[at + 1] if at + 1 < len(found) else "")
            if symbol is not None:
                row.append(symbol)
    return row


def _symbol(word: str, before: str, after: str) -> _Symbol | None:
    match word:
        case "allday":
            return "part", None, ALL_PARTS
        case "daytime":
            return "part", None, frozenset({0, 1})
        case "rest":
            return "rest", None, None
        case "," | "\n" | "/" | "(" | ")":
            return "comma", None, None
        case ";" | "." | "!" | "?" | ":":
            return "stop", None, None
        case (
            "mon"
            | "sun"
            | "we"
            | "mat"
            | "am"
            | "work"
            | "a"
            | "que"
            | "plus"
            | "mar"
            | "no"
            | "mer"
            | "jeu"
            | "night"
            | "can"
            | "job"
            | "so"
        ) if not _meant(word, before, after):
            return None
    known = VOCABULARY.symbol(word)
    match known:
        case None:
            return ("word", None, None)
        case "weekend":
            return "day", WEEKEND, None
        case "weekday":
            return "day", WORKDAYS, None
        case "of" | "free" | "ever":
            return (known, frozenset({1}) if word in {"le", "la", "the"} else _MANY if word == "les" else None, None)
    if known[0] == "d" and known[1:].isdecimal():
        return "day", frozenset({int(known[1:])}), None
    if known[0] == "p" and known[1:].isdecimal():
        return "part", None, frozenset({int(known[1:])})
    return known, None, None


def _meant(word: str, before: str, after: str) -> bool:
    """Whether a short word that has another, commoner meaning is meant as a day or as one of our marks."""
    if word == "mon":
        return after in {
            "",
            ",",
            "-",
            "/",
            "+",
            "&",
            "and",
            "to",
            "n",
            "am",
            "pm",
            "tue",
            "tues",
            "wed",
            "thu",
            "fri",
            "sat",
            "sun",
            "morning",
            "evening",
            "afternoon",
            "night",
            "mornings",
            "evenings",
            "afternoons",
            "nights",
            "or",
            "through",
            "thru",
        } or before in {"on", "every", "and", ",", "to", "&", "+", "or"}
    if word in {"we", "jeu", "mer", "mar", "sun"}:
        return before in {
            "le",
            "les",
            "la",
            "",
            ",",
            "que",
            "et",
            "du",
            "sauf",
            "/",
            "-",
            "+",
            "au",
            "ou",
            "and",
            "n",
            "&",
            "to",
            "on",
            "ce",
            "tous",
            "matin",
            "soir",
            "aprem",
        } and after not in {"can", "are", "have", "could", "travaille", "de", "will", "all"}
    if word == "plus":
        return False
    if word == "can":
        return True
    if word == "night":
        return True
    if word == "a":
        return before not in {"", "l", "il", "y", "on"}
    return word in {"mat", "am", "work", "que", "no", "job", "so"} and not (word == "am" and before == "i")


_BREAKS = {"stop", "but"}


def _clauses(row: list[_Symbol]) -> list[_Clause]:
    """Pieces between strong marks; `except` opens a refusing piece; a comma ends a piece where a `not` or `only`
    follows or stands."""
    pieces: list[list[_Symbol]] = [[]]
    for at, symbol in enumerate(row):
        kind = symbol[0]
        if kind in _BREAKS:
            pieces.append([])
        elif (
            kind == "except"
            or (kind == "not" and _has_items(pieces[-1]) and _items_follow(row, at))
            or (kind == "comma" and not _lists_days(row, at))
        ):
            pieces.append([symbol])
        else:
            pieces[-1].append(symbol)
    return _polarised([piece for piece in pieces if piece])


def _lists_days(row: list[_Symbol], at: int) -> bool:
    """Whether a comma only lists days: `lundi, mardi et jeudi soir`."""
    ahead = at + 1
    while ahead < len(row) and row[ahead][0] in {"of", "and"}:
        ahead += 1
    return bool(at) and row[at - 1][0] == "day" and ahead < len(row) and row[ahead][0] == "day"


def _has_items(piece: list[_Symbol]) -> bool:
    return any(kind in {"day", "part"} for kind, _, _ in piece)


def _items_follow(row: list[_Symbol], at: int) -> bool:
    for kind, _, _ in row[at + 1 : at + 4]:
        if kind in {"day", "part"}:
            return True
        if kind not in {"of", "ever"}:
            return False
    return False


def _polarised(pieces: list[list[_Symbol]]) -> list[_Clause]:
    clauses: list[_Clause] = []
    for piece in pieces:
        kinds = [kind for kind, _, _ in piece]
        clause = _Clause(items=_items(piece))
        negative = "except" in kinds or "not" in kinds or "busy" in kinds
        if "not" in kinds and "busy" in kinds and "except" not in kinds:
            negative = False
        if "not" in kinds and kinds.index("not") + 1 < len(kinds) and kinds[kinds.index("not") + 1] == "only":
            negative = False
        clause.positive = not negative
        clause.only = "only" in kinds
        clause.rest = "rest" in kinds and "free" in kinds
        clause.firm = "free" in kinds and bool(clause.items)
        first = next((at for at, kind in enumerate(kinds) if kind == "part"), None)
        clause.singular = first is not None and (
            piece[first][0:1] == ("part",)
            and (piece[first][1] is not None or bool(first and piece[first - 1][0] == "of" and piece[first - 1][1]))
        )
        refusing_list = kinds[0] == "comma" and clauses and not clauses[-1].positive and clauses[-1].items
        if refusing_list and clause.items and not {"free", "only", "not", "busy", "except"} & set(kinds):
            clause.positive = False
        if (
            kinds[0] == "comma"
            and not clause.items
            and negative
            and clauses
            and "free" in kinds
            and len(clauses[-1].items)
            and clauses[-1].positive
            and len(pieces) == 2
        ):
            clauses[-1].positive = False
        clauses.append(clause)
    return clauses


def _items(piece: list[_Symbol]) -> list[_Item]:
    """Days and parts of one piece, grouped: `monday and thursday evening` shares the evening, `evenings and
    weekends` does not."""
    groups: list[_Item] = []
    joined = True
    led: frozenset[int] | None = None
    last = ""
    at = 0
    while at < len(piece):
        kind, days, parts = piece[at]
        if kind == "day":
            end, span = _span(piece, at)
            said = span if span is not None else days
            previous = groups[-1] if groups else None
            if previous and previous.days is None and last == "part" and not joined:
                groups[-1] = replace(previous, days=said, range=span is not None)
                led = previous.parts
            elif led and joined and last == "day":
                groups.append(_Item(days=said, parts=led, range=span is not None))
            else:
                groups.append(_Item(days=said, range=span is not None))
            at, last, joined = end, "day", False
        elif kind == "part":
            if joined and at and piece[at - 1] == ("of", _MANY, None) and last == "part" and groups[-1].days:
                groups.append(_Item(parts=parts))  # "samedi matin et les soirs": of every day
            else:
                _add_part(groups, parts or ALL_PARTS, joined, last)
            led = None
            last, joined = "part", False
        elif kind in {"and", "comma"}:
            joined = True
        at += 1
    return groups


def _add_part(groups: list[_Item], parts: frozenset[int], joined: bool, last: str) -> None:
    """A part after days belongs to all the days before it that have none; joined to a part, it stands beside it."""
    previous = groups[-1] if groups else None
    if previous is None:
        groups.append(_Item(parts=parts))
    elif last == "day" and not joined:
        for at in range(len(groups) - 1, -1, -1):
            if groups[at].parts is not None or groups[at].days is None or _several(groups[at]) != _several(previous):
                break
            groups[at] = replace(groups[at], parts=parts)
    elif last == "part":
        groups[-1] = (
            replace(previous, parts=(previous.parts or frozenset()) | parts)
            if joined
            else replace(previous, parts=(previous.parts or ALL_PARTS) & parts or parts)
        )
    else:
        groups.append(_Item(parts=parts))


def _several(item: _Item) -> bool:
    """Whether it is `the weekend` or `weekdays` rather than a day."""
    return item.days in (WEEKEND, WORKDAYS) and not item.range


def _span(piece: list[_Symbol], at: int) -> tuple[int, frozenset[int] | None]:
    """`lundi au jeudi`, `fri - sun`: the place of the last symbol and the days; the same place and `None` when it is
    no span."""
    ahead = at + 1
    if ahead < len(piece) and piece[ahead][0] == "to":
        ahead += 1
        while ahead < len(piece) and piece[ahead][0] == "of":
            ahead += 1
        if ahead < len(piece) and piece[ahead][0] == "day":
            first, last = piece[at][1] or frozenset(), piece[ahead][1] or frozenset()
            if len(first) == 1 and len(last) == 1:
                start, end = next(iter(first)), next(iter(last))
                return ahead, frozenset((start + step) % 7 for step in range((end - start) % 7 + 1))
    return at, None
