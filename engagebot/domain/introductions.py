"""Who may be introduced to whom, why, and how much speaks for it. Pure: the same people and rules give the same.

**Excluded** is a pair that is barred (a block of either, or they met lately), and one that has no language in common;
who named no language speaks with everybody.

**What speaks for a pair**, in points (the fields of `Rules`), whole ones, so that sums are the same on every machine:

    interests   those in common, each by its rarity from 10 (everybody's) to 50 (a sixteenth of them or fewer), together
                300 at most: who names everything does not draw everybody
    skills      30 if one can do what the other wants to learn, and 30 the other way round
    place       15 at the same
    group       10 in the same
    language    10 for one in common that is not nearly everybody's: alone it is no reason to introduce two

and 400 for each round in a row after which either was left over, three at most. That is more than all the rest
together, so who was left over stands back only for others who were left over.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any, Literal, cast, get_args

Rhythm = Literal["weekly", "every_2_weeks", "monthly", "on_request"]
Absence = Literal["stopped", "paused", "pending", "on_request", "rhythm"]
"""stopped: too many proposals without an answer. pending: one is still open. on_request: they wait to ask for one.
rhythm: it is too soon after the last."""
Kind = Literal["interests", "teaches", "learns", "place", "group", "language"]
"""Seen from one of the two. teaches: skills of theirs that the other wants to learn; learns: the other way round."""

RHYTHMS: tuple[Rhythm, ...] = get_args(Rhythm)
DAYS: Mapping[Rhythm, int] = {"weekly": 7, "every_2_weeks": 14, "monthly": 28}
"""Whole weeks, since rounds come on one day of the week. Not here: only when they ask."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EARLY = timedelta(hours=12)
"""A round that begins some minutes earlier in the day than the last one counts as the same day."""
COMMON_TO = 16
"""An interest of one in so many is as rare as it gets: among thousands nothing else would count."""
RAREST = 1 + math.log2(COMMON_TO)
EVERYBODYS = 0.8
"""From this share on of those who named any, a language is everybody's."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Points, and days; from the settings."""

    interest: int = 10
    """For one that everybody has; up to five times as much for a rare one."""
    interests_most: int = 300
    skill: int = 30
    place: int = 15
    group: int = 10
    language: int = 10
    left_over: int = 400
    """For each round, of either."""
    left_over_rounds: int = 3
    """More rounds in a row count as so many."""
    again_days: int = 182
    """Who met is not introduced to each other again within."""
    expires_days: int = 7
    stop_after: int = 3
    """Proposals in a row without any answer."""


@dataclass(frozen=True, slots=True)
class Member:
    """One who takes part in a round, as far as the pairing looks at them."""

    id: str
    interests: frozenset[str] = frozenset()
    """Only those that others may see."""
    offers: frozenset[str] = frozenset()
    """Skills they have, or can help with."""
    wants: frozenset[str] = frozenset()
    """Skills they want to learn."""
    place: str = ""
    """As it is compared; '': not known."""
    group: str = ""
    """'': none."""
    languages: frozenset[str] = frozenset()
    """As they are compared; empty: not known, so they speak with everybody."""
    trios: bool = False
    """They agreed to meet two at once."""
    left_over: int = 0
    """Rounds in a row without anybody for them, up to now."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether and when one who agreed to introductions wants the next."""

    rhythm: Rhythm
    since: datetime
    last_asked_at: datetime | None = None
    """None: never yet."""
    unanswered: int = 0
    """Proposals in a row."""
    stopped: bool = False
    """The bot said that it asks no more until they say so."""
    paused: bool = False
    pending: bool = False
    """A proposal is open."""
    wanted: bool = False
    """They asked for one, and wait for it."""


def absent(standing: Standing, at: datetime, rules: Rules) -> Absence | None:
    """Why they take no part in a round now; None: they do. Who asked for one does not wait for their rhythm."""
    if standing.stopped or standing.unanswered >= rules.stop_after:
        return "stopped"
    if standing.paused:
        return "paused"
    if standing.pending:
        return "pending"
    if standing.wanted:
        return None
    if standing.rhythm == "on_request":
        return "on_request"
    due = standing.last_asked_at and standing.last_asked_at + timedelta(days=DAYS[standing.rhythm]) - EARLY
    return "rhythm" if due and at < due else None


def next_round(at: datetime, zone: tzinfo, weekday: str, hour: int) -> datetime:
    """When everybody is paired next, after `at`: once a week, on the wall clock of `zone`."""
    today = at.astimezone(zone).date()
    ahead = (WEEKDAYS.index(weekday) - today.weekday()) % 7
    for days in (ahead, ahead + 7):
        found = datetime.combine(today + timedelta(days=days), time(hour), zone)
        if found > at:
            break
    return found.astimezone(UTC)


def shuffled(members: Collection[Member], seed: int) -> Sequence[Member]:
    """The same for the same members, however they come."""
    return sorted(members, key=lambda one: (lot(one.id, seed), one.id))


def lot(person: str, seed: int) -> bytes:
    """Drawn for them: what decides between equals."""
    return hashlib.sha256(f"{seed}\n{person}".encode()).digest()


# ---------------------------------------------------------------------------------------------------- what is excluded
@dataclass(frozen=True, slots=True)
class Bars:
    """Pairs that must not be: blocks of either, and those who met lately. Which of these it is, nobody needs here."""

    pairs: frozenset[tuple[str, str]] = frozenset()
    """Of ids, the lower one first; `bars` makes them so."""

    def between(self, one: str, other: str) -> bool:
        return ((one, other) if one < other else (other, one)) in self.pairs


def bars(pairs: Iterable[tuple[str, str]]) -> Bars:
    """In whatever order the two are named."""
    return Bars(frozenset((one, other) if one < other else (other, one) for one, other in pairs))


def excluded(one: Member, other: Member, barred: Bars) -> bool:
    return one.id == other.id or not can_talk(one, other) or barred.between(one.id, other.id)


def can_talk(*members: Member) -> bool:
    """Whether there is a language of all of them. Who named none is no hindrance."""
    named = [one.languages for one in members if one.languages]
    return not named or bool(frozenset.intersection(*named))


# --------------------------------------------------------------------------------------------------- what speaks for it
@dataclass(frozen=True, slots=True)
class Rarity:
    """How much an interest says among these people, and which languages say nothing."""

    interests: Mapping[str, float]
    """1 (everybody has it) to 5 (one in sixteen or fewer)."""
    everybodys: frozenset[str]
    """Languages."""


def rarity(members: Collection[Member]) -> Rarity:
    held = Counter(interest for one in members for interest in one.interests)
    spoken = Counter(language for one in members for language in one.languages)
    spoke = sum(bool(one.languages) for one in members)
    return Rarity(
        {interest: 1 + math.log2(min(COMMON_TO, len(members) / count)) for interest, count in held.items()},
        frozenset(language for language, count in spoken.items() if count >= EVERYBODYS * spoke),
    )


def points(interest: str, rarest: Rarity, rules: Rules) -> int:
    """One that nobody had when rarity was taken is as rare as it gets."""
    return round(rules.interest * rarest.interests.get(interest, RAREST))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why these two, as one of them is told."""

    kind: Kind
    values: tuple[str, ...]
    """Ids of interests (the rarest first) or of skills; the place, the group, the languages."""


@dataclass(frozen=True, slots=True)
class Score:
    weight: int
    """In points; more than 0."""
    ones: tuple[Reason, ...]
    """What the first of the two is told, the weightiest first."""
    others: tuple[Reason, ...]


def score(one: Member, other: Member, rarest: Rarity, rules: Rules) -> Score | None:
    """None: nothing speaks for them, save perhaps a language, and to introduce them would be arbitrary.

    Whether they are excluded is another question.
    """
    each = {interest: points(interest, rarest, rules) for interest in one.interests & other.interests}
    shared = sorted(each, key=lambda interest: (-each[interest], interest))
    teaches, learns = tuple(sorted(one.offers & other.wants)), tuple(sorted(other.offers & one.wants))
    place = (one.place,) if one.place and one.place == other.place else ()
    group = (one.group,) if one.group and one.group == other.group else ()
    if not (shared or teaches or learns or place or group):
        return None
    languages = tuple(sorted((one.languages & other.languages) - rarest.everybodys))
    told: list[tuple[int, Kind, tuple[str, ...]]] = [
        (min(rules.interests_most, sum(each.values())), "interests", tuple(shared)),
        (rules.skill * bool(teaches), "teaches", teaches),
        (rules.skill * bool(learns), "learns", learns),
        (rules.place * bool(place), "place", place),
        (rules.group * bool(group), "group", group),
        (rules.language * bool(languages), "language", languages),
    ]
    told = sorted((line for line in told if line[2]), key=lambda line: -line[0])
    reasons = tuple(Reason(kind, values) for _, kind, values in told)
    weight = max(1, sum(weight for weight, _, _ in told)) + priority(one, rules) + priority(other, rules)
    return Score(weight, reasons, tuple(Reason(TURNED.get(why.kind, why.kind), why.values) for why in reasons))


TURNED: Mapping[Kind, Kind] = {"teaches": "learns", "learns": "teaches"}


def priority(member: Member, rules: Rules) -> int:
    return rules.left_over * min(member.left_over, rules.left_over_rounds)


# ---------------------------------------------------------------------------------------------------- as they are kept
def reasons_as_json(reasons: Iterable[Reason]) -> list[list[str]]:
    """`[[kind, value, …], …]`, for `json.dumps`."""
    return [[one.kind, *one.values] for one in reasons]


def reasons_from_json(rows: Sequence[Sequence[str]]) -> tuple[Reason, ...]:
    """Raises ValueError for a kind that there is not."""
    return tuple(Reason(_kind(kind), tuple(values)) for kind, *values in rows)


def rarity_as_json(rarest: Rarity) -> dict[str, Any]:
    return {"interests": dict(rarest.interests), "everybodys": sorted(rarest.everybodys)}


def rarity_from_json(values: Mapping[str, Any]) -> Rarity:
    """Of a round in which nobody was compared with anybody, nothing is kept."""
    return Rarity(values.get("interests", {}), frozenset(values.get("everybodys", ())))


def _kind(name: str) -> Kind:
    if name not in get_args(Kind):
        raise ValueError(f"no kind of reason: {name!r}; there are {', '.join(get_args(Kind))}")
    return cast(Kind, name)
