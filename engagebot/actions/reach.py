"""When, how much and about what somebody is written to: as they have it, changed, put back, and said in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, cast

from engagebot.actions.act import Act
from engagebot.actions.held import keeper_of
from engagebot.domain.gate import ABOUTS, About, Wishes
from engagebot.engine.effects import Line, Shown
from engagebot.engine.model import Value
from engagebot.store import people, questions, quiet
from engagebot.understanding.days import DAYS, PARTS
from engagebot.understanding.reach_words import ReachWish

WEEK = frozenset(range(7))


# ----------------------------------------------------------------------------------------------------------- in words
def named(act: Act, abouts: Sequence[About]) -> Shown:
    """As in "the questions and the tasks"."""
    return Shown("labels", [act.line(f"pause.about_{about}").text for about in abouts])


def day_of(day: date) -> Shown:
    return Shown("date", day.isoformat())


async def as_it_is(act: Act) -> list[Line]:
    """What they have settled for themselves; []: nothing, it is as the association has it."""
    person = await people.find(act.tx, act.person)
    lines = []
    if person and person.paused_until and person.paused(act.at):
        lines.append(act.line("pause.is_paused", until=day_of(person.paused_until.astimezone(act.zone).date())))
    wishes = await quiet.wishes(act.tx, act.person, act.at)
    lines += is_quiet(act, wishes.quiet)
    if reached := how(act, wishes):
        lines.append(act.line("pause.is_reach", how=reached))
    if rhythm := (await quiet.digests_of(act.tx, act.person)).rhythm:
        lines.append(act.line(f"pause.is_{rhythm}"))
    return lines


def is_quiet(act: Act, those: Mapping[About, datetime | None]) -> Iterator[Line]:
    """Those with the same end together."""
    for until in dict.fromkeys(those.values()):
        abouts = named(act, [about for about in ABOUTS if about in those and those[about] == until])
        if until is None:
            yield act.line("pause.is_quiet", abouts=abouts)
        else:
            yield act.line("pause.is_quiet_until", abouts=abouts, until=day_of(until.astimezone(act.zone).date()))


def how(act: Act, wishes: Wishes) -> Shown | None:
    """Hours, days, how many, as a list; None: all of it is as the association has it."""
    said = []
    if wishes.from_hour is not None or wishes.to_hour is not None:
        calendar = wishes.calendar(act.calendar)
        begins, ends = Shown("number", calendar.from_hour), Shown("number", calendar.to_hour)
        said.append(act.line("pause.hours", begins=begins, ends=ends))
    if wishes.per_day is not None:
        said.append(act.line("pause.day", count=Shown("number", wishes.per_day)))
    if wishes.per_week is not None:
        said.append(act.line("pause.week", count=Shown("number", wishes.per_week)))
    if wishes.days is not None:
        days = [f"{DAYS[day]}-{part}" for day in sorted(wishes.days) for part in PARTS]
        said.append(act.line("pause.days", days=Shown("availability", days)))
    return Shown("labels", [Shown("line", line) for line in said]) if said else None


# ------------------------------------------------------------------------------------------------------------- changes
def changed(act: Act, before: Wishes, wish: ReachWish) -> Wishes | str:
    """Hours, days and budgets as they are with `wish`, never wider than the association's; or why they cannot be: the
    name of a sentence."""
    if wish.back:
        return Wishes(quiet=before.quiet)
    if wish.rarer or wish.holed:
        return "no_rarer" if wish.rarer else "no_holes"
    after = replace(
        before,
        from_hour=before.from_hour if wish.from_hour is None else wish.from_hour,
        to_hour=before.to_hour if wish.to_hour is None else wish.to_hour,
        per_day=before.per_day if wish.per_day is None else wish.per_day,
        per_week=before.per_week if wish.per_week is None else wish.per_week,
    ) if _in_order(before, wish) else None  # fmt: skip
    if after is None:
        return "no_hours"
    return _kept_to(act, after, _days(act, before, wish))


def _in_order(before: Wishes, wish: ReachWish) -> bool:
    begins = before.from_hour if wish.from_hour is None else wish.from_hour
    ends = before.to_hour if wish.to_hour is None else wish.to_hour
    return (begins is None or begins < 24) and (ends is None or 0 < ends <= 24) and (begins or 0) < (ends or 24)


def _days(act: Act, before: Wishes, wish: ReachWish) -> frozenset[int] | None:
    """None: as the association has it."""
    usual = WEEK if act.settings.sundays else WEEK - {6}
    days = usual if before.days is None else before.days
    if wish.days is not None:
        days = wish.days
    if wish.without is not None:
        days = days - wish.without
    return None if days == usual else days


def _kept_to(act: Act, wishes: Wishes, days: frozenset[int] | None) -> Wishes | str:
    """What goes beyond the association's own rules is not needed to keep to them."""
    settings = act.settings
    begins, ends = wishes.from_hour, wishes.to_hour
    begins = None if begins is not None and begins <= settings.waking_from_hour else begins
    ends = None if ends is not None and ends >= settings.waking_to_hour else ends
    if not (begins or settings.waking_from_hour) < (settings.waking_to_hour if ends is None else ends):
        return "no_hours"
    if days is not None and not days:
        return "no_days"
    week = None if wishes.per_week is not None and wishes.per_week >= settings.budget_per_week else wishes.per_week
    day = None if wishes.per_day is not None and wishes.per_day >= settings.budget_per_day else wishes.per_day
    return replace(wishes, from_hour=begins, to_hour=ends, days=days, per_week=week, per_day=day)


async def hear_again(act: Act, about: About) -> bool:
    """False: they heard about it anyway."""
    ended = await quiet.end_quiet(act.tx, act.person, about)
    if about == "questions":
        _, resting = await questions.rule_of(act.tx, act.person)
        if resting:
            await questions.rest(act.tx, act.person, False)
        return ended or resting
    return ended


async def look_again(act: Act) -> None:
    """After a change: what is held back is asked about anew, and told in a digest when the next one comes; in a pause,
    when that is over."""
    await quiet.look_again(act.tx, act.person, act.at)
    person = await people.find(act.tx, act.person)
    if person is None:
        return
    wishes = await quiet.wishes(act.tx, act.person, act.at)
    await quiet.set_due(act.tx, act.person, None)  # whatever it was: it is settled anew
    if not person.paused(act.at) and not await quiet.for_digest(act.tx, act.person, act.at):
        return
    keeper = keeper_of(act)
    calendar = await keeper.calendar(act.tx, act.person, wishes, act.at)
    await quiet.set_due(
        act.tx, act.person, await keeper.next_digest(act.tx, person, wishes, calendar, act.at)
    )


# ------------------------------------------------------------------------------------------------------------ put back
async def remember(act: Act) -> dict[str, Value]:
    """All of it as it is, to be put back; plain values."""
    person = await people.find(act.tx, act.person)
    wishes = await quiet.wishes(act.tx, act.person, act.at)
    _, resting = await questions.rule_of(act.tx, act.person)
    return {
        "paused": _plain(person.paused_until if person else None),
        "quiet": {about: _plain(until) for about, until in wishes.quiet.items()},
        "reach": {
            **{name: getattr(wishes, name) for name in ("from_hour", "to_hour", "per_day", "per_week")},
            "days": None if wishes.days is None else sorted(wishes.days),
        },
        "rhythm": (await quiet.digests_of(act.tx, act.person)).rhythm,
        "resting": resting,
    }


async def put_back(act: Act, before: Mapping[str, Any]) -> None:
    await people.pause(act.tx, act.person, _moment(before["paused"]))
    for about in ABOUTS:
        await quiet.end_quiet(act.tx, act.person, about)
    for about, until in before["quiet"].items():
        await quiet.set_quiet(act.tx, act.person, cast(About, about), _moment(until), act.at)
    reach = before["reach"]
    days = None if reach["days"] is None else frozenset(reach["days"])
    now = await quiet.wishes(act.tx, act.person, act.at)
    wishes = replace(Wishes(**{**reach, "days": days}), quiet=now.quiet)
    if wishes != now:
        await quiet.set_reachable(act.tx, act.person, wishes, act.at)
    if before["rhythm"] != (await quiet.digests_of(act.tx, act.person)).rhythm:
        await quiet.set_rhythm(act.tx, act.person, before["rhythm"], act.at)
    if before["resting"] != (await questions.rule_of(act.tx, act.person))[1]:
        await questions.rest(act.tx, act.person, before["resting"])
    await look_again(act)


def _plain(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())


def _moment(at: int | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC)
