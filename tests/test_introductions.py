"""Introductions with the whole bot, over half a year, in communities drawn by lot: what may never happen."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

import networkx
import pytest

from engagebot.config import Settings
from engagebot.domain.introductions import Rules, excluded, rarity, score
from engagebot.domain.introductions import bars as bars_of
from engagebot.domain.rounds import facts_from_json
from engagebot.script import Stage
from engagebot.store import rounds

DAY = 86400
AGAIN, EARLY = 182 * DAY, DAY // 2
EVERY = {"weekly": 7, "every-2-weeks": 14, "monthly": 28}
NAME = re.compile(r"qzp\d\d", re.IGNORECASE)
PARIS = ZoneInfo("Europe/Paris")
FIRST = datetime(2026, 3, 3, 18, tzinfo=PARIS)
GOOD = 0.98
SAYS = (
    ["oui"] * 30 + ["non"] * 6 + ["annuler", "pause", "reprends", "stop", "plus de mises en contact", "efface-moi", "<"]
    + ["présente-moi quelqu'un", "reprends"] * 2 + ["block"]
)  # fmt: skip


@dataclass
class Community:
    """What really happened, kept beside the database; people by their first names, times in seconds."""

    stage: Stage
    chance: random.Random
    rhythm: dict[str, str] = field(default_factory=dict)
    speaks: dict[str, set[str]] = field(default_factory=dict)
    trios: set[str] = field(default_factory=set)
    wants: set[str] = field(default_factory=set)
    """They asked for somebody, and were not asked since."""
    anew: set[str] = field(default_factory=set)
    """They left, and came back: their rhythm begins anew."""
    asked: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    together: dict[frozenset[str], int] = field(default_factory=dict)
    """When two were proposed to each other, or met, the last time."""
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Introduction -> who was asked."""
    opened: set[str] = field(default_factory=set)
    """Introductions that have come about."""
    may_name: set[tuple[str, str]] = field(default_factory=set)
    kinds: Counter[str] = field(default_factory=Counter)
    rows_seen: int = 0

    def rows(self, query: str, *values: Any) -> list[Any]:
        return self.stage.store.database.execute(query, values).fetchall()

    async def populate(self, count: int) -> None:
        draw = self.chance
        for n in range(count):
            name = f"qzp{n:02}"
            self.rhythm[name] = draw.choice(["weekly", "weekly", "every-2-weeks", "monthly", "on-request"])
            spoken = draw.choice(["français", "anglais", "français, anglais", "français"])
            self.speaks[name] = set(spoken.split(", "))
            if draw.random() < 0.6:
                self.trios.add(name)
            skills = draw.sample(["graphisme", "cuisine", "bricolage"], 2)
            await self.stage.play(
                f"@ person: {name}; introductions={self.rhythm[name]}; onboarded=yes; languages={spoken}; "
                f"interests={', '.join(draw.sample(['compost', 'apiculture', 'vélo'], draw.randrange(4)))}; "
                f"skills={skills[0]}; learns={skills[1]}; place={draw.choice(['Lyon', 'Brest'])}; "
                f"trios={'yes' if name in self.trios else 'no'}"
            )
        for _ in range(count // 4):
            one, other = draw.sample(sorted(self.rhythm), 2)
            await self.stage.play(f"@ met: {one}, {other}; on=2026-0{draw.choice([1, 2])}-10")
        for a, b, at in self.rows("SELECT a_id, b_id, at FROM met"):
            self.together[frozenset((name_of(a), name_of(b)))] = at

    # ---------------------------------------------------------------------------------------------------- what happens
    async def until(self, at: datetime) -> None:
        await self.stage.play(f"~ until {at:%Y-%m-%dT%H:%M:%S}")
        await self.look()

    async def says(self, name: str, words: str) -> None:
        if words == "block":
            other = self.chance.choice(sorted(self.rhythm))
            self.may_name.add((name, other))
            words = f"ne me présente pas {other.capitalize()}"
        if words.startswith("présente"):
            self.wants.add(name)
        gone = not self.rows("SELECT 1 FROM person WHERE id = ?", id_of(name))
        if gone:
            return
        before = self.rows("SELECT 1 FROM meets WHERE person_id = ?", id_of(name))
        await self.stage.play(f"{name}<" if words == "<" else f"{name}> {words}")
        if words in ("pause", "efface-moi"):
            await self.stage.play(f"{name}> oui")
        if bool(before) != bool(self.rows("SELECT 1 FROM meets WHERE person_id = ?", id_of(name))):
            self.anew.add(name)
        await self.look()

    async def week(self, begin: datetime) -> None:
        """Some answer, at some time; some do something else; then it is an hour before the next round."""
        moments = sorted((self.chance.uniform(0.1, 6.9), name) for name in self.rhythm if self.chance.random() < 0.65)
        for days, name in moments:
            at = begin + timedelta(days=days)
            if at > self.stage.now:
                await self.until(at.astimezone(PARIS))
            await self.says(name, self.chance.choice(SAYS))

    # ---------------------------------------------------------------------------------------------------- what is seen
    async def look(self) -> None:
        self.proposals()
        self.rooms()
        self.words()

    def proposals(self) -> None:
        open_ = Counter(row[0] for row in self.rows(
            "SELECT person_id FROM introduced JOIN introduction ON id = introduction_id WHERE state = 'asked'"))
        assert [person for person, count in open_.items() if count > 1] == []
        for name, kind, at, until in self.rows("SELECT id, kind, asked_at, until FROM introduction ORDER BY seq"):
            if name in self.known:
                continue
            parts = self.rows("SELECT person_id FROM introduced WHERE introduction_id = ?", name)
            who = self.known[name] = tuple(name_of(row[0]) for row in parts)
            self.kinds[kind] += 1
            assert len(who) == {"pair": 2, "trio": 3}[kind] and 7 * DAY - 7200 <= until - at <= 7 * DAY
            assert kind == "pair" or self.trios.issuperset(who)
            assert set.intersection(*(self.speaks[one] for one in who)), "no language in common"
            for one in who:
                self.may_be_asked(one, at)
            for two in combinations(who, 2):
                assert not self.blocked(*two)
                assert at - self.together.get(frozenset(two), -AGAIN) >= AGAIN
                self.together[frozenset(two)] = at

    def may_be_asked(self, name: str, at: int) -> None:
        ((paused, stopped, consents),) = self.rows(
            "SELECT coalesce(paused_until, 0), stopped_at, (SELECT given FROM consent WHERE person_id = person.id "
            "AND purpose = 'introductions' ORDER BY seq DESC LIMIT 1) "
            "FROM person JOIN meets ON person_id = person.id WHERE person.id = ?", id_of(name))
        assert (paused <= at, stopped, consents) == (True, None, 1)
        if name not in self.wants | self.anew:
            assert self.rhythm[name] != "on-request"
            last = self.asked[name][-1:] or [-100 * DAY]
            assert at - last[0] >= EVERY[self.rhythm[name]] * DAY - EARLY
        self.wants.discard(name)
        self.anew.discard(name)
        self.asked[name].append(at)

    def blocked(self, one: str, other: str) -> bool:
        query = "SELECT 1 FROM block WHERE (person_id, other_id) IN ((?, ?), (?, ?))"
        return bool(self.rows(query, id_of(one), id_of(other), id_of(other), id_of(one)))

    def rooms(self) -> None:
        """Of those that were opened since."""
        for (key,) in self.rows("SELECT idem_key FROM outbox WHERE op = 'introduce' AND state = 'sent'"):
            name = key.partition(":")[2]
            if name in self.opened:
                continue
            self.opened.add(name)
            answers = dict(self.rows("SELECT person_id, answer FROM introduced WHERE introduction_id = ?", name))
            assert answers == {id_of(one): "yes" for one in self.known[name]}
            assert not any(self.blocked(*two) for two in combinations(self.known[name], 2))
            for two in combinations(self.known[name], 2):
                self.may_name.update((two, two[::-1]))
                (at,) = self.rows("SELECT met_at FROM introduction WHERE id = ?", name)[0]
                self.together[frozenset(two)] = at

    def words(self) -> None:
        """Nobody is named to anybody before their room, except by whoever reads it."""
        new = self.rows("SELECT seq, person_id, content FROM outbox WHERE seq > ? ORDER BY seq", self.rows_seen)
        self.rows_seen = new[-1][0] if new else self.rows_seen
        said = [(person, content) for _, person, content in new if person]
        said += self.rows("SELECT person_id, slots FROM prompt WHERE state = 'open'")
        for person, content in said:
            for named in {each.lower() for each in NAME.findall(content)} - {name_of(person)}:
                assert (name_of(person), named) in self.may_name, content

    # ------------------------------------------------------------------------------------------------ after each round
    async def round(self, at: datetime) -> None:
        await self.until(at - timedelta(minutes=1))
        before = dict(self.rows("SELECT person_id, left_over FROM meets"))
        await self.until(at + timedelta(minutes=1))
        ((round_id,),) = self.rows("SELECT id FROM round ORDER BY seq DESC LIMIT 1")
        async with self.stage.store.transaction() as tx:
            one, rows = await rounds.find_round(tx, round_id), await rounds.round_members(tx, round_id)
            barred = await rounds.round_bars(tx, round_id)
        assert one and one.result is not None and one.at == at.astimezone(UTC)
        groups = self.rows("SELECT person_id FROM introduced JOIN introduction ON id = introduction_id "
                           "WHERE round_id = ?", round_id)
        asked = {row[0] for row in groups}
        after = dict(self.rows("SELECT person_id, left_over FROM meets"))
        told = {row[0] for row in self.rows("SELECT person_id FROM outbox WHERE idem_key LIKE 'left_over:%' "
                                            "AND queued_at >= ?", int(at.timestamp()))}
        there = {str(row.person) for row in rows}
        for (person,) in self.rows("SELECT person_id FROM outbox WHERE idem_key LIKE 'not_this_time:%' "
                                   "AND queued_at = ?", int(at.timestamp())):  # a week that clocks make shorter
            before[person] += 1
        assert after == {p: 0 if p in asked else n + (p in there) for p, n in before.items()}
        assert told == {person for person in there - asked if before[person] == 0}
        members = [facts_from_json(str(row.n), row.facts or {}) for row in sorted(rows, key=lambda row: row.n)]
        weigh(members, bars_of((str(a), str(b)) for a, b in barred), one.result)

    def ends(self) -> None:
        """Whoever said yes heard one thing, and whoever did not heard nothing; whoever was silent three times, so."""
        heard = Counter(row[0] for row in self.rows("SELECT idem_key FROM outbox WHERE idem_key LIKE 'not_this_%'"))
        times = dict(self.rows("SELECT idem_key, queued_at FROM outbox WHERE idem_key LIKE 'not_this_%'"))
        for name, person, said, state, until in self.rows(
            "SELECT introduction_id, person_id, answer, state, until FROM introduced "
            "JOIN introduction ON id = introduction_id"
        ):
            key = f"not_this_time:{name}:{person}"
            assert heard[key] == int(said == "yes" and state == "over"), (name, person, said, state)
            assert (name in self.opened) == (state == "met") or self.undelivered(name)
            if key in times and not self.rows("SELECT 1 FROM outbox WHERE idem_key = ?", f"introduce:{name}"):
                assert times[key] == until
        for (key,) in self.rows("SELECT idem_key FROM outbox WHERE idem_key LIKE 'introductions_stopped:%'"):
            person, at = key.removeprefix("introductions_stopped:").rsplit(":", 1)
            answers = [row[0] for row in self.rows(
                "SELECT answer FROM introduced JOIN introduction ON id = introduction_id WHERE person_id = ? "
                "AND until <= ? ORDER BY seq", person, int(at))]
            assert answers[-3:] == [None] * 3

    def undelivered(self, name: str) -> bool:
        """Its room waits for the morning."""
        return bool(self.rows("SELECT 1 FROM outbox WHERE idem_key = ? AND state = 'queued'", f"introduce:{name}"))


def weigh(members: list[Any], barred: Any, result: list[list[int]]) -> None:
    """What was put together weighs as much as could be."""
    graph, rarest = networkx.Graph(), rarity(members)
    for one, other in combinations(members, 2):
        if not excluded(one, other, barred) and (found := score(one, other, rarest, Rules())):
            graph.add_edge(one.id, other.id, weight=found.weight)
    most = sum(graph.edges[edge]["weight"] for edge in networkx.max_weight_matching(graph))
    pairs = [[graph.edges[two]["weight"] for two in combinations(map(str, group), 2) if graph.has_edge(*two)]
             for group in result]
    assert sum(max(weights) for weights in pairs) >= GOOD * most


def id_of(name: str) -> str:
    return f"@{name}:console"


def name_of(person: str) -> str:
    return person[1:].partition(":")[0]


@pytest.mark.parametrize("seed", range(4))
async def test_over_half_a_year_nobody_is_wronged(seed):
    chance = random.Random(seed)
    stage = await Stage.open(Settings(_env_file=None))
    try:
        community = Community(stage, chance)
        await community.populate(chance.randrange(8, 26))
        for week in range(30):
            at = FIRST + timedelta(weeks=week)
            await community.round(at)
            await community.week(at)
        community.ends()
        assert community.kinds["pair"] and community.opened
    finally:
        await stage.close()
