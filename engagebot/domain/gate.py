"""May a message that the bot starts reach a person now? One pure rule, asked at the moment of sending.

What a person started is answered at once and never comes here. What is held back waits for a later hour; nothing is
dropped. (The digest and urgent calls come with the calls for help.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from engagebot.domain.waking import Calendar

Reason = Literal[
    "gone", "no_consent", "paused", "asleep", "sunday", "holiday", "day_budget", "week_budget", "unanswered"
]

CONSENT_AGAIN = timedelta(days=1)
"""What waits for the person themselves is looked at again after this."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Budgets over all features together."""

    per_day: int = 1
    per_week: int = 3
    unanswered: int = 3


@dataclass(frozen=True, slots=True)
class Reader:
    """What is known of the person at the moment of sending."""

    now: datetime
    calendar: Calendar
    """In their time zone."""
    consents: bool
    """To this purpose."""
    paused_until: datetime | None
    reached: Sequence[datetime]
    """When earlier messages of the bot's initiative reached them, newest first; at least those of seven days."""
    unanswered: int
    gone: bool = False
    """They left their conversation with the bot: nothing opens another one before they come back."""


@dataclass(frozen=True, slots=True)
class Hold:
    reason: Reason
    until: datetime
    """When to ask again; aware."""


def decide(reader: Reader, rules: Rules) -> Hold | None:
    """None: send it now. The first reason that holds is named; several may."""
    now, calendar = reader.now.astimezone(UTC), reader.calendar  # seven days are seven days, whatever clocks do
    today = now.astimezone(calendar.zone).date()
    if reader.gone:
        return Hold("gone", now + CONSENT_AGAIN)
    if not reader.consents:
        return Hold("no_consent", now + CONSENT_AGAIN)
    if reader.paused_until and reader.paused_until > now:
        return Hold("paused", reader.paused_until)
    if reader.unanswered >= rules.unanswered:
        return Hold("unanswered", now + CONSENT_AGAIN)
    if not calendar.awake(now):
        return Hold(_rest(today, calendar), calendar.next_awake(now))
    week = [at for at in (reached.astimezone(UTC) for reached in reader.reached) if at > now - timedelta(days=7)]
    if len(week) >= rules.per_week:
        return Hold("week_budget", week[rules.per_week - 1] + timedelta(days=7))
    if len([at for at in week if at.astimezone(calendar.zone).date() == today]) >= rules.per_day:
        return Hold("day_budget", calendar.next_awake(calendar.midnight_after(today)))
    return None


def _rest(today: date, calendar: Calendar) -> Reason:
    """Why nobody is to be written to now."""
    if not calendar.day_off(today):
        return "asleep"
    return "holiday" if calendar.is_holiday(today) else "sunday"
