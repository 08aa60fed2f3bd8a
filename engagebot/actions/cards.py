"""How tasks and proposals are shown: a card in private, a card in a room, the board; and keeping these up to date."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime

from engagebot.actions.act import Act
from engagebot.domain.proposals import Proposal
from engagebot.domain.tasks import Task
from engagebot.engine.effects import CardShown, Line, Shown, TimerSet
from engagebot.engine.model import Value
from engagebot.engine.show import LONGEST_SHOWN, shortened
from engagebot.store import people, profile, proposals, tasks

NAMES = "names"
"""Purpose of consent: one's first name beside a task, on the board."""
HAND, THUMB = "🙋", "👍"
SHOWN_ON_BOARD = 10
"""Tasks of each state; the rest is counted."""


def effort(task: Task) -> Shown:
    return Shown("effort", {"effort": task.effort, "minutes": task.minutes})


def choice(task: Task) -> Value:
    """A task to choose, by its number or by words of its title."""
    return {
        "line": "browse_tasks.line",
        "values": {"title": ["text", task.title], "effort": ["effort", effort(task).value]},
        "words": [task.title],
    }


async def name_of(act: Act, person: str | None, *, openly: bool = True) -> str:
    """A first name; "" when they have none, or (`openly`) have not agreed to its being shown to others."""
    if person is None:
        return ""
    if openly and not await profile.agrees(act.tx, person, NAMES):
        return ""
    known = await people.find(act.tx, person)
    return known.name if known else ""


# -------------------------------------------------------------------------------------------------------------- private
def about(act: Act, task: Task) -> list[Line]:
    """A task for somebody who looks at it: what, how long, with how many, where, why."""
    lines = [act.line("task.title", title=Shown("text", task.title), effort=effort(task))]
    if task.description:
        lines.append(act.line("task.description", description=Shown("text", shortened(task.description, 200))))
    if task.people > 1:
        lines.append(act.line("task.people", people=Shown("number", task.people), free=Shown("number", task.free)))
    if task.place:
        lines.append(act.line("task.place", place=Shown("place", task.place)))
    if task.skills:
        lines.append(act.line("task.skills", skills=Shown("skills", dict.fromkeys(task.skills, "can"))))
    if task.horizon not in ("if_time", task.effort):  # what goes on all the time has said so already
        lines.append(act.line(f"task.horizon_{task.horizon}"))
    if task.link:
        lines.append(act.line("task.link", link=Shown("text", task.link)))
    if task.handover:
        lines.append(act.line("task.handover", words=Shown("text", shortened(task.handover, LONGEST_SHOWN))))
    return lines


# ---------------------------------------------------------------------------------------------------------------- rooms
async def refresh(act: Act, *changed: Task) -> None:
    """Whatever shows one of these in a room says what is so now, soon."""
    for task in changed:
        for card in await proposals.cards(act.tx, "task", task.id):
            await show_task(act, task, card.room)
    board_soon(act)


async def card_due(act: Act, task_id: str) -> None:
    """Something that a task's card says is no longer so."""
    if task := await tasks.find(act.tx, task_id):
        await refresh(act, task)


def board_soon(act: Act) -> None:
    """The board is brought up to date in a moment, once for everything that happens until then."""
    if act.association.tasks_room:
        step = max(1.0, act.settings.board_delay_seconds)
        now = act.now or act.at  # by our own clock: a timer that is set for a moment that is over does not fire again
        due = math.floor(now.timestamp() / step + 1) * step
        act.effects.append(
            TimerSet("board", datetime.fromtimestamp(due, UTC), act.association.tasks_room, each=True, person="")
        )


async def show_task(act: Act, task: Task, room: str) -> None:
    """Its card in `room`, posted or brought up to date."""
    who = [name for one in await tasks.claims_on(act.tx, task.id) if (name := await name_of(act, one.person))]
    values = {
        "title": Shown("text", task.title),
        "effort": effort(task),
        "free": Shown("number", task.free),
        "people": Shown("number", task.people),
    }
    ended = "done" if task.state == "done" else "gone"
    state = ("open" if task.free else "taken") if task.state == "open" else ended
    lines = [act.line(f"task.card_{state}", **values)]
    if who and task.state != "withdrawn":
        lines.append(act.line("task.card_names", names=Shown("text", ", ".join(who))))
    if task.state == "open" and task.free:
        lines.append(act.line("task.card_how"))
    show_card(act, "task", task.id, room, lines, buttons=(HAND,) if task.state == "open" else ())


async def show_proposal(act: Act, proposal: Proposal, task: Task, room: str, mentions: Sequence[str] = ()) -> None:
    approvals = len(await proposals.approvals(act.tx, proposal.id))
    objections = await proposals.open_objections(act.tx, proposal.id)
    lines = [act.line("task.proposed", words=Shown("text", proposal.words), effort=effort(task))]
    if proposal.state == "withdrawn":
        lines.append(act.line("task.proposed_gone"))
    elif proposal.state == "adopted":
        lines.append(act.line("task.proposed_adopted"))
    elif objections:
        lines += [act.line("task.proposed_objection", why=Shown("text", one.words)) for one in objections]
        lines.append(act.line("task.proposed_waits"))
    elif proposal.agreed_at:
        hours = Shown("number", round(act.settings.objection_hours))
        lines.append(act.line("task.proposed_agreed", hours=hours))
    else:
        lines.append(act.line("task.proposed_how", count=Shown("number", approvals)))
    if mentions:
        names = [name for one in mentions if (name := await name_of(act, one))]
        lines.append(act.line("task.proposed_for", names=Shown("text", ", ".join(names))))
    show_card(act, "proposal", proposal.id, room, lines, buttons=(THUMB,), mentions=tuple(mentions))


def show_card(
    act: Act,
    kind: str,
    subject: str,
    room: str,
    lines: Sequence[Line],
    *,
    buttons: tuple[str, ...] = (),
    mentions: tuple[str, ...] = (),
    pinned: bool = False,
) -> None:
    line = act.line("task.card", lines=Shown("lines", list(lines)))
    assert kind in ("task", "proposal", "board", "question", "call", "review")
    act.effects.append(CardShown(kind, subject, room, line.text, line.values, buttons, mentions, pinned))  # type: ignore[arg-type]


async def board_due(act: Act, room: str) -> None:
    """The board of a room is brought up to date, once for all that happened since."""
    show_card(act, "board", room, room, await board(act), pinned=True)


async def board(act: Act) -> list[Line]:
    """All that is to be done, is being done, has been done of late; names by consent only."""
    begun = await tasks.begun(act.tx, SHOWN_ON_BOARD + 1)
    under_way = {task.id for task in begun}
    waiting = [task for task in await tasks.open_tasks(act.tx, 3 * SHOWN_ON_BOARD) if task.id not in under_way]
    done = await tasks.of_state(act.tx, "done", SHOWN_ON_BOARD // 2)
    lines: list[Line] = [act.line("task.board_title", association=Shown("text", act.association.name))]
    for name, listed in (("to_do", waiting), ("begun", begun), ("done", done)):
        if not listed:
            continue
        lines.append(act.line(f"task.board_{name}"))
        for task in listed[:SHOWN_ON_BOARD]:
            lines.append(await _board_line(act, task, begun=name == "begun"))
        if len(listed) > SHOWN_ON_BOARD:
            lines.append(act.line("task.board_more"))
    if len(lines) == 1:
        lines.append(act.line("task.board_empty"))
    lines.append(act.line("task.board_how"))
    return lines


async def _board_line(act: Act, task: Task, *, begun: bool) -> Line:
    values = {"title": Shown("text", task.title), "effort": effort(task)}
    if task.state == "done":
        return act.line("task.board_line_done", title=values["title"])
    who = [
        name
        for one in await tasks.claims_on(act.tx, task.id)
        if one.state == "active" and (name := await name_of(act, one.person))
    ]
    if begun and who:
        names = Shown("text", ", ".join(who))
        if task.free:
            return act.line("task.board_line_names_free", **values, names=names, free=Shown("number", task.free))
        return act.line("task.board_line_names", **values, names=names)
    if task.free > 1 or (begun and task.free):
        return act.line("task.board_line_free", **values, free=Shown("number", task.free))
    return act.line("task.board_line", **values)
