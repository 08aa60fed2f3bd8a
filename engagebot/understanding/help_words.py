"""Somebody asks to be helped with something of their own: that is a question to people, and not "help", which shows
what the bot can do."""

from __future__ import annotations

import re

from .text import fold, words

LONGEST = 400
"""Characters of a message in which it is looked for."""
_ASKS = re.compile(
    r"\b(?:aide[rsz]?[- ]moi|m' ?aide(?:r|s|z|rait|rais|riez)?|besoin d' ?(?:une |un peu d' ?)?aide"
    r"|(?:faut|faudrait|cherche|voudrais|veux|aimerais|demande) (?:de l' ?|d' ?|une |un peu d' ?)aide"
    r"|help me(?: out)?|(?:need|want|like|looking for) (?:some |a bit of |a little )?help"
    r"|(?:give|lend) me a hand|need a hand)\b"
    r"(?:[ ,]+(?:stp|svp|s'il (?:te|vous) plait|please|un peu|a bit|a little))*"
    r"[ ,]+(?:pour|en|avec|sur|a|au|aux|cote|concernant|a propos d[eu]s?|with|on|about|in|for|to)[ ']+(?P<what>.+)"
)
_OF_THE_BOT = re.compile(
    r"\b(?:t'?utiliser|utiliser|comprendre|comment|marches?|fonctionnes?|commencer|demarrer|robot|bot|ici|appli(?:cation)?"
    r"|messagerie|toi|vous|ecrire|choisir|trouver|taches?|missions?|profil|rencontrer|moment|urgence|general|minutes?"
    r"|use|understand|how|starte?d?|app|this|here|it|find|choose|tasks?|write|profile|meet|general|now)\b"
)


def asks_help_with(text: str) -> str | None:
    """What it is about, folded: "j’ai besoin d’aide en compta" -> "compta". `None`: nothing is said, or it is about the
    bot itself, a task or the profile, where other words count."""
    found = _ASKS.search(fold(text[:LONGEST]))
    if not found or _OF_THE_BOT.search(found["what"]):
        return None
    about = found["what"].strip(" ?!.")
    return about if any(len(word) > 2 for word in words(about)) else None
