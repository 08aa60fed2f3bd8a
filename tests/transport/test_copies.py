"""What a new device takes over from a copied one."""
from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from engagebot.engine.events import Arrival, Departure, Message
from engagebot.store import people
from engagebot.transport import CannotStart, Delivered
from engagebot.transport.matrix import copies
from engagebot.transport.matrix.client import LOCKED, SafeClient
from engagebot.transport.matrix.erasures import Erasures
from engagebot.transport.matrix.missed import EARLIER, missed
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


async def test_after_a_restore_it_is_known_who_wrote_where_and_who_was_erased(start, meet):
    bot = await start()
    me = bot.matrix.user_id
    ada, bruno, carla, dana, emil = [await meet(name) for name in ("ada", "bruno", "carla", "dana", "emil")]
    for person in (ada, carla, dana):
        await person.invite(me)
    clear = await ada.open_group(me, name="Vélo", encrypted=False)
    sealed = await bruno.open_group(me, name="Comité", encrypted=True)
    quiet = await emil.open_group(me, name="Entre nous", encrypted=False)
    await bot.hear(Arrival, 3)
    for person, room in ((ada, clear), (bruno, sealed), (emil, quiet)):
        await person.joined(me, room)
    await asyncio.sleep(1.1)
    begin = datetime.now(UTC)
    await ada.say("une pause, s'il te plaît")
    await ada.say(f"{me} : et ici ?", room=clear)
    await bruno.say("on en parle entre nous", room=sealed)
    await emil.say("rien pour le robot", room=quiet)
    await carla.say("efface-moi")
    await dana.say("au revoir")
    await bot.hear(Message, 4)
    await bot.send(person=carla.user_id, op="leave")        # as after an erasure
    await dana.request("POST", f"/_matrix/client/v3/rooms/{dana.room}/leave", {})
    await bot.hear(Departure)
    async with bot.store.transaction() as tx:
        tx.database.execute("DELETE FROM inbox")            # what the copy does not have
        tx.database.execute("UPDATE room SET since = ? WHERE state = 'left'", (int((begin + EARLIER).timestamp()) + 1,))
        for person in (ada, carla, dana):
            await people.add(tx, person.user_id, "fr", begin)
    lost = await missed(bot.matrix.rooms, bot.matrix.erasures, bot.store, begin + EARLIER)
    assert (set(lost.unanswered), lost.answered) == ({ada.user_id}, [])
    assert set(lost.rooms) == {clear, sealed}
    assert set(lost.wrote) == {ada.user_id, bruno.user_id, carla.user_id, dana.user_id}
    assert await bot.matrix.erasures.among([one.user_id for one in (ada, carla, dana)], begin) == {carla.user_id}
    again = Erasures(me, bot.matrix.wire, bot.matrix.erasures.secret, lambda: datetime.now(UTC) + timedelta(days=61))
    await again.note(dana.user_id)      # what no copy can hold any more is forgotten
    assert await again.among([one.user_id for one in (ada, carla, dana)], begin) == {dana.user_id}


@pytest.mark.parametrize("also_in_a_group", [False, True])
async def test_of_whoever_is_erased_the_keys_keep_nothing(start, meet, also_in_a_group):
    bot, ada, bruno = await start(), await meet("ada"), await meet("bruno")
    me, keys = bot.matrix.user_id, bot.settings.data_dir / "keys"
    for person in (ada, bruno):
        await person.invite(me)
    if also_in_a_group:
        room = await ada.open_group(me, name="Vélo", encrypted=True)
        await bot.until(lambda _: room in bot.matrix.rooms.known)
        await ada.say("bonjour", room=room)
    for person in (ada, bruno):
        await person.say("bonjour")
    await bot.hear(Message, 2)
    for person in (ada, bruno):
        await bot.say(person.user_id, "entendu")
    own = bot.matrix.rooms.own(ada.user_id).id

    def named(word: str) -> bool:
        return any(word.encode() in file.read_bytes() for file in keys.iterdir())

    assert named(ada.user_id) and named(bruno.user_id)
    assert isinstance(await bot.send(person=ada.user_id, op="leave"), Delivered)
    assert named(own) is False and named(ada.user_id) is also_in_a_group
    assert ada.user_id not in bot.matrix.rooms.direct
    done = await bot.say(bruno.user_id, "et toi ?")        # others are written to as before
    assert [heard.body for heard in await bruno.wait_for(2)][-1] == "et toi ?" and done.event_id
    await ada.invite(me)                                    # and whoever comes back can be read
    await ada.say("me revoilà")
    assert (await bot.until(lambda heard: [e for e in heard if getattr(e.what, "text", "") == "me revoilà"]))
    await bot.say(ada.user_id, "bonjour")
    assert (await ada.settled(within_seconds=20))[-1].readable
