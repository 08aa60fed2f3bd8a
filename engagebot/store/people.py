"""People the bot knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engagebot.domain.matching import plain
from engagebot.store.sqlite import Transaction
from engagebot.store.times import moment, seconds


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    """Empty: unknown."""
    locale: str
    first_seen_at: datetime
    last_seen_at: datetime
    onboarded_at: datetime | None
    paused_until: datetime | None
    unanswered: int
    """Messages on the bot's initiative since their last word."""

    def paused(self, at: datetime) -> bool:
        return self.paused_until is not None and self.paused_until > at


async def add(tx: Transaction, person: str, locale: str, at: datetime) -> bool:
    """True: they are new."""
    return bool(await tx.change("person_add", id=person, locale=locale, at=seconds(at)))


async def find(tx: Transaction, person: str) -> Person | None:
    row = await tx.row("person", id=person)
    if row is None:
        return None
    person_id, name, locale, first, last, onboarded, paused, unanswered = row
    return Person(person_id, name, locale, moment(first), moment(last), moment(onboarded), moment(paused), unanswered)


async def named(tx: Transaction, said: str) -> list[str]:
    """People called so: by their whole name where that is said, else by the first word of it; accents and capitals
    count for nothing."""
    heard = f" {plain(said)} "
    called = [(row[0], plain(row[1]).split()) for row in await tx.rows("people_named")]
    whole = [person for person, name in called if len(name) > 1 and f" {' '.join(name)} " in heard]
    return whole or [person for person, name in called if name and f" {name[0]} " in heard]


async def spoke(tx: Transaction, person: str, at: datetime) -> None:
    await tx.change("person_spoke", id=person, at=seconds(at))


async def set_locale(tx: Transaction, person: str, locale: str) -> None:
    await tx.change("person_locale", id=person, locale=locale)


async def set_name(tx: Transaction, person: str, name: str) -> None:
    await tx.change("person_name", id=person, name=name)


async def onboarded(tx: Transaction, person: str, at: datetime) -> bool:
    """True: this was the end of their first sitting."""
    return bool(await tx.change("person_onboarded", id=person, at=seconds(at)))


async def pause(tx: Transaction, person: str, until: datetime | None) -> None:
    """None: the pause is over."""
    await tx.change("person_paused", id=person, until=seconds(until) if until else None)


async def started_something(tx: Transaction, person: str) -> None:
    """One more message on the bot's initiative has reached them."""
    await tx.change("person_unanswered", id=person)


async def everybody(tx: Transaction) -> list[str]:
    """Ids of all who are known."""
    return [row[0] for row in await tx.rows("everybody")]
