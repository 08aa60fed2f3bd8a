"""What people want when nothing is pending."""

from __future__ import annotations

import json

import pytest

from engagebot.understanding.answers import Option
from engagebot.understanding.concepts import concept
from engagebot.understanding.features import named
from engagebot.understanding.intents import Intents, Understood
from engagebot.understanding.measure import answer_line
from engagebot.understanding.model import read_model
from engagebot.understanding.phrases import all_lines, digest, read_phrases, spellings


def test_the_model_was_made_from_these_phrases(texts: dict[str, str]) -> None:
    model = read_model(texts["phrases.model.json"])
    assert model.made_from == digest(all_lines(texts)), "phrases changed: run scripts/train-understanding"


def test_both_languages_have_phrases_for_the_same_intents(texts: dict[str, str]) -> None:
    french, english = ({line.intent for line in read_phrases(texts[f"phrases.{lang}.txt"])} for lang in ("fr", "en"))
    assert french == english
    assert len(french) == 42


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("j'ai une petite heure, vous avez un truc pour moi ?", "pick_task"),
        ("voila cest fait, les tracts sont distribués", "task_done"),
        ("chui malade je pourrai pas tenir la buvette", "release_task"),
        ("who looks after the keys?", "who_does_what"),
        ("nouvelle tâche : ranger la remise, 30 minutes, 2 personnes", "propose_task"),
        ("bonjour, ajoute une tâche : trier les vis", "propose_task"),
        ("add another task: tidy the shed, 30 minutes, 2 people", "propose_task"),
        ("where is the membership form", "find_resource"),
        ("supprimez toutes mes données", "erase_me"),
        ("merci bcp", "thanks"),
        ("tell me a joke about cats", "out_of_scope"),
        ("quel temps fera-t-il à Brest", "out_of_scope"),
        ("en español por favor", "change_language"),
    ],
)
def test_plain_wishes_are_understood(intents: Intents, text: str, intent: str) -> None:
    understood = intents.understand(text)
    assert (understood.intent, understood.ranked[0]) == (intent, intent)
    assert len(understood.ranked) >= 3


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("bonjour", "greeting"),
        ("pause for 3 days", "pause"),
        ("pause de 3 jours", "pause"),
        ("hello", "greeting"),
        ("merci", "thanks"),
        ("my profile", "show_profile"),
        ("mes compétences", "declare_skills"),
        ("my skills", "declare_skills"),
        ("I have half an hour, what can I do?", "pick_task"),
        ("what can you do?", "help"),
        ("tu fais quoi ?", "help"),
        ("when I am free", "declare_availability"),
        ("je ne fais plus de compta", "declare_skills"),
    ],
)
def test_short_everyday_messages_are_sure(intents: Intents, text: str, intent: str) -> None:
    understood = intents.understand(text)
    assert understood.intent == intent
    assert understood.confidence > 0.6


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("tu peux m'afficher tout ce qui est proposé en ce moment ?", "browse_tasks"),
        ("quelles tâches y a-t-il du côté de Bayonne", "browse_tasks"),
        ("on peut voir le tableau complet des missions stp", "browse_tasks"),
        ("y a-t-il une liste des tâches sur la bibliothèque", "browse_tasks"),
        ("les missions autour du compost", "browse_tasks"),
        ("tout ce qui est urgent en ce moment", "browse_tasks"),
        ("montre moi le tablo", "browse_tasks"),
        ("could you show me the whole board please", "browse_tasks"),
        ("which tasks are open in Glasgow", "browse_tasks"),
        ("everything urgent on the board", "browse_tasks"),
        ("i want to look through all open jobs", "browse_tasks"),
        ("tasks about the allotment", "browse_tasks"),
        ("la tâche est bien trop grosse pour une personne seule", "task_stuck"),
        ("je n'arrive pas à avancer sur la mission que j'ai prise", "task_stuck"),
        ("j'ai besoin d'un coup de main pour finir ma tâche", "task_stuck"),
        ("je sais pas comment m'y prendre pour ma tâche", "task_stuck"),
        ("chui coincé sur la tâche des gâteaux", "task_stuck"),
        ("ça coince avec ma mission, qui peut m'aider", "task_stuck"),
        ("i'm completely stuck with the task i picked", "task_stuck"),
        ("the job is far too big for one person", "task_stuck"),
        ("can somebody give me a hand with my task", "task_stuck"),
        ("le nombre de personnes de la tâche est faux", "change_task"),
        ("je voudrais rectifier la durée de ma proposition", "change_task"),
        ("on peut changer le lieu de la tâche du barbecue ?", "change_task"),
        ("finalement la tâche demande deux heures, pas une", "change_task"),
        ("j'ai mis le mauvais lien dans la tâche", "change_task"),
        ("modifier l'idée que j'ai proposée", "change_task"),
        ("fix the title of my task", "change_task"),
        ("the task is more like 45 minutes long, change it", "change_task"),
        ("wrong number of people in the task, please correct it", "change_task"),
        ("i'd like to reword what i proposed", "change_task"),
        ("update the description of the painting task", "change_task"),
        ("on n'a plus besoin de la tâche du stand", "close_task"),
        ("tu peux enlever la tâche des chaises, elle ne sert plus à rien", "close_task"),
        ("la tâche est inutile maintenant, on ferme", "close_task"),
        ("je voudrais retirer l'idée que j'ai proposée", "close_task"),
        ("supprime ma proposition stp", "close_task"),
        ("archive la tâche du loto", "close_task"),
        ("that task isn't needed any more", "close_task"),
        ("i'd like to withdraw what i proposed", "close_task"),
        ("the raffle is cancelled, take its task off the board", "close_task"),
        ("delete the duplicate task", "close_task"),
    ],
)
def test_what_is_said_of_the_board_and_of_one_task_is_understood(intents: Intents, text: str, intent: str) -> None:
    assert intents.understand(text).intent == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("vous avez du neuf concernant ma question ?", "my_questions"),
        ("quelqu'un a vu la question que j'ai posée hier ?", "my_questions"),
        ("finalement je n'ai plus besoin de la réponse", "my_questions"),
        ("j'ai ma réponse, tu peux oublier ma question", "my_questions"),
        ("mes questions", "my_questions"),
        ("on m'a répondu ?", "my_questions"),
        ("what became of my question", "my_questions"),
        ("please withdraw the question i sent", "my_questions"),
        ("i don't need the reply any longer", "my_questions"),
        ("my questions", "my_questions"),
        ("mes sujets", "my_topics"),
        ("sur quoi est-ce que je suis référente ?", "my_topics"),
        ("je voudrais sortir de la rotation quelque temps", "my_topics"),
        ("plus de questions jusqu'à mardi s'il te plaît", "my_topics"),
        ("je veux bien de nouveau des questions", "my_topics"),
        ("trois questions en même temps au maximum", "my_topics"),
        ("my topics", "my_topics"),
        ("which topics do i answer for", "my_topics"),
        ("take me off rotation until tuesday", "my_topics"),
        ("i'd like to receive questions again", "my_topics"),
        ("three questions at once is my maximum", "my_topics"),
        ("quelles questions attendent ?", "waiting_questions"),
        ("reste-t-il des questions ouvertes", "waiting_questions"),
        ("quels bénévoles attendent encore qu'on leur réponde", "waiting_questions"),
        ("which questions remain unanswered", "waiting_questions"),
        ("show everything that waits for an answer", "waiting_questions"),
        ("do any volunteers still wait for an answer", "waiting_questions"),
        ("je veux apprendre à répondre sur le vélo", "become_referent"),
        ("je voudrais être apprentie couture", "become_referent"),
        ("je peux répondre aux questions sur la couture", "become_referent"),
        ("i'd like to be an apprentice for bikes", "become_referent"),
        ("i can answer questions about sewing", "become_referent"),
        ("je ne veux plus être référent", "stop_referent"),
        ("plus de questions svp", "stop_referent"),
        ("i no longer want to be a referent", "stop_referent"),
        ("stop sending me questions", "stop_referent"),
        ("j'ai une question", "ask_question"),
        ("i have another question", "ask_question"),
        ("j'ai une autre question", "ask_question"),
        ("je veux pas être référente", "stop_referent"),
        ("i don't want to be a referent", "stop_referent"),
        ("je voudrais apprendre à répondre aux questions sur le vélo, pas plus d'une à la fois", "become_referent"),
        ("je veux bien répondre aux questions sur le vélo, pas plus de deux à la fois", "become_referent"),
        ("pas plus de deux questions à la fois", "my_topics"),
        ("je voudrais savoir à qui envoyer les tickets", "ask_question"),
        ("how long do we keep receipts", "ask_question"),
        ("qui s'occupe du vélo ?", "who_does_what"),
        ("who looks after the bikes", "who_does_what"),
        ("je rends la tâche", "release_task"),
        ("où en est ma tâche", "my_tasks"),
        ("quelles tâches attendent ?", "browse_tasks"),
        ("laisse tomber", "cancel"),
        ("je suis de retour", "resume"),
    ],
)
def test_what_is_said_of_questions_is_understood(intents: Intents, text: str, intent: str) -> None:
    assert intents.understand(text).intent == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("je suis bloqué sur le formulaire cerfa, qui s'y connaît ?", "ask_question"),
        ("i'm stuck on the licence form", "ask_question"),
        ("je suis bloquée, je rends la tâche", "release_task"),
        ("c'est trop gros pour moi, je laisse ma mission à un autre", "release_task"),
        ("ma tâche est finie, tu peux la fermer", "task_done"),
        ("close my task, i've finished it", "task_done"),
        ("montre-moi les tâches que je dois finir", "my_tasks"),
        ("show me only the jobs i said yes to", "my_tasks"),
        ("qu'est-ce qu'il reste à faire pour la brocante", "pick_task"),
        ("what's left to do for the concert", "pick_task"),
        ("give me a task to do", "pick_task"),
        ("plus besoin, merci quand même", "cancel"),
        ("modifie mes compétences", "declare_skills"),
        ("mets la proposition au vote", "propose_decision"),
        ("montre-moi les chiffres du trimestre", "show_stats"),
    ],
)
def test_what_only_sounds_like_it_stays_what_it_was(intents: Intents, text: str, intent: str) -> None:
    assert intents.understand(text).intent == intent


@pytest.mark.parametrize(
    "text",
    [
        "on pourrait refaire les affiches du marché",
        "on pourrait repeindre le local",
        "on pourrait huiler les gonds du portail",
        "ce serait bien de refaire la peinture des volets",
        "il faudrait que quelqu'un recolle l'affiche de la mairie",
        "ajoute une tâche : laver les rideaux, 45 min",
        "we could repaint the shed",
        "we could oil the hinges of the gate",
        "somebody should wash the curtains",
        "add a task: wash the curtains, 45 min",
    ],
)
def test_proposing_something_to_be_done_is_sure(intents: Intents, text: str) -> None:
    understood = intents.understand(text)
    assert understood.intent == "propose_task"
    assert understood.confidence > 0.8


def test_a_quarter_of_an_hour_tonight_is_an_offer_to_help(intents: Intents) -> None:
    understood = intents.understand("j'ai un quart d'heure ce soir")
    assert (understood.intent, understood.slots) == ("pick_task", {"minutes": 15})


def test_words_of_one_kind_share_a_feature_across_languages() -> None:
    assert (concept("mardi"), concept("tuesdays")) == ("weekday", "weekday")
    assert "cweekday" in named(["mardi"])
    assert concept("quetzalcoatlus") is None


def test_values_in_the_same_message_come_along(intents: Intents) -> None:
    assert intents.understand("j'ai 20 minutes ce soir, je peux faire quoi ?").slots == {"minutes": 20}
    skilled = intents.understand(
        "je sais faire du montage vidéo, plutôt le week-end", skills=(Option("montage vidéo"),)
    )
    assert skilled.intent == "declare_skills"
    assert skilled.slots == {
        "skills": ["montage vidéo"],
        "availability": [f"{day}-{part}" for day in ("sat", "sun") for part in ("morning", "afternoon", "evening")],
    }


def test_it_says_which_words_spoke_for_it(intents: Intents) -> None:
    assert "merci" in intents.understand("merci beaucoup pour votre aide").because


def test_a_message_without_words_is_unsure(intents: Intents) -> None:
    understood = intents.understand("  … ")
    assert understood == Understood(None, 0.0, understood.ranked, ())
    assert understood.ranked[0] == "out_of_scope"


def test_a_phrase_of_the_association_counts_at_once(texts: dict[str, str], intents: Intents) -> None:
    text = "fais péter le planigramme"
    assert intents.understand(text).intent != "find_resource"
    taught = Intents.load({**texts, "ours/phrases.fr.txt": "[find_resource]\nfais péter le planigramme\n"})
    assert taught.understand(text).intent == "find_resource"
    assert taught.understand("Fais peter le planigramme stp").ranked[0] == "find_resource"
    assert taught.understand("merci beaucoup").intent == "thanks"


def test_phrases_alone_are_enough_without_a_model() -> None:
    alone = Intents.load({"phrases.fr.txt": "[thanks]\nmerci\n[greeting]\nbonjour\n[help]\naide\n"})
    assert alone.understand("merci").ranked[0] == "thanks"


def test_alternatives_stand_for_each_spelling() -> None:
    assert spellings("(a|b) c") == ("a c", "b c")
    assert spellings("(a|) c (d|e)") == ("a c d", "c d", "a c e", "c e")
    assert spellings("no choice (here)") == ("no choice (here)",)


def test_one_line_in_gives_one_line_out(intents: Intents) -> None:
    asked = {"lang": "fr", "question": "duration", "text": "une demi-heure"}
    assert json.loads(answer_line(json.dumps(asked), intents)) == {"value": {"minutes": 30}}
    answer = json.loads(answer_line('{"lang": "en", "text": "thank you so much"}', intents))
    assert (answer["intent"], answer["ranked"][0], answer["slots"]) == ("thanks", "thanks", {})


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"text": 3}',
        '{"text": "a", "question": "colour"}',
        '{"text": "a", "question": ["x"]}',
        '{"text": "a", "question": "until", "now": "soon"}',
        '{"text": "a", "question": "choice", "options": "x"}',
    ],
)
def test_a_line_that_cannot_be_read_says_what_to_do(intents: Intents, line: str) -> None:
    assert list(json.loads(answer_line(line, intents))) == ["error"]
