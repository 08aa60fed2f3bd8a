"""Validation by two people: a task first; decisions, texts and words will. Pure.

Two distinct people other than the author agree; with no objection for some time after that, it is adopted. An objection
stops the clock, which begins anew when it is settled. Another text is another proposal: who agreed, agrees no more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Kind = Literal["task", "decision", "text", "word"]

ENOUGH = 2
"""People who must agree; a rule of the associations this is built for, not a setting."""


@dataclass(frozen=True, slots=True)
class Proposal:
    id: str
    kind: Kind
    subject: str
    """Of a task: its id."""
    words: str
    author: str | None
    """None: erased since."""
    room: str | None
    """Where it is shown; None: in private only."""
    event: str | None
    """The author's own message, in a room; editing it edits the proposal."""
    state: Literal["open", "adopted", "withdrawn"]
    proposed_at: datetime
    agreed_at: datetime | None = None
    """Since when enough agree and nobody objects; None: not so."""


def may_approve(proposal: Proposal, person: str) -> bool:
    return proposal.state == "open" and person != proposal.author


def agrees(approvals: Collection[str], objections: int) -> bool:
    """Whether the clock runs. `approvals`: the people who agree to the present text."""
    return len(set(approvals)) >= ENOUGH and objections == 0


def adopted_at(agreed_at: datetime, quiet: timedelta) -> datetime:
    """When it is adopted, unless somebody objects before."""
    return agreed_at + quiet


def concerned(named: Iterable[str], able: Iterable[str], others: Iterable[str], most: int) -> list[str]:
    """Who is asked to look at it: those its author named, then those who know about it, then others."""
    return list(dict.fromkeys((*named, *able, *others)))[:most]
