"""What the bot tells people to write, it understands: every “phrase” in its sentences, in every voice."""

from __future__ import annotations

import re

import pytest

from engagebot.app import load_flows
from engagebot.config import Settings, shipped
from engagebot.demo.run import ASSOCIATION
from engagebot.flowfile.association import load_association
from engagebot.flowfile.check import texts
from engagebot.script import Stage
from engagebot.words import load_catalogs

SETTINGS = Settings(_env_file=None)
FLOWS = load_flows(SETTINGS)
CATALOGS = load_catalogs(shipped("locales"))
GARDEN = load_association(ASSOCIATION)
QUOTED = re.compile(r"“([^”{}]+)”|«\s*([^»{}]+?)\s*»")
BEWILDERED = ("not_yet", "lost", "lost_again", "lost_for_good", "out_of_scope", "not_understood", "nothing_pending")
QUESTIONS = {
    "fr": ("mon profil", "mes intérêts", "mes disponibilités", "mes compétences", "modifier la tâche"),
    "en": ("my profile", "my interests", "my availability", "my skills", "change the task"),
}
"""Some phrases answer a question: they have to be understood when one of these is asked."""
NOT_TO_BE_WRITTEN = {"It depends", "Ça dépend"}
"""Quoted, and followed by what to write instead."""
OF_A_LONG_LIST = {"others", "d’autres"}
"""Said below more than six choices; tests/test_engine.py plays that."""


def suggested() -> list[tuple[str, str]]:
    """(locale, phrase) of everything that is proposed to be written, once each."""
    found = {}
    for voice, catalog in CATALOGS.items():
        for flow in FLOWS.values():
            for text, _ in texts(flow):
                said = str(catalog.ugettext(text.singular))
                if "@" in voice and said == text.singular:
                    continue  # it says that as its language does
                for one, other in QUOTED.findall(said):
                    found[voice.split("@")[0], (one or other).strip()] = None
    return [(locale, phrase) for locale, phrase in found if phrase not in NOT_TO_BE_WRITTEN | OF_A_LONG_LIST]


async def understood(locale: str, *lines: str) -> bool:
    """Whether the last of `lines` gets another answer than bewilderment."""
    stage = await Stage.open(SETTINGS, GARDEN)
    try:
        await stage.play(f"@ person: ada; locale={locale}; onboarded=yes; skills=cuisine")
        await stage.play("@ task: Trier les graines; contact=ada")
        for line in lines:
            said = "\n".join(await stage.play(f"ada> {line}"))
    finally:
        await stage.close()
    sentences = FLOWS["patterns"].sentences
    bewildered = [str(CATALOGS[locale].ugettext(sentences[name].singular))[:40] for name in BEWILDERED]
    return not any(sentence in said for sentence in bewildered)


@pytest.mark.parametrize(("locale", "phrase"), suggested())
async def test_a_phrase_that_is_suggested_is_understood(locale, phrase):
    if not await understood(locale, phrase):
        assert [question for question in QUESTIONS[locale] if await understood(locale, question, phrase)] != []


def test_there_are_phrases_to_look_at_in_both_languages():
    assert {locale: sum(said == locale for said, _ in suggested()) > 15 for locale in QUESTIONS} == {
        "fr": True,
        "en": True,
    }
