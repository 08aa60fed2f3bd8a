"""One input in, one sprint out: `run` is the engine's only door.

It is a synchronous generator: it yields an `ActionCall` and is sent the `Outcome`. Whoever drives it decides what
doing an action means (`dialogue` in the product, a table in the engine's own tests).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from engagebot.engine import changes, hear
from engagebot.engine.effects import Effect, Prompted, PutAgain, Said, SaidAgain, TimerSet, Told
from engagebot.engine.hear import Heard
from engagebot.engine.listen import spoken_slots
from engagebot.engine.machine import Machine
from engagebot.engine.model import Value
from engagebot.engine.moves import MOVES
from engagebot.engine.prompts import OpenPrompt
from engagebot.engine.state import State, threads, top_replaced
from engagebot.engine.world import ActionCall, Outcome, Speaker, World


@dataclass(frozen=True, slots=True)
class Edited:
    """The speaker replaced their message `of`; `text` is what it says now."""

    of: str
    text: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The speaker deleted their message, or took their reaction away; `of` is its event id."""

    of: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that is not text: an image, a voice message, a poll."""

    kind: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A flow starts without having been asked for; `text` is what the speaker said meanwhile, if anything."""

    flow: str
    slots: Mapping[str, Value] = field(default_factory=dict)
    text: str = ""
    anew: bool = False
    """What was going on of the same flow ends: this takes its place."""


@dataclass(frozen=True, slots=True)
class CameBack:
    """The speaker is here again, in the middle of something: it is named, and asked again."""


@dataclass(frozen=True, slots=True)
class Elapsed:
    """A timer of this conversation came due: park, drop, or timeout (`subject`: flow.step)."""

    kind: str
    subject: str = ""


Input = Heard | Edited | TakenBack | Sent | Begun | CameBack | Elapsed


@dataclass(frozen=True, slots=True)
class Sprint:
    state: State
    effects: tuple[Effect, ...]


def run(
    world: World, speaker: Speaker, state: State, event: str, what: Input, prompts: Sequence[OpenPrompt] = ()
) -> Generator[ActionCall, Outcome, Sprint]:
    """`event` is the id of what happened; `prompts` are the speaker's open ones, newest first."""
    machine = Machine(world, speaker, state, event, MOVES)
    match what:
        case Heard():
            yield from hear.heard(machine, what, prompts)
        case Edited():
            yield from hear.edited(machine, what.of, what.text, prompts)
        case TakenBack():
            yield from changes.taken_back(machine, what.of)
        case Sent():
            hear.not_text(machine)
        case Begun():
            machine.drafted = False
            if what.anew:
                _end(machine, what.flow)
            spoken = spoken_slots(machine, world.flows[what.flow], what.text) if what.text else {}
            machine.begin(what.flow, {**spoken, **what.slots}, "digression" if machine.frames else "started")
            yield from machine.walk()
        case CameBack():
            yield from hear.came_back(machine)
        case Elapsed():
            yield from _elapsed(machine, what)
        case _:
            assert_never(what)
    _answer_something(machine, what)
    if not isinstance(what, Elapsed):
        at = speaker.after(world.park_after) if machine.frames else None
        machine.effects += [TimerSet("park", at), TimerSet("drop", None)]
        if not any(isinstance(e, TimerSet) and e.kind == "timeout" for e in machine.effects):
            machine.effects.append(TimerSet("timeout", None))
    return Sprint(machine.state(), tuple(machine.effects))


def _end(machine: Machine, flow: str) -> None:
    """Nothing is pending of `flow` any more, nor is it offered to come back to."""
    stacked = threads(machine.frames)
    kept = [thread for thread in stacked if thread[0].flow != flow]
    while kept and len(kept) < len(stacked) and kept[-1][0].why == "pattern":
        kept.pop()
    machine.frames = tuple(frame for thread in kept for frame in thread)
    machine.parked = tuple(thread for thread in machine.parked if thread[0].flow != flow)
    machine.answers = tuple(answer for answer in machine.answers if answer.flow != flow)


def _answer_something(machine: Machine, what: Input) -> None:
    """In every state, every word gets an answer, also where a flow ends without one; a reaction needs none, nor does
    a word to which a question is the answer. What is no news is better than nothing."""
    answered = any(
        isinstance(effect, Said | SaidAgain | PutAgain)
        or (isinstance(effect, Prompted | Told) and effect.person == machine.speaker.id)
        for effect in machine.effects
    )
    if not answered and machine.left_out:
        machine.effects.append(machine.left_out)
    elif not answered and isinstance(what, Heard) and not what.reaction:
        machine.say("all_right")


def _elapsed(machine: Machine, what: Elapsed) -> Generator[ActionCall, Outcome, None]:
    if not machine.frames:
        return
    match what.kind:
        case "park":
            machine.drafted = True
            machine.effects.append(TimerSet("drop", machine.speaker.after(machine.world.drop_after)))
        case "drop":
            machine.frames, machine.parked, machine.answers, machine.replay = (), (), (), ()
        case "timeout" if what.subject == f"{machine.top.flow}.{machine.top.step}":
            step, _ = machine.waiting()
            if step.timeout_then:
                machine.frames = top_replaced(machine.frames, step=step.timeout_then)
                yield from machine.walk()
