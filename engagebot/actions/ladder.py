"""A question on its way: who is asked it next, and what those who no longer need to answer see. The rules are those of
`domain/escalation`; here they are carried out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Literal

from engagebot.actions.act import Act
from engagebot.actions.cards import show_card
from engagebot.actions.welcome import CONTACT
from engagebot.domain import escalation
from engagebot.domain.escalation import Referent, Rules, Step
from engagebot.domain.relaying import without_ids
from engagebot.engine import show
from engagebot.engine.effects import Prompted, Revised, Shown, TimerSet
from engagebot.engine.model import Value
from engagebot.engine.show import LONGEST_SHOWN
from engagebot.store import conversations, people, questions, spared
from engagebot.store.questions import Asked, Question, Reach

QUESTIONS = "questions"
"""Purpose of consent: being asked other people's questions. Who becomes a referent gives it."""
ROUTED = ("routed_question", "routed_nudge", "named_question", "stuck_question")
"""Flows that put a question to somebody who may answer it."""
TALK = timedelta(days=7)
"""So long after an answer its question can be gone on with."""
WAITS = timedelta(days=365)
"""So long whoever asks can say what becomes of a question without an answer."""
Spared = Literal["passed_on", "answered", "withdrawn"]
"""Why somebody need not answer any more."""


def rules(act: Act) -> Rules:
    s = act.settings
    return Rules(
        apprentice_first=timedelta(hours=s.apprentice_first_hours),
        nudge=timedelta(hours=s.question_nudge_hours),
        next=timedelta(hours=s.question_next_hours),
        rest=timedelta(hours=s.question_rest_hours),
        organisers=timedelta(hours=s.question_organisers_hours),
        recheck=timedelta(hours=s.question_recheck_hours),
        newcomer_part=s.newcomer_question_part,
    )


def shortened(words: str) -> str:
    """On one line, where a question is only named."""
    return show.shortened(" ".join(words.split()), LONGEST_SHOWN)


def named(question: Question) -> Value:
    """A question to choose, by its number or by its words."""
    words = shortened(question.words)
    return {"line": "my_questions.words", "values": {"words": ["text", words]}, "words": [words]}


async def first_name(act: Act, person: str | None) -> str:
    """Empty: they have none. Never anything like an id: some people have no name but that."""
    found = await people.find(act.tx, person) if person else None
    return without_ids(found.name, {}) if found else ""


async def asker_name(act: Act, question: Question) -> str:
    """Empty: they are not named, or gone."""
    return await first_name(act, question.asker) if question.named else ""


async def referents(act: Act, topic: str) -> list[Referent]:
    """As they are now; who could not be reached before tomorrow counts as away, so that somebody else is asked."""
    s = act.settings
    midnight = datetime.combine(act.at.astimezone(act.calendar.zone), time(), act.calendar.zone)
    reach = Reach(midnight, s.budget_per_day, s.budget_per_week, s.unanswered_limit)
    return await questions.referents(act.tx, topic, act.at, s.referent_cap, reach)


async def succession(act: Act, topic: str) -> None:
    """A topic with one referent and nobody who learns, or with none: the organisers hear of the topic, once a quarter,
    never of the person."""
    there = await referents(act, topic)
    left = [one for one in there if not one.apprentice]
    if len(left) > 1 or (left and len(there) > 1) or not act.association.organisers_room:
        return
    quarter = f"{act.at:%Y}-{(act.at.month - 1) // 3 + 1}"
    act.tell(
        "organisers.one_referent" if left else "organisers.no_referent",
        room=act.association.organisers_room,
        key=f"referents:{len(left)}:{topic}:{quarter}",
        topic=Shown("topic", topic),
    )


# ------------------------------------------------------------------------------------------------------------- onwards
async def go_on(act: Act, question_id: str) -> Step:
    """Do whatever is due for this question now, and set the clock for what is due next."""
    question = await questions.find(act.tx, question_id)
    if question and question.state == "withdrawn":
        await spare_others(act, question, "withdrawn")
        await refresh(act, question.id)
    if question is None or question.state != "open":
        await _set_clock(act, question_id, Step())
        return Step()
    if question.organisers_at:
        return await _still_waiting(act, question)
    asked = await questions.asked(act.tx, question.id)
    unwilling = await spared.from_(act.tx, question.asker) if question.asker else []
    here = [one for one in await referents(act, question.topic) if one.person not in unwilling]
    step = escalation.step(_on_ladder(question), [one.rung for one in asked], here, act.at, act.calendar, rules(act))
    for person in step.ask:
        apprentice = next((one.apprentice for one in here if one.person == person), False)
        await put(act, question, person, apprentice=apprentice)
    for person in step.nudge:
        await _nudge(act, question, person, QUESTIONS if any(one.person == person for one in here) else CONTACT)
    await _spare(act, question, step.release, "released", "passed_on")
    if step.organisers:
        return await _tell_organisers(act, question)
    await _set_clock(act, question.id, step)
    return step


def _on_ladder(question: Question) -> escalation.Question:
    return escalation.Question(question.clock_at, question.newcomer, question.asker or "")


async def _set_clock(act: Act, question_id: str, step: Step) -> None:
    act.effects.append(TimerSet("question", step.next_at, question_id, each=True, person=""))


async def put(
    act: Act,
    question: Question,
    person: str,
    *,
    flow: str = "routed_question",
    apprentice: bool = False,
    purpose: str = QUESTIONS,
) -> None:
    """Ask `person`; the gate decides when they read it."""
    key = f"ask:{question.id}:{question.clock_at.timestamp():.0f}:{person}"
    until = act.at + timedelta(days=act.settings.prompt_valid_days)
    slots = await slots_of(act, question)
    act.effects.append(Prompted(person, flow, slots, purpose, until, key, "questions", question.id))
    await questions.ask(act.tx, Asked(question.id, person, "asked", apprentice, act.at, key))


async def slots_of(act: Act, question: Question) -> dict[str, Value]:
    return {
        "question": question.id,
        "asker": await asker_name(act, question),
        "words": question.words,
        "topic": question.topic,
    }


async def _nudge(act: Act, question: Question, person: str, purpose: str) -> None:
    for flow in ROUTED:
        await conversations.settled(act.tx, flow, question.id, person)
    key = f"nudge:{question.id}:{question.clock_at.timestamp():.0f}:{person}"
    until = act.at + timedelta(days=act.settings.prompt_valid_days)
    slots = {**await slots_of(act, question), "words": shortened(question.words)}
    act.effects.append(Prompted(person, "routed_nudge", slots, purpose, until, key, "questions", question.id))
    await questions.asked_anew(act.tx, question.id, person, key)


async def _spare(
    act: Act, question: Question, persons: tuple[str, ...], state: questions.AskingState, sentence: Spared
) -> None:
    """These need not answer any more: what they were asked says so from now on, and thanks them."""
    asked = {one.person: one for one in await questions.asked(act.tx, question.id)}
    for person in persons:
        for flow in ROUTED:
            await conversations.settled(act.tx, flow, question.id, person)
        line = act.line(f"routed_question.{sentence}", words=Shown("text", shortened(question.words)))
        if not question.words:  # whoever asked is erased
            line = act.line("question_card.withdrawn")
        act.effects.append(Revised(asked[person].message, person, line.text, line.values, gone=True))
    await questions.set_asked(act.tx, question.id, persons, state)


async def spare_others(act: Act, question: Question, sentence: Spared) -> None:
    """Everybody who still has it."""
    asked = await questions.asked(act.tx, question.id)
    left = tuple(one.person for one in asked if one.state in ("asked", "nudged"))
    await _spare(act, question, left, "released", sentence)


async def declined(act: Act, question: Question, person: str) -> None:
    """Not they, or not now: the next one is asked at once, by the same clock."""
    await questions.set_asked(act.tx, question.id, [person], "declined")
    await go_on(act, question.id)


async def hand_over(act: Act, person: str, topics: Collection[str] | None = None) -> int:
    """They have a break, or answer for these topics no more: what they were asked goes to others, at once. -> how
    many."""
    held = [q for q in await questions.asked_now(act.tx, person) if topics is None or q.topic in topics]
    for question in held:
        await _spare(act, question, (person,), "handed_over", "passed_on")
        await go_on(act, question.id)
    return len(held)


# ---------------------------------------------------------------------------------------------------------- organisers
async def _tell_organisers(act: Act, question: Question) -> Step:
    """They see what waits, never who was silent."""
    await questions.with_organisers(act.tx, question.id, act.at)
    await show_question(act, question)
    contact = act.association.contact
    if not act.association.organisers_room and reachable(act, question.asker):
        if await people.find(act.tx, contact):
            await put(act, question, contact, purpose="reply")
        else:
            words = Shown("passed_on", question.words)
            act.tell("question_card.for_the_contact", person=contact, key=f"contact:{question.id}", words=words)
    return await _still_waiting(act, question)


def reachable(act: Act, asker: str | None) -> bool:
    """Whether the bot can pass a question on to the association itself."""
    contact = act.association.contact
    return bool(act.association.organisers_room) or (contact.startswith("@") and contact != asker)


async def _still_waiting(act: Act, question: Question) -> Step:
    """After five days whoever asks chooses: wait, ask more people, leave it; before that they are left in peace."""
    due = escalation.rungs(_on_ladder(question), act.calendar, rules(act)).organisers
    if act.at < due:
        step = Step(next_at=due)
    else:
        step = Step()
        if question.asker and not question.widened:
            until = act.at + WAITS  # settled when the question is
            slots = {"question": question.id, "words": shortened(question.words)}
            key = f"waits:{question.id}:{question.clock_at.timestamp():.0f}"
            act.effects.append(Prompted(question.asker, "still_waiting", slots, "reply", until, key))
    await _set_clock(act, question.id, step)
    return step


async def show_question(act: Act, question: Question, *, widened: bool = False) -> None:
    """In the organisers' room, or (`widened`) in the common one: without the name of who asks. A reply there is an
    answer."""
    room = act.association.tasks_room if widened else act.association.organisers_room
    if not room:
        return
    words, topic = Shown("passed_on", question.words), Shown("topic", question.topic)
    if question.state == "withdrawn":
        lines = [act.line("question_card.withdrawn")]
    else:
        lines = [
            act.line("question_card.asked_about" if question.topic else "question_card.asked", words=words, topic=topic)
        ]
        lines.append(act.line("question_card.answered" if question.state == "answered" else "question_card.how"))
    show_card(act, "question", question.id, room, lines)


async def refresh(act: Act, question_id: str) -> None:
    """What shows the question in a room says what is so now."""
    question = await questions.find(act.tx, question_id)
    if question and question.organisers_at:
        await show_question(act, question)
    if question and question.widened:
        await show_question(act, question, widened=True)


async def question_due(act: Act, question_id: str) -> None:
    """A question goes on to whoever is next, counted from when it was asked."""
    await go_on(act, question_id)


# ---------------------------------------------------------------------------------------------------------- no longer
async def withdrawn(act: Act, question: Question) -> bool:
    """Nobody needs to answer it any more. False: it was not open."""
    if not await questions.withdraw(act.tx, question.id, act.at):
        return False
    await spare_others(act, question, "withdrawn")
    await conversations.settled(act.tx, "still_waiting", question.id)
    await _set_clock(act, question.id, Step())
    await refresh(act, question.id)
    return True


async def forget(act: Act) -> None:
    """Whoever acts has left: what they asked needs no answer, what they were asked goes to others, and nothing brings
    the bot back to them by itself. Who comes back as a referent finds that they have a break, and ends it in a word."""
    for question in await questions.of(act.tx, act.person, act.at - TALK):
        await withdrawn(act, question)
        act.effects.append(TimerSet("helped", None, question.id, each=True, person=act.person))
    if await questions.topics_of(act.tx, act.person):
        await questions.rest(act.tx, act.person, True)
    await hand_over(act, act.person)


async def forget_erased(act: Act) -> None:
    """Whoever acts is about to be erased, and nothing is said in their name any more: as soon as they are, their
    questions are looked at again, and those they were asked."""
    for question in (*await questions.of(act.tx, act.person, act.at), *await questions.asked_now(act.tx, act.person)):
        act.effects.append(TimerSet("question", act.at, question.id, each=True, person=""))
