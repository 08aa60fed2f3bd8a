"""Wanting to be introduced to others: whether, how often, what is shown; and no more, in one word."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from engagebot.actions import meeting, proposing, reach
from engagebot.actions.act import Act
from engagebot.actions.profile import shown_fact
from engagebot.actions.proposing import INTRODUCTIONS, WELCOMES
from engagebot.actions.rounds import arm, round_at
from engagebot.domain.introductions import RHYTHMS, Rhythm
from engagebot.engine.effects import Line, Shown
from engagebot.engine.model import Value
from engagebot.store import introductions, people, profile, quiet, rounds
from engagebot.store.introductions import Introduction, Meets
from engagebot.understanding.meeting_words import MeetingWish, meeting_wish

USUAL: Rhythm = "every_2_weeks"
RARER: dict[Rhythm, Rhythm] = {"weekly": "every_2_weeks", "every_2_weeks": "monthly", "monthly": "on_request"}
"""What "less often" makes of a rhythm; "more often" the other way round."""


# --------------------------------------------------------------------------------------------------------------- in
@dataclass(frozen=True, slots=True)
class New:
    """`rhythm`, `trios`: what they have said of it already."""

    shown: list[Line]
    rhythm: str | None
    trios: bool | None


@dataclass(frozen=True, slots=True)
class Member:
    mine: list[Line]
    offers: Value


@dataclass(frozen=True, slots=True)
class WasStopped: ...


@dataclass(frozen=True, slots=True)
class Changes:
    often: str
    trios: bool


@dataclass(frozen=True, slots=True)
class SaysOut: ...


@dataclass(frozen=True, slots=True)
class SaysNow: ...


@dataclass(frozen=True, slots=True)
class SaysShown: ...


@dataclass(frozen=True, slots=True)
class TooYoung: ...


async def read_meeting_wish(
    act: Act, *, said: str = ""
) -> New | Member | WasStopped | Changes | SaysOut | SaysNow | SaysShown | TooYoung:
    """What the message that began this wants of introductions."""
    wish = meeting_wish(said)
    if "guardian" in await profile.facts(act.tx, act.person, act.at):
        return TooYoung()
    if wish.out:
        return SaysOut()
    meets = await among(act)
    if meets is None:
        return New(await _shown(act), wish.rhythm, wish.trios)
    if wish.shown:
        return SaysShown()
    rhythm = wish.rhythm or _turned(meets, wish)
    if rhythm or wish.trios is not None:
        return Changes(rhythm or meets.rhythm, meets.trios if wish.trios is None else wish.trios)
    if meets.stopped_at:
        return WasStopped()
    return SaysNow() if wish.now else await _member(act, meets)


async def among(act: Act) -> Meets | None:
    """None: they do not want to be introduced to anybody, or have not said so."""
    meets = await introductions.meets_of(act.tx, act.person)
    return meets if meets and await profile.agrees(act.tx, act.person, INTRODUCTIONS) else None


def _turned(meets: Meets, wish: MeetingWish) -> Rhythm | None:
    turns = RARER if wish.often == "less" else {rarer: now for now, rarer in RARER.items()}
    return turns.get(meets.rhythm, meets.rhythm) if wish.often else None


async def _member(act: Act, meets: Meets) -> Member:
    open_ = await _open(act)
    waits = bool(open_ and open_[1])
    offers = {
        "take_back" if waits else "now": "take_back" if waits else "now",
        "often": "often",
        "trios": "trios_off" if meets.trios else "trios_on",
        "shown": "what_shown",
        "welcome": "welcome_off" if await profile.agrees(act.tx, act.person, WELCOMES) else "welcome_on",
        "leave": "leave",
    }
    labels = {wish: {"line": f"introductions.{name}"} for wish, name in offers.items()}
    return Member([line async for line in _mine(act, meets)], labels)


async def _mine(act: Act, meets: Meets) -> AsyncIterator[Line]:
    yield act.line(f"introductions.is_{meets.rhythm}")
    yield act.line("introductions.is_in_threes" if meets.trios else "introductions.is_in_twos")
    open_ = await _open(act)
    left_alone = await quiet.quiet_of(act.tx, act.person, act.at)
    if "introductions" in left_alone:
        for line in reach.is_quiet(act, {"introductions": left_alone["introductions"]}):
            yield line
    elif open_:
        name = "is_waiting" if open_[1] else "is_open"
        yield act.line(f"introductions.{name}", day=proposing.day(act, open_[0].until))
    elif meets.rhythm != "on_request" or meets.wanted_at:
        yield act.line("introductions.is_next", day=proposing.day(act, round_at(act)))
    if await profile.agrees(act.tx, act.person, WELCOMES):
        yield act.line("introductions.is_welcoming")


async def _proposed(act: Act) -> list[Introduction]:
    """Those of theirs that wait for answers; to welcome newcomers is something else."""
    return [one for one in await introductions.open_of(act.tx, act.person) if one.kind != "welcome"]


async def _open(act: Act) -> tuple[Introduction, bool] | None:
    """The introduction in which they are asked now, and whether they said yes; None: there is none."""
    for one in await _proposed(act):
        mine = await meeting.mine(act, one.id)
        if mine and mine.answer != "no":
            return one, mine.answer == "yes"
    return None


# ------------------------------------------------------------------------------------------------- what is shown of me
@dataclass(frozen=True, slots=True)
class Seen:
    shown: list[Line]


async def what_is_shown(act: Act) -> Seen:
    return Seen(await _shown(act))


async def _shown(act: Act) -> list[Line]:
    known = await profile.load(act.tx, act.person, act.at)
    agreed = await among(act)
    lines = [act.line("introductions.shown")]
    interests = [one for one, (visible, *_) in known.interests.items() if visible or agreed is None]
    if interests:
        lines.append(act.line("introductions.shown_interests", interests=Shown("interests", interests)))
    offers = {skill: "can" for skill, (level, *_) in known.skills.items() if level in rounds.OFFERS}
    wants = {skill: "can" for skill, (level, *_) in known.skills.items() if level not in rounds.OFFERS}
    for name, skills in (("shown_offers", offers), ("shown_wants", wants)):
        if skills:
            lines.append(act.line(f"introductions.{name}", skills=Shown("skills", skills)))
    for name, kind, hole in (("shown_place", "place", "place"), ("shown_group", "local_group", "group")):
        if kind in known.facts:
            lines.append(
                act.line(f"introductions.{name}", **{hole: shown_fact(act, kind, known.facts[kind].value)})
            )
    if len(lines) == 1:
        lines.append(act.line("introductions.shown_nothing"))
    lines.append(act.line("introductions.shown_languages", languages=await _languages(act)))
    return [*lines, act.line("introductions.shown_name")]


async def _languages(act: Act) -> Shown:
    """As they told; else the one in which the bot speaks with them."""
    facts, person = await profile.facts(act.tx, act.person, act.at), await people.find(act.tx, act.person)
    if "languages" in facts:
        return shown_fact(act, "languages", facts["languages"].value)
    return Shown("locale", person.locale if person else None)


# ----------------------------------------------------------------------------------------------------- joining, changes
@dataclass(frozen=True, slots=True)
class Joined:
    receipt: list[Line]


@dataclass(frozen=True, slots=True)
class JoinedUnknown:
    """Nothing is known that they could have in common with anybody."""

    receipt: list[Line]


async def join_introductions(act: Act, *, rhythm: str = USUAL, trios: bool = False) -> Joined | JoinedUnknown:
    """They have read what is shown of them; what they like may be shown from now on."""
    await act.consent(INTRODUCTIONS, True)
    await reach.hear_again(act, "introductions")
    await introductions.opt_in(act.tx, act.person, _rhythm(rhythm), trios, act.at)
    known = await profile.load(act.tx, act.person, act.at)
    await profile.add_interests(act.tx, act.person, known.interests, True, act.at)
    act.undo = ("leave_introductions", {})
    arm(act)
    receipt = [line async for line in _receipt(act, _rhythm(rhythm), trios)]
    if known.interests or any(level not in rounds.OFFERS for level, *_ in known.skills.values()):
        return Joined(receipt)
    return JoinedUnknown([*receipt[:1], act.line("introductions.tell_me")])


@dataclass(frozen=True, slots=True)
class Noted:
    receipt: list[Line]


async def change_introductions(act: Act, *, often: str = USUAL, trios: bool | None = None) -> Noted:
    """Also how a stop ends."""
    before = await among(act)
    if before:
        trios = before.trios if trios is None else trios
        if not before.stopped_at:
            act.undo = ("change_introductions", {"often": before.rhythm, "trios": before.trios})
        else:
            await meeting.goes_on(act, before.stopped_at)
        await introductions.opt_in(act.tx, act.person, _rhythm(often), trios, act.at)
        arm(act)
    return Noted([line async for line in _receipt(act, _rhythm(often), bool(trios))])


async def change_trios(act: Act) -> Noted:
    meets = await among(act)
    rhythm, trios = (meets.rhythm, meets.trios) if meets else (USUAL, True)
    return await change_introductions(act, often=rhythm, trios=not trios)


def _rhythm(name: str) -> Rhythm:
    return next((one for one in RHYTHMS if one == name), USUAL)


async def _receipt(act: Act, rhythm: Rhythm, trios: bool) -> AsyncIterator[Line]:
    yield act.line(f"introductions.{rhythm}")
    yield act.line("introductions.in_threes" if trios else "introductions.in_twos")
    if rhythm != "on_request":
        yield act.line("introductions.next_round", day=proposing.day(act, round_at(act)))
    yield act.line("introductions.afterwards")


# ------------------------------------------------------------------------------------------------------------------ now
@dataclass(frozen=True, slots=True)
class Asked: ...


@dataclass(frozen=True, slots=True)
class NobodyYet:
    receipt: list[Line]


@dataclass(frozen=True, slots=True)
class OneIsOpen:
    receipt: list[Line]


@dataclass(frozen=True, slots=True)
class NotAmongThem:
    shown: list[Line]


async def find_somebody(act: Act) -> Asked | NobodyYet | OneIsOpen | NotAmongThem:
    """At once; or in the next round, in which they come first."""
    if await among(act) is None:
        return NotAmongThem(await _shown(act))
    open_ = await _proposed(act)
    if open_:
        return OneIsOpen([act.line("introductions.one_is_open", day=proposing.day(act, open_[0].until))])
    await reach.hear_again(act, "introductions")
    partner = act.partner(act.person)
    if partner and await proposing.propose(act, (act.person, partner), asked_for=True):
        return Asked()
    await introductions.wants(act.tx, act.person, act.at)
    arm(act)
    return NobodyYet([act.line("introductions.nobody_yet", day=proposing.day(act, round_at(act)))])


@dataclass(frozen=True, slots=True)
class TakenBack: ...


@dataclass(frozen=True, slots=True)
class NothingOpen: ...


async def take_back_yes(act: Act) -> TakenBack | NothingOpen:
    """A change of mind while the other has not answered; to them it is silence."""
    open_ = await _open(act)
    if open_ is None:
        return NothingOpen()
    await introductions.answer(act.tx, open_[0].id, act.person, "no", act.at)
    return TakenBack()


# ------------------------------------------------------------------------------------------------------------ welcoming
@dataclass(frozen=True, slots=True)
class Welcoming: ...


@dataclass(frozen=True, slots=True)
class WelcomingNoMore: ...


async def change_welcoming(act: Act) -> Welcoming | WelcomingNoMore:
    welcomes = not await profile.agrees(act.tx, act.person, WELCOMES)
    await act.consent(WELCOMES, welcomes)
    act.undo = ("change_welcoming", {})
    return Welcoming() if welcomes else WelcomingNoMore()


# ------------------------------------------------------------------------------------------------------------------ out
@dataclass(frozen=True, slots=True)
class Left: ...


@dataclass(frozen=True, slots=True)
class WasNotAmongThem: ...


async def leave_introductions(act: Act) -> Left | WasNotAmongThem:
    before = await among(act)
    if before is None:
        return WasNotAmongThem()
    await act.consent(INTRODUCTIONS, False)
    await meeting.step_back(act, act.person)
    await introductions.opt_out(act.tx, act.person)
    act.undo = ("join_introductions", {"rhythm": before.rhythm, "trios": before.trios})
    return Left()
