"""What people type, made comparable: no accents, no capitals, one kind of apostrophe; words, stems and typos."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer
from rapidfuzz.distance import OSA

LONGEST = 4_000
"""Characters read of one message: more than anybody types on purpose, and few enough to stay quick."""

_BEFORE = str.maketrans(
    {
        "½": " 1/2 ",
        "¼": " 1/4 ",
        "¾": " 3/4 ",
        "œ": "oe",
        "Œ": "oe",
        "æ": "ae",
        "Æ": "ae",
        "’": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
    }
    | {
        "ʼ": "'",
        "–": "-",
        "—": " - ",
        "−": "-",
        "\u2011": "-",
        "\u20e3": " ",
        "\ufe0f": "",
        "\u200d": "",
        "ı": "i",
        "№": " no ",
    }
)
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
_HEAPED = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3,}")
"""Accents upon accents, which nobody writes: to put them in order takes long."""
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")


def listed(words: str) -> list[str]:
    """Words of a list written as one text."""
    return words.split()


@lru_cache(maxsize=128)
def fold(text: str) -> str:
    """Small letters without accents or doubled spaces. `ooouiii` loses its stretched letters. At most LONGEST
    characters. The same message is folded by everything that looks at it."""
    calm = _HEAPED.sub("", text[:LONGEST].translate(_BEFORE))
    opened = unicodedata.normalize("NFKD", calm)[: 2 * LONGEST].casefold()
    bare = "".join(letter for letter in opened if not unicodedata.combining(letter))
    return _STRETCHED.sub(r"\1", _SPACES.sub(" ", bare).strip())[:LONGEST]


def words(folded: str) -> list[str]:
    """Words of a folded text; `j'ai` gives `j`, `ai`."""
    return _WORD.findall(folded)


_french = snowballstemmer.stemmer("french")
_english = snowballstemmer.stemmer("english")


@lru_cache(maxsize=20_000)
def stems(word: str) -> tuple[str, str]:
    """The French and the English stem of a folded word: what is written tells poorly which language it is."""
    if len(word) < 4 or len(word) > 30:
        return word, word
    return _french.stemWord(word), _english.stemWord(word)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """One stem for both languages: the English one of the French one, so that singular and plural, verb and noun
    often meet."""
    french = stems(word)[0]
    return _english.stemWord(french) if 3 < len(french) <= 30 else french


def allowed_typos(word: str) -> int:
    """How many slips still leave a word of this length recognisable. Below five letters too many other words are
    near."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def near(word: str, other: str) -> bool:
    """Whether `word` may be `other` mistyped: one slip from four letters on, two from eight on, the first letter
    being right
    (or swapped with the second). In four letters only a swap counts: `juin` is not `juif`, but `hlaf` is `half`."""
    if word == other:
        return True
    most = min(allowed_typos(word), allowed_typos(other))
    if not most or abs(len(word) - len(other)) > most:
        return False
    if len(word) == 4 or len(other) == 4:
        return sorted(word) == sorted(other) and OSA.distance(word, other) == 1
    if word[0] != other[0] and sorted(word[:2]) != sorted(other[:2]):
        return False
    return OSA.distance(word, other, score_cutoff=most) <= most


class Vocabulary:
    """Words that a small grammar knows, each standing for a symbol, found in spite of typos."""

    def __init__(self, known: dict[str, str], never: Iterable[str] = ()) -> None:
        """`known`: symbol -> its words, separated by blanks. `never`: everyday words that only look like one of
        them."""
        self._symbol = {word: symbol for symbol, listed in known.items() for word in listed.split()}
        self._by_initial: dict[str, list[str]] = {}
        for word in self._symbol:
            if len(word) >= 4:
                self._by_initial.setdefault(word[0], []).append(word)
        self._never = frozenset(never)

    def symbol(self, word: str) -> str | None:
        """The symbol of a folded word, `None` when it is none of ours."""
        return self._symbol.get(word) or self._guess(word)

    @lru_cache(maxsize=4_096)  # noqa: B019 - vocabularies live as long as the program
    def _guess(self, word: str) -> str | None:
        if len(word) < 4 or len(word) > 20 or word in self._never or word.isdecimal():
            return None
        known_words = [known for initial in {word[0], word[1]} for known in self._by_initial.get(initial, ())]
        close = sorted((OSA.distance(word, known), known) for known in known_words if near(word, known))
        return self._symbol[close[0][1]] if close else None
