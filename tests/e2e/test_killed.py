"""Killed at any moment, or away for a while: nothing is lost and nothing is said twice."""
from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections.abc import Callable

import pytest

from benchmarks.faultproxy import FaultProxy, Rule
from benchmarks.faults import Script
from engagebot.demo.process import BotProcess
from tests.e2e.conftest import Place
from tests.e2e.play import PATIENT_SECONDS, all_heard

KILLS = 12
"""In each of a plain and an encrypted room."""


async def test_killed_at_random_points_no_reply_is_lost_or_doubled(place: Place, undisturbed: Script) -> None:
    kills = await asyncio.gather(*(kill_and_talk(place, undisturbed, encrypted) for encrypted in (False, True)))
    assert min(kills) >= KILLS


async def kill_and_talk(place: Place, script: Script, encrypted: bool) -> int:
    """Whole conversations, one after another, until the bot was killed often enough. -> how often."""
    proxy = await place.proxy()
    bot = await place.bot(proxy)
    draw = random.Random(20 + encrypted)
    kills = 0
    while kills < KILLS:
        person = await place.person()
        await person.invite(bot.settings["user_id"], encrypted=encrypted, wait=False)
        kills += await killed_somewhere(bot, proxy, draw, lambda p=person: len(p.heard()) >= len(script.welcome))
        known = len(script.welcome)
        await person.wait_for(known, within_seconds=PATIENT_SECONDS)
        for line, answers in zip(script.lines, script.answers, strict=True):
            await person.say(line)
            known += len(answers)
            if draw.random() < 0.7:
                kills += await killed_somewhere(bot, proxy, draw, lambda p=person, k=known: len(p.heard()) >= k)
            await person.wait_for(known, within_seconds=PATIENT_SECONDS)
        assert await all_heard(person) == script.whole
    assert max(map(len, proxy.event_ids.values())) == 1
    assert max(map(len, proxy.bodies.values())) == 1 or encrypted   # encrypting again makes other bytes
    return kills


async def killed_somewhere(bot: BotProcess, proxy: FaultProxy, draw: random.Random, done: Callable[[], bool]) -> int:
    """Kill the bot now or soon, sometimes again while it starts, and start it. -> how often."""
    kills = 1
    match draw.choice(["soon", "before the send", "after the send", "after the sync"]):
        case "soon":
            await asyncio.sleep(draw.uniform(0, 0.3))
            await bot.kill()
        case "after the sync":
            await killed_at(bot, proxy, "after", r"/sync$", done)
        case place:
            await killed_at(bot, proxy, place.split()[0], r"/send/m\.room", done)
    if draw.random() < 0.3:
        await bot.launch()
        await asyncio.sleep(draw.uniform(0, 1.5))
        await bot.kill()
        kills += 1
    await bot.start()
    return kills


async def killed_at(bot: BotProcess, proxy: FaultProxy, when: str, path: str, done: Callable[[], bool]) -> None:
    """Exactly before or after a request got through; or at rest, when all was said and no such request will come."""
    armed = True

    async def kill() -> None:
        if armed:       # a long poll may end much later, when another process runs
            await bot.kill()

    proxy.play(Rule("call", path=path, times=1, with_={"when": when, "do": kill}))
    for _ in itertools.takewhile(lambda _: bot.pid and not done(), range(200)):
        await asyncio.sleep(0.01)
    armed = False
    proxy.play()
    await bot.kill()


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
async def test_what_was_written_while_it_was_away_is_answered_in_order(
    place: Place, undisturbed: Script, encrypted: bool,
) -> None:
    bot = await place.bot()
    people = [await place.person() for _ in range(2)]
    for person in people:
        await person.invite(bot.settings["user_id"], encrypted=encrypted)
        await person.wait_for(len(undisturbed.welcome))
    assert await bot.stop() == 0
    for line in undisturbed.lines:
        for person in people:
            await person.say(line)
    await bot.start()
    for person in people:
        await person.wait_for(len(undisturbed.whole), within_seconds=PATIENT_SECONDS)
    assert [await all_heard(person) for person in people] == [undisturbed.whole] * 2


async def test_an_invitation_from_before_it_started_is_accepted(place: Place, undisturbed: Script) -> None:
    bot = await place.bot(start=False)
    person = await place.person()
    await person.invite(bot.settings["user_id"], wait=False)
    await bot.start()
    await person.wait_for(len(undisturbed.welcome))
    assert await all_heard(person) == list(undisturbed.welcome)


async def test_stops_within_5_seconds_of_a_sigterm_and_answers_the_rest_afterwards(
    place: Place, undisturbed: Script,
) -> None:
    bot = await place.bot()
    person = await place.person()
    await person.invite(bot.settings["user_id"])
    await person.wait_for(len(undisturbed.welcome))
    for line in undisturbed.lines:
        await person.say(line)
    began = time.monotonic()
    code = await bot.stop()
    assert (code, time.monotonic() - began < 5) == (0, True)
    await bot.start()
    await person.wait_for(len(undisturbed.whole), within_seconds=PATIENT_SECONDS)
    assert await all_heard(person) == undisturbed.whole


async def test_a_dead_token_ends_it_with_a_clear_sentence(place: Place, undisturbed: Script) -> None:
    bot = await place.bot()
    async with place.account_of(bot) as ask:
        await ask("POST", "/logout/all", {})
    assert await bot.ended(within_seconds=15) == 78
    assert "access token" in bot.written[-1] and "Traceback" not in bot.tail()
    bot.settings = {name: value for name, value in bot.settings.items() if name != "password"}
    await bot.launch()
    assert await bot.ended(within_seconds=15) == 78
    assert "access token" in bot.written[-1]


async def test_a_wrong_password_ends_it_with_a_clear_sentence(place: Place) -> None:
    bot = await place.bot(start=False, password="wrong")
    await bot.launch()
    assert await bot.ended(within_seconds=15) == 78
    assert "ENGAGEBOT_PASSWORD" in bot.written[-1] and "Traceback" not in bot.tail()


async def test_a_homeserver_that_restarts_is_waited_for(place: Place, undisturbed: Script) -> None:
    proxy = await place.proxy()
    bot = await place.bot(proxy)
    person = await place.person()
    await person.invite(bot.settings["user_id"])
    await person.wait_for(len(undisturbed.welcome))
    proxy.down = True
    await person.say(undisturbed.lines[0])
    await asyncio.sleep(2)
    proxy.down = False
    await person.wait_for(len(undisturbed.welcome) + len(undisturbed.answers[0]), within_seconds=PATIENT_SECONDS)
    assert await all_heard(person) == [*undisturbed.welcome, *undisturbed.answers[0]]
