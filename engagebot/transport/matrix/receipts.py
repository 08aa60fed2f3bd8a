"""Read receipts in direct rooms: that a message arrived. Best effort, one a room, and only where no answer says so."""
from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from engagebot.transport.matrix.reading import Seen
from engagebot.transport.matrix.wire import Unreachable, Wire, path

AFTER_SECONDS = 1.0
"""An answer within this time shows that the message was read; a receipt beside it would be one more request."""


@dataclass
class Receipts:
    wire: Wire
    background: Callable[[Any], None]
    _waiting: dict[str, str] = field(default_factory=dict)

    def note(self, seen: Iterable[Seen]) -> None:
        newest = {item.room.id: str(item.raw["event_id"]) for item in seen
                  if item.room.kind == "direct" and (item.said or item.locked)}
        if newest and not self._waiting:
            self.background(self._send())
        self._waiting |= newest

    def answered(self, room_id: str) -> None:
        """Something was said in the room; its sender has read what stands above it."""
        self._waiting.pop(room_id, None)

    async def _send(self) -> None:
        await asyncio.sleep(AFTER_SECONDS)
        waiting, self._waiting = self._waiting, {}
        for room_id, event_id in waiting.items():
            try:
                await self.wire.call("POST", path("rooms", room_id, "receipt", "m.read", event_id), {}, seconds=5)
            except Unreachable:
                return
