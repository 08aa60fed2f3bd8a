"""Whose questions somebody wants no more of, and whose are put to nobody. Who it is that asked, they need not know."""

from __future__ import annotations

from datetime import datetime

from engagebot.store.sqlite import Transaction
from engagebot.store.times import seconds


async def spare(tx: Transaction, person: str, other: str, question: str, at: datetime) -> bool:
    """`person` is asked no more questions of `other`, since `question`. False: it was so."""
    return bool(
        await tx.change("spare", person_id=person, other_id=other, question_id=question, at=seconds(at))
    )


async def of(tx: Transaction, person: str) -> list[tuple[str, str]]:
    """(whose questions they are spared, the question of which they said so), in that order."""
    return [(row[0], row[1]) for row in await tx.rows("spared_of", person_id=person)]


async def from_(tx: Transaction, other: str) -> list[str]:
    """Who is spared the questions of `other`."""
    return [row[0] for row in await tx.rows("spared_from", other_id=other)]


async def about(tx: Transaction, other: str) -> str | None:
    """The question of `other` by which organisers see them; None: nobody has said so."""
    found: str | None = await tx.value("spared_about", other_id=other)
    return found


async def again(tx: Transaction, person: str, other: str) -> None:
    await tx.change("spared_again", person_id=person, other_id=other)


async def bar(tx: Transaction, person: str, at: datetime) -> bool:
    """Their questions are put to nobody. False: it was so."""
    return bool(await tx.change("bar", person_id=person, at=seconds(at)))


async def bar_no_more(tx: Transaction, person: str) -> bool:
    """False: they were not barred."""
    return bool(await tx.change("bar_no_more", person_id=person))


async def barred(tx: Transaction, person: str) -> bool:
    return bool(await tx.value("barred", person_id=person))
