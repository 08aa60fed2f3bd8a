"""Whom a call may reach: everybody who is meant, who of them may be asked now, and why the others are not.

Among a hundred thousand people no single statement finds that without keeping others waiting. So each thing that counts
is asked for alone, in a transaction of its own, as a set of people (only the few who are paused, not the many who are
not); and who is alike in all that counts is judged together (`domain.calls.fit`).
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar, get_args

from engagebot.config import Settings
from engagebot.domain.calls import BARRED, PASSING, Barred, Call, Filter, Person, Rules, Standing, Unfit, best, fit
from engagebot.domain.calls import is_at as at_place
from engagebot.domain.matching import Level, place_key, plain
from engagebot.store import calls, roles
from engagebot.store.sqlite import Store, Transaction
from engagebot.understanding.audience_words import AudienceWords
from engagebot.understanding.languages import languages

EXAMPLES = 3
BUDGET_LOOKS_BACK = timedelta(days=7)
"""As the gate does."""
IN_ONE_GO = 5_000
"""People judged before others have their turn: some 5 ms."""
UNFIT = frozenset(get_args(Unfit))
NOTHING: frozenset[str] = frozenset()

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Audience:
    able: Mapping[Standing, Collection[str]]
    """Who may be asked, by what decides about their place."""
    left_out: Mapping[Barred, int]
    """How many of those who are meant are not asked, by the first reason; in the order of `BARRED`."""
    doubles: int = 0
    """How many of all these are in more than one of the groups that were named. They are counted once."""

    @property
    def count(self) -> int:
        """Of who may be asked."""
        return sum(map(len, self.able.values()))

    @property
    def meant(self) -> int:
        return self.count + sum(self.left_out.values())

    @property
    def later(self) -> int:
        """How many may be asked when a pause or a budget of theirs is over."""
        return sum(count for reason, count in self.left_out.items() if reason in PASSING)

    def best(self, call_id: str, most: int = EXAMPLES) -> list[str]:
        """Who is asked first; in the preview the examples."""
        return best(self.able, call_id, most)


def filter_of(said: AudienceWords) -> Filter:
    """Who is meant, of an organiser's words."""
    return Filter(
        said.skills,
        said.every_skill,
        said.wants,
        said.interests,
        frozenset(key for place in said.places if (key := place_key(place))),
        said.languages,
        said.days,
        said.groups,
        said.not_groups,
        said.newcomers,
    )


def rules_of(settings: Settings) -> Rules:
    return Rules(
        wave=settings.call_wave,
        wave_after=timedelta(hours=settings.call_wave_hours),
        enough_percent=settings.call_enough_percent,
        alone_up_to=settings.call_alone_up_to,
        follow_up=timedelta(hours=settings.call_follow_up_hours),
        longest=timedelta(days=settings.call_longest_days),
        per_week=settings.budget_per_week,
        unanswered=settings.unanswered_limit,
        newcomer_days=settings.newcomer_days,
    )


async def audience(store: Store, call: Call, at: datetime, rules: Rules, purpose: str) -> Audience:
    """Of a call that may be a draft. `purpose`: the consent that it needs."""
    ways = _Ways(store, at)
    known = await _known(ways, call, rules, purpose)
    said = await _said(ways, call.audience, known)
    people = await _candidates(ways, call.audience, known, said)
    several = {person for person, groups in said.groups.items() if len(groups & call.audience.groups) > 1}
    able: defaultdict[Standing, set[str]] = defaultdict(set)
    left_out: Counter[str] = Counter()
    doubles = 0
    for alike in await _alike(people, known, said):
        outcome = fit(_person(next(iter(alike)), known, said, call), call, rules)
        if isinstance(outcome, int):
            called = alike & known.called.keys()
            able[outcome, None] |= alike - called
            for person in called:
                able[outcome, known.called[person]].add(person)
        elif outcome in UNFIT:
            continue
        else:
            left_out[outcome] += len(alike)
        doubles += len(several & alike)
        if len(alike) >= IN_ONE_GO:
            await asyncio.sleep(0)
    ordered = {reason: left_out[reason] for reason in BARRED if left_out[reason]}
    return Audience({standing: some for standing, some in able.items() if some}, ordered, doubles)


async def _alike(people: set[str], known: _Known, said: _Said) -> Iterable[set[str]]:
    """The same people, those together of whom all that counts is the same. Most of them are usual in every way."""
    others = people & known.others
    agreed = (people & known.agreed) - others
    await asyncio.sleep(0)
    silent = people - agreed - others
    await asyncio.sleep(0)
    groups: list[set[str]] = []
    for part, key in (
        (agreed, said.key),
        (silent, said.key),
        (others, lambda person: (said.key(person), known.key(person))),
    ):
        if part is not others and not said.facets:
            groups.append(part)
            continue
        alike: defaultdict[Hashable, set[str]] = defaultdict(set)
        for n, person in enumerate(part, 1):
            alike[key(person)].add(person)
            if n % IN_ONE_GO == 0:
                await asyncio.sleep(0)
        groups += alike.values()
    return [some for some in groups if some]


@dataclass(frozen=True, slots=True)
class _Ways:
    store: Store
    at: datetime

    async def take(self, way: Callable[..., Awaitable[Found]], *of: Any) -> Found:
        """One way to many people, in a transaction of its own; then others have their turn."""
        async with self.store.transaction() as tx:
            found = await way(tx, *of)
        await asyncio.sleep(0)
        return found

    async def told(self, kind: str, wanted: Callable[[str], frozenset[str]]) -> dict[str, frozenset[str]]:
        """Who said something of this kind that `wanted` finds something in, and what."""
        found: dict[str, frozenset[str]] = {}
        for kept in await self.take(calls.facts_said, kind):
            if meant := wanted(calls.told(kept)):
                found |= dict.fromkeys(await self.take(calls.saying, kind, kept, self.at), meant)
        return found


# ----------------------------------------------------------------------------------------- what stands against somebody
@dataclass(frozen=True, slots=True)
class _Known:
    """Sets and tables of a few people each, save `agreed`."""

    agreed: set[str]
    unusual: Mapping[str, calls.Unusual]
    readers: set[str]
    """With whom the bot speaks another language than that of the call, but who speak it."""
    gone: set[str]
    reached: Mapping[str, int]
    refusing: set[str]
    asked: set[str]
    urgently: set[str]
    called: Mapping[str, datetime]
    language: str
    author: str | None
    others: set[str] = field(default_factory=set)
    """All that are in one of those but the first."""

    def key(self, person: str) -> Hashable:
        return (
            person in self.agreed,
            self.unusual.get(person),
            person in self.readers,
            person in self.gone,
            self.reached.get(person, 0),
            person in self.refusing,
            person in self.asked,
            person in self.urgently,
            person == self.author,
        )


async def _known(ways: _Ways, call: Call, rules: Rules, purpose: str) -> _Known:
    newcomer_since = None if call.audience.newcomers is None else ways.at - timedelta(days=rules.newcomer_days)
    agreed = await ways.take(calls.ever_agreed, purpose)
    agreed -= await ways.take(calls.declined, purpose)
    unusual = await ways.take(calls.unusual, call.language, rules.unanswered, newcomer_since, ways.at)
    foreign = any(_base(one[0]) != call.language for one in unusual.values())
    readers = await _readers(ways, call.language) if foreign else set()
    gone = await ways.take(calls.gone)
    reached = await ways.take(calls.reached, ways.at - BUDGET_LOOKS_BACK, rules.per_week)
    refusing = await ways.take(calls.refusing, call.topic) if call.topic else set()
    asked = {one.person for one in await ways.take(calls.called_in, call.id)}
    urgently = await ways.take(calls.called_urgently, ways.at - rules.urgent_again) if call.urgent else set()
    called = await ways.take(calls.last_called)
    few: list[Iterable[str]] = [unusual, gone, reached, refusing, asked, urgently, {call.author} if call.author else ()]
    return _Known(
        agreed,
        unusual,
        readers,
        gone,
        reached,
        refusing,
        asked,
        urgently,
        called,
        call.language,
        call.author,
        set().union(*few),
    )


async def _readers(ways: _Ways, language: str) -> set[str]:
    said = await ways.take(calls.languages_of_others, language, ways.at)
    speak = {words: language in languages(words) for words in set(said.values())}
    return {person for person, words in said.items() if speak[words]}


# ------------------------------------------------------------------------------------------------------- who is meant
@dataclass(frozen=True, slots=True)
class _Said:
    """Of everything that the filter looks at: who said something of it that it looks for."""

    skills: Mapping[str, tuple[tuple[str, Level], ...]]
    interests: Mapping[str, frozenset[str]]
    places: Mapping[str, frozenset[str]]
    languages: Mapping[str, frozenset[str]]
    days: Mapping[str, frozenset[str]]
    groups: Mapping[str, frozenset[str]]
    facets: Sequence[Mapping[str, Any]]
    """Those of them that may differ between people."""

    def key(self, person: str) -> Hashable:
        if len(self.facets) == 1:
            return self.facets[0].get(person)
        return tuple([said.get(person) for said in self.facets])


async def _said(ways: _Ways, meant: Filter, known: _Known) -> _Said:
    skilled: dict[tuple[str, Level], set[str]] = {}
    for skill in sorted(meant.skills | meant.wants):
        for level, there in (await ways.take(calls.with_skill, skill)).items():
            if skill in (meant.wants if level == "learns" else meant.skills):
                skilled[skill, level] = there
    within: Set[str] | None = set().union(*skilled.values()) if skilled else None
    interests = await _each(ways, calls.with_interest, meant.interests, within)
    within = interests.keys() if interests else within
    days = await _each(ways, calls.free_on, meant.days, within)
    within = days.keys() if days else within
    skills: dict[str, tuple[tuple[str, Level], ...]] = {}
    for one, some in skilled.items():
        for person in some if within is None else some & within:
            skills[person] = (*skills.get(person, ()), one)
    places: dict[str, frozenset[str]] = {}
    if meant.places:
        places = await ways.told("place", lambda said: _at(place_key(said), meant.places))
    spoken: dict[str, frozenset[str]] = {}
    if meant.languages:
        spoken = await ways.told("languages", lambda said: languages(said) & meant.languages)
    groups = await _groups(ways, meant.groups | meant.not_groups)
    every: tuple[Mapping[str, Any], ...] = (skills, interests, places, spoken, days, groups)
    return _Said(skills, interests, places, spoken, days, groups, [one for one in every if one])


def _at(key: str, places: frozenset[str]) -> frozenset[str]:
    """The key itself, when it is one of these places or in one of them."""
    return frozenset({key}) if any(at_place(key, place) for place in places) else frozenset()


async def _each(
    ways: _Ways,
    way: Callable[[Transaction, str], Awaitable[set[str]]],
    wanted: Iterable[str],
    within: Set[str] | None = None,
) -> dict[str, frozenset[str]]:
    """Person -> which of these they are found by; only of those `within`, if that is known (None: of everybody)."""
    found: dict[str, frozenset[str]] = {}
    for one in sorted(wanted):
        more: dict[frozenset[str], frozenset[str]] = {}
        there = await ways.take(way, one)
        for person in there if within is None else there & within:
            before = found.get(person, NOTHING)
            if before not in more:
                more[before] = before | {one}
            found[person] = more[before]
    return found


def is_room(group: str) -> bool:
    """Whether it is the id of a group room, rather than the name of a local group."""
    return group.startswith(("!", "#"))


async def _groups(ways: _Ways, wanted: Iterable[str]) -> dict[str, frozenset[str]]:
    rooms = frozenset(group for group in wanted if is_room(group))
    named = frozenset(wanted) - rooms
    found = await _each(ways, _members, rooms)
    if named:
        for person, said in (await ways.told("local_group", lambda told: named & {plain(told)})).items():
            found[person] = found.get(person, NOTHING) | said
    return found


async def _members(tx: Transaction, room: str) -> set[str]:
    return set(await roles.members(tx, room))


async def _candidates(ways: _Ways, meant: Filter, known: _Known, said: _Said) -> set[str]:
    """All who may be meant. Of languages the one that the bot speaks with somebody counts as well; that of the call is
    nearly everybody's, and leaves out nobody here."""
    speaking = said.languages.keys() | {p for p, one in known.unusual.items() if _base(one[0]) in meant.languages}
    wanted = (
        (meant.skills | meant.wants, said.skills.keys()),
        (meant.interests, said.interests.keys()),
        (meant.places, said.places.keys()),
        (meant.days, said.days.keys()),
        (meant.groups, said.groups.keys()),
        (meant.languages if known.language not in meant.languages else NOTHING, speaking),
    )
    asked_for = sorted((there for what, there in wanted if what), key=len)
    if not asked_for:
        return await ways.take(calls.everybody)
    people = set(asked_for[0])
    for there in asked_for[1:]:
        people &= there
    return people


def _base(locale: str) -> str:
    """The code of a language: of fr@vous, fr."""
    return locale.partition("@")[0]


def _person(person: str, known: _Known, said: _Said, call: Call) -> Person:
    locale, paused, unanswered, newcomer = known.unusual.get(person, (known.language, 0, 0, 0))
    reads = {_base(locale), known.language} if person in known.readers else {_base(locale)}
    return Person(
        person,
        dict(said.skills.get(person, ())),
        said.interests.get(person, NOTHING),
        next(iter(said.places.get(person, ())), ""),
        said.languages.get(person, NOTHING) | reads,
        said.days.get(person, NOTHING),
        said.groups.get(person, NOTHING),
        newcomer=bool(newcomer),
        consents=person in known.agreed,
        gone=person in known.gone,
        paused=bool(paused),
        refused=frozenset({call.topic} if person in known.refusing else ()),
        asked=person in known.asked,
        unanswered=unanswered,
        reached=known.reached.get(person, 0),
        urgent_lately=person in known.urgently,
    )
