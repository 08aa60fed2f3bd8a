"""Proposing an introduction: each is asked alone, with the reasons and without a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from engagebot.actions.act import Act
from engagebot.crowd import barred_for, member_of, rules_of
from engagebot.domain.introductions import Member, Rarity, Reason, bars, can_talk, excluded, rarity, score
from engagebot.engine.effects import Line, Prompted, Revised, Shown, TimerSet
from engagebot.store import conversations, introductions, profile
from engagebot.store.introductions import Introduced, Introduction, Kind

INTRODUCTIONS, WELCOMES = "introductions", "welcomes"
"""Purposes of consent: being introduced to others; welcoming newcomers, and being named to them."""
ASKED = {"pair": "maybe_meet", "trio": "maybe_meet_two", "welcome": "meet_newcomer"}
"""Which flow asks, by kind of introduction."""
BEFORE_THE_NEXT = timedelta(hours=2)
"""What a round began is over this long before a week has gone by, so that all are free again for the next one, also in
the week in which the clocks go forward."""
SHOWN_INTERESTS = 5
"""More in common are not listed."""


def day(act: Act, at: datetime) -> Shown:
    return Shown("date", at.astimezone(act.zone).date().isoformat())


async def propose(
    act: Act,
    group: Sequence[str],
    *,
    rarest: Rarity | None = None,
    round_id: str | None = None,
    asked_for: bool = False,
) -> bool:
    """Ask each of two or three, alone. False: by now they must not be introduced to each other, or nothing speaks for
    it. `asked_for`: the first of them wants somebody now, and is asked at once."""
    members = await _as_they_are(act, group)
    if members is None:
        return False
    told = _reasons(act, members, rarest or rarity(members))
    if told is None:
        return False
    kind: Kind = "pair" if len(group) == 2 else "trio"
    begun = await begin(act, kind, told, round_id=round_id)
    for person in told:
        answers = asked_for and person == group[0]
        await ask(act, begun, person, told[person], purpose="reply" if answers else INTRODUCTIONS)
    await introductions.asked_now(act.tx, group, act.at)
    return True


async def begin(
    act: Act, kind: Kind, told: dict[str, tuple[Reason, ...]], *, round_id: str | None = None
) -> Introduction:
    """`told`: person -> why, as they hear it."""
    until = act.at + timedelta(days=act.settings.introduction_expires_days)
    until -= BEFORE_THE_NEXT if round_id else timedelta()
    begun = Introduction(act.new_id(), kind, act.at, until, round_id)
    plain = {person: tuple((why.kind, *why.values) for why in reasons) for person, reasons in told.items()}
    parts = [Introduced(begun.id, person, key_of(begun, person), plain[person]) for person in told]
    await introductions.begin(act.tx, begun, parts)
    act.effects.append(TimerSet("introduction", until, begun.id, each=True, person=""))
    return begun


def key_of(introduction: Introduction, person: str) -> str:
    """Of the message that asks them."""
    return f"meet:{introduction.id}:{person}"


async def ask(
    act: Act, introduction: Introduction, person: str, reasons: Sequence[Reason], *, purpose: str, again: str = ""
) -> None:
    """`again`: what makes the key another one, when they are asked once more.

    They may answer for longer than it counts, so that a late yes is not met with a shrug; but not any more when they
    are asked about somebody else."""
    for earlier in await conversations.open_prompts(act.tx, person, act.at):
        if introduction.kind != "welcome" and earlier.flow in (ASKED["pair"], ASKED["trio"]):
            await conversations.end_prompt(act.tx, earlier.id, "expired")
            line = act.line("introductions.settled")
            act.effects.append(Revised(earlier.message_key, person, line.text, line.values, gone=True))
    until = act.at + timedelta(days=act.settings.prompt_valid_days)
    why = await lines_of(act, person, reasons) or [act.line("introductions.new_here")]
    slots = {"introduction": introduction.id, "reasons": why}
    key = key_of(introduction, person) + again
    flow, about = ASKED[introduction.kind], introduction.id
    act.effects.append(Prompted(person, flow, slots, purpose, until, key, "introductions", about))


async def _as_they_are(act: Act, group: Sequence[str]) -> list[Member] | None:
    """None: one of them wants nobody now, or two of them must not be introduced to each other. Between a round and its
    questions somebody may have changed their mind."""
    rules = rules_of(act.settings)
    members = []
    for person in group:
        found = await member_of(act.tx, person, act.at)
        if found is None or found[1].stopped or found[1].paused or found[1].pending:
            return None
        members.append(found[0])
    barred = bars(
        [(one, other) for one in group for other in await barred_for(act.tx, one, act.at, rules) if other in group]
    )
    if not can_talk(*members) or any(excluded(*pair, barred) for pair in combinations(members, 2)):
        return None
    return members


def _reasons(act: Act, members: Sequence[Member], rarest: Rarity) -> dict[str, tuple[Reason, ...]] | None:
    """Person -> what speaks for it, as they hear it; of three: what each has in common with either. None: nothing."""
    told: dict[str, list[Reason]] = {one.id: [] for one in members}
    for one, other in combinations(members, 2):
        found = score(one, other, rarest, rules_of(act.settings))
        for member, reasons in ((one, found.ones), (other, found.others)) if found else ():
            told[member.id] += reasons
    return {person: together(reasons) for person, reasons in told.items()} if all(told.values()) else None


def together(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Reasons of one kind as one, in the order of the first of each."""
    merged: dict[str, Reason] = {}
    for why in reasons:
        values = dict.fromkeys((*(merged[why.kind].values if why.kind in merged else ()), *why.values))
        merged[why.kind] = replace(why, values=tuple(values))
    return tuple(merged.values())


async def lines_of(act: Act, person: str, reasons: Sequence[Reason]) -> list[Line]:
    """Why, in words, for one of them. Places are said as they have said them themselves."""
    facts = await profile.facts(act.tx, person, act.at)
    lines = []
    for why in reasons:
        values: Any = list(why.values)
        match why.kind:
            case "interests":
                shown = {"interests": Shown("interests", values[:SHOWN_INTERESTS])}
            case "teaches" | "learns":
                shown = {"skills": Shown("skills", dict.fromkeys(values[:SHOWN_INTERESTS], "can"))}
            case "place":
                shown = {"place": Shown("place", facts["place"].value if "place" in facts else values[0])}
            case "group":
                shown = {"group": Shown("text", facts["local_group"].value if "local_group" in facts else values[0])}
            case "language":
                shown = {"languages": Shown("labels", [Shown("locale", one) for one in values])}
        name = "likes" if why.kind == "interests" else why.kind
        lines.append(act.line(f"introductions.{name}", **shown))
    return lines
