"""The stack machine: walks the top flow step by step until it rests at a question, or nothing is left.

No await, no clock, no storage, no randomness: actions are yielded as `ActionCall` and answered with an `Outcome`.
`hear` decides what an input means and moves this machine accordingly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from engagebot.engine import show
from engagebot.engine.effects import Effect, PromptAnswered, Said, Shown, TimerSet
from engagebot.engine.model import END, PATTERNS, Action, Call, Collect, Flow, Say, Slot, Step, Text, Value
from engagebot.engine.slots import (
    SPOKEN_ALONG,
    Ears,
    choices_of,
    heard_first,
    known,
    read,
    read_first,
    said_along,
)
from engagebot.engine.state import ANSWERS_KEPT, Answer, Frame, State, Undo, Why, threads, top_replaced
from engagebot.engine.world import CONSENT, RETURN, ActionCall, Rests, Speaker, Walk, World

MAX_STEPS_PER_SPRINT = 200
"""A loop in a flow file ends here, not in the event loop."""
MAX_THREADS = 3
"""So deep may one digress; a fourth sets the first aside, by name."""


A_WORD_OR_TWO = 2
"""So little that names a choice is that choice, whatever else it could mean."""


class FlowLoops(Exception):
    """A flow took too many steps without asking anything; its author must break the loop."""


Move = Callable[["Machine"], Rests]


class Machine:
    """One sprint in the making; lives for one event only."""

    def __init__(
        self, world: World, speaker: Speaker, state: State, event: str, moves: Mapping[str, Move] | None = None
    ) -> None:
        """`moves`: what flow files may do to the stack itself; None: nothing."""
        self.moves = moves or {}
        self.world, self.speaker, self.event = world, speaker, event
        self.frames, self.parked, self.answers = state.frames, state.parked, state.answers
        self.replay, self.lost = state.replay, state.lost
        self.undo = replace(state.undo, just=False) if state.undo else None
        self.just_done = state.undo is not None and state.undo.just
        self.noted: Undo | None = None
        """Takes back what was told of oneself in this sprint, if nothing is pending after it."""
        self.retracted = state.retracted
        self.drafted, self.question = state.drafted, state.question
        self.effects: list[Effect] = []
        self.muted = False
        self.hushed: list[Effect] = []
        """Said while answers were given again, since the last of them."""
        self.no_news: set[str] = set()
        """Slots whose answers were said as corrected in this sprint, or were only given again in it: an echo of nothing
        else is left out."""
        self.left_out: Said | None = None
        """The last echo left out, for a sprint that says nothing else; None: none was."""
        self.quiet = False
        """What comes back below a flow that ends is not asked again in this sprint; it is a draft."""
        self.steps_left = MAX_STEPS_PER_SPRINT

    def state(self) -> State:
        return State(
            self.frames,
            self.parked,
            self.answers,
            self.question if self.frames else None,
            self.replay,
            self.retracted if self.frames else {},
            self.lost,
            self.drafted and bool(self.frames),
            self.undo if self.frames or self.noted is None else self.noted,
        )

    # ------------------------------------------------------------------------------------------------ where it stands
    @property
    def top(self) -> Frame:
        return self.frames[-1]

    @property
    def flow(self) -> Flow:
        return self.world.flows[self.top.flow]

    def waiting(self) -> tuple[Collect, Slot]:
        """The question that is pending. Raises KeyError when the flow no longer has it."""
        return show.waiting(self.world, self.top)

    def ears(self) -> Ears:
        world = self.world
        return Ears(
            self.speaker.locale,
            self.speaker.now,
            world.labels,
            world.skills,
            world.interests,
            world.locales,
            self._sentence_everywhere,
        )

    def _sentence_everywhere(self, name: str) -> tuple[str, ...]:
        flow, sentence = name.split(".")
        return self.world.labels(self.world.flows[flow].sentences[sentence])

    # --------------------------------------------------------------------------------------------------------- saying
    def say(self, sentence: str, **values: Shown) -> None:
        """One of the bot's manners, by its name in the patterns' file."""
        self.effects.append(Said(self.world.flows[PATTERNS].sentences[sentence], values))

    def ask(self, text: Text | None = None) -> None:
        """Put the pending question (in other words: `text`); the conversation rests here."""
        step, slot = self.waiting()
        self.effects.append(show.question(self.world, self.top, text))
        if step.timeout and step.timeout_then:
            self.effects.append(TimerSet("timeout", self.speaker.after(step.timeout), f"{self.top.flow}.{step.id}"))
        at = int(self.speaker.now.timestamp()) if slot.within_minutes else None
        self.frames = top_replaced(self.frames, asked=True, asked_at=at)
        self.muted = False

    def too_late(self, slot: Slot, value: Value) -> bool:
        """A yes to something that cannot be undone, so long after the question that one may no longer think of it."""
        if slot.within_minutes is None or not value:
            return False
        return self.speaker.now.timestamp() - (self.top.asked_at or 0) > 60 * slot.within_minutes

    # -------------------------------------------------------------------------------------------------------- walking
    def begin(self, flow_id: str, slots: Mapping[str, Value], why: Why, prompt: str | None = None) -> None:
        """Put a flow on the stack. A fourth thread sets the oldest aside; a purpose not agreed to is asked for
        first."""
        flow = self.world.flows[flow_id]
        if not self.frames:
            self.answers, self.replay = (), ()
        if self.undo:
            self.undo = replace(self.undo, here=False)
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
            self.say("set_aside", flow=show.title_of(self.world, oldest))

    def fill(
        self,
        value: Value,
        text: str | None = None,
        along: Sequence[tuple[int, str, Value]] = (),
        event: str | None = None,
        instead: str | None = None,
    ) -> None:
        """Take `value` as the pending question's answer and go on from there.

        `text`: the message, searched for other facts; `along`: those facts, when they are known already; `event`: the
        message, when it is an earlier one, which may still be edited; `instead`: another slot that it fills (`also`).
        """
        step, slot = self.waiting()
        slot = self.flow.slots[instead] if instead else slot
        before = top_replaced(self.frames, misses=0, page=0)
        self.frames = top_replaced(self.frames, slots={**self.top.slots, slot.name: value}, misses=0, page=0)
        if text is not None:
            along = self._heard_along(text, slot)
        self._set_along(along)
        if self.top.why != "pattern" and slot.type != "profile_change":
            answer = Answer(event or self.event, self.top.flow, step.id, slot.name, value, before, tuple(along))
            self.answers = (*self.answers, answer)[-ANSWERS_KEPT:]
        way = step.skip if value is None and step.skip else self.way_out(step)
        self.frames = top_replaced(self.frames, step=way)

    def fill_instead(self, text: str, any_words: bool) -> bool:
        """The pending question may be answered by another fact (`also`): take that, and leave the asked one open.
        False: none. `any_words`: words of no catalogue count, because they mean nothing else."""
        step, _ = self.waiting()
        for name in step.also:
            if self.flow.slots[name].type == "choice" and not any_words and len(text.split()) > A_WORD_OR_TWO:
                continue  # "who looks after the bikes?" names one, and is no answer
            if self.flow.slots[name].type == "profile_change":
                continue  # heard before anything else, and only what is about the same
            value = read(self.flow.slots[name], text, self.ears(), self.top.slots)
            if (value if any_words else known(value)) is not None:
                self.fill(value, instead=name)
                return True
        return False

    def _heard_along(self, text: str, asked: Slot) -> list[tuple[int, str, Value]]:
        """Several facts in one message fill several slots, of this flow and of those that called it."""
        ears = self.ears()
        found: list[tuple[int, str, Value]] = []
        if not any(map(str.isalpha, text)):
            return found  # the number of a choice is no length of time
        for place in range(len(self.frames) - 1, -1, -1):
            frame = self.frames[place]
            for slot in self.world.flows[frame.flow].slots.values():
                alike = {slot.type, asked.type} <= {"skills", "interests"} or {slot.type, asked.type} <= {
                    "duration",
                    "weekly_time",
                    "effort",
                }
                if slot.name == asked.name or frame.slots.get(slot.name):
                    continue
                if asked.type == "choice" and (wanted := said_along(slot, text, frame.slots)):
                    found.append((place, slot.name, wanted))
                told = heard_first(slot) if asked.type == "call" else slot.type in SPOKEN_ALONG
                if not told or slot.type == asked.type or alike:
                    continue
                if value := known(read_first(slot, text, ears)):
                    found.append((place, slot.name, value))
            if frame.why not in ("called", "consent"):
                break
        return found

    def _set_along(self, along: Sequence[tuple[int, str, Value]]) -> None:
        frames = list(self.frames)
        for place, name, value in along:
            frame = frames[place]
            frames[place] = replace(
                frame, slots={**frame.slots, name: value}, given=tuple(dict.fromkeys((*frame.given, name)))
            )
        self.frames = tuple(frames)

    def walk(self) -> Walk:
        """From the top frame's step to the next question, through actions, called flows and returns."""
        while self.frames or self.parked:
            if not self.frames:
                self.frames, self.parked = self.parked[-1], self.parked[:-1]
                self.offer_return()
                continue
            if self.top.step == END:
                if self.top.why not in ("called", "consent"):
                    self._say_hushed()
                if (yield from self._leave()):
                    return
                continue
            if self.steps_left == 0:
                raise FlowLoops(f"{self.top.flow}: more than {MAX_STEPS_PER_SPRINT} steps without a question")
            self.steps_left -= 1
            if (yield from self._step(self.flow.step(self.top.step))):
                return

    def _step(self, step: Step) -> Rests:
        """True: it rests here."""
        match step:
            case Collect():
                return self._collect(step)
            case Say():
                said = Said(step.text, show.shown(self.world, self.top, step.text), notice=step.notice)
                if step.echo and said.values.keys() <= self.no_news:
                    self.left_out = said
                else:
                    (self.hushed if self.muted else self.effects).append(said)
                self.frames = top_replaced(self.frames, step=self.way_out(step))
            case Call():
                flow = self.world.flows[step.flow]
                inherited = {
                    name: value for name, value in self.top.slots.items() if name in flow.slots and value is not None
                }
                self.frames = (*self.frames, Frame(flow.id, flow.steps[0].id, inherited, "called", tuple(inherited)))
            case Action(name=name) if name in self.moves:
                return (yield from self.moves[name](self))
            case Action():
                told = {name: value for name, value in self.retracted.items() if name in self.top.slots}
                self.retracted = {name: value for name, value in self.retracted.items() if name not in told}
                joined = self.noted or (self.undo if told else None)
                joins = (joined.action, joined.slots) if joined else None
                outcome = yield ActionCall(step.name, self.top.slots, self.top.flow, told, joins)
                for effect in outcome.effects:
                    (self.hushed if self.replay and isinstance(effect, Said) else self.effects).append(effect)
                until = self.speaker.after(self.world.undo_within)
                if outcome.undo:
                    self.undo, self.noted = Undo(*outcome.undo, until, here=True, just=True), None
                if outcome.note:
                    self.noted = Undo(*outcome.note, until, just=True)
                filled = {**self.top.slots, **outcome.slots}
                self.frames = top_replaced(self.frames, slots=filled)
                self.frames = top_replaced(self.frames, step=self.way_out(step, outcome.name))
        return False

    def _collect(self, step: Collect) -> bool:
        slot = self.flow.slots[step.slot]
        given = slot.name in self.top.given
        if given:
            self.frames = top_replaced(self.frames, given=tuple(name for name in self.top.given if name != slot.name))
        if self._answered_before(step):
            answer, self.replay = self.replay[0], self.replay[1:]
            self.hushed.clear()
            self.muted = self.muted and bool(self.replay)
            slot, value = self.flow.slots[answer.slot], answer.value
            if (
                slot.type not in ("choice", "multi_choice")
                or value is None
                or set(value if isinstance(value, list) else [value]) <= choices_of(slot, self.top.slots).keys()
            ):
                self.no_news |= {slot.name, *(name for _, name, _ in answer.along)}
                self.fill(value, along=answer.along, event=answer.event, instead=answer.slot)
                return False
        elif any(name in self.top.given and self.top.slots.get(name) is not None for name in step.also):
            self.frames = top_replaced(self.frames, step=self.way_out(step))
            return False
        elif given and (value := self.top.slots.get(slot.name)) is not None:
            self.fill(value)  # said already: passed over, and open to correction like an answer
            return False
        self.replay = ()
        self._say_hushed()
        self.ask()
        return True

    def _answered_before(self, step: Collect) -> bool:
        """Whether the answer to it is given again; a yes in so many words was one to what lay there then, and is
        not."""
        if not self.replay or (self.replay[0].flow, self.replay[0].step) != (self.top.flow, step.id):
            return False
        return not self.flow.slots[self.replay[0].slot].explicit

    def _say_hushed(self) -> None:
        """It goes another way now than the answers given again did: what was said on it is new."""
        self.effects += self.hushed
        self.hushed.clear()

    def way_out(self, step: Step, outcome: str = "") -> str:
        if step.outcomes:
            return step.outcomes[outcome]
        for branch in step.branches:
            if branch.condition is None or branch.condition.holds(self.top.slots):
                return branch.then
        return step.next or self.flow.after(step)

    def _leave(self) -> Rests:
        """The top flow is at its end. True: a question of the flow below was put again, and it rests there."""
        done, self.frames = self.top, self.frames[:-1]
        if done.prompt:
            self.effects.append(PromptAnswered(done.prompt))
        if done.why == "called":
            caller = self.world.flows[self.top.flow]
            back = {name: value for name, value in done.slots.items() if name in caller.slots and value is not None}
            self.frames = top_replaced(
                self.frames, slots={**self.top.slots, **back}, asked=self.top.asked or done.asked
            )
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
        self.frames = (
            *self.frames,
            Frame(
                RETURN,
                self.world.flows[RETURN].steps[0].id,
                {"flow": show.named(self.world, threads(self.frames)[-1])},
                "pattern",
            ),
        )

    def drop_thread(self, asked: bool = True) -> Rests:
        """The thread on top ends here; whatever was below comes back. True: it rests. `asked`: it had put a
        question."""
        *below, dropped = threads(self.frames)
        self.frames = tuple(frame for thread in below for frame in thread)
        self.effects.extend(PromptAnswered(f.prompt) for f in dropped if f.prompt)
        return bool(self.frames and self._return_below(asked))
        yield
