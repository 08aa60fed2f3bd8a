"""A yes to meeting somebody is a yes to the words that were shown, as they were sent; it is kept with them, and counts
for nothing else."""

from __future__ import annotations

import hashlib
import json

import pytest

from engagebot.config import Settings
from engagebot.script import Stage
from engagebot.store import privacy

ADA, BRUNO = "@ada:console", "@bruno:console"


@pytest.fixture
async def stage():
    opened = await Stage.open(Settings(_env_file=None))
    for name in ("ada", "bruno"):
        await opened.play(f"@ person: {name}; onboarded=yes; interests=compost; introductions=every-2-weeks")
    await opened.play("~ until 2026-03-03T21:30")
    yield opened
    await opened.close()


async def rows(stage: Stage, sql: str, *values: object) -> list[tuple]:
    cursor = await stage.store.connection.execute(sql, values)
    found = [tuple(row) for row in await cursor.fetchall()]
    await cursor.close()
    return found


async def sent(stage: Stage, person: str) -> list[str]:
    """Hashes of the questions whether they want to meet somebody, as they were sent; latest last."""
    found = await rows(stage, "SELECT content FROM outbox WHERE person_id = ? AND state = 'sent' AND op = 'say' "
                       "AND content LIKE '%mets en contact%' ORDER BY seq", person)  # fmt: skip
    return [hashlib.sha256(json.loads(content)["body"].encode()).hexdigest() for (content,) in found]


async def kept(stage: Stage) -> dict[str, tuple[str | None, str | None]]:
    found = await rows(stage, "SELECT person_id, answer, shown FROM introduced")
    return {person: (said, shown) for person, said, shown in found}


async def says_the_other_thing(stage: Stage, person: str, content: str) -> None:
    """What was sent to them says something else than what they read."""
    async with stage.store.transaction():
        await stage.store.connection.execute(
            "UPDATE outbox SET content = ? WHERE person_id = ? AND content LIKE '%mets en contact%'", (content, person))


async def test_an_answer_is_kept_with_the_words_that_it_answers(stage):
    await stage.play("ada> oui")
    await stage.play("bruno> non")
    (to_ada,), (to_bruno,) = await sent(stage, ADA), await sent(stage, BRUNO)
    assert await kept(stage) == {ADA: ("yes", to_ada), BRUNO: ("no", to_bruno)}


async def test_an_answer_that_is_taken_back_is_kept_no_more_and_the_next_one_with_the_words_put_again(stage):
    await stage.play("ada> oui")
    await stage.play("ada> annuler")
    assert (await kept(stage))[ADA] == (None, None)
    await stage.play("ada> oui")
    assert (await kept(stage))[ADA] == ("yes", (await sent(stage, ADA))[-1])


async def test_who_said_yes_to_other_words_is_not_brought_together_with_anybody(stage):
    await stage.play("ada> oui")
    await says_the_other_thing(stage, ADA, '{"body": "On dit ton adresse à quelqu’un ? Je vous mets en contact ?"}')
    said = await stage.play("bruno> oui")
    assert "Super" in said[0]
    assert await rows(stage, "SELECT state FROM introduction") == [("asked",)]


@pytest.mark.parametrize("forgotten", [True, False])
async def test_words_that_are_as_they_were_or_forgotten_by_now_stand_in_the_way_of_nothing(stage, forgotten):
    await stage.play("ada> oui")
    if forgotten:
        await says_the_other_thing(stage, ADA, "")
    said = await stage.play("bruno> oui")
    assert "Tout le monde a dit oui" in said[0]
    assert await rows(stage, "SELECT state FROM introduction") == [("met",)]


async def test_it_is_shown_and_erased_with_all_else(stage):
    await stage.play("ada> oui")
    (hashed,) = await sent(stage, ADA)
    async with stage.store.transaction() as tx:
        held = await privacy.everything(tx, ADA)
    assert held["introduced"][0]["shown"] == hashed
    await stage.play("ada> efface-moi")
    await stage.play("ada> oui")
    assert ADA not in await kept(stage)
