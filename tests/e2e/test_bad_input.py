"""Whatever comes in: a clear answer or silence, never a traceback to a person, never a stopped bot."""
from __future__ import annotations

import asyncio
import itertools
import random
import time
from contextlib import suppress
from typing import Any

import pytest

from benchmarks.faultproxy import FaultProxy, Rule
from benchmarks.faults import Script
from benchmarks.watched import lateness
from engagebot.demo.person import Person, PersonFailed
from engagebot.demo.process import BotProcess
from tests import strange
from tests.e2e.conftest import Place

STRANGE_TEXTS = {
    "empty": "", "spaces": " \n\t ", "60 kB": "bonjour " * 7500, "one long word": "a" * 60_000,
    "binary-looking": "".join(map(chr, range(1, 32))) + "\x7f\x80\x9f\ufffd\ufffe", "zero width": "\u200b\u200d\ufeff",
    "HTML": "<b>oui</b><script>alert(1)</script><a href='x'>&amp;</a>", "right to left": "\u202eمرحبا بكم\u202c שלום",
    "braces": "{x} {0} {person.name} {", "percent": "%s %d %(name)s %", "double braces": "{{7*7}} ${7*7} #{7*7}",
    "combining": "e\u0301\u0300" * 2000, "emoji": "👩‍👩‍👧‍👦" * 200, "digits": "9" * 5000,
    "slashes": "/quit \\n \\u0000 ../../etc",
}
STRANGE_CONTENTS: list[Any] = [
    {}, {"msgtype": "m.text"}, {"body": "oui"}, {"msgtype": 5, "body": "oui"}, {"msgtype": "m.text", "body": 5},
    {"msgtype": "m.text", "body": None}, {"msgtype": "m.text", "body": ["oui"]},
    {"msgtype": "m.text", "body": {"a": 1}},
    {"msgtype": "m.text", "body": "oui", "m.relates_to": 5}, {"msgtype": "m.text", "body": "oui", "m.relates_to": []},
    {"msgtype": "m.text", "body": "oui", "m.relates_to": {"rel_type": "m.replace", "event_id": 7}},
    {"msgtype": "m.text", "body": "oui", "m.relates_to": {"rel_type": "m.replace", "event_id": "$nothing"}},
    {"msgtype": "m.text", "body": "oui", "m.relates_to": {"rel_type": "m.replace", "event_id": "$n"},
     "m.new_content": 3},
    {"msgtype": "m.text", "body": "oui", "m.relates_to": {"rel_type": "m.thread"}},
    {"msgtype": "m.text", "body": "oui", "m.relates_to": {"m.in_reply_to": "x"}},
    {"msgtype": "m.text", "body": "oui", "m.mentions": "everybody"},
    {"msgtype": "m.text", "body": "oui", "m.mentions": {"user_ids": {"a": 1}}},
    {"msgtype": "m.image", "body": "x"}, {"msgtype": "m.file", "body": "x", "file": {"url": 3}},
    {"msgtype": "m.location", "body": "x"}, {"msgtype": "org.example.unknown", "body": "x"},
    {"msgtype": "m.key.verification.request", "body": "x"},
]


def strange_events(sender: str) -> list[Any]:
    """As a homeserver should never send them."""
    of = {"sender": sender, "origin_server_ts": 1_700_000_000_000}
    text = {"msgtype": "m.text", "body": "oui"}
    contents = [{"type": "m.room.message", "event_id": f"$c{n}", **of, "content": c}
                for n, c in enumerate([*STRANGE_CONTENTS, None, 5, "oui", []])]
    return [
        *contents, None, 5, "x", [], {}, {"type": "m.room.message"},
        {"type": "m.room.message", "event_id": 5, **of, "content": text},
        {"type": "m.room.message", "event_id": "$e1", "sender": None, "origin_server_ts": 1, "content": text},
        {"type": "m.room.message", "event_id": "$e2", "sender": sender, "origin_server_ts": "soon", "content": text},
        {"type": "m.room.message", "event_id": "$e3", "sender": sender, "origin_server_ts": -(10**30), "content": text},
        {"type": 7, "event_id": "$e4", **of, "content": text},
        {"type": "m.reaction", "event_id": "$e5", **of, "content": {"m.relates_to": None}},
        {"type": "m.reaction", "event_id": "$e6", **of, "content": {"m.relates_to": {"event_id": 1, "key": 2}}},
        {"type": "m.room.redaction", "event_id": "$e7", **of, "content": {}, "redacts": 5},
        {"type": "m.room.encrypted", "event_id": "$e8", **of, "content": {"algorithm": "m.megolm.v1.aes-sha2"}},
        {"type": "m.room.member", "event_id": "$e9", **of, "state_key": sender, "content": {"membership": 5}},
        {"type": "m.room.member", "event_id": "$e10", **of, "state_key": 5, "content": {"membership": "join"}},
        {"type": "m.room.power_levels", "event_id": "$e11", **of, "state_key": "", "content": {"users": 5}},
        {"type": "m.poll.start", "event_id": "$e12", **of, "content": {"m.poll": None}},
        {"type": "m.sticker", "event_id": "$e13", **of, "content": {}},
        {"type": "org.example", "event_id": "$e14", **of, "content": {"a": {"b": [None]}}},
    ]


ERRORS = (" ERROR ", "Traceback", "Task exception", "never retrieved")
HELP = {"msgtype": "m.text", "body": "aide"}
MOST_BUSY_MS = 200.0
SOON_SECONDS = 2.0
ATTEMPTS = 10
"""On a busy machine one answer comes late; of so many, one does not."""


async def watched_bot(place: Place, proxy: FaultProxy | None = None) -> BotProcess:
    """It says how late its event loop is."""
    bot = await place.bot(proxy, start=False, messages_per_minute="1000000")
    bot.arguments = ("benchmarks.watched",)
    await bot.start()
    return bot


async def heard_through(rule: Rule, person: Person) -> None:
    """What is said is answered until the rule has fired: an answer that was already waited for comes without it."""
    for _ in range(5):
        await person.wait_for(1, after=await person.say("aide"), within_seconds=30)
        if rule.fired:
            return
    raise AssertionError(f"{rule} did not happen")


async def all_is_well(bot: BotProcess, *people: Person) -> None:
    """It has failed nowhere, was never busy for long, and answers as ever."""
    for person in people:
        await person.settled(await person.say("aide"), quiet_seconds=1, within_seconds=60)     # all before is answered
        assert await soonest(person) < SOON_SECONDS
        assert [h.body for h in person.heard() if "Traceback" in h.body or "Exception" in h.body] == []
    assert [line for line in bot.written if any(sign in line for sign in ERRORS)] == []
    watched = lateness(bot.written)
    assert watched and max(work for _, work in watched) < MOST_BUSY_MS
    assert bot.pid is not None


async def soonest(person: Person) -> float:
    """Seconds until a normal "aide" is answered; of some attempts the first that is soon enough."""
    took = []
    for _ in range(ATTEMPTS):
        began = time.monotonic()
        await person.wait_for(1, after=await person.say("aide"), within_seconds=60)
        took.append(time.monotonic() - began)
        if took[-1] < SOON_SECONDS:
            break
    return min(took)


def presentable(text: str) -> bool:
    """Neither a traceback, nor a template that was filled, nor an unfilled hole of ours."""
    return not any(sign in text for sign in ("Traceback", "Error", "Exception", "49", "None", "{person", "%("))


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
async def test_strange_texts(place: Place, undisturbed: Script, encrypted: bool) -> None:
    bot = await place.bot(messages_per_minute="1000")
    person = await place.person()
    await person.invite(bot.settings["user_id"], encrypted=encrypted)
    await person.wait_for(len(undisturbed.welcome))
    for text in STRANGE_TEXTS.values():
        # an encrypted event holds less: Synapse refuses more than 64 kB
        after = await person.say(text if not encrypted else text[:30_000])
        await person.settled(after, quiet_seconds=0.2, within_seconds=3)
    for content in STRANGE_CONTENTS:
        with suppress(PersonFailed):    # Synapse refuses some: those that it can read, and relations to nothing
            await person.send("m.room.message", content)
    await person.settled(await person.say("aide"), within_seconds=20)
    assert person.heard()[-1].sender == bot.settings["user_id"]
    assert [h.body for h in person.heard() if not presentable(h.body)] == []
    assert bot.pid is not None


async def test_malformed_events_from_the_homeserver(place: Place, undisturbed: Script) -> None:
    proxy = await place.proxy()
    bot = await place.bot(proxy, messages_per_minute="1000")
    person, other = await place.person(), await place.person()
    for somebody in (person, other):
        await somebody.invite(bot.settings["user_id"])
        await somebody.wait_for(len(undisturbed.welcome))
    for section in ("timeline", "state", "account_data", "ephemeral"):
        proxy.play(Rule("inject", path=r"/sync$", times=1, with_={
            "room": person.room, "section": section, "events": strange_events(person.user_id)}))
        after = await other.say("aide")
        assert await other.settled(after, within_seconds=20), section
    after = await person.say("aide")
    assert await person.settled(after, within_seconds=20)
    assert [h.body for h in person.heard() if not presentable(h.body)] == []


async def last_words(person: Person) -> str:
    """Who said the last thing in their room, by the homeserver's own record."""
    _, found = await person.request("GET", f"/_matrix/client/v3/rooms/{person.room}/messages?dir=b&limit=1")
    return str(found["chunk"][0]["sender"])


async def test_hundreds_of_texts_and_contents_that_nobody_means_to_send(place: Place) -> None:
    bot = await watched_bot(place)
    plain, encrypted, other = [await place.person() for _ in range(3)]
    for person in (plain, encrypted, other):
        await person.invite(bot.settings["user_id"], encrypted=person is not plain)
        await person.wait_for(1)
    for text in strange.texts(150):
        await asyncio.gather(plain.say(text), encrypted.say(text))
    await all_is_well(bot, plain, encrypted)
    refused = 0
    for person in (plain, encrypted):
        assert person._sync
        person._sync.cancel()       # their own client does not stand what follows
        for number, (kind, content) in enumerate([*strange.contents(100), ("m.room.message", HELP)]):
            if person is encrypted:
                if person.client.olm.should_share_group_session(person.room):
                    await person.client.share_group_session(person.room, ignore_unverified_devices=True)
                kind, content = person.client.encrypt(person.room, kind, dict(content))
            status, _ = await person.request(
                "PUT", f"/_matrix/client/v3/rooms/{person.room}/send/{kind}/strange{number}", content)
            refused += status != 200    # what Synapse can read it does not always pass on
    assert refused < 80
    for person in (plain, encrypted):
        async with asyncio.timeout(60):
            while await last_words(person) != bot.settings["user_id"]:    # noqa: ASYNC110  (nobody tells)
                await asyncio.sleep(0.2)
    await all_is_well(bot, other)


async def test_hundreds_of_malformed_events_from_the_homeserver(place: Place) -> None:
    proxy = await place.proxy()
    bot = await watched_bot(place, proxy)
    plain, encrypted = await place.person(), await place.person()
    for person in (plain, encrypted):
        await person.invite(bot.settings["user_id"], encrypted=person is encrypted)
        await person.wait_for(1)
    sections = ("timeline", "state", "account_data", "ephemeral")
    for seed, (person, section) in enumerate(itertools.product((plain, encrypted), sections)):
        rule = Rule("inject", path=r"/sync$", times=1, with_={
            "room": person.room, "section": section, "events": strange.events(person.user_id, 50, seed)})
        proxy.play(rule)
        await heard_through(rule, person)
    await all_is_well(bot, plain, encrypted)


async def test_answers_of_the_sync_that_are_not_what_they_should_be(place: Place, undisturbed: Script) -> None:
    proxy = await place.proxy()
    bot = await watched_bot(place, proxy)
    person = await place.person()
    await person.invite(bot.settings["user_id"])
    await person.wait_for(len(undisturbed.welcome))
    await person.wait_for(1, after=await person.say("aide"))    # their key is there, before answers lose anything
    chance = random.Random(3)
    parts = ("to_device", "to_device.events", "device_lists", "device_lists.changed", "device_one_time_keys_count",
             "device_unused_fallback_key_types", "presence", "account_data", "rooms.invite", "rooms.leave")
    for part in parts:
        for value in (5, None, [5, None, {}], {"a": 5}, strange.values(chance)):
            rule = Rule("set_json", path=r"/sync$", times=1, with_={"set": {part: value}})
            proxy.play(rule)
            await heard_through(rule, person)
    await all_is_well(bot, person)


async def test_other_bots_notices_are_never_answered(place: Place, shared_bot: BotProcess, undisturbed: Script) -> None:
    person = await place.person()
    await person.invite(shared_bot.settings["user_id"])
    await person.wait_for(len(undisturbed.welcome))
    await person.send("m.room.message", {"msgtype": "m.notice", "body": "aide"})
    after = await person.say("aide")
    answers = await person.settled(after)
    assert [h.body for h in person.heard()] == [*undisturbed.welcome, *(h.body for h in answers)]
