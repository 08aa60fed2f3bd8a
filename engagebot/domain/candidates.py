"""Who could be paired with whom among many: what speaks for each pair, for some people against all others.

The same points as `introductions.score` gives, without the priority of who was left over. All pairs of 20,000 people
are 200 million: they are looked at in blocks, and never all kept. Whole numbers below 2²⁴ are exact as float32 in
whatever order they are added, so every machine finds the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engagebot.domain.introductions import Bars, Member, Rarity, Rules, points

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

DENSE = 128
"""So many words held by most are columns of a matrix; of each other word the few who hold it are listed."""
BLOCK_CELLS = 3_000_000
"""12 MB as float32; four or five such lie in memory at once."""


@dataclass(frozen=True, slots=True)
class _Shared:
    """Words of one that count when the other has them: interests with interests, offered with wanted skills."""

    ones: Floats
    others: Floats
    listed: Sequence[Sequence[tuple[Ints, float]]]
    """For each one: who else holds a rarer word of theirs, and what it counts."""

    def into(self, cells: Floats, first: int, end: int) -> None:
        np.matmul(self.ones[first:end], self.others.T, out=cells)
        for row, lists in zip(cells, self.listed[first:end], strict=True):
            for holders, weight in lists:
                row[holders] += weight


def _shared(
    ones: Sequence[frozenset[str]], others: Sequence[frozenset[str]], worth: Mapping[str, int] | None = None
) -> _Shared:
    """`worth`: None when each counts 1."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(others):
        for word in words:
            holders[word].append(place)
    ranked = sorted(holders, key=lambda word: (-len(holders[word]), word))
    column = {word: number for number, word in enumerate(ranked[:DENSE])}
    rare = {word: (np.array(holders[word]), float(worth[word] if worth else 1)) for word in ranked[DENSE:]}
    left = np.zeros((len(ones), len(column)), np.float32)
    right = np.zeros((len(others), len(column)), np.float32)
    for row, words in zip(left, ones, strict=True):
        for word in words & column.keys():
            row[column[word]] = worth[word] if worth else 1
    for row, words in zip(right, others, strict=True):
        row[[column[word] for word in words & column.keys()]] = 1
    return _Shared(left, right, [[rare[word] for word in sorted(words & rare.keys())] for words in ones])


def _codes(words: Sequence[str]) -> Ints:
    """The same number for the same word; 0: ''."""
    numbers = {word: number for number, word in enumerate(sorted({"", *words}))}
    return np.array([numbers[word] for word in words], np.int64)


class Crowd:
    """What speaks for each pair of these members. Nothing here is changed after it is made."""

    def __init__(self, members: Sequence[Member], barred: Bars, rarest: Rarity, rules: Rules) -> None:
        self.size, self._rules = len(members), rules
        worth = {interest: points(interest, rarest, rules) for one in members for interest in one.interests}
        interests = [one.interests for one in members]
        offers, wants = [one.offers for one in members], [one.wants for one in members]
        self._interests = _shared(interests, interests, worth)
        self._teaches, self._learns = _shared(offers, wants), _shared(wants, offers)
        self._places, self._groups = _codes([one.place for one in members]), _codes([one.group for one in members])
        spoken = sorted({one.languages for one in members}, key=sorted)
        numbers = {languages: number for number, languages in enumerate(spoken)}
        self._languages = np.array([numbers[one.languages] for one in members], np.int64)
        self._can_talk = np.array([[not (a and b) or bool(a & b) for b in spoken] for a in spoken], bool)
        self._say = np.array([[bool((a & b) - rarest.everybodys) for b in spoken] for a in spoken], bool)
        self._barred: dict[int, list[int]] = defaultdict(list)
        at = {one.id: number for number, one in enumerate(members)}
        for a, b in barred.pairs:
            if a in at and b in at:
                self._barred[at[a]].append(at[b])
                self._barred[at[b]].append(at[a])

    def blocks(self) -> Iterator[tuple[int, Floats]]:
        """(first row, points of so many rows against everybody); 0: this pair must not be, or nothing speaks for it."""
        step = max(1, BLOCK_CELLS // max(1, self.size))
        for first in range(0, self.size, step):
            yield first, self.rows(first, min(self.size, first + step))

    def rows(self, first: int, end: int) -> Floats:
        cells = np.empty((end - first, self.size), np.float32)
        total = np.empty_like(cells)
        rules = self._rules
        self._interests.into(total, first, end)
        why = total > 0
        np.minimum(total, rules.interests_most, out=total)
        for skills in (self._teaches, self._learns):
            skills.into(cells, first, end)
            found = cells > 0
            why |= found
            total += found * np.float32(rules.skill)
        for codes, worth in ((self._places, rules.place), (self._groups, rules.group)):
            if codes.any():
                found = (codes[first:end, None] == codes) & (codes[first:end, None] > 0)
                why |= found
                total += found * np.float32(worth)
        if self._say.any():
            total += self._say[self._languages[first:end]][:, self._languages] * np.float32(rules.language)
        if not self._can_talk.all():
            why &= self._can_talk[self._languages[first:end]][:, self._languages]
        for row in range(first, end):
            why[row - first, row] = False
            why[row - first, self._barred.get(row, [])] = False
        np.maximum(total, 1, out=total)
        total *= why
        return total
