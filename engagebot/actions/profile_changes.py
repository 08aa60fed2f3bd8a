"""One's profile corrected in words, line by line; each change can be undone for a while."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from engagebot.actions.act import Act
from engagebot.actions.profile import shown_fact
from engagebot.actions.profile_undo import snapshot
from engagebot.engine.effects import Line, Shown
from engagebot.engine.model import Value
from engagebot.engine.world import PROFILE_AS_IT_WAS
from engagebot.store import calls, people, profile
from engagebot.understanding.levels import LEARNS
from engagebot.understanding.text import fold


@dataclass(frozen=True, slots=True)
class Fine: ...


@dataclass(frozen=True, slots=True)
class Changed:
    done: list[Line]


@dataclass(frozen=True, slots=True)
class NotFound: ...


@dataclass(frozen=True, slots=True)
class NotNoted:
    """They cannot do something, and nobody had said that they can."""


async def change_profile(act: Act, *, change: Mapping[str, Value]) -> Fine | Changed | NotFound | NotNoted:
    """Old and new are said for each line that changed. What was not there to be removed is told honestly."""
    if change["op"] == "fine":
        return Fine()
    before = await snapshot(act)
    done = [*await _remove(act, change), *await _add(act, change), *await _facts(act, change.get("facts", {}))]
    done += await _calls_again(act, str(change.get("calls_again", "")))
    if not done:
        return NotNoted() if change.get("denied") else NotFound()
    act.undo = (PROFILE_AS_IT_WAS, {"before": before, "after": await snapshot(act)})
    return Changed(done)


async def _remove(act: Act, change: Mapping[str, Value]) -> list[Line]:
    known = await profile.load(act.tx, act.person, act.at)
    done = []
    for skill in change.get("remove_skills", ()):
        wants_to_learn = skill in known.skills and known.skills[skill][0] == LEARNS
        if skill in known.skills and not (wants_to_learn and change.get("denied")):
            await profile.remove_skill(act.tx, act.person, skill)
            done.append(act.line("change_profile.removed", what=Shown("skills", {skill: "can"})))
    for interest in change.get("remove_interests", ()):
        if interest in known.interests:
            await profile.remove_interest(act.tx, act.person, interest)
            done.append(act.line("change_profile.removed", what=Shown("interests", [interest])))
    if gone := [slot for slot in change.get("remove_slots", ()) if slot in known.availability]:
        left = [slot for slot in known.availability if slot not in gone]
        await profile.set_availability(act.tx, act.person, left, act.at)
        done.append(
            act.line(
                "change_profile.replaced",
                old=Shown("availability", sorted(known.availability)),
                new=Shown("availability", sorted(left)),
            )
        )
    for kind in change.get("remove_facts", ()):
        if kind in known.facts:
            await profile.remove_fact(act.tx, act.person, kind)
            done.append(act.line("change_profile.removed", what=shown_fact(act, kind, known.facts[kind].value)))
    said = change.get("remove_words", "")
    for kind, words, _ in known.unknown:
        if said and words.casefold() in said:
            await profile.remove_unknown(act.tx, act.person, kind, words)
            done.append(act.line("change_profile.removed", what=Shown("text", words)))
    return done


async def _add(act: Act, change: Mapping[str, Value]) -> list[Line]:
    done = []
    if skills := change.get("add_skills"):
        held = (await profile.load(act.tx, act.person, act.at)).skills
        await profile.add_skills(act.tx, act.person, skills, act.at)
        other = {skill: level for skill, level in skills.items() if skill in held and held[skill][0] != level}
        for skill, level in other.items():
            old, new = Shown("skills", {skill: held[skill][0]}), Shown("skills", {skill: level})
            done.append(act.line("change_profile.replaced", old=old, new=new))
        if added := {skill: level for skill, level in skills.items() if skill not in other}:
            done.append(act.line("change_profile.added", what=Shown("skills", added)))
    if interests := change.get("add_interests"):
        await profile.add_interests(act.tx, act.person, interests, False, act.at)
        done.append(act.line("change_profile.added", what=Shown("interests", interests)))
    if "visible" in change:
        known = await profile.load(act.tx, act.person, act.at)
        await profile.add_interests(act.tx, act.person, known.interests, change["visible"], act.at)
        done.append(act.line("change_profile.visible" if change["visible"] else "change_profile.hidden"))
    return done


async def _facts(act: Act, facts: Mapping[str, str]) -> list[Line]:
    known = await profile.load(act.tx, act.person, act.at)
    done = []
    for kind, value in facts.items():
        if kind == "name":
            await people.set_name(act.tx, act.person, value[:40])
            done.append(act.line("change_profile.named", name=Shown("text", value)))
            continue
        if kind == "time_zone" and not _is_zone(value):
            done.append(act.line("change_profile.no_such_zone", zone=Shown("text", value)))
            continue
        await profile.set_fact(act.tx, act.person, kind, value, act.at)
        if kind == "address":
            done.append(act.line(f"change_profile.address_{value}"))
        elif (old := known.facts.get(kind)) and old.value != value:
            was, now = shown_fact(act, kind, old.value), shown_fact(act, kind, value)
            done.append(act.line("change_profile.replaced", old=was, new=now))
        else:
            done.append(act.line("change_profile.added", what=shown_fact(act, kind, value)))
    return done


async def _calls_again(act: Act, said: str) -> list[Line]:
    """Calls about what they had wanted no more of: the topics that are named, or all of them."""
    refused = await calls.refused(act.tx, act.person) if said else []
    words = {topic: act.association.entry("topics", topic).words for topic in refused}
    named = [topic for topic in refused if any(fold(word) in said for word in words[topic])]
    for topic in named or refused:
        await calls.refuse_no_more(act.tx, act.person, topic)
    return [act.line("change_profile.calls_again", topic=Shown("topic", topic)) for topic in named or refused]


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError):
        return False
    return True
