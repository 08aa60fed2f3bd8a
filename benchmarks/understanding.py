"""How well words are understood, on any file of labelled examples: `python -m benchmarks understanding FILE...`.

Prints, by language, how often the right intent comes first and among the first three, how often out of scope is
recognised, how each
kind of question is answered, the most frequent confusions, and what it costs in time and memory. The labels decide,
nothing is shown of the texts.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

FLOWS = Path(__file__).resolve().parent.parent / "flows"
IN_SETS = {"skills", "interests"}

_START = """
import time
from pathlib import Path

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20

before, held = time.perf_counter(), resident()
texts = {path.name: path.read_text(encoding="utf-8") for path in Path(%r).glob("phrases.*")}
from engagebot.understanding.answers import read
from engagebot.understanding.intents import Intents
intents = Intents.load(texts)
intents.understand("bonjour")
print(time.perf_counter() - before, resident() - held)
"""
"""Run in a fresh Python, so that nothing is loaded yet: seconds, and resident mebibytes more."""


def load_intents() -> Any:
    """The intents with the shipped phrases and model."""
    from engagebot.understanding.intents import Intents

    return Intents.load({path.name: path.read_text(encoding="utf-8") for path in FLOWS.glob("phrases.*")})


def rows_of(files: list[str]) -> list[dict[str, Any]]:
    """Labelled examples of all files, one JSON object a line."""
    return [
        json.loads(line)
        for name in files
        for line in Path(name).read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def ask(row: dict[str, Any], intents: Any) -> tuple[dict[str, Any], float]:
    """What is understood, and the milliseconds it took."""
    from engagebot.understanding.measure import answer_line

    line = json.dumps(
        {name: value for name, value in row.items() if name not in {"intent", "also", "expect", "also_expect"}}
    )
    before = time.perf_counter()
    answer = json.loads(answer_line(line, intents))
    return answer, (time.perf_counter() - before) * 1000


def report_intents(rows: list[dict[str, Any]], answers: list[dict[str, Any]]) -> None:
    confusions: Counter[tuple[str, str]] = Counter()
    for lang in sorted({row["lang"] for row in rows}):
        first, three, stray, unsure = [], [], [], []
        labels: dict[str, list[bool]] = defaultdict(list)
        for row, answer in zip(rows, answers, strict=True):
            if row["lang"] != lang:
                continue
            right = {row["intent"], *row.get("also", [])}
            first.append(answer["ranked"][0] in right)
            three.append(bool(right & set(answer["ranked"][:3])))
            unsure.append(answer["intent"] is None)
            labels[row["intent"]].append(first[-1])
            if row["intent"] == "out_of_scope":
                stray.append(first[-1])
            if not first[-1]:
                confusions[row["intent"], answer["ranked"][0]] += 1
        shares = f"first {share(first)}  in three {share(three)}  out of scope {share(stray)}  unsure {share(unsure)}"
        print(f"intents {lang}: {len(first)} messages  {shares}")
        weak = sorted(labels, key=lambda label: (statistics.mean(labels[label]), label))
        print("  by label: " + ", ".join(f"{label} {sum(labels[label])}/{len(labels[label])}" for label in weak))
    print("  most confused: " + ", ".join(f"{a} as {b} ({n})" for (a, b), n in confusions.most_common(15)))


def report_answers(rows: list[dict[str, Any]], answers: list[dict[str, Any]]) -> None:
    groups: dict[tuple[str, str], list[tuple[dict[str, Any], Any]]] = defaultdict(list)
    for row, answer in zip(rows, answers, strict=True):
        groups[row["question"], row["lang"]].append((row, answer.get("value")))
    for (question, lang), group in sorted(groups.items()):
        right = [value == row["expect"] or value in row.get("also_expect", []) for row, value in group]
        if question in IN_SETS:
            right = [set(value or []) == set(row["expect"] or []) for row, value in group]
        wrong = [not ok and value is not None for ok, (_, value) in zip(right, group, strict=True)]
        extra = f"  F1 {f1(group):.3f}" if question in IN_SETS else ""
        print(f"{question} {lang}: {sum(right)}/{len(group)} right ({share(right)})  wrong value {share(wrong)}{extra}")


def f1(group: list[tuple[dict[str, Any], Any]]) -> float:
    hits = sum(len(set(value or []) & set(row["expect"] or [])) for row, value in group)
    said = sum(len(value or []) for _, value in group)
    wanted = sum(len(row["expect"] or []) for row, _ in group)
    return 2 * hits / (said + wanted) if said + wanted else 1.0


def share(flags: list[bool]) -> str:
    return f"{sum(flags) / len(flags):.3f}" if flags else "-"


def main(argv: list[str]) -> int:
    """Files of labelled examples -> a report on standard output. 2 when no file is given or one cannot be read."""
    if not argv:
        print("usage: python -m benchmarks understanding FILE...", file=sys.stderr)
        return 2
    try:
        rows = rows_of(argv)
    except (OSError, ValueError) as wrong:
        print(f"cannot read the examples: {wrong}", file=sys.stderr)
        return 2
    intents = load_intents()
    asked = [ask(row, intents) for row in rows]
    kinds: tuple[list[int], list[int]] = ([], [])
    for at, row in enumerate(rows):
        kinds["question" in row].append(at)
    for report, places in zip((report_intents, report_answers), kinds, strict=True):
        if places:
            report([rows[at] for at in places], [asked[at][0] for at in places])
    times = sorted(took for _, took in asked)
    if times:
        slow = times[int(len(times) * 0.99)]
        print(f"time a message: mean {statistics.mean(times):.2f} ms, 99 of 100 under {slow:.2f} ms")
    started = subprocess.run(
        [sys.executable, "-c", _START % str(FLOWS)], capture_output=True, text=True, check=False, cwd=FLOWS.parent
    )
    if started.returncode == 0:
        seconds, mebibytes = map(float, started.stdout.split())
        print(f"start-up: {seconds:.2f} s, {mebibytes:.0f} MiB")
    return 0
