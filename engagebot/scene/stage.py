"""The house as a script finds it, and the nouns that change it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from engagebot.app import build
from engagebot.config import Settings
from engagebot.domain.association import Association, Entry
from engagebot.house import House
from engagebot.scene.reading import ScriptError, pair
from engagebot.store.sqlite import Store
from engagebot.transport.console import Console


@dataclass(slots=True)
class Scene:
    """A house on a database, with a clock, as a script finds it."""

    settings: Settings
    store: Store
    house: House
    now: datetime
    zone: ZoneInfo
    twice: bool = False
    """Deliver every event two times: nothing may be handled twice."""
    transport: Console = field(default_factory=Console)
    tasks: int = 0
    answers: int = 0
    holidays: frozenset[date] = frozenset()
    """Days off beside those of the country."""
    calls: int = 0

    async def set_up(self, setting: str) -> None:
        """`noun: head; key=value; …`, as it stands after the `@`."""
        name, _, rest = setting.partition(":")
        head, *parts = [part.strip() for part in rest.split(";")]
        given = dict(pair(part) for part in parts if part)
        set_up = NOUNS.get(name.strip())
        if set_up is None:
            raise ScriptError(f"there is no `@ {name.strip()}`; it may be {', '.join(sorted(NOUNS))}")
        await set_up(self, head, given)

    def catalogue(self, name: str) -> tuple[Entry, ...]:
        found: tuple[Entry, ...] = getattr(self.house.association, name)
        return found

    def build(self, association: Association) -> None:
        """The house anew, for this association and the days off of now."""
        house = build(self.settings, association)
        is_holiday, more = house.calendar.is_holiday, self.holidays
        calendar = replace(house.calendar, is_holiday=lambda day: day in more or is_holiday(day))
        self.house = replace(house, calendar=calendar) if more else house


Noun = Callable[[Scene, str, dict[str, str]], Awaitable[None]]
"""Takes the scene, what stands before the first `;`, and the pairs after it."""

NOUNS: dict[str, Noun] = {}
"""What may stand after an `@` -> what puts it on the stage."""


def noun(function: Noun) -> Noun:
    """The function is what its name says after an `@`."""
    NOUNS[function.__name__] = function
    return function
