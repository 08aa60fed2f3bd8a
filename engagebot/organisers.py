"""Who is an organiser, for whoever keeps the bot running; and the word of a human that their room can be trusted."""

from __future__ import annotations

from engagebot.config import Settings
from engagebot.domain.roles import Door, Presence, open_because
from engagebot.flowfile.association import load_association
from engagebot.store import roles
from engagebot.store.roles import Read
from engagebot.tasklist import opened
from engagebot.upkeep import CannotDo

CLOSE = {
    "joinable": "others than those invited can come in: let in only who is invited",
    "readable": "anybody can read it: show its history to members only",
    "replaced": "another room takes its place: name that one as organisers_room, and start the bot again",
}
TRUSTED = "trusted: who is in it is an organiser"
UNSEEN = "not looked at yet: the bot trusts it at its next start, if it is closed then"
NOT_TRUSTED = "NOT trusted since {:%Y-%m-%d %H:%M} UTC ({}): nobody counts as an organiser"
CONFIRM = "Look at who is in it, then run `engagebot organisers --confirm`."


async def organisers(settings: Settings, *, confirm: bool) -> str:
    """Who is in their room, and whether that makes them organisers; `confirm`: a human has looked, and from now on it
    does. Raises CannotDo, FlowFileError."""
    room = load_association(settings.association).organisers_room
    if not room:
        raise CannotDo(f"{settings.association}: names no organisers_room, so nobody is an organiser")
    there = await _presence(settings, room)
    if confirm and (why := open_because(there.door)):
        raise CannotDo(f"{room}: {CLOSE[why]}; then confirm it")
    async with opened(settings) as store, store.transaction() as tx:
        if confirm:
            await roles.trust(tx, room, there.door)
        return "\n".join(_said(room, there, await roles.read(tx, room)))


def _said(room: str, there: Presence, known: Read) -> list[str]:
    door = there.door
    lines = [f"{room}: {_closed(door)}", *(f"  {person}" for person in sorted(there.people))]
    if known.frozen and known.frozen_at:
        return [*lines, NOT_TRUSTED.format(known.frozen_at, known.frozen), CONFIRM]
    return [*lines, TRUSTED if known.trusted else UNSEEN]


def _closed(door: Door) -> str:
    sealed = "encrypted" if door.encryption else "not encrypted"
    replaced = ", replaced by another room" if door.replaced else ""
    return f"join rule {door.join_rule}, history {door.history}, {sealed}{replaced}"


async def _presence(settings: Settings, room: str) -> Presence:
    from engagebot.transport.matrix import session
    from engagebot.transport.matrix.look import presence

    known = session.known(settings)
    there = await presence(settings, known, room) if known else None
    if there is None:
        raise CannotDo(f"{room}: it cannot be told who is in it; `engagebot doctor` says what stands in the way")
    return there
