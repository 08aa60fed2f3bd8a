"""What a homeserver lets the bot send, from what is known of it, and how long many messages take then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

USUAL_PER_SECOND, USUAL_BURST = 0.2, 10
"""Of Synapse, unless it is told otherwise."""
USUAL_ROOM_SECONDS, USUAL_ROOM_BURST = 62.0, 10
"""… for opening rooms."""
USUAL_IN_A_MINUTE = USUAL_BURST + round(60 * USUAL_PER_SECOND)
"""Who has sent more than this in a minute is not held to those limits."""
MANY = 1000


@dataclass(frozen=True, slots=True)
class Seen:
    """Of the last weeks: when the homeserver last asked the bot to wait; when it last sent more in a minute than the
    usual limits allow, and how many at most. None, 0: never."""

    asked_to_wait: datetime | None = None
    fast: datetime | None = None
    most_in_a_minute: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """`lifted`: None when nobody knows. Times are those of `MANY` messages, and of as many rooms that have to be opened
    before."""

    lifted: bool | None
    because: str
    messages: timedelta
    rooms: timedelta


def forecast(told: tuple[float, int] | None, seen: Seen, starts_per_second: float) -> Forecast:
    """`told`: as in `transport.matrix.limits`; None when the homeserver does not say."""
    pace = timedelta(seconds=MANY / starts_per_second)
    usual = max(pace, timedelta(seconds=(MANY - USUAL_BURST) / USUAL_PER_SECOND))
    rooms = max(pace, timedelta(seconds=(MANY - USUAL_ROOM_BURST) * USUAL_ROOM_SECONDS))
    if told and not told[0]:
        return Forecast(True, "the homeserver says so", pace, pace)
    if told:
        per_second, burst = told
        slow = timedelta(seconds=max(0, MANY - burst) / per_second)
        return Forecast(False, f"the homeserver allows {per_second:g} a second", max(pace, slow), rooms)
    if seen.asked_to_wait and (seen.fast is None or seen.fast <= seen.asked_to_wait):
        return Forecast(False, f"it asked the bot to wait on {seen.asked_to_wait:%Y-%m-%d at %H:%M} UTC", usual, rooms)
    if seen.fast:
        at_most = timedelta(minutes=MANY / seen.most_in_a_minute)
        return Forecast(True, f"{seen.most_in_a_minute} messages went out within a minute", max(pace, at_most), pace)
    return Forecast(None, "the bot has not sent enough yet to find out", usual, rooms)


def in_words(found: Forecast) -> str:
    """For whoever runs the bot."""
    usual = f"{MANY} messages take {_long(found.messages)}, and up to {_long(found.rooms)} to people without a room yet"
    ask = "ask whoever runs it for `override_ratelimit` (docs/operations.md)"
    match found.lifted:
        case True:
            return f"lifted for the bot ({found.because}); {MANY} messages take {_long(found.messages)}"
        case False:
            return f"not lifted for the bot ({found.because}); {usual}; {ask}"
    return f"not known ({found.because}); if they are the usual ones, {usual}; {ask}"


def _long(time: timedelta) -> str:
    minutes = round(time.total_seconds() / 60)
    if minutes < 1:
        return f"{time.total_seconds():.0f} s"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02} min" if hours else f"{minutes} min"
