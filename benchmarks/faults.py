"""What becomes of conversations when everything goes wrong between the bot and its homeserver, and the bot is killed.

Each fault is played while people hold the same conversation with the real bot, half of them in plain and half in
encrypted rooms, half of them several lines at once: a first sitting, a task that is taken and given back, a question.
What they were told when nothing went wrong is what they have to be told now: each answer once, and in its place.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, closing
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.faultproxy import FaultProxy, Rule
from benchmarks.figures import Figure
from benchmarks.place import PASSWORD
from engagebot.app import DATABASE, open_store, utc_now
from engagebot.config import Settings
from engagebot.demo.homeserver import Homeserver
from engagebot.demo.person import Person, PersonFailed
from engagebot.demo.process import BotProcess
from engagebot.demo.run import ASSOCIATION
from engagebot.domain.tasks import ONLINE, Task
from engagebot.store import tasks

LINES = (
    "oui", "1", "le compost", "je sais faire des affiches", "samedi matin", "oui", "mon profil", "c'est bon",
    "j'ai 20 minutes", "1", "1", "non", "mes tâches", "je la rends", "passer",
    "j'ai une question : où trouve-t-on les clés du local ?", "1", "non", "mes questions", "merci",
)  # fmt: skip
"""A first sitting, a look at what was noted, a task taken and given back, a question asked."""
AT_ONCE = 6
"""Lines that are written without waiting for an answer, by those who do so."""
PATIENCE_SECONDS = 90.0
"""After so long without any answer those that are missing are lost."""
QUIET_SECONDS = 1.0
"""An answer too many comes within this time."""
SYNC, SENDS = r"/sync$", r"/send/"


@dataclass(frozen=True)
class Fault:
    """What goes wrong. `kill_every`: the bot is killed when it has been ready for a while, drawn between these seconds,
    and each fourth time while it starts; None: never."""

    rules: tuple[Rule, ...] = ()
    kill_every: tuple[float, float] | None = None
    kill_after_sends: float = 0.0
    """The share of sends that reach the homeserver and whose answer finds no bot any more."""
    starts_after: tuple[float, float] = (0.0, 0.0)
    """Seconds between an end and the next start."""
    at_once: int = AT_ONCE


def everywhere(kind: str, p: float, **with_: object) -> Rule:
    return Rule(kind, p=p, with_=with_)


def sends(kind: str, p: float, **with_: object) -> Rule:
    return Rule(kind, method="PUT", path=SENDS, p=p, with_=with_)


def syncs(kind: str, p: float = 1.0, **with_: object) -> Rule:
    return Rule(kind, path=SYNC, p=p, with_=with_)


BAD_GATEWAY = {"status": 502, "raw": "<html>bad gateway</html>"}
OFTEN = (1.5, 4.0)
FAULTS: Mapping[str, Fault] = {
    "none": Fault(),
    "none, all lines at once": Fault(at_once=len(LINES)),
    "answers to sends lost": Fault((sends("drop_after", 0.1),)),
    "answers lost": Fault((everywhere("drop_after", 0.1),)),
    "502 on everything": Fault((everywhere("error", 0.1, **BAD_GATEWAY),)),
    "502 after the send was done": Fault((sends("error", 0.1, **BAD_GATEWAY, processed=True),)),
    "429 on sends": Fault((sends("ratelimit", 0.2, retry_after_ms=300),)),
    "answers cut in the middle": Fault((everywhere("truncate", 0.05), everywhere("drop_mid", 0.05))),
    "killed": Fault(kill_every=OFTEN),
    "killed, slow to start": Fault(kill_every=OFTEN, starts_after=(1.0, 4.0)),
    "killed, answers lost": Fault((everywhere("drop_after", 0.1),), kill_every=OFTEN),
    "events that come twice": Fault((syncs("repeat_events", 0.2),)),
    "gaps in timelines": Fault((syncs("gappy", limit=2), syncs("latency", seconds=0.5))),
    "killed after a send": Fault(kill_after_sends=0.05),
    "all at once": Fault(
        (
            syncs("repeat_events", 0.2), syncs("gappy", 0.3, limit=2), everywhere("drop_after", 0.05),
            everywhere("drop_before", 0.05), everywhere("error", 0.05, **BAD_GATEWAY), everywhere("truncate", 0.03),
            everywhere("drop_mid", 0.02), sends("ratelimit", 0.1, retry_after_ms=200),
        ), kill_every=(3.0, 7.0), kill_after_sends=0.02,
    ),
    "lost requests": Fault((everywhere("drop_before", 0.2),)),
    "requests that arrive twice": Fault((Rule("twice", method="PUT|POST", p=0.5),)),
    "a sync that repeats itself": Fault((syncs("repeat_answer", 0.3), syncs("rollback", 0.3))),
    "pages of HTML, and bytes that are no text": Fault((everywhere("html", 0.1), everywhere("garbage", 0.05))),
    "429 as proxies say it, and on the sync": Fault(
        (
            sends("ratelimit", 0.1, retry_after_header=1), Rule("ratelimit", "plain", path=SENDS, p=0.1, times=3),
            syncs("ratelimit", 0.3, retry_after_ms=200),
        ),
    ),
}  # fmt: skip
"""The first fifteen in the order of the table in the specification; then what else has been seen to happen."""


@dataclass(frozen=True)
class Script:
    """What one person says, and what the bot says to it."""

    welcome: tuple[str, ...]
    lines: tuple[str, ...]
    answers: tuple[tuple[str, ...], ...]

    @property
    def whole(self) -> list[str]:
        return [*self.welcome, *(text for some in self.answers for text in some)]


@dataclass(frozen=True)
class Outcome:
    """What came of one fault with one seed. The first four should be 0."""

    lost: int
    doubled: int
    disordered: int
    deaths: int
    """Ends of the process that nobody wished."""
    messages: int
    kills: int
    faults: int
    """How often a rule fired."""
    events: int
    """The largest number of events that one transaction id became."""
    unended: int
    """Events that the bot has neither handled nor set aside, and answers that it has not sent."""
    rooms: int
    """The most rooms that it has with one person."""
    seconds: float
    why: str = ""
    """The end of what the bot wrote when it died by itself."""

    @property
    def wrong(self) -> tuple[int, int, int, int]:
        return self.lost, self.doubled, self.disordered, self.deaths


def compared(wanted: Sequence[str], heard: Sequence[str]) -> tuple[int, int, int]:
    """(lost, doubled, out of order). Numbers count for nothing: how many places are left is for others to say, too."""
    wanted, heard = ([re.sub(r"\d+", "#", text) for text in texts] for texts in (wanted, heard))
    due, came = Counter(wanted), Counter(heard)
    lost, doubled = (due - came).total(), (came - due).total()
    return lost, doubled, len(wanted) - lost - longest_common(wanted, heard)


def longest_common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many texts stand in both in the same order."""
    row = [0] * (len(other) + 1)
    for text in one:
        above = row
        row = [0]
        for n, its in enumerate(other):
            row.append(above[n] + 1 if text == its else max(above[n + 1], row[n]))
    return row[-1]


@dataclass
class Keeper:
    """Starts the bot whenever it has ended, and kills it when its fault says so."""

    bot: BotProcess
    fault: Fault
    chance: random.Random
    kills: int = 0
    deaths: int = 0
    why: str = ""
    _killed: set[int] = field(default_factory=set)

    async def run(self) -> None:
        """The bot is ready already. Until cancelled."""
        watched, until = self.bot.pid, self._kill_at()
        while True:
            await asyncio.sleep(0.02)
            if self.bot.pid is None:
                if watched not in self._killed:
                    self.deaths, self.why = self.deaths + 1, self.bot.tail()
                await asyncio.sleep(self.chance.uniform(*self.fault.starts_after))
                await self.bot.launch()
                starting = self.fault.kill_every and self.chance.random() < 0.25
                watched, until = self.bot.pid, time.monotonic() + self.chance.uniform(0, 1.5) if starting else None
            elif until is None and self.bot.is_ready:
                until = self._kill_at()
            elif until is not None and time.monotonic() > until:
                await self.kill()

    async def kill(self) -> None:
        if (pid := self.bot.pid) is not None:
            self._killed.add(pid)
            self.kills += 1
            await self.bot.kill()

    def _kill_at(self) -> float:
        return time.monotonic() + self.chance.uniform(*self.fault.kill_every) if self.fault.kill_every else float("inf")


@dataclass
class Place:
    """A homeserver, and what is made for one fault on it; all of it ends with `ending`."""

    homeserver: Homeserver
    folder: Path
    ending: AsyncExitStack
    name: str

    async def bot(self, url: str) -> BotProcess:
        """With a task on its list that there is always a place for; not started."""
        user = await self.homeserver.register(f"bot-{self.name}", PASSWORD)
        bot = BotProcess(self.folder, {
            "homeserver": url, "user_id": user, "password": PASSWORD, "data_dir": str(self.folder / "data"),
            "association": str(ASSOCIATION), "messages_per_minute": "1000000", "log_level": "WARNING",
            "same_answers": "1000000", "invitation_seconds": "0",
        })  # fmt: skip
        self.ending.push_async_callback(bot.stop)
        store = await open_store(Settings(_env_file=None, data_dir=Path(bot.settings["data_dir"])), utc_now())
        async with store.transaction() as tx:
            seeds = Task(id="seeds", title="Trier les graines", people=99, free=99, minutes=10, place=ONLINE)
            await tasks.add(tx, seeds, utc_now(), opened=True)
        await store.close()
        return bot

    async def person(self, number: int) -> Person:
        name = f"p{number}-{self.name}"
        await self.homeserver.register(name, PASSWORD)
        person = await Person.login(self.homeserver.url, name, PASSWORD)
        self.ending.push_async_callback(person.close)
        await person.request(
            "PUT", f"/_matrix/client/v3/profile/{person.user_id}/displayname", {"displayname": "Nadia"})
        return person


async def undisturbed(homeserver: Homeserver, folder: Path, lines: Sequence[str] = LINES) -> Script:
    """What the bot says when nothing goes wrong: the judge of everything else."""
    async with AsyncExitStack() as ending:
        place = Place(homeserver, folder, ending, f"calm{time.time_ns()}")
        bot = await place.bot(homeserver.url)
        await bot.start()
        person = await place.person(0)
        await person.invite(bot.settings["user_id"], encrypted=False)
        welcome = [heard.body for heard in await person.settled()]
        answers = [tuple(await person.said(line)) for line in lines]
    return Script(tuple(welcome), tuple(lines), tuple(answers))


async def talked(person: Person, bot: str, script: Script, encrypted: bool, at_once: int) -> list[str]:
    """Hold the conversation, `at_once` lines before waiting. -> all that was said to them, edits aside."""
    await person.invite(bot, encrypted=encrypted, wait=False)
    known = len(script.welcome)
    try:
        await waited(person, known)
        steps = list(zip(script.lines, script.answers, strict=True))
        for block in (steps[n:n + at_once] for n in range(0, len(steps), at_once)):
            for line, answers in block:
                await person.say(line)
                known += len(answers)
            await waited(person, known)
    except PersonFailed:
        pass  # what is missing is counted
    await person.settled(quiet_seconds=QUIET_SECONDS)
    return [heard.body for heard in person.heard() if not heard.edits]


async def waited(person: Person, known: int) -> None:
    """For so many messages in all, as long as there is still one that comes. Raises PersonFailed."""
    while True:
        before = len(person.heard())
        try:
            await person.wait_for(known, within_seconds=PATIENCE_SECONDS)
            return
        except PersonFailed:
            if len(person.heard()) == before:
                raise


async def play(
    homeserver: Homeserver, folder: Path, script: Script, fault: Fault, seed: int, people: int,
) -> Outcome:
    """Conversations of so many people under one fault: plain, encrypted, plain …, two with several lines at once, two
    with one after the other …"""
    began = time.monotonic()
    async with AsyncExitStack() as ending:
        place = Place(homeserver, folder, ending, f"f{time.time_ns()}")
        proxy = await FaultProxy(homeserver.url, seed).start()
        ending.push_async_callback(proxy.stop)
        bot = await place.bot(proxy.url)
        everybody = [await place.person(number) for number in range(people)]
        await bot.start()
        keeper = Keeper(bot, fault, random.Random(seed))
        keeping = asyncio.create_task(keeper.run())
        after_sends = Rule("call", "killed after a send", path=SENDS, p=fault.kill_after_sends,
                           with_={"do": keeper.kill})
        proxy.play(*deepcopy(fault.rules), after_sends)
        try:
            heard = await asyncio.gather(*(
                talked(person, bot.settings["user_id"], script, number % 2 == 1,
                       fault.at_once if (number // 2 + seed) % 2 or fault.at_once > AT_ONCE else 1)
                for number, person in enumerate(everybody)))
            unended, rooms = await kept(bot)
        finally:
            keeping.cancel()
            await asyncio.wait({keeping})
    lost, doubled, disordered = map(sum, zip(*(compared(script.whole, said) for said in heard), strict=True))
    return Outcome(
        lost, doubled, disordered, keeper.deaths, people * len(script.lines), keeper.kills,
        sum(rule.fired for rule in proxy.rules), max(map(len, proxy.event_ids.values()), default=0), unended, rooms,
        time.monotonic() - began, keeper.why)


UNENDED = """SELECT (SELECT count(*) FROM inbox WHERE state NOT IN ('done', 'dead'))
                  + (SELECT count(*) FROM outbox WHERE state = 'queued' AND purpose = 'reply')"""
ROOMS = """SELECT max(rooms) FROM
           (SELECT count(*) AS rooms FROM room WHERE kind = 'direct' AND state = 'joined' GROUP BY person_id)"""


async def kept(bot: BotProcess) -> tuple[int, int]:
    """(what it does not come to an end with, the most rooms with one person), in the database of a bot that may run.
    What was said and heard may still have to be sent again until its answer arrives."""
    file, until = Path(bot.settings["data_dir"]) / DATABASE, time.monotonic() + PATIENCE_SECONDS
    while True:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            unended = int(database.execute(UNENDED).fetchone()[0])
            rooms = int(database.execute(ROOMS).fetchone()[0] or 0)
        if not unended or time.monotonic() > until:
            return unended, rooms
        await asyncio.sleep(0.2)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seeds", type=int, default=3, help="each fault is played with seeds 1 to this (default: 3)")
    parser.add_argument(
        "--messages", type=int, default=120, help="at least so many from people, for each fault and seed (default: 120)"
    )
    parser.add_argument("--only", default="", help="those faults only whose name holds this")


def main(given: argparse.Namespace) -> list[Figure]:
    return asyncio.run(measure(given.seeds, given.messages, given.only))


async def measure(seeds: int, messages: int, only: str) -> list[Figure]:
    people = max(4, -(-messages // len(LINES)))
    faults = {name: fault for name, fault in FAULTS.items() if only in name}
    found: dict[str, list[Outcome]] = {name: [] for name in faults}
    numbers = itertools.count()
    with tempfile.TemporaryDirectory(prefix="engagebot-", ignore_cleanup_errors=True) as temporary:
        async with await Homeserver.start(Path(temporary) / "homeserver", removes=Path(temporary)) as homeserver:
            def folder() -> Path:
                made = Path(temporary) / f"played{next(numbers)}"
                made.mkdir()
                return made

            script = await undisturbed(homeserver, folder())
            print(f"{'fault':45} seed  lost  doubled  disorder  deaths | messages  kills  faults  seconds")
            for name, seed in itertools.product(faults, range(1, seeds + 1)):
                outcome = await play(homeserver, folder(), script, faults[name], seed, people)
                found[name].append(outcome)
                print(f"{name:45} {seed:4} {outcome.lost:5} {outcome.doubled:8} {outcome.disordered:9} "
                      f"{outcome.deaths:7} | {outcome.messages:8} {outcome.kills:6} {outcome.faults:7} "
                      f"{outcome.seconds:8.1f}", flush=True)
                if outcome.unended:
                    print(f"{outcome.unended} neither handled nor set aside, or not sent", file=sys.stderr)
                if outcome.why:
                    print(outcome.why, file=sys.stderr)
    everything = [outcome for outcomes in found.values() for outcome in outcomes]
    sums = [sum(column) for column in zip(*(outcome.wrong for outcome in everything), strict=True)]
    messages_of_all = sum(outcome.messages for outcome in everything)
    names = ("lost", "said twice", "out of order", "ends of the process that nobody wished")
    return [
        Figure(f"answers to {messages_of_all:,} messages: {name}" if n < 3 else name, total, "", 0, digits=0)
        for n, (name, total) in enumerate(zip(names, sums, strict=True))
    ] + [
        Figure("neither handled nor set aside, or not sent", sum(o.unended for o in everything), "", 0, digits=0),
        Figure("the most rooms with one person", max(o.rooms for o in everything), "", 1, digits=0),
        Figure("killed on purpose", sum(o.kills for o in everything), "times", digits=0),
        Figure("faults made on purpose", sum(o.faults for o in everything), "times", digits=0),
    ]
