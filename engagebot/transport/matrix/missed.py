"""After a restore: who wrote to the bot what it will never see again. Only senders and times are looked at."""
from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from engagebot.store import inbox
from engagebot.store.rooms import Room
from engagebot.store.sqlite import Store
from engagebot.transport import Missed, NotNow
from engagebot.transport.matrix.rooms import Rooms
from engagebot.transport.matrix.wire import Unreachable, path

WORDS = ("m.room.message", "m.room.encrypted", "m.reaction")
EARLIER = timedelta(minutes=10)
"""What was on its way when the copy was made; what the inbox holds all the same does not count."""
MOST_PAGES = 10
"""Of 100 events each, in one room."""
AT_ONCE = 8


async def missed(rooms: Rooms, store: Store, since: datetime) -> Missed:
    """See `Transport.missed`."""
    asking = asyncio.Semaphore(AT_ONCE)

    async def look(room: Room) -> bool | None:
        async with asking:
            return await _answered(rooms, store, room, since - EARLIER)

    own = [room for room in rooms.known.values() if room.kind == "direct" and room.person]
    try:
        found = await asyncio.gather(*map(look, own))
    except Unreachable as error:
        raise NotNow(f"the homeserver does not say what people wrote since {since:%Y-%m-%d %H:%M} UTC ({error}); "
                     "start again: nothing was lost") from error
    people = {verdict: sorted({str(room.person) for room, this in zip(own, found, strict=True) if this is verdict})
              for verdict in (False, True)}
    return Missed(people[False], [person for person in people[True] if person not in people[False]])


async def _answered(rooms: Rooms, store: Store, room: Room, since: datetime) -> bool | None:
    """Whether the bot said something after the last that the person wrote there; None: nothing of theirs was missed.
    Raises Unreachable."""
    at: str | None = None
    spoke = False
    for _ in range(MOST_PAGES):
        query = {"dir": "b", "limit": "100"} | ({"from": at} if at else {})
        answer = await rooms.wire.insist("GET", path("rooms", room.id, "messages"), query=query)
        chunk = answer.body.get("chunk")
        if not answer.ok or not isinstance(chunk, list):
            return False        # a human will find out
        for raw in filter(lambda found: isinstance(found, dict), chunk):
            if _time(raw) < since.timestamp() * 1000:
                return None
            if raw.get("type") not in WORDS or "redacted_because" in (raw.get("unsigned") or {}):
                continue
            if raw.get("sender") == rooms.me:
                spoke = True
            elif raw.get("sender") == room.person and not await _known(store, str(raw.get("event_id"))):
                return spoke
        at = answer.body.get("end")
        if not isinstance(at, str) or not chunk:
            return None
    return None


async def _known(store: Store, event_id: str) -> bool:
    async with store.transaction() as tx:
        return await inbox.known(tx, event_id)


def _time(raw: Mapping[str, Any]) -> float:
    """Milliseconds since 1970; what has none is old."""
    found = raw.get("origin_server_ts")
    return float(found) if isinstance(found, int) else 0.0
