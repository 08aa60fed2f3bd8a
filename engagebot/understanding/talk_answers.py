"""What is answered to "did you manage to talk?", of two who were introduced."""

from __future__ import annotations

import re

from .block_words import rather_not
from .manners import manner
from .meeting_haste import in_full, of_a_sign, too_long
from .meeting_words import wants_out
from .talk_misses import GOT_NO
from .talk_words import AGAIN, ALONE, BUT, COURTESY, OPEN, PRAISE, SHORT_OF, TALKED
from .text import words
from .wording import says

_NOT_OF_TALK = re.compile(
    r"\b(?:taches?|tasks?|questions?|missions?|affiches?|posters?|referente?s?|minutes|mins?|"
    r"(?<!a )(?<!ont )(?<!ai )(?<!avons )annul\w*|cancel(?!led|ed)|pause|"
    r"donnees|data|profil\w*|supprime\w*|efface\w*|delete|stop|introductions?|mises?|sais faire|can do|"
    r"langue|language|aide|help|proposes?|dispo\w*|available|sais pas|don t know|dunno|not sure|sure what|"
    r"disponible|reunion|meeting of|soupe|soup|organisat\w+|"
    r"pense que|want to|voudrais|veux|si possible|if possible|envie|competence\w*|skills?)\b"
)


def talked(text: str) -> str | None:
    """Two who were introduced, whether they managed to talk: yes, no (or not yet); None: not said."""
    said = in_full(text)
    if too_long(text) or "?" in text or manner(text) is not None or wants_out(text):
        return None
    if not words(said):
        return of_a_sign(text)
    if _NOT_OF_TALK.search(said) or rather_not(text) is not None:
        return None
    met = AGAIN.sub(" oui ", SHORT_OF.sub(" ", COURTESY.sub(" ", said)))
    firm = re.search(r"\b(?:oui|yes|yep|yeah|ouais)\b", met)
    if GOT_NO.search(met):
        return "no" if not firm and says(met, GOT_NO, 5) else None
    if ALONE.fullmatch(met.strip()):
        return "yes"
    rest = PRAISE.sub(" ", TALKED.sub(" ", met))
    if OPEN.search(rest) or (BUT.search(rest) and not firm):
        return None
    return "yes" if says(met, TALKED, 4) or says(met, PRAISE, 2) else None
