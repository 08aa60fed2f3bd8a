"""What the bot keeps for itself: sync position, filter, the highest time it has seen."""

from __future__ import annotations

from engagebot.store.sqlite import Transaction


async def get(tx: Transaction, name: str) -> str | None:
    found: str | None = await tx.value("kept", name=name)
    return found


async def put(tx: Transaction, name: str, value: str) -> None:
    await tx.change("keep", name=name, value=value)
