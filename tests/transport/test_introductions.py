"""A room for people who want to meet: the bot opens it, says three lines, reads nothing, and leaves."""
from __future__ import annotations

import asyncio
import logging
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from benchmarks.faultproxy import Rule
from engagebot.demo.person import Person
from engagebot.outbox import Sender
from engagebot.store import outbox
from engagebot.store import rooms as table
from engagebot.transport import Delivered, Later, Refused, Unsure
from engagebot.transport.matrix.introductions import FIRST_WAIT_SECONDS
from tests.transport.conftest import PASSWORD, now, sleeps, wakes

V3 = "/_matrix/client/v3"
LINES = ["Ada, Bruno : vous aimez le compost.", "Une idée : « tu composte où ? »", "Je vous laisse entre vous."]
NAME = "Ada et Bruno"


def introduce(bot, *people, stay=timedelta(days=3), **given):
    content = {"introduction": f"i:{people[0].user_id}", "people": [person.user_id for person in people], "name": NAME,
               "lines": [{"body": line, "html": None} for line in LINES], "leave_by": (now() + stay).isoformat()}
    return bot.row(op="introduce", first_try_at=now(), content=content, **given)


async def is_in_no_room(bot):
    return not (await bot.matrix.wire.call("GET", "/joined_rooms")).body["joined_rooms"]


async def is_in_only(bot, *rooms):
    """So say the homeserver and the bot's own table."""
    async with asyncio.timeout(20):
        while (await bot.matrix.wire.call("GET", "/joined_rooms")).body["joined_rooms"] != list(rooms):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        while list(bot.matrix.rooms.known) != list(rooms):       # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def is_out(bot):
    await is_in_only(bot)


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
    row = introduce(bot, ada, bruno)
    done = await bot.matrix.deliver(row)
    room = done.room_id
    await is_out(bot)
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
    kinds = ("canonical_alias", "history_visibility", "guest_access", "join_rules", "encryption")
    assert [by_kind[f"m.room.{kind}"] for kind in kinds] == [
        {}, {"history_visibility": "invited"}, {"guest_access": "forbidden"}, {"join_rule": "invite"},
        {"algorithm": "m.megolm.v1.aes-sha2"}]
    assert not [e for e in state if e["type"] == "m.room.member" and e["content"].get("is_direct")]


@pytest.mark.parametrize("version", ["10", "11", "12"])
async def test_whoever_is_left_in_the_room_governs_it(start, meet, proxy, version):
    bot, ada, bruno = await start(homeserver=proxy.url), await meet("ada"), await meet("bruno")
    wanted = bot.matrix.introductions._wanted
    bot.matrix.introductions._wanted = lambda row: {**wanted(row), "room_version": version}
    done = await bot.matrix.deliver(introduce(bot, ada, bruno))
    room = done.room_id
    await is_out(bot)
    for person in (ada, bruno):
        await reads_the_lines(person, bot, room)
        for kind, content in (("m.room.name", {"name": f"Chez {person.user_id}"}),
                              ("m.room.history_visibility", {"history_visibility": "joined"})):
            status, _ = await person.request("PUT", f"{V3}/rooms/{room}/state/{kind}", content)
            assert (kind, status) == (kind, 200)
    await ada.eventually(lambda: ada.room_name(room) == f"Chez {bruno.user_id}")
    _, create = await ada.request("GET", f"{V3}/rooms/{room}/state/m.room.create")
    assert create["room_version"] == version


async def test_three_are_brought_together_and_one_who_declines_does_not_keep_the_others_apart(start, meet):
    bot, ada, bruno, clara = await start(), await meet("ada"), await meet("bruno"), await meet("clara")
    for person in (bruno, clara):
        await sleeps(person)
    room = (await bot.matrix.deliver(introduce(bot, ada, bruno, clara))).room_id
    await reads_the_lines(ada, bot, room)
    await clara.request("POST", f"{V3}/rooms/{room}/leave", {})
    await ada.gone(clara.user_id, room)
    await asyncio.sleep(0.5)
    assert not await is_in_no_room(bot)
    wakes(bruno)
    await reads_the_lines(bruno, bot, room)
    await is_out(bot)
    await bruno.say("Salut Ada", room)
    await ada.wait_for(lambda got: got[-1].body == "Salut Ada", room=room)


async def test_three_who_come_all_read_the_lines(start, meet):
    bot, people = await start(), [await meet(name) for name in ("ada", "bruno", "clara")]
    room = (await bot.matrix.deliver(introduce(bot, *people))).room_id
    await is_out(bot)
    for person in people:
        await reads_the_lines(person, bot, room)


@pytest.mark.parametrize("before_the_other_came", [True, False])
async def test_when_one_declines_the_bot_leaves_all_the_same(start, meet, before_the_other_came):
    bot, ada, bruno = await start(), await meet("ada"), await meet("bruno")
    await sleeps(bruno)
    if before_the_other_came:
        await sleeps(ada)
    room = (await bot.matrix.deliver(introduce(bot, ada, bruno))).room_id
    if not before_the_other_came:
        await reads_the_lines(ada, bot, room)
    await bruno.request("POST", f"{V3}/rooms/{room}/leave", {})
    await is_out(bot)
    assert (bot.heard, keys_of(bot, room)) == ([], (0, 0, False))


async def test_whoever_comes_late_reads_the_lines_and_what_was_said_since(start, meet):
    bot, ada, bruno = await start(), await meet("ada"), await meet("bruno")
    await sleeps(bruno)
    room = (await bot.matrix.deliver(introduce(bot, ada, bruno))).room_id
    await reads_the_lines(ada, bot, room)
    await ada.say("Je t'attends.", room)
    await asyncio.sleep(1)
    assert not await is_in_no_room(bot)
    wakes(bruno)
    await bruno.wait_for(lambda got: [h.body for h in got] == [*LINES, "Je t'attends."], room=room)
    await is_out(bot)


async def test_whoever_comes_late_is_awaited_through_a_restart(start, meet):
    bot, ada, bruno = await start(), await meet("ada"), await meet("bruno")
    await sleeps(bruno)
    row = introduce(bot, ada, bruno)
    done = await bot.matrix.deliver(row)
    room = done.room_id
    await reads_the_lines(ada, bot, room)
    await crash(bot)
    wakes(bruno)
    await bruno.joined(bruno.user_id, room)
    bot = await start()
    await is_out(bot)
    assert (await bot.matrix.deliver(row), keys_of(bot, room)) == (done, (0, 0, False))
    for person in (ada, bruno):
        await reads_the_lines(person, bot, room)


async def test_when_nobody_comes_the_bot_leaves_in_the_end(start, meet):
    bot, ada, bruno = await start(), await meet("ada"), await meet("bruno")
    for person in (ada, bruno):
        await sleeps(person)
    done = await bot.matrix.deliver(introduce(bot, ada, bruno, stay=timedelta(seconds=8)))
    assert not await is_in_no_room(bot)
    await is_out(bot)
    status, answer = await ada.request("POST", f"{V3}/rooms/{done.room_id}/join", {})
    assert (status, keys_of(bot, done.room_id)) == (404, (0, 0, False)), answer


async def test_a_room_opened_later_than_it_should_have_been_left_is_open_as_long_as_was_meant(start, meet):
    bot, ada, bruno = await start(), await meet("ada"), await meet("bruno")
    await sleeps(bruno)
    row = replace(introduce(bot, ada, bruno, stay=-timedelta(days=4)), queued_at=now() - timedelta(days=7))
    room = (await bot.matrix.deliver(row)).room_id
    async with bot.store.transaction() as tx:
        opened = await table.introduction_of(tx, room)
    assert abs(opened.leave_by - now() - timedelta(days=3)) < timedelta(minutes=1)
    wakes(bruno)
    for person in (ada, bruno):
        await reads_the_lines(person, bot, room)
    await is_out(bot)


async def test_lines_wait_for_somebody_who_has_no_device_to_read_them_with(start, meet, homeserver, new_name):
    bot, ada = await start(), await meet("ada")
    await sleeps(ada)
    local = new_name("bruno")
    bruno = Person.__new__(Person)
    bruno.user_id = await homeserver.register(local, PASSWORD)
    row = introduce(bot, ada, bruno)
    assert await bot.matrix.deliver(row) == Later(
        "nobody has come yet, and somebody has no device that could read what is said", FIRST_WAIT_SECONDS)
    async with await Person.login(homeserver.url, local, PASSWORD) as bruno:
        done = await bot.matrix.deliver(row)
        wakes(ada)
        for person in (ada, bruno):
            await reads_the_lines(person, bot, done.room_id)
        await is_out(bot)


async def test_lines_do_not_wait_any_longer_once_somebody_has_come(start, meet, homeserver, new_name):
    bot, ada = await start(), await meet("ada")
    bruno = Person.__new__(Person)
    bruno.user_id = await homeserver.register(new_name("bruno"), PASSWORD)
    row = introduce(bot, ada, bruno)
    done = await until_delivered(bot, row)
    await reads_the_lines(ada, bot, done.room_id)


async def test_nothing_that_is_said_in_the_room_reaches_the_inbox_not_even_its_key(start, meet):
    bot, ada, bruno = await start(), await meet("ada"), await meet("bruno")
    await sleeps(bruno)
    await ada.invite(bot.matrix.user_id)
    before = await bot.until(lambda heard: len(heard) == 1)
    room = (await bot.matrix.deliver(introduce(bot, ada, bruno))).room_id
    await reads_the_lines(ada, bot, room)
    me = bot.matrix.user_id
    said = [await ada.say(text, room, mentions=[me]) for text in ("aide", "mes données", f"{me}: stop")]
    await ada.edit(said[0], "bonjour", room)
    await ada.react(said[0], "👍", room)
    await ada.react(ada.heard(room=room)[0].event_id, "👍", room)
    await ada.say("et en réponse", room, reply_to=ada.heard(room=room)[2].event_id)
    await ada.redact(said[1], room)
    await ada.request("PUT", f"{V3}/rooms/{room}/state/m.room.name", {"name": "Autre"})
    await ada.say("ici, oui")
    heard = await bot.until(lambda heard: len(heard) > 1)
    await asyncio.sleep(0.5)
    await bot.take()
    async with bot.store.transaction() as tx:
        rows = await tx.rows("joined_rooms")
    assert [event.what.text for event in heard[1:]] == ["ici, oui"]
    assert (before[0].room, sorted(row[1] for row in rows)) == (ada.room, ["direct", "introduction"])
    assert keys_of(bot, room) == (1, 1, True)       # its own, until it leaves
    await ada.leave(room)
    await is_in_only(bot, ada.room)
    await ada.say("encore là")
    heard = await bot.until(lambda heard: len(heard) > 2)
    assert [event.what.text for event in heard[1:]] == ["ici, oui", "encore là"]
    assert (keys_of(bot, room), bot.matrix.rooms.own(ada.user_id).id) == ((0, 0, False), ada.room)
    with sqlite3.connect(bot.settings.data_dir / "engagebot.db") as database:
        assert database.execute("SELECT count(*) FROM inbox WHERE room_id = ?", (room,)).fetchone() == (0,)


async def test_called_back_into_the_room_the_bot_stays_away(start, meet):
    bot, ada, bruno = await start(), await meet("ada"), await meet("bruno")
    room = (await bot.matrix.deliver(introduce(bot, ada, bruno))).room_id
    await is_out(bot)
    await ada.joined(ada.user_id, room)
    await ada.client.room_invite(room, bot.matrix.user_id)
    await asyncio.sleep(1.5)
    assert await is_in_no_room(bot)
    await bot.stop()
    bot = await start()
    await asyncio.sleep(1.5)
    assert await is_in_no_room(bot)


STEPS = {
    "opening": ("POST", "/createRoom$"), "looking": ("GET", "/state$"), "who is there": ("GET", "/members$"),
    "claiming keys": ("POST", "/keys/claim$"), "giving the key": ("PUT", "/sendToDevice/"),
    "line 1": ("PUT", "/send/"), "line 2": ("PUT", "/send/"), "line 3": ("PUT", "/send/"),
    "freeing the name": ("DELETE", "/directory/room/"), "leaving": ("POST", "/leave$"),
    "forgetting": ("POST", "/forget$")}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
async def test_killed_at_any_step_there_is_one_room_each_line_once_and_the_bot_is_out(start, meet, proxy, step, when):
    bot, ada, bruno = await start(homeserver=proxy.url), await meet("ada"), await meet("bruno")
    row = introduce(bot, ada, bruno)
    reached, killed = asyncio.Event(), asyncio.Event()

    async def die():
        reached.set()
        await killed.wait()

    method, path = STEPS[step]
    once = {"method": method, "path": path, "times": 1, "after": int(step[-1]) - 1 if step.startswith("line") else 0}
    proxy.play(Rule("call", **once, with_={"when": when, "do": die}), Rule(f"drop_{when}", **once))
    delivery = asyncio.create_task(bot.matrix.deliver(row))
    async with asyncio.timeout(10):
        await reached.wait()
    delivery.cancel()
    await crash(bot)
    killed.set()
    bot = await start(homeserver=proxy.url)
    done = await until_delivered(bot, row)
    assert isinstance(done, Delivered)
    await is_out(bot)
    for person in (ada, bruno):
        await reads_the_lines(person, bot, done.room_id)
        _, joined = await person.request("GET", f"{V3}/joined_rooms")
        assert joined["joined_rooms"] == [done.room_id]
    assert (keys_of(bot, done.room_id), bot.heard) == ((0, 0, False), [])


async def test_through_lost_answers_there_is_one_room_and_each_line_once(start, meet, proxy):
    bot, ada, bruno = await start(homeserver=proxy.url), await meet("ada"), await meet("bruno")
    proxy.play(Rule("drop_after", method="PUT|POST|DELETE", p=0.4,
                    path="/createRoom|/send/|/keys/|/sendToDevice|/directory/|/leave"))
    done = await until_delivered(bot, introduce(bot, ada, bruno))
    await is_out(bot)
    for person in (ada, bruno):
        await reads_the_lines(person, bot, done.room_id)
        assert [room for room in person.timeline if heard_of(person, bot, room)] == [done.room_id]


@pytest.mark.parametrize(("rule", "expected"), [
    (Rule("ratelimit", path="/createRoom$", with_={"retry_after_ms": 61_000}),
     Later("opening a room: 429 M_LIMIT_EXCEEDED", 61)),
    (Rule("error", path="/createRoom$", with_={"status": 502, "raw": "<html>"}), Later("opening a room: 502")),
    (Rule("error", path="/createRoom$", with_={"status": 403, "errcode": "M_FORBIDDEN"}),
     Refused("opening a room: 403 M_FORBIDDEN")),
    (Rule("ratelimit", path="/send/", with_={"retry_after_ms": 1500}), Later("429 M_LIMIT_EXCEEDED", 1.5)),
    (Rule("error", path="/send/", with_={"status": 403, "errcode": "M_FORBIDDEN"}), Refused("403 M_FORBIDDEN")),
], ids=lambda value: "" if isinstance(value, Rule) else str(value))
async def test_a_refusal_leaves_no_room_half_open(start, meet, proxy, rule, expected):
    bot, ada, bruno = await start(homeserver=proxy.url), await meet("ada"), await meet("bruno")
    row = introduce(bot, ada, bruno)
    proxy.play(rule)
    got = await bot.matrix.deliver(row)
    proxy.play()
    assert got == expected
    if isinstance(expected, Refused):
        assert (await is_in_no_room(bot), bot.matrix.rooms.known) == (True, {})
    else:
        done = await bot.matrix.deliver(row)
        await is_out(bot)
        await reads_the_lines(ada, bot, done.room_id)


@pytest.mark.parametrize("expected", [Later("opening a room: 429 M_LIMIT_EXCEEDED", 7),
                                      Refused("opening a room: 403 M_FORBIDDEN")], ids=str)
async def test_when_one_cannot_be_invited_the_room_that_was_made_is_not_left_open(start, meet, proxy, caplog, expected):
    bot, ada, bruno = await start(homeserver=proxy.url), await meet("ada"), await meet("bruno")
    row = introduce(bot, ada, bruno)
    wanted = {**bot.matrix.introductions._wanted(row), "invite": [ada.user_id]}
    made = await bot.matrix.wire.call("POST", "/createRoom", wanted)    # so it is when the second invitation fails
    await ada.joined(bot.matrix.user_id, made.body["room_id"])
    proxy.play(Rule("ratelimit", path="/invite$", with_={"retry_after_ms": 7000}) if isinstance(expected, Later)
               else Rule("error", path="/invite$", with_={"status": 403, "errcode": "M_FORBIDDEN"}))
    with caplog.at_level(logging.INFO):
        got = await bot.matrix.deliver(row)
    proxy.play()
    assert got == expected
    if isinstance(expected, Refused):
        await is_out(bot)
        again = await bot.matrix.deliver(row)
        assert again == Refused("the room was left before all was said in it")
    else:
        done = await bot.matrix.deliver(row)
        for person in (ada, bruno):
            await reads_the_lines(person, bot, done.room_id)
        assert done.room_id == made.body["room_id"]
    assert not [record for record in caplog.records if ada.user_id in record.getMessage()]


async def test_whoever_declined_before_all_was_said_is_not_invited_again(start, meet, proxy):
    bot, ada, bruno = await start(homeserver=proxy.url), await meet("ada"), await meet("bruno")
    await sleeps(bruno)
    row = introduce(bot, ada, bruno)
    proxy.play(Rule("error", path="/send/", with_={"status": 500}))
    assert isinstance(await bot.matrix.deliver(row), Later)
    (room,) = bot.matrix.rooms.known
    await bruno.request("POST", f"{V3}/rooms/{room}/leave", {})
    proxy.play()
    assert isinstance(await bot.matrix.deliver(row), Delivered)
    await is_out(bot)
    await reads_the_lines(ada, bot, room)
    _, state = await ada.request("GET", f"{V3}/rooms/{room}/state")
    assert [e["content"]["membership"] for e in state if e.get("state_key") == bruno.user_id] == ["leave"]


async def test_a_room_in_which_nothing_will_be_said_any_more_is_left_in_the_end(start, meet, proxy):
    bot, ada, bruno = await start(homeserver=proxy.url), await meet("ada"), await meet("bruno")
    row = introduce(bot, ada, bruno, stay=timedelta(seconds=3))
    proxy.play(Rule("error", path="/send/", with_={"status": 500}))
    assert isinstance(await bot.matrix.deliver(row), Later)
    proxy.play()
    await is_out(bot)
    assert await bot.matrix.deliver(row) == Refused("the room was left before all was said in it")


async def test_a_key_that_comes_after_the_bot_has_left_is_not_kept(start, meet):
    bot, ada, bruno = await start(), await meet("ada"), await meet("bruno")
    await ada.invite(bot.matrix.user_id)
    await ada.say("avant")
    await bot.until(lambda heard: len(heard) == 2)
    room = (await bot.matrix.deliver(introduce(bot, ada, bruno))).room_id
    await is_in_only(bot, ada.room)
    keys = ada.client.olm
    keys.create_outbound_group_session(room)
    ((_, body),) = keys.share_group_session_parallel(room, [bot.matrix.user_id], ignore_unverified_devices=True)
    came = []
    take_in = bot.matrix.client.take_in
    bot.matrix.client.take_in = lambda *given: came.extend(new := take_in(*given)) or new
    await ada.request("PUT", f"{V3}/sendToDevice/m.room.encrypted/late", body)
    await ada.say("après")
    await bot.until(lambda heard: len(heard) == 3)
    assert ([of for of, _ in came if of == room], keys_of(bot, room)) == ([room], (0, 0, False))


async def test_a_room_that_is_still_being_made_is_waited_for(start, meet, proxy):
    bot, ada, bruno = await start(homeserver=proxy.url), await meet("ada"), await meet("bruno")
    row = introduce(bot, ada, bruno)
    proxy.play(Rule("drop_after", path="/createRoom$", times=1),
               Rule("error", path="/state$", times=2, with_={"status": 403, "errcode": "M_FORBIDDEN"}))
    for person in (ada, bruno):
        await sleeps(person)
    assert isinstance(await bot.matrix.deliver(row), Later)
    done = await until_delivered(bot, row)
    for person in (ada, bruno):
        wakes(person)
        await reads_the_lines(person, bot, done.room_id)
    await is_out(bot)


async def test_lines_that_a_lost_device_may_have_said_are_left_to_a_human_and_the_room_is_left(start, meet, proxy):
    bot, ada, bruno = await start(homeserver=proxy.url), await meet("ada"), await meet("bruno")
    row = replace(introduce(bot, ada, bruno), first_try_at=now() - timedelta(minutes=1))
    proxy.play(Rule("error", method="PUT", path="/send/", after=1, with_={"status": 500}))
    assert await bot.matrix.deliver(row) == Later("500 M_UNKNOWN")
    (room,) = bot.matrix.rooms.known
    proxy.play()
    await bot.stop()
    (bot.settings.data_dir / "session.json").unlink()
    bot = await start(homeserver=proxy.url)
    assert await bot.matrix.deliver(row) == Unsure("it may have been sent before, by a device whose keys are gone")
    await is_out(bot)
    assert heard_of(ada, bot, room) == LINES[:1]


async def test_the_text_of_the_row_is_kept_no_longer_than_that_of_others(start, meet):
    bot, ada, bruno = await start(), await meet("ada"), await meet("bruno")
    await sleeps(bruno)
    row = introduce(bot, ada, bruno)
    async with bot.store.transaction() as tx:
        await outbox.queue(tx, key=row.key, op=row.op, content=row.content, at=now(), caused_by="test")
    sender = Sender(bot.store, bot.matrix, bot.settings, "Europe/Paris", now)
    await sender.drain()
    async with bot.store.transaction() as tx:
        assert await outbox.state(tx, row.key) == "sent"
        await tx.change("purge_outbox", before=int(now().timestamp()) + 60)
    (kept,) = await stored(bot, "SELECT content FROM outbox")
    rooms = await stored(bot, "SELECT said FROM introduction_room")
    assert (kept, rooms) == (("",), [(1,)])
    wakes(bruno)
    await is_out(bot)
    await reads_the_lines(bruno, bot, next(iter(bruno.timeline)))


async def stored(bot, query):
    with sqlite3.connect(bot.settings.data_dir / "engagebot.db") as database:
        return database.execute(query).fetchall()
