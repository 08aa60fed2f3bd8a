"""What a client shows: messages and reactions, as plain values."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as a client shows it. `body` is "" and `readable` False while its key is missing.

    reply_to, thread, edits: event ids; None: not a reply, not in a thread, not an edit.
    mentions: Matrix ids; None: the sender did not say.
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


@dataclass(frozen=True, slots=True)
class Reacted:
    event_id: str
    room: str
    sender: str
    to: str
    key: str


def heard(room: str, event: Any) -> Heard:
    """`event`: a message as matrix-nio read it, decrypted where it had to be."""
    content = event.source["content"]
    relation = content.get("m.relates_to") or {}
    kind = relation.get("rel_type")
    shown = content.get("m.new_content", content) if kind == "m.replace" else content
    mentions = content.get("m.mentions")
    return Heard(
        event.event_id, room, event.sender, shown.get("body", ""), shown.get("msgtype", ""),
        html=shown.get("formatted_body"), encrypted=event.decrypted,
        mentions=None if mentions is None else tuple(mentions.get("user_ids", ())),
        reply_to=(relation.get("m.in_reply_to") or {}).get("event_id"),
        thread=relation["event_id"] if kind == "m.thread" else None,
        edits=relation["event_id"] if kind == "m.replace" else None)
