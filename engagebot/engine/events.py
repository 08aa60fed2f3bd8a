"""What happened outside, as plain values. A transport makes them, `dialogue` handles them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

LONGEST_TEXT = 7000
"""Characters read of a message. A Matrix event holds 65,536 bytes: so many still fit when they are passed on encrypted,
in whatever script they are written. What is longer is cut, and whoever wrote it hears where."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text that a person wrote. `reply_to` and `thread` are event ids; None: neither."""

    text: str
    reply_to: str | None = None
    thread: str | None = None
    addressed: bool = True
    """False in a group room when neither named, mentioned nor replied to: such an event is dropped by the transport,
    unless it stands in the thread of a message of the bot."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A message was replaced by its author; `of` is the event id of the original."""

    of: str
    text: str


@dataclass(frozen=True, slots=True)
class Removal:
    """A message or a reaction was taken back; `of` is its event id."""

    of: str


@dataclass(frozen=True, slots=True)
class Reaction:
    """`to` is the event id of the message reacted to, `key` usually one emoji."""

    to: str
    key: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """An image, a voice message, a sticker, a poll …: something that is not text. `kind` is its Matrix type."""

    kind: str
    name: str = ""
    """Of a file, as its sender called it."""
    size: int = 0
    """Bytes, as its sender says; 0: they do not say."""
    media: Mapping[str, Any] | None = None
    """What the transport needs to fetch it; it always has `url`. None: it cannot be had."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person and the bot are together in a room from now on (the bot accepted, or they did)."""

    name: str = ""
    """Display name as the server knows it; empty: unknown. Never trusted for anything but greeting."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A person left the room, or the bot was taken out of it."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message that could not be decrypted; it is handled after all when its key arrives."""


@dataclass(frozen=True, slots=True)
class Due:
    """A timer row came due. `kind` names the rule, `subject` what it is about (a flow, a prompt id, or empty)."""

    kind: str
    subject: str = ""


Happening = Message | Edit | Removal | Reaction | Attachment | Arrival | Departure | Unreadable | Due
KINDS: dict[str, type[Any]] = {
    c.__name__.lower(): c for c in (Message, Edit, Removal, Reaction, Attachment, Arrival, Departure, Unreadable, Due)
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    id: unique for ever; the homeserver's event id, or `timer:…` for a due timer.
    at: aware UTC; when it happened as far as it can be believed (never after it was received).
    person: who did it, or whom the timer concerns (a Matrix user id).
    room: where; "" for a timer.
    direct: in the person's own room with the bot.
    """

    id: str
    at: datetime
    person: str
    room: str
    direct: bool
    what: Happening


def dump(what: Happening) -> tuple[str, dict[str, Any]]:
    """(kind, fields), for a row of the inbox."""
    return type(what).__name__.lower(), asdict(what)


def load(kind: str, fields: Mapping[str, Any]) -> Happening:
    """The reverse of `dump`. Raises KeyError for an unknown kind."""
    happening: Happening = KINDS[kind](**fields)
    return happening
