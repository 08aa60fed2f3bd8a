"""What the bot keeps for itself: sync position, filter, the highest time it has seen."""

from __future__ import annotations

from engagebot.store.sqlite import Transaction

ASKED_TO_WAIT = "asked_to_wait"
"""When the homeserver last said that the bot sends too much (ISO, UTC)."""
RESTORED = "restored"
"""When the copy was made that this database comes from (ISO, UTC); gone when the bot has caught up with it."""


async def get(tx: Transaction, name: str) -> str | None:
    found: str | None = await tx.value("kept", name=name)
    return found


async def put(tx: Transaction, name: str, value: str) -> None:
    await tx.change("keep", name=name, value=value)


async def forget(tx: Transaction, name: str) -> None:
    await tx.change("keep_no_longer", name=name)
