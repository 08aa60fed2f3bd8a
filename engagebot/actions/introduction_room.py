"""What is said in the room of people who are brought together: why, an idea for a first sentence, and the good-bye."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from engagebot.actions.act import Act
from engagebot.actions.ladder import first_name
from engagebot.engine.effects import BroughtTogether, Line, Shown
from engagebot.store import people, profile
from engagebot.store.introductions import Introduced, Introduction
from engagebot.store.profile import Fact

STAYS = timedelta(days=7)
"""So long the bot waits in the room for those who have not looked at their invitation yet."""
SHOWN = 5
"""More in common are not listed."""
Names = Mapping[str, str]
"""Person -> first name; empty: they have none."""


async def bring_together(act: Act, introduction: Introduction, parts: Sequence[Introduced]) -> None:
    """Their room is opened; by day, where the association is."""
    names = {part.person: await first_name(act, part.person) for part in parts}
    facts = await profile.facts(act.tx, parts[0].person, act.at)
    opening = [await _hello(act, introduction, names), *_why(act, parts, names, facts)]
    lines = (
        act.line("introduction_room.opening", lines=Shown("lines", opening)),
        _first_sentence(act, introduction, parts),
        act.line("introduction_room.leaving"),
    )
    at = act.calendar.next_awake(act.at)
    effect = BroughtTogether(introduction.id, tuple(names), _all(act, names), lines, at, at + STAYS)
    act.effects.append(effect)


def _all(act: Act, names: Names) -> Line:
    """Them all; who has no name is not hidden behind another word: then none is said."""
    if not all(names.values()):
        return act.line("introduction_room.nameless")
    holes = dict(zip(("name", "other", "third"), (Shown("name", one) for one in names.values()), strict=False))
    return act.line(f"introduction_room.{'and' if len(names) == 2 else 'and_two'}", **holes)


async def _hello(act: Act, introduction: Introduction, names: Names) -> Line:
    if not all(names.values()):
        return act.line("introduction_room.hello_nameless")
    if introduction.kind == "welcome":
        found = [await people.find(act.tx, person) for person in names]
        long_here = min((one for one in found if one), key=lambda one: one.first_seen_at).id
        newcomer = next(name for person, name in names.items() if person != long_here)
        shown = Shown("name", newcomer), Shown("name", names[long_here])
        return act.line("introduction_room.welcome", name=shown[0], other=shown[1])
    return act.line("introduction_room.hello", names=Shown("line", _all(act, names)))


def _in_common(parts: Sequence[Introduced]) -> Iterator[tuple[str, list[str]]]:
    """(kind, values) of what all of them were told; who can show what to whom, of two only."""
    first, *others = ({kind: values for kind, *values in part.reasons} for part in parts)
    for kind, values in first.items():
        if kind in ("teaches", "learns"):
            if len(others) == 1:
                yield kind, values
        elif shared := [one for one in values if all(one in other.get(kind, ()) for other in others)]:
            yield kind, shared


def _why(act: Act, parts: Sequence[Introduced], names: Names, facts: Mapping[str, Fact]) -> Iterator[Line]:
    """Places and groups are said as the first of them has said them."""
    one, other = (Shown("name", names[part.person]) for part in parts[:2])
    for kind, values in _in_common(parts):
        match kind:
            case "interests":
                yield act.line("introduction_room.likes", interests=Shown("interests", values[:SHOWN]))
            case "teaches" | "learns":
                skills = Shown("skills", dict.fromkeys(values[:SHOWN], "can"))
                shows, learns = (one, other) if kind == "teaches" else (other, one)
                yield act.line("introduction_room.shows", name=shows, other=learns, skills=skills)
            case "place":
                said = facts["place"].value if "place" in facts else values[0]
                yield act.line("introduction_room.place", place=Shown("place", said))
            case "group":
                said = facts["local_group"].value if "local_group" in facts else values[0]
                yield act.line("introduction_room.group", group=Shown("text", said))
            case "language":
                named = Shown("labels", [Shown("locale", one) for one in values])
                yield act.line("introduction_room.language", languages=named)


def _first_sentence(act: Act, introduction: Introduction, parts: Sequence[Introduced]) -> Line:
    """About what speaks most for it."""
    if introduction.kind == "welcome":
        return act.line("introduction_room.ask_newcomer")
    for kind, values in _in_common(parts):
        match kind:
            case "interests":
                return act.line("introduction_room.ask_interest", interest=Shown("interests", values[:1]))
            case "teaches" | "learns":
                return act.line("introduction_room.ask_skill", skill=Shown("skills", {values[0]: "can"}))
            case "place" | "group":
                return act.line("introduction_room.ask_place")
    return act.line("introduction_room.ask_anything")
