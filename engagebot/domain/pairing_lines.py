"""Pairing as lines of JSON, so that a process of its own can do it: everybody goes in, what came of it comes out.

In:   {"seed", "rules", "for": null, or [id, facts] of one person for whom somebody is looked for}
      {"members": [[id, facts], …]}, {"bars": [[id, id], …]}: as many of these lines as there are
Out:  {"members": [[id, facts], …], "first": number of the first of these}, {"bars": [[number, number], …]}
      then, as the last line, a `Found`
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from engagebot.domain.introductions import Member, Rules, bars, rarity, rarity_as_json
from engagebot.domain.rounds import (
    best_for,
    facts_as_json,
    facts_from_json,
    numbered,
    played,
    result,
    rules_as_json,
    rules_from_json,
)

LINE = 200
"""So many people or pairs on a line of an answer: whoever reads it keeps nobody waiting over it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of it. When somebody was looked for on behalf of one person, there is only `partner`."""

    partner: str | None = None
    result: Sequence[Sequence[int]] = ()
    """Numbers of those who are introduced to each other."""
    rarity: Mapping[str, Any] = field(default_factory=dict)
    """As `rarity_from_json` takes it."""
    pairs: int = 0
    trios: int = 0
    left_over: int = 0
    weight: int = 0
    bound: float = 0.0
    """No way to pair these people weighs more."""


def head(rules: Rules, seed: int, person: Member | None = None) -> bytes:
    """The first line; `person`: look for somebody on their behalf only."""
    return _line({"seed": seed, "rules": rules_as_json(rules), "for": person and _member(person)})


def members_line(members: Iterable[Member]) -> bytes:
    return _line({"members": [_member(one) for one in members]})


def bars_line(pairs: Iterable[tuple[str, str]]) -> bytes:
    return _line({"bars": list(pairs)})


def answered(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The answer to these lines, all of which are read first."""
    first, members, pairs = _read(lines)
    rules, seed = rules_from_json(first["rules"]), first["seed"]
    if first["for"]:
        person, facts = first["for"]
        one = best_for(facts_from_json(person, facts), members, bars(pairs), rules, seed)
        yield _line(asdict(Found(one.b if one else None)))
        return
    inputs, ids = numbered(members, bars(pairs), rules, seed)
    rows = [(person, facts_as_json(one)) for person, one in zip(ids, inputs.members, strict=True)]
    barred = sorted((int(a), int(b)) for a, b in inputs.barred.pairs)
    for start in range(0, len(rows), LINE):
        yield _line({"first": start, "members": rows[start : start + LINE]})
    yield from (_line({"bars": barred[start : start + LINE]}) for start in range(0, len(barred), LINE))
    found = played(inputs)
    counts = len(found.pairs), len(found.trios), len(found.left_over), found.weight, found.bound
    yield _line(asdict(Found(None, result(found), rarity_as_json(rarity(inputs.members)), *counts)))


def _read(lines: Iterable[bytes]) -> tuple[Any, list[Member], list[tuple[str, str]]]:
    coming = iter(lines)
    first, members, pairs = json.loads(next(coming)), list[Member](), list[tuple[str, str]]()
    for line in coming:
        some = json.loads(line)
        members += [facts_from_json(*one) for one in some.get("members", ())]
        pairs += [(a, b) for a, b in some.get("bars", ())]
    return first, members, pairs


def _member(one: Member) -> tuple[str, Mapping[str, Any]]:
    return one.id, facts_as_json(one)


def _line(values: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
