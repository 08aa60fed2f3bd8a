"""Who is an organiser, who is in a room: only what the homeserver said a moment ago counts; what an event cannot be
decided without is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engagebot.actions.act import (
    Act,
    Asked,
    AudienceUnseen,
    FileUnread,
    MembersUnknown,
    PartnerUnknown,
    RolesUnclear,
    RoundUnplayed,
)
from engagebot.audience import Audience
from engagebot.config import Settings, shipped
from engagebot.domain.calls import Call
from engagebot.domain.waking import Calendar
from engagebot.scene import jardin
from engagebot.store import roles
from engagebot.store.sqlite import Store

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OLGA, MALO = "@olga:example.org", "@malo:example.org"
ROOM, OTHER = "!organisers", "!other"
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
async def tx():
    opened = await Store.open(":memory:", shipped("storage"))
    async with opened.transaction() as tx:
        yield tx
    await opened.close()


def act(tx, person=OLGA, now=NOW, asked=None, room=ROOM) -> Act:
    return Act(
        tx, person, "$1", NOW, PARIS, replace(jardin(), organisers_room=room),
        Settings(_env_file=None, roles_seconds=60), {}, Calendar(PARIS, 9, 21), now=now, asked=asked or Asked(),
    )  # fmt: skip


async def test_without_a_room_for_organisers_nobody_is_one(tx):
    await roles.set_members(tx, "", {OLGA}, NOW)
    assert not await act(tx, room="").is_organiser()


async def test_nobody_is_an_organiser_before_the_homeserver_was_asked(tx):
    with pytest.raises(MembersUnknown) as unknown:
        await act(tx).is_organiser()
    assert unknown.value.room == ROOM


async def test_organisers_are_those_who_are_in_that_very_room(tx):
    await roles.set_members(tx, ROOM, {OLGA}, NOW)
    await roles.set_members(tx, OTHER, {MALO}, NOW)
    assert [await act(tx, person).is_organiser() for person in (OLGA, MALO)] == [True, False]


@pytest.mark.parametrize("later", [61, -1])
async def test_what_was_asked_too_long_ago_or_in_a_time_to_come_does_not_count(tx, later):
    await roles.set_members(tx, ROOM, {OLGA}, NOW)
    with pytest.raises(MembersUnknown):
        await act(tx, now=NOW + timedelta(seconds=later)).is_organiser()


@pytest.mark.parametrize("later", [0, 60])
async def test_what_was_asked_a_moment_ago_counts(tx, later):
    await roles.set_members(tx, ROOM, {OLGA}, NOW)
    assert await act(tx, now=NOW + timedelta(seconds=later)).is_organiser()


async def test_by_the_events_own_time_where_no_clock_is_given(tx):
    await roles.set_members(tx, ROOM, {OLGA}, NOW)
    assert await act(tx, now=None).is_organiser()


async def test_what_was_asked_for_this_event_comes_first_and_an_empty_room_has_no_organiser(tx):
    await roles.set_members(tx, ROOM, {OLGA}, NOW)
    assert not await act(tx, asked=Asked(rooms={ROOM: frozenset()})).is_organiser()
    assert await act(tx, MALO, asked=Asked(rooms={ROOM: frozenset({MALO})})).is_organiser()


@pytest.mark.parametrize("later", [0, 60])
async def test_before_what_reaches_many_it_is_asked_anew_for_that_very_event(tx, later):
    await roles.set_members(tx, ROOM, {OLGA}, NOW)
    with pytest.raises(MembersUnknown) as unknown:
        await act(tx, now=NOW + timedelta(seconds=later)).is_organiser(asked_now=True)
    assert unknown.value.room == ROOM
    assert not await act(tx, asked=Asked(rooms={ROOM: frozenset({MALO})})).is_organiser(asked_now=True)
    assert await act(tx, asked=Asked(rooms={ROOM: frozenset({OLGA})})).is_organiser(asked_now=True)


async def test_when_somebody_came_or_went_it_is_asked_anew(tx):
    await roles.set_members(tx, ROOM, {OLGA}, NOW)
    await roles.members_changed(tx, ROOM)
    with pytest.raises(MembersUnknown):
        await act(tx).is_organiser()


UNTOLD = Asked(rooms={ROOM: None})


@pytest.mark.parametrize("frozen", [False, True])
async def test_where_it_cannot_be_told_who_was_an_organiser_hears_so_and_others_are_none(tx, frozen):
    await roles.set_members(tx, ROOM, {OLGA}, NOW)
    if frozen:
        await roles.freeze(tx, ROOM, "joinable", NOW)
    for asked_now in (True, False):
        with pytest.raises(RolesUnclear) as unclear:
            await act(tx, asked=UNTOLD).is_organiser(asked_now=asked_now)
        assert unclear.value.frozen is frozen
        assert not await act(tx, MALO, asked=UNTOLD).is_organiser(asked_now=asked_now)
    assert [await act(tx, person, asked=UNTOLD).counts_as_organiser() for person in (OLGA, MALO)] == [False, False]
    assert await act(tx, asked=UNTOLD).members(ROOM) == frozenset()


async def test_before_anybody_was_ever_known_to_be_one_nobody_can_be_told_from_an_organiser(tx):
    with pytest.raises(RolesUnclear):
        await act(tx, MALO, asked=UNTOLD).is_organiser()
    await roles.freeze(tx, ROOM, "joinable", NOW)
    with pytest.raises(RolesUnclear) as unclear:
        await act(tx, MALO).is_organiser()
    assert unclear.value.frozen


async def test_a_frozen_room_gives_no_role_whatever_was_asked_or_is_remembered(tx):
    await roles.set_members(tx, ROOM, {OLGA}, NOW)
    await roles.freeze(tx, ROOM, "changed", NOW)
    await roles.set_members(tx, ROOM, {OLGA}, NOW)
    for asked in (Asked(), Asked(rooms={ROOM: frozenset({OLGA})})):
        assert not await act(tx, asked=asked).counts_as_organiser()
        assert await act(tx, asked=asked).members(ROOM) == frozenset()


async def test_who_counts_as_one_is_one_and_asks_as_before(tx):
    with pytest.raises(MembersUnknown):
        await act(tx).counts_as_organiser()
    await roles.set_members(tx, ROOM, {OLGA}, NOW)
    assert [await act(tx, person).counts_as_organiser() for person in (OLGA, MALO)] == [True, False]
    assert (await act(tx).members(ROOM), await act(tx, room="").counts_as_organiser()) == ({OLGA}, False)


async def test_what_is_not_known_is_asked_for_and_then_known(tx):
    call = Call("c1", "help", "Des bras", OLGA, "fr", 2)
    media = {"url": "mxc://a/b"}
    nothing, seen = act(tx), Audience
    with pytest.raises(FileUnread) as unread:
        nothing.file(media)
    assert (unread.value.media, unread.value.url, nothing.file({})) == (media, "mxc://a/b", None)
    with pytest.raises(RoundUnplayed, match="r1"):
        nothing.round_played("r1")
    with pytest.raises(PartnerUnknown) as partner:
        nothing.partner(OLGA)
    with pytest.raises(AudienceUnseen) as unseen:
        nothing.audience(call)
    assert (partner.value.person, unseen.value.call) == (OLGA, call)
    known = act(tx, asked=Asked(files={"mxc://a/b": b"x"}, rounds=frozenset({"r1"}), partners={OLGA: MALO},
                                audiences={call: seen}))  # type: ignore  # fmt: skip
    known.round_played("r1")
    assert (known.file(media), known.partner(OLGA), known.audience(call)) == (b"x", MALO, seen)


async def test_ids_are_the_same_when_the_event_is_handled_again(tx):
    first, again = act(tx), act(tx)
    assert [first.new_id(), first.new_id()] == [again.new_id(), again.new_id()]
    assert first.today.hour == 10 and first.alias(MALO) == again.alias(MALO) != first.alias(OLGA)
