"""After a restore: who wrote to the bot what it will never see again. Looked at are senders, times, and in groups to
whom it was said; no text is kept."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engagebot.domain.missed import Missed
from engagebot.store import inbox, people, unheard
from engagebot.store.rooms import Room
from engagebot.store.sqlite import Store
from engagebot.transport import NotNow
from engagebot.transport.matrix.erasures import Erasures
from engagebot.transport.matrix.rooms import Rooms
from engagebot.transport.matrix.wire import Unreachable, path

WORDS = ("m.room.message", "m.room.encrypted", "m.reaction")
EARLIER = timedelta(minutes=10)
"""What was on its way when the copy was made; what the inbox holds all the same does not count."""
MOST_PAGES = 10
"""Of 100 events each, in one room."""
AT_ONCE = 8


async def missed(rooms: Rooms, erasures: Erasures, store: Store, since: datetime) -> Missed:
    """See `Transport.missed`."""
    asking = asyncio.Semaphore(AT_ONCE)

    async def look(room: Room) -> Found:
        async with asking:
            return await _look(rooms, store, room, since - EARLIER)

    there = [room for room in rooms.known.values() if room.kind == "group" or (room.kind == "direct" and room.person)]
    try:
        found = list(zip(there, await asyncio.gather(*map(look, there)), strict=True))
        async with store.transaction() as tx:
            gone = {person for _, person in await unheard.left_rooms(tx, since)}
            known = await people.everybody(tx)
        erased = await erasures.among(known, since)
    except Unreachable as error:
        raise NotNow(f"the homeserver does not say what people wrote since {since:%Y-%m-%d %H:%M} UTC ({error}); "
                     "start again: nothing was lost") from error
    own = [(str(room.person), this.answered) for room, this in found if room.person]
    waiting = {person for person, answered in own if answered is False}
    return Missed(
        sorted(waiting),
        sorted({person for person, answered in own if answered} - waiting),
        sorted(room.id for room, this in found if not room.person and this.answered is False),
        sorted({person for _, this in found for person in this.wrote} | gone),
        sorted(erased),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """In one room. `answered`: whether the bot said something after the last that somebody wrote to it; None: nothing
    to it was missed. `wrote`: who wrote to it, or may have, in words that only lost keys could tell."""

    answered: bool | None = None
    wrote: frozenset[str] = frozenset()


async def _look(rooms: Rooms, store: Store, room: Room, since: datetime) -> Found:
    """Raises Unreachable."""
    spoke, answered = False, None
    wrote: set[str] = set()
    async for raw in _words(rooms, room.id, since):
        if raw is None:     # a human will find out
            return Found(False, frozenset(wrote | ({room.person} if room.person else set())))
        sender = str(raw.get("sender"))
        if sender == rooms.me:
            spoke = True
            continue
        if sender in rooms.settings.ignored_people:
            continue
        meant = sender == room.person or (room.kind == "group" and _turns_to(raw, rooms.me))
        if meant and not await _known(store, str(raw.get("event_id"))):
            answered = spoke if answered is None else answered
            wrote.add(sender)
            if room.person:
                break
    return Found(answered, frozenset(wrote))


async def _words(rooms: Rooms, room: str, since: datetime) -> AsyncIterator[Mapping[str, Any] | None]:
    """What was said there since then, the newest first; at last None, when the homeserver does not tell. Raises
    Unreachable."""
    at: str | None = None
    for _ in range(MOST_PAGES):
        query = {"dir": "b", "limit": "100"} | ({"from": at} if at else {})
        answer = await rooms.wire.insist("GET", path("rooms", room, "messages"), query=query)
        chunk = answer.body.get("chunk")
        if not answer.ok or not isinstance(chunk, list):
            yield None
            return
        for raw in filter(lambda found: isinstance(found, dict), chunk):
            if _time(raw) < since.timestamp() * 1000:
                return
            if raw.get("type") in WORDS and "redacted_because" not in (raw.get("unsigned") or {}):
                yield raw
        at = answer.body.get("end")
        if not isinstance(at, str) or not chunk:
            return


def _turns_to(raw: Mapping[str, Any], me: str) -> bool:
    """Whether something said in a group is for the bot, or may be: of what is encrypted only that it is there can be
    known, and whoever answers or reacts may do so to the bot."""
    content = raw.get("content")
    if raw.get("type") == "m.room.encrypted" or not isinstance(content, dict):
        return True
    mentions = content.get("m.mentions")
    named = mentions.get("user_ids") if isinstance(mentions, dict) else None
    body = str(content.get("body", "")).casefold()
    local = me[1:].partition(":")[0].casefold()
    return (isinstance(named, list) and me in named) or local in body or "m.relates_to" in content


async def _known(store: Store, event_id: str) -> bool:
    async with store.transaction() as tx:
        return await inbox.known(tx, event_id)


def _time(raw: Mapping[str, Any]) -> float:
    """Milliseconds since 1970; what has none is old."""
    found = raw.get("origin_server_ts")
    return float(found) if isinstance(found, int) else 0.0
