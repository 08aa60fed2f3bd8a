"""Whatever the bot was doing when it was killed: each word is answered once, and nothing else is said.

One bot lives through all of it, from one end to the next start, with one conversation in a plain room and one in an
encrypted room. `dying.POINTS` names each place where it ends; most of them right before and right after.

| what the specification names                   | here                                                              |
| ---------------------------------------------- | ----------------------------------------------------------------- |
| after /sync, before the commit                 | an answer of /sync is taken in; one of its rows is written; /sync |
| after the commit of rows and position          | its rows and the position are committed                           |
| inside a handler                               | an event is marked as handled; something to say is queued         |
| a handler that raises                          | tests/test_dialogue.py (an event that always fails)               |
| queued, not sent                               | an event is decided; a row is marked as tried; before a send      |
| sent, the answer lost                          | after a send; what became of a row is written down                |
| tried again after 23 hours, or by a new device | tests/transport/test_restart.py                                   |
| a gap                                          | /messages                                                         |
| a permanent refusal                            | what became of a refused row is written down                      |
| the token is dead                              | tests/e2e/test_killed.py, tests/transport/test_faults.py          |
| between the key store and the commit           | the key store takes its part of it; a message is encrypted        |
| a timer fires, a digest goes, the gate holds   | tests/test_nothing_is_lost.py                                     |
| two people are brought together                | tests/transport/test_introductions.py                             |
| a room of somebody's own is opened             | tests/transport/test_direct.py                                    |
"""
from __future__ import annotations

import asyncio
import itertools
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
import pytest_asyncio

from benchmarks.faultproxy import FaultProxy, Rule
from benchmarks.faults import Script
from engagebot.demo.homeserver import Homeserver
from engagebot.demo.person import Person
from engagebot.demo.process import BotProcess
from tests.e2e.conftest import Place
from tests.e2e.play import PATIENT_SECONDS

WHENEVER = ("before", "after")
INSIDE = (
    "an answer of /sync is taken in", "the key store takes its part of it", "one of its rows is written",
    "its rows and the position are committed", "an event is decided", "an event is marked as handled",
    "something to say is queued", "a row is marked as tried", "a message is encrypted", "a request to send is made",
    "what became of a row is written down",
)
"""Passed by every message."""
MEETING = (
    "an invitation is accepted", "a room is looked at", "a room is written down", "the key of a room is shared",
)
"""Passed when somebody new comes."""
REQUESTS = {"a send": r"/send/m\.room", "an answer of /sync": r"/sync$"}
RUN = ("engagebot", "run")


@dataclass
class Talk:
    place: Place
    proxy: FaultProxy
    bot: BotProcess
    people: list[Person]
    """One in a plain, one in an encrypted room."""
    help: list[str]
    """What "aide" is answered with."""
    script: Script

    async def ask_for_help(self) -> list[str]:
        return [await person.say("aide") for person in self.people]

    async def helped(self, said: list[str], times: int = 1) -> None:
        """Each of them is answered, once."""
        for person, event in zip(self.people, said, strict=True):
            await person.wait_for(len(self.help) * times, after=event, within_seconds=PATIENT_SECONDS)
        await asyncio.sleep(0.5)
        heard = [[h.body for h in person.heard(event)] for person, event in zip(self.people, said, strict=True)]
        assert heard == [self.help * times] * 2

    async def newcomers(self) -> list[Person]:
        found = [await self.place.person() for _ in range(2)]
        for person, encrypted in zip(found, (False, True), strict=True):
            await person.invite(self.bot.settings["user_id"], encrypted=encrypted, wait=False)
        return found

    async def welcomed(self, people: list[Person]) -> None:
        for person in people:
            await person.wait_for(len(self.script.welcome), within_seconds=PATIENT_SECONDS)
        await asyncio.sleep(0.5)
        assert [[h.body for h in person.heard()] for person in people] == [list(self.script.welcome)] * 2

    async def dies(self, when: str, point: str, times: int = 1) -> None:
        """The bot that is launched next will."""
        self.bot.arguments = ("tests.e2e.dying", when, point, str(times))
        await self.bot.launch()

    async def died(self) -> None:
        assert await self.bot.ended(within_seconds=20) == -signal.SIGKILL
        self.bot.arguments = RUN
        await self.bot.start()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def talk(
    homeserver: Homeserver, undisturbed: Script, tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Talk]:
    async with AsyncExitStack() as ending:
        place = Place(homeserver, tmp_path_factory.mktemp("crashes"), ending)
        proxy = await place.proxy()
        bot = await place.bot(proxy, messages_per_minute="1000")
        people = [await place.person() for _ in range(2)]
        for person, encrypted in zip(people, (False, True), strict=True):
            await person.invite(bot.settings["user_id"], encrypted=encrypted)
            await person.wait_for(len(undisturbed.welcome))
            assert await person.said("oui") == list(undisturbed.answers[0])
        for _ in range(3):      # it says a little less each time, then always the same
            said = [await person.said("aide") for person in people]
        assert said[0] == said[1]
        yield Talk(place, proxy, bot, people, said[0], undisturbed)


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def at_rest(talk: Talk) -> AsyncIterator[None]:
    """Each begins and ends with a bot that was killed."""
    await talk.bot.kill()
    yield
    talk.proxy.play()
    if talk.bot.pid:
        await talk.bot.kill()
    talk.bot.arguments = RUN


@pytest.mark.parametrize(("point", "when"), list(itertools.product(INSIDE, WHENEVER)))
async def test_killed_while(talk: Talk, when: str, point: str) -> None:
    said = await talk.ask_for_help()
    await talk.dies(when, point)
    await talk.died()
    await talk.helped(said)


@pytest.mark.parametrize(("point", "when"), list(itertools.product(MEETING, WHENEVER)))
async def test_killed_while_somebody_new_comes_and(talk: Talk, when: str, point: str) -> None:
    people = await talk.newcomers()
    await talk.dies(when, point)
    await talk.died()
    await talk.welcomed(people)


@pytest.mark.parametrize(("request_", "when"), list(itertools.product(REQUESTS, WHENEVER)))
async def test_killed_around(talk: Talk, when: str, request_: str) -> None:
    said = await talk.ask_for_help()
    talk.proxy.play(Rule("call", path=REQUESTS[request_], times=1, with_={"when": when, "do": talk.bot.kill}))
    await talk.bot.launch()
    await talk.died()
    await talk.helped(said)


@pytest.mark.parametrize("when", WHENEVER)
async def test_killed_while_a_gap_is_filled(talk: Talk, when: str) -> None:
    said, *_ = [await talk.ask_for_help() for _ in range(4)]
    talk.proxy.play(
        Rule("gappy", path=REQUESTS["an answer of /sync"], with_={"limit": 2}),
        Rule("call", path=r"/messages$", times=1, with_={"when": when, "do": talk.bot.kill}))
    await talk.bot.launch()
    await talk.died()
    await talk.helped(said, times=4)


@pytest.mark.parametrize("when", WHENEVER)
async def test_killed_while_a_refusal_is_written_down(talk: Talk, when: str) -> None:
    """What the homeserver refuses for good is set aside, and holds up nothing behind it."""
    refusal = Rule("error", path=REQUESTS["a send"], times=1, with_={"status": 413, "errcode": "M_TOO_LARGE"})
    talk.proxy.play(refusal)
    await talk.ask_for_help()
    await talk.dies(when, "what became of a row is written down")
    await talk.died()
    await asyncio.gather(*(person.settled() for person in talk.people))
    await talk.helped(await talk.ask_for_help())
    assert refusal.fired == 1


async def test_killed_each_time_before_it_gets_anywhere(talk: Talk) -> None:
    """Five lives, none of which gets further; the sixth answers all of it."""
    said = await talk.ask_for_help()
    for _ in range(5):
        await talk.dies("before", "its rows and the position are committed")
        assert await talk.bot.ended(within_seconds=20) == -signal.SIGKILL
    talk.bot.arguments = RUN
    await talk.bot.start()
    await talk.helped(said)
