"""`@ room`, `@ group`, `@ organisers`: rooms, who is in them, and who may come in."""

from __future__ import annotations

from engagebot.domain.roles import Door
from engagebot.scene.reading import ScriptError, id_of, items
from engagebot.scene.stage import Scene, noun
from engagebot.store import roles, rooms
from engagebot.store.rooms import Room

ORGANISERS_ROOM = {
    "joinable": Door("public"),
    "readable": Door(history="world_readable"),
    "replaced": Door(replaced=True),
    "changed": Door(encryption="m.megolm.v1.aes-sha2"),
}


@noun
async def room(scene: Scene, head: str, given: dict[str, str]) -> None:
    scene.transport.rooms[f"#{head}"] = _members(given)


@noun
async def group(scene: Scene, head: str, given: dict[str, str]) -> None:
    """A group room of that name in which the bot is; who is in it is known as though it had been read just now."""
    name = f"#{head}"
    there = scene.transport.rooms[name] = _members(given)
    async with scene.store.transaction() as tx:
        await rooms.joined(tx, Room(name, "group", None, False), scene.now)
        await rooms.named(tx, name, head)
        await roles.set_members(tx, name, there, scene.now)


@noun
async def organisers(scene: Scene, head: str, given: dict[str, str]) -> None:
    if head not in (*ORGANISERS_ROOM, "away", "confirmed"):
        raise ScriptError(f"`@ organisers` may be {', '.join(ORGANISERS_ROOM)}, away, confirmed")
    name = scene.house.association.organisers_room
    scene.transport.away = head == "away"
    scene.transport.doors[name] = ORGANISERS_ROOM.get(head, Door())
    async with scene.store.transaction() as tx:
        if head == "confirmed":
            await roles.trust(tx, name, scene.transport.doors[name])
        await roles.members_changed(tx, name)


def _members(given: dict[str, str]) -> set[str]:
    return {id_of(one) for one in items(given.get("members", ""))}
