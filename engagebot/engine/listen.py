"""What a message means by itself, whatever is pending: its intent, and the slots that it fills."""

from __future__ import annotations

from engagebot.engine.machine import Machine
from engagebot.engine.model import Flow, Slot, Value
from engagebot.engine.slots import choices_of, heard_first, known, read_first
from engagebot.engine.state import Why
from engagebot.understanding import why_words
from engagebot.understanding.intents import Understood
from engagebot.understanding.levels import claims

SURE_OVER_AN_ANSWER = 0.9
"""So sure an intent must be to win over words that could also be an answer about skills or interests."""


WHY = "why"
"""What whoever asks why something waits wants; it is understood by its words alone."""


def _said(slot: Slot, value: Value, text: str) -> Value:
    """Words of no catalogue fill a slot in passing only when they are claimed: "je sais jouer du tuba", not "mes
    compétences"."""
    return value if claims(text, slot.type) else known(value)


def understood(machine: Machine, text: str) -> Understood:
    ears = machine.ears()
    if why_words.asks_why(text, alone=not machine.frames):
        return Understood(WHY, 1.0, (WHY,), ())
    return machine.world.intents.understand(
        text, locale=ears.locale, skills=ears.skills, interests=ears.interests, now=ears.now
    )


def begin(machine: Machine, flow: Flow, text: str, **given: Value) -> None:
    """Put `flow` on the stack, with what `text` already says of its slots."""
    why: Why = "digression" if machine.frames else "started"
    machine.begin(flow.id, {**spoken_slots(machine, flow, text), **given}, why)


def spoken_slots(machine: Machine, flow: Flow, text: str) -> dict[str, Value]:
    """What the message that starts a flow already says of its slots."""
    ears = machine.ears()
    found = {
        slot.name: _said(slot, read_first(slot, text, ears), text)
        for slot in flow.slots.values()
        if heard_first(slot) or (slot.type == "choice" and not choices_of(slot, {}))
    }
    found |= {slot.name: text for slot in flow.slots.values() if slot.type == "said"}
    found |= {slot.name: machine.event for slot in flow.slots.values() if slot.type == "message"}
    if machine.speaker.room:
        found |= {slot.name: machine.speaker.room for slot in flow.slots.values() if slot.type == "room"}
        found |= {slot.name: machine.event for slot in flow.slots.values() if slot.type == "event"}
    return {name: value for name, value in found.items() if value}
