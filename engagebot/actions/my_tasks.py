"""What becomes of a task that somebody took: how it goes, done, given back, too big; and the days in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engagebot.actions import cards, ladder
from engagebot.actions.act import Act
from engagebot.actions.answers import cleaned
from engagebot.actions.tasks import look_again, look_no_more, rules
from engagebot.actions.welcome import CONTACT
from engagebot.domain.tasks import Claim, Task, is_newcomer, next_look
from engagebot.engine.effects import Line, Prompted, Shown, TimerSet
from engagebot.engine.model import Value
from engagebot.store import people, proposals, questions, quiet, tasks
from engagebot.store.questions import Question
from engagebot.understanding.answers import Option, read

LONGEST_NOTE = 300


# -------------------------------------------------------------------------------------------------------- which of them
@dataclass(frozen=True, slots=True)
class Nothing: ...


@dataclass(frozen=True, slots=True)
class Listed:
    mine: list[Line]


@dataclass(frozen=True, slots=True)
class NoneInHand:
    mine: list[Line]


async def list_my_tasks(act: Act) -> Listed | NoneInHand | Nothing:
    """Tasks in hand, those one could do, and what one has proposed."""
    lines = []
    held = await tasks.claims_of(act.tx, act.person)
    for claim in held:
        task = await tasks.find(act.tx, claim.task)
        if task:
            lines.append(act.line("my_tasks.held", title=Shown("text", task.title), effort=cards.effort(task)))
    for one in await tasks.could_of(act.tx, act.person):
        task = await tasks.find(act.tx, one.task)
        if task and task.state == "open":
            lines.append(act.line("my_tasks.could", title=Shown("text", task.title)))
    for proposal in await proposals.by_author(act.tx, act.person):
        if await proposals.open_objections(act.tx, proposal.id):
            lines.append(act.line("my_tasks.objected", title=Shown("text", proposal.words)))
            continue
        count = len(await proposals.approvals(act.tx, proposal.id))
        lines.append(act.line("my_tasks.proposed", title=Shown("text", proposal.words), count=Shown("number", count)))
    if not lines:
        return Nothing()
    return Listed(lines) if held else NoneInHand(lines)


@dataclass(frozen=True, slots=True)
class One:
    claim: str
    title: str


@dataclass(frozen=True, slots=True)
class Several:
    claims: Value


async def find_claim(act: Act, *, claim: str | None = None, said: str = "") -> One | Several | Nothing:
    """Which task is meant: the one given, the only one, or the one that is named."""
    held = await tasks.claims_of(act.tx, act.person)
    titled: list[tuple[Claim, Task]] = [(one, task) for one in held if (task := await tasks.find(act.tx, one.task))]
    if claim is not None:
        titled = [(one, task) for one, task in titled if one.id == claim]
    if not titled:
        return Nothing()
    if len(titled) > 1:
        spoken = read("choice", said, options=[Option(task.title) for _, task in titled]) if said else None
        if not isinstance(spoken, int):
            return Several({one.id: cards.choice(task) for one, task in titled})
        titled = [titled[spoken]]
    one, task = titled[0]
    return One(one.id, task.title)


async def _held(act: Act, claim_id: str) -> tuple[Claim, Task] | None:
    """None: it is no longer theirs."""
    claim = await tasks.claim(act.tx, claim_id)
    task = await tasks.find(act.tx, claim.task) if claim else None
    if claim is None or task is None or claim.person != act.person or claim.state != "active":
        return None
    return claim, task


# ------------------------------------------------------------------------------------------------------------- going on
@dataclass(frozen=True, slots=True)
class NotTheirs: ...


@dataclass(frozen=True, slots=True)
class Done: ...


@dataclass(frozen=True, slots=True)
class Going: ...


@dataclass(frozen=True, slots=True)
class Later:
    days: int


@dataclass(frozen=True, slots=True)
class Back: ...


async def answer_check_in(act: Act, *, claim: str, how: str = "going") -> Done | Going | Later | Back | NotTheirs:
    """Any word about it, a "skip" too, and the days are counted anew. Later: nobody asks for a month."""
    held = await _held(act, claim)
    if held is None:
        return NotTheirs()
    match how:
        case "done":
            return Done()
        case "back":
            return Back()
        case "later":
            await touch(act, held[0], act.at + rules(act).sleep)
            return Later(rules(act).sleep.days)
    await touch(act, held[0])
    return Going()


async def touch(act: Act, claim: Claim, look_at: datetime | None = None) -> None:
    """Something was said about it; `look_at`: when it is asked about next (None: in two weeks)."""
    await tasks.touched(act.tx, claim.id)
    look_again(act, claim, look_at)


@dataclass(frozen=True, slots=True)
class Kept:
    title: str


# ------------------------------------------------------------------------------------------------------- giving it back
@dataclass(frozen=True, slots=True)
class GivenBack:
    title: str
    task: str


async def give_back(act: Act, *, claim: str) -> GivenBack | NotTheirs:
    """As though it had never been taken: the row is gone."""
    held = await _held(act, claim)
    if held is None:
        return NotTheirs()
    await tasks.give_back(act.tx, held[0])
    look_no_more(act, held[0])
    act.undo = ("take_task", {"task": held[1].id})
    await cards.refresh(act, await _now(act, held[1]))
    return GivenBack(held[1].title, held[1].id)


async def _now(act: Act, task: Task) -> Task:
    return await tasks.find(act.tx, task.id) or task


@dataclass(frozen=True, slots=True)
class NoteKept: ...


async def leave_note(act: Act, *, task: str, note: str) -> NoteKept:
    """For whoever takes it next; no name is kept with it."""
    await tasks.hand_over(act.tx, task, note[:LONGEST_NOTE])
    return NoteKept()


# ------------------------------------------------------------------------------------------------------- too big, stuck
@dataclass(frozen=True, slots=True)
class ContactFound:
    contact: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    contact: str
    reach: str


async def find_contact(act: Act, *, claim: str) -> ContactFound | Elsewhere | NotTheirs:
    """Who can help with it: the task's contact, else the association's."""
    held = await _held(act, claim)
    if held is None:
        return NotTheirs()
    contact = await _contact(act, held[1])
    if contact is None:
        return Elsewhere(act.association.contact_name, act.association.contact)
    name = act.association.contact_name if contact == act.association.contact else ""
    known = await people.find(act.tx, contact)
    return ContactFound(name or (known.name if known and known.name else contact))


async def _contact(act: Act, task: Task) -> str | None:
    """None: nobody whom the bot can write to."""
    for one in (task.contact, act.association.contact):
        if one and one.startswith("@") and one != act.person:
            return one
    return None


async def ask_contact(act: Act, *, claim: str, words: str = "") -> Kept | NotTheirs:
    """The contact hears who is stuck with what; and that is a word about it."""
    held = await _held(act, claim)
    contact = await _contact(act, held[1]) if held else None
    if held is None or contact is None:
        return NotTheirs()
    await touch(act, held[0])
    await _ask(act, held[1], contact, words)
    return Kept(held[1].title)


async def _ask(act: Act, task: Task, contact: str, words: str) -> None:
    """It becomes a question to the contact, at once and whatever the hour: a person asks a person. Without an answer
    it goes the way of every question. Whom the bot has never met hears of it in a plain message."""
    person = await people.find(act.tx, act.person)
    if person and await people.find(act.tx, contact):
        newcomer = is_newcomer(person.onboarded_at, act.at, rules(act))
        said = await cleaned(act, f"{task.title} – {words}" if words else task.title)
        question = Question(
            act.new_id(), act.person, said, task.topic, True, newcomer, act.event_id, task.id, act.at, act.at
        )
        await questions.add(act.tx, question)
        await ladder.put(act, question, contact, flow="stuck_question", purpose="reply")
        await ladder.go_on(act, question.id)
        return
    act.tell(
        "stuck_task.asked" if words else "stuck_task.asked_plain",
        person=contact,
        name=Shown("text", person.name if person and person.name else act.person),
        id=Shown("text", act.person),
        title=Shown("text", task.title),
        words=Shown("text", words[:LONGEST_NOTE]),
    )


# ----------------------------------------------------------------------------------------------------------------- done
@dataclass(frozen=True, slots=True)
class Finished:
    title: str
    thanks: list[Line]
    about: int


@dataclass(frozen=True, slots=True)
class FinishedUncounted:
    title: str
    thanks: list[Line]


async def finish_task(act: Act, *, claim: str) -> Finished | FinishedUncounted | NotTheirs:
    """Thanks that say what it made possible; `about`: minutes that may be counted. A task for several is over when they
    are all done; one that goes on all the time never is."""
    held = await _held(act, claim)
    if held is None or not await tasks.done(act.tx, held[0], act.at):
        return NotTheirs()
    task = held[1]
    look_no_more(act, held[0])
    everybody = await tasks.claims_on(act.tx, task.id)
    over = task.horizon != "ongoing" and len([c for c in everybody if c.state == "done"]) >= task.people
    if over:
        await tasks.closed(act.tx, task.id, "done", act.at)
    else:
        await tasks.recount(act.tx, task.id)
    act.undo = ("not_done", {"claim": claim})
    await _succession(act, task)
    await cards.refresh(act, await _now(act, task))
    title = Shown("text", task.title)
    if task.purpose:
        thanks = [act.line("finish_task.thanks_purpose", title=title, purpose=Shown("text", task.purpose))]
    else:
        thanks = [act.line("finish_task.thanks", title=title)]
    if not over:
        thanks.append(act.line("finish_task.others_left"))
    if task.effort == "minutes" and task.minutes:
        return Finished(task.title, thanks, task.minutes)
    return FinishedUncounted(task.title, thanks)


async def not_done(act: Act, *, claim: str) -> Kept | NotTheirs:
    """Undoes `finish_task`."""
    found = await tasks.claim(act.tx, claim)
    if found is None or found.person != act.person or found.state != "done":
        return NotTheirs()
    if await tasks.claim_on(act.tx, found.task, act.person):
        return NotTheirs()  # they have taken it anew since
    await tasks.undone(act.tx, claim)
    await tasks.reopened(act.tx, found.task)
    await tasks.recount(act.tx, found.task)
    look_again(act, found)
    task = await tasks.find(act.tx, found.task)
    if task is None:
        return NotTheirs()
    await cards.refresh(act, task)
    return Kept(task.title)


@dataclass(frozen=True, slots=True)
class Counted:
    spent: int


@dataclass(frozen=True, slots=True)
class NotCounted: ...


async def count_minutes(
    act: Act, *, claim: str, count: str | None = None, about: int | None = None, spent: int | None = None
) -> Counted | NotCounted:
    """Only what they said may be counted is."""
    minutes = spent if spent else about if count == "yes" else None
    await tasks.took(act.tx, claim, minutes)
    return Counted(minutes) if minutes else NotCounted()


async def _succession(act: Act, task: Task) -> None:
    """A topic that only one person has ever handled: the organisers hear of the topic, never of the person."""
    if not task.topic or not act.association.organisers_room:
        return
    handled, people_there = await tasks.doers(act.tx, task.topic)
    if people_there != 1 or handled < act.settings.succession_tasks:
        return
    quarter = f"{act.at:%Y}-{(act.at.month - 1) // 3 + 1}"
    act.tell(
        "organisers.succession",
        room=act.association.organisers_room,
        key=f"succession:{task.topic}:{quarter}",
        topic=Shown("topic", task.topic),
    )


# -------------------------------------------------------------------------------------------------- the days in between
async def claim_due(act: Act, claim_id: str) -> None:
    """Two weeks without a word: asked how it goes; two more: once more; two more: it returns to the list, with thanks.
    A pause stops the clock, and so does a wish to hear nothing about tasks."""
    held = await _held(act, claim_id)
    if held is None:
        return
    claim, task = held
    if in_peace := await _in_peace(act):
        look_again(act, claim, in_peace)
        return
    if claim.asked < 2:
        await tasks.asked(act.tx, claim.id)
        until = act.at + timedelta(days=act.settings.prompt_valid_days)
        slots = {"claim": claim.id, "title": task.title}
        flow = "check_in" if claim.asked == 0 else "check_in_again"
        act.effects.append(Prompted(act.person, flow, slots, CONTACT, until, about="tasks", subject=task.id))
        look_again(act, claim, next_look(claim.asked + 1, act.at, rules(act)))
        return
    until = act.at + rules(act).theirs_first
    await tasks.reserve(act.tx, claim, until)
    act.effects.append(TimerSet("reserved", until, claim.id, each=True, person=act.person))
    act.tell(
        "check_in.back_on_list",
        person=act.person,
        purpose=CONTACT,
        about="tasks",
        subject=task.id,
        title=Shown("text", task.title),
        days=Shown("number", rules(act).theirs_first.days),
    )
    await cards.refresh(act, await _now(act, task))


async def _in_peace(act: Act) -> datetime | None:
    """Until when they want to hear nothing about tasks; None: they may be asked now."""
    person = await people.find(act.tx, act.person)
    if person and person.paused_until and person.paused(act.at):
        return person.paused_until
    left_alone = await quiet.quiet_of(act.tx, act.person, act.at)
    return (left_alone["tasks"] or act.at + rules(act).sleep) if "tasks" in left_alone else None


async def reserved_due(act: Act, claim_id: str) -> None:
    """It was theirs first for a week; now it is everybody's, and nothing is kept of it."""
    claim = await tasks.claim(act.tx, claim_id)
    task = await tasks.find(act.tx, claim.task) if claim else None
    if claim and task and claim.state == "reserved":
        await tasks.give_back(act.tx, claim)
        await cards.refresh(act, await _now(act, task))
