"""The organisers' room no longer says who is an organiser: its members hear why, and what a human has to do."""

from __future__ import annotations

from engagebot.actions.act import Act
from engagebot.store import roles

KIND = roles.FROZEN


async def frozen_due(act: Act, said: str) -> None:
    """`said`: why, and which room, as `store.roles` has it. In the room, whoever is in it by now: it says nothing that
    is nobody's business; and to the contact in person."""
    why, _, room = said.partition(" ")
    contact = act.association.contact
    act.tell(f"organisers.frozen_{why}", room=room, subject=KIND)
    if contact.startswith("@"):
        act.tell(f"organisers.frozen_{why}", person=contact, subject=KIND)
