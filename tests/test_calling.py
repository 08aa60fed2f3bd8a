"""Calls in the whole house: restarts, late timers, the gate, an erasure; and a month of them drawn by lot."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engagebot.app import build
from engagebot.config import Settings, shipped
from engagebot.engine.events import Due, Event
from engagebot.scene import START, id_of, jardin, moment
from engagebot.script import Stage
from engagebot.store import outbox
from engagebot.store.migrate import migrate
from engagebot.store.sqlite import Store

SETTINGS = Settings(_env_file=None)
HELPERS = [f"p{n}" for n in range(1, 13)]
CALL = "@ call: Coller des affiches; need=4; skills=graphisme"
SETTING = [
    "@ association: skills=graphisme, cuisine; topics=communication, jardin",
    "@ organiser: olga",
    "@ organiser: otto",
    *(f"@ person: {name}; skills=graphisme; onboarded=yes" for name in HELPERS),
]


async def on_stage(path: Path, **known: Any) -> Stage:
    now, zone = moment(START, None)
    migrate(path, shipped("storage"), now)
    return Stage(SETTINGS, await Store.open(path, shipped("storage")), build(SETTINGS, jardin()), now, zone, **known)


@pytest.fixture
async def stage(tmp_path):
    opened = await on_stage(tmp_path / "bot.sqlite")
    yield opened
    await opened.close()


async def hears(stage: Stage, *lines: str) -> list[str]:
    return [said for line in lines for said in await stage.play(line)]


def rows(stage: Stage, query: str, *values: Any) -> list[Any]:
    return stage.store.database.execute(query, values).fetchall()


def asked(stage: Stage) -> list[str]:
    """Who was asked, once for each time."""
    return [row[0] for row in rows(stage, "SELECT person_id FROM outbox WHERE idem_key LIKE 'call:%' AND op = 'say' "
                                          "AND state = 'sent' ORDER BY seq")]


# ------------------------------------------------------------------------------------------------------- on their own
async def test_a_wave_that_is_looked_at_again_asks_nobody_twice(stage):
    await hears(stage, *SETTING, CALL, "~ 1 minute")
    call = rows(stage, "SELECT id FROM call")[0][0]
    assert len(asked(stage)) == len(set(asked(stage))) == 8
    for n in range(3):
        await stage.handle(Event(f"timer:again:{n}", stage.now, "", "", True, Due("call_wave", call)))
    assert len(asked(stage)) == 8
    assert rows(stage, "SELECT waves FROM call") == [(1,)]


async def test_after_days_without_the_bot_one_wave_goes_out_not_one_a_day(stage):
    await hears(stage, *SETTING, CALL, "~ 1 minute")
    stage.now += timedelta(days=9)
    await stage._fire()
    assert sorted(asked(stage)) == sorted(map(id_of, HELPERS))
    assert rows(stage, "SELECT waves, state FROM call") == [(2, "open")]


async def test_who_has_not_been_reached_yet_when_it_is_found_hears_nothing(stage):
    await hears(stage, *SETTING, "@ now: 2026-03-02T22:00", "@ call: Coller des affiches; need=1; skills=graphisme")
    await hears(stage, "~ until 2026-03-03T09:00")
    assert len(asked(stage)) == 8
    waiting = [name for name in HELPERS if id_of(name) not in asked(stage)]
    first, second = (str(one)[1:].split(":")[0] for one in asked(stage)[:2])
    await hears(stage, f"{first}> oui", f"{second}> oui", "~ 10 days")
    told = rows(stage, "SELECT DISTINCT person_id FROM outbox WHERE state = 'sent'")
    assert not {id_of(name) for name in waiting} & {row[0] for row in told}


async def test_what_the_gate_still_holds_back_is_withdrawn_with_its_call(stage):
    await hears(stage, *SETTING[:3], "@ person: ada; skills=graphisme; onboarded=yes")
    await hears(stage, "@ call: Coller des affiches; need=4; skills=graphisme",
                "@ call: Peindre la porte; need=4; skills=graphisme", "~ 1 minute")
    held = rows(stage, "SELECT idem_key FROM outbox WHERE state = 'queued' AND op = 'say' AND idem_key LIKE 'call:%'")
    assert len(held) == 1  # one a day
    await hears(stage, "@ call: Coller des affiches; state=cancelled", "@ call: Peindre la porte; state=cancelled")
    found = rows(stage, "SELECT state, reason FROM outbox WHERE idem_key = ?", held[0][0])
    assert found == [("withdrawn", "settled")]
    assert await hears(stage, "~ 5 days") == []
    async with stage.store.transaction() as tx:
        assert await outbox.idle(tx)


async def test_what_is_kept_of_an_offer_with_the_organiser_does_not_say_where_to_write(stage):
    await hears(stage, *SETTING[:3], "@ person: ada; skills=graphisme; onboarded=yes", CALL, "~ 1 minute")
    told = await hears(stage, "ada> oui")
    assert any("@ada:console" in line for line in told)
    await hears(stage, "olga> je lui ai écrit")
    for table in ("prompt", "conversation"):
        held = rows(stage, f"SELECT * FROM {table} WHERE person_id = '@olga:console'")
        assert held and not any("ada" in str(value) for row in held for value in row)
    await hears(stage, "ada> efface-moi", "ada> oui", "~ 3 days")
    for (table,) in rows(stage, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%_data'"):
        assert not any("@ada:" in str(value) for row in rows(stage, f"SELECT * FROM {table}") for value in row), table


# ------------------------------------------------------------------------------------------------------ a month by lot
WORDS = (
    ["oui"] * 5 + ["non", "pas cette fois", "je peux venir", "plus sur ce sujet", "finalement non", "pause"]
    + ["reprendre", "peut-être", "mes tâches", "annuler", "stop", "j'ai 20 minutes", "quoi de neuf ?", "1"]
    + ["efface-moi"]
)  # fmt: skip
TURNS = ["je lui ai écrit"] * 3 + ["on a déjà trouvé", "quelqu'un d'autre", "merci", "pause", "reprendre", "1"]


@dataclass
class Month:
    path: Path
    stage: Stage
    chance: random.Random
    ended: dict[str, datetime] = field(default_factory=dict)
    """Call -> when it was seen to be over."""

    async def again(self) -> None:
        """The bot is stopped, and begins again with what it has written down."""
        old = self.stage
        await old.close()
        self.stage = await on_stage(
            self.path, transport=old.transport, twice=old.twice, count=old.count, written=old.written,
            last_reaction=old.last_reaction, calls=old.calls, _messages=old._messages,
        )  # fmt: skip
        self.stage.now, self.stage.house = old.now, old.house

    async def hour(self) -> None:
        draw, stage = self.chance, self.stage
        await stage.play(f"~ {draw.randrange(1, 9)} hours")
        for _ in range(draw.randrange(4)):
            name = draw.choice(HELPERS)
            await stage.play(f"{name}> {draw.choice(WORDS)}")
        if draw.random() < 0.5:
            await stage.play(f"{draw.choice(['olga', 'otto'])}> {draw.choice(TURNS)}")
        if draw.random() < 0.1 and stage._messages.get("#velo"):
            await stage.play(f"{draw.choice(HELPERS)}#velo+ 🙋")
        if draw.random() < 0.1 and stage._messages.get("#organisateurs"):
            await stage.play(f"otto#organisateurs+ {draw.choice('🙋✅')}")
        if draw.random() < 0.1:
            await self.again()

    async def call(self, n: int) -> None:
        draw = self.chance
        topic, room = draw.choice(["", "; topic=communication"]), draw.choice(["", "; rooms=velo"])
        author, need = draw.choice(["olga", "otto"]), draw.randrange(1, 5)
        await self.stage.play(f"@ call: Appel {n}; author={author}; need={need}; skills=graphisme{topic}{room}")

    def look(self) -> None:
        """What may never have happened."""
        stage = self.stage
        assert not rows(stage, "SELECT error FROM inbox WHERE state = 'dead'")
        once = Counter(asked(stage))
        per_call = Counter(row[0] for row in rows(stage, "SELECT idem_key FROM outbox WHERE idem_key LIKE 'call:%' "
                                                         "AND op = 'say' AND state = 'sent'"))
        assert once.total() == per_call.total() and set(per_call.values()) <= {1}
        for call, need, state, ended_at in rows(stage, "SELECT id, need, state, ended_at FROM call"):
            sent = rows(stage, "SELECT coalesce(one.sent_at, digest.sent_at), one.person_id FROM outbox AS one LEFT "
                               "JOIN outbox AS digest ON digest.idem_key = one.digest_key WHERE one.op = 'say' AND "
                               "one.state = 'sent' AND one.idem_key LIKE 'call:' || ? || ':%'", call)
            if state in ("found", "cancelled"):
                assert all(at <= ended_at for at, _ in sent)
                assert not rows(stage, "SELECT 1 FROM outbox WHERE idem_key LIKE 'call:' || ? || ':%' AND op = 'say' "
                                       "AND state = 'queued'", call)
            yes = rows(stage, "SELECT count(*) FROM called WHERE call_id = ? AND state = 'yes'", call)[0][0]
            assert state != "open" or yes < -(-need * 3 // 2)
        assert not rows(stage, "SELECT 1 FROM called JOIN call ON call.id = call_id JOIN no_calls "
                               "ON no_calls.person_id = called.person_id AND no_calls.topic = call.topic "
                               "WHERE wave > 0 AND since < asked_at")

    def looked_after(self) -> None:
        """Everybody who said yes was turned to, or the organisers and they themselves heard of it."""
        stage = self.stage
        week_ago = int((stage.now - timedelta(days=7)).timestamp())
        for call, person in rows(stage, "SELECT call_id, person_id FROM called JOIN call ON call.id = call_id WHERE "
                                        "called.state = 'yes' AND followed_up_at IS NULL AND call.state <> 'cancelled' "
                                        "AND answered_at < ?", week_ago):
            alarmed = rows(stage, "SELECT 1 FROM outbox WHERE idem_key LIKE 'unused:' || ? || ':%' AND state = 'sent'",
                           call)
            later = rows(stage, "SELECT 1 FROM timer WHERE kind = 'call_offer' AND person_id = ? AND state = 'armed'",
                         person)  # they were on a break
            told = rows(stage, "SELECT 1 FROM outbox WHERE idem_key LIKE 'not_forgotten:%' AND person_id = ? "
                               "AND state = 'sent'", person)
            assert alarmed and (told or later)


@pytest.mark.parametrize("seed", range(3))
async def test_in_a_month_nobody_is_asked_twice_or_after_the_end_and_every_yes_is_looked_after(tmp_path, seed):
    path = tmp_path / "bot.sqlite"
    month = Month(path, await on_stage(path), random.Random(seed))
    try:
        await hears(month.stage, *SETTING, f"@ group: velo; members={', '.join(HELPERS[:6])}")
        month.stage.twice = True
        for n in range(60):
            if n % 12 == 0:
                await month.call(n)
            await month.hour()
            if n % 5 == 0:
                month.look()
        await month.stage.play("~ 8 days")
        month.look()
        month.looked_after()
        assert len(asked(month.stage)) > 10
        assert rows(month.stage, "SELECT 1 FROM called WHERE state = 'yes'")
    finally:
        await month.stage.close()
