"""Rooms: encrypted and plain, direct and group, entered and left."""
from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
import pytest_asyncio

from benchmarks.faultproxy import Rule
from benchmarks.faults import Script
from engagebot.demo.person import Person
from engagebot.demo.process import BotProcess
from tests.e2e.conftest import Place
from tests.e2e.play import all_heard, play_disturbed


async def comes_to_be(look: Callable[[], Awaitable[object]], expected: object) -> object:
    """Look again and again for 20 s at most. -> what was seen last."""
    seen = await look()
    for _ in range(100):
        if seen == expected:
            break
        await asyncio.sleep(0.2)
        seen = await look()
    return seen


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
async def test_a_direct_room(place: Place, shared_bot: BotProcess, undisturbed: Script, encrypted: bool) -> None:
    person = await place.person()
    await person.invite(shared_bot.settings["user_id"], encrypted=encrypted)
    assert await play_disturbed(person, undisturbed) == undisturbed.whole
    assert {(h.encrypted, h.readable) for h in person.heard()} == {(encrypted, True)}
    assert {h.mentions for h in person.heard()} == {()}


async def test_several_people_at_once_are_answered_as_if_alone(
    place: Place, shared_bot: BotProcess, undisturbed: Script,
) -> None:
    people = [await place.person() for _ in range(4)]
    await asyncio.gather(*(
        person.invite(shared_bot.settings["user_id"], encrypted=n % 2 == 0) for n, person in enumerate(people)))
    said = await asyncio.gather(*(play_disturbed(p, undisturbed) for p in people))
    assert said == [undisturbed.whole] * 4


async def test_its_device_is_signed_by_its_owner(place: Place, shared_bot: BotProcess) -> None:
    person = await place.person()
    me = shared_bot.settings["user_id"]
    _, keys = await person.request("POST", "/_matrix/client/v3/keys/query", {"device_keys": {me: []}})
    self_signing = next(iter(keys["self_signing_keys"][me]["keys"]))
    master = next(iter(keys["master_keys"][me]["keys"]))
    assert self_signing and master
    assert [set(device["signatures"][me]) >= {self_signing, f"ed25519:{name}"}
            for name, device in keys["device_keys"][me].items()] == [True]
    assert set(keys["self_signing_keys"][me]["signatures"][me]) == {master}


@pytest.mark.parametrize(("late_seconds", "complaints"), [(1.5, 0), (6, 1)])
async def test_a_message_whose_key_comes_late_is_answered_after_all(
    place: Place, shared_bot: BotProcess, undisturbed: Script, late_seconds: float, complaints: int,
) -> None:
    """When it takes long, the bot says once that it cannot read it."""
    proxy = await place.proxy()
    person = await place.person(proxy=proxy)
    await person.invite(shared_bot.settings["user_id"])
    await person.wait_for(len(undisturbed.welcome))
    proxy.play(Rule("postpone", path="/sendToDevice/m.room.encrypted", with_={"seconds": late_seconds}))
    await person.say(undisturbed.lines[0])
    before = len(undisturbed.welcome) + complaints
    await person.wait_for(before + len(undisturbed.answers[0]))
    heard = await all_heard(person)
    assert (heard[before:], len(heard)) == (list(undisturbed.answers[0]), before + len(undisturbed.answers[0]))


async def test_whose_key_was_lost_is_read_in_a_new_conversation(
    place: Place, shared_bot: BotProcess, undisturbed: Script,
) -> None:
    proxy = await place.proxy()
    person = await place.person(proxy=proxy)
    await person.invite(shared_bot.settings["user_id"])
    await person.wait_for(len(undisturbed.welcome))
    proxy.play(Rule("postpone", path="/sendToDevice/m.room.encrypted", with_={"seconds": 3600}))
    lost = await person.say(undisturbed.lines[0])
    [told] = await person.wait_for(1, after=lost)
    assert "nouvelle" in told.body
    proxy.play()
    await person.leave()
    await person.invite(shared_bot.settings["user_id"])
    await person.wait_for(lambda heard: heard and heard[-1].body == undisturbed.welcome[-1])     # the question again
    after = await person.say(undisturbed.lines[0])
    heard = await person.wait_for(len(undisturbed.answers[0]), after=after)
    assert [one.body for one in heard] == list(undisturbed.answers[0])


async def test_a_room_that_everybody_left_is_left(place: Place, undisturbed: Script) -> None:
    bot = await place.bot()
    person = await place.person()
    await person.invite(bot.settings["user_id"])
    await person.wait_for(len(undisturbed.welcome))
    await person.leave()
    async with place.account_of(bot) as ask:
        async def joined() -> object:
            return (await ask("GET", "/joined_rooms"))["joined_rooms"]

        assert await comes_to_be(joined, []) == []


async def test_its_direct_rooms_are_known_to_its_account(place: Place, undisturbed: Script) -> None:
    bot = await place.bot()
    person = await place.person()
    room = await person.invite(bot.settings["user_id"])
    await person.wait_for(len(undisturbed.welcome))
    async with place.account_of(bot) as ask:
        async def direct() -> object:
            return await ask("GET", f"/user/{bot.settings['user_id']}/account_data/m.direct")

        assert await comes_to_be(direct, {person.user_id: [room]}) == {person.user_id: [room]}


async def test_only_invitations_of_allowed_people_are_accepted(place: Place, undisturbed: Script) -> None:
    friend, stranger = await place.person(), await place.person()
    bot = await place.bot(allowed_inviters=f'["{friend.user_id}"]')
    await stranger.invite(bot.settings["user_id"], wait=False)
    await friend.invite(bot.settings["user_id"])
    await friend.wait_for(len(undisturbed.welcome))
    assert stranger.members(stranger.room) == {stranger.user_id}


async def test_a_slow_room_does_not_delay_another_person(place: Place, undisturbed: Script) -> None:
    proxy = await place.proxy()
    bot = await place.bot(proxy)
    slow, quick = await place.person(), await place.person()
    for person in (slow, quick):
        await person.invite(bot.settings["user_id"], encrypted=False)
        await person.wait_for(len(undisturbed.welcome))
    proxy.play(Rule("latency", path=f"{slow.room}/send/", times=1, with_={"seconds": 6}))
    await slow.say(undisturbed.lines[0])
    await asyncio.sleep(0.3)
    after = await quick.say(undisturbed.lines[0])
    await quick.wait_for(len(undisturbed.answers[0]), after=after, within_seconds=4)
    assert [h.body for h in slow.heard()] == list(undisturbed.welcome)
    proxy.play()
    await slow.wait_for(len(undisturbed.welcome) + len(undisturbed.answers[0]))


class TestInAGroup:
    @pytest_asyncio.fixture(loop_scope="session")
    async def group(self, place: Place, shared_bot: BotProcess) -> tuple[Person, str, str]:
        """Somebody in a group room with the bot -> (person, room, bot)."""
        bot = shared_bot.settings["user_id"]
        person, other = await place.person("Olga"), await place.person("Bruno")
        room = await person.open_group(bot, other.user_id, name="Entraide")
        person.room = room
        await person.joined(bot)
        await person.joined(other.user_id)
        return person, room, bot

    async def test_talk_among_people_is_none_of_its_business(self, group: tuple[Person, str, str]) -> None:
        person, room, bot = group
        await person.say("aide")
        asked = await person.say("aide", mentions=[bot])
        heard = await person.settled(asked)
        assert person.heard(room=room) == heard

    async def test_it_answers_a_mention_in_a_thread(self, group: tuple[Person, str, str]) -> None:
        person, room, bot = group
        asked = await person.say(f"{bot} aide", mentions=[bot])
        heard = await person.settled(asked)
        assert heard and {h.thread for h in heard if h.room == room} == {asked}

    async def test_it_answers_in_the_thread_where_it_was_asked(self, group: tuple[Person, str, str]) -> None:
        person, room, bot = group
        root = await person.say("Qui vient samedi ?")
        asked = await person.say("aide", mentions=[bot], thread=root)
        heard = await person.settled(asked)
        assert heard and {h.thread for h in heard if h.room == room} == {root}
