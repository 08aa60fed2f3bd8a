"""Many rounds one after the other, in communities drawn by lot: what may never happen, and how good the pairs are."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations

import networkx
import pytest

from engagebot.config import Settings, shipped
from engagebot.domain.introductions import Member, Rules, rarity, score
from engagebot.domain.rounds import facts_from_json
from engagebot.rounds import Rounds
from engagebot.store import introductions, people, profile, rounds
from engagebot.store.introductions import Introduced, Introduction
from engagebot.store.sqlite import Store
from tests.test_rounds import meets

BEGIN = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WEEKS = (0, 1, 2, 3, 4, 5, 6, 7, 34, 35)
"""The last ones come so late that the first pairs may be proposed again."""
EVERY_DAYS = {"weekly": 7, "every_2_weeks": 14, "monthly": 28}
AGAIN = 182 * DAY
GOOD = 0.98
TALK = {"fr": {"fr"}, "en": {"en"}, "fr, en": {"fr", "en"}}

Pair = frozenset[str]


@dataclass
class Community:
    """What really happened, kept beside the database."""

    store: Store
    chance: random.Random
    rhythm: dict[str, str] = field(default_factory=dict)
    speaks: dict[str, set[str]] = field(default_factory=dict)
    asked: defaultdict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    proposed: defaultdict[Pair, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    blocked: set[Pair] = field(default_factory=set)
    paused: set[str] = field(default_factory=set)
    waiting: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Introduction -> who is asked in it, while it waits for answers."""

    async def populate(self, count: int) -> None:
        async with self.store.transaction() as tx:
            for n in range(count):
                person, spoken = f"@p{n:02}:x", self.chance.choice(list(TALK))
                self.rhythm[person] = self.chance.choice([*EVERY_DAYS, "weekly", "on_request"])
                self.speaks[person] = TALK[spoken]
                some = self.chance.sample([f"i{k}" for k in range(12)], self.chance.randrange(5))
                await meets(tx, person, some, rhythm=self.rhythm[person], trios=self.chance.random() < 0.5,
                            languages=spoken, place=self.chance.choice(["", "Lyon", "Brest"]))
                skills = self.chance.sample(["posters", "cooking", "web"], 2)
                await profile.add_skills(tx, person, {skills[0]: "can", skills[1]: "learns"}, BEGIN)
            for _ in range(count // 4):
                one, other = self.chance.sample(sorted(self.rhythm), 2)
                await introductions.block(tx, one, other, BEGIN)
                self.blocked.add(frozenset((one, other)))

    async def week(self, at: datetime) -> None:
        """Some answers come in, some introductions are over, some people pause."""
        async with self.store.transaction() as tx:
            for name in sorted(self.waiting):
                if self.chance.random() < 0.7:
                    ended = introductions.met if self.chance.random() < 0.5 else introductions.over
                    await ended(tx, name, at)
                    del self.waiting[name]
            self.paused = {person for person in sorted(self.rhythm) if self.chance.random() < 0.1}
            for person in self.rhythm:
                await people.pause(tx, person, at + DAY if person in self.paused else None)

    def may_take_part(self, at: datetime) -> set[str]:
        busy = self.paused.union(*self.waiting.values())
        return {person for person, rhythm in self.rhythm.items() if person not in busy and rhythm in EVERY_DAYS
                and all(at - last >= EVERY_DAYS[rhythm] * DAY for last in self.asked[person][-1:])}

    def may_meet(self, one: str, other: str, at: datetime) -> bool:
        two = frozenset((one, other))
        return bool(two not in self.blocked and self.speaks[one] & self.speaks[other]
                    and all(at - last >= AGAIN for last in self.proposed[two]))

    async def propose(self, round_id: str, groups: Collection[Sequence[str]], at: datetime) -> None:
        async with self.store.transaction() as tx:
            for n, who in enumerate(groups):
                name, kind = f"{round_id}-{n}", "pair" if len(who) == 2 else "trio"
                one = Introduction(name, kind, at, at + 7 * DAY, round_id)
                await introductions.begin(tx, one, [Introduced(name, person, "k", ()) for person in who])
                await introductions.asked_now(tx, who, at)
                self.waiting[name] = tuple(who)
                for person in who:
                    self.asked[person].append(at)
                for two in combinations(who, 2):
                    self.proposed[frozenset(two)].append(at)


def optimum(members: Sequence[Member], community: Community, at: datetime) -> tuple[float, dict[Pair, int]]:
    """(what the heaviest pairing weighs, what each pair that may be weighs)"""
    rarest, graph, weights = rarity(members), networkx.Graph(), dict[Pair, int]()
    for one, other in combinations(members, 2):
        found = score(one, other, rarest, Rules())
        if found and community.may_meet(one.id, other.id, at):
            graph.add_edge(one.id, other.id, weight=found.weight)
            weights[frozenset((one.id, other.id))] = found.weight
    return sum(weights[frozenset(two)] for two in networkx.max_weight_matching(graph)), weights


@pytest.mark.parametrize("seed", range(5))
async def test_over_many_rounds_nobody_is_asked_too_often_or_with_somebody_they_must_not_meet(seed):
    chance = random.Random(seed)
    store = await Store.open(":memory:", shipped("storage"))
    try:
        community = Community(store, chance)
        await community.populate(chance.randrange(20, 61))
        again = 0
        for week in WEEKS:
            at = BEGIN + week * 7 * DAY
            await community.week(at)
            again += await one_round(community, f"r{week}", at)
        assert again, "nobody was introduced a second time after half a year: then that was not looked at"
    finally:
        await store.close()


async def one_round(community: Community, round_id: str, at: datetime) -> int:
    """How many pairs had been proposed before, long ago."""
    expected = community.may_take_part(at)
    await Rounds(community.store, Settings(_env_file=None), here=True).play(round_id, at)
    async with community.store.transaction() as tx:
        one = await rounds.find_round(tx, round_id)
        rows = await rounds.round_members(tx, round_id)
    assert one and one.result is not None
    who = {row.n: str(row.person) for row in rows}
    assert set(who.values()) == expected
    groups = [[who[n] for n in numbers] for numbers in one.result]
    asked = [person for group in groups for person in group]
    assert len(asked) == len(set(asked))
    pairs = [frozenset(two) for group in groups for two in combinations(group, 2)]
    assert [two for two in pairs if not community.may_meet(*two, at)] == []
    members = [facts_from_json(who[row.n], row.facts or {}) for row in rows]
    best, weights = optimum(members, community, at)
    heaviest = [max(weights.get(frozenset(two), 0) for two in combinations(group, 2)) for group in groups]
    assert sum(heaviest) >= GOOD * best
    trios = {member.id for member in members if member.trios}
    assert [group for group in groups if len(group) == 3 and not trios.issuperset(group)] == []
    again = sum(bool(community.proposed[two]) for two in pairs)
    await community.propose(round_id, groups, at)
    async with community.store.transaction() as tx:
        await introductions.left_over(tx, sorted(expected - set(asked)))
    return again
