"""What is typed in haste around introductions, in full; and answers without a word."""

from __future__ import annotations

from .text import Vocabulary, listed
from .wording import LONGEST, spoken
from .yesno import read_yes_no

_SLIPS = Vocabulary(
    {
        word: word
        for word in listed(
            "plaisir pleasure volontiers pourquoi rencontrer gladly happy maybe comment prochaine another "
            "encore prendre pris parle parler discute discuter rencontre rencontres appele telephone repondu reponse "
            "talked spoken chatted called answered coffee twice reussi managed happens combien time"
        )
    },
    never=listed("tire tome times some come call calls place parles pardon parti comme comments plaisant caller"),
)
_HASTE = {
    "vzy": "vas y",
    "vazy": "vas y",
    "nn": "non",
    "pk": "pourquoi",
    "pq": "pourquoi",
    "pourkoi": "pourquoi",
    "ki": "qui",
    "cki": "c est qui",
    "jveu": "je veux",
    "svp": "",
    "tt": "tout",
    "mtn": "maintenant",
    "ac": "avec",
    "whos": "who s",
    "hes": "he s",
    "shes": "she s",
    "didnt": "didn t",
    "havent": "haven t",
    "hasnt": "hasn t",
    "ive": "i ve",
    "im": "i m",
    "id": "i d",
    "wasnt": "wasn t",
    "couldnt": "couldn t",
    "jsuis": "je suis",
    "chui": "je suis",
    "pa": "pas",
    "plesir": "plaisir",
    "cmt": "comment",
    "coment": "comment",
    "koi": "quoi",
    "atm": "at the moment",
    "rn": "right now",
    "cba": "can t be bothered",
    "dsl": "desole",
    "bcp": "beaucoup",
    "jlui": "je lui",
    "jlai": "je l ai",
    "jdois": "je dois",
    "sest": "s est",
    "weve": "we ve",
    "theyre": "they re",
    "theyve": "they ve",
    "whats": "what s",
    "wheres": "where s",
    "hows": "how s",
    "doesnt": "doesn t",
    "wouldnt": "wouldn t",
    "wont": "won t",
    "rep": "repondu",
}


def in_full(text: str) -> str:
    """Spoken, and what is typed in haste around introductions in full."""
    mended = (_HASTE.get(word, _SLIPS.symbol(word) or word) for word in spoken(text).split())
    return " ".join(" ".join(mended).split())


def too_long(text: str) -> bool:
    return len(text) > LONGEST


def of_a_sign(text: str) -> str | None:
    sign = read_yes_no(text)
    return None if sign is None else "yes" if sign else "no"
