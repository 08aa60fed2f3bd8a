"""`@ association`, `@ charter`, and the days: `@ now`, `@ holiday`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import engagebot
from engagebot.domain.association import Association, Charter, Entry
from engagebot.flowfile.association import load_association
from engagebot.scene.reading import day, items, moment, only, pair
from engagebot.scene.stage import Scene, noun

JARDIN = Path(engagebot.__file__).parent / "demo" / "jardin.yaml"

KEYS = frozenset(
    {"topics", "skills", "interests", "name", "contact", "reach", "languages", "tasks_room", "organisers_room"}
)


def jardin() -> Association:
    """The association of the demo, as scripts begin with it: with its catalogues, and no charter before `@ charter`."""
    return replace(load_association(JARDIN), charter=None, organisers_room="#organisateurs")


@noun
async def association(scene: Scene, head: str, given: dict[str, str]) -> None:
    if head:
        given |= dict([pair(head)])
    only("an association", given, KEYS)
    old = scene.house.association
    entries = {key: tuple(Entry(name, {"": name}) for name in items(words)) for key, words in given.items()}
    scene.build(
        replace(
            old,
            name=given.get("name", old.name),
            contact_name=given.get("contact", old.contact_name),
            contact=given.get("reach", old.contact),
            languages=tuple(items(given.get("languages", ""))) or old.languages,
            topics=entries.get("topics", old.topics),
            skills=entries.get("skills", old.skills),
            interests=entries.get("interests", old.interests),
            tasks_room=given.get("tasks_room", old.tasks_room),
            organisers_room=given.get("organisers_room", old.organisers_room),
        )
    )


@noun
async def charter(scene: Scene, head: str, given: dict[str, str]) -> None:
    given |= dict([pair(head)])
    agreed = Charter(given.get("version", "1"), given.get("link", ""))
    scene.build(replace(scene.house.association, charter=agreed))


@noun
async def now(scene: Scene, head: str, given: dict[str, str]) -> None:
    """Takes no pairs: they are read as part of the time, which is none then."""
    words = "; ".join([head, *map("=".join, given.items())])
    scene.now, scene.zone = moment(words, scene.zone)


@noun
async def holiday(scene: Scene, head: str, given: dict[str, str]) -> None:
    scene.holidays |= {day(one, "@ holiday: ") for one in items(head)}
    scene.build(scene.house.association)
