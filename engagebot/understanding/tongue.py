"""In which language words are written, where they leave no doubt."""

from __future__ import annotations

from collections.abc import Mapping

from .text import fold, listed, words

LONGEST = 400
"""Characters of a message that are looked at."""
ENOUGH = 2
"""So many words of one language, and none of the other: "ok thanks" is said in France, too."""
_TELLING: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        listed(
            "the you your yes please thanks thank hello hi hey there that this it its i im am my we our is are was "
            "were do does don dont what who how where when why can could would should not with of and just want like "
            "need help to have has good about from they them will been because some any here looking"
        )
    ),
    "fr": frozenset(
        listed(
            "le la les l un une des du de j je tu il elle nous vous et est suis qu oui accord bonjour bonsoir salut "
            "merci pas avec mon ma mes que qui quoi comment ou au aux dans sur veux peux voudrais ai bien cherche ce "
            "cette mais pourquoi tres moi toi ici"
        )
    ),
}


def tongue(text: str) -> str | None:
    """`en` or `fr`; None: it may be either, both, or another."""
    said = set(words(fold(text[:LONGEST])))
    found = {language: len(said & telling) for language, telling in _TELLING.items()}
    sure = [one for one, count in found.items() if count >= ENOUGH and not any(found[o] for o in found if o != one)]
    return sure[0] if sure else None
