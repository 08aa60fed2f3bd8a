"""Proposals and what people said to them; the cards that show things in rooms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from engagebot.domain.proposals import Proposal
from engagebot.store.sqlite import Row, Transaction
from engagebot.store.times import moment, seconds

ASKED_LATELY = timedelta(days=30)
"""Who was asked to look at proposals least within this is asked first."""

CardKind = Literal["task", "proposal", "board", "question", "call", "review"]


@dataclass(frozen=True, slots=True)
class Objection:
    id: str
    proposal: str
    person: str | None
    """None: erased since."""
    words: str
    at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Card:
    """A message of the bot in a group room that shows something, and answers to reactions."""

    key: str
    kind: CardKind
    subject: str
    room: str
    shown: str
    """Hash of what it says now."""


async def add(tx: Transaction, proposal: Proposal) -> None:
    await tx.change(
        "proposal_add",
        id=proposal.id,
        kind=proposal.kind,
        subject=proposal.subject,
        words=proposal.words,
        author_id=proposal.author,
        room_id=proposal.room,
        event_id=proposal.event,
        at=seconds(proposal.proposed_at),
    )


async def find(tx: Transaction, proposal_id: str) -> Proposal | None:
    return _proposal(await tx.row("proposal", id=proposal_id))


async def of(tx: Transaction, kind: str, subject: str) -> Proposal | None:
    """The latest about `subject`."""
    return _proposal(await tx.row("proposal_of", kind=kind, subject=subject))


async def by_event(tx: Transaction, event_id: str) -> Proposal | None:
    """What was proposed with this message of its author."""
    return _proposal(await tx.row("proposal_by_event", event_id=event_id))


async def by_author(tx: Transaction, person: str) -> list[Proposal]:
    """Open ones."""
    rows = await tx.rows("proposals_by_author", author_id=person)
    return [one for row in rows if (one := _proposal(row))]


async def with_part_of(tx: Transaction, person: str) -> list[str]:
    """Open ones that `person` suggested, or agreed to."""
    return [row[0] for row in await tx.rows("proposals_with", person_id=person)]


async def reworded(tx: Transaction, proposal_id: str, words: str) -> None:
    """Its text has changed: who had agreed, agreed to something else."""
    await tx.change("proposal_words", id=proposal_id, words=words)
    await tx.change("approvals_voided", proposal_id=proposal_id)


async def agreed(tx: Transaction, proposal_id: str, at: datetime | None) -> None:
    """Since when enough agree and nobody objects; None: no longer so."""
    await tx.change("proposal_agreed", id=proposal_id, at=seconds(at) if at else None)


async def ended(tx: Transaction, proposal_id: str, state: Literal["adopted", "withdrawn"], at: datetime) -> bool:
    """True: it was open until now."""
    return bool(await tx.change("proposal_ended", id=proposal_id, state=state, at=seconds(at)))


async def approve(tx: Transaction, proposal_id: str, person: str, at: datetime, reaction: str | None = None) -> bool:
    """True: they had not yet."""
    return bool(
        await tx.change("approval_add", proposal_id=proposal_id, person_id=person, at=seconds(at), reaction_id=reaction)
    )


async def approve_no_more(tx: Transaction, proposal_id: str, person: str) -> None:
    await tx.change("approval_deleted", proposal_id=proposal_id, person_id=person)


async def approvals(tx: Transaction, proposal_id: str) -> list[str]:
    """Who has agreed to what it says now."""
    return [row[0] for row in await tx.rows("approvals", proposal_id=proposal_id)]


async def approval_by_reaction(tx: Transaction, reaction: str) -> tuple[str, str] | None:
    """(proposal, person)."""
    row = await tx.row("approval_by_reaction", reaction_id=reaction)
    return (row[0], row[1]) if row else None


async def object_to(
    tx: Transaction, objection_id: str, proposal_id: str, person: str, words: str, at: datetime
) -> None:
    await tx.change(
        "objection_add", id=objection_id, proposal_id=proposal_id, person_id=person, words=words, at=seconds(at)
    )


async def objection(tx: Transaction, objection_id: str) -> Objection | None:
    row = await tx.row("objection", id=objection_id)
    return _objection(row) if row else None


async def open_objections(tx: Transaction, proposal_id: str) -> list[Objection]:
    return [_objection(row) for row in await tx.rows("open_objections", proposal_id=proposal_id)]


async def settle(tx: Transaction, objection_id: str, at: datetime) -> bool:
    """True: it was open until now."""
    return bool(await tx.change("objection_settled", id=objection_id, at=seconds(at)))


async def concern(tx: Transaction, proposal_id: str, people: Iterable[str], at: datetime) -> None:
    for person in people:
        await tx.change("concerned_add", proposal_id=proposal_id, person_id=person, at=seconds(at))


async def concerned(tx: Transaction, proposal_id: str) -> list[str]:
    return [row[0] for row in await tx.rows("concerned", proposal_id=proposal_id)]


async def askable(tx: Transaction, author: str, at: datetime, limit: int) -> list[str]:
    """People who may be asked about a proposal of `author`; who was asked least lately first."""
    since = seconds(at - ASKED_LATELY)
    rows = await tx.rows("concerned_candidates", author_id=author, since=since, at=seconds(at), limit=limit)
    return [row[0] for row in rows]


# --------------------------------------------------------------------------------------------------------------- cards
async def show(tx: Transaction, card: Card) -> None:
    await tx.change(
        "card_add", message_key=card.key, kind=card.kind, subject=card.subject, room_id=card.room, shown=card.shown
    )


async def card(tx: Transaction, key: str) -> Card | None:
    row = await tx.row("card", message_key=key)
    return Card(*row) if row else None


async def cards(tx: Transaction, kind: CardKind, subject: str) -> list[Card]:
    """Those that are in their rooms, or on their way."""
    return [Card(*row) for row in await tx.rows("cards_of", kind=kind, subject=subject)]


async def card_shows(tx: Transaction, key: str, shown: str) -> None:
    await tx.change("card_shown", message_key=key, shown=shown)


def _proposal(row: Row | None) -> Proposal | None:
    if row is None:
        return None
    return Proposal(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], moment(row[8]), moment(row[9]))


def _objection(row: Row) -> Objection:
    return Objection(row[0], row[1], row[2], row[3], moment(row[4]), moment(row[5]))


async def leave(tx: Transaction, room: str, to: str | None) -> list[Card]:
    """Cards in `room`, oldest first: from now on it shows none; what is proposed there is shown in `to` (None:
    nowhere)."""
    left = [Card(*row) for row in await tx.rows("cards_in", room_id=room)]
    await tx.change("cards_texts_left", room_id=room)
    await tx.change("cards_left", room_id=room)
    await tx.change("proposals_moved", room_id=room, to_room=to)
    return left
