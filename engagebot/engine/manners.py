"""The words that always work, and what happens when a question is not answered: nobody is ever stuck."""

from __future__ import annotations

from engagebot.engine import changes
from engagebot.engine.effects import SaidAgain
from engagebot.engine.listen import begin
from engagebot.engine.machine import Machine
from engagebot.engine.model import END
from engagebot.engine.show import title_of
from engagebot.engine.state import threads, top_replaced
from engagebot.engine.wishes import afresh, ask_if_pending
from engagebot.engine.world import ASK_INSTEAD, HUMAN, ActionCall, Rests, Walk

OFFERS = frozenset({"which_answer", "which_intent", "which_prompt", ASK_INSTEAD})
"""Patterns that only offer: another word is as good as a choice."""
NONE_OF_THEM = frozenset({"none", "else", "ask"})
"""What is offered besides: nothing of the rest was meant."""

TOO_LATE = frozenset({"full", "has_enough", "theirs", "no_longer", "not_theirs", "none_to_change"})
"""Outcomes of undoing that say that it cannot be: somebody else has it now, or it is no longer there."""


def miss(machine: Machine) -> Walk:
    """First: in other words. Second: shorter, with an example. There is no third: it is set aside, and a human is
    offered."""
    step, _ = machine.waiting()
    misses = machine.top.misses + 1
    machine.frames = top_replaced(machine.frames, misses=misses)
    if misses == 1:
        if step.again is None:
            machine.say("not_understood")
        machine.ask(step.again)
    elif misses == 2:
        machine.ask(step.short or step.ask)
        machine.say("skip_or_human")
    else:
        machine.frames = top_replaced(machine.frames, misses=0)
        if any(frame.flow == HUMAN for frame in machine.frames):
            if not (yield from machine.drop_thread()) and machine.frames:
                yield from machine.walk()
            elif not machine.frames:
                machine.say("left_alone")
            return
        machine.say("parked_for_human", flow=title_of(machine.world, threads(machine.frames)[-1]))
        machine.quiet = True
        machine.begin(HUMAN, {}, "digression")
        yield from machine.walk()


def obey(machine: Machine, word: str, text: str) -> Walk:
    step, _ = machine.waiting()
    match word:
        case "cancel" | "skip" | "back" if machine.top.flow in OFFERS:
            machine.frames = machine.frames[:-1]
            machine.say("left_alone")
            ask_if_pending(machine)
        case "cancel" if machine.top.why != "pattern" and machine.undo and machine.undo.here and in_time(machine):
            yield from _undo(machine)
            if not (yield from machine.drop_thread()) and machine.frames:
                yield from machine.walk()
        case "cancel":
            stacked = threads(machine.frames)
            thread = stacked[-2] if stacked[-1][0].why == "pattern" and len(stacked) > 1 else stacked[-1]
            machine.say("cancelled", flow=title_of(machine.world, thread))
            if stacked[-1][0].why == "pattern":
                machine.frames = tuple(f for t in stacked[:-1] for f in t)
            if machine.frames and not (yield from machine.drop_thread()):
                yield from machine.walk()
        case "back":
            here = len(threads(machine.frames))
            if machine.answers and len(threads(machine.answers[-1].before)) == here:
                last, machine.answers = machine.answers[-1], machine.answers[:-1]
                changes.retract(machine, last)
                machine.frames = last.before
            else:
                machine.say("back_at_start")
            machine.ask()
        case "correct":
            yield from changes.which_answer(machine)
        case "skip" if step.required:
            machine.say("cannot_skip")
            machine.ask()
        case "skip":
            if step.skip is None:
                machine.say("skipped")
            machine.fill(None)
            yield from machine.walk()
        case "help":
            machine.say("help_here")
            machine.ask()
        case "repeat":
            machine.ask()
        case _:
            flow = machine.world.triggered(word)
            if flow and flow.anew and flow.id in (thread[0].flow for thread in threads(machine.frames)):
                yield from afresh(machine, flow, text)
            elif flow is None or any(frame.flow == flow.id for frame in machine.frames):
                machine.ask()
            else:
                begin(machine, flow, text)
                yield from machine.walk()


def pass_over_prompt(machine: Machine) -> Rests:
    """A question on the bot's initiative need not be answered; where its flow says what happens then, that happens.
    True: it rests."""
    step, _ = machine.waiting()
    if step.skip and step.skip != END:
        machine.fill(None)
        return False
    machine.say("skipped")
    return (yield from machine.drop_thread(asked=False))


def obey_idle(machine: Machine, word: str, text: str) -> Walk:
    match word:
        case "cancel" | "back" if in_time(machine):
            yield from _undo(machine)
        case "correct":
            yield from changes.which_answer(machine)
        case "repeat":
            machine.effects.append(SaidAgain())
        case "cancel" | "back" | "skip":
            machine.say("nothing_pending")
        case _:
            flow = machine.world.triggered(word)
            if flow is None:
                machine.say("not_yet")
                return
            begin(machine, flow, text)
            yield from machine.walk()


def in_time(machine: Machine) -> bool:
    return machine.undo is not None and machine.speaker.now <= machine.undo.until


def _undo(machine: Machine) -> Walk:
    """Take the last act back, as though it had never been."""
    undo, machine.undo = machine.undo, None
    if undo is not None:
        outcome = yield ActionCall(undo.action, undo.slots)
        machine.say("cannot_undo" if outcome.name in TOO_LATE else "undone")
        machine.effects.extend(outcome.effects)  # it may put a question anew, and that comes last
