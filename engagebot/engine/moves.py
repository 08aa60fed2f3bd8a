"""Moves: what a pattern's flow file may do to the stack, as though it were an action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engagebot.engine.changes import restore
from engagebot.engine.listen import begin, understood
from engagebot.engine.machine import Machine, Move
from engagebot.engine.manners import pass_over_prompt
from engagebot.engine.show import title_of
from engagebot.engine.slots import read
from engagebot.engine.state import threads, top_replaced
from engagebot.engine.world import ASK_INSTEAD, Rests
from engagebot.understanding.manners import manner


def _resume_flow(machine: Machine) -> Rests:
    machine.frames = machine.frames[:-1]
    machine.ask()
    return True
    yield


def _leave_flow(machine: Machine) -> Rests:
    machine.frames = machine.frames[:-1]
    thread = threads(machine.frames)[-1]
    machine.say("left", flow=title_of(machine.world, thread))
    return (yield from machine.drop_thread())


def _change_answer(machine: Machine) -> Rests:
    position = int(machine.top.slots["answer"])
    machine.frames = machine.frames[:-1]
    machine.answers = tuple(a for a in machine.answers if a.flow != "which_answer")
    yield from restore(machine, position)
    return True


def _start_chosen(machine: Machine) -> Rests:
    chosen, said = machine.top.slots["chosen"], machine.top.slots.get("said") or ""
    machine.frames = machine.frames[:-1]
    machine.answers = tuple(a for a in machine.answers if a.flow != "which_intent")
    if chosen != "none":
        begin(machine, machine.world.flows[chosen], said)
    elif machine.frames:
        machine.ask()
        return True
    else:
        machine.say("say_it_otherwise")
    return False
    yield


def _ask_with_these_words(machine: Machine) -> Rests:
    """A question that nothing else took is asked as though it had been announced."""
    said, began = str(machine.top.slots["said"]), machine.top.slots["began"]
    machine.frames = machine.frames[:-1]
    machine.answers = tuple(a for a in machine.answers if a.flow != ASK_INSTEAD)
    if flow := machine.world.triggered("ask_question"):
        begin(machine, flow, said, began=began)
    return False
    yield


def _park_everything(machine: Machine) -> Rests:
    """Nobody is asked anything now; what was pending is a draft, and resumes at the next word."""
    machine.frames = machine.frames[:-1]
    machine.drafted = bool(machine.frames)
    return True
    yield


def _drop_everything(machine: Machine) -> Rests:
    """Nothing stays pending but the flow that says so."""
    begun = threads(machine.frames)[-1][0]  # it may have been called by another one, which is dropped, too
    last = replace(machine.top, why=begun.why, prompt=begun.prompt)
    machine.frames, machine.parked, machine.answers = (last,), (), ()
    step = machine.flow.step(machine.top.step)
    machine.frames = top_replaced(machine.frames, step=machine.way_out(step))
    return False
    yield


def _answer_chosen(machine: Machine) -> Rests:
    """The person said which of several open questions they meant."""
    slots = machine.top.slots
    chosen, said = slots["chosen"], slots.get("said") or ""
    machine.frames = machine.frames[:-1]
    machine.answers = tuple(a for a in machine.answers if a.flow != "which_prompt")
    if chosen == "else":
        flow = machine.world.triggered(understood(machine, said).intent)
        if flow is None:
            machine.say("say_it_otherwise")
        else:
            begin(machine, flow, said)
        return False
    if chosen != "current":
        prompt = slots["prompts"][chosen]
        machine.begin(prompt["flow"], prompt["slots"], "prompt", chosen)
    elif not machine.frames:
        return False
    _, slot = machine.waiting()
    value = read(slot, said, machine.ears(), machine.top.slots)
    if chosen != "current" and manner(said) == "skip":
        return (yield from pass_over_prompt(machine)) or not machine.frames
    if value is not None:
        machine.fill(value, said)
    elif not machine.fill_instead(said, any_words=True):
        machine.ask()
        return True
    return False
    yield


MOVES: Mapping[str, Move] = {
    "resume_flow": _resume_flow,
    "leave_flow": _leave_flow,
    "change_answer": _change_answer,
    "start_chosen": _start_chosen,
    "ask_with_these_words": _ask_with_these_words,
    "drop_everything": _drop_everything,
    "park_everything": _park_everything,
    "answer_chosen": _answer_chosen,
}
