"""The bot was brought back from a copy: organisers hear who may be waiting for an answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from engagebot.actions.act import Act
from engagebot.engine.effects import Shown, Told
from engagebot.store import conversations, inbox, outbox

KIND, AFTERWARDS = "restored", "restored_sent"
AT_ONCE = 20
"""People named in one message."""
LOOKED_AFTER = timedelta(minutes=15)
"""By then it is known what of the waiting messages had arrived."""


def subject(made_at: datetime, unanswered: Sequence[str], answered: Sequence[str]) -> str:
    return json.dumps({"made_at": made_at.timestamp(), "unanswered": list(unanswered), "answered": list(answered)})


async def restored_due(act: Act, said: str) -> None:
    """Names go to the organisers, and stay nowhere else."""
    found = json.loads(said)
    since = Shown("moment", found["made_at"])
    _tell(act, "organisers.restored", since=since)
    for named in _named(found["unanswered"]):
        _tell(act, "organisers.restored_unanswered", people=named)
    for named in _named(found["answered"]):
        _tell(act, "organisers.restored_answered", people=named)
    await inbox.forget_text(act.tx, act.event_id)
    await conversations.keep_timer(act.tx, "", AFTERWARDS, act.at + LOOKED_AFTER, str(int(act.at.timestamp())))


async def restored_sent_due(act: Act, began: str) -> None:
    """Messages of which nobody knows whether they arrived are left to humans. `began`: when the bot was back, seconds
    since 1970."""
    found = await outbox.unsure(act.tx, datetime.fromtimestamp(int(began), UTC) - LOOKED_AFTER)
    for named in _named(sorted({person or room or "" for person, room in found})):
        _tell(act, "organisers.restored_unsure", people=named)


def _named(people: Sequence[str]) -> list[Shown]:
    return [Shown("text", ", ".join(people[n : n + AT_ONCE])) for n in range(0, len(people), AT_ONCE)]


def _tell(act: Act, sentence: str, **values: Shown) -> None:
    """In their room, or the contact in person; where there is neither, the log of the start has to do."""
    room = act.association.organisers_room or None
    person = act.association.contact if not room and act.association.contact.startswith("@") else None
    if room or person:
        line = act.line(sentence, **values)
        act.effects.append(Told(line.text, line.values, "reply", person, room, subject=KIND))
