"""What somebody says of being introduced to others: how often, in threes, now, no more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .block_words import rather_not
from .text import near
from .wording import LONGEST, one_of, spoken

Rhythm = Literal["weekly", "every_2_weeks", "monthly", "on_request"]


@dataclass(frozen=True, slots=True)
class MeetingWish:
    """What is said of it; a wish of which nothing is said ("introductions") has none of it."""

    out: bool = False
    """No more of it."""
    rhythm: Rhythm | None = None
    trios: bool | None = None
    """None: not said."""
    now: bool = False
    """One at once, whatever the rhythm."""
    shown: bool = False
    """They ask what others get to read about them."""
    often: Literal["more", "less"] | None = None
    """More or less often than now, with no rhythm named."""


_ON_REQUEST = one_of(
    r"""
    (?:(?:seulement|uniquement|juste|only|just|que|plutot|rather) )?(?:sur|a la|a ma|on|upon|by|at my) (?:demande|
      request)
    (?:seulement |uniquement |juste |que |only |just )?(?:quand|si|when|whenever|if|lorsque|des que|
      each time) (?:je|j|i) (?:le |la |l |en |te |vous |
      vais |will )?(?:demand\w*|ask\w*|veux|want|need|ai envie|en ai envie|souhaite|feel like)(?: (?:it|one|
      for it|le|for one))*
    (?:c est |ce sera )?moi qui (?:demande|demanderai|dirai|dis)
    (?:i ll|i will|je te|je vous|je) (?:ask|demanderai|ferai signe|dirai|let you know)(?: (?:quand|si|when|if|for).*)?
    """
)
_WEEKLY = one_of(
    r"""
    (?:toutes?|tte?s) les semaines?
    (?:chaque|par|every|each|per|a|la) (?:semaine|week)
    (?:une fois|1 fois|once) (?:semaine|week)
    tous les (?:7|sept|huit|8) jours
    every (?:7|seven) days
    weekly
    hebdo(?:madaire)?
    (?:chaque|every|tous les|each) (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|
      wednesday|thursday|friday|saturday|sunday)s?
    """
)
_EVERY_2_WEEKS = one_of(
    r"""
    (?:toutes?|tte?s) les (?:2|deux) sem(?:aines?)?
    (?:une|1) semaines? sur (?:2|deux)
    tous les (?:quinze|15|quatorze|14) jours
    (?:chaque|par|every|each|a|la|la une|per) (?:quinzaine|fortnight)
    (?:une fois|1 fois|once) (?:tous les (?:quinze|15) jours|a fortnight|every (?:two|2) weeks)
    (?:every|each) (?:other|second|two|2|2nd) weeks?
    every (?:14|fourteen|15|fifteen) days
    (?:deux|2) fois (?:par|dans le|le|chaque) mois
    (?:twice|two times|2 times) (?:a|per|every|each) month
    (?:fortnightly|bi ?weekly|bimensuel\w*|bihebdo\w*)
    """
)
_MONTHLY = one_of(
    r"""
    (?:chaque|par|every|each|per|a|tous les|le|au) (?:mois|month)
    (?:toutes?|tte?s) les (?:4|quatre) semaines?
    every (?:four|4) weeks
    (?:une|un|1) (?:fois|par) mois
    (?:mensuel\w*|monthly)
    """
)
_RARER = re.compile(
    r"\b(?:(?:tous|toutes) les (?:2|3|4|6|deux|trois|quatre|six) mois|every (?:2|3|4|6|two|three|four|six|"
    r"other) months?|"
    r"par (?:an|trimestre)|(?:a|per|every|each) (?:year|quarter)|(?:tous les )?(?:trimestres?|ans)|"
    r"(?:2|3|4|deux|trois|quatre) fois par semaine|(?:two|three|2|3) times a week|twice a week|"
    r"(?:every|each|chaque|par|per) (?:day|jour)|tous les (?:jours|2 jours)|daily)\b"
)
"""No rhythm that there is: better to ask."""
_REFUSED = re.compile(r"\b(?:pas|not|plus|no) (?:du tout |forcement )?$")
_KINDS: tuple[tuple[Rhythm, re.Pattern[str]], ...] = (
    ("on_request", _ON_REQUEST),
    ("every_2_weeks", _EVERY_2_WEEKS),
    ("monthly", _MONTHLY),
    ("weekly", _WEEKLY),
)


def rhythm(text: str) -> Rhythm | None:
    """How often; None: not said, or as no rhythm that there is. "pas toutes les semaines, une fois par mois" is
    monthly."""
    said = _counted(text)
    if _RARER.search(said):
        return None
    for kind, form in _KINDS:
        found = [one for one in form.finditer(said) if not _REFUSED.search(said[: one.start()])]
        if found:
            return kind
    return None


def _counted(text: str) -> str:
    """Spoken, with the words of rhythms that are often mistyped put right."""
    mended = (_slip(word) for word in spoken(text[: 2 * LONGEST]).split())
    return " ".join(mended)


def _slip(word: str) -> str:
    if len(word) <= 5 or word in _MISTYPED:
        return word
    return next((right for right in _MISTYPED if near(word, right)), word)


_MISTYPED = ("semaine", "semaines", "demande", "quinzaine", "fortnight", "monthly", "weekly", "request")

_TRIOS = re.compile(r"\b(?:(?:a|par|en|in|of|de) (?:trois|3|threes|trios?)|trios?|threesomes?|(?:three|3) of us|"
    r"nous trois)\b")
_NO_TRIOS = re.compile(
    r"\b(?:pas|jamais|plus|ni|sauf|not|no|never|without|sans|except)\b(?: \w+){0,3}? (?:(?:a|par|en|in|of|"
    r"de) )?(?:trois|3|threes|trios?|"
    r"three of us)\b|"
    r"\b(?:seulement|uniquement|juste|only|just|que|always|toujours)(?: \w+)? (?:a (?:deux|2)|one (?:to|on) one|"
    r"in (?:twos|pairs)|two of us|"
    r"en (?:tete a tete|binome|duo)|par (?:deux|2))\b|\b(?:a (?:deux|2)|one (?:to|on) one|in pairs) (?:seulement|"
    r"uniquement|only)\b"
)
_SHOWN = re.compile(
    r"\b(?:(?:qu est ce|est ce|c est quoi|que|quoi|what|quelles? infos?)\b(?: \w+){0,9}? (?:(?:voient|voit|lisent|"
    r"lit|savent|sait|sauront|verront|"
    r"apprennent|dis|dites|montre[sz]?|racontes?|read|see|know|hear|learn|shown?|shows?|visible|affiche\w*|tell|say)"
    r"\b(?: \w+){0,5}? (?:de moi|sur moi|a mon sujet|about me|of me)|(?:montre|affiche|visible|shown|"
    r"visible)\w* (?:de|sur|of|about|to) (?:moi|me))|"
    r"(?:que|qu) (?:voient|lisent|savent)(?: \w+){1,3} (?:de|sur) moi|de moi (?:voient|lisent|montre)\w*)\b"
)
_MEET = (
    r"(?:mis(?:e|es)? en (?:contacte?s?|relations?|lien)|(?:me |m )?(?:mettr?e|mets?|mettez|"
    r"mises?) en (?:contacte?s?|relations?|lien)|presentations?|"
    r"rencontres?|rencontrer|presenter?|presentez|presentees?|introductions?|introdutions?|intros?|introduc(?:e|"
    r"ed|es|ing)|meet(?:ing|ings|s)?|"
    r"match(?:ed|ing)?|connect(?:ed|ing)?|pair(?:ed|ing)?|faire connaissance)"
)
_OUT = one_of(
    rf"""
    (?:plus|pas|pu|aucune?|jamais|assez|marre|ni|stop|arret\w*|fini\w*|cess\w*|stopp\w*|desactiv\w*|coupe\w*|
      sans)(?: (?:jamais|du tout|de|d|les|des|la|
      aux|me|m|avec|veux|etre|envie|autres?|ces|toutes?|pour|moi))* {_MEET}
    (?:ne |n )?(?:me |m )?(?:presente[zr]?|mets|mettez|mettre|introduis\w*)(?: moi)? (?:plus|pas|jamais)
    (?:ne |n )?(?:veux|voudrais|souhaite|desire|ai) (?:vraiment |surtout )?(?:plus|pas|pu)(?: (?:envie|du tout|
      etre|qu on|que|tu|on|vous|me|de|d|des|
      que tu|le|la|faire))* {_MEET}
    (?:no|no more|not|never|stop|end|quit|enough|without|cancel|switch off|turn off|disable|unsubscribe(?: me)? from|
      opt(?: me)? out of|out of|done with|fed up with)(?: (?:any|more|the|my|all|of|these|those|further|being|me|
      sending|to|be|with|want))* {_MEET}
    (?:don t|do not|dont|never|rather not|no longer|not)(?: (?:want|wish|like|need|be|to|any|more|have|please|
      ever|the|me|please))* {_MEET}
    (?:introductions?|intros?|mises? en (?:contact|relation)|rencontres?)(?: \w+){{0,2}} (?:off|stop|non|
      c est fini|fini|out)
    """
)
_NOT_SO_OFTEN = re.compile(
    r"\b(?:pas|plus|moins|not|less)(?: \w+){0,4} (?:si|trop|aussi|so|too|as|that) (?:souvent|often|frequen\w+)|"
    r"\bmoins (?:souvent|frequen\w+|de|regulier\w*)|\bless (?:often|frequen\w+)|\bfewer\b|\btoo (?:often|many|"
    r"much|frequen\w+)|"
    r"\btrop (?:souvent|de|frequen\w+)|\bplus rarement|\brarer\b|\bnot every\b|\bpas (?:tou(?:te)?s les|chaque)\b"
)
_MORE_OFTEN = re.compile(r"\bplus (?:souvent|frequ\w+|regulier\w*)|\bmore (?:often|"
    r"frequen\w+|regularly)\b|\bplus souvan\b")
_NOT_FOR_EVER = re.compile(r"\b(?:pas|not|don t|ne|n) (?:\w+ )?(?:arrete\w*|stop\w*|cess\w*)\b")
_NOW = one_of(
    r"""
    (?:peux tu |tu peux |tu pourrais |vous pouvez |pourriez vous |pouvez vous )?(?:me )?(?:presente[zr]?|
      trouve[zr]?|propose[zr]?)(?: moi)?(?: (?:a|de|encore|
      donc|vite))* (?:quelqu un|qqun|une (?:autre )?personne|un (?:autre )?benevole)
    (?:mets|mettez|mettre|mis|mise)(?: moi)? en (?:contacte?|relation|lien)(?: (?:maintenant|
      tout de suite))? avec (?:quelqu un|une (?:autre )?personne|
      un (?:autre )?benevole)
    (?:introduce|connect|match|pair|intro|put)(?: me| up| in touch)* (?:to|with|2) (?:someone|somebody|sum1|
      another volunteer|another person|one person)
    find me (?:someone|somebody)(?: to meet)?
    """
)
_AT_ONCE = re.compile(r"\b(?:maintenant|tout de suite|right now|now|at once|straight away|aujourd hui|today|"
    r"des que possible|asap)\b")


def meeting_wish(text: str) -> MeetingWish:
    """What is said of introductions; for words that are about them, as an intent or a question has told."""
    said = _counted(text)
    when, shown = rhythm(text), _SHOWN.search(said) is not None
    trios = False if _NO_TRIOS.search(said) else True if _TRIOS.search(said) else None
    often: Literal["more", "less"] | None = None
    if when is None and _NOT_SO_OFTEN.search(said):
        often = "less"
    elif when is None and _MORE_OFTEN.search(said):
        often = "more"
    out = not (shown or often or when or trios is not None) and wants_out(text)
    now = not out and not shown and (_at_once(said) or (when is None and _NOW.search(said) is not None))
    return MeetingWish(out=out, rhythm=when, trios=trios, now=now, shown=shown, often=often)


def _at_once(said: str) -> bool:
    return _AT_ONCE.search(said) is not None and re.search(rf"\b{_MEET}\b", said) is not None


def wants_out(text: str) -> bool:
    """Whether no more introductions are wanted, with anybody: "no more introductions", "arrête de me présenter des
    gens". Of one person it is `rather_not`."""
    said = spoken(text)
    if len(text) > 2 * LONGEST or _NOT_SO_OFTEN.search(said) or _MORE_OFTEN.search(said) or _NOT_FOR_EVER.search(said):
        return False
    return _OUT.search(said) is not None and rather_not(text) is None


_WELCOMES = re.compile(
    r"\b(?:accueill\w+|accompagn\w+|welcom\w+|greet\w*|show\w* around|parrain\w+|marrain\w+|buddy)\b(?: \w+){0,5}? "
    r"(?:nouve\w+|arriv\w+|newcomers?|new (?:people|members?|volunteers?|ones?|folks?)|beginners?|debutant\w*)\b"
)


def welcomes_newcomers(text: str) -> bool:
    """Whether somebody offers to welcome newcomers; for words that an offer of help began with."""
    return len(text) <= LONGEST and _WELCOMES.search(spoken(text)) is not None
