"""Calls for help as they are written down: what is asked, who was asked, what they said; and the ways to many people.

Who may be asked is never found in one transaction among very many people: each of the functions in the last part takes
one of its own (`engagebot.audience` does so).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from engagebot.domain.calls import Answer, Call, State, filter_as_json, filter_from_json
from engagebot.domain.matching import Level
from engagebot.domain.waves import Offer
from engagebot.store.sqlite import Row, Transaction
from engagebot.store.times import moment, seconds

OFFERED = 0
"""Instead of the number of a wave: nobody asked them, they offered themselves in a room."""


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody in a call."""

    call: str
    person: str
    wave: int
    """From 1; or `OFFERED`."""
    prompt: str
    """Outbox key of the question as they were asked it; '' when they offered themselves."""
    asked_at: datetime
    state: Answer = "asked"
    answered_at: datetime | None = None
    followed_up_at: datetime | None = None
    reaction: str | None = None
    """Event id; removing it takes the offer back."""


# --------------------------------------------------------------------------------------------------------------- calls
async def add(tx: Transaction, call: Call, at: datetime) -> bool:
    """A draft. True: it was not there."""
    return bool(await tx.change("call_add", **_said(call), author_id=call.author, at=seconds(at)))


async def find(tx: Transaction, call_id: str) -> Call | None:
    row = await tx.row("call", id=call_id)
    return _call(row) if row else None


async def in_state(tx: Transaction, state: State) -> list[Call]:
    """Oldest first."""
    return [_call(row) for row in await tx.rows("calls_in", state=state)]


async def reword(tx: Transaction, call: Call) -> bool:
    """A draft says something else: who had confirmed it, confirmed another one. False: it is no draft any more."""
    if not await tx.change("call_changed", **_said(call)):
        return False
    await tx.change("call_confirmed_clear", call_id=call.id)
    return True


async def confirm(tx: Transaction, call_id: str, organiser: str, at: datetime) -> bool:
    """True: they had not yet, and it is a draft."""
    return bool(await tx.change("call_confirm", call_id=call_id, person_id=organiser, at=seconds(at)))


async def confirmations(tx: Transaction, call_id: str) -> list[str]:
    """In the order of saying so."""
    return [row[0] for row in await tx.rows("call_confirmations", call_id=call_id)]


async def begin(tx: Transaction, call_id: str, at: datetime) -> bool:
    """From now on people are asked. True: it was a draft until now."""
    return bool(await tx.change("call_begun", id=call_id, at=seconds(at)))


async def end(
    tx: Transaction, call_id: str, state: Literal["found", "cancelled", "exhausted"], at: datetime
) -> bool:
    """True: it was not over until now; one that is exhausted can still be found or cancelled."""
    return bool(await tx.change("call_ended", id=call_id, state=state, at=seconds(at)))


async def became(tx: Transaction, call_id: str, task: str | None) -> None:
    """None: it is no task after all."""
    await tx.change("call_became", id=call_id, task_id=task)


# --------------------------------------------------------------------------------------------------- who was asked
async def wave(tx: Transaction, call_id: str, prompts: Mapping[str, str], at: datetime) -> list[str]:
    """The next wave goes out to these (person -> outbox key of the question). Who of them really is asked: nobody
    twice, and nobody once it is over."""
    if not await tx.change("call_wave", id=call_id, at=seconds(at)):
        return []
    return [
        person
        for person, key in prompts.items()
        if await tx.change("called_add", call_id=call_id, person_id=person, prompt_key=key, at=seconds(at))
    ]


async def offer(tx: Transaction, call_id: str, person: str, at: datetime, reaction: str | None = None) -> bool:
    """Somebody says yes in a room, asked or not. True: they had not yet, and it is not over."""
    given = {"call_id": call_id, "person_id": person, "at": seconds(at), "reaction_id": reaction}
    return bool(await tx.change("called_offers", **given))


async def answer(tx: Transaction, call_id: str, person: str, said: Answer, at: datetime) -> bool:
    """False: nothing changes. A yes needs a call that is not over, "withdrawn" needs a yes; a no can always be said."""
    return bool(await tx.change("called_answer", call_id=call_id, person_id=person, state=said, at=seconds(at)))


async def followed_up(tx: Transaction, call_id: str, person: str, at: datetime) -> bool:
    """Somebody turned to them by name. True: nobody had, and they said yes."""
    return bool(await tx.change("called_followed_up", call_id=call_id, person_id=person, at=seconds(at)))


async def called_in(tx: Transaction, call_id: str) -> list[Called]:
    """By wave. Who was erased is not among them."""
    return [_called(row) for row in await tx.rows("called_in", call_id=call_id)]


async def called(tx: Transaction, call_id: str, person: str) -> Called | None:
    row = await tx.row("called_one", call_id=call_id, person_id=person)
    return _called(row) if row else None


async def open_of(tx: Transaction, person: str) -> list[Called]:
    """In calls to which a yes still counts; the latest first."""
    return [_called(row) for row in await tx.rows("called_of", person_id=person)]


async def around(tx: Transaction, person: str) -> list[str]:
    """Calls that they wrote and that were sent, or in which they were asked or offered themselves; oldest first."""
    return [row[0] for row in await tx.rows("calls_around", person_id=person)]


async def by_reaction(tx: Transaction, reaction: str) -> tuple[str, str] | None:
    """(call, person) of an offer."""
    row = await tx.row("called_by_reaction", reaction_id=reaction)
    return (row[0], row[1]) if row else None


async def counts(tx: Transaction, call_id: str) -> dict[Answer, int]:
    """How many said what; what nobody said is not in it."""
    return {row[0]: row[1] for row in await tx.rows("called_counts", call_id=call_id)}


async def offers_waiting(tx: Transaction) -> list[Offer]:
    """Of all calls that were not cancelled: who said yes, and nobody has turned to them; who waits longest first."""
    return [Offer(row[0], row[1], moment(row[2])) for row in await tx.rows("offers_waiting")]


async def refuse(tx: Transaction, person: str, topic: str, at: datetime) -> None:
    """No calls about it any more."""
    await tx.change("no_calls_add", person_id=person, topic=topic, at=seconds(at))


async def refuse_no_more(tx: Transaction, person: str, topic: str) -> None:
    await tx.change("no_calls_remove", person_id=person, topic=topic)


async def refused(tx: Transaction, person: str) -> list[str]:
    """Topics, in the order of saying so."""
    return [row[0] for row in await tx.rows("no_calls_of", person_id=person)]


# ------------------------------------------------------------------------------------------- ways to many people
Unusual = tuple[str, int, int, int]
"""(locale, whether paused, messages in a row without an answer, whether a newcomer) of somebody who does not simply
speak the language of a call, answer, and stay; as it comes from the database, since there are many."""


async def everybody(tx: Transaction) -> set[str]:
    return _lines(await tx.value("everybody_known"))


async def unusual(
    tx: Transaction, language: str, unanswered: int, newcomer_since: datetime | None, at: datetime
) -> dict[str, Unusual]:
    """Who speaks another language than this with the bot, is paused, has left so many messages or more unanswered, or
    ended their first sitting after `newcomer_since` (None: that does not matter). The others do none of this."""
    since = seconds(newcomer_since) if newcomer_since else 0
    given = {"language": language, "at": seconds(at), "unanswered": unanswered, "since": since}
    rows = await tx.rows("people_unusual", **given, newcomers=int(newcomer_since is not None))
    return {row[0]: row[1:] for row in rows}


async def languages_of_others(tx: Transaction, language: str, at: datetime) -> dict[str, str]:
    """Of people with whom the bot speaks another language than this: which ones they speak, in their words."""
    rows = await tx.rows("languages_of_others", language=language, at=seconds(at))
    return {person: told(kept) for person, kept in rows}


async def ever_agreed(tx: Transaction, purpose: str) -> set[str]:
    """Some of them may have taken it back: `declined`."""
    return _lines(await tx.value("people_agreed", purpose=purpose))


async def declined(tx: Transaction, purpose: str) -> set[str]:
    return {row[0] for row in await tx.rows("people_declined", purpose=purpose)}


async def gone(tx: Transaction) -> set[str]:
    """They left their conversation with the bot."""
    return {row[0] for row in await tx.rows("people_gone")}


async def reached(tx: Transaction, since: datetime, most: int) -> dict[str, int]:
    """To whom `most` messages of the bot's initiative went after `since`, or more: how many."""
    found: str | None = await tx.value("people_reached", since=seconds(since))
    each = Counter(found.split("\n")) if found else Counter[str]()
    return {person: count for person, count in each.items() if count >= most}


async def refusing(tx: Transaction, topic: str) -> set[str]:
    return {row[0] for row in await tx.rows("people_refusing", topic=topic)}


async def last_called(tx: Transaction) -> dict[str, datetime]:
    return {row[0]: moment(row[1]) for row in await tx.rows("people_called")}


async def called_urgently(tx: Transaction, since: datetime) -> set[str]:
    return {row[0] for row in await tx.rows("people_called_urgently", since=seconds(since))}


async def with_skill(tx: Transaction, skill: str) -> dict[Level, set[str]]:
    return {level: _lines(some) for level, some in await tx.rows("people_with_skill", skill=skill)}


async def with_interest(tx: Transaction, interest: str) -> set[str]:
    return {row[0] for row in await tx.rows("people_with_interest", interest=interest)}


async def free_on(tx: Transaction, slot: str) -> set[str]:
    return _lines(await tx.value("people_free", slot=slot))


async def facts_said(tx: Transaction, kind: Literal["place", "languages", "local_group"]) -> list[str]:
    """What anybody ever said of it, as it is kept; `told` reads it, `saying` finds who said it."""
    return [row[0] for row in await tx.rows("facts_said", kind=kind)]


def _lines(found: str | None) -> set[str]:
    return set(found.split("\n")) if found else set()


def told(kept: str) -> str:
    return str(json.loads(kept) or "")


async def saying(tx: Transaction, kind: str, kept: str, at: datetime) -> set[str]:
    return {row[0] for row in await tx.rows("people_saying", kind=kind, value=kept, at=seconds(at))}


def _said(call: Call) -> dict[str, Any]:
    return {
        "id": call.id,
        "kind": call.kind,
        "words": call.words,
        "language": call.language,
        "need": call.need,
        "audience": json.dumps(filter_as_json(call.audience), ensure_ascii=False),
        "minutes": call.minutes,
        "topic": call.topic,
        "urgent": int(call.urgent),
    }


def _call(row: Row) -> Call:
    id_, kind, words, author, language, need, audience, minutes, topic, urgent, state, *times, task = row
    written, begun, waves, last, ended = times
    meant = filter_from_json(json.loads(audience))
    return Call(
        id_,
        kind,
        words,
        author,
        language,
        need,
        meant,
        minutes,
        topic,
        bool(urgent),
        state,
        moment(written),
        moment(begun),
        waves,
        moment(last),
        moment(ended),
        task,
    )


def _called(row: Row) -> Called:
    call, person, wave_number, prompt, asked, state, answered, followed, reaction = row
    return Called(call, person, wave_number, prompt, moment(asked), state, moment(answered), moment(followed), reaction)
