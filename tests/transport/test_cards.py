"""What tasks need of a group room: who is in it, pinning, reactions and their removal, edits; also long afterwards."""
from __future__ import annotations

from datetime import timedelta

import pytest
from nio import RoomKickResponse

from benchmarks.faultproxy import Rule
from engagebot.domain.proposals import Proposal
from engagebot.domain.tasks import Task
from engagebot.engine.events import Edit, Message, Reaction, Removal
from engagebot.store import people, privacy, proposals, tasks
from engagebot.transport import Delivered, Later
from tests.transport.conftest import PASSWORD, now

V3 = "/_matrix/client/v3"
NEXT_MONTH = timedelta(days=31)
KEPT_DAYS = {"inbox_days": 30, "outbox_days": 30, "silent_days": 365, "rounds_days": 90, "introductions_days": 182,
             "met_days": 190, "calls_days": 182}
BOTH = pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])


async def group(bot, host, *others, encrypted=False):
    """A room of `host` with the bot and `others`, all of them in it."""
    me = bot.matrix.user_id
    room = await host.open_group(me, *(other.user_id for other in others), name="Tâches", encrypted=encrypted)
    for person in (me, *(other.user_id for other in others)):
        await host.joined(person, room)
    await bot.until(lambda heard: room in bot.matrix.rooms.known)
    return room


async def shown(bot, room, body="À faire", **content):
    """Something that the bot shows in `room` -> (row, its event)."""
    row = bot.row(room=room, content={"body": body, **content})
    done = await bot.matrix.deliver(row)
    assert isinstance(done, Delivered), done
    await bot.sent(row, done)
    return row, done.event_id


# ------------------------------------------------------------------------------------------------------------- members
async def test_members_are_those_who_are_in_the_room_now_and_not_the_bot(start, meet, homeserver, new_name):
    bot, olga, ada, bruno = await start(), await meet("olga"), await meet("ada"), await meet("bruno")
    room = await group(bot, olga, ada, bruno)
    invited = await homeserver.register(new_name("chloe"), PASSWORD)
    await olga.client.room_invite(room, invited)
    everybody = await bot.matrix.members(room)
    await ada.leave(room)
    assert isinstance(await olga.client.room_kick(room, bruno.user_id), RoomKickResponse)
    left = await bot.matrix.members(room)
    assert everybody == {olga.user_id, ada.user_id, bruno.user_id}
    assert left == {olga.user_id}


async def test_members_of_a_room_that_the_bot_is_not_in_cannot_be_told(start, meet):
    bot, olga, ada = await start(), await meet("olga"), await meet("ada")
    strange = await olga.open_group(ada.user_id)
    room = await group(bot, olga, ada)
    await olga.client.room_kick(room, bot.matrix.user_id)
    assert [await bot.matrix.members(which) for which in (strange, "!nowhere:localhost", "")] == [None] * 3
    # of a room where it was once the homeserver would tell who was there then
    assert await bot.matrix.members(room) is None


@pytest.mark.parametrize("trouble", [
    Rule("error", path="/joined_members", with_={"status": 502, "raw": "<html>"}),
    Rule("error", path="/joined_members", with_={"status": 403, "errcode": "M_FORBIDDEN"}),
    Rule("ratelimit", path="/joined_members", with_={"retry_after_ms": 60_000}),
], ids=["502", "403", "429"])
async def test_members_cannot_be_told_while_the_homeserver_is_in_trouble(start, meet, proxy, trouble):
    bot, olga = await start(homeserver=proxy.url), await meet("olga")
    room = await group(bot, olga)
    proxy.play(trouble)
    during = await bot.matrix.members(room)
    proxy.play()
    assert (during, await bot.matrix.members(room)) == (None, {olga.user_id})


async def test_a_short_trouble_of_the_homeserver_does_not_hide_the_members(start, meet, proxy):
    bot, olga = await start(homeserver=proxy.url), await meet("olga")
    room = await group(bot, olga)
    faults = (Rule("error", path="/joined_members", times=1, with_={"status": 502, "raw": "<html>"}),
              Rule("ratelimit", path="/joined_members", after=1, times=1, with_={"retry_after_ms": 100}))
    proxy.play(*faults)
    assert await bot.matrix.members(room) == {olga.user_id}
    assert [rule.fired for rule in faults] == [1, 1]


# ------------------------------------------------------------------------------------------------------------- pinning
async def pinned(person, room):
    status, state = await person.request("GET", f"{V3}/rooms/{room}/state/m.room.pinned_events/")
    return state["pinned"] if status == 200 else None


async def pin(person, room, *events):
    await person.request("PUT", f"{V3}/rooms/{room}/state/m.room.pinned_events/", {"pinned": list(events)})


async def only_moderators_pin(person, room):
    _, levels = await person.request("GET", f"{V3}/rooms/{room}/state/m.room.power_levels/")
    levels["events"]["m.room.pinned_events"] = 50
    status, _ = await person.request("PUT", f"{V3}/rooms/{room}/state/m.room.power_levels/", levels)
    assert status == 200


@BOTH
async def test_a_pinned_message_stands_beside_what_is_pinned_and_is_pinned_once(start, meet, encrypted):
    bot, olga = await start(), await meet("olga")
    room = await group(bot, olga, encrypted=encrypted)
    charter = await olga.say("la charte", room)
    await pin(olga, room, charter)
    row, board = await shown(bot, room, "Le tableau", pinned=True)
    assert await bot.matrix.deliver(row) == Delivered(board, room)
    await shown(bot, room, "autre chose")
    await olga.wait_for(2, room=room)
    assert await pinned(olga, room) == [charter, board]
    assert [h.body for h in olga.heard(room=room)] == ["Le tableau", "autre chose"]


async def test_in_a_room_where_nothing_is_pinned_it_is_the_first(start, meet):
    bot, olga = await start(), await meet("olga")
    room = await group(bot, olga)
    _, board = await shown(bot, room, pinned=True)
    assert await pinned(olga, room) == [board]


async def test_where_the_bot_may_not_pin_the_message_is_delivered_all_the_same(start, meet, caplog):
    bot, olga = await start(), await meet("olga")
    room = await group(bot, olga)
    await only_moderators_pin(olga, room)
    charter = await olga.say("la charte", room)
    await pin(olga, room, charter)
    await shown(bot, room, "Le tableau", pinned=True)
    (heard,) = await olga.wait_for(1, room=room)
    assert (heard.body, await pinned(olga, room)) == ("Le tableau", [charter])
    assert "give the bot the right to pin" in caplog.text


@pytest.mark.parametrize("rule", [
    Rule("error", method="PUT", times=1, with_={"status": 502, "raw": "<html>"}),
    Rule("ratelimit", method="PUT", times=1, with_={"retry_after_ms": 100}),
    Rule("drop_after", method="PUT", times=1),
    Rule("error", method="PUT", times=1, with_={"status": 500, "processed": True}),
    Rule("error", method="GET", times=1, with_={"status": 502, "raw": "<html>"}),
], ids=["502", "429", "answer lost", "500 after it was done", "502 on looking"])
async def test_a_fault_while_pinning_makes_no_second_message_and_no_second_pin(start, meet, proxy, rule):
    bot, olga = await start(homeserver=proxy.url), await meet("olga")
    room = await group(bot, olga)
    charter = await olga.say("la charte", room)
    await pin(olga, room, charter)
    rule.path = "/state/m.room.pinned_events"
    proxy.play(rule)
    row = bot.row(room=room, content={"body": "Le tableau", "pinned": True})
    while isinstance(done := await bot.matrix.deliver(row), Later):
        pass
    await shown(bot, room, "fin")
    await olga.wait_for(lambda heard: heard[-1].body == "fin", room=room)
    board, _ = olga.heard(room=room)
    assert (board.body, done, rule.fired) == ("Le tableau", Delivered(board.event_id, room), 1)
    assert await pinned(olga, room) == [charter, board.event_id]


async def test_what_others_pinned_is_never_overwritten_because_it_could_not_be_read(start, meet, proxy):
    bot, olga = await start(homeserver=proxy.url), await meet("olga")
    room = await group(bot, olga)
    charter = await olga.say("la charte", room)
    await pin(olga, room, charter)
    proxy.play(Rule("error", method="GET", path="/state/m.room.pinned_events",
                    with_={"status": 403, "errcode": "M_FORBIDDEN"}))
    await shown(bot, room, "Le tableau", pinned=True)
    assert await pinned(olga, room) == [charter]


# ------------------------------------------------------------------------------------------ reactions and their removal
@BOTH
async def test_a_reaction_to_what_the_bot_shows_and_its_removal_arrive(start, meet, encrypted):
    bot, olga, ada = await start(), await meet("olga"), await meet("ada")
    room = await group(bot, olga, ada, encrypted=encrypted)
    _, card = await shown(bot, room)
    hand = await ada.react(card, "🙋", room)
    await bot.hear(Reaction)
    await ada.redact(hand, room)
    await bot.hear(Removal)
    assert [(event.person, event.room, event.direct, event.what) for event in bot.heard] == [
        (ada.user_id, room, False, Reaction(card, "🙋")), (ada.user_id, room, False, Removal(hand))]


async def test_only_whoever_reacted_can_take_it_back(start, meet):
    bot, olga, ada = await start(), await meet("olga"), await meet("ada")
    room = await group(bot, olga, ada)
    _, card = await shown(bot, room)
    hand, own = await ada.react(card, "🙋", room), await olga.react(card, "🙋", room)
    await bot.hear(Reaction, 2)
    await olga.redact(hand, room)       # a moderator may remove it from the room; that is not Ada's word
    await olga.redact(own, room)
    await bot.hear(Removal)
    assert [(event.person, event.what) for event in bot.heard[2:]] == [(olga.user_id, Removal(own))]


async def test_what_came_of_a_reaction_ends_with_it_also_after_its_own_record_is_forgotten(start, meet):
    bot, olga, ada = await start(), await meet("olga"), await meet("ada")
    room = await group(bot, olga, ada)
    (_, task), (_, proposal), (_, other) = [await shown(bot, room, body) for body in ("tâche", "idée", "autre")]
    hand = await ada.react(task, "🙋", room)
    thumb = await ada.react(proposal, "👍", room)
    nothing = await ada.react(other, "🎉", room)
    await bot.hear(Reaction, 3)
    async with bot.store.transaction() as tx:
        await people.add(tx, ada.user_id, "fr", now())
        await tasks.add(tx, Task("t", "Trier les graines", minutes=20), now(), opened=True)
        assert await tasks.take(tx, "c", "t", ada.user_id, now(), hand)
        await proposals.add(tx, Proposal("p", "task", "t", "Trier", olga.user_id, room, None, "open", now()))
        assert await proposals.approve(tx, "p", ada.user_id, now(), thumb)
        await privacy.purge(tx, now() + NEXT_MONTH, **KEPT_DAYS)
    for reaction in (nothing, hand, thumb):
        await ada.redact(reaction, room)
    heard = await bot.hear(Removal, 2)
    assert [(event.person, event.what) for event in heard] == [
        (ada.user_id, Removal(hand)), (ada.user_id, Removal(thumb))]


# --------------------------------------------------------------------------------------------------------------- edits
def edited(of, text, *mentioned, anew=()):
    """As clients write it: all who are mentioned in the new text, and outside of it those who were not before."""
    new = {"msgtype": "m.text", "body": text, "m.mentions": {"user_ids": list(mentioned)}}
    return {"msgtype": "m.text", "body": f"* {text}", "m.new_content": new, "m.mentions": {"user_ids": list(anew)},
            "m.relates_to": {"rel_type": "m.replace", "event_id": of}}


@BOTH
async def test_an_edit_of_what_was_said_to_the_bot_in_a_group_arrives(start, meet, encrypted):
    bot, olga, ada = await start(), await meet("olga"), await meet("ada")
    me, name = bot.matrix.user_id, bot.matrix.user_id[1:].split(":")[0]
    room = await group(bot, olga, ada, encrypted=encrypted)
    mention = await ada.say("on pourrait laver les vitres", room, mentions=[me])
    by_name = await ada.say(f"{name}, on pourrait trier les graines", room)
    await bot.hear(Message, 2)
    await ada.send("m.room.message", edited(mention, "on pourrait laver les portes", me), room)
    await ada.edit(by_name, f"{name}, on pourrait trier les outils", room)
    heard = await bot.hear(Edit, 2)
    assert [(event.person, event.room, event.direct, event.what) for event in heard] == [
        (ada.user_id, room, False, Edit(mention, "on pourrait laver les portes")),
        (ada.user_id, room, False, Edit(by_name, "on pourrait trier les outils"))]


async def test_an_edit_that_is_not_for_the_bot_or_by_somebody_else_does_not_arrive(start, meet):
    bot, olga, ada = await start(), await meet("olga"), await meet("ada")
    me = bot.matrix.user_id
    room = await group(bot, olga, ada)
    said = await ada.say("on pourrait laver les vitres", room, mentions=[me])
    chat = await ada.say("qui vient samedi ?", room)
    await bot.hear(Message)
    await ada.edit(said, "rien, oubliez", room)
    await ada.send("m.room.message", edited(chat, "qui vient dimanche ?", me, anew=[me]), room)
    await olga.send("m.room.message", edited(said, "on pourrait tout raser", me), room)
    await ada.send("m.room.message", edited(said, "on pourrait laver les portes", me), room)
    heard = await bot.hear(Edit)
    assert [event.what for event in heard] == [Edit(said, "on pourrait laver les portes")]


async def test_a_proposal_can_be_edited_also_after_its_message_is_forgotten(start, meet):
    bot, olga, ada = await start(), await meet("olga"), await meet("ada")
    me = bot.matrix.user_id
    room = await group(bot, olga, ada)
    said = await ada.say("on pourrait laver les vitres", room, mentions=[me])
    await bot.hear(Message)
    async with bot.store.transaction() as tx:
        await proposals.add(tx, Proposal("p", "task", "t", "Laver les vitres", ada.user_id, room, said, "open", now()))
        await privacy.purge(tx, now() + NEXT_MONTH, **KEPT_DAYS)
    await ada.send("m.room.message", edited(said, "on pourrait laver les portes", me), room)
    (heard,) = await bot.hear(Edit)
    assert (heard.person, heard.what) == (ada.user_id, Edit(said, "on pourrait laver les portes"))
