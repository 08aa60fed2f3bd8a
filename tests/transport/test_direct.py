"""A room that the bot opens for somebody: one and no more, whatever is lost on the way, and theirs alone."""
from __future__ import annotations

import asyncio

import pytest

from benchmarks.faultproxy import Rule
from engagebot.engine.events import Arrival, Message
from engagebot.transport import Delivered, Later, Refused
from tests.transport.conftest import PASSWORD, sleeps, wakes

CREATE = {"method": "POST", "path": "/createRoom$"}


async def rooms_of(bot):
    return (await bot.matrix.wire.call("GET", "/joined_rooms")).body["joined_rooms"]


async def delivered(bot, row):
    for _ in range(40):
        done = await bot.matrix.deliver(row)
        if not isinstance(done, Later):
            return done
    raise AssertionError("it is not delivered")


async def forget_rooms(bot):
    """As when the bot died before it wrote down what it had opened."""
    async with bot.store.transaction() as tx:
        for room in list(bot.matrix.rooms.known.values()):
            await bot.matrix.rooms.forget(tx, room.id)


async def test_through_lost_answers_everybody_has_one_room(start, proxy, homeserver, new_name):
    bot = await start(homeserver=proxy.url)
    people = [await homeserver.register(new_name("somebody"), PASSWORD) for _ in range(8)]
    lost = Rule("drop_after", **CREATE, p=0.5)
    proxy.play(lost, Rule("twice", **CREATE, p=0.3))
    done = await asyncio.gather(*(
        delivered(bot, bot.row(person=person, content={"body": "Bonjour"})) for person in people for _ in range(2)))
    assert len(await rooms_of(bot)) == len({one.room_id for one in done}) == len(people)
    assert len({one.event_id for one in done}) == 2 * len(people) and lost.fired


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_while_it_opens_the_room_there_is_one(start, proxy, homeserver, new_name, when):
    bot = await start(homeserver=proxy.url)
    person = await homeserver.register(new_name("somebody"), PASSWORD)
    row = bot.row(person=person, content={"body": "Bonjour"})
    reached, dead = asyncio.Event(), asyncio.Event()

    async def die():
        reached.set()
        await dead.wait()

    proxy.play(
        Rule("call", **CREATE, times=1, with_={"when": when, "do": die}), Rule(f"drop_{when}", **CREATE, times=1))
    delivery = asyncio.create_task(bot.matrix.deliver(row))
    async with asyncio.timeout(10):
        await reached.wait()
    delivery.cancel()
    await asyncio.wait([delivery])
    await bot.stop()
    dead.set()
    bot = await start(homeserver=proxy.url)
    first = await delivered(bot, row)
    assert await delivered(bot, row) == first
    assert await rooms_of(bot) == [first.room_id]


async def test_whoever_has_left_it_is_asked_back_into_the_same_room(start, meet):
    bot, ada = await start(), await meet("ada")
    first = await bot.say(ada.user_id, "Bonjour")
    await ada.eventually(lambda: ada.room == first.room_id)
    await bot.hear(Arrival)
    await forget_rooms(bot)
    await ada.leave()
    again = await bot.say(ada.user_id, "Encore")
    state = await bot.matrix.rooms.look(first.room_id)
    assert (again.room_id, set(state.members)) == (first.room_id, {ada.user_id})


SLOW_SYNC, SLOW_INVITE = ({"path": path, "with_": {"seconds": 2}} for path in ("/sync$", "/invite$"))


@pytest.mark.parametrize("slow", [SLOW_SYNC, SLOW_INVITE], ids=["their leaving is seen later", "… in between"])
async def test_whoever_is_asked_back_while_they_leave_finds_the_bot_there(start, meet, proxy, slow):
    bot, ada = await start(homeserver=proxy.url, sync_timeout_seconds=1), await meet("ada")
    first = await bot.say(ada.user_id, "Bonjour")
    await ada.eventually(lambda: [h.body for h in ada.heard()] == ["Bonjour"])
    await bot.hear(Arrival)
    room = bot.matrix.rooms.known[first.room_id]
    await sleeps(ada)
    proxy.play(Rule("latency", **slow))
    await asyncio.sleep(1.3)    # the poll under way is over
    await forget_rooms(bot)
    await ada.leave()
    row = bot.row(person=ada.user_id, content={"body": "Encore"})
    saying = asyncio.create_task(delivered(bot, row))
    if slow is SLOW_SYNC:
        await saying
        bot.matrix.rooms.known[room.id] = room      # as it was, had nothing been forgotten
    again = await saying
    proxy.play()
    await asyncio.sleep(2.5)
    assert (again.room_id, await rooms_of(bot)) == (first.room_id, [first.room_id])
    wakes(ada)
    await ada.eventually(lambda: "Encore" in [h.body for h in ada.heard(room=first.room_id)])
    await ada.say("me revoilà", first.room_id)
    assert [event.what.text for event in await bot.hear(Message)] == ["me revoilà"]


async def test_a_room_that_the_bot_is_no_longer_in_is_replaced(start, homeserver, new_name):
    bot = await start()
    person = await homeserver.register(new_name("somebody"), PASSWORD)
    first = await bot.say(person, "Bonjour")
    await bot.matrix.wire.call("POST", f"/rooms/{first.room_id}/leave", {})
    await forget_rooms(bot)
    row = bot.row(person=person, content={"body": "Encore"})
    assert await bot.matrix.deliver(row) == Later("the old room's name was freed", 0)
    again = await delivered(bot, row)
    assert await rooms_of(bot) == [again.room_id] != [first.room_id]


async def test_nothing_personal_is_said_where_somebody_else_was_let_in(start, meet):
    bot, ada, bruno = await start(), await meet("ada"), await meet("bruno")
    first = await bot.say(ada.user_id, "Bonjour")
    await ada.eventually(lambda: [h.body for h in ada.heard()] == ["Bonjour"])
    await bot.hear(Arrival)
    await forget_rooms(bot)
    await ada.client.room_invite(first.room_id, bruno.user_id)
    got = await delivered(bot, bot.row(person=ada.user_id, content={"body": "Entre nous"}))
    assert got == Refused("somebody else is in their own room")
    assert [h.body for h in ada.heard()] == ["Bonjour"]


async def test_a_name_that_cannot_be_looked_up_is_tried_again(start, proxy, homeserver, new_name):
    bot = await start(homeserver=proxy.url)
    person = await homeserver.register(new_name("somebody"), PASSWORD)
    first = await bot.say(person, "Bonjour")
    await forget_rooms(bot)
    proxy.play(Rule("error", path="/directory/room/", times=1, with_={"status": 502, "raw": "<html>"}))
    row = bot.row(person=person, content={"body": "Encore"})
    assert await bot.matrix.deliver(row) == Later("opening a room: 502")
    again = await bot.matrix.deliver(row)
    assert isinstance(again, Delivered) and again.room_id == first.room_id
