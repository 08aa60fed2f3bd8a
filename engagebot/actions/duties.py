"""What somebody has in hand for others when they want to be left in peace: it goes to others at once, with thanks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from engagebot.actions import called, ladder, meeting
from engagebot.actions.act import Act
from engagebot.domain.gate import ABOUTS, About
from engagebot.engine.effects import Line, Shown
from engagebot.store import calls, introductions, tasks


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen to."""

    lines: list[Line]
    """[]: they had nothing in hand."""
    gone: bool
    """Somebody else was asked, or told: it cannot be taken back."""


async def hand_over(act: Act, abouts: Collection[About] = ABOUTS) -> Seen:
    """All of that kind that the speaker has in hand; a task stays theirs, for a pause is not long for a task, but
    nobody asks how it goes. Who has offered to help is still turned to."""
    lines: list[Line] = []
    gone = False
    if "questions" in abouts and (count := await ladder.hand_over(act, act.person)):
        lines.append(act.line("pause.gave_questions", count=Shown("number", count)))
        gone = True
    if "introductions" in abouts:
        pending = await _introduced(act)
        await meeting.step_back(act, act.person)
        if pending:
            lines.append(act.line("pause.gave_introductions"))
            gone = True
    if "calls" in abouts:
        asked = [one for one in await calls.open_of(act.tx, act.person) if one.state == "asked"]
        await called.step_back(act, act.person)
        if asked:
            lines.append(act.line("pause.gave_calls", count=Shown("number", len(asked))))
            gone = True
    if "tasks" in abouts and (held := await tasks.claims_of(act.tx, act.person)):
        lines.append(act.line("pause.kept_tasks", count=Shown("number", len(held))))
    return Seen([act.line("pause.thanks"), *lines] if lines else [], gone)


async def _introduced(act: Act) -> bool:
    """Whether an introduction could still have come about."""
    if await introductions.unopened_of(act.tx, act.person):
        return True
    for one in await introductions.open_of(act.tx, act.person):
        part = await meeting.mine(act, one.id)
        if part and part.answer != "no":
            return True
    return False
