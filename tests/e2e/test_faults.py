"""Between the bot and its homeserver everything goes wrong that can; people notice nothing but a delay."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from copy import deepcopy
from dataclasses import dataclass

import pytest
import pytest_asyncio

from engagebot.demo.homeserver import Homeserver
from tests.e2e.conftest import Place
from tests.e2e.faultproxy import Rule
from tests.e2e.play import PATIENT_SECONDS, Script, all_heard, play_disturbed

SYNC, SENDS = r"/sync$", r"/send/"
FAULTS: dict[str, Sequence[Rule]] = {
    "events that come twice": [Rule("repeat_events", path=SYNC, p=0.7)],
    "a sync that repeats itself": [Rule("repeat_answer", path=SYNC, p=0.3), Rule("rollback", path=SYNC, p=0.3)],
    "requests that arrive twice": [Rule("twice", method="PUT|POST", p=0.5)],
    "429 with retry_after_ms": [Rule("ratelimit", path=SENDS, p=0.4, with_={"retry_after_ms": 300})],
    "429 with a header": [Rule("ratelimit", path=SENDS, p=0.3, times=4, with_={"retry_after_header": 1})],
    "429 without a hint": [Rule("ratelimit", path=SENDS, p=0.3, times=3)],
    "429 on the sync": [Rule("ratelimit", path=SYNC, p=0.4, with_={"retry_after_ms": 200})],
    "502 on everything": [Rule("error", p=0.2, with_={"status": 502, "raw": "<html>bad gateway</html>"})],
    "500 after it was done": [Rule("error", method="PUT", p=0.4, with_={"status": 500, "processed": True})],
    "lost requests": [Rule("drop_before", p=0.2)],
    "lost answers": [Rule("drop_after", p=0.2)],
    "answers cut in the middle": [Rule("truncate", p=0.1), Rule("drop_mid", p=0.1)],
    "pages of HTML": [Rule("html", p=0.15)],
    "all at once": [
        Rule("repeat_events", path=SYNC, p=0.3), Rule("drop_after", p=0.07), Rule("drop_before", p=0.05),
        Rule("error", p=0.07, with_={"status": 502}), Rule("truncate", p=0.05),
        Rule("ratelimit", path=SENDS, p=0.1, with_={"retry_after_ms": 100})],
}


@dataclass(frozen=True)
class Outcome:
    said: Sequence[Sequence[str]]
    """To each person, all of it."""
    fired: int
    event_ids: int
    """The largest number of events that one transaction id became."""


async def conversations_with(place: Place, script: Script, rules: Sequence[Rule]) -> Outcome:
    """One in a plain and one in an encrypted room, side by side."""
    proxy = await place.proxy()
    bot = await place.bot(proxy)
    plain, encrypted = await place.person(), await place.person()
    proxy.play(*rules)
    await asyncio.gather(
        plain.invite(bot.settings["user_id"], encrypted=False, within_seconds=PATIENT_SECONDS),
        encrypted.invite(bot.settings["user_id"], encrypted=True, within_seconds=PATIENT_SECONDS))
    said = await asyncio.gather(play_disturbed(plain, script), play_disturbed(encrypted, script))
    return Outcome(said, sum(rule.fired for rule in rules), max(map(len, proxy.event_ids.values())))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def outcomes(
    homeserver: Homeserver, undisturbed: Script, tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[dict[str, asyncio.Task[Outcome]]]:
    """All of them, three at a time: they spend their time waiting."""
    turns = asyncio.Semaphore(3)

    async def one(fault: str) -> Outcome:
        async with turns, AsyncExitStack() as ending:
            place = Place(homeserver, tmp_path_factory.mktemp("faults"), ending)
            return await conversations_with(place, undisturbed, deepcopy(FAULTS[fault]))

    tasks = {fault: asyncio.create_task(one(fault), name=fault) for fault in FAULTS}
    yield tasks
    for task in tasks.values():
        task.cancel()
    await asyncio.wait(tasks.values())


@pytest.mark.parametrize("fault", FAULTS)
async def test_every_line_is_answered_once_and_in_order_with(
    outcomes: dict[str, asyncio.Task[Outcome]], undisturbed: Script, fault: str,
) -> None:
    outcome = await outcomes[fault]
    assert outcome.said == [undisturbed.whole] * 2
    assert outcome.fired > 2, "the fault did not happen"
    assert outcome.event_ids == 1


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
