"""What a person says of themselves: skills, availability, interests, place, languages; and the view of it all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engagebot.actions import reach
from engagebot.actions.act import Act
from engagebot.actions.profile_undo import noted, snapshot
from engagebot.engine.effects import Line, Shown
from engagebot.engine.model import Value
from engagebot.store import calls, people, profile

CORRECTED_WITHIN = timedelta(days=1)
"""An answer is corrected while its conversation is fresh; what was said earlier than this was not said by it."""


@dataclass(frozen=True, slots=True)
class Saved: ...


@dataclass(frozen=True, slots=True)
class SavedWithUnknown:
    unknown: str


@dataclass(frozen=True, slots=True)
class OnlyUnknown:
    unknown: str


@dataclass(frozen=True, slots=True)
class Nothing: ...


async def save_skills(act: Act, *, skills: Mapping[str, Value]) -> Saved | SavedWithUnknown | OnlyUnknown | Nothing:
    """Adds to what was known; words that no catalogue has are kept, and proposed to the organisers."""
    before = await snapshot(act)
    held = (await profile.load(act.tx, act.person, act.at)).skills
    for skill in _retracted(act, "skills", held, skills["known"]):
        await profile.remove_skill(act.tx, act.person, skill)
    await _forget_unknown(act, "skill", "skills", skills["unknown"])
    await profile.add_skills(act.tx, act.person, skills["known"], act.at)
    saved = await _saved(act, "skill", bool(skills["known"]), skills["unknown"])
    await noted(act, before)
    return saved


async def save_interests(
    act: Act, *, interests: Mapping[str, Value]
) -> Saved | SavedWithUnknown | OnlyUnknown | Nothing:
    """Interests are not shown to others before the person says so; who wants to be introduced has."""
    before = await snapshot(act)
    held = (await profile.load(act.tx, act.person, act.at)).interests
    for interest in _retracted(act, "interests", held, interests["known"]):
        await profile.remove_interest(act.tx, act.person, interest)
    await _forget_unknown(act, "interest", "interests", interests["unknown"])
    shown = await profile.agrees(act.tx, act.person, "introductions")
    for interest in interests["known"]:
        visible = held[interest][0] if interest in held else shown
        await profile.add_interests(act.tx, act.person, [interest], visible, act.at)
    saved = await _saved(act, "interest", bool(interests["known"]), interests["unknown"])
    await noted(act, before)
    return saved


def _retracted(
    act: Act, slot: str, held: Mapping[str, tuple[Any, datetime, datetime]], kept: Iterable[str]
) -> list[str]:
    """What the corrected answer had added, and the new one does not say; what was known before that answer stays."""
    old = (act.retracted.get(slot) or {}).get("known", ())
    return [name for name in old if name in held and name not in kept and held[name][1] > act.at - CORRECTED_WITHIN]


async def _forget_unknown(act: Act, kind: str, slot: str, kept: Sequence[str]) -> None:
    for words in (act.retracted.get(slot) or {}).get("unknown", ()):
        if words not in kept:
            await profile.remove_unknown(act.tx, act.person, kind, words)


async def _saved(
    act: Act, kind: str, known: bool, unknown: Sequence[str]
) -> Saved | SavedWithUnknown | OnlyUnknown | Nothing:
    await profile.no_longer_skipped(act.tx, act.person, f"declare_{kind}s")
    if not unknown:
        return Saved() if known else Nothing()
    await profile.keep_unknown(act.tx, act.person, kind, unknown, act.at)
    if act.association.organisers_room:
        for words in unknown:
            digest = hashlib.sha256(words.casefold().encode()).hexdigest()[:24]  # keys are kept longer than words
            act.tell(
                f"organisers.unknown_{kind}",
                room=act.association.organisers_room,
                words=Shown("text", words),
                key=f"unknown:{kind}:{digest}",
            )
    said = ", ".join(unknown)
    return SavedWithUnknown(said) if known else OnlyUnknown(said)


@dataclass(frozen=True, slots=True)
class SavedWeek:
    availability: list[str]


@dataclass(frozen=True, slots=True)
class SavedAmount:
    weekly_time: int


@dataclass(frozen=True, slots=True)
class SavedBoth:
    availability: list[str]
    weekly_time: int


@dataclass(frozen=True, slots=True)
class NotNow: ...


async def save_availability(
    act: Act, *, availability: Sequence[str] | None = None, weekly_time: int | None = None
) -> SavedWeek | SavedAmount | SavedBoth | NotNow:
    """The whole week as it is now; the amount beside it. [] is an answer: not for the moment."""
    before = await snapshot(act)
    await profile.no_longer_skipped(act.tx, act.person, "declare_availability")
    if availability is not None:
        await profile.set_availability(act.tx, act.person, availability, act.at)
    if weekly_time:
        await profile.set_fact(act.tx, act.person, "weekly_minutes", weekly_time, act.at)
    await noted(act, before)
    if availability and weekly_time:
        return SavedBoth(list(availability), weekly_time)
    if weekly_time:
        return SavedAmount(weekly_time)
    return SavedWeek(list(availability)) if availability else NotNow()


@dataclass(frozen=True, slots=True)
class Known:
    held: Value


@dataclass(frozen=True, slots=True)
class NothingKnown: ...


async def held_skills(act: Act, *, skills: Value = None) -> Known | NothingKnown:
    """What is known is shown rather than asked again; unless the message that began this says it anew."""
    held = (await profile.load(act.tx, act.person, act.at)).skills
    known = {"known": {skill: level for skill, (level, *_) in held.items()}, "unknown": []}
    return Known(known) if held and skills is None else NothingKnown()


async def held_interests(act: Act, *, interests: Value = None) -> Known | NothingKnown:
    held = (await profile.load(act.tx, act.person, act.at)).interests
    return Known({"known": list(held), "unknown": []}) if held and interests is None else NothingKnown()


async def held_availability(act: Act, *, availability: Value = None, weekly_time: Value = None) -> Known | NothingKnown:
    held = (await profile.load(act.tx, act.person, act.at)).availability
    told = availability is not None or weekly_time is not None
    return Known(sorted(held)) if held and not told else NothingKnown()


@dataclass(frozen=True, slots=True)
class Kept: ...


async def save_place(act: Act, *, place: str) -> Kept:
    before = await snapshot(act)
    await profile.no_longer_skipped(act.tx, act.person, "declare_place")
    await profile.set_fact(act.tx, act.person, "place", place[:100], act.at)
    await noted(act, before)
    return Kept()


async def save_languages(act: Act, *, languages: str) -> Kept:
    before = await snapshot(act)
    await profile.no_longer_skipped(act.tx, act.person, "declare_languages")
    await profile.set_fact(act.tx, act.person, "languages", languages[:200], act.at)
    await noted(act, before)
    return Kept()


@dataclass(frozen=True, slots=True)
class LanguageSet: ...


async def set_language(act: Act, *, language: str) -> LanguageSet:
    await people.set_locale(act.tx, act.person, language)
    return LanguageSet()


async def confirm_fact(act: Act) -> Kept:
    """What the flow `confirm_…` asked about is still right today."""
    await profile.confirm(act.tx, act.person, act.flow.removeprefix("confirm_"), act.at)
    return Kept()


def shown_fact(act: Act, kind: str, value: Value) -> Shown:
    """A single fact as it is shown; what somebody is here is called as in the profile tree."""
    if kind == "kind":
        choices = act.flows["you_are"].slots["kind"].choices
        return Shown("label", choices[value]) if value in choices else Shown("text", value)
    return Shown({"weekly_minutes": "weekly_time", "spare_minutes": "duration"}.get(kind, "text"), value)


@dataclass(frozen=True, slots=True)
class Shows:
    profile: list[Line]


async def show_profile(act: Act) -> Shows:
    """Everything in one message; a line for each thing that can be said, also where nothing was."""
    known = await profile.load(act.tx, act.person, act.at)
    person = await people.find(act.tx, act.person)
    skills = {
        "known": {s: level for s, (level, *_) in known.skills.items()},
        "unknown": [words for kind, words, _ in known.unknown if kind == "skill"],
    }
    interests = {
        "known": list(known.interests),
        "unknown": [words for kind, words, _ in known.unknown if kind == "interest"],
    }
    visible = any(visible for visible, *_ in known.interests.values())
    facts = {kind: fact.value for kind, fact in known.facts.items()}
    lines = [act.line("show_profile.kind", kind=shown_fact(act, "kind", facts["kind"]))] if "kind" in facts else []
    lines += [
        act.line("show_profile.skills", skills=Shown("skills", skills)),
        act.line(
            "show_profile.interests_shown" if visible else "show_profile.interests",
            interests=Shown("interests", interests),
        ),
        act.line("show_profile.availability", availability=Shown("availability", sorted(known.availability))),
        act.line("show_profile.amount", amount=Shown("weekly_time", facts.get("weekly_minutes"))),
    ]
    if "spare_minutes" in facts:
        lines.append(act.line("show_profile.spare", minutes=Shown("duration", facts["spare_minutes"])))
    lines += [
        act.line(
            "show_profile.place", place=Shown("text", facts.get("place")), group=Shown("text", facts.get("local_group"))
        ),
        act.line(
            "show_profile.languages",
            languages=Shown("text", facts.get("languages")),
            locale=Shown("locale", person.locale if person else None),
        ),
        act.line("show_profile.time_zone", zone=Shown("text", facts.get("time_zone") or act.association.time_zone)),
        act.line("show_profile.address_vous" if facts.get("address") == "vous" else "show_profile.address_tu"),
        *await reach.as_it_is(act),
    ]
    if refused := await calls.refused(act.tx, act.person):
        topics = Shown("labels", [Shown("topic", topic) for topic in refused])
        lines.append(act.line("show_profile.no_calls", topics=topics))
    return Shows(lines)
