"""Whose invitations are accepted, whose room a room is, and what happens when people come and go."""
from __future__ import annotations

import asyncio

import pytest
from nio import RoomKickResponse

from benchmarks.faultproxy import Rule
from engagebot.engine.events import Arrival, Departure, Edit, Message, Reaction
from engagebot.store import rooms
from engagebot.transport import Delivered, Refused
from engagebot.transport.matrix.wire import Unreachable

V3 = "/_matrix/client/v3"


async def joined_rooms(bot):
    return (await bot.matrix.wire.call("GET", "/joined_rooms")).body["joined_rooms"]


async def only_in(bot, *expected):
    """Wait until the bot is in these rooms and no others."""
    async with asyncio.timeout(10):
        while await joined_rooms(bot) != list(expected):    # noqa: ASYNC110  (the homeserver has no event for it)
            await asyncio.sleep(0.05)


def only_together(number, where):
    """None of these requests is answered before there are so many."""
    asked, all_there = [], asyncio.Event()

    async def wait():
        asked.append(where)
        if len(asked) >= number:
            all_there.set()
        async with asyncio.timeout(20):
            await all_there.wait()

    return Rule("call", path=where, with_={"when": "before", "do": wait})


async def test_only_allowed_people_and_servers_are_followed(start, meet):
    ada, bruno, clara = await meet("ada"), await meet("bruno"), await meet("clara")
    allowed = [ada.user_id, bruno.user_id, "elsewhere.example"]
    bot = await start(allowed_inviters=allowed, ignored_people=[bruno.user_id])
    for person in (clara, bruno):
        await person.invite(bot.matrix.user_id, wait=False)
    room = await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival)
    await asyncio.sleep(1.5)
    assert await joined_rooms(bot) == [room]
    assert [event.person for event in bot.heard] == [ada.user_id]


async def test_an_invitation_in_the_middle_of_an_outage_is_accepted_afterwards(start, meet, monkeypatch):
    monkeypatch.setattr("engagebot.transport.matrix.invitations.LATER_SECONDS", 0.1)
    bot, ada = await start(), await meet("ada")
    adopt, tries = bot.matrix.rooms.adopt, []

    async def out_of_reach(room_id, *rest):
        tries.append(room_id)
        if len(tries) < 3:
            raise Unreachable("no homeserver")
        return await adopt(room_id, *rest)

    monkeypatch.setattr(bot.matrix.rooms, "adopt", out_of_reach)
    room = await ada.invite(bot.matrix.user_id, wait=False)
    (arrival,) = await bot.hear(Arrival)
    assert (arrival.room, set(tries)) == (room, {room})


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
async def test_all_that_is_said_before_the_bot_first_looks_into_a_room_is_heard(start, meet, proxy, encrypted):
    bot, ada = await start(homeserver=proxy.url, sync_timeout_seconds=1), await meet("ada")
    slow = Rule("latency", path="/sync", with_={"seconds": 1.5})
    proxy.play(Rule("gappy", path="/sync", with_={"limit": 2}), slow)
    await ada.invite(bot.matrix.user_id, encrypted=encrypted)
    said = [str(number) for number in range(9)]
    for text in said:
        await ada.say(text)
    heard = await bot.hear(Message, len(said))
    assert [event.what.text for event in heard] == said


async def test_what_was_missed_in_several_rooms_is_asked_for_side_by_side_and_heard_in_order(start, meet, proxy):
    bot, people = await start(), [await meet(name) for name in ("ada", "bruno", "chloe")]
    for person in people:
        await person.invite(bot.matrix.user_id)
        await person.say("avant")
    await bot.hear(Message, len(people))
    await bot.stop()
    said = [str(number) for number in range(6)]
    for person in people:
        for text in said:
            await person.say(text)
    proxy.play(Rule("gappy", path="/sync", with_={"limit": 2}), only_together(len(people), "/messages$"))
    bot = await start(homeserver=proxy.url)
    heard = await bot.hear(Message, len(people) * len(said))
    for person in people:
        assert [event.what.text for event in heard if event.person == person.user_id] == said


async def test_rooms_that_a_lost_database_no_longer_knows_are_looked_at_side_by_side(start, meet, proxy, tmp_path):
    before, people = await start(), [await meet(name) for name in ("ada", "bruno", "chloe")]
    rooms = [await person.invite(before.matrix.user_id) for person in people]
    await before.hear(Arrival, len(people))
    await before.stop()
    proxy.play(only_together(len(people), "/state$"))
    after = await start(homeserver=proxy.url, data_dir=tmp_path / "lost")
    assert set(after.matrix.rooms.known) == set(rooms)


async def test_spaces_are_not_entered(start, meet):
    bot, ada = await start(), await meet("ada")
    await ada.request("POST", f"{V3}/createRoom", {
        "creation_content": {"type": "m.space"}, "invite": [bot.matrix.user_id]})
    room = await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival)
    assert await joined_rooms(bot) == [room]


async def test_a_group_that_is_not_one_of_ours_is_left_whatever_its_invitation_says(start, meet):
    bot, ada, bruno = await start(group_rooms=["!ours:localhost"]), await meet("ada"), await meet("bruno")
    me = bot.matrix.user_id
    _, made = await ada.request("POST", f"{V3}/createRoom", {"is_direct": True, "invite": [me, bruno.user_id]})
    await ada.joined(me, made["room_id"])
    room = await ada.invite(me)
    await bot.hear(Arrival)
    await only_in(bot, room)


async def test_a_room_that_nobody_allowed_brought_the_bot_into_is_left_at_the_start(start, meet, settings, tmp_path):
    ada, bruno = await meet("ada"), await meet("bruno")
    before = await start()
    kept = await ada.invite(before.matrix.user_id)
    await bruno.invite(before.matrix.user_id)
    await before.hear(Arrival, 2)
    await before.stop()
    after = await start(data_dir=tmp_path / "lost", allowed_inviters=[ada.user_id])     # it knows of neither room
    await only_in(after, kept)


@pytest.mark.parametrize("encrypted", [False, True])
async def test_in_a_group_only_what_is_addressed_to_the_bot_or_below_its_words_is_heard(start, meet, encrypted):
    bot, ada, bruno = await start(), await meet("ada"), await meet("bruno")
    me, name = bot.matrix.user_id, bot.matrix.user_id[1:].split(":")[0]
    room = await ada.open_group(me, bruno.user_id, name="Entraide", encrypted=encrypted)
    await ada.joined(me, room)
    await ada.joined(bruno.user_id, room)
    chat = await ada.say("bonjour à tous", room)
    await ada.say(f"{name}: qui est là ?", room)
    await bot.hear(Message)
    asked = bot.row(room=room, content={"body": "Moi."})
    said = await bot.matrix.deliver(asked)
    await bot.sent(asked, said)
    await ada.wait_for(1, room=room)
    await ada.react(chat, "👍", room)
    await ada.react(said.event_id, "👍", room)
    thanks = await ada.say("merci", room, reply_to=said.event_id)
    await ada.edit(chat, "bonjour tout le monde", room)
    await ada.edit(thanks, "merci beaucoup", room)
    await ada.say("entre nous", room, thread=said.event_id)
    await ada.say("et toi, tu en dis quoi ?", room, mentions=[me])
    await ada.say(f"{name}ne", room)
    await ada.say(f"{me} fin", room)
    await bot.until(lambda heard: Message("fin") in [event.what for event in heard])
    assert [(event.what, event.direct, event.room) for event in bot.heard] == [
        (what, False, room) for what in (
            Message("qui est là ?"), Reaction(said.event_id, "👍"), Message("merci", reply_to=said.event_id),
            Edit(thanks, "merci beaucoup"), Message("entre nous", thread=said.event_id, addressed=False),
            Message("et toi, tu en dis quoi ?"), Message("fin"))]


async def test_what_a_group_is_called_is_known_also_when_it_changes_or_was_entered_long_ago(start, meet):
    bot, ada, bruno = await start(), await meet("ada"), await meet("bruno")
    room = await ada.open_group(bot.matrix.user_id, bruno.user_id, name="Entraide")
    await ada.joined(bot.matrix.user_id, room)

    async def called(name: str) -> None:
        async with asyncio.timeout(10):
            while True:
                async with bot.store.transaction() as tx:
                    if await rooms.groups(tx) == {room: name}:
                        return
                await asyncio.sleep(0.05)

    await called("Entraide")
    await ada.say("bonjour", room, mentions=[bot.matrix.user_id])
    await bot.hear(Message)             # by now it follows what happens there
    await ada.request("PUT", f"{V3}/rooms/{room}/state/m.room.name", {"name": "Vélo"})
    await called("Vélo")
    bot.store.database.execute("DELETE FROM kept WHERE name LIKE 'name:%'")
    await bot.matrix.rooms.load(positioned=True)
    await called("Vélo")


async def test_when_the_person_leaves_the_bot_leaves_too(start, meet):
    bot, ada = await start(), await meet("ada")
    room = await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival)
    await ada.leave()
    (departure,) = await bot.hear(Departure)
    await only_in(bot)
    assert (departure.person, departure.room, departure.direct) == (ada.user_id, room, True)
    assert bot.matrix.rooms.known == {}


async def test_taken_out_of_a_room_the_bot_says_nothing_there_any_more(start, meet):
    bot, ada = await start(), await meet("ada")
    room = await ada.open_group(bot.matrix.user_id)     # in a room made for two, nobody can take the other out
    await bot.hear(Arrival)
    assert isinstance(await ada.client.room_kick(room, bot.matrix.user_id), RoomKickResponse)
    (departure,) = await bot.hear(Departure)
    assert departure.person == ada.user_id
    assert await bot.send(room=room, content={"body": "?"}) == Refused("the bot is not in that room")
    done = await bot.say(ada.user_id, "Je suis là si besoin.")
    assert done.room_id != room


async def test_the_newest_room_is_the_persons_own(start, meet):
    bot, ada = await start(), await meet("ada")
    first = await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival)
    second = await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival, 2)
    done = await bot.say(ada.user_id, "Ici.")
    assert (done.room_id, second != first) == (second, True)


async def test_a_room_that_the_bot_opened_shows_the_name_of_the_bot(start, meet):
    bot, ada = await start(), await meet("ada")
    done = await bot.say(ada.user_id, "Bonjour")
    await ada.joined(ada.user_id, done.room_id)
    assert ada.room_name(done.room_id) == bot.matrix.user_id[1:].split(":")[0]


async def test_a_third_person_makes_a_direct_room_a_group(start, meet):
    bot, ada, bruno = await start(), await meet("ada"), await meet("bruno")
    room = await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival)
    await ada.client.room_invite(room, bruno.user_id)
    await ada.joined(bruno.user_id)
    await ada.say("c'est entre nous")
    await ada.say("tu es là ?", mentions=[bot.matrix.user_id])
    (message,) = await bot.hear(Message)
    done = await bot.say(ada.user_id, "Parlons ici.")
    assert (message.what, message.direct) == (Message("tu es là ?"), False)
    assert done.room_id != room


async def test_a_direct_room_that_is_replaced_is_followed(start, meet):
    bot, ada = await start(), await meet("ada")
    old = await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival)
    status, answer = await ada.request("POST", f"{V3}/rooms/{old}/upgrade", {"new_version": "11"})
    new = answer["replacement_room"]
    await ada.client.room_invite(new, bot.matrix.user_id)
    await ada.joined(bot.matrix.user_id, new)
    await only_in(bot, new)
    done = await bot.say(ada.user_id, "Ici.")
    assert (status, done.room_id) == (200, new)


async def test_typing_is_shown_and_never_fails(start, meet):
    bot, ada = await start(), await meet("ada")
    await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival)
    await bot.matrix.working(ada.user_id, True)
    await bot.matrix.working("@nobody:localhost", True)
    await ada.eventually(lambda: ada.client.rooms[ada.room].typing_users == [bot.matrix.user_id])
    bot.matrix.wire.homeserver = "http://127.0.0.1:9"
    await bot.matrix.working(ada.user_id, False)


async def test_somebody_who_does_not_exist_is_refused_and_blocks_nobody(start, meet):
    bot, ada = await start(), await meet("ada")
    nobody = await bot.send(person="@nobody:localhost", content={"body": "?"})
    assert isinstance(nobody, Refused | Delivered)
    await bot.say(ada.user_id, "Bonjour")
