"""The engine and the actions of one event, joined: actions do what the engine calls for, `commit` writes down what is
to be said."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from engagebot.actions import Act, Action, Asked, perform
from engagebot.commit import Commit
from engagebot.engine.events import Edit, Event
from engagebot.engine.run import Sprint
from engagebot.engine.state import State
from engagebot.engine.world import ActionCall, Outcome
from engagebot.house import House
from engagebot.store.sqlite import Transaction


@dataclass(frozen=True, slots=True)
class Drive:
    house: House
    actions: Mapping[str, Action]
    tx: Transaction
    """The event's own: all or nothing."""
    event: Event
    now: datetime
    """By the machine's clock."""
    asked: Asked

    def act(self, zone: ZoneInfo) -> Act:
        """`zone`: the speaker's."""
        event = self.event
        return Act(
            self.tx,
            event.person,
            event.id,
            event.at,
            zone,
            self.house.association,
            self.house.settings,
            self.house.world.flows,
            self.house.calendar,
            event.what.of if isinstance(event.what, Edit) else event.id,
            now=self.now,
            asked=self.asked,
        )

    async def run(self, machine: Generator[ActionCall, Outcome, Sprint], act: Act) -> Sprint:
        """Up to the next wait or end."""
        try:
            call = next(machine)
            while True:
                act.flow, act.retracted, act.joins = call.flow, call.retracted, call.joins
                call = machine.send(await perform(self.actions[call.name], act, call.slots))
        except StopIteration as stop:
            sprint: Sprint = stop.value
            return sprint

    async def commit(self) -> Commit:
        return await Commit.of(self.house, self.tx, self.event)

    async def commit_sprint(self, sprint: Sprint, before: State, said: int = 0) -> bool:
        """`before`: where the conversation stood; `said`: how many messages the event has caused already. True: the
        speaker has been erased."""
        return await (await Commit.of(self.house, self.tx, self.event, said)).sprint(sprint, before)
