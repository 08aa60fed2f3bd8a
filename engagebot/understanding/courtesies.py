"""Hello and goodbye are both a greeting; what is said back is not the same."""

from __future__ import annotations

import re

from .text import fold

LONGEST = 80
"""Characters; who writes more says something else as well."""
_GOODBYE = re.compile(
    r"\b(?:au revoir|a (?:bientot|demain|plus(?: tard)?|la prochaine|tout a l'heure|tantot)"
    r"|a (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|a\+|ciao"
    r"|bonne (?:nuit|journee|soiree|apres-midi|fin de \w+|semaine|continuation)|bon(?:ne)? week-?end"
    r"|bye|bye-bye|goodbye|good night|goodnight|night night|see (?:you|ya|u)|so long|take care|farewell"
    r"|have a (?:good|nice|great|lovely) (?:day|night|evening|afternoon|week-?end|one)|talk (?:soon|later))(?!\w)"
)
_HELLO_TOO = re.compile(r"\b(?:bonjour|bonsoir|coucou|hello|hi|hey)\b")


def says_goodbye(text: str) -> bool:
    """ "Bonsoir" greets whoever comes in the evening; "bonne soirée" is said when leaving."""
    if len(text) > LONGEST:
        return False
    said = fold(text)
    found = _GOODBYE.search(said)
    return found is not None and not _HELLO_TOO.search(said[: found.start()])
