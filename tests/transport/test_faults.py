"""What the bot makes of a homeserver in trouble."""
from __future__ import annotations

import asyncio
import json

import pytest

from benchmarks.faultproxy import Rule
from engagebot.engine.events import Arrival, Attachment, Message
from engagebot.transport import CannotStart, Delivered, Later, Refused

SEND = {"method": "PUT", "path": "/send/"}


@pytest.mark.parametrize(("rule", "expected"), [
    (Rule("ratelimit", **SEND, with_={"retry_after_ms": 1500}), Later("429 M_LIMIT_EXCEEDED", 1.5)),
    (Rule("ratelimit", **SEND, with_={"retry_after_header": 7}), Later("429 M_LIMIT_EXCEEDED", 7)),
    (Rule("ratelimit", **SEND, with_={"retry_after_ms": 36_000_000}), Later("429 M_LIMIT_EXCEEDED", 600)),
    (Rule("ratelimit", **SEND), Later("429 M_LIMIT_EXCEEDED")),
    (Rule("error", **SEND, with_={"status": 500}), Later("500 M_UNKNOWN")),
    (Rule("error", **SEND, with_={"status": 502, "raw": "<html>"}), Later("502")),
    (Rule("error", **SEND, with_={"status": 404, "raw": "<html>"}), Later("404")),
    (Rule("html", **SEND), Later("the answer is not JSON")),
    (Rule("drop_before", **SEND), Later("ServerDisconnectedError")),
    (Rule("drop_mid", **SEND), Later("ClientPayloadError")),
    (Rule("truncate", **SEND), Later("the answer is not JSON")),
    (Rule("error", **SEND, with_={"status": 403, "errcode": "M_FORBIDDEN"}), Refused("403 M_FORBIDDEN")),
    (Rule("error", **SEND, with_={"status": 413, "errcode": "M_TOO_LARGE"}), Refused("413 M_TOO_LARGE")),
    (Rule("error", **SEND, with_={"status": 400, "errcode": "M_BAD_JSON"}), Refused("400 M_BAD_JSON")),
    (Rule("error", **SEND, with_={"status": 404, "errcode": "M_NOT_FOUND"}), Refused("404 M_NOT_FOUND")),
], ids=lambda value: "" if isinstance(value, Rule) else str(value))
async def test_each_answer_to_a_message_has_its_meaning(start, meet, proxy, rule, expected):
    bot, ada = await start(homeserver=proxy.url), await meet("ada")
    await ada.invite(bot.matrix.user_id, encrypted=False)
    await bot.hear(Arrival)
    proxy.play(rule)
    got = await bot.send(person=ada.user_id, content={"body": "Bonjour"})
    proxy.play()
    if isinstance(expected, Later) and expected.why.endswith("Error"):
        assert isinstance(got, Later)       # which of the network's errors it is depends on the moment
    else:
        assert got == expected


async def test_lost_answers_make_no_second_message_room_or_reaction(start, meet, proxy):
    bot, ada = await start(homeserver=proxy.url), await meet("ada")
    proxy.play(Rule("drop_after", method="PUT|POST", path="createRoom|/send/|/keys/|sendToDevice|/redact/", p=0.5))
    rows = [bot.row(person=ada.user_id, content={"body": str(number)}) for number in range(8)]
    events = []
    for row in rows:
        done = await bot.matrix.deliver(row)
        for _ in range(60):
            if isinstance(done, Delivered):
                break
            assert isinstance(done, Later), done
            done = await bot.matrix.deliver(row)
        events.append(done)
    proxy.play()
    assert len({done.room_id for done in events}) == 1
    ada.room = events[0].room_id
    await ada.wait_for(8)
    assert [(h.event_id, h.body) for h in ada.heard()] == [
        (done.event_id, str(number)) for number, done in enumerate(events)]


LOSSY = (
    Rule("error", "502", path="/sync|/messages", p=0.15, with_={"status": 502, "raw": "<html>"}),
    Rule("truncate", path="/sync|/messages", p=0.1), Rule("drop_after", path="/sync|/messages", p=0.1),
    Rule("drop_mid", path="/sync|/messages", p=0.1), Rule("html", path="/sync", p=0.05))
REPEATING = (Rule("repeat_events", path="/sync", p=0.3), Rule("repeat_answer", path="/sync", p=0.1))


@pytest.mark.parametrize("rules", [LOSSY, REPEATING], ids=["lossy", "repeating"])
@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
async def test_nothing_is_lost_nor_heard_twice_through_a_bad_connection(start, meet, proxy, rules, encrypted):
    bot, ada = await start(homeserver=proxy.url, sync_timeout_seconds=1), await meet("ada")
    await ada.invite(bot.matrix.user_id, encrypted=encrypted)
    await bot.hear(Arrival)
    proxy.play(*rules, Rule("gappy", path="/sync", p=0.3, with_={"limit": 2}),
               Rule("latency", path="/sync", with_={"seconds": 0.2}))
    for number in range(40):
        await ada.say(str(number))
    await bot.hear(Message, 40, within_seconds=60)
    proxy.play()
    await ada.say("fin")
    await bot.until(lambda heard: Message("fin") in [event.what for event in heard])
    assert [event.what.text for event in bot.heard[1:]] == [*map(str, range(40)), "fin"]


async def test_a_homeserver_that_is_not_there_is_waited_for(start, meet, proxy):
    bot, ada = await start(homeserver=proxy.url, sync_timeout_seconds=1), await meet("ada")
    await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival)
    proxy.down = True
    await ada.say("tu m'entends ?")
    before = proxy.counts["requests"]
    await asyncio.sleep(3)
    asked = proxy.counts["requests"] - before
    proxy.down = False
    await bot.hear(Message)
    assert asked < 15


async def test_a_token_that_dies_while_sending_ends_receiving(start, meet, proxy):
    bot, ada = await start(homeserver=proxy.url), await meet("ada")
    await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival)
    proxy.play(Rule("unknown_token", **SEND))
    got = await bot.send(person=ada.user_id, content={"body": "Bonjour"})
    async with asyncio.timeout(5):
        await asyncio.wait([bot._loop])
    assert got == Later("401 M_UNKNOWN_TOKEN")
    with pytest.raises(CannotStart, match="access token"):
        bot._loop.result()


async def test_after_a_soft_logout_the_same_device_goes_on(start, meet, proxy):
    bot, ada = await start(homeserver=proxy.url), await meet("ada")
    await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival)
    device = bot.matrix.session.device_id
    proxy.play(Rule("unknown_token", path="/sync", times=1, with_={"soft_logout": True}))
    await ada.say("tu es toujours là ?")
    await bot.hear(Message)
    await bot.say(ada.user_id, "oui")
    (heard,) = await ada.wait_for(1)
    assert proxy.counts["unknown_token"] == 1
    assert (heard.body, bot.matrix.session.device_id) == ("oui", device)


async def test_one_persons_slow_delivery_does_not_delay_anothers(start, meet, proxy):
    bot, ada, bruno = await start(homeserver=proxy.url), await meet("ada"), await meet("bruno")
    await ada.invite(bot.matrix.user_id)
    await bruno.invite(bot.matrix.user_id)
    await bot.hear(Arrival, 2)
    proxy.play(Rule("latency", path="/keys/claim", times=1, with_={"seconds": 3}))
    slow = asyncio.create_task(bot.say(ada.user_id, "lent"))
    await asyncio.sleep(0.2)
    async with asyncio.timeout(2):
        await bot.say(bruno.user_id, "rapide")
    assert not slow.done()
    await slow


MALFORMED = [
    {}, {"msgtype": 5}, {"msgtype": "m.text"}, {"msgtype": "m.text", "body": 5}, {"msgtype": "m.text", "body": None},
    {"msgtype": "m.text", "body": "x", "m.relates_to": 5}, {"msgtype": "m.text", "body": "x", "m.relates_to": {
        "rel_type": "m.replace", "event_id": 5}}, {"msgtype": "m.text", "body": "x", "m.mentions": {"user_ids": 5}},
    {"msgtype": ["m.text"], "body": "x"}, {"msgtype": "m.text", "body": {"a": 1}, "formatted_body": 7}]


async def test_malformed_content_in_an_encrypted_room_does_not_stop_the_bot(start, meet):
    bot, ada = await start(), await meet("ada")
    await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival)
    for content in MALFORMED:
        await ada.send("m.room.message", content)
    await ada.send("m.room.power_levels", {"state_key": "", "users": {}})
    await ada.say("et maintenant ?")
    await bot.until(lambda heard: Message("et maintenant ?") in [event.what for event in heard])
    strange = [event.what for event in bot.heard[1:-1]]
    assert strange == [Attachment("m.text")] * 3 + [Message("x")] * 2 + [Attachment("m.text")]


async def test_raw_nonsense_does_not_stop_the_bot(start, meet, proxy):
    bot, ada = await start(homeserver=proxy.url, sync_timeout_seconds=1), await meet("ada")
    room = await ada.invite(bot.matrix.user_id, encrypted=False)
    await bot.hear(Arrival)
    device = bot.matrix.session.device_id
    key = bot.matrix.client.olm.account.identity_keys["curve25519"]
    bodies = ["!!!", "", "AAAA", 5, None, "Awoggg"]
    for number, (body, kind) in enumerate((body, kind) for body in bodies for kind in (0, 1, None)):
        content = {"algorithm": "m.olm.v1.curve25519-aes-sha2", "sender_key": key,
                   "ciphertext": {key: {"type": kind, "body": body}}}
        await ada.request("PUT", f"/_matrix/client/v3/sendToDevice/m.room.encrypted/{number}", {
            "messages": {bot.matrix.user_id: {device: content}}})
    sealed = [{"algorithm": "m.megolm.v1.aes-sha2", "sender_key": "", "session_id": "x", "device_id": "D",
               "ciphertext": "y"}, {"algorithm": "m.megolm.v1.aes-sha2"}, {"algorithm": 5}, {}, {"ciphertext": []}]
    message = {"type": "m.room.message", "sender": "@a:b"}
    nonsense = [{"type": "m.room.encrypted", "content": content, "sender": "@a:b", "event_id": f"$s{number}"}
                for number, content in enumerate(sealed)]
    nonsense += [{}, 5, None, [], {"type": "m.room.message"}, {**message, "content": [], "event_id": "$1"},
                 {**message, "content": {"msgtype": "m.text", "body": "\ud800"}, "event_id": "$2",
                  "origin_server_ts": -5},
                 {"type": "m.room.member", "state_key": 5, "content": {}, "sender": "@a:b", "event_id": "$3"}]
    proxy.play(Rule("inject", path="/sync", times=3, with_={"room": room, "events": json.loads(json.dumps(nonsense))}))
    await ada.say("et maintenant ?")
    await bot.until(lambda heard: Message("et maintenant ?") in [event.what for event in heard])
    proxy.play()
    await bot.say(ada.user_id, "toujours là")
    assert (await ada.wait_for(1))[0].body == "toujours là"


async def test_a_stop_does_not_wait_for_a_homeserver_in_trouble(start, meet, proxy):
    bot, ada = await start(homeserver=proxy.url, sync_timeout_seconds=1), await meet("ada")
    await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival)
    await bot.stop()
    for number in range(105):
        await ada.say(str(number))
    proxy.play(Rule("error", path="/messages", with_={"status": 502, "raw": "<html>"}))
    bot = await start(homeserver=proxy.url)
    async with asyncio.timeout(10):
        while not proxy.counts["error"]:        # noqa: ASYNC110  (the proxy tells nobody)
            await asyncio.sleep(0.02)
    async with asyncio.timeout(2):
        await bot.stop()
    proxy.play()
    bot = await start(homeserver=proxy.url)
    heard = await bot.hear(Message, 105)
    assert [event.what.text for event in heard] == [*map(str, range(105))]
