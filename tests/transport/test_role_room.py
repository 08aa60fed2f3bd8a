"""On a homeserver: who is in the organisers' room has the role, as long as the room stays as closed as it was."""
from __future__ import annotations

import asyncio
import json

import pytest
from nio import RoomKickResponse

from engagebot.domain.roles import Door
from engagebot.engine.events import Due, Message
from engagebot.roles import Roles
from engagebot.store import roles
from engagebot.store.roles import Read
from engagebot.transport.matrix.client import MEGOLM
from engagebot.transport.matrix.doctor import _may_send, diagnose
from tests.transport.conftest import now
from tests.transport.test_sealed import sends_sealed

V3 = "/_matrix/client/v3"
ME = "@engagebot:localhost"


async def read(bot, room: str) -> Read:
    async with bot.store.transaction() as tx:
        return await roles.read(tx, room)


async def becomes(bot, room: str, true) -> Read:
    async with asyncio.timeout(20):
        while not true(found := await read(bot, room)):     # noqa: ASYNC110
            await asyncio.sleep(0.05)
        return found


async def puts(person, room: str, kind: str, content: dict) -> None:
    status, said = await person.request("PUT", f"{V3}/rooms/{room}/state/{kind}/", content)
    assert status == 200, said


async def first_told(asked: Roles, room: str, people: set[str]) -> None:
    """At first sight nobody has a role while somebody comes in just then."""
    async with asyncio.timeout(20):
        while await asked.ask(room, now()) != people:  # noqa: ASYNC110 - the homeserver is asked
            await asyncio.sleep(0.1)


async def test_who_is_in_the_room_has_the_role_and_nothing_that_is_said_there_changes_it(start, meet):
    bot, olga, otto, malo = await start(), await meet("olga"), await meet("otto"), await meet("malo")
    me = bot.matrix.user_id
    status, made = await olga.request("POST", f"{V3}/createRoom", {
        "room_version": "12", "preset": "private_chat", "name": "Organisation",
        "creation_content": {"additional_creators": [otto.user_id]}, "invite": [me, otto.user_id, malo.user_id],
        "initial_state": [{"type": "m.room.encryption", "state_key": "", "content": {"algorithm": MEGOLM}}]})
    assert status == 200, made
    room = made["room_id"]
    assert ":" not in room
    for person in (me, otto.user_id, malo.user_id):
        await olga.joined(person, room)
    for person in (otto, malo):
        person.room = room
    asked = Roles(bot.store, {room}, bot.matrix.members, bot.matrix.presence)
    everybody = {olga.user_id, otto.user_id, malo.user_id}
    await malo.say("bonjour", mentions=[me])
    await bot.hear(Message)
    await first_told(asked, room, everybody)
    trusted = (await read(bot, room)).trusted
    assert trusted == Door(encryption=MEGOLM)

    malo._sync.cancel()     # a client need not stand what follows
    before = await read(bot, room)
    contents = [("m.room.member", olga.user_id, {"membership": "leave"}),
                ("m.room.power_levels", "", {"users": {malo.user_id: 100}}),
                ("m.room.join_rules", "", {"join_rule": "public"}), ("m.room.tombstone", "", {}),
                ("m.room.create", "", {"additional_creators": [malo.user_id]})]
    for number, (kind, key, content) in enumerate(contents):
        event = {"type": kind, "state_key": key, "content": content, "room_id": room}
        await sends_sealed(malo, json.dumps(event), number)
    content = {"msgtype": "m.text", "body": "alors ?", "m.mentions": {"user_ids": [me]}}
    await sends_sealed(malo, json.dumps({"type": "m.room.message", "room_id": room, "content": content}), -1)
    await bot.until(lambda heard: Message("alors ?") in [event.what for event in heard])
    assert await read(bot, room) == before      # not even worth asking again
    assert await asked.ask(room, now()) == everybody

    assert isinstance(await olga.client.room_kick(room, malo.user_id), RoomKickResponse)
    await becomes(bot, room, lambda found: found.at is None)
    assert await asked.ask(room, now()) == {olga.user_id, otto.user_id}


async def test_a_room_that_is_opened_gives_no_role_until_a_human_trusts_it_again(start, meet, settings):
    bot, olga, otto = await start(), await meet("olga"), await meet("otto")
    me = bot.matrix.user_id
    room = await olga.open_group(me, otto.user_id, name="Organisation")
    for person in (me, otto.user_id):
        await olga.joined(person, room)
    await bot.until(lambda heard: room in bot.matrix.rooms.known)
    asked = Roles(bot.store, {room}, bot.matrix.members, bot.matrix.presence)
    await first_told(asked, room, {olga.user_id, otto.user_id})
    await puts(olga, room, "m.room.join_rules", {"join_rule": "public"})
    await bot.until(lambda heard: Due(roles.FROZEN, f"joinable {room}") in [event.what for event in heard])
    assert await asked.ask(room, now()) is None
    named = {"organisers_room": room}
    (problem,) = await diagnose(settings, named)
    assert problem.what == "others than those invited can come in, so nobody counts as an organiser"
    await puts(olga, room, "m.room.join_rules", {"join_rule": "invite"})
    assert (await asked.ask(room, now()), await diagnose(settings, named)) == (None, [])
    there = await bot.matrix.presence(room)
    async with bot.store.transaction() as tx:
        await roles.trust(tx, room, there.door)
    assert await asked.ask(room, now()) == {olga.user_id, otto.user_id}
    await olga.request("POST", f"{V3}/rooms/{room}/upgrade", {"new_version": "11"})
    await bot.until(lambda heard: Due(roles.FROZEN, f"replaced {room}") in [event.what for event in heard])
    assert await asked.ask(room, now()) is None
    assert room in bot.matrix.rooms.known       # and it does not move


@pytest.mark.parametrize(("create", "levels", "may"), [
    ({"sender": ME, "content": {"room_version": "12"}}, {"events_default": 50, "users": {}}, True),
    ({"sender": "@ada:x", "content": {"room_version": "12", "additional_creators": [ME]}}, {"events_default": 9}, True),
    ({"sender": "@ada:x", "content": {"room_version": "12"}}, {"events_default": 50}, False),
    ({"sender": ME, "content": {"room_version": "11"}}, {"events_default": 50, "users": {}}, False),
    ({"sender": ME, "content": {}}, {"events_default": 50, "users": {}}, False),
    ({}, {"events_default": 50, "users_default": 50}, True),
    ({}, {"events_default": 50, "users_default": 50, "users": {ME: 0}}, False),
    ({}, {"events": {"m.room.encrypted": 60}, "users_default": 50}, False),
    ({}, {}, True),
    ({"content": {"room_version": "9"}}, {"events_default": "50", "users": {ME: "9"}}, False),
    ({"content": {"room_version": "9"}}, {"events_default": "50", "users": {ME: "100"}}, True),
    ({"content": {"room_version": "9"}}, {"events_default": "many", "users": {ME: 0}}, True),
    ({"content": {"room_version": "10"}}, {"events_default": "50", "users": {ME: 0}}, True),
    ({"content": {"room_version": "10"}}, {"events_default": 50, "users": {ME: "100"}}, False),
    ({"content": {"room_version": "12"}}, {"events_default": 50, "users": {ME: "100"}, "users_default": 50}, True),
    ({"content": {"room_version": "11"}}, {"events_default": 1, "users": {ME: True}}, False),
])
def test_the_bot_may_write_as_the_levels_and_the_version_of_the_room_say(create, levels, may):
    assert _may_send(create, levels, ME) is may
