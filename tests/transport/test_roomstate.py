"""What the homeserver says a room is."""
from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engagebot.domain.roles import Door, Presence
from engagebot.transport.matrix.parse import member
from engagebot.transport.matrix.roomstate import INTRODUCTION, digest

ME, ADA, BOB = "@engagebot:example.org", "@ada:example.org", "@bob:example.org"
FIELDS = ("encrypted", "space", "named", "name", "meant_as_direct", "own", "here", "introduction")
NOTHING = dict.fromkeys(("encrypted", "space", "named", "meant_as_direct", "own", "here"), False) | {
    "name": "", "introduction": None}


def state(kind, content, key="", **more):
    return {"type": kind, "content": content, "state_key": key, "event_id": f"${kind}{key}", "sender": ADA, **more}


def joined(person, membership="join", **content):
    return state("m.room.member", {"membership": membership, **content}, person)


def test_who_is_in_a_room_and_who_is_not():
    found = digest([joined(ME), joined(ADA, displayname="Ada"), joined(BOB, "invite"), joined("@c:x", "leave"),
                    joined("@d:x", "ban"), joined("@e:x", "knock"), joined("no id"), {"type": "m.room.member"}], ME)
    assert found.members == {ADA: False, BOB: True}
    assert found.gone == {"@c:x", "@d:x"}
    assert found.names == {ME: "", ADA: "Ada", BOB: ""}
    assert found.joins == {person: f"$m.room.member{person}" for person in (ME, ADA, BOB)}
    assert (found.here, found.presence) == (True, Presence(frozenset({ADA}), Door()))


@pytest.mark.parametrize(("event", "expected"), [
    (joined(ME), {"here": True}),
    (joined(ME, "invite"), {}),
    (joined(ME, "leave"), {}),
    ({**joined(ME), "unsigned": {"prev_content": {"is_direct": True}}}, {"here": True, "meant_as_direct": True}),
    ({**joined(ME), "unsigned": {"prev_content": {"is_direct": 1}}}, {"here": True}),
    (state("m.room.encryption", {}), {"encrypted": True}),
    (state("m.room.create", {"type": "m.space"}), {"space": True}),
    (state("m.room.create", {}, sender=ME), {"own": True}),
    (state("m.room.create", {INTRODUCTION: {"id": "i", "leave_by": 0}}, sender=ME),
     {"own": True, "introduction": ("i", datetime.fromtimestamp(0, UTC))}),
    (state("m.room.create", {INTRODUCTION: {"id": "i", "leave_by": 0}}), {}),
    (state("m.room.create", {INTRODUCTION: "i"}, sender=ME), {"own": True}),
    (state("m.room.name", {"name": "Vélo"}), {"named": True, "name": "Vélo"}),
    (state("m.room.name", {"name": ""}), {}),
    (state("m.room.canonical_alias", {"alias": "#velo:x"}), {"named": True}),
    (state("m.room.topic", {"name": "Vélo"}), {}),
    (state("m.room.name", "Vélo"), {}),
])
def test_what_each_event_says(event, expected):
    found = digest([event], ME)
    assert {name: getattr(found, name) for name in FIELDS} == NOTHING | expected


@pytest.mark.parametrize("kind", ["m.room.encryption", "m.room.name", "m.room.create", "m.room.join_rules",
                                  "m.room.tombstone", "m.room.history_visibility", "m.room.canonical_alias"])
def test_a_state_with_a_key_of_its_own_says_nothing_of_the_room(kind):
    content = {"name": "x", "alias": "x", "type": "m.space", "join_rule": "public", "algorithm": "x",
               "history_visibility": "world_readable"}
    found = digest([state(kind, content, "elsewhere", sender=ME)], ME)
    assert ({name: getattr(found, name) for name in FIELDS}, found.door) == (NOTHING, Door())


@pytest.mark.parametrize(("content", "key", "expected"), [
    ({"membership": "join", "displayname": " Ada "}, ADA, (ADA, "join", "Ada")),
    ({"membership": 5, "displayname": 5}, ADA, (ADA, "", "")),
    ({"membership": "join"}, "no id", ("", "", "")),
    ("join", ADA, ("", "", "")),
])
def test_whom_a_member_event_is_about(content, key, expected):
    assert member(state("m.room.member", content, key)) == expected
    assert member(state("m.room.name", content, key)) == ("", "", "")


def test_how_closed_it_is_and_what_a_later_name_changes():
    found = digest([
        state("m.room.join_rules", {"join_rule": "public"}), state("m.room.tombstone", {}),
        state("m.room.history_visibility", {"history_visibility": "joined"}),
        state("m.room.encryption", {"algorithm": "a"}),
        state("m.room.name", {"name": "Vélo"}), state("m.room.canonical_alias", {"alias": "#velo:x"})], ME)  # fmt: skip
    assert (found.door, found.encrypted) == (Door("public", "joined", "a", True), True)
    assert (found.name, found.named) == ("Vélo", True)
