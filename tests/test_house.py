"""The house holds: imports go down only, one owner a library, floor 0 is pure, words and SQL stay in their files."""
from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "engagebot"
MODULES = sorted(PACKAGE.rglob("*.py"))

FLOORS = [
    {"config", "domain", "engine", "log", "public_holidays", "understanding"},
    {"store", "words", "flowfile", "pairer"},
    {"actions", "audience", "commit", "crowd", "dialogue", "gatekeeper", "house", "patience", "pen",
     "roles", "rounds"},
    {"transport", "transport.console", "transport.matrix", "outbox", "lanes", "scheduler"},
    {"app", "catching_up", "copies", "limits", "organisers", "scene", "script", "console", "checks", "upkeep", "setup",
     "tasklist", "replay", "demo", "watch", "__main__"},
]
SAME_FLOOR = {("engine", "understanding"), ("engine", "domain"), ("dialogue", "actions"), ("dialogue", "commit"),
              ("dialogue", "patience"), ("commit", "patience"), ("commit", "pen"), ("commit", "house"),
              ("dialogue", "house"), ("dialogue", "roles"), ("dialogue", "rounds"), ("rounds", "crowd"),
              ("actions", "crowd"), ("actions", "audience"), ("actions", "gatekeeper"), ("dialogue", "audience"),
              ("outbox", "transport"), ("transport.console", "transport"), ("transport.matrix", "transport")}
"""What reads answers is used by what asks; effects say what they are about; whoever sends knows what a transport is.
On floor 4 all may know all."""
MAY_IMPORT: dict[str, set[str]] = {
    "config": set(),
    "log": set(),
    "public_holidays": set(),
    "domain": set(),
    "understanding": set(),
    "engine": {"understanding", "domain"},
    "store": {"engine", "domain"},
    "words": {"engine", "domain"},
    "flowfile": {"engine", "domain"},
    "pairer": {"domain"},
    "actions": {"engine", "domain", "config", "store", "flowfile", "understanding", "crowd", "audience",
                "gatekeeper"},
    "gatekeeper": {"config", "domain", "store"},
    "crowd": {"config", "domain", "store", "understanding"},
    "audience": {"config", "domain", "store", "understanding"},
    "roles": {"log", "domain", "store"},
    "rounds": {"config", "domain", "store", "crowd"},
    "patience": {"engine", "config", "store", "understanding"},
    "commit": {"engine", "store", "words", "house", "patience", "pen"},
    "house": {"engine", "domain", "config", "store", "words"},
    "pen": {"engine", "store", "words"},
    "dialogue": {"log", "engine", "understanding", "domain", "config", "store", "words", "actions", "audience",
                 "commit", "house", "patience", "roles", "rounds"},
    "transport": {"store", "engine", "config", "domain"},
    "transport.console": {"transport", "store", "engine", "config", "domain"},
    "transport.matrix": {"log", "transport", "store", "engine", "config", "domain"},
    "outbox": {"log", "transport", "store", "config", "domain", "gatekeeper"},
    "lanes": {"dialogue", "store", "engine"},
    "scheduler": {"store", "engine", "domain", "config"},
}
"""Room -> rooms it may import besides itself. Floor 4 joins the parts, and is not listed."""

OWNERS = {
    "nio": {"transport.matrix", "demo"},
    "Crypto": {"transport.matrix"},
    "aiosqlite": {"store/sqlite.py"},
    "apscheduler": {"scheduler"},
    "numpy": {"domain"},
    "rustworkx": {"domain"},
    "babel": {"words", "understanding", "flowfile/extract.py"},
    "ruamel": {"flowfile"},
    "pydantic_settings": {"config"},
    "pydantic": {"config", "__main__", "setup"},
    "holidays": {"public_holidays"},
    "rapidfuzz": {"understanding"},
    "snowballstemmer": {"understanding"},
    "aiohttp": {"transport.matrix", "demo"},
    "yarl": {"transport.matrix"},
}
"""Library -> rooms or files that may import it; a library that is not here may be imported by nobody."""

PURE = ("domain", "engine", "understanding")
PURE_STANDARD_LIBRARY = {
    "__future__", "array", "base64", "bisect", "calendar", "collections", "contextlib", "csv", "dataclasses",
    "datetime", "difflib", "enum", "functools", "hashlib", "heapq", "itertools", "json", "math", "operator", "re",
    "string", "struct", "typing", "unicodedata", "zlib", "zoneinfo"}
IMPURE_CALLS = {"now", "utcnow", "today", "open", "print", "input", "read_text", "write_text", "read_bytes",
                "write_bytes"}


def room(module: str) -> str:
    """`engagebot.transport.matrix.keys` -> `transport.matrix`; `engagebot.engine.run` -> `engine`."""
    parts = module.split(".")[1:]
    return ".".join(parts[:2] if parts[0] == "transport" and len(parts) > 1 else parts[:1])


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """(whole module name, line), relative imports resolved, those inside functions included."""
    package = name_of(path).split(".") if path.name == "__init__.py" else name_of(path).split(".")[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = [*package[:len(package) - node.level + 1]] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            if (ROOT / module.replace(".", "/")).is_dir():      # names a module of it, or what its __init__ has
                yield from ((f"{module}.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield module, node.lineno


def floor_of(name: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if name in rooms)


def at(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def test_every_room_stands_on_a_floor():
    rooms = {room(name_of(path)) for path in MODULES if name_of(path) != "engagebot"}
    assert rooms <= set().union(*FLOORS)


def test_the_table_of_imports_goes_down_only():
    wrong = [(here, there) for here, allowed in MAY_IMPORT.items() for there in allowed
             if floor_of(there) >= floor_of(here) and (here, there) not in SAME_FLOOR]
    assert wrong == []
    assert set(MAY_IMPORT) == set().union(*FLOORS[:4])


def test_rooms_import_only_what_the_table_allows():
    wrong = []
    for path in MODULES:
        here = room(name_of(path)) if name_of(path) != "engagebot" else ""
        for module, line in imports(path):
            if not module.startswith("engagebot.") or here not in MAY_IMPORT:
                continue
            there = room(module)
            if there not in set().union(*FLOORS):               # a name of transport/__init__.py
                there = room(module.rpartition(".")[0])
            if there != here and there not in MAY_IMPORT[here]:
                wrong.append(f"{at(path, line)}: {here} imports {module}")
    assert wrong == []


def test_every_library_has_one_owner():
    wrong = []
    for path in MODULES:
        here, file = room(f"{name_of(path)}."), str(path.relative_to(PACKAGE))
        for module, line in imports(path):
            library = module.split(".")[0]
            if library in ("engagebot", *sys.stdlib_module_names):
                continue
            if not {here, file} & OWNERS.get(library, set()):
                wrong.append(f"{at(path, line)}: imports {module}")
    assert wrong == []


@pytest.mark.parametrize("name", PURE)
def test_floor_0_has_no_async_no_clock_no_randomness_no_input_and_no_output(name):
    wrong = []
    for path in sorted((PACKAGE / name).rglob("*.py")):
        impure = sys.stdlib_module_names - PURE_STANDARD_LIBRARY
        wrong += [f"{at(path, line)}: imports {module}" for module, line in imports(path)
                  if module.split(".")[0] in impure]
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith):
                wrong.append(f"{at(path, node.lineno)}: is asynchronous")
            if isinstance(node, ast.Call) and _called(node) in IMPURE_CALLS:
                wrong.append(f"{at(path, node.lineno)}: calls {_called(node)}")
    assert wrong == []


def _called(node: ast.Call) -> str:
    return str(getattr(node.func, "attr", getattr(node.func, "id", "")))


# ---------------------------------------------------------------------------------------------------- words and SQL
SPEAKING = ("engine", "domain", "actions", "audience", "commit", "crowd", "dialogue", "pen", "rounds", "words",
            "outbox", "lanes", "scheduler")
"""The rooms through which every word to a person passes. Other rooms read people's words (understanding), keep what
they are given (store) or talk to whoever runs or edits the bot (the command line, the checks of files, the doctor)."""
SENTENCE = re.compile(r"[^\W\d_]{2,}[,;:!?.]? (?:\S+ )*?[^\W\d_]{2,}[,;:!?.…]* (?:\S+ )*?[^\W\d_]{2,}")
"""Three words with spaces between them. Names, keys and formats have no spaces; two words may be a type or a state."""
ACCENTED = re.compile(r"[à-öø-ÿœ«»“”]", re.IGNORECASE)
SQL = re.compile(r"\b(SELECT .* FROM|INSERT (OR \w+ )?INTO|UPDATE \w+ SET|DELETE FROM|(CREATE|DROP|ALTER) TABLE)\b",
                 re.IGNORECASE | re.DOTALL)


def said(path: Path, *, to_machines: bool) -> Iterator[tuple[str, int]]:
    """(string, line) of all strings that are not documentation; with `to_machines` False, also without what is raised,
    asserted or logged: that is for whoever runs the bot."""
    skipped: set[int] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        aside: list[ast.AST] = []
        if not to_machines and isinstance(node, ast.Raise | ast.Assert):
            aside = [node]
        if not to_machines and isinstance(node, ast.Call) and ast.unparse(node.func).startswith("log."):
            aside = [node]
        skipped |= {id(inner) for each in aside for inner in ast.walk(each)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.value, node.lineno


def test_no_word_for_people_stands_in_python():
    wrong = []
    for path in MODULES:
        if name_of(path) != "engagebot" and room(name_of(path)) in SPEAKING:
            wrong += [f"{at(path, line)}: {text!r}" for text, line in said(path, to_machines=False)
                      if SENTENCE.search(text) or ACCENTED.search(text)]
    assert wrong == []


@pytest.mark.parametrize(("text", "found"), [
    ("Sorry, I did not understand.", True), ("Merci pour ton aide", True), ("not understood", False),
    ("%Y-%m-%d", False), ("wal_checkpoint(TRUNCATE)", False), ("You have {count} new messages", True), ("déjà", True),
])
def test_a_sentence_is_told_from_a_name(text, found):
    assert bool(SENTENCE.search(text) or ACCENTED.search(text)) is found


def test_sql_stands_in_sql_files_only():
    wrong = [f"{at(path, line)}: {text!r}" for path in MODULES for text, line in said(path, to_machines=True)
             if SQL.search(text)]
    assert wrong == []
