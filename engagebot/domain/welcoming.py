"""A newcomer's welcomer: each in turn, a few newcomers at a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from engagebot.domain.introductions import Bars, Member, excluded, shuffled


@dataclass(frozen=True, slots=True)
class Welcomer:
    member: Member
    now: int
    """Newcomers whom they welcome at present."""
    last_at: datetime | None = None
    """When they were given the last one; None: never."""


def welcomer_for(
    newcomer: Member, welcomers: Collection[Welcomer], barred: Bars, cap: int, seed: int
) -> str | None:
    """The one in turn: who has the fewest now, of these whose last one was longest ago. None: all have `cap`, or none
    may be introduced to them. The seed decides between equals."""
    by_id = {one.member.id: one for one in welcomers}
    able = [
        by_id[one.id]
        for one in shuffled([each.member for each in welcomers], seed)
        if by_id[one.id].now < cap and not excluded(newcomer, one, barred)
    ]
    turn = min(able, key=lambda one: (one.now, one.last_at is not None, one.last_at and one.last_at.timestamp()),
               default=None)
    return turn.member.id if turn else None
