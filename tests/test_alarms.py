"""Whoever keeps the bot running finds each of its alarms in docs/operations.md, and none that it no longer has."""
from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "engagebot"
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
LEVELS = {"warning", "error", "exception", "critical"}
HOLE = "…"


def text_of(node: ast.AST) -> str:
    """A message with `…` for whatever is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"%(?:\.\d+)?[sdfr]", HOLE, node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) if isinstance(part, ast.Constant) else HOLE for part in node.values)
    return HOLE


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node


def logged() -> set[str]:
    return {
        text_of(call.args[0]) for path in PACKAGE.rglob("*.py") for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in LEVELS
        and isinstance(call.func.value, ast.Name) and call.func.value.id == "log"}


def found_by_doctor() -> set[str]:
    """What is wrong, without where (unless that is a setting), and without what to do."""
    of_matrix = {
        text_of(call.args[1]) for call in calls(PACKAGE / "transport" / "matrix" / "doctor.py")
        if isinstance(call.func, ast.Name) and call.func.id == "Problem"}
    tree = ast.parse((PACKAGE / "setup.py").read_text(encoding="utf-8"))
    yielded = {text_of(node.value) for node in ast.walk(tree) if isinstance(node, ast.Yield) and node.value}
    of_setup = {text.removeprefix(f"{HOLE}: ").partition("; ")[0] for text in yielded} - {HOLE}
    return of_matrix | of_setup


def listed(heading: str) -> list[str]:
    """The first column of the table below `heading`."""
    section = PAGE.partition(f"\n### {heading}\n")[2].partition("\n## ")[0].partition("\n### ")[0]
    return re.findall(r"^\| `([^`\n]+)` \| \S", section, re.MULTILINE)


def test_each_line_of_the_log_that_is_an_alarm_has_its_entry():
    assert sorted(listed("Lines of the log")) == sorted(logged())


def test_each_problem_that_doctor_finds_has_its_entry():
    assert sorted(listed("Problems that doctor finds")) == sorted(found_by_doctor())


def test_nobody_logs_an_alarm_in_another_way():
    """Else the list above would not be whole."""
    wrong = [f"{path.name}:{call.lineno}" for path in PACKAGE.rglob("*.py") for call in calls(path)
             if isinstance(call.func, ast.Attribute) and call.func.attr in LEVELS
             and isinstance(call.func.value, ast.Call)]
    assert wrong == []
