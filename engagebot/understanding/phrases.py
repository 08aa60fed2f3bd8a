"""The phrase files: `[intent]` headings, one phrase a line, `(a|b)` for alternatives, `#` for remarks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

MOST_SPELLINGS = 40
"""Spellings taken of one line with alternatives; enough to use each alternative."""

_HEADING = re.compile(r"\[([a-z_]+)\]\s*(?:#.*)?")
_GROUP = re.compile(r"\(([^()]*\|[^()]*)\)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a phrase file, as written."""

    intent: str
    written: str

    @property
    def spellings(self) -> tuple[str, ...]:
        """The phrases that it stands for."""
        return spellings(self.written)

    @property
    def key(self) -> int:
        """A number by which a model knows the line again."""
        return crc32(f"{self.intent}\t{self.written}".encode())


def read_phrases(text: str) -> list[Line]:
    """Lines of one file, in order. A phrase above the first heading is skipped."""
    lines: list[Line] = []
    intent = ""
    for raw in text.splitlines():
        written = raw.strip()
        if not written or written.startswith("#"):
            continue
        heading = _HEADING.fullmatch(written)
        if heading:
            intent = heading[1]
        elif intent:
            lines.append(Line(intent, written))
    return lines


def spellings(written: str) -> tuple[str, ...]:
    """`(a|b) c` -> `a c`, `b c`. Of very many, a spread in which each alternative of each group occurs."""
    parts = _GROUP.split(written)
    groups = [part.split("|") for part in parts[1::2]]
    if not groups:
        return (written,)
    whole = 1
    for group in groups:
        whole *= len(group)
    wanted = min(whole, max(MOST_SPELLINGS, *(len(group) for group in groups)))
    found: dict[str, None] = {}
    for number in range(whole if whole <= wanted else 4 * wanted):
        found[_spelling(parts, groups, number, whole <= wanted)] = None
        if len(found) >= wanted:
            break
    return tuple(found)


def _spelling(parts: list[str], groups: list[list[str]], number: int, every: bool) -> str:
    said = parts[0]
    left = number
    for at, group in enumerate(groups):
        pick = left % len(group) if every else (number * (2 * at + 1) + number // len(group)) % len(group)
        left //= len(group)
        said += group[pick] + parts[2 * at + 2]
    return " ".join(said.split())


def digest(lines: list[Line]) -> int:
    """A number that changes with any phrase: tells whether a model was made from these lines."""
    return crc32("\n".join(f"{line.intent}\t{line.written}" for line in lines).encode())


def is_phrase_file(name: str) -> bool:
    """`phrases.fr.txt`, also in a folder; `phrases.fr.txt.bak` is none."""
    return re.search(r"(?:^|[/\\])phrases\.[a-z-]+\.txt$", name) is not None


def all_lines(texts: Mapping[str, str]) -> list[Line]:
    """Lines of all phrase files among `texts`, in the order of their names."""
    return [line for name in sorted(texts) if is_phrase_file(name) for line in read_phrases(texts[name])]
