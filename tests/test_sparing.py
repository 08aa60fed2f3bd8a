"""So many questions a day, and no more from whoever is not wanted: nobody learns who, and nothing that is theirs by
right goes with it."""

from __future__ import annotations

import pytest

from engagebot.config import Settings
from engagebot.script import Stage
from engagebot.store import questions, spared
from engagebot.understanding.block_words import blocks, unblocks
from engagebot.understanding.search_words import much_alike, search_words

ADA, BRUNO = "@ada:console", "@bruno:console"
SET_UP = (
    "@ association: topics=compta, jardin",
    "@ person: ada; onboarded=yes",
    "@ person: bruno; onboarded=yes",
    "@ person: cleo; onboarded=yes",
    "@ referent: bruno; topics=compta",
    "@ organiser: olga",
)
ASKS = ("j'ai une question : où sont les factures de la compta ?", "oui", "non")


@pytest.fixture
async def stage():
    opened = await Stage.open(Settings(_env_file=None, questions_a_day=3))
    for line in SET_UP:
        await opened.play(line)
    yield opened
    await opened.close()


async def says(stage: Stage, who: str, *lines: str) -> list[str]:
    return [line for text in lines for line in await stage.play(f"{who}> {text}")]


async def test_so_many_questions_in_a_day_whatever_became_of_them(stage):
    for what in ("les factures", "le tampon", "la clé"):
        assert await says(stage, "ada", f"j'ai une question : où est {what} de la compta ?", "oui", "non", "annuler")
    said = await says(stage, "ada", "j'ai une question : où est le coffre de la compta ?")
    assert [line[:30] for line in said] == ["  Tu as posé 3 questions depui"]
    await stage.play("~ 1 day")
    said = await says(stage, "ada", "j'ai une question : où est le coffre de la compta ?")
    assert [line[:20] for line in said] == ["  Le sujet serait\u00a0: "]


async def test_questions_to_whoever_had_enough_go_elsewhere_also_when_a_friend_names_them(stage):
    await stage.play("@ referent: cleo; topics=compta")
    await says(stage, "ada", *ASKS)
    await says(stage, "bruno", "bloquer")
    assert await asked(stage) == {"@cleo:console"}
    await says(stage, "cleo", "demande à Bruno")
    assert await asked(stage) == set()
    async with stage.store.transaction() as tx:
        assert await questions.asked_now(tx, BRUNO) == []


async def test_no_later_question_of_theirs_comes_either(stage):
    await says(stage, "ada", *ASKS)
    await says(stage, "bruno", "bloquer")
    await says(stage, "ada", "j'ai une question : qui tient le registre de la compta ?", "oui", "non")
    said = await stage.play("~ 8 days")
    assert [line for line in said if "-> bruno" in line and "Question posée" in line] == []
    assert await asked(stage) == set()
    await says(stage, "bruno", "débloquer")
    await says(stage, "ada", "j'ai une question : où sont les reçus de la compta ?", "oui", "non")
    assert await asked(stage) == {BRUNO}


async def asked(stage: Stage) -> set[str]:
    """Who has a question now."""
    async with stage.store.transaction() as tx:
        open_ones = await questions.waiting(tx, 9)
        return {a.person for q in open_ones for a in await questions.asked(tx, q.id) if a.state in ("asked", "nudged")}


async def test_what_follows_on_an_answer_does_not_reach_whoever_had_enough_and_nobody_says_so(stage):
    await says(stage, "ada", *ASKS)
    await says(stage, "bruno", "1", "Dans le placard.")
    await says(stage, "bruno", "bloquer")
    said = await stage.play("ada^> et lequel de ces placards, gros malin ?")
    assert [line for line in said if "bruno" in line or "bloqu" in line] == [] and said
    async with stage.store.transaction() as tx:
        assert await questions.asked_now(tx, BRUNO) == []


async def test_only_organisers_decide_and_whoever_is_out_of_it_keeps_their_rights(stage):
    await says(stage, "ada", *ASKS)
    await says(stage, "bruno", "bloquer")
    await stage.play("bruno#organisateurs+ 🚫")
    assert not await barred(stage)
    await stage.play("olga#organisateurs+ 🚫")
    assert await barred(stage) and await asked(stage) == set()
    for text, begins in (("mes données", "  Ce que je sais"), ("stop", "  "), ("efface-moi", "  J’efface tout")):
        assert (await says(stage, "ada", text))[0].startswith(begins)
    assert (await says(stage, "ada", "oui"))[0].startswith("  C’est fait")
    assert not await barred(stage)
    assert (await stage.play("~ 1 hour"))[-1] == "  -> #organisateurs: (now) C’est réglé."


async def barred(stage: Stage) -> bool:
    async with stage.store.transaction() as tx:
        return await spared.barred(tx, ADA)


async def test_nobody_learns_from_their_own_data_who_asked_or_who_had_enough(stage):
    await says(stage, "ada", *ASKS)
    await says(stage, "bruno", "bloquer")
    seen = await says(stage, "bruno", "mes données", "non") + await says(stage, "bruno", "débloquer")
    assert [line for line in seen if "Ada" in line or "@ada" in line] == []
    assert [line for line in await says(stage, "ada", "mes données") if "bruno" in line.casefold()] == []


async def test_without_a_question_lately_blocking_is_about_introductions(stage):
    assert await says(stage, "bruno", "bloquer") == [
        "  Qui préfères-tu ne pas rencontrer\u202f? Un prénom suffit\u202f; personne n’en saura rien."
    ]


@pytest.mark.parametrize(("a", "b", "alike"), [
    ("Où sont les clés du local ?", "où donc est la clé de ce local", True),
    ("Where are the keys of the shed?", "where's the shed key??", True),
    ("Où sont les clés du local ?", "Où sont les clés du camion ?", False),
    ("Quand est la prochaine réunion ?", "Où est la prochaine fête ?", False),
    ("?", "!", False),
])  # fmt: skip
def test_two_questions_that_are_nearly_the_same_are_told_from_others(a, b, alike):
    assert much_alike(search_words(a), search_words(b)) is alike


@pytest.mark.parametrize(("text", "both"), [
    ("bloquer", (True, False)), ("Bloque cette personne !", (True, False)), ("block", (True, False)),
    ("débloquer", (False, True)), ("unblock everybody", (False, True)), ("je suis dans un blog", (False, False)),
])  # fmt: skip
def test_the_word_itself_is_needed(text, both):
    assert (blocks(text), unblocks(text)) == both
