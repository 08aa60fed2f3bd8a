"""Numbers in words, both languages at once: `vingt-cinq`, `forty two`, `une dizaine`, `a dozen`."""

from __future__ import annotations

import re

from .text import listed

_SMALL = listed(
    "zero 0 un 1 une 1 deux 2 trois 3 quatre 4 katre 4 cinq 5 six 6 sept 7 huit 8 neuf 9 dix 10 "
    "onze 11 douze 12 treize 13 quatorze 14 quinze 15 "
    "seize 16 one 1 two 2 three 3 four 4 five 5 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 "
    "thirteen 13 fourteen 14 "
    "fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19"
)
_TENS = listed(
    "vingt 20 vingts 20 vint 20 trente 30 quarante 40 cinquante 50 soixante 60 septante 70 octante "
    "80 huitante 80 nonante 90 "
    "twenty 20 thirty 30 forty 40 fourty 40 fifty 50 sixty 60 seventy 70 eighty 80 ninety 90"
)
_ROUND = listed(
    "dizaine 10 douzaine 12 quinzaine 15 vingtaine 20 trentaine 30 quarantaine 40 cinquantaine 50 "
    "soixantaine 60 centaine 100 dozen 12"
)
SMALL = {word: int(value) for word, value in zip(_SMALL[::2], _SMALL[1::2], strict=True)}
TENS = {word: int(value) for word, value in zip(_TENS[::2], _TENS[1::2], strict=True)}
ROUND = {word: int(value) for word, value in zip(_ROUND[::2], _ROUND[1::2], strict=True)}
HUNDRED = {"cent": 100, "cents": 100, "hundred": 100, "mille": 1000, "thousand": 1000}

TOKEN = re.compile(r"\d+/\d+(?!\d)|\d+(?:[.,]\d+)?|[^\W\d_]+|[,;.:!?()/+&\n-]")
"""A fraction, a number, a word, or a mark that may separate."""


def tokens(folded: str) -> list[str]:
    """`1h30, environ` -> `1`, `h`, `30`, `,`, `environ`."""
    return TOKEN.findall(folded)


def in_digits(words: list[str]) -> list[str]:
    """The same words, numbers written out replaced by digits: `vingt`, `-`, `cinq`, `minutes` -> `25`, `minutes`."""
    out: list[str] = []
    at = 0
    while at < len(words):
        value, after = _number(words, at)
        if after == at:
            out.append(words[at])
            at += 1
        else:
            out.append(str(value))
            at = after
    return out


def _number(words: list[str], at: int) -> tuple[int, int]:
    """The number that starts at `at` and where it ends; the same place when there is none."""
    if words[at] in ROUND:
        return ROUND[words[at]], at + 1
    if words[at] in {"une", "a", "un", "one"} and at + 1 < len(words) and words[at + 1] in ROUND:
        return ROUND[words[at + 1]], at + 2
    if words[at].isdecimal() and at + 1 < len(words) and words[at + 1] in {"dozen", "douzaine", "douzaines"}:
        return int(words[at][:9]) * 12, at + 2
    total, at = _below_hundred(words, at)
    if at < len(words) and words[at] in HUNDRED:
        total, at = (total or 1) * HUNDRED[words[at]], at + 1
        rest_at = at + 1 if at < len(words) and words[at] in {"and", "et"} else at
        rest, after = _below_hundred(words, rest_at) if rest_at < len(words) else (0, rest_at)
        if after > rest_at:
            total, at = total + rest, after
    return total, at


def _below_hundred(words: list[str], at: int) -> tuple[int, int]:
    if words[at] == "quatre" and _then(words, at + 1, "vingt", "vingts"):
        return _with_unit(words, _skip(words, at + 1) + 1, 80, 19)
    if words[at] in TENS:
        return _with_unit(words, at + 1, TENS[words[at]], 19 if words[at] == "soixante" else 9)
    if words[at] == "dix" and any(_then(words, at + 1, unit) for unit in ("sept", "huit", "neuf")):
        after = _skip(words, at + 1)
        return 10 + SMALL[words[after]], after + 1
    return (SMALL[words[at]], at + 1) if words[at] in SMALL else (0, at)


def _with_unit(words: list[str], at: int, ten: int, most: int) -> tuple[int, int]:
    """`vingt` + `et un`, `soixante` + `-` + `dix`, `forty` + `-` + `two`; `vingt` + `minutes` stays 20."""
    unit_at = _skip(words, at)
    if _then(words, at, "et") and unit_at + 1 < len(words) and words[unit_at + 1] in {"un", "une", "onze"}:
        unit_at += 1
    if unit_at >= len(words) or words[unit_at] not in SMALL:
        return ten, at
    unit, after = SMALL[words[unit_at]], unit_at + 1
    if words[unit_at] == "dix" and any(_then(words, after, more) for more in ("sept", "huit", "neuf")):
        after = _skip(words, after)
        unit, after = 10 + SMALL[words[after]], after + 1
    return (ten + unit, after) if 0 < unit <= most else (ten, at)


def _skip(words: list[str], at: int) -> int:
    return at + 1 if at < len(words) and words[at] == "-" else at


def _then(words: list[str], at: int, *wanted: str) -> bool:
    at = _skip(words, at)
    return at < len(words) and words[at] in wanted
