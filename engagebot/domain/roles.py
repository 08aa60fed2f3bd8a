"""When a room may say who has a role: only a closed one may, and only as it was when it was taken for that. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Why = Literal["joinable", "readable", "replaced", "changed"]
"""Why a room says nothing any more of who has a role: others than those invited may come in; anybody may read; another
room takes its place; who may come in or read, or its encryption, is no longer as it was."""
WHYS: tuple[Why, ...] = ("joinable", "readable", "replaced", "changed")

JOIN, HISTORY, SEALED, REPLACED = (
    "m.room.join_rules",
    "m.room.history_visibility",
    "m.room.encryption",
    "m.room.tombstone",
)
DOORS = frozenset({JOIN, HISTORY, SEALED, REPLACED})
"""Types of the state events (with an empty state key) that a door is made of."""
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Door:
    """How closed a room is, as the homeserver says. Without an event of its own each is as the specification has it;
    what cannot be read is '?', which is closed to nobody."""

    join_rule: str = "invite"
    history: str = "shared"
    encryption: str = ""
    """The algorithm; "": it is not encrypted."""
    replaced: bool = False

    def after(self, kind: str, content: Mapping[str, Any]) -> Door:
        """As it is once this state is in force."""
        match kind:
            case "m.room.join_rules":
                return replace(self, join_rule=_word(content.get("join_rule")))
            case "m.room.history_visibility":
                return replace(self, history=_word(content.get("history_visibility")))
            case "m.room.encryption":
                return replace(self, encryption=_word(content.get("algorithm")))
            case "m.room.tombstone":
                return replace(self, replaced=True)
        return self


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is in a room, without the bot, and how closed it is: one answer of the homeserver."""

    people: frozenset[str]
    door: Door = Door()


def open_because(door: Door) -> Why | None:
    """None: only who was invited can be in it, and only they can read it."""
    if door.replaced:
        return "replaced"
    if door.join_rule != "invite":
        return "joinable"
    if door.history not in ("shared", "invited", "joined"):
        return "readable"
    return None


def frozen_because(trusted: Door | None, now: Door) -> Why | None:
    """None: who is in it has the role. `trusted`: how it was when it was taken for the room of a role; None: never."""
    return open_because(now) or ("changed" if trusted not in (None, now) else None)


def _word(value: object) -> str:
    return value if isinstance(value, str) and 0 < len(value) <= LONGEST else "?"
