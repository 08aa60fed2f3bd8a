"""Why messages wait: to organisers of everybody, in numbers; to everybody of their own; never whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engagebot.actions.act import Act
from engagebot.actions.ladder import shortened
from engagebot.domain.calls import Call
from engagebot.domain.gate import DIGESTED, IN_DIGEST
from engagebot.domain.matching import plain
from engagebot.engine.effects import Line, Shown
from engagebot.store import calls, quiet
from engagebot.store.quiet import Waits
from engagebot.understanding.why_words import names_a_call

MOST_LINES = 5
"""Of a kind and a reason each; the others are counted."""
LONG_WORD = 4
"""Characters from which on a word tells one call from another."""


@dataclass(frozen=True, slots=True)
class Waiting:
    why: list[Line]


@dataclass(frozen=True, slots=True)
class NothingWaits: ...


async def why_waiting(act: Act, *, said: str = "") -> Waiting | NothingWaits:
    """`said`: how they asked; organisers may name a call."""
    if not await act.counts_as_organiser():
        held = await quiet.waits(act.tx, person=act.person)
        now = any(one.about in DIGESTED and one.reason in IN_DIGEST and one.reason != "quiet" for one in held)
        heading = _heading(act, "mine" if now else "mine_later", held)
        return Waiting([heading, *_lines(act, held)]) if held else NothingWaits()
    if names_a_call(said) and (call := await _meant(act, said)):
        return Waiting(await _of_call(act, call))
    held = [one for one in await quiet.waits(act.tx) if one.about == "calls" or not names_a_call(said)]
    return Waiting([_heading(act, "all", held), *_lines(act, held)]) if held else NothingWaits()


async def _meant(act: Act, said: str) -> Call | None:
    """The call that they name; of those of their own the only one; None: it may be any."""
    there = [*await calls.in_state(act.tx, "open"), *await calls.in_state(act.tx, "draft")]
    heard = _long_words(said)
    scored = [(len(heard & _long_words(call.words)), call.author == act.person, call) for call in there]
    named = [one for one in scored if one[0] == max(score for score, *_ in scored) and one[0]]
    mine = [one for one in named or scored if one[1]] or named
    return mine[0][2] if len(mine) == 1 else None


def _long_words(words: str) -> set[str]:
    return {word for word in plain(words).split() if len(word) >= LONG_WORD}


async def _of_call(act: Act, call: Call) -> list[Line]:
    words = Shown("text", shortened(call.words))
    if call.state == "draft":
        return [act.line("why.call_draft", words=words)]
    held = await quiet.waits(act.tx, subject=call.id)
    if not held:
        return [act.line("why.call_gone_out", words=words)]
    return [act.line("why.call_waits", words=words, n=Shown("number", _count(held))), *_lines(act, held)]


def _heading(act: Act, whose: Literal["all", "mine", "mine_later"], held: Collection[Waits]) -> Line:
    return act.line(f"why.{whose}", n=Shown("number", _count(held)))


def _count(held: Collection[Waits]) -> int:
    return sum(one.count for one in held)


def _lines(act: Act, held: list[Waits]) -> list[Line]:
    lines = [
        act.line(
            "why.line" if one.first == one.last or _day(act, one.first) == _day(act, one.last) else "why.line_between",
            what=Shown("line", act.line(f"why.{one.about}", n=Shown("number", one.count))),
            reason=Shown("line", act.line(f"why.{one.reason}")),
            first=Shown("date", _day(act, one.first)),
            last=Shown("date", _day(act, one.last)),
        )
        for one in held[:MOST_LINES]
    ]
    if len(held) > MOST_LINES:
        lines.append(act.line("why.others", n=Shown("number", _count(held[MOST_LINES:]))))
    return lines


def _day(act: Act, at: datetime) -> str:
    return at.astimezone(act.zone).date().isoformat()
