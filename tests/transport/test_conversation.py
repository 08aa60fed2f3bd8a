"""Plain and encrypted rooms: in and out, with a second client on the other side."""
from __future__ import annotations

import stat

import pytest

from engagebot.engine.events import Arrival, Attachment, Edit, Message, Reaction, Removal
from engagebot.transport import Delivered, Refused


@pytest.mark.parametrize("encrypted", [False, True])
async def test_what_a_person_writes_arrives_and_they_read_the_answer(start, meet, encrypted):
    bot, ada = await start(), await meet("ada")
    room = await ada.invite(bot.matrix.user_id, encrypted=encrypted)
    (arrival,) = await bot.hear(Arrival)
    event_id = await ada.say("bonjour")
    (message,) = await bot.hear(Message)
    content = {"html": "<b>Bonjour</b> Ada !", "reply_to": event_id, "attention": True, "mentions": [ada.user_id]}
    done = await bot.say(ada.user_id, "Bonjour Ada !", content=content)
    (heard,) = await ada.wait_for(1)
    assert (arrival.person, arrival.room, arrival.direct, arrival.what.name) == (
        ada.user_id, room, True, ada.user_id[1:].split(":")[0])
    assert (message.id, message.person, message.room, message.direct, message.what) == (
        event_id, ada.user_id, room, True, Message("bonjour"))
    assert (heard.event_id, heard.body, heard.html, heard.kind, heard.reply_to, heard.mentions, heard.encrypted) == (
        done.event_id, "Bonjour Ada !", "<b>Bonjour</b> Ada !", "m.text", event_id, (ada.user_id,), encrypted)
    assert done.room_id == room


@pytest.mark.parametrize("encrypted", [False, True])
async def test_edits_reactions_removals_threads_and_files_in(start, meet, encrypted):
    bot, ada = await start(), await meet("ada")
    await ada.invite(bot.matrix.user_id, encrypted=encrypted)
    first = await ada.say("lundi")
    await ada.edit(first, "mardi")
    question = bot.row(person=ada.user_id, content={"body": "Mardi ?"})
    asked = await bot.matrix.deliver(question)
    await bot.sent(question, asked)
    await ada.wait_for(1)
    clicked = await ada.react(asked.event_id, "👍")
    await bot.hear(Reaction)        # what is taken back before it was looked at never was
    await ada.redact(clicked)
    await ada.say("dans un fil", thread=first)
    answer = await ada.say("> <@bot> Mardi ?\n\noui", reply_to=asked.event_id)
    await ada.send("m.room.message", {"msgtype": "m.image", "body": "photo.jpg", "url": "mxc://localhost/x"})
    await ada.send("m.room.message", {"msgtype": "m.notice", "body": "je suis un robot"})
    await ada.send("m.sticker", {"body": "😀", "url": "mxc://localhost/x", "info": {}})
    heard = await bot.hear(Attachment, 2)
    heard = [event.what for event in bot.heard if not isinstance(event.what, Arrival)]
    assert heard == [
        Message("lundi"), Edit(first, "mardi"), Reaction(asked.event_id, "👍"), Removal(clicked),
        Message("dans un fil", thread=first), Message("oui", reply_to=asked.event_id), Attachment("m.image"),
        Attachment("m.sticker")]
    assert answer in {event.id for event in bot.heard}


@pytest.mark.parametrize("encrypted", [False, True])
async def test_edits_reactions_redactions_threads_and_files_out(start, meet, encrypted):
    bot, ada = await start(), await meet("ada")
    room = await ada.invite(bot.matrix.user_id, encrypted=encrypted)
    root = await ada.say("bonjour")
    await bot.hear(Message)
    first = await bot.say(ada.user_id, "Bonjour", content={"thread": root})
    edited = await bot.say(ada.user_id, "Bonsoir", op="edit", parent_event_id=first.event_id)
    reacted = await bot.send(person=ada.user_id, op="react", parent_event_id=first.event_id, content={"key": "✅"})
    again = await bot.send(person=ada.user_id, op="react", parent_event_id=first.event_id, content={"key": "✅"})
    file = await bot.send(person=ada.user_id, op="file", content={
        "name": "données.json", "mime": "application/json", "text": "{}"})
    gone = await bot.send(person=ada.user_id, op="redact", parent_event_id=first.event_id)
    heard = await ada.wait_for(3)
    await ada.eventually(lambda: first.event_id in ada.removed)
    assert all(isinstance(done, Delivered) for done in (reacted, again, file, gone))
    assert again.event_id != reacted.event_id
    assert [(h.event_id, h.body, h.thread, h.edits) for h in heard] == [
        (first.event_id, "Bonjour", root, None), (edited.event_id, "Bonsoir", None, first.event_id),
        (file.event_id, "données.json", None, None)]
    assert [(r.to, r.key) for r in ada.reactions] == [(first.event_id, "✅")]
    assert await bot.send(person=ada.user_id, op="react", content={"key": "✅"}) == Refused(
        "what it reacts to was never sent")
    assert isinstance(await bot.send(person=ada.user_id, op="leave"), Delivered)
    await ada.gone(bot.matrix.user_id, room)


async def test_the_same_row_twice_is_one_message(start, meet):
    bot, ada = await start(), await meet("ada")
    await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival)
    row = bot.row(person=ada.user_id, content={"body": "une fois"})
    first, second = await bot.matrix.deliver(row), await bot.matrix.deliver(row)
    await bot.say(ada.user_id, "fin")
    assert first == second
    assert [h.body for h in await ada.wait_for(2)] == ["une fois", "fin"]


async def test_the_bot_opens_one_direct_room_however_often_it_is_asked_to(start, meet):
    bot, ada = await start(), await meet("ada")
    first = await bot.say(ada.user_id, "Bonjour")
    ada.room = room = first.room_id
    await ada.joined(ada.user_id)
    (arrival,) = await bot.hear(Arrival)
    bot.matrix.rooms.known.clear()      # as after a crash between creating the room and writing it down
    second = await bot.say(ada.user_id, "Encore")
    heard = await ada.wait_for(2)
    await ada.say("merci")
    (message,) = await bot.hear(Message)
    account = await bot.matrix.wire.call("GET", f"/user/{bot.matrix.user_id}/account_data/m.direct")
    assert second.room_id == room
    assert [(h.body, h.encrypted) for h in heard] == [("Bonjour", True), ("Encore", True)]
    assert (arrival.person, arrival.room) == (ada.user_id, room)
    assert (message.direct, message.what) == (True, Message("merci"))
    assert account.body == {ada.user_id: [room]}


async def test_the_device_is_signed_by_its_owner_and_stays_so(start, settings, meet):
    bot = await start()
    await bot.stop()
    bot = await start(password=None)
    ada = await meet("ada")
    me = bot.matrix.user_id
    _, keys = await ada.request("POST", "/_matrix/client/v3/keys/query", {"device_keys": {me: []}})
    (device,) = keys["device_keys"][me].values()
    (self_signing,) = keys["self_signing_keys"][me]["keys"]
    assert self_signing in device["signatures"][me]
    assert device["device_id"] == bot.matrix.session.device_id
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in settings.data_dir.rglob("*") if path.is_file()}
    assert modes == dict.fromkeys(modes, 0o600)


async def test_nothing_plain_goes_into_a_room_that_was_encrypted_once(start, meet):
    bot, ada = await start(), await meet("ada")
    room = await ada.invite(bot.matrix.user_id, encrypted=False)
    await bot.hear(Arrival)
    await ada.client.room_put_state(room, "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"})
    await ada.say("chiffré")
    await bot.hear(Message)
    await bot.stop()
    bot = await start()
    await bot.say(ada.user_id, "secret")
    (heard,) = await ada.wait_for(1)
    assert (heard.body, heard.encrypted) == ("secret", True)


async def test_when_all_one_time_keys_are_used_up_a_newcomer_is_read_all_the_same(start, meet):
    bot, mallory = await start(), await meet("mallory")
    me, device = bot.matrix.user_id, bot.matrix.session.device_id
    claim = {"one_time_keys": {me: {device: "signed_curve25519"}}}
    await bot.until(lambda heard: bot.matrix.inbound.since)
    await bot.matrix.keys.upkeep([])        # the server names no unused fallback key
    bot.matrix.keys.client.olm.uploaded_key_count = None
    for _ in range(60):
        _, answer = await mallory.request("POST", "/_matrix/client/v3/keys/claim", claim)
    (last,) = answer["one_time_keys"][me][device].values()
    ada = await meet("ada")
    await ada.invite(me)
    await ada.say("tu me lis ?")
    (message,) = await bot.hear(Message)
    counts = (await bot.matrix.wire.call("POST", "/keys/upload", {})).body["one_time_key_counts"]
    assert (message.what, last.get("fallback")) == (Message("tu me lis ?"), True)
    assert counts["signed_curve25519"] >= 40
