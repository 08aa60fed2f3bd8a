"""The three closest of fifty thousand kept answers, in the transaction of an event, on a database on the disk.

Questions and answers in French and English are put together from lists of words, always the same. Asked are questions
that somebody asked before in other words, two of the commonest words alone, and long stories.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

from benchmarks.figures import Figure, percentile
from engagebot.app import DATABASE, open_store
from engagebot.config import Settings
from engagebot.demo.run import ASSOCIATION
from engagebot.store import knowledge
from engagebot.store.knowledge import Answer
from engagebot.store.sqlite import Store
from engagebot.understanding.search_words import search_words

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SEED = 7
MOST_MS = 10.0
TURNS = 5
"""Parts of the run, whose medians are the spread."""

VERBS = {
    "fr": "réparer|réparons,nettoyer|nettoyons,ranger|rangeons,emprunter|empruntons,réserver|réservons,payer|payons,"
    "imprimer|imprimons,déclarer|déclarons,renouveler|renouvelons,annuler|annulons,assurer|assurons,arroser|arrosons,"
    "planter|plantons,livrer|livrons,commander|commandons,rembourser|remboursons,signer|signons,afficher|affichons,"
    "traduire|traduisons,peser|pesons,trier|trions,transporter|transportons,brancher|branchons,remplacer|remplaçons",
    "en": "repair|repairing,clean|cleaning,store|storing,borrow|borrowing,book|booking,pay|paying,print|printing,"
    "declare|declaring,renew|renewing,cancel|cancelling,insure|insuring,water|watering,plant|planting,deliver|"
    "delivering,order|ordering,refund|refunding,sign|signing,display|displaying,translate|translating,weigh|weighing,"
    "sort|sorting,carry|carrying,plug|plugging,replace|replacing",
}
THINGS = {
    "fr": "vélo,adhésion,clé,salle,facture,cotisation,affiche,ordinateur,compost,graine,outil,remorque,frein,"
    "dérailleur,chaîne,pneu,ticket,subvention,assurance,contrat,planning,clavier,imprimante,serre,arrosoir,brouette,légume,"
    "repas,four,vaisselle,stand,banderole,micro,enceinte,projecteur,caisse,chèque,reçu,budget,courrier,site,photo,logo,"
    "newsletter,badge,alarme,poubelle,chauffage,robinet,ampoule,fuite,serrure,escalier,vitrine,étagère,tente,barnum,"
    "table,chaise,nappe,gobelet,cafetière,bouilloire,frigo,couteau,tablier,gant,casque,gilet,pompe,rustine,sacoche,"
    "panier,carte,plan,camion,permis,essence,péage,parking,horaire,réunion,assemblée,statuts,procuration,vote,compte,"
    "virement,trésorerie,bilan,don,mécénat,dossier,formulaire,signature,tampon,archive,mot,passe,connexion,réseau",
    "en": "bike,membership,key,room,invoice,fee,poster,computer,compost,seed,tool,trailer,brake,gear,chain,tyre,"
    "receipt,grant,insurance,contract,rota,keyboard,printer,greenhouse,can,wheelbarrow,vegetable,meal,oven,dish,stall,banner,"
    "microphone,speaker,projector,till,cheque,voucher,budget,mail,website,photo,logo,newsletter,badge,alarm,bin,"
    "heater,tap,bulb,leak,lock,stairs,window,shelf,tent,marquee,table,chair,cloth,cup,kettle,fridge,knife,apron,glove,helmet,"
    "vest,pump,patch,bag,basket,card,map,van,licence,petrol,toll,parking,timetable,meeting,assembly,statutes,proxy,"
    "vote,account,transfer,treasury,balance,donation,sponsor,folder,form,signature,stamp,archive,password,network",
}
PLACES = {
    "fr": "l'atelier,le local,la mairie,le jardin,la cuisine,la cave,le garage,la bibliothèque,le gymnase,le marché,"
    "l'école,la gare,le quartier nord,le quartier sud,la maison des associations,la salle des fêtes",
    "en": "the workshop,the shed,the town hall,the garden,the kitchen,the cellar,the garage,the library,the gym,"
    "the market,the school,the station,the north side,the south side,the community centre,the village hall",
}
ASKED = {
    "fr": ("Comment {do} {a} ?", "Où {do} {a} et {b} ?", "Qui peut {do} {a} à {place} ?", "{a} : qui {do} ?",
           "Est-ce qu'on peut {do} {a} pour {b} à {place} le {day} ?", "Que faire de {a} quand {b} manque à {place} ?"),
    "en": ("How do I {do} a {a}?", "Where can we {do} the {a} and the {b}?", "Who can {do} a {a} at {place}?",
           "{a}: who {do}s it?", "May we {do} a {a} for the {b} at {place} on {day}?",
           "What about the {a} when the {b} is missing at {place}?"),
}  # fmt: skip
AGAIN = {
    "fr": ("bonjour, nous {doing} {a} et {b}, ça se passe comment à {place} ? merci", "{a}, {b} : {doing} où ?"),
    "en": ("hello, we are {doing} the {a} and the {b}, how does it work at {place}? thanks", "{doing} {a} with {b}?"),
}
TOLD = {
    "fr": ("Il faut {do} {a} avec {b}.", "Demande {c} à {place}.", "C'est ouvert le {day}, près de {place}.",
           "{a} et {c} sont à {place}, à côté de {b}.", "Garde {b} et note {c} dans le cahier."),
    "en": ("You have to {do} the {a} with the {b}.", "Ask for the {c} at {place}.",
           "It is open on {day}, near {place}.", "The {a} and the {c} are at {place}, next to the {b}.",
           "Keep the {b} and write the {c} down."),
}  # fmt: skip
DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "samedi"),
    "en": ("Monday", "Tuesday", "Thursday", "Friday", "Sunday"),
}
LENGTHS = (1, 1, 2, 2, 3, 5, 9)
"""Sentences of an answer."""
NAMES = 5_000
"""Proper names, which hardly anybody shares."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--answers", type=int, default=50_000, help="how many are kept (default: 50000)")
    parser.add_argument("--questions", type=int, default=500, help="how many are asked (default: 500)")
    parser.add_argument("--folder", type=Path, default=None, help="where the database goes: the disk that is measured")


def main(given: argparse.Namespace) -> list[Figure]:
    return asyncio.run(measure(given.answers, given.questions, given.folder))


async def measure(answers: int, questions: int, folder: Path | None) -> list[Figure]:
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory(prefix="engagebot-", dir=folder) as made:
        settings = Settings(_env_file=None, data_dir=Path(made), association=ASSOCIATION)
        store = await open_store(settings, START)
        again = [_asked(chance, AGAIN) for _ in range(questions)]
        try:
            empty, _ = await searched(store, again)
            await populate(store, chance, answers)
            await store.forget_on_disk()
            used = time.process_time()
            some, found = await searched(store, again)
            used = (time.process_time() - used) / len(some) * 1000
            common, _ = await searched(store, [_common(chance) for _ in range(questions // TURNS)])
            story, _ = await searched(store, [_story(chance) for _ in range(questions // TURNS)])
            began = time.perf_counter()
            async with store.transaction() as tx:
                await knowledge.removed(tx, "answer0")
            await store.forget_on_disk()
            forgotten = time.perf_counter() - began
        finally:
            await store.close()
        ranked = by_fts5(Path(made) / DATABASE, again[: questions // TURNS])
        plain = like(Path(made) / DATABASE, again[: questions // TURNS])
        size = sum(file.stat().st_size for file in Path(made).iterdir()) / 1e6
    among = f"among {answers:,} answers"
    return [
        *figures(f"asked in other words, {among}, {size:,.0f} MB", some, MOST_MS),
        Figure(f"asked in other words, {among}: the processor works", used, "ms"),
        *figures(f"two of the commonest words, {among}", common, MOST_MS),
        *figures(f"a long story, {among}", story, MOST_MS),
        Figure("questions for which something was found", 100 * found / questions, "%", digits=0),
        *figures("floor: the same questions, nothing kept", empty),
        *figures(f"instead: all that share a word, ranked by FTS5, {among}", ranked),
        *figures(f"instead: LIKE for their longest word, {among}", plain),
        Figure("one removed, and its words wiped from the disk", forgotten, "s"),
    ]


def figures(what: str, times: Sequence[float], target: float | None = None) -> list[Figure]:
    size = max(1, len(times) // TURNS)
    medians = tuple(statistics.median(times[first : first + size]) for first in range(0, size * TURNS, size))
    return [
        Figure(f"{what}: median", statistics.median(times), "ms", target, medians),
        Figure(f"{what}: 95th percentile", percentile(times, 95), "ms", target),
    ]


async def searched(store: Store, questions: Sequence[str]) -> tuple[list[float], int]:
    """Milliseconds from BEGIN to COMMIT, words prepared between; for how many something was found."""
    took, found = [], 0
    for question in questions:
        began = time.perf_counter()
        async with store.transaction() as tx:
            found += bool(await knowledge.search(tx, search_words(question)))
        took.append((time.perf_counter() - began) * 1000)
    return took, found


def by_fts5(path: Path, questions: Sequence[str]) -> list[float]:
    """Everything that has one of the words, the best by its own ranking."""
    took = []
    with closing(sqlite3.connect(path)) as db:
        for match in (" OR ".join(f'"{word}"' for word in search_words(question)) for question in questions):
            began = time.perf_counter()
            sql = "SELECT rowid FROM answer_search WHERE answer_search MATCH ? ORDER BY rank LIMIT 3"
            db.execute(sql, (match,)).fetchall()
            took.append((time.perf_counter() - began) * 1000)
    return took


def like(path: Path, questions: Sequence[str]) -> list[float]:
    """Without a full-text table: one word, as it is written, and no ranking."""
    took = []
    with closing(sqlite3.connect(path)) as db:
        for question in questions:
            word = max(question.split(), key=len)
            began = time.perf_counter()
            db.execute("SELECT id FROM answer WHERE question LIKE ? LIMIT 3", (f"%{word}%",)).fetchall()
            took.append((time.perf_counter() - began) * 1000)
    return took


# ------------------------------------------------------------------------------------------------ questions and answers
async def populate(store: Store, chance: random.Random, answers: int) -> None:
    async with store.transaction() as tx:
        for n in range(answers):
            locale = chance.choice(("fr", "fr", "en"))
            question = _made(chance, chance.choice(ASKED[locale]), locale)
            parts = [_made(chance, chance.choice(TOLD[locale]), locale) for _ in range(chance.choice(LENGTHS))]
            owner = f"@person{n % 500}:bench"
            answer = Answer(f"answer{n}", question, " ".join(parts), "", locale, owner, START, START)
            asked, said = search_words(question), search_words(answer.answer)
            assert await knowledge.add(tx, answer, asked=asked, said=said)


def _asked(chance: random.Random, forms: dict[str, tuple[str, ...]]) -> str:
    locale = chance.choice(("fr", "fr", "en"))
    return _made(chance, chance.choice(forms[locale]), locale)


def _common(chance: random.Random) -> str:
    """Two words that are in more questions than nearly all others."""
    return " ".join(chance.sample(THINGS["fr"].split(",")[:5], 2))


def _story(chance: random.Random) -> str:
    return " ".join(_asked(chance, TOLD) for _ in range(60))


def _made(chance: random.Random, form: str, locale: str) -> str:
    verb = _often_the_first(chance, VERBS[locale].split(","))
    do, doing = verb.split("|")
    things = THINGS[locale].split(",")
    a, b, c = (_often_the_first(chance, things) for _ in range(3))
    if chance.random() < 0.2:
        c = f"{c} {_name(chance.randrange(NAMES))}"
    place = _often_the_first(chance, PLACES[locale].split(","))
    return form.format(do=do, doing=doing, a=a, b=b, c=c, place=place, day=chance.choice(DAYS[locale]))


def _often_the_first(chance: random.Random, of: Sequence[str]) -> str:
    """The second half as often as the first, the third a third as often: as words are."""
    return chance.choices(of, cum_weights=list(accumulate(1 / (n + 2) for n in range(len(of)))))[0]


def _name(n: int) -> str:
    parts = ("ba", "do", "ri", "mel", "tan", "sou", "vi", "gor", "lan", "pe")
    return "".join(parts[int(digit)] for digit in f"{n:04}").capitalize()
