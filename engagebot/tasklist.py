"""`tasks import` and `tasks export`: the list of tasks from and to a file, also while the bot runs.

What is said about a file is for organisers, so it is in the first language of the association.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from engagebot.app import DATABASE
from engagebot.config import Settings, shipped
from engagebot.domain.association import Association
from engagebot.domain.taskfile import COLUMNS, MOST_BYTES, Code, Problem, csv_text, decode, fold, json_text, read_tasks
from engagebot.domain.tasks import Task
from engagebot.flowfile.association import load_association
from engagebot.store import conversations
from engagebot.store import tasks as kept_tasks
from engagebot.store.migrate import migrations, version
from engagebot.store.sqlite import Store, Transaction
from engagebot.upkeep import CannotDo

ALL = 1_000_000
"""More tasks than any association has to do."""
SEPARATORS = {"fr": ";", "en": ","}
"""What spreadsheets expect where each language is spoken."""
BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets take the accents of a CSV for something else."""

NAMES: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "title": "titre",
        "description": "description",
        "purpose": "utilité",
        "effort": "durée",
        "people": "personnes",
        "skills": "compétences",
        "interests": "intérêts",
        "topic": "sujet",
        "place": "lieu",
        "horizon": "horizon",
        "contact": "contact",
        "link": "lien",
        "few_hours": "quelques heures",
        "ongoing": "en continu",
        "now": "tout de suite",
        "if_time": "si on a le temps",
        "later": "plus tard",
        "online": "en ligne",
    },
    "en": {"few_hours": "a few hours", "if_time": "if there is time"},
}
"""How columns and choices are called in a file; the others go by their ids."""

WORDS: Mapping[str, Mapping[Code, str]] = {
    "fr": {
        "too_big": "le fichier dépasse {hint} Mo ; faites-en plusieurs",
        "not_text": "ce n'est pas du texte ; enregistrez la liste au format CSV (UTF-8) ou JSON",
        "spreadsheet": "c'est un classeur de tableur ; enregistrez-le au format CSV (UTF-8)",
        "empty": "il n'y a aucune tâche ; écrivez-en une par ligne, sous la ligne de titres",
        "too_many": "il y a plus de {hint} tâches ; faites plusieurs fichiers",
        "no_head": "« {value} » n'est pas une ligne de titres ; commencez par une ligne avec {columns}",
        "unknown_column": "il n'y a pas de colonne « {value} » ; enlevez-la, ou choisissez parmi {columns}",
        "column_twice": "« {column} » est donné deux fois ; gardez-en un",
        "missing_column": "il manque la colonne « {column} » ; ajoutez-la",
        "broken_quotes": "un guillemet n'est pas à sa place dans « {value} » ; fermez-le au bout de la case, et "
        'doublez ceux qui sont dans le texte ("")',
        "too_many_cells": "« {value} » est dans une case de trop ; mettez entre guillemets les cases qui contiennent "
        "le séparateur, ou donnez un titre à la colonne",
        "broken_json": "ce n'est pas du JSON ici : « {value} » ; vérifiez les guillemets, les virgules et les crochets",
        "no_list": 'ce n\'est pas une liste de tâches ; écrivez [{{"titre": …, "durée": …}}, …]',
        "not_object": '« {value} » n\'est pas une tâche ; écrivez {{"titre": …, "durée": …}}',
        "wrong_value": "« {column} » n'est pas un texte ni un nombre ; écrivez-le entre guillemets",
        "odd_characters": "« {column} » contient des caractères invisibles ; tapez-le de nouveau",
        "no_title": "la tâche n'a pas de titre ; donnez-lui-en un",
        "long_title": "le titre a {value} caractères ; {hint} au plus, le reste va dans la description",
        "long_description": "la description a {value} caractères ; {hint} au plus, raccourcissez-la ou mettez un lien",
        "long_purpose": "l'utilité a {value} caractères ; {hint} au plus, raccourcissez-la",
        "long_place": "le lieu a {value} caractères ; {hint} au plus, le reste va dans la description",
        "long_link": "le lien a {value} caractères ; {hint} au plus, prenez-en un plus court",
        "wrong_effort": "« {value} » n'est pas une durée ; écrivez 20 min, 1 h 30, quelques heures ou en continu",
        "no_effort": "la durée manque ; écrivez 20 min, 1 h 30, quelques heures ou en continu",
        "wrong_people": "« {value} » n'est pas un nombre de personnes ; écrivez un nombre de 1 à {hint}",
        "split": "la tâche prend {value} minutes ; partagez-la en tâches de {hint} minutes au plus",
        "wrong_horizon": "« {value} » n'est pas un horizon ; écrivez tout de suite, si on a le temps, plus tard ou "
        "en continu",
        "wrong_link": "« {value} » n'est pas un lien ; il commence par https:// et n'a pas d'espace",
        "unknown_skill": "il n'y a pas de compétence « {value} »{near} ; corrigez-la, ou ajoutez-la à association.yaml",
        "unknown_interest": "il n'y a pas de centre d'intérêt « {value} »{near} ; corrigez-le, ou ajoutez-le à "
        "association.yaml",
        "unknown_topic": "il n'y a pas de sujet « {value} »{near} ; corrigez-le, ou ajoutez-le à association.yaml",
        "wrong_contact": "« {value} » n'est pas un identifiant Matrix ; écrivez-le comme @olga:example.org, ou laissez "
        "vide",
        "title_twice": "« {value} » est déjà à la ligne {hint} ; enlevez l'une des deux, ou changez un titre",
    },
    "en": {
        "too_big": "the file is larger than {hint} MB; make several of it",
        "not_text": "this is not text; save the list as CSV (UTF-8) or JSON",
        "spreadsheet": "this is a spreadsheet's own file; save it as CSV (UTF-8)",
        "empty": "there is no task in it; write one a line, below the line of column names",
        "too_many": "there are more than {hint} tasks; make several files",
        "no_head": "“{value}” is not a line of column names; begin with a line of {columns}",
        "unknown_column": "there is no column “{value}”; remove it, or choose among {columns}",
        "column_twice": "“{column}” is given twice; keep one",
        "missing_column": "the column “{column}” is missing; add it",
        "broken_quotes": "a quotation mark is out of place in “{value}”; close it at the end of the cell, and double "
        'those inside the text ("")',
        "too_many_cells": "“{value}” is in a cell too many; put cells that contain the separator in quotation marks, "
        "or give the column a name",
        "broken_json": "is not JSON here: “{value}”; check quotation marks, commas and brackets",
        "no_list": 'this is not a list of tasks; write [{{"title": …, "effort": …}}, …]',
        "not_object": '“{value}” is not a task; write {{"title": …, "effort": …}}',
        "wrong_value": "“{column}” is neither a text nor a number; write it in quotation marks",
        "odd_characters": "“{column}” has invisible characters in it; type it anew",
        "no_title": "the task has no title; give it one",
        "long_title": "the title has {value} characters; {hint} at most, the rest goes into the description",
        "long_description": "the description has {value} characters; {hint} at most, shorten it or give a link",
        "long_purpose": "the purpose has {value} characters; {hint} at most, shorten it",
        "long_place": "the place has {value} characters; {hint} at most, the rest goes into the description",
        "long_link": "the link has {value} characters; {hint} at most, take a shorter one",
        "wrong_effort": "“{value}” is not an effort; write 20 min, 1h30, a few hours or ongoing",
        "no_effort": "the effort is missing; write 20 min, 1h30, a few hours or ongoing",
        "wrong_people": "“{value}” is not a number of people; write a number from 1 to {hint}",
        "split": "the task takes {value} minutes; split it into tasks of at most {hint} minutes",
        "wrong_horizon": "“{value}” is not a horizon; write now, if there is time, later or ongoing",
        "wrong_link": "“{value}” is not a link; it begins with https:// and has no spaces",
        "unknown_skill": "there is no skill “{value}”{near}; correct it, or add it to association.yaml",
        "unknown_interest": "there is no interest “{value}”{near}; correct it, or add it to association.yaml",
        "unknown_topic": "there is no topic “{value}”{near}; correct it, or add it to association.yaml",
        "wrong_contact": "“{value}” is not a Matrix id; write one like @olga:example.org, or nothing",
        "title_twice": "“{value}” is on line {hint} already; remove one of the two, or change a title",
    },
}
"""What is wrong, and what to do. `near` is a piece of NEAR, or ''."""
NEAR = {"fr": " (les plus proches : {hint})", "en": " (the nearest: {hint})"}

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
    for problem in problems:
        print(told(file, problem, locale))
    if problems:
        print(SAID[locale]["refused"].format(file=file, count=len(problems)))
        return 1
    new, known = tasks, list[Task]()
    if not check or (settings.data_dir / DATABASE).exists():
        async with _open(settings) as store, store.transaction() as tx:
            new, known = await _sorted(tx, tasks)
            if new and not check:
                await _add(tx, new, text, now)
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
    async with _open(settings) as store, store.transaction() as tx:
        tasks = await kept_tasks.open_tasks(tx, ALL)
    if form == "json":
        return json_text(tasks)
    return BYTE_ORDER_MARK + csv_text(tasks, association, NAMES[locale], SEPARATORS[locale])


def told(file: Path, problem: Problem, locale: str) -> str:
    """`file:line: what, and what to do`."""
    names = NAMES[locale]
    said = WORDS[locale][problem.code].format(
        value=problem.value,
        hint=problem.hint,
        column=names.get(problem.value, problem.value),
        columns=", ".join(names.get(column, column) for column in COLUMNS),
        near=NEAR[locale].format(hint=problem.hint) if problem.hint else "",
    )
    return f"{file}:{problem.line}: {said}"


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


async def _sorted(tx: Transaction, tasks: Sequence[Task]) -> tuple[list[Task], list[Task]]:
    """(those to be written down, those whose title is to be done already)."""
    titles = {fold(task.title) for task in await kept_tasks.looked_after(tx, None, ALL)}
    return (
        [task for task in tasks if fold(task.title) not in titles],
        [task for task in tasks if fold(task.title) in titles],
    )


async def _add(tx: Transaction, tasks: Sequence[Task], text: str, now: datetime) -> None:
    """The moment is part of the ids: what was done once may be put on the list again."""
    cause = f"{now.isoformat()} {hashlib.sha256(text.encode()).hexdigest()}"
    for number, task in enumerate(tasks):
        await kept_tasks.add(tx, replace(task, id=kept_tasks.new_id(cause, number)), now, opened=True)


@asynccontextmanager
async def _open(settings: Settings) -> AsyncIterator[Store]:
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
