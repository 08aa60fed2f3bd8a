"""Stopped and started again: nothing lost, nothing twice."""
from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import SecretStr

from engagebot.engine.events import Arrival, Departure, Message, Unreadable
from engagebot.transport import CannotStart, Delivered, Unsure
from engagebot.transport.matrix import reading
from engagebot.transport.matrix.wire import Wire
from tests.transport.conftest import PASSWORD, now


@pytest.mark.parametrize("encrypted", [False, True])
async def test_what_was_written_while_the_bot_was_away_is_heard_once(start, meet, encrypted):
    bot, ada = await start(), await meet("ada")
    await ada.invite(bot.matrix.user_id, encrypted=encrypted)
    await ada.say("avant")
    await bot.hear(Message)
    await bot.stop()
    for number in range(130):
        await ada.say(f"pendant {number}")
    bot = await start()
    await bot.hear(Message, 130, within_seconds=40)
    await ada.say("après")
    await bot.until(lambda heard: Message("après") in [event.what for event in heard])
    done = await bot.say(ada.user_id, "me revoilà")
    (heard,) = await ada.wait_for(1)
    assert [event.what.text for event in bot.heard] == [
        *(f"pendant {number}" for number in range(130)), "après"]
    assert (heard.event_id, heard.body) == (done.event_id, "me revoilà")


async def test_an_invitation_that_an_earlier_life_heard_of_is_accepted(start, meet):
    bot, ada = await start(), await meet("ada")
    bot.matrix.invitations.hear = lambda room_id, invited: None
    bot.matrix.inbound.invited = bot.matrix.invitations.hear
    await bot.until(lambda heard: bot.matrix.inbound.since)
    since = bot.matrix.inbound.since
    await ada.invite(bot.matrix.user_id, wait=False)
    await bot.until(lambda heard: bot.matrix.inbound.since != since)
    await bot.stop()
    bot = await start()
    await ada.joined(bot.matrix.user_id)
    (arrival,) = await bot.hear(Arrival)
    assert arrival.person == ada.user_id


async def test_a_room_joined_but_not_written_down_is_found_at_the_start(start, meet):
    bot, ada = await start(), await meet("ada")
    await bot.stop()
    room = await ada.invite(bot.matrix.user_id, wait=False)
    wire = Wire(bot.settings.homeserver, bot.matrix.wire.token)
    await wire.call("POST", f"/rooms/{room}/join", {})
    await wire.close()
    await ada.joined(bot.matrix.user_id)
    await ada.say("tu es là ?")
    bot = await start()
    await bot.hear(Message)
    assert [(event.person, event.what) for event in bot.heard] == [
        (ada.user_id, Arrival(ada.user_id[1:].split(":")[0])), (ada.user_id, Message("tu es là ?"))]


async def withholds_the_key(bot, ada):
    """After a first word, what ada says is under a key that she does not send. -> the messages that would bring it."""
    await ada.invite(bot.matrix.user_id)
    await ada.say("avant")
    await bot.hear(Message)
    keys = ada.client.olm
    keys.create_outbound_group_session(ada.room)
    people = list(ada.client.rooms[ada.room].users)
    held = [body for _, body in keys.share_group_session_parallel(ada.room, people, ignore_unverified_devices=True)]
    keys.outbound_group_sessions[ada.room].shared = True
    return held


async def test_a_message_whose_key_comes_late_is_heard_after_all(start, meet):
    bot, ada = await start(), await meet("ada")
    held = await withholds_the_key(bot, ada)
    late = [await ada.say("tu me lis ?"), await ada.say("et là ?")]
    (complaint,) = await bot.hear(Unreadable)
    await bot.stop()
    for number, body in enumerate(held):
        await ada.request("PUT", f"/_matrix/client/v3/sendToDevice/m.room.encrypted/late{number}", body)
    bot = await start()
    heard = await bot.hear(Message, 2)
    assert (complaint.id, complaint.person, complaint.direct) == (f"unreadable:{late[0]}", ada.user_id, True)
    assert [(event.id, event.what) for event in heard] == [
        (late[0], Message("tu me lis ?")), (late[1], Message("et là ?"))]
    assert not [event for event in bot.heard if isinstance(event.what, Unreadable)]


async def test_who_writes_again_hears_each_time_that_it_cannot_be_read(start, meet, monkeypatch):
    monkeypatch.setattr(reading, "COMPLAIN_EVERY", timedelta(seconds=0.1))
    bot, ada = await start(), await meet("ada")
    await withholds_the_key(bot, ada)
    said = []
    for text in ("tu me lis ?", "et maintenant ?"):
        said.append(await ada.say(text))
        await bot.hear(Unreadable, len(said))
    complaints = [event.id for event in bot.heard if isinstance(event.what, Unreadable)]
    assert complaints == [f"unreadable:{event}" for event in said]


async def test_a_token_that_died_stops_the_bot_with_a_clear_sentence(start, meet):
    bot, ada = await start(), await meet("ada")
    await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival)
    await bot.matrix.wire.call("POST", "/logout", {})
    with pytest.raises(CannotStart, match="no longer accepts the bot's access token"):
        await bot.matrix.receive()
    await bot.stop()
    with pytest.raises(CannotStart, match=r"delete .*session\.json and set ENGAGEBOT_PASSWORD"):
        await start()


async def test_after_a_new_login_a_message_sent_before_is_not_sent_again(start, settings, meet):
    bot, ada = await start(), await meet("ada")
    await ada.invite(bot.matrix.user_id, encrypted=False)
    await bot.hear(Arrival)
    row = bot.row(person=ada.user_id, content={"body": "une fois"}, first_try_at=now() - timedelta(minutes=1))
    first = await bot.matrix.deliver(row)
    await bot.stop()
    (settings.data_dir / "session.json").unlink()
    bot = await start()
    other = bot.row(person=ada.user_id, content={"body": "autre"}, first_try_at=now() - timedelta(minutes=1))
    assert await bot.matrix.deliver(row) == first
    assert isinstance(await bot.matrix.deliver(other), Delivered)
    assert [h.body for h in await ada.wait_for(2)] == ["une fois", "autre"]


async def test_what_the_old_keys_alone_could_tell_is_left_to_a_human(start, settings, meet):
    bot, ada = await start(), await meet("ada")
    await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival)
    await bot.say(ada.user_id, "secret")
    await bot.stop()
    (settings.data_dir / "session.json").unlink()
    bot = await start()
    row = bot.row(person=ada.user_id, content={"body": "encore ?"}, first_try_at=now() - timedelta(minutes=1))
    assert await bot.matrix.deliver(row) == Unsure("it may have been sent before, by a device whose keys are gone")


async def test_the_first_start_does_not_answer_the_past(start, settings, meet):
    bot, ada = await start(), await meet("ada")
    await ada.invite(bot.matrix.user_id)
    await ada.say("il y a longtemps")
    await bot.hear(Message)
    await bot.stop()
    for file in settings.data_dir.glob("engagebot.db*"):
        file.unlink()
    bot = await start()
    await bot.until(lambda heard: bot.matrix.inbound.since)
    await ada.say("maintenant")
    assert [event.what for event in await bot.hear(Message)] == [Message("maintenant")]


async def test_a_server_that_lost_the_filter_gets_it_again(start, meet):
    bot, ada = await start(), await meet("ada")
    await ada.invite(bot.matrix.user_id)
    await ada.say("avant")
    await bot.hear(Message)
    bot.matrix.inbound._filter = "123456"
    await ada.say("après")      # perhaps an answer to what was asked before
    await bot.hear(Message, 2)
    await ada.say("encore")
    await bot.hear(Message, 3)
    assert bot.matrix.inbound._filter != "123456"


async def test_a_bot_that_was_taken_out_while_away_knows_it_at_the_start(start, meet):
    bot, ada = await start(), await meet("ada")
    room = await ada.open_group(bot.matrix.user_id)
    await bot.hear(Arrival)
    await bot.until(lambda heard: bot.matrix.inbound.since and not bot.matrix.rooms.fresh)
    await bot.stop()
    await ada.client.room_kick(room, bot.matrix.user_id)
    bot = await start()
    (departure,) = await bot.hear(Departure)
    assert (departure.person, departure.room, bot.matrix.rooms.known) == (ada.user_id, room, {})


async def test_a_key_store_that_does_not_fit_the_device_stops_the_start(start, settings):
    bot = await start()
    await bot.stop()
    for file in (settings.data_dir / "keys").glob("*.db"):
        file.unlink()
    with pytest.raises(CannotStart, match=r"not those that the homeserver knows"):
        await start()


async def test_a_secret_that_others_can_read_stops_the_start(start, settings):
    bot = await start()
    await bot.stop()
    (settings.data_dir / "session.json").chmod(0o640)
    with pytest.raises(CannotStart, match=r"chmod 600 .*session\.json"):
        await start()


async def test_a_token_with_its_device_is_enough(start, settings, meet):
    ada = await meet("ada")
    _, made = await ada.request("POST", "/_matrix/client/v3/login", {
        "type": "m.login.password", "password": PASSWORD,
        "identifier": {"type": "m.id.user", "user": settings.user_id}})
    bot = await start(user_id="", password=None, access_token=SecretStr(made["access_token"]))
    await ada.invite(settings.user_id)
    await ada.say("bonjour")
    await bot.hear(Message)
    assert (bot.matrix.user_id, bot.matrix.session.device_id) == (settings.user_id, made["device_id"])


async def test_a_wrong_password_stops_the_start(start):
    with pytest.raises(CannotStart, match=r"refuses the login of .* check ENGAGEBOT_USER_ID and ENGAGEBOT_PASSWORD"):
        await start(password=SecretStr("wrong"))


async def test_after_a_day_a_message_is_looked_for_before_it_is_sent_again(start, meet, monkeypatch):
    bot, ada = await start(), await meet("ada")
    await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival)
    yesterday = now() - timedelta(hours=30)
    sent, not_sent = (bot.row(person=ada.user_id, content={"body": body}, first_try_at=yesterday) for body in "ab")
    first = await bot.say(ada.user_id, "a", key=sent.key)
    assert await bot.matrix.deliver(sent) == first
    assert isinstance(await bot.matrix.deliver(not_sent), Delivered)
    assert [h.body for h in await ada.wait_for(2)] == ["a", "b"]
    monkeypatch.setattr("engagebot.transport.matrix.outbound.LOOK_BACK", 2)
    for number in range(105):
        await ada.say(str(number))
    unclear = bot.row(person=ada.user_id, content={"body": "c"}, first_try_at=yesterday)
    assert await bot.matrix.deliver(unclear) == Unsure("it may have been sent before, too far back to look")


async def test_no_secret_is_in_the_database(start, settings, meet):
    bot, ada = await start(), await meet("ada")
    await ada.invite(bot.matrix.user_id)
    await ada.say("bonjour")
    await bot.hear(Message)
    await bot.say(ada.user_id, "bonjour")
    data = settings.data_dir
    secrets = [bot.matrix.session.access_token, settings.password.get_secret_value(),
               *((data / name).read_text().strip() for name in ("pickle.key", "alias.key"))]
    files = [file for file in data.iterdir() if file.name.startswith("engagebot.db")]
    assert files and all(len(one) > 10 for one in secrets)
    raw = b"".join(file.read_bytes() for file in files)
    assert [n for n, one in enumerate(secrets) if one.encode() in raw] == []
