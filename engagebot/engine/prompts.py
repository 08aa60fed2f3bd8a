"""Questions on the bot's initiative: which open one a message may answer. None captures what was not meant for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engagebot.engine.listen import SURE_OVER_AN_ANSWER
from engagebot.engine.machine import Machine
from engagebot.engine.model import Collect, Slot, Value
from engagebot.engine.show import named
from engagebot.engine.slots import FREE_TYPES, known, read
from engagebot.engine.state import Frame, threads
from engagebot.engine.world import RETURN, Walk
from engagebot.understanding import called_answers, question_wants
from engagebot.understanding.intents import Understood

MEANS_NOTHING_ELSE = frozenset({None, "out_of_scope", "change_language"})
"""Of short words; the name of a language is an answer to what one speaks, unless it says more ("parle français")."""
OFFER = "offer"
"""A flow's sentence that names its prompt among others."""
ANSWERED = "answered"
"""A slot of a prompt that has its answer already, which may still be changed: by a reply or a reaction to it, or in
words that say that something is otherwise than it was."""
A_FEW_WORDS = 3
"""So many words of one's own can be meant for a question that is not pending; more say something of their own."""
SHORT_ANSWER = 60
"""Characters; longer than this, free words are more likely a message of their own than the name of a town."""


@dataclass(frozen=True, slots=True)
class OpenPrompt:
    id: str
    flow: str
    slots: Mapping[str, Value]
    message_key: str


def fits(machine: Machine, prompt: OpenPrompt, text: str, meant: Understood) -> bool:
    """Whether `text` is a valid answer to `prompt`; in free words only what means nothing else, and is short, can be
    one."""
    slot = slot_of_prompt(machine, prompt)
    if slot is None:
        return False
    if slot.type in FREE_TYPES:
        guessed = str(meant.intent).startswith("declare_") and meant.confidence < SURE_OVER_AN_ANSWER
        return (meant.intent in MEANS_NOTHING_ELSE or guessed) and len(text) <= SHORT_ANSWER and "?" not in text
    if slot.reader and len(text.split()) > A_FEW_WORDS and not reads_closely(slot):
        slot = replace(slot, reader=None)  # "j'ai fait du compost hier" does not say that the task is done
    return known(read(slot, text, machine.ears(), prompt.slots)) is not None


def waits(prompt: OpenPrompt, text: str) -> bool:
    """Whether it waits for an answer, or `text` may change the one it has."""
    return not prompt.slots.get(ANSWERED) or called_answers.after_all(text)


def changes_mind(machine: Machine, prompt: OpenPrompt, text: str) -> bool:
    """Whether `text` would be another answer than the one that it has."""
    slot = slot_of_prompt(machine, prompt)
    value = read(slot, text, machine.ears(), prompt.slots) if slot and prompt.slots.get(ANSWERED) else None
    return value is not None and value != prompt.slots[ANSWERED]


def reads_closely(slot: Slot | None) -> bool:
    """Whether its reader knows by itself what is no answer, however much is said."""
    return slot is not None and slot.reader in question_wants.READERS


def takes_words(machine: Machine, prompt: OpenPrompt) -> bool:
    """Whether words of one's own may answer it: they are for a person, and the bot asks before it passes them on."""
    flow = machine.world.flows.get(prompt.flow)
    first = flow.steps[0] if flow else None
    if flow is None or not isinstance(first, Collect):
        return False
    return OFFER in flow.sentences and any(flow.slots[name].type == "free_text" for name in (first.slot, *first.also))


def welcomes_thanks(machine: Machine, prompt: OpenPrompt) -> bool:
    """Whether it shows somebody's words for which thanks alone are an answer, rather than asking for something."""
    slot = slot_of_prompt(machine, prompt)
    return slot is not None and slot.type == "free_text" and not slot.reader and takes_words(machine, prompt)


def slot_of_prompt(machine: Machine, prompt: OpenPrompt) -> Slot | None:
    """None: a later version no longer has its flow."""
    flow = machine.world.flows.get(prompt.flow)
    slot = getattr(flow.steps[0], "slot", None) if flow else None
    return flow.slots[slot] if flow and slot else None


def _asked_about(machine: Machine) -> str:
    """The flow whose question is pending; of "shall we go on with it?", the one to go on with."""
    top = machine.top
    return str(top.slots["flow"]) if top.flow == RETURN else named(machine.world, threads(machine.frames)[-1])


def _offer(machine: Machine, prompt: OpenPrompt) -> Value:
    """How a prompt is named among others: by its flow's sentence `offer`, with its slots, or by the flow's title."""
    flow = machine.world.flows[prompt.flow]
    if OFFER not in flow.sentences:
        return {"flow": prompt.flow}
    values = {name: [flow.slots[name].type, value] for name, value in prompt.slots.items() if name in flow.slots}
    return {"line": f"{prompt.flow}.{OFFER}", "values": values}


def which_prompt(machine: Machine, text: str, fitting: Sequence[OpenPrompt], or_else: bool = False) -> Walk:
    """`or_else`: it may also be meant for none of them."""
    offers: dict[str, Value] = {p.id: _offer(machine, p) for p in fitting[: 4 if or_else else 5]}
    if or_else:
        offers["else"] = {"sentence": "something_else"}
    if machine.frames:
        offers["current"] = {"flow": _asked_about(machine)}
    slots = {
        "offers": offers,
        "said": text,
        "prompts": {p.id: {"flow": p.flow, "slots": dict(p.slots)} for p in fitting[:5]},
    }
    which = machine.world.flows["which_prompt"]
    machine.frames = (*machine.frames, Frame(which.id, which.steps[0].id, slots, "pattern"))
    yield from machine.walk()
