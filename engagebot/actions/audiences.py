"""Whom a call for help is for: read from an organiser's words, said back in words; and why somebody is in it or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engagebot.actions.act import Act
from engagebot.actions.ladder import first_name
from engagebot.audience import Audience, is_room
from engagebot.domain.association import Entry
from engagebot.domain.calls import Call, Filter
from engagebot.domain.matching import plain
from engagebot.engine.effects import Line, Shown
from engagebot.store import calls, profile, roles, rooms
from engagebot.understanding import call_words
from engagebot.understanding.audience_words import AudienceWords, audience_words
from engagebot.understanding.languages import languages
from engagebot.understanding.options import Option

MOST_REASONS = 3
"""Said of one example."""
TOLD = frozenset({"place", "languages", "local_group"})


async def read(act: Act, said: str) -> AudienceWords:
    """Whom these words mean, with the catalogues, the local groups and the group rooms that there are."""
    found = audience_words(
        said,
        skills=[Option(entry.id, entry.words) for entry in act.association.skills],
        interests=[Option(entry.id, entry.words) for entry in act.association.interests],
        groups=[Option(group, (name,)) for group, name in (await groups(act)).items()],
        places=await _places(act),
    )
    own_name = frozenset(plain(name) for name in (await groups(act)).values())
    where = tuple(place for place in found.places if plain(place) not in own_name or not found.groups)
    return replace(found, places=where)


async def groups(act: Act) -> dict[str, str]:
    """Those that can be named: what a filter holds of it -> its name. Of a room that is its id."""
    local = {}
    for kept in await calls.facts_said(act.tx, "local_group"):
        if name := plain(calls.told(kept)):
            local[name] = calls.told(kept)
    return local | await rooms.groups(act.tx)


async def _places(act: Act) -> list[str]:
    return [told for kept in await calls.facts_said(act.tx, "place") if len(told := calls.told(kept)) > 2]


def topic_of(act: Act, words: str, meant: Filter) -> str:
    """What it is about, so that somebody can want to hear no more of it: a topic of the association, else a skill that
    is named, or that is looked for; '': none is."""
    for catalogue in (act.association.topics, act.association.skills):
        if named := call_words.named(words, _entries(catalogue)):
            return named
    return next(iter(meant.skills)) if len(meant.skills) == 1 else ""


def _entries(catalogue: Sequence[Entry]) -> list[tuple[str, Sequence[str]]]:
    return [(entry.id, (entry.id, *entry.words)) for entry in catalogue]


# --------------------------------------------------------------------------------------------------------- said back
async def audience_said(act: Act, meant: Filter) -> list[Line]:
    """Who is meant, a line for each thing that is asked of them; of all these each has to fit."""
    if meant == Filter():
        return [act.line("audience.everybody")]
    names = await groups(act)
    lines = []
    if meant.skills:
        every = meant.every_skill and len(meant.skills) > 1
        skills = Shown("labels", _skills(meant.skills)) if every else Shown("either", _skills(meant.skills))
        lines.append(act.line("audience.every_skill" if every else "audience.skills", skills=skills))
    if meant.wants:
        lines.append(act.line("audience.wants", skills=Shown("either", _skills(meant.wants))))
    if meant.interests:
        likes = [Shown("interests", [one]) for one in sorted(meant.interests)]
        lines.append(act.line("audience.interests", interests=Shown("either", likes)))
    if meant.places:
        places = Shown("either", [place.title() for place in sorted(meant.places)])
        lines.append(act.line("audience.places", places=places))
    if meant.days:
        lines.append(act.line("audience.days", days=Shown("availability", sorted(meant.days))))
    if meant.languages:
        spoken: list[Shown] = [Shown("locale", code) for code in sorted(meant.languages)]
        lines.append(act.line("audience.languages", languages=Shown("either", spoken)))
    for name, some in (("groups", meant.groups), ("not_groups", meant.not_groups)):
        if some:
            named = Shown("either", sorted(names.get(group, group) for group in some))
            lines.append(act.line(f"audience.{name}", groups=named))
    if meant.newcomers is not None:
        lines.append(act.line("audience.newcomers" if meant.newcomers else "audience.no_newcomers"))
    return lines


def _skills(skills: frozenset[str]) -> list[Shown]:
    return [Shown("skills", {skill: "can"}) for skill in sorted(skills)]


async def examples(act: Act, call: Call, there: Audience) -> list[Line]:
    """Who is asked first: first names, and why they fit."""
    names = await groups(act)
    return [await _example(act, person, call.audience, names) for person in there.best(call.id)]


async def _example(act: Act, person: str, meant: Filter, names: Mapping[str, str]) -> Line:
    known = await profile.load(act.tx, person, act.at)
    name = Shown("name", await first_name(act, person))
    why: list[Shown] = []
    for skill in sorted(meant.skills | meant.wants):
        level = known.skills[skill][0] if skill in known.skills else None
        if level and (level == "learns") == (skill in meant.wants):
            why.append(Shown("skills", {skill: level}))
    why += [Shown("interests", [one]) for one in sorted(meant.interests & set(known.interests))]
    told = {kind: str(fact.value) for kind, fact in known.facts.items() if kind in TOLD}
    if meant.places and "place" in told:
        why.append(Shown("place", told["place"]))
    if free := sorted(meant.days & set(known.availability)):
        why.append(Shown("availability", free))
    why += [Shown("locale", code) for code in sorted(meant.languages & languages(told.get("languages", "")))]
    for group in sorted(meant.groups):
        if await _is_in(act, person, group, told.get("local_group", "")):
            why.append(Shown("text", names.get(group, group)))
    if not why:
        return act.line("audience.example", name=name)
    return act.line("audience.example_why", name=name, why=Shown("labels", why[:MOST_REASONS]))


async def _is_in(act: Act, person: str, group: str, told: str) -> bool:
    """By what was last read of a room: it only illustrates, and is worth no question to the homeserver."""
    return person in await roles.members(act.tx, group) if is_room(group) else plain(told) == group


def left_out(act: Act, there: Audience) -> list[Line]:
    """How many of those who are meant are not asked, a line for each reason; never who."""
    lines = []
    for reason, count in there.left_out.items():
        if reason != "author":
            lines.append(act.line(f"audience.out_{reason}", count=Shown("number", count)))
    return lines
