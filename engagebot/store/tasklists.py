"""A list of tasks that was read from a file: what of it is new, written down all at once, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from engagebot.domain.taskfile import fold
from engagebot.domain.tasks import Task
from engagebot.store.sqlite import Transaction
from engagebot.store.tasks import add, new_id
from engagebot.store.times import seconds


async def sorted_out(tx: Transaction, tasks: Sequence[Task]) -> tuple[list[Task], list[Task]]:
    """(those to be written down, those whose title is to be done already)."""
    titles = {fold(title) for (title,) in await tx.rows("titles_to_do")}
    return (
        [task for task in tasks if fold(task.title) not in titles],
        [task for task in tasks if fold(task.title) in titles],
    )


async def open_all(tx: Transaction, tasks: Sequence[Task], cause: str, at: datetime) -> None:
    """They can be taken at once. Their ids are made from `cause`: the same for the same."""
    for number, task in enumerate(tasks):
        await add(tx, replace(task, id=new_id(cause, number)), at, opened=True)


async def take_back(tx: Transaction, cause: str, count: int, at: datetime) -> int:
    """Withdraw what `open_all` wrote down, but for those that somebody has taken, or could; how many were withdrawn."""
    withdrawn = 0
    for number in range(count):
        withdrawn += await tx.change("task_untouched_withdrawn", id=new_id(cause, number), at=seconds(at))
    return withdrawn
