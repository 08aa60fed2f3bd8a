"""What the gate held back, told at once: when, since when, and in which few lines.

A digest takes along whatever is held back and still worth an answer, one line for one object. Lines that find no room
wait for the next one. Nothing to tell: silence. The return after a pause has the same form.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from engagebot.domain.gate import ABOUTS, DIGESTED, About, Wishes
from engagebot.domain.waking import FAR, Calendar

Rhythm = Literal["weekly", "daily", "monthly", "off"]
Gone = Literal["settled", "expired", "superseded"]
"""Why a message is withdrawn instead of told: it was dealt with, nobody can answer it any more, or a later one about
the same object says more."""

LINES = 8
"""So many at most, the one that counts the rest among them."""
HOUR = 8
"""On the wall clock: before the waking hours, so that it is there in the morning."""
WEEKDAY = 1
"""Tuesday."""


# ---------------------------------------------------------------------------------------------------------------- when
def next_digest(rhythm: Rhythm, last: datetime, calendar: Calendar, hour: int = HOUR) -> datetime | None:
    """The first after `last` (a digest, or any other moment); None: never.

    Weekly it comes on Tuesdays, monthly on the first Tuesday of the month. If that is a day off, it comes at the same
    hour of the next day that is none; a daily one is left out on days off.
    """
    if rhythm == "off":
        return None
    day = last.astimezone(calendar.zone).date()
    for n in range(-31, FAR):  # a digest of a month ago may have been moved to a day after `last`
        nominal = day + timedelta(days=n)
        if not _has_one(rhythm, nominal):
            continue
        moved = _working_day(nominal, calendar)
        if moved is None:
            break
        comes = datetime(moved.year, moved.month, moved.day, hour, tzinfo=calendar.zone).astimezone(UTC)
        if comes > last and comes.astimezone(calendar.zone).date() == moved:
            return comes
    raise ValueError(f"no {rhythm} digest ever comes after {day}; look at the public holidays")


def hour_for(wishes: Wishes, hour: int = HOUR) -> int:
    """When it comes to somebody who has settled their own waking hours: not before they begin."""
    return hour if wishes.from_hour is None else max(hour, wishes.from_hour)


def back_from_pause(until: datetime, calendar: Calendar, hour: int = HOUR) -> datetime:
    """When somebody whose pause ends at `until` is told what is still worth it."""
    local = until.astimezone(calendar.zone)
    for n in range(FAR):
        day = local.date() + timedelta(days=n)
        first = datetime(day.year, day.month, day.day, hour, tzinfo=calendar.zone).astimezone(UTC)
        at = max(first, until.astimezone(UTC))
        if not calendar.day_off(day) and at.astimezone(calendar.zone).hour < calendar.to_hour and (
            at.astimezone(calendar.zone).date() == day
        ):  # fmt: skip
            return at
    raise ValueError(f"nobody is awake after {until}; look at the public holidays")


def _has_one(rhythm: Rhythm, day: date) -> bool:
    if rhythm == "daily":
        return True
    return day.weekday() == WEEKDAY and (rhythm == "weekly" or day.day <= 7)


def _working_day(day: date, calendar: Calendar) -> date | None:
    """`day`, or the next one that is not off; None: there is none in sight."""
    return next((one for one in (day + timedelta(days=n) for n in range(FAR)) if not calendar.day_off(one)), None)


# ---------------------------------------------------------------------------------------------------------------- what
@dataclass(frozen=True, slots=True)
class Item:
    """A message that is held back."""

    key: str
    about: About
    subject: str
    """Id of the task, the question …; "": of nothing but itself."""
    held_at: datetime
    valid_until: datetime | None = None
    """Nobody can answer it from then on; None: it stays true."""
    settled: bool = False
    """Its object was dealt with meanwhile."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line: the latest message about one object."""

    key: str
    about: About
    subject: str


@dataclass(frozen=True, slots=True)
class Digest:
    lines: tuple[Told, ...] = ()
    """Those about the same kind of object together; (): nothing is to be said."""
    more: int = 0
    """Objects that found no room; their messages stay held."""
    withdrawn: tuple[tuple[str, Gone], ...] = ()
    """(key, why) of messages that nobody needs any more."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Messages that reach the person by it."""
        return tuple(line.key for line in self.lines)


def compose(
    items: Iterable[Item],
    now: datetime,
    *,
    quiet: Collection[About] = (),
    next_at: datetime | None = None,
    lines: int = LINES,
) -> Digest:
    """What is held is told, oldest first, but first what would no longer be answerable at the next one (`next_at`).
    What they want to hear nothing about (`quiet`) stays held."""
    if lines < 2:
        raise ValueError("a digest needs two lines, or there is no room to count what it leaves out")
    mine = sorted((one for one in items if one.about in DIGESTED), key=lambda one: (one.held_at, one.key))
    withdrawn: list[tuple[str, Gone]] = [(one.key, why) for one in mine if (why := _gone(one, now))]
    latest: dict[tuple[About, str], Item] = {}
    for one in mine:
        if one.about in quiet or _gone(one, now):
            continue
        object_ = (one.about, one.subject or f" {one.key}")
        if before := latest.pop(object_, None):
            withdrawn.append((before.key, "superseded"))
        latest[object_] = one
    waiting = sorted(latest.values(), key=lambda one: (not _lapses(one, next_at), one.held_at, one.key))
    shown = waiting if len(waiting) <= lines else waiting[: lines - 1]
    shown = sorted(shown, key=lambda one: ABOUTS.index(one.about))  # stable: oldest first within a kind
    told = tuple(Told(one.key, one.about, one.subject) for one in shown)
    return Digest(told, len(waiting) - len(told), tuple(withdrawn))


def _gone(one: Item, now: datetime) -> Gone | None:
    if one.settled:
        return "settled"
    return "expired" if one.valid_until is not None and one.valid_until <= now else None


def _lapses(one: Item, next_at: datetime | None) -> bool:
    return one.valid_until is not None and next_at is not None and one.valid_until <= next_at
