"""`@ call`."""

from __future__ import annotations

from typing import Literal, cast

from engagebot.actions import Act, Asked, calling
from engagebot.commit import Commit
from engagebot.domain.calls import Call, Filter, Kind
from engagebot.domain.matching import place_key
from engagebot.engine.events import Due, Event
from engagebot.house import voice_of
from engagebot.scene.reading import id_of, items, only
from engagebot.scene.stage import Scene, noun
from engagebot.store import calls, tasks
from engagebot.store.sqlite import Transaction

KEYS = frozenset(
    {
        "kind", "author", "need", "minutes", "topic", "urgent", "language", "state", "rooms", "newcomers", "skills",
        "wants", "interests", "places", "languages", "days", "groups", "not_groups",
    }
)  # fmt: skip


@noun
async def call(scene: Scene, head: str, given: dict[str, str]) -> None:
    """Written by an organiser and sent; the same words once more: what it has come to, or rooms where it is shown."""
    only("a call", given, KEYS)
    written = _written(head, given)
    scene.calls += 1
    event = Event(f"$script:call:{scene.calls}", scene.now, str(written.author), "", True, Due("script"))
    async with scene.store.transaction() as tx:
        act = _act(scene, tx, event)
        new = await calls.add(tx, written, scene.now)
        await _becomes(act, written, given.get("state", "open"), new=new)
        for room in items(given.get("rooms", "")):
            await calling.post(act, await calls.find(tx, written.id) or written, f"#{room}")
        await Commit(scene.house, tx, event, *await voice_of(tx, scene.house, event.person)).effects(act.effects)


def _written(words: str, given: dict[str, str]) -> Call:
    return Call(
        tasks.new_id(f"script call {words}"),
        cast(Kind, given.get("kind", "help")),
        words,
        id_of(given.get("author", "olga")),
        given.get("language", "fr"),
        int(given.get("need", "1")),
        _meant(given),
        int(given["minutes"]) if "minutes" in given else None,
        given.get("topic", ""),
        given.get("urgent") == "yes",
    )


def _meant(given: dict[str, str]) -> Filter:
    said = {name: frozenset(items(given.get(name, ""))) for name in KEYS}
    return Filter(
        skills=said["skills"],
        wants=said["wants"],
        interests=said["interests"],
        places=frozenset(map(place_key, said["places"])),
        languages=said["languages"],
        days=said["days"],
        groups=frozenset(f"#{one}" for one in said["groups"]),
        not_groups=frozenset(f"#{one}" for one in said["not_groups"]),
        newcomers={"yes": True, "no": False}.get(given.get("newcomers", "")),
    )


def _act(scene: Scene, tx: Transaction, event: Event) -> Act:
    house, there = scene.house, {room: frozenset(people) for room, people in scene.transport.rooms.items()}
    return Act(
        tx, event.person, event.id, scene.now, scene.zone, house.association, scene.settings, house.world.flows,
        house.calendar, asked=Asked(there),
    )  # fmt: skip


async def _becomes(act: Act, written: Call, state: str, *, new: bool) -> None:
    found = await calls.find(act.tx, written.id) or written
    if state in ("found", "cancelled", "exhausted"):
        await calling.end(act, found, cast(Literal["found", "cancelled", "exhausted"], state))
    elif state == "draft":
        await calling.show(act, found)
    elif new or found.state == "draft":
        await calling.begin(act, found)
