"""Tasks, who took them, who could; ids are made from what caused them, so that doing it again makes the same."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from engagebot.domain.matching import place_key
from engagebot.domain.tasks import Claim, State, Task
from engagebot.store.sqlite import Row, Transaction
from engagebot.store.times import moment, seconds


@dataclass(frozen=True, slots=True)
class Could:
    """Somebody could, if …"""

    task: str
    person: str
    condition: Literal["company", "shown", "later", "words"]
    words: str
    said_at: datetime
    asked_at: datetime | None
    """None: they have not been asked again yet."""


def new_id(cause: str, n: int = 0) -> str:
    """Short, and the same for the same `cause` (an event's id, or a line of a file) and number."""
    return base64.b32encode(hashlib.sha256(f"{cause}:{n}".encode()).digest()).decode().lower()[:12]


# --------------------------------------------------------------------------------------------------------------- tasks
async def add(tx: Transaction, task: Task, at: datetime, *, opened: bool) -> None:
    """Write `task` down, once; `opened`: it can be taken at once, else it waits for two to agree."""
    added = await tx.change(
        "task_add",
        **_columns(task),
        author_id=task.author,
        state="open" if opened else "proposed",
        at=seconds(at),
        opened_at=seconds(at) if opened else None,
    )
    if added:
        await _set_words(tx, task)


async def change(tx: Transaction, task: Task) -> None:
    """Everything of it that can be edited becomes what `task` says."""
    await tx.change("task_change", **_columns(task))
    await tx.change("task_skills_clear", task_id=task.id)
    await tx.change("task_interests_clear", task_id=task.id)
    await _set_words(tx, task)
    await tx.change("task_recount", id=task.id)


async def _set_words(tx: Transaction, task: Task) -> None:
    for skill in task.skills:
        await tx.change("task_skill_add", task_id=task.id, skill=skill)
    for interest in task.interests:
        await tx.change("task_interest_add", task_id=task.id, interest=interest)


def _columns(task: Task) -> dict[str, object]:
    return {
        "id": task.id,
        "title": task.title,
        "description": task.description,
        "purpose": task.purpose,
        "effort": task.effort,
        "minutes": task.minutes,
        "least_minutes": task.least_minutes,
        "people": task.people,
        "place": task.place,
        "place_key": place_key(task.place),
        "topic": task.topic,
        "horizon": task.horizon,
        "contact_id": task.contact,
        "link": task.link,
    }


async def find(tx: Transaction, task_id: str) -> Task | None:
    row = await tx.row("task", id=task_id)
    if row is None:
        return None
    skills = tuple(skill for (skill,) in await tx.rows("task_skills", task_id=task_id))
    interests = tuple(interest for (interest,) in await tx.rows("task_interests", task_id=task_id))
    return replace(_task(row), skills=skills, interests=interests)


async def found(tx: Transaction, rows: list[Row]) -> list[Task]:
    """The tasks whose ids are the first column of `rows`, in that order."""
    return [task for row in rows if (task := await find(tx, row[0]))]


async def of_state(tx: Transaction, state: State, limit: int) -> list[Task]:
    """Open ones: wanted soon first, then longest waiting. Done ones: latest first."""
    return await found(tx, await tx.rows("tasks_of_state", state=state, limit=limit))


async def open_tasks(tx: Transaction, limit: int) -> list[Task]:
    return await of_state(tx, "open", limit)


async def begun(tx: Transaction, limit: int) -> list[Task]:
    """Open ones that somebody has taken."""
    return await found(tx, await tx.rows("tasks_begun", limit=limit))


async def free(tx: Transaction, limit: int, topic: str = "", place: str = "", horizon: str = "") -> list[Task]:
    """Open ones with a place left; '' lets everything pass."""
    return await found(tx, await tx.rows("tasks_free", topic=topic, place=place, horizon=horizon, limit=limit))


async def places(tx: Transaction) -> list[str]:
    """Where open tasks are, most frequent first."""
    return [row[0] for row in await tx.rows("task_places")]


async def topics(tx: Transaction) -> list[str]:
    return [row[0] for row in await tx.rows("task_topics")]


async def looked_after(tx: Transaction, person: str | None, limit: int) -> list[Task]:
    """Tasks still to be done that `person` proposed or is the contact of, latest first; None: everybody's."""
    if person is None:
        return await found(tx, await tx.rows("tasks_to_change", limit=limit))
    return await found(tx, await tx.rows("tasks_of_contact", person_id=person, limit=limit))


async def titled(tx: Transaction, title: str) -> list[str]:
    """Ids of tasks still to be done with this title."""
    return [row[0] for row in await tx.rows("task_titles", title=title)]


async def opened(tx: Transaction, task_id: str, at: datetime) -> bool:
    """True: it was a proposal until now."""
    return bool(await tx.change("task_opened", id=task_id, at=seconds(at)))


async def closed(tx: Transaction, task_id: str, state: Literal["done", "withdrawn"], at: datetime) -> bool:
    """True: it was to be done until now."""
    return bool(await tx.change("task_closed", id=task_id, state=state, at=seconds(at)))


async def reopened(tx: Transaction, task_id: str) -> None:
    await tx.change("task_reopened", id=task_id)


async def hand_over(tx: Transaction, task_id: str, words: str) -> None:
    """What the next one will read; replaces what was there."""
    await tx.change("task_handover", id=task_id, words=words)


async def doers(tx: Transaction, topic: str) -> tuple[int, int]:
    """(tasks of the topic that were ever handled, by how many people)."""
    row = await tx.row("topic_doers", topic=topic)
    return (row[0], row[1]) if row else (0, 0)


# -------------------------------------------------------------------------------------------------------------- claims
async def take(
    tx: Transaction, claim_id: str, task_id: str, person: str, at: datetime, reaction: str | None = None
) -> bool:
    """False: there is no place left, or it is theirs already."""
    taken = await tx.change(
        "claim_add", id=claim_id, task_id=task_id, person_id=person, at=seconds(at), reaction_id=reaction
    )
    if taken:
        await tx.change("task_recount", id=task_id)
        await tx.change("could_deleted", task_id=task_id, person_id=person)
    return bool(taken)


async def give_back(tx: Transaction, claim: Claim) -> None:
    """As though it had never been taken."""
    await tx.change("claim_deleted", id=claim.id)
    await tx.change("task_recount", id=claim.task)


async def recount(tx: Transaction, task_id: str) -> None:
    """How many places are left, after claims have changed."""
    await tx.change("task_recount", id=task_id)


async def reserve(tx: Transaction, claim: Claim, until: datetime) -> None:
    """Back on the list; until then the place stays theirs."""
    await tx.change("claim_reserved", id=claim.id, until=seconds(until))


async def done(tx: Transaction, claim: Claim, at: datetime) -> bool:
    """True: it was not yet."""
    return bool(await tx.change("claim_done", id=claim.id, at=seconds(at)))


async def undone(tx: Transaction, claim_id: str) -> None:
    await tx.change("claim_undone", id=claim_id)


async def took(tx: Transaction, claim_id: str, minutes: int | None) -> None:
    """How long it took, as the person said; None: not counted."""
    await tx.change("claim_minutes", id=claim_id, minutes=minutes)


async def asked(tx: Transaction, claim_id: str) -> None:
    await tx.change("claim_asked", id=claim_id)


async def touched(tx: Transaction, claim_id: str) -> None:
    """A word was said about it: the check-ins begin anew."""
    await tx.change("claim_touched", id=claim_id)


async def claim(tx: Transaction, claim_id: str) -> Claim | None:
    return _claim(await tx.row("claim", id=claim_id))


async def claim_on(tx: Transaction, task_id: str, person: str) -> Claim | None:
    """What `person` holds of it, or what is kept for them; not what they have done."""
    return _claim(await tx.row("claim_on", task_id=task_id, person_id=person))


async def claim_by_reaction(tx: Transaction, reaction: str) -> Claim | None:
    return _claim(await tx.row("claim_by_reaction", reaction_id=reaction))


async def claims_of(tx: Transaction, person: str, state: str = "active") -> list[Claim]:
    """Oldest first."""
    rows = await tx.rows("claims_of_person", person_id=person, state=state)
    return [one for row in rows if (one := _claim(row))]


async def claims_on(tx: Transaction, task_id: str) -> list[Claim]:
    return [one for row in await tx.rows("claims_of_task", task_id=task_id) if (one := _claim(row))]


# --------------------------------------------------------------------------------------------------------------- could
async def could(tx: Transaction, task_id: str, person: str, condition: str, words: str, at: datetime) -> None:
    await tx.change("could_set", task_id=task_id, person_id=person, condition=condition, words=words, at=seconds(at))


async def could_on(tx: Transaction, task_id: str) -> list[Could]:
    return [
        Could(task_id, row[0], row[1], row[2], moment(row[3]), moment(row[4]))
        for row in await tx.rows("could_of_task", task_id=task_id)
    ]


async def could_of(tx: Transaction, person: str) -> list[Could]:
    return [
        Could(row[0], person, row[1], row[2], moment(row[3]), moment(row[4]))
        for row in await tx.rows("could_of_person", person_id=person)
    ]


async def could_asked(tx: Transaction, task_id: str, person: str, at: datetime) -> bool:
    """True: they had not been asked again before."""
    return bool(await tx.change("could_asked", task_id=task_id, person_id=person, at=seconds(at)))


async def could_no_more(tx: Transaction, task_id: str, person: str) -> None:
    await tx.change("could_deleted", task_id=task_id, person_id=person)


def _task(row: Row) -> Task:
    return Task(
        id=row[0],
        title=row[1],
        effort=row[2],
        minutes=row[3],
        people=row[4],
        description=row[5],
        purpose=row[6],
        place=row[7],
        topic=row[8],
        horizon=row[9],
        contact=row[10],
        author=row[11],
        link=row[12],
        handover=row[13],
        state=row[14],
        free=row[15],
        opened_at=moment(row[16]),
    )


def _claim(row: Row | None) -> Claim | None:
    if row is None:
        return None
    return Claim(row[0], row[1], row[2], row[3], moment(row[4]), row[5], moment(row[6]), moment(row[7]), row[8], row[9])
