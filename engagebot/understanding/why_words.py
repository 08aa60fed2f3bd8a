"""Whether somebody asks why messages wait: "pourquoi ça attend ?", "why has my call not gone out?"."""

from __future__ import annotations

import re

from .text import fold

LONGEST = 160
"""Characters; who writes more tells something else."""

_OPENER = re.compile(r"(?:(?:et|mais|dis|alors|bonjour|salut|euh|hello|hi|but|so|and|hey|ok)[ ,:!]+)+")
_ASKS = re.compile(
    r"(?:pourquoi|pourkoi|pourqoi|prkoi|pkoi|pq|why|how come|comment ca se fait|c'est normal|is it normal)\b"
)
_ALONE = re.compile(r"(?:pourquoi|pourkoi|pkoi|pq|why)(?: (?:ca|cela|donc|that|so))?")
_WAITS = re.compile(
    r"\b(?:attend|attends|attendent|attendre|en attente|retenue?s?|bloquee?s?|wait|waits|waiting|held(?: back)?|"
    r"on hold|stuck)\b"
)
_OF_THE_BOT = re.compile(
    r"\b(?:ca|cela|tu|il|elle|ils|elles|appels?|messages?|questions?|reponses?|annonces?|notif\w*|resumes?|digest|"
    r"invitations?|presentations?|taches?|it|this|that|they|you|calls?|answers?|introductions?|tasks?|things|"
    r"everything|nothing|rien|tout)\b"
)
_THING = re.compile(
    r"\b(?:appels?|messages?|questions?|annonces?|notif\w*|resumes?|recap\w*|digest|calls?|summary|announcements?)\b"
)
_GONE = re.compile(
    r"\b(?:partie?s?|part|partent|envoyee?s?|recue?s?|arrivee?s?|arrive|sort\w*|sent|gone|going|go|goes|left|leave|"
    r"out|received?|delivered|come|came|arrived)\b"
)
_SILENCE = re.compile(
    r"\b(?:rien|aucun message|plus de messages?|nothing|anything|no messages?|silence|silent|quiet)\b"
)
_CAME = re.compile(r"\b(?:recue?|recois|recoit|m'ecri\w+|ecri\w+|received?|heard?|get|got|hear|writ\w+|wrote|are|es)\b")


def asks_why(text: str, *, alone: bool) -> bool:
    """`alone`: "why?" and nothing else counts, too, since nothing was asked that it could be about."""
    said = fold(text).strip(" .!?…")
    if opener := _OPENER.match(said):
        said = said[opener.end() :]
    if len(text) > LONGEST or not (found := _ASKS.match(said)):
        return False
    if _ALONE.fullmatch(said):
        return alone
    rest = said[found.end() :]
    return bool(
        (_WAITS.search(rest) and _OF_THE_BOT.search(rest))
        or (_THING.search(rest) and _GONE.search(rest))
        or (_SILENCE.search(rest) and _CAME.search(rest))
    )


def names_a_call(text: str) -> bool:
    return re.search(r"\b(?:appels?|calls?)\b", fold(text)) is not None
