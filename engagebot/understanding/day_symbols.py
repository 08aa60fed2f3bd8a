"""The words of a folded text -> a row of symbols: days, parts of a day, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .day_hours import marked_hours
from .day_phrases import in_single_words
from .day_words import AFTERNOON, ALL_PARTS, MORNING, VOCABULARY, WEEKEND, WORKDAYS, is_meant
from .numerals import in_digits, tokens

_LONGEST = 400
"""Words and marks read of one text."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """One word or mark. Kinds: `day`, `part`; `and`, `to`, `comma` between them; `of` for articles and prepositions;
    `except`, `only`, `not`, `busy`, `free`, `ever`, `rest` (all that was not said) about them; `but` and `stop` where
    something else begins; `word` for any other word."""

    kind: str
    days: frozenset[int] = frozenset()
    """Of the kind `day`: one day, or those of `weekend` or `weekday`. Empty for all others."""
    parts: frozenset[int] = frozenset()
    """Of the kind `part`: what it stands for. Empty for all others."""
    clock: bool = False
    """A part said in hours."""
    article: Literal["", "one", "many"] = ""
    """Of the kind `of`: `le` and `the` may announce one day or part, `les` announces several. Empty: no article."""


_FIXED = (
    {"allday": Symbol("part", parts=ALL_PARTS), "daytime": Symbol("part", parts=frozenset({MORNING, AFTERNOON}))}
    | {"rest": Symbol("rest")}
    | dict.fromkeys(",\n/()", Symbol("comma"))
    | dict.fromkeys(";.!?:", Symbol("stop"))
)
"""What no typo leads to: marks, and words that only `day_phrases` puts into the text."""
_ARTICLES: dict[str, Literal["one", "many"]] = {"le": "one", "la": "one", "the": "one", "les": "many"}


def symbols(folded: str) -> list[Symbol]:
    """The symbols of a folded text in its order; empty when it has no words. Words that mean nothing here while they
    might (`mon` in `mon chien`) leave no symbol."""
    text, times = marked_hours(" ".join(in_digits(tokens(in_single_words(folded))[:_LONGEST])))
    said = tokens(text)
    row: list[Symbol] = []
    for word, before, after in zip(said, ["", *said], [*said[1:], ""], strict=False):
        if word in times:
            row.append(Symbol("part", parts=times[word], clock=True))
        elif word in _FIXED:
            row.append(_FIXED[word])
        elif is_meant(word, before, after):
            row.append(_known(word))
    return row


def _known(word: str) -> Symbol:
    """What the vocabulary has for a word."""
    match VOCABULARY.symbol(word):
        case None:
            return Symbol("word")
        case "weekend":
            return Symbol("day", days=WEEKEND)
        case "weekday":
            return Symbol("day", days=WORKDAYS)
        case "of":
            return Symbol("of", article=_ARTICLES.get(word, ""))
        case name if name[1:].isdecimal():
            numbers = frozenset({int(name[1:])})
            return Symbol("day", days=numbers) if name[0] == "d" else Symbol("part", parts=numbers)
        case kind:
            return Symbol(kind)
