"""Who wants to be introduced to others, who is asked whether they want to meet whom, who met, and who must not meet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any, Literal

from engagebot.domain.introductions import Rhythm
from engagebot.store.sqlite import Row, Transaction
from engagebot.store.times import moment, seconds

Kind = Literal["pair", "trio", "welcome"]
State = Literal["asked", "met", "over"]
Answer = Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class Meets:
    """Somebody wants to be introduced to others."""

    person: str
    rhythm: Rhythm
    trios: bool
    """Whether three at a time are welcome."""
    since: datetime
    last_asked_at: datetime | None = None
    """None: never yet."""
    left_over: int = 0
    """Rounds in a row that found nobody for them."""
    unanswered: int = 0
    """Proposals in a row without an answer."""
    stopped_at: datetime | None = None
    """Nothing is proposed any more since then, because so many had no answer; None: not so."""
    wanted_at: datetime | None = None
    """They asked for somebody, and wait; None: they do not."""


@dataclass(frozen=True, slots=True)
class Introduction:
    id: str
    kind: Kind
    asked_at: datetime
    until: datetime
    """So long it can be answered."""
    round: str | None = None
    """None: outside of a round."""
    state: State = "asked"
    met_at: datetime | None = None
    ended_at: datetime | None = None
    """No longer "asked" since; None: it still is."""


@dataclass(frozen=True, slots=True)
class Introduced:
    """One person who is asked in one introduction, and what only they and the bot know."""

    introduction: str
    person: str
    prompt: str
    """Outbox key of the question as they were asked it."""
    reasons: tuple[tuple[str, ...], ...]
    """(kind, value …) each, as this person hears them."""
    answer: Answer | None = None
    answered_at: datetime | None = None
    told: bool = False
    """They have heard "not this time"."""
    talked: Answer | None = None
    """None: they have not said."""
    talked_at: datetime | None = None
    shown: str | None = None
    """Hash of the words that they answered; None: no answer, or not known."""


# ------------------------------------------------------------------------------------------------- who wants to meet
async def meets_of(tx: Transaction, person: str) -> Meets | None:
    """None: they do not want to be introduced to anybody."""
    row = await tx.row("meets", person_id=person)
    return meets_from(row) if row else None


async def opt_in(tx: Transaction, person: str, rhythm: Rhythm, trios: bool, at: datetime) -> None:
    """Also how they change it; ends a stop. When they were last asked, and whether they were left over, stays."""
    await tx.change("meets_in", person_id=person, rhythm=rhythm, trios=int(trios), at=seconds(at))


async def opt_out(tx: Transaction, person: str) -> None:
    """What they are asked at the moment stays, and their blocks do."""
    await tx.change("meets_out", person_id=person)


async def wants(tx: Transaction, person: str, at: datetime | None) -> None:
    """None: they no longer wait for somebody."""
    await tx.change("meets_wants", person_id=person, at=seconds(at) if at else None)


async def asked_now(tx: Transaction, people: Iterable[str], at: datetime) -> None:
    for person in people:
        await tx.change("meets_asked", person_id=person, at=seconds(at))


async def left_over(tx: Transaction, people: Iterable[str]) -> None:
    """One more round found nobody for them. Of many, some hundreds a transaction."""
    for person in people:
        await tx.change("meets_left_over", person_id=person)


async def unanswered(tx: Transaction, person: str) -> int:
    """One more proposal had no answer; how many in a row that makes. 0: they have opted out."""
    await tx.change("meets_unanswered", person_id=person)
    now = await meets_of(tx, person)
    return now.unanswered if now else 0


async def answered(tx: Transaction, person: str) -> None:
    """Whatever the answer was."""
    await tx.change("meets_answered", person_id=person)


async def stop(tx: Transaction, person: str, at: datetime) -> None:
    """Nothing is proposed to them until they say otherwise."""
    await tx.change("meets_stopped", person_id=person, at=seconds(at))


# ------------------------------------------------------------------------------------------------------- introductions
async def begin(tx: Transaction, introduction: Introduction, people: Iterable[Introduced]) -> None:
    """Done twice, it is there once."""
    await tx.change(
        "introduction_add",
        id=introduction.id,
        round_id=introduction.round,
        kind=introduction.kind,
        asked_at=seconds(introduction.asked_at),
        until=seconds(introduction.until),
    )
    for one in people:
        await tx.change(
            "introduced_add",
            introduction_id=introduction.id,
            person_id=one.person,
            prompt_key=one.prompt,
            reasons=json.dumps(one.reasons, ensure_ascii=False),
        )


async def find(tx: Transaction, introduction_id: str) -> Introduction | None:
    row = await tx.row("introduction", id=introduction_id)
    return _introduction(row) if row else None


async def introduced(tx: Transaction, introduction_id: str) -> list[Introduced]:
    """By id of the person. Who was erased is not among them."""
    return [_introduced(row) for row in await tx.rows("introduced_in", introduction_id=introduction_id)]


async def open_of(tx: Transaction, person: str) -> list[Introduction]:
    """Those of theirs that wait for answers, of whomever; oldest first."""
    return [_introduction(row) for row in await tx.rows("introductions_open", person_id=person)]


async def unopened_of(tx: Transaction, person: str) -> list[str]:
    """Ids of those of theirs that are to come about, but whose room is not open yet."""
    return [row[0] for row in await tx.rows("introductions_unopened", person_id=person)]


async def answer(
    tx: Transaction, introduction_id: str, person: str, said: Answer | None, at: datetime, shown: str | None = None
) -> bool:
    """True: it could still be answered. None takes an answer back. `shown`: hash of the words that it answers."""
    answered_at = seconds(at) if said else None
    given = {"introduction_id": introduction_id, "person_id": person, "answer": said, "at": answered_at}
    given["shown"] = shown if said else None
    return bool(await tx.change("introduced_answer", **given))


def hash_of(content: Mapping[str, Any]) -> str:
    """Of the words of a message."""
    return hashlib.sha256(str(content["body"]).encode()).hexdigest()


async def shown(tx: Transaction, introduction_id: str, person: str) -> list[str | None]:
    """Hashes of the words by which they were really asked, latest first; None: those are forgotten."""
    rows = await tx.rows("introduced_shown", introduction_id=introduction_id, person_id=person)
    return [hash_of(json.loads(row[0])) if row[0] else None for row in rows]


async def met(tx: Transaction, introduction_id: str, at: datetime) -> bool:
    """They are brought together. True: it waited for answers until now."""
    when = seconds(at)
    if not await tx.change("introduction_ended", id=introduction_id, state="met", met_at=when, at=when):
        return False
    for one, other in combinations([each.person for each in await introduced(tx, introduction_id)], 2):
        await set_met(tx, one, other, at)
    return True


async def not_met(tx: Transaction, introduction_id: str) -> None:
    """They are not brought together after all: it waits for answers again, as if one had been missing."""
    if await tx.change("introduction_waits_again", id=introduction_id):
        for one, other in combinations([each.person for each in await introduced(tx, introduction_id)], 2):
            a, b = sorted((one, other))
            await tx.change("met_not", a_id=a, b_id=b)


async def over(tx: Transaction, introduction_id: str, at: datetime) -> bool:
    """Nobody is brought together. True: it waited for answers until now."""
    return bool(await tx.change("introduction_ended", id=introduction_id, state="over", met_at=None, at=seconds(at)))


async def told(tx: Transaction, introduction_id: str, person: str) -> bool:
    """True: they had not heard "not this time" until now."""
    return bool(await tx.change("introduced_told", introduction_id=introduction_id, person_id=person))


async def talked(tx: Transaction, introduction_id: str, person: str, said: Answer, at: datetime) -> None:
    given = {"introduction_id": introduction_id, "person_id": person, "talked": said, "at": seconds(at)}
    await tx.change("introduced_talked", **given)


# -------------------------------------------------------------------------------------------- who met, who must not
async def set_met(tx: Transaction, one: str, other: str, at: datetime) -> None:
    """The two were brought together, by the bot or otherwise; in whatever order they are named."""
    a, b = sorted((one, other))
    await tx.change("met_set", a_id=a, b_id=b, at=seconds(at))


async def latest_met_of(tx: Transaction, person: str, since: datetime) -> list[tuple[str, datetime]]:
    """(whom they met, when), after `since`; latest first."""
    rows = await tx.rows("met_by", person_id=person, since=seconds(since))
    return [(row[0], moment(row[1])) for row in rows]


async def block(tx: Transaction, person: str, other: str, at: datetime) -> None:
    """`person` does not want to meet `other`, who never learns of it."""
    await tx.change("block_add", person_id=person, other_id=other, at=seconds(at))


async def unblock(tx: Transaction, person: str, other: str) -> None:
    await tx.change("block_remove", person_id=person, other_id=other)


async def blocked_by(tx: Transaction, person: str) -> list[str]:
    """Whom `person` does not want to meet, in the order of saying so. For `person` only."""
    return [row[0] for row in await tx.rows("blocked_by", person_id=person)]


async def is_blocked(tx: Transaction, one: str, other: str) -> bool:
    """By either of the two."""
    return await tx.value("is_blocked", a_id=one, b_id=other) is not None


async def welcomers(tx: Transaction, at: datetime, since: datetime) -> list[tuple[str, int, datetime | None]]:
    """(person, newcomers of theirs, when the last was given to them or None), of who agreed to welcome newcomers and
    has no break: newcomers whom they are asked about, or whom they met after `since`."""
    rows = await tx.rows("welcomers", at=seconds(at), since=seconds(since))
    return [(row[0], row[1], moment(row[2])) for row in rows]


def meets_from(row: Row) -> Meets:
    """Of the columns of `meets`, in their order."""
    person, rhythm, trios, since, asked, left, silent, stopped, wanted = row
    times = moment(stopped), moment(wanted)
    return Meets(person, rhythm, bool(trios), moment(since), moment(asked), left, silent, *times)


def _introduction(row: Row) -> Introduction:
    id_, round_id, kind, asked, until, state, met_at, ended = row
    return Introduction(id_, kind, moment(asked), moment(until), round_id, state, moment(met_at), moment(ended))


def _introduced(row: Row) -> Introduced:
    introduction_id, person, prompt, reasons, said, said_at, heard, talk, talked_at, shown = row
    why = tuple(tuple(reason) for reason in json.loads(reasons))
    return Introduced(
        introduction_id, person, prompt, why, said, moment(said_at), bool(heard), talk, moment(talked_at), shown
    )
