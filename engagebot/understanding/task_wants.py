"""What people answer when a task lies before them, in words that are no label: "oui bien sûr", "I'll take it",
"non, une autre", "I could, but only if somebody shows me". Also how it goes with one they have, and what they think of
an idea."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from .consent_words import agrees, objection
from .task_facts import condition
from .text import fold, near, stem, words
from .yesno import read_yes_no

SKIP = "skip"
"""The answer is no, and nothing else: what skipping says."""
LONGEST = 120
"""Characters; nobody takes a task in more."""

_COULD = re.compile(
    r"\b(?:pourrais|pourrait|could|might|a (?:la )?condition|peut[- ]etre (?:si|que)|maybe if|only if|seulement si|"
    r"sauf si|unless|si (?:quelqu'un|on|je|c'est|il|elle)|if (?:someone|somebody|i|it|we))\b"
)
_OTHER = re.compile(
    r"\b(?:autres?|suivante?s?|another|others?|next|something else|pas (?:celle|celui)(?:[- ](?:la|ci))?|"
    r"not (?:this|that) one|"
    r"retour a la liste|back to the list|quoi d'autre|what else)\b"
)
_TAKE = re.compile(
    r"\b(?:je (?:la|le|les) ?(?:prends?|fais|veux|ferai|prendrai)|je prends?|"
    r"je (?:peux|vais|veux bien|voudrais) prendre|"
    r"je m'en (?:occupe|charge)|"
    r"c'est (?:pour )?moi|"
    r"je (?:veux|voudrais) bien|va pour|ca me va|ca marche|banco|partante?|jla prends?|"
    r"(?:i|i'll|i will|i can|i'd like to|can i|let me) (?:take|do|have) (?:it|this|that|the)|take it|"
    r"i'?m (?:in|on it|up for it)|"
    r"count me in|mine|deal|let'?s do it|leave it to me)\b"
)
_OBJECT = re.compile(
    r"\b(?:prends?|prendrai|prendre|ferai|faire|veux|voudrais|take|do|have) (?:(?:plutot|bien|rather) )?"
    r"(?:la|le|les|du|des|une?|the) (?P<what>[a-z].*)"
)
_THIS_ONE = re.compile(r"\b(?:taches?|chose|tasks?|job|one|premiere?|first)\b")
_LATER = re.compile(r"\b(?:plus tard|une autre fois|pas maintenant|later|another time|not now|not today)\b")

_DONE = re.compile(r"\b(?:finie?s?|terminee?s?|fait[es]?|boucle[es]*|done|finished|complete[d]?|sorted)\b")
_NOT_YET = re.compile(
    r"\b(?:pas (?:encore|fini|termine|fait)|not (?:yet|done|finished)|presque|bientot|almost|nearly|soon)\b"
)
_GOING = re.compile(
    r"\b(?:avance[a-z]*|en cours|continue|je (?:suis|m'y) (?:dessus|mets)|(?:getting|going) on|working on it|on it|"
    r"in progress|under way|half ?way|a moitie)\b"
)
_BACK = re.compile(
    r"\b(?:rends?|rendre|abandonne[rz]?|laisse tomber|j'?arrete|(?:ne )?peux (?:plus|pas)|"
    r"(?:give|giving) (?:it )?back|"
    r"can'?t (?:do|any ?more)|cannot|drop it|no longer)\b"
)
_NO_OPINION = re.compile(
    r"\b(?:sans avis|pas d'avis|sais pas|aucune idee|no opinion|don'?t know|dunno|no idea|egal|don'?t mind)\b"
)


def want(text: str) -> str | None:
    """take, could, other; `SKIP`: not this one, and no other either; None: not said."""
    folded = fold(text[:LONGEST])
    if len(text) > LONGEST or "?" in text:
        return None
    if _COULD.search(folded) or condition(text):
        return SKIP if _LATER.fullmatch(folded.strip(" .!")) else "could"
    agreed = read_yes_no(text)
    if _OTHER.search(folded):
        return "other"
    if agreed is False and _OBJECT.search(folded) and _TAKE.search(folded):
        return "take"  # "non, je prends plutôt les graines"
    if _LATER.search(folded) or agreed is False:
        return SKIP
    return "take" if agreed or _TAKE.search(folded) else None


def want_along(text: str) -> str | None:
    """The same, while another question is answered: only what is said in so many words ("je prends la soupe")."""
    folded = fold(text[:LONGEST])
    if _COULD.search(folded):
        return "could"
    return "take" if _TAKE.search(folded) and not _OTHER.search(folded) else None


def task_named(text: str) -> str:
    """The words of "je prends les graines" that say which one; "": none do."""
    found = _OBJECT.search(fold(text[:LONGEST]))
    return found["what"] if found else ""


def takes_another(text: str, title: str) -> bool:
    """Whether "je prends les graines" names another task than `title`."""
    what = task_named(text)
    named = [stem(word) for word in words(what)]
    if not named or _THIS_ONE.search(what):
        return False
    return not any(near(word, stem(other)) for word in named for other in words(fold(title)))


def going(text: str) -> str | None:
    """How it goes with a task: done, going, later, back; None: not said."""
    folded = fold(text[:LONGEST])
    if len(text) > LONGEST or "?" in text:
        return None
    if _BACK.search(folded):
        return "back"
    if _LATER.search(folded):
        return "later"
    if _GOING.search(folded) or _NOT_YET.search(folded):
        return "going"
    return "done" if _DONE.search(folded) else None


def opinion(text: str) -> str | None:
    """Of an idea: ok, difficulty, pass; None: not said."""
    if _NO_OPINION.search(fold(text[:LONGEST])):
        return "pass"
    if agrees(text):
        return "ok"
    return "difficulty" if objection(text) else None


def reason(text: str) -> str | None:
    """Why not, of "non, parce que l'échelle est cassée"; None: no reason is given."""
    why = objection(text)
    return why if why and fold(why) != fold(text) else None


READERS: Mapping[str, Callable[[str], str | None]] = {
    "want": want,
    "going": going,
    "opinion": opinion,
    "condition": condition,
    "objection": reason,
}
"""By the name that a slot of a flow gives as its `reader`."""
ALONG: Mapping[str, Callable[[str], str | None]] = {
    "want": want_along,
    "condition": condition,
    "objection": reason,
}
"""Those that are heard, too, in an answer to another question."""
