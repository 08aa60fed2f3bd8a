"""May a message that the bot starts reach a person now? One pure rule, asked at the moment of sending.

What a person started is answered at once and never comes here. What is held back waits for a later hour; nothing is
dropped. (Public holidays, the digest and urgent calls come with the calls for help.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Reason = Literal["no_consent", "paused", "asleep", "sunday", "day_budget", "week_budget", "unanswered"]

CONSENT_AGAIN = timedelta(days=1)
"""What waits for the person themselves is looked at again after this."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Hours of the person's own day; budgets over all features together."""

    from_hour: int = 9
    to_hour: int = 21
    sundays: bool = False
    per_day: int = 1
    per_week: int = 3
    unanswered: int = 3


@dataclass(frozen=True, slots=True)
class Reader:
    """What is known of the person at the moment of sending."""

    now: datetime
    """Aware, in their time zone."""
    consents: bool
    """To this purpose."""
    paused_until: datetime | None
    reached: Sequence[datetime]
    """When earlier messages of the bot's initiative reached them, newest first; at least those of seven days."""
    unanswered: int


@dataclass(frozen=True, slots=True)
class Hold:
    reason: Reason
    until: datetime
    """When to ask again; aware."""


def decide(reader: Reader, rules: Rules) -> Hold | None:
    """None: send it now. The first reason that holds is named; several may."""
    now = reader.now
    if not reader.consents:
        return Hold("no_consent", now + CONSENT_AGAIN)
    if reader.paused_until and reader.paused_until > now:
        return Hold("paused", reader.paused_until)
    if reader.unanswered >= rules.unanswered:
        return Hold("unanswered", now + CONSENT_AGAIN)
    if not rules.from_hour <= now.hour < rules.to_hour:
        return Hold("asleep", _morning(now, rules, today=now.hour < rules.from_hour))
    if now.weekday() == 6 and not rules.sundays:
        return Hold("sunday", _morning(now, rules, today=False))
    week = [at for at in reader.reached if at > now - timedelta(days=7)]
    if len(week) >= rules.per_week:
        return Hold("week_budget", week[rules.per_week - 1] + timedelta(days=7))
    if len([at for at in week if at.astimezone(now.tzinfo).date() == now.date()]) >= rules.per_day:
        return Hold("day_budget", _morning(now, rules, today=False))
    return None


def _morning(now: datetime, rules: Rules, *, today: bool) -> datetime:
    """The next beginning of the waking hours, on the wall clock of that day."""
    day = now.date() if today else now.date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, rules.from_hour, tzinfo=now.tzinfo)
