"""Whose questions somebody is spared, and whose are put to nobody: a word of whoever is asked, and what organisers make
of it. Nobody learns who asked; whoever asked learns nothing, unless organisers decide that nobody is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engagebot.actions import ladder
from engagebot.actions.act import Act
from engagebot.actions.cards import show_card
from engagebot.actions.ladder import TALK
from engagebot.engine.effects import Shown, TimerSet
from engagebot.engine.model import Value
from engagebot.store import conversations, proposals, questions, spared
from engagebot.store.questions import Question

BAR, LET = "🚫", "✅"
REVIEW: Literal["review"] = "review"
"""Kind of the card by which organisers decide; its subject is a question of whoever it is about."""


@dataclass(frozen=True, slots=True)
class Spared:
    words: str


@dataclass(frozen=True, slots=True)
class WhoseQuestion:
    asked: Value


@dataclass(frozen=True, slots=True)
class AskedByAll:
    """They are asked everybody's questions again."""


async def of_whoever_asked(act: Act) -> Spared | WhoseQuestion | None:
    """No more questions of whoever asked the one that they have now, or had last; None: they were asked none lately."""
    now = [one for one in await questions.asked_now(act.tx, act.person) if one.asker]
    if len({one.asker for one in now}) > 1:
        return WhoseQuestion({one.id: ladder.named(one) for one in now})
    last = await questions.asked_last(act.tx, act.person, act.at - TALK)
    question = now[0] if now else await questions.find(act.tx, last) if last else None
    return await _spare(act, question) if question and question.asker else None


async def spare_chosen(act: Act, *, whose: str) -> Spared | AskedByAll:
    question = await questions.find(act.tx, whose)
    return await _spare(act, question) if question and question.asker else AskedByAll()


async def _spare(act: Act, question: Question) -> Spared:
    assert question.asker
    await spared.spare(act.tx, act.person, question.asker, question.id, act.at)
    for one in await questions.asked_now(act.tx, act.person):
        if one.asker == question.asker:
            for flow in ladder.ROUTED:
                await conversations.settled(act.tx, flow, one.id, act.person)
            await ladder.declined(act, one, act.person)
    act.undo = ("ask_me_again", {"question": question.id})
    await review(act, question.asker)
    return Spared(ladder.shortened(question.words))


async def ask_me_again(act: Act, *, question: str) -> AskedByAll:
    """Taken back, within minutes."""
    found = await questions.find(act.tx, question)
    if found and found.asker:
        subject = await _subject(act, found.asker)
        await spared.again(act.tx, act.person, found.asker)
        await review(act, found.asker, subject)
    return AskedByAll()


async def asked_by_all(act: Act) -> AskedByAll | None:
    """None: they were asked everybody's questions already."""
    before = await spared.of(act.tx, act.person)
    for other, _ in before:
        subject = await _subject(act, other)
        await spared.again(act.tx, act.person, other)
        await review(act, other, subject)
    return AskedByAll() if before else None


# ----------------------------------------------------------------------------------------------------------- organisers
async def _subject(act: Act, asker: str) -> str | None:
    """The question by which organisers see them; None: there is none."""
    return await spared.about(act.tx, asker)


async def review(act: Act, asker: str, subject: str | None = None) -> None:
    """What organisers see: the question, how many do not want more, and what they can do; never who."""
    subject = subject or await _subject(act, asker)
    question = await questions.find(act.tx, subject) if subject else None
    if question is None or not act.association.organisers_room:
        return
    count = len(await spared.from_(act.tx, asker))
    barred = await spared.barred(act.tx, asker)
    words = Shown("passed_on", question.words)
    if not question.words or not (count or barred):
        lines = [act.line("review.over")]
    elif barred:
        lines = [act.line("review.barred", words=words)]
    else:
        lines = [act.line("review.asked", words=words, count=Shown("number", count)), act.line("review.how")]
    show_card(act, REVIEW, question.id, act.association.organisers_room, lines, buttons=(BAR, LET))


async def decided(act: Act, subject: str, emoji: str) -> None:
    """An organiser reacts to what is shown of somebody."""
    question = await questions.find(act.tx, subject)
    if question is None or not question.asker or not await act.is_organiser():
        return
    contact = Shown("text", act.association.contact_name)
    reach = Shown("text", act.association.contact)
    if emoji[:1] == BAR and await spared.bar(act.tx, question.asker, act.at):
        for one in await questions.of(act.tx, question.asker, act.at):
            await ladder.withdrawn(act, one)
        act.tell("review.told_barred", person=question.asker, contact=contact, reach=reach)
    elif emoji[:1] == LET and await spared.bar_no_more(act.tx, question.asker):
        act.tell("review.told_let", person=question.asker)
    await review(act, question.asker, subject)


async def over(act: Act, question_id: str) -> None:
    """Whoever asked it is erased: what organisers see of it says so."""
    question = await questions.find(act.tx, question_id)
    if question and not question.asker and await proposals.cards(act.tx, REVIEW, question_id):
        lines = [act.line("review.over")]
        show_card(act, REVIEW, question_id, act.association.organisers_room, lines)


async def forget_erased(act: Act) -> None:
    """Whoever acts is about to be erased: as soon as they are, what organisers see of their question says no more."""
    if subject := await _subject(act, act.person):
        act.effects.append(TimerSet("question", act.at, subject, each=True, person=""))
