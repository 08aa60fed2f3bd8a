"""Whatever people say, and whatever is on its way to them: nothing reaches somebody who was erased before they write
again, and what the bot begins reaches nobody who does not agree to it, makes a pause, has left, or whose last words a
restore has lost.

It is the product's own dialogue, timers and sender that run here, on SQLite; only the homeserver is a list that looks
at each message as it comes.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest

from engagebot.app import build
from engagebot.config import Settings, shipped
from engagebot.scene import jardin, moment
from engagebot.script import Stage
from engagebot.store import outbox, quiet, rooms, unheard
from engagebot.store.outbox import Outgoing
from engagebot.store.sqlite import Store
from engagebot.transport import Delivery
from engagebot.transport.console import Console

NOW, PARIS = moment("2026-03-02T10:00 Europe/Paris", None)
NAMES = ("ada", "bruno", "carla", "dede")
WORDS = (
    "oui", "oui", "non", "1", "2", "bonjour", "j'ai 20 minutes", "mes tâches", "fini", "annuler", "passer",
    "j'ai une question : où est la pompe à vélo ?", "on pourrait laver les vitres du local", "mes données", "humain",
    "quoi de neuf ?", "arrête les mises en contact", "pas de questions pendant 2 semaines", "que des tâches",
    "tu peux m'écrire de nouveau",
)  # fmt: skip
AWAY = ("stop", "stop", "pause 2 semaines", "pause", "efface-moi", "efface-moi")
WAITS = ("~ 10 minutes", "~ 5 hours", "~ 1 day", "~ 4 days", "~ away 3 days", "~ 8 days")


class Watching(Console):
    """Looks at each message as it reaches its person."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage, self.speaking = stage, ""
        self.seen: Counter[str] = Counter()

    async def deliver(self, row: Outgoing) -> Delivery:
        if row.op in ("say", "file", "introduce"):
            for person in [row.person] if row.person else row.content.get("people", ()):
                self.look(str(person), row)
        return await super().deliver(row)

    def value(self, sql: str, *values: object) -> object:
        found = self.stage.store.database.execute(sql, values).fetchone()
        return found[0] if found else None

    def look(self, person: str, row: Outgoing) -> None:
        now = int(self.stage.now.timestamp())
        known = self.value("SELECT 1 FROM person WHERE id = ?", person)
        assert known or self.speaking == person, f"{row.key}: {person} was erased"
        if row.purpose == "reply" and row.op != "introduce":
            self.seen["reply"] += 1
            return
        self.seen["begun"] += 1
        assert known, row.key
        assert (self.value("SELECT paused_until FROM person WHERE id = ?", person) or 0) <= now, f"{row.key}: a pause"
        assert not self.value("SELECT 1 FROM unheard WHERE person_id = ?", person), f"{row.key}: unheard"
        assert person not in self.left, f"{row.key}: left"
        inside = self.stage.store.database.execute(
            "SELECT DISTINCT purpose FROM outbox WHERE digest_key = ? AND op = 'say'", (row.key,)).fetchall()
        purposes = {purpose for (purpose,) in inside} if row.purpose == quiet.PURPOSE else {row.purpose}
        if row.op == "introduce":
            purposes = {"introductions"}
        for purpose in purposes:
            given = "SELECT given FROM consent WHERE person_id = ? AND purpose = ? ORDER BY seq DESC LIMIT 1"
            assert self.value(given, person, purpose), f"{row.key}: does not agree to {purpose}"


async def begun(seed: int) -> Stage:
    settings = Settings(
        _env_file=None, budget_per_day=9, budget_per_week=40, unanswered_limit=30, introduction_expires_days=2)
    opened = Stage(settings, await Store.open(":memory:", shipped("storage")), build(settings, jardin()), NOW, PARIS)
    opened.transport = Watching(opened)
    for line in ("@ association: topics=vélo, jardin; skills=affiches; interests=compost; tasks_room=#commun",
                 "@ organiser: olga", "@ group: commun; members=ada, bruno, carla, dede",
                 *(f"@ task: Tâche {n}; minutes=20; people=2" for n in range(4))):
        await opened.play(line)
    for name in NAMES:
        await opened.play(f"@ person: {name}; onboarded=yes; newcomer=no; interests=compost; introductions=weekly")
        async with opened.store.transaction() as tx:
            await rooms.joined(tx, rooms.Room(f"!{name}", "direct", f"@{name}:console", False), NOW)
    for name in NAMES[:2]:
        await opened.play(f"@ referent: {name}; topics=vélo, jardin")
    return opened


class People:
    def __init__(self, stage: Stage, seed: int) -> None:
        self.stage, self.chance = stage, random.Random(seed)
        self.played: list[str] = []

    async def play(self, line: str) -> None:
        self.played.append(line)
        who = line.partition("> ")[0] if "> " in line[:20] else ""
        if who or line.endswith("<"):
            room = rooms.Room(f"!{who or line[:-1]}", "direct", f"@{who or line[:-1]}:console", False)
            async with self.stage.store.transaction() as tx:    # as the transport notes it
                await (rooms.joined(tx, room, self.stage.now) if who else rooms.left(tx, room.id, self.stage.now))
        self.stage.transport.speaking = f"@{who}:console" if who else ""
        await self.stage.play(line)
        self.stage.transport.speaking = ""

    async def happens(self) -> None:
        name, what = self.chance.choice(NAMES), self.chance.random()
        if what < 0.42:
            await self.play(f"{name}> {self.chance.choice(WORDS)}")
        elif what < 0.54:
            await self.play(f"{name}> {self.chance.choice(AWAY)}")
            if self.chance.random() < 0.7:
                await self.play(f"{name}> oui")
        elif what < 0.62:
            await self.play(f"@ call: Appel {self.stage.calls}; author=olga; need=2")
        elif what < 0.70:
            await self.means(f"@{name}:console")
        elif what < 0.73:
            await self.play(f"{name}<")
        elif what < 0.76:
            async with self.stage.store.transaction() as tx:
                await unheard.add(tx, f"@{name}:console", self.stage.now)
        else:
            await self.play(self.chance.choice(WAITS))

    async def means(self, person: str) -> None:
        """Something for them alone, of any kind, which may have to wait long."""
        purpose, about = self.chance.choice([("contact", "tasks"), ("questions", "questions"), ("calls", "calls"),
                                             ("introductions", "introductions"), ("contact", "profile")])
        async with self.stage.store.transaction() as tx:
            if tx.database.execute("SELECT 1 FROM person WHERE id = ?", (person,)).fetchone():
                key = f"m{len(self.played)}:{person}"
                await outbox.queue(tx, key=key, op="say", content={"body": "x"}, at=self.stage.now, caused_by="timer:1",
                                   person=person, lane=outbox.BROADCAST, purpose=purpose, about=about)
        self.played.append(f"(something of {about} for {person})")


@pytest.mark.parametrize("seed", range(12))
async def test_no_message_reaches_whoever_does_not_want_it(seed, caplog):
    stage = await begun(seed)
    there = People(stage, seed)
    try:
        for _ in range(60):
            await there.happens()
        for _ in range(4):
            await there.play("~ 8 days")
    except AssertionError as error:
        raise AssertionError("\n".join([*there.played[-15:], str(error)])) from error
    finally:
        await stage.close()
    assert [line for line in caplog.messages if "failed" in line] == []
    assert stage.transport.seen["reply"] > 20 and stage.transport.seen["begun"] > 0


@pytest.mark.parametrize("said", [["stop"], ["efface-moi", "oui"], ["pause 9 semaines"]])
async def test_of_all_that_was_on_its_way_nothing_is_left_for_whoever_wants_nothing(said):
    stage = await begun(0)
    there = People(stage, 0)
    try:
        for line in ("ada> j'ai 20 minutes", "ada> 1", "ada> 1", "bruno> j'ai une question : où est la pompe ?",
                     "bruno> oui", "bruno> oui", "~ until 2026-03-03T18:30",
                     "@ call: Tenir le bar; author=olga; need=2"):
            await there.play(line)
        for _ in range(3):
            await there.means("@ada:console")
        for words in said:
            await there.play(f"ada> {words}")
        before = stage.transport.seen.copy()
        timers = "SELECT count(*) FROM timer WHERE person_id = '@ada:console' AND state = 'armed'"
        armed = stage.store.database.execute(timers).fetchone()
        queued = "SELECT count(*) FROM outbox WHERE person_id = '@ada:console' AND state = 'queued'"
        left = stage.store.database.execute(queued).fetchone()
        await there.play("~ 8 weeks")
        if said[0] == "efface-moi":
            assert left == (0,)
            assert armed == (0,)
        assert stage.transport.seen["begun"] > before["begun"]     # others are written to all the same
    finally:
        await stage.close()
