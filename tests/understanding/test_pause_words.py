"""What people say of being written to: pauses, roles, digests, what is new, and why nothing came."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engagebot.understanding.pause_words import PauseWish, pause_wish

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""A Monday."""
ALL = PauseWish(everything=True)


def until(day: str) -> PauseWish:
    return PauseWish(everything=True, until=day)


def longer(day: str | None) -> PauseWish:
    return PauseWish(everything=True, until=day, longer=True)


def quiet(*about: str, until: str | None = None) -> PauseWish:
    return PauseWish(quiet=about, until=until)  # type: ignore[arg-type]


def wanted(*about: str) -> PauseWish:
    return PauseWish(wanted=about)  # type: ignore[arg-type]


def only(*about: str) -> PauseWish:
    others = [one for one in ("questions", "introductions", "calls", "tasks", "proposals") if one not in about]
    return PauseWish(quiet=tuple(others), wanted=about)  # type: ignore[arg-type]


def digest(rhythm: str) -> PauseWish:
    return PauseWish(digest=rhythm)  # type: ignore[arg-type]


QUESTIONS_OFF_TASKS_ON = PauseWish(quiet=("questions",), wanted=("tasks",))
INTRODUCTIONS_OFF_CALLS_ON = PauseWish(quiet=("introductions",), wanted=("calls",))
WHY, NEWS = PauseWish(why=True), PauseWish(news=True)

FRENCH = [
    ("pause", ALL),
    ("pause 2 semaines", until("2026-03-16")),
    ("pause jusqu'au 1er mars", until("2027-03-01")),
    ("pause jusqu'au 15 avril", until("2026-04-15")),
    ("pause jusqu'à lundi", until("2026-03-09")),
    ("je fais une pause jusqu'en juin", until("2026-06-01")),
    ("rien avant le 20 mars", until("2026-03-20")),
    ("je suis en vacances jusqu'au 10 mars", until("2026-03-10")),
    ("ne m'écris plus pendant un mois", until("2026-04-02")),
    ("plus de messages pour le moment", ALL),
    ("laisse-moi tranquille", ALL),
    ("plus de questions, mais des tâches", QUESTIONS_OFF_TASKS_ON),
    ("plus de questions mais encore des tâches", QUESTIONS_OFF_TASKS_ON),
    ("pas de questions, des tâches oui", QUESTIONS_OFF_TASKS_ON),
    ("plus de questions", quiet("questions")),
    ("arrête les questions", quiet("questions")),
    ("pas de mises en contact pendant les vacances", quiet("introductions")),
    ("plus de mises en relation jusqu'à septembre", quiet("introductions", until="2026-09-01")),
    ("plus d'appels jusqu'au 1er juin", quiet("calls", until="2026-06-01")),
    ("plus d'appels ni de questions", quiet("questions", "calls")),
    ("pas de tâches cette semaine", quiet("tasks", until="2026-03-08")),
    ("stop aux propositions", quiet("proposals")),
    ("marre des appels", quiet("calls")),
    ("seulement les tâches", only("tasks")),
    ("je ne veux que des tâches", only("tasks")),
    ("rien sauf les questions", only("questions")),
    ("de nouveau des questions", wanted("questions")),
    ("remets-moi les appels", wanted("calls")),
    ("encore 2 semaines", longer("2026-03-16")),
    ("encore un mois", longer("2026-04-02")),
    ("prolonge la pause d'une semaine", longer("2026-03-09")),
    ("prolonge la pause jusqu'au 1er mai", longer("2026-05-01")),
    ("un résumé par mois", digest("monthly")),
    ("un résumé chaque jour", digest("daily")),
    ("le résumé toutes les semaines", digest("weekly")),
    ("résumé quotidien", digest("daily")),
    ("un récap mensuel stp", digest("monthly")),
    ("plus de résumé", digest("off")),
    ("pas de récapitulatif", digest("off")),
    ("pourquoi je n'ai rien reçu ?", WHY),
    ("pourquoi tu ne m'écris plus ?", WHY),
    ("pkoi j'ai rien recu", WHY),
    ("quoi de neuf ?", NEWS),
    ("qu'est-ce que j'ai raté ?", NEWS),
    ("quoi de 9", NEWS),
    ("bonjour", None),
    ("j'ai une question", None),
    ("je n'ai pas de question", None),
    ("je prends la tâche 2", None),
    ("2 semaines", None),
]
ENGLISH = [
    ("pause", ALL),
    ("pause 2 weeks", until("2026-03-16")),
    ("pause until April 15", until("2026-04-15")),
    ("a break until Monday", until("2026-03-09")),
    ("I'm away until the 20th of March", until("2026-03-20")),
    ("on holiday until June", until("2026-06-01")),
    ("don't write to me for a month", until("2026-04-02")),
    ("no messages for now", ALL),
    ("no more notifications please", ALL),
    ("leave me alone", ALL),
    ("nothing until May", until("2026-05-01")),
    ("no calls until June", quiet("calls", until="2026-06-01")),
    ("no questions but tasks are fine", QUESTIONS_OFF_TASKS_ON),
    ("no more questions, but tasks yes", QUESTIONS_OFF_TASKS_ON),
    ("stop the questions, keep the tasks", QUESTIONS_OFF_TASKS_ON),
    ("no more questions", quiet("questions")),
    ("stop sending me questions", quiet("questions")),
    ("no introductions during the holidays", quiet("introductions")),
    ("don't introduce me, no new people until September", quiet("introductions", until="2026-09-01")),
    ("no calls or questions", quiet("questions", "calls")),
    ("no tasks this week", quiet("tasks", until="2026-03-08")),
    ("mute the proposals", quiet("proposals")),
    ("I'm tired of calls", quiet("calls")),
    ("a break from questions for two weeks", quiet("questions", until="2026-03-16")),
    ("only tasks", only("tasks")),
    ("just calls please", only("calls")),
    ("nothing except tasks", only("tasks")),
    ("questions again please", wanted("questions")),
    ("turn on the calls", wanted("calls")),
    ("keep the tasks", wanted("tasks")),
    ("2 more weeks", longer("2026-03-16")),
    ("another month", longer("2026-04-02")),
    ("extend the pause by a week", longer("2026-03-09")),
    ("extend the pause until May 1st", longer("2026-05-01")),
    ("digest every day", digest("daily")),
    ("a weekly digest", digest("weekly")),
    ("send me a summary once a month", digest("monthly")),
    ("monthly digest", digest("monthly")),
    ("no digest", digest("off")),
    ("stop the digest", digest("off")),
    ("why did I get nothing?", WHY),
    ("why haven't I received anything", WHY),
    ("how come you stopped writing?", WHY),
    ("what's new?", NEWS),
    ("any news?", NEWS),
    ("did I miss something?", NEWS),
    ("hello", None),
    ("I have a question", None),
    ("I don't have any questions", None),
    ("I'll take task 2", None),
]


MADE_UP_AFTERWARDS = [
    # twice ten a language, written when the rules were done: each time 7 (fr) and 8 (en) were heard at first
    ("j'ai besoin de souffler jusqu'à Pâques", until("2026-04-05")),
    ("ne m'envoie plus de questions avant septembre", quiet("questions", until="2026-09-01")),
    ("les appels à l'aide ça va, mais plus de mises en contact", INTRODUCTIONS_OFF_CALLS_ON),
    ("je préfère un récap une fois par semaine", digest("weekly")),
    ("ça fait trois semaines que je ne reçois rien, pourquoi ?", WHY),
    ("il y a du neuf depuis mon départ ?", NEWS),
    ("rajoute 10 jours à ma pause", longer("2026-03-12")),
    ("trop de rencontres, fais une pause là-dessus", quiet("introductions")),
    ("tu peux recommencer à m'envoyer des propositions", wanted("proposals")),
    ("pas de résumé du tout merci", digest("off")),
    ("I need some time off until Easter", until("2026-04-05")),
    ("please stop asking me questions before September", quiet("questions", until="2026-09-01")),
    ("calls for help are fine, but no more introductions", INTRODUCTIONS_OFF_CALLS_ON),
    ("I'd rather get a summary once a week", digest("weekly")),
    ("I haven't heard from you in weeks, why?", WHY),
    ("anything new since I left?", NEWS),
    ("add 10 days to my break", longer("2026-03-12")),
    ("too many introductions, give it a rest", quiet("introductions")),
    ("you can start sending me proposals again", wanted("proposals")),
    ("I don't want the digest any more", digest("off")),
    ("fiche-moi la paix jusqu'à vendredi", until("2026-03-06")),
    ("je pars en congé maternité, rien pendant 4 mois", until("2026-07-02")),
    ("uniquement des questions svp", only("questions")),
    ("un digest tous les matins", digest("daily")),
    ("t'as rien à me dire ?", None),
    ("quelles sont les nouvelles ?", NEWS),
    ("plus aucune sollicitation pour l'instant", ALL),
    ("je voudrais encore trois semaines de pause", longer("2026-03-23")),
    ("je ne suis plus intéressé par les idées", quiet("proposals")),
    ("give me some peace until Friday", until("2026-03-06")),
    ("I'm going on parental leave, nothing for 4 months", until("2026-07-02")),
    ("I only want questions", only("questions")),
    ("could I get the digest every morning", digest("daily")),
    ("is there nothing to do?", None),
    ("what have I missed?", NEWS),
    ("please don't contact me for now", ALL),
    ("I'd like three more weeks of break", longer("2026-03-23")),
    ("I'm not interested in ideas any more", quiet("proposals")),
]


@pytest.mark.parametrize(("text", "wish"), FRENCH)
def test_french_is_heard(text: str, wish: PauseWish | None) -> None:
    assert pause_wish(text, NOW) == wish


@pytest.mark.parametrize(("text", "wish"), ENGLISH)
def test_english_is_heard(text: str, wish: PauseWish | None) -> None:
    assert pause_wish(text, NOW) == wish


@pytest.mark.parametrize(("text", "wish"), MADE_UP_AFTERWARDS)
def test_what_nobody_had_in_mind_is_heard(text: str, wish: PauseWish | None) -> None:
    assert pause_wish(text, NOW) == wish


def test_a_pause_and_a_digest_can_be_said_at_once() -> None:
    both = PauseWish(quiet=("questions",), digest="monthly")
    assert pause_wish("plus de questions, et un résumé par mois", NOW) == both


def test_a_long_story_is_no_wish() -> None:
    assert pause_wish("pause " * 60, NOW) is None
