"""Who is asked a question next, and when: one referent, a nudge, the next, all the others, the organisers.

Each rung is counted from when the question was asked and is never reset by whoever says no; `Calendar.after` makes
it stand still on days off. Rungs that were missed (the bot was down) are taken together: nobody gets two messages at
once. The apprentice of a topic is asked before its referents, who remain the safety net; as they are there to learn,
they are neither nudged nor released, and no referent is released for them.

Nothing is written down here: whoever calls applies the step, and calls again at `next_at` or after any answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from engagebot.domain.waking import Calendar

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
FEW = 3
"""With fewer answers than this, a usual delay would be a promise that nothing supports."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Counted from the question; a newcomer waits only `newcomer_part` of each."""

    apprentice_first: timedelta = timedelta(hours=12)
    """The apprentice has it to themselves for so long."""
    nudge: timedelta = timedelta(hours=24)
    next: timedelta = timedelta(hours=36)
    rest: timedelta = timedelta(hours=72)
    organisers: timedelta = timedelta(days=5)
    recheck: timedelta = timedelta(hours=4)
    """When everybody is away or has enough: look again after this (not shortened)."""
    newcomer_part: float = 0.5


@dataclass(frozen=True, slots=True)
class Referent:
    """Of the topic, as they are now."""

    person: str
    apprentice: bool = False
    open: int = 0
    """Questions that they are asked now, of all topics."""
    cap: int = 3
    last_asked_at: datetime | None = None
    """None: never."""
    away: bool = False
    """Paused, rotation off, or may not be written to: not asked, not nudged. What they have stays with them until it
    is handed over."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody was asked this question: a referent, or one whom a referent named."""

    person: str
    at: datetime
    state: Literal["asked", "nudged", "released", "declined", "handed_over"]
    """`declined`: not me, or not now. While `asked` or `nudged`, the question is with them."""
    apprentice: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    clock_at: datetime
    """When it was asked or reopened."""
    newcomer: bool
    """Whether a newcomer asks."""
    asker: str
    with_organisers: bool = False
    """They were told; nobody is asked any more."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is due now; nobody is named twice."""

    ask: tuple[str, ...] = ()
    nudge: tuple[str, ...] = ()
    release: tuple[str, ...] = ()
    organisers: bool = False
    next_at: datetime | None = None
    """When to look again, later than now; None: never by itself."""


@dataclass(frozen=True, slots=True)
class Rungs:
    """When each is due, in waking hours."""

    referent: datetime
    """Beside the apprentice."""
    nudge: datetime
    next: datetime
    rest: datetime
    organisers: datetime


def rungs(question: Question, calendar: Calendar, rules: Rules) -> Rungs:
    part = rules.newcomer_part if question.newcomer else 1.0
    delays = (rules.apprentice_first, rules.nudge, rules.next, rules.rest, rules.organisers)
    return Rungs(*(calendar.after(question.clock_at, delay * part) for delay in delays))


def step(
    question: Question,
    askings: Sequence[Asking],
    referents: Sequence[Referent],
    now: datetime,
    calendar: Calendar,
    rules: Rules,
) -> Step:
    if question.with_organisers:
        return Step()
    if not calendar.awake(now):
        return Step(next_at=calendar.next_awake(now))
    due = rungs(question, calendar, rules)
    if now >= due.organisers:
        return Step(organisers=True)

    asked = {asking.person for asking in askings}
    left = [one for one in referents if one.person not in asked and one.person != question.asker]
    free = sorted((one for one in left if not one.away and one.open < one.cap), key=lambda one: _turn(question, one))
    has_it = [asking for asking in askings if asking.state in ("asked", "nudged")]
    if not has_it and not left:
        return Step(organisers=True)  # nobody is left who could be asked, now or later: waiting would help nobody

    ask, release, short = _asked_now(due, askings, has_it, free, now)
    gone = {one.person for one in referents if one.away} | set(release)
    nudge = [
        asking.person
        for asking in has_it
        if now >= due.nudge > asking.at
        and asking.state == "asked"
        and not asking.apprentice
        and asking.person not in gone
    ]
    waiting = [due.nudge, due.next, due.rest, due.organisers]
    if any(one.apprentice for one in has_it) or any(one.apprentice for one in free if one.person in ask):
        waiting.append(due.referent)
    if short and len(left) > len(ask):
        waiting.append(calendar.next_awake(now + rules.recheck))
    return Step(tuple(ask), tuple(nudge), tuple(release), next_at=min(at for at in waiting if at > now))


def _asked_now(
    due: Rungs, askings: Sequence[Asking], has_it: Sequence[Asking], free: Sequence[Referent], now: datetime
) -> tuple[list[str], list[str], bool]:
    """(to be asked, to be released, whether more would be asked if more were free)."""
    full = [one.person for one in free if not one.apprentice]
    if now >= due.rest:
        return [one.person for one in free], _silent(due, has_it) if full else [], True
    learning = [one.person for one in free if one.apprentice]
    with_referent = any(not asking.apprentice for asking in has_it)
    if not with_referent:
        if has_it and now < due.referent:  # an apprentice has it to themselves
            return [], [], False
        if has_it:
            return full[:1], [], not full
        first = learning + full if not askings and now < due.referent else full + learning
        return first[:1], [], not first
    if now >= due.next and not _went_on(due, askings):
        return full[:1], _silent(due, has_it) if full else [], not full
    return [], [], False


def _went_on(due: Rungs, askings: Sequence[Asking]) -> bool:
    """Whether somebody was asked on the rung of the next one, or later."""
    return any(asking.at >= due.next and not asking.apprentice for asking in askings)


def _silent(due: Rungs, has_it: Sequence[Asking]) -> list[str]:
    """Who is released when the next is asked: not who got it after the nudge, because somebody else said no."""
    return [asking.person for asking in has_it if asking.at < due.nudge and not asking.apprentice]


def _turn(question: Question, referent: Referent) -> tuple[datetime, str]:
    """Least recently asked first; equals in an order that differs between questions, and is always the same for one."""
    mixed = f"{question.clock_at.timestamp()} {question.asker} {referent.person}"
    return referent.last_asked_at or LONG_AGO, hashlib.sha256(mixed.encode()).hexdigest()


def usual_delay(delays: Sequence[timedelta]) -> timedelta | None:
    """The median of past first answers; None: too few to promise anything."""
    if len(delays) < FEW:
        return None
    ordered = sorted(delays)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
