"""The bot was brought back from a copy: organisers hear who may be waiting for an answer, and say when those may be
written to whose words since then are lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from engagebot.actions.act import Act
from engagebot.domain.missed import Missed
from engagebot.engine.effects import Shown, Told
from engagebot.store import conversations, inbox, outbox, rooms, unheard

KIND, AFTERWARDS, ERASED = "restored", "restored_sent", "erase_again"
AGREE = "restored_agree:"
AT_ONCE = 20
"""People named in one message."""
LOOKED_AFTER = timedelta(minutes=15)
"""By then it is known what of the waiting messages had arrived."""


def subject(made_at: datetime, lost: Missed) -> str:
    named = {"unanswered": lost.unanswered, "answered": lost.answered, "rooms": lost.rooms}
    counted = {"made_at": made_at.timestamp(), "erased": len(lost.erased)}
    return json.dumps({**{name: list(found) for name, found in named.items()}, **counted})


async def restored_due(act: Act, said: str) -> None:
    """Names go to the organisers, and stay nowhere else."""
    found = json.loads(said)
    since = Shown("moment", found["made_at"])
    _tell(act, "organisers.restored", since=since)
    for named in _named(found["unanswered"]):
        _tell(act, "organisers.restored_unanswered", people=named)
    for named in _named(found["answered"]):
        _tell(act, "organisers.restored_answered", people=named)
    names = await rooms.groups(act.tx)
    for named in _named([names.get(room, room) for room in found["rooms"]]):
        _tell(act, "organisers.restored_rooms", rooms=named)
    if found["erased"]:
        _tell(act, "organisers.restored_erased", count=Shown("number", found["erased"]))
    if await unheard.count(act.tx):
        _tell(act, "organisers.restored_unheard")
        if act.association.organisers_room:
            _tell(act, "organisers.restored_agree", key=f"{AGREE}{act.event_id}")
    await inbox.forget_text(act.tx, act.event_id)
    await conversations.keep_timer(act.tx, "", AFTERWARDS, act.at + LOOKED_AFTER, str(int(act.at.timestamp())))


async def restored_sent_due(act: Act, began: str) -> None:
    """Messages of which nobody knows whether they arrived are left to humans. `began`: when the bot was back, seconds
    since 1970 (a timer of an earlier version does not say)."""
    since = datetime.fromtimestamp(int(began), UTC) if began else act.at - LOOKED_AFTER
    found = await outbox.unsure(act.tx, since - LOOKED_AFTER)
    for named in _named(sorted({person or room or "" for person, room in found})):
        _tell(act, "organisers.restored_unsure", people=named)


def _named(people: Sequence[str]) -> list[Shown]:
    return [Shown("text", ", ".join(people[n : n + AT_ONCE])) for n in range(0, len(people), AT_ONCE)]


def is_notice(key: str) -> bool:
    """Whether a message asks organisers whether those may be written to whose words are lost."""
    return key.startswith(AGREE)


async def agreed(act: Act) -> None:
    """An organiser says that they may."""
    if await act.is_organiser() and await unheard.ended(act.tx, act.at):
        _tell(act, "organisers.restored_agreed")


def _tell(act: Act, sentence: str, key: str | None = None, **values: Shown) -> None:
    """In their room, or the contact in person; where there is neither, the log of the start has to do."""
    room = act.association.organisers_room or None
    person = act.association.contact if not room and act.association.contact.startswith("@") else None
    if room or person:
        line = act.line(sentence, **values)
        act.effects.append(Told(line.text, line.values, "reply", person, room, key, subject=KIND))
