"""What a client shows: messages and reactions, as plain values."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nio import EncryptionError, MegolmEvent, ReactionEvent, RedactionEvent


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as a client shows it. `body` is "" and `readable` False while its key is missing.

    reply_to, thread, edits: event ids; None: not a reply, not in a thread, not an edit.
    mentions: Matrix ids; None: the sender did not say.
    source: the whole event, decrypted where it had to be; {} while its key is missing.
    """

    event_id: str
    room: str
    sender: str
    body: str
    kind: str = "m.text"
    html: str | None = None
    encrypted: bool = False
    readable: bool = True
    mentions: tuple[str, ...] | None = None
    reply_to: str | None = None
    thread: str | None = None
    edits: str | None = None
    source: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reacted:
    event_id: str
    room: str
    sender: str
    to: str
    key: str


@dataclass
class Seen:
    """Everything that a client saw, in the order of the homeserver. `on_message`: called when one can be read."""

    on_message: Callable[[Heard], object]
    timeline: dict[str, list[Heard]] = field(default_factory=dict)
    """Room -> messages."""
    reactions: list[Reacted] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    """Event ids of what was taken back."""
    _locked: list[MegolmEvent] = field(default_factory=list)

    def see(self, room: str, event: Any) -> None:
        match event:
            case ReactionEvent():
                self.reactions.append(Reacted(event.event_id, room, event.sender, event.reacts_to, event.key))
            case RedactionEvent():
                self.removed.add(event.redacts)
            case MegolmEvent():
                event.room_id = room
                self._locked.append(event)
                self.timeline.setdefault(room, []).append(
                    Heard(event.event_id, room, event.sender, "", encrypted=True, readable=False))
            case _ if event.source.get("type") == "m.room.message" and event.source.get("content"):
                message = heard(room, event)
                self.timeline.setdefault(room, []).append(message)
                self.on_message(message)
            case _:
                pass

    def read_what_waited(self, decrypt: Callable[[MegolmEvent], Any]) -> None:
        """Keys may have come: put what can be read now where it belongs."""
        locked, self._locked = self._locked, []
        for event in locked:
            try:
                message = heard(event.room_id, decrypt(event))
            except EncryptionError:
                self._locked.append(event)
                continue
            messages = self.timeline[event.room_id]
            messages[next(i for i, h in enumerate(messages) if h.event_id == event.event_id)] = message
            self.on_message(message)


def heard(room: str, event: Any) -> Heard:
    """`event`: a message as matrix-nio read it, decrypted where it had to be. Whatever is in it."""
    content = _object(event.source.get("content"))
    relation = _object(content.get("m.relates_to"))
    kind = relation.get("rel_type")
    shown = _object(content.get("m.new_content", content)) if kind == "m.replace" else content
    mentions = content.get("m.mentions")
    mentioned = _object(mentions).get("user_ids", ())
    body, of = shown.get("body", ""), relation.get("event_id")
    return Heard(
        event.event_id, room, event.sender, body if isinstance(body, str) else "", shown.get("msgtype", ""),
        html=shown.get("formatted_body"), encrypted=getattr(event, "decrypted", False),
        mentions=None if mentions is None else tuple(mentioned) if isinstance(mentioned, list) else (),
        reply_to=_object(relation.get("m.in_reply_to")).get("event_id"),
        thread=of if kind == "m.thread" else None, edits=of if kind == "m.replace" else None, source=event.source)


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
