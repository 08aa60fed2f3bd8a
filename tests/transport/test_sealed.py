"""Inside an encrypted event may be anything: it is a message, or nothing; it never changes a room, and stops nobody."""
from __future__ import annotations

import base64
import json

import pytest

from engagebot.engine.events import Arrival, Attachment, Message
from engagebot.transport.matrix.client import MEGOLM
from tests.strange import SEALED, STATES

V3 = "/_matrix/client/v3"
OLM = "m.olm.v1.curve25519-aes-sha2"


async def sends_sealed(person, inside: str, number: int) -> None:
    """An event of the room whose encrypted part is exactly `inside`."""
    olm = person.client.olm
    session = olm.outbound_group_sessions[person.room]
    content = {"algorithm": MEGOLM, "sender_key": olm.account.identity_keys["curve25519"], "session_id": session.id,
               "device_id": person.client.device_id, "ciphertext": session.encrypt(inside)}
    status, said = await person.request(
        "PUT", f"{V3}/rooms/{person.room}/send/m.room.encrypted/sealed{number}", content)
    assert status == 200, said


@pytest.fixture
async def talk(start, meet):
    """The bot and Ada in an encrypted room, each with the other's keys; and Bruno in another one. Ada's own client no
    longer listens: it would not stand what she sends."""
    bot, ada, bruno = await start(), await meet("ada"), await meet("bruno")
    for person in (ada, bruno):
        await person.invite(bot.matrix.user_id)
        await person.say("bonjour")
    await bot.hear(Message, 2)
    ada._sync.cancel()
    return bot, ada, bruno


async def all_is_well(bot, ada, bruno) -> list:
    """Both are heard, and answered. -> what was heard of Ada before."""
    content = {"msgtype": "m.text", "body": "et maintenant ?"}
    await sends_sealed(ada, json.dumps({"type": "m.room.message", "room_id": ada.room, "content": content}), -1)
    await bot.until(lambda heard: Message("et maintenant ?") in [event.what for event in heard])
    await bruno.say("tu es là ?")
    await bot.until(lambda heard: Message("tu es là ?") in [event.what for event in heard])
    await bot.say(ada.user_id, "toujours là")
    await bot.say(bruno.user_id, "toujours là")
    assert (await bruno.wait_for(1))[0].body == "toujours là"
    found = [event.what for event in bot.heard if event.person == ada.user_id]
    assert found[-1] == Message("et maintenant ?")
    return [what for what in found[:-1] if what != Message("bonjour") and not isinstance(what, Arrival)]


async def test_whatever_is_inside_of_a_message_nobody_is_stopped(talk):
    _, ada, _ = talk
    for number, inside in enumerate(SEALED):
        await sends_sealed(ada, inside, number)
    assert {type(what) for what in await all_is_well(*talk)} <= {Message, Attachment}


async def test_what_was_encrypted_never_changes_a_room(talk):
    bot, ada, _ = talk
    before = (dict(bot.matrix.rooms.known), set(bot.matrix.client.rooms[ada.room].users))
    contents = {
        "m.room.member": {"membership": "leave"}, "m.room.power_levels": {"users": {ada.user_id: 100}},
        "m.room.tombstone": {"replacement_room": "!elsewhere"}, "m.room.name": {"name": "Organisation"},
    }
    number = 0
    for kind in STATES:
        for key in ("", ada.user_id, bot.matrix.user_id, None):
            event = {"type": kind, "content": contents.get(kind, {"a": 1}), "room_id": ada.room,
                     **({} if key is None else {"state_key": key})}
            await sends_sealed(ada, json.dumps(event), number)
            number += 1
    assert await all_is_well(*talk) == []
    after = (dict(bot.matrix.rooms.known), set(bot.matrix.client.rooms[ada.room].users))
    assert after == before
    assert await bot.matrix.members(ada.room) == {ada.user_id}


async def test_whatever_comes_to_the_device_nobody_is_stopped(talk):
    bot, ada, _ = talk
    device = bot.matrix.session.device_id
    key = bot.matrix.client.olm.account.identity_keys["curve25519"]
    session = ada.client.olm.session_store.get(key)
    mine = ada.client.olm.account.identity_keys["curve25519"]
    contents = []
    for inside in SEALED:
        kind, body = session.encrypt(inside).to_parts()
        contents.append({"algorithm": OLM, "sender_key": mine, "ciphertext": {
            key: {"type": kind, "body": base64.b64encode(body).decode().rstrip("=")}}})
    contents += [{"algorithm": OLM, "sender_key": sender, "ciphertext": ciphertext}
                 for sender in ("", mine, 5, None)
                 for ciphertext in ({}, [], 5, {key: 5}, {key: {"type": 9, "body": ""}})]
    contents += [{}, {"algorithm": 5}, {"algorithm": MEGOLM, "ciphertext": "x", "sender_key": "", "session_id": ""}]
    for number, content in enumerate(contents):
        status, _ = await ada.request("PUT", f"{V3}/sendToDevice/m.room.encrypted/device{number}", {
            "messages": {bot.matrix.user_id: {device: content}}})
        assert status == 200
    for number, kind in enumerate(("m.room_key", "m.forwarded_room_key", "m.room_key_request", "m.secret.request",
                                   "m.key.verification.request", "m.dummy", "org.example")):
        for content in ({}, {"action": "request", "body": 5, "requesting_device_id": 5, "request_id": []}):
            await ada.request("PUT", f"{V3}/sendToDevice/{kind}/kind{number}{len(content)}", {
                "messages": {bot.matrix.user_id: {device: content}}})
    assert await all_is_well(*talk) == []


async def test_what_cannot_be_looked_at_in_one_room_stops_no_other(talk, monkeypatch):
    bot, ada, bruno = talk
    look = bot.matrix.reading.look

    def fails_for_ada(room, *rest):
        if room.person == ada.user_id:
            raise KeyError("a fault of ours")
        return look(room, *rest)

    monkeypatch.setattr(bot.matrix.reading, "look", fails_for_ada)
    await sends_sealed(ada, json.dumps({"type": "m.room.message", "room_id": ada.room, "content": {}}), 1)
    await bruno.say("tu es là ?")
    await bot.until(lambda heard: Message("tu es là ?") in [event.what for event in heard])
