"""Answers kept for others: found in other words, corrected, reviewed, and removed without a trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagebot.config import shipped
from engagebot.store import knowledge, privacy
from engagebot.store.knowledge import Answer
from engagebot.store.migrate import migrate
from engagebot.store.sqlite import Store, Transaction
from engagebot.understanding.search_words import search_words

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
IN_A_YEAR = NOW + timedelta(days=365)
BRUNO = "@bruno:example.org"
KEPT = {
    "key": ("Où est la clé du local ?", "Chez Olga, à l'accueil.", "local", "fr"),
    "bike": ("Qui peut réparer mon vélo à l'atelier ?", "L'équipe du samedi, avec les outils du garage.", "vélo", "fr"),
    "frame": ("Comment réparer le cadre d'un vélo en carbone ?", "On ne le fait pas : trop dangereux.", "vélo", "fr"),
    "fee": ("Comment payer ma cotisation ?", "Par virement, ou à la permanence du jeudi.", "compta", "fr"),
    "receipt": ("J'ai besoin d'un reçu fiscal pour mon don", "Écris à la trésorière.", "compta", "fr"),
    "water": ("Who is watering the greenhouse in August?", "Everybody in turn; the rota hangs at the door.", "", "en"),
    "member": ("How can my sister become a member?", "She fills in the form at the front desk.", "", "en"),
}


def an_answer(name: str, owner: str | None = BRUNO) -> Answer:
    question, answer, topic, locale = KEPT[name]
    return Answer(name, question, answer, topic, locale, owner, NOW, IN_A_YEAR)


async def add(tx: Transaction, answer: Answer) -> bool:
    return await knowledge.add(tx, answer, asked=search_words(answer.question), said=search_words(answer.answer))


async def found(tx: Transaction, question: str, **more: str) -> list[str]:
    return [answer.id for answer in await knowledge.search(tx, search_words(question), **more)]


@pytest.fixture
async def store():
    opened = await Store.open(":memory:", shipped("storage"))
    async with opened.transaction() as tx:
        for name in KEPT:
            assert await add(tx, an_answer(name))
    yield opened
    await opened.close()


# -------------------------------------------------------------------------------------------------------------- words
@pytest.mark.parametrize(("one", "other"), [
    ("réparations", "je répare"), ("Clés", "la clef"), ("LOCAUX", "un local"), ("les adhérents", "une adhésion"),
    ("des reçus", "recu"), ("s'inscrire", "l’inscription"), ("fermé", "la fermeture"), ("œufs", "un oeuf"),
    ("watering", "waters"), ("paid", "the payment"), ("members", "membership"), ("closed", "closes"),
    ("batteries", "a battery"), ("booking", "booked"),
])  # fmt: skip
def test_inflections_of_a_word_meet(one, other):
    assert search_words(one) == search_words(other) != ()


@pytest.mark.parametrize("text", [
    "", "   ", "?!", "🚲🚲", "Bonjour, est-ce que quelqu'un peut m'aider ?", "à qui s'adresser", "qui s'occupe de ça",
    "Hello, could somebody please tell me who to ask?", "h" * 60,
])  # fmt: skip
def test_everyday_words_are_nothing_to_search_for(text):
    assert search_words(text) == ()


def test_words_come_once_in_the_order_in_which_they_were_written():
    assert search_words("Les clés ? La clé du vélo, du vélo bleu !") == ("cle", "velo", "bleu")


# -------------------------------------------------------------------------------------------------------------- search
@pytest.mark.parametrize(("question", "names"), [
    ("ou sont les cles du local", ["key"]),
    ("Bonjour ! Est-ce que quelqu'un sait où se trouve LA CLEF du local, s'il vous plaît ? Merci", ["key"]),
    ("réparation de vélos", ["bike", "frame"]),
    ("vélos à réparer, cadres en carbone", ["frame"]),
    ("le paiement des cotisations", ["fee"]),
    ("je voudrais des reçus fiscaux", ["receipt"]),
    ("who waters the greenhouses?", ["water"]),
    ("my sister wants to become a member", ["member"]),
    ("le virement, ça se fait à la permanence ?", ["fee"]),     # only the answer says so
])  # fmt: skip
async def test_the_same_question_in_other_words_finds_its_answer(store, question, names):
    async with store.transaction() as tx:
        assert await found(tx, question) == names


@pytest.mark.parametrize("question", [
    "Qui joue du trombone ?", "réparer un ordinateur", "la clé de la camionnette de livraison",
    "Comment fonctionne le chauffage ?", "who lends tents?", "", "OR", "AND NOT", "question : *",
])  # fmt: skip
async def test_another_question_finds_nothing(store, question):
    async with store.transaction() as tx:
        assert await found(tx, question) == []


async def test_the_three_closest_come_first_and_the_closest_of_them_at_the_top(store):
    async with store.transaction() as tx:
        for n, question in enumerate((
            "Réserver la salle de réunion le soir pour une fête avec des voisins ?",
            "Réserver la salle de réunion du premier étage ?",
            "Réserver la salle de réunion ?",
            "Réserver la salle ?",
            "Réserver une table ?",
        )):  # fmt: skip
            await add(tx, replace(an_answer("key"), id=f"room{n}", question=question, topic="salles" if n == 1 else ""))
        assert await found(tx, "comment réserver la salle de réunion ?") == ["room2", "room1", "room0"]
        assert await found(tx, "comment réserver la salle de réunion ?", topic="salles") == ["room1", "room2", "room0"]


async def test_a_long_message_is_understood_by_how_it_begins_and_ends(store):
    story = "Il faisait beau, des oiseaux chantaient partout, mon voisin jardinait tranquillement. " * 40
    async with store.transaction() as tx:
        assert await found(tx, f"{story} Enfin bref : où est la clé du local ?") == ["key"]
        assert await found(tx, f"Où est la clé du local ? {story}") == ["key"]
        assert await found(tx, f"J'ai un vélo. {story}") == []


async def test_among_many_answers_a_common_word_is_not_enough_and_a_rare_one_is(store):
    async with store.transaction() as tx:
        for n in range(300):
            await add(tx, replace(an_answer("key"), id=f"n{n}", question=f"Où va le vélo numéro {n + 100} ?"))
        assert await found(tx, "un vélo sur le trombinoscope") == []
        assert await found(tx, "le cadre de mon vélo") == ["frame"]
        assert await found(tx, "vélo 250") == ["n150"]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=200) | st.sampled_from([
        '"', "'", 'clé" OR "', "clé*", "NEAR(clé local)", "-clé", "question:clé", "^clé", "clé AND (", "\x00clé",
        "😀" * 2000, "clé " * 1000, "a" * 4000, "); DROP TABLE answer; --", "\ud800", "İ", "ﷺ" * 500, "한국어 질문",
    ]),
    raw=st.booleans(),
)  # fmt: skip
async def test_no_text_at_all_makes_the_search_fail(store, text, raw):
    async with store.transaction() as tx:
        terms = text.split(" ") if raw else search_words(text)
        names = [answer.id for answer in await knowledge.search(tx, terms)]
        assert set(names) <= set(KEPT) and len(names) <= knowledge.BEST


# ---------------------------------------------------------------------------------------------- what becomes of answers
async def test_an_answer_is_kept_once_and_read_as_it_was_written(store):
    async with store.transaction() as tx:
        assert not await add(tx, replace(an_answer("key"), answer="Ailleurs."))
        assert await knowledge.find(tx, "key") == an_answer("key")
        assert await knowledge.find(tx, "none") is None
        assert [one.id for one in await knowledge.owned_by(tx, BRUNO)] == list(KEPT)


async def test_a_corrected_answer_is_found_by_its_new_words_only(store):
    async with store.transaction() as tx:
        new, at = "Par chèque, dans la boîte aux lettres.", NOW + timedelta(days=9)
        review = IN_A_YEAR + timedelta(days=9)
        assert await knowledge.corrected(tx, "fee", new, at, review, said=search_words(new))
        assert await knowledge.find(tx, "fee") == replace(
            an_answer("fee"), answer=new, answered_at=at, review_at=review)
        assert (await found(tx, "chèque boîte lettres"), await found(tx, "virement permanence")) == (["fee"], [])
        assert not await knowledge.corrected(tx, "none", new, at, review, said=())


async def test_a_review_moves_the_next_one_and_changes_nothing_else(store):
    async with store.transaction() as tx:
        later = IN_A_YEAR + timedelta(days=365)
        assert await knowledge.reviewed(tx, "fee", later)
        assert await knowledge.find(tx, "fee") == replace(an_answer("fee"), review_at=later)
        assert not await knowledge.reviewed(tx, "none", later)


async def test_a_removed_answer_is_gone_and_does_not_come_back(store):
    async with store.transaction() as tx:
        assert [await knowledge.removed(tx, "key") for _ in range(2)] == [True, False]
        assert (await found(tx, "la clé du local"), await knowledge.find(tx, "key")) == ([], None)
        assert not await add(tx, an_answer("key"))
        assert not await knowledge.corrected(tx, "key", "x", NOW, NOW, said=("cle", "local"))
        assert await found(tx, "la clé du local") == []
        assert "key" not in {one.id for one in await knowledge.owned_by(tx, BRUNO)}


async def test_what_somebody_erased_had_explained_stays_without_their_name(store):
    async with store.transaction() as tx:
        held = await privacy.everything(tx, BRUNO)
        assert len(held["answer"]) == len(KEPT)
        await privacy.erase(tx, BRUNO)
        assert await knowledge.search(tx, search_words("la clé du local")) == [an_answer("key", owner=None)]
        assert (await privacy.everything(tx, BRUNO), await knowledge.owned_by(tx, BRUNO)) == ({}, [])


async def test_of_removed_and_corrected_words_nothing_is_left_on_disk(tmp_path):
    path = tmp_path / "engagebot.sqlite"
    migrate(path, shipped("storage"), NOW)
    store = await Store.open(str(path), shipped("storage"))
    gone = ("zorglubine", "bourdonne", "chalumeau")
    try:
        async with store.transaction() as tx:
            for n in range(200):
                await add(tx, replace(an_answer("bike"), id=f"n{n}", question=f"Où est le carton {n} ?"))
            await add(tx, replace(an_answer("key"), question="La zorglubine ?", answer="Elle bourdonne."))
            await add(tx, replace(an_answer("fee"), answer="Avec un chalumeau."))
        await store.forget_on_disk()
        assert set(left(tmp_path, gone)) == {"zorglubine", "bourdonne", "chalumeau", *searched(gone)}
        async with store.transaction() as tx:
            await knowledge.removed(tx, "key")
            await knowledge.corrected(tx, "fee", "Autrement.", NOW, NOW, said=search_words("Autrement."))
        await store.forget_on_disk()
        assert left(tmp_path, gone) == []
        async with store.transaction() as tx:
            assert await found(tx, "carton 17") == ["n17"]
    finally:
        await store.close()


def left(folder, words):
    """Which of these words, or of what a search makes of them, are in any file of the database."""
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    return [word for word in dict.fromkeys([*words, *searched(words)]) if word.encode() in content]


def searched(words):
    return [made for word in words for made in search_words(word)]
