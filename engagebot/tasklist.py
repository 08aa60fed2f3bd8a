"""`tasks import` and `tasks export`: the list of tasks from and to a file, also while the bot runs.

What is said about a file is for organisers, so it is in the first language of the association.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from engagebot.actions.task_lists import names, problem_line
from engagebot.app import DATABASE, load_words
from engagebot.config import Settings, shipped
from engagebot.domain.association import Association
from engagebot.domain.taskfile import MOST_BYTES, Problem, csv_text, decode, json_text, read_tasks
from engagebot.domain.tasks import Task
from engagebot.engine.model import Flow
from engagebot.flowfile.association import load_association
from engagebot.store import conversations
from engagebot.store import tasks as kept_tasks
from engagebot.store.migrate import migrations, version
from engagebot.store.sqlite import Store
from engagebot.store.tasklists import open_all, sorted_out
from engagebot.upkeep import CannotDo
from engagebot.words import Words

ALL = 1_000_000
"""More tasks than any association has to do."""
SEPARATORS = {"fr": ";", "en": ","}
"""What spreadsheets expect where each language is spoken."""
BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets take the accents of a CSV for something else."""

PLAIN = str.maketrans({"\u202f": " ", "\u00a0": " ", "’": "'"})
"""A terminal, and a list, have the spaces and apostrophes that people type; those of a message are for printing."""

Outcome = Literal["refused", "known", "added", "checked"]
SAID: Mapping[str, Mapping[Outcome, str]] = {
    "fr": {
        "refused": "{file} : {count} à corriger ; rien n'a été importé",
        "known": "{file} : « {title} » est déjà dans la liste ; passée",
        "added": "{file} : tâches ajoutées : {count} ; déjà dans la liste : {known}",
        "checked": "{file} : tout est juste ; à ajouter : {count} ; déjà dans la liste : {known} ; rien n'a été écrit",
    },
    "en": {
        "refused": "{file}: to be corrected: {count}; nothing was imported",
        "known": "{file}: “{title}” is on the list already; passed over",
        "added": "{file}: tasks added: {count}; on the list already: {known}",
        "checked": "{file}: all is right; to be added: {count}; on the list already: {known}; nothing was written",
    },
}


async def import_list(settings: Settings, file: Path, now: datetime, *, check: bool) -> int:
    """Print what is wrong with `file`, a line each, and write nothing (1); or open its tasks, but for those whose title
    is on the list already (0). `check`: write nothing anyway. Raises CannotDo."""
    association = load_association(settings.association)
    locale = association.languages[0]
    text, tasks, problems = _read(file, association)
    if problems:
        flows, words = load_words(settings, association)
        for problem in problems:
            print(told(file, problem, flows, words))
        print(SAID[locale]["refused"].format(file=file, count=len(problems)))
        return 1
    new, known = tasks, list[Task]()
    if not check or (settings.data_dir / DATABASE).exists():
        async with opened(settings) as store, store.transaction() as tx:
            new, known = await sorted_out(tx, tasks)
            if new and not check:
                await open_all(tx, new, _cause(text, now), now)
                if association.tasks_room:  # the board there is brought up to date
                    await conversations.set_timer(tx, "", "board", now, association.tasks_room, each=True)
    for task in known:
        print(SAID[locale]["known"].format(file=file, title=task.title))
    print(SAID[locale]["checked" if check else "added"].format(file=file, count=len(new), known=len(known)))
    return 0


async def export_list(settings: Settings, form: Literal["csv", "json"]) -> str:
    """All open tasks, as `import_list` reads them. Raises CannotDo."""
    association = load_association(settings.association)
    locale = association.languages[0]
    async with opened(settings) as store, store.transaction() as tx:
        tasks = await kept_tasks.open_tasks(tx, ALL)
    if form == "json":
        return json_text(tasks)
    columns = called(*load_words(settings, association))
    return BYTE_ORDER_MARK + csv_text(tasks, association, columns, SEPARATORS[locale])


def told(file: Path, problem: Problem, flows: Mapping[str, Flow], words: Words) -> str:
    """`file:line: what, and what to do`."""
    voice = spoken(words.association)
    said = words.line(problem_line(flows, problem), voice, ZoneInfo(words.association.time_zone))
    return f"{file}:{problem.line}: {said.translate(PLAIN)}"


def called(flows: Mapping[str, Flow], words: Words) -> dict[str, str]:
    """How columns, and what may stand in some of them, are called in a file."""
    voice = spoken(words.association)
    return {name: words.template(text, voice).translate(PLAIN) for name, text in names(flows).items()}


def spoken(association: Association) -> str:
    """The voice of the command line: the first language, and nobody's friend."""
    return f"{association.languages[0]}@vous"


def _cause(text: str, now: datetime) -> str:
    """The moment is part of the ids: what was done once may be put on the list again."""
    return f"{now.isoformat()} {hashlib.sha256(text.encode()).hexdigest()}"


def _read(file: Path, association: Association) -> tuple[str, list[Task], list[Problem]]:
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotDo(f"{file}: {error.strerror}; name a file that can be read") from error
    text = decode(data)
    if isinstance(text, Problem):
        return "", [], [text]
    return text, *read_tasks(file.name, text, association)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Store]:
    """Raises CannotDo: there is no database, or not of this version, or it failed (and nothing was written)."""
    path = settings.data_dir / DATABASE
    if not path.exists():
        raise CannotDo(
            f"{path}: there is no database; set ENGAGEBOT_DATA_DIR to the folder of the bot, or run `engagebot migrate`"
        )
    try:
        made, known = version(path), len(migrations(shipped("storage")))
        if made != known:
            todo = "run `engagebot migrate`" if made < known else "install the newer engagebot that made it"
            raise CannotDo(f"{path}: has schema {made}, this engagebot needs {known}; {todo}")
        store = await Store.open(str(path), shipped("storage"))
        try:
            yield store
        finally:
            await store.close()
    except sqlite3.Error as error:
        raise CannotDo(f"{path}: {error}; nothing was written, try again or run `engagebot doctor`") from error
