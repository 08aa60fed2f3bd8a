"""Rounds of introductions on a real database: who takes part, what is written down, and how it is played again."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Iterable
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

import pytest

from engagebot.actions import Act
from engagebot.app import build
from engagebot.config import Settings, shipped
from engagebot.demo.run import ASSOCIATION
from engagebot.dialogue import Dialogue, deciding
from engagebot.engine.events import Due, Event
from engagebot.flowfile.association import load_association
from engagebot.rounds import PairingFailed, Rounds, seed_of
from engagebot.script import Stage
from engagebot.store import introductions, people, privacy, profile, rounds
from engagebot.store.introductions import Introduced, Introduction
from engagebot.store.sqlite import Store, Transaction

NOW = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WEEK = 7 * DAY
SETTINGS = Settings(_env_file=None)
NAMES = ("ada", "ben", "cleo", "dan", "eve", "fay", "gus")
ADA, BEN, CLEO, DAN, EVE, FAY, GUS = (f"@{name}:x" for name in NAMES)


@pytest.fixture
async def store():
    opened = await Store.open(":memory:", shipped("storage"))
    yield opened
    await opened.close()


async def meets(
    tx: Transaction,
    person: str,
    interests: Iterable[str] = ("garden",),
    *,
    rhythm: str = "weekly",
    trios: bool = False,
    asked_at: datetime | None = None,
    **facts: str,
) -> None:
    """Somebody who agreed to be introduced. `asked_at`: the last time."""
    await people.add(tx, person, facts.pop("locale", "fr"), NOW)
    await introductions.opt_in(tx, person, rhythm, trios, NOW - 30 * DAY)
    await profile.consent(tx, person, "introductions", True, "1", f"${person}", NOW - 30 * DAY)
    await profile.add_interests(tx, person, interests, True, NOW)
    for kind, value in facts.items():
        await profile.set_fact(tx, person, kind, value, NOW)
    if asked_at:
        await introductions.asked_now(tx, [person], asked_at)


async def proposed(tx: Transaction, name: str, who: Iterable[str], at: datetime, *, over: bool = True) -> None:
    asked = [Introduced(name, one, "k", ()) for one in who]
    kind = "pair" if len(asked) == 2 else "trio"
    await introductions.begin(tx, Introduction(name, kind, at, at + WEEK), asked)
    if over:
        await introductions.over(tx, name, at + WEEK)


async def together(store: Store, round_id: str) -> set[frozenset[str | None]]:
    """Who was put together, by id."""
    async with store.transaction() as tx:
        one = await rounds.find_round(tx, round_id)
        who = {each.n: each.person for each in await rounds.round_members(tx, round_id)}
    assert one is not None and one.result is not None
    return {frozenset(who[n] for n in numbers) for numbers in one.result}


async def took_part(store: Store, round_id: str) -> set[str | None]:
    async with store.transaction() as tx:
        return {one.person for one in await rounds.round_members(tx, round_id)}


# ------------------------------------------------------------------------------------------------------ what is played
@pytest.mark.parametrize("here", [True, False])
async def test_a_round_puts_people_together_and_writes_down_all_it_took(store, here, caplog):
    async with store.transaction() as tx:
        await meets(tx, ADA, ["garden"], place="Lyon 7e")
        await meets(tx, BEN, ["garden", "music"])
        await meets(tx, CLEO, ["music"])
        await meets(tx, DAN, ["chess"])
        await introductions.block(tx, CLEO, DAN, NOW)
    with caplog.at_level(logging.INFO, "engagebot.rounds"):
        await Rounds(store, SETTINGS, here=here).play("r1", NOW)
    assert await together(store, "r1") in ({frozenset({ADA, BEN})}, {frozenset({BEN, CLEO})})
    async with store.transaction() as tx:
        one = await rounds.find_round(tx, "r1")
        members = await rounds.round_members(tx, "r1")
        barred = await rounds.round_bars(tx, "r1")
    assert one and (one.at, one.seed, one.people, one.rules["again_days"]) == (NOW, seed_of("r1"), 4, 182)
    assert one.rarity == {"interests": {"garden": 2.0, "music": 2.0, "chess": 3.0}, "everybodys": ["fr"]}
    facts = {each.person: each.facts for each in members}
    assert facts[ADA] == {"interests": ["garden"], "place": "lyon 7e", "languages": ["fr"]}
    numbers = {each.person: each.n for each in members}
    assert barred == [tuple(sorted((numbers[CLEO], numbers[DAN])))]
    assert [record.getMessage().partition(" weight")[0] for record in caplog.records] == [
        f"round r1: seed {seed_of('r1')}, 4 people, 1 pairs, 0 trios, 2 left over,"]


async def test_a_round_that_is_finished_is_not_played_again(store):
    async with store.transaction() as tx:
        for person in (ADA, BEN):
            await meets(tx, person)
    await Rounds(store, SETTINGS, here=True).play("r1", NOW)
    async with store.transaction() as tx:
        before = await rounds.find_round(tx, "r1"), await rounds.round_members(tx, "r1")
        await meets(tx, CLEO)
        await meets(tx, DAN)
    await Rounds(store, SETTINGS, here=True).play("r1", NOW + DAY)
    async with store.transaction() as tx:
        assert (await rounds.find_round(tx, "r1"), await rounds.round_members(tx, "r1")) == before


@pytest.mark.parametrize("who", [(), (ADA,)])
async def test_fewer_than_two_people_are_a_finished_round_of_nobody(store, who):
    async with store.transaction() as tx:
        for person in who:
            await meets(tx, person)
    await Rounds(store, SETTINGS).play("r1", NOW)
    async with store.transaction() as tx:
        one = await rounds.find_round(tx, "r1")
    assert one and (one.people, one.result) == (len(who), [])


# ------------------------------------------------------------------------------------------------------- who takes part
async def test_who_does_not_want_anybody_now_takes_no_part(store):
    async with store.transaction() as tx:
        for person in (ADA, BEN, CLEO, DAN, EVE, FAY):
            await meets(tx, person)
        await people.add(tx, GUS, "fr", NOW)                # has not opted in
        await people.pause(tx, ADA, NOW + DAY)
        await introductions.stop(tx, BEN, NOW - DAY)
        await proposed(tx, "i1", (CLEO, GUS), NOW - DAY, over=False)
        await introductions.asked_now(tx, [DAN], NOW - 6 * DAY)
        await introductions.opt_in(tx, EVE, "on_request", False, NOW)
    await Rounds(store, SETTINGS, here=True).play("r1", NOW)
    assert await took_part(store, "r1") == set()
    async with store.transaction() as tx:
        one = await rounds.find_round(tx, "r1")
        await introductions.wants(tx, EVE, NOW)             # who asks for it waits for no rhythm
        await introductions.asked_now(tx, [DAN], NOW - WEEK)
    assert one and (one.people, one.result) == (1, [])      # Fay alone
    await Rounds(store, SETTINGS, here=True).play("r2", NOW)
    assert await took_part(store, "r2") == {DAN, EVE, FAY}


async def test_two_who_must_not_meet_are_not_put_together(store):
    async with store.transaction() as tx:
        for person in (ADA, BEN, CLEO, DAN):
            await meets(tx, person)
        await introductions.block(tx, BEN, ADA, NOW)
        await introductions.set_met(tx, ADA, CLEO, NOW - 181 * DAY)
        await introductions.set_met(tx, ADA, DAN, NOW - 183 * DAY)
    await Rounds(store, SETTINGS, here=True).play("r1", NOW)
    assert await together(store, "r1") == {frozenset({ADA, DAN}), frozenset({BEN, CLEO})}


async def test_who_was_proposed_to_each_other_lately_is_not_again_whatever_came_of_it(store):
    async with store.transaction() as tx:
        for person in (ADA, BEN, CLEO, DAN):
            await meets(tx, person)
        await proposed(tx, "i1", (CLEO, ADA, BEN), NOW - 181 * DAY)
        await proposed(tx, "i2", (ADA, DAN), NOW - 183 * DAY)
    await Rounds(store, SETTINGS, here=True).play("r1", NOW)
    assert await together(store, "r1") == {frozenset({ADA, DAN})}
    async with store.transaction() as tx:
        assert len(await rounds.round_bars(tx, "r1")) == 3


async def test_people_without_a_language_in_common_are_not_put_together(store):
    async with store.transaction() as tx:
        await meets(tx, ADA, locale="fr")
        await meets(tx, BEN, locale="en")
        await meets(tx, CLEO, locale="fr", languages="English and a little Breton")
    await Rounds(store, SETTINGS, here=True).play("r1", NOW)
    assert await together(store, "r1") == {frozenset({BEN, CLEO})}


# ------------------------------------------------------------------------------------------- when it is cut short
class CutShort(Rounds):
    """Ends in the middle of writing down."""

    async def _answers(self, coming):
        async with aclosing(super()._answers(coming)) as answers:
            yield await anext(answers)


@pytest.mark.parametrize("here", [True, False])
async def test_a_round_that_was_cut_short_begins_anew_with_those_who_are_there_now(store, here):
    async with store.transaction() as tx:
        for person in (ADA, BEN, CLEO):
            await meets(tx, person)
    with pytest.raises(PairingFailed):
        await CutShort(store, SETTINGS, here=here).play("r1", NOW)
    assert await took_part(store, "r1") == {ADA, BEN, CLEO}
    async with store.transaction() as tx:
        one = await rounds.find_round(tx, "r1")
        await introductions.opt_out(tx, CLEO)
    assert one and one.result is None
    await Rounds(store, SETTINGS, here=True).play("r1", NOW + DAY)
    assert await took_part(store, "r1") == {ADA, BEN}
    assert await together(store, "r1") == {frozenset({ADA, BEN})}


class Erasing(Rounds):
    """Ada is erased while the others are paired."""

    async def _answers(self, coming):
        async for line in super()._answers(coming):
            async with self.store.transaction() as tx:
                await privacy.erase(tx, ADA)
            yield line


async def test_who_is_erased_while_a_round_is_played_leaves_a_number_only(store):
    async with store.transaction() as tx:
        for person in (ADA, BEN):
            await meets(tx, person)
    await Erasing(store, SETTINGS, here=True).play("r1", NOW)
    assert await together(store, "r1") == {frozenset({None, BEN})}
    async with store.transaction() as tx:
        facts = {one.person: one.facts for one in await rounds.round_members(tx, "r1")}
    assert facts == {None: None, BEN: {"interests": ["garden"], "languages": ["fr"]}}


@pytest.fixture
async def hanging(store, monkeypatch):
    """Pairing that never ends: the processes that were started for it, and when the first one was."""
    started, begun = [], asyncio.Event()
    create = asyncio.create_subprocess_exec

    async def create_and_note(*arguments, **more):
        started.append(await create(sys.executable, "-c", "import time; time.sleep(600)", **more))
        begun.set()
        return started[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", create_and_note)
    async with store.transaction() as tx:
        for person in (ADA, BEN):
            await meets(tx, person)
    return started, begun


async def test_a_bot_that_stops_ends_the_process_that_pairs(store, hanging):
    started, begun = hanging
    playing = asyncio.create_task(Rounds(store, SETTINGS).play("r1", NOW))
    await begun.wait()
    playing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await playing
    assert [process.returncode for process in started] == [-signal.SIGKILL]


async def test_a_process_that_dies_while_pairing_is_a_failure_that_can_be_tried_again(store, hanging):
    started, begun = hanging
    playing = asyncio.create_task(Rounds(store, SETTINGS).play("r1", NOW))
    await begun.wait()
    started[0].kill()
    with pytest.raises(PairingFailed):
        await playing
    await Rounds(store, SETTINGS, here=True).play("r1", NOW)
    assert await together(store, "r1") == {frozenset({ADA, BEN})}


# --------------------------------------------------------------------------------------------------- somebody who asks
@pytest.mark.parametrize("here", [True, False])
async def test_who_asks_is_given_the_best_of_those_who_want_somebody_now(store, here):
    async with store.transaction() as tx:
        await meets(tx, ADA, ["garden", "music"], rhythm="on_request")
        await meets(tx, BEN, ["garden", "music"], asked_at=NOW - DAY)        # too soon for them
        await meets(tx, CLEO, ["garden", "music"], rhythm="on_request")      # did not ask
        await meets(tx, DAN, ["garden"])
        await meets(tx, EVE, ["garden", "music"])
        await introductions.block(tx, EVE, ADA, NOW)
        await meets(tx, FAY, ["chess"])
    played = Rounds(store, SETTINGS, here=here)
    assert await played.partner(ADA, NOW) == DAN
    async with store.transaction() as tx:
        await proposed(tx, "i1", (ADA, DAN), NOW - WEEK)
    assert await played.partner(ADA, NOW) is None
    assert await played.partner("@nobody:x", NOW) is None


# ------------------------------------------------------------------------------------------ from within an event
async def test_an_event_that_needs_a_round_begins_again_once_it_is_played(store, monkeypatch):
    seen = []

    async def due(act: Act, subject: str) -> None:
        act.round_played(subject)
        partner = act.partner(ADA)
        one = await rounds.find_round(act.tx, subject)
        assert one
        seen.append((one.people, one.result, partner))

    async with store.transaction() as tx:
        for person in (ADA, BEN):
            await meets(tx, person)
    monkeypatch.setattr(deciding, "DUE", {"round": due})
    house = build(SETTINGS, load_association(ASSOCIATION))
    talk = Dialogue(store, house, rounds=Rounds(store, SETTINGS, here=True))
    event = Event("$1", NOW, "", "", True, Due("round", "r1"))
    await talk.handle(event)
    await talk.handle(event)
    assert seen == [(2, [[0, 1]], BEN)]


async def test_a_round_with_one_person_only_ends_well(caplog):
    stage = await Stage.open(SETTINGS)
    await stage.play("@ person: ada; onboarded=yes; interests=compost; introductions=weekly")
    await stage.play("~ 3 days")
    played = stage.store.database.execute("SELECT people, result FROM round").fetchall()
    await stage.close()
    assert [line for line in caplog.messages if "failed" in line] == []
    assert played == [(1, "[]")]
