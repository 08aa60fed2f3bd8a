"""What the homeserver says a room is: its state events, digested. Pure."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from engagebot.domain.roles import DOORS, Door, Presence
from engagebot.transport.matrix.parse import Raw, before_joining, member

INTRODUCTION = "org.engagebot.introduction"
"""In the creation of a room that the bot made for people to meet: {id, leave_by (seconds since 1970)}."""


@dataclass(frozen=True, slots=True)
class State:
    """`members`: person -> whether only invited; without the bot."""

    members: Mapping[str, bool]
    gone: frozenset[str]
    """Who left, declined, or was taken out."""
    names: Mapping[str, str]
    joins: Mapping[str, str]
    """Person (the bot, too) -> id of their present member event."""
    introduction: tuple[str, datetime] | None
    """(introduction, until when the bot stays at most) of a room that the bot made for people to meet."""
    encrypted: bool
    space: bool
    named: bool
    name: str
    """What its members call it; '': nothing, or an alias only."""
    invited_by: str
    """Who invited the bot; "": the server does not tell."""
    meant_as_direct: bool
    """The invitation of the bot said so."""
    own: bool
    """The bot made it: a direct room, or one for people to meet."""
    here: bool
    """The bot is in it now."""
    door: Door

    @property
    def presence(self) -> Presence:
        return Presence(frozenset(person for person, invited in self.members.items() if not invited), self.door)


def digest(events: Iterable[Raw], me: str) -> State:
    members: dict[str, bool] = {}
    gone: set[str] = set()
    names: dict[str, str] = {}
    joins: dict[str, str] = {}
    found: dict[str, Any] = {"introduction": None, "encrypted": False, "space": False, "named": False, "name": "",
                             "invited_by": "", "meant_as_direct": False, "own": False, "here": False, "door": Door()}
    for raw in events:
        person, membership, name = member(raw)
        content = raw["content"] if isinstance(raw.get("content"), dict) else {}
        if membership in ("join", "invite"):
            joins[person] = str(raw.get("event_id"))
            names[person] = name
            if person != me:
                members[person] = membership == "invite"
            else:
                found["here"] = membership == "join"
                found["meant_as_direct"] = before_joining(raw).get("is_direct") is True
                found["invited_by"] = _invited_by(raw)
        elif membership in ("leave", "ban"):
            gone.add(person)
        elif raw.get("state_key") != "":
            pass        # of all others there is one in a room, without a key
        elif raw.get("type") in DOORS:
            found["door"] = found["door"].after(raw["type"], content)
            found["encrypted"] = found["encrypted"] or raw["type"] == "m.room.encryption"
        elif raw.get("type") == "m.room.create":
            found["space"], found["own"] = content.get("type") == "m.space", raw.get("sender") == me
            found["introduction"] = _introduction(content) if found["own"] else None
        elif raw.get("type") in ("m.room.name", "m.room.canonical_alias"):
            found["named"] = found["named"] or bool(content.get("name") or content.get("alias"))
            found["name"] = str(content.get("name") or found["name"])
    return State(members, frozenset(gone), names, joins, **found)


def _invited_by(raw: Raw) -> str:
    """`raw`: the bot's own joining."""
    unsigned = raw.get("unsigned")
    before = unsigned.get("prev_sender") if isinstance(unsigned, dict) else None
    return before if isinstance(before, str) and before_joining(raw).get("membership") == "invite" else ""


def _introduction(content: Raw) -> tuple[str, datetime] | None:
    marked = content.get(INTRODUCTION)
    return (str(marked["id"]), datetime.fromtimestamp(marked["leave_by"], UTC)) if isinstance(marked, dict) else None
