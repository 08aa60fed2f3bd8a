"""Answers that are kept for others: with the consent of who asked and of who answered, dated, owned, looked at again
after a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from engagebot.actions import ladder
from engagebot.actions.act import Act
from engagebot.actions.answers import cleaned
from engagebot.actions.ladder import QUESTIONS
from engagebot.engine.effects import Prompted, Shown, TimerSet
from engagebot.store import knowledge, people, questions
from engagebot.store.knowledge import Answer
from engagebot.understanding.search_words import search_words


def review_every(act: Act) -> timedelta:
    return timedelta(days=act.settings.answer_review_days)


@dataclass(frozen=True, slots=True)
class Offered: ...


@dataclass(frozen=True, slots=True)
class NotOffered: ...


async def offer_answer(act: Act, *, question: str, keep: bool = False) -> Offered | NotOffered:
    """Who asked has agreed or not; if so, who answered is asked."""
    found = await questions.find(act.tx, question)
    if found is None or found.asker != act.person:
        return NotOffered()
    await questions.keep(act.tx, found.id, keep)
    owner = await people.find(act.tx, found.answered_by) if found.answered_by else None
    if not keep or owner is None:
        return NotOffered()
    said = await questions.relays_from(act.tx, found.id, owner.id)
    if not said:
        return NotOffered()
    slots = {"question": found.id, "words": found.words, "reply": "\n".join(one.words for one in said)}
    until = act.at + timedelta(days=act.settings.prompt_valid_days)
    act.effects.append(Prompted(owner.id, "keep_answer", slots, QUESTIONS, until, subject=found.id))
    return Offered()


@dataclass(frozen=True, slots=True)
class AskedOthers: ...


@dataclass(frozen=True, slots=True)
class NoLonger: ...


async def ask_others(act: Act, *, question: str) -> AskedOthers | NoLonger:
    """The answer did not help: the question is open again, for others than who answered."""
    found = await questions.find(act.tx, question)
    if found is None or found.asker != act.person or found.state != "answered":
        return NoLonger()
    await questions.ask_again(act.tx, found.id, act.at)
    await ladder.go_on(act, found.id)
    return AskedOthers()


@dataclass(frozen=True, slots=True)
class Kept: ...


async def keep_answer(
    act: Act, *, question: str, words: str, reply: str, wording: str | None = None
) -> Kept | NoLonger:
    """Both have agreed. It carries no name of who asked; who answered owns it, and looks at it again in a year."""
    found = await questions.find(act.tx, question)
    person = await people.find(act.tx, act.person)
    if found is None or person is None or not found.keeps:
        return NoLonger()
    at = act.at + review_every(act)
    said = await cleaned(act, wording or reply)
    kept = Answer(found.id, words, said, found.topic, person.locale, act.person, act.at, at)
    if not await knowledge.add(act.tx, kept, asked=search_words(words), said=search_words(said)):
        return NoLonger()
    _review(act, kept.id)
    act.undo = ("remove_answer", {"answer": kept.id})
    return Kept()


def _review(act: Act, answer: str) -> None:
    act.effects.append(TimerSet("review", act.at + review_every(act), answer, each=True, person=""))


async def review_due(act: Act, answer: str) -> None:
    """A year later: is it still right?"""
    found = await knowledge.find(act.tx, answer)
    if found:
        await ask_owner(act, found, "review_answer")
        _review(act, answer)


async def ask_owner(act: Act, answer: Answer, flow: str) -> None:
    """Whether an answer of theirs is still right; the organisers, where nobody owns it any more."""
    words = ladder.shortened(answer.question)
    if answer.owner is None:
        if act.association.organisers_room:
            key = f"review:{answer.id}:{act.at.date().isoformat()}"
            act.tell(
                "organisers.review_answer",
                room=act.association.organisers_room,
                key=key,
                question=Shown("text", words),
                answer=Shown("text", ladder.shortened(answer.answer)),
            )
        return
    until = act.at + timedelta(days=act.settings.prompt_valid_days)
    slots = {"answer": answer.id, "words": words, "reply": answer.answer}
    act.effects.append(Prompted(answer.owner, flow, slots, QUESTIONS, until, subject=answer.id))


@dataclass(frozen=True, slots=True)
class Reviewed: ...


@dataclass(frozen=True, slots=True)
class Removed: ...


async def confirm_answer(act: Act, *, answer: str) -> Reviewed | NoLonger:
    if not await _mine(act, answer) or not await knowledge.reviewed(act.tx, answer, act.at + review_every(act)):
        return NoLonger()
    _review(act, answer)
    return Reviewed()


async def correct_answer(act: Act, *, answer: str, correction: str) -> Reviewed | NoLonger:
    """In its owner's new words, from now on."""
    if not await _mine(act, answer):
        return NoLonger()
    at = act.at + review_every(act)
    said = search_words(correction)
    await knowledge.corrected(act.tx, answer, correction.strip(), act.at, at, said=said)
    _review(act, answer)
    return Reviewed()


async def remove_answer(act: Act, *, answer: str) -> Removed | NoLonger:
    if not await _mine(act, answer) or not await knowledge.removed(act.tx, answer):
        return NoLonger()
    act.effects.append(TimerSet("review", None, answer, each=True, person=""))
    return Removed()


async def _mine(act: Act, answer: str) -> bool:
    found = await knowledge.find(act.tx, answer)
    return found is not None and found.owner == act.person
