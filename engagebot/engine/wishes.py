"""What a message asks for, when it is no answer: a flow, a change of the profile, something that is not there yet,
or nothing that was understood."""

from __future__ import annotations

from collections.abc import Mapping

from engagebot.engine.listen import begin
from engagebot.engine.machine import Machine
from engagebot.engine.model import Flow, Value
from engagebot.engine.slots import OPEN_TYPES, read
from engagebot.engine.state import Frame, threads
from engagebot.engine.world import ASK_INSTEAD, CHANGE, CONSENT, HUMAN, RETURN, Rests, Walk
from engagebot.understanding import question_words
from engagebot.understanding.intents import Understood
from engagebot.understanding.profile_words import no_longer, takes_off

SURE_OF_NOTHING = 0.5
"""Below this, "that is not something I can help with" may be wrong; then the bot says that it did not understand."""
HALF_SURE = 0.2
"""Below this, offering three guesses would be three wrong ones."""
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

LINES = {
    "skills": ("remove_skills", "add_skills"),
    "interests": ("remove_interests", "add_interests"),
    "availability": ("remove_slots", "remove_facts"),
}
"""Type of a slot -> what a change of the profile can say of it."""
OF_WHAT_IS_GOING_ON = frozenset({"change_language", "release_task"})
"""Of these, what somebody cannot do is about the moment: "so I can't deliver the baskets"."""


def wish(machine: Machine, text: str, meant: Understood) -> Walk:
    """Do what was asked for; say honestly when it is not there yet; offer guesses when only half sure."""
    flow = machine.world.triggered(meant.intent)
    of_oneself = meant.intent in ABOUT_ONESELF or _denies(machine, text, meant)
    if of_oneself and (yield from changes_profile(machine, text, meant)):
        machine.lost = 0
    elif flow is not None:
        machine.lost = 0
        yield from _start(machine, flow, text)
    elif _asks(machine, text):
        machine.lost = 0
        yield from _ask_instead(machine, text)
    elif meant.intent == "out_of_scope" and meant.confidence >= SURE_OF_NOTHING:
        machine.say("out_of_scope")
        ask_if_pending(machine)
    elif meant.intent not in (None, "out_of_scope"):
        machine.lost = 0
        machine.say("not_yet")
        ask_if_pending(machine)
    else:
        yield from _lost(machine, text, meant)


def _denies(machine: Machine, text: str, meant: Understood) -> bool:
    """Whether they say what they cannot do, and hardly anything else: "en fait non, je ne sais pas cuisiner"."""
    if meant.intent != "cancel" and meant.confidence >= SURE_OF_NOTHING:
        return False
    return "denied" in (_change_in(machine, text) or {})


def _change_in(machine: Machine, text: str) -> Mapping[str, Value] | None:
    """What words say of the profile; None: nothing, or that it is right as it is."""
    value = read(machine.world.flows[CHANGE].slots["change"], text, machine.ears(), {})
    return value if isinstance(value, dict) and value["op"] != "fine" else None


def _asks(machine: Machine, text: str) -> bool:
    """Whether it is a question, and there is a way to put one to somebody."""
    asked = question_words.asks(text)
    return asked and machine.world.triggered("ask_question") is not None


def _ask_instead(machine: Machine, text: str) -> Walk:
    """The bot does not know; somebody may. Questions about a topic of the association are taken at once."""
    flow = machine.world.flows[ASK_INSTEAD]
    slots = {"said": text, "began": machine.event}
    machine.frames = (*machine.frames, Frame(flow.id, flow.steps[0].id, slots, "pattern"))
    yield from machine.walk()


def changes_profile(machine: Machine, text: str, meant: Understood) -> Rests:
    """ "j'habite à Lyon", "je ne suis plus libre le jeudi": words about oneself change the profile, also when nobody
    asked."""
    if any(frame.flow == CHANGE for frame in machine.frames):
        return False
    value = _change_in(machine, text)
    if value is None:
        return False
    if "denied" in value and meant.intent in OF_WHAT_IS_GOING_ON and meant.confidence >= SURE_OF_NOTHING:
        return False
    if set(value) == {"op", "remove_words"} and not str(meant.intent).startswith("declare_"):
        return False  # something is to go, but nothing says that it is of the profile
    if meant.intent not in (None, "out_of_scope") and not any(
        key in ("facts", "denied") or key.startswith("remove_") for key in value
    ):
        return False  # an addition that a flow of its own takes better
    yield from _begin_change(machine, value)
    return True


def _begin_change(machine: Machine, value: Value) -> Walk:
    machine.begin(CHANGE, {"change": value}, "digression" if machine.frames else "started")
    yield from machine.walk()


def removes_instead(machine: Machine, text: str) -> Rests:
    """ "enlève la cuisine" is no answer that names a skill: to "still right?" it is a no that says what is not (where
    the step takes a change `also`), and beside another question about the same it is a change of its own."""
    step, slot = machine.waiting()
    instead = next((name for name in step.also if machine.flow.slots[name].type == "profile_change"), None)
    if instead is None and not (slot.type in LINES and takes_off(text)):
        return False
    value = _change_in(machine, text)
    if value is None:
        return False
    about = {slot.type for slot in machine.flow.slots.values()} if instead else {slot.type}
    named = any(value.get(key) for kind in about for key in LINES.get(kind, ()))
    if instead is None:
        if named:
            yield from _begin_change(machine, value)
        return named
    asked = takes_off(text) or no_longer(text) or "denied" in value or any(key.startswith("add_") for key in value)
    if not asked or not (named or ("remove_words" in value and about & OPEN_TYPES)):
        return False
    machine.fill(value, instead=instead)
    yield from machine.walk()
    return True


def _start(machine: Machine, flow: Flow, text: str) -> Walk:
    running = [frame.flow for frame in machine.frames]
    if running and running[-1] == CONSENT and flow.needs:
        machine.say("first_this")
        machine.ask()
    elif flow.anew and flow.id in (thread[0].flow for thread in threads(machine.frames)):
        yield from afresh(machine, flow, text)
    elif flow.id in running:
        machine.ask()
    else:
        begin(machine, flow, text)
        yield from machine.walk()


def begin_anew(machine: Machine, flow: Flow, text: str) -> Walk:
    """Instead of what is pending, and of the same flow, as far as it has come below."""
    machine.frames = tuple(frame for thread in threads(machine.frames)[:-1] for frame in thread)
    yield from afresh(machine, flow, text)


def afresh(machine: Machine, flow: Flow, text: str) -> Walk:
    """Instead of the same flow, as far as it has come; what else is pending stays, but for "shall we go on?"."""
    others = [thread for thread in threads(machine.frames) if thread[0].flow not in (flow.id, RETURN)]
    machine.frames = tuple(frame for thread in others for frame in thread)
    begin(machine, flow, text)
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
        ask_if_pending(machine)


def ask_if_pending(machine: Machine) -> None:
    if machine.frames:
        machine.ask()
