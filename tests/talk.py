"""A conversation with the bare engine: flows from text, actions from a table, no storage, no clock of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engagebot.config import shipped
from engagebot.engine.effects import Effect, Said, SaidAgain, Shown
from engagebot.engine.hear import Heard
from engagebot.engine.model import Flow, Text
from engagebot.engine.prompts import OpenPrompt
from engagebot.engine.run import Begun, Edited, Input, Sprint, run
from engagebot.engine.state import EMPTY, State, dumps, loads
from engagebot.engine.world import Outcome, Speaker, World
from engagebot.flowfile.load import Reader
from engagebot.understanding.answers import Option
from engagebot.understanding.intents import Understood

ALWAYS = """
flow: ask_human
about: A human.
title: a human
triggers: [human]
slots: {wanted: {type: yes_no}}
steps:
  - collect: wanted
    ask: Shall somebody write to you?
    next: [{if: wanted, then: called}, {else: END}]
    skip: END
  - {id: called, say: They will., next: END}
---
flow: ask_consent
about: Consent.
slots: {agreed: {type: yes_no}}
steps:
  - collect: agreed
    ask: May I keep it?
    required: true
---
flow: change_profile
about: A change.
title: a change
slots: {change: {type: profile_change}}
steps:
  - collect: change
    ask: What changes?
"""
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))


def flows_of(*texts: str) -> dict[str, Flow]:
    """The flows of `texts` over the shipped patterns and the few flows that the engine itself starts."""
    found: dict[str, Flow] = {}
    for text in ((shipped("flows") / "patterns.yaml").read_text(encoding="utf-8"), ALWAYS, *texts):
        reader = Reader("f.yaml")
        found |= {flow.id: flow for flow in reader.flows(text)}
        assert reader.problems == []
    return found


@dataclass
class Table:
    """Understands exactly what it is told to: text -> intent, or (what it guesses, without being sure)."""

    meanings: Mapping[str, str | tuple[str, ...]]

    def understand(self, text: str, **_: Any) -> Understood:
        found = self.meanings.get(text.casefold(), ())
        if isinstance(found, str):
            return Understood(found, 0.95, (found,), ())
        return Understood(None, 0.5 if found else 0.0, found, ())


@dataclass
class Talk:
    """One person and the engine. After every input the state goes through its stored form."""

    flows: Mapping[str, Flow]
    meanings: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    """Action -> what it returns; one that is not here returns "done"."""
    agreed: frozenset[str] = frozenset()
    prompts: tuple[OpenPrompt, ...] = ()
    state: State = EMPTY
    now: datetime = NOW
    effects: tuple[Effect, ...] = ()
    """Of the last input."""
    called: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """(action, slots that were filled), all of them so far."""
    count: int = 0

    @property
    def world(self) -> World:
        return World(
            self.flows,
            Table(self.meanings),
            lambda text: (text.singular,),  # type: ignore[arg-type]
            (Option("posters", ("posters", "affiches")), Option("cooking", ("cooking", "cuisine"))),
            (Option("compost", ("compost",)),),
            {"fr": ("Français", "French"), "en": ("English", "Anglais")},
        )

    def hears(self, text: str, **how: Any) -> list[str]:
        return self.meets(Heard(text, **how))

    def edits(self, of: int, text: str) -> list[str]:
        """`of`: the number of the input whose words are replaced, from 1."""
        return self.meets(Edited(f"${of}", text))

    def meets(self, what: Input) -> list[str]:
        """What the bot says then; choices are lines of the same message."""
        self.count += 1
        sprint = self._driven(what)
        assert loads(dumps(sprint.state)) == sprint.state
        self.state, self.effects = loads(dumps(sprint.state)), sprint.effects
        if self.state.frames:  # `dialogue` notes which message asked
            self.state = State(
                **{**{name: getattr(self.state, name) for name in State.__slots__}, "question": "question"}
            )
        return said(self.effects)

    def begins(self, flow: str, **slots: Any) -> list[str]:
        return self.meets(Begun(flow, slots))

    def waits(self, **how: float) -> None:
        self.now += timedelta(**how)

    def _driven(self, what: Input) -> Sprint:
        speaker = Speaker("@ada:example.org", "en", self.now, self.agreed)
        machine = run(self.world, speaker, self.state, f"${self.count}", what, self.prompts)
        try:
            call = next(machine)
            while True:
                self.called.append(
                    (call.name, {name: value for name, value in call.slots.items() if value is not None})
                )
                call = machine.send(self.outcomes.get(call.name, Outcome("done")))
        except StopIteration as stop:
            sprint: Sprint = stop.value
            return sprint


def said(effects: Iterable[Effect]) -> list[str]:
    return [
        words(effect) if isinstance(effect, Said) else "(again)"
        for effect in effects
        if isinstance(effect, Said | SaidAgain)
    ]


def words(said: Said) -> str:
    text = re.sub(r"{(\w+)}", lambda hole: shown(said.values.get(hole[1])), said.text.singular)
    return "\n".join(
        [text, *(f"{number}. {shown(label)}" for number, label in said.choices), *(["…"] if said.more else [])]
    )


def shown(label: Any) -> str:
    match label:
        case Text():
            return label.singular
        case Shown(value=value):
            return shown(value)
        case None:
            return "—"
        case (title, answer):
            return f"{shown(title)}: {shown(answer)}"
        case True | False:
            return "yes" if label else "no"
    return str(label)
