"""How an event's rows to the outbox are written: their keys, what stands in them, their buttons, their place in the
queue. Which effect becomes what, and in whose words, `commit` knows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engagebot.engine.effects import BroughtTogether, CardShown, FileSent
from engagebot.engine.events import Due, Event, Message
from engagebot.store import conversations, outbox, proposals, quiet
from engagebot.store.proposals import Card
from engagebot.store.sqlite import Transaction
from engagebot.words import Rendered

CONTACT = "contact"
"""The purpose of what nobody asked for just now: the gate looks at it."""


def written(rendered: Rendered, *, notice: bool = False, thread: str | None = None) -> Mapping[str, Any]:
    """A message as the outbox keeps it. `notice`: it calls for nobody's attention; `thread`: id of the event in whose
    thread it stands."""
    return {
        "body": rendered.body,
        "html": rendered.html,
        "attention": not notice,
        "reply_to": None,
        "thread": thread,
        "mentions": [],
    }


@dataclass(slots=True)
class Pen:
    tx: Transaction
    event: Event
    """What causes it all."""
    reactions: bool
    """Whether buttons are put below messages."""
    said: int = 0
    """How many rows have a key by their number."""

    def next_key(self, kind: str) -> str:
        """The same, when the same event is handled again."""
        self.said += 1
        return f"{kind}:{self.event.id}:{self.said}"

    def thread(self) -> str:
        """Where an answer in a group room goes: into the thread of what is answered, or a new one below it."""
        what = self.event.what
        return what.thread if isinstance(what, Message) and what.thread else self.event.id

    async def queue(
        self,
        key: str,
        op: outbox.Op,
        content: Mapping[str, Any],
        *,
        lane: int | None = None,
        purpose: str | None = None,
        **row: Any,
    ) -> None:
        """What answers a person goes first and is free; what a timer began waits its turn, and passes the gate. `row`:
        as in `outbox.queue`."""
        by_itself = isinstance(self.event.what, Due)
        await outbox.queue(
            self.tx,
            key=key,
            op=op,
            content=content,
            at=self.event.at,
            caused_by=self.event.id,
            lane=lane or (outbox.TIMER if by_itself else outbox.REPLY),
            purpose=purpose or (CONTACT if by_itself else "reply"),
            **row,
        )

    async def buttons(self, key: str, buttons: Sequence[str], **row: Any) -> None:
        """Emoji below the message `key`; `row`: as that message's."""
        if self.reactions:
            for n, emoji in enumerate(buttons):
                await self.queue(f"react:{key}:{n}", "react", {"key": emoji}, parent_key=key, **row)

    async def revise(self, key: str, person: str, content: Mapping[str, Any], *, gone: bool) -> None:
        """What was said to `person` as `key` says something else: before it is sent, or by editing it. `gone`: what is
        not sent yet never is."""
        key = await outbox.said_as(self.tx, await conversations.message_of(self.tx, key) or key)
        match await outbox.state(self.tx, key):
            case "queued" if gone:
                await outbox.ended(self.tx, key, "withdrawn", "settled")
            case "queued":
                await outbox.reworded(self.tx, key, {**content, "attention": True})
            case "sent" if not await quiet.told_by_digest(self.tx, key):
                edit = self.next_key("edit")
                await self.queue(edit, "edit", content, person=person, parent_key=key, purpose="reply")

    async def show_card(self, card: CardShown, rendered: Rendered) -> None:
        """Post it, or bring what is there up to date, where that is not the same."""
        content = written(rendered, notice=not card.mentions)
        shown = hashlib.sha256(rendered.body.encode()).hexdigest()[:24]
        row: dict[str, Any] = {"room": card.room, "lane": outbox.TIMER, "purpose": "reply"}
        there = [one for one in await proposals.cards(self.tx, card.kind, card.subject) if one.room == card.room]
        if there:
            if there[0].shown != shown:
                await self.queue(self.next_key("edit"), "edit", content, parent_key=there[0].key, **row)
                await proposals.card_shows(self.tx, there[0].key, shown)
            return
        key = self.next_key("card")
        await self.queue(key, "say", {**content, "mentions": list(card.mentions), "pinned": card.pinned}, **row)
        await proposals.show(self.tx, Card(key, card.kind, card.subject, card.room, shown))
        await self.buttons(key, card.buttons, **row)

    async def introduce(self, them: BroughtTogether, name: str, lines: Sequence[Rendered]) -> None:
        """Open a room called `name` for them, where the lines are said first."""
        content = {
            "introduction": them.introduction,
            "people": list(them.people),
            "name": name,
            "lines": [{"body": one.body, "html": one.html} for one in lines],
            "leave_by": them.leave_by.isoformat(),
        }
        await self.queue(them.key, "introduce", content, lane=outbox.REPLY, purpose="reply", not_before=them.at)

    async def send_file(self, file: FileSent) -> None:
        """To whoever caused it."""
        content = {"name": file.name, "mime": file.mime, "text": file.text}
        await self.queue(self.next_key("file"), "file", content, person=self.event.person)
