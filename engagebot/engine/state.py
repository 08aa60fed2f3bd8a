"""All that a conversation remembers between two events, and its form in storage."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from engagebot.engine.model import Value

ANSWERS_KEPT = 12
"""How many answers can be corrected or gone back to. More than any flow asks; bounds the size of a state."""

Why = Literal["started", "digression", "prompt", "called", "consent", "pattern"]


@dataclass(frozen=True, slots=True)
class Frame:
    """One flow on the stack. `called` and `consent` frames belong to the frame below them; others begin a thread of
    their own."""

    flow: str
    step: str
    slots: Mapping[str, Value] = field(default_factory=dict)
    why: Why = "started"
    given: tuple[str, ...] = ()
    """Slots that were filled before their question came: it is passed over, once."""
    misses: int = 0
    page: int = 0
    """Which six of many choices are shown."""
    asked: bool = False
    """It, or a flow that it called, has put a question."""
    prompt: str | None = None
    """The prompt that this frame answers."""
    asked_at: int | None = None
    """Seconds since 1970: when its question was last put, if an answer counts for a while only."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that was taken, and the stack as it was before: for back, correct, and edited messages."""

    event: str
    flow: str
    step: str
    slot: str
    value: Value
    before: tuple[Frame, ...]
    along: tuple[tuple[int, str, Value], ...] = ()
    """(place in the stack, slot, value) of other facts in the same message."""


@dataclass(frozen=True, slots=True)
class Undo:
    """The last act that can be undone: an action, and the slots that it needs."""

    action: str
    slots: Mapping[str, Value]
    until: datetime
    here: bool = False
    """Done in the flow that is going on: "cancel" there means this, and not only the question that follows."""
    just: bool = field(default=False, compare=False)
    """Done for the last message: nothing was said since."""


@dataclass(frozen=True, slots=True)
class State:
    frames: tuple[Frame, ...] = ()
    """The top is last; it rests at a `Collect`. Empty: nothing is pending."""
    parked: tuple[tuple[Frame, ...], ...] = ()
    """Threads set aside when a fourth was begun, oldest first."""
    answers: tuple[Answer, ...] = ()
    question: str | None = None
    """Outbox key of the message that asks what is pending now: replies and reactions to it are answers."""
    replay: tuple[Answer, ...] = ()
    """Answers behind one that is being corrected: they are given again by themselves, oldest first."""
    retracted: Mapping[str, Value] = field(default_factory=dict)
    """Slot -> what an answer had said before it was corrected, until an action has dealt with it."""
    lost: int = 0
    """Messages in a row that meant nothing, while nothing was pending."""
    drafted: bool = False
    """Silent for so long that the next word is met with "on en était à …"."""
    undo: Undo | None = None


EMPTY = State()


def dumps(state: State) -> str:
    return json.dumps(state, ensure_ascii=False, separators=(",", ":"), default=plain)


def plain(value: Any) -> Any:
    """One step towards what JSON knows; `asdict` would copy the whole state first, at ten times the time."""
    if isinstance(value, datetime):
        return int(value.timestamp())
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def loads(text: str | None) -> State:
    """None: a conversation that never was."""
    if not text:
        return EMPTY
    raw: dict[str, Any] = json.loads(text)
    undo = raw.get("undo")
    return State(
        frames=_frames(raw["frames"]),
        parked=tuple(_frames(thread) for thread in raw["parked"]),
        answers=_answers(raw["answers"]),
        question=raw["question"],
        drafted=raw["drafted"],
        replay=_answers(raw["replay"]),
        retracted=raw["retracted"],
        lost=raw["lost"],
        undo=Undo(**{**undo, "until": datetime.fromtimestamp(undo["until"], UTC)}) if undo else None,
    )


def _frames(raw: list[dict[str, Any]]) -> tuple[Frame, ...]:
    return tuple(Frame(**{**f, "given": tuple(f["given"])}) for f in raw)


def _answers(raw: list[dict[str, Any]]) -> tuple[Answer, ...]:
    return tuple(
        Answer(**{**a, "before": _frames(a["before"]), "along": tuple((i, n, v) for i, n, v in a["along"])})
        for a in raw
    )


def threads(frames: tuple[Frame, ...]) -> list[tuple[Frame, ...]]:
    """The stack, cut where each thread begins; the one on top is last."""
    cut: list[list[Frame]] = []
    for frame in frames:
        if frame.why in ("called", "consent") and cut:
            cut[-1].append(frame)
        else:
            cut.append([frame])
    return [tuple(thread) for thread in cut]


def without(state: State, ids: Collection[str]) -> State:
    """Nothing about the things with these ids is pending, and no answer can be gone back to."""

    def kept(thread: tuple[Frame, ...]) -> bool:
        return not any(
            frame.prompt in ids or any(value in ids for value in frame.slots.values() if isinstance(value, str))
            for frame in thread
        )

    frames = tuple(frame for thread in threads(state.frames) if kept(thread) for frame in thread)
    return State(
        frames,
        tuple(thread for thread in state.parked if kept(thread)),
        question=state.question if frames == state.frames else None,
        lost=state.lost,
        drafted=state.drafted and bool(frames),
    )


def top_replaced(frames: tuple[Frame, ...], **changes: Any) -> tuple[Frame, ...]:
    return (*frames[:-1], replace(frames[-1], **changes))
