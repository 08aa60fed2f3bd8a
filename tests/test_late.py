"""The bot is away for three days when something is due. Afterwards each person is told of it once, by day, and nothing
is lost that has to come; what its policy calls too late is left out. Every kind of timer has its case here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engagebot.actions import DUE, restored
from engagebot.app import build
from engagebot.config import Settings, shipped
from engagebot.dialogue.deciding import CONVERSATION_TIMERS
from engagebot.domain.lateness import LATE, too_late
from engagebot.domain.missed import Missed
from engagebot.engine.events import Due, Event
from engagebot.scene import jardin
from engagebot.scheduler import fire_due
from engagebot.script import Stage
from engagebot.store import inbox, outbox
from engagebot.store.migrate import migrate
from engagebot.store.sqlite import Store

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WALL = "%Y-%m-%dT%H:%M:%S"
ADDRESSED = re.compile(r"  -> (?P<who>\S+): (?!\(now\))")

PLAIN = ["@ person: ada; onboarded=yes; newcomer=no", "@ person: bruno; onboarded=yes; newcomer=no"]
TASK = [*PLAIN, "@ task: Coller des affiches; minutes=20", "ada> j'ai 20 minutes", "ada> 1", "ada> 1"]
QUESTION = [
    "@ association: topics=comptabilité, vélo; tasks_room=#commun",
    "@ organiser: olga",
    "@ referent: bruno; topics=vélo; names=yes",
    "@ referent: carla; topics=vélo; names=yes",
    "@ person: ada; onboarded=yes; newcomer=no; names=yes",
    "ada> j'ai une question : où ranger la pompe à vélo ?",
    "ada> oui",
    "ada> oui",
]
IDEA = [
    "@ association: skills=affiches; topics=jardin",
    "@ organiser: olga",
    *PLAIN,
    "@ person: carla; onboarded=yes; newcomer=no",
    "@ person: dede; onboarded=yes; newcomer=no",
    "ada> on pourrait laver les vitres du local",
    "ada> 20 minutes",
    "ada> 2",
    "ada> non",
    "ada> passer",
    "ada> oui",
]
AGREED = [*IDEA, "bruno> 1", "carla> 1"]
ANSWERED = [*QUESTION, "bruno^> Sur le crochet", "bruno> c'est tout"]
PAIR = [
    "@ person: ada; onboarded=yes; interests=compost; introductions=weekly",
    "@ person: bruno; onboarded=yes; interests=compost; introductions=weekly",
]
ASKED = [*PAIR, "~ until 2026-03-03T18:30"]
MET = [*ASKED, "ada> oui", "bruno> oui", "~ 1 hour"]
CALL = [
    "@ organiser: olga",
    *(f"@ person: p{n}; onboarded=yes; newcomer=no" for n in range(12)),
    "@ call: Tenir le bar samedi; author=olga; need=3",
]
DRAFT = ["@ organiser: olga", "@ organiser: oscar", "@ call: Tenir le bar samedi; author=olga; state=draft"]
PLAYED, RESTORED = "(the round is played)", "(the bot is restored)"
SAT = [
    "@ association: skills=affiches; interests=compost",
    "ada> bonjour", "ada> oui", "ada> 3", "ada> passer", "ada> passer", "ada> passer", "ada> oui",
]  # fmt: skip

CASES: dict[str, tuple[list[str], dict[str, int]]] = {
    # kind: (how it comes to be set, who hears how many messages within two days of the return)
    "park": (["@ person: ada; onboarded=yes", "ada> j'ai une question"], {}),
    "drop": (["@ person: ada; onboarded=yes", "ada> j'ai une question", "~ 2 days"], {}),
    "timeout": ([*QUESTION, "bruno^> Sur le crochet"], {"ada": 1}),
    "step": (SAT, {"ada": 1}),
    "stale": ([*SAT[:-3], "ada> des affiches", *SAT[-2:], "~ 89 days"], {"ada": 1}),
    "claim": (TASK, {"ada": 1}),
    "reserved": ([*TASK, "~ 42 days"], {}),
    "could": ([*TASK[:-1], "ada> 2", "ada> plus tard"], {"ada": 1}),
    "adopt": (AGREED, {"ada": 1}),
    "look": (IDEA, {"ada": 1, "#organisateurs": 1}),
    "part": ([*AGREED, "ada> efface-moi", "ada> oui"], {}),
    "question": (QUESTION, {"ada": 1, "carla": 1, "#organisateurs": 1}),
    "helped": (ANSWERED, {"ada": 1}),
    "review": (["@ organiser: olga", "@ answer: Où sont les graines ? | Dans la serre."], {"#organisateurs": 1}),
    "round": (PAIR, {"ada": 1, "bruno": 1}),
    "introduce": ([*PAIR, "~ until 2026-03-03T17:59", PLAYED], {"ada": 1, "bruno": 1}),
    "introduction": ([*ASKED, "ada> oui"], {"ada": 1, "bruno": 1}),
    "talked": (MET, {"ada": 1, "bruno": 1}),
    "restored_sent": (["@ organiser: olga", RESTORED], {"#organisateurs": 1}),
    "call_withdrawn": ([*DRAFT, "olga> efface-moi", "olga> oui"], {}),
    "call_wave": (CALL, {f"p{n}": 1 for n in range(12)}),
    "call_offer": ([*CALL, "~ 1 minute", "p0> oui"], {"p0": 1, "olga": 1, "#organisateurs": 1}),
    "call_look": ([*CALL, "~ 1 minute", "p0> oui", "p0> efface-moi", "p0> oui"],
                  {"p5": 1, "p1": 1, "p8": 1, "p3": 1, "olga": 1}),
    "card": (["@ association: tasks_room=#taches", "@ room: taches; members=ada, bruno", *TASK, "ada> efface-moi",
              "ada> oui"], {}),
    "board": (["@ association: tasks_room=#taches", "@ room: taches; members=ada, bruno", *TASK], {"#taches": 1}),
    "digest": (["@ person: ada; onboarded=yes; newcomer=no; paused=2 weeks"], {"ada": 1}),
}  # fmt: skip
IN_ROOMS_AT_NIGHT = {"adopt", "part", "board", "card", "restored_sent"}
"""What a room shows is no matter of the hour: nobody's client notifies for it. Whoever restores is awake."""


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """On a database on disk; the gate's budgets are so large that they hide nothing."""
    settings = Settings(_env_file=None, budget_per_day=99, budget_per_week=99, unanswered_limit=99)
    migrate(tmp_path / "engagebot.sqlite", shipped("storage"), NOW)
    store = await Store.open(str(tmp_path / "engagebot.sqlite"), shipped("storage"))
    yield Stage(settings, store, build(settings, jardin()), NOW, PARIS)
    await store.close()


async def armed(stage: Stage, kind: str) -> datetime:
    """When the first of this kind goes off."""
    sql = "SELECT min(due_at) FROM timer WHERE kind = ? AND state = 'armed'"
    (found,) = stage.store.database.execute(sql, (kind,)).fetchone()
    assert found, f"no timer of kind {kind} is set"
    return datetime.fromtimestamp(found, UTC)


async def plays(stage: Stage, line: str) -> None:
    if line == PLAYED:  # and killed before the first were asked
        stage.now = await armed(stage, "round")
        await fire_due(stage.store, stage.now)
        async with stage.store.transaction() as tx:
            waiting = await inbox.waiting(tx)
        for _, event in waiting:
            await stage.handle(event)
    elif line == RESTORED:
        async with stage.store.transaction() as tx:
            await outbox.queue(tx, key="lost", op="say", content={}, at=NOW, caused_by="x", person="@ada:console")
            await outbox.trying(tx, "lost", stage.now)
            await outbox.ended(tx, "lost", "unknown", "a new device")
        what = Due(restored.KIND, restored.subject(NOW, Missed()))
        await stage.handle(Event("restored:1", stage.now, "", "", True, what))
    else:
        await stage.play(line)


async def away(stage: Stage, kind: str, days: float) -> tuple[list[str], Counter[str]]:
    """What is said in the night in which the bot is back, and how many messages to whom (new ones; no edits) within two
    days; it was away from just before the timer was due until so many days later."""
    due = await armed(stage, kind)
    if due - stage.now > timedelta(minutes=1):
        await stage.play(f"~ until {(due - timedelta(minutes=1)).astimezone(PARIS).strftime(WALL)}")
    night = (due + timedelta(days=days)).astimezone(PARIS).replace(hour=2, minute=30)
    at_night = await stage.play(f"~ away until {night.strftime(WALL)}")
    found = [ADDRESSED.match(line) for line in (*at_night, *await stage.play("~ 2 days"))]
    return at_night, Counter(one["who"] for one in found if one)


@pytest.mark.parametrize("kind", CASES)
async def test_what_was_due_in_three_days_without_the_bot_is_told_once_and_by_day(stage, kind):
    lines, expected = CASES[kind]
    for line in lines:
        await plays(stage, line)
    at_night, heard = await away(stage, kind, 3)
    if kind in IN_ROOMS_AT_NIGHT:
        heard = Counter({who: n for who, n in heard.items() if who in expected or not who.startswith("#")})
        at_night = [line for line in at_night if not line.startswith(("  -> #", "    "))]
    assert [line for line in at_night if "(now)" not in line and not line.startswith("    ")] == []
    assert heard == expected
    sql = "SELECT count(*) FROM timer WHERE kind = ? AND state = 'armed' AND due_at < ?"
    late = stage.store.database.execute(sql, (kind, int(stage.now.timestamp()))).fetchone()
    assert late == (0,)


def test_every_kind_of_timer_has_a_policy_and_a_case():
    kinds = set(DUE) | set(CONVERSATION_TIMERS)
    assert set(LATE) == kinds
    by_hand = {"restored", "erase_again", "frozen", "left"}
    # No timers, but the first events after a restore, see tests/test_copies.py; and what is due when it is found, see
    # tests/transcripts/organisers/ and tests/test_left_room.py.
    assert set(CASES) == kinds - by_hand


@pytest.mark.parametrize("kind", [kind for kind, late in LATE.items() if late.how == "skip"])
async def test_what_is_too_late_is_not_asked_any_more(stage, kind):
    after = LATE[kind].after
    assert after is not None
    due = NOW
    assert [too_late(kind, due, due + after + timedelta(seconds=n)) for n in (0, 1)] == [False, True]
    for line in CASES[kind][0]:
        await plays(stage, line)
    (_, heard), asks = await away(stage, kind, after.days + 1), {"helped": "ada", "talked": "ada"}[kind]
    said = stage.store.database.execute("SELECT count(*) FROM prompt WHERE flow IN ('did_it_help', 'did_you_talk')")
    assert said.fetchone() == (0,) and heard[asks] <= 1


def test_only_what_is_skipped_has_an_hour_after_which_it_is_too_late():
    assert {kind for kind, late in LATE.items() if late.after} == {k for k, late in LATE.items() if late.how == "skip"}
    assert not too_late("a kind of another version", NOW, NOW + timedelta(days=900))
