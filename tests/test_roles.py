"""A room says who has a role as the homeserver says, and only as long as it is as closed as when it was trusted."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from engagebot.config import Settings, shipped
from engagebot.domain.roles import DOORS, HISTORY, JOIN, REPLACED, SEALED, Door, Presence, frozen_because, open_because
from engagebot.engine.events import Due, Event, Message, Reaction
from engagebot.roles import Roles
from engagebot.script import Stage
from engagebot.store import inbox, roles
from engagebot.store.roles import Read
from engagebot.store.sqlite import Store

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROOM, OTHER = "!organisers", "!other"
OLGA, OTTO, MALO = "@olga:example.org", "@otto:example.org", "@malo:example.org"
CLOSED = Door()
SEALED_NOW = Door(encryption="m.megolm.v1.aes-sha2")


# -------------------------------------------------------------------------------------------------------------- doors
@pytest.mark.parametrize(
    ("door", "why"),
    [
        (Door(), None),
        (Door(history="joined"), None),
        (Door(history="invited", encryption="x"), None),
        (Door("public"), "joinable"),
        (Door("knock"), "joinable"),
        (Door("restricted"), "joinable"),
        (Door("?"), "joinable"),
        (Door(history="world_readable"), "readable"),
        (Door(history="?"), "readable"),
        (Door(replaced=True), "replaced"),
        (Door("public", "world_readable", "", True), "replaced"),
        (Door("public", "world_readable"), "joinable"),
    ],
)
def test_a_room_is_closed_when_only_who_is_invited_comes_in_and_only_they_read(door, why):
    assert open_because(door) == why


@pytest.mark.parametrize(
    ("trusted", "now", "why"),
    [
        (None, CLOSED, None),
        (CLOSED, CLOSED, None),
        (CLOSED, SEALED_NOW, "changed"),
        (SEALED_NOW, CLOSED, "changed"),
        (CLOSED, Door(history="joined"), "changed"),
        (Door("public"), Door("public"), "joinable"),
        (None, Door("public"), "joinable"),
        (CLOSED, Door(replaced=True), "replaced"),
    ],
)
def test_it_is_trusted_as_it_was_and_never_while_it_is_open(trusted, now, why):
    assert frozen_because(trusted, now) == why


@pytest.mark.parametrize(
    ("kind", "content", "door"),
    [
        (JOIN, {"join_rule": "public"}, Door("public")),
        (JOIN, {"join_rule": 5}, Door("?")),
        (JOIN, {"join_rule": ""}, Door("?")),
        (JOIN, {}, Door("?")),
        (JOIN, {"join_rule": "x" * 100}, Door("x" * 100)),
        (JOIN, {"join_rule": "x" * 101}, Door("?")),
        (HISTORY, {"history_visibility": "world_readable"}, Door(history="world_readable")),
        (HISTORY, {"join_rule": "public"}, Door(history="?")),
        (SEALED, {"algorithm": "a"}, Door(encryption="a")),
        (SEALED, {}, Door(encryption="?")),
        (REPLACED, {}, Door(replaced=True)),
        ("m.room.name", {"join_rule": "public"}, Door()),
    ],
)
def test_what_an_event_makes_of_a_door(kind, content, door):
    assert Door().after(kind, content) == door
    assert (kind in DOORS) == (door != Door())
    other = Door("a", "b", "c", False)
    changed = [name for name in ("join_rule", "history", "encryption", "replaced")
               if getattr(other.after(kind, content), name) != getattr(other, name)]  # fmt: skip
    assert len(changed) == (kind in DOORS)


# ------------------------------------------------------------------------------------------------------ written down
@pytest.fixture
async def store():
    opened = await Store.open(":memory:", shipped("storage"))
    yield opened
    await opened.close()


@pytest.fixture
async def tx(store):
    async with store.transaction() as begun:
        yield begun


async def test_of_a_room_that_nobody_asked_about_nothing_is_known_nor_written(tx):
    await roles.members_changed(tx, ROOM)
    assert (await roles.read(tx, ROOM), await roles.members(tx, ROOM)) == (Read(), frozenset())


async def test_what_was_read_is_known_until_somebody_comes_or_goes(tx):
    assert await roles.ask(tx, ROOM) == Read()
    await roles.set_members(tx, ROOM, {OLGA, OTTO}, NOW)
    assert (await roles.read(tx, ROOM), await roles.members(tx, ROOM)) == (Read(NOW), {OLGA, OTTO})
    await roles.members_changed(tx, ROOM)
    await roles.members_changed(tx, ROOM)
    assert await roles.read(tx, ROOM) == await roles.ask(tx, ROOM) == Read(None, 2)
    await roles.set_members(tx, ROOM, {OLGA}, NOW)
    assert (await roles.read(tx, ROOM), await roles.members(tx, ROOM)) == (Read(NOW, 2), {OLGA})
    assert await roles.read(tx, OTHER) == Read()


async def test_it_is_frozen_once_with_a_word_to_the_organisers_until_it_is_trusted_again(tx):
    await roles.ask(tx, ROOM)
    await roles.trust(tx, ROOM, SEALED_NOW)
    await roles.set_members(tx, ROOM, {OLGA}, NOW)
    assert await roles.read(tx, ROOM) == Read(NOW, 0, SEALED_NOW)
    assert await roles.freeze(tx, ROOM, "joinable", NOW)
    assert not await roles.freeze(tx, ROOM, "readable", NOW + timedelta(hours=1))
    assert await roles.read(tx, ROOM) == Read(None, 0, SEALED_NOW, "joinable", NOW)
    key = f"frozen:{ROOM} joinable 0 {NOW.timestamp():.0f}"
    told = Event(key, NOW, "", "", True, Due(roles.FROZEN, f"joinable {ROOM}"))
    assert [event for _, event in await inbox.waiting(tx)] == [told]
    await roles.set_members(tx, ROOM, {OLGA}, NOW)
    await roles.trust(tx, ROOM, CLOSED)
    assert await roles.read(tx, ROOM) == Read(None, 0, CLOSED)
    assert await roles.freeze(tx, ROOM, "changed", NOW + timedelta(hours=2))
    assert len(await inbox.waiting(tx)) == 2


async def test_it_can_be_frozen_and_trusted_before_it_was_ever_read(tx):
    await roles.freeze(tx, ROOM, "joinable", NOW)
    assert await roles.read(tx, ROOM) == Read(None, 0, None, "joinable", NOW)
    await roles.trust(tx, OTHER, CLOSED)
    assert await roles.read(tx, OTHER) == Read(None, 0, CLOSED)


# ------------------------------------------------------------------------------------------------- the homeserver asked
class Server:
    """`there`: what is answered about each room; `meanwhile` happens between the question and the answer."""

    def __init__(self, store: Store) -> None:
        self.store, self.asked = store, list[str]()
        self.there: dict[str, Presence | None] = {ROOM: Presence(frozenset({OLGA}), CLOSED)}
        self.meanwhile: list[str] = []
        self.roles = Roles(store, {ROOM, ""}, self.members, self.presence)

    async def presence(self, room: str) -> Presence | None:
        self.asked.append(f"door {room}")
        return await self.answer(room)

    async def answer(self, room: str) -> Presence | None:
        assert not self.store._lock.locked()
        for changed in self.meanwhile:
            async with self.store.transaction() as tx:
                await roles.members_changed(tx, changed)
        return self.there.get(room)

    async def members(self, room: str) -> frozenset[str] | None:
        self.asked.append(room)
        there = await self.answer(room)
        return there.people if there else None

    async def known(self, room: str = ROOM) -> tuple[Read, frozenset[str]]:
        async with self.store.transaction() as tx:
            return await roles.read(tx, room), await roles.members(tx, room)


@pytest.fixture
def server(store):
    return Server(store)


async def test_a_closed_room_is_trusted_at_first_sight(server):
    assert await server.roles.ask(ROOM, NOW) == {OLGA}
    assert await server.known() == (Read(NOW, 0, CLOSED), {OLGA})


async def test_who_is_in_it_is_as_the_homeserver_says_each_time(server):
    await server.roles.ask(ROOM, NOW)
    server.there[ROOM] = Presence(frozenset({OTTO}), CLOSED)
    later = NOW + timedelta(seconds=5)
    assert await server.roles.ask(ROOM, later) == {OTTO}
    assert await server.known() == (Read(later, 0, CLOSED), {OTTO})


async def test_an_answer_from_before_a_change_is_given_but_not_kept(server):
    await server.roles.ask(ROOM, NOW)
    server.there[ROOM] = Presence(frozenset({OLGA, MALO}), CLOSED)
    server.meanwhile = [ROOM]
    assert await server.roles.ask(ROOM, NOW) == {OLGA, MALO}
    assert await server.known() == (Read(None, 1, CLOSED), {OLGA})


async def test_at_first_sight_nothing_may_happen_meanwhile(server):
    server.meanwhile = [ROOM]
    assert await server.roles.ask(ROOM, NOW) is None
    assert await server.known() == (Read(None, 1), frozenset())
    server.meanwhile = [OTHER]
    assert await server.roles.ask(ROOM, NOW) == {OLGA}


async def test_what_the_homeserver_does_not_say_is_nobody_and_changes_nothing(server, caplog):
    await server.roles.ask(ROOM, NOW)
    server.there.clear()
    assert await server.roles.ask(ROOM, NOW + timedelta(hours=1)) is None
    assert await server.known() == (Read(NOW, 0, CLOSED), {OLGA})
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


@pytest.mark.parametrize(
    ("door", "why"), [(Door("public"), "joinable"), (Door(history="world_readable"), "readable"),
                      (Door(replaced=True), "replaced")]
)  # fmt: skip
@pytest.mark.parametrize("before", [True, False])
async def test_an_open_room_makes_nobody_an_organiser_also_after_it_was_closed(server, caplog, door, why, before):
    if before:
        await server.roles.ask(ROOM, NOW)
    server.there[ROOM] = Presence(frozenset({OLGA, MALO}), door)
    assert [await server.roles.ask(ROOM, NOW) for _ in range(2)] == [None, None]
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR] == [
        f"the organisers' room {ROOM} is no longer trusted ({why}): nobody counts as an organiser"]  # fmt: skip
    server.there[ROOM] = Presence(frozenset({OLGA, MALO}), CLOSED)
    assert await server.roles.ask(ROOM, NOW) is None
    read, people = await server.known()
    assert (read.frozen, MALO in people) == (why, False)


async def test_a_room_that_changed_is_trusted_again_when_a_human_says_so(server, store):
    await server.roles.ask(ROOM, NOW)
    server.there[ROOM] = Presence(frozenset({OLGA}), SEALED_NOW)
    assert await server.roles.ask(ROOM, NOW) is None
    async with store.transaction() as tx:
        await roles.trust(tx, ROOM, SEALED_NOW)
    assert await server.roles.ask(ROOM, NOW) == {OLGA}


async def test_rooms_that_give_no_role_may_be_open(server):
    server.there[OTHER] = Presence(frozenset({MALO}), Door("public", "world_readable"))
    assert await server.roles.ask(OTHER, NOW) == {MALO}
    assert await server.known(OTHER) == (Read(NOW), {MALO})
    server.meanwhile = [OTHER]
    assert await server.roles.ask(OTHER, NOW) == {MALO}
    assert await server.known(OTHER) == (Read(None, 1), {MALO})
    server.there.clear()
    server.meanwhile.clear()
    assert await server.roles.ask(OTHER, NOW) is None
    assert set(server.asked) == {OTHER}


async def test_at_the_start_the_rooms_that_give_roles_are_looked_at_and_no_others(server):
    await server.roles.look(NOW)
    assert server.asked == [f"door {ROOM}"]
    assert await server.known() == (Read(NOW, 0, CLOSED), {OLGA})


async def test_at_the_start_rooms_that_gave_roles_and_give_none_now_are_left(server, store):
    async with store.transaction() as tx:
        await roles.trust(tx, ROOM, CLOSED)
        await roles.trust(tx, "!trusted", CLOSED)
        await roles.freeze(tx, "!opened", "joinable", NOW)
        await roles.set_members(tx, OTHER, {OLGA}, NOW)
        before = len(await inbox.waiting(tx))
    await server.roles.look(NOW)
    async with store.transaction() as tx:
        left = [(event.person, event.what) for _, event in (await inbox.waiting(tx))[before:]]
        assert left == [("", Due(roles.LEFT, "!opened")), ("", Due(roles.LEFT, "!trusted"))]
        for room in ("!opened", "!trusted", ROOM):
            await roles.set_members(tx, room, {OTTO}, NOW)
        await roles.forget(tx, "!opened")
        assert (await roles.read(tx, "!opened"), await roles.members(tx, "!opened")) == (Read(), frozenset())
        assert (await roles.read(tx, "!trusted"), await roles.members(tx, "!trusted")) == (Read(NOW, 0, CLOSED), {OTTO})
        assert await roles.members(tx, ROOM) == {OTTO}
        await roles.left(tx, {ROOM, "!trusted"}, NOW + timedelta(days=1))
        assert len(await inbox.waiting(tx)) == before + 2


async def test_without_a_look_at_the_door_members_will_do(store):
    server = Server(store)
    asked = Roles(store, {ROOM}, server.members)
    assert await asked.ask(ROOM, NOW) == {OLGA}
    assert await server.known() == (Read(NOW, 0, CLOSED), {OLGA})


# --------------------------------------------------------------------------------------------------- in a conversation
@pytest.fixture
async def stage():
    opened = await Stage.open(Settings(_env_file=None))
    for line in ("@ organiser: olga; locale=en", "@ organiser: otto; locale=en", "@ person: ada; onboarded=yes"):
        await opened.play(line)
    yield opened
    await opened.close()


CALL = "we need help on Saturday to set up the tents, 2 people, 1 hour, everybody"


async def says(stage, line: str) -> str:
    return "\n".join(await stage.play(line))


async def test_a_call_is_sent_by_who_is_an_organiser_at_that_moment_whatever_was_so_a_moment_before(stage):
    assert "Send it" in await says(stage, f"olga> {CALL}")
    stage.transport.rooms["#organisateurs"].discard("@olga:console")
    assert "Calls for help are sent by the organisers" in await says(stage, "olga> send it")
    assert not stage.transport.said


async def test_organisers_hear_what_has_become_of_their_room_once_and_their_contact_too(stage):
    await stage.play("@ association: contact=Olga; reach=@olga:console")
    await stage.play("@ organisers: joinable")
    said = [await says(stage, f"{who}> call for help") for who in ("olga", "otto", "olga")]
    assert [text.count("-> #organisateurs:") for text in said] == [1, 0, 0]
    assert said[0].count("Anybody can come into the organisers’ room now") == 1
    assert all("nobody for an organiser" in text for text in said)


async def test_what_others_can_do_as_well_goes_on_without_a_role(stage):
    await stage.play("olga> call for help")
    await stage.play("olga> cancel")
    await stage.play("@ organisers: joinable")
    said = await says(stage, "olga> why do messages wait?")
    assert "nobody for an organiser" not in said


async def test_who_was_no_organiser_is_none_and_hears_what_they_can_do(stage):
    await stage.play("olga> call for help")
    await stage.play("olga> cancel")
    await stage.play("@ organisers: away")
    assert "Les appels sont envoyés" in await says(stage, "ada> lancer un appel à l’aide")


async def test_before_it_was_ever_told_nobody_is_told_that_they_are_none(stage):
    await stage.play("@ organisers: away")
    assert "Je n’arrive pas à savoir" in await says(stage, "ada> lancer un appel à l’aide")


@pytest.mark.parametrize("answer", ["yes", "reaction"])
@pytest.mark.parametrize("direct", [True, False])
async def test_nobody_answers_a_question_that_was_put_to_somebody_else(stage, answer, direct):
    await stage.play("olga> erase me")
    question = stage._messages["olga"][-1]
    what = Message("yes", question) if answer == "yes" else Reaction(question, "✅")
    room = "!otto" if direct else "#organisateurs"
    await stage.handle(Event("$of-otto", stage.now, "@otto:console", room, direct, what))
    stage.transport.said.clear()
    assert "I know nothing about you any more" in await says(stage, "olga> yes")
