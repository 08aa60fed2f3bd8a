"""What becomes of a yes: the organiser who called hears by name who said it, and turns to them within 48 hours. Where
nobody does, that is the organisers' first alarm, and whoever said yes hears honestly that it is not forgotten.

Names go from person to person only; the organisers' room reads how many.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from engagebot.actions.act import Act
from engagebot.actions.call_cards import called_by, named
from engagebot.actions.ladder import first_name
from engagebot.audience import rules_of
from engagebot.domain.calls import Call
from engagebot.domain.gate import About
from engagebot.domain.waves import Offer, follow_up_by, unused
from engagebot.engine.effects import Line, Prompted, Revised, Shown, TimerSet
from engagebot.store import calls, conversations, people, proposals, rooms

TURN = "turn_to"
"""The flow that asks an organiser to turn to somebody who said yes."""
FOLLOW_UP = "call_offer"
"""Timer of somebody who said yes, for each call: whether anybody has turned to them."""
ABOUT: About = "calls"


def offer_id(call_id: str, person: str) -> str:
    """For what is stored with an organiser: there an id would outlive whom it names."""
    return hashlib.sha256(f"{call_id} {person}".encode()).hexdigest()[:16]


async def _whose(act: Act, call_id: str, offer: str) -> str | None:
    """None: they are erased, or never said yes."""
    there = await calls.called_in(act.tx, call_id)
    return next((one.person for one in there if offer_id(call_id, one.person) == offer), None)


async def author_turns(act: Act, call: Call) -> bool:
    """Whether the organiser who called can turn to people: still one, and not on a break."""
    person = await people.find(act.tx, call.author) if call.author else None
    if person is None or person.paused(act.at) or await rooms.gone(act.tx, person.id):
        return False
    room = act.association.organisers_room
    return not room or person.id in await act.members(room)


# ----------------------------------------------------------------------------------------------------- a yes, and back
async def said_yes(act: Act, call: Call, person: str) -> None:
    due = follow_up_by(Offer(call.id, person, act.at), rules_of(act.settings), act.calendar)
    act.effects.append(TimerSet(FOLLOW_UP, due, call.id, each=True, person=person))
    if await author_turns(act, call):
        await put(act, call, str(call.author), person)
    else:
        tell_organisers(act, call, "turn_to.orphan", "orphan")


async def put(act: Act, call: Call, organiser: str, person: str) -> None:
    """Ask an organiser to turn to whoever said yes. Where to write stands in the message alone: what is kept of the
    question does not say who it is."""
    offer = offer_id(call.id, person)
    name = await first_name(act, person)
    key = f"offer:{call.id}:{offer}:{act.event_id}"
    slots = {"call": call.id, "offer": offer, "prompt": key, "name": name, "who": name, "words": named(call).value}
    until = act.at + rules_of(act.settings).longest
    told = {"who": f"{name}, {person}" if name else person}
    by_day = act.calendar.next_awake(act.at)
    at = None if organiser == act.person or by_day <= act.at else by_day
    act.effects.append(
        Prompted(organiser, TURN, slots, "reply", until, key, about=ABOUT, subject=call.id, at=at, told=told)
    )


async def taken_back(act: Act, call: Call, person: str) -> None:
    """They said yes, and cannot after all: nobody needs to turn to them."""
    act.effects.append(TimerSet(FOLLOW_UP, None, call.id, each=True, person=person))
    name = Shown("name", await first_name(act, person))
    line = act.line("turn_to.cannot", name=name, words=named(call))
    if not await _settle(act, offer_id(call.id, person), line) and await author_turns(act, call):
        act.tell(
            "turn_to.cannot", person=call.author, key=f"cannot:{act.event_id}", at=act.calendar.next_awake(act.at),
            about=ABOUT, subject=call.id, name=name, words=named(call),
        )  # fmt: skip


async def _settle(act: Act, offer: str, line: Line, but: str = "") -> int:
    """Nobody (`but` whoever acts) is asked about it any more. -> how many were."""
    asked = [(person, key) for person, key in await conversations.asked_about(act.tx, TURN, offer) if person != but]
    for person, key in asked:
        await conversations.settled(act.tx, TURN, offer, person)
        act.effects.append(Revised(key, person, line.text, line.values, gone=True))
    return len(asked)


# ------------------------------------------------------------------------------------------ the organiser who turns to
@dataclass(frozen=True, slots=True)
class Wrote: ...


@dataclass(frozen=True, slots=True)
class Soon: ...


@dataclass(frozen=True, slots=True)
class Enough: ...


@dataclass(frozen=True, slots=True)
class Handed: ...


@dataclass(frozen=True, slots=True)
class NoLonger: ...


async def answered(act: Act, call: Call | None, offer: str, answer: str) -> Wrote | Soon | Enough | Handed | NoLonger:
    """Soon: they will. Enough: whoever said yes hears, by name, that it is found."""
    person = await _whose(act, call.id, offer) if call else None
    one = await calls.called(act.tx, call.id, person) if call and person else None
    if call is None or one is None or one.state != "yes":
        return NoLonger()
    if answer == "soon":
        return Soon()
    if answer == "other":
        tell_organisers(act, call, "turn_to.handed", "handed")
        return Handed()
    await calls.followed_up(act.tx, call.id, one.person, act.at)
    act.effects.append(TimerSet(FOLLOW_UP, None, call.id, each=True, person=one.person))
    await _settle(act, offer, act.line("turn_to.somebody_did", words=named(call)), but=act.person)
    if answer == "wrote":
        return Wrote()
    act.tell(
        "called.enough", person=one.person, key=f"enough:{call.id}:{one.person}", at=act.calendar.next_awake(act.at),
        about=ABOUT, subject=call.id, name=await _dear(act, one.person), words=named(call),
    )  # fmt: skip
    return Enough()


ALARMS = ("unused", "orphan", "handed")
"""What the organisers' room reads of those who wait, as its outbox keys begin; an organiser answers it by 🙋."""


def alarm_about(key: str) -> str | None:
    """The call that a message in the organisers' room is about; None: it is no alarm."""
    what, _, rest = key.partition(":")
    return rest.partition(":")[0] if what in ALARMS else None


async def take_over(act: Act, call: Call) -> None:
    """Another organiser wants to turn to those who wait: they hear in private who they are."""
    waiting = [one for one in await calls.offers_waiting(act.tx) if one.call == call.id]
    for one in waiting:
        if one.person != act.person:
            await conversations.settled(act.tx, TURN, offer_id(call.id, one.person), act.person)  # asked already
            await put(act, call, act.person, one.person)
    if not waiting:
        act.tell("turn_to.nobody_waits", person=act.person, words=named(call))


# ------------------------------------------------------------------------------------------------------------ too long
async def offer_due(act: Act, call_id: str) -> None:
    """Two days after the yes of whoever acts. Who has not been turned to is the organisers' alarm."""
    call = await calls.find(act.tx, call_id)
    one = await calls.called(act.tx, call_id, act.person)
    person = await people.find(act.tx, act.person)
    if call is None or one is None or person is None or call.state == "cancelled":
        return
    if one.state != "yes" or one.followed_up_at or one.answered_at is None:
        return
    offer = Offer(call.id, act.person, one.answered_at)
    due = follow_up_by(offer, rules_of(act.settings), act.calendar)
    if due > act.at:  # the yes was given anew
        act.effects.append(TimerSet(FOLLOW_UP, due, call.id, each=True, person=act.person))
        return
    await alarm(act, call)
    by_day = act.calendar.next_awake(act.at)
    name, words = Shown("name", await first_name(act, act.person)), named(call)
    key = f"{offer_id(call.id, act.person)}:{int(one.answered_at.timestamp())}"
    by = await called_by(act, call) if await author_turns(act, call) else None
    if by:
        act.tell(
            "turn_to.waits", person=call.author, key=f"waits:{key}", at=by_day, about=ABOUT, subject=call.id,
            name=name, words=words, address=Shown("text", act.person),
        )  # fmt: skip
    if person.paused(act.at):  # they hear it afterwards
        act.effects.append(TimerSet(FOLLOW_UP, person.paused_until, call.id, each=True, person=act.person))
    else:
        sentence = "called.not_forgotten_by" if by and by.value else "called.not_forgotten"
        act.tell(
            sentence, person=act.person, key=f"not_forgotten:{key}", at=by_day, about=ABOUT, subject=call.id,
            name=await _dear(act, act.person), words=words, who=by or name,
        )  # fmt: skip


async def alarm(act: Act, call: Call) -> None:
    """Offers that nobody has used, once a day at most."""
    waiting = [one for one in await calls.offers_waiting(act.tx) if one.call == call.id]
    late = unused(waiting, act.at, rules_of(act.settings), act.calendar)
    if late:
        tell_organisers(act, call, "turn_to.unused", "unused", len(late))


def tell_organisers(act: Act, call: Call, sentence: str, what: str, count: int = 1) -> None:
    """In their room, how many and without names; of one thing once a day at most."""
    if act.association.organisers_room:
        day = act.at.astimezone(act.calendar.zone).date().isoformat()
        key = f"{what}:{call.id}:{day}"
        room = act.association.organisers_room
        many = Shown("number", count)
        act.tell(sentence, room=room, key=key, about=ABOUT, subject=call.id, words=named(call), count=many)


# ------------------------------------------------------------------------------------------------------------- the end
async def called_off(act: Act, call: Call) -> None:
    """Nobody turns to anybody any more: whoever said yes hears it by name."""
    for one in await calls.called_in(act.tx, call.id):
        if one.state != "yes":
            continue
        act.effects.append(TimerSet(FOLLOW_UP, None, call.id, each=True, person=one.person))
        await _settle(act, offer_id(call.id, one.person), act.line("turn_to.called_off", words=named(call)))
        act.tell(
            "called.called_off", person=one.person, key=f"called_off:{call.id}:{one.person}",
            at=act.calendar.next_awake(act.at), about=ABOUT, subject=call.id,
            name=await _dear(act, one.person), words=named(call),
        )  # fmt: skip


async def found(act: Act, call: Call) -> None:
    """The organiser who called hears that enough said yes."""
    if await author_turns(act, call):
        yes = Shown("number", (await calls.counts(act.tx, call.id)).get("yes", 0))
        act.tell(
            "turn_to.found", person=call.author, key=f"found:{call.id}", at=act.calendar.next_awake(act.at),
            about=ABOUT, subject=call.id, words=named(call), yes=yes,
        )  # fmt: skip


async def _dear(act: Act, person: str) -> Shown:
    """Their first name behind a greeting; nothing, if they have none."""
    name = await first_name(act, person)
    return Shown("part", act.line("called.name", name=Shown("name", name)) if name else None)


async def exhausted(act: Act, call: Call) -> None:
    """Everybody who fits was asked: the organiser hears how many said yes, and what would reach more people."""
    if not await author_turns(act, call):
        return
    counts = await calls.counts(act.tx, call.id)
    meant = call.audience
    asks_for = {
        "skills": meant.skills | meant.wants,
        "interests": meant.interests,
        "places": meant.places,
        "days": meant.days,
        "languages": meant.languages,
        "groups": meant.groups | meant.not_groups,
        "newcomers": meant.newcomers is not None,
    }
    lines = [act.line(f"turn_to.widen_{what}") for what, said in asks_for.items() if said]
    shown_in = {card.room for card in await proposals.cards(act.tx, "call", call.id)}
    if not shown_in - {act.association.organisers_room}:
        lines.append(act.line("turn_to.widen_room"))
    if not lines:
        return
    act.tell(
        "turn_to.exhausted", person=call.author, key=f"exhausted:{call.id}", at=act.calendar.next_awake(act.at),
        about=ABOUT, subject=call.id, words=named(call), need=Shown("number", call.need),
        yes=Shown("number", counts.get("yes", 0)), lines=Shown("lines", lines),
    )  # fmt: skip


async def look_again(act: Act, call: Call) -> None:
    """Somebody in it was erased: nobody is asked to turn to them any more, and without the organiser who called, the
    others hear of those who wait."""
    here = {offer_id(call.id, one.person) for one in await calls.called_in(act.tx, call.id)}
    for person, key in await conversations.asked_about(act.tx, TURN, call.id):
        put_as = await conversations.put(act.tx, key)
        if put_as and put_as[1]["offer"] not in here:
            line = act.line("turn_to.gone", words=named(call))
            await conversations.settled(act.tx, TURN, str(put_as[1]["offer"]), person)
            act.effects.append(Revised(key, person, line.text, line.values, gone=True))
    waiting = [one for one in await calls.offers_waiting(act.tx) if one.call == call.id]
    if waiting and not await author_turns(act, call):
        tell_organisers(act, call, "turn_to.orphan", "orphan")
