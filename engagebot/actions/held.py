"""What was held back for somebody, as a digest tells it: a line for each object, made from the object itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from engagebot.actions.act import Act
from engagebot.domain import digest
from engagebot.domain.gate import ABOUTS, DIGESTED, About, Wishes
from engagebot.engine.effects import Line, Shown
from engagebot.engine.model import Value
from engagebot.engine.prompts import OFFER
from engagebot.engine.show import shortened
from engagebot.gatekeeper import Gatekeeper
from engagebot.store import calls, conversations, proposals, questions, quiet, tasks
from engagebot.store.people import Person
from engagebot.store.quiet import Held

LONGEST_WORDS = 45
"""Characters of an object's own words: six of them fit into a message."""
ROOM = 290
"""Characters for all lines about objects; the rest of a message is for what is said around them."""
ENTRIES = 6
"""Lines about objects, at most; with those around them a message has eight. People choose among six at most, too."""
SENTENCE_END = re.compile(r"(?<=[.!?…])[\s\u00a0\u202f]")

ASK_NOTHING = frozenset({"digest", "welcome_back", "answer_came"})
"""Flows whose prompts can be answered, and wait for nothing."""
CALLED = frozenset({"called", "called_once"})
"""Flows that ask whether somebody can help; others are about help that was offered."""
Sentence = Literal["", "question", "your_question", "introduction", "met", "call", "task", "proposal"]
"""Of the flow `digest`: how an object is named in a line."""

Put = tuple[str, Mapping[str, Value]]
"""(flow, slots) of a question on the bot's initiative."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One object in a digest."""

    key: str
    """Of the message that tells or asks about it; and of its question."""
    label: Any
    """As a choice stores it: words, or a sentence with its values."""
    asks: bool
    """Somebody may answer it; else its line says all there is."""
    length: int
    """Characters, nearly."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What there is to tell now."""

    entries: tuple[Entry, ...] = ()
    more: int = 0
    """Objects that found no room, and stay held."""
    withdrawn: tuple[tuple[str, str], ...] = ()
    """(key, why) of messages that nobody needs any more."""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(one.key for one in self.entries)


def keeper_of(act: Act) -> Gatekeeper:
    return Gatekeeper(act.settings, act.association.time_zone, act.calendar.is_holiday)


async def gather(
    act: Act, person: Person, wishes: Wishes, next_at: datetime | None, most: int = ENTRIES
) -> Gathered:
    """What a message can tell in `most` lines, or fewer where they are long. `next_at`: when the next digest comes."""
    held = {one.key: one for one in await quiet.for_digest(act.tx, person.id, act.at)}
    made: dict[str, Entry] = {}
    for lines in range(most, 1, -1):
        told = digest.compose(
            [one.item for one in held.values()], act.at, quiet=list(wishes.quiet), next_at=next_at, lines=lines
        )
        for key in told.keys:
            made[key] = made.get(key) or await _entry(act, held[key])
        entries = tuple(made[key] for key in told.keys)
        if sum(one.length for one in entries) <= ROOM:
            break
    return Gathered(entries, told.more, told.withdrawn)


async def _entry(act: Act, held: Held) -> Entry:
    put = await conversations.put(act.tx, held.key)
    body = str(held.content.get("body", ""))
    if put is None:
        return Entry(held.key, body, asks=False, length=len(body))
    return Entry(held.key, *await _labelled(act, held.about, held.subject, put, body))


async def open_entries(act: Act, but: Sequence[str], most: int) -> list[Entry]:
    """What they were asked already, and may still answer: the latest of it, in the order of a digest."""
    found: list[tuple[int, Entry]] = []
    for prompt in await conversations.open_prompts(act.tx, act.person, act.at):
        said = await quiet.said(act.tx, prompt.id)
        known = prompt.id in but or prompt.flow in ASK_NOTHING or len(found) >= most
        if said and said[0] in DIGESTED and not known:
            about, subject, body = said
            put = (prompt.flow, prompt.slots)
            found.append((ABOUTS.index(about), Entry(prompt.id, *await _labelled(act, about, subject, put, body))))
    found.reverse()
    return [one for _, one in sorted(found, key=lambda one: one[0])]


async def _labelled(act: Act, about: About, subject: str, put: Put, body: str) -> tuple[Any, bool, int]:
    """(label, whether it asks, length) of a question, made from what it is about."""
    sentence, words = await _object(act, about, subject, put)
    flow, slots = act.flows.get(put[0]), put[1]
    if sentence:
        if not words:
            return {"line": f"digest.{sentence}"}, True, LONGEST_WORDS
        short = shortened(" ".join(words.split()), LONGEST_WORDS)
        label = {"line": f"digest.{sentence}", "values": {"words": ["text", short]}, "words": [words]}
        return label, True, len(short) + 15
    if flow and OFFER in flow.sentences:
        values = {name: [flow.slots[name].type, value] for name, value in slots.items() if name in flow.slots}
        return {"line": f"{flow.id}.{OFFER}", "values": values}, True, LONGEST_WORDS + 15
    first = shortened(SENTENCE_END.split((body.splitlines() or [""])[0])[0], 2 * LONGEST_WORDS)
    return first or {"flow": put[0]}, True, len(first)


async def _object(act: Act, about: About, subject: str, put: Put) -> tuple[Sentence, str]:
    """(sentence of the flow `digest`, its own words); ("", ""): it is known by nothing but what was said of it."""
    flow, slots = put
    match about:
        case "questions":
            question = await questions.find(act.tx, subject)
            words = question.words if question else str(slots.get("words") or "")
            mine = question is not None and question.asker == act.person
            return ("your_question" if mine else "question", words) if words else ("", "")
        case "introductions":
            return ("met" if flow == "did_you_talk" else "introduction"), ""
        case "calls":
            call = await calls.find(act.tx, subject) if flow in CALLED else None
            return ("call", call.words) if call else ("", "")
        case "tasks":
            task = await tasks.find(act.tx, subject)
            return ("task", task.title) if task else ("", "")
        case "proposals":
            proposal = await proposals.find(act.tx, subject)
            return ("proposal", proposal.words) if proposal and proposal.words else ("", "")
    return "", ""


def bullets(act: Act, gathered: Gathered, *, all_of_them: bool) -> list[Line]:
    """Lines without a number: of notices, or of all; and how many more there are."""
    lines = []
    for one in gathered.entries:
        if not one.asks:
            lines.append(act.line("digest.notice", words=Shown("told", one.label)))
        elif all_of_them:
            lines.append(act.line("digest.asked", words=shown_label(act, one.label)))
    if gathered.more:
        lines.append(act.line("digest.more", n=Shown("number", gathered.more)))
    return lines


def shown_label(act: Act, label: Any) -> Shown:
    if isinstance(label, str):
        return Shown("told", label)
    if "line" in label:
        return Shown("line", act.line(label["line"], **{k: Shown(*v) for k, v in label.get("values", {}).items()}))
    return Shown("label", act.flows[label["flow"]].title or label["flow"])
