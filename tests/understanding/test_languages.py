"""Languages that somebody speaks, in their own words."""
from __future__ import annotations

import pytest

from engagebot.understanding.languages import languages


@pytest.mark.parametrize(("said", "meant"), [
    ("français", "fr"), ("Français, un peu d'anglais et breton", "fr en br"), ("English and a little French", "en fr"),
    ("FR / EN", "fr en"), ("je parle en francais", "fr"), ("español, arabe, darija", "es ar"),
    ("pas d'anglais, français", "fr"), ("français mais pas du tout anglais", "fr"), ("no German, but Dutch", "nl"),
    ("kabyle et langue des signes", "kab"), ("mon mari parle italien", "it"), ("toutes", ""), ("", ""),
    ("allemand (langue maternelle), Spanish B2", "de es"), ("anglais américain", "en"),
])  # fmt: skip
def test_languages_are_read_by_their_names(said, meant):
    assert languages(said) == frozenset(meant.split())
