"""A call goes out: who is asked when, why they, and what they answer; offers in rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engagebot.actions import calling, offers
from engagebot.actions.act import Act
from engagebot.actions.call_cards import called_by, named, opening, show
from engagebot.actions.calling import ASKING, CALLS, WAVE, spare, stays_open
from engagebot.audience import is_room, rules_of
from engagebot.domain import waves
from engagebot.domain.calls import Answer, Call
from engagebot.domain.waves import Ask, Over, Wait
from engagebot.engine.effects import Line, Prompted, PromptRevised, PromptStays, Shown, TimerSet
from engagebot.engine.model import Value
from engagebot.store import calls, profile
from engagebot.store.calls import Called

MOST_ROOMS = 3
"""Of more group rooms in one call who is in them is known from earlier."""
MOST_REASONS = 3
"""Of one kind, that somebody reads."""


# --------------------------------------------------------------------------------------------------------------- waves
async def wave_due(act: Act, call_id: str) -> None:
    """More people are asked in a call, or it is over."""
    call = await calls.find(act.tx, call_id)
    if call is None or call.state != "open":
        return
    rules = rules_of(act.settings)
    yes = (await calls.counts(act.tx, call.id)).get("yes", 0)
    due = waves.wave_due(call, act.at, rules, act.calendar)
    if due > act.at and yes < waves.enough(call.need, rules):
        _again(act, call, due)
        return
    for room in sorted(filter(is_room, call.audience.groups | call.audience.not_groups))[:MOST_ROOMS]:
        await act.members(room)
    seen = act.audience(call)
    able = seen.best(call.id, rules.wave)
    match waves.next_wave(call, yes, able, seen.later, act.at, rules, act.calendar):
        case Ask(people):
            await _ask(act, call, people)
            _again(act, call, act.calendar.after(act.at, rules.wave_after))
            await show(act, call)
        case Wait(until):
            _again(act, call, until)
        case Over("found"):
            await calling.end(act, call, "found")
        case Over(_):
            await calling.end(act, call, "exhausted")


def _again(act: Act, call: Call, at: datetime) -> None:
    act.effects.append(TimerSet(WAVE, at, call.id, each=True, person=""))


async def _ask(act: Act, call: Call, people: tuple[str, ...]) -> None:
    """Nobody twice in the same call, however often it is looked at."""
    keys = {person: f"call:{call.id}:{person}" for person in people}
    flow = ASKING[0] if call.topic else ASKING[1]
    until = act.at + rules_of(act.settings).longest
    for person in await calls.wave(act.tx, call.id, keys, act.at):
        slots = await slots_of(act, call, person)
        act.effects.append(
            Prompted(
                person, flow, slots, CALLS, until, keys[person], about=offers.ABOUT, subject=call.id, urgent=call.urgent
            )
        )


async def slots_of(act: Act, call: Call, person: str) -> dict[str, Value]:
    lines = [*await opening(act, call), await _why(act, call, person)]
    return {"call": call.id, "lines": lines, "words": named(call).value}


async def _why(act: Act, call: Call, person: str) -> Line:
    """Why they: what of all that was asked for they have told themselves."""
    known = await profile.load(act.tx, person, act.at)
    meant = call.audience
    can = [one for one, (level, *_) in known.skills.items() if one in meant.skills and level != "learns"]
    wants = [one for one, (level, *_) in known.skills.items() if one in meant.wants and level == "learns"]
    likes = [one for one in known.interests if one in meant.interests]
    for name, skills in (("skills", can), ("wants", wants)):
        if skills:
            return act.line(f"called.why_{name}", skills=Shown("skills", dict.fromkeys(skills[:MOST_REASONS], "can")))
    if likes:
        return act.line("called.why_interests", interests=Shown("interests", likes[:MOST_REASONS]))
    place = known.facts.get("place")
    if meant.places and place:
        return act.line("called.why_place", place=Shown("place", place.value))
    free = sorted(set(known.availability) & meant.days)
    if free:
        return act.line("called.why_days", days=Shown("availability", free))
    return act.line("called.why_few")


# ------------------------------------------------------------------------------------------------------------- answers
@dataclass(frozen=True, slots=True)
class SaidYes:
    who: str
    """Who turns to them; empty: somebody of the organisers."""
    hours: int


@dataclass(frozen=True, slots=True)
class SaidNo: ...


@dataclass(frozen=True, slots=True)
class TookBack: ...


@dataclass(frozen=True, slots=True)
class Never:
    topic: str


@dataclass(frozen=True, slots=True)
class FoundAlready: ...


@dataclass(frozen=True, slots=True)
class CalledOff: ...


async def answer_call(
    act: Act, *, call: str, answer: str = "no"
) -> SaidYes | SaidNo | TookBack | Never | FoundAlready | CalledOff:
    """It can be answered once more, as long as it matters."""
    found, one = await calls.find(act.tx, call), await calls.called(act.tx, call, act.person)
    if found is None or one is None:
        return FoundAlready() if answer == "yes" else SaidNo()
    if answer == "yes":
        outcome: SaidYes | FoundAlready | CalledOff = await _yes(act, found, one)
        if isinstance(outcome, SaidYes):
            await _stays(act, one, answer)
        return outcome
    await _no(act, found, one, never=answer == "never")
    await _stays(act, one, answer)
    if answer == "never" and found.topic:
        return Never(found.topic)
    return TookBack() if one.state == "yes" else SaidNo()


async def _stays(act: Act, one: Called, answer: str = "") -> None:
    """It can be answered, or after `answer` once more."""
    await stays_open(act, one, act.at + rules_of(act.settings).longest, answer)


async def _yes(act: Act, call: Call, one: Called) -> SaidYes | FoundAlready | CalledOff:
    if one.state != "yes":
        if not await calls.answer(act.tx, call.id, act.person, "yes", act.at):
            return CalledOff() if call.state == "cancelled" else FoundAlready()
        act.undo = ("unanswer_call", {"call": call.id})
        await _came_forward(act, call)
    return await _thanks(act, call)


async def _came_forward(act: Act, call: Call) -> None:
    """One more yes; if that makes enough, it is over."""
    await offers.said_yes(act, call, act.person)
    yes = (await calls.counts(act.tx, call.id)).get("yes", 0)
    if yes >= waves.enough(call.need, rules_of(act.settings)) and await calling.end(act, call, "found"):
        await offers.found(act, call)
    else:
        await show(act, call)


async def _thanks(act: Act, call: Call) -> SaidYes:
    by = await called_by(act, call) if await offers.author_turns(act, call) else None
    return SaidYes(str(by.value) if by else "", round(rules_of(act.settings).follow_up.total_seconds() / 3600))


async def _no(act: Act, call: Call, one: Called, *, never: bool = False) -> None:
    said: Answer = "never_topic" if never else "withdrawn" if one.state == "yes" else "no"
    if never and call.topic:
        await calls.refuse(act.tx, act.person, call.topic, act.at)
    if one.state == "withdrawn" and said == "no":
        return
    if await calls.answer(act.tx, call.id, act.person, said, act.at):
        if one.state == "yes":
            await offers.taken_back(act, call, act.person)
        elif never or one.state == "asked":
            act.undo = ("unanswer_call", {"call": call.id})
        await show(act, call)


@dataclass(frozen=True, slots=True)
class AsBefore: ...


async def unanswer_call(act: Act, *, call: str) -> AsBefore:
    """As though they had not answered yet; they still can."""
    found, one = await calls.find(act.tx, call), await calls.called(act.tx, call, act.person)
    if found and one:
        if one.state == "never_topic":
            await calls.refuse_no_more(act.tx, act.person, found.topic)
        await calls.answer(act.tx, call, act.person, "withdrawn" if one.state == "yes" else "asked", act.at)
        if one.state == "yes":
            await offers.taken_back(act, found, act.person)
        await _stays(act, one)
        await show(act, found)
    return AsBefore()


# --------------------------------------------------------------------------------------------------- offers in a room
async def offer_in_room(act: Act, *, call: str, reaction: str | None = None) -> SaidYes | FoundAlready | CalledOff:
    """`reaction`: the one that says so; taking it away takes the offer back."""
    found = await calls.find(act.tx, call)
    if found is None:
        return FoundAlready()
    one = await calls.called(act.tx, call, act.person)
    if await calls.offer(act.tx, call, act.person, act.at, reaction):
        if one:
            await _stays(act, one, "yes")
        await _came_forward(act, found)
    elif one is None or one.state != "yes":
        return CalledOff() if found.state == "cancelled" else FoundAlready()
    return await _thanks(act, found)


async def take_offer_back(act: Act, *, call: str) -> TookBack | SaidNo:
    found, one = await calls.find(act.tx, call), await calls.called(act.tx, call, act.person)
    if found is None or one is None or one.state != "yes":
        return SaidNo()
    await _no(act, found, one)
    return TookBack()


# ----------------------------------------------------------------------------------------------------- the organiser's
async def answer_offer(
    act: Act, *, call: str, offer: str, prompt: str = "", answer: str = "soon"
) -> offers.Wrote | offers.Soon | offers.Enough | offers.Handed | offers.NoLonger:
    """What becomes of somebody's yes. Soon: the question stays open. Enough: nobody else is asked."""
    found = await calls.find(act.tx, call)
    outcome = await offers.answered(act, found, offer, answer)
    if found and isinstance(outcome, offers.Enough):
        await calling.end(act, found, "found")
    if isinstance(outcome, offers.Soon):
        act.effects.append(PromptStays(prompt))
    return outcome


# -------------------------------------------------------------------------------------------------- breaks, good-byes
async def step_back(act: Act, person: str) -> None:
    """They have a break, or leave: what they were asked counts as a no, and nobody hears of it. Who said yes is still
    turned to."""
    for one in await calls.open_of(act.tx, person):
        call = await calls.find(act.tx, one.call)
        if call and one.state == "asked":
            await calls.answer(act.tx, call.id, person, "no", act.at)
            await spare(act, call, one, "called.settled")


async def forget_erased(act: Act) -> None:
    """Whoever acts is about to be erased: the calls that they wrote, or were in, are looked at again as soon as they
    are."""
    for call in await calls.around(act.tx, act.person):
        act.effects.append(TimerSet("call_look", act.at, call, each=True, person=""))


async def look_due(act: Act, call_id: str) -> None:
    """Somebody in a call has been erased: nothing names them any more."""
    call = await calls.find(act.tx, call_id)
    if call is None:
        return
    await offers.look_again(act, call)
    if call.author is None and call.state in ("open", "exhausted"):
        await _nameless(act, call)
    await show(act, call)


async def _nameless(act: Act, call: Call) -> None:
    for one in await calls.called_in(act.tx, call.id):
        if one.state == "asked":
            slots = await slots_of(act, call, one.person)
            act.effects.append(PromptRevised(one.prompt, one.person, ASKING[0 if call.topic else 1], slots))
