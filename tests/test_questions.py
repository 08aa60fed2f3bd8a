"""Questions to referents, as they are really carried: what must hold whatever people do, in whatever order."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagebot.app import build
from engagebot.commit import House
from engagebot.config import Settings, shipped
from engagebot.domain.association import Entry
from engagebot.engine.events import Departure, Event
from engagebot.scheduler import fire_due
from engagebot.script import Stage, jardin
from engagebot.store import inbox
from engagebot.store.outbox import Outgoing
from engagebot.store.sqlite import Store
from engagebot.transport import Delivery
from engagebot.transport.console import Console

PARIS = ZoneInfo("Europe/Paris")
HOLIDAYS = {date(2026, 7, 14), date(2026, 8, 15), date(2026, 11, 1), date(2026, 11, 11), date(2026, 12, 25)}
"""Of France, in the months in which the examples play."""
ORGANISERS, COMMON = "#organisateurs", "#taches"
ASKERS = ("ada", "nora", "bruno")
REFERENTS = ("bruno", "chloe", "dora", "emil")
EVERYBODY = (*dict.fromkeys((*ASKERS, *REFERENTS, "hugo")),)
MARK = "zq"
"""Each question holds a word of its own that begins with this, by which it is known wherever it is shown."""


ANSWERING = {
    "answers": ("> 1", "> Il faut voir avec @chloe:console, elle sait.", "> c’est tout"),
    "replies": ("^> Serre le câble, ou https://matrix.to/#/%40dora%3Aconsole le fera.",),
    "declines": ("> 3",),
    "names": ("> 2", "> Hugo"),
    "rests": ("> mets-moi hors rotation",),
    "pauses": ("> pause de 3 jours",),
    "stops": ("> je ne veux plus être référent", "> tout"),
    "erases": ("> efface mes données", "> oui"),
}
"""What somebody does who is asked."""
ASKING = {
    "thanks": ("^> merci !",),
    "asks_more": ("^> Et comment fait-on avec @emil:console ?",),
    "helped": ("> 1", "> non"),
    "asks_others": ("> 2", "> oui"),
    "widens": ("> 2",),
    "drops": ("> je n’ai plus besoin de réponse", "> 1"),
    "pauses": ("> pause de 3 jours",),
    "erases": ("> efface mes données", "> oui"),
}
"""What somebody does who has asked."""


def _name(person: str) -> str:
    return person.removeprefix("@").partition(":")[0]


@cache
def house() -> House:
    association = replace(
        jardin(),
        topics=tuple(Entry(name, {"": name}) for name in ("vélo", "comptabilité")),
        tasks_room=COMMON,
        organisers_room=ORGANISERS,
    )
    return build(Settings(_env_file=None), association)


class Post(Console):
    """Keeps all that was ever delivered, with its moment."""

    def __init__(self, played: Played) -> None:
        Console.__init__(self)
        self.played = played

    async def deliver(self, row: Outgoing) -> Delivery:
        self.played.check_delivery(row)
        return await Console.deliver(self, row)


@dataclass(slots=True)
class Played:
    """One example: the stage, and what has to be remembered of the past to judge what comes."""

    stage: Stage = field(init=False)
    asked: int = 0
    rounds: dict[str, set[int]] = field(default_factory=dict)
    """Question -> when its clocks began."""
    askers: dict[str, tuple[str, bool]] = field(default_factory=dict)
    """Mark -> (who asks, named)."""
    marks: dict[str, str] = field(default_factory=dict)
    """Question -> mark."""
    concerned: dict[str, set[str]] = field(default_factory=dict)
    """Mark -> whoever asked it, was asked it, or answered it below a card in a room."""
    put: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """(person, mark) -> keys of what reached them on the bot's initiative."""
    widened: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)

    # ------------------------------------------------------------------------------------------------- what is played
    async def lines(self, lines: Sequence[str]) -> None:
        for line in lines:
            who, _, what = line.partition(" ")
            match who:
                case "ask":
                    await self.ask(*what.split())
                case "asked":
                    await self.answers(*what.split())
                case "asker":
                    await self.goes_on(*what.split())
                case "leaves":
                    await self.event(Event(f"$left{self.stage.count}", *self.now_of(what), Departure()))
                case "down":
                    await self.down(timedelta(hours=int(what)))
                case "restart":
                    for event in self.events[-8:]:
                        await self.event(event)
                case _:
                    await self.say(line)

    def now_of(self, who: str) -> tuple[datetime, str, str, bool]:
        self.stage.count += 1
        return self.stage.now, f"@{who}:console", f"!{who}", True

    async def ask(self, who: str, topic: str, named: str) -> None:
        self.asked += 1
        mark = f"{MARK}{self.asked}x"
        await self.say(f"{who}> j’ai une question : qui sait réparer le {mark} de @hugo:console ?")
        for answer in (topic, named):
            if answer == topic == "skip":
                answer = "passer"
            await self.say(f"{who}> {answer}")

    async def answers(self, n: str, how: str) -> None:
        """One of those who are asked something now does what people do then."""
        there = self.rows(
            "SELECT DISTINCT person_id FROM asking JOIN question ON question.id = question_id"
            " WHERE question.state = 'open' AND asking.state IN ('asked', 'nudged') ORDER BY person_id"
        )
        if there:
            who = _name(there[int(n) % len(there)][0])
            for line in ANSWERING[how]:
                await self.say(f"{who}{line}")

    async def goes_on(self, n: str, how: str) -> None:
        """One of those who have asked something does."""
        there = self.rows(
            "SELECT asker_id FROM question WHERE asker_id IS NOT NULL AND state <> 'withdrawn' ORDER BY seq"
        )
        if there:
            who = _name(there[int(n) % len(there)][0])
            for line in ASKING[how]:
                await self.say(f"{who}{line}")

    async def say(self, line: str) -> None:
        """A word, a reaction, a reply; what cannot be said (no message to reply to) is not said."""
        place = line.split(">")[0].split("#")[-1].rstrip("^+ 👍")
        if ("^>" in line or "+ " in line) and not self.stage._messages.get(f"#{place}" if "#" in line else place):
            return
        said = await self.stage.play(line)
        assert not any("s’est mal passé" in one or "went wrong" in one for one in said), (line, said)
        self.check_timers()

    async def event(self, event: Event) -> None:
        for _ in range(2):
            await self.stage.handle(event)
        self.check_timers()

    async def down(self, how_long: timedelta) -> None:
        """The bot does not run for a while; then all that became due is found at once, and told twice."""
        stage = self.stage
        stage.now += how_long
        await fire_due(stage.store, stage.now)
        async with stage.store.transaction() as tx:
            waiting = [event for _, event in await inbox.waiting(tx)]
        for event in waiting:
            for _ in range(2):
                await stage.handle(event)
        await stage.sender.drain()
        self.check_timers()

    # ------------------------------------------------------------------------------------------------- what must hold
    def rows(self, sql: str) -> list[tuple]:
        return self.stage.store.database.execute(sql).fetchall()

    def look(self) -> None:
        """Remember who was asked what."""
        for question, asker, words, named, clock, widened in self.rows(
            "SELECT id, asker_id, words, named, clock_at, widened FROM question"
        ):
            self.rounds.setdefault(question, set()).add(clock)
            mark = self.marks.get(question) or next((w for w in words.split() if w.startswith(MARK)), "")
            if not mark:
                continue
            self.marks[question] = mark
            if asker:
                self.askers[mark] = (asker, bool(named))
                self.concerned.setdefault(mark, set()).add(asker)
            if widened:
                self.widened.add(mark)
        for question, person in self.rows(
            "SELECT question_id, person_id FROM asking UNION SELECT question_id, from_id FROM relay"
        ):
            if question in self.marks:
                self.concerned[self.marks[question]].add(person)

    def check_delivery(self, row: Outgoing) -> None:
        self.look()
        if row.op not in ("say", "edit"):
            return
        body = str(row.content["body"])
        assert "@" not in body, body
        mine = row.key.startswith(("ask:", "nudge:"))
        if row.person and row.op == "say" and (row.purpose != "reply" or mine):
            self.check_hour(row)
        for mark in {word.strip("“”?»«.,()") for word in body.split() if MARK in word}:
            self.check_seen(row, mark, body)
            if mine and row.person:
                keys = self.put.setdefault((row.person, mark), [])
                keys.append(row.key)
                rounds = sum(len(self.rounds[one]) for one, its in self.marks.items() if its == mark)
                asks = [key for key in keys if key.startswith("ask:")]
                assert len(asks) <= rounds and len(keys) - len(asks) <= rounds, keys

    def check_hour(self, row: Outgoing) -> None:
        local = self.stage.now.astimezone(PARIS)
        assert 9 <= local.hour < 21 and local.weekday() != 6 and local.date() not in HOLIDAYS, (local, row)
        until = self.stage.store.database.execute(
            "SELECT paused_until FROM person WHERE id = ?", (row.person,)
        ).fetchone()
        assert not until or not until[0] or until[0] <= self.stage.now.timestamp(), row

    def check_seen(self, row: Outgoing, mark: str, body: str) -> None:
        asker, named = self.askers.get(mark, ("", True))
        if row.room:
            assert row.room == ORGANISERS or (row.room == COMMON and mark in self.widened), (row, mark)
        elif row.person != "@olga:console":
            assert mark not in self.askers or row.person in self.concerned[mark], (row, self.concerned.get(mark))
        name = asker.removeprefix("@").split(":")[0].capitalize()
        others = row.room or (row.person != asker and row.key.startswith(("ask:", "nudge:", "relay:")))
        if others and asker and (row.room or not named):
            assert name not in body, row

    def check_caps(self) -> None:
        """Whoever was just asked has no more than they want; what is gone on with comes back to who answered."""
        now = int(self.stage.now.timestamp())
        over = self.rows(
            "SELECT asking.person_id, count(*), max(cap) FROM asking JOIN question ON question.id = question_id"
            " JOIN referent_rule ON referent_rule.person_id = asking.person_id"
            " WHERE asking.state IN ('asked', 'nudged') AND question.state = 'open' AND cap IS NOT NULL"
            f" GROUP BY asking.person_id HAVING count(*) > max(cap) AND max(asking.asked_at) = {now}"
            " AND sum(message_key LIKE 'relay:%') = 0"
        )
        assert over == [], over

    def check_timers(self) -> None:
        self.look()
        lost = self.rows(
            "SELECT id, words FROM question WHERE state = 'open' AND organisers_at IS NULL AND NOT EXISTS"
            " (SELECT 1 FROM timer WHERE kind = 'question' AND subject = question.id AND timer.state = 'armed')"
        )
        assert lost == [], lost
        assert self.rows("SELECT event_id, error FROM inbox WHERE state = 'dead' AND error <> ''") == []

    def check_ended(self) -> None:
        left = self.rows("SELECT id, words FROM question WHERE state = 'open' AND organisers_at IS NULL")
        assert left == [], left


class Watched(Stage):
    """A stage on which every event is followed by a look at the caps."""

    played: Played

    async def handle(self, event: Event) -> None:
        self.played.events.append(event)
        await Stage.handle(self, event)
        self.played.check_caps()


async def stage_for(played: Played) -> Stage:
    store = await Store.open(":memory:", shipped("storage"))
    config = Settings(_env_file=None)
    stage = Watched(config, store, house(), datetime(2026, 7, 9, 10, 0, tzinfo=PARIS), PARIS, True, Post(played))
    played.stage = stage
    stage.played = played
    return stage


# -------------------------------------------------------------------------------------------------- whatever people do
SETTING = (
    "@ organiser: olga",
    "@ room: taches; members=ada, bruno, chloe, dora, emil, hugo, nora",
    "@ person: ada; newcomer=no",
    "@ person: nora; onboarded=yes",
    "@ person: hugo; newcomer=no",
)
SAYINGS = (
    "1", "2", "3", "oui", "non", "c’est tout", "merci", "passer",
    "Il faut voir avec @chloe:console, elle sait.",
    "demande à Hugo",
    "pas cette fois",
    "je n’ai plus besoin de réponse",
    "mes questions",
    "pause de 3 jours",
    "reprendre",
    "mets-moi hors rotation",
    "remets-moi dans la rotation",
    "pas plus de deux questions à la fois",
    "je ne veux plus être référent vélo",
    "efface mes données",
)  # fmt: skip
WHO = st.sampled_from(EVERYBODY)


def a_referent(who: str) -> st.SearchStrategy[str]:
    return st.builds(
        lambda cap, topics, noun, more: f"@ {noun}: {who}; topics={topics}; cap={cap}{more}",
        st.integers(1, 3),
        st.sampled_from(["vélo", "vélo, comptabilité"]),
        st.sampled_from(["referent", "referent", "referent", "apprentice"]),
        st.sampled_from(["", "", "", "; resting=yes"]),
    )


ASKS = st.builds(
    lambda who, topic, named: f"ask {who} {topic} {named}",
    st.sampled_from(ASKERS),
    st.sampled_from(["vélo", "vélo", "comptabilité", "skip"]),
    st.sampled_from(["oui", "non"]),
)
CLOCK = st.sampled_from(["~ 2 hours", "~ 9 hours", "~ 13 hours", "~ 1 day", "~ 2 days", "down 5", "down 60"])
ANSWERS = st.builds(
    lambda n, how: f"asked {n} {how}",
    st.integers(0, 3),
    st.sampled_from([*ANSWERING, "answers", "replies", "declines"]),
)
GOES_ON = st.builds(lambda n, how: f"asker {n} {how}", st.integers(0, 5), st.sampled_from([*ASKING, "asks_more"]))
LINES = st.one_of(
    ASKS,
    CLOCK,
    CLOCK,
    ANSWERS,
    ANSWERS,
    GOES_ON,
    st.builds(lambda who, words: f"{who}> {words}", WHO, st.sampled_from(SAYINGS)),
    st.builds(lambda who, words: f"{who}^> {words}", WHO, st.sampled_from(SAYINGS[:11])),
    st.sampled_from(["olga#organisateurs^> Il suffit de serrer, dit @dora:console.", "hugo#taches^> Moi je sais."]),
    st.one_of(st.builds(lambda who: f"leaves {who}", WHO), st.just("restart")),
)
HOUSES = st.tuples(*(a_referent(name) for name in REFERENTS[:3]), st.one_of(st.just(""), a_referent("emil")))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HOUSES, st.lists(LINES, min_size=20, max_size=40))
def test_whatever_is_said_a_question_ends_and_nobody_is_asked_too_much_or_at_the_wrong_time(settled, lines):
    asyncio.run(hold([*SETTING, *settled], ["ask ada vélo non", "ask nora vélo oui", *lines]))


async def hold(setting: Sequence[str], lines: Sequence[str]) -> Played:
    played = Played()
    stage = await stage_for(played)
    try:
        for line in setting:
            await stage.play(line)
        await played.lines(lines)
        await played.lines(["~ 20 days"])
        played.check_ended()
    finally:
        await stage.close()
    return played
