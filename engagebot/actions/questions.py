"""Asking: in one's own words, known answers first, then the people who answer for the topic; and what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from engagebot.actions import ladder
from engagebot.actions.act import Act
from engagebot.actions.answers import cleaned
from engagebot.actions.kept_answers import ask_owner
from engagebot.actions.tasks import rules
from engagebot.domain.escalation import usual_delay
from engagebot.domain.tasks import is_newcomer
from engagebot.engine.effects import Line, Shown
from engagebot.engine.model import Value
from engagebot.store import knowledge, people, questions, spared
from engagebot.store.questions import Question
from engagebot.understanding import closing_words, question_words, topic_words
from engagebot.understanding.search_words import much_alike, search_words

ASK = "ask"
"""Among known answers: none of them, ask somebody."""
MOST_LISTED = 6
DAY = timedelta(days=1)
USUAL_OVER = timedelta(days=365)
"""What delay is usual is told from the answers of so long."""


def entries(act: Act) -> list[tuple[str, Sequence[str]]]:
    """Topics of the association, with the words they go by."""
    return [(entry.id, (entry.id, *entry.words)) for entry in act.association.topics]


def topic_choice(act: Act, topic: str) -> Value:
    entry = act.association.entry("topics", topic)
    return {"line": "ask_question.topic", "values": {"topic": ["topic", topic]}, "words": list(entry.words)}


# --------------------------------------------------------------------------------------------------------------- asking
@dataclass(frozen=True, slots=True)
class Said:
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class NothingYet: ...


@dataclass(frozen=True, slots=True)
class HasEnough:
    most: int


@dataclass(frozen=True, slots=True)
class AskedMuch:
    most: int


@dataclass(frozen=True, slots=True)
class Barred:
    """Organisers decided that nobody is asked their questions."""

    contact: str
    reach: str


async def read_question(
    act: Act, *, said: str = "", began: str = ""
) -> Said | NothingYet | HasEnough | AskedMuch | Barred:
    """Whether the message that `began` this holds the question already. `source`: the message that asks, whose edits
    follow the question. So many may be open at a time, and asked in a day, that everybody's turn comes."""
    if await spared.barred(act.tx, act.person):
        return Barred(act.association.contact_name, act.association.contact)
    if await questions.asked_since(act.tx, act.person, act.at - DAY) >= act.settings.questions_a_day:
        return AskedMuch(act.settings.questions_a_day)
    most = act.settings.questions_at_once
    if len([one for one in await questions.of(act.tx, act.person, act.at) if one.state == "open"]) >= most:
        return HasEnough(most)
    words = question_words.question(said) if said else None
    return Said(words, began) if words else NothingYet()


@dataclass(frozen=True, slots=True)
class AskedAlready:
    earlier: str
    source: str


@dataclass(frozen=True, slots=True)
class New:
    source: str


async def much_like_another(act: Act, *, words: str, source: str = "") -> AskedAlready | New:
    """Whether an open question of theirs asks nearly the same."""
    asked = search_words(words)
    for one in await questions.of(act.tx, act.person, act.at):
        if one.state == "open" and much_alike(asked, search_words(one.words)):
            return AskedAlready(ladder.shortened(one.words), source or act.message)
    return New(source or act.message)


@dataclass(frozen=True, slots=True)
class Ours: ...


@dataclass(frozen=True, slots=True)
class Other: ...


async def about_our_topics(act: Act, *, said: str) -> Ours | Other:
    """Whether words that nothing else took name a topic that people here answer for."""
    return Ours() if topic_words.topics(said, entries(act)) else Other()


@dataclass(frozen=True, slots=True)
class Similar:
    answers: Value
    source: str


@dataclass(frozen=True, slots=True)
class NothingSimilar:
    source: str


async def search_answers(act: Act, *, words: str, source: str = "") -> Similar | NothingSimilar:
    """The best three answers that others got to a question like this one; "no, ask somebody" is always there."""
    found = await knowledge.search(act.tx, search_words(words))
    if not found:
        return NothingSimilar(source or act.message)
    offers: dict[str, Value] = {
        one.id: {
            "line": "ask_question.similar",
            "values": {"words": ["text", ladder.shortened(one.question)]},
            "words": [one.question],
        }
        for one in found
    }
    return Similar({**offers, ASK: {"line": "ask_question.ask_somebody"}}, source or act.message)


@dataclass(frozen=True, slots=True)
class Shows:
    found: list[Line]


@dataclass(frozen=True, slots=True)
class AsksSomebody: ...


async def show_answer(act: Act, *, known: str) -> Shows | AsksSomebody:
    """What was answered, and when: it may have changed since."""
    one = await knowledge.find(act.tx, known) if known != ASK else None
    if one is None:
        return AsksSomebody()
    answered = Shown("moment", int(one.answered_at.timestamp()))
    return Shows(
        [
            act.line("ask_question.answer", words=Shown("passed_on", one.answer)),
            act.line("ask_question.dated", date=answered),
        ]
    )


@dataclass(frozen=True, slots=True)
class Told: ...


async def doubt_answer(act: Act, *, known: str) -> Told:
    """Somebody finds that it is no longer so: whoever gave it is asked."""
    one = await knowledge.find(act.tx, known)
    if one:
        await ask_owner(act, one, "doubted_answer")
    return Told()


@dataclass(frozen=True, slots=True)
class Guessed:
    guess: str
    topics: Value


@dataclass(frozen=True, slots=True)
class Unsure:
    topics: Value


@dataclass(frozen=True, slots=True)
class NoTopics: ...


async def guess_topic(act: Act, *, words: str) -> Guessed | Unsure | NoTopics:
    """From the words, to be confirmed; else all of them, the likeliest first."""
    if not act.association.topics:
        return NoTopics()
    likely = topic_words.topics(words, entries(act))
    every = _likeliest_first(act, likely)
    return Guessed(likely[0], every.topics) if len(likely) == 1 else every


async def all_topics(act: Act, *, words: str) -> Unsure:
    return _likeliest_first(act, topic_words.topics(words, entries(act)))


def _likeliest_first(act: Act, likely: Sequence[str]) -> Unsure:
    ids = dict.fromkeys((*likely, *(entry.id for entry in act.association.topics)))
    return Unsure({topic: topic_choice(act, topic) for topic in ids})


@dataclass(frozen=True, slots=True)
class Sent:
    receipt: list[Line]


async def send_question(
    act: Act,
    *,
    words: str,
    source: str = "",
    topic: str | None = None,
    guess: str | None = None,
    right: bool = False,
    named: bool = True,
) -> Sent:
    """The question is on its way; the receipt promises nothing."""
    person = await people.find(act.tx, act.person)
    began = person.onboarded_at if person else None
    newcomer = is_newcomer(began, act.at, rules(act))
    about = topic or (guess if right else None) or ""
    question = Question(
        act.new_id(),
        act.person,
        await cleaned(act, words),
        about,
        named,
        newcomer,
        source or act.event_id,
        None,
        act.at,
        act.at,
    )
    return Sent(await ask(act, question))


async def ask(act: Act, question: Question) -> list[Line]:
    """-> what is true of it now: how many people answer for the topic, when they read it, what delay is usual."""
    await questions.add(act.tx, question)
    act.undo = ("withdraw_question", {"question": question.id})
    there = [one for one in await ladder.referents(act, question.topic) if one.person != act.person]
    step = await ladder.go_on(act, question.id)
    if there:
        await ladder.succession(act, question.topic)
    if not there and not ladder.reachable(act, act.person):
        name, reach = Shown("text", act.association.contact_name), Shown("text", act.association.contact)
        return [act.line("ask_question.elsewhere", contact=name, reach=reach)]
    if not there:
        return [act.line("ask_question.no_referent" if question.topic else "ask_question.no_topic")]
    count = Shown("number", len(there))
    receipt = [act.line("ask_question.one_referent" if len(there) == 1 else "ask_question.referents", count=count)]
    if not step.ask and not act.calendar.awake(act.at):
        receipt.append(act.line("ask_question.asleep"))
    elif not step.ask:
        receipt.append(act.line("ask_question.all_busy"))
    if usual := usual_delay(await questions.first_answers(act.tx, question.topic, act.at - USUAL_OVER)):
        minutes = max(10, round(usual.total_seconds() / 600) * 10)
        receipt.append(act.line("ask_question.usual", delay=Shown("duration", minutes)))
    else:
        receipt.append(act.line("ask_question.no_promise"))
    return receipt


# ------------------------------------------------------------------------------------------------------- one's own ones
@dataclass(frozen=True, slots=True)
class Listed:
    mine: list[Line]


@dataclass(frozen=True, slots=True)
class Unneeded:
    waiting: Value


@dataclass(frozen=True, slots=True)
class Nothing: ...


async def my_questions(act: Act, *, said: str = "") -> Listed | Unneeded | Nothing:
    """What one has asked, and what one is asked; or, when they say that no answer is needed any more, which."""
    asked = await questions.of(act.tx, act.person, act.at - ladder.TALK)
    waiting = [one for one in asked if one.state == "open"]
    if closing_words.unneeded(said) and waiting:
        return Unneeded({one.id: ladder.named(one) for one in waiting})
    lines = [_line(act, one) for one in asked[:MOST_LISTED]]
    if len(asked) > MOST_LISTED:
        lines.append(act.line("my_questions.older", count=Shown("number", len(asked) - MOST_LISTED)))
    put = await questions.asked_now(act.tx, act.person)
    lines += [act.line("my_questions.put_to_you", words=_words(one)) for one in put[:MOST_LISTED]]
    return Listed(lines) if lines else Nothing()


def _words(question: Question) -> Shown:
    return Shown("text", ladder.shortened(question.words))


def _line(act: Act, question: Question) -> Line:
    """Where it is; never who was asked."""
    if question.state == "answered":
        return act.line("my_questions.answered", words=_words(question))
    state = "with_organisers" if question.organisers_at else "on_its_way"
    return act.line(f"my_questions.{state}", words=_words(question))


@dataclass(frozen=True, slots=True)
class One:
    question: str


@dataclass(frozen=True, slots=True)
class Several:
    waiting: Value


async def only_one(act: Act, *, waiting: Value) -> One | Several:
    return One(next(iter(waiting))) if len(waiting) == 1 else Several(waiting)


@dataclass(frozen=True, slots=True)
class Withdrawn: ...


@dataclass(frozen=True, slots=True)
class NoLonger: ...


async def withdraw_question(act: Act, *, question: str) -> Withdrawn | NoLonger:
    """Whoever was asked it sees that no answer is needed."""
    found = await questions.find(act.tx, question)
    if found is None or found.asker != act.person or not await ladder.withdrawn(act, found):
        return NoLonger()
    return Withdrawn()


# -------------------------------------------------------------------------------------------------------- organisers
@dataclass(frozen=True, slots=True)
class Waiting:
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class NoneWaiting: ...


@dataclass(frozen=True, slots=True)
class NotForYou: ...


async def waiting_questions(act: Act) -> Waiting | NoneWaiting | NotForYou:
    """For organisers: what waits and for how long; never who asked, nor who was silent."""
    if not await act.is_organiser():
        return NotForYou()
    there = await questions.waiting(act.tx, MOST_LISTED)
    if not there:
        return NoneWaiting()
    lines = []
    for one in there:
        name = "with_topic" if one.topic else "without_topic"
        lines.append(
            act.line(
                f"waiting_questions.{name}",
                words=_words(one),
                topic=Shown("topic", one.topic),
                at=Shown("moment", int(one.clock_at.timestamp())),
            )
        )
    if more := await questions.waiting_in_all(act.tx) - len(there):
        lines.append(act.line("waiting_questions.newer", count=Shown("number", more)))
    return Waiting(lines)
