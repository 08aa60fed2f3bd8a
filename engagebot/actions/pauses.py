"""The bot kept quiet: for a while, about some things, at some hours, or for good; and what of it is taken back.

A wish to be quiet is no withdrawal of a consent: it ends by itself or in a word, and then all is as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from engagebot.actions import duties, reach
from engagebot.actions.act import Act
from engagebot.actions.ladder import QUESTIONS
from engagebot.actions.proposing import INTRODUCTIONS, WELCOMES
from engagebot.actions.welcome import CONTACT
from engagebot.domain import digest
from engagebot.domain.gate import About
from engagebot.engine.effects import Line, Said, Shown
from engagebot.engine.model import Value
from engagebot.store import conversations, people, profile, questions, quiet
from engagebot.understanding.pause_words import PauseWish, pause_wish
from engagebot.understanding.quiet_words import (
    LONGEST_PAUSE,
    End,
    asks_for_less,
    by_a_date,
    end_of,
    says_writing,
)
from engagebot.understanding.reach_words import ReachWish, reach_wish

RETURN = "welcome_back"
"""Asked when a pause is over; another pause answers it."""
FAR = timedelta(days=330)
"""Instead of a pause that is too long; its last day is named without the year, so it is less than one away."""


@dataclass(frozen=True, slots=True)
class Paused:
    until: str
    besides: list[Line]
    """What was seen to; []: there was nothing."""


@dataclass(frozen=True, slots=True)
class PausedOtherwise:
    """The end that they said cannot be."""

    until: str
    besides: list[Line]
    why: list[Line]


@dataclass(frozen=True, slots=True)
class Noted:
    receipt: list[Line]
    besides: list[Line]


@dataclass(frozen=True, slots=True)
class CannotBe:
    why: list[Line]


@dataclass(frozen=True, slots=True)
class HowLess: ...


@dataclass(frozen=True, slots=True)
class WantsAllAgain: ...


async def keep_quiet(
    act: Act, *, said: str = "", wish: str | None = None
) -> Paused | PausedOtherwise | Noted | CannotBe | HowLess | WantsAllAgain:
    """What the words say, or the answer (`wish`) to how they would like it: a pause; nothing about some things; when
    and how much; how often a digest comes. Without any of it they make a pause."""
    words = wish or said
    heard = pause_wish(words, act.today) or PauseWish()
    when = reach_wish(words)
    if when and not (wish or when.back or says_writing(words)):
        when = None  # days and hours of something else
    if heard.why or heard.news:
        return Noted(await reach.as_it_is(act) or [_usual(act)], [])
    if when is None and asks_for_less(words):
        return HowLess()
    person = await people.find(act.tx, act.person)
    if heard.wanted and not heard.quiet and person and person.paused(act.at):
        return WantsAllAgain()
    if when or heard.quiet or heard.wanted or (heard.digest and not heard.everything):
        return await _change(act, words, heard, when)
    return await _pause(act, words, heard)


def _usual(act: Act) -> Line:
    s = act.settings
    return act.line(
        "pause.usual",
        day=Shown("number", s.budget_per_day),
        week=Shown("number", s.budget_per_week),
        begins=Shown("number", s.waking_from_hour),
        ends=Shown("number", s.waking_to_hour),
    )


# --------------------------------------------------------------------------------------------------------------- pause
async def _pause(act: Act, words: str, heard: PauseWish) -> Paused | PausedOtherwise:
    """At once; a pause that there is already goes on from its own end, unless a date is said."""
    before = await reach.remember(act)
    person = await people.find(act.tx, act.person)
    begins, end = act.today, end_of(words, act.today, heard.until)
    if heard.longer and person and person.paused_until and person.paused(act.at) and not by_a_date(words):
        begins = person.paused_until.astimezone(act.zone)
        longer = pause_wish(words, begins)
        end = end_of(words, begins, longer.until if longer else None)
        if end.day and end.day > act.today.date() + LONGEST_PAUSE:
            end = End(wrong="far")
    day = end.day or (
        act.today.date() + FAR
        if end.wrong == "far"
        else begins.date() + timedelta(days=act.settings.pause_days)
    )
    rhythm = await _rhythm(act, heard)
    besides = [*await pause_until(act, day, before), *rhythm]
    if end.wrong:
        return PausedOtherwise(day.isoformat(), besides, [act.line(f"pause.odd_{end.wrong}")])
    return Paused(day.isoformat(), besides)


async def pause_until(act: Act, day: date, before: Mapping[str, Value] | None = None) -> list[Line]:
    """It is over at the beginning of that day. -> what was seen to. `before`: as it was, to be put back."""
    before = before or await reach.remember(act)
    await conversations.end_flow(act.tx, act.person, RETURN)
    await people.pause(act.tx, act.person, _beginning(act, day))
    await reach.look_again(act)
    seen = await duties.hand_over(act)
    act.undo = ("restore_quiet", {"before": {**before, "gone": seen.gone}})
    return seen.lines


async def _rhythm(act: Act, heard: PauseWish) -> list[Line]:
    """How often a digest comes from now on; []: nothing was said of it."""
    if heard.digest is None:
        return []
    await quiet.set_rhythm(act.tx, act.person, heard.digest, act.at)
    wishes = await quiet.wishes(act.tx, act.person, act.at)
    hour = digest.hour_for(wishes, act.settings.digest_hour)
    return [act.line(f"pause.now_{heard.digest}", hour=Shown("number", hour))]


def _beginning(act: Act, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=act.zone)


@dataclass(frozen=True, slots=True)
class Resumed:
    receipt: list[Line]


@dataclass(frozen=True, slots=True)
class WasNotPaused:
    receipt: list[Line]


async def resume(act: Act) -> Resumed | WasNotPaused:
    """At once; what they want to hear nothing about, and when, stays so, and is named."""
    person = await people.find(act.tx, act.person)
    if person is None or not person.paused(act.at):
        return WasNotPaused(await reach.as_it_is(act))
    act.undo = ("restore_quiet", {"before": await reach.remember(act)})
    await people.pause(act.tx, act.person, None)
    await reach.look_again(act)
    return Resumed(await reach.as_it_is(act))


# ------------------------------------------------------------------------------------------ about what, when, how much
async def _change(act: Act, words: str, heard: PauseWish, when: ReachWish | None) -> Noted | CannotBe:
    before = await reach.remember(act)
    wishes = await quiet.wishes(act.tx, act.person, act.at)
    after = reach.changed(act, wishes, when) if when else wishes
    if isinstance(after, str):
        return CannotBe([act.line(f"pause.{after}", **_hours(act))])
    lines: list[Line] = []
    seen = duties.Seen([], False)
    if heard.quiet or heard.wanted:
        lines, seen = await _about(act, words, heard)
    if after != wishes:
        await quiet.set_reachable(act.tx, act.person, after, act.at)
    if when:
        settled = reach.how(act, after)
        lines.append(act.line("pause.from_now_on", how=settled) if settled else _usual(act))
        lines += reach.is_quiet(act, after.quiet) if when.back else []
        if after != wishes and not when.back:
            lines.append(act.line("pause.as_before"))
    lines += await _rhythm(act, heard)
    await reach.look_again(act)
    if await reach.remember(act) != before:
        act.undo = ("restore_quiet", {"before": {**before, "gone": seen.gone}})
        lines.append(act.line("pause.undo"))
    return Noted(lines, seen.lines)


def _hours(act: Act) -> Mapping[str, Shown]:
    """For sentences that say what the association has settled."""
    return {
        "begins": Shown("number", act.settings.waking_from_hour),
        "ends": Shown("number", act.settings.waking_to_hour),
    }


async def _about(act: Act, words: str, heard: PauseWish) -> tuple[list[Line], duties.Seen]:
    """What they want nothing about, and what still or again."""
    lines: list[Line] = []
    back = [about for about in heard.wanted if await reach.hear_again(act, about)]
    seen = duties.Seen([], False)
    if heard.quiet:
        end = end_of(words, act.today, heard.until)
        if end.wrong and end.wrong != "far":  # as good as for ever
            lines.append(act.line(f"pause.odd_{end.wrong}"))
        for about in heard.quiet:
            until = _beginning(act, end.day) if end.day else None
            await quiet.set_quiet(act.tx, act.person, about, until, act.at)
        abouts = reach.named(act, heard.quiet)
        if end.day:
            lines.append(act.line("pause.quiet_until", abouts=abouts, until=reach.day_of(end.day)))
        else:
            lines.append(act.line("pause.quiet", abouts=abouts))
        seen = await duties.hand_over(act, heard.quiet)
    if heard.wanted and (heard.quiet or back):
        sentence = "goes_on" if heard.quiet else "back"
        lines.append(act.line(f"pause.{sentence}", abouts=reach.named(act, heard.wanted)))
    elif heard.wanted:
        lines.append(await _there_anyway(act, heard.wanted))
    if heard.quiet:
        again = act.line(f"pause.again_{heard.quiet[0]}").text
        lines.append(act.line("pause.again", words=Shown("label", again)))
    return lines, seen


async def _there_anyway(act: Act, wanted: Sequence[About]) -> Line:
    """They never wanted to hear nothing about it; or how they would come to hear of it."""
    agreed = {purpose for purpose, said in (await profile.consents(act.tx, act.person)).items() if said[0]}
    if wanted == ("introductions",) and not agreed & {INTRODUCTIONS, WELCOMES}:
        return act.line("pause.not_introduced")
    if wanted == ("questions",) and not await questions.topics_of(act.tx, act.person):
        return act.line("pause.answers_none")
    return act.line("pause.there_anyway", abouts=reach.named(act, wanted))


# --------------------------------------------------------------------------------------------------------- taken back
@dataclass(frozen=True, slots=True)
class AsBefore: ...


async def restore_quiet(act: Act, *, before: Value = None) -> AsBefore:
    """What went to somebody else stays there; and that is said."""
    held: Mapping[str, Any] = before or {}
    await reach.put_back(act, held)
    if held.get("gone"):
        line = act.line("pause.stays_gone")
        act.effects.append(Said(line.text, line.values))
    return AsBefore()


# ---------------------------------------------------------------------------------------------------------------- stop
@dataclass(frozen=True, slots=True)
class Stopped: ...


async def stop_writing(act: Act) -> Stopped:
    """Consent to being written to is withdrawn; what is known stays, until "erase me"."""
    before = await profile.consents(act.tx, act.person)
    given = [purpose for purpose in (CONTACT, QUESTIONS, INTRODUCTIONS, WELCOMES) if before.get(purpose, (False,))[0]]
    for purpose in (CONTACT, *(one for one in given if one != CONTACT)):
        await act.consent(purpose, False)
    await duties.hand_over(act)
    if given:
        act.undo = ("write_again", {"purposes": given})
    return Stopped()


@dataclass(frozen=True, slots=True)
class Restored: ...


async def write_again(act: Act, *, purposes: Sequence[str] = (CONTACT,)) -> Restored:
    for purpose in purposes:
        await act.consent(purpose, True)
    return Restored()
