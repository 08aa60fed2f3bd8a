"""Being written to: when, how much, until when; and which words are about that though nothing was asked."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from engagebot.understanding.quiet_words import End, asks_for_less, by_a_date, end_of, goes_on, heard_here, intent_of
from engagebot.understanding.reach_words import ReachWish, reach_wish

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""A Monday."""
BACK, RARER, HOLED = ReachWish(back=True), ReachWish(rarer=True), ReachWish(holed=True)


def days(*only: int) -> ReachWish:
    return ReachWish(days=frozenset(only))


def without(*off: int) -> ReachWish:
    return ReachWish(without=frozenset(off))


def hours(begins: int | None, ends: int | None = None) -> ReachWish:
    return ReachWish(begins, ends)


@pytest.mark.parametrize(("text", "wish"), [
    ("pas avant 18 h", hours(18)),
    ("pas avant 18h30", hours(18)),
    ("ne m'écris pas avant midi", hours(12)),
    ("pas après 20h", hours(None, 20)),
    ("écris-moi après 18h", hours(18)),
    ("écris-moi avant 10 h", hours(None, 10)),
    ("entre 10h et 12h", hours(10, 12)),
    ("de 9 à 12h", hours(9, 12)),
    ("seulement le soir", hours(18)),
    ("pas le soir", hours(None, 18)),
    ("l'après-midi seulement", hours(12, 18)),
    ("pas l'après-midi", HOLED),
    ("lundi soir et mardi matin", HOLED),
    ("pas le lundi", without(0)),
    ("pas le lundi ni le mardi", without(0, 1)),
    ("ne m'écris pas le mercredi non plus", without(2)),
    ("ne m'écris pas du lundi au vendredi", without(0, 1, 2, 3, 4)),
    ("tous les jours sauf le mercredi", without(2)),
    ("pas le week-end", without(5, 6)),
    ("seulement en semaine", days(0, 1, 2, 3, 4)),
    ("seulement le week-end", days(5, 6)),
    ("seulement le mardi et le jeudi", days(1, 3)),
    ("pas plus d'un message par semaine", ReachWish(per_week=1)),
    ("deux messages par semaine au maximum", ReachWish(per_week=2)),
    ("un message par jour, pas le lundi", ReachWish(per_day=1, without=frozenset({0}))),
    ("pas avant 18h et pas le mercredi", ReachWish(18, without=frozenset({2}))),
    ("un message par mois", RARER),
    ("un message tous les quinze jours", RARER),
    ("comme avant", BACK),
    ("comme d'habitude stp", BACK),
    ("not before 6pm", hours(18)),
    ("not after 8 pm", hours(None, 20)),
    ("don't write to me before noon", hours(12)),
    ("between 10am and 2pm", hours(10, 14)),
    ("only in the evening", hours(18)),
    ("not on mondays", without(0)),
    ("don't message me on Mondays", without(0)),
    ("only on weekends", days(5, 6)),
    ("at most one message a week", ReachWish(per_week=1)),
    ("twice a week", ReachWish(per_week=2)),
    ("one message a month", RARER),
    ("as before", BACK),
    ("you can write to me any time", BACK),
    ("pas avant lundi", None),
    ("ne m'écris pas ce soir", None),
    ("pause 2 semaines", None),
    ("laisse-moi tranquille jusqu'à lundi", None),
    ("plus de questions", None),
    ("bonjour", None),
    ("", None),
    ("x" * 400, None),
])  # fmt: skip
def test_when_and_how_much_is_heard(text: str, wish: ReachWish | None) -> None:
    assert reach_wish(text) == wish


@pytest.mark.parametrize(("text", "end"), [
    ("pause jusqu'au 15 avril", End(date(2026, 4, 15))),
    ("pause 2 semaines", End(date(2026, 3, 16))),
    ("pause jusqu'à ce soir", End(date(2026, 3, 3))),
    ("pause", End()),
    ("pause jusqu'à mon retour", End()),
    ("pause jusqu'au 31 février", End(wrong="no_such_day")),
    ("pause until Feb 30", End(wrong="no_such_day")),
    ("pause until the 31st of April", End(wrong="no_such_day")),
    ("pause jusqu'au 45 mars", End(wrong="no_such_day")),
    ("pause jusqu'au 31/04", End(wrong="no_such_day")),
    ("pause jusqu'au 29 février 2027", End(wrong="no_such_day")),
    ("pause jusqu'au 1er janvier 2020", End(wrong="past")),
    ("pause until January 1st, 2020", End(wrong="past")),
    ("pause jusqu'à hier", End(wrong="past")),
    ("pause pendant 5 ans", End(wrong="far")),
    ("pause until 2031-01-01", End(wrong="far")),
])  # fmt: skip
def test_the_end_of_a_pause_is_a_day_or_it_is_said_why_not(text: str, end: End) -> None:
    assert end_of(text, NOW) == end


def test_a_span_is_no_date() -> None:
    assert [by_a_date(text) for text in ("encore 2 semaines", "jusqu'au 1er mai", "until May")] == [False, True, True]


@pytest.mark.parametrize("text", [
    "plus de questions", "plus de questions, mais des tâches", "arrête les questions stp", "seulement les tâches",
    "pas d'appels jusqu'en septembre", "plus de présentations jusqu'au 1er juin", "de nouveau des questions",
    "reprends les questions", "encore 2 semaines", "prolonge la pause", "un récap par jour", "pas de récap",
    "ne m'écris pas le lundi", "pas plus d'un message par semaine", "moins de messages", "tu m'écris trop souvent",
    "comme avant", "pas avant lundi", "pauze 3 jours", "plus aucune tâche",
    "no more questions", "no questions, but tasks are fine", "only tasks", "no calls until september", "calls again",
    "resume the questions", "2 more weeks", "3 more years", "extend the pause", "a monthly digest", "no digest",
    "don't message me on Mondays", "at most one message a week", "too many messages", "as before", "not before monday",
])  # fmt: skip
def test_words_about_being_written_to_need_no_guess(text: str) -> None:
    assert intent_of(text, NOW) == "pause"


@pytest.mark.parametrize("text", [
    "bonjour", "pas le lundi", "seulement le soir", "pas avant 18 h", "plus de tâches", "d'autres tâches",
    "je prends la tâche 2", "j'ai une question", "plus de questions sur le vélo", "pas d'idée", "no ideas",
    "au plus 2 questions à la fois", "je ne veux plus de cette mission", "résume-moi la semaine", "récap de la semaine",
    "plus de présentations", "no more introductions", "je ne suis plus en pause", "I'm no longer on pause",
    "quoi de neuf ?", "pourquoi tu ne m'écris plus ?", "les tâches", "weekly recap", "one more task",
    "only online tasks",
    "I'd like to start a task", "j'écris des messages le lundi", "encore une tâche", "",
])  # fmt: skip
def test_words_about_something_else_are_left_to_whoever_guesses(text: str) -> None:
    assert intent_of(text, NOW) is None


def test_resume_goes_on_in_english_and_sums_up_in_french() -> None:
    assert [intent_of("resume", NOW, locale) for locale in ("en", "fr", None)] == ["resume", None, None]
    assert intent_of("I'm back", NOW, "en") == "resume"


def test_where_it_was_asked_hours_and_days_alone_are_an_answer() -> None:
    answers = ["pas le lundi", "only in the evening", "pause", "plus de questions", "jusqu'à lundi", "trop de messages"]
    assert [heard_here(text, NOW) for text in answers] == [True] * len(answers)
    assert [heard_here(text, NOW) for text in ("bof", "les poissons", "quoi de neuf ?", "")] == [False] * 4


def test_less_is_asked_for_without_saying_what_it_is() -> None:
    asking = ["moins de messages", "trop de notifs", "you write way too often", "fewer messages please"]
    assert [asks_for_less(text) for text in asking] == [True] * 4
    assert not asks_for_less("moins de messages le lundi")


@pytest.mark.parametrize(("text", "still"), [
    ("et pas le lundi", True), ("non, pas avant 17 h", True), ("plutôt jusqu'au 15 mars", True), ("2 semaines", True),
    ("seulement le soir", True), ("and not on Mondays", True), ("only in the evening", True), ("a month", True),
    ("je suis libre le samedi", False), ("j'ai 20 minutes", False), ("pas maintenant", False), ("le samedi", False),
    ("not now", False), ("merci", False), ("", False),
])  # fmt: skip
def test_just_after_a_wish_hours_and_days_go_on_with_it(text: str, still: bool) -> None:
    assert goes_on(text, NOW) is still
