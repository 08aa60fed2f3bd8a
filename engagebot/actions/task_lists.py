"""A list of tasks that an organiser sends as a file: what it holds, or what is wrong with it; opened all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engagebot.actions import cards
from engagebot.actions.act import Act, line_of
from engagebot.domain.taskfile import COLUMNS, MOST_BYTES, MOST_MEGABYTES, Problem, decode, read_tasks, short
from engagebot.domain.tasks import EFFORTS, HORIZONS, ONLINE, Task
from engagebot.engine.effects import Line, Shown
from engagebot.engine.model import Flow, Text
from engagebot.store import tasklists

EXAMPLES = 3
PROBLEMS_SHOWN = 6
ABOUT_THE_WHOLE = frozenset({"too_big", "not_text", "spreadsheet", "empty", "no_list"})
"""What is wrong with a file as a whole: its line says nothing."""


@dataclass(frozen=True, slots=True)
class Ready:
    count: int
    preview: list[Line]


@dataclass(frozen=True, slots=True)
class NothingNew:
    known: int


@dataclass(frozen=True, slots=True)
class Faulty:
    count: int
    problems: list[Line]


@dataclass(frozen=True, slots=True)
class Unreadable: ...


@dataclass(frozen=True, slots=True)
class NotYours: ...


@dataclass(frozen=True, slots=True)
class _Sorted:
    new: Sequence[Task]
    known: int


async def read_list(act: Act, *, file: Mapping[str, Any]) -> Ready | NothingNew | Faulty | Unreadable | NotYours:
    """What would open, and the first of it; or all that is wrong, and the first of that. Unreadable: it cannot be had.
    NotYours: they are no organiser."""
    found = await _looked_at(act, file)
    if not isinstance(found, _Sorted):
        return found
    lines = [
        act.line("import_tasks.example", title=Shown("text", short(task.title)), effort=cards.effort(task))
        for task in found.new[:EXAMPLES]
    ]
    if more := len(found.new) - len(lines):
        lines.append(act.line("import_tasks.examples_more", more=Shown("number", more)))
    if found.known:
        lines.append(act.line("import_tasks.known", known=Shown("number", found.known)))
    return Ready(len(found.new), lines)


@dataclass(frozen=True, slots=True)
class Imported:
    count: int


async def import_list(act: Act, *, file: Mapping[str, Any]) -> Imported | NothingNew | Faulty | Unreadable | NotYours:
    """Opens what is new of it by now, all or nothing."""
    found = await _looked_at(act, file)
    if not isinstance(found, _Sorted):
        return found
    cause = f"list:{act.event_id}"
    await tasklists.open_all(act.tx, found.new, cause, act.at)
    cards.board_soon(act)
    act.undo = ("take_back_import", {"cause": cause, "count": len(found.new)})
    return Imported(len(found.new))


@dataclass(frozen=True, slots=True)
class ImportTakenBack: ...


async def take_back_import(act: Act, *, cause: str, count: int) -> ImportTakenBack:
    """Undoes `import_list`, but for what somebody has taken since, or could."""
    stay = count - await tasklists.take_back(act.tx, cause, count, act.at)
    if stay:
        act.tell("import_tasks.stay", person=act.person, count=Shown("number", stay))
    cards.board_soon(act)
    return ImportTakenBack()


async def _looked_at(act: Act, file: Mapping[str, Any]) -> _Sorted | NothingNew | Faulty | Unreadable | NotYours:
    if not await act.is_organiser(asked_now=True):
        return NotYours()
    if file["size"] > MOST_BYTES:  # as its sender says, who need not be right
        return _faulty(act, [Problem(1, "too_big", hint=str(MOST_MEGABYTES))])
    content = act.file(file)
    if content is None:
        return Unreadable()
    text = decode(content)
    if isinstance(text, Problem):
        return _faulty(act, [text])
    tasks, problems = read_tasks(file["name"], text, act.association)
    if problems:
        return _faulty(act, problems)
    new, known = await tasklists.sorted_out(act.tx, tasks)
    return _Sorted(new, len(known)) if new else NothingNew(len(known))


def _faulty(act: Act, problems: Sequence[Problem]) -> Faulty:
    lines = []
    for problem in problems[:PROBLEMS_SHOWN]:
        said = Shown("line", problem_line(act.flows, problem))
        if problem.code in ABOUT_THE_WHOLE:
            lines.append(act.line("import_tasks.whole_file", problem=said))
        else:
            lines.append(act.line("import_tasks.on_line", line=Shown("number", problem.line), problem=said))
    if more := len(problems) - len(lines):
        lines.append(act.line("import_tasks.problems_more", more=Shown("number", more)))
    return Faulty(len(problems), lines)


# ---------------------------------------------------------------------------------- words, for the command line as well
def problem_line(flows: Mapping[str, Flow], problem: Problem) -> Line:
    """What is wrong, and what to do; without where."""
    columns = {column: text for column, text in names(flows).items() if column in COLUMNS}
    near = line_of(flows, "import_tasks.near", hint=Shown("text", problem.hint)) if problem.hint else None
    return line_of(
        flows,
        f"import_tasks.problem_{problem.code}",
        value=Shown("text", problem.value),
        hint=Shown("text", problem.hint),
        column=Shown("label", columns.get(problem.value, problem.value)),
        columns=Shown("labels", [*columns.values()]),
        near=Shown("part", near),
    )


def names(flows: Mapping[str, Flow]) -> dict[str, Text]:
    """How the columns of a list, and what may stand in some of them, are called; the others go by their ids."""
    listed = {column: f"import_tasks.column_{column}" for column in COLUMNS}
    listed |= {horizon: f"import_tasks.horizon_{horizon}" for horizon in HORIZONS if horizon != "ongoing"}
    listed |= {effort: f"words.effort_{effort}" for effort in EFFORTS if effort != "minutes"}
    listed[ONLINE] = "words.online"
    return {name: line_of(flows, sentence).text for name, sentence in listed.items()}
