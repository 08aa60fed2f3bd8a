"""Cutting somebody's words where a reader sees the end of a sign: never between a letter and its accents, or inside of
an emoji that is made of several. Pure."""

from __future__ import annotations

import unicodedata

JOINER = "\u200d"
LONGEST_SIGN = 64
"""Characters; what is longer is no sign of any language, and is cut anywhere."""


def cut(words: str, longest: int) -> str:
    """The beginning, of at most so many characters."""
    if len(words) <= longest:
        return words
    for end in range(longest, max(0, longest - LONGEST_SIGN), -1):
        if _between(words, end):
            return words[:end]
    return words[:longest]


def _between(words: str, at: int) -> bool:
    """Whether one sign ends, and another begins there."""
    before, after = words[at - 1], words[at]
    if before == JOINER or _goes_on(after) or before + after == "\r\n":
        return False
    if not (_is_half_flag(before) and _is_half_flag(after)):
        return True
    flags = 0
    while at > flags and _is_half_flag(words[at - flags - 1]):
        flags += 1
    return flags % 2 == 0


def _goes_on(char: str) -> bool:
    """It belongs to the character before it: accents, joiners, skin tones, what makes a flag of a region, the second
    and third part of a Korean syllable."""
    return (
        unicodedata.category(char) in ("Mn", "Me", "Mc")
        or char in (JOINER, "\u200c")
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or "\u1160" <= char <= "\u11ff"
    )


def _is_half_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
