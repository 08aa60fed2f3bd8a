"""Questions, who answers for which topic, who was asked, and what was passed on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from engagebot.domain.escalation import Asking, Referent
from engagebot.store.sqlite import Row, Transaction
from engagebot.store.times import moment, seconds

QuestionState = Literal["open", "answered", "withdrawn"]
WEEK = timedelta(days=7)
AskingState = Literal["asked", "nudged", "released", "declined", "handed_over", "answered"]


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    asker: str | None
    """None: erased since."""
    words: str
    topic: str
    """Empty: none."""
    named: bool
    """Whether whoever is asked hears the asker's first name."""
    newcomer: bool
    event: str | None
    """The asker's message."""
    task: str | None
    """What they are stuck with."""
    asked_at: datetime
    clock_at: datetime
    state: QuestionState = "open"
    organisers_at: datetime | None = None
    widened: bool = False
    answered_at: datetime | None = None
    answered_by: str | None = None
    ended_at: datetime | None = None
    keeps: bool | None = None
    """Whether the asker agreed to its being kept for others; None: not asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One person who was asked one question."""

    question: str
    person: str
    state: AskingState
    apprentice: bool
    at: datetime
    message: str
    """Outbox key of the question as they were asked it."""

    @property
    def rung(self) -> Asking:
        """As the ladder sees it; who answered before the question was asked again has had their turn."""
        state = "released" if self.state == "answered" else self.state
        return Asking(self.person, self.at, state, self.apprentice)


@dataclass(frozen=True, slots=True)
class Relay:
    """One message of a person, passed on as one message of the bot."""

    message: str
    """Outbox key."""
    question: str
    from_person: str
    to_person: str
    event: str
    """The message that they wrote."""
    words: str


# ----------------------------------------------------------------------------------------------------------- referents
async def set_referent(tx: Transaction, person: str, topic: str, apprentice: bool, at: datetime) -> None:
    await tx.change("referent_set", person_id=person, topic=topic, apprentice=int(apprentice), at=seconds(at))


async def leave(tx: Transaction, person: str, topic: str) -> None:
    await tx.change("referent_left", person_id=person, topic=topic)


async def topics_of(tx: Transaction, person: str) -> dict[str, bool]:
    """Topic -> whether as an apprentice; {}: they answer for nothing."""
    return {row[0]: bool(row[1]) for row in await tx.rows("referent_topics", person_id=person)}


async def rule_of(tx: Transaction, person: str) -> tuple[int | None, bool]:
    """(cap, resting); cap None: as the settings say."""
    row = await tx.row("referent_rule", person_id=person)
    return (row[0], bool(row[1])) if row else (None, False)


async def set_cap(tx: Transaction, person: str, cap: int | None) -> None:
    await tx.change("referent_cap", person_id=person, cap=cap)


async def rest(tx: Transaction, person: str, resting: bool) -> None:
    await tx.change("referent_rests", person_id=person, resting=int(resting))


@dataclass(frozen=True, slots=True)
class Reach:
    """Beyond what somebody cannot be reached now, and counts as away: as the gate sees it."""

    midnight: datetime
    """When today began."""
    per_day: int
    per_week: int
    unanswered: int


async def referents(tx: Transaction, topic: str, at: datetime, cap: int, reach: Reach) -> list[Referent]:
    """Everybody who answers for `topic`; `cap`: of those who have said nothing else. []: nobody, or no topic."""
    if not topic:
        return []
    return [
        Referent(row[0], bool(row[1]), row[2], row[3] or cap, moment(row[4]), bool(row[5]))
        for row in await tx.rows(
            "referents_of",
            topic=topic,
            at=seconds(at),
            week_ago=seconds(at - WEEK),
            midnight=seconds(reach.midnight),
            per_day=reach.per_day,
            per_week=reach.per_week,
            unanswered=reach.unanswered,
        )
    ]


# ----------------------------------------------------------------------------------------------------------- questions
async def add(tx: Transaction, question: Question) -> None:
    await tx.change(
        "question_add",
        id=question.id,
        asker_id=question.asker,
        words=question.words,
        topic=question.topic,
        named=int(question.named),
        newcomer=int(question.newcomer),
        event_id=question.event,
        task_id=question.task,
        at=seconds(question.asked_at),
    )


async def find(tx: Transaction, question_id: str) -> Question | None:
    row = await tx.row("question", id=question_id)
    return _question(row) if row else None


async def by_event(tx: Transaction, event: str) -> Question | None:
    """What was asked with this message."""
    found: str | None = await tx.value("question_by_event", event_id=event)
    return await find(tx, found) if found else None


async def of(tx: Transaction, asker: str, since: datetime) -> list[Question]:
    """Open ones, and those answered since then; newest first."""
    return await _found(tx, await tx.rows("questions_of", asker_id=asker, since=seconds(since)))


async def asked_since(tx: Transaction, asker: str, since: datetime) -> int:
    """How many they have asked since then, whatever became of them."""
    return int(await tx.value("questions_asked_since", asker_id=asker, since=seconds(since)))


async def asked_last(tx: Transaction, person: str, since: datetime) -> str | None:
    """The question that `person` was asked last, since then; None: none."""
    found: str | None = await tx.value("asked_last", person_id=person, since=seconds(since))
    return found


async def waiting(tx: Transaction, limit: int) -> list[Question]:
    """Those that wait for an answer; oldest first."""
    return await _found(tx, await tx.rows("questions_waiting", limit=limit))


async def waiting_in_all(tx: Transaction) -> int:
    """How many wait for an answer."""
    return int(await tx.value("questions_waiting_in_all"))


async def asked_now(tx: Transaction, person: str) -> list[Question]:
    """Open ones that `person` is asked; oldest first."""
    return await _found(tx, await tx.rows("asked_now", person_id=person))


async def _found(tx: Transaction, rows: Sequence[Row]) -> list[Question]:
    return [question for row in rows if (question := await find(tx, row[0]))]


async def reword(tx: Transaction, question_id: str, words: str) -> None:
    await tx.change("question_words", id=question_id, words=words)


async def with_organisers(tx: Transaction, question_id: str, at: datetime) -> bool:
    """True: they had not heard of it."""
    return bool(await tx.change("question_with_organisers", id=question_id, at=seconds(at)))


async def widen(tx: Transaction, question_id: str) -> None:
    await tx.change("question_widened", id=question_id)


async def answered(tx: Transaction, question_id: str, person: str, at: datetime) -> bool:
    """True: it was open until now."""
    return bool(await tx.change("question_answered", id=question_id, person_id=person, at=seconds(at)))


async def withdraw(tx: Transaction, question_id: str, at: datetime) -> bool:
    """True: it was open until now."""
    return bool(await tx.change("question_withdrawn", id=question_id, at=seconds(at)))


async def ask_again(tx: Transaction, question_id: str, at: datetime) -> None:
    """The clock begins anew, and whoever did not answer may be asked anew."""
    await tx.change("question_again", id=question_id, at=seconds(at))
    await tx.change("askings_over", question_id=question_id)


async def keep(tx: Transaction, question_id: str, keeps: bool) -> None:
    await tx.change("question_keeps", id=question_id, keeps=int(keeps))


async def first_answers(tx: Transaction, topic: str, since: datetime) -> list[timedelta]:
    """How long it took until a human answered, of late."""
    rows = await tx.rows("first_answers", topic=topic, since=seconds(since))
    return [timedelta(seconds=row[0]) for row in rows]


# --------------------------------------------------------------------------------------------------------------- asked
async def ask(tx: Transaction, asked: Asked) -> None:
    await tx.change(
        "asking_add",
        question_id=asked.question,
        person_id=asked.person,
        apprentice=int(asked.apprentice),
        at=seconds(asked.at),
        message_key=asked.message,
    )
    await tx.change("referent_asked", person_id=asked.person, at=seconds(asked.at))


async def asked(tx: Transaction, question_id: str) -> list[Asked]:
    return [_asked(row) for row in await tx.rows("askings", question_id=question_id)]


async def asked_with(tx: Transaction, message: str) -> Asked | None:
    """Who was asked what with this message of the bot."""
    row = await tx.row("asking_by_message", message_key=message)
    return _asked(row) if row else None


async def set_asked(tx: Transaction, question_id: str, people: Iterable[str], state: AskingState) -> None:
    for person in people:
        await tx.change("asking_state", question_id=question_id, person_id=person, state=state)


async def asked_anew(tx: Transaction, question_id: str, person: str, message: str) -> None:
    """They were asked once more, with another message of the bot."""
    await tx.change("asking_state", question_id=question_id, person_id=person, state="nudged")
    await tx.change("asking_message", question_id=question_id, person_id=person, message_key=message)


async def gone_on_with(tx: Transaction, question_id: str, person: str, at: datetime, message: str) -> None:
    """Who answered has it once more."""
    await tx.change("asking_again", question_id=question_id, person_id=person, at=seconds(at), message_key=message)


# --------------------------------------------------------------------------------------------------------------- relay
async def relay(tx: Transaction, one: Relay, at: datetime) -> None:
    await tx.change(
        "relay_add",
        message_key=one.message,
        question_id=one.question,
        from_id=one.from_person,
        to_id=one.to_person,
        event_id=one.event,
        words=one.words,
        at=seconds(at),
    )


async def relays_of(tx: Transaction, event: str) -> list[Relay]:
    """What became of one message."""
    return [Relay(*row) for row in await tx.rows("relays_of_event", event_id=event)]


async def relayed_as(tx: Transaction, message: str) -> Relay | None:
    """Whose words a message of ours was."""
    row = await tx.row("relay", message_key=message)
    return Relay(*row) if row else None


async def relays_from(tx: Transaction, question_id: str, person: str) -> list[Relay]:
    """What `person` had passed on about a question, in their order."""
    return [Relay(*row) for row in await tx.rows("relays_from", question_id=question_id, from_id=person)]


async def relays_to(tx: Transaction, question_id: str, person: str) -> int:
    """How many words about a question reached `person`, and have not been taken back."""
    return int(await tx.value("relays_to", question_id=question_id, to_id=person))


async def reword_relay(tx: Transaction, message: str, words: str) -> None:
    await tx.change("relay_words", message_key=message, words=words)


async def take_back_relay(tx: Transaction, event: str) -> None:
    await tx.change("relay_taken_back", event_id=event)


async def last_helped(tx: Transaction, person: str) -> datetime | None:
    """When they were last asked whether an answer had helped; None: never."""
    found: int | None = await tx.value("last_helped", person_id=person)
    return moment(found)


def _question(row: Row) -> Question:
    return Question(
        row[0],
        row[1],
        row[2],
        row[3],
        bool(row[4]),
        bool(row[5]),
        row[6],
        row[7],
        moment(row[8]),
        moment(row[9]),
        row[10],
        moment(row[11]),
        bool(row[12]),
        moment(row[13]),
        row[14],
        moment(row[15]),
        None if row[16] is None else bool(row[16]),
    )


def _asked(row: Row) -> Asked:
    return Asked(row[0], row[1], row[2], bool(row[3]), moment(row[4]), row[5])
