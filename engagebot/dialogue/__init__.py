"""The one path every event takes: decided and committed in one transaction, begun again with what had to be asked
outside, set aside when it fails for good. Sending comes after (`outbox`).

`deciding` has what each kind of event does: `inputs` tells the engine what happened, `drive` joins engine and actions,
`group_rooms` has what differs there.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from engagebot import audience, roles
from engagebot.actions import (
    ACTIONS,
    Action,
    Asked,
    AudienceUnseen,
    FileUnread,
    MembersUnknown,
    PartnerUnknown,
    RolesUnclear,
    RoundUnplayed,
)
from engagebot.actions.calling import CALLS
from engagebot.commit import Commit
from engagebot.dialogue.deciding import decide
from engagebot.dialogue.drive import Drive
from engagebot.engine.events import Event
from engagebot.house import House
from engagebot.log import where
from engagebot.roles import Look, Members
from engagebot.rounds import Rounds
from engagebot.store import inbox
from engagebot.store.sqlite import Store

log = logging.getLogger(__name__)

MOST_ASKED = 5
"""More than this, of rooms, files and people, no event needs to know from outside."""
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
                commit = await Commit.of(self.house, tx, event)
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
            erased = await decide(Drive(self.house, self.actions, tx, event, self._now(event), asked))
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
                await (await Commit.of(self.house, tx, event)).sentence("failed", key=f"failed:{event.id}")
        self.committed()
        return last
