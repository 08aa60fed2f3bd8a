"""What happened, as the engine takes it."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from engagebot.actions import answers
from engagebot.engine.events import (
    LONGEST_TEXT,
    Arrival,
    Attachment,
    Departure,
    Due,
    Edit,
    Event,
    Message,
    Reaction,
    Removal,
    Unreadable,
)
from engagebot.engine.hear import Heard
from engagebot.engine.run import Begun, CameBack, Edited, Elapsed, Input, Sent, TakenBack
from engagebot.engine.state import State
from engagebot.store import conversations, inbox, outbox
from engagebot.store.sqlite import Transaction

SHOWN_OF_THE_END = 50
"""Characters by which somebody finds the place where a message was cut."""
LISTS = (".csv", ".tsv", ".txt", ".json", ".xlsx", ".xls", ".ods")
"""How the names of files end that may be a list of tasks. Those that a spreadsheet keeps for itself cannot be read, but
one can say what to do instead."""


def readable(event: Event) -> tuple[Event, str]:
    """The event with as much of its text as is read, and, where that is not all, how what is read of it ends."""
    what = event.what
    if not isinstance(what, Message | Edit) or len(what.text) <= LONGEST_TEXT:
        return event, ""
    read = what.text[:LONGEST_TEXT].rstrip()
    end = read[-SHOWN_OF_THE_END:]
    about = isinstance(what, Edit) or event.direct or what.addressed
    return replace(event, what=replace(what, text=read)), (end.partition(" ")[2] or end) if about else ""


async def input_of(tx: Transaction, event: Event, state: State, *, undecided: bool) -> Input | None:
    """None: nothing to answer. `undecided`: the speaker has not said yet whether anything about them may be kept."""
    match event.what:
        case Message(text=text, reply_to=reply_to, thread=thread):
            to = await outbox.key_of(tx, reply_to or thread or "")
            prompted = undecided and await conversations.open_prompts(tx, event.person, event.at)
            if undecided and not state.frames and not prompted and event.direct:
                return Begun("welcome", text=text)
            if event.direct and to and (about := await answers.about(tx, event, to)):
                return Begun("late_reply", {"question": about, "reply": text, "relay": to})
            return Heard(text, to)
        case Reaction(to=to, key=emoji):
            return Heard(emoji, await outbox.key_of(tx, to), reaction=True)
        case Edit(of=of, text=text):
            return Edited(of, text)
        case Removal(of=of):
            await inbox.forget_text(tx, of)
            return TakenBack(of)
        case Attachment(kind="m.file", name=name, size=size, media=media) if (
            event.direct and name.casefold().endswith(LISTS)
        ):
            return Begun("import_tasks", {"file": {**(media or {}), "name": name, "size": size}}, anew=True)
        case Attachment(kind=kind):
            return Sent(kind)
        case Arrival() if await outbox.spoken(tx, event.person, event.room):
            return None  # the bot opened the room itself, and has spoken there first
        case Arrival():
            return CameBack() if state.frames else Begun("welcome")
        case Due(kind=kind, subject=subject):
            return Elapsed(kind, subject)
        case Departure() | Unreadable():
            return None
        case _:
            assert_never(event.what)
