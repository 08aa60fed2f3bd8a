"""After a restore: people whose words since the copy are lost. It may have been "stop": so nothing begins with them."""

from __future__ import annotations

from datetime import datetime

from engagebot.store.sqlite import Transaction
from engagebot.store.times import moment, seconds

REASON = "unheard"


async def add(tx: Transaction, person: str, since: datetime) -> None:
    """Whoever is unknown is not written to anyway."""
    await tx.change("unheard_add", person_id=person, since=seconds(since))


async def since(tx: Transaction, person: str) -> datetime | None:
    """When the copy was made, if what they said after it is lost; None: nothing of theirs is."""
    found: int | None = await tx.value("unheard_of", person_id=person)
    return moment(found)


async def count(tx: Transaction) -> int:
    return int(await tx.value("unheard_count"))


async def ended(tx: Transaction, at: datetime, person: str = "") -> bool:
    """They have written again, or (""): an organiser has said of all that they may be written to. What waited for it
    waits no longer. False: there was nobody."""
    if not await tx.change("unheard_end", person_id=person):
        return False
    await tx.change("unheard_release", person_id=person, at=seconds(at))
    return True


async def own_word(tx: Transaction, key: str) -> bool:
    """Whether a message answers its person's own words."""
    return bool(await tx.value("own_word", idem_key=key))


async def left_rooms(tx: Transaction, since: datetime) -> list[tuple[str, str]]:
    """(room, person) of people who have no room with the bot any more since then."""
    return [(row[0], row[1]) for row in await tx.rows("left_rooms", since=seconds(since))]
