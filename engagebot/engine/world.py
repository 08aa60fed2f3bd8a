"""What is the same for everybody, who speaks, and what passes between the engine and whoever drives it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from engagebot.engine.effects import Effect
from engagebot.engine.model import Flow, Text, Value
from engagebot.understanding.answers import Option
from engagebot.understanding.intents import Intents

RETURN, CONSENT, HUMAN, CHANGE, ASK_INSTEAD = "return_to", "ask_consent", "ask_human", "change_profile", "ask_instead"
"""Flows that the engine itself begins."""
QUIET, AS_IT_WAS = "pause", "restore_quiet"
"""The flow by which somebody says how they want to be written to, and the action that takes such a change back."""
PROFILE_AS_IT_WAS = "restore_profile"
"""The action that takes back what somebody told of themselves."""


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
    room: str = ""
    """The group room where they speak; empty: in private."""

    def after(self, delay: timedelta) -> datetime:
        """When so much time has gone by, whatever clocks on the wall do meanwhile."""
        return self.now.astimezone(UTC) + delay


@dataclass(frozen=True, slots=True)
class ActionCall:
    name: str
    slots: Mapping[str, Value]
    flow: str = ""
    """The flow whose step it is; empty: something is undone."""
    retracted: Mapping[str, Value] = field(default_factory=dict)
    """Slot -> what its answer had said before it was corrected."""
    joins: tuple[str, Mapping[str, Value]] | None = None
    """(action, slots) that takes back what this goes with: done for the same message, or for an answer that is
    corrected now."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`undo`: (action, slots) that takes it back, for a while; None: cannot be undone. `note`: the same of a fact that
    was told; in the middle of something "cancel" is about that, and the fact is kept."""

    name: str
    slots: Mapping[str, Value] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    undo: tuple[str, Mapping[str, Value]] | None = None
    note: tuple[str, Mapping[str, Value]] | None = None


Walk = Generator[ActionCall, Outcome, None]
Rests = Generator[ActionCall, Outcome, bool]
"""True: the conversation rests at a question."""
