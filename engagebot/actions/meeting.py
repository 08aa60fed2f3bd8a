"""One introduction after all were asked: what becomes of the answers.

A no is silent. Whoever said yes hears "not this time" when the time to answer is over, in the same words whatever the
reason: a no, silence, a block, a break, an erasure. Nothing in between shows on anybody else's side.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from engagebot.actions.act import Act
from engagebot.actions.introduction_room import bring_together, opens_at, room_key
from engagebot.actions.ladder import first_name
from engagebot.actions.proposing import ASKED, INTRODUCTIONS, WELCOMES, ask
from engagebot.actions.welcome import CONTACT
from engagebot.domain.introductions import reasons_from_json
from engagebot.engine.effects import Prompted, Revised, Shown, TimerSet
from engagebot.store import conversations, introductions, outbox, people, profile
from engagebot.store.introductions import Answer, Introduced, Introduction

TOGETHER = {"pair": 2, "trio": 3, "welcome": 2}
"""How many say yes before anybody meets, by kind of introduction."""


async def mine(act: Act, introduction: str) -> Introduced | None:
    """The part of whoever acts; None: they have none."""
    there = await introductions.introduced(act.tx, introduction)
    return next((one for one in there if one.person == act.person), None)


def yes_key(introduction: str, person: str) -> str:
    """Of the message that tells them that all have said yes."""
    return f"met:{introduction}:{person}"


# ------------------------------------------------------------------------------------------------------------ answering
@dataclass(frozen=True, slots=True)
class Explained: ...


@dataclass(frozen=True, slots=True)
class Noted:
    day: str


@dataclass(frozen=True, slots=True)
class Met: ...


@dataclass(frozen=True, slots=True)
class Refused: ...


@dataclass(frozen=True, slots=True)
class TooLate: ...


async def answer_meeting(
    act: Act, *, introduction: str, answer: str = "no"
) -> Explained | Noted | Met | Refused | TooLate:
    if answer == "how":
        return Explained()
    return await _answered(act, introduction, "yes" if answer == "yes" else "no")


async def answer_again(act: Act, *, introduction: str, then: str = "no") -> Noted | Met | Refused | TooLate:
    """After it was explained."""
    return await _answered(act, introduction, "yes" if then == "yes" else "no")


async def refuse_meeting(act: Act, *, introduction: str) -> Refused | TooLate:
    """Skipped: not this time."""
    done = await _answered(act, introduction, "no")
    return done if isinstance(done, Refused) else TooLate()


async def _answered(act: Act, introduction: str, said: Answer) -> Noted | Met | Refused | TooLate:
    found = await introductions.find(act.tx, introduction)
    part = await mine(act, introduction)
    asked = await introductions.shown(act.tx, introduction, act.person)
    shown = asked[0] if asked else None
    if found is None or part is None or not await introductions.answer(
        act.tx, found.id, act.person, said, act.at, shown
    ):
        if said == "no":
            return Refused()
        await introductions.left_over(act.tx, [act.person])  # they come first in the next round
        await introductions.answered(act.tx, act.person)
        return TooLate()
    await introductions.answered(act.tx, act.person)
    act.undo = ("unanswer_meeting", {"introduction": introduction})
    if said == "no":
        return Refused()
    if await _all_yes(act, found):
        act.undo = None  # they are on their way to each other
        await _meet(act, found)
        return Met()
    return Noted(found.until.astimezone(act.zone).date().isoformat())


async def _all_yes(act: Act, introduction: Introduction) -> bool:
    """Whether all are there, all said yes to what they were asked, and nothing has come between them since."""
    parts = await introductions.introduced(act.tx, introduction.id)
    if len(parts) < TOGETHER[introduction.kind] or any(one.answer != "yes" for one in parts):
        return False
    for one in parts:
        asked = await introductions.shown(act.tx, introduction.id, one.person)
        if asked and None not in asked and one.shown not in (None, *asked):
            return False
    for one, other in combinations(parts, 2):
        if await introductions.is_blocked(act.tx, one.person, other.person):
            return False
    return True


async def _meet(act: Act, introduction: Introduction) -> None:
    await introductions.met(act.tx, introduction.id, act.at)
    act.effects.append(TimerSet("introduction", None, introduction.id, each=True, person=""))
    parts = await introductions.introduced(act.tx, introduction.id)
    asked = act.at + timedelta(days=act.settings.introduction_talked_days)
    for one in parts:
        if one.person != act.person:
            key = yes_key(introduction.id, one.person)
            act.tell("meeting_answer.said_yes", person=one.person, purpose="reply", key=key, at=opens_at(act))
        act.effects.append(TimerSet("talked", asked, introduction.id, each=True, person=one.person))
    await bring_together(act, introduction, parts)


@dataclass(frozen=True, slots=True)
class AskedAnew: ...


@dataclass(frozen=True, slots=True)
class NoLonger: ...


async def unanswer_meeting(act: Act, *, introduction: str) -> AskedAnew | NoLonger:
    """The answer is taken back, and the question is put once more."""
    found, part = await introductions.find(act.tx, introduction), await mine(act, introduction)
    if found is None or part is None:
        return NoLonger()
    if not await introductions.answer(act.tx, introduction, act.person, None, act.at):
        return NoLonger()
    await ask(act, found, act.person, reasons_from_json(part.reasons), purpose="reply", again=f":{act.event_id}")
    return AskedAnew()


# ---------------------------------------------------------------------------------------------------- when it is over
async def introduction_due(act: Act, introduction: str) -> None:
    """The time to answer is over. Whoever said yes hears the same in every case; whoever was silent is left in peace,
    and after three in a row nothing more is proposed to them."""
    found = await introductions.find(act.tx, introduction)
    if found is None or not await introductions.over(act.tx, introduction, act.at):
        return
    for part in await introductions.introduced(act.tx, introduction):
        if part.answer == "yes" and await introductions.told(act.tx, introduction, part.person):
            await _not_this_time(act, found, part)
        if part.answer is None:
            await _was_silent(act, found, part)


async def _not_this_time(act: Act, introduction: Introduction, part: Introduced) -> None:
    """What they wait to hear; by day. A newcomer was never asked by a message of its own: they chose their welcomer."""
    sentence = "introductions.not_this_time"
    if introduction.kind == "welcome":
        newcomer = await outbox.state(act.tx, part.prompt) is None
        sentence = "introductions.not_welcomed" if newcomer else "introductions.not_welcoming"
    else:
        await introductions.left_over(act.tx, [part.person])
    key = f"not_this_time:{introduction.id}:{part.person}"
    act.tell(sentence, person=part.person, purpose="reply", key=key, at=opens_at(act))


async def _was_silent(act: Act, introduction: Introduction, part: Introduced) -> None:
    """Who never got to read the question was not silent. That it stops is said once, and asks for nothing: what keeps
    questions from those who are silent does not keep this from them."""
    if introduction.kind == "welcome" or await outbox.state(act.tx, part.prompt) != "sent":
        await _settle(act, introduction, part)
        return
    in_a_row = await introductions.unanswered(act.tx, part.person)
    meets = await introductions.meets_of(act.tx, part.person)
    if meets and not meets.stopped_at and in_a_row >= act.settings.introduction_stop_after:
        await introductions.stop(act.tx, part.person, act.at)
        key = stopped_key(part.person, act.at)
        act.tell("introductions.stopped", person=part.person, purpose="reply", key=key, at=opens_at(act))


def stopped_key(person: str, at: datetime) -> str:
    """Of the message that says that nobody is proposed to them any more."""
    return f"introductions_stopped:{person}:{int(at.timestamp())}"


async def goes_on(act: Act, stopped_at: datetime) -> None:
    """They want it again: that it had stopped need not be said any more, if it was not yet."""
    key = stopped_key(act.person, stopped_at)
    if await outbox.state(act.tx, key) == "queued":
        await outbox.ended(act.tx, key, "withdrawn", "settled")


async def _settle(act: Act, introduction: Introduction, part: Introduced) -> None:
    """They need not answer any more, and the question says so; if it was not sent yet, it is not."""
    await conversations.settled(act.tx, ASKED[introduction.kind], introduction.id, part.person)
    line = act.line("introductions.settled")
    act.effects.append(Revised(part.prompt, part.person, line.text, line.values, gone=True))


async def step_back(act: Act, person: str) -> None:
    """They have a break, leave, or want no more introductions: nothing open of theirs comes about, and to the others it
    is silence."""
    for one in await introductions.open_of(act.tx, person):
        for part in await introductions.introduced(act.tx, one.id):
            if part.person == person:
                await introductions.answer(act.tx, one.id, person, "no", act.at)
                if part.answer is None:
                    await _settle(act, one, part)
    await not_after_all(act, person)


async def not_after_all(act: Act, person: str, other: str | None = None) -> None:
    """All had said yes, but their room is not open yet, and now it will not be. Who knows that all did hears "not this
    time" now; to whoever does not, it is as if `person` had said no instead. `other`: only what is with them."""
    for introduction in await introductions.unopened_of(act.tx, person):
        found = await introductions.find(act.tx, introduction)
        parts = await introductions.introduced(act.tx, introduction)
        if found is None or (other is not None and other not in [part.person for part in parts]):
            continue
        await outbox.withdraw_introduction(act.tx, introduction, "withdrawn")
        await introductions.not_met(act.tx, introduction)
        await introductions.answer(act.tx, introduction, person, "no", act.at)
        act.effects.append(TimerSet("introduction", found.until, introduction, each=True, person=""))
        for part in parts:
            await conversations.cancel_timer(act.tx, part.person, "talked", introduction)
            knows = not await outbox.unsay(act.tx, yes_key(introduction, part.person))
            if knows and part.person != person and await introductions.told(act.tx, introduction, part.person):
                await _not_this_time(act, found, part)


async def forget(act: Act) -> None:
    """Whoever acts has left: nobody is proposed to them until they want it again."""
    await step_back(act, act.person)
    await introductions.wants(act.tx, act.person, None)
    await introductions.stop(act.tx, act.person, act.at)


# ------------------------------------------------------------------------------------------------------- ten days later
async def talked_due(act: Act, introduction: str) -> None:
    """Whether they managed to talk; asked once, of whoever still can have met somebody."""
    found, part = await introductions.find(act.tx, introduction), await mine(act, introduction)
    person = await people.find(act.tx, act.person)
    if found is None or part is None or person is None or found.state != "met" or person.paused(act.at):
        return
    if await outbox.state(act.tx, room_key(introduction)) != "sent":
        return
    others = [one.person for one in await introductions.introduced(act.tx, introduction) if one.person != act.person]
    consents = await profile.consents(act.tx, act.person)
    purpose = next((one for one in (INTRODUCTIONS, WELCOMES, CONTACT) if consents.get(one, (False,))[0]), None)
    if not others or purpose is None:
        return
    names = [Shown("name", await first_name(act, one)) for one in others]
    who = act.line("did_you_talk.one", name=names[0])
    if len(names) > 1:
        who = act.line("did_you_talk.two", name=names[0], other=names[1])
    until = act.at + timedelta(days=act.settings.prompt_valid_days)
    key = f"talked:{introduction}:{act.person}"
    slots = {"introduction": introduction, "who": [who]}
    act.effects.append(Prompted(act.person, "did_you_talk", slots, purpose, until, key, "introductions", found.id))


@dataclass(frozen=True, slots=True)
class Talked: ...


@dataclass(frozen=True, slots=True)
class NotYet: ...


async def note_talk(act: Act, *, introduction: str, talked: str = "no") -> Talked | NotYet:
    said: Answer = "yes" if talked == "yes" else "no"
    await introductions.talked(act.tx, introduction, act.person, said, act.at)
    return Talked() if said == "yes" else NotYet()
