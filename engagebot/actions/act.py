"""What an action is given, and how outcomes are declared.

An action is `async def name(act: Act, *, slot: Type, …) -> Outcome1 | Outcome2`: its keyword arguments are slots of
the flow (without a default: needed), the names of its outcome classes in snake_case are the outcomes, their fields
the slots they fill.
"""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal, get_args, get_type_hints
from zoneinfo import ZoneInfo

from engagebot.audience import Audience
from engagebot.config import Settings
from engagebot.domain.association import Association
from engagebot.domain.calls import Call
from engagebot.domain.gate import About
from engagebot.domain.waking import Calendar
from engagebot.engine.effects import Effect, Line, Shown, Told
from engagebot.engine.model import Flow, Value
from engagebot.engine.world import Outcome
from engagebot.store import profile, roles, tasks
from engagebot.store.sqlite import Transaction

Action = Callable[..., Awaitable[Any]]


class MembersUnknown(Exception):
    """Who is in a room has to be asked before this event can be decided; `room` says of which."""

    def __init__(self, room: str) -> None:
        super().__init__(room)
        self.room = room


class RolesUnclear(Exception):
    """Whether the speaker is an organiser cannot be told, so nothing is done; `frozen`: not before a human has looked
    at the organisers' room, else perhaps in a moment."""

    def __init__(self, frozen: bool) -> None:
        super().__init__()
        self.frozen = frozen


class FileUnread(Exception):
    """A file that somebody sent has to be fetched before this event can be decided; `media` says which."""

    def __init__(self, media: Mapping[str, Any]) -> None:
        super().__init__()
        self.media, self.url = media, str(media["url"])


class RoundUnplayed(Exception):
    """Everybody has to be paired, and the round `round_id` written down, before this event can be decided."""

    def __init__(self, round_id: str) -> None:
        super().__init__(round_id)
        self.round_id = round_id


class PartnerUnknown(Exception):
    """Somebody has to be found among everybody for `person` before this event can be decided."""

    def __init__(self, person: str) -> None:
        super().__init__()
        self.person = person


class AudienceUnseen(Exception):
    """Everybody has to be looked at for `call` before this event can be decided."""

    def __init__(self, call: Call) -> None:
        super().__init__(call.id)
        self.call = call


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked outside for an event that could not be decided without. In memory only."""

    rooms: Mapping[str, frozenset[str] | None] = field(default_factory=dict)
    """Room id -> who is in it; None: that cannot be told."""
    files: Mapping[str, bytes | None] = field(default_factory=dict)
    """Url -> content, of files; None: it cannot be had."""
    rounds: frozenset[str] = frozenset()
    """Ids of rounds of introductions that are played and written down."""
    partners: Mapping[str, str | None] = field(default_factory=dict)
    """Person -> who fits them best of those who can be introduced now; None: nobody does."""
    audiences: Mapping[Call, Audience] = field(default_factory=dict)
    """Whom a call may reach."""


@dataclass(slots=True)
class Act:
    """One sprint's actions share one of these. They touch `tx` and `domain` only: never the network, never a clock."""

    tx: Transaction
    person: str
    event_id: str
    at: datetime
    """Aware UTC."""
    zone: ZoneInfo
    """The person's."""
    association: Association
    settings: Settings
    flows: Mapping[str, Flow]
    calendar: Calendar
    """Waking hours and days off where the association is."""
    message: str = ""
    """What was written to begin with: an edit changes this one."""
    now: datetime | None = None
    """By the machine's clock, for how long something is believed; None: `at`."""
    asked: Asked = Asked()
    effects: list[Effect] = field(default_factory=list)
    flow: str = ""
    """Whose step the present action is."""
    retracted: Mapping[str, Value] = field(default_factory=dict)
    """Slot -> what a corrected answer had said before; {}: nothing is being corrected."""
    undo: tuple[str, Mapping[str, Value]] | None = None
    """Set by an action that can be taken back: the action that does so, and its slots."""
    note: tuple[str, Mapping[str, Value]] | None = None
    """The same, set where something told was written down: in the middle of something else it is kept."""
    joins: tuple[str, Mapping[str, Value]] | None = None
    """What takes back what the same message did before, or what a corrected answer had done."""
    made: int = 0
    """How many ids this event has made."""

    @property
    def today(self) -> datetime:
        """Now, on the person's own wall clock."""
        return self.at.astimezone(self.zone)

    def new_id(self) -> str:
        """The same, when the same event is handled again."""
        self.made += 1
        return tasks.new_id(self.event_id, self.made)

    def alias(self, other: str) -> str:
        """Somebody else, where something is stored with the speaker: there an id would outlive whom it names."""
        return hashlib.sha256(f"{self.person} {other}".encode()).hexdigest()[:16]

    async def is_organiser(self, *, asked_now: bool = False) -> bool:
        """Whether they are in the organisers' room. `asked_now`: as the homeserver says for this very event; else what
        it said a moment ago will do. Raises MembersUnknown as `members` does, and RolesUnclear to who may be one and
        cannot be told from anybody else; who was none when it could last be told, is none."""
        room = self.association.organisers_room
        if not room:
            return False
        there = await self._there(room, asked_now)
        if there is not None:
            return self.person in there
        last = await roles.members(self.tx, room)
        if last and self.person not in last:
            return False
        raise RolesUnclear((await roles.read(self.tx, room)).frozen is not None)

    async def counts_as_organiser(self) -> bool:
        """As `is_organiser`; False where it cannot be told: for what others can do as well, in another way."""
        try:
            return await self.is_organiser()
        except RolesUnclear:
            return False

    async def members(self, room: str) -> frozenset[str]:
        """Who is in `room`, as the homeserver said a moment ago; nobody, where it cannot be told. Raises
        MembersUnknown: `dialogue` asks, and begins the event again."""
        return await self._there(room) or frozenset()

    async def _there(self, room: str, asked_now: bool = False) -> frozenset[str] | None:
        """None: it cannot be told."""
        known = await roles.read(self.tx, room)
        if known.frozen:
            return None
        if room in self.asked.rooms:
            return self.asked.rooms[room]
        age = None if known.at is None else (self.now or self.at) - known.at
        if asked_now or age is None or not timedelta() <= age <= timedelta(seconds=self.settings.roles_seconds):
            raise MembersUnknown(room)
        return await roles.members(self.tx, room)

    def file(self, media: Mapping[str, Any]) -> bytes | None:
        """What a file holds that somebody sent; None: it cannot be had. Raises FileUnread: `dialogue` fetches it, and
        begins the event again."""
        url = media.get("url")
        if url is None:
            return None
        if url not in self.asked.files:
            raise FileUnread(media)
        return self.asked.files[url]

    def round_played(self, round_id: str) -> None:
        """Afterwards what came of it is in the database. Raises RoundUnplayed: `dialogue` has it played, and begins the
        event again."""
        if round_id not in self.asked.rounds:
            raise RoundUnplayed(round_id)

    def partner(self, person: str) -> str | None:
        """Who fits them best of those who can be introduced now; None: nobody does. Raises PartnerUnknown: `dialogue`
        looks for them, and begins the event again."""
        if person not in self.asked.partners:
            raise PartnerUnknown(person)
        return self.asked.partners[person]

    def audience(self, call: Call) -> Audience:
        """Whom it may reach now. Raises AudienceUnseen: `dialogue` looks at everybody, and begins the event again."""
        if call not in self.asked.audiences:
            raise AudienceUnseen(call)
        return self.asked.audiences[call]

    async def consent(self, purpose: str, given: bool) -> None:
        """The speaker agrees to it, or no longer does, in the words that they were shown."""
        version = self.association.privacy_version
        await profile.consent(self.tx, self.person, purpose, given, version, self.event_id, self.at)

    def line(self, sentence: str, **values: Shown) -> Line:
        """`sentence` is `flow.name`, one of a flow's `sentences:`."""
        return line_of(self.flows, sentence, **values)

    def tell(
        self,
        sentence: str,
        *,
        person: str | None = None,
        room: str | None = None,
        purpose: str = "reply",
        key: str | None = None,
        at: datetime | None = None,
        about: About | Literal[""] = "",
        subject: str = "",
        until: datetime | None = None,
        **values: Shown,
    ) -> None:
        """Say something to somebody else than the speaker, or to a room; not before `at`. The rest as in `Told`."""
        line = self.line(sentence, **values)
        self.effects.append(Told(line.text, line.values, purpose, person, room, key, at, about, subject, until))


def line_of(flows: Mapping[str, Flow], sentence: str, **values: Shown) -> Line:
    flow, name = sentence.split(".")
    return Line(flows[flow].sentences[name], values)


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def outcomes(action: Action) -> Mapping[str, frozenset[str]]:
    """Outcome name -> slots it fills, as the action's own return type says."""
    returned = get_type_hints(action)["return"]
    return {snake(c.__name__): frozenset(f.name for f in fields(c)) for c in get_args(returned) or (returned,)}


@cache
def needs(action: Action) -> tuple[frozenset[str], frozenset[str]]:
    """(slots it needs, slots it can use)."""
    wanted = [p for p in inspect.signature(action).parameters.values() if p.kind is p.KEYWORD_ONLY]
    return (frozenset(p.name for p in wanted if p.default is p.empty), frozenset(p.name for p in wanted))


async def perform(action: Action, act: Act, slots: Mapping[str, Value]) -> Outcome:
    """Run one action and hand over what it wants done. Slots that were skipped (None) count as not given."""
    _, usable = needs(action)
    result = await action(act, **{name: slots[name] for name in usable if slots.get(name) is not None})
    effects, act.effects = tuple(act.effects), []
    undo, act.undo = act.undo, None
    note, act.note = act.note, None
    return Outcome(
        snake(type(result).__name__), {f.name: getattr(result, f.name) for f in fields(result)}, effects, undo, note
    )
