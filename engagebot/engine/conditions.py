"""The `if:` of a flow file: one slot, at most one comparison. Whatever needs more is an action with a named outcome."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FORM = re.compile(r"^\s*(?P<no>not\s+)?(?P<slot>[a-z_]\w*)\s*(?:(?P<sign>==|!=|<=|>=|<|>)\s*(?P<value>.+?))?\s*$")


@dataclass(frozen=True, slots=True)
class Condition:
    """`slot` alone holds when it is filled and not false, zero or empty."""

    slot: str
    sign: str = ""
    value: str | int | bool | None = None
    negated: bool = False

    def __str__(self) -> str:
        compared = f" {self.sign} {self.value}" if self.sign else ""
        return f"{'not ' if self.negated else ''}{self.slot}{compared}"

    def holds(self, slots: Mapping[str, Any]) -> bool:
        return self._compared(slots.get(self.slot)) is not self.negated

    def _compared(self, value: Any) -> bool:
        match self.sign:
            case "":
                return bool(value)
            case "==":
                return bool(value == self.value)
            case "!=":
                return bool(value != self.value)
        if not isinstance(value, int) or not isinstance(self.value, int):
            return False
        return {"<": value < self.value, "<=": value <= self.value, ">": value > self.value, ">=": value >= self.value}[
            self.sign
        ]


def parse(text: str) -> Condition:
    """Raises ValueError, in words for the flow's author, on anything else than one comparison."""
    found = FORM.match(text)
    if not found or (found["no"] and found["sign"]):
        raise ValueError(
            f"{text!r} is not `slot`, `not slot` or `slot == value`; "
            "write an action that returns a named outcome instead"
        )
    said = found["value"]
    value: str | int | bool | None = None
    if said is not None:
        word = said.strip("'\"")
        quoted = word != said.strip()
        value = word if quoted else {"true": True, "false": False, "yes": True, "no": False}.get(
            word, int(word) if re.fullmatch(r"-?\d+", word) else word
        )
        if found["sign"] not in ("==", "!=") and not isinstance(value, int):
            raise ValueError(f"{text!r} compares sizes with {word!r}; only whole numbers have a size")
    return Condition(found["slot"], found["sign"] or "", value, bool(found["no"]))
