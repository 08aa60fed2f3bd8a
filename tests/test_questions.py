"""Questions to referents, as they are really carried: what must hold whatever people do, in whatever order."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from engagebot.app import build
from engagebot.config import Settings, shipped
from engagebot.domain.association import Entry
from engagebot.engine.events import Departure, Event
from engagebot.house import House
from engagebot.scene import jardin
from engagebot.scheduler import fire_due
from engagebot.script import Stage
from engagebot.store import inbox, quiet
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
CHOOSES = {"waits": "1", "widens": "2", "drops": "3"}
"""… when nobody has answered for days and the bot asks them what they prefer."""
NUDGE, NEXT, ORGANISERS_TOLD = timedelta(hours=24), timedelta(hours=36), timedelta(days=5)
APPRENTICE = timedelta(hours=12)
LATE = timedelta(hours=1)
"""The clock of the bot stands still while lines are played, ten seconds each."""


def awake(now: datetime, from_hour: int = 9) -> bool:
    local = now.astimezone(PARIS)
    return from_hour <= local.hour < 21 and local.weekday() != 6 and local.date() not in HOLIDAYS


def due(start: float, delay: timedelta) -> datetime:
    """Reckoned once more, in a plain way: days off do not count, and nobody is woken."""
    at, left = datetime.fromtimestamp(start, PARIS), delay
    while True:
        midnight = datetime.combine(at.date() + timedelta(days=1), time(), PARIS)
        if at.weekday() != 6 and at.date() not in HOLIDAYS:
            if left < midnight - at:
                break
            left -= midnight - at
        at = midnight
    at += left
    while not awake(at):
        at = at.replace(minute=0, second=0) + timedelta(hours=1)
    return at


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
    states: dict[str, tuple[str, int, int | None]] = field(default_factory=dict)
    """Question -> (state, when its clock began, when the organisers were told), as it was after the last event."""
    askings: dict[tuple[str, int, str], str] = field(default_factory=dict)
    """(question, when its clock began, who) -> state, likewise."""
    heard_of: dict[str, set[str]] = field(default_factory=dict)
    """Person -> whose names they may have heard: of whoever answered them, or asked them under their name."""
    events: list[Event] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    """What the example is about."""

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
                case "waiting":
                    await self.chooses(*what.split())
                case "leaves":
                    await self.event(Event(f"$left{self.stage.count}", *self.now_of(what), Departure()))
                case "down":
                    self.happened[who] += 1
                    await self.down(timedelta(hours=int(what)))
                case "restart":
                    self.happened[who] += 1
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

    async def chooses(self, n: str, how: str) -> None:
        """One of those whom the bot asks what they prefer replies to that very message."""
        there = self.rows(
            "SELECT person_id, message_key FROM prompt WHERE flow = 'still_waiting' AND state = 'open'"
            f" AND valid_until > {self.stage.now.timestamp() + 10}"
        )
        if there:
            person, key = there[int(n) % len(there)]
            heard = self.stage._messages.get(_name(person), [])
            if key in heard:
                self.happened[how] += 1
                shown = len(self.stage._messages.get(COMMON, []))
                await self.say(f"{_name(person)}^{len(heard) - heard.index(key)}> {CHOOSES[how]}")
                now_shown = len(self.stage._messages.get(COMMON, []))
                assert now_shown - shown == (how == "widens"), ("it is shown to all, or not", how)

    async def say(self, line: str) -> None:
        """A word, a reaction, a reply; what cannot be said (no message to reply to) is not said."""
        place = line.split(">")[0].split("#")[-1].rstrip("^+ 👍0123456789")
        if ("^" in line or "+ " in line) and not self.stage._messages.get(f"#{place}" if "#" in line else place):
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
        for person, name in self.rows(
            "SELECT to_id, from_id FROM relay UNION SELECT person_id, asker_id FROM asking"
            " JOIN question ON question.id = question_id WHERE asker_id IS NOT NULL AND named"
            " UNION SELECT from_id, asker_id FROM relay JOIN question ON question.id = question_id"
            " WHERE asker_id IS NOT NULL AND named"
        ):
            self.heard_of.setdefault(person, {person}).add(name)
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
        own = row.person or "nobody"  # “mes données” shows people what they go by themselves
        assert "@" not in body.replace(own, ""), body
        mine = row.key.startswith(("ask:", "nudge:"))
        if row.person and row.op == "say" and (row.purpose != "reply" or mine):
            self.check_hour(row)
        if row.op == "say" and mine:
            wanted = self.rows(f"SELECT state FROM question WHERE id = '{row.key.split(':')[1]}'")
            assert wanted == [("open",)], ("asked for an answer that nobody waits for", row)
        if row.op == "say" and row.room == ORGANISERS and MARK in body:
            assert awake(self.stage.now), row
        self.check_names(row, body)
        for mark in {word.strip("“”?»«.,()") for word in body.split() if MARK in word}:
            self.check_seen(row, mark, body)
            if mine and row.person:
                keys = self.put.setdefault((row.person, mark), [])
                keys.append(row.key)
                rounds = sum(len(self.rounds[one]) for one, its in self.marks.items() if its == mark)
                asks = [key for key in keys if key.startswith("ask:")]
                assert len(asks) <= rounds and len(keys) - len(asks) <= rounds, keys

    def check_hour(self, row: Outgoing) -> None:
        """A digest has an hour of its own, before all else."""
        assert awake(self.stage.now, 8 if row.purpose == quiet.PURPOSE else 9), (self.stage.now, row)
        until = self.stage.store.database.execute(
            "SELECT paused_until FROM person WHERE id = ?", (row.person,)
        ).fetchone()
        assert not until or not until[0] or until[0] <= self.stage.now.timestamp(), row

    def check_names(self, row: Outgoing, body: str) -> None:
        """Nobody hears who was asked and stayed silent: one hears only the names of those who answered one."""
        for said in NAMING:
            body = body.replace(said, "")
        if row.key.startswith("relay:"):
            body = QUOTED.sub("", body)
        there = {f"@{name}:console" for name in EVERYBODY if name.capitalize() in body}
        assert there <= self.heard_of.get(row.person or "", {row.person}), (row, self.heard_of)

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

    def check_rules(self) -> None:
        """After each event: what the rules of the ladder say of those who were asked, reckoned without them."""
        for question, asker, state, clock, told, newcomer, answered in self.rows(
            "SELECT id, asker_id, state, clock_at, organisers_at, newcomer,"
            " EXISTS (SELECT 1 FROM relay WHERE question_id = question.id AND to_id = asker_id AND at >= clock_at)"
            " FROM question"
        ):
            was, before, _ = self.states.get(question, (state, clock, None))
            assert clock == before or was == "answered", ("its clock is reset", question)
            assert state != "open" or not answered, ("an answer does not end it", question)
            self.states[question] = state, clock, told
            if was != state or clock != before:
                self.happened["asked again" if state == "open" else state] += 1
                if state == "answered" and self.marks.get(question) in self.widened:
                    self.happened["answered after widening"] += 1
            self.check_askings(question, asker, state, clock, told, 0.5 if newcomer else 1.0)
        self.check_caps()

    def check_askings(
        self, question: str, asker: str | None, state: str, clock: int, told: int | None, part: float
    ) -> None:
        now = self.stage.now
        asked = self.rows(
            "SELECT asking.person_id, asking.state, asking.apprentice, asking.asked_at, paused_until,"
            # who has answered and is asked something more goes on with it, also out of the rotation
            " coalesce(resting, 0) AND coalesce(answered_by, '') <> asking.person_id, referent.person_id IS NOT NULL"
            " FROM asking JOIN question ON question.id = question_id"
            " JOIN person ON person.id = asking.person_id"
            " LEFT JOIN referent_rule ON referent_rule.person_id = asking.person_id"
            " LEFT JOIN referent ON referent.person_id = asking.person_id AND referent.topic = question.topic"
            f" WHERE question_id = '{question}'"
        )
        has_it = [who for who, its, *_ in asked if its in ("asked", "nudged")]
        if told and told == int(now.timestamp()):
            self.happened["organisers"] += 1
            assert now >= due(clock, ORGANISERS_TOLD * part) or not has_it, ("organisers too early", question)
        if state != "open":  # (what an erased person asked is withdrawn by a timer that is due at once)
            assert not has_it or not asker, ("they need not answer any more", question, state, has_it)
            return
        new = []
        for who, its, learns, at, paused, resting, answers in asked:
            old = self.askings.get((question, clock, who), "")
            self.askings[question, clock, who] = its
            if its != old:
                self.happened[f"apprentice {its}" if learns else its] += 1
                self.happened["by a newcomer"] += part < 1
            assert its not in ("asked", "nudged") or old in ("", "asked", "nudged"), ("asked twice", question, who)
            if its == "nudged" and old != "nudged":
                assert now >= due(clock, NUDGE * part), ("nudged too early", question, who)
            if its in ("asked", "nudged") and answers:
                assert not paused or paused <= now.timestamp(), ("they have a break", question, who)
                assert not resting, ("they are out of the rotation", question, who)
            if its == "asked" and at == int(now.timestamp()) and answers:
                new.append((who, learns))
        if new and now < due(clock, NEXT * part):
            assert len(new) == 1, ("several at once", question, new)
            assert new[0][1] or now >= due(clock, APPRENTICE * part) or has_it == [new[0][0]], (question, new, has_it)

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
        self.happened["at their cap"] += bool(
            self.rows(
                "SELECT 1 FROM asking JOIN question ON question.id = question_id"
                " JOIN referent_rule ON referent_rule.person_id = asking.person_id"
                " WHERE asking.state IN ('asked', 'nudged') AND question.state = 'open'"
                " GROUP BY asking.person_id HAVING count(*) = max(cap)"
            )
        )

    def check_timers(self) -> None:
        self.look()
        lost = self.rows(
            "SELECT id, words FROM question WHERE state = 'open' AND organisers_at IS NULL AND NOT EXISTS"
            " (SELECT 1 FROM timer WHERE kind = 'question' AND subject = question.id AND timer.state = 'armed')"
        )
        assert lost == [], lost
        late = [
            row
            for row in self.rows(
                "SELECT clock_at, newcomer, id, words FROM question WHERE state = 'open' AND organisers_at IS NULL"
            )
            if awake(self.stage.now)
            and awake(self.stage.now - LATE)
            and self.stage.now > due(row[0], ORGANISERS_TOLD * (0.5 if row[1] else 1)) + LATE
        ]
        assert late == [], ("the organisers should know", self.stage.now, late)
        going = self.rows(
            "SELECT question.id, question.state FROM timer JOIN question ON question.id = subject"
            " WHERE kind = 'question' AND timer.state = 'armed' AND question.state = 'answered'"
        )
        assert going == [], ("the clock goes on", going)
        assert self.rows("SELECT event_id, error FROM inbox WHERE state = 'dead' AND error <> ''") == []

    def check_ended(self) -> None:
        left = self.rows("SELECT id, words FROM question WHERE state = 'open' AND organisers_at IS NULL")
        assert left == [], left


class Watched(Stage):
    """A stage on which every event is followed by a look at the rules."""

    played: Played

    async def handle(self, event: Event) -> None:
        self.played.events.append(event)
        await Stage.handle(self, event)
        self.played.check_rules()


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
QUOTED = re.compile("«.*»", re.DOTALL)
NAMING = (
    "Il faut voir avec Chloe, elle sait.",
    "ou Dora le fera",
    "dit Dora",
    "fait-on avec Emil",
    "de Hugo",
    "emande à Hugo",
)
"""Names that people say themselves."""
CLOCK = ("~ 2 hours", "~ 9 hours", "~ 13 hours", "~ 1 day", "~ 2 days", "down 5", "down 60")
IN_ROOMS = ("olga#organisateurs^> Il suffit de serrer, dit @dora:console.", "hugo#taches^> Moi je sais.")


def a_bit(of: random.Random) -> list[str]:
    """A few lines of an example."""
    match of.choice((1, 1, 2, 2, 2, 3, 3, 3, 4, 5, 6, 7, 8, 9)):
        case 1:
            topic, named = of.choice(("vélo", "vélo", "comptabilité", "skip")), of.choice(("oui", "non"))
            return [f"ask {of.choice(ASKERS)} {topic} {named}"]
        case 2:
            return [of.choice(CLOCK)]
        case 3:
            return [f"asked {of.randrange(4)} {of.choice((*ANSWERING, 'answers', 'replies', 'declines'))}"]
        case 4:
            return [f"asker {of.randrange(6)} {of.choice((*ASKING, 'asks_more'))}"]
        case 5:
            return [f"{of.choice(EVERYBODY)}> {of.choice(SAYINGS)}"]
        case 6:
            return [f"{of.choice(EVERYBODY)}^> {of.choice(SAYINGS[:11])}"]
        case 7:
            return [of.choice(IN_ROOMS)]
        case 8:
            return [of.choice((f"leaves {of.choice(EVERYBODY)}", "restart"))]
        case _:  # nobody answers; then whoever waits says what they prefer, and perhaps somebody else knows
            how = of.choice(("widens", "widens", "waits", "drops"))
            return ["~ 7 days", f"waiting {of.randrange(3)} {how}", *of.sample(IN_ROOMS, of.randrange(2))]


def a_house(of: random.Random) -> list[str]:
    """Who answers for what."""
    people = REFERENTS[: of.randint(3, 4)]
    return [
        f"@ {of.choice(('referent', 'referent', 'referent', 'apprentice'))}: {name};"
        f" topics={of.choice(('vélo', 'vélo, comptabilité'))}; cap={of.randint(1, 3)}"
        + of.choice(("", "", "", "; resting=yes"))
        for name in people
    ]


ALL_THAT_HAPPENS = (
    "asked", "nudged", "released", "declined", "handed_over", "apprentice asked", "apprentice declined",
    "by a newcomer", "answered", "asked again", "withdrawn", "organisers", "waits", "widens", "drops",
    "answered after widening", "at their cap", "down", "restart",
)  # fmt: skip
RANDOM = st.randoms(use_true_random=False)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RANDOM.map(a_house), st.lists(RANDOM.map(a_bit), min_size=20, max_size=35))
def test_whatever_is_said_a_question_ends_and_nobody_is_asked_too_much_or_at_the_wrong_time(settled, bits):
    lines = ["ask ada vélo non", "ask nora vélo oui", *(line for bit in bits for line in bit)]
    note(f"{settled} {lines}")
    asyncio.run(hold([*SETTING, *settled], lines))


SEEDS = 40


def test_the_same_holds_for_examples_in_which_everything_happens_that_can_happen():
    """Always the same ones, so that no rule goes unobserved by bad luck."""
    happened: Counter[str] = Counter()
    for seed in range(SEEDS):
        of = random.Random(seed)
        settled, lines = a_house(of), ["ask ada vélo non", "ask nora vélo oui"]
        for _ in range(of.randint(20, 35)):
            lines += a_bit(of)
        try:
            happened += asyncio.run(hold([*SETTING, *settled], lines)).happened
        except AssertionError as error:
            raise AssertionError(f"example {seed}: {error}\n{settled} {lines}") from error
    rare = {what: happened[what] for what in ALL_THAT_HAPPENS if happened[what] < 3}
    assert rare == {}, happened


async def hold(setting: Sequence[str], lines: Sequence[str]) -> Played:
    played = Played()
    stage = await stage_for(played)
    try:
        for line in setting:
            await stage.play(line)
        await played.lines(lines[:2])
        begun = played.rows("SELECT asker_id, newcomer FROM question ORDER BY seq")
        assert begun == [("@ada:console", 0), ("@nora:console", 1)]
        await played.lines(lines[2:])
        await played.lines(["~ 20 days"])
        played.check_ended()
    finally:
        await stage.close()
    return played


# -------------------------------------------------------------------------------------------------- one after the other
async def whom(setting: Sequence[str], *parts: Sequence[str]) -> list[list[str]]:
    """After each part: who has a question now."""
    played = Played()
    stage = await stage_for(played)
    there = []
    try:
        for line in setting:
            await stage.play(line)
        for part in parts:
            await played.lines(part)
            rows = played.rows(
                "SELECT person_id FROM asking JOIN question ON question.id = question_id"
                " WHERE question.state = 'open' AND asking.state IN ('asked', 'nudged') ORDER BY person_id"
            )
            there.append([_name(person) for (person,) in rows])
    finally:
        await stage.close()
    return there


TWO = (*SETTING, "@ referent: bruno; topics=vélo; cap=1", "@ referent: chloe; topics=vélo; cap=1")


async def test_questions_go_round_among_those_who_answer_for_the_topic():
    asks = "ask ada vélo non"
    days = [[asks]]
    for later in ("~ 1 day", "~ 1 day", "~ 2 days", "~ 2 days"):
        days.append(["asked 0 answers", later, asks])
    had = [who for (who,) in await whom(TWO, *days)]
    assert set(had) == {"bruno", "chloe"}
    assert all(one != other for one, other in pairwise(had)), had


@pytest.mark.parametrize("how", ["pauses", "rests", "stops", "declines", "erases"])
async def test_what_somebody_cannot_answer_goes_to_the_next_at_once(how):
    after = ["~ 1 minute"] if how == "erases" else []
    (first,), (then,) = await whom(TWO, ["ask ada vélo non"], ["asked 0 " + how, *after])
    assert {first, then} == {"bruno", "chloe"}
