"""Calls for help: who is meant, who may be asked, and in which order. Pure.

**Who is meant** is a `Filter`: of each field that says something one thing has to fit. Whoever did not say (where they
live, when they are free) does not fit what asks for it. **Who may be asked** is another question; `fit` names the first
thing that stands against somebody, of what is meant before what is allowed.

**What speaks for somebody**, in points:

    skills      40 for each wanted one that they can do, 25 for each that they can help with
    wants       40 for each wanted one that they want to learn
    interests   20 for each wanted one
    days        5 for each wanted part of the week on which they are free, three at most
    place       10 at the very place, 5 in a part of it or around it
    languages   5 for each wanted one

Among equals comes first who was called least lately, and between those the lot: another one for each call.

`domain.waves` says how many are asked at a time, and when it is over.
"""

from __future__ import annotations

import hashlib
import heapq
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from engagebot.domain.matching import Level, same_place

Kind = Literal["inform", "show", "convince", "hand_on", "help"]
"""inform: spread a word. show: be there and show something. convince: win somebody over. hand_on: teach what one knows.
help: hands are needed, soon."""
KINDS: tuple[Kind, ...] = get_args(Kind)
State = Literal["draft", "open", "found", "cancelled", "exhausted"]
"""draft: a second organiser has not confirmed it yet. found: enough said yes, or the organiser has whom they need.
exhausted: everybody who fits was asked. The last three are over."""
Answer = Literal["asked", "yes", "no", "never_topic", "withdrawn"]
"""asked: no answer yet. no: not this time. never_topic: not this time, and never again about this topic. withdrawn:
they said yes, and take it back."""
Unfit = Literal["group", "skills", "wants", "interests", "place", "days", "languages", "newcomer"]
"""What the organiser asked for, and somebody is not. group: also those who are in one that is left out. newcomer: also
those who are none where newcomers are meant."""
Barred = Literal[
    "author", "asked", "gone", "no_consent", "refused_topic", "no_language", "paused", "unanswered", "budget"
]
"""Why somebody who is meant is not asked. asked: they were, in this very call. no_language: they do not speak the one
it is written in. unanswered: so many messages in a row without a word of theirs. budget: so many in seven days."""
BARRED: tuple[Barred, ...] = get_args(Barred)
PASSING: frozenset[Barred] = frozenset({"paused", "unanswered", "budget"})
"""May be otherwise at the next wave."""

POINTS: Mapping[Level, int] = {"can": 40, "helps": 25}
WANTS, INTEREST, DAY, MOST_DAYS, SAME_PLACE, NEAR_PLACE, LANGUAGE = 40, 20, 5, 3, 10, 5, 5


@dataclass(frozen=True, slots=True)
class Rules:
    wave: int = 8
    """People at once."""
    wave_after: timedelta = timedelta(hours=24)
    enough_percent: int = 150
    """Of the people who are needed: some who said yes cannot in the end."""
    alone_up_to: int = 20
    """A second organiser confirms what may reach more people."""
    follow_up: timedelta = timedelta(hours=48)
    """Within this after a yes, somebody turns to them by name."""
    longest: timedelta = timedelta(days=28)
    """It no longer waits for pauses and budgets to end when it is as old as this."""
    per_week: int = 3
    """Messages of the bot's initiative to one person, all features together."""
    unanswered: int = 3
    """Messages in a row without a word of theirs, and they are asked nothing more."""
    newcomer_days: float = 30
    """So long after the first sitting somebody is a newcomer."""
    urgent_again: timedelta = timedelta(days=30)
    """So long after an urgent call the next one does not pass the budget of the same person."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Who is meant. Empty: everybody."""

    skills: frozenset[str] = frozenset()
    """Ids of what they can do or help with."""
    every_skill: bool = False
    """All of these, not one of them."""
    wants: frozenset[str] = frozenset()
    """Ids of skills they want to learn."""
    interests: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    """As they are compared (`matching.place_key`)."""
    languages: frozenset[str] = frozenset()
    """Codes."""
    days: frozenset[str] = frozenset()
    """Parts of the week, e.g. sat-morning."""
    groups: frozenset[str] = frozenset()
    """Ids of group rooms ("!…"), or names of local groups as they are compared (`matching.plain`)."""
    not_groups: frozenset[str] = frozenset()
    newcomers: bool | None = None
    """True: only they; False: all but they; None: whoever."""


@dataclass(frozen=True, slots=True)
class Call:
    id: str
    kind: Kind
    words: str
    author: str | None
    """None: erased since."""
    language: str
    """Code of the one that `words` are in."""
    need: int
    """People who are wanted."""
    audience: Filter = Filter()
    minutes: int | None = None
    """That it takes; None: not said."""
    topic: str = ""
    """'': none; then nobody can refuse it for good."""
    urgent: bool = False
    """Two organisers agreed that it passes the budget."""
    state: State = "draft"
    written_at: datetime | None = None
    begun_at: datetime | None = None
    """None: not sent to anybody yet."""
    waves: int = 0
    """That were sent."""
    last_wave_at: datetime | None = None
    ended_at: datetime | None = None
    task: str | None = None
    """Id of what it has become; None: nothing."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, as far as a call looks at them."""

    id: str
    skills: Mapping[str, Level] = field(default_factory=dict)
    interests: frozenset[str] = frozenset()
    place: str = ""
    """As it is compared; '': not known."""
    languages: frozenset[str] = frozenset()
    """Codes, the one in which the bot speaks with them among them; empty: not known, so they speak all."""
    days: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    newcomer: bool = False
    consents: bool = True
    gone: bool = False
    """They left their conversation with the bot."""
    paused: bool = False
    refused: frozenset[str] = frozenset()
    """Topics of which they want no calls."""
    asked: bool = False
    """In this very call."""
    unanswered: int = 0
    reached: int = 0
    """Messages of the bot's initiative in the last seven days."""
    urgent_lately: bool = False
    """One of them was an urgent call that is not yet `urgent_again` ago."""


# ------------------------------------------------------------------------------------------- who is meant, who is asked
def fit(person: Person, call: Call, rules: Rules) -> int | Unfit | Barred:
    """Points (0 and more), or what stands against them."""
    return unfit(person, call.audience) or barred(person, call, rules) or points(person, call.audience)


def unfit(person: Person, audience: Filter) -> Unfit | None:
    """None: they are meant."""
    able = frozenset(skill for skill, level in person.skills.items() if level in POINTS)
    learning = frozenset(person.skills) - able
    if (audience.groups and not audience.groups & person.groups) or audience.not_groups & person.groups:
        return "group"
    if audience.skills and not (audience.skills <= able if audience.every_skill else audience.skills & able):
        return "skills"
    if audience.wants and not audience.wants & learning:
        return "wants"
    if audience.interests and not audience.interests & person.interests:
        return "interests"
    if audience.places and not any(is_at(person.place, place) for place in audience.places):
        return "place"
    if audience.days and not audience.days & person.days:
        return "days"
    if audience.languages and not audience.languages & person.languages:
        return "languages"
    return "newcomer" if audience.newcomers not in (None, person.newcomer) else None


def is_at(place: str, wanted: str) -> bool:
    """Of two keys; who did not say where they are is nowhere."""
    return bool(place) and same_place(wanted, place)


def barred(person: Person, call: Call, rules: Rules) -> Barred | None:
    """None: they may be asked."""
    for reason, holds in (
        ("author", person.id == call.author),
        ("asked", person.asked),
        ("gone", person.gone),
        ("no_consent", not person.consents),
        ("refused_topic", call.topic in person.refused),
        ("no_language", bool(person.languages) and call.language not in person.languages),
        ("paused", person.paused),
        ("unanswered", person.unanswered >= rules.unanswered),
        ("budget", person.reached >= rules.per_week and not (call.urgent and not person.urgent_lately)),
    ):
        if holds:
            return reason  # type: ignore[return-value]  # each of them is one
    return None


def points(person: Person, audience: Filter) -> int:
    """Of one who is meant."""
    learns = sum(person.skills.get(skill) == "learns" for skill in audience.wants)
    exact = person.place in audience.places
    return (
        sum(POINTS.get(level, 0) for skill, level in person.skills.items() if skill in audience.skills)
        + WANTS * learns
        + INTEREST * len(audience.interests & person.interests)
        + DAY * min(MOST_DAYS, len(audience.days & person.days))
        + (SAME_PLACE if exact else NEAR_PLACE) * bool(audience.places)
        + LANGUAGE * len(audience.languages & person.languages)
    )


Standing = tuple[int, datetime | None]
"""(points, when they were last called; None: not for as long as it is remembered): who has the same is equal."""


def best(placed: Mapping[Standing, Collection[str]], call_id: str, most: int) -> list[str]:
    """Of people who may be asked, at most so many; the same for the same people, however they come."""
    found: list[str] = []
    for standing in sorted(placed, key=_order):
        if len(found) < most:
            found += heapq.nsmallest(most - len(found), placed[standing], key=lambda person: lot(person, call_id))
    return found


def _order(standing: Standing) -> tuple[int, float]:
    worth, called = standing
    return -worth, called.timestamp() if called else -math.inf


def lot(person: str, call_id: str) -> tuple[bytes, str]:
    """Drawn for them in this call: what decides between equals."""
    return hashlib.sha256(f"{call_id}\n{person}".encode()).digest(), person


# ---------------------------------------------------------------------------------------------------- as they are kept
def filter_as_json(audience: Filter) -> dict[str, Any]:
    """For `json.dumps`; what says nothing is left out."""
    values = {name: getattr(audience, name) for name in Filter.__slots__}
    return {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in values.items()
        if value or (name == "newcomers" and value is not None)
    }


def filter_from_json(values: Mapping[str, Any]) -> Filter:
    """Raises TypeError for a field that there is not."""
    given: dict[str, Any] = {name: frozenset(is_) if isinstance(is_, list) else is_ for name, is_ in values.items()}
    return Filter(**given)
