"""One's own data: all of it is shown, taken along, erased; and a new beginning knows nothing of the old one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from engagebot.actions.act import Act
from engagebot.actions.privacy import list_data, send_data
from engagebot.app import build
from engagebot.config import Settings, shipped
from engagebot.engine.effects import FileSent
from engagebot.scene import jardin
from engagebot.script import Stage
from engagebot.store import privacy
from engagebot.store.sqlite import Store

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Paris")
ADA = "@ada:console"
SETTING = [
    "@ association: skills=affiches; interests=compost",
    "@ person: ada; skills=affiches; interests=compost; availability=sat-morning; place=Lyon; onboarded=yes",
]


@pytest.fixture
async def stage():
    settings = Settings(_env_file=None)
    opened = Stage(settings, await Store.open(":memory:", shipped("storage")), build(settings, jardin()), NOW, ZONE)
    yield opened
    await opened.close()


async def hears(stage: Stage, *lines: str) -> list[str]:
    return [said for line in lines for said in await stage.play(line)]


async def test_my_data_names_everything_that_was_said_and_can_be_had_as_a_file(stage):
    await hears(stage, *SETTING)
    told = "\n".join(await hears(stage, "ada> mes données"))
    for fact in ("affiches", "compost", "samedi matin", "Lyon", ADA):
        assert fact in told
    assert [line for line in await hears(stage, "ada> oui") if line.startswith("  [engagebot-data.json, ")]


def act_of(stage, tx):
    house = stage.house
    return Act(
        tx, ADA, "$1", stage.now, ZONE, house.association, house.settings, house.world.flows, house.calendar
    )


async def test_the_file_holds_every_table_with_readable_times(stage):
    await hears(stage, *SETTING, "ada> bonjour")
    async with stage.store.transaction() as tx:
        act = act_of(stage, tx)
        await send_data(act)
        held = await privacy.everything(tx, ADA)
    (file,) = act.effects
    assert isinstance(file, FileSent)
    sent = json.loads(file.text)
    assert (sent["person"], set(sent["held"])) == (ADA, set(held))
    assert sent["held"]["person_skill"] == [
        {"skill": "affiches", "level": "can", "said_at": NOW.isoformat(), "confirmed_at": NOW.isoformat()}
    ]


async def test_every_kind_of_fact_that_can_be_kept_can_be_shown(stage):
    await hears(stage, *SETTING)
    async with stage.store.transaction() as tx:
        act = act_of(stage, tx)
        before = len((await list_data(act)).data)
        facts = {
            "kind": "member",
            "local_group": "Nord",
            "languages": "breton",
            "weekly_minutes": 60,
            "guardian": "Léa",
        }
        facts |= {"spare_minutes": 20, "time_zone": "Europe/Paris", "address": "vous"}
        for kind, value in facts.items():
            await tx.change("fact_set", person_id=ADA, kind=kind, value=json.dumps(value), at=0, expires_at=None)
        lines = (await list_data(act)).data
    assert len(lines) == before + len(facts)
    said = "\n".join(stage.house.words.line(line, "fr", ZONE) for line in lines)
    for shown in ("Nord", "breton", "1\xa0heure", "Léa", "20 minutes", "Europe/Paris"):
        assert shown in said


async def test_erasing_asks_first_and_a_no_keeps_everything(stage):
    await hears(stage, *SETTING)
    assert len(await hears(stage, "ada> efface-moi")) == 1
    await hears(stage, "ada> non")
    async with stage.store.transaction() as tx:
        assert "person_skill" in await privacy.everything(tx, ADA)


async def test_who_was_erased_and_comes_back_is_a_newcomer(stage):
    await hears(stage, *SETTING, "ada> efface-moi")
    assert (await hears(stage, "ada> oui"))[-1] == "  [leaves the conversation]"
    async with stage.store.transaction() as tx:
        assert await privacy.everything(tx, ADA) == {}
    told = await hears(stage, "ada> bonjour")
    assert "Le Jardin des Possibles" in told[0]


async def test_nothing_of_what_was_said_is_kept_before_consent(stage):
    await hears(stage, "zoe> bonjour, je sais faire des affiches et j'habite à Lyon")
    await hears(stage, "zoe> non")
    async with stage.store.transaction() as tx:
        held = await privacy.everything(tx, "@zoe:console")
    kept = set(held) - {"person", "consent", "inbox", "outbox", "conversation", "timer"}
    assert kept == set()
    assert [row["given"] for row in held["consent"]] == [0]


async def test_logs_never_hold_what_people_wrote(stage, caplog, monkeypatch):
    async def fails(*_: object) -> None:
        raise RuntimeError

    await hears(stage, *SETTING)
    monkeypatch.setattr("engagebot.store.conversations.state_of", fails)
    told = await hears(stage, "ada> un secret bien gardé")
    assert len(told) == 1
    assert [word for word in ("$1", "RuntimeError", "set aside") if word not in caplog.text] == []
    assert "secret" not in caplog.text


STAGES = {
    "asked": [],
    "one said yes": ["ada> oui"],
    "the other said yes": ["bruno> oui"],
    "both said yes, their room waits for the morning": ["~ until 2026-03-03T22:00", "ada> oui", "bruno> oui"],
    "they are in their room": ["ada> oui", "bruno> oui"],
    "they talked": ["ada> oui", "bruno> oui", "~ 11 days", "ada> oui", "ada> ne me présente plus Bruno"],
}


@pytest.mark.parametrize("happened", STAGES.values(), ids=STAGES)
async def test_erased_at_any_moment_of_an_introduction_nothing_is_left(stage, happened):
    await hears(
        stage,
        "@ person: ada; introductions=weekly; trios=yes; interests=compost, apiculture; welcomes=yes; onboarded=yes",
        "@ person: bruno; introductions=weekly; interests=compost; onboarded=yes",
        "@ person: chloe; introductions=weekly; interests=apiculture; onboarded=yes",
        "@ met: ada, chloe; on=2026-02-20",
        "chloe> ne me présente pas Ada",
        "~ until 2026-03-03T19:00",
        *happened,
        "ada> efface-moi",
        "ada> oui",
        "~ 1 hour",
    )
    database = stage.store.database
    tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        for row in database.execute(f"SELECT * FROM {table}").fetchall():
            said = " ".join(map(str, row)).casefold()
            assert ADA not in said, (table, row)
    await hears(stage, "~ 30 days")         # and nobody stumbles over what is missing
