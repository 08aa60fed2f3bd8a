"""May a message that the bot starts reach a person now? One pure rule, asked at the moment of sending.

What a person started is answered at once and never comes here. What is held back waits for a later hour, or for the
digest when that comes first; nothing is dropped. What a person has wished for (hours, days, less of it, no questions)
is in force beside the rules of the association, and can only be stricter about how much it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal, get_args

from engagebot.domain.waking import Calendar

Reason = Literal[
    "gone",
    "unheard",
    "no_consent",
    "paused",
    "quiet",
    "unanswered",
    "asleep",
    "sunday",
    "holiday",
    "day_off",
    "week_budget",
    "day_budget",
]
REASONS: tuple[Reason, ...] = get_args(Reason)
"""Why a message may be held back, in the order in which they are looked at."""

About = Literal["questions", "introductions", "calls", "tasks", "proposals", "profile", "other"]
ABOUTS: tuple[About, ...] = get_args(About)
"""What the bot writes about, in the order in which a digest tells of it. A person may want none of one of them."""

DIGESTED: frozenset[About] = frozenset({"questions", "introductions", "calls", "tasks", "proposals", "other"})
"""Questions about their own profile are asked one at a time, and never listed."""
IN_DIGEST: frozenset[Reason] = frozenset(
    {"paused", "quiet", "unanswered", "asleep", "sunday", "holiday", "day_off", "week_budget", "day_budget"}
)
"""Held back for these, it may reach them in a digest; without their consent, or a room with them, it may not."""

CONSENT_AGAIN = timedelta(days=1)
"""What waits for the person themselves is looked at again after this."""
RESTS: frozenset[Reason] = frozenset({"asleep", "sunday", "holiday", "day_off"})
"""Nobody is awake, or it is a day off."""
AFTER_RETURN = timedelta(hours=1)
"""Whoever was on a break is first told, at once, what is still worth it; what found no room there follows."""
MONTH = timedelta(days=30)
"""An urgent message passes the budgets once in so long."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Budgets over all features together."""

    per_day: int = 1
    per_week: int = 3
    unanswered: int = 3


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person has settled for themselves; None: as the association has it."""

    from_hour: int | None = None
    to_hour: int | None = None
    """Not from this hour on."""
    days: frozenset[int] | None = None
    """Days of the week on which they may be written to, Monday is 0. A public holiday is off whatever they say."""
    per_day: int | None = None
    per_week: int | None = None
    quiet: Mapping[About, datetime | None] = field(default_factory=dict)
    """Nothing about these until then; None: until they say otherwise."""

    def __post_init__(self) -> None:
        if self.days is not None and not self.days <= frozenset(range(7)):
            raise ValueError(f"days of the week are 0 to 6, not {sorted(self.days)}")
        if self.days is not None and not self.days:
            raise ValueError("no day of the week is left; whoever wants nothing at all makes a pause")
        if self.from_hour is not None and self.to_hour is not None and not self.from_hour < self.to_hour:
            raise ValueError(f"waking hours cannot be from {self.from_hour} to {self.to_hour}; end later than begin")

    def rules(self, of_all: Rules) -> Rules:
        """Budgets that are in force for them: never more than the association's."""
        day = of_all.per_day if self.per_day is None else min(self.per_day, of_all.per_day)
        week = of_all.per_week if self.per_week is None else min(self.per_week, of_all.per_week)
        return replace(of_all, per_day=day, per_week=week)

    def calendar(self, of_all: Calendar) -> Calendar:
        """When they are awake. An hour of theirs that leaves nothing beside the association's other one is not kept to:
        the association may have changed its own since."""
        begins = of_all.from_hour if self.from_hour is None else self.from_hour
        ends = of_all.to_hour if self.to_hour is None else self.to_hour
        if not begins < ends:
            begins, ends = of_all.from_hour, of_all.to_hour
        return replace(
            of_all,
            from_hour=begins,
            to_hour=ends,
            sundays=of_all.sundays if self.days is None else 6 in self.days,
            free_days=of_all.free_days if self.days is None else frozenset(range(6)) - self.days,
        )

    def quiet_until(self, about: About, now: datetime) -> datetime | None:
        """When to ask again about it; None: they want to hear about it now."""
        if about not in self.quiet:
            return None
        until = self.quiet[about]
        if until is None:
            return now + CONSENT_AGAIN
        return until if until > now else None


@dataclass(frozen=True, slots=True)
class Message:
    """What the gate has to know of a message."""

    about: About = "other"
    urgent: bool = False
    """A call for which two organisers said that it cannot wait."""
    promised_hour: int | None = None
    """Of a digest: the hour on the wall clock that people know it to come at, before their waking hours or not. It is
    how what the budgets hold back gets out: so it uses them up as everything does, but the day's is all it waits for.
    None: no digest."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What is known of the person at the moment of sending."""

    now: datetime
    calendar: Calendar
    """In their time zone, with their own hours (`Wishes.calendar`)."""
    consents: bool
    """To this purpose."""
    paused_until: datetime | None
    reached: Sequence[datetime]
    """When earlier messages of the bot's initiative reached them, newest first; at least those of seven days."""
    unanswered: int
    gone: bool = False
    """They left their conversation with the bot: nothing opens another one before they come back."""
    unheard: bool = False
    """What they said last is lost: perhaps it was "stop"."""
    wishes: Wishes = field(default_factory=Wishes)
    next_digest: datetime | None = None
    """When it comes; in a pause, its end; None: they get none."""
    urgent_passed: Sequence[datetime] = ()
    """When urgent messages reached them beyond the budgets; at least those of `MONTH`."""


@dataclass(frozen=True, slots=True)
class Hold:
    reason: Reason
    until: datetime
    """When to ask again; aware."""
    digest: bool = False
    """Whether the digest comes first, and takes it along."""


def decide(reader: Reader, rules: Rules, message: Message | None = None) -> Hold | None:
    """None: send it now. The first reason that holds is named; several may. `rules` are the association's."""
    message = message or Message()
    hold = _standing(reader, rules, message) or _budgets(reader, rules, message)
    if hold and hold.reason.endswith("budget") and message.urgent and _urgency_left(reader):
        return None
    return hold


def spends_urgency(reader: Reader, rules: Rules, message: Message) -> bool:
    """Of a message that may go now: whether only its urgency lets it pass."""
    return message.urgent and _standing(reader, rules, message) is None and _budgets(reader, rules, message) is not None


def may_be_digested(about: About, reason: Reason) -> bool:
    """Whether a digest may take along what is held back so. What they wish to hear nothing about waits for the end of
    that, then for the digest after it."""
    return about in DIGESTED and reason in IN_DIGEST


def _standing(reader: Reader, rules: Rules, message: Message) -> Hold | None:
    """What holds however little the bot has written lately."""
    now, digest = reader.now.astimezone(UTC), message.promised_hour is not None
    calendar = _awake_for(message, reader.calendar)
    today = now.astimezone(calendar.zone).date()
    if reader.gone:
        return Hold("gone", now + CONSENT_AGAIN)
    if reader.unheard:
        return Hold("unheard", now + CONSENT_AGAIN)
    if not reader.consents:
        return Hold("no_consent", now + CONSENT_AGAIN)
    if reader.paused_until and reader.paused_until > now:
        until = reader.paused_until if reader.next_digest is None else reader.next_digest + AFTER_RETURN
        return _hold("paused", until, reader, message)
    if quiet_until := reader.wishes.quiet_until(message.about, now):
        return Hold("quiet", quiet_until)
    if reader.unanswered >= rules.unanswered and not digest:  # it asks nothing
        return _hold("unanswered", now + CONSENT_AGAIN, reader, message)
    if not calendar.awake(now):
        return _hold(_rest(today, calendar), calendar.next_awake(now), reader, message)
    return None


def _budgets(reader: Reader, rules: Rules, message: Message) -> Hold | None:
    now = reader.now.astimezone(UTC)  # seven days are seven days, whatever clocks do
    rules, calendar, digest = reader.wishes.rules(rules), reader.calendar, message.promised_hour is not None
    today = now.astimezone(calendar.zone).date()
    week = [at for at in (reached.astimezone(UTC) for reached in reader.reached) if at > now - timedelta(days=7)]
    if len(week) >= rules.per_week and not digest:
        free = week[rules.per_week - 1] + timedelta(days=7) if rules.per_week else now + timedelta(days=7)
        return _hold("week_budget", free, reader, message)
    per_day = max(1, rules.per_day) if digest else rules.per_day
    if len([at for at in week if at.astimezone(calendar.zone).date() == today]) >= per_day:
        morning = _awake_for(message, calendar).next_awake(calendar.midnight_after(today))
        return _hold("day_budget", morning, reader, message)
    return None


def _hold(reason: Reason, until: datetime, reader: Reader, message: Message) -> Hold:
    """The digest takes it along if it comes no later than its own turn would; what only waits until people are awake,
    if it comes on an earlier day: otherwise it is better told by itself."""
    zone, comes = reader.calendar.zone, reader.next_digest
    if message.promised_hour is not None or comes is None or not may_be_digested(message.about, reason):
        return Hold(reason, until)
    if reason in ("unanswered", "paused"):  # nothing comes by itself
        return Hold(reason, until, digest=True)
    if reason in RESTS:
        return Hold(reason, until, comes.astimezone(zone).date() < until.astimezone(zone).date())
    return Hold(reason, until, comes <= until)


def _awake_for(message: Message, calendar: Calendar) -> Calendar:
    if message.promised_hour is None or message.promised_hour >= calendar.from_hour:
        return calendar
    return replace(calendar, from_hour=message.promised_hour)


def _urgency_left(reader: Reader) -> bool:
    return not any(at > reader.now - MONTH for at in reader.urgent_passed)


def _rest(today: date, calendar: Calendar) -> Reason:
    """Why nobody is to be written to now."""
    if not calendar.day_off(today):
        return "asleep"
    if calendar.is_holiday(today):
        return "holiday"
    return "sunday" if today.weekday() == 6 and not calendar.sundays else "day_off"
