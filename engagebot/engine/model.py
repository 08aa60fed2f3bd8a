"""What a flow is made of: frozen values only.

A conversation only ever rests at a `Collect`, so the id of a `Collect` is the one id that is ever stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from engagebot.engine.conditions import Condition

END = "END"
PATTERNS = "patterns"
"""The flow whose sentences the bot uses outside of any other flow."""

Value = Any
"""A slot's value: whatever JSON can hold. None: not filled, or skipped."""


@dataclass(frozen=True, slots=True)
class Text:
    """A translatable sentence. `plural` and `count` (a slot's name) are set for counted ones."""

    singular: str
    plural: str | None = None
    count: str | None = None
    line: int = 0
    note: str = ""
    """For the translator; empty: none."""


@dataclass(frozen=True, slots=True)
class Branch:
    """`condition` None means `else`."""

    condition: Condition | None
    then: str


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    line: int
    next: str | None = None
    """None: the step below."""
    branches: tuple[Branch, ...] = ()
    outcomes: Mapping[str, str] = field(default_factory=dict)

    def targets(self) -> list[tuple[str, str]]:
        """(label, step id) of every way out that the file names; []: only the step below."""
        if self.branches:
            return [(str(b.condition or "else"), b.then) for b in self.branches]
        if self.outcomes:
            return list(self.outcomes.items())
        return [("", self.next)] if self.next else []


@dataclass(frozen=True, slots=True)
class Say(Step):
    text: Text = Text("")
    notice: bool = False
    """A mere acknowledgement: clients do not notify for it."""
    echo: bool = False
    """It only says answers back: left out where they are no news."""


@dataclass(frozen=True, slots=True)
class Collect(Step):
    slot: str = ""
    ask: Text = Text("")
    again: Text | None = None
    """At the first miss, in other words; None: `ask` again."""
    short: Text | None = None
    """At the second miss: shorter, with an example; None: `ask` again."""
    also: tuple[str, ...] = ()
    """Other slots of the flow that answer it as well, when the asked one is not in the words."""
    skip: str | None = None
    """Where "skip" leads; None: where an answer leads."""
    required: bool = False
    """True: "skip" is answered kindly, and the question stays."""
    timeout: timedelta | None = None
    timeout_then: str | None = None


@dataclass(frozen=True, slots=True)
class Action(Step):
    name: str = ""


@dataclass(frozen=True, slots=True)
class Call(Step):
    flow: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    name: str
    type: str
    choices: Mapping[str, Text] = field(default_factory=dict)
    """Of a choice: value -> label; empty: none, or from `choices_from`."""
    choices_from: str | None = None
    """Another slot of type `choices`, filled by an action: value -> label."""
    explicit: bool = False
    """Of a yes or no: only an explicit yes will do, because it cannot be undone."""
    within_minutes: int | None = None
    """Of a yes or no: a yes counts so long after its question; later, the question is put again. None: as long as it is
    pending."""
    least: int | None = None
    most: int | None = None
    reader: str | None = None
    """Of a choice: how words that are no label are read (`understanding.task_wants`); None: not at all. Of a yes or no:
    `want` alone."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Flow:
    id: str
    about: str
    """For those who edit it; never shown."""
    title: Text | None
    """What it is called in the middle of a sentence ("on reprenait : …"); None: it is never named."""
    triggers: tuple[str, ...]
    """Intents that start it."""
    public: bool
    """May answer in a group room: it says nothing personal and asks nothing."""
    needs: str | None
    """Purpose that the person must have consented to before it starts; None: nothing."""
    slots: Mapping[str, Slot]
    steps: tuple[Step, ...]
    sentences: Mapping[str, Text]
    """Sentences that actions and the engine use, by name."""
    path: str
    line: int = 1
    anew: bool = False
    """Asked for while it is going on, it begins anew with those words; else its question is put again."""

    def step(self, step_id: str) -> Step:
        """Raises KeyError when a later version no longer has it."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(f"{self.id}.{step_id}")

    def after(self, step: Step) -> str:
        below = self.steps.index(step) + 1
        return self.steps[below].id if below < len(self.steps) else END
