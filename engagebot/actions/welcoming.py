"""A newcomer and their welcomer: somebody who agreed to it and is named, each in turn, a few at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from engagebot.actions import proposing
from engagebot.actions.act import Act
from engagebot.actions.ladder import first_name
from engagebot.actions.proposing import WELCOMES
from engagebot.crowd import barred_for, known_member, rules_of
from engagebot.domain.introductions import Rarity, bars, score
from engagebot.domain.welcoming import Welcomer, welcomer_for
from engagebot.store import introductions, outbox

AT_PRESENT = timedelta(days=30)
"""So long after they met, a newcomer counts for their welcomer."""


@dataclass(frozen=True, slots=True)
class WelcomerFound:
    welcomer: str
    """Their first name."""
    alias: str


@dataclass(frozen=True, slots=True)
class NoWelcomer: ...


async def find_welcomer(act: Act) -> WelcomerFound | NoWelcomer:
    newcomer = await known_member(act.tx, act.person, act.at)
    if newcomer is None:
        return NoWelcomer()
    there = []
    for person, now, last_at in await introductions.welcomers(act.tx, act.at, act.at - AT_PRESENT):
        member = await known_member(act.tx, person, act.at)
        if member and person != act.person and await first_name(act, person):
            there.append(Welcomer(member, now, last_at))
    barred = await barred_for(act.tx, act.person, act.at, rules_of(act.settings))
    pairs = bars((act.person, other) for other in barred)
    found = welcomer_for(newcomer, there, pairs, act.settings.welcomer_cap, seed=0)
    return WelcomerFound(await first_name(act, found), act.alias(found)) if found else NoWelcomer()


@dataclass(frozen=True, slots=True)
class WelcomerAsked: ...


async def ask_welcomer(act: Act, *, alias: str = "") -> WelcomerAsked | NoWelcomer:
    """The newcomer has said yes, by the name of the welcomer; who is asked without theirs."""
    newcomer = await known_member(act.tx, act.person, act.at)
    there = await introductions.welcomers(act.tx, act.at, act.at - AT_PRESENT)
    welcomer_id = next((person for person, *_ in there if act.alias(person) == alias), "")
    welcomer = await known_member(act.tx, welcomer_id, act.at)
    if newcomer is None or welcomer is None:
        return NoWelcomer()
    found = score(newcomer, welcomer, Rarity({}, frozenset()), rules_of(act.settings))
    told = {act.person: found.ones if found else (), welcomer_id: found.others if found else ()}
    begun = await proposing.begin(act, "welcome", told)
    asked = await outbox.last_said(act.tx, act.person)  # the list of those who welcome
    shown = introductions.hash_of(asked) if asked else None
    await introductions.answer(act.tx, begun.id, act.person, "yes", act.at, shown)
    await proposing.ask(act, begun, welcomer_id, told[welcomer_id], purpose=WELCOMES)
    return WelcomerAsked()
