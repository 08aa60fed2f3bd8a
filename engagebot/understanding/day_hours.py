"""Hours of the day, as in `entre 18h et 20h`, `after 6`, `7pm` -> the parts of the day that they fall in."""

from __future__ import annotations

import re
import string

from .day_words import AFTERNOON, EVENING, MORNING

NOON, DUSK, NIGHT = 12, 18, 24
"""The hours at which the morning, the afternoon and the evening end."""
_MARKS = string.ascii_lowercase[:16]
_AROUND = frozenset({"a", "at", "vers", "around"})
_MINUTES = r" ?(?:h(?:eures?)?|:)? ?(?:[0-5]\d)?"
_HOURS = re.compile(
    rf"\b(?:de|entre|from|between) (?P<from>\d{{1,2}}){_MINUTES} ?(?P<from_half>[ap]m)? ?"
    rf"(?:a|et|to|and|-|until|till|jusqu'? ?a) ?(?P<to>\d{{1,2}}){_MINUTES} ?(?P<to_half>[ap]m)?\b"
    rf"|\b(?P<first>\d{{1,2}}){_MINUTES} ?(?P<first_half>[ap]m)? ?(?:-|a|to) ?"
    r"(?P<last>\d{1,2}) ?(?:(?P<last_half>[ap]m)|h(?:eures?)?|:)(?: ?[0-5]\d)?\b"
    r"|\b(?P<after>pas avant|not before|apres|des|a partir d[e']|after|from|past|depuis|vers|a|at|around) (?:les )?"
    r"(?P<after_hour>\d{1,2}) ?(?:(?P<after_unit>h(?:eures?)?|:)? ?(?P<minutes>[0-5]\d)?) ?"
    r"(?P<after_half>[ap]m|o'? ?clock)?\b"
    r"|\b(?P<before>pas apres|not after|avant|before|until|till|jusqu'? ?a|by) "
    rf"(?P<before_hour>\d{{1,2}}){_MINUTES} ?(?P<before_half>[ap]m|o'? ?clock)?\b"
    r"|\b(?P<at>\d{1,2}) ?(?P<at_half>[ap]m)\b"
)
"""Two hours with or without a word before them, after or around an hour, before an hour, `7pm` alone. A `half` is that
of the day."""


def marked_hours(folded: str) -> tuple[str, dict[str, frozenset[int]]]:
    """The folded text with one word for each time said (`hoursa`, `hoursb`…), and the parts of the day that each of
    these words stands for. `lundi apres 18h` -> `lundi  hoursa `, evening. From the seventeenth on all are taken for
    the sixteenth."""
    times: dict[str, frozenset[int]] = {}

    def mark(found: re.Match[str]) -> str:
        parts = _parts(found)
        if parts is None:
            return found.group()
        word = f"hours{_MARKS[min(len(times), len(_MARKS) - 1)]}"
        times.setdefault(word, parts)
        return f" {word} "

    return _HOURS.sub(mark, folded), times


def _parts(found: re.Match[str]) -> frozenset[int] | None:
    """The parts of the day that hold a good piece of the hours said; `None` when these are no hours of a day."""
    start, end = _span(found) or (0.0, 0.0)
    if not 0 <= start < end <= NIGHT:
        return None
    shares = {
        MORNING: min(end, NOON) - start,
        AFTERNOON: min(end, DUSK) - max(start, NOON),
        EVENING: end - max(start, DUSK),
    }
    enough = min(2.0, (end - start) / 2)
    return frozenset(part for part, hours in shares.items() if hours >= enough) or None


def _span(found: re.Match[str]) -> tuple[float, float] | None:
    """Where the time said starts and ends, hours out of 24; `None` for a number that no unit makes an hour."""
    if found["from"]:
        return _between(found["from"], found["from_half"], found["to"], found["to_half"])
    if found["first"]:
        return _between(found["first"], found["first_half"], found["last"], found["last_half"])
    if found["after"]:
        near, unit, half = found["after"] in _AROUND, found["after_unit"], found["after_half"]
        if near and not (unit or half):
            return None
        start = _hour(int(found["after_hour"]), half, bare_from=0 if unit else 8) + int(found["minutes"] or 0) / 60
        return start, start + 1 if near else float(NIGHT)
    if found["before"]:
        return 8.0, _hour(int(found["before_hour"]), found["before_half"])
    start = _hour(int(found["at"]), found["at_half"])
    return start, start + 1


def _between(first: str, first_half: str | None, last: str, last_half: str | None) -> tuple[float, float]:
    """From the first hour to the last: `2 to 4pm` is said of one afternoon, `10 to 12pm` and `8 to 6` of two halves of
    the day; an hour that comes too early is one of the evening, or midnight."""
    start, end = _hour(int(first), first_half), _hour(int(last), last_half)
    if first_half is None and last_half == "pm" and int(first) < (12 if int(last) == 12 else int(last) % 12):
        start = _hour(int(first), "am" if int(last) == 12 else "pm")
    if end <= start:
        end = end + 12 if start < end + 12 <= NIGHT else float(NIGHT)
    return start, end


def _hour(hour: int, half: str | None, bare_from: int = 0) -> float:
    """The hour out of 24. Without `am` or `pm`, one below `bare_from` is meant in the afternoon or evening
    (`after 6`)."""
    if half == "pm" and hour < 12:
        return hour + 12.0
    if half == "am" and hour == 12:
        return 0.0
    return hour + 12.0 if half != "am" and hour < bare_from else float(hour)
