"""Introductions as they are written down: who wants to meet, who is asked, who met, who must not, and each round."""
from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engagebot.config import shipped
from engagebot.store import introductions, people, privacy, profile, rounds
from engagebot.store.introductions import Introduced, Introduction, Meets
from engagebot.store.rounds import MemberRow, Round, RoundMember
from engagebot.store.sqlite import Store

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WEEK = 7 * DAY
LONG_AGO = NOW - 182 * DAY
ADA, BOB, CLEO, DORA = (f"@{name}:example.org" for name in ("ada", "bob", "cleo", "dora"))
KEPT = {"inbox_days": 30, "outbox_days": 30, "silent_days": 3650, "rounds_days": 90, "introductions_days": 182,
        "met_days": 190, "calls_days": 182}


@pytest.fixture
async def tx():
    """One transaction in a database that knows four people."""
    store = await Store.open(":memory:", shipped("storage"))
    async with store.transaction() as begun:
        for person in (ADA, BOB, CLEO, DORA):
            await people.add(begun, person, "fr", NOW)
        yield begun
    await store.close()


async def agrees(tx, person, at=NOW, given=True):
    await profile.consent(tx, person, "introductions", given, "1", f"${person}{at}{given}", at)


# ------------------------------------------------------------------------------------------------- who wants to meet
async def test_who_opts_in_again_keeps_their_place_and_ends_a_stop(tx):
    await introductions.opt_in(tx, ADA, "weekly", False, NOW)
    assert await introductions.meets_of(tx, ADA) == Meets(ADA, "weekly", False, NOW)
    await introductions.asked_now(tx, [ADA], NOW + DAY)
    await introductions.left_over(tx, [ADA])
    await introductions.unanswered(tx, ADA)
    await introductions.stop(tx, ADA, NOW + WEEK)
    assert await introductions.meets_of(tx, ADA) == Meets(
        ADA, "weekly", False, NOW, NOW + DAY, left_over=1, unanswered=1, stopped_at=NOW + WEEK)
    await introductions.opt_in(tx, ADA, "monthly", True, NOW + 2 * WEEK)
    assert await introductions.meets_of(tx, ADA) == Meets(ADA, "monthly", True, NOW, NOW + DAY, left_over=1)


async def test_who_opts_out_is_no_longer_known_as_wanting_to_meet(tx):
    await introductions.opt_in(tx, ADA, "weekly", False, NOW)
    await introductions.opt_out(tx, ADA)
    assert await introductions.meets_of(tx, ADA) is None


async def test_who_is_asked_no_longer_waits_and_is_not_left_over(tx):
    for person in (ADA, BOB):
        await introductions.opt_in(tx, person, "on_request", False, NOW)
        await introductions.wants(tx, person, NOW)
    await introductions.left_over(tx, [ADA, BOB])
    await introductions.asked_now(tx, [ADA], NOW + DAY)
    await introductions.left_over(tx, [BOB])
    assert await introductions.meets_of(tx, ADA) == Meets(ADA, "on_request", False, NOW, NOW + DAY)
    assert await introductions.meets_of(tx, BOB) == Meets(BOB, "on_request", False, NOW, left_over=2, wanted_at=NOW)
    await introductions.wants(tx, BOB, None)
    assert await introductions.meets_of(tx, BOB) == Meets(BOB, "on_request", False, NOW, left_over=2)


async def test_proposals_without_an_answer_are_counted_until_there_is_one(tx):
    await introductions.opt_in(tx, ADA, "weekly", False, NOW)
    assert [await introductions.unanswered(tx, ADA) for _ in range(3)] == [1, 2, 3]
    await introductions.stop(tx, ADA, NOW)
    await introductions.answered(tx, ADA)
    assert await introductions.meets_of(tx, ADA) == Meets(ADA, "weekly", False, NOW)
    assert await introductions.unanswered(tx, BOB) == 0


# ------------------------------------------------------------------------------------------------------- introductions
PAIR = Introduction("i1", "pair", NOW, NOW + WEEK, "r1")
ASKED = [Introduced("i1", ADA, "ask-ada", (("interests", "compost", "vélo"), ("place", "Lyon"))),
         Introduced("i1", BOB, "ask-bob", (("teaches", "affiches"),))]


async def test_an_introduction_begun_twice_is_there_once(tx):
    for _ in range(2):
        await introductions.begin(tx, PAIR, ASKED)
    assert await introductions.find(tx, "i1") == PAIR
    assert await introductions.introduced(tx, "i1") == ASKED
    assert (await introductions.find(tx, "i2"), await introductions.introduced(tx, "i2")) == (None, [])


async def test_introductions_that_wait_are_found_oldest_first_by_each_who_is_asked(tx):
    later = replace(PAIR, id="i2", kind="welcome", round=None)
    await introductions.begin(tx, PAIR, ASKED)
    await introductions.begin(tx, later, [Introduced("i2", ADA, "k", ()), Introduced("i2", CLEO, "k", ())])
    assert await introductions.open_of(tx, ADA) == [PAIR, later]
    assert await introductions.over(tx, "i1", NOW + WEEK)
    assert (await introductions.open_of(tx, ADA), await introductions.open_of(tx, BOB)) == ([later], [])


async def test_an_answer_can_be_changed_and_taken_back_while_it_waits_and_not_after(tx):
    await introductions.begin(tx, PAIR, ASKED)
    assert await introductions.answer(tx, "i1", ADA, "no", NOW)
    assert await introductions.answer(tx, "i1", ADA, "yes", NOW + DAY, "x1")
    assert await introductions.introduced(tx, "i1") == [
        replace(ASKED[0], answer="yes", answered_at=NOW + DAY, shown="x1"), ASKED[1]]
    assert await introductions.answer(tx, "i1", ADA, None, NOW + DAY, "x1")
    assert await introductions.introduced(tx, "i1") == ASKED
    assert await introductions.over(tx, "i1", NOW + WEEK)
    assert not await introductions.answer(tx, "i1", ADA, "yes", NOW + WEEK)
    assert not await introductions.answer(tx, "i1", CLEO, "yes", NOW)
    assert await introductions.introduced(tx, "i1") == ASKED


async def test_each_two_of_a_trio_have_met(tx):
    trio = replace(PAIR, id="i3", kind="trio")
    await introductions.begin(tx, trio, [Introduced("i3", person, "k", ()) for person in (CLEO, ADA, BOB)])
    at = NOW + DAY
    assert [await introductions.met(tx, "i3", at) for _ in range(2)] == [True, False]
    assert not await introductions.over(tx, "i3", NOW + WEEK)
    assert await introductions.find(tx, "i3") == replace(trio, state="met", met_at=at, ended_at=at)
    found = {person: await introductions.latest_met_of(tx, person, LONG_AGO) for person in (ADA, BOB, CLEO, DORA)}
    assert found == {ADA: [(BOB, at), (CLEO, at)], BOB: [(ADA, at), (CLEO, at)], CLEO: [(ADA, at), (BOB, at)], DORA: []}


async def test_an_introduction_ends_once_and_nobody_has_met_by_it(tx):
    await introductions.begin(tx, PAIR, ASKED)
    assert [await introductions.over(tx, "i1", NOW + WEEK) for _ in range(2)] == [True, False]
    assert not await introductions.met(tx, "i1", NOW + WEEK)
    assert await introductions.find(tx, "i1") == replace(PAIR, state="over", ended_at=NOW + WEEK)
    assert await introductions.latest_met_of(tx, ADA, LONG_AGO) == []


async def test_each_is_told_once_and_says_whether_they_talked(tx):
    await introductions.begin(tx, PAIR, ASKED)
    assert [await introductions.told(tx, "i1", ADA) for _ in range(2)] == [True, False]
    await introductions.talked(tx, "i1", BOB, "no", NOW + 10 * DAY)
    assert await introductions.introduced(tx, "i1") == [
        replace(ASKED[0], told=True), replace(ASKED[1], talked="no", talked_at=NOW + 10 * DAY)]


async def test_the_latest_meeting_of_two_counts_in_whatever_order_they_are_named(tx):
    await introductions.set_met(tx, BOB, ADA, NOW - 200 * DAY)
    await introductions.set_met(tx, ADA, CLEO, NOW - 200 * DAY)
    await introductions.set_met(tx, ADA, BOB, NOW)
    await introductions.set_met(tx, DORA, ADA, NOW + DAY)
    assert await introductions.latest_met_of(tx, ADA, LONG_AGO) == [(DORA, NOW + DAY), (BOB, NOW)]


async def test_a_block_holds_both_ways_and_only_who_made_it_sees_it(tx):
    for at in (NOW, NOW + DAY):
        await introductions.block(tx, ADA, BOB, at)
    await introductions.block(tx, ADA, CLEO, NOW + DAY)
    assert [await introductions.blocked_by(tx, person) for person in (ADA, BOB)] == [[BOB, CLEO], []]
    assert [await introductions.is_blocked(tx, *two) for two in ((ADA, BOB), (BOB, ADA), (BOB, CLEO))] == [
        True, True, False]
    await introductions.unblock(tx, BOB, ADA)       # it is not theirs
    assert await introductions.is_blocked(tx, ADA, BOB)
    await introductions.unblock(tx, ADA, BOB)
    assert not await introductions.is_blocked(tx, BOB, ADA)


# -------------------------------------------------------------------------------------------- who may be paired, or not
async def test_everybody_who_agreed_is_read_with_what_a_pairing_needs(tx):
    for person in (ADA, BOB):
        await introductions.opt_in(tx, person, "weekly", person == ADA, NOW)
        await agrees(tx, person)
    await profile.add_interests(tx, ADA, ["vélo", "compost"], True, NOW)
    await profile.add_interests(tx, ADA, ["politique"], False, NOW)
    await profile.add_skills(tx, ADA, {"affiches": "can", "semis": "helps", "compta": "learns"}, NOW)
    for kind, value in {"place": "Lyon", "local_group": "Nord", "languages": "français et breton", "kind": "x"}.items():
        await profile.set_fact(tx, ADA, kind, value, NOW)
    await profile.set_fact(tx, BOB, "place", "Brest", NOW, NOW + DAY)
    await people.pause(tx, BOB, NOW + 2 * DAY)
    await introductions.begin(tx, PAIR, ASKED[1:])
    ada = MemberRow(
        Meets(ADA, "weekly", True, NOW), "fr", False, False, ("compost", "vélo"), ("affiches", "semis"), ("compta",),
        {"languages": "français et breton", "local_group": "Nord", "place": "Lyon"})
    bob = MemberRow(Meets(BOB, "weekly", False, NOW), "fr", True, True)
    assert await rounds.everybody(tx, "", 10, NOW) == [ada, replace(bob, facts={"place": "Brest"})]
    assert await introductions.over(tx, "i1", NOW + WEEK)
    assert await rounds.everybody(tx, ADA, 10, NOW + WEEK) == [replace(bob, paused=False, pending=False)]


async def test_nobody_is_read_who_did_not_agree_or_took_it_back(tx):
    for person in (ADA, BOB, CLEO):
        await introductions.opt_in(tx, person, "weekly", False, NOW)
    await agrees(tx, BOB)
    await agrees(tx, BOB, NOW + DAY, given=False)
    await agrees(tx, CLEO)
    await agrees(tx, DORA)                          # and has not opted in
    assert [row.meets.person for row in await rounds.everybody(tx, "", 10, NOW)] == [CLEO]


async def test_pages_together_are_everybody_once(tx):
    names = [f"@p{n:02}:example.org" for n in range(23)]
    for name in names:
        await people.add(tx, name, "en", NOW)
        await introductions.opt_in(tx, name, "monthly", False, NOW)
        await agrees(tx, name)
        await profile.add_interests(tx, name, [name], True, NOW)
    read, after = [], ""
    while page := await rounds.everybody(tx, after, 5, NOW):
        assert len(page) <= 5
        read += page
        after = page[-1].meets.person
    assert [(row.meets.person, row.interests) for row in read] == [(name, (name,)) for name in names]


async def test_bars_are_blocks_of_either_and_meetings_and_proposals_of_late_each_pair_once(tx):
    for n, (who, at) in enumerate([((ADA, BOB), NOW), ((BOB, ADA), NOW), ((BOB, CLEO), LONG_AGO)]):
        await introductions.begin(tx, replace(PAIR, id=f"p{n}", asked_at=at), [replace(ASKED[0], introduction=f"p{n}",
                                                                                     person=one) for one in who])
    await introductions.block(tx, BOB, ADA, NOW)
    await introductions.block(tx, ADA, BOB, NOW)
    await introductions.block(tx, CLEO, DORA, NOW)
    await introductions.block(tx, DORA, BOB, NOW)
    await introductions.set_met(tx, ADA, BOB, NOW)
    await introductions.set_met(tx, ADA, DORA, NOW)
    await introductions.set_met(tx, ADA, CLEO, LONG_AGO)
    barred = [(ADA, BOB), (ADA, DORA), (BOB, DORA), (CLEO, DORA)]
    assert await rounds.bars(tx, "", DORA, LONG_AGO) == barred
    spans = (("", ADA), (ADA, CLEO), (CLEO, DORA))
    assert [await rounds.bars(tx, *span, LONG_AGO) for span in spans] == [barred[:2], barred[2:], []]
    for person in (ADA, BOB, CLEO, DORA):
        others = {one if other == person else other for one, other in barred if person in (one, other)}
        assert await rounds.bars_of(tx, person, LONG_AGO) == others


async def test_one_person_is_read_as_among_everybody(tx):
    for person in (ADA, BOB):
        await introductions.opt_in(tx, person, "weekly", True, NOW)
        await profile.add_interests(tx, person, ["vélo", "compost"], True, NOW)
        await profile.add_interests(tx, person, ["politique"], False, NOW)
        await profile.add_skills(tx, person, {"semis": "helps", "affiches": "can", "compta": "learns"}, NOW)
        for kind, value in {"place": "Lyon", "local_group": "Nord", "languages": "français", "kind": "x"}.items():
            await profile.set_fact(tx, person, kind, value, NOW)
    await agrees(tx, ADA)
    await introductions.begin(tx, PAIR, ASKED)
    await people.pause(tx, ADA, NOW + DAY)
    assert [await rounds.member_row(tx, ADA, NOW)] == await rounds.everybody(tx, "", 10, NOW)
    assert await rounds.member_row(tx, BOB, NOW) is None                # has not agreed


WALKED = ("bars", "bars_of", "meeting", "meeting_page", "meeting_interests", "meeting_skills", "meeting_facts",
          "round_members", "round_bars")


@pytest.mark.parametrize("analysed", [False, True])
async def test_no_page_looks_through_a_whole_table(tx, analysed):
    for n in range(300):
        await people.add(tx, f"@p{n:03}:x", "fr", NOW)
        await introductions.opt_in(tx, f"@p{n:03}:x", "weekly", False, NOW)
        await introductions.begin(tx, replace(PAIR, id=f"i{n}"), [replace(ASKED[0], introduction=f"i{n}",
                                                                                  person=f"@p{n:03}:x")])
    if analysed:
        tx.database.execute("ANALYZE")
    for name in WALKED:
        query = tx.queries[name]
        plan = tx.database.execute(f"EXPLAIN QUERY PLAN {query.sql}", dict.fromkeys(query.parameters, 1))
        steps = [row[3] for row in plan]
        assert [step for step in steps if step.startswith("SCAN") or "AUTOMATIC" in step] == [], (name, steps)


# -------------------------------------------------------------------------------------------------------------- the log
ROUND = Round("r1", NOW, 2**62 + 1, {"interest": 10, "again_days": 182}, 3)
MEMBERS = [RoundMember(0, ADA, {"interests": ["vélo"]}), RoundMember(1, BOB, {}),
           RoundMember(2, CLEO, {"place": "lyon"})]


async def test_a_round_can_be_read_as_it_was_saved(tx):
    await rounds.save_round(tx, ROUND)
    await rounds.add_members(tx, "r1", MEMBERS[2:])
    await rounds.add_members(tx, "r1", MEMBERS)
    await rounds.add_bars(tx, "r1", [(2, 0), (0, 1), (0, 2)])
    assert await rounds.find_round(tx, "r1") == ROUND
    done = replace(ROUND, result=[[0, 1, 2]], rarity={"interests": {"vélo": 1.5}})
    await rounds.save_round(tx, done)
    assert await rounds.find_round(tx, "r1") == done
    assert await rounds.round_members(tx, "r1") == MEMBERS
    assert await rounds.round_bars(tx, "r1") == [(0, 1), (0, 2)]
    assert await rounds.find_round(tx, "r2") is None


async def test_the_last_rounds_come_latest_first(tx):
    saved = [replace(ROUND, id=f"r{n}", at=NOW + n * DAY, result=[]) for n in range(4)]
    for one in saved:
        await rounds.save_round(tx, one)
    assert await rounds.last_rounds(tx, 3) == saved[:0:-1]


async def test_who_was_erased_keeps_a_number_in_a_round_and_nothing_else(tx):
    await rounds.save_round(tx, ROUND)
    await rounds.add_members(tx, "r1", MEMBERS[:2])
    await privacy.erase(tx, ADA)
    await privacy.erase(tx, CLEO)
    await rounds.add_members(tx, "r1", MEMBERS[2:])             # erased while the round was being written down
    assert await rounds.round_members(tx, "r1") == [RoundMember(0, None, None), MEMBERS[1], RoundMember(2, None, None)]


# -------------------------------------------------------------------------------------------------- shown and forgotten
async def test_who_was_asked_sees_what_is_theirs_and_nothing_of_the_other(tx):
    await people.set_name(tx, BOB, "Bob")
    await introductions.begin(tx, PAIR, ASKED)
    await introductions.answer(tx, "i1", ADA, "yes", NOW + DAY, "x1")
    before = await privacy.everything(tx, ADA)
    assert before["introduced"] == [{
        "kind": "pair", "asked_at": int(NOW.timestamp()), "until": int((NOW + WEEK).timestamp()),
        "reasons": '[["interests", "compost", "vélo"], ["place", "Lyon"]]', "answer": "yes",
        "answered_at": int((NOW + DAY).timestamp()), "told": 0, "talked": None, "talked_at": None, "shown": "x1"}]
    await introductions.answer(tx, "i1", BOB, "no", NOW + DAY)
    await introductions.block(tx, BOB, ADA, NOW)
    await introductions.over(tx, "i1", NOW + WEEK)
    assert await privacy.everything(tx, ADA) == before
    assert "bob" not in json.dumps(before).lower()


async def test_whom_they_blocked_and_met_is_shown_to_those_who_did(tx):
    await people.set_name(tx, BOB, "Bob")
    await introductions.block(tx, ADA, BOB, NOW)
    await introductions.set_met(tx, ADA, CLEO, NOW)
    at = int(NOW.timestamp())
    held = {person: await privacy.everything(tx, person) for person in (ADA, BOB, CLEO)}
    for tables in held.values():
        del tables["person"]
    assert held == {ADA: {"met": [{"name": CLEO, "at": at}], "block": [{"name": "Bob", "at": at}]}, BOB: {},
                    CLEO: {"met": [{"name": ADA, "at": at}]}}


async def test_after_an_erasure_the_other_still_waits_as_though_nothing_had_happened(tx):
    await introductions.begin(tx, PAIR, ASKED)
    await introductions.block(tx, BOB, ADA, NOW)
    await introductions.block(tx, ADA, BOB, NOW)
    await introductions.set_met(tx, ADA, BOB, NOW)
    await introductions.opt_in(tx, ADA, "weekly", False, NOW)
    await privacy.erase(tx, ADA)
    assert await introductions.open_of(tx, BOB) == [PAIR]
    assert await introductions.introduced(tx, "i1") == ASKED[1:]
    assert (await introductions.blocked_by(tx, BOB), await rounds.bars_of(tx, BOB, LONG_AGO)) == ([], set())
    assert await privacy.everything(tx, ADA) == {}


async def test_rounds_introductions_and_meetings_are_forgotten_in_their_time(tx):
    await rounds.save_round(tx, ROUND)
    await rounds.add_members(tx, "r1", MEMBERS)
    await rounds.add_bars(tx, "r1", [(0, 1)])
    await introductions.begin(tx, PAIR, ASKED)
    await introductions.met(tx, "i1", NOW)
    await introductions.begin(tx, replace(PAIR, id="i2"), [Introduced("i2", CLEO, "k", ())])

    async def left():
        pairs = await introductions.latest_met_of(tx, ADA, LONG_AGO)
        return (await rounds.find_round(tx, "r1") is not None, len(await rounds.round_members(tx, "r1")),
                len(await rounds.round_bars(tx, "r1")), len(await introductions.introduced(tx, "i1")),
                len(await introductions.open_of(tx, CLEO)), len(pairs))

    seen = {}
    for days in (90, 91, 182, 183, 190, 191):
        await privacy.purge(tx, NOW + days * DAY, **KEPT)
        seen[days] = await left()
    assert seen == {90: (True, 3, 1, 2, 1, 1), 91: (False, 0, 0, 2, 1, 1), 182: (False, 0, 0, 2, 1, 1),
                    183: (False, 0, 0, 0, 1, 1), 190: (False, 0, 0, 0, 0, 1), 191: (False, 0, 0, 0, 0, 0)}
