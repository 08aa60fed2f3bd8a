"""One entry of a catalogue or of a choice, and the texts that stand for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """`label`: as shown to the person. `aliases`: other words for it, in any language."""

    label: str
    aliases: tuple[str, ...] = ()


def as_options(options: Sequence[Option | str]) -> tuple[Option, ...]:
    """Plain labels become options without aliases."""
    return tuple(one if isinstance(one, Option) else Option(str(one)) for one in options)
