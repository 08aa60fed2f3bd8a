"""A change of mind: an answer corrected in words, by editing or deleting its message, or chosen from a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engagebot.engine.effects import Shown
from engagebot.engine.listen import spoken_slots
from engagebot.engine.machine import Machine
from engagebot.engine.model import Slot, Value
from engagebot.engine.show import LONGEST_SHOWN, shortened, shown_value, title_of
from engagebot.engine.slots import CONFIDENT_TYPES, OPEN_TYPES, known, read
from engagebot.engine.state import Answer, Frame, threads
from engagebot.engine.world import Rests, Walk
from engagebot.understanding.manners import correction

CHANGES = frozenset({"task_change", "call_change"})
"""Types of several facts at once, which are shown in what they change."""


def _is_shown(machine: Machine, answer: Answer) -> bool:
    return slot_of(machine, answer).type not in CHANGES


def which_answer(machine: Machine) -> Walk:
    answers = [(i, a) for i, a in enumerate(machine.answers) if a.value is not None and _is_shown(machine, a)]
    if not answers:
        machine.say("nothing_to_correct")
        if machine.frames:
            machine.ask()
    elif len(answers) == 1:
        yield from restore(machine, answers[0][0])
    else:
        offers = {str(i): _offer(machine, a) for i, a in answers[-6:]}
        flow = machine.world.flows["which_answer"]
        machine.frames = (*machine.frames, Frame(flow.id, flow.steps[0].id, {"answers": offers}, "pattern"))
        yield from machine.walk()


def _offer(machine: Machine, answer: Answer) -> dict[str, Value]:
    """How an answer is shown, where it was one of several with what they were called."""
    among = slot_of(machine, answer).choices_from
    offered = {among: answer.before[-1].slots.get(among)} if among else {}
    return {"flow": answer.flow, "slot": answer.slot, "value": answer.value, "among": offered}


def corrected(machine: Machine, text: str) -> Rests:
    """ "non, le jeudi" changes the latest answer that "le jeudi" can be the answer to."""
    rest = correction(text)
    if not rest:
        return False
    for position in range(len(machine.answers) - 1, -1, -1):
        answer = machine.answers[position]
        for along, said in [*((name, said) for _, name, said in answer.along), (None, answer.value)]:
            slot = slot_of(machine, answer, along)
            if slot.type not in CONFIDENT_TYPES | OPEN_TYPES or slot.type == "yes_no":
                continue
            value = known(read(slot, rest, machine.ears(), answer.before[-1].slots))
            if value is not None and value != said:
                yield from (
                    restore(machine, position, value)
                    if along is None
                    else restore(machine, position, changed={along: value})
                )
                return True
    return False


def edited(machine: Machine, of: str, text: str) -> Rests:
    """An edit of an answer corrects it; one of the message that began what is pending begins it anew. False: the
    message was neither."""
    mine = [position for position, answer in enumerate(machine.answers) if answer.event == of]
    if not mine:
        return (yield from _begun_anew(machine, of, text))
    answer = machine.answers[mine[0]]
    if of in _messages(machine, threads(answer.before)[-1][0]) and len(threads(machine.frames)) <= 1:
        yield from _told_anew(machine, of, text, answer)
        return True
    value = read(slot_of(machine, answer), text, machine.ears(), answer.before[-1].slots)
    if value is None:
        machine.say("edit_not_understood")
        return True
    if value and slot_of(machine, answer).explicit:
        yield from restore(machine, mine[0])  # a yes to what cannot be undone is a message of its own
        return True
    said = [a.value for a in machine.answers if a.event == of]
    heard_now = [read(slot_of(machine, machine.answers[position]), text, machine.ears(), {}) for position in mine[1:]]
    if [value, *heard_now] != said:  # the facts that came with it are heard anew
        retract(machine, *(machine.answers[position] for position in mine[1:]))
        machine.answers = tuple(a for position, a in enumerate(machine.answers) if position not in mine[1:])
        yield from restore(machine, mine[0], value, text=text)
    return True


def _begun_anew(machine: Machine, of: str, text: str) -> Rests:
    stacked = threads(machine.frames)
    thread = stacked[-1] if stacked else ()
    if not thread or of not in _messages(machine, thread[0]):
        return False
    flow = machine.world.flows[thread[0].flow]
    machine.frames = tuple(frame for thread in stacked[:-1] for frame in thread)
    machine.answers = tuple(answer for answer in machine.answers if len(threads(answer.before)) < len(stacked))
    spoken = spoken_slots(machine, flow, text) | {s.name: of for s in flow.slots.values() if s.type == "message"}
    machine.begin(flow.id, spoken, thread[0].why)
    yield from machine.walk()
    return True


def _told_anew(machine: Machine, of: str, text: str, first: Answer) -> Walk:
    """The message that told several things at once, to begin with, tells others now; what else was answered since
    stays."""
    frame = threads(first.before)[-1][0]
    flow = machine.world.flows[frame.flow]
    spoken = spoken_slots(machine, flow, text) | {s.name: of for s in flow.slots.values() if s.type == "message"}
    new = {name for name, value in spoken.items() if value != frame.slots.get(name)}
    answers = [a for a in machine.answers if a.event != of and a.before[0].flow == flow.id]
    later = tuple(answer for answer in answers if answer.slot not in new)
    machine.frames, machine.answers = (), ()
    machine.begin(flow.id, spoken, "started")
    machine.replay, machine.muted = later, bool(later)
    yield from machine.walk()


def _messages(machine: Machine, frame: Frame) -> list[Value]:
    """The message that a flow was started by, where the flow keeps it."""
    flow = machine.world.flows[frame.flow]
    return [value for name, value in frame.slots.items() if name in flow.slots and flow.slots[name].type == "message"]


def taken_back(machine: Machine, of: str) -> Walk:
    """A deleted answer is asked again, if its conversation is still open. What a reaction had begun, or the message
    itself, and what still waits for an answer, ends with it."""
    stacked = threads(machine.frames)
    begun = [t for t in stacked if t[0].slots.get("reaction") == of or of in _messages(machine, t[0])]
    if begun:
        machine.say("cancelled", flow=title_of(machine.world, begun[0][:1]))
        machine.frames = tuple(frame for thread in stacked if thread not in begun for frame in thread)
        if machine.frames:
            machine.offer_return()
            yield from machine.walk()
        return
    position = next((position for position, answer in enumerate(machine.answers) if answer.event == of), None)
    if position is not None and machine.frames:
        machine.say("taken_back")
        yield from restore(machine, position)


def restore(
    machine: Machine,
    position: int,
    value: Value = None,
    *,
    changed: Mapping[str, Value] | None = None,
    text: str | None = None,
) -> Walk:
    """Change the answer at `position`: to `value`, or ask it again when nothing is given. What did not depend on it
    stays.

    `changed`: other slots that were heard in the same message, and what they become; `text`: the whole message as it is
    now, in which they are heard anew.
    """
    answer, later = machine.answers[position], machine.answers[position + 1 :]
    for thread in threads(machine.frames)[len(threads(answer.before)) :]:
        if thread[0].why != "pattern":
            machine.parked = (*machine.parked, thread)
            machine.say("set_aside", flow=title_of(machine.world, thread))
    machine.frames, machine.answers, machine.replay = answer.before, machine.answers[:position], later
    retract(machine, answer)
    if value is None and not changed:
        machine.ask()
        return
    new = answer.value if value is None else value
    along = [(place, name, (changed or {}).get(name, said)) for place, name, said in answer.along]
    if text is not None:
        along = machine._heard_along(text, machine.waiting()[1])
    _say_corrected(machine, answer, new, along)
    machine.muted = bool(machine.replay)
    machine.fill(new, along=along, event=answer.event if text is not None else None, instead=answer.slot)
    yield from machine.walk()


def _say_corrected(machine: Machine, answer: Answer, value: Value, along: Sequence[tuple[int, str, Value]]) -> None:
    before = {name: said for _, name, said in answer.along}
    changes = [(slot_of(machine, answer), answer.value, value)]
    changes += [(slot_of(machine, answer, name), before[name], said) for _, name, said in along if name in before]
    changed = [(slot, old, new) for slot, old, new in changes if old != new and slot.type not in CHANGES]
    for slot, old, new in changed:
        machine.say(
            "corrected",
            old=_brief(shown_value(machine.world, slot, old, machine.top.slots)),
            new=_brief(shown_value(machine.world, slot, new, machine.top.slots)),
        )
    if changed:
        machine.no_news |= {slot.name for slot, _, _ in changes}


def _brief(shown: Shown) -> Shown:
    """As much of somebody's own words as shows which they are."""
    if not isinstance(shown.value, str):
        return shown
    return replace(shown, value=shortened(shown.value, LONGEST_SHOWN))


def retract(machine: Machine, *answers: Answer) -> None:
    """What these answers had said no longer counts; the action that saved it will hear of that."""
    for answer in answers:
        machine.retracted = {
            **machine.retracted,
            answer.slot: answer.value,
            **{name: said for _, name, said in answer.along},
        }


def superseded(machine: Machine) -> None:
    """What was said besides the answer just taken counts, and not what had been said of it before and would be given
    again."""
    if not machine.replay:
        return
    anew = {name for _, name, _ in machine.answers[-1].along}
    retract(machine, *(answer for answer in machine.replay if answer.slot in anew))
    machine.replay = tuple(
        replace(answer, along=tuple(fact for fact in answer.along if fact[1] not in anew))
        for answer in machine.replay
        if answer.slot not in anew
    )


def slot_of(machine: Machine, answer: Answer, along: str | None = None) -> Slot:
    """The slot that an answer filled, or that of another fact in the same message."""
    if along is None:
        return machine.world.flows[answer.flow].slots[answer.slot]
    place = next(place for place, name, _ in answer.along if name == along)
    return machine.world.flows[answer.before[place].flow].slots[along]
