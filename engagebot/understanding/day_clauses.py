"""A row of symbols -> clauses, each offering or refusing days and parts of a day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .day_symbols import Symbol
from .day_words import ALL_PARTS, WEEK, WEEKEND, WORKDAYS

Pairs = frozenset[tuple[int, int]]
"""Each a day (0: Monday) and a part of it (0: morning)."""
_BREAKS = {"stop", "but"}
_OWN_WILL = {"free", "only", "not", "busy", "except"}
"""What says of a clause itself whether it offers or refuses."""


@dataclass(frozen=True, slots=True)
class Item:
    """Days and parts said together. None: not said, so all of them; empty: none is left."""

    days: frozenset[int] | None = None
    parts: frozenset[int] | None = None
    span: bool = False
    """The days are said by the first and the last."""

    def pairs(self) -> Pairs:
        """Each of the days with each of the parts."""
        days = WEEK if self.days is None else self.days
        parts = ALL_PARTS if self.parts is None else self.parts
        return frozenset((day, part) for day in days for part in parts)


@dataclass(slots=True)
class Clause:
    """What is said in one breath."""

    items: list[Item] = field(default_factory=list)
    """In the order said; empty when it names neither days nor parts."""
    positive: bool = True
    """Offers its items; else refuses them."""
    only: bool = False
    """Nothing but its items."""
    singular: bool = False
    """Its first part has an article or is said in hours: of days named before rather than of every day."""
    rest: bool = False
    """Offers all that is not said."""
    firm: bool = False
    """Says itself that these days suit (`ok`, `free`)."""


def clauses(row: list[Symbol]) -> list[Clause]:
    """The clauses in the order said; empty for an empty row. Some depend on the one before: `not mondays, evenings`
    refuses both, `mondays, not free` refuses Monday."""
    pieces = _pieces(row)
    found: list[Clause] = []
    for piece in pieces:
        clause = _clause(piece)
        last = found[-1] if found else None
        if piece[0].kind == "comma" and last and last.items:
            kinds = {symbol.kind for symbol in piece}
            if clause.items and not last.positive and not kinds & _OWN_WILL:
                clause.positive = False
            elif not (clause.items or clause.positive) and last.positive and "free" in kinds and len(pieces) == 2:
                last.positive = False
        found.append(clause)
    return found


def _pieces(row: list[Symbol]) -> list[list[Symbol]]:
    """The row cut at strong marks and where other words follow, before each `except`, and before a `not` that is said
    of what comes; a comma between days cuts nothing. No piece is empty."""
    pieces: list[list[Symbol]] = [[]]
    for at, symbol in enumerate(row):
        kind = symbol.kind
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
    return [piece for piece in pieces if piece]


def _lists_days(row: list[Symbol], at: int) -> bool:
    """Whether a comma only lists days: `lundi, mardi et jeudi soir`."""
    ahead = at + 1
    while ahead < len(row) and row[ahead].kind in {"of", "and"}:
        ahead += 1
    return at > 0 and row[at - 1].kind == "day" and ahead < len(row) and row[ahead].kind == "day"


def _has_items(piece: list[Symbol]) -> bool:
    return any(symbol.kind in {"day", "part"} for symbol in piece)


def _items_follow(row: list[Symbol], at: int) -> bool:
    """Whether a day or a part comes right after, but for an article or two."""
    for symbol in row[at + 1 : at + 4]:
        if symbol.kind in {"day", "part"}:
            return True
        if symbol.kind not in {"of", "ever"}:
            return False
    return False


def _clause(piece: list[Symbol]) -> Clause:
    """What a piece says by itself."""
    kinds = [symbol.kind for symbol in piece]
    items = _items(piece)
    return Clause(
        items,
        positive=not _refuses(kinds),
        only="only" in kinds,
        singular=_singular(piece),
        rest="rest" in kinds and "free" in kinds,
        firm="free" in kinds and bool(items),
    )


def _refuses(kinds: list[str]) -> bool:
    if "not" in kinds:
        not_only = "only" in kinds[kinds.index("not") + 1 :][:1]
        not_busy = "busy" in kinds and "except" not in kinds
        return not (not_only or not_busy)
    return "except" in kinds or "busy" in kinds


def _singular(piece: list[Symbol]) -> bool:
    """Whether the first part has an article or is said in hours."""
    at = next((at for at, symbol in enumerate(piece) if symbol.kind == "part"), None)
    return at is not None and (piece[at].clock or (at > 0 and piece[at - 1].article != ""))


def _items(piece: list[Symbol]) -> list[Item]:
    """Days and parts of one piece, grouped: `monday and thursday evening` shares the evening, `evenings and
    weekends` does not."""
    items: list[Item] = []
    joined = True  # nothing yet, or `and` or a comma since the last day or part
    led: frozenset[int] | None = None  # parts said before their days: "le matin lundi et mardi"
    last = ""  # `day` or `part`, whichever was said last
    at = 0
    while at < len(piece):
        symbol = piece[at]
        if symbol.kind == "day":
            at, span = _span(piece, at)
            said = Item(days=span or symbol.days, span=span is not None)
            if items and items[-1].days is None and last == "part" and not joined:
                led = items[-1].parts
                items[-1] = replace(said, parts=led)
            elif led and joined and last == "day":
                items.append(replace(said, parts=led))
            else:
                items.append(said)
            last, joined = "day", False
        elif symbol.kind == "part":
            if joined and at and piece[at - 1].article == "many" and last == "part" and items[-1].days:
                items.append(Item(parts=symbol.parts))  # "samedi matin et les soirs": of every day
            else:
                _add_part(items, symbol.parts, joined, last)
            led = None
            last, joined = "part", False
        elif symbol.kind in {"and", "comma"}:
            joined = True
        at += 1
    return items


def _add_part(items: list[Item], parts: frozenset[int], joined: bool, last: str) -> None:
    """A part after days belongs to all the days before it that have none; joined to a part, it stands beside it."""
    previous = items[-1] if items else None
    if previous is None:
        items.append(Item(parts=parts))
    elif last == "day" and not joined:
        for at in range(len(items) - 1, -1, -1):
            if items[at].parts is not None or items[at].days is None or _several(items[at]) != _several(previous):
                break
            items[at] = replace(items[at], parts=parts)
    elif last == "part":
        items[-1] = (
            replace(previous, parts=(previous.parts or frozenset()) | parts)
            if joined
            else replace(previous, parts=(previous.parts or ALL_PARTS) & parts or parts)
        )
    else:
        items.append(Item(parts=parts))


def _several(item: Item) -> bool:
    """Whether it is `the weekend` or `weekdays` rather than a day."""
    return item.days in (WEEKEND, WORKDAYS) and not item.span


def _span(piece: list[Symbol], at: int) -> tuple[int, frozenset[int] | None]:
    """`lundi au jeudi`, `fri - sun`: the place of the last symbol and the days; the same place and `None` when it is
    no span."""
    ahead = at + 1
    if ahead < len(piece) and piece[ahead].kind == "to":
        ahead += 1
        while ahead < len(piece) and piece[ahead].kind == "of":
            ahead += 1
        if ahead < len(piece) and piece[ahead].kind == "day":
            first, last = piece[at].days, piece[ahead].days
            if len(first) == len(last) == 1:
                (start,), (end,) = first, last
                return ahead, frozenset((start + step) % 7 for step in range((end - start) % 7 + 1))
    return at, None
