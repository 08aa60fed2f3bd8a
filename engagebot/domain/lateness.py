"""What becomes of a timer that comes late, because the bot was away when it was due.

Whatever is said because of it passes the gate as always: at night, on days off and in a pause it waits.
`docs/timers.md` is made from this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

How = Literal["fire", "collapse", "skip"]
"""fire: it does what it would have done, however late, once. collapse: all that would have come meanwhile is taken
together and done once; the next is counted from then, or from the calendar. skip: after so long nothing is said."""


@dataclass(frozen=True, slots=True)
class Late:
    how: How
    after: timedelta | None = None
    """Of "skip"; until then it does what it would have done."""
    by_day: bool = False
    """What it says goes to a room, past the gate: it waits until the association is awake."""


LATE: Mapping[str, Late] = {
    "park": Late("fire"),
    "drop": Late("fire"),
    "timeout": Late("fire"),
    "step": Late("collapse"),
    "stale": Late("collapse"),
    "claim": Late("collapse"),
    "reserved": Late("fire"),
    "could": Late("fire"),
    "adopt": Late("fire"),
    "look": Late("fire", by_day=True),
    "part": Late("fire"),
    "question": Late("collapse"),
    "helped": Late("skip", timedelta(days=14)),
    "review": Late("fire", by_day=True),
    "round": Late("collapse"),
    "introduce": Late("fire"),
    "introduction": Late("fire"),
    "talked": Late("skip", timedelta(days=30)),
    "restored": Late("fire"),
    "restored_sent": Late("fire"),
    "erase_again": Late("fire"),
    "call_withdrawn": Late("fire"),
    "call_wave": Late("collapse"),
    "call_offer": Late("fire", by_day=True),
    "call_look": Late("fire"),
    "card": Late("collapse"),
    "board": Late("collapse"),
    "digest": Late("collapse"),
    "frozen": Late("fire"),
    "left": Late("fire"),
}
"""Kind of timer -> what becomes of it. A test fails when a kind has none."""


def too_late(kind: str, due_at: datetime, now: datetime) -> bool:
    """Whether a timer of this kind that comes only now is better left out."""
    late = LATE.get(kind)
    return late is not None and late.after is not None and now - due_at > late.after


def waits_for_day(kind: str) -> bool:
    return kind in LATE and LATE[kind].by_day
