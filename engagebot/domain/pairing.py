"""A round: everybody who takes part is paired at once, so that all pairs together have the most that speaks for them.

The same members, bars, rules and seed give the same round, in whatever order they come. The seed decides between
equals only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engagebot.domain.introductions import (
    Bars,
    Member,
    Rarity,
    Reason,
    Rules,
    Score,
    can_talk,
    excluded,
    lot,
    priority,
    rarity,
    score,
    shuffled,
)


@dataclass(frozen=True, slots=True)
class Pair:
    a: str
    b: str
    score: Score
    """`ones` are the reasons for `a`, `others` those for `b`."""

    @property
    def people(self) -> tuple[str, ...]:
        return self.a, self.b

    def reasons(self, person: str) -> tuple[Reason, ...]:
        return self.score.ones if person == self.a else self.score.others


@dataclass(frozen=True, slots=True)
class Trio:
    """A pair, and one who was left over."""

    a: str
    b: str
    c: str
    scores: tuple[Score | None, Score | None, Score | None]
    """Of a and b, a and c, b and c; None: nothing speaks for these two: never so of the first, nor of both others."""

    @property
    def people(self) -> tuple[str, ...]:
        return self.a, self.b, self.c

    def reasons(self, person: str) -> tuple[Reason, ...]:
        """With either of the others: each kind once, the values of both."""
        both = ((self.a, self.b), (self.a, self.c), (self.b, self.c))
        found: dict[str, Reason] = {}
        for pair, scored in zip(both, self.scores, strict=True):
            if scored and person in pair:
                for one in scored.ones if person == pair[0] else scored.others:
                    before = found[one.kind].values if one.kind in found else ()
                    found[one.kind] = Reason(one.kind, tuple(dict.fromkeys((*before, *one.values))))
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Round:
    pairs: tuple[Pair, ...] = ()
    trios: tuple[Trio, ...] = ()
    left_over: tuple[str, ...] = ()
    """Who had nobody; sorted."""
    weight: int = 0
    """Of all pairs together, those included to which somebody was joined."""
    bound: float = 0.0
    """No way to pair these people weighs more."""


def pairs(members: Collection[Member], barred: Bars, rules: Rules, seed: int) -> Round:
    """Raises ValueError when an id is there twice."""
    import numpy as np  # here: a process that never pairs everybody saves the memory, and the time to load it

    from engagebot.domain.candidates import Crowd
    from engagebot.domain.heaviest import heaviest

    order = shuffled(members, seed)
    if len({one.id for one in order}) < len(order):
        raise ValueError("each member once")
    if len(order) < 2:
        return Round(left_over=tuple(one.id for one in order))
    rarest = rarity(order)
    crowd = Crowd(order, barred, rarest, rules)
    bonus = np.array([priority(one, rules) for one in order], np.int64)
    ties = np.array([int.from_bytes(lot(one.id, seed)[8:12]) for one in order], np.int64)
    best = heaviest(len(order), crowd.blocks, bonus, ties)
    found = [_pair(order[a], order[b], rarest, rules) for a, b in best.pairs]
    paired = {person for one in found for person in one.people}
    alone = [one for one in order if one.id not in paired]
    trios = list(_trios(found, alone, {one.id: one for one in order}, barred, rarest, rules))
    joined = {trio.people[:2] for trio in trios}
    together = {trio.c for trio in trios}
    return Round(
        tuple(sorted((one for one in found if one.people not in joined), key=lambda one: one.people)),
        tuple(sorted(trios, key=lambda one: one.people)),
        tuple(sorted(one.id for one in alone if one.id not in together)),
        sum(one.score.weight for one in found),
        best.bound,
    )


def _pair(one: Member, other: Member, rarest: Rarity, rules: Rules) -> Pair:
    a, b = (one, other) if one.id < other.id else (other, one)
    scored = score(a, b, rarest, rules)
    if scored is None:
        raise AssertionError(f"nothing speaks for {a.id} and {b.id}: points and score differ")
    return Pair(a.id, b.id, scored)


def _trios(
    found: Sequence[Pair],
    alone: Sequence[Member],
    members: Mapping[str, Member],
    barred: Bars,
    rarest: Rarity,
    rules: Rules,
) -> Iterator[Trio]:
    """Whom of those left over a pair takes in: who was left over longest chooses first."""
    open_pairs = [one for one in found if all(members[person].trios for person in one.people)]
    for third in sorted((one for one in alone if one.trios), key=lambda one: -one.left_over):
        best: tuple[int, Trio] | None = None
        for one in open_pairs:
            a, b = members[one.a], members[one.b]
            if excluded(a, third, barred) or excluded(b, third, barred) or not can_talk(a, b, third):
                continue
            scores = score(a, third, rarest, rules), score(b, third, rarest, rules)
            weight = sum(each.weight for each in scores if each)
            if weight and (best is None or weight > best[0]):
                best = weight, Trio(one.a, one.b, third.id, (one.score, *scores))
        if best:
            open_pairs = [one for one in open_pairs if one.people != best[1].people[:2]]
            yield best[1]
