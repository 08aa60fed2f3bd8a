"""What a new device takes over from a copied one."""
from __future__ import annotations

import pytest

from engagebot.engine.events import Message
from engagebot.transport import CannotStart, Delivered
from engagebot.transport.matrix import copies
from engagebot.transport.matrix.client import LOCKED, SafeClient
from engagebot.transport.matrix.wire import Wire


async def test_the_new_device_reads_what_the_lost_one_could_but_for_rooms_where_people_were_brought_together(
    start, settings, meet, tmp_path,
):
    bot, ada = await start(), await meet("ada")
    await ada.invite(bot.matrix.user_id)
    theirs = await ada.say("avant")
    await bot.hear(Message)
    done = await bot.say(ada.user_id, "entendu")
    assert isinstance(done, Delivered)
    (tmp_path / "copy").mkdir()
    lost = copies.copy(settings.data_dir, tmp_path / "copy")
    raw = [(await ada.request("GET", f"/_matrix/client/v3/rooms/{ada.room}/event/{one}"))[1]
           for one in (theirs, done.event_id)]

    def readable(name: str, introduced: set[str]) -> list[bool]:
        data = tmp_path / name
        data.mkdir()
        copies.put_back(tmp_path / "copy", data, lost)
        client = SafeClient(bot.matrix.user_id, f"EB{name}", "token", data / "keys", "another pickle key")
        assert [client.decrypt(ada.room, one) for one in raw] == [LOCKED, LOCKED]
        copies._read_keys(data, client, lost, introduced)
        client.close()
        again = SafeClient(bot.matrix.user_id, f"EB{name}", "token", data / "keys", "another pickle key")
        read = [again.decrypt(ada.room, one) is not LOCKED for one in raw]
        again.close()
        return read

    assert readable("anew", set()) == [True, True]
    assert readable("introduced", {ada.room}) == [False, True]


async def test_the_lost_device_is_never_taken_for_the_new_one(start, settings, tmp_path):
    bot = await start()
    (tmp_path / "copy").mkdir()
    lost = copies.copy(settings.data_dir, tmp_path / "copy")
    copies.put_back(tmp_path / "copy", settings.data_dir, lost)
    with pytest.raises(CannotStart, match=r"a restored bot needs a new device, and EB\w+ is the lost one"):
        await copies.take_up(settings.data_dir, bot.matrix.client, bot.matrix.wire, None, set())


async def test_a_lost_device_that_cannot_be_signed_out_is_told_and_stops_nothing(
    start, settings, tmp_path, caplog, meet,
):
    bot = await start()
    (tmp_path / "copy").mkdir()
    copies.copy(settings.data_dir, tmp_path / "copy")
    other = Wire(settings.homeserver)
    login = await other.call("POST", "/login", {
        "type": "m.login.password", "password": settings.password.get_secret_value(), "device_id": "OTHER",
        "identifier": {"type": "m.id.user", "user": settings.user_id}})
    assert login.ok
    await other.close()
    copies.put_back(tmp_path / "copy", settings.data_dir, copies.Account(settings.user_id, "OTHER"))
    await copies.take_up(settings.data_dir, bot.matrix.client, bot.matrix.wire, None, set())
    assert [line for line in caplog.messages if "OTHER" in line] == [
        "the lost device OTHER could not be signed out (401); do it in a client of the bot's account"]
    assert copies.lost_device(settings.data_dir) is None
