"""What people say of a task, of changes to it, and of a proposal."""

from __future__ import annotations

from typing import Any

import pytest

from engagebot.understanding.task_words import (
    agrees,
    condition,
    effort,
    horizon,
    idea,
    objection,
    people,
    place,
    place_said,
    task_change,
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("on pourrait refaire les affiches du marché, à deux, une petite heure", "refaire les affiches du marché"),
        ("on pourait refaire les affiches", "refaire les affiches"),
        ("On pourrait repeindre le local.", "repeindre le local"),
        ("tâche à créer : réparer l'étagère du fond", "réparer l'étagère du fond"),
        ("tâche urgente : réparer la porte", "réparer la porte"),
        (
            "ça serait bien de faire une affiche pour la bourse aux plantes",
            "faire une affiche pour la bourse aux plantes",
        ),
        ("ce serait pas mal de ranger le grenier", "ranger le grenier"),
        ("ajoute une tâche : coller des affiches, 20 min", "coller des affiches"),
        ("coller des affiches en 20 min", "coller des affiches"),
        ("On pourrait coller des affiches. 20 min, à deux.", "coller des affiches"),
        ("on devrait relancer les anciens. Ils sont nombreux.", "relancer les anciens"),
        ("bonjour à tous, il faudrait trier les Archives de l'AG", "trier les Archives de l'AG"),
        ("Je me disais qu’on pourrait faire l’inventaire", "faire l’inventaire"),
        ("je propose de trier les archives, 2 personnes, 45 minutes", "trier les archives"),
        ("il faudrait absolument tondre la pelouse", "tondre la pelouse"),
        ("on a besoin de quelqu'un pour tenir la caisse", "tenir la caisse"),
        ("J'ai une idée : un atelier couture", "un atelier couture"),
        ("j'ai une idée pour la fête : un stand de crêpes", "un stand de crêpes"),
        ("traduire la page d'accueil, en ligne, quelques heures", "traduire la page d'accueil"),
        ("arroser les plantes, toutes les semaines", "arroser les plantes"),
        ("peindre le mur, à 3 ou 4 personnes, une demi-journée", "peindre le mur"),
        ("réparer le vélo (30 min, tout seul)", "réparer le vélo"),
        ("relire le compte rendu, 15 min, de chez soi, seul, s'il vous plaît", "relire le compte rendu"),
        ("nettoyer le local 2 heures à deux", "nettoyer le local"),
        ("refaire les affiches", "refaire les affiches"),
        ("we could repaint the shed, 2 people, an hour", "repaint the shed"),
        ("we could repaint the shed 2 people an hour", "repaint the shed"),
        ("Somebody should fix the gate (half an hour, one person)", "fix the gate"),
        ("we need someone to water the plants, every week", "water the plants"),
        ("add a new task to sort the archives", "sort the archives"),
        ("add a task: sort the archives, online, 1 hour", "sort the archives"),
        ("I have an idea for a task: label the boxes", "label the boxes"),
        ("I'd like to propose a task: sort the archives", "sort the archives"),
        ("I think we should label the boxes, what do you think?", "label the boxes"),
        ("It would be great if we could sort the archives", "sort the archives"),
        ("let's clean the kitchen, 30 min", "clean the kitchen"),
    ],
)
def test_the_idea_is_what_is_to_be_done_without_what_surrounds_it(text: str, wanted: str) -> None:
    assert idea(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("il faudrait que quelqu'un répare le portail", "réparer le portail"),
        ("il faut que quelqu'un nettoie la cuisine, 1h30, seul", "nettoyer la cuisine"),
        ("il faudrait que quelqu'un achète du café, pas urgent", "acheter du café"),
        ("il faudrait qu'on appelle les anciens adhérents", "appeler les anciens adhérents"),
        ("je propose qu'on trie les archives", "trier les archives"),
        ("ce serait bien que quelqu'un aille chercher le pain", "aller chercher le pain"),
        ("ce serait bien que quelqu'un s'occupe du site, en ligne", "s'occuper du site"),
        ("Et si on refaisait les affiches du marché ?", "refaire les affiches du marché"),
        ("et si on mettait une boîte à livres devant le local", "mettre une boîte à livres devant le local"),
        ("et si on rangeait le garage, non ?", "ranger le garage"),
        ("et si quelqu'un vendait des crêpes", "vendre des crêpes"),
        ("it would be nice if someone painted the fence", "paint the fence"),
        ("what if we organised a picnic?", "organise a picnic"),
    ],
)
def test_what_somebody_else_would_do_becomes_a_thing_to_do(text: str, wanted: str) -> None:
    assert idea(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "préparer un repas pour 20 personnes",
        "mettre les photos de la fête en ligne",
        "organiser une journée portes ouvertes",
        "appeler 20 personnes",
        "faire un atelier pour les enfants de 6 à 10 ans",
        "le frigo est en panne, faudrait le remplacer",
        "Il faudrait que la porte soit réparée",
        "cook a meal for 20 people",
    ],
)
def test_what_belongs_to_the_idea_stays(text: str) -> None:
    assert idea(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "j'ai une idée",
        "jai une idée !",
        "créer une tâche",
        "nouvelle tâche",
        "j'ai une idée pour la fête",
        "je voudrais proposer une tâche",
        "comment je fais pour ajouter une tâche ?",
        "on pourrait",
        "je ne sais pas",
        "I want to propose a task",
        "I have an idea",
        "can I suggest something?",
        "how do I add a task?",
        "ok",
        "",
    ],
)
def test_a_wish_to_propose_is_no_idea_yet(text: str) -> None:
    assert idea(text) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("à deux", 2),
        ("a deux", 2),
        ("2 personnes", 2),
        ("2 personens", 2),
        ("2 à 3 personnes", 3),
        ("il faut être trois", 3),
        ("on est 4", 4),
        ("quatre bénévoles", 4),
        ("une dizaine de personnes", 10),
        ("seul", 1),
        ("tout seul", 1),
        ("toute seule", 1),
        ("une seule personne", 1),
        ("une", 1),
        ("3", 3),
        ("3 max", 3),
        ("deux ou trois", 3),
        ("c'est pour 2 personnes", 2),
        ("coller des affiches, à deux, 20 min", 2),
        ("une heure et deux personnes", 2),
        ("en binôme", 2),
        ("one person", 1),
        ("on my own", 1),
        ("by myself", 1),
        ("in pairs", 2),
        ("a couple of people", 2),
        ("we need 3 people", 3),
        ("repaint the shed, 2 people, an hour", 2),
        ("two", 2),
        ("à plusieurs", None),
        ("several", None),
        ("pas tout seul", None),
        ("20 min", None),
        ("à 18h", None),
        ("à deux heures", None),
        ("à deux pas du local", None),
        ("il faut 3 cartons", None),
        ("préparer un repas pour 20 personnes", None),
        ("appeler 20 personnes", None),
        ("aider 2 personnes âgées", None),
        ("une seule fois", None),
        ("0", None),
        ("-3", None),
        ("100", None),
        ("je ne sais pas", None),
        ("on cherche 3 personnes samedi pour tenir la buvette", 3),
        ("looking for 3 people on saturday", 3),
        ("il en faudrait bien 4 ou 5 si possible", 5),
        ("we would need about 4 or 5 for that", 5),
        ("chercher 3 personnes de plus pour le comité", None),
    ],
)
def test_how_many_people_it_takes(text: str, wanted: int | None) -> None:
    assert people(text) == wanted


@pytest.mark.parametrize(
    ("text", "kind", "minutes"),
    [
        ("20 min", "minutes", 20),
        ("20", "minutes", 20),
        ("vingt minutes", "minutes", 20),
        ("vint minute", "minutes", 20),
        ("une petite heure", "minutes", 60),
        ("1h30", "minutes", 90),
        ("10 à 20 min", "minutes", 20),
        ("coller 20 affiches en 30 min", "minutes", 30),
        ("coller des affiches - 20 min", "minutes", 20),
        ("une heure et deux personnes", "minutes", 60),
        ("organiser une journée portes ouvertes, 1h", "minutes", 60),
        ("half an hour", "minutes", 30),
        ("two hours", "minutes", 120),
        ("2h30", "few_hours", 150),
        ("3 heures", "few_hours", 180),
        ("une demi-journée", "few_hours", 240),
        ("half a day", "few_hours", 240),
        ("une journée", "few_hours", 480),
        ("a day", "few_hours", 480),
        ("quelques heures", "few_hours", None),
        ("quelqes heures", "few_hours", None),
        ("a few hours", "few_hours", None),
        ("en continu", "ongoing", None),
        ("régulier", "ongoing", None),
        ("toutes les semaines", "ongoing", None),
        ("une heure chaque semaine", "ongoing", None),
        ("ongoing", "ongoing", None),
        ("regularly", "ongoing", None),
        ("every week", "ongoing", None),
        ("-20 min", "wrong", None),
        ("−20", "wrong", None),
        ("moins 20 minutes", "wrong", None),
        ("0 min", "wrong", None),
        ("zéro", "wrong", None),
    ],
)
def test_how_long_it_takes(text: str, kind: str, minutes: int | None) -> None:
    assert effort(text) == {"effort": kind, "minutes": minutes}


@pytest.mark.parametrize(
    "text",
    [
        "bonjour",
        "3",
        "à deux",
        "2 personnes",
        "coller 20 affiches",
        "réunion à 18h",
        "un jour",
        "le 20 mars",
        "",
        "organiser une journée portes ouvertes",
        "je sais pas",
    ],
)
def test_no_length_is_said(text: str) -> None:
    assert effort(text) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("en ligne", "online"),
        ("à distance", "online"),
        ("a distanse", "online"),
        ("de chez soi", "online"),
        ("depuis chez moi", "online"),
        ("n'importe où", "online"),
        ("à la maison", "online"),
        ("online", "online"),
        ("from home", "online"),
        ("anywhere", "online"),
        ("à la maison des associations", "maison des associations"),
        ("au local", "local"),
        ("Au local.", "local"),
        ("plutôt au local", "local"),
        ("c'est dans le jardin partagé", "jardin partagé"),
        ("à l’église", "église"),
        ("à Lyon", "Lyon"),
        ("À La Rochelle", "La Rochelle"),
        ("Le Havre", "Le Havre"),
        ("Le local", "local"),
        ("chez Marie", "chez Marie"),
        ("sur place", "sur place"),
        ("sur le parking", "parking"),
        ("12 rue des Lilas, Brest", "12 rue des Lilas, Brest"),
        ("in Leeds", "Leeds"),
        ("at the community centre", "community centre"),
        ("it's in the shed", "shed"),
        ("", None),
        ("oui", None),
        ("je ne sais pas", None),
        ("je sais pas encore", None),
        ("où est le local ?", None),
        ("I don't know", None),
        ("where is it?", None),
        ("x" * 70, None),
    ],
)
def test_where_it_is(text: str, wanted: str | None) -> None:
    assert place(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("relire le texte, de chez soi", "online"),
        ("on pourrait trier les photos, en ligne", "online"),
        ("sort the archives from home, 1 hour", "online"),
        ("refaire les affiches au local", None),
        ("pas en ligne", None),
        ("not online", None),
    ],
)
def test_a_long_message_says_surely_that_it_is_online(text: str, wanted: str | None) -> None:
    assert place_said(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tout de suite", "now"),
        ("c'est urgent", "now"),
        ("vite", "now"),
        ("dès que possible", "now"),
        ("maintenant", "now"),
        ("right away", "now"),
        ("asap", "now"),
        ("si on a le temps", "if_time"),
        ("si quelqu'un a le temps", "if_time"),
        ("quand on peut", "if_time"),
        ("if there is time", "if_time"),
        ("when we can", "if_time"),
        ("plus tard", "later"),
        ("un jour", "later"),
        ("pas pressé", "later"),
        ("pas urgent", "later"),
        ("later", "later"),
        ("some day", "later"),
        ("no rush", "later"),
        ("en continu", "ongoing"),
        ("toute l'année", "ongoing"),
        ("ongoing", "ongoing"),
        ("all year round", "ongoing"),
        ("bonjour", None),
        ("vite fait", None),
        ("30 minutes", None),
    ],
)
def test_when_it_is_wanted(text: str, wanted: str | None) -> None:
    assert horizon(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("si quelqu'un d'autre vient aussi", "company"),
        ("à deux", "company"),
        ("si je ne suis pas seul", "company"),
        ("pas toute seule", "company"),
        ("si on est plusieurs", "company"),
        ("if someone else comes too", "company"),
        ("not alone", "company"),
        ("si on me montre", "shown"),
        ("qu'on me montre", "shown"),
        ("si quelqu'un m'explique", "shown"),
        ("if someone shows me how", "shown"),
        ("plus tard", "later"),
        ("le mois prochain", "later"),
        ("quand j'aurai le temps", "later"),
        ("pas maintenant", "later"),
        ("later", "later"),
        ("next month", "later"),
        ("when I have time", "later"),
        ("oui", None),
        ("si le train est à l'heure", None),
        ("je ne sais pas", None),
    ],
)
def test_what_i_could_waits_for(text: str, wanted: str | None) -> None:
    assert condition(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("30 minutes et 2 personnes", {"effort": "minutes", "minutes": 30, "people": 2}),
        ("la tâche prend plutôt 30 minutes", {"effort": "minutes", "minutes": 30}),
        ("une demi-heure au lieu d'une heure", {"effort": "minutes", "minutes": 30}),
        ("durée : 45", {"effort": "minutes", "minutes": 45}),
        ("-20 min", {"effort": "wrong", "minutes": None}),
        ("en fait il faut être trois", {"people": 3}),
        ("personnes : 3", {"people": 3}),
        ("titre : Refaire les affiches du Marché.", {"title": "Refaire les affiches du Marché"}),
        ("le titre c'est Trier 20 cartons", {"title": "Trier 20 cartons"}),
        ("appelle-la Nettoyer le local", {"title": "Nettoyer le local"}),
        ("change le titre en Repeindre", {"title": "Repeindre"}),
        ("title: Sort the archives", {"title": "Sort the archives"}),
        ("rename it to Label the boxes", {"title": "Label the boxes"}),
        ("description : Format A3, en 20 minutes", {"description": "Format A3, en 20 minutes"}),
        ("détail : les clés sont chez Paul", {"description": "les clés sont chez Paul"}),
        ("details: keys at Paul's", {"description": "keys at Paul's"}),
        ("ça sert à faire venir du monde", {"purpose": "faire venir du monde"}),
        ("but : pour que les gens viennent", {"purpose": "pour que les gens viennent"}),
        ("purpose: bring people in", {"purpose": "bring people in"}),
        ("le lien : https://exemple.org/a?b=1.", {"link": "https://exemple.org/a?b=1"}),
        ("lieu : à Lyon", {"place": "Lyon"}),
        ("lieu : 12 rue des Lilas, Brest", {"place": "12 rue des Lilas, Brest"}),
        ("where: Leeds, 2 people", {"place": "Leeds", "people": 2}),
        ("plutôt en ligne", {"place": "online"}),
        ("c'est urgent", {"horizon": "now"}),
        (
            "titre : Coller 20 affiches\ndescription : 3 rues\n2 personnes",
            {"title": "Coller 20 affiches", "description": "3 rues", "people": 2},
        ),
        ("c'est bon", {"op": "fine"}),
        ("rien", {"op": "fine"}),
        ("it is fine", {"op": "fine"}),
        ("bonjour", None),
        ("je veux la changer", None),
        ("il y a une erreur", None),
        ("le titre est faux", None),
        ("30", None),
        ("", None),
    ],
)
def test_changes_to_a_task(text: str, wanted: dict[str, Any] | None) -> None:
    assert task_change(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("non, parce que le local est loué ce jour-là", "le local est loué ce jour-là"),
        ("Non. Le budget est vide.", "Le budget est vide."),
        ("objection : trop cher", "trop cher"),
        ("je ne suis pas d'accord, on l'a déjà", "on l'a déjà"),
        ("pas d'accord : trop long", "trop long"),
        ("désolé mais non, trop cher", "trop cher"),
        ("👎 trop cher", "trop cher"),
        ("I disagree because we have one", "we have one"),
        ("no, we already have one", "we already have one"),
        ("I'm against it, too expensive", "too expensive"),
        ("je ne suis pas d'accord avec la date", "je ne suis pas d'accord avec la date"),
        ("non", "non"),
        ("ok", None),
        ("d'accord", None),
        ("super idée", None),
        ("non ?", None),
        ("pas de problème", None),
        ("aucune objection", None),
        ("no problem", None),
        ("no objections", None),
        ("nous pourrions commencer mardi", None),
        ("note pour demain", None),
        ("normalement oui", None),
        ("", None),
    ],
)
def test_an_objection_gives_its_reason(text: str, wanted: str | None) -> None:
    assert objection(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "OK !",
        "ok pour moi",
        "d'accord",
        "pour",
        "super idée",
        "go",
        "👍",
        "👍🏽",
        "👍👍",
        "✅",
        "+1",
        "oui oui",
        "je suis pour",
        "ça me va",
        "bonne idée, d'accord",
        "C'est OK pour moi, merci",
        "pas d'objection",
        "I agree",
        "fine by me",
        "yes, great idea",
        "sounds good",
        "works for me",
        "I'm in favour",
    ],
)
def test_a_plain_yes_agrees(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize(
    "text",
    [
        "ok mais plus tard",
        "d'accord si c'est gratuit",
        "ok ?",
        "non",
        "pas d'accord",
        "peut-être",
        "pourquoi pas",
        "not ok",
        "why not",
        "ok but later",
        "pour quand",
        "je ne sais pas",
        "",
        "👎",
        "ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok",
    ],
)
def test_a_hedged_or_long_yes_does_not(text: str) -> None:
    assert not agrees(text)


@pytest.mark.parametrize("piece", ["a", "on pourrait ", "20 min, ", "une tâche ", "- ", "à 2 personnes ", "\n", "ok, "])
def test_a_very_long_message_does_no_harm(piece: str) -> None:
    for read in (idea, people, effort, place, place_said, horizon, condition, task_change, objection, agrees):
        read(piece * (6_000 // len(piece)))
