"""The organisers' room no longer says who is an organiser: its members hear why, and what a human has to do; and what
becomes of what it shows when another room takes its place."""

from __future__ import annotations

from engagebot.actions import call_cards, cards, ladder, proposals, sparing
from engagebot.actions.act import Act
from engagebot.store import calls, outbox, questions, roles, tasks
from engagebot.store import proposals as shown
from engagebot.store.proposals import Card

KIND = roles.FROZEN


async def frozen_due(act: Act, said: str) -> None:
    """`said`: why, and which room, as `store.roles` has it. In the room, whoever is in it by now: it says nothing that
    is nobody's business; and to the contact in person."""
    why, _, room = said.partition(" ")
    contact = act.association.contact
    act.tell(f"organisers.frozen_{why}", room=room, subject=KIND)
    if contact.startswith("@"):
        act.tell(f"organisers.frozen_{why}", person=contact, subject=KIND)


async def left_due(act: Act, room: str) -> None:
    """Another room is the organisers' now: what still waits for `room` is said to nobody, and what it shows and is not
    over is shown in the new one. `room` is one like others from then on."""
    to = act.association.organisers_room
    if room == to:
        return
    await outbox.leave_room(act.tx, room, roles.LEFT)
    await roles.forget(act.tx, room)
    if room == act.association.tasks_room:  # others are shown the same there
        cards.board_soon(act)
        return
    for card in await shown.leave(act.tx, room, to or act.association.tasks_room or None):
        await _show_again(act, card, to)


async def _show_again(act: Act, card: Card, room: str) -> None:
    match card.kind:
        case "call" if (call := await calls.find(act.tx, card.subject)) and call.state in ("draft", "open"):
            await call_cards.show(act, call)
        case "question" if (question := await questions.find(act.tx, card.subject)) and question.state == "open":
            await ladder.show_question(act, question)
        case "review" if (question := await questions.find(act.tx, card.subject)) and question.asker:
            await sparing.review(act, question.asker, card.subject)
        case "proposal":
            await proposals.show_again(act, card.subject)
        case "task" if room and (task := await tasks.find(act.tx, card.subject)) and task.state == "open":
            await cards.show_task(act, task, room)
