"""`tous les soirs sauf le jeudi`, `sat n sun mornings` -> the days and parts of a day when somebody is free.

`day_symbols` makes a row of symbols of the text (days, parts of a day, `and`, `not`, `except`, `only`…), with the words
of `day_words` and `day_phrases` and the times of `day_hours`; `day_clauses` makes clauses of the row; they then add to
or take away from a set of `(day, part)`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .day_clauses import Clause, Item, Pairs, clauses
from .day_phrases import ANY_TIME, NO_TIME, UNSURE
from .day_symbols import symbols
from .day_words import ALL_PARTS, WEEK, WORKDAYS
from .text import fold

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("morning", "afternoon", "evening")
"""Before 12, 12 to 18, after."""
EVERYTHING: Pairs = Item().pairs()
"""All of the week."""
_DENIED = re.compile(r"\b(?:pas|not|jamais)\b[^,;.]{0,12}$")


def read_availability(text: str) -> dict[str, list[str]] | None:
    """`{"slots": ["sat-morning", …]}` in the order of the week. `[]` when they say that they never can; `None` when
    unclear."""
    pairs = free_pairs(fold(text))
    if pairs is None:
        return None
    return {"slots": [f"{DAYS[day]}-{PARTS[part]}" for day, part in sorted(pairs)]}


def free_pairs(folded: str) -> Pairs | None:
    """The `(day, part)` pairs that a folded text offers, numbers of DAYS and PARTS; empty when they never can; `None`
    when it says nothing about days."""
    row = symbols(folded)
    said = clauses(row)
    offered, refused = _weigh(said)
    if not offered and not refused:
        return _without_days(folded, {symbol.kind for symbol in row})
    good, bad = _joined(offered), _joined(refused)
    if any(clause.rest for clause in said):
        return (EVERYTHING - bad) | good if any(clause.firm for clause in said) else EVERYTHING - good - bad
    return good - bad if offered else EVERYTHING - bad


def _without_days(folded: str, kinds: set[str]) -> Pairs | None:
    """What a text offers that names neither days nor parts; `kinds`: those of its symbols."""
    any_time = ANY_TIME.search(folded)
    if any_time and "busy" in kinds and not {"free", "not"} & kinds:
        return frozenset()
    if any_time and not _DENIED.search(folded[: any_time.start()]):
        return EVERYTHING
    if UNSURE.search(folded):
        return None
    return frozenset() if NO_TIME.search(folded[:500]) else None


def _joined(items: list[Item]) -> Pairs:
    return frozenset().union(*(item.pairs() for item in items))


def _weigh(said: list[Clause]) -> tuple[list[Item], list[Item]]:
    """Items offered, items refused."""
    offered: list[Item] = []
    refused: list[Item] = []
    for clause in said:
        if not clause.items:
            continue
        if clause.positive:
            offered = _with_offer(offered, clause)
        else:
            refused += clause.items
    return offered, refused


def _with_offer(offered: list[Item], clause: Clause) -> list[Item]:
    """What is offered once this clause is heard too. Parts alone may say when on the days before them, `le samedi. le
    matin`, and days alone on which days the parts before them; else they come on top."""
    items = clause.items
    if not offered:
        return items
    parts = frozenset().union(*(item.parts or ALL_PARTS for item in items))
    days = frozenset().union(*(item.days or WEEK for item in items))
    parts_only = all(item.days is None for item in items)
    days_only = all(item.parts is None for item in items)
    bare_days = all(item.parts is None for item in offered)
    bare_parts = all(item.days is None for item in offered)
    workdays = all(item.days == WORKDAYS for item in offered)
    if bare_days and parts_only and (clause.only or clause.singular):
        return [replace(item, parts=parts) for item in offered]
    if (bare_parts or workdays) and days_only and all(item.span for item in items):
        return [replace(item, days=days if item.days is None else item.days & days) for item in offered]
    if bare_parts and days_only and clause.only:
        return [replace(item, days=days) for item in offered]
    return [*offered, *items]
