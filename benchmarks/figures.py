"""What was measured, how it varied, and on what machine: as a table that people read."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

COLUMNS = ("figure", "target", "measured", "spread (min–max)")


@dataclass(frozen=True, slots=True)
class Figure:
    """`target`: the most that is wanted (for `at_least`: the least); None: there is none.

    `spread`: the values of which `measured` is the middle, one for each part of the run; (): measured once.
    """

    name: str
    measured: float
    unit: str
    target: float | None = None
    spread: tuple[float, ...] = ()
    digits: int = 2

    @property
    def reached(self) -> bool:
        return self.target is None or self.measured <= self.target

    def row(self) -> tuple[str, ...]:
        aim = "" if self.target is None else f"≤ {self.target:g} {self.unit}"
        mark = "" if self.reached else "  ← missed"
        spread = f"{self._number(min(self.spread))}–{self._number(max(self.spread))}" if self.spread else ""
        return self.name, aim, f"{self._number(self.measured)} {self.unit}{mark}", spread

    def _number(self, value: float) -> str:
        return f"{value:,.{self.digits}f}"


def middle(name: str, values: Sequence[float], unit: str, target: float | None = None, digits: int = 2) -> Figure:
    """The median, with the lowest and highest beside it."""
    return Figure(name, statistics.median(values), unit, target, tuple(values), digits)


def percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def table(figures: Sequence[Figure]) -> str:
    rows = [COLUMNS, *(figure.row() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-+-".join("-" * width for width in widths), *lines[1:]])


def machine() -> str:
    """What it ran on, and how busy that was with other things: figures of a busy machine say little."""
    one, five, _ = os.getloadavg()
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores ({_processor()}), load {one:.1f} (1 min) "
        f"{five:.1f} (5 min); Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text(encoding="utf-8").splitlines() if described.exists() else []
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor()
    )
