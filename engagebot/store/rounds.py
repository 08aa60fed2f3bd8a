"""Pairing everybody: who may be paired and what is known of them, who must not be, and the log of each round.

Twenty thousand people do not fit into one transaction without keeping others waiting: they are read, and a round is
written down, in pages of some hundreds (`PAGE`), each in a transaction of its own.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engagebot.store import profile
from engagebot.store.introductions import Meets, meets_from
from engagebot.store.sqlite import Row, Transaction
from engagebot.store.times import moment, seconds

PAGE = 500
"""Of people or pairs: some milliseconds."""
ALL = 1 << 31
"""Higher than the number of any member."""
OFFERS = ("can", "helps")
"""Levels of a skill with which one can show it to another."""
FACTS = ("place", "local_group", "languages")


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody who wants to be introduced and has agreed to it."""

    meets: Meets
    locale: str
    paused: bool
    pending: bool
    """They are asked in an introduction that waits for answers, of whomever."""
    interests: tuple[str, ...] = ()
    """Only what may be told to others."""
    offers: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    """Skills they want to learn."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Of place, local_group and languages what they told, in their words."""


@dataclass(frozen=True, slots=True)
class Round:
    """One pairing of everybody."""

    id: str
    at: datetime
    seed: int
    rules: Mapping[str, Any]
    people: int
    """How many took part."""
    result: Sequence[Sequence[int]] | None = None
    """Numbers of those who were put together; None: it is not finished."""
    rarity: Mapping[str, Any] = field(default_factory=dict)
    """How much each interest counted among them; {}: it is not finished, or nobody took part."""


@dataclass(frozen=True, slots=True)
class RoundMember:
    n: int
    """From 0."""
    person: str | None
    """None: erased since."""
    facts: Mapping[str, Any] | None
    """As the pairing saw them, no id of anybody among them; None: erased since."""


# -------------------------------------------------------------------------------------------- who may be paired, or not
async def everybody(tx: Transaction, after: str, limit: int, at: datetime) -> list[MemberRow]:
    """The next `limit` (`PAGE` at most) after a person's id, by id; '' begins, [] ends."""
    rows = await tx.rows("meeting_page", after=after, limit=min(limit, PAGE), at=seconds(at))
    if not rows:
        return []
    within = {"after": after, "last": rows[-1][0]}
    interests: defaultdict[str, list[str]] = defaultdict(list)
    offers: defaultdict[str, list[str]] = defaultdict(list)
    wants: defaultdict[str, list[str]] = defaultdict(list)
    for person, interest in await tx.rows("meeting_interests", **within):
        interests[person].append(interest)
    for person, skill, level in await tx.rows("meeting_skills", **within):
        (offers if level in OFFERS else wants)[person].append(skill)
    facts: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for person, kind, value in await tx.rows("meeting_facts", **within, at=seconds(at)):
        facts[person][kind] = json.loads(value)
    return [
        MemberRow(
            meets_from(row[:9]),
            row[9],
            bool(row[10]),
            bool(row[11]),
            tuple(interests[row[0]]),
            tuple(offers[row[0]]),
            tuple(wants[row[0]]),
            facts.get(row[0], {}),
        )
        for row in rows
    ]


async def member_row(tx: Transaction, person: str, at: datetime) -> MemberRow | None:
    """The same of one person; None: they do not want to be introduced, or no longer agree."""
    row = await tx.row("meeting", person_id=person, at=seconds(at))
    if row is None:
        return None
    known = await profile.load(tx, person, at)
    return MemberRow(
        meets_from(row[:9]),
        row[9],
        bool(row[10]),
        bool(row[11]),
        tuple(sorted(interest for interest, (visible, *_) in known.interests.items() if visible)),
        tuple(sorted(skill for skill, (level, *_) in known.skills.items() if level in OFFERS)),
        tuple(sorted(skill for skill, (level, *_) in known.skills.items() if level not in OFFERS)),
        {kind: known.facts[kind].value for kind in FACTS if kind in known.facts},
    )


async def bars(tx: Transaction, after: str, last: str, since: datetime) -> list[tuple[str, str]]:
    """Pairs, the lesser id first, who must not be paired: one blocked the other, or they met or were proposed to each
    other after `since`. Those whose lesser id comes after `after`, and is `last` at most: a page of `everybody`."""
    rows = await tx.rows("bars", after=after, last=last, since=seconds(since))
    return [(row[0], row[1]) for row in rows]


async def bars_of(tx: Transaction, person: str, since: datetime) -> set[str]:
    """The same for one person: whom they must not be paired with."""
    return {row[0] for row in await tx.rows("bars_of", person_id=person, since=seconds(since))}


# -------------------------------------------------------------------------------------------------------------- the log
async def save_round(tx: Transaction, one: Round) -> None:
    """Saved again, only its number of people and what came of it change."""
    await tx.change(
        "round_save",
        id=one.id,
        at=seconds(one.at),
        seed=one.seed,
        rules=json.dumps(one.rules, ensure_ascii=False),
        people=one.people,
        rarity=json.dumps(one.rarity, ensure_ascii=False),
        result="" if one.result is None else json.dumps(one.result),
    )


async def drop_members(tx: Transaction, round_id: str, below: int) -> int:
    """Of a round that begins anew, those with numbers below; how many. `PAGE` at most in a transaction."""
    return await tx.change("round_members_drop", round_id=round_id, below=below) + await tx.change(
        "round_bars_drop", round_id=round_id, below=below
    )


async def drop_round(tx: Transaction, round_id: str) -> None:
    await tx.change("round_drop", id=round_id)


async def add_members(tx: Transaction, round_id: str, members: Iterable[RoundMember]) -> None:
    """`PAGE` at most in a transaction. Whoever was erased meanwhile keeps their number only."""
    for one in members:
        facts = "" if one.facts is None else json.dumps(one.facts, ensure_ascii=False)
        await tx.change("round_member_add", round_id=round_id, n=one.n, person_id=one.person, facts=facts)


async def add_bars(tx: Transaction, round_id: str, pairs: Iterable[tuple[int, int]]) -> None:
    """Of numbers of members, in whatever order. `PAGE` at most in a transaction."""
    for pair in pairs:
        await tx.change("round_bar_add", round_id=round_id, a=min(pair), b=max(pair))


async def find_round(tx: Transaction, round_id: str) -> Round | None:
    row = await tx.row("round", id=round_id)
    return _round(row) if row else None


async def last_rounds(tx: Transaction, count: int) -> list[Round]:
    """Latest first; those that are not finished as well."""
    return [_round(row) for row in await tx.rows("rounds_last", limit=count)]


async def round_members(tx: Transaction, round_id: str, first: int = 0, below: int = ALL) -> list[RoundMember]:
    """By number: those from `first` on whose numbers are lower than `below`."""
    rows = await tx.rows("round_members", round_id=round_id, first=first, below=below)
    return [RoundMember(n, person, json.loads(facts) if facts else None) for n, person, facts in rows]


async def round_person(tx: Transaction, round_id: str, n: int) -> str | None:
    """None: erased since."""
    found: str | None = await tx.value("round_person", round_id=round_id, n=n)
    return found


async def round_bars(tx: Transaction, round_id: str, first: int = 0, below: int = ALL) -> list[tuple[int, int]]:
    """The lesser number of each first, and that is between these two."""
    rows = await tx.rows("round_bars", round_id=round_id, first=first, below=below)
    return [(row[0], row[1]) for row in rows]


def _round(row: Row) -> Round:
    id_, at, seed, rules, people, rarity, result = row
    found = json.loads(result) if result else None
    return Round(id_, moment(at), seed, json.loads(rules), people, found, json.loads(rarity))
