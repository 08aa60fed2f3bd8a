"""`@ task`."""

from __future__ import annotations

from typing import cast

from engagebot.domain.tasks import Effort, Horizon, Task, faults, tidied
from engagebot.scene.reading import ScriptError, id_of, items, only
from engagebot.scene.stage import Scene, noun
from engagebot.store import tasks

KEYS = frozenset(
    {
        "minutes", "effort", "people", "skills", "interests", "topic", "place", "horizon", "contact", "state",
        "description", "purpose", "link",
    }
)  # fmt: skip


@noun
async def task(scene: Scene, head: str, given: dict[str, str]) -> None:
    only("a task", given, KEYS)
    scene.tasks += 1
    read = tidied(_read(tasks.new_id("script", scene.tasks), head, given))
    catalogues = ([e.id for e in scene.catalogue(key)] for key in ("skills", "interests", "topics"))
    if wrong := faults(read, *catalogues):
        raise ScriptError(f"this task cannot be: {', '.join(f'{code} {value}'.strip() for code, value in wrong)}")
    async with scene.store.transaction() as tx:
        await tasks.add(tx, read, scene.now, opened=given.get("state", "open") == "open")


def _read(id_: str, title: str, given: dict[str, str]) -> Task:
    effort = given.get("effort", "minutes")
    return Task(
        id=id_,
        title=title,
        effort=cast(Effort, effort),
        minutes=int(given.get("minutes", "20")) if effort == "minutes" else None,
        people=int(given.get("people", "1")),
        description=given.get("description", ""),
        purpose=given.get("purpose", ""),
        place=given.get("place", ""),
        topic=given.get("topic", ""),
        horizon=cast(Horizon, given.get("horizon", "if_time")),
        contact=id_of(given["contact"]) if "contact" in given else None,
        link=given.get("link", ""),
        skills=tuple(items(given.get("skills", ""))),
        interests=tuple(items(given.get("interests", ""))),
    )
