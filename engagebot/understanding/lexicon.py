"""Words that speak for a skill or an interest, French and English. A catalogue's own aliases come on top.

One concept a line: names that a catalogue may give it, `|`, other words for it. Folded (no accents); `*` stands for any ending.
"""

from __future__ import annotations

_TEXT = """
"""

CONCEPTS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = tuple(
    (tuple(one.strip() for one in names.split(",")), tuple(one.strip() for one in evidence.split(",") if one.strip()))
    for names, _, evidence in (line.partition("|") for line in _TEXT.strip().splitlines() if line.strip())
)
"""Names of a concept, and what else speaks for it."""
