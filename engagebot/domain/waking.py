"""When people are awake and not off duty, and the clock that a question runs by.

Hours and days are those of the wall clock in one time zone; what comes out is UTC, right over changes of clocks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

FAR = 400
"""Days: whoever finds nobody awake for longer than a year has a calendar that is wrong."""


def never(day: date) -> bool:
    """For a country whose public holidays are not wanted."""
    return False


@dataclass(frozen=True, slots=True)
class Calendar:
    zone: ZoneInfo
    from_hour: int = 9
    to_hour: int = 21
    """Awake until just before it."""
    sundays: bool = False
    """Whether Sundays are days as others."""
    is_holiday: Callable[[date], bool] = never
    free_days: frozenset[int] = frozenset()
    """Other days of the week off, Monday is 0."""

    def __post_init__(self) -> None:
        if not self.from_hour < self.to_hour:
            raise ValueError(f"waking hours cannot be from {self.from_hour} to {self.to_hour}; end later than begin")

    def day_off(self, day: date) -> bool:
        return (day.weekday() == 6 and not self.sundays) or day.weekday() in self.free_days or self.is_holiday(day)

    def awake(self, at: datetime) -> bool:
        local = at.astimezone(self.zone)
        return self.from_hour <= local.hour < self.to_hour and not self.day_off(local.date())

    def next_awake(self, at: datetime) -> datetime:
        """`at` itself when awake; else the next beginning of the waking hours, on the wall clock of that day."""
        if self.awake(at):
            return at.astimezone(UTC)
        day = at.astimezone(self.zone).date()
        for n in range(FAR):
            morning = self._hour(day + timedelta(days=n), self.from_hour)
            if morning > at and self.awake(morning):
                return morning
        raise ValueError(f"nobody is awake in the {FAR} days after {day}; look at the public holidays")

    def after(self, start: datetime, delay: timedelta) -> datetime:
        """When `delay` has gone by on a question's clock, moved to the next waking hours.

        The clock runs day and night but stands still on days off. Otherwise what is due on a Sunday and what is due
        the night after would both fall into Monday morning: who was asked on a Saturday would be released without
        ever having been nudged.
        """
        at, left = start.astimezone(UTC), delay
        for _ in range(FAR + 2 * delay.days):
            day = at.astimezone(self.zone).date()
            midnight = self.midnight_after(day)
            if not self.day_off(day):
                if left < midnight - at:
                    return self.next_awake(at + left)
                left -= midnight - at
            at = midnight
        raise ValueError(f"{delay} after {start} never comes; look at the public holidays")

    def midnight_after(self, day: date) -> datetime:
        return self._hour(day + timedelta(days=1), 0)

    def _hour(self, day: date, hour: int) -> datetime:
        return datetime(day.year, day.month, day.day, hour, tzinfo=self.zone).astimezone(UTC)
