"""What one told of oneself and takes back: nothing of it stays, and nothing else changes."""

from __future__ import annotations

import pytest

from engagebot.config import Settings
from engagebot.script import Stage
from engagebot.store import profile

ADA = "@ada:console"


@pytest.fixture
async def stage():
    opened = await Stage.open(Settings(_env_file=None))
    for line in (
        "@ association: topics=vélo; skills=graphisme, cuisine, bricolage; interests=jardin, musique",
        "@ person: ada; skills=graphisme; interests=jardin; availability=thu-evening; onboarded=yes",
        "@ task: Coller des affiches; minutes=20",
    ):
        await opened.play(line)
    yield opened
    await opened.close()


async def says(stage: Stage, *texts: str) -> list[str]:
    said: list[str] = []
    for text in texts:
        said = await stage.play(f"ada> {text}")
    return said


async def held(stage: Stage) -> tuple[profile.Profile, list[str]]:
    """All that Ada told, with when she said it; and what is asked later."""
    async with stage.store.transaction() as tx:
        return await profile.load(tx, ADA, stage.now), await profile.skipped(tx, ADA)


TOLD = [
    ["je sais cuisiner"],
    ["je sais cuisiner, plutôt le samedi"],
    ["je sais jouer du tuba"],
    ["j'aime la musique"],
    ["je suis libre le samedi"],
    ["j'ai 2h par semaine"],
    ["j'habite à Lyon"],
    ["je parle anglais et espagnol"],
    ["je suis libre le samedi", "non, le dimanche"],
    ["je sais cuisiner", "non, bricoler"],
    ["je peux aider pour le graphisme"],
    ["ajoute bricolage"],
    ["enlève le graphisme"],
]


@pytest.mark.parametrize("told", TOLD, ids=" / ".join)
async def test_what_was_told_and_taken_back_leaves_all_as_it_was(stage, told):
    before = await held(stage)
    await says(stage, *told)
    assert await held(stage) != before
    await says(stage, "annule")
    now = await held(stage)
    assert (now[0].skills.keys(), levels(now[0])) == (before[0].skills.keys(), levels(before[0]))
    assert (now[0].interests, now[0].availability.keys()) == (before[0].interests, before[0].availability.keys())
    assert (now[0].facts, now[0].unknown, now[1]) == (before[0].facts, before[0].unknown, before[1])


def levels(known: profile.Profile) -> dict[str, str]:
    return {skill: level for skill, (level, *_) in known.skills.items()}


async def test_taking_back_the_last_note_leaves_what_was_noted_before_it(stage):
    await says(stage, "je sais cuisiner", "j'aime la musique", "annule")
    known, _ = await held(stage)
    assert (set(known.skills), set(known.interests)) == ({"graphisme", "cuisine"}, {"jardin"})


async def test_who_says_again_what_is_known_takes_back_what_they_said_first(stage):
    await says(stage, "je sais cuisiner", "je sais cuisiner", "annule")
    assert set((await held(stage))[0].skills) == {"graphisme"}


async def test_what_was_told_in_the_middle_of_something_else_is_kept_when_an_earlier_note_is_taken_back(stage):
    await says(stage, "je sais cuisiner", "j'ai 30 minutes", "je sais bricoler", "annule")
    assert set((await held(stage))[0].skills) == {"graphisme", "cuisine", "bricolage"}
    await says(stage, "annule")
    assert set((await held(stage))[0].skills) == {"graphisme", "bricolage"}


async def test_a_question_that_was_skipped_is_open_again_when_its_answer_is_taken_back(stage):
    await says(stage, "efface ma disponibilité le jeudi soir", "mes disponibilités", "passer")
    before = await held(stage)
    assert before[1] == ["declare_availability"]
    await says(stage, "je suis libre le samedi", "annule")
    assert await held(stage) == before


@pytest.mark.parametrize("question", ["mes compétences", "mes centres d'intérêt"])
@pytest.mark.parametrize("text", ["enlève la cuisine", "remove cooking", "enlève le tricot", "non, enlève la musique"])
async def test_what_is_to_be_taken_off_is_never_noted(stage, question, text):
    before = await held(stage)
    await says(stage, "mon profil", question, text)
    await says(stage, "annule", "annule", "annule", question, "non", text)
    assert await held(stage) == before


async def test_what_was_removed_in_the_middle_of_something_comes_back_with_cancel_as_it_says(stage):
    said = await says(stage, "j'ai 30 minutes", "enlève le graphisme")
    assert "revient en arrière" in " ".join(said)
    await says(stage, "annule")
    assert set((await held(stage))[0].skills) == {"graphisme"}
