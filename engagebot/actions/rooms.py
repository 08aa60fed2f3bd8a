"""What people do in a group room to something that the bot shows there: a reaction, its removal, a reply, an edit."""

from __future__ import annotations

from dataclasses import dataclass

from engagebot.actions import answers, call_rooms, offers, restored, sparing
from engagebot.actions import proposals as validation
from engagebot.actions.act import Act
from engagebot.engine.events import Edit, Happening, Message, Reaction, Removal
from engagebot.engine.run import Begun, TakenBack
from engagebot.store import calls, outbox, proposals, questions, tasks
from engagebot.store.proposals import Card
from engagebot.understanding import task_words

YES_EMOJI = frozenset("🙋✋👍🙌✅💪🆗👌")
"""First characters of reactions that say yes to what is shown; skin tones and variations follow. A heart only says that
one likes it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """It was about something shown; `goes_on`: what the conversation in private hears of it (None: nothing)."""

    goes_on: Begun | TakenBack | None = None


async def answered(act: Act, what: Happening) -> Answered | None:
    """None: it was about nothing that is shown in a room."""
    match what:
        case Reaction(to=to, key=emoji):
            return await _to_card(act, to, emoji, yes=emoji[:1] in YES_EMOJI, reaction=act.event_id)
        case Message(text=text, reply_to=reply_to, thread=thread, addressed=addressed) if await _question_shown(
            act, reply_to or thread
        ):
            return await _answers(act, str(reply_to or thread), text, addressed)
        case Message(addressed=False):
            return Answered()  # among themselves, below something that the bot shows
        case Message(text=text, reply_to=str(reply_to)):
            return await _to_card(act, reply_to, text, yes=task_words.agrees(text), reaction=None)
        case Removal(of=of):
            return await _taken_back(act, of)
        case Edit(of=of, text=text):
            return await _reworded(act, of, text)
    return None


async def _question_shown(act: Act, event: str | None) -> Card | None:
    key = await outbox.key_of(act.tx, event) if event else None
    card = await proposals.card(act.tx, key) if key else None
    return card if card and card.kind == "question" else None


async def _answers(act: Act, to: str, text: str, addressed: bool) -> Answered:
    """A reply, or a word in the thread, below a question that is shown in a room: a human answer. Once there is one,
    who goes on in the thread speaks with the others there; only a reply to the question itself is passed on."""
    card = await _question_shown(act, to)
    question = await questions.find(act.tx, card.subject) if card else None
    if question and question.asker != act.person and (addressed or question.state == "open"):
        await answers.answer(act, question, text)
    return Answered()


async def _to_card(act: Act, to: str, words: str, *, yes: bool, reaction: str | None) -> Answered | None:
    key = await outbox.key_of(act.tx, to)
    if key and reaction and (about := offers.alarm_about(key)):
        await call_rooms.turns(act, about, words)
        return Answered()
    if key and restored.is_notice(key):
        if yes:
            await restored.agreed(act)
        return Answered() if yes or reaction else None
    card = await proposals.card(act.tx, key) if key else None
    if card is None or card.kind in ("board", "question"):
        return None
    if card.kind == sparing.REVIEW:
        if reaction:
            await sparing.decided(act, card.subject, words)
        return Answered()
    if card.kind == "call":
        goes_on = await call_rooms.answered(act, card, words, yes=yes, reaction=reaction)
        agreed = yes and card.room == act.association.organisers_room
        return Answered(goes_on) if goes_on or reaction or agreed else None
    if card.kind == "task":
        if not yes:
            return Answered() if reaction else None
        slots = {"task": card.subject, **({"reaction": reaction} if reaction else {})}
        return Answered(Begun("take_from_room", slots))
    if yes:
        await validation.agree(act, card.subject, reaction)
        return Answered()
    if reaction is None and (why := task_words.objection(words)):
        await validation.objected(act, card.subject, why)
        return Answered()
    return Answered() if reaction else None


async def _taken_back(act: Act, of: str) -> Answered | None:
    if approval := await proposals.approval_by_reaction(act.tx, of):
        await validation.agree_no_more(act, approval[0], approval[1])
        return Answered()
    offer = await calls.by_reaction(act.tx, of)
    if offer and offer[1] == act.person:
        return Answered(Begun("offer_taken_back", {"call": offer[0]}))
    claim = await tasks.claim_by_reaction(act.tx, of)
    if claim is None or claim.person != act.person or claim.state != "active":
        return Answered(TakenBack(of))  # perhaps they were being asked something before it was theirs
    return Answered(Begun("give_back_by_reaction", {"claim": claim.id}))


async def _reworded(act: Act, of: str, text: str) -> Answered | None:
    proposal = await proposals.by_event(act.tx, of)
    idea = task_words.idea(text)
    if proposal is None or proposal.author != act.person or proposal.state != "open" or idea is None:
        return None
    if idea != proposal.words:
        await validation.reword(act, proposal, idea)
    return Answered()
