"""Rows with their lines <- CSV or JSON text; what is no row is a problem. Pure.

What is wrong is a value: the command line and the conversation each have their own words for every code.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from engagebot.domain.tasks import Fault

MOST_MEGABYTES = 2
MOST_BYTES = MOST_MEGABYTES * 1_000_000
LONGEST_SHOWN = 60
"""Characters of a wrong value that a problem repeats."""

Code = Literal[
    Fault,
    "too_big",
    "not_text",
    "spreadsheet",
    "empty",
    "too_many",
    "no_head",
    "unknown_column",
    "column_twice",
    "missing_column",
    "broken_quotes",
    "too_many_cells",
    "broken_json",
    "no_list",
    "not_object",
    "wrong_value",
    "odd_characters",
    "long_purpose",
    "long_place",
    "long_link",
    "title_twice",
]
CODES: tuple[Code, ...] = get_args(Code)

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "titre"),
    "description": ("description",),
    "purpose": ("purpose", "utilite", "a_quoi_ca_sert", "what_for"),
    "effort": ("effort", "minutes", "duree", "temps", "time", "duration"),
    "people": ("people", "personnes"),
    "skills": ("skills", "competences", "skill", "competence"),
    "interests": ("interests", "interets", "centres_d_interet", "interest", "interet", "centre_d_interet"),
    "topic": ("topic", "sujet", "theme"),
    "place": ("place", "lieu"),
    "horizon": ("horizon",),
    "contact": ("contact",),
    "link": ("link", "lien"),
}
"""Column -> its names in a head line or an object, as `key` makes them."""
NEEDED = ("title", "effort")

Value = object
"""Of CSV a str; of JSON a str (numbers too), bool, None, list, or a tuple of pairs."""
Rows = Iterator[tuple[int, dict[str, Value]]]
"""(line where it begins, column -> value) of every row."""

_COLUMN_OF = {name: column for column, names in COLUMNS.items() for name in names}
ODD = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
"""Characters that nobody types, and that no client shows."""
_ALIKE = {0x2018: "'", 0x2019: "'", 0xE6: "ae", 0x153: "oe"}
"""Curly apostrophes and joined vowels, which Unicode does not take apart."""
_JSON_LIST = re.compile(r'\s*(\{\s*"t(?:asks|(?:a|\u00e2)ches)"\s*:\s*)?\[\s*')
_SPACES = re.compile(r"\s*")
_FORMULA = re.compile(r"'*[=+\-@#]")
"""What a spreadsheet would compute, and `#`, which begins a remark here."""


@dataclass(frozen=True, slots=True)
class Problem:
    line: int
    code: Code
    value: str = ""
    """What is wrong: a word of the file, a column (key of COLUMNS), or a length or number."""
    hint: str = ""
    """What would be right: the limit, the nearest entries, the columns there are, the other line; '' = none."""


def fold(text: str) -> str:
    """Small letters without accents or doubled spaces."""
    opened = unicodedata.normalize("NFKD", text).casefold().translate(_ALIKE)
    return " ".join("".join(letter for letter in opened if not unicodedata.combining(letter)).split())


def key(text: str) -> str:
    """Words joined by `_`, so that a column or a choice is found however it is written."""
    return "_".join(re.findall(r"[^\W_]+", fold(text)))


def short(value: str) -> str:
    line = " ".join(ODD.sub(" ", value[: 4 * LONGEST_SHOWN]).split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"


def decode(data: bytes) -> str | Problem:
    """The text of a file: UTF-8, or what spreadsheets write else (UTF-16 with its mark, the Western Windows code)."""
    if len(data) > MOST_BYTES:
        return Problem(1, "too_big", hint=str(MOST_MEGABYTES))
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):  # .xlsx and .ods; .xls
        return Problem(1, "spreadsheet")
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return Problem(1, "not_text")


def rows(name: str, text: str, problems: list[Problem]) -> Rows:
    """`name` tells JSON from CSV. What is wrong is added to `problems` before the row behind it is given."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    ending = name.rpartition(".")[2].casefold()
    is_json = ending == "json" or (ending not in ("csv", "tsv") and text.lstrip()[:1] in ("[", "{"))
    return _json_rows(text, problems) if is_json else _csv_rows(text, problems)


# ----------------------------------------------------------------------------------------------------------------- CSV
def _csv_rows(text: str, problems: list[Problem]) -> Rows:
    """Below the head line, which is the first that says something."""
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if not _passed_over(line)), None)
    if start is None:
        return
    heads = ([key(cell) for cell in _first_row(lines, start, sign)[0] or ()] for sign in ",;\t")
    signs = dict(zip(",;\t", heads, strict=True))
    separator = max(signs, key=lambda sign: (sum(cell in _COLUMN_OF for cell in signs[sign]), len(signs[sign])))
    raw, used = _first_row(lines, start, separator)
    if raw is None:
        problems.append(Problem(start + 1, "broken_quotes", short(lines[start])))
        return
    if not any(cell in _COLUMN_OF for cell in signs[separator]):
        problems.append(Problem(start + 1, "no_head", short(lines[start]), ", ".join(COLUMNS)))
        return
    columns = _columns(raw, start + 1, problems)
    problems += [Problem(start + 1, "missing_column", column) for column in NEEDED if column not in columns]
    at = start + used
    while at < len(lines):
        if _passed_over(lines[at]):
            at += 1
            continue
        line, (cells, used) = at + 1, _first_row(lines, at, separator)
        at += used
        if cells is None:
            problems.append(Problem(line, "broken_quotes", short(lines[line - 1])))
        elif any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
            yield line, _row(cells, columns, line, problems)


def _passed_over(line: str) -> bool:
    """Empty, a remark, or the line by which a spreadsheet names its separator."""
    bare = line.strip()
    return not bare or bare.startswith("#") or (len(bare) == 5 and bare.casefold().startswith("sep="))


def _first_row(lines: Sequence[str], at: int, separator: str) -> tuple[list[str] | None, int]:
    """The row that begins at `at`, and of how many lines it is made. None: a quote is not closed, or not where it
    closes the cell; then it is one line, and what follows can still be read."""
    following = (f"{lines[number]}\n" for number in range(at, len(lines)))
    reader = csv.reader(following, delimiter=separator, skipinitialspace=True, strict=True)
    try:
        return next(reader), reader.line_num
    except csv.Error:
        return None, 1


def _columns(names: Iterable[str], line: int, problems: list[Problem]) -> list[str | None]:
    """'' is a column that is passed over because of a problem; None one without a name."""
    columns: list[str | None] = []
    for name in names:
        column = _COLUMN_OF.get(key(name))
        if not name.strip():
            columns.append(None)
        elif column is None:
            problems.append(Problem(line, "unknown_column", short(name), ", ".join(COLUMNS)))
            columns.append("")
        elif column in columns:
            problems.append(Problem(line, "column_twice", column))
            columns.append("")
        else:
            columns.append(column)
    return columns


def _row(cells: Sequence[str], columns: Sequence[str | None], line: int, problems: list[Problem]) -> dict[str, Value]:
    padded = [*columns, *[None] * (len(cells) - len(columns))]
    for cell, column in zip(cells, padded, strict=False):
        if cell.strip() and column is None:
            problems.append(Problem(line, "too_many_cells", short(cell)))
            break
    return {column: _unguarded(cell) for cell, column in zip(cells, padded, strict=False) if column}


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


# ---------------------------------------------------------------------------------------------------------------- JSON
def _json_rows(text: str, problems: list[Problem]) -> Rows:
    """Objects are decoded one by one, so that each has its line."""
    head = _JSON_LIST.match(text)
    if head is None:
        problems.append(Problem(1, "no_list" if text.strip() else "empty"))
        return
    decoder = json.JSONDecoder(object_pairs_hook=tuple, parse_int=str, parse_float=str, parse_constant=str)
    at, line, counted = head.end(), 1, 0
    ended = text.startswith("]", at)
    while not ended:
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            broken = getattr(error, "pos", at)
            problems.append(Problem(text.count("\n", 0, broken) + 1, "broken_json", _rest_of_line(text, broken)))
            return
        if isinstance(value, tuple):
            columns = _columns([name for name, _ in value], line, problems)
            yield line, {column: said for column, (_, said) in zip(columns, value, strict=True) if column}
        else:
            problems.append(Problem(line, "not_object", _rest_of_line(text, at)))
        at = _spaces(text, end)
        ended = text.startswith("]", at)
        if not ended and not text.startswith(",", at):
            problems.append(Problem(text.count("\n", 0, at) + 1, "broken_json", _rest_of_line(text, at)))
            return
        at = at if ended else _spaces(text, at + 1)
    closing = "]" + ("}" if head[1] else "")
    if "".join(text[at:].split()) != closing:
        problems.append(Problem(text.count("\n", 0, at) + 1, "broken_json", _rest_of_line(text, at)))


def _spaces(text: str, at: int) -> int:
    """Where something follows."""
    found = _SPACES.match(text, at)
    return found.end() if found else at


def _rest_of_line(text: str, at: int) -> str:
    return short(text[at : at + 2 * LONGEST_SHOWN].partition("\n")[0])


# -------------------------------------------------------------------------------------------------------- rows -> text
def csv_of(rows: Iterable[Sequence[str]], separator: str) -> str:
    return "".join(separator.join(_quoted(_guarded(cell)) for cell in row) + "\n" for row in rows)


def _guarded(cell: str) -> str:
    """A spreadsheet would compute what begins like a formula; behind an apostrophe it stays text."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if re.search(r'[",;\t\r\n]', cell) else cell
