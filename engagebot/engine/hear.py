"""What an input means: a word that always works, a change of mind, an answer, another wish, or nothing that was
understood.

The order is the whole of the bot's manners: nobody is ever stuck, nothing captures a message that was not meant for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engagebot.engine import changes
from engagebot.engine.effects import SaidAgain
from engagebot.engine.listen import spoken_slots, understood
from engagebot.engine.machine import Machine
from engagebot.engine.model import PATTERNS, Flow, Slot, Value
from engagebot.engine.show import choices, title_of
from engagebot.engine.slots import CONFIDENT_TYPES, OPEN_TYPES, known, read
from engagebot.engine.state import Frame, threads, top_replaced
from engagebot.engine.world import CHANGE, CONSENT, HUMAN, RETURN, ActionCall, Rests, Walk
from engagebot.understanding.intents import Understood
from engagebot.understanding.manners import manner

SURE_OVER_AN_ANSWER = 0.9
"""So sure an intent must be to win over words that could also be an answer about skills or interests."""
SURE_OF_NOTHING = 0.5
"""Below this, "that is not something I can help with" may be wrong; then the bot says that it did not understand."""
HALF_SURE = 0.2
"""Below this, offering three guesses would be three wrong ones."""
SHORT_ANSWER = 60
"""Characters; longer than this, free words are more likely a message of their own than the name of a town."""
YES_OR_NO = Slot("", "yes_no")
OFFERS = frozenset({"which_answer", "which_intent", "which_prompt"})
"""Patterns that only offer: another word is as good as a choice."""
ABOUT_ONESELF = frozenset(
    {
        None,
        "out_of_scope",
        "declare_skills",
        "declare_availability",
        "declare_interests",
        "change_language",
        "release_task",
    }
)
"""Intents whose words may say that a line of the profile is no longer right."""
COURTESIES = frozenset({"greeting", "thanks"})


@dataclass(frozen=True, slots=True)
class Heard:
    """The speaker's words, or the emoji they reacted with. `to`: outbox key of the message replied or reacted to."""

    text: str
    to: str | None = None
    in_group: bool = False
    """Said in a group room: never an answer to what was asked in private."""
    reaction: bool = False


@dataclass(frozen=True, slots=True)
class OpenPrompt:
    id: str
    flow: str
    slots: Mapping[str, Value]
    message_key: str


def heard(machine: Machine, what: Heard, prompts: Sequence[OpenPrompt]) -> Walk:
    if bound := next((p for p in prompts if what.to is not None and p.message_key == what.to), None):
        yield from _answer_prompt(machine, bound, what.text)
        return
    if what.reaction and (what.to is None or what.to != machine.question):
        return  # a thumb on something that asked nothing needs no answer
    if machine.frames and not _still_there(machine):
        machine.frames = ()
        machine.say("expired")
    resumed, machine.drafted = machine.drafted and bool(machine.frames), False
    if machine.frames:
        if resumed and not what.in_group:
            machine.say("resumed", flow=title_of(machine.world, threads(machine.frames)[-1]))
        yield from _pending(machine, what, prompts, resumed)
    else:
        yield from _idle(machine, what, prompts)


def came_back(machine: Machine) -> Walk:
    machine.drafted = False
    if machine.frames and not _still_there(machine):
        machine.frames = ()
        machine.say("expired")
    if machine.frames:
        machine.say("resumed", flow=title_of(machine.world, threads(machine.frames)[-1]))
        machine.ask()
    return
    yield


def _still_there(machine: Machine) -> bool:
    """Whether the flows still have every place where this conversation stands."""
    try:
        for frame in machine.frames:
            machine.world.flows[frame.flow].step(frame.step)
        machine.waiting()
    except KeyError:
        return False
    return True


# ---------------------------------------------------------------------------------------------- a question is pending
def _pending(machine: Machine, what: Heard, prompts: Sequence[OpenPrompt], resumed: bool) -> Walk:
    text = what.text
    if what.in_group:
        yield from _wish(machine, text, understood(machine, text))
        return
    if word := manner(text):
        yield from _manner(machine, word, text)
        return
    _, slot = machine.waiting()
    meant = understood(machine, text)
    if (
        meant.intent == "change_language"
        and meant.confidence >= SURE_OVER_AN_ANSWER
        and slot.type not in ("locale", "free_text")
    ):
        yield from _wish(machine, text, meant)  # nobody has to answer in a language they do not read
        return
    value = read(slot, text, machine.ears(), machine.top.slots)
    if (slot.type == "yes_no" or value is None) and (yield from changes.corrected(machine, text)):
        return
    if value is not None and not (
        slot.type in (*OPEN_TYPES, "profile_change") and _another_wish(machine, value, text, meant)
    ):
        machine.fill(value, text)
        yield from machine.walk()
        return
    if value is None and machine.fill_instead(text):
        yield from machine.walk()
        return
    if (
        slot.type in ("choice", "multi_choice")
        and choices(machine.world, slot, machine.top)[1]
        and _more(machine, text)
    ):
        machine.frames = top_replaced(machine.frames, page=machine.top.page + 1)
        machine.ask()
        return
    if machine.top.flow == RETURN and (yield from _answers_below(machine, text)):
        return
    if machine.top.flow in OFFERS:
        yield from _beside_the_offer(machine, what, prompts)
    elif resumed and meant.intent in COURTESIES:
        machine.ask()
    elif meant.intent not in (None, "out_of_scope"):
        yield from _wish(machine, text, meant)
    elif fitting := [p for p in prompts if _fits(machine, p, text, meant)]:
        yield from _which_prompt(machine, text, fitting)
    elif (yield from _changes_profile(machine, text, meant)):
        return
    elif resumed:
        machine.ask()
    else:
        yield from _miss(machine)


def _beside_the_offer(machine: Machine, what: Heard, prompts: Sequence[OpenPrompt]) -> Walk:
    """None of the offers was taken up: they are gone, and the words are heard as though they had not been made."""
    machine.frames = machine.frames[:-1]
    if machine.frames:
        yield from _pending(machine, what, prompts, False)
    else:
        yield from _idle(machine, what, prompts)


def _another_wish(machine: Machine, value: Value, text: str, meant: Understood) -> bool:
    """Words that name a skill can still be a question or a wish ("qui s'occupe de la compta ?")."""
    if "op" in value:
        return set(value) == {"op", "remove_words"} and meant.intent not in ABOUT_ONESELF
    if not known(value) and meant.intent not in (None, "out_of_scope"):
        return True  # words of no catalogue that mean something else
    own = {t for frame in machine.frames for t in machine.world.flows[frame.flow].triggers}
    sure = meant.intent not in (None, "out_of_scope") and meant.confidence >= SURE_OVER_AN_ANSWER
    return (
        sure
        and meant.intent not in own
        and not str(meant.intent).startswith("declare_")
        and not (known(value) and "?" not in text)
    )


def _answers_below(machine: Machine, text: str) -> Rests:
    """To "shall we go on?", the very answer that the question below waits for is a yes and more."""
    asked, machine.frames = machine.frames, machine.frames[:-1]
    _, slot = machine.waiting()
    value = read(slot, text, machine.ears(), machine.top.slots) if slot.type in CONFIDENT_TYPES else None
    if value is None:
        machine.frames = asked
        return False
    machine.fill(value, text)
    yield from machine.walk()
    return True


def _more(machine: Machine, text: str) -> bool:
    more = machine.world.flows[PATTERNS].slots["more"]
    return read(more, text, machine.ears(), {}) is not None


def _miss(machine: Machine) -> Walk:
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


def _manner(machine: Machine, word: str, text: str) -> Walk:
    step, _ = machine.waiting()
    match word:
        case "cancel":
            stacked = threads(machine.frames)
            if machine.top.flow in OFFERS:
                machine.frames = machine.frames[:-1]
                machine.say("left_alone")
                _ask_if_pending(machine)
                return
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
            if flow is None or any(frame.flow == flow.id for frame in machine.frames):
                machine.ask()
            else:
                machine.begin(flow.id, spoken_slots(machine, flow, text), "digression")
                yield from machine.walk()


# ------------------------------------------------------------------------------------------------- nothing is pending
def _idle(machine: Machine, what: Heard, prompts: Sequence[OpenPrompt]) -> Walk:
    text = what.text
    if not what.in_group:
        if word := manner(text):
            yield from _idle_manner(machine, word, text)
            return
        if (yield from changes.corrected(machine, text)):
            return
    meant = understood(machine, text)
    fitting = [p for p in prompts if _fits(machine, p, text, meant)] if not what.in_group else []
    surely = meant.intent not in (None, "out_of_scope", *COURTESIES) and meant.confidence >= SURE_OVER_AN_ANSWER
    if fitting and not surely:
        if fitting[0] is prompts[0]:
            yield from _answer_prompt(machine, fitting[0], text)
        else:
            yield from _which_prompt(machine, text, fitting)
        return
    if not surely and len(text.split()) <= 3 and read(YES_OR_NO, text, machine.ears(), {}) is not None:
        machine.say("nothing_pending")  # a yes to nothing
        return
    yield from _wish(machine, text, meant)


def _idle_manner(machine: Machine, word: str, text: str) -> Walk:
    match word:
        case "cancel" | "back" if machine.undo and machine.speaker.now <= machine.undo.until:
            undo, machine.undo = machine.undo, None
            outcome = yield ActionCall(undo.action, undo.slots)
            machine.effects.extend(outcome.effects)
            machine.say("undone")
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
            machine.begin(flow.id, spoken_slots(machine, flow, text), "started")
            yield from machine.walk()


def _wish(machine: Machine, text: str, meant: Understood) -> Walk:
    """Do what was asked for; say honestly when it is not there yet; offer guesses when only half sure."""
    flow = machine.world.triggered(meant.intent)
    if meant.intent in ABOUT_ONESELF and (yield from _changes_profile(machine, text, meant)):
        machine.lost = 0
    elif flow is not None:
        machine.lost = 0
        yield from _start(machine, flow, text)
    elif meant.intent == "out_of_scope" and meant.confidence >= SURE_OF_NOTHING:
        machine.say("out_of_scope")
        _ask_if_pending(machine)
    elif meant.intent not in (None, "out_of_scope"):
        machine.lost = 0
        machine.say("not_yet")
        _ask_if_pending(machine)
    else:
        yield from _lost(machine, text, meant)


def _changes_profile(machine: Machine, text: str, meant: Understood) -> Rests:
    """ "j'habite à Lyon", "je ne suis plus libre le jeudi": words about oneself change the profile, also when nobody
    asked."""
    flow = machine.world.flows[CHANGE]
    if any(frame.flow == CHANGE for frame in machine.frames):
        return False
    value = read(flow.slots["change"], text, machine.ears(), {})
    if not isinstance(value, dict) or value["op"] == "fine" or set(value) == {"op", "remove_words"}:
        return False
    if meant.intent not in (None, "out_of_scope") and not any(
        key == "facts" or key.startswith("remove_") for key in value
    ):
        return False  # an addition that a flow of its own takes better
    machine.begin(CHANGE, {"change": value}, "digression" if machine.frames else "started")
    yield from machine.walk()
    return True


def _start(machine: Machine, flow: Flow, text: str) -> Walk:
    running = [frame.flow for frame in machine.frames]
    if running and running[-1] == CONSENT and flow.needs:
        machine.say("first_this")
        machine.ask()
    elif flow.id in running:
        machine.ask()
    else:
        machine.begin(flow.id, spoken_slots(machine, flow, text), "digression" if machine.frames else "started")
        yield from machine.walk()


def _lost(machine: Machine, text: str, meant: Understood) -> Walk:
    machine.lost += 1
    flows = {f.id: f for intent in meant.ranked if (f := machine.world.triggered(intent)) and f.title}
    if machine.lost >= 3:
        machine.lost = 0
        machine.say("lost_for_good")
        machine.begin(HUMAN, {}, "started")
        yield from machine.walk()
    elif meant.confidence >= HALF_SURE and flows:
        offers: dict[str, Value] = {name: {"flow": name} for name in list(flows)[:3]}
        which = machine.world.flows["which_intent"]
        machine.frames = (
            *machine.frames,
            Frame(
                which.id,
                which.steps[0].id,
                {"offers": {**offers, "none": {"sentence": "none_of_these"}}, "said": text},
                "pattern",
            ),
        )
        yield from machine.walk()
    else:
        machine.say("lost" if machine.lost == 1 else "lost_again")
        _ask_if_pending(machine)


def _ask_if_pending(machine: Machine) -> None:
    if machine.frames:
        machine.ask()


# ---------------------------------------------------------------------------------------------------------- prompts
def _fits(machine: Machine, prompt: OpenPrompt, text: str, meant: Understood) -> bool:
    """Whether `text` is a valid answer to `prompt`; in free words only what means nothing else, and is short, can be
    one."""
    slot = _slot_of(machine, prompt)
    if slot is None:
        return False
    if slot.type == "free_text":
        return meant.intent in (None, "out_of_scope") and len(text) <= SHORT_ANSWER and "?" not in text
    return known(read(slot, text, machine.ears(), prompt.slots)) is not None


def _slot_of(machine: Machine, prompt: OpenPrompt) -> Slot | None:
    """None: a later version no longer has its flow."""
    flow = machine.world.flows.get(prompt.flow)
    slot = getattr(flow.steps[0], "slot", None) if flow else None
    return flow.slots[slot] if flow and slot else None


def _answer_prompt(machine: Machine, prompt: OpenPrompt, text: str) -> Walk:
    """The prompt's flow opens on top of whatever is going on, with its question already put."""
    if _slot_of(machine, prompt) is None:
        machine.say("expired")
        return
    machine.drafted = False
    machine.begin(prompt.flow, prompt.slots, "prompt", prompt.id)
    word = manner(text)
    if word in ("skip", "cancel"):
        machine.say("skipped")
        if not (yield from machine.drop_thread(asked=False)) and machine.frames:
            yield from machine.walk()
        return
    _, slot = machine.waiting()
    value = read(slot, text, machine.ears(), machine.top.slots)
    if value is not None:
        machine.fill(value, text)
        yield from machine.walk()
    elif word:
        yield from _manner(machine, word, text)
    else:
        yield from _miss(machine)


def _which_prompt(machine: Machine, text: str, fitting: Sequence[OpenPrompt]) -> Walk:
    offers: dict[str, Value] = {p.id: {"flow": p.flow} for p in fitting[:5]}
    if machine.frames:
        offers["current"] = {"flow": threads(machine.frames)[-1][-1].flow}
    slots = {
        "offers": offers,
        "said": text,
        "prompts": {p.id: {"flow": p.flow, "slots": dict(p.slots)} for p in fitting[:5]},
    }
    which = machine.world.flows["which_prompt"]
    machine.frames = (*machine.frames, Frame(which.id, which.steps[0].id, slots, "pattern"))
    yield from machine.walk()


# ----------------------------------------------------------------------------------------- edits, deletions, the rest
def edited(machine: Machine, of: str, text: str, prompts: Sequence[OpenPrompt]) -> Walk:
    """An edit of an answer corrects it; an edit of the last word that meant nothing is heard anew; others change
    nothing."""
    if (yield from changes.edited(machine, of, text)):
        return
    if machine.lost or (machine.frames and machine.top.misses):
        if machine.frames:
            machine.frames = top_replaced(machine.frames, misses=machine.top.misses - 1)
        machine.lost = max(0, machine.lost - 1)
        yield from heard(machine, Heard(text), prompts)


def not_text(machine: Machine) -> None:
    machine.say("not_text")
    _ask_if_pending(machine)
