"""What goes around a round: one person who asks for somebody between rounds, and the replay.

A round is played with numbers instead of ids, so what is kept of it names nobody, and played again gives the same.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engagebot.domain.introductions import Bars, Member, Rules, bars, excluded, rarity, score, shuffled
from engagebot.domain.pairing import Pair, Round, pairs


def best_for(member: Member, others: Collection[Member], barred: Bars, rules: Rules, seed: int) -> Pair | None:
    """With whom `member` is introduced who does not wait for a round; None: with nobody of these. They are `a`."""
    rarest = rarity([member, *(one for one in others if one.id != member.id)])
    best: Pair | None = None
    for one in shuffled(others, seed):
        scored = None if excluded(member, one, barred) else score(member, one, rarest, rules)
        if scored and (best is None or scored.weight > best.score.weight):
            best = Pair(member.id, one.id, scored)
    return best


# ------------------------------------------------------------------------------------------------------------ to replay
@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a round depends on. The ids of the members are their numbers, "0" for the first."""

    members: tuple[Member, ...]
    barred: Bars
    rules: Rules
    seed: int


def numbered(members: Collection[Member], barred: Bars, rules: Rules, seed: int) -> tuple[Inputs, tuple[str, ...]]:
    """With numbers instead of ids, and the ids in the order of these numbers. The same in whatever order they come."""
    order = shuffled(members, seed)
    number = {one.id: str(place) for place, one in enumerate(order)}
    inside = ((number[a], number[b]) for a, b in barred.pairs if a in number and b in number)
    inputs = Inputs(tuple(replace(one, id=number[one.id]) for one in order), bars(inside), rules, seed)
    return inputs, tuple(one.id for one in order)


def played(inputs: Inputs) -> Round:
    """With numbers for ids, as the members have them."""
    return pairs(inputs.members, inputs.barred, inputs.rules, inputs.seed)


def named(found: Round, ids: Iterable[str]) -> Round:
    """The same round with the ids that `numbered` gave. Reasons and scores stay with the same people."""
    by_number = {str(place): person for place, person in enumerate(ids)}
    return replace(
        found,
        pairs=tuple(replace(one, a=by_number[one.a], b=by_number[one.b]) for one in found.pairs),
        trios=tuple(
            replace(one, a=by_number[one.a], b=by_number[one.b], c=by_number[one.c]) for one in found.trios
        ),
        left_over=tuple(by_number[one] for one in found.left_over),
    )


def result(found: Round) -> list[list[int]]:
    """The numbers of those introduced to each other, for the log of rounds: sorted. Who is left over is in none."""
    groups = [*(one.people for one in found.pairs), *(one.people for one in found.trios)]
    return sorted([int(person) for person in people] for people in groups)


FACTS = ("interests", "offers", "wants", "place", "group", "languages", "trios", "left_over")


def facts_as_json(member: Member) -> dict[str, Any]:
    """What the pairing looks at, without the id; for `json.dumps`. What is not known is not there."""
    values = {name: getattr(member, name) for name in FACTS}
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in values.items() if value}


def facts_from_json(id: str, facts: Mapping[str, Any]) -> Member:
    """{}: nothing known any more, so nothing speaks for anybody with them."""
    known: dict[str, Any] = {k: frozenset(v) if isinstance(v, list) else v for k, v in facts.items()}
    return Member(id, **known)


def rules_as_json(rules: Rules) -> dict[str, int]:
    return dataclasses.asdict(rules)


def rules_from_json(values: Mapping[str, int]) -> Rules:
    return Rules(**values)


def as_json(inputs: Inputs) -> dict[str, Any]:
    return {
        "members": [facts_as_json(one) for one in inputs.members],
        "bars": sorted([int(a), int(b)] for a, b in inputs.barred.pairs),
        "rules": rules_as_json(inputs.rules),
        "seed": inputs.seed,
    }


def from_json(values: Mapping[str, Any]) -> Inputs:
    return Inputs(
        tuple(facts_from_json(str(place), facts) for place, facts in enumerate(values["members"])),
        bars((str(a), str(b)) for a, b in values["bars"]),
        rules_from_json(values["rules"]),
        values["seed"],
    )
