"""What people do in a room to a call that is shown there: offer themselves, take it back; organisers agree that it is
sent, or turn to those who wait."""

from __future__ import annotations

from engagebot.actions import calls as composing
from engagebot.actions import offers
from engagebot.actions.act import Act
from engagebot.actions.cards import HAND
from engagebot.engine.run import Begun
from engagebot.store import calls
from engagebot.store.proposals import Card
from engagebot.understanding.called_answers import called


async def answered(act: Act, card: Card, words: str, *, yes: bool, reaction: str | None) -> Begun | None:
    """`words`: of a reply, or the emoji of a `reaction`; `yes`: it is one. -> What the conversation in private hears of
    it; None: nothing."""
    call = await calls.find(act.tx, card.subject)
    if call is None:
        return None
    if card.room == act.association.organisers_room:
        if call.state == "draft" and yes:
            await composing.confirmed(act, call.id)
        elif reaction:
            await turns(act, call.id, words)
        return None
    one = await calls.called(act.tx, call.id, act.person)
    said = called(words) if reaction is None else "yes" if yes else None
    if said in ("no", "never") and one and one.state == "yes":
        return Begun("offer_taken_back", {"call": call.id})
    if said != "yes" or act.person == call.author or call.state not in ("open", "exhausted"):
        return None
    return Begun("offer_from_room", {"call": call.id, **({"reaction": reaction} if reaction else {})})


async def turns(act: Act, call_id: str, emoji: str) -> None:
    """An organiser raises their hand for those who wait."""
    call = await calls.find(act.tx, call_id)
    if call and call.state != "draft" and emoji.startswith(HAND) and await act.is_organiser():
        await offers.take_over(act, call)
