"""`@ person`, `@ organiser`, `@ met`, `@ sent`: who there is, what they want, and what happened to them already."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, get_args

from engagebot.actions import cards
from engagebot.actions.proposing import INTRODUCTIONS, WELCOMES
from engagebot.app import arm_rounds
from engagebot.domain.digest import Rhythm, back_from_pause
from engagebot.domain.introductions import RHYTHMS
from engagebot.pen import CONTACT
from engagebot.scene.reading import ScriptError, day, id_of, items, unknown
from engagebot.scene.stage import Scene, noun
from engagebot.store import introductions, outbox, people, profile, quiet
from engagebot.store.sqlite import Transaction

KEYS = frozenset(
    {
        "locale", "skills", "learns", "interests", "availability", "onboarded", "newcomer", "names", "place", "address",
        "languages", "introductions", "trios", "welcomes", "paused", "digest",
    }
)  # fmt: skip
LONG_AGO = timedelta(days=365)
"""When the first sitting of somebody was who is no newcomer."""


@noun
async def person(scene: Scene, head: str, given: dict[str, str]) -> None:
    if others := unknown(given, KEYS):
        raise ScriptError(f"a person has no {others}; see the top of docs/console.md")
    who = id_of(head)
    async with scene.store.transaction() as tx:
        await people.add(tx, who, given.get("locale", "fr"), scene.now)
        await people.set_name(tx, who, head.capitalize())
        for purpose in ("profile", "contact"):
            await profile.consent(tx, who, purpose, True, "1", f"script:{head}", scene.now)
        await _can_and_likes(scene, tx, who, given)
        if given.get("names") in ("yes", "no"):
            await profile.consent(tx, who, cards.NAMES, given["names"] == "yes", "1", f"script:{head}", scene.now)
        if "introductions" in given:
            await _wants_introductions(scene, tx, who, given)
        if given.get("welcomes") in ("yes", "no"):
            await profile.consent(tx, who, WELCOMES, given["welcomes"] == "yes", "1", f"script:{head}", scene.now)
        if "newcomer" in given or given.get("onboarded") == "yes":
            ago = LONG_AGO if given.get("newcomer") == "no" else timedelta()
            await people.onboarded(tx, who, scene.now - ago)
        if "digest" in given:
            rhythm = next((one for one in get_args(Rhythm) if one == given["digest"]), None)
            if rhythm is None:
                raise ScriptError(f"digest={given['digest']} is no rhythm; it may be {', '.join(get_args(Rhythm))}")
            await quiet.set_rhythm(tx, who, rhythm, scene.now)
        if "paused" in given:
            await _is_paused(scene, tx, who, given["paused"])


async def _can_and_likes(scene: Scene, tx: Transaction, who: str, given: dict[str, str]) -> None:
    """What stands in their profile."""
    await profile.add_skills(tx, who, dict.fromkeys(items(given.get("skills", "")), "can"), scene.now)
    await profile.add_interests(tx, who, items(given.get("interests", "")), False, scene.now)
    await profile.set_availability(tx, who, items(given.get("availability", "")), scene.now)
    for kind in ("place", "address", "languages"):
        if kind in given:
            await profile.set_fact(tx, who, kind, given[kind], scene.now)
    for skill in items(given.get("learns", "")):
        await profile.add_skills(tx, who, {skill: "learns"}, scene.now)


async def _wants_introductions(scene: Scene, tx: Transaction, who: str, given: dict[str, str]) -> None:
    rhythm = next((one for one in RHYTHMS if one == given["introductions"].replace("-", "_")), None)
    if rhythm is None:
        named = ", ".join(one.replace("_", "-") for one in RHYTHMS)
        raise ScriptError(f"introductions={given['introductions']} is no rhythm; it may be {named}")
    await profile.consent(tx, who, INTRODUCTIONS, True, "1", f"script:{who}", scene.now)
    await introductions.opt_in(tx, who, rhythm, given.get("trios") == "yes", scene.now)
    likes = (await profile.load(tx, who, scene.now)).interests
    await profile.add_interests(tx, who, likes, True, scene.now)
    await arm_rounds(tx, scene.settings, scene.house.calendar, scene.now)


async def _is_paused(scene: Scene, tx: Transaction, who: str, words: str) -> None:
    found = re.fullmatch(r"(\d+) (hour|day|week)s?", words)
    if found is None:
        raise ScriptError(f"paused={words} is no time; write it as 2 weeks, 3 days or 5 hours")
    until = scene.now + int(found[1]) * timedelta(**{f"{found[2]}s": 1})
    await people.pause(tx, who, until)
    calendar = replace(scene.house.calendar, zone=scene.zone)
    await quiet.set_due(tx, who, back_from_pause(until, calendar, scene.settings.digest_hour))


@noun
async def organiser(scene: Scene, head: str, given: dict[str, str]) -> None:
    await person(scene, head, {"onboarded": "yes", **given})
    scene.transport.rooms.setdefault(scene.house.association.organisers_room, set()).add(id_of(head))


@noun
async def met(scene: Scene, head: str, given: dict[str, str]) -> None:
    named = items(head)
    if len(named) != 2 or set(given) != {"on"}:
        raise ScriptError("`@ met` names two people and a day: @ met: ada, bruno; on=2026-01-10")
    on = day(given["on"], "on=")
    at = datetime(on.year, on.month, on.day, tzinfo=scene.house.calendar.zone)
    async with scene.store.transaction() as tx:
        await introductions.set_met(tx, id_of(named[0]), id_of(named[1]), at)


@noun
async def sent(scene: Scene, head: str, given: dict[str, str]) -> None:
    """Of the bot's own initiative, so that the budget is used: one a day, the last an hour ago."""
    if set(given) != {"n"} or not given["n"].isdigit():
        raise ScriptError("`@ sent` names a person and how many: @ sent: ada; n=3")
    who, count = id_of(head), int(given["n"])
    async with scene.store.transaction() as tx:
        for back in range(count):
            at = scene.now - timedelta(hours=1, days=count - 1 - back)
            key = f"script:{who}:{at:%Y-%m-%dT%H:%M:%S}"
            row: dict[str, Any] = {"purpose": CONTACT, "lane": outbox.TIMER, "person": who}
            await outbox.queue(tx, key=key, op="say", content={}, at=at, caused_by="script", **row)
            await outbox.sent(tx, key, key, "", at)
