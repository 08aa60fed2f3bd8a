"""What was told of oneself, as it was before: "cancel" takes the last of it back, for a while."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engagebot.actions.act import Act
from engagebot.engine.model import Value
from engagebot.engine.world import PROFILE_AS_IT_WAS
from engagebot.store import calls, people, profile


async def snapshot(act: Act) -> Value:
    """All that can be taken back; what passes by itself is not."""
    known = await profile.load(act.tx, act.person, act.at)
    person = await people.find(act.tx, act.person)
    return {
        "skills": {s: level for s, (level, *_) in known.skills.items()},
        "interests": {i: visible for i, (visible, *_) in known.interests.items()},
        "availability": list(known.availability),
        "facts": {kind: fact.value for kind, fact in known.facts.items() if fact.expires_at is None},
        "unknown": [[kind, words] for kind, words, _ in known.unknown],
        "skipped": await profile.skipped(act.tx, act.person),
        "name": person.name if person else "",
        "no_calls": await calls.refused(act.tx, act.person),
    }


async def noted(act: Act, before: Mapping[str, Value]) -> None:
    """What was written down since `before` can be taken back, with all that the same message told; for an answer that
    is corrected now, to where it was before that answer. What was known already changes nothing."""
    after = await snapshot(act)
    if act.joins and act.joins[0] == PROFILE_AS_IT_WAS:
        before = act.joins[1]["before"]
    if before != after:
        act.note = (PROFILE_AS_IT_WAS, {"before": before, "after": after})


@dataclass(frozen=True, slots=True)
class Restored: ...


async def restore_profile(act: Act, *, before: Mapping[str, Value], after: Mapping[str, Value]) -> Restored:
    """Back to what the profile was `before`, in all that was otherwise right `after`; what else was told since
    stays."""
    for skill in sorted(after["skills"].keys() - before["skills"].keys()):
        await profile.remove_skill(act.tx, act.person, skill)
    skills = {name: level for name, level in before["skills"].items() if after["skills"].get(name) != level}
    await profile.add_skills(act.tx, act.person, skills, act.at)
    for interest in sorted(after["interests"].keys() - before["interests"].keys()):
        await profile.remove_interest(act.tx, act.person, interest)
    for interest, visible in before["interests"].items():
        if after["interests"].get(interest) != visible:
            await profile.add_interests(act.tx, act.person, [interest], visible, act.at)
    if before["availability"] != after["availability"]:
        await profile.set_availability(act.tx, act.person, before["availability"], act.at)
    for kind in sorted(after["facts"].keys() - before["facts"].keys()):
        await profile.remove_fact(act.tx, act.person, kind)
    for kind, value in before["facts"].items():
        if after["facts"].get(kind) != value:
            await profile.set_fact(act.tx, act.person, kind, value, act.at)
    await _restore_rest(act, before, after)
    return Restored()


async def _restore_rest(act: Act, before: Mapping[str, Value], after: Mapping[str, Value]) -> None:
    """What no catalogue has, what is asked later, their name, and the calls they wanted no more of."""
    for kind, words in after["unknown"]:
        if [kind, words] not in before["unknown"]:
            await profile.remove_unknown(act.tx, act.person, kind, words)
    for kind, words in before["unknown"]:
        await profile.keep_unknown(act.tx, act.person, kind, [words], act.at)
    for flow in before["skipped"]:
        if flow not in after["skipped"]:
            await profile.skip(act.tx, act.person, flow, act.at)
    if before["name"] != after["name"]:
        await people.set_name(act.tx, act.person, before["name"])
    for topic in before["no_calls"]:
        await calls.refuse(act.tx, act.person, topic, act.at)
