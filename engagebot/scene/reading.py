"""Lines of a script to values: names, lists, pairs, days and hours."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

START = "2026-03-02T10:00 Europe/Paris"


class ScriptError(Exception):
    """A line of a script cannot be played; the message is `line N: what, and what to do`."""


def id_of(name: str) -> str:
    return f"@{name}:console"


def items(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


def pair(part: str) -> tuple[str, str]:
    key, sign, value = part.partition("=")
    if not sign:
        raise ScriptError(f"{part!r} is not `key=value`; write it so")
    return key.strip(), value.strip()


def moment(words: str, zone: ZoneInfo | None) -> tuple[datetime, ZoneInfo]:
    at, _, name = words.partition(" ")
    try:
        zone = ZoneInfo(name.strip()) if name else zone or ZoneInfo("Europe/Paris")
        return datetime.fromisoformat(at).replace(tzinfo=zone).astimezone(UTC), zone
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise ScriptError(f"{words!r} is not a time like {START}; write it so") from error


def day(words: str, before: str) -> date:
    """`before`: what stands before the words, for whoever looks for them."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise ScriptError(f"{before}{words} is no day; write it as 2026-01-10") from None


def unknown(given: Iterable[str], known: Collection[str]) -> str:
    """Keys that are given and not known, as a list; empty when there is none."""
    return ", ".join(sorted(set(given) - set(known)))


def only(what: str, given: Iterable[str], known: Collection[str]) -> None:
    if others := unknown(given, known):
        raise ScriptError(f"{what} has no {others}; it has {', '.join(sorted(known))}")
