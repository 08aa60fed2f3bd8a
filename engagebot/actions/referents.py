"""Who answers for which topic: becoming a referent or an apprentice, rotation, cap, leaving; and who does what."""

from __future__ import annotations

from dataclasses import dataclass

from engagebot.actions import ladder, reach
from engagebot.actions.act import Act
from engagebot.actions.ladder import QUESTIONS, first_name
from engagebot.actions.questions import entries, topic_choice
from engagebot.engine.effects import Line, Shown
from engagebot.engine.model import Value
from engagebot.store import profile, questions, quiet
from engagebot.understanding import topic_words
from engagebot.understanding.meeting_words import welcomes_newcomers

LISTED = "listed"
"""Purpose of consent: one's first name, to whoever asks who does what."""
MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class TopicsNamed:
    chosen: list[str]
    topics: Value
    learns: bool


@dataclass(frozen=True, slots=True)
class NoneNamed:
    topics: Value
    learns: bool


@dataclass(frozen=True, slots=True)
class NoTopics: ...


@dataclass(frozen=True, slots=True)
class SaysWelcoming:
    """It is newcomers whom they want to be there for."""


async def topics_to_answer(act: Act, *, said: str = "") -> TopicsNamed | NoneNamed | NoTopics | SaysWelcoming:
    """What they want to answer for, as far as they have said; `learns`: as an apprentice."""
    if welcomes_newcomers(said):
        return SaysWelcoming()
    if not act.association.topics:
        return NoTopics()
    offers = {entry.id: topic_choice(act, entry.id) for entry in act.association.topics}
    learns = topic_words.apprentice(said)
    named = topic_words.named_topics(said, entries(act)) if said else []
    return TopicsNamed(named, offers, learns) if named else NoneNamed(offers, learns)


@dataclass(frozen=True, slots=True)
class Noted:
    cap: int
    chosen: list[str]


@dataclass(frozen=True, slots=True)
class NotedFirst:
    """They have not said yet whether they may be named."""

    cap: int
    chosen: list[str]


@dataclass(frozen=True, slots=True)
class NothingChosen: ...


async def become_referent(
    act: Act, *, chosen: Value = None, learns: bool = False, said: str = ""
) -> Noted | NotedFirst | NothingChosen:
    """From now on they are asked questions of these topics: that they say so is the consent to be asked."""
    if not chosen:
        return NothingChosen()
    before = await questions.topics_of(act.tx, act.person)
    for topic in chosen:
        await questions.set_referent(act.tx, act.person, topic, learns, act.at)
    await reach.hear_again(act, "questions")
    if wanted := topic_words.cap(said):
        await questions.set_cap(act.tx, act.person, wanted)
    await act.consent(QUESTIONS, True)
    new = [topic for topic in chosen if topic not in before]
    if new:
        act.undo = ("stop_referent", {"leaves": new})
    cap, _ = await questions.rule_of(act.tx, act.person)
    known = LISTED in await profile.consents(act.tx, act.person)
    return (Noted if known else NotedFirst)(cap or act.settings.referent_cap, list(chosen))


@dataclass(frozen=True, slots=True)
class Saved: ...


async def save_listed(act: Act, *, listed: bool = False) -> Saved:
    await act.consent(LISTED, listed)
    return Saved()


# ----------------------------------------------------------------------------------------------------- one's own topics
@dataclass(frozen=True, slots=True)
class IsReferent:
    mine: list[Line]
    topics: Value


@dataclass(frozen=True, slots=True)
class IsNone: ...


@dataclass(frozen=True, slots=True)
class SaysOff: ...


@dataclass(frozen=True, slots=True)
class SaysOn: ...


@dataclass(frozen=True, slots=True)
class SaysCap:
    most: int


async def my_topics(act: Act, *, said: str = "") -> IsReferent | IsNone | SaysOff | SaysOn | SaysCap:
    """What one answers for; or what the message that began this wants changed."""
    topics = await questions.topics_of(act.tx, act.person)
    if not topics:
        return IsNone()
    if most := topic_words.cap(said):
        return SaysCap(most)
    match topic_words.rotation(said):
        case "off":
            return SaysOff()
        case "on":
            return SaysOn()
    cap, resting = await questions.rule_of(act.tx, act.person)
    resting = resting or "questions" in await quiet.quiet_of(act.tx, act.person, act.at)
    lines = []
    for topic, learns in topics.items():
        name = "learning" if learns else "answering"
        lines.append(act.line(f"my_topics.{name}", topic=Shown("topic", topic)))
    if resting:
        lines.append(act.line("my_topics.resting"))
    else:
        lines.append(act.line("my_topics.at_a_time", cap=Shown("number", cap or act.settings.referent_cap)))
    lines.append(act.line("my_topics.block"))
    return IsReferent(lines, {topic: topic_choice(act, topic) for topic in topics})


@dataclass(frozen=True, slots=True)
class Resting:
    handed: int


async def rest_referent(act: Act) -> Resting:
    """Out of the rotation, in one word; what they were asked goes to others."""
    await questions.rest(act.tx, act.person, True)
    act.undo = ("wake_referent", {})
    return Resting(await ladder.hand_over(act, act.person))


@dataclass(frozen=True, slots=True)
class Awake: ...


async def wake_referent(act: Act) -> Awake:
    await reach.hear_again(act, "questions")
    return Awake()


@dataclass(frozen=True, slots=True)
class CapSet:
    most: int


async def set_cap(act: Act, *, most: int) -> CapSet:
    before, _ = await questions.rule_of(act.tx, act.person)
    await questions.set_cap(act.tx, act.person, most)
    act.undo = ("set_cap", {"most": before or act.settings.referent_cap})
    return CapSet(most)


@dataclass(frozen=True, slots=True)
class LeavesSome:
    leaves: list[str]
    topics: Value


@dataclass(frozen=True, slots=True)
class LeavesWhich:
    topics: Value


async def topics_to_leave(act: Act, *, said: str = "") -> LeavesSome | LeavesWhich | SaysOff | IsNone:
    """The topics that are named, or the only one; else they are asked. Who only wants no questions for a while leaves
    nothing."""
    held = await questions.topics_of(act.tx, act.person)
    if not held:
        return IsNone()
    if topic_words.rotation(said) == "off":
        return SaysOff()
    offers = {topic: topic_choice(act, topic) for topic in held}
    named = [topic for topic in topic_words.named_topics(said, entries(act)) if topic in held] if said else []
    if named or len(held) == 1:
        return LeavesSome(named or list(held), offers)
    return LeavesWhich(offers)


@dataclass(frozen=True, slots=True)
class Left:
    handed: int
    leaves: list[str]


async def stop_referent(act: Act, *, leaves: Value = None) -> Left | NothingChosen:
    """With thanks; what they were asked of it goes to others, and a topic that nobody answers for any more is told to
    the organisers."""
    if not leaves:
        return NothingChosen()
    for topic in leaves:
        await questions.leave(act.tx, act.person, topic)
    handed = await ladder.hand_over(act, act.person, leaves)
    for topic in leaves:
        await ladder.succession(act, topic)
    act.undo = ("become_referent", {"chosen": list(leaves)})
    return Left(handed, list(leaves))


# -------------------------------------------------------------------------------------------------------- who does what
@dataclass(frozen=True, slots=True)
class Shows:
    who: list[Line]


@dataclass(frozen=True, slots=True)
class Which:
    topics: Value


@dataclass(frozen=True, slots=True)
class SomethingElse: ...


async def who_does_what(
    act: Act, *, said: str = "", topic: str | None = None
) -> Shows | Which | SomethingElse | NoTopics:
    """The role first, then the people: only those who agreed to be listed."""
    if not act.association.topics:
        return NoTopics()
    about = [topic] if topic else topic_words.named_topics(said, entries(act)) or topic_words.topics(said, entries(act))
    if not about and topic_words.names_something(said):
        return SomethingElse()
    if not about:
        return Which({entry.id: topic_choice(act, entry.id) for entry in act.association.topics})
    lines: list[Line] = []
    for one in about[:3]:
        lines += await _who(act, one)
    return Shows(lines)


async def _who(act: Act, topic: str) -> list[Line]:
    there = [one for one in await ladder.referents(act, topic) if not one.apprentice]
    shown = Shown("topic", topic)
    if not there:
        return [act.line("who_does_what.nobody", topic=shown)]
    names = []
    for one in there:
        agreed = await profile.agrees(act.tx, one.person, LISTED)
        if agreed and (name := await first_name(act, one.person)):
            names.append(name)
    count = Shown("number", len(there))
    lines = [act.line("who_does_what.one" if len(there) == 1 else "who_does_what.several", topic=shown, count=count)]
    if names:
        lines.append(act.line("who_does_what.names", names=Shown("text", ", ".join(sorted(names)[:MOST_NAMES]))))
    return lines
