"""A transport without a homeserver: what is delivered is kept in memory, for the console and the transcripts."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from engagebot.domain.missed import Missed
from engagebot.domain.roles import Door, Presence
from engagebot.store.outbox import Outgoing
from engagebot.transport import Delivered, Delivery, Refused


class Console:
    """`said`: what was delivered since it was last emptied, in order; `rooms`: room -> who is in it; `doors`: how
    closed one is, unless it is as usual; `away`: the homeserver does not say who is in a room; `files`: what can
    be fetched, by url; `left`: people who have left their room with the bot: words open a new one, nothing
    else does."""

    def __init__(self) -> None:
        self.user_id = "@engagebot:console"
        self.said: list[Outgoing] = []
        self.received: Callable[[], None] = lambda: None
        self.rooms: dict[str, set[str]] = {}
        self.doors: dict[str, Door] = {}
        self.away = False
        self.files: dict[str, bytes] = {}
        self.left: set[str] = set()

    async def connect(self) -> None:
        pass

    async def receive(self) -> None:
        pass

    async def deliver(self, row: Outgoing) -> Delivery:
        if row.person in self.left and row.op not in ("say", "file"):
            return Refused("the room is gone")
        self.said.append(row)
        return Delivered(row.key, row.room or f"!{row.person or row.key}")

    async def members(self, room: str) -> frozenset[str] | None:
        return None if self.away else frozenset(self.rooms.get(room, ()))

    async def presence(self, room: str) -> Presence | None:
        there = await self.members(room)
        return None if there is None else Presence(there, self.doors.get(room, Door()))

    async def fetch(self, media: Mapping[str, Any]) -> bytes | None:
        return self.files.get(str(media.get("url")))

    async def missed(self, since: datetime) -> Missed:
        return Missed()

    def since_news(self) -> float:
        return 0.0

    async def working(self, person: str, on: bool) -> None:
        pass

    async def stop(self) -> None:
        pass

    async def close(self) -> None:
        pass
