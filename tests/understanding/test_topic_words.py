"""What a referent answers for, in people's words."""

from __future__ import annotations

import pytest

from engagebot.understanding.question_words import apprentice, cap, named_topics, names_something, rotation, topics

TOPICS = (
    ("comptabilite", ("comptabilité", "accounts")),
    ("velo", ("vélo", "bikes")),
    ("jardin", ("le jardin", "the garden", "compost")),
    ("communication", ("communication",)),
    ("benevolat", ("bénévolat", "volunteering")),
)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("comment on déclare une facture ?", ["comptabilite"]),
        ("qui valide le budget du concert", ["comptabilite"]),
        ("je ne comprends rien à la compta", ["comptabilite"]),
        ("Comptabilté : où ranger les tickets ?", ["comptabilite"]),
        ("à qui envoyer mes notes de frais", ["comptabilite"]),
        ("le remboursement de l'essence se fait comment", ["comptabilite"]),
        ("mon guidon est tordu, que faire ?", ["velo"]),
        ("un velo qui grince", ["velo"]),
        ("réparer deux vélos", ["velo"]),
        ("on peut mettre des agrumes au compost ?", ["jardin"]),
        ("quand planter les tomates au jardin", ["jardin"]),
        ("qui imprime le flyer de la communication ?", ["communication"]),
        ("où trouver de la compta pour le vélo", ["comptabilite", "velo"]),
        ("how do we declare an invoice?", ["comptabilite"]),
        ("who signs off the budget", ["comptabilite"]),
        ("my handlebar is loose", ["velo"]),
        ("my bike squeaks", ["velo"]),
        ("can citrus go in the compost", ["jardin"]),
        ("gardn tools, where are they", ["jardin"]),
        ("which accounts do we keep", ["comptabilite"]),
        ("comment devient-on bénévole ici ?", []),
        ("je suis bénévole depuis lundi, qui a la clé ?", []),
        ("volunteers need a badge?", []),
        ("je n'arrive pas à entrer dans mon compte", []),
        ("i can't log into my account", []),
        ("quelle heure est-il", []),
        ("quel est le code de la porte", []),
        ("what time does it start", []),
        ("where is the key", []),
        ("", []),
    ],
)
def test_the_topic_of_a_question_is_found_in_its_words(text: str, about: list[str]) -> None:
    assert topics(text, TOPICS) == about


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("référent pour la compta et le vélo", ["comptabilite", "velo"]),
        ("je veux être référente vélo et comptabilité", ["velo", "comptabilite"]),
        ("qui s'occupe du vélo ?", ["velo"]),
        ("ki soccupe de la comunication", ["communication"]),
        ("apprenti·e compost", ["jardin"]),
        ("je veux bien répondre sur le bénévolat", ["benevolat"]),
        ("referent for the garden and bikes", ["jardin", "velo"]),
        ("who looks after the acounts?", ["comptabilite"]),
        ("who is the referent for communication", ["communication"]),
        ("référente jardinage", ["jardin"]),
        ("gardening and bikes", ["jardin", "velo"]),
        ("qui s'occupe de quoi ?", []),
        ("je veux devenir référent", []),
        ("comment devenir référent", []),
        ("i want to be a referent", []),
        ("mon guidon est tordu", []),
        ("", []),
    ],
)
def test_topics_called_by_their_names_are_heard_in_the_order_said(text: str, named: list[str]) -> None:
    assert named_topics(text, TOPICS) == named


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("apprenti compost", True),
        ("je veux être apprentie référente", True),
        ("apprenti·e référent·e", True),
        ("je veux apprendre à répondre sur le compost", True),
        ("veu aprendre a repondre", True),
        ("apprentie pour la compta", True),
        ("i want to learn to answer", True),
        ("learn how to answer on bikes", True),
        ("apprentice for accounts", True),
        ("aprentice please", True),
        ("a trainee referent", True),
        ("je veux être référent vélo", False),
        ("je peux répondre aux questions", False),
        ("i can answer questions about bikes", False),
        ("référente", False),
        ("", False),
    ],
)
def test_who_wants_to_learn_is_heard(text: str, meant: bool) -> None:
    assert apprentice(text) is meant


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("pas plus de deux à la fois", 2),
        ("au plus 3 questions", 3),
        ("max 2", 2),
        ("mon plafond c'est 4", 4),
        ("maximum quatre", 4),
        ("maxi 2 questions", 2),
        ("une question à la fois", 1),
        ("une seule question à la fois", 1),
        ("trois questions à la fois, pas plus", 3),
        ("pas plus de 2 kestions a la fois", 2),
        ("limite-moi à deux questions", 2),
        ("référente vélo, pas plus de cinq questions", 5),
        ("no more than two", 2),
        ("at most 3 questions", 3),
        ("up to four at once", 4),
        ("two at a time", 2),
        ("one question at a time please", 1),
        ("limit me to 3 questions", 3),
        ("never more than two questions", 2),
        ("mes sujets", None),
        ("je veux être référent", None),
        ("j'ai 20 minutes au plus", None),
        ("max 20 minutes", None),
        ("3", None),
        ("plus de questions", None),
        ("no more questions", None),
        ("une question", None),
        ("", None),
    ],
)
def test_the_most_questions_at_once_are_heard(text: str, most: int | None) -> None:
    assert cap(text) == most


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("mets-moi hors rotation", "off"),
        ("hors rotation", "off"),
        ("met moi hor rotation", "off"),
        ("sors-moi de la rotation", "off"),
        ("enlève-moi de la rotation", "off"),
        ("plus de questions pour moi en ce moment", "off"),
        ("pas de questions cette semaine", "off"),
        ("plus de questions svp", "off"),
        ("ne m'envoie plus de questions pour l'instant", "off"),
        ("arrête de m'envoyer des questions", "off"),
        ("je ne peux pas répondre en ce moment", "off"),
        ("je préfère ne pas recevoir de questions ce mois-ci", "off"),
        ("take me out of the rotation", "off"),
        ("rotation off", "off"),
        ("no questions for me right now", "off"),
        ("don't send me questions this week", "off"),
        ("i can't take questions at the moment", "off"),
        ("suspend my role as referent for a while", "off"),
        ("remets-moi dans la rotation", "on"),
        ("remet moi dans la rotasion", "on"),
        ("je veux bien de nouveau des questions", "on"),
        ("je suis de retour dans la rotation", "on"),
        ("dans la rotation de nouveau", "on"),
        ("je peux à nouveau répondre", "on"),
        ("je reprends mon rôle de référente", "on"),
        ("put me back in the rotation", "on"),
        ("i'm back in rotation", "on"),
        ("i can take questions again", "on"),
        ("you can send me questions again", "on"),
        ("resume my referent role", "on"),
        ("mes sujets", None),
        ("pas plus de 2 questions à la fois", None),
        ("no more than two questions", None),
        ("suis-je hors rotation ?", None),
        ("my topics", None),
        ("j'ai une question", None),
        ("i have a question", None),
        ("", None),
    ],
)
def test_in_or_out_of_the_rotation_is_heard(text: str, turned: str | None) -> None:
    assert rotation(text) == turned


@pytest.mark.parametrize(
    ("text", "something"),
    [
        ("qui s'occupe du site internet ?", True),
        ("qui a les clés du local ?", True),
        ("who looks after the sound system?", True),
        ("qui s'occupe de quoi ?", False),
        ("qui fait quoi", False),
        ("à qui je dois m'adresser ?", False),
        ("who does what?", False),
        ("who can I talk to?", False),
        ("", False),
    ],
)
def test_whether_a_topic_is_named_at_all_is_heard(text: str, something: bool) -> None:
    assert names_something(text) == something
