"""Who has a role: what the homeserver says of a room, believed for a moment; of a room that gives roles, only as long
as it is as closed as it was when it was trusted."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime

from engagebot.domain.roles import Presence, frozen_because
from engagebot.store import roles
from engagebot.store.sqlite import Store, Transaction

log = logging.getLogger(__name__)

Members = Callable[[str], Awaitable[frozenset[str] | None]]
"""Room id -> who is in it now; None: it cannot be told."""
Look = Callable[[str], Awaitable[Presence | None]]
"""Room id -> who is in it now, and how closed it is; None: it cannot be told."""


class Roles:
    def __init__(self, store: Store, giving: Collection[str], members: Members, presence: Look | None = None) -> None:
        """`giving`: ids of the rooms that give roles; `presence` is asked of those (None: they are closed, and
        `members` knows who is in them), `members` of all others. Neither is called inside a transaction."""
        self.store, self.giving, self.members = store, frozenset(giving) - {""}, members
        self.presence = presence or self._closed

    async def ask(self, room: str, at: datetime) -> frozenset[str] | None:
        """Who is in `room` now; None: that cannot be told, or it is a room that gives roles and no longer may: nobody
        has one by it, for this event."""
        async with self.store.transaction() as tx:
            before = await roles.ask(tx, room)
        there = await (self.presence(room) if room in self.giving else self._closed(room))
        if there is None:
            log.warning("who is in %s cannot be told; nobody counts as a member", room)
            return None
        async with self.store.transaction() as tx:
            if room in self.giving and not await self._trusted(tx, room, there, before.changes, at):
                return None
            if (await roles.read(tx, room)).changes == before.changes:
                await roles.set_members(tx, room, there.people, at)
        return there.people

    async def look(self, at: datetime) -> None:
        """At the start: that a room is open is heard by those whom it concerns before anybody needs it; and where
        another room gives roles now, all goes there."""
        async with self.store.transaction() as tx:
            await roles.left(tx, self.giving, at)
        for room in sorted(self.giving):
            await self.ask(room, at)

    async def _trusted(self, tx: Transaction, room: str, there: Presence, changes: int, at: datetime) -> bool:
        """A closed room is trusted the first time that it is seen; afterwards only as it was then."""
        known = await roles.read(tx, room)
        if known.frozen:
            return False
        if why := frozen_because(known.trusted, there.door):
            await roles.freeze(tx, room, why, at)
            log.error("the organisers' room %s is no longer trusted (%s): nobody counts as an organiser", room, why)
            return False
        if known.trusted is None:
            if known.changes != changes:
                return False  # something happened there while it was being looked at: not on the first sight
            await roles.trust(tx, room, there.door)
        return True

    async def _closed(self, room: str) -> Presence | None:
        there = await self.members(room)
        return None if there is None else Presence(there)
