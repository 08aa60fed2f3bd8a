"""The one path every event takes: load, decide, commit, in one transaction. Sending comes after (`outbox`)."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Generator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from engagebot import audience, patience, roles
from engagebot.actions import (
    ACTIONS,
    DUE,
    Act,
    Action,
    Asked,
    AudienceUnseen,
    FileUnread,
    MembersUnknown,
    PartnerUnknown,
    RolesUnclear,
    RoundUnplayed,
    answers,
    called,
    ladder,
    meeting,
    perform,
    rooms,
)
from engagebot.actions.calling import CALLS
from engagebot.actions.welcome import PROFILE
from engagebot.commit import Commit
from engagebot.domain.lateness import waits_for_day
from engagebot.domain.signs import cut as cut_off
from engagebot.engine.effects import Erased, Shown
from engagebot.engine.events import (
    LONGEST_TEXT,
    Arrival,
    Attachment,
    Departure,
    Due,
    Edit,
    Event,
    Message,
    Reaction,
    Removal,
    Unreadable,
)
from engagebot.engine.hear import Heard
from engagebot.engine.listen import understood
from engagebot.engine.machine import Machine
from engagebot.engine.run import Begun, CameBack, Edited, Elapsed, Input, Sent, Sprint, TakenBack, run
from engagebot.engine.state import EMPTY, State
from engagebot.engine.world import ActionCall, Outcome, Speaker
from engagebot.house import House, voice_of
from engagebot.log import where
from engagebot.roles import Look, Members
from engagebot.rounds import Rounds
from engagebot.store import conversations, inbox, outbox, people, profile, unheard
from engagebot.store.people import Person
from engagebot.store.sqlite import Store, Transaction
from engagebot.words import tidy

log = logging.getLogger(__name__)

CONVERSATION_TIMERS = ("park", "drop", "timeout")
SHOWN_OF_THE_END = 50
"""Characters by which somebody finds the place where a message was cut."""
LONGEST_NAME = 40
MOST_ASKED = 5
"""More than this, of rooms, files and people, no event needs to know from outside."""
LISTS = (".csv", ".tsv", ".txt", ".json", ".xlsx", ".xls", ".ods")
"""How the names of files end that may be a list of tasks. Those that a spreadsheet keeps for itself cannot be read, but
one can say what to do instead."""

Fetch = Callable[[Mapping[str, Any]], Awaitable[bytes | None]]
"""`Attachment.media` -> content; None: it cannot be had."""


async def nobody_knows(room: str) -> frozenset[str] | None:
    return None


async def nothing_comes(media: Mapping[str, Any]) -> bytes | None:
    return None


class Dialogue:
    def __init__(
        self,
        store: Store,
        house: House,
        actions: Mapping[str, Action] = ACTIONS,
        committed: Callable[[], None] = lambda: None,
        members: Members = nobody_knows,
        presence: Look | None = None,
        fetch: Fetch = nothing_comes,
        clock: Callable[[], datetime] | None = None,
        rounds: Rounds | None = None,
    ) -> None:
        """`committed` is called after each transaction that may have queued something; `members` and `fetch` ask the
        homeserver, and are never called inside a transaction; so does `presence`, of rooms that give roles (None: as
        `members`, and they are closed). `clock`: how long what it said is believed is measured by
        it, not by what the sender of an event says; None: by the event. `rounds`: who pairs people, in transactions of
        its own; None: as it does by itself."""
        self.store, self.house, self.actions, self.committed = store, house, actions, committed
        self.members, self.fetch, self.clock = members, fetch, clock
        self.roles = roles.Roles(store, {house.association.organisers_room}, members, presence)
        self.rounds = rounds or Rounds(store, house.settings)

    async def handle(self, event: Event) -> None:
        """Handle `event` once. Raises whatever went wrong, with everything rolled back; `failed` is for that."""
        try:
            await self._handle(event)
        except RolesUnclear as unclear:
            await self._put_off(event, unclear.frozen)

    async def _put_off(self, event: Event, frozen: bool) -> None:
        """Who may be an organiser hears that nothing was done; they can say the same again, where they were."""
        async with self.store.transaction() as tx:
            if await inbox.take(tx, event):
                commit = await self._commit_of(tx, event)
                await commit.sentence("roles_frozen" if frozen else "roles_unread", key=f"unclear:{event.id}")
        self.committed()

    async def _handle(self, event: Event) -> None:
        asked = Asked()
        for _ in range(MOST_ASKED):
            try:
                await self._decide(event, asked)
                return
            except MembersUnknown as unknown:
                there = await self.roles.ask(unknown.room, self._now(event))
                asked = replace(asked, rooms={**asked.rooms, unknown.room: there})
            except FileUnread as unread:
                asked = replace(asked, files={**asked.files, unread.url: await self.fetch(unread.media)})
            except RoundUnplayed as unplayed:
                await self.rounds.play(unplayed.round_id, event.at)
                asked = replace(asked, rounds=asked.rounds | {unplayed.round_id})
            except PartnerUnknown as unknown:
                partner = await self.rounds.partner(unknown.person, event.at)
                asked = replace(asked, partners={**asked.partners, unknown.person: partner})
            except AudienceUnseen as unseen:
                rules = audience.rules_of(self.house.settings)
                seen = await audience.audience(self.store, unseen.call, event.at, rules, CALLS)
                asked = replace(asked, audiences={**asked.audiences, unseen.call: seen})
        await self._decide(event, asked)

    async def _decide(self, event: Event, asked: Asked) -> None:
        async with self.store.transaction() as tx:
            if not await inbox.take(tx, event):  # the homeserver may tell us twice
                return
            erased = await self._happened(tx, event, asked)
        if erased:
            await self.store.forget_on_disk()
        self.committed()

    def _now(self, event: Event) -> datetime:
        return self.clock() if self.clock else event.at

    async def failed(self, event: Event, error: Exception) -> bool:
        """Count a failure; True: it was the last try, the event is set aside, and its person hears so once."""
        async with self.store.transaction() as tx:
            last = await inbox.failed(tx, event, type(error).__name__)
            log.error("event %s failed%s: %s", event.id, "; set aside" if last else "", where(error))
            if last and event.direct:
                await (await self._commit_of(tx, event)).sentence("failed", key=f"failed:{event.id}")
        self.committed()
        return last

    # -------------------------------------------------------------------------------------------------------- deciding
    async def _happened(self, tx: Transaction, event: Event, asked: Asked) -> bool:
        """True: the person has been erased."""
        match event.what:
            case Departure():
                return await self._departed(tx, event, asked)
            case Unreadable():
                key = f"unreadable:{event.person}:{event.at:%Y-%m-%d}"
                await (await self._commit_of(tx, event)).sentence("unreadable", key=key)
                return False
            case Due(kind=kind, subject=subject) if kind not in CONVERSATION_TIMERS:
                return await self._due(tx, event, kind, subject, asked)
        return await self._spoken(tx, event, asked)

    async def _departed(self, tx: Transaction, event: Event, asked: Asked) -> bool:
        """Who leaves their room with the bot waits for no answer any more, and is asked nothing."""
        if event.direct and await people.find(tx, event.person):
            commit = await self._commit_of(tx, event)
            act = self._act(tx, event, commit.zone, asked)
            await ladder.forget(act)
            await meeting.forget(act)
            await called.step_back(act, act.person)
            await commit.effects(tuple(act.effects))
        return False

    async def _due(self, tx: Transaction, event: Event, kind: str, subject: str, asked: Asked) -> bool:
        """A timer that is not about the conversation itself; one without a person is about its subject alone."""
        if event.person and await people.find(tx, event.person) is None:
            return False
        morning = self.house.calendar.next_awake(event.at)
        if waits_for_day(kind) and morning > event.at:
            await conversations.set_timer(tx, event.person, kind, morning, subject, each=True)
            return False
        commit = await self._commit_of(tx, event)
        act = self._act(tx, event, commit.zone, asked)
        if due := DUE.get(kind):
            await due(act, subject)
        if any(isinstance(effect, Erased) for effect in act.effects):
            await commit.erased(act.effects)
            return True
        await commit.effects(tuple(act.effects))
        return False

    async def _spoken(self, tx: Transaction, event: Event, asked: Asked) -> bool:
        event, cut = _readable(event)
        if not isinstance(event.what, Due) and not await people.add(
            tx, event.person, self.house.association.languages[0], event.at
        ):
            await people.spoke(tx, event.person, event.at)
        if isinstance(event.what, Arrival) and event.what.name:
            await people.set_name(tx, event.person, cut_off(tidy(event.what.name), LONGEST_NAME))
        person = await people.find(tx, event.person)
        if person is None:  # erased while the timer was on its way
            return False
        state = await conversations.state_of(tx, event.person)
        zone = profile.zone_of(await profile.facts(tx, event.person, event.at), self.house.association.time_zone)
        consents = await profile.consents(tx, event.person)
        agreed = frozenset(purpose for purpose, (given, *_) in consents.items() if given)
        room = "" if event.direct else event.room
        speaker = Speaker(event.person, person.locale, event.at.astimezone(zone), agreed, room)
        if not isinstance(event.what, Due):
            await self._heard_again(tx, event)
        if await self._too_many(tx, event, speaker, state):
            return False
        if cut and PROFILE in consents:
            values = {"most": Shown("number", LONGEST_TEXT), "end": Shown("text", cut)}
            key = f"cut_short:{event.id}"
            await (await self._commit_of(tx, event)).sentence("cut_short", key=key, values=values)
        if await self._followed(event, self._act(tx, event, zone, asked)):
            return False
        what = await self._input(tx, event, person, state, undecided=PROFILE not in consents)
        if what is None:
            return False
        if not event.direct and not isinstance(event.what, Due):
            return await self._in_group(event, speaker, state, self._act(tx, event, zone, asked))
        prompts = await conversations.open_prompts(tx, event.person, event.at)
        sprint = await self._drive(
            run(self.house.world, speaker, state, event.id, what, prompts), self._act(tx, event, zone, asked)
        )
        return await self._commit(tx, event, sprint, state)

    async def _heard_again(self, tx: Transaction, event: Event) -> None:
        """Whoever writes for the first time since a restore hears, once, that what they said before is lost."""
        since = await unheard.since(tx, event.person)
        if since and await unheard.ended(tx, self._now(event), event.person):
            key, values = f"forgot_since:{event.id}", {"since": Shown("moment", since.timestamp())}
            await (await self._commit_of(tx, event)).sentence("forgot_since", key=key, values=values)

    async def _followed(self, event: Event, act: Act) -> bool:
        """True: a message that had been passed on to somebody was edited or taken back, and what became of it
        followed."""
        if not await answers.changed(act, event.what):
            return False
        if isinstance(event.what, Removal):
            await inbox.forget_text(act.tx, event.what.of)
        await (await self._commit_of(act.tx, event)).effects(tuple(act.effects))
        return True

    async def _input(
        self, tx: Transaction, event: Event, person: Person, state: State, *, undecided: bool
    ) -> Input | None:
        """What happened, as the engine takes it; None: nothing to answer."""
        match event.what:
            case Message(text=text, reply_to=reply_to, thread=thread):
                to = await outbox.key_of(tx, reply_to or thread or "")
                prompted = undecided and await conversations.open_prompts(tx, person.id, event.at)
                if undecided and not state.frames and not prompted and event.direct:
                    return Begun("welcome", text=text)
                if event.direct and to and (about := await answers.about(tx, event, to)):
                    return Begun("late_reply", {"question": about, "reply": text, "relay": to})
                return Heard(text, to)
            case Reaction(to=to, key=emoji):
                return Heard(emoji, await outbox.key_of(tx, to), reaction=True)
            case Edit(of=of, text=text):
                return Edited(of, text)
            case Removal(of=of):
                await inbox.forget_text(tx, of)
                return TakenBack(of)
            case Attachment(kind="m.file", name=name, size=size, media=media) if (
                event.direct and name.casefold().endswith(LISTS)
            ):
                return Begun("import_tasks", {"file": {**(media or {}), "name": name, "size": size}}, anew=True)
            case Attachment(kind=kind):
                return Sent(kind)
            case Arrival() if await outbox.spoken(tx, person.id, event.room):
                return None  # the bot opened the room itself, and has spoken there first
            case Arrival():
                return CameBack() if state.frames else Begun("welcome")
            case Due(kind=kind, subject=subject):
                return Elapsed(kind, subject)
            case Departure() | Unreadable():
                return None
            case _:
                assert_never(event.what)

    async def _in_group(self, event: Event, speaker: Speaker, state: State, act: Act) -> bool:
        """In a group room the bot says only what is nobody's business alone, and goes on in private with the rest."""
        tx = act.tx
        commit = await self._commit_of(tx, event)
        found = await rooms.answered(act, event.what)  # a reaction or a reply to something that the bot shows there
        goes_on: Input | None = found.goes_on if found else None
        if found is None and isinstance(event.what, Edit) and any(a.event == event.what.of for a in state.answers):
            goes_on = Edited(event.what.of, event.what.text)
        if found is None and isinstance(event.what, Message):
            text = event.what.text
            meant = understood(Machine(self.house.world, speaker, state, event.id), text)
            flow = self.house.world.triggered(meant.intent)
            if flow is not None and flow.public:
                sprint = await self._drive(run(self.house.world, speaker, EMPTY, event.id, Begun(flow.id)), act)
                await commit.in_room(sprint.effects)
                return False
            await commit.sentence("in_private", key=f"private:{event.id}", room=event.room)
            if PROFILE not in speaker.agreed and not state.frames:
                goes_on = Begun("welcome", text=text)
        effects, act.effects = tuple(act.effects), []
        await commit.effects(effects)
        if goes_on is None and (found or not isinstance(event.what, Message)):
            return False
        what: Input = goes_on or Heard(text, in_group=True)
        sprint = await self._drive(run(self.house.world, speaker, state, event.id, what), act)
        return await self._commit(tx, event, sprint, state, commit.pen.said)

    async def _drive(self, machine: Generator[ActionCall, Outcome, Sprint], act: Act) -> Sprint:
        try:
            call = next(machine)
            while True:
                act.flow, act.retracted = call.flow, call.retracted
                call = machine.send(await perform(self.actions[call.name], act, call.slots))
        except StopIteration as stop:
            sprint: Sprint = stop.value
            return sprint

    async def _commit(self, tx: Transaction, event: Event, sprint: Sprint, before: State, said: int = 0) -> bool:
        """`said`: how many messages this event has caused already."""
        commit = await self._commit_of(tx, event, said)  # an action may have changed how they are spoken to
        return await commit.sprint(sprint, before)

    async def _commit_of(self, tx: Transaction, event: Event, said: int = 0) -> Commit:
        """In the voice, and the time zone, of whoever did it."""
        return Commit(self.house, tx, event, *await voice_of(tx, self.house, event.person), said)

    # ----------------------------------------------------------------------------------------------------------- small
    def _act(self, tx: Transaction, event: Event, zone: ZoneInfo, asked: Asked) -> Act:
        return Act(
            tx,
            event.person,
            event.id,
            event.at,
            zone,
            self.house.association,
            self.house.settings,
            self.house.world.flows,
            self.house.calendar,
            event.what.of if isinstance(event.what, Edit) else event.id,
            now=self._now(event),
            asked=asked,
        )

    async def _too_many(self, tx: Transaction, event: Event, speaker: Speaker, state: State) -> bool:
        """More than is listened to: one notice, then silence until it is over. What it said is not kept."""
        why = await patience.over(tx, event, self.house.settings, self.house.world, speaker, state)
        if why is None:
            return False
        await inbox.forget_text(tx, event.id)
        key = patience.notice_key(why, event, self._now(event))
        room = None if event.direct else event.room
        commit = await self._commit_of(tx, event)
        await commit.sentence("too_late" if why == "too_late" else "too_many", key=key, room=room)
        return True


def _readable(event: Event) -> tuple[Event, str]:
    """The event with as much of its text as is read, and, where that is not all, how what is read of it ends."""
    what = event.what
    if not isinstance(what, Message | Edit) or len(what.text) <= LONGEST_TEXT:
        return event, ""
    read = what.text[:LONGEST_TEXT].rstrip()
    end = read[-SHOWN_OF_THE_END:]
    about = isinstance(what, Edit) or event.direct or what.addressed
    return replace(event, what=replace(what, text=read)), (end.partition(" ")[2] or end) if about else ""
