"""A call goes out in waves: how many are asked at a time, when, until when; what becomes of who says yes. Pure.

Some are asked at a time (8), others a day later, until half as many again as are needed have said yes. Who was not
reached until then is never disturbed. The day between two waves stands still on days off, and ends in waking hours.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from engagebot.domain.calls import Call, Rules
from engagebot.domain.waking import Calendar


@dataclass(frozen=True, slots=True)
class Ask:
    """These, now; best placed first."""

    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    until: datetime
    """When to look again; UTC."""


@dataclass(frozen=True, slots=True)
class Over:
    """Nobody is asked any more."""

    why: Literal["found", "cancelled", "exhausted"]


def enough(need: int, rules: Rules) -> int:
    """So many have to say yes before it stops."""
    return math.ceil(need * rules.enough_percent / 100)


def next_wave(
    call: Call, yes: int, able: Sequence[str], later: int, now: datetime, rules: Rules, calendar: Calendar
) -> Ask | Wait | Over:
    """`able`: who may be asked now, best placed first (more than a wave are not needed). `later`: how many more may be
    when a pause or a budget of theirs is over (`PASSING`). Raises ValueError for a draft."""
    match call.state:
        case "draft":
            raise ValueError(f"call {call.id} is not confirmed; nobody is asked before")
        case "found" | "cancelled" | "exhausted":
            return Over(call.state)
        case "open":
            pass
    if yes >= enough(call.need, rules):
        return Over("found")
    due = wave_due(call, now, rules, calendar)
    if due > now:
        return Wait(due)
    if able:
        return Ask(tuple(able[: rules.wave]))
    if later and call.begun_at and now - call.begun_at < rules.longest:
        return Wait(calendar.after(now, rules.wave_after))
    return Over("exhausted")


def wave_due(call: Call, now: datetime, rules: Rules, calendar: Calendar) -> datetime:
    """When the next wave of an open call goes out; `now` where it could have gone before."""
    due = calendar.after(call.last_wave_at, rules.wave_after) if call.last_wave_at else now
    return calendar.next_awake(max(due, now)).astimezone(UTC)


def needs_second(call: Call, audience: int, rules: Rules) -> bool:
    """Whether another organiser has to confirm it. `audience`: how many it may reach."""
    return call.urgent or audience > rules.alone_up_to


def confirmed(call: Call, audience: int, by: Collection[str], rules: Rules) -> bool:
    """`by`: organisers who agreed; the author's own word does not count."""
    return not needs_second(call, audience, rules) or any(organiser != call.author for organiser in by)


# -------------------------------------------------------------------------------------------------------------- offers
@dataclass(frozen=True, slots=True)
class Offer:
    """Somebody said yes."""

    call: str
    person: str
    said_at: datetime
    followed_up_at: datetime | None = None
    """When somebody turned to them by name; None: nobody has."""


def follow_up_by(offer: Offer, rules: Rules, calendar: Calendar) -> datetime:
    """Days off do not count."""
    return calendar.after(offer.said_at, rules.follow_up)


def unused(offers: Iterable[Offer], now: datetime, rules: Rules, calendar: Calendar) -> list[Offer]:
    """Nobody has turned to them in time; who waits longest first. This is the organisers' first alarm."""
    waiting = [one for one in offers if one.followed_up_at is None and follow_up_by(one, rules, calendar) <= now]
    return sorted(waiting, key=lambda one: (one.said_at, one.call, one.person))
