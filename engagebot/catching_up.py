"""The first start after a restore, before anything is sent or heard."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from engagebot.actions import restored
from engagebot.engine.events import Due, Event
from engagebot.lanes import Lanes
from engagebot.scheduler import fire_due
from engagebot.store import inbox, kept, outbox, unheard
from engagebot.store.sqlite import Store
from engagebot.transport import Transport

log = logging.getLogger(__name__)

MOST_ROUNDS = 1000
"""What was due meanwhile brings up more that is due; for ever only by a fault of ours."""


async def catch_up(store: Store, transport: Transport, lanes: Lanes, clock: Callable[[], datetime]) -> None:
    """What was waiting or due when the copy was made is decided, and all that is to be said because of it counts as
    perhaps said already; nothing begins with those whose last words are lost. Repeatable; nothing when the bot was not
    restored. Raises CannotStart."""
    async with store.transaction() as tx:
        since = await kept.get(tx, kept.RESTORED)
    if since is None:
        return
    made_at = datetime.fromisoformat(since)
    missed = await transport.missed(made_at)
    await lanes.drain()
    for _ in range(MOST_ROUNDS):
        if not await fire_due(store, clock()):
            break
        await lanes.drain()
    subject = restored.subject(made_at, missed)
    async with store.transaction() as tx:
        await outbox.doubt(tx, made_at)
        for person in missed.wrote:
            await unheard.add(tx, person, made_at)
        for n, person in enumerate(missed.erased):
            await inbox.receive(tx, Event(f"erased:{since}:{n}", clock(), person, "", True, Due(restored.ERASED)))
        await inbox.receive(tx, Event(f"restored:{since}", clock(), "", "", True, Due(restored.KIND, subject)))
        await kept.forget(tx, kept.RESTORED)
    log.warning(
        "restored from a copy of %s: %d people may be waiting for an answer, %d got one that is forgotten",
        f"{made_at:%Y-%m-%d %H:%M} UTC",
        len(missed.unanswered),
        len(missed.answered),
    )
