"""What is passed on between people: whatever they write, nobody's account is named in it."""

from __future__ import annotations

import pytest

from engagebot.domain.relaying import ids, without_ids

NAMES = {"@ada:example.org": "Ada"}


@pytest.mark.parametrize(
    ("words", "passed_on"),
    [
        ("Demande à @ada:example.org.", "Demande à Ada."),
        ("@ada:example.org, puis moi", "Ada, puis moi"),
        ("(@Ada:Example.ORG)", "(Ada)"),
        ("@ada:example.org: elle sait", "Ada: elle sait"),
        ("%40ada%3Aexample.org", "Ada"),
        ("@bruno:example.org et @ada:example.org", "bruno et Ada"),
        ("@bruno:localhost:8448!", "bruno!"),
        ("@zoé.b=x/y+z-:sub.example.org", "zoé.b=x/y+z-"),
        ("https://matrix.to/#/@ada:example.org", "Ada"),
        ("https://matrix.to/#/%40ada%3Aexample.org?via=example.org", "Ada"),
        ("HTTPS://MATRIX.TO/#/@Ada:example.org", "Ada"),
        ("Vois https://matrix.to/#/@ada:example.org, puis moi.", "Vois Ada, puis moi."),
        ("Vois https://matrix.to/#/@ada:example.org.", "Vois Ada."),
        ("[Ada](https://matrix.to/#/@ada:example.org)", "[Ada](Ada)"),
        ("<https://matrix.to/#/@ada:example.org>", "<Ada>"),
        ("matrix:u/bruno:example.org?action=chat", "bruno"),
    ],
)
def test_people_are_named_by_their_first_name_never_by_their_id(words, passed_on):
    assert without_ids(words, NAMES) == passed_on


@pytest.mark.parametrize(
    "words",
    [
        "Écris à ada@example.org.",
        "ada@example.org: c’est elle",
        "ada.b@mail.example.org:la présidente",
        "ada@example.org:8080",
        "mailto:ada@example.org?subject=compost",
        "le site https://example.org:8443/@ada",
        "https://matrix.to/#/#jardin:example.org",
        "https://matrix.to/#/!abc:example.org",
        "à 10:30 @ jardin : oui",
        "@ada: tu sais ?",
    ],
)
def test_whatever_names_no_account_is_passed_on_as_it_was_written(words):
    assert (without_ids(words, NAMES), ids(words)) == (words, [])


def test_who_is_named_is_told_once_each_in_lower_case():
    words = "@Ada:example.org, @bruno:x.org, https://matrix.to/#/%40ada%3Aexample.org"
    assert ids(words) == ["@ada:example.org", "@bruno:x.org"]


def test_an_id_that_follows_a_word_without_a_space_is_no_email_address():
    assert without_ids("c’est@ada:example.org", NAMES) == "c’estAda"
