"""Does a test notice when what decides about roles is wrong? One change after another is made to it, in memory, and the
tests below must fail each time. `scripts/mutation` runs this; what survives is printed, and has to be looked at.

    scripts/mutation            all changes: some minutes
    scripts/mutation --some     every tenth of them: a minute
    scripts/mutation FILE …     those of these files
"""

from __future__ import annotations

import ast
import copy
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

import pytest

ROOT = Path(__file__).parent.parent
ROLES, ACT, STATE, STORIES, PARSE = (
    "tests/test_roles.py", "tests/test_act.py", "tests/transport/test_roomstate.py", "tests/transport/test_roles.py",
    "tests/transport/test_parse.py",
)  # fmt: skip
TESTS = [ACT, STATE, ROLES, PARSE, STORIES]
DECIDE: dict[str, tuple[set[str], str]] = {
    "engagebot/domain/roles.py": (set(), ROLES),
    "engagebot/store/roles.py": (set(), ROLES),
    "engagebot/roles.py": (set(), ROLES),
    "engagebot/actions/act.py": ({"Act.is_organiser", "Act.counts_as_organiser", "Act.members", "Act._there"}, ACT),
    "engagebot/transport/matrix/roomstate.py": ({"digest", "State.presence"}, STATE),
    "engagebot/transport/matrix/parse.py": ({"member"}, STATE),
    "engagebot/transport/matrix/rooms.py": ({"Rooms.saw_door"}, STORIES),
    "engagebot/transport/matrix/reading.py": ({"Reading._state"}, STORIES),
}
"""File -> (the functions in it that have a part in it; none named: all, the tests that are most likely to notice)."""
DIFFERENT_ONLY_IN_WORDS = {"log"}
"""What is written to the log may change: tests/test_alarms.py looks after that."""
AT_ONCE = 2
LONGEST_SECONDS = 60
SWAPPED: dict[type, type] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitOr: ast.BitAnd,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    file: str
    function: str
    line: int
    what: str
    code: CodeType


def changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], ast.AST | None]]]:
    """What can be made of one node; None: it goes."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in SWAPPED:
            yield "other comparison", lambda n: _with(n, ops=[SWAPPED[type(op)]()])
        case ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in SWAPPED:
            yield "other operator", lambda n: _with(n, op=SWAPPED[type(op)]())
        case ast.UnaryOp(op=ast.Not()):
            yield "without not", lambda n: n.operand  # type: ignore[attr-defined]
        case ast.Constant(value=bool(value)):
            yield "other constant", lambda n: _with(n, value=not value)
        case ast.Constant(value=int(value)):
            yield "other constant", lambda n: _with(n, value=value + 1)
        case ast.Constant(value=str(value)):
            yield "other constant", lambda n: _with(n, value=value + "x")
        case ast.If() | ast.IfExp():
            yield "always", lambda n: _with(n, test=ast.Constant(True))
            yield "never", lambda n: _with(n, test=ast.Constant(False))
        case ast.Return(value=value) if value and not (isinstance(value, ast.Constant) and not value.value):
            yield "returns None", lambda n: _with(n, value=ast.Constant(None))
        case ast.Expr(value=ast.Await() | ast.Call()) | ast.Raise() | ast.Continue():
            yield "left out", lambda n: None
        case ast.match_case(guard=guard) if guard is not None:
            yield "without guard", lambda n: _with(n, guard=None)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    for name, value in fields.items():
        setattr(node, name, value)
    return node


class _Change(ast.NodeTransformer):
    """Makes one change to the node that is visited as the `number`th."""

    def __init__(self, number: int, make: Callable[[ast.AST], ast.AST | None]) -> None:
        self.number, self.make, self.seen = number, make, -1

    def visit(self, node: ast.AST) -> ast.AST | None:
        self.seen += 1
        if self.seen != self.number:
            return self.generic_visit(node)
        made = self.make(node)
        return ast.copy_location(made or ast.Pass(), node)


def _in_words(node: ast.AST) -> bool:
    """A docstring, or a line of the log."""
    if not isinstance(node, ast.Expr):
        return False
    if isinstance(node.value, ast.Call):
        return ast.unparse(node.value.func).split(".")[0] in DIFFERENT_ONLY_IN_WORDS
    return isinstance(node.value, ast.Constant)


def _numbered(function: ast.AST) -> Iterator[tuple[int, ast.AST, bool]]:
    """(number, node, whether it counts), as `_Change` visits them."""
    numbers = iter(range(1_000_000))

    def walk(node: ast.AST, counts: bool) -> Iterator[tuple[int, ast.AST, bool]]:
        counts = counts and not _in_words(node)
        yield next(numbers), node, counts
        for name, value in ast.iter_fields(node):
            body = counts and name not in ("returns", "annotation", "decorator_list", "args", "type_comment")
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from walk(child, body or (counts and isinstance(node, ast.Call) and name == "args"))

    yield from walk(function, True)


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"{node.name}.{inner.name}", inner


def mutants(file: str) -> Iterator[Mutant]:
    source = (ROOT / file).read_text(encoding="utf-8")
    tree = ast.parse(source)
    for name, function in functions(tree):
        if DECIDE[file][0] and name not in DECIDE[file][0]:
            continue
        for number, node, counts in _numbered(function):
            for what, make in changes(node) if counts else ():
                changed = copy.deepcopy(tree)
                target = next(found for other, found in functions(changed) if other == name)
                _Change(number, make).visit(target)
                compiled = compile(ast.fix_missing_locations(changed), str(ROOT / file), "exec")
                said = f"{what}: {ast.unparse(node).splitlines()[0][:80]}"
                yield Mutant(file, name, getattr(node, "lineno", function.lineno), said, _code(compiled, name))


def _code(compiled: CodeType, name: str) -> CodeType:
    for part in name.split("."):
        compiled = next(c for c in compiled.co_consts if isinstance(c, CodeType) and c.co_name == part)
    return compiled


def _live(mutant: Mutant) -> list[FunctionType]:
    """The functions that are called: every importer has the same one, so a change of its code is seen by all."""
    return [
        found for found in gc.get_objects()
        if isinstance(found, FunctionType) and found.__code__.co_filename == str(ROOT / mutant.file)
        and (found.__code__.co_name, found.__code__.co_firstlineno) == (mutant.code.co_name, mutant.code.co_firstlineno)
    ]  # fmt: skip


def _tests(*files: str) -> int:
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *files]))


def _try(mutant: Mutant) -> int:
    """The process in which the tests are run with it: it ends with 0 when they all pass."""
    process = os.fork()
    if process:
        return process
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    status = 99
    try:
        for function in _live(mutant):
            function.__code__ = mutant.code
        status = _tests(DECIDE[mutant.file][1]) or _tests(*TESTS)
    finally:
        os._exit(status)


def surviving(wanted: list[Mutant]) -> Iterator[Mutant]:
    running: dict[int, tuple[Mutant, float]] = {}
    left = iter(wanted)
    while True:
        while len(running) < AT_ONCE and (mutant := next(left, None)):
            running[_try(mutant)] = mutant, time.monotonic()
        if not running:
            return
        ended, status = os.waitpid(-1, os.WNOHANG)
        if ended in running:
            mutant, _ = running.pop(ended)
            if status == 0:
                yield mutant
        for process, (_, since) in running.items():
            if time.monotonic() - since > LONGEST_SECONDS:
                os.kill(process, signal.SIGKILL)  # it waits for what never comes: that is noticed, too
        time.sleep(0.01)


def main() -> int:
    os.chdir(ROOT)
    if _tests(*TESTS):  # also imports everything, once
        print("the tests fail as they are; mend that first")
        return 2
    named = [file for file in DECIDE if file in sys.argv] or list(DECIDE)
    found = [mutant for file in named for mutant in mutants(file)]
    wanted = found[::10] if "--some" in sys.argv else found
    begun, lived = time.monotonic(), 0
    for mutant in surviving(wanted):
        lived += 1
        print(f"survived: {mutant.file}:{mutant.line} {mutant.function}: {mutant.what}", flush=True)
    print(f"{len(wanted)} changes of {len(found)}, {lived} not noticed, {time.monotonic() - begun:.0f} s")
    return 1 if lived else 0


if __name__ == "__main__":
    sys.exit(main())
