"""What an organiser wants of a call for help that is written already."""

from __future__ import annotations

import re

from .text import fold

LONGEST = 200

_TASK = re.compile(
    r"\b(?:(?:en|une?|a|la|into|as) (?:petite |nouvelle |new )?(?:taches?|task)|(?:taches?|task) (?:de|of|from|out of) "
    r"(?:l'appel|cet appel|the call|it)|turn .{0,30}task)\b"
)
_POST = re.compile(
    r"\b(?:post\w*|affich\w+|mets?(?:-le)?|mettre|partage\w*|publi\w+|montre\w*|share|show|put|envoie\w*|send)\b.{0,40}"
    r"\b(?:salons?|rooms?|groupes?|groups?|canal|channel|chat)\b|\bposte(?:r|-le|-la)?\b|\bpost (?:it|the call)\b|#\w+"
)
_CANCEL = re.compile(
    r"\b(?:annul\w+|stopp?\w*|arret\w+|abandonn\w+|retir\w+|supprim\w+|enlev\w+|interromp\w+|laisse\w* tomber|"
    r"cancel\w*|call(?:ed|ing)? (?:it |the call |this call |that call )?off|withdraw\w*|end|drop|scrap|"
    r"take (?:it |the call )?back|"
    r"on n'a plus besoin|plus besoin|no longer need\w*|don't need)\b"
)
_FOUND = re.compile(
    r"\b(?:trouve(?:e?s?)?|complets?|au complet|assez de (?:monde|gens|benevoles|bras|personnes)|suffi\w+|found|"
    r"got (?:enough|everybody|everyone|somebody|whom we need)|enough (?:people|hands|volunteers|of us)|"
    r"(?:have|we're|are) (?:enough|complete|all set)|pourvu|filled|all set)\b"
)
_NOT_FOUND = re.compile(
    r"\b(?:qui|who|combien|how many|est-ce|a-t-on|avons-nous|have we|did we|do we|pas|not|nobody|personne n|"
    r"toujours pas|"
    r"encore)\b.{0,25}\b(?:trouve|found|assez|enough)|\?"
)
_CHANGE = re.compile(
    r"\b(?:chang\w+|modifi\w+|corrig\w+|edit\w*|reformul\w+|reword\w*|revoir|remplac\w+|rewrite|amend\w*|alter)\b"
)
_STATUS = re.compile(
    r"\b(?:ou en (?:est|sont|etes|es)|on en est ou|etat|statut|status|avance\w*|avancement|bilan|suivi|combien|"
    r"resultats?|"
    r"reponses?|repondu|nouvelles|how (?:is|are|far|many)|how's|progress|going|news|answers?|answered|"
    r"where (?:is|are|do)|"
    r"any(?:body|one)|quelqu'un|mes appels|my calls|appels en cours|open calls|qui (?:vient|a dit oui)|"
    r"who (?:is coming|said yes))\b"
)


def call_wish(text: str) -> str | None:
    """status, found, cancel, task, post, change; None: not said."""
    folded = fold(text[:LONGEST])
    if _TASK.search(folded):
        return "task"
    if _FOUND.search(folded) and not _NOT_FOUND.search(folded):
        return "found"
    if _CANCEL.search(folded):
        return "cancel"
    if _CHANGE.search(folded):
        return "change"
    if _POST.search(folded):
        return "post"
    return "status" if _STATUS.search(folded) else None
