"""That what was just noted was not meant: "efface ça", "forget that", a bare "mais non". Whole messages only."""

from __future__ import annotations

import re

from .profile_words import TAKE_OFF
from .text import fold

_OPENERS = r"(?:(?:non|nan|no|nope|mais|but|ah|oh|euh|bah|ben|oups|oops|attend[sz]?|wait|pardon|sorry|please|stp)\W+)*"
_CLOSERS = r"(?:\W+(?:stp|svp|s'il (?:te|vous) plait|please|merci|thanks|thank you|pardon|sorry|again))*"
_THAT = re.compile(
    rf"{_OPENERS}(?:tu peux |peux[- ]tu |vous pouvez |pouvez[- ]vous |can you |could you |je veux |i want to )?"
    rf"(?:{TAKE_OFF}|annule[rz]?|erase|undo|scrap|cancel)"
    r"(?:[- ]?(?:moi|about))? ?-?(?:ca|cela|le|la|that|this|it)"
    rf"{_CLOSERS}\W*|{_OPENERS}take (?:that|it|this) (?:back|off|away|out){_CLOSERS}\W*"
)
_NO = re.compile(
    r"(?:(?:ah|oh|euh|bah|ben|oups|oops|mais|but|well|attend[sz]?|wait|pardon|sorry)\W+)*"
    r"(?:non|nan|no|nope|nah)(?:\W+(?:non|nan|no|nope|pardon|sorry|mais|but|pas ca|not that))*\W*"
)


def takes_that_back(text: str) -> bool:
    """ "efface ça": what was just done is to go, and not everything ("efface-moi", "efface tout")."""
    return _THAT.fullmatch(fold(text)) is not None


def only_no(text: str) -> bool:
    """A no and nothing else: "non merci" and "no problem" are courtesies."""
    return _NO.fullmatch(fold(text)) is not None
