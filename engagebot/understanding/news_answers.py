"""What people say to a list of what is new, and when they come back from a pause, in words that are no label."""

from __future__ import annotations

import re

from .text import fold

LONGEST = 80
"""Characters; who writes more tells something else."""

_POLITE = (
    r"(?:[ ,.!]*\b(?:stp|svp|s'il te plait|s'il vous plait|please|pls|merci|thanks|thank you|ok|d'accord|pour "
    r"l'instant|for now|now|maintenant|aujourd'hui|today)\b)*[ ,.!]*"
)
_ALL = re.compile(
    r"(?:oui|yes|ok|ouais|yep|allez|vas-y|go ahead|sure|volontiers|bien sur|avec plaisir|montre|show)?[ ,.!]*"
    r"(?:(?:montre|envoie|donne|affiche|dis|show|send|give|tell)(?:-| )?(?:moi|me)?[ ,]*)?"
    r"(?:oui|yes|tout|toutes?|tous|tout ca|le tout|l'ensemble|all|all of (?:it|them)|everything|the lot|them all|"
    r"la totale|les (?:deux|trois|quatre|cinq|six|\d)|vas-y|go ahead|montre|show me|volontiers|avec plaisir|"
    r"je veux bien|with pleasure|please do|sure)" + _POLITE
)
_NONE = re.compile(
    r"(?:(?:non|no|nan|nope|bof)[ ,.!]*)?"
    r"(?:rien(?: du tout| pour l'instant)?|aucun\w*|plus tard|une autre fois|pas (?:maintenant|aujourd'hui|ce soir|"
    r"la tete a ca|le temps|pour l'instant|tout de suite)|je n'ai pas le temps|j'ai pas le temps|tant pis|"
    r"demain|on verra|ca ira|ca va|laisse|nothing|none|not now|not today|later|maybe later|another time|no time|"
    r"i have no time|some other time|tomorrow|leave it|i'm fine|that's fine|non|no|nan|nope|merci mais non)" + _POLITE
)
_RESUME = re.compile(
    r"\b(?:repren\w*|on y va|c'est reparti|me revoila|de retour|je suis (?:la|rentree?|revenue?)|recommenc\w*|"
    r"continu\w*|resum\w*|i'?m back|back again|carry on|go on|pick (?:it )?up|start again|ready|pret|prete|oui|yes|"
    r"ouais|volontiers|avec plaisir|let'?s go|allons-y|vas-y|sure|of course|bien sur|with pleasure|reviens)\b"
)
_LONGER = re.compile(
    r"\b(?:encore|deux semaines|2 semaines|quinzaine|quinze jours|15 jours|prolong\w*|rallong\w*|pas (?:encore|tout de "
    r"suite|maintenant)|plus tard|two (?:more )?weeks|2 (?:more )?weeks|fortnight|longer|another|extend|more time|not "
    r"yet|later|un peu plus|still away|a bit more)\b"
)
_LEAVE = re.compile(
    r"\b(?:partir|pars|quitt\w*|m'en vais|arret\w*|stopp?\w*|leav\w*|quit\w*|go away|desinscri\w*|unsubscribe|"
    r"je veux plus|plus jamais|no more|stop it)\b"
)
_NOT = re.compile(r"\b(?:pas|not|don'?t|jamais|never)\b")


def news(text: str) -> str | None:
    """all, or none of it; None: something else is said."""
    said = fold(text).strip(" .!?…")
    if not said or len(text) > LONGEST or "?" in text:
        return None
    if _NONE.fullmatch(said):
        return "none"
    return "all" if _ALL.fullmatch(said) else None


def back(text: str) -> str | None:
    """resume, longer or leave; None: something else is said, or another time than two weeks."""
    said = fold(text).strip(" .!?…")
    if not said or len(text) > LONGEST or "?" in text:
        return None
    if re.search(r"\b(?:mois|months?|an|year|jusqu|until|till)\b", said) or re.search(
        r"\b(?!2\b|deux\b|two\b|quinze\b|15\b)(?:\d+|une?|one|a|trois|three|quatre|four|six) (?:more )?"
        r"(?:semaines?|weeks?|jours?|days?)\b", said
    ):  # fmt: skip
        return None
    if _LEAVE.search(said) and not _NOT.search(said):
        return "leave"
    if _LONGER.search(said):
        return "longer"
    return "resume" if _RESUME.search(said) and not _NOT.search(said) else None
