"""Between the bot and its homeserver everything goes wrong that can; people notice nothing but a delay."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from benchmarks.faultproxy import Rule
from benchmarks.faults import FAULTS, LINES, SYNC, Outcome, Script, play
from benchmarks.faults import undisturbed as undisturbed_script
from engagebot.demo.homeserver import Homeserver
from tests.e2e.conftest import Place
from tests.e2e.play import PATIENT_SECONDS, all_heard

SHORT = (*LINES[:6], *LINES[8:12], *LINES[13:15])
"""A first sitting, and a task taken and given back."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def outcomes(
    homeserver: Homeserver, tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[dict[str, asyncio.Task[Outcome]]]:
    """All of them, three at a time: they spend their time waiting. A plain and an encrypted conversation each, with
    several lines at once; `python -m benchmarks faults` plays longer ones, with several seeds."""
    turns = asyncio.Semaphore(3)
    script = asyncio.create_task(undisturbed_script(homeserver, tmp_path_factory.mktemp("calm"), SHORT))

    async def one(fault: str) -> Outcome:
        async with turns:
            return await play(
                homeserver, tmp_path_factory.mktemp("faults"), await script, FAULTS[fault], seed=1, people=2)

    tasks = {fault: asyncio.create_task(one(fault), name=fault) for fault in FAULTS}
    yield tasks
    for task in tasks.values():
        task.cancel()
    await asyncio.wait(tasks.values())


@pytest.mark.parametrize("fault", FAULTS)
async def test_every_line_is_answered_once_and_in_order_with(
    outcomes: dict[str, asyncio.Task[Outcome]], fault: str,
) -> None:
    outcome = await outcomes[fault]
    assert (outcome.wrong, outcome.events, outcome.unended, outcome.rooms) == ((0, 0, 0, 0), 1, 0, 1), outcome.why
    assert outcome.faults + outcome.kills or fault.startswith("none"), "the fault did not happen"


async def test_gaps_in_the_timeline_are_filled(place: Place, undisturbed: Script) -> None:
    proxy = await place.proxy()
    bot = await place.bot(proxy)
    people = [await place.person() for _ in range(2)]
    for person, encrypted in zip(people, (False, True), strict=True):
        await person.invite(bot.settings["user_id"], encrypted=encrypted)
        await person.wait_for(len(undisturbed.welcome))
    gaps = Rule("gappy", path=SYNC, with_={"limit": 1})
    proxy.play(gaps, Rule("latency", path=SYNC, with_={"seconds": 0.7}))
    for line in undisturbed.lines:
        for person in people:
            await person.say(line)
    for person in people:
        await person.wait_for(len(undisturbed.whole), within_seconds=PATIENT_SECONDS)
    assert [await all_heard(person) for person in people] == [undisturbed.whole] * 2
    assert gaps.fired


async def test_faults_while_it_starts_only_delay_it(place: Place, undisturbed: Script) -> None:
    proxy = await place.proxy()
    proxy.play(Rule("error", p=0.15, with_={"status": 502}), Rule("drop_after", p=0.1), Rule("truncate", p=0.05))
    bot = await place.bot(proxy)
    proxy.play()
    person = await place.person()
    await person.invite(bot.settings["user_id"])
    await person.wait_for(len(undisturbed.welcome))
    assert await all_heard(person) == list(undisturbed.welcome)
