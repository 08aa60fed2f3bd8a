"""How values are shown: people's own words stay harmless, numbers and days are said as people say them."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagebot.app import load_flows
from engagebot.config import Settings, shipped
from engagebot.domain.association import Entry
from engagebot.engine.effects import Line, Said, Shown
from engagebot.engine.model import Text
from engagebot.scene import jardin
from engagebot.words import LONGEST_VALUE, WORDS, Rendered, Words, load_catalogs, tidy, whole

PARIS = ZoneInfo("Europe/Paris")
COOKING = Entry("cooking", {"fr": "cuisine", "en": "cooking"})
POSTERS = Entry("posters", {"fr": "affiches", "en": "posters"})
HOUSE = replace(jardin(), skills=(COOKING, POSTERS), interests=(Entry("bees", {"fr": "abeilles", "en": "bees"}),))
SMALL = load_flows(Settings(_env_file=None))[WORDS].sentences
SPOKEN = Words(load_catalogs(shipped("locales")), HOUSE, SMALL)


def shown(kind: str, value, voice: str = "fr") -> str:
    return SPOKEN.shown(Shown(kind, value), voice, PARIS)


@pytest.mark.parametrize(
    ("kind", "value", "french", "english"),
    [
        ("duration", 30, "30 minutes", "30 minutes"),
        ("duration", 60, "1\xa0heure", "1 hour"),
        ("duration", 90, "1\xa0heure 30 minutes", "1 hour 30 minutes"),
        ("duration", 0, "0 minute", "0 minutes"),
        ("yes_no", True, "oui", "yes"),
        ("date", "2026-03-02", "lundi 2 mars", "Monday, 2 March"),
        ("locale", "fr", "français", "French"),
        ("availability", ["sat-morning"], "samedi matin", "Saturday morning"),
        ("availability", ["tue-evening", "thu-evening"], "mardi et jeudi soir", "Tuesday and Thursday evening"),
        (
            "skills",
            {"known": {"cooking": "can", "posters": "learns"}, "unknown": ["tuba"]},
            "cuisine, affiches (envie d’apprendre) et tuba",
            "cooking, posters (wants to learn), and tuba",
        ),
        ("interests", {"known": ["bees"], "unknown": ["tuba"]}, "abeilles et tuba", "bees and tuba"),
        ("labels", [Text("yes"), "Ada"], "oui et Ada", "yes and Ada"),
        ("nothing", None, "—", "—"),
        ("availability", [], "—", "—"),
        ("text", "", "—", "—"),
    ],
)
def test_a_value_is_said_as_people_say_it(kind, value, french, english):
    assert (shown(kind, value, "fr"), shown(kind, value, "en")) == (french, english)


def test_the_whole_week_is_not_listed_day_by_day():
    week = [
        f"{day}-{part}" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") for part in ("morning", "evening")
    ]
    assert "lundi" not in shown("availability", week)
    assert "Monday" not in shown("availability", week, "en")


# --------------------------------------------------------------------------------------------- people's own words
def sentence(template: str, **values: str) -> Rendered:
    text = Text(template)
    return SPOKEN.sentence(text, {name: Shown("text", value) for name, value in values.items()}, "en", PARIS)


def test_what_people_wrote_is_never_read_as_mark_up_or_as_a_template():
    evil = "<b>{name}</b> **{x}** %s & {{7*7}}"
    assert sentence("**Hi** {a}, {b}", a=evil, b="{a}") == Rendered(
        f"Hi {evil}, {{a}}",
        "<strong>Hi</strong> &lt;b&gt;{name}&lt;/b&gt; **{x}** %s &amp; {{7*7}}, {a}",
    )


def test_a_hole_without_a_value_is_a_dash_and_lines_break():
    assert sentence("One {a}\nTwo") == Rendered("One —\nTwo", "One —<br>Two")


@pytest.mark.parametrize(
    ("value", "body"), [("which bike?", "Now: which bike?"), ("a bike", "Now: a bike."), ("…", "Now: …")]
)
def test_words_that_end_a_sentence_get_no_full_stop(value, body):
    assert SPOKEN.sentence(Text("Now: {it}."), {"it": Shown("text", value)}, "en", PARIS) == Rendered(body, body)


def test_choices_stand_numbered_below_and_are_escaped():
    said = Said(Text("Which?"), choices=((1, "<Ada>"), (2, Text("yes"))), more=True)
    assert SPOKEN.said(said, "en", PARIS) == Rendered(
        "Which?\n1. <Ada>\n2. yes\n… or “others” to see more",
        "Which?<br>1. &lt;Ada&gt;<br>2. yes<br>… or “others” to see more",
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("  two\n lines\t ", "two lines"),
        ("zero\u200bwidth\x00\x1b[31m", "zerowidth[31m"),
        ("to @room!", "to @\u200droom!"),
        ("\u202eevil", "evil"),
        ("שלום", "\u2068שלום\u2069"),
        ("x" * 700, "x" * (LONGEST_VALUE - 1) + "…"),
    ],
)
def test_peoples_words_are_made_harmless(written, expected):
    assert tidy(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("  one\n\n\n\ntwo  words\r\nthree \n", "one\n\ntwo words\nthree"),
        ("to @room!\n\u202eevil\u200b", "to @\u200droom!\nevil"),
        ("שלום\nyes", "\u2068שלום\u2069\nyes"),
        ("x" * 7000, "x" * 7000),
    ],
)
def test_words_for_somebody_else_are_passed_on_whole_and_harmless(written, expected):
    assert whole(written) == expected


@given(st.text(max_size=900))
def test_peoples_words_stay_one_short_line_that_calls_nobody(written):
    said = tidy(written)
    assert len(said) <= LONGEST_VALUE + 2
    assert "@room" not in said
    assert not set(said) & {"\n", "\r", "\x00", "\u202e", "\u200b"}
    assert said.count("\u2068") == said.count("\u2069")


@given(st.text(max_size=900), st.text(max_size=900, alphabet="אב <&>\"@room\u2068\u0301👩\u200d👧🇫🇷"))
def test_whatever_people_write_is_text_in_a_message_and_never_markup_nor_a_link(some, more):
    values = {"a": Shown("text", some), "b": Shown("passed_on", more), "c": Shown("label", more)}
    said = SPOKEN.sentence(Text("**One** {a}, {b}, {c}"), values, "en", PARIS)
    assert re.findall(r"<[^>]*>", said.html.replace("<br>", "")) == ["<strong>", "</strong>"]
    assert "@room" not in said.body + said.html
    assert html.unescape(re.sub("</?strong>", "", said.html).replace("<br>", "\n")) == said.body
    assert all(shown.count("\u2068") == shown.count("\u2069") for shown in said.body.split("\n"))


# --------------------------------------------------------------------------------------------------------- voices
def catalog(folder: Path, voice: str, *entries: tuple[str, str]) -> Path:
    path = folder / voice / "LC_MESSAGES"
    path.mkdir(parents=True)
    head = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
    )
    (path / "engagebot.po").write_text(
        head + "".join(f'\nmsgid "{a}"\nmsgstr "{b}"\n' for a, b in entries), encoding="utf-8"
    )
    return folder


@pytest.fixture
def two_voices(tmp_path):
    catalog(tmp_path, "fr", ("Hello", "Salut"), ("Who are you?", "Qui es-tu ?"))
    catalog(tmp_path, "fr@vous", ("Who are you?", "Qui êtes-vous ?"))
    return tmp_path


def test_what_the_formal_voice_does_not_say_itself_comes_from_its_language(two_voices):
    spoken = Words(load_catalogs(two_voices), HOUSE, SMALL)
    texts = [Text("Who are you?"), Text("Hello"), Text("Bye")]
    assert [spoken.template(text, "fr@vous") for text in texts] == ["Qui êtes-vous ?", "Salut", "Bye"]
    assert [spoken.template(text, "fr") for text in texts] == ["Qui es-tu ?", "Salut", "Bye"]
    assert spoken.everywhere(texts[0]) == ("Who are you?", "Qui es-tu ?", "Qui êtes-vous ?")


def test_an_associations_own_catalog_adds_to_the_shipped_ones(two_voices, tmp_path):
    own = catalog(tmp_path / "own", "fr", ("Hello", "Bien le bonjour"))
    spoken = Words(load_catalogs(two_voices, own), HOUSE, SMALL)
    assert [spoken.template(Text(text), "fr") for text in ("Hello", "Who are you?")] == [
        "Bien le bonjour",
        "Qui es-tu ?",
    ]


def test_a_counted_sentence_follows_the_languages_own_rule(tmp_path):
    folder = catalog(tmp_path, "fr")
    with (folder / "fr/LC_MESSAGES/engagebot.po").open("a", encoding="utf-8") as file:
        file.write('\nmsgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} jour"\nmsgstr[1] "{n} jours"\n')
    spoken = Words(load_catalogs(folder), HOUSE, SMALL)
    text = Text("{n} day", "{n} days", "n")

    def said(n: int, voice: str) -> str:
        return spoken.sentence(text, {"n": Shown("number", n)}, voice, PARIS).body

    assert [said(n, "fr") for n in (0, 1, 2)] == ["0 jour", "1 jour", "2 jours"]
    assert [said(n, "en") for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]


def test_lines_are_sentences_of_their_own():
    line = Line(Text("Since {at}"), {"at": Shown("moment", int(datetime(2026, 3, 2, 9, tzinfo=PARIS).timestamp()))})
    assert shown("lines", [line, line], "en") == "Since March 2, 2026\nSince March 2, 2026"
