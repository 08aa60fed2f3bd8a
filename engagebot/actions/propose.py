"""Proposing a task in a conversation; changing and closing one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engagebot.actions import cards
from engagebot.actions import proposals as validation
from engagebot.actions.act import Act
from engagebot.actions.tasks import look_no_more, named
from engagebot.actions.welcome import CONTACT
from engagebot.domain.tasks import (
    LONGEST_BITE_MINUTES,
    LONGEST_DESCRIPTION,
    LONGEST_PLACE,
    LONGEST_PURPOSE,
    LONGEST_TITLE,
    Task,
    tidied,
)
from engagebot.engine.effects import Line, Shown, TimerSet
from engagebot.engine.model import Value
from engagebot.store import proposals, tasks
from engagebot.understanding.answers import Option, read
from engagebot.understanding.levels import levels
from engagebot.understanding.text import fold

UNSAID_MINUTES = 60
"""When somebody skips how long it takes: an hour, and it is shown to them before it is put forward."""
MOST_OFFERED = 60
EDITED = (
    "title", "description", "purpose", "effort", "minutes", "people", "place", "topic", "horizon", "contact", "link"
)  # fmt: skip


# ------------------------------------------------------------------------------------------------------------ proposing
@dataclass(frozen=True, slots=True)
class Titled:
    told: bool


@dataclass(frozen=True, slots=True)
class Untitled:
    told: bool


async def begin_proposal(act: Act, *, idea: str | None = None) -> Titled | Untitled:
    """Whether the words that began it say already what should be done: then there is room for one more question."""
    return Titled(True) if idea else Untitled(False)


@dataclass(frozen=True, slots=True)
class OneMore: ...


@dataclass(frozen=True, slots=True)
class Enough: ...


async def room_for_one_more(act: Act, *, told: bool = False) -> OneMore | Enough:
    """At most four things are asked."""
    return OneMore() if told else Enough()


@dataclass(frozen=True, slots=True)
class Clear: ...


@dataclass(frozen=True, slots=True)
class TooLong:
    description: str
    longest: int


@dataclass(frozen=True, slots=True)
class MuchTooLong:
    description: str
    longest: int


@dataclass(frozen=True, slots=True)
class There:
    title: str
    card: list[Line]


async def check_idea(act: Act, *, idea: str, description: str | None = None) -> Clear | TooLong | MuchTooLong | There:
    """Too long for a title: all of it becomes the description, and a few words are asked for; much too long: its
    beginning does. There: the same is on the list."""
    if len(idea) > LONGEST_TITLE:
        kept = description or idea
        too_long = TooLong if len(kept) <= LONGEST_DESCRIPTION else MuchTooLong
        return too_long(kept[:LONGEST_DESCRIPTION], LONGEST_TITLE)
    for one in await tasks.titled(act.tx, " ".join(idea.split())):
        task = await tasks.find(act.tx, one)
        if task and task.state == "open":
            return There(task.title, cards.about(act, task))
    return Clear()


@dataclass(frozen=True, slots=True)
class Bite: ...


@dataclass(frozen=True, slots=True)
class Split:
    parts: int
    each: int


@dataclass(frozen=True, slots=True)
class WrongEffort: ...


async def check_effort(act: Act, *, effort: Mapping[str, Any] | None = None) -> Bite | Split | WrongEffort:
    """Over two hours it is asked to be split: in how many parts of how long would do."""
    if effort is None:
        return Bite()
    if effort["effort"] == "wrong":
        return WrongEffort()
    minutes = effort["minutes"]
    if minutes is None or minutes <= LONGEST_BITE_MINUTES:
        return Bite()
    parts = math.ceil(minutes / LONGEST_BITE_MINUTES)
    each = math.ceil(minutes / parts / 5) * 5
    return Split(parts, min(each, LONGEST_BITE_MINUTES))


@dataclass(frozen=True, slots=True)
class Divided:
    effort: Value
    people_wanted: int


async def split_task(act: Act, *, parts: int, each: int) -> Divided:
    """So many places of a part each, for as many people or fewer."""
    return Divided({"effort": "minutes", "minutes": each}, parts)


@dataclass(frozen=True, slots=True)
class Whole:
    effort: Value


async def leave_whole(act: Act) -> Whole:
    """It cannot be split: a task of some hours."""
    return Whole({"effort": "few_hours", "minutes": None})


@dataclass(frozen=True, slots=True)
class SummedUp:
    summary: list[Line]
    draft: Value


async def sum_up(
    act: Act,
    *,
    idea: str,
    description: str = "",
    effort: Mapping[str, Any] | None = None,
    people_wanted: int = 1,
    place: str = "",
    purpose: str = "",
    more: Mapping[str, Any] | None = None,
) -> SummedUp:
    """What will be put forward, word for word, with the skills guessed from the words; `more`: what was changed of it
    since."""
    effort = effort or {"effort": "minutes", "minutes": UNSAID_MINUTES}
    words = f"{idea} {description}"
    draft = Task(
        id="",
        title=idea,
        effort=effort["effort"],
        minutes=effort["minutes"] if effort["effort"] == "minutes" else None,
        people=people_wanted,
        free=people_wanted,
        description=description[:LONGEST_DESCRIPTION],
        purpose=purpose[:LONGEST_PURPOSE],
        place=place[:LONGEST_PLACE],
        topic=named(words, act.association.topics),
        skills=tuple(levels(words, [Option(e.id, e.words) for e in act.association.skills])),
        interests=tuple(levels(words, [Option(e.id, e.words) for e in act.association.interests], "interests")),
    )
    task = tidied(changed(draft, more or {}))
    lines = cards.about(act, task)
    if task.purpose:
        lines.append(act.line("task.purpose", purpose=Shown("text", task.purpose)))
    return SummedUp(lines, snapshot(task))


def snapshot(task: Task) -> Value:
    """All of it that can be edited, for `restored`."""
    return {
        **{name: getattr(task, name) for name in EDITED},
        "skills": list(task.skills),
        "interests": list(task.interests),
    }


def restored(task: Task, kept: Mapping[str, Any]) -> Task:
    return replace(task, **{**kept, "skills": tuple(kept["skills"]), "interests": tuple(kept["interests"])})


def changed(task: Task, change: Mapping[str, Any]) -> Task:
    """`task` as `change` (a value of type task_change) makes it; what it does not name stays."""
    limits = {"title": LONGEST_TITLE, "description": LONGEST_DESCRIPTION, "purpose": LONGEST_PURPOSE}
    said: dict[str, Any] = {
        key: str(change[key])[: limits.get(key, 300)]
        for key in ("title", "description", "purpose", "place", "horizon", "link")
        if key in change
    }
    if "people" in change:
        said |= {"people": change["people"], "free": change["people"]}
    if gone := change.get("remove_skills"):
        said["skills"] = tuple(skill for skill in task.skills if skill not in gone)
    if new := change.get("add_skills"):
        said["skills"] = tuple(dict.fromkeys((*said.get("skills", task.skills), *new)))
    if change.get("effort") in ("minutes", "few_hours", "ongoing"):
        minutes = change.get("minutes") if change["effort"] == "minutes" else None
        if minutes is None or minutes <= LONGEST_BITE_MINUTES:
            said |= {"effort": change["effort"], "minutes": minutes}
        else:
            said |= {"effort": "few_hours", "minutes": None}
    return replace(task, **said)


@dataclass(frozen=True, slots=True)
class More:
    more: Value
    change: Value


@dataclass(frozen=True, slots=True)
class Impossible:
    change: Value


async def add_change(
    act: Act, *, change: Mapping[str, Any], more: Mapping[str, Any] | None = None
) -> More | Impossible:
    """Said while it was summed up; it is shown anew. Impossible: less than a minute."""
    if change.get("effort") == "wrong":
        return Impossible(None)
    return More({**(more or {}), **change}, None)


@dataclass(frozen=True, slots=True)
class PutForward:
    asked: int


@dataclass(frozen=True, slots=True)
class PutForwardAlone: ...


@dataclass(frozen=True, slots=True)
class Opened:
    title: str


async def publish_task(
    act: Act, *, draft: Mapping[str, Any], room: str = "", said_in: str | None = None
) -> PutForward | PutForwardAlone | Opened:
    """Two others will say whether it is wanted; what an organiser writes down is open at once. `room`, `said_in`: the
    group room and the message in which it was said."""
    task = replace(restored(Task("", ""), draft), id=act.new_id(), free=draft["people"], author=act.person)
    organiser = await act.counts_as_organiser()
    await tasks.add(act.tx, task, act.at, opened=organiser)
    if organiser:
        await announce(act, task, room)
        act.undo = ("unpublish_task", {"task": task.id})
        return Opened(task.title)
    asked = await validation.put_forward(act, task, room, said_in)
    act.undo = ("unpublish_task", {"task": task.id})
    return PutForward(asked) if asked else PutForwardAlone()


async def announce(act: Act, task: Task, room: str) -> None:
    """Where people can take it by a reaction."""
    if room or act.association.tasks_room:
        await cards.show_task(act, task, room or act.association.tasks_room)
    cards.board_soon(act)


@dataclass(frozen=True, slots=True)
class Unpublished: ...


async def unpublish_task(act: Act, *, task: str) -> Unpublished:
    """Undoes `publish_task`."""
    proposal = await proposals.of(act.tx, "task", task)
    if proposal:
        await validation.withdraw_proposal(act, proposal=proposal.id)
    await tasks.closed(act.tx, task, "withdrawn", act.at)
    found = await tasks.find(act.tx, task)
    if found:
        await cards.refresh(act, found)
    return Unpublished()


# ------------------------------------------------------------------------------------------------- changing and closing
@dataclass(frozen=True, slots=True)
class Mine:
    task: str
    title: str
    card: list[Line]


@dataclass(frozen=True, slots=True)
class Several:
    owned: Value


@dataclass(frozen=True, slots=True)
class NoneToChange: ...


async def find_own_task(act: Act, *, said: str = "", task: str | None = None) -> Mine | Several | NoneToChange:
    """A task that they may change: an organiser any, everybody else what they proposed or are the contact of."""
    organiser = await act.counts_as_organiser()
    found = await tasks.looked_after(act.tx, None if organiser else act.person, MOST_OFFERED)
    if task is not None:
        found = [one for one in found if one.id == task]
    if not found:
        return NoneToChange()
    if len(found) > 1:
        spoken = read("choice", said, options=[Option(one.title) for one in found]) if said else None
        named_whole = [one for one in found if said and fold(one.title) in fold(said)]
        if len(named_whole) == 1:
            found = named_whole
        elif isinstance(spoken, int):
            found = [found[spoken]]
        else:
            return Several({one.id: cards.choice(one) for one in found})
    one = found[0]
    return Mine(one.id, one.title, cards.about(act, one))


@dataclass(frozen=True, slots=True)
class TaskChanged:
    card: list[Line]


@dataclass(frozen=True, slots=True)
class AgainToAgree:
    card: list[Line]


@dataclass(frozen=True, slots=True)
class NothingToChange: ...


@dataclass(frozen=True, slots=True)
class TooFew:
    taken: int


async def change_task(
    act: Act, *, task: str, change: Mapping[str, Any]
) -> TaskChanged | AgainToAgree | NothingToChange | WrongEffort | TooFew | NoneToChange:
    """AgainToAgree: it was a proposal, and its words have changed. TooFew: more people have it than it would be for."""
    found = await tasks.find(act.tx, task)
    may = found and (act.person in (found.author, found.contact) or await act.is_organiser())
    if found is None or not may or found.state not in ("proposed", "open"):
        return NoneToChange()
    new = tidied(changed(found, change))
    if change.get("effort") == "wrong":
        return WrongEffort()
    if change.get("op") == "fine" or new == found:
        return NothingToChange()
    taken = len(await tasks.claims_on(act.tx, task))
    if new.people < taken:
        return TooFew(taken)
    await tasks.change(act.tx, new)
    act.undo = ("restore_task", {"task": task, "before": snapshot(found)})
    proposal = await proposals.of(act.tx, "task", task) if found.state == "proposed" else None
    if proposal:
        voids = (new.title, new.description) != (found.title, found.description)
        if voids:
            await validation.reword(act, proposal, new.title)
        return AgainToAgree(cards.about(act, new)) if voids else TaskChanged(cards.about(act, new))
    now = await tasks.find(act.tx, task) or new
    await cards.refresh(act, now)
    return TaskChanged(cards.about(act, now))


async def restore_task(act: Act, *, task: str, before: Mapping[str, Any]) -> TaskChanged | NoneToChange:
    """Undoes `change_task`."""
    found = await tasks.find(act.tx, task)
    if found is None:
        return NoneToChange()
    proposal = await proposals.of(act.tx, "task", task) if found.state == "proposed" else None
    if proposal and found.title != before["title"]:
        await validation.reword(act, proposal, before["title"])
    await tasks.change(act.tx, restored(found, before))
    now = await tasks.find(act.tx, task) or found
    await cards.refresh(act, now)
    return TaskChanged(cards.about(act, now))


@dataclass(frozen=True, slots=True)
class OnList: ...


@dataclass(frozen=True, slots=True)
class StillIdea: ...


async def what_to_close(act: Act, *, task: str) -> OnList | StillIdea:
    """StillIdea: two others have not agreed to it yet."""
    found = await tasks.find(act.tx, task)
    return StillIdea() if found and found.state == "proposed" else OnList()


@dataclass(frozen=True, slots=True)
class Closed:
    title: str


async def close_task(act: Act, *, task: str, why: str = "gone") -> Closed | NoneToChange:
    """`why`: done, or gone (no longer needed). Who has it is told, with thanks; so is whoever suggested what is still
    an idea."""
    found = await tasks.find(act.tx, task)
    may = found and (act.person in (found.author, found.contact) or await act.is_organiser())
    if found is None or not may or found.state not in ("proposed", "open"):
        return NoneToChange()
    proposal = await proposals.of(act.tx, "task", task) if found.state == "proposed" else None
    if proposal:
        await validation.withdraw_proposal(act, proposal=proposal.id)
        if found.author and found.author != act.person:
            title = Shown("text", found.title)
            act.tell(
                "close_task.told_author",
                person=found.author,
                purpose=CONTACT,
                about="proposals",
                subject=proposal.id,
                title=title,
            )
        return Closed(found.title)
    await tasks.closed(act.tx, task, "done" if why == "done" else "withdrawn", act.at)
    for claim in await tasks.claims_on(act.tx, task):
        if claim.state == "done" or claim.person is None:
            continue
        look_no_more(act, claim)
        if why == "done" and claim.state == "active":
            await tasks.done(act.tx, claim, act.at)
        else:
            await tasks.give_back(act.tx, claim)
        if claim.person != act.person and claim.state == "active":
            sentence = "close_task.told_done" if why == "done" else "close_task.told_gone"
            title = Shown("text", found.title)
            act.tell(sentence, person=claim.person, purpose=CONTACT, about="tasks", subject=task, title=title)
    for could in await tasks.could_on(act.tx, task):
        await tasks.could_no_more(act.tx, task, could.person)
        act.effects.append(TimerSet("could", None, task, each=True, person=could.person))
    await cards.refresh(act, await tasks.find(act.tx, task) or found)
    return Closed(found.title)
