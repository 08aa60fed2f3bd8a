"""Conversations, prompts and timers: what is pending for whom."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engagebot.engine.model import Value
from engagebot.engine.prompts import OpenPrompt
from engagebot.engine.state import State, dumps, loads, plain
from engagebot.store.sqlite import Transaction
from engagebot.store.times import moment, seconds


@dataclass(frozen=True, slots=True)
class Timer:
    id: str
    person: str
    kind: str
    subject: str
    due_at: datetime


async def state_of(tx: Transaction, person: str) -> State:
    return loads(await tx.value("conversation", person_id=person))


async def save(tx: Transaction, person: str, state: State, at: datetime) -> None:
    await tx.change("conversation_save", person_id=person, state=dumps(state), at=seconds(at))


async def prompt(
    tx: Transaction,
    prompt_id: str,
    person: str,
    flow: str,
    slots: Mapping[str, Value],
    message_key: str,
    at: datetime,
    until: datetime,
) -> None:
    await tx.change(
        "prompt_add",
        id=prompt_id,
        person_id=person,
        flow=flow,
        slots=json.dumps(dict(slots), default=plain),
        message_key=message_key,
        asked_at=seconds(at),
        valid_until=seconds(until),
    )


async def open_prompts(tx: Transaction, person: str, at: datetime) -> list[OpenPrompt]:
    """Newest first."""
    return [
        OpenPrompt(row[0], row[1], json.loads(row[2]), row[3])
        for row in await tx.rows("open_prompts", person_id=person, at=seconds(at))
    ]


async def put(tx: Transaction, prompt_id: str) -> tuple[str, Mapping[str, Value]] | None:
    """(flow, slots) of a prompt, whatever became of it; None: there is no such prompt."""
    row = await tx.row("prompt_put", id=prompt_id)
    return (row[0], json.loads(row[1])) if row else None


async def asked_about(tx: Transaction, flow: str, about: str) -> list[tuple[str, str]]:
    """(person, prompt) of open questions of `flow` about the thing with id `about`, sent or not."""
    return [(row[0], row[1]) for row in await tx.rows("prompts_about", flow=flow, about=json.dumps(about))]


async def prompt_again(tx: Transaction, prompt_id: str, slots: Mapping[str, Value]) -> None:
    """It is put with other slots."""
    await tx.change("prompt_slots", id=prompt_id, slots=json.dumps(dict(slots), default=plain))


async def still_open(tx: Transaction, prompt_id: str, at: datetime) -> bool:
    """Whether an answer to it is still wanted."""
    return bool(await tx.value("prompt_open", id=prompt_id, at=seconds(at)))


async def put_again(tx: Transaction, prompt_id: str, message_key: str, at: datetime) -> None:
    """It stands in this message from now on."""
    await tx.change("prompt_put_again", id=prompt_id, message_key=message_key, asked_at=seconds(at))


async def asked_again(tx: Transaction, prompt_id: str, at: datetime) -> None:
    """Words that may be meant for several questions are an answer to this one rather than to those before it."""
    await tx.change("prompt_asked_again", id=prompt_id, asked_at=seconds(at))


async def message_of(tx: Transaction, prompt_id: str) -> str | None:
    """Outbox key of the message it stands in; None: there is no such prompt."""
    found: str | None = await tx.value("prompt_message", id=prompt_id)
    return found


async def end_flow(tx: Transaction, person: str, flow: str) -> None:
    """They need not answer any open question of this flow any more."""
    await tx.change("prompts_of_flow_ended", person_id=person, flow=flow)


async def reached(tx: Transaction, person: str, flow: str, since: datetime) -> bool:
    """Whether a question of this flow that was asked since then has reached them, or may have."""
    return bool(await tx.value("prompt_reached", person_id=person, flow=flow, since=seconds(since)))


async def end_prompt(tx: Transaction, prompt_id: str, state: Literal["answered", "expired"]) -> None:
    await tx.change("prompt_ended", id=prompt_id, state=state)


async def settled(tx: Transaction, flow: str, about: str, person: str = "") -> None:
    """Nobody (or only `person` no longer) needs to answer the questions of `flow` about the thing with id `about`."""
    await tx.change("prompts_settled_unsent", flow=flow, about=json.dumps(about), person_id=person)
    await tx.change("prompts_settled", flow=flow, about=json.dumps(about), person_id=person)


async def prompted(tx: Transaction, person: str, flow: str) -> int:
    """How often `flow` was put to `person` on the bot's initiative."""
    return int(await tx.value("prompts_of_flow", person_id=person, flow=flow))


def timer_id(person: str, kind: str, each: str = "") -> str:
    return f"{kind}:{person}:{each}" if each else f"{kind}:{person}"


async def set_timer(
    tx: Transaction, person: str, kind: str, due_at: datetime, subject: str = "", *, each: bool = False
) -> None:
    """One timer of a kind per person, or `each` for its subject; a later one replaces it. `person` is "" for what
    concerns nobody alone."""
    timer = timer_id(person, kind, subject if each else "")
    await tx.change("timer_set", id=timer, person_id=person, kind=kind, subject=subject, due_at=seconds(due_at))


async def keep_timer(tx: Transaction, person: str, kind: str, due_at: datetime, subject: str = "") -> None:
    """The one timer of a kind, unless there is one already."""
    timer = timer_id(person, kind)
    await tx.change("timer_keep", id=timer, person_id=person, kind=kind, subject=subject, due_at=seconds(due_at))


async def cancel_timer(tx: Transaction, person: str, kind: str, subject: str = "") -> None:
    """`subject`: of the one for this subject alone."""
    await tx.change("timer_cancel", id=timer_id(person, kind, subject))


async def timer_at(tx: Transaction, person: str, kind: str) -> datetime | None:
    """When the one timer of a kind goes off; None: it is not set."""
    found: int | None = await tx.value("timer_at", id=timer_id(person, kind))
    return moment(found)


async def due_timers(tx: Transaction, at: datetime, limit: int = 40) -> list[Timer]:
    return [
        Timer(row[0], row[1], row[2], row[3], moment(row[4]))
        for row in await tx.rows("timers_due", at=seconds(at), limit=limit)
    ]


async def next_timer(tx: Transaction) -> datetime | None:
    """When the earliest armed timer is due; None: none is armed."""
    found: int | None = await tx.value("timer_next")
    return moment(found)


async def fire(tx: Transaction, timer: Timer) -> bool:
    """False: it was set anew or cancelled meanwhile."""
    return bool(await tx.change("timer_fired", id=timer.id, due_at=seconds(timer.due_at)))
