"""What organisers say of a call for help, while they compose it and afterwards."""

from __future__ import annotations

import pytest

from engagebot.scene import jardin
from engagebot.understanding.call_wants import call_wish
from engagebot.understanding.call_words import (
    call_change,
    call_decision,
    call_kind,
    call_text,
    named,
    urgent,
    whom,
    whom_along,
    without_urgency,
)
from engagebot.understanding.options import Option

ASSOCIATION = jardin()
SKILLS = [Option(entry.id, entry.words) for entry in ASSOCIATION.skills]
INTERESTS = [Option(entry.id, entry.words) for entry in ASSOCIATION.interests]
TOPICS = [(entry.id, (entry.id, *entry.words)) for entry in (*ASSOCIATION.topics, *ASSOCIATION.skills)]


def change(text: str) -> dict[str, object] | None:
    return call_change(text, SKILLS, INTERESTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lance un appel : qui peut tenir le stand samedi ?", "Qui peut tenir le stand samedi ?"),
        ("je voudrais lancer un appel à l'aide pour ranger la salle", "Ranger la salle"),
        ("il nous faut 3 personnes pour la buvette, 2 h", "Il nous faut 3 personnes pour la buvette, 2 h"),
        ("please send out a call for help: run the till on Sunday", "Run the till on Sunday"),
        ("vente de gâteaux", "Vente de gâteaux"),
        ("lancer un appel aux bénévoles", None),
        ("on a besoin de monde", None),
        ("il nous faut 3 personnes", None),
        ("préviens tout le monde qu'on a besoin d'aide", None),
        ("appel urgent", None),
        ("send out a call", None),
        ("call for help", None),
        ("we need people now", None),
        ("bof", None),
        ("oui", None),
        ("👍", None),
    ],
)
def test_the_words_of_a_call_are_what_people_will_read(text: str, expected: str | None):
    assert call_text(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("il faut informer les voisins de la fête", "inform"),
        ("spread the word about the party", "inform"),
        ("montrer nos outils au marché", "show"),
        ("we need somebody to convince the neighbours", "convince"),
        ("apprendre à d'autres à souder, transmettre", "hand_on"),
        ("to teach newcomers how to prune", "hand_on"),
        ("il nous faut des bras dimanche", "help"),
        ("qui peut tenir le stand ?", "help"),
        ("atelier dimanche à 14 h", None),
        ("Water leak in the hall", None),
    ],
)
def test_the_kind_of_a_call_is_heard(text: str, expected: str | None):
    assert call_kind(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("urgent : fuite d'eau", True),
        ("we need help right now", True),
        ("ce n'est pas urgent", False),
        ("rien d'urgent", False),
        ("no rush", False),
        ("samedi pour la buvette", None),
    ],
)
def test_it_is_urgent_only_when_that_is_said(text: str, expected: bool | None):
    assert urgent(text) is expected


def test_how_soon_says_nothing_of_what_it_is_about():
    assert without_urgency("Urgent : laver le four tout de suite").split() == [":", "laver", "le", "four"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("il nous faut 3 personnes samedi, plutôt ceux qui savent faire la cuisine",
         "plutôt ceux qui savent faire la cuisine"),
        ("quelqu'un qui sait coudre pour réparer la tente", "quelqu'un qui sait coudre"),
        ("porter des tables, à tous les bénévoles sauf ceux du groupe vélo",
         "tous les bénévoles sauf ceux du groupe vélo"),
        ("fuite d'eau au local, tout le monde !", "tout le monde"),
        ("help on Sunday, people who speak English, but not newcomers, at 2",
         "people who speak English, but not newcomers"),
        ("ceux qui aiment le compost, habitent Lyon et sont libres le samedi",
         "ceux qui aiment le compost, habitent Lyon et sont libres le samedi"),
        ("qui peut venir samedi ?", None),
        ("monter les tentes dimanche", None),
    ],
)  # fmt: skip
def test_the_part_that_says_whom_it_is_for_is_found_in_the_rest(text: str, expected: str | None):
    assert whom_along(text) == expected


def test_an_answer_to_whom_may_be_any_words_but_not_a_corrected_number():
    assert whom("ceux du groupe vélo") == "ceux du groupe vélo"
    assert whom("non, ceux du groupe vélo") == "non, ceux du groupe vélo"
    assert whom("non, 4 personnes") is None
    assert whom("no, 2 hours") is None
    assert whom("👍") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("non, 4 personnes", {"people": 4}),
        ("4 people and 1 hour", {"people": 4, "minutes": 60}),
        ("1 heure", {"minutes": 60}),
        ("à tout le monde", {"whom": "tout le monde"}),
        ("to everybody", {"whom": "everybody"}),
        ("to those who live in Lyon and speak French", {"whom": "those who live in Lyon and speak French"}),
        ("plutôt ceux qui jardinent", {"whom": "plutôt ceux qui jardinent"}),
        ("les nouveaux", {"whom": "les nouveaux"}),
        ("cuisine et jardinage", {"whom": "cuisine et jardinage"}),
        ("c'est urgent", {"urgent": True}),
        ("not urgent", {"urgent": False}),
        ("pour informer", {"kind": "inform"}),
        ("kind: hand on", {"kind": "hand_on"}),
        ("texte : Venez à 3 personnes !", {"words": "Venez à 3 personnes !"}),
        ("sujet : jardin", {"topic": "jardin"}),
        ("rien", {"op": "fine"}),
        ("ok", None),
        ("j'ai 20 minutes", None),
        ("qui s'occupe du vélo ?", None),
        ("mes tâches", None),
    ],
)
def test_what_changes_of_a_call_that_lies_ready(text: str, expected: dict[str, object] | None):
    assert change(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("oui, envoie", "send"),
        ("envoie-le comme ça", "send"),
        ("yes, send it", "send"),
        ("vas-y", "send"),
        ("👍", "send"),
        ("non merci", "cancel"),
        ("n'envoie pas", "cancel"),
        ("surtout pas", "cancel"),
        ("je veux modifier l'appel", "change"),
        ("pas comme ça", "change"),
        ("ok", None),
        ("oui mais 4 personnes", None),
        ("attends", None),
        ("yes?", None),
    ],
)
def test_only_what_says_so_sends(text: str, expected: str | None):
    assert call_decision(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("où en est l'appel ?", "status"),
        ("a-t-on trouvé quelqu'un pour la buvette ?", "status"),
        ("how is the call going?", "status"),
        ("mes appels", "status"),
        ("c'est trouvé", "found"),
        ("on a trouvé assez de monde, arrête l'appel", "found"),
        ("we have found people", "found"),
        ("annule l'appel, on n'a pas trouvé", "cancel"),
        ("cancel the call", "cancel"),
        ("call it off", "cancel"),
        ("fais-en une tâche", "task"),
        ("turn the call into a task", "task"),
        ("poste-le dans le salon entraide", "post"),
        ("post it in the room help", "post"),
        ("change l'appel", "change"),
        ("modifie le texte de l'appel", "change"),
        ("l'appel", None),
    ],
)
def test_what_is_wanted_of_a_call(text: str, expected: str | None):
    assert call_wish(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Venez ranger au jardin", "jardin"),
        ("Il faut cuisiner pour la fête", "cuisine"),
        ("we need 2 people at the market place", ""),
        ("Fuite d'eau au local", ""),
    ],
)
def test_what_it_is_about_is_only_what_is_named(text: str, expected: str):
    assert named(text, TOPICS) == expected
