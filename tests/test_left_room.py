"""When another room is the organisers': what is still open is shown there, and what waited for the old one is said to
nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engagebot.config import Settings
from engagebot.script import Stage
from engagebot.store import outbox, roles

OLD, NEW = "#organisateurs", "#nouveau"
SET_UP = (
    "@ association: topics=compta; languages=fr, en",
    *(f"@ person: {name}; onboarded=yes; names=no" for name in ("ada", "bruno", "cleo")),
    "@ referent: bruno; topics=compta",
    "@ organiser: olga",
    "@ organiser: otto",
)
OPEN = (
    "@ call: Coller des affiches; need=2; author=olga; state=draft",
    "ada> j'ai une question : où sont les factures de la compta ?", "ada> oui", "ada> non", "bruno> bloquer",
    "ada> on pourrait tailler la haie, une heure, 1 personne", "ada> passer", "ada> passer", "ada> oui",
    "~ 7 days",
)  # fmt: skip
OVER = ("@ call: Peindre la porte; need=2; author=olga; state=cancelled",)


@pytest.fixture
async def stage():
    opened = await Stage.open(Settings(_env_file=None))
    for line in SET_UP:
        await opened.play(line)
    yield opened
    await opened.close()


async def play(stage: Stage, *lines: str) -> list[str]:
    return [said for line in lines for said in await stage.play(line)]


def names(stage: Stage, room: str) -> None:
    """In association.yaml."""
    stage.transport.rooms[room] = {"@olga:console", "@otto:console"}
    stage.build(replace(stage.house.association, organisers_room=room))


async def starts_with(stage: Stage, room: str) -> list[str]:
    """The bot is started with this room in association.yaml; what it says then."""
    names(stage, room)
    await stage.dialogue.roles.look(stage.now)
    return await said_then(stage)


async def said_then(stage: Stage) -> list[str]:
    """What has come is handled, and what waits for a minute goes."""
    await stage._handle_waiting()
    return stage.said(None) + await stage.play("~ 2 minutes")


async def rows(stage: Stage, sql: str, *values: object) -> list[tuple]:
    cursor = await stage.store.connection.execute(sql, values)
    found = [tuple(row) for row in await cursor.fetchall()]
    await cursor.close()
    return found


async def cards(stage: Stage) -> list[tuple[str, str]]:
    return await rows(stage, "SELECT kind, room_id FROM card ORDER BY kind, room_id")


async def test_what_is_open_is_shown_in_the_new_room_and_what_is_over_is_not(stage):
    await starts_with(stage, OLD)
    await play(stage, *OPEN, *OVER)
    kinds = [kind for kind, _ in await cards(stage)]
    assert kinds == ["call", "call", "proposal", "question", "review"]
    said = await starts_with(stage, NEW)
    assert sorted(line.partition(":")[0].strip() for line in said if "->" in line) == [f"-> {NEW}"] * 4
    assert await cards(stage) == [(kind, NEW) for kind in kinds[1:]]
    texts = "SELECT count(*) FROM outbox WHERE room_id = ? AND content LIKE '%factures%'"
    assert await rows(stage, texts, OLD) == [(0,)]
    assert await starts_with(stage, NEW) == []


async def test_it_goes_on_there(stage):
    await starts_with(stage, OLD)
    await play(stage, *OPEN)
    await starts_with(stage, NEW)
    said = await play(stage, f"olga{NEW}+ 👍", f"otto{NEW}+ 👍", "~ 3 days")  # below what was shown last
    shown = [line for line in said if line.startswith("  -> #")]
    assert shown and {line.partition(":")[0] for line in shown} == {f"  -> {NEW}"}


async def test_what_waited_for_a_room_that_was_opened_is_said_to_nobody_and_its_cards_in_the_new_one(stage):
    await starts_with(stage, OLD)
    await play(stage, "@ organisers: joinable")
    await starts_with(stage, OLD)
    said = await play(stage, *OPEN)
    assert [line for line in said if OLD in line] == []
    said = await starts_with(stage, NEW)
    assert len([line for line in said if NEW in line]) == 4 and not [line for line in said if OLD in line]
    waited = await rows(stage, "SELECT DISTINCT state, reason FROM outbox WHERE room_id = ? AND state <> 'sent'", OLD)
    assert waited == [("withdrawn", roles.LEFT)]
    async with stage.store.transaction() as tx:
        assert await roles.read(tx, OLD) == roles.Read()
        assert await outbox.idle(tx)


async def test_without_a_new_room_it_is_shown_to_nobody(stage):
    await starts_with(stage, OLD)
    await play(stage, *OPEN)
    assert await starts_with(stage, "") == []
    assert await cards(stage) == []


async def test_a_room_that_gives_roles_again_before_that_was_dealt_with_is_left_alone(stage):
    await starts_with(stage, OLD)
    await play(stage, *OPEN)
    before = await cards(stage)
    names(stage, NEW)
    await stage.dialogue.roles.look(stage.now)
    names(stage, OLD)
    assert await said_then(stage) == []
    assert await cards(stage) == before


async def test_a_task_that_is_shown_there_and_is_open_goes_with_it(stage):
    await starts_with(stage, OLD)
    await play(stage, *OPEN, "olga> d'accord", "otto> d'accord", "~ 3 days")
    assert ("task", OLD) in await cards(stage)
    assert len([line for line in await starts_with(stage, NEW) if f"-> {NEW}: À faire" in line]) == 1
    assert ("task", NEW) in await cards(stage)


async def test_where_tasks_are_shown_all_the_same_they_stay(stage):
    await stage.play(f"@ association: tasks_room={OLD}")
    await starts_with(stage, OLD)
    await play(stage, *OPEN)
    before = await cards(stage)
    await starts_with(stage, NEW)
    assert [one for one in before if one not in await cards(stage)] == []
