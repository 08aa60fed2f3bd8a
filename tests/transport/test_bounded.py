"""What others can make grow in memory, or in the key store, does not grow for ever."""
from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace

import pytest
from nio.crypto import OutboundGroupSession
from nio.store.models import MegolmInboundSessions, OlmSessions

from engagebot.config import Settings, shipped
from engagebot.engine.events import Event, Unreadable
from engagebot.store import inbox
from engagebot.store.rooms import Room
from engagebot.store.sqlite import Store
from engagebot.transport.matrix import client as client_module
from engagebot.transport.matrix.client import MOST_MEGOLM, MOST_OLM, MOST_REQUESTS, SafeClient
from engagebot.transport.matrix.keys import MOST_DEVICES, Keys, _few_devices
from engagebot.transport.matrix.locks import Locks, side_by_side
from engagebot.transport.matrix.missed import Found, _look
from engagebot.transport.matrix.reading import COMPLAIN_EVERY, Reading
from engagebot.transport.matrix.replays import WAYS, Replays
from engagebot.transport.matrix.rooms import Rooms
from engagebot.transport.matrix.wire import Answer, Unreachable

OURS, THEIRS = "!ours:localhost", "!theirs:localhost"


@pytest.fixture
def client(tmp_path):
    made = SafeClient("@bot:localhost", "BOT", "token", tmp_path / "keys", "secret")
    made.set_members(OURS, {"@ada:localhost": False})
    yield made
    made.close()


def take_key(client: SafeClient, room: str, device: str = "ada") -> str:
    """As when the key of a session comes, encrypted to this device."""
    sent = OutboundGroupSession()
    client.olm.create_group_session(device, "fingerprint", room, sent.id, sent.session_key)
    client._forget_sessions(device, room)
    return sent.id


def kept(client: SafeClient, room: str, device: str = "ada") -> list[str]:
    return list(client.olm.inbound_group_store._entries.get(room, {}).get(device, {}))


def on_disk(client: SafeClient, table) -> int:
    with client.store.database.bind_ctx(client.store.models):
        return table.select().count()


def test_of_one_device_the_newest_sessions_of_a_room_are_kept_in_memory_and_on_the_disk(client):
    bobs = take_key(client, OURS, "bob")
    keys = [take_key(client, OURS) for _ in range(MOST_MEGOLM + 20)]
    assert kept(client, OURS) == keys[-MOST_MEGOLM:]
    assert (kept(client, OURS, "bob"), on_disk(client, MegolmInboundSessions)) == ([bobs], MOST_MEGOLM + 1)
    own = take_key(client, THEIRS)
    assert (kept(client, THEIRS), kept(client, OURS)) == ([own], keys[-MOST_MEGOLM:])


def test_keys_to_rooms_that_the_bot_is_not_in_count_together_and_the_newest_is_always_kept(client):
    for number in range(MOST_MEGOLM + 20):
        new = take_key(client, f"!{number % 60}:localhost")
        assert new in kept(client, f"!{number % 60}:localhost")
    assert sum(len(kept(client, room)) for room in client.olm.inbound_group_store._entries) == MOST_MEGOLM
    assert on_disk(client, MegolmInboundSessions) == MOST_MEGOLM


def test_of_one_device_only_so_many_sessions_with_this_one_are_kept(client, tmp_path):
    other = SafeClient("@ada:localhost", "ADA", "token", tmp_path / "other", "secret")
    key = other.olm.account.identity_keys["curve25519"]
    other.olm.account.generate_one_time_keys(MOST_OLM + 5)
    for one_time in other.olm.account.one_time_keys["curve25519"].values():
        newest = client.olm.create_session(one_time, key)
        client._forget_sessions(key, None)
    held = client.olm.session_store._entries[key]
    assert (len(held), newest in held, on_disk(client, OlmSessions)) == (MOST_OLM, True, MOST_OLM)
    other.close()


def test_messages_whose_key_is_missing_are_not_noted_for_ever(client):
    for number in range(MOST_REQUESTS + 20):
        client.olm.outgoing_to_device_messages.append(number)
        client.olm.outgoing_key_requests[f"s{number}"] = number
        client.olm.key_re_requests_events[("@ada:localhost", f"D{number}")].append(number)
    sent = OutboundGroupSession()
    sent.mark_as_shared()
    sealed = {"event_id": "$1", "sender": "@ada:localhost", "origin_server_ts": 1, "type": "m.room.encrypted",
              "content": {"algorithm": client_module.MEGOLM, "sender_key": "ada", "device_id": "ADA",
                          "session_id": sent.id, "ciphertext": sent.encrypt("{}")}}
    assert client.decrypt(OURS, sealed) is client_module.LOCKED
    held = (client.olm.outgoing_to_device_messages, client.olm.outgoing_key_requests, client.olm.key_re_requests_events)
    assert [len(one) <= MOST_REQUESTS for one in held] == [True] * 3


def test_nobody_is_given_keys_or_verified_because_they_ask(client):
    asked = [{"type": kind, "sender": "@ada:localhost", "content": {
        "action": "request", "request_id": "r", "requesting_device_id": "ADA", "from_device": "ADA",
        "transaction_id": "t", "methods": ["m.sas.v1"], "timestamp": 1, "body": {
            "algorithm": client_module.MEGOLM, "room_id": OURS, "sender_key": "k", "session_id": "s"}}}
             for kind in ("m.room_key_request", "m.key.verification.request", "m.key.verification.start")]
    assert client.take_in({"next_batch": "s1", "to_device": {"events": asked}}, {}) == set()
    olm = client.olm
    noted = (olm.received_key_requests, olm.key_verifications, olm.outgoing_to_device_messages)
    assert [len(one) for one in noted] == [0, 0, 0]


async def test_upkeep_of_keys_does_not_pile_up_behind_a_homeserver_that_hangs(client):
    hangs, asked = asyncio.Event(), []

    class Hanging:
        async def call(self, method, where, body=None, **_):
            asked.append(where)
            await hangs.wait()
            raise Unreachable("no homeserver")

    keys = Keys(client, Hanging())
    tasks = [asyncio.create_task(keys.upkeep(None)) for _ in range(50)]
    await asyncio.sleep(0.01)
    assert sum(not task.done() for task in tasks) == 2
    hangs.set()
    await asyncio.gather(*tasks)
    await keys.upkeep(None)
    assert len(asked) == 3


def test_of_one_person_only_so_many_devices_are_looked_at():
    many = {f"D{number}": {} for number in range(MOST_DEVICES + 50)}
    few = _few_devices({"device_keys": {"@ada:localhost": many, "@bob:localhost": 5}, "failures": {}})
    assert [len(few["device_keys"]["@ada:localhost"]), few["device_keys"]["@bob:localhost"]] == [MOST_DEVICES, 5]
    assert _few_devices({"device_keys": None}) == {"device_keys": None}


async def test_a_lock_is_there_as_long_as_somebody_wants_it():
    locks, order = Locks(), []

    async def works(name: str, number: int) -> None:
        async with locks.of(name):
            order.append(("in", name, number))
            await asyncio.sleep(0)
            order.append(("out", name, number))

    await asyncio.gather(*(works(name, number) for number in range(3) for name in ("a", "b")))
    for name in ("a", "b"):
        mine = [step for step in order if step[1] == name]
        assert [step[0] for step in mine] == ["in", "out"] * 3
        assert [step[2] for step in mine[::2]] == [step[2] for step in mine[1::2]]
    held = asyncio.create_task(works("c", 1))
    waits = asyncio.create_task(works("c", 2))
    await asyncio.sleep(0)
    waits.cancel()
    await asyncio.gather(held, waits, return_exceptions=True)
    assert len(locks) == 0


async def test_side_by_side_means_so_many_at_a_time_in_their_order_and_none_after_a_failure():
    running, most, ended = set(), [], []

    async def works(number: int) -> int:
        running.add(number)
        most.append(len(running))
        try:
            await asyncio.sleep(0.01 * (3 - number % 3))
            if number == 99:
                raise Unreachable("gone")
            ended.append(number)
            return number
        finally:
            running.discard(number)

    assert await side_by_side((partial(works, number) for number in range(7)), 3) == list(range(7))
    assert (max(most), sorted(ended)) == (3, list(range(7)))
    ended.clear()
    with pytest.raises(Unreachable, match="gone"):
        await side_by_side((partial(works, number) for number in (99, 0, 1, 2, 3)), 2)
    assert (running, 3 in ended) == (set(), False)
    assert await side_by_side([], 2) == []


async def test_rooms_in_which_something_could_not_be_read_are_forgotten_when_that_is_over(monkeypatch):
    now = datetime(2026, 3, 2, tzinfo=UTC)
    done = []
    reading = Reading(*(SimpleNamespace() for _ in range(6)), lambda work: (done.append(1), work.close()), lambda: None)
    for number in range(100):
        at = now + number * COMPLAIN_EVERY / 10
        reading.clock = lambda at=at: at
        reading._complain_soon(Event(f"${number}", at, "@ada:localhost", f"!{number}", True, Unreadable()))
    assert (len(done), len(reading._complained) <= 11) == (100, True)
    reading._complain_soon(Event("$again", at, "@ada:localhost", "!99", True, Unreadable()))
    assert len(done) == 100


def test_neither_itself_nor_other_bots_nor_what_bots_say_is_heard():
    settings = Settings(_env_file=None, ignored_people=["@other_bot:localhost"])
    parts = (SimpleNamespace() for _ in range(4))
    reading = Reading(settings, "@bot:localhost", *parts, lambda work: None, lambda: None)
    room = Room(OURS, "direct", "@ada:localhost", False)

    def said(sender: str, msgtype: str = "m.text") -> dict[str, object]:
        return {"type": "m.room.message", "event_id": f"${sender}{msgtype}", "sender": sender, "origin_server_ts": 1,
                "content": {"msgtype": msgtype, "body": "aide"}}

    timeline = [said("@bot:localhost"), said("@other_bot:localhost"), said("@ada:localhost", "m.notice"),
                said("@ada:localhost")]
    assert [item.raw for item in reading.look(room, [], timeline)] == [said("@ada:localhost")]


@pytest.mark.parametrize(("kind", "content"), [
    ("m.room.message", {"msgtype": "m.text", "body": "aide"}),
    ("m.room.message", {"msgtype": "m.text", "body": "* oui", "m.new_content": {"msgtype": "m.text", "body": "oui"},
                        "m.relates_to": {"rel_type": "m.replace", "event_id": "$said"}}),
    ("m.room.message", {"msgtype": "m.file", "body": "list.csv", "url": "mxc://localhost/list"}),
    ("m.reaction", {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$card", "key": "👍"}}),
    ("m.room.redaction", {"redacts": "$said"}),
    ("m.room.encrypted", {"algorithm": "m.megolm.v1.aes-sha2", "session_id": "s", "ciphertext": "c"}),
])
@pytest.mark.parametrize("kind_of_room", ["direct", "group"])
def test_whatever_somebody_sends_who_must_not_be_answered_is_not_looked_at(kind, content, kind_of_room):
    client = SimpleNamespace(decrypt=lambda room, raw: client_module.LOCKED)
    settings = Settings(_env_file=None, ignored_people=["@other_bot:localhost"])
    reading = Reading(settings, "@bot:localhost", client, *(SimpleNamespace() for _ in range(3)),
                      lambda work: None, lambda: None)
    room = Room(OURS, kind_of_room, "@other_bot:localhost" if kind_of_room == "direct" else None, False)

    def sent(sender: str) -> dict[str, object]:
        return {"type": kind, "event_id": "$1", "sender": sender, "origin_server_ts": 1, "content": content,
                "redacts": "$said"}

    assert reading.look(room, [], [sent("@other_bot:localhost")]) == []
    assert len(reading.look(room, [], [sent("@ada:localhost")])) == 1


@pytest.mark.parametrize(("ignored", "greeted"), [([], 1), (["@other_bot:localhost"], 0)])
async def test_who_must_not_be_answered_is_not_greeted_when_they_come_back(ignored, greeted):
    store = await Store.open(":memory:", shipped("storage"))
    settings, at = Settings(_env_file=None, ignored_people=ignored), datetime(2026, 3, 2, tzinfo=UTC)
    rooms = Rooms(settings, "@bot:localhost", None, None, store, lambda: at, lambda work: None, lambda: None)
    room = Room(OURS, "direct", "@other_bot:localhost", False)
    raw = {"type": "m.room.member", "event_id": "$1", "sender": "@other_bot:localhost", "origin_server_ts": 1,
           "state_key": "@other_bot:localhost", "content": {"membership": "join"}}
    async with store.transaction() as tx:
        await rooms.saw_member(tx, room, raw, True)
        assert len(await inbox.waiting(tx)) == greeted
    await store.close()


@pytest.mark.parametrize(("ignored", "found"), [
    ([], Found(False, frozenset({"@other_bot:localhost"}))), (["@other_bot:localhost"], Found()),
])
async def test_after_a_restore_nobody_waits_for_an_answer_who_must_not_have_one(ignored, found):
    at = datetime(2026, 3, 2, tzinfo=UTC)
    raw = {"type": "m.room.message", "event_id": "$1", "sender": "@other_bot:localhost", "content": {"body": "bot!"},
           "origin_server_ts": int(at.timestamp() * 1000) + 1000}

    async def messages(*_: object, **__: object) -> Answer:
        return Answer(200, {"chunk": [raw]})

    store = await Store.open(":memory:", shipped("storage"))
    settings = Settings(_env_file=None, ignored_people=ignored)
    rooms = SimpleNamespace(settings=settings, me="@bot:localhost", wire=SimpleNamespace(insist=messages))
    for room in (Room(OURS, "group", None, False), Room(OURS, "direct", "@other_bot:localhost", False)):
        assert await _look(rooms, store, room, at) == found
    await store.close()


def test_a_copy_of_a_message_as_another_event_is_not_read(client):
    sent = OutboundGroupSession()
    client.olm.create_group_session("ada", "fingerprint", OURS, sent.id, sent.session_key)
    sent.mark_as_shared()
    words = json.dumps({"type": "m.room.message", "content": {"msgtype": "m.text", "body": "oui"}, "room_id": OURS})
    content = {"algorithm": "m.megolm.v1.aes-sha2", "sender_key": "ada", "device_id": "ADA",
               "session_id": sent.id, "ciphertext": sent.encrypt(words)}

    def read(event_id: str, at: int) -> object:
        return client.decrypt(OURS, {"type": "m.room.encrypted", "sender": "@ada:localhost", "event_id": event_id,
                                     "origin_server_ts": at, "content": content})

    first = read("$1", 1)
    assert isinstance(first, dict) and first["content"]["body"] == "oui"
    assert read("$1", 1) == first       # the same answer of /sync, taken in once more
    assert (read("$2", 1), read("$1", 2)) == (client_module.LOCKED, client_module.LOCKED)


def came(index: int, event_id: str) -> SimpleNamespace:
    return SimpleNamespace(sender_key="ada", session_id="s", event_id=event_id, server_timestamp=index)


def test_of_very_many_messages_only_the_newest_are_known_again():
    replays = Replays(sets=1)
    assert all(replays.is_first(n, came(n, f"${n}")) for n in range(WAYS + 2))
    newest = range(WAYS + 1, 1, -1)
    assert not any(replays.is_first(n, came(n, "$copy")) for n in newest)
    assert all(replays.is_first(n, came(n, f"${n}")) for n in newest)
    assert replays.is_first(0, came(0, "$copy")), "this is what forgetting costs"


def test_thousands_of_messages_are_known_whatever_their_places():
    replays = Replays()
    assert all(replays.is_first(n, came(n, f"${n}")) for n in range(4000))
    forgotten = sum(replays.is_first(n, came(n, "$copy")) for n in range(4000))
    assert forgotten <= 10      # hardly one of them has lost its place to eight newer ones
