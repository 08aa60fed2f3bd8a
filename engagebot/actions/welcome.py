"""The first sitting: who we are, consent by purpose, at most four questions, and what comes in the days after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from engagebot.actions.act import Act
from engagebot.engine.effects import Prompted, TimerSet
from engagebot.engine.model import Value
from engagebot.store import conversations, outbox, people, profile

PROFILE, CONTACT = "profile", "contact"
"""Purposes of consent: keeping what they tell; writing to them first."""
LATER = ("declare_skills", "declare_availability", "declare_interests", "declare_place", "declare_languages")
"""Questions that may be asked after the first sitting, in this order, one at a time."""


@dataclass(frozen=True, slots=True)
class New:
    association: str
    contact: str


@dataclass(frozen=True, slots=True)
class Known:
    name: str


async def introduce(act: Act) -> New | Known:
    person = await people.find(act.tx, act.person)
    if person and person.onboarded_at:
        return Known(person.name)
    return New(act.association.name, act.association.contact_name)


@dataclass(frozen=True, slots=True)
class Stranger:
    association: str
    contact: str


@dataclass(frozen=True, slots=True)
class Undecided: ...


@dataclass(frozen=True, slots=True)
class Agreed:
    agreed: bool


async def meet(act: Act) -> Stranger | Undecided | Agreed:
    """Whether they know the bot, and whether it may keep what they tell."""
    consents = await profile.consents(act.tx, act.person)
    if consents.get(PROFILE, (False,))[0]:
        return Agreed(True)
    if consents or await outbox.last_said(act.tx, act.person):
        return Undecided()
    return Stranger(act.association.name, act.association.contact_name)


@dataclass(frozen=True, slots=True)
class Minor: ...


@dataclass(frozen=True, slots=True)
class Refused:
    contact: str


async def save_consent(act: Act, *, consent: str) -> Agreed | Minor | Refused:
    """Under 15 nothing is kept before somebody who looks after them can be reached."""
    if consent == "minor":
        return Minor()
    await act.consent(PROFILE, consent == "yes")
    return Agreed(True) if consent == "yes" else Refused(act.association.contact_name)


async def save_guardian(act: Act, *, guardian: str) -> Agreed:
    await act.consent(PROFILE, True)
    await profile.set_fact(act.tx, act.person, "guardian", guardian[:200], act.at)
    return Agreed(True)


@dataclass(frozen=True, slots=True)
class MayWrite: ...


@dataclass(frozen=True, slots=True)
class MayNotWrite: ...


async def save_contact_consent(act: Act, *, may_write: bool = False) -> MayWrite | MayNotWrite:
    await act.consent(CONTACT, may_write)
    return MayWrite() if may_write else MayNotWrite()


@dataclass(frozen=True, slots=True)
class Done: ...


async def save_kind(act: Act, *, kind: str) -> Done:
    await profile.set_fact(act.tx, act.person, "kind", kind, act.at)
    await profile.no_longer_skipped(act.tx, act.person, "you_are")
    return Done()


async def ask_later(act: Act) -> Done:
    """Remember that this flow's question was skipped; it is offered once more, another day."""
    await profile.skip(act.tx, act.person, act.flow, act.at)
    return Done()


async def finish_first_sitting(act: Act) -> Done:
    """The sitting is over: the charter, if there is one; then steps on day 3 and 14, if they may be written to."""
    await people.onboarded(act.tx, act.person, act.at)
    consents = await profile.consents(act.tx, act.person)
    charter = act.association.charter
    if charter and consents.get("charter", (False, ""))[:2] != (True, charter.version):
        act.effects.append(
            Prompted(
                act.person,
                "charter",
                {"version": charter.version, "link": charter.link},
                "reply",
                act.at + timedelta(days=act.settings.prompt_valid_days),
            )
        )
    if consents.get(CONTACT, (False,))[0]:
        act.effects.append(TimerSet("step", act.at + timedelta(days=act.settings.first_step_after_days), "1"))
    act.effects.append(TimerSet("stale", act.at + timedelta(days=act.settings.stale_after_days)))
    return Done()


@dataclass(frozen=True, slots=True)
class Acknowledged: ...


@dataclass(frozen=True, slots=True)
class Later: ...


async def acknowledge_charter(act: Act, *, read: str, version: str) -> Acknowledged | Later:
    if read != "yes":
        return Later()
    await profile.consent(act.tx, act.person, "charter", True, version, act.event_id, act.at)
    return Acknowledged()


async def next_step(act: Act, subject: str) -> None:
    """Day 3 (1), day 14 (2), and on every two weeks while questions are left. Stops at the first silence."""
    number = int(subject)
    person = await people.find(act.tx, act.person)
    if person is None or (number > 1 and person.unanswered > 0):
        return
    until = act.at + timedelta(days=act.settings.prompt_valid_days)
    asked = await _open_question(act)
    if asked is None:
        return
    act.effects.append(Prompted(act.person, asked, {}, CONTACT, until, about="profile"))
    days = act.settings.second_step_after_days
    gap = days - act.settings.first_step_after_days if number == 1 else days
    act.effects.append(TimerSet("step", act.at + timedelta(days=gap), str(number + 1)))


async def _open_question(act: Act) -> str | None:
    """What was skipped first; then what was never asked. Never the same question a third time."""
    known = await profile.load(act.tx, act.person, act.at)
    answered: dict[str, Value] = {
        "declare_skills": known.skills,
        "declare_availability": known.availability or known.facts.get("weekly_minutes"),
        "declare_interests": known.interests,
        "declare_place": known.facts.get("place"),
        "declare_languages": known.facts.get("languages"),
    }
    skipped = [flow for flow in await profile.skipped(act.tx, act.person) if flow in answered]
    for flow in dict.fromkeys((*skipped, *LATER)):
        if not answered[flow] and await conversations.prompted(act.tx, act.person, flow) < 1:
            return flow
    return None


async def next_stale(act: Act, _subject: str) -> None:
    """Once a quarter, one fact that is old is confirmed."""
    known = await profile.load(act.tx, act.person, act.at)
    old = act.at - timedelta(days=act.settings.stale_after_days)
    found: list[tuple[str, Value]] = []
    if known.availability and max(c for _, c in known.availability.values()) <= old:
        found.append(("availability", sorted(known.availability)))
    if known.skills and max(c for *_, c in known.skills.values()) <= old:
        found.append(("skills", {"known": {s: level for s, (level, *_) in known.skills.items()}, "unknown": []}))
    if known.interests and max(c for *_, c in known.interests.values()) <= old:
        found.append(("interests", {"known": list(known.interests), "unknown": []}))
    if found:
        what, value = found[0]
        until = act.at + timedelta(days=act.settings.prompt_valid_days)
        act.effects.append(Prompted(act.person, f"confirm_{what}", {"held": value}, CONTACT, until, about="profile"))
    act.effects.append(TimerSet("stale", act.at + timedelta(days=act.settings.stale_after_days)))
