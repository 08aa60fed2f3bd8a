"""`@ referent`, `@ apprentice`, `@ answer`: who answers questions, and what is kept of it."""

from __future__ import annotations

from datetime import timedelta

from engagebot.actions.ladder import QUESTIONS
from engagebot.actions.referents import LISTED
from engagebot.scene.people import person
from engagebot.scene.reading import ScriptError, id_of, items, unknown
from engagebot.scene.stage import Scene, noun
from engagebot.store import conversations, knowledge, profile, questions, tasks
from engagebot.store.knowledge import Answer
from engagebot.understanding.search_words import search_words

KEYS = frozenset({"topics", "cap", "listed", "resting"})
"""Beside those of a person."""


@noun
async def referent(scene: Scene, head: str, given: dict[str, str]) -> None:
    await _answers(scene, head, given, learns=False)


@noun
async def apprentice(scene: Scene, head: str, given: dict[str, str]) -> None:
    await _answers(scene, head, given, learns=True)


async def _answers(scene: Scene, name: str, given: dict[str, str], *, learns: bool) -> None:
    topics = items(given.get("topics", ""))
    if others := unknown(topics, {entry.id for entry in scene.catalogue("topics")}):
        raise ScriptError(f"there is no topic {others}; see `topics` of `@ association`")
    rest = {key: value for key, value in given.items() if key not in KEYS}
    await person(scene, name, {"onboarded": "yes", **rest})
    who, source = id_of(name), f"script:{name}"
    async with scene.store.transaction() as tx:
        for topic in topics:
            await questions.set_referent(tx, who, topic, learns, scene.now)
        if "cap" in given:
            await questions.set_cap(tx, who, int(given["cap"]))
        if given.get("resting") == "yes":
            await questions.rest(tx, who, True)
        await profile.consent(tx, who, QUESTIONS, True, "1", source, scene.now)
        if "listed" in given:
            await profile.consent(tx, who, LISTED, given["listed"] == "yes", "1", source, scene.now)


@noun
async def answer(scene: Scene, head: str, given: dict[str, str]) -> None:
    asked, bar, said = (part.strip() for part in head.partition("|"))
    if not bar or not asked or not said:
        raise ScriptError("an answer is `QUESTION | ANSWER`; write both")
    scene.answers += 1
    kept = Answer(
        tasks.new_id("script answer", scene.answers),
        asked,
        said,
        given.get("topic", ""),
        given.get("locale", "fr"),
        id_of(given["owner"]) if "owner" in given else None,
        scene.now,
        scene.now + timedelta(days=scene.settings.answer_review_days),
    )
    async with scene.store.transaction() as tx:
        await knowledge.add(tx, kept, asked=search_words(asked), said=search_words(said))
        await conversations.set_timer(tx, "", "review", kept.review_at, kept.id, each=True)
