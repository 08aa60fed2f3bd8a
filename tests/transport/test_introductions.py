"""A room for people who want to meet: the bot opens it, says three lines, reads nothing, and leaves."""
from __future__ import annotations

import asyncio
import logging
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from engagebot.demo.person import Person
from engagebot.store import rooms as table
from engagebot.transport import Delivered, Later, Refused
from engagebot.transport.matrix import introductions
from tests.e2e.faultproxy import Rule
from tests.transport.conftest import PASSWORD, now

V3 = "/_matrix/client/v3"
LINES = ["Ada, Bruno : vous aimez le compost.", "Une idée : « tu composte où ? »", "Je vous laisse entre vous."]
NAME = "Ada et Bruno"


def introduce(bot, *people, stay=timedelta(days=3), **given):
    content = {"introduction": f"i:{people[0].user_id}", "people": [person.user_id for person in people], "name": NAME,
               "lines": [{"body": line, "html": None} for line in LINES], "leave_by": (now() + stay).isoformat()}
    return bot.row(op="introduce", first_try_at=now(), content=content, **given)


async def sleeps(person):
    """Their client is switched off."""
    person._sync.cancel()
    await asyncio.wait([person._sync])
    person._sync = None


def wakes(person):
    person._sync = asyncio.create_task(person._listen())


async def until(true, within_seconds=20):
    async with asyncio.timeout(within_seconds):
        while not await true():     # noqa: ASYNC110  (the homeserver has no event for it)
            await asyncio.sleep(0.05)


async def is_in_no_room(bot):
    return not (await bot.matrix.wire.call("GET", "/joined_rooms")).body["joined_rooms"]


async def is_out(bot):
    """Neither the homeserver nor the bot's own table has it in a room."""
    await until(lambda: is_in_no_room(bot))
    async with asyncio.timeout(5):
        while bot.matrix.rooms.known:       # noqa: ASYNC110
            await asyncio.sleep(0.02)


def keys_of(bot, room):
    """Of the sessions of the room: (those in memory, those on the disk, whether there is one to write with)."""
    olm = bot.matrix.client.olm
    (file,) = (bot.settings.data_dir / "keys").glob("*.db")
    with sqlite3.connect(file) as keys:
        (stored,), = keys.execute("SELECT count(*) FROM megolminboundsessions WHERE room_id = ?", (room,))
    held = sum(len(sessions) for sessions in olm.inbound_group_store._entries.get(room, {}).values())
    return held, stored, room in olm.outbound_group_sessions


def heard_of(person, bot, room):
    return [h.body for h in person.heard(room=room) if h.sender == bot.matrix.user_id]


async def reads_the_lines(person, bot, room):
    await person.wait_for(lambda got: [h.body for h in got if h.sender == bot.matrix.user_id] == LINES, room=room)


async def crash(bot):
    """As by kill -9: nothing is finished."""
    bot.stopped = True
    bot._loop.cancel()
    await asyncio.wait([bot._loop])
    await bot.matrix.close()
    await bot.store.close()


async def until_delivered(bot, row):
    done = await bot.matrix.deliver(row)
    async with asyncio.timeout(20):
        while isinstance(done, Later):
            await asyncio.sleep(0.2)
            done = await bot.matrix.deliver(row)
    return done


async def test_both_read_three_lines_and_the_bot_is_gone_and_can_read_nothing(start, meet, homeserver):
    bot, ada, bruno = await start(), await meet("ada"), await meet("bruno")
    began = asyncio.get_running_loop().time()
    row = introduce(bot, ada, bruno)
    done = await bot.matrix.deliver(row)
    room = done.room_id
    await is_out(bot)
    print(f"from row to out: {asyncio.get_running_loop().time() - began:.2f} s")
    for person in (ada, bruno):
        await reads_the_lines(person, bot, room)
    assert [(h.kind, h.encrypted, h.mentions) for h in ada.heard(room=room)] == [("m.text", True, ())] * 3
    await ada.gone(bot.matrix.user_id, room)
    secret = await ada.say("Enfin seuls !", room)
    await bruno.wait_for(lambda got: got[-1].body == "Enfin seuls !", room=room)
    answers = [await bot.matrix.wire.call("GET", f"/rooms/{room}/{what}") for what in (
        f"event/{secret}", "messages?dir=b", "state", "members")]
    alias = bot.matrix.introductions.alias(row.content["introduction"])
    found = await bot.matrix.wire.call("GET", f"/directory/room/%23{alias}:localhost")
    assert ([a.status for a in answers], found.status) == ([404, 403, 403, 403], 404)
    assert keys_of(bot, room) == (0, 0, False)
    assert (await bot.matrix.deliver(row), bot.heard) == (done, [])


async def test_the_room_is_as_safe_as_it_can_be_and_shows_its_name(start, meet):
    bot, ada, bruno = await start(), await meet("ada"), await meet("bruno")
    done = await bot.matrix.deliver(introduce(bot, ada, bruno))
    await reads_the_lines(ada, bot, done.room_id)
    _, state = await ada.request("GET", f"{V3}/rooms/{done.room_id}/state")
    by_kind = {event["type"]: event["content"] for event in state}
    assert ada.room_name(done.room_id) == NAME
    assert [by_kind[f"m.room.{kind}"] for kind in ("canonical_alias", "history_visibility", "guest_access", "join_rules",
                                                   "encryption")] == [
        {}, {"history_visibility": "invited"}, {"guest_access": "forbidden"}, {"join_rule": "invite"},
        {"algorithm": "m.megolm.v1.aes-sha2"}]
    assert not [e for e in state if e["type"] == "m.room.member" and e["content"].get("is_direct")]
