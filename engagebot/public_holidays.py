"""The public holidays of a country. Kept by the library `holidays`, which knows what was law in which year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache


@cache
def of(country: str) -> Callable[[date], bool]:
    """Two letters (ISO 3166), whole country: what only some regions celebrate is a day like others. Each year is
    worked out when it is first asked for. Raises ValueError for a country that is not known."""
    import holidays  # some 80 ms and 10 MB, for whoever starts the bot only

    if country not in holidays.list_supported_countries(include_aliases=False):
        raise ValueError(f"the public holidays of {country!r} are not known; write two letters like FR, BE or CH")
    days = holidays.country_holidays(country)
    return lambda day: day in days
