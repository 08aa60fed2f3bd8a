"""Which event each encrypted message came as, so that a copy of it under another id or time is recognised."""
from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

KNOWN = 10_000


@dataclass
class Replays:
    """Of the newest messages, each as two short numbers: nio's own memory of them takes four times as much, and is
    twenty times as long before anything is forgotten."""

    known: int = KNOWN
    _events: dict[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._events)

    def is_first(self, index: int, event: Any) -> bool:
        """What nio asks of the message number `index` in its session. False: it came as another event before."""
        message = _short(event.sender_key, event.session_id, index)
        came_as = _short(event.event_id, event.server_timestamp)
        if self._events.setdefault(message, came_as) != came_as:
            return False
        if len(self._events) > self.known:
            del self._events[next(iter(self._events))]
        return True


def _short(*parts: object) -> int:
    return int.from_bytes(blake2b(repr(parts).encode(), digest_size=8).digest(), "big")
