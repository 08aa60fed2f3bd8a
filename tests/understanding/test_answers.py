"""Answers to a pending question, as people type them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engagebot.understanding.answers import Option, read, unknown_words

WEDNESDAY = datetime(2025, 6, 11, 10, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ouiiii", True),
        ("bien volontiers", True),
        ("pourquoi pas", True),
        ("no problem", True),
        ("👍👍", True),
        ("bien sûr que non", False),
        ("c'est plus juste", False),
        ("c'est plus vrai", False),
        ("that's no longer right", False),
        ("I'd love to but I can't", False),
        ("non, peut-être une autre fois", False),
        ("ça m'intéresse pas", False),
        ("🤷", None),
        ("oui et non", None),
        ("faut que je demande à ma femme", None),
        ("mardi", None),
        ("", None),
    ],
)
def test_yes_and_no_are_told_from_hesitation(text: str, expected: bool | None) -> None:
    assert read("yes_no", text) is expected


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("une bonne demi-heure", 30),
        ("2½ hours", 150),
        ("une heure moins le quart", 45),
        ("quatre-vingt-dix minutes", 90),
        ("an hour and a half", 90),
        ("20 à 30 min", 30),
        ("45", 45),
        ("three quarters of an hour", 45),
        ("20 mins, I have to leave at 6", 20),
    ],
)
def test_a_length_of_time_becomes_minutes(text: str, minutes: int) -> None:
    assert read("duration", text) == {"minutes": minutes}


@pytest.mark.parametrize("text", ["quelques minutes", "je sais pas", "2", "", "bleu"])
def test_a_vague_length_of_time_stays_unclear(text: str) -> None:
    assert read("duration", text) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("half an hour a day", 210),
        ("deux fois une heure par semaine", 120),
        ("3h par quinzaine", 90),
        ("20 mins every weekday", 100),
        ("a couple of hours a month", 28),
        ("une demi-journée par semaine", 240),
        ("jamais", 0),
    ],
)
def test_time_per_period_becomes_minutes_a_week(text: str, minutes: int) -> None:
    assert read("weekly_time", text) == {"minutes_per_week": minutes}


def slots(text: str) -> list[str] | None:
    found = read("availability", text)
    return None if found is None else found["slots"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mon, wed & fri mornings", ["mon-morning", "wed-morning", "fri-morning"]),
        ("je bosse en semaine donc que le dimanche matin", ["sun-morning"]),
        ("mardis et jeudis, entre 18h et 20h", ["tue-evening", "thu-evening"]),
        ("dimanche sauf le matin", ["sun-afternoon", "sun-evening"]),
        ("lundi jusqu'à 16h", ["mon-morning", "mon-afternoon"]),
        ("jusqu’à midi le dimanche", ["sun-morning"]),
        ("saturday from 9 o'clock", ["sat-morning", "sat-afternoon", "sat-evening"]),
        ("thrusday afternoon", ["thu-afternoon"]),
        ("le soir du mardi et du jeudi", ["tue-evening", "thu-evening"]),
        ("lundi soir, mardi soir et mercredi après-midi", ["mon-evening", "tue-evening", "wed-afternoon"]),
        ("wednesdays, but not in the morning", ["wed-afternoon", "wed-evening"]),
        ("jamais", []),
    ],
)
def test_days_and_parts_of_days_are_found(text: str, expected: list[str]) -> None:
    assert slots(text) == expected


def test_evenings_and_weekends_means_both() -> None:
    found = slots("evenings and weekends")
    assert found is not None
    assert len(found) == 5 + 6
    assert {"mon-evening", "sat-morning"} <= set(found)


@pytest.mark.parametrize("text", ["sais pas", "ça dépend", "bof", "quand il pleut", "hoursa"])
def test_unclear_availability_is_none_and_not_empty(text: str) -> None:
    assert read("availability", text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("mercredi", "2025-06-18"),
        ("jusqu'en septembre", "2025-09-01"),
        ("mi-juillet", "2025-07-15"),
        ("fin février", "2026-02-28"),
        ("un mois et demi", "2025-07-26"),
        ("until the end of next month", "2025-07-31"),
        ("lundi en huit", "2025-06-23"),
        ("le 11", "2025-07-11"),
        ("July 14th", "2025-07-14"),
        ("Pâques", "2026-04-05"),
        ("le 29 février", "2028-02-29"),
        ("day after tomorrow", "2025-06-13"),
    ],
)
def test_until_is_counted_from_now(text: str, day: str) -> None:
    assert read("until", text, now=WEDNESDAY) == day


@pytest.mark.parametrize(
    "text", ["a few weeks", "quelques semaines", "jusqu'à nouvel ordre", "deux ou trois semaines", "le 45"]
)
def test_a_vague_end_is_none(text: str) -> None:
    assert read("until", text, now=WEDNESDAY) is None


PLACES = ("Tenir la buvette", "Coller des affiches", "Relire le journal", "Réparer des vélos")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2", 1),
        ("la dernière", 3),
        ("3️⃣", 2),
        ("les affiches svp", 1),
        ("buvete", 0),
        ("pas la buvette, le journal", 2),
        ("plutôt les vélos que les affiches", 3),
        ("7", None),
        ("peu importe", None),
        ("la 1 ou la 2", None),
    ],
)
def test_one_of_several_is_chosen_by_place_or_by_words(text: str, place: int | None) -> None:
    assert read("choice", text, options=PLACES) == place


KNOWN = ("Où est la pompe à vélo ?", "Non, demander à quelqu’un")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("non demande a quelqu'un", 1),
        ("nan, je veux demander à quelqu'un", 1),
        ("non", 1),
        ("la pompe", 0),
        ("non je cherche le compost", None),
    ],
)
def test_no_and_what_the_label_says_behind_it_chooses_it(text: str, place: int | None) -> None:
    assert read("choice", text, options=KNOWN) == place


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("1 et 3", [0, 2]),
        ("2-4", [1, 2, 3]),
        ("toutes", [0, 1, 2, 3]),
        ("tout sauf la buvette", [1, 2, 3]),
        ("affiches, velos", [1, 3]),
        ("aucune", []),
        ("1 et 9", None),
        ("je sais pas", None),
    ],
)
def test_several_are_chosen_at_once(text: str, places: list[int] | None) -> None:
    assert read("multi_choice", text, options=PLACES) == places


SKILLS = ("cuisine", "comptabilité", "réparation de vélos", "réseaux sociaux", "musique", "jardinage")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("je fais à manger pour cinquante et je gratte la guitare", ["cuisine", "musique"]),
        ("surtout pas la compta, plutôt le jardin", ["jardinage"]),
        ("facebook et insta", ["réseaux sociaux"]),
        ("compatbilité", ["comptabilité"]),
        ("I can mend a bike", ["réparation de vélos"]),
        ("rien", []),
        ("zorglub", None),
    ],
)
def test_skills_are_found_by_meaning_and_denied_ones_left_out(text: str, labels: list[str] | None) -> None:
    assert read("skills", text, options=SKILLS) == labels


def test_an_association_names_a_skill_its_own_way() -> None:
    options = (Option("Kfet", aliases=("pause café", "bar du midi")),)
    assert read("skills", "je tiens le bar du midi", options=options) == ["Kfet"]


def test_words_that_no_skill_explains_are_kept_for_organisers() -> None:
    assert unknown_words("cuisine, taxidermie et jardinage", SKILLS) == ["taxidermie"]
    assert unknown_words("cuisine et jardinage", SKILLS) == []


@pytest.mark.parametrize(
    "text",
    ["j’habite à Lyon", "je suis née en 1948", "j'ai 78 ans", "mon numéro est le 06 12 34 56 78", "I live in Leeds",
     "my address is 3 Mill Lane", "ada@example.org", "@ada:example.org", "ce que je sais faire", "what I can do"],
)  # fmt: skip
def test_what_somebody_tells_of_themselves_is_no_word_for_the_organisers(text: str) -> None:
    assert unknown_words(text, SKILLS) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("une dizaine", 10),
        ("on sera vingt-cinq", 25),
        ("2,5", 2.5),
        ("1 500", 1500),
        ("aucun", 0),
        ("entre 3 et 5", None),
        ("beaucoup", None),
    ],
)
def test_one_number_is_read(text: str, number: float | None) -> None:
    assert read("number", text) == number


def test_free_text_is_kept_as_it_is() -> None:
    assert read("free_text", "  Bonjour à tous !  ") == "Bonjour à tous !"
    assert read("free_text", " \n") is None
