"""Which languages somebody speaks, from their own words: "français, un peu d'anglais et breton" -> fr, en, br."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from babel import Locale

from engagebot.understanding.text import fold, listed, words

READ_IN = ("fr", "en")
MORE = frozenset(listed("kab zgh fil gsw frp pcd yue gcf gcr rcf"))
"""Codes of three letters whose names are read; the names of the others are mostly everyday words to somebody."""
OWN_NAMES: Mapping[str, str] = {
    "deutsch": "de", "espanol": "es", "castellano": "es", "castillan": "es", "italiano": "it", "portugues": "pt",
    "nederlands": "nl", "flamand": "nl", "polski": "pl", "brezhoneg": "br", "euskara": "eu", "catala": "ca",
    "farsi": "fa", "darija": "ar", "amazigh": "zgh", "berbere": "zgh", "mandarin": "zh",
}  # fmt: skip
NOT = frozenset(listed("pas no not sans without aucun"))
BEFORE = 3
"""A "pas" so many words before a name, or fewer, takes it back: "pas du tout d'anglais"."""


def languages(text: str) -> frozenset[str]:
    """Codes of all languages that are named; empty: none, or none of those that are known here."""
    said, found = words(fold(text)), set[str]()
    names = _names()
    if said and set(said) <= set(names.values()):  # "FR, EN"; among other words "en" is a word
        return frozenset(said)
    place = 0
    while place < len(said):
        size = next((n for n in (3, 2, 1) if tuple(said[place : place + n]) in names), 0)
        if size and not _denied(said[max(0, place - BEFORE) : place], names):
            found.add(names[tuple(said[place : place + size])])
        place += size or 1
    return frozenset(found)


def _denied(before: Sequence[str], names: Mapping[tuple[str, ...], str]) -> bool:
    """Only what stands before this name alone: "pas d'anglais, français"."""
    own = before
    for n, word in enumerate(before):
        if (word,) in names:
            own = before[n + 1 :]
    return not NOT.isdisjoint(own)


@cache
def _names() -> Mapping[tuple[str, ...], str]:
    """Words of a name, folded -> code."""
    names: dict[tuple[str, ...], str] = {(word,): code for word, code in OWN_NAMES.items()}
    for locale in READ_IN:
        for code, name in sorted(Locale(locale).languages.items(), key=lambda each: -len(each[0])):
            base = code.partition("_")[0]
            if len(base) == 2 or base in MORE:
                names[tuple(words(fold(name)))] = base
    return names
