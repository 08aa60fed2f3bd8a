"""Whatever happens in the organisers' room, in whatever order: who counts as an organiser is who the homeserver says,
and never anybody else. What is encrypted is no state of a room."""
from __future__ import annotations

import asyncio
import base64
import itertools
import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nio.crypto.sessions import InboundGroupSession, OutboundGroupSession

from engagebot.actions.act import Act, Asked, MembersUnknown, RolesUnclear
from engagebot.config import Settings, shipped
from engagebot.domain.roles import HISTORY, JOIN, REPLACED, SEALED, Door, open_because
from engagebot.domain.waking import Calendar
from engagebot.roles import Roles
from engagebot.scene import jardin
from engagebot.store import roles, rooms
from engagebot.store.roles import Read
from engagebot.store.rooms import Room
from engagebot.store.sqlite import Store
from engagebot.transport.matrix.client import MEGOLM, SafeClient
from engagebot.transport.matrix.reading import Reading
from engagebot.transport.matrix.rooms import Rooms
from engagebot.transport.matrix.roomstate import digest

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
ROOM, ME = "!organisers:example.org", "@engagebot:example.org"
PEOPLE = [f"@{name}:example.org" for name in ("olga", "otto", "malo")]
CONTENTS = {
    "open": (JOIN, {"join_rule": "public"}), "close": (JOIN, {"join_rule": "invite"}),
    "show": (HISTORY, {"history_visibility": "world_readable"}), "hide": (HISTORY, {"history_visibility": "shared"}),
    "seal": (SEALED, {"algorithm": MEGOLM}), "replace": (REPLACED, {"replacement_room": "!elsewhere:example.org"}),
}  # fmt: skip


def raw(kind: str, content: dict[str, Any], number: int, key: str | None = "",
        sender: str = PEOPLE[0]) -> dict[str, Any]:
    state = {} if key is None else {"state_key": key}
    return {"type": kind, "content": content, "event_id": f"${number}", "sender": sender,
            "origin_server_ts": int(NOW.timestamp() * 1000), **state}


class Homeserver:
    """One room, by its present state; `told`: what the next answer of /sync will tell."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)
        self.state: dict[tuple[str, str], dict[str, Any]] = {}
        self.told: list[dict[str, Any]] = []
        self.reachable = True
        self.put("m.room.create", {"room_version": "12"})
        self.put("m.room.power_levels", {"users": {}})
        self.put(*CONTENTS["close"])
        self.put(*CONTENTS["hide"])
        for person in (ME, PEOPLE[0]):
            self.put("m.room.member", {"membership": "join"}, person)
        self.told.clear()

    def put(self, kind: str, content: dict[str, Any], key: str = "") -> None:
        self.state[kind, key] = raw(kind, content, next(self.numbers), key)
        self.told.append(self.state[kind, key])

    @property
    def people(self) -> frozenset[str]:
        there = {key for (kind, key), event in self.state.items()
                 if kind == "m.room.member" and event["content"]["membership"] == "join"}
        return frozenset(there - {ME})

    @property
    def door(self) -> Door:
        def said(kind: str, name: str, otherwise: str) -> str:
            return str(self.state[kind, ""]["content"][name]) if (kind, "") in self.state else otherwise

        return Door(said(JOIN, "join_rule", "invite"), said(HISTORY, "history_visibility", "shared"),
                    said(SEALED, "algorithm", ""), (REPLACED, "") in self.state)


class Bot:
    """The parts of the bot between an answer of /sync and a decision, as they are."""

    def __init__(self, server: Homeserver, store: Store, client: SafeClient) -> None:
        self.server, self.store, self.now = server, store, NOW
        made = Settings(_env_file=None, roles_seconds=60)
        self.rooms = Rooms(made, ME, None, client, store, lambda: self.now, lambda work: work.close(), lambda: None)
        self.reading = Reading(made, ME, client, store, lambda: self.now, self.rooms, lambda work: work.close(),
                               lambda: None)
        self.roles = Roles(store, {ROOM}, self.presence, self.presence)
        self.association, self.settings = replace(jardin(), organisers_room=ROOM), made

    async def presence(self, room: str):
        if not self.server.reachable:
            return None
        return digest(self.server.state.values(), ME).presence

    async def sync(self) -> None:
        events, self.server.told = self.server.told, []
        seen = self.reading.look(self.rooms.known[ROOM], [], events)
        async with self.store.transaction() as tx:
            for item in seen:
                await self.reading.write(tx, item)

    async def decides(self, person: str, asked_now: bool) -> bool | None:
        """As `dialogue` has it decided; None: the person hears that it cannot be told."""
        asked = Asked()
        while True:
            async with self.store.transaction() as tx:
                act = Act(tx, person, "$1", self.now, PARIS, self.association, self.settings, {},
                          Calendar(PARIS, 9, 21), now=self.now, asked=asked)
                try:
                    return await act.is_organiser(asked_now=asked_now)
                except RolesUnclear:
                    return None
                except MembersUnknown as unknown:
                    room = unknown.room
            asked = Asked(rooms={room: await self.roles.ask(room, self.now)})


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory):
    """A key store of the bot, and somebody who can encrypt anything for it."""
    folder: Path = tmp_path_factory.mktemp("keys")
    client = SafeClient(ME, "DEVICE", "token", folder, "pickle")
    session = OutboundGroupSession()
    session.mark_as_shared()
    session.max_messages = 10**6
    sender_key = base64.b64encode(b"k" * 32).decode().rstrip("=")
    client.olm.inbound_group_store.add(InboundGroupSession(session.session_key, sender_key, sender_key, ROOM))
    numbers = itertools.count(1)

    def sealed(plain: dict[str, Any]) -> dict[str, Any]:
        content = {"algorithm": MEGOLM, "sender_key": sender_key, "session_id": session.id, "device_id": "OTHER",
                   "ciphertext": session.encrypt(json.dumps({"room_id": ROOM, **plain}))}
        return raw("m.room.encrypted", content, 10**6 + next(numbers), None, PEOPLE[2])

    yield client, sealed
    client.close()


def steps():
    person = st.sampled_from(PEOPLE)
    return st.one_of(
        st.tuples(st.sampled_from(["join", "invite", "leave", "ban"]), person),
        st.tuples(st.just("sealed"), st.sampled_from(["join", "leave", "levels", *CONTENTS]), person),
        st.tuples(st.just("message"), st.sampled_from(["join", "leave", "levels", *CONTENTS]), person),
        st.tuples(st.sampled_from(["away", "back", "sync", "confirm"])),
        st.tuples(st.sampled_from(["door", "keyed"]), st.sampled_from(sorted(CONTENTS))),
        st.tuples(st.just("flip"), st.sampled_from([("open", "close"), ("show", "hide")])),
        st.tuples(st.just("wait"), st.sampled_from([1, 59, 61])),
        st.tuples(st.just("asks"), person, st.booleans()),
        st.tuples(st.just("asks"), person, st.just(True)),
    )


def said(what: str, person: str) -> tuple[str, dict[str, Any], str]:
    if what in ("join", "leave"):
        return "m.room.member", {"membership": what}, person
    if what == "levels":
        return "m.room.power_levels", {"users": {person: 100}}, ""
    return (*CONTENTS[what], "")


class Story:
    """What happens, and what of it may be decided."""

    def __init__(self, bot: Bot, sealed: Any) -> None:
        self.bot, self.server, self.sealed = bot, bot.server, sealed
        self.late: list[tuple[datetime, frozenset[str]]] = []
        """(until when they were, who was in the room)"""
        self.trusted: Door | None = None
        self.changed = False
        """The room, since it was trusted."""
        self.old_news = False
        """What is told may be from before it was trusted: it may be taken for a change."""

    async def happens(self, step: tuple[Any, ...]) -> None:
        before = self.server.people
        match step:
            case ("join" | "invite" | "leave" | "ban") as membership, person:
                self.server.put("m.room.member", {"membership": membership}, person)
            case "sealed", what, person:
                kind, content, key = said(what, person)
                self.server.told.append(self.sealed({"type": kind, "content": content, "state_key": key}))
            case "message", what, person:
                kind, content, _ = said(what, person)
                self.server.told.append(raw(kind, content, next(self.server.numbers), None, PEOPLE[2]))
            case "keyed", what:     # a state beside that of the room: it means nothing
                self.server.put(*CONTENTS[what], key="elsewhere")
            case "door", what:
                self.server.put(*CONTENTS[what])
                self.changed |= self.trusted is not None and self.server.door != self.trusted
            case "flip", (there, back):     # and nobody looked meanwhile
                if self.server.door == Door(encryption=self.server.door.encryption):
                    self.server.put(*CONTENTS[there])
                    self.server.put(*CONTENTS[back])
                    self.changed |= self.trusted is not None
            case ("away" | "back") as how,:
                self.server.reachable = how == "back"
            case ("sync",):
                await self.bot.sync()
            case ("confirm",):
                await self.confirms()
            case "wait", seconds:
                self.bot.now += timedelta(seconds=seconds)
            case "asks", person, asked_now:
                await self.asks(person, asked_now)
        if self.server.people != before:
            self.late.append((self.bot.now, before))

    async def confirms(self) -> None:
        """A human looks at the room, and finds it closed."""
        if open_because(self.server.door) is None:
            await self.bot.sync()
            async with self.bot.store.transaction() as tx:
                await roles.trust(tx, ROOM, self.server.door)
            self.trusted, self.changed, self.old_news = self.server.door, False, False

    async def asks(self, person: str, asked_now: bool) -> None:
        decided = await self.bot.decides(person, asked_now)
        async with self.bot.store.transaction() as tx:
            known = await roles.read(tx, ROOM)
        if self.trusted is None and known.trusted:
            self.trusted, self.old_news = self.server.door, bool(self.server.told)
        there, up_to_date = person in self.server.people, not self.server.told
        sound = open_because(self.server.door) is None and self.server.door == self.trusted
        if decided and asked_now:
            assert there and sound and self.server.reachable
        if decided and up_to_date:
            assert there and sound and not self.changed
        if decided and not there:
            assert any(person in was and self.bot.now - at <= timedelta(seconds=60) for at, was in self.late)
        if asked_now and self.server.reachable and sound and not self.changed and not self.old_news:
            assert decided is there


async def play(story: list[tuple[Any, ...]], client: SafeClient, sealed: Any) -> None:
    store = await Store.open(":memory:", shipped("storage"))
    bot = Bot(Homeserver(), store, client)
    bot.rooms.known[ROOM] = Room(ROOM, "group", None, True)
    async with store.transaction() as tx:
        await rooms.joined(tx, bot.rooms.known[ROOM], NOW)
    told = Story(bot, sealed)
    try:
        for step in story:
            await told.happens(step)
    finally:
        await store.close()


def told_at_random(chance: random.Random) -> list[tuple[Any, ...]]:
    """A story in which most of what happens is told, and much is decided."""
    states = ["join", "leave", "levels", *CONTENTS]

    def step() -> tuple[Any, ...]:
        person = chance.choice(PEOPLE)
        kinds = ["asks", "sync", "people", "sealed", "message", "door", "flip", "reach", "wait", "confirm"]
        match chance.choices(kinds, [20, 12, 12, 4, 2, 2, 1, 2, 2, 2])[0]:
            case "asks":
                return "asks", person, chance.random() < 0.5
            case "people":
                return chance.choice(["join", "join", "leave", "ban", "invite"]), person
            case "sealed":
                return "sealed", chance.choice(states), person
            case "message":
                return "message", chance.choice(states), person
            case "door":
                return chance.choice(["door", "keyed"]), chance.choice(sorted(CONTENTS))
            case "flip":
                return "flip", chance.choice([("open", "close"), ("show", "hide")])
            case "reach":
                return (chance.choice(["away", "back", "back"]),)
            case "wait":
                return "wait", chance.choice([1, 59, 61])
            case other:
                return (other,)

    return [step() for _ in range(50)]


@pytest.mark.parametrize("seed", range(4))
async def test_in_long_stories_who_counts_as_an_organiser_is_who_the_homeserver_says(keys, seed):
    client, sealed = keys
    chance = random.Random(f"roles {seed}")
    for _ in range(30):
        await play(told_at_random(chance), client, sealed)


async def seen(client: SafeClient, kind: str, content: dict[str, Any], key: str = "") -> tuple[bool, Room, str, Read]:
    """What becomes of one event of a room: whether there is something to handle, and what is known of the room."""
    store = await Store.open(":memory:", shipped("storage"))
    try:
        bot = Bot(Homeserver(), store, client)
        bot.rooms.known[ROOM] = Room(ROOM, "group", None, False)
        async with store.transaction() as tx:
            await rooms.joined(tx, bot.rooms.known[ROOM], NOW)
            await roles.ask(tx, ROOM)
            await roles.trust(tx, ROOM, Door())
        (item,) = bot.reading.look(bot.rooms.known[ROOM], [], [raw(kind, content, 1, key)])
        async with store.transaction() as tx:
            new = await bot.reading.write(tx, item)
            name = (await rooms.groups(tx)).get(ROOM, "")
            return new, bot.rooms.known[ROOM], name, await roles.read(tx, ROOM)
    finally:
        await store.close()


async def test_what_each_state_changes_of_what_is_known_of_a_room(keys):
    client, _ = keys
    plain, sealed = Room(ROOM, "group", None, False), Room(ROOM, "group", None, True)
    as_before, changed = Read(trusted=Door()), Read(None, 1, Door())
    frozen = {why: Read(None, 1, Door(), why, NOW) for why in ("joinable", "readable", "replaced", "changed")}
    expected = {
        ("m.room.topic", ""): (False, plain, "", as_before),
        ("m.room.name", ""): (False, plain, "Vélo", as_before),
        ("m.room.name", "x"): (False, plain, "", as_before),
        (SEALED, ""): (True, sealed, "", frozen["changed"]),
        (SEALED, "x"): (False, plain, "", as_before),
        (JOIN, ""): (True, plain, "", frozen["joinable"]),
        (HISTORY, ""): (True, plain, "", frozen["readable"]),
        (REPLACED, ""): (True, plain, "", frozen["replaced"]),
        (REPLACED, "x"): (False, plain, "", as_before),
        ("m.room.member", PEOPLE[1]): (True, plain, "", changed),
        ("m.room.member", ME): (True, plain, "", changed),
        ("m.room.member", "x"): (True, plain, "", as_before),
    }
    content = {"name": "Vélo", "join_rule": "public", "history_visibility": "world_readable", "algorithm": MEGOLM,
               "membership": "join"}
    assert {which: await seen(client, which[0], content, which[1]) for which in expected} == expected
    assert await seen(client, JOIN, {"join_rule": "invite"}) == (True, plain, "", changed)


STORIES = settings(max_examples=60, deadline=None, derandomize=True,
                   suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@STORIES
@given(st.lists(steps(), max_size=25))
def test_in_any_story_who_counts_as_an_organiser_is_who_the_homeserver_says(keys, story):
    client, sealed = keys
    asyncio.run(play(story, client, sealed))
