"""What every transport does: carry events in, and committed messages out."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from engagebot.domain.missed import Missed
from engagebot.domain.roles import Presence
from engagebot.store.outbox import Outgoing


@dataclass(frozen=True, slots=True)
class Delivered:
    """Sent, or already there. `event_id` is the homeserver's; `room_id` where it went."""

    event_id: str
    room_id: str


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: network, 5xx, too many requests. `after_seconds` is what the server asked for; None: it said nothing."""

    why: str
    after_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Never: the server says that this cannot be sent. The row is dead and does not block those behind it."""

    why: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """Perhaps sent in an earlier life, and there is no way to tell: left for a human."""

    why: str


Delivery = Delivered | Later | Refused | Unsure


class CannotStart(Exception):
    """The transport cannot work as configured. The message says what is wrong and what to do; nothing was lost."""


class NotNow(CannotStart):
    """What stands in the way passes by itself: a later start may succeed."""


class Transport(Protocol):
    user_id: str
    received: Callable[[], None]
    """Called after new rows were committed to the inbox; set by `app`, once."""

    async def connect(self) -> None:
        """Log in, prepare keys, catch up on invitations. Raises CannotStart."""

    async def receive(self) -> None:
        """Write what happens into the inbox until `stop`. Raises CannotStart when the token is dead."""

    async def deliver(self, row: Outgoing) -> Delivery:
        """Send one committed row. Never raises for a fault of the network or the server."""

    async def members(self, room: str) -> frozenset[str] | None:
        """Who is in `room` now, as the homeserver says; None: it does not say. Never raises."""

    async def presence(self, room: str) -> Presence | None:
        """As `members`, with how closed the room is, of a room that gives roles. Never raises."""

    async def fetch(self, media: Mapping[str, Any]) -> bytes | None:
        """The content of a file that somebody sent (`Attachment.media`), cut behind the first byte that is too many for
        a list of tasks; None: it cannot be had. Never raises."""

    async def missed(self, since: datetime) -> Missed:
        """After a restore, before `receive`: who wrote since then what the inbox does not hold, and who was erased.
        Raises CannotStart when the homeserver does not say."""

    def since_news(self) -> float:
        """Seconds since the homeserver last gave a good answer to a request for news, or to `connect`."""

    async def working(self, person: str, on: bool) -> None:
        """Show, or no longer show, that an answer is being prepared. Never raises."""

    async def stop(self) -> None:
        """Finish what is under way and let `receive` return; sends still go through."""

    async def close(self) -> None:
        """Let go of connections and files."""
