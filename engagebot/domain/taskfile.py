"""Tasks <- a list as organisers keep it (CSV or JSON), or all that is wrong with it at once; and back. Pure."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from engagebot.domain.association import Association, Entry
from engagebot.domain.taskrows import (
    CODES,
    COLUMNS,
    LONGEST_SHOWN,
    MOST_BYTES,
    MOST_MEGABYTES,
    ODD,
    Code,
    Problem,
    Value,
    csv_of,
    decode,
    fold,
    key,
    rows,
    short,
)
from engagebot.domain.tasks import (
    LONGEST_BITE_MINUTES,
    LONGEST_DESCRIPTION,
    LONGEST_LINK,
    LONGEST_PLACE,
    LONGEST_PURPOSE,
    LONGEST_TITLE,
    MOST_PEOPLE,
    ONLINE,
    Effort,
    Horizon,
    Task,
    faults,
    tidied,
)

__all__ = [
    "CODES",
    "COLUMNS",
    "MOST_BYTES",
    "MOST_MEGABYTES",
    "Code",
    "Problem",
    "csv_text",
    "decode",
    "fold",
    "json_text",
    "read_tasks",
    "short",
]

MOST_TASKS = 5_000
MOST_LOOKED_UP = 50
"""For so many different unknown words of a catalogue the nearest entries are looked for: each costs a millisecond for
every fifty words of it, and a file with more of them was made for another catalogue."""

SEPARATORS = (r"[;|\n]", ",", "/")
"""Of entries in a cell, from those that no name has to those that one may have."""
LISTS = ("skills", "interests")
EFFORT_WORDS: Mapping[str, Effort] = {
    **dict.fromkeys(("few_hours", "a_few_hours", "some_hours", "quelques_heures"), "few_hours"),
    **dict.fromkeys(("ongoing", "continuous", "en_continu", "continu"), "ongoing"),
}
HORIZON_WORDS: Mapping[str, Horizon] = {
    **dict.fromkeys(("now", "tout_de_suite", "maintenant"), "now"),
    **dict.fromkeys(("", "if_time", "if_there_is_time", "si_on_a_le_temps"), "if_time"),
    **dict.fromkeys(("later", "plus_tard"), "later"),
    **dict.fromkeys(("ongoing", "continuous", "en_continu", "continu"), "ongoing"),
}
ONLINE_WORDS = ("online", "en_ligne")
LIMITS: Mapping[Code, int] = {
    "long_title": LONGEST_TITLE,
    "long_description": LONGEST_DESCRIPTION,
    "long_purpose": LONGEST_PURPOSE,
    "long_place": LONGEST_PLACE,
    "long_link": LONGEST_LINK,
    "split": LONGEST_BITE_MINUTES,
    "wrong_people": MOST_PEOPLE,
}

_MINUTES = re.compile(r"([+-]?\d{1,6})(?:[.,]0+)?\s*(?:m|mn|min|mins|minutes?|')?\.?")
_HOURS = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:h|hrs?|heures?|hours?)\s*(?:(\d{1,2})\s*(?:m|mn|min|minutes?)?)?")
_NUMBER = re.compile(r"([+-]?\d{1,6})(?:[.,]0+)?")
_MATRIX_ID = re.compile(r"@[^\s:@]+:[^\s@]+")
_ADDRESS = re.compile(r"https?://[^\s/]\S*")
_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def read_tasks(name: str, text: str, association: Association) -> tuple[list[Task], list[Problem]]:
    """The tasks of a file (ids are '', states open) and all its problems in the order of its lines. With a problem the
    list is not complete. `name` tells JSON from CSV."""
    problems: list[Problem] = []
    tasks: list[Task] = []
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        return [], [Problem(1, "too_big", hint=str(MOST_MEGABYTES))]
    reader = _Reader(association)
    for count, (line, cells) in enumerate(rows(name, text, problems)):
        if count == MOST_TASKS:
            problems.append(Problem(line, "too_many", hint=str(MOST_TASKS)))
            break
        task, wrong = reader.task(line, cells)
        tasks.append(task)
        problems += wrong
    if not tasks and not problems:
        problems.append(Problem(1, "empty"))
    said_once = {f"no_{problem.value}" for problem in problems if problem.code == "missing_column"}
    return tasks, [problem for problem in problems if problem.code not in said_once]


# -------------------------------------------------------------------------------------------------------- cells -> task
class _Catalogue:
    def __init__(self, entries: Sequence[Entry], locale: str) -> None:
        self.ids = tuple(entry.id for entry in entries)
        labels = [(label, entry) for entry in entries for label in entry.labels.values()]
        aliases = [(alias, entry) for entry in entries for alias in entry.aliases]
        self._words: dict[str, Entry] = {}
        for word, entry in (*((entry.id, entry) for entry in entries), *labels, *aliases):
            self._words.setdefault(fold(word), entry)
        self._locale = locale
        self._nearest: dict[str, str] = {}

    def find(self, said: str) -> str | None:
        """The id of the entry that has it as its id, label or alias."""
        entry = self._words.get(fold(said)) if said else None
        return said if said in self.ids else entry.id if entry else None

    def split(self, said: str, separators: Sequence[str] = SEPARATORS) -> list[str]:
        """The ids of entries, and as they stand the words that are none. An entry may have a separator in its name."""
        said = said.strip()
        found = self.find(said)
        if found or not said or not separators:
            return [found or said] if said else []
        return [word for part in re.split(separators[0], said) for word in self.split(part, separators[1:])]

    def name(self, entry_id: str) -> str:
        """Its label, if it can be read back."""
        label = next((entry.label(self._locale) for entry in self._words.values() if entry.id == entry_id), "")
        return label if self.find(label) == entry_id and not re.search(SEPARATORS[0], label) else entry_id

    def nearest(self, said: str) -> str:
        """Labels of up to three entries; '': the catalogue is empty, or too much was asked."""
        word = fold(said)[:LONGEST_SHOWN]
        if word not in self._nearest and len(self._nearest) < MOST_LOOKED_UP:
            words = difflib.get_close_matches(word, self._words, n=10, cutoff=0.0)
            labels = dict.fromkeys(self._words[near].label(self._locale) for near in words)
            self._nearest[word] = ", ".join([*labels][:3])
        return self._nearest.get(word, "")


class _Reader:
    """What is known of the association, and of the titles above."""

    def __init__(self, association: Association) -> None:
        locale = association.languages[0]
        self.skills, self.interests, self.topics = (
            _Catalogue(entries, locale) for entries in (association.skills, association.interests, association.topics)
        )
        self.titles: dict[str, int] = {}

    def task(self, line: int, cells: Mapping[str, Value]) -> tuple[Task, list[Problem]]:
        said: dict[str, str] = {}
        problems = []
        for column, value in cells.items():
            text = _text(value, column)
            if text is None:
                problems.append(Problem(line, "wrong_value", column))
            elif ODD.search(text):
                problems.append(Problem(line, "odd_characters", column))
            said[column] = ODD.sub("", text or "")
        task = self._made(said)
        silent = {f"no_{problem.value}" for problem in problems}  # what cannot be read is not missing, too
        problems += [problem for problem in self._faults(line, task, said) if problem.code not in silent]
        title = fold(task.title)
        if title in self.titles:
            problems.append(Problem(line, "title_twice", short(task.title), str(self.titles[title])))
        elif title:
            self.titles[title] = line
        return task, problems

    def _made(self, said: Mapping[str, str]) -> Task:
        """What cannot be understood is put in as it stands, or as 0: `faults` finds it."""
        effort, minutes = _effort(said.get("effort", ""))
        people = _people(said.get("people", ""))
        horizon, place, topic = (said.get(column, "").strip() for column in ("horizon", "place", "topic"))
        return tidied(
            Task(
                id="",
                title=said.get("title", ""),
                effort=effort,
                minutes=minutes,
                people=people,
                description=said.get("description", ""),
                purpose=said.get("purpose", ""),
                place=ONLINE if key(place) in ONLINE_WORDS else place,
                topic=self.topics.find(topic) or topic,
                horizon=HORIZON_WORDS.get(key(horizon) or horizon, cast(Horizon, horizon)),
                contact=said.get("contact", "").strip() or None,
                link=said.get("link", ""),
                free=people,
                skills=tuple(dict.fromkeys(self.skills.split(said.get("skills", "")))),
                interests=tuple(dict.fromkeys(self.interests.split(said.get("interests", "")))),
            )
        )

    def _faults(self, line: int, task: Task, said: Mapping[str, str]) -> Iterator[Problem]:
        found: list[tuple[Code, str]] = [*faults(task, self.skills.ids, self.interests.ids, self.topics.ids)]
        codes = {code for code, _ in found}
        if task.link and "wrong_link" not in codes and not _ADDRESS.fullmatch(task.link):
            found.append(("wrong_link", task.link))
        if task.contact and "wrong_contact" not in codes and not _MATRIX_ID.fullmatch(task.contact):
            found.append(("wrong_contact", task.contact))
        lengths: tuple[tuple[Code, str], ...] = (
            ("long_purpose", task.purpose),
            ("long_place", task.place),
            ("long_link", task.link),
        )
        found += [(code, str(len(text))) for code, text in lengths if len(text) > LIMITS[code]]
        for code, value in found:
            hint = str(LIMITS.get(code, ""))
            match code:
                case "wrong_effort":
                    value = said["effort"]
                case "wrong_people":
                    value = said["people"]
                case "unknown_skill":
                    hint = self.skills.nearest(value)
                case "unknown_interest":
                    hint = self.interests.nearest(value)
                case "unknown_topic":
                    hint = self.topics.nearest(value)
            yield Problem(line, code, short(value), hint)


def _text(value: Value, column: str) -> str | None:
    """None: JSON has something there that is not text. A list is joined, one entry a line."""
    if value is None:
        return ""
    if isinstance(value, list) and column in LISTS and all(isinstance(one, str) for one in value):
        value = "\n".join(value)
    return _BREAKS.sub("\n", value) if isinstance(value, str) else None


def _effort(said: str) -> tuple[Effort, int | None]:
    word = fold(said)
    if not word:
        return "minutes", None
    if effort := EFFORT_WORDS.get(key(word)):
        return effort, None
    if minutes := _MINUTES.fullmatch(word):
        return "minutes", int(minutes[1])
    if hours := _HOURS.fullmatch(word):
        return "minutes", round(float(hours[1].replace(",", ".")) * 60) + int(hours[2] or 0)
    return "minutes", 0


def _people(said: str) -> int:
    number = _NUMBER.fullmatch(said.strip())
    return int(number[1]) if number else 0 if said.strip() else 1


# ------------------------------------------------------------------------------------------------------- tasks -> file
def csv_text(tasks: Iterable[Task], association: Association, names: Mapping[str, str], separator: str = ",") -> str:
    """What `read_tasks` reads. `names`: how columns and choices are called there; what is not in it keeps its id."""
    reader = _Reader(association)
    catalogues = {"skills": reader.skills, "interests": reader.interests, "topic": reader.topics}
    table = [[names.get(column, column) for column in COLUMNS]]
    for task in tasks:
        row = []
        for column, value in _values(task).items():
            if catalogue := catalogues.get(column):
                ids = value if isinstance(value, tuple) else (value,)
                row.append("; ".join(catalogue.name(str(entry)) for entry in ids))
            elif isinstance(value, int):
                row.append(f"{value} min" if column == "effort" else str(value))
            else:
                named = column in ("effort", "horizon") or (column == "place" and value == ONLINE)
                row.append(names.get(str(value), str(value)) if named else str(value))
        table.append(row)
    return csv_of(table, separator)


def json_text(tasks: Iterable[Task]) -> str:
    """What `read_tasks` reads; what says nothing is left out."""
    listed = [{column: value for column, value in _values(task).items() if value} for task in tasks]
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"


def _values(task: Task) -> dict[str, str | int | tuple[str, ...]]:
    """Of all COLUMNS, in their order."""
    return {
        "title": task.title,
        "description": task.description,
        "purpose": task.purpose,
        "effort": task.minutes or task.effort,
        "people": task.people,
        "skills": task.skills,
        "interests": task.interests,
        "topic": task.topic,
        "place": task.place,
        "horizon": task.horizon,
        "contact": task.contact or "",
        "link": task.link,
    }
