"""Whom somebody would rather not be introduced to: confidential, whatever it is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engagebot.actions import meeting, sparing
from engagebot.actions.act import Act
from engagebot.actions.ladder import first_name
from engagebot.actions.sparing import AskedByAll, Spared, WhoseQuestion
from engagebot.crowd import rules_of, since
from engagebot.domain.matching import plain
from engagebot.engine.model import Value
from engagebot.store import introductions, people
from engagebot.understanding.block_words import blocks, rather_not, unblocks
from engagebot.understanding.text import near

MOST_SHOWN = 5
"""People they met lately, to choose from."""


@dataclass(frozen=True, slots=True)
class KeptApart:
    name: str


@dataclass(frozen=True, slots=True)
class TogetherAgain:
    name: str


@dataclass(frozen=True, slots=True)
class WhichOfThem:
    people: Value


@dataclass(frozen=True, slots=True)
class NoName: ...


@dataclass(frozen=True, slots=True)
class Unknown:
    name: str


async def read_block(
    act: Act, *, said: str = ""
) -> KeptApart | TogetherAgain | WhichOfThem | NoName | Unknown | Spared | WhoseQuestion | AskedByAll:
    """Whom; where no name is said, whoever asked them a question lately is meant."""
    heard = rather_not(said)
    names = [name for name in (heard.name, *heard.others) if name] if heard else []
    back = unblocks(said)
    if not names and back and (again := await sparing.asked_by_all(act)):
        return again
    if heard and heard.back:
        return await _together_again(act, names)
    if not names and not back and blocks(said) and (asked := await sparing.of_whoever_asked(act)):
        return asked
    if not names:
        met = await _met(act)
        return WhichOfThem(_choices(act, met)) if met else NoName()
    return await _apart(act, names)


async def block_named(act: Act, *, whom: str) -> KeptApart | WhichOfThem | Unknown:
    """In answer to "whom?": a name alone, or a sentence around it."""
    heard = rather_not(whom)
    names = [heard.name, *heard.others] if heard and heard.name else [whom.strip(" .!?")[:40]]
    return await _apart(act, names)


async def block_chosen(act: Act, *, which: str) -> KeptApart | Unknown:
    chosen = {act.alias(person): (person, name) for person, name in (await _met(act)).items()}.get(which)
    if chosen is None:
        return Unknown("")
    await _block(act, [chosen[0]])
    return KeptApart(chosen[1])


async def _apart(act: Act, names: Sequence[str]) -> KeptApart | Unknown:
    """Everybody who is called so: who of them is meant, and that there are several, is not asked."""
    found = {name: await _called(act, name) for name in names}
    known = [name for name in names if found[name]]
    if not known:
        return Unknown(", ".join(names))
    await _block(act, [person for name in known for person in found[name]])
    return KeptApart(", ".join([await first_name(act, found[name][0]) for name in known]))


async def _called(act: Act, name: str) -> list[str]:
    """Of that name: those whom they met, also by a name with a slip; else anybody whom the bot knows."""
    met = await _met(act)
    called = [one for one in await people.named(act.tx, name) if one != act.person]
    close = [one for one, first in met.items() if first and near(plain(first), plain(name))]
    return [one for one in called if one in met] or close or called


async def _met(act: Act) -> Mapping[str, str]:
    """Person -> first name, of whom they met lately; the latest first."""
    lately = since(act.at, rules_of(act.settings))
    met = [other for other, _ in await introductions.latest_met_of(act.tx, act.person, lately)]
    names = {one: await first_name(act, one) for one in met}
    return {one: name for one, name in names.items() if name}


def _choices(act: Act, met: Mapping[str, str]) -> Value:
    shown = list(met.items())[:MOST_SHOWN]
    return {
        act.alias(person): {"line": "rather_not.person", "values": {"name": ["name", name]}, "words": [name]}
        for person, name in shown
    }


async def _block(act: Act, persons: Sequence[str]) -> None:
    before = await introductions.blocked_by(act.tx, act.person)
    new = [one for one in dict.fromkeys(persons) if one not in before]
    for one in new:
        await introductions.block(act.tx, act.person, one, act.at)
        await meeting.not_after_all(act, act.person, one)
    act.undo = ("unblock", {"persons": [act.alias(one) for one in new]})


async def _together_again(act: Act, names: Sequence[str]) -> TogetherAgain | Unknown | NoName:
    blocked = await introductions.blocked_by(act.tx, act.person)
    called = {one: await first_name(act, one) for one in blocked}
    if not names and len(blocked) != 1:
        return NoName()
    meant = [
        one
        for one, first in called.items()
        if not names or any(near(plain(first), plain(name)) for name in names)
    ]
    for one in meant:
        await introductions.unblock(act.tx, act.person, one)
    return TogetherAgain(", ".join(called[one] for one in meant)) if meant else Unknown(", ".join(names))


@dataclass(frozen=True, slots=True)
class Unblocked: ...


async def unblock(act: Act, *, persons: Sequence[str] = ()) -> Unblocked:
    """`persons`: their aliases."""
    for one in await introductions.blocked_by(act.tx, act.person):
        if act.alias(one) in persons:
            await introductions.unblock(act.tx, act.person, one)
    return Unblocked()
