"""The stack machine: walks the top flow step by step until it rests at a question, or nothing is left.

No await, no clock, no storage, no randomness: actions are yielded as `ActionCall` and answered with an `Outcome`.
`hear` decides what an input means and moves this machine accordingly.
"""
from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from engagebot.engine.effects import Effect, Label, PromptAnswered, Said, Shown, TimerSet
from engagebot.engine.model import END, PATTERNS, Action, Call, Collect, Flow, Say, Slot, Step, Text, Value
from engagebot.engine.slots import KEYCAPS, NO, SHOWN_AT_ONCE, SPOKEN_ALONG, YES, Ears, choices_of, read
from engagebot.engine.state import ANSWERS_KEPT, Answer, Frame, State, Undo, Why, threads, top_replaced
from engagebot.understanding.answers import Option
from engagebot.understanding.intents import Intents

MAX_STEPS_PER_SPRINT = 200
"""A loop in a flow file ends here, not in the event loop."""
MAX_THREADS = 3
"""So deep may one digress; a fourth sets the first aside, by name."""

RETURN, CONSENT, HUMAN = "return_to", "ask_consent", "ask_human"


@dataclass(frozen=True, slots=True)
class World:
    """What is the same for everybody: the flows, and what is needed to understand people."""

    flows: Mapping[str, Flow]
    intents: Intents
    labels: Callable[[Text], tuple[str, ...]]
    """A sentence in every language, for recognising a choice."""
    skills: tuple[Option, ...] = ()
    """The association's catalogue; an option's label is the skill's id."""
    interests: tuple[Option, ...] = ()
    locales: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    park_after: timedelta = timedelta(hours=24)
    drop_after: timedelta = timedelta(days=30)
    undo_within: timedelta = timedelta(minutes=10)

    def triggered(self, intent: str | None) -> Flow | None:
        """The flow that an intent (or a word that always works) starts; None: not there yet."""
        return next((flow for flow in self.flows.values() if intent in flow.triggers), None) if intent else None


@dataclass(frozen=True, slots=True)
class Speaker:
    id: str
    locale: str
    now: datetime
    """Aware, in their own time zone."""
    agreed: frozenset[str] = frozenset()
    """Purposes they have consented to."""


@dataclass(frozen=True, slots=True)
class ActionCall:
    name: str
    slots: Mapping[str, Value]
    flow: str = ""
    """The flow whose step it is; empty: something is undone."""
    retracted: Mapping[str, Value] = field(default_factory=dict)
    """Slot -> what its answer had said before it was corrected."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`undo`: (action, slots) that takes it back, for a while; None: cannot be undone."""

    name: str
    slots: Mapping[str, Value] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    undo: tuple[str, Mapping[str, Value]] | None = None


Walk = Generator[ActionCall, Outcome, None]


class FlowLoops(Exception):
    """A flow took too many steps without asking anything; its author must break the loop."""


class Machine:
    """One sprint in the making; lives for one event only."""

    def __init__(self, world: World, speaker: Speaker, state: State, event: str) -> None:
        self.world, self.speaker, self.event = world, speaker, event
        self.frames, self.parked, self.answers = state.frames, state.parked, state.answers
        self.replay, self.undo, self.lost = state.replay, state.undo, state.lost
        self.retracted = state.retracted
        self.drafted, self.question = state.drafted, state.question
        self.effects: list[Effect] = []
        self.muted = False
        self.quiet = False
        """What comes back below a flow that ends is not asked again in this sprint; it is a draft."""
        self.steps_left = MAX_STEPS_PER_SPRINT

    def state(self) -> State:
        return State(self.frames, self.parked, self.answers, self.question if self.frames else None, self.replay,
                     self.retracted if self.frames else {}, self.lost,
                     self.drafted and bool(self.frames), self.undo)

    # ------------------------------------------------------------------------------------------------ where it stands
    @property
    def top(self) -> Frame:
        return self.frames[-1]

    @property
    def flow(self) -> Flow:
        return self.world.flows[self.top.flow]

    def waiting(self) -> tuple[Collect, Slot]:
        """The question that is pending. Raises KeyError when the flow no longer has it."""
        step = self.flow.step(self.top.step)
        if not isinstance(step, Collect):
            raise KeyError(step.id)
        return step, self.flow.slots[step.slot]

    def ears(self) -> Ears:
        world = self.world
        return Ears(self.speaker.locale, self.speaker.now, world.labels, world.skills, world.interests, world.locales)

    def name_of(self, thread: Sequence[Frame]) -> Shown:
        """What a thread is called: its innermost flow that has a title."""
        titles = [flow.title for frame in thread if (flow := self.world.flows.get(frame.flow)) and flow.title]
        return Shown("label", titles[-1] if titles else "…")

    # --------------------------------------------------------------------------------------------------------- saying
    def say(self, sentence: str, **values: Shown) -> None:
        """One of the bot's manners, by its name in the patterns' file."""
        self.effects.append(Said(self.world.flows[PATTERNS].sentences[sentence], values))

    def ask(self, text: Text | None = None) -> None:
        """Put the pending question (in other words: `text`); the conversation rests here."""
        step, slot = self.waiting()
        chosen, more = self.choices(slot)
        said = text or step.ask
        numbered = slot.type != "yes_no" or self.top.misses > 0
        self.effects.append(Said(said, self.shown(said), tuple(chosen) if numbered else (), more,
                                 self._buttons(slot, len(chosen), more), question=True))
        if step.timeout and step.timeout_then:
            at = self.speaker.now + step.timeout
            self.effects.append(TimerSet("timeout", at, f"{self.top.flow}.{step.id}"))
        self.frames = top_replaced(self.frames, asked=True)
        self.muted = False

    def choices(self, slot: Slot) -> tuple[list[tuple[int, Label]], bool]:
        """What is shown of a question's choices: six at most, numbered through all of them."""
        if slot.type == "yes_no":
            sentences = self.world.flows[PATTERNS].sentences
            return [(1, sentences["yes"]), (2, sentences["no"])], False
        if slot.type == "locale":
            return [(n, names[0]) for n, names in enumerate(self.world.locales.values(), 1)], False
        offered = [(n, self.label(label)) for n, label in enumerate(choices_of(slot, self.top.slots).values(), 1)]
        first = SHOWN_AT_ONCE * self.top.page
        return offered[first:first + SHOWN_AT_ONCE], len(offered) > first + SHOWN_AT_ONCE

    def label(self, label: Label | Mapping[str, Value]) -> Label:
        """A label as an action or a pattern stored it: {"flow": id} is a flow's title, with "slot" and "value" an
        answer, {"sentence": name} one of the bot's manners."""
        if not isinstance(label, Mapping):
            return label
        if "sentence" in label:
            return self.world.flows[PATTERNS].sentences[label["sentence"]]
        flow = self.world.flows[label["flow"]]
        if "slot" in label:
            return Shown("answer", (flow.title or flow.id, self.shown_value(flow.slots[label["slot"]], label["value"], {})))
        return flow.title or flow.id

    @staticmethod
    def _buttons(slot: Slot, shown: int, more: bool) -> tuple[str, ...]:
        if slot.type == "yes_no":
            return (YES, NO)
        return KEYCAPS[:shown] if slot.type == "choice" and 0 < shown <= len(KEYCAPS) and not more else ()

    def shown(self, text: Text, flow: Flow | None = None) -> dict[str, Shown]:
        """What fills the holes of `text`: the top frame's slots, with how each is shown."""
        flow = flow or self.flow
        whole = text.singular + (text.plural or "") + (f"{{{text.count}}}" if text.count else "")
        return {name: self.shown_value(slot, self.top.slots.get(name), self.top.slots)
                for name, slot in flow.slots.items() if f"{{{name}}}" in whole}

    def shown_value(self, slot: Slot, value: Value, slots: Mapping[str, Value]) -> Shown:
        if value is None:
            return Shown("nothing", None)
        if slot.type == "flow":
            flow = self.world.flows.get(value)
            return Shown("label", flow.title if flow and flow.title else value)
        if slot.type in ("choice", "multi_choice"):
            labels = choices_of(slot, slots)
            chosen = [self.label(labels.get(v, str(v))) for v in (value if slot.type == "multi_choice" else [value])]
            return Shown("labels", chosen) if slot.type == "multi_choice" else Shown("label", chosen[0])
        return Shown(slot.type, value)

    # -------------------------------------------------------------------------------------------------------- walking
    def begin(self, flow_id: str, slots: Mapping[str, Value], why: Why, prompt: str | None = None) -> None:
        """Put a flow on the stack. A fourth thread sets the oldest aside; a purpose not agreed to is asked for first."""
        flow = self.world.flows[flow_id]
        if not self.frames:
            self.answers, self.replay = (), ()
        self._set_aside_oldest()
        self.frames = (*self.frames, Frame(flow_id, flow.steps[0].id, dict(slots), why, tuple(slots), prompt=prompt))
        if flow.needs and flow.needs not in self.speaker.agreed:
            self.frames = (*self.frames, Frame(CONSENT, self.world.flows[CONSENT].steps[0].id, {}, "consent"))

    def _set_aside_oldest(self) -> None:
        stacked = threads(self.frames)
        if len([t for t in stacked if t[0].why != "pattern"]) >= MAX_THREADS:
            oldest, *others = stacked
            self.parked = (*self.parked, oldest)
            self.frames = tuple(frame for thread in others for frame in thread)
            self.say("set_aside", flow=self.name_of(oldest))

    def fill(self, value: Value, text: str | None = None, along: Sequence[tuple[int, str, Value]] = ()) -> None:
        """Take `value` as the pending question's answer and go on from there.

        `text`: the message, searched for other facts; `along`: those facts, when they are known already.
        """
        step, slot = self.waiting()
        before = top_replaced(self.frames, misses=0, page=0)
        self.frames = top_replaced(self.frames, slots={**self.top.slots, slot.name: value}, misses=0, page=0)
        if text is not None:
            along = self._heard_along(text, slot)
        self._set_along(along)
        if self.top.why != "pattern" and slot.type != "profile_change":
            answer = Answer(self.event, self.top.flow, step.id, slot.name, value, before, tuple(along))
            self.answers = (*self.answers, answer)[-ANSWERS_KEPT:]
        way = step.skip if value is None and step.skip else self.way_out(step)
        self.frames = top_replaced(self.frames, step=way)

    def fill_instead(self, text: str) -> bool:
        """The pending question may be answered by another fact (`also`): take that, and leave the asked one open. False: none."""
        step, _ = self.waiting()
        for name in step.also:
            value = read(self.flow.slots[name], text, self.ears(), self.top.slots)
            if value is not None:
                before = top_replaced(self.frames, misses=0, page=0)
                self.answers = (*self.answers, Answer(self.event, self.top.flow, step.id, name, value, before))[-ANSWERS_KEPT:]
                self.frames = top_replaced(self.frames, slots={**self.top.slots, name: value}, misses=0, page=0, step=self.way_out(step))
                return True
        return False

    def _heard_along(self, text: str, asked: Slot) -> list[tuple[int, str, Value]]:
        """Several facts in one message fill several slots, of this flow and of those that called it."""
        ears = self.ears()
        found: list[tuple[int, str, Value]] = []
        for place in range(len(self.frames) - 1, -1, -1):
            frame = self.frames[place]
            for slot in self.world.flows[frame.flow].slots.values():
                alike = {slot.type, asked.type} <= {"skills", "interests"} or {slot.type, asked.type} <= {"duration", "weekly_time"}
                if slot.type not in SPOKEN_ALONG or slot.type == asked.type or alike or frame.slots.get(slot.name):
                    continue
                if value := known(read(slot, text, ears, {})):
                    found.append((place, slot.name, value))
            if frame.why not in ("called", "consent"):
                break
        return found

    def _set_along(self, along: Sequence[tuple[int, str, Value]]) -> None:
        frames = list(self.frames)
        for place, name, value in along:
            frame = frames[place]
            frames[place] = replace(frame, slots={**frame.slots, name: value}, given=tuple(dict.fromkeys((*frame.given, name))))
        self.frames = tuple(frames)

    def walk(self) -> Walk:
        """From the top frame's step to the next question, through actions, called flows and returns."""
        while self.frames or self.parked:
            if not self.frames:
                self.frames, self.parked = self.parked[-1], self.parked[:-1]
                self.offer_return()
                continue
            if self.top.step == END:
                if (yield from self._leave()):
                    return
                continue
            if self.steps_left == 0:
                raise FlowLoops(f"{self.top.flow}: more than {MAX_STEPS_PER_SPRINT} steps without a question")
            self.steps_left -= 1
            if (yield from self._step(self.flow.step(self.top.step))):
                return

    def _step(self, step: Step) -> Generator[ActionCall, Outcome, bool]:
        """True: it rests here."""
        match step:
            case Collect():
                return self._collect(step)
            case Say():
                if not self.muted:
                    self.effects.append(Said(step.text, self.shown(step.text), notice=step.notice))
                self.frames = top_replaced(self.frames, step=self.way_out(step))
            case Call():
                flow = self.world.flows[step.flow]
                inherited = {name: value for name, value in self.top.slots.items() if name in flow.slots and value is not None}
                self.frames = (*self.frames, Frame(flow.id, flow.steps[0].id, inherited, "called", tuple(inherited)))
            case Action(name=name) if name in MOVES:
                return (yield from MOVES[name](self))
            case Action():
                told = {name: value for name, value in self.retracted.items() if name in self.top.slots}
                self.retracted = {name: value for name, value in self.retracted.items() if name not in told}
                outcome = yield ActionCall(step.name, self.top.slots, self.top.flow, told)
                self.effects.extend(outcome.effects)
                if outcome.undo:
                    self.undo = Undo(*outcome.undo, self.speaker.now + self.world.undo_within)
                filled = {**self.top.slots, **outcome.slots}
                self.frames = top_replaced(self.frames, slots=filled)
                self.frames = top_replaced(self.frames, step=self.way_out(step, outcome.name))
        return False

    def _collect(self, step: Collect) -> bool:
        slot = self.flow.slots[step.slot]
        given = slot.name in self.top.given
        if given:
            self.frames = top_replaced(self.frames, given=tuple(name for name in self.top.given if name != slot.name))
        if self.replay and (self.replay[0].flow, self.replay[0].step) == (self.top.flow, step.id):
            answer, self.replay = self.replay[0], self.replay[1:]
            self.muted = self.muted and bool(self.replay)
            value = answer.value
            if slot.type not in ("choice", "multi_choice") or value is None or value in choices_of(slot, self.top.slots):
                self.fill(value, along=answer.along)
                return False
        elif given and (value := self.top.slots.get(slot.name)) is not None:
            self.fill(value)                                # said already: passed over, and open to correction like an answer
            return False
        self.replay = ()
        self.ask()
        return True

    def way_out(self, step: Step, outcome: str = "") -> str:
        if step.outcomes:
            return step.outcomes[outcome]
        for branch in step.branches:
            if branch.condition is None or branch.condition.holds(self.top.slots):
                return branch.then
        return step.next or self.flow.after(step)

    def _leave(self) -> Generator[ActionCall, Outcome, bool]:
        """The top flow is at its end. True: a question of the flow below was put again, and it rests there."""
        done, self.frames = self.top, self.frames[:-1]
        if done.prompt:
            self.effects.append(PromptAnswered(done.prompt))
        if done.why == "called":
            caller = self.world.flows[self.top.flow]
            back = {name: value for name, value in done.slots.items() if name in caller.slots and value is not None}
            self.frames = top_replaced(self.frames, slots={**self.top.slots, **back}, asked=self.top.asked or done.asked)
            self.frames = top_replaced(self.frames, step=self.way_out(caller.step(self.top.step)))
        elif done.why == "consent":
            if not done.slots.get("agreed"):
                self.frames = tuple(frame for thread in threads(self.frames)[:-1] for frame in thread)
                return self._return_below(asked=True)
        elif self.frames:
            return self._return_below(asked=done.asked)
        return False
        yield  # a generator, like everything that may come to an action

    def _return_below(self, asked: bool) -> bool:
        """Back to what was going on before. A digression that asked nothing needs no "shall we go on?"."""
        if not self.frames:
            return False
        try:
            self.waiting()
        except KeyError:
            self.frames = self.frames[:-1]
            self.say("expired")
            return self._return_below(asked)
        if self.quiet:
            self.drafted = True
            return True
        if not asked or self.top.why == "pattern":
            self.ask()
            return True
        self.offer_return()
        return False

    def offer_return(self) -> None:
        self.frames = (*self.frames, Frame(RETURN, self.world.flows[RETURN].steps[0].id,
                                           {"flow": self._titled(threads(self.frames)[-1])}, "pattern"))

    def _titled(self, thread: Sequence[Frame]) -> str:
        named = [frame.flow for frame in thread if self.world.flows[frame.flow].title]
        return named[-1] if named else thread[-1].flow

    # ------------------------------------------------------------------------------------------- changing one's mind
    def restore(self, position: int, value: Value = None, *, changed: Mapping[str, Value] | None = None, text: str | None = None) -> Walk:
        """Change the answer at `position`: to `value`, or ask it again when nothing is given. What did not depend on it stays.

        `changed`: other slots that were heard in the same message, and what they become; `text`: the whole message as it is
        now, in which they are heard anew.
        """
        answer, later = self.answers[position], self.answers[position + 1:]
        for thread in threads(self.frames)[len(threads(answer.before)):]:
            if thread[0].why != "pattern":
                self.parked = (*self.parked, thread)
                self.say("set_aside", flow=self.name_of(thread))
        self.frames, self.answers, self.replay = answer.before, self.answers[:position], later
        self.retract(answer)
        if value is None and not changed:
            self.ask()
            return
        new = answer.value if value is None else value
        along = [(place, name, (changed or {}).get(name, said)) for place, name, said in answer.along]
        if text is not None:
            along = self._heard_along(text, self.waiting()[1])
        self._say_corrected(answer, new, along)
        self.muted = bool(self.replay)
        self.fill(new, along=along)
        yield from self.walk()

    def _say_corrected(self, answer: Answer, value: Value, along: Sequence[tuple[int, str, Value]]) -> None:
        before = {name: said for _, name, said in answer.along}
        changes = [(self.slot_of(answer), answer.value, value)]
        changes += [(self.slot_of(answer, name), before[name], said) for _, name, said in along if name in before]
        for slot, old, new in changes:
            if old != new:
                self.say("corrected", old=self.shown_value(slot, old, self.top.slots), new=self.shown_value(slot, new, self.top.slots))

    def retract(self, *answers: Answer) -> None:
        """What these answers had said no longer counts; the action that saved it will hear of that."""
        for answer in answers:
            self.retracted = {**self.retracted, answer.slot: answer.value, **{name: said for _, name, said in answer.along}}

    def slot_of(self, answer: Answer, along: str | None = None) -> Slot:
        """The slot that an answer filled, or that of another fact in the same message."""
        if along is None:
            return self.world.flows[answer.flow].slots[answer.slot]
        place = next(place for place, name, _ in answer.along if name == along)
        return self.world.flows[answer.before[place].flow].slots[along]

    def drop_thread(self) -> Generator[ActionCall, Outcome, bool]:
        """The thread on top ends here; whatever was below comes back. True: it rests."""
        *below, dropped = threads(self.frames)
        self.frames = tuple(frame for thread in below for frame in thread)
        self.effects.extend(PromptAnswered(f.prompt) for f in dropped if f.prompt)
        if self.frames and self._return_below(asked=True):
            return True
        return False
        yield


def question_of(world: World, speaker: Speaker, flow_id: str, slots: Mapping[str, Value]) -> Said:
    """How the first question of `flow_id` is put to `speaker` on the bot's initiative."""
    machine = Machine(world, speaker, State(), "")
    machine.frames = (Frame(flow_id, world.flows[flow_id].steps[0].id, slots, "prompt"),)
    machine.ask()
    said = machine.effects[0]
    assert isinstance(said, Said)
    return said


def known(value: Value) -> Value:
    """A value that was really said: words that match no catalogue are not enough to fill a slot in passing."""
    if isinstance(value, dict) and "unknown" in value:
        return {**value, "unknown": []} if value["known"] else None
    return value


# ------------------------------------------------------------- moves: what a pattern's flow file may do to the stack
Rests = Generator[ActionCall, Outcome, bool]


def _resume_flow(machine: Machine) -> Rests:
    machine.frames = machine.frames[:-1]
    machine.ask()
    return True
    yield


def _leave_flow(machine: Machine) -> Rests:
    machine.frames = machine.frames[:-1]
    thread = threads(machine.frames)[-1]
    machine.say("left", flow=machine.name_of(thread))
    return (yield from machine.drop_thread())


def _change_answer(machine: Machine) -> Rests:
    position = int(machine.top.slots["answer"])
    machine.frames = machine.frames[:-1]
    machine.answers = tuple(a for a in machine.answers if a.flow != "which_answer")
    yield from machine.restore(position)
    return True


def _start_chosen(machine: Machine) -> Rests:
    from engagebot.engine.hear import spoken_slots
    chosen, said = machine.top.slots["chosen"], machine.top.slots.get("said") or ""
    machine.frames = machine.frames[:-1]
    machine.answers = tuple(a for a in machine.answers if a.flow != "which_intent")
    if chosen != "none":
        flow = machine.world.flows[chosen]
        machine.begin(chosen, spoken_slots(machine, flow, said), "digression" if machine.frames else "started")
    elif machine.frames:
        machine.ask()
        return True
    else:
        machine.say("say_it_otherwise")
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
    machine.frames, machine.parked, machine.answers = machine.frames[-1:], (), ()
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
    if chosen != "current":
        prompt = slots["prompts"][chosen]
        machine.begin(prompt["flow"], prompt["slots"], "prompt", chosen)
    elif not machine.frames:
        return False
    _, slot = machine.waiting()
    value = read(slot, said, machine.ears(), machine.top.slots)
    if value is None:
        machine.ask()
        return True
    machine.fill(value, said)
    return False
    yield


MOVES: Mapping[str, Callable[[Machine], Rests]] = {
    "resume_flow": _resume_flow, "leave_flow": _leave_flow, "change_answer": _change_answer, "start_chosen": _start_chosen,
    "drop_everything": _drop_everything, "park_everything": _park_everything, "answer_chosen": _answer_chosen,
}
