"""Validation by two people: agreeing, objecting, settling, rewording, withdrawing, adopting. Tasks use it first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from engagebot.actions import cards
from engagebot.actions.act import Act
from engagebot.actions.welcome import CONTACT
from engagebot.domain.proposals import Proposal, adopted_at, agrees, concerned, may_approve
from engagebot.domain.tasks import LONGEST_TITLE, Task
from engagebot.engine.effects import Prompted, Shown, TimerSet
from engagebot.store import conversations, profile, proposals, tasks
from engagebot.store.proposals import Objection

LONGEST_WHY = 300
ASKING = "look_at_proposal"
"""The flow that asks somebody what they think of it."""
ORPHAN = "look_at_proposal.orphan"
"""Its author has been erased: nobody else could answer."""


# ------------------------------------------------------------------------------------------------------ putting forward
async def put_forward(act: Act, task: Task, room: str, event: str | None) -> int:
    """Ask those concerned to look at `task`; `room`: where it was said ("": in private). How many people are
    asked."""
    proposal = Proposal(act.new_id(), "task", task.id, task.title, act.person, None, event, "open", act.at, None)
    shown_in = room or act.association.tasks_room or act.association.organisers_room
    proposal = replace(proposal, room=shown_in or None)
    await proposals.add(act.tx, proposal)
    people_asked = await _concerned(act, task, act.person, act.settings.concerned_most)
    await proposals.concern(act.tx, proposal.id, people_asked, act.at)
    _look_again(act, proposal)
    mentioned: list[str] = []
    if shown_in:
        there = await act.members(shown_in)
        mentioned = [one for one in people_asked if one in there and await cards.name_of(act, one)]
        await cards.show_proposal(act, proposal, task, shown_in, mentioned)
    for one in people_asked:
        if one not in mentioned:
            _ask(act, proposal, task, one)
    return len(people_asked)


def _look_again(act: Act, proposal: Proposal) -> None:
    due = act.at + timedelta(days=act.settings.proposal_waits_days)
    act.effects.append(TimerSet("look", due, proposal.id, each=True, person=""))


async def look_due(act: Act, proposal_id: str) -> None:
    """It waits for two to agree: others are asked, as long as no more than five are; then the organisers hear of it,
    and its author that it still waits. Once."""
    proposal = await proposals.find(act.tx, proposal_id)
    task = await tasks.find(act.tx, proposal.subject) if proposal else None
    if proposal is None or task is None or proposal.state != "open" or proposal.agreed_at:
        return
    asked = await proposals.concerned(act.tx, proposal.id)
    left = act.settings.concerned_most - len(asked)
    known = {*asked, *await proposals.approvals(act.tx, proposal.id)}
    able = await _concerned(act, task, proposal.author or "", act.settings.concerned_most + len(known))
    more = [one for one in able if one not in known][:left]
    await proposals.concern(act.tx, proposal.id, more, act.at)
    for one in more:
        _ask(act, proposal, task, one)
    if more:
        _look_again(act, proposal)
        return
    words = Shown("text", proposal.words)
    if act.association.organisers_room:
        act.tell("look_at_proposal.waits", room=act.association.organisers_room, words=words)
    if proposal.author:
        _tell_author(act, "look_at_proposal.waits_still", proposal, words=words)


def _tell_author(act: Act, sentence: str, proposal: Proposal, **values: Any) -> None:
    act.tell(sentence, person=proposal.author, purpose=CONTACT, about="proposals", subject=proposal.id, **values)


async def _concerned(act: Act, task: Task, author: str, most: int) -> list[str]:
    """Who knows about it first; who was asked least of late among those."""
    able: list[str] = []
    others: list[str] = []
    for person in await proposals.askable(act.tx, author, act.at, 50):
        known = await profile.load(act.tx, person, act.at)
        fits = set(task.skills) & set(known.skills) or set(task.interests) & set(known.interests)
        (able if fits else others).append(person)
        if len(able) >= most:
            break
    return concerned((), able, others, most)


def _ask(act: Act, proposal: Proposal, task: Task, person: str) -> None:
    until = act.at + timedelta(days=act.settings.prompt_valid_days)
    slots = {
        "proposal": proposal.id,
        "words": proposal.words,
        "effort": cards.effort(task).value,
    }
    act.effects.append(Prompted(person, ASKING, slots, CONTACT, until, about="proposals", subject=proposal.id))


# ------------------------------------------------------------------------------------------------------------- agreeing
@dataclass(frozen=True, slots=True)
class FirstToAgree: ...


@dataclass(frozen=True, slots=True)
class Enough:
    hours: int


@dataclass(frozen=True, slots=True)
class Stopped: ...


@dataclass(frozen=True, slots=True)
class Decided: ...


@dataclass(frozen=True, slots=True)
class Own: ...


@dataclass(frozen=True, slots=True)
class Changed:
    words: str


async def approve_proposal(
    act: Act, *, proposal: str, words: str
) -> FirstToAgree | Enough | Stopped | Decided | Own | Changed:
    """`words`: what they were shown; agreeing to another text is not agreeing."""
    found = await proposals.find(act.tx, proposal)
    if found and found.state == "open" and found.words != words:
        return Changed(found.words)
    return await agree(act, proposal, None)


async def agree(act: Act, proposal_id: str, reaction: str | None) -> FirstToAgree | Enough | Stopped | Decided | Own:
    """`reaction`: the one in a room that says so; taking it away takes the agreement back. Stopped: enough agree, and
    somebody objects."""
    proposal = await proposals.find(act.tx, proposal_id)
    if proposal is None or proposal.state != "open":
        return Decided()
    if not may_approve(proposal, act.person):
        return Own()
    await proposals.approve(act.tx, proposal.id, act.person, act.at, reaction)
    await conversations.settled(act.tx, ASKING, proposal.id, act.person)
    for objection in await proposals.open_objections(act.tx, proposal.id):
        if objection.person == act.person:  # they have thought better of it
            await settle(act, objection.id)
    clock = await _clock(act, await proposals.find(act.tx, proposal_id) or proposal)
    if clock.agreed_at:
        return Enough(round(act.settings.objection_hours))
    return Stopped() if agrees(await proposals.approvals(act.tx, proposal.id), 0) else FirstToAgree()


async def agree_no_more(act: Act, proposal_id: str, person: str) -> None:
    proposal = await proposals.find(act.tx, proposal_id)
    if proposal and proposal.state == "open" and person == act.person:
        await proposals.approve_no_more(act.tx, proposal_id, person)
        await _clock(act, proposal)


async def _clock(act: Act, proposal: Proposal) -> Proposal:
    """Start or stop it, as things are now; what shows the proposal says so."""
    approvals = await proposals.approvals(act.tx, proposal.id)
    objections = await proposals.open_objections(act.tx, proposal.id)
    runs = agrees(approvals, len(objections))
    if runs != (proposal.agreed_at is not None):
        proposal = replace(proposal, agreed_at=act.at if runs else None)
        await proposals.agreed(act.tx, proposal.id, proposal.agreed_at)
        due = adopted_at(act.at, timedelta(hours=act.settings.objection_hours)) if runs else None
        act.effects.append(TimerSet("adopt", due, proposal.id, each=True, person=""))
    await _show(act, proposal)
    return proposal


async def _show(act: Act, proposal: Proposal) -> None:
    task = await tasks.find(act.tx, proposal.subject)
    if proposal.room and task:
        await cards.show_proposal(act, proposal, task, proposal.room)


async def show_again(act: Act, proposal_id: str) -> None:
    """Where it is shown now, as long as it is open."""
    proposal = await proposals.find(act.tx, proposal_id)
    if proposal and proposal.state == "open":
        await _show(act, proposal)


async def adopt_due(act: Act, proposal_id: str) -> None:
    """Two agreed, and nobody has objected since: it is adopted and announced. All of it is looked at once more."""
    proposal = await proposals.find(act.tx, proposal_id)
    if proposal is None or proposal.state != "open" or proposal.agreed_at is None:
        return
    approvals = await proposals.approvals(act.tx, proposal.id)
    if not agrees(approvals, len(await proposals.open_objections(act.tx, proposal.id))):
        await proposals.agreed(act.tx, proposal.id, None)
        await _show(act, replace(proposal, agreed_at=None))
        return
    await proposals.ended(act.tx, proposal.id, "adopted", act.at)
    await tasks.opened(act.tx, proposal.subject, act.at)
    task = await tasks.find(act.tx, proposal.subject)
    if task is None:
        return
    if proposal.author:
        _tell_author(act, "look_at_proposal.adopted", proposal, title=Shown("text", task.title))
    if proposal.room:
        await _show(act, replace(proposal, state="adopted"))
        await cards.show_task(act, task, proposal.room)
    cards.board_soon(act)


# ------------------------------------------------------------------------------------------------------------ objecting
@dataclass(frozen=True, slots=True)
class Noted: ...


async def object_to_proposal(act: Act, *, proposal: str, why: str) -> Noted | Decided:
    """The clock stops; the author is asked what is to be done about it."""
    return Noted() if await objected(act, proposal, why) else Decided()


async def objected(act: Act, proposal_id: str, why: str) -> bool:
    proposal = await proposals.find(act.tx, proposal_id)
    if proposal is None or not may_approve(proposal, act.person):
        return False
    await proposals.approve_no_more(act.tx, proposal.id, act.person)
    objection = Objection(act.new_id(), proposal.id, act.person, why[:LONGEST_WHY], act.at, None)
    await proposals.object_to(act.tx, objection.id, proposal.id, act.person, objection.words, act.at)
    await _clock(act, proposal)
    if proposal.author:
        _ask_author(act, proposal, objection)
    else:
        _tell_organisers(act, ORPHAN, proposal, objection)
    return True


def _tell_organisers(act: Act, sentence: str, proposal: Proposal, objection: Objection) -> None:
    """Of a difficulty that somebody has to look after, in their room: once for each sentence, and without names."""
    if act.association.organisers_room:
        act.tell(
            sentence,
            room=act.association.organisers_room,
            key=f"{sentence.partition('.')[2]}:{objection.id}",
            words=Shown("text", proposal.words),
            why=Shown("text", objection.words),
        )


async def part_due(act: Act, proposal_id: str) -> None:
    """Somebody who suggested it, or agreed to it, has been erased."""
    proposal = await proposals.find(act.tx, proposal_id)
    if proposal is None or proposal.state != "open":
        return
    await _clock(act, proposal)
    if proposal.author is None:
        for objection in await proposals.open_objections(act.tx, proposal_id):
            _tell_organisers(act, ORPHAN, proposal, objection)


def _ask_author(act: Act, proposal: Proposal, objection: Objection) -> None:
    until = act.at + timedelta(days=act.settings.prompt_valid_days)
    slots = {
        "proposal": proposal.id,
        "objection": objection.id,
        "words": proposal.words,
        "why": objection.words,
    }
    author = str(proposal.author)
    act.effects.append(Prompted(author, "answer_objection", slots, CONTACT, until, None, "proposals", proposal.id))


@dataclass(frozen=True, slots=True)
class PassedOn: ...


async def reply_to_objection(act: Act, *, objection: str, reply: str) -> PassedOn | Decided:
    """Whoever objected reads the answer, and says whether that settles it; nobody else decides that for them."""
    found = await proposals.objection(act.tx, objection)
    proposal = await proposals.find(act.tx, found.proposal) if found else None
    if found is None or proposal is None or proposal.state != "open" or found.settled_at:
        return Decided()
    if found.person is None:
        await settle(act, objection)
        return Decided()
    _ask_objector(act, "settle_objection", found, words=proposal.words, reply=reply[:LONGEST_WHY])
    return PassedOn()


def _ask_objector(act: Act, flow: str, objection: Objection, **slots: str) -> None:
    until = act.at + timedelta(days=act.settings.prompt_valid_days)
    person, slots = str(objection.person), {"objection": objection.id, **slots}
    act.effects.append(Prompted(person, flow, slots, CONTACT, until, None, "proposals", objection.proposal))


@dataclass(frozen=True, slots=True)
class Settled: ...


@dataclass(frozen=True, slots=True)
class OneLess: ...


async def settle_objection(act: Act, *, objection: str) -> Settled | OneLess:
    """The clock begins anew, if two still agree. OneLess: somebody else sees a difficulty, too."""
    return OneLess() if await settle(act, objection) else Settled()


async def settle(act: Act, objection_id: str) -> int:
    """How many are still open."""
    found = await proposals.objection(act.tx, objection_id)
    proposal = await proposals.find(act.tx, found.proposal) if found else None
    if found and proposal and await proposals.settle(act.tx, objection_id, act.at) and proposal.state == "open":
        await _clock(act, proposal)
        left = len(await proposals.open_objections(act.tx, proposal.id))
        if proposal.author:
            sentence = "look_at_proposal.one_less" if left else "look_at_proposal.settled"
            _tell_author(act, sentence, proposal, words=Shown("text", proposal.words))
        return left
    return 0


@dataclass(frozen=True, slots=True)
class Stays: ...


async def objection_stays(act: Act, *, objection: str) -> Stays:
    """Two people do not agree: the organisers hear of it, without names, and the author that it still waits."""
    found = await proposals.objection(act.tx, objection)
    proposal = await proposals.find(act.tx, found.proposal) if found else None
    if found is None or proposal is None or proposal.state != "open":
        return Stays()
    if proposal.author:
        words = Shown("text", proposal.words)
        _tell_author(act, "look_at_proposal.not_settled", proposal, words=words)
    _tell_organisers(act, "look_at_proposal.stuck", proposal, found)
    return Stays()


# ------------------------------------------------------------------------------------------------ another text, or none
@dataclass(frozen=True, slots=True)
class Reworded:
    words: str


@dataclass(frozen=True, slots=True)
class TooLong:
    longest: int


async def reword_proposal(act: Act, *, proposal: str, new_words: str) -> Reworded | TooLong | Decided:
    found = await proposals.find(act.tx, proposal)
    if found is None or found.state != "open" or found.author != act.person:
        return Decided()
    if len(new_words) > LONGEST_TITLE:
        return TooLong(LONGEST_TITLE)
    return Reworded(await reword(act, found, new_words))


async def reword(act: Act, proposal: Proposal, words: str) -> str:
    """Another text is another proposal: who agreed, agrees no more; who objected is asked whether it still holds. The
    text as it is kept."""
    words = " ".join(words.split())[:LONGEST_TITLE]
    words = words[:1].upper() + words[1:]
    await proposals.reworded(act.tx, proposal.id, words)
    await conversations.settled(act.tx, ASKING, proposal.id)
    act.effects.append(TimerSet("adopt", None, proposal.id, each=True, person=""))
    proposal = replace(proposal, words=words, agreed_at=None)
    task = await tasks.find(act.tx, proposal.subject)
    if task is None:
        return words
    await tasks.change(act.tx, replace(task, title=words))
    await _show(act, proposal)
    objections = await proposals.open_objections(act.tx, proposal.id)
    for one in objections:
        if one.person:
            _ask_objector(act, "settle_after_rewording", one, words=words, why=one.words)
    objectors = {one.person for one in objections}
    for person in await proposals.concerned(act.tx, proposal.id):
        if person not in objectors:
            _ask(act, proposal, replace(task, title=words), person)
    return words


@dataclass(frozen=True, slots=True)
class Withdrawn:
    title: str


async def withdraw_proposal(act: Act, *, proposal: str) -> Withdrawn | Decided:
    found = await proposals.find(act.tx, proposal)
    if found is None or not await proposals.ended(act.tx, proposal, "withdrawn", act.at):
        return Decided()
    await tasks.closed(act.tx, found.subject, "withdrawn", act.at)
    act.effects.append(TimerSet("adopt", None, proposal, each=True, person=""))
    await _show(act, replace(found, state="withdrawn"))
    return Withdrawn(found.words)
