"""Calls for help as they are written down, and whom one may reach: what is found is what the rule says."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engagebot.audience import Audience, audience
from engagebot.config import shipped
from engagebot.domain.calls import BARRED, Call, Filter, Person, Rules, best, fit
from engagebot.domain.matching import place_key, plain
from engagebot.domain.waves import Offer
from engagebot.store import calls, outbox, people, privacy, profile, roles, rooms
from engagebot.store.calls import OFFERED, Called
from engagebot.store.sqlite import Store
from engagebot.understanding.languages import languages

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADA, BOB, CLEO, OLGA = (f"@{name}:example.org" for name in ("ada", "bob", "cleo", "olga"))
RULES = Rules()
WORDS = "Qui vient coller des affiches ?"
CALL = Call("c1", "help", WORDS, OLGA, "fr", 2, Filter(skills=frozenset({"affiches"})), 60, "communication")


@pytest.fixture
async def store():
    opened = await Store.open(":memory:", shipped("storage"))
    async with opened.transaction() as tx:
        for person in (ADA, BOB, CLEO, OLGA):
            await people.add(tx, person, "fr", NOW)
    yield opened
    await opened.close()


@pytest.fixture
async def tx(store):
    async with store.transaction() as begun:
        yield begun


async def opened(tx, call=CALL, at=NOW) -> Call:
    await calls.add(tx, call, at)
    await calls.begin(tx, call.id, at)
    return replace(call, state="open", written_at=at, begun_at=at)


# --------------------------------------------------------------------------------------------------- as written down
async def test_a_call_is_written_once_and_is_as_it_was(tx):
    full = replace(CALL, urgent=True, audience=Filter(places=frozenset({"lyon"}), newcomers=False))
    assert [await calls.add(tx, full, NOW) for _ in range(2)] == [True, False]
    assert await calls.find(tx, "c1") == replace(full, written_at=NOW)
    assert await calls.find(tx, "c2") is None
    assert await calls.in_state(tx, "draft") == [replace(full, written_at=NOW)]


async def test_a_draft_can_be_reworded_and_who_had_confirmed_it_confirms_it_no_more(tx):
    await calls.add(tx, CALL, NOW)
    assert [await calls.confirm(tx, "c1", organiser, NOW) for organiser in (ADA, ADA, BOB)] == [True, False, True]
    assert await calls.confirmations(tx, "c1") == [ADA, BOB]
    other = replace(CALL, words="Qui vient samedi ?", need=5, audience=Filter(), minutes=None, topic="", kind="show")
    assert await calls.reword(tx, other)
    assert (await calls.find(tx, "c1"), await calls.confirmations(tx, "c1")) == (replace(other, written_at=NOW), [])
    await calls.begin(tx, "c1", NOW)
    assert not await calls.reword(tx, CALL)
    assert not await calls.confirm(tx, "c1", ADA, NOW)


async def test_a_wave_asks_nobody_twice_and_nobody_when_it_is_over(tx):
    await calls.add(tx, CALL, NOW)
    assert await calls.wave(tx, "c1", {ADA: "k1"}, NOW) == []  # nobody has begun it
    assert await calls.begin(tx, "c1", NOW)
    assert await calls.wave(tx, "c1", {ADA: "k1", BOB: "k2"}, NOW) == [ADA, BOB]
    assert await calls.wave(tx, "c1", {BOB: "k3", CLEO: "k4"}, NOW + DAY) == [CLEO]
    assert await calls.called_in(tx, "c1") == [
        Called("c1", ADA, 1, "k1", NOW), Called("c1", BOB, 1, "k2", NOW),
        Called("c1", CLEO, 2, "k4", NOW + DAY)]  # fmt: skip
    found = await calls.find(tx, "c1")
    assert (found.waves, found.last_wave_at) == (2, NOW + DAY)
    assert await calls.end(tx, "c1", "cancelled", NOW + DAY)
    assert await calls.wave(tx, "c1", {OLGA: "k5"}, NOW + 2 * DAY) == []
    assert (await calls.find(tx, "c1")).waves == 2


async def test_an_answer_can_be_changed_and_a_yes_needs_a_call_that_goes_on(tx):
    await opened(tx)
    await calls.wave(tx, "c1", {ADA: "k1", BOB: "k2", CLEO: "k3"}, NOW)
    assert not await calls.answer(tx, "c1", ADA, "withdrawn", NOW)
    assert await calls.answer(tx, "c1", ADA, "no", NOW)
    assert [await calls.answer(tx, "c1", ADA, "yes", NOW + HOUR) for _ in range(2)] == [True, False]
    assert await calls.called(tx, "c1", ADA) == Called("c1", ADA, 1, "k1", NOW, "yes", NOW + HOUR)
    assert await calls.counts(tx, "c1") == {"asked": 2, "yes": 1}
    await calls.end(tx, "c1", "exhausted", NOW + DAY)
    assert await calls.answer(tx, "c1", BOB, "yes", NOW + DAY)
    assert await calls.end(tx, "c1", "found", NOW + DAY)
    assert not await calls.end(tx, "c1", "cancelled", NOW + DAY)
    assert not await calls.answer(tx, "c1", CLEO, "yes", NOW + DAY)
    assert await calls.answer(tx, "c1", CLEO, "never_topic", NOW + DAY)
    assert await calls.answer(tx, "c1", BOB, "withdrawn", NOW + DAY)
    assert not await calls.answer(tx, "c1", OLGA, "no", NOW)
    assert await calls.counts(tx, "c1") == {"yes": 1, "never_topic": 1, "withdrawn": 1}


async def test_calls_that_still_look_for_somebody_are_found_by_who_was_asked_latest_first(tx):
    for n in range(3):
        await opened(tx, replace(CALL, id=f"c{n}"), NOW)
        await calls.wave(tx, f"c{n}", {ADA: f"k{n}"}, NOW + n * HOUR)
    await calls.end(tx, "c1", "found", NOW)
    assert [one.call for one in await calls.open_of(tx, ADA)] == ["c2", "c0"]
    assert await calls.open_of(tx, BOB) == []


async def test_who_offers_themselves_in_a_room_is_in_it_once_and_their_reaction_is_known(tx):
    await opened(tx)
    await calls.wave(tx, "c1", {ADA: "k1"}, NOW)
    assert [await calls.offer(tx, "c1", BOB, NOW, "$r1") for _ in range(2)] == [True, False]
    assert await calls.offer(tx, "c1", ADA, NOW, "$r2")
    assert await calls.called(tx, "c1", BOB) == Called("c1", BOB, OFFERED, "", NOW, "yes", NOW, None, "$r1")
    assert await calls.called(tx, "c1", ADA) == Called("c1", ADA, 1, "k1", NOW, "yes", NOW, None, "$r2")
    assert (await calls.by_reaction(tx, "$r2"), await calls.by_reaction(tx, "$r3")) == (("c1", ADA), None)
    await calls.end(tx, "c1", "found", NOW)
    assert not await calls.offer(tx, "c1", CLEO, NOW, "$r3")


async def test_yeses_that_nobody_followed_up_wait_longest_first_and_those_of_a_cancelled_call_do_not(tx):
    for n, person in enumerate((ADA, BOB)):
        await opened(tx, replace(CALL, id=f"c{n}"))
        await calls.wave(tx, f"c{n}", {person: "k", CLEO: "k"}, NOW)
        await calls.answer(tx, f"c{n}", CLEO, "yes", NOW + HOUR)
        await calls.answer(tx, f"c{n}", person, "yes", NOW + n * DAY)
    assert await calls.offers_waiting(tx) == [
        Offer("c0", ADA, NOW), Offer("c0", CLEO, NOW + HOUR), Offer("c1", CLEO, NOW + HOUR),
        Offer("c1", BOB, NOW + DAY)]  # fmt: skip
    assert [await calls.followed_up(tx, "c0", ADA, NOW + DAY) for _ in range(2)] == [True, False]
    await calls.end(tx, "c1", "cancelled", NOW)
    assert await calls.offers_waiting(tx) == [Offer("c0", CLEO, NOW + HOUR)]


async def test_topics_are_refused_until_they_are_not(tx):
    for topic in ("jardin", "compta", "jardin"):
        await calls.refuse(tx, ADA, topic, NOW)
    assert await calls.refused(tx, ADA) == ["compta", "jardin"]
    await calls.refuse_no_more(tx, ADA, "jardin")
    assert (await calls.refused(tx, ADA), await calls.refused(tx, BOB)) == (["compta"], [])


async def test_a_call_that_has_become_a_task_says_which(tx):
    call = await opened(tx)
    await calls.became(tx, "c1", "t1")
    assert await calls.find(tx, "c1") == replace(call, task="t1")


async def test_who_is_erased_leaves_the_calls_that_went_out_and_takes_the_drafts(tx):
    call = await opened(tx)
    await calls.wave(tx, "c1", {ADA: "k1", BOB: "k2"}, NOW)
    await calls.add(tx, replace(CALL, id="c2"), NOW)
    for person in (OLGA, BOB):
        await privacy.erase(tx, person)
    found = await calls.find(tx, "c1")
    assert (found, await calls.find(tx, "c2")) == (replace(call, author=None, waves=1, last_wave_at=NOW), None)
    assert [one.person for one in await calls.called_in(tx, "c1")] == [ADA]


async def test_a_call_is_forgotten_half_a_year_after_its_end_with_who_was_asked(tx):
    days = {"inbox_days": 30, "outbox_days": 30, "silent_days": 3650, "rounds_days": 90, "introductions_days": 182,
            "met_days": 190, "calls_days": 182}  # fmt: skip
    for n in range(2):
        await opened(tx, replace(CALL, id=f"c{n}"))
        await calls.wave(tx, f"c{n}", {ADA: "k"}, NOW)
    await calls.end(tx, "c0", "found", NOW + DAY)
    await privacy.purge(tx, NOW + 183 * DAY, **days)
    assert await calls.find(tx, "c0")
    await privacy.purge(tx, NOW + 183 * DAY + HOUR, **days)
    assert (await calls.find(tx, "c0"), await calls.called_in(tx, "c0")) == (None, [])
    assert await calls.find(tx, "c1")


# ------------------------------------------------------------------------------------------------- whom it may reach
SKILLS, INTERESTS = ("affiches", "photo", "compta"), ("velo", "miel")
DAYS = ("sat-morning", "sun-evening", "mon-morning")
PLACES = ("Lyon", "lyon", "Lyon 3e", "Brest", "Saint-Étienne")
SPOKEN = ("français", "anglais et espagnol", "un peu d'allemand", "French, Spanish", "le silence")
GROUPS = ("!garden:x", "!posters:x")


async def a_person(tx, chance: random.Random, n: int) -> Person:
    """Written down, and as the rule should see them."""
    person, locale = f"@p{n}:x", chance.choice(["fr", "fr", "fr@vous", "en"])
    await people.add(tx, person, locale, NOW - 90 * DAY)
    skills = {skill: chance.choice(["can", "helps", "learns"]) for skill in chance.sample(SKILLS, chance.randint(0, 2))}
    interests = frozenset(chance.sample(INTERESTS, chance.randint(0, 2)))
    days = frozenset(chance.sample(DAYS, chance.randint(0, 2)))
    await profile.add_skills(tx, person, skills, NOW)
    await profile.add_interests(tx, person, interests, chance.random() < 0.5, NOW)
    await profile.set_availability(tx, person, days, NOW)
    told = {"place": chance.choice(["", *PLACES]), "languages": chance.choice(["", *SPOKEN]),
            "local_group": chance.choice(["", "", "Groupe Nord"])}  # fmt: skip
    for kind, value in told.items():
        if value:
            await profile.set_fact(tx, person, kind, value, NOW)
    consents = False
    for k in range(chance.choice([0, 1, 1, 1, 2, 3])):
        consents = chance.random() < 0.8
        await profile.consent(tx, person, "contact", consents, "1", f"${n}.{k}", NOW)
    onboarded = NOW - timedelta(days=chance.choice([5, 29, 31, 80])) if chance.random() < 0.9 else None
    if onboarded:
        await people.onboarded(tx, person, onboarded)
    pause = chance.choice([None, None, None, NOW + DAY, NOW - DAY])
    await people.pause(tx, person, pause)
    gone, silent = chance.random() < 0.1, chance.choice([0, 0, 0, 1, 3, 4])
    await rooms.joined(tx, rooms.Room(f"!{n}", "direct", person, True), NOW)
    if gone:
        await rooms.left(tx, f"!{n}", NOW)
    for _ in range(silent):
        await people.started_something(tx, person)
    reached = 0
    for k in range(chance.choice([0, 0, 2, 3, 5])):
        at, purpose = NOW - DAY * chance.choice([1, 6, 8]), chance.choice(["contact", "contact", "reply"])
        await outbox.queue(tx, key=f"{n}.{k}", op="say", content={}, at=at, caused_by="timer", person=person,
                           purpose=purpose)  # fmt: skip
        await outbox.sent(tx, f"{n}.{k}", f"$s{n}.{k}", f"!{n}", at)
        reached += purpose != "reply" and at > NOW - 7 * DAY
    refused = frozenset(chance.sample(["communication", "jardin"], chance.choice([0, 0, 1])))
    for topic in refused:
        await calls.refuse(tx, person, topic, NOW)
    said = languages(told["languages"])
    return Person(
        person,
        skills,
        interests,
        place_key(told["place"]),
        said | {locale.partition("@")[0]},
        days,
        frozenset({plain(told["local_group"])} - {""}),
        onboarded is None or onboarded > NOW - 30 * DAY,
        consents,
        gone,
        pause is not None and pause > NOW,
        refused,
        unanswered=silent,
        reached=reached,
    )


def asked_for(chance: random.Random) -> Filter:
    def some(among, share=0.25, most=2):
        return frozenset(chance.sample(among, chance.randint(1, most))) if chance.random() < share else frozenset()

    return Filter(
        some(SKILLS, 0.4),
        chance.random() < 0.3,
        some(SKILLS, 0.1),
        some(INTERESTS),
        some([place_key(place) for place in PLACES]),
        some(["fr", "en", "es"], 0.2),
        some(DAYS),
        some([*GROUPS, "groupe nord"], 0.3),
        some([*GROUPS, "groupe nord"], 0.1),
        chance.choice([None, None, None, True, False]),
    )


@pytest.mark.parametrize("seed", range(6))
async def test_whom_a_call_may_reach_is_what_the_rule_says_of_each_person(store, seed):
    chance = random.Random(seed)
    async with store.transaction() as tx:
        for known in (ADA, BOB, CLEO, OLGA):
            await privacy.erase(tx, known)
        crowd = {one.id: one for one in [await a_person(tx, chance, n) for n in range(80)]}
        for group in GROUPS:
            members = chance.sample(sorted(crowd), 30)
            await roles.set_members(tx, group, members, NOW)
            for one in members:
                crowd[one] = replace(crowd[one], groups=crowd[one].groups | {group})
        await calls.add(tx, replace(CALL, id="before", urgent=True), NOW - 90 * DAY)
        await calls.begin(tx, "before", NOW - 90 * DAY)
        long_ago, lately = chance.sample(sorted(crowd), 10), chance.sample(sorted(crowd), 10)
        called = await calls.wave(tx, "before", dict.fromkeys(long_ago, "k"), NOW - 60 * DAY)
        last = dict.fromkeys(called, NOW - 60 * DAY)
        last |= dict.fromkeys(await calls.wave(tx, "before", dict.fromkeys(lately, "k"), NOW - DAY), NOW - DAY)
        call = await opened(tx, replace(CALL, urgent=True))
        last |= dict.fromkeys(await calls.wave(tx, "c1", dict.fromkeys(sorted(crowd)[:6], "k"), NOW), NOW)
    for one in crowd.values():
        urgently = one.id in last and last[one.id] > NOW - RULES.urgent_again
        crowd[one.id] = replace(one, asked=one.id in sorted(crowd)[:6], urgent_lately=urgently)
    for n in range(40):
        author, language = chance.choice(sorted(crowd)), chance.choice(["fr", "en"])
        topic = chance.choice(["", "jardin"])
        meant = replace(call, audience=asked_for(chance), author=author, language=language, topic=topic)
        meant = replace(meant, urgent=chance.random() < 0.5)
        found = await audience(store, meant, NOW, RULES, "contact")
        outcomes = {one.id: fit(one, meant, RULES) for one in crowd.values()}
        able: dict = {}
        for one, outcome in outcomes.items():
            if isinstance(outcome, int):
                able.setdefault((outcome, last.get(one)), set()).add(one)
        counts = {reason: sum(outcome == reason for outcome in outcomes.values()) for reason in BARRED}
        several = sum(len(crowd[one].groups & meant.audience.groups) > 1 for one, outcome in outcomes.items()
                      if isinstance(outcome, int) or outcome in BARRED)  # fmt: skip
        assert {standing: set(some) for standing, some in found.able.items()} == able, n
        assert found.left_out == {reason: count for reason, count in counts.items() if count}
        assert found.doubles == several
        assert found.best("c1", 8) == best(able, "c1", 8)


async def test_members_of_a_room_whom_the_bot_does_not_know_have_agreed_to_nothing(store):
    async with store.transaction() as tx:
        await profile.consent(tx, ADA, "contact", True, "1", "$1", NOW)
        await roles.set_members(tx, "!g", [ADA, "@stranger:x", OLGA], NOW)
    meant = replace(CALL, audience=Filter(groups=frozenset({"!g"})))
    found = await audience(store, meant, NOW, RULES, "contact")
    assert found == Audience({(0, None): {ADA}}, {"author": 1, "no_consent": 1})
    assert (found.count, found.meant, found.later, found.best("c1")) == (1, 3, 0, [ADA])
