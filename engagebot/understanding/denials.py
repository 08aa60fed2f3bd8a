"""What somebody says they cannot do, or do not do: "je ne sais pas cuisiner", "I don't cook, but I'd like to learn"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engagebot.understanding.answers import Option, read, unknown_words
from engagebot.understanding.levels import HELPING, LEARNS, WANTS, levels
from engagebot.understanding.skills import mentions
from engagebot.understanding.text import fold, listed, words

LONGEST_DENIAL = 300
"""Characters; who writes more tells a story, in which a no can be about anything."""
CLAUSE = re.compile(
    r"[,;.!\n:()]+|\b(?:mais|but|par contre|en revanche|however|sinon|puis|then|alors|donc)\b|"
    r"\b(?:et|and) (?=j(?:e |')|i\b)"
)
FRENCH = re.compile(
    r"\bje (?P<ne>ne |n )?(?:y |m y )?(?P<verb>\w+) (?:(?:vraiment|absolument|toujours) )?"
    r"(?P<no>pas|plus|jamais|rien|nulle?|mauvaise?)\b(?P<rest>.*)"
)
ENGLISH = re.compile(
    r"\bi (?:(?:really|still|actually) )?(?:can ?not|can ?t|don ?t|do not|(?:m|am) not?|(?:can |m |am )?no longer|"
    r"never|know nothing|(?:m|am) (?:hopeless|useless|terrible|rubbish|bad) at)\b(?P<rest>.*)"
)
SHORT_JE = re.compile(r"\b(?:ch|j ?)(?=(?:sais|ais|peux|fais|connais|suis)\b)")
"""As people write it: "jsais pas", "j'sais pas", "chais pas"."""
ABILITIES = frozenset(listed("sais ais peux fais connais maitrise pratique suis"))
"""Verbs behind which comes what one cannot do; any other verb is that itself ("je ne cuisine pas")."""
BETWEEN = frozenset(
    listed(
        "faire de du des d la le les l en a au aux m un une aider jouer utiliser du tout vraiment encore ni grand "
        "chose doue douee fort forte bon bonne capable competent competente "
        "really actually know how to able good any at with do play make anything about an the of doing even yet in "
        "either longer"
    )
)
"""Words between the no and what it is about."""
NOT_QUITE = re.compile(
    r"\b(?:trop|si|quoi|bien|mieux|tres|souvent|toujours|beaucoup|mal|que|qu|seulement|uniquement|juste|forcement|"
    r"assez|tous|toutes|tout (?:le|seul)\w*|seule?|sans|en ce moment|pour l instant|aujourd hui|demain|"
    r"ce (?:soir|matin|midi)|cette (?:semaine|fois)|much|often|well|very|so|only|just|always|every|alone|without|"
    r"today|tonight|tomorrow|this (?:week|time|morning|evening)|right now|at the moment|enough|peut etre|maybe|"
    r"perhaps)\b|\d"
)
"""Who does not cook well, often or today can cook."""
COURTESY = re.compile(r"^(?:desolee?s?|pardon|sorry|oops|oups|ah|en fait|actually|finalement)\b")
SPEAKS = re.compile(r"\b(?:parle|parler|speak|comprends|understand)\b")
IN_CASE = re.compile(r"\b(?:si|if|quand|when|bien que|although|though|unless|meme si)\b")
AND_NEITHER = re.compile(r"^(?:et |and )?(?:ni|nor|or|ou|non plus)\b")
BARE_NO = re.compile(
    r"^(?:ca |cela |that )?(?:je (?:ne |n )?(?:(?:sais|peux) (?:pas|plus) (?:du tout )?(?:le |la |les )?faire|"
    r"(?:m )?y connais (?:pas|plus|rien)|(?:le |la |les |l |en )?fais (?:pas|plus))|"
    r"i (?:can ?t|cannot|don ?t|do not)(?: do)?(?: (?:it|that|any))?)$"
)
"""Of what was just named; "je ne sais pas" alone is a doubt."""
WANT_WHAT_WAS_SAID = frozenset(
    listed(
        "je j i d ai bien aimerais voudrais veux aime adorerais envie de a le la l ca cela faire m me y un jour avec "
        "plaisir quelqu quelqu'un volontiers quand meme aussi vraiment serais souhaite pourrais prete prets pret "
        "suis en train would like love d want to it that how one day somebody someone with very really also happy "
        "glad am m ready keen ll will can from"
    )
)
"""Besides the learning itself, the words of who wants to learn what they have just named."""


@dataclass(frozen=True, slots=True)
class Denial:
    skills: tuple[str, ...]
    """Labels that are not theirs."""
    claimed: dict[str, str]
    """Label -> level, of what they say beside it: what they want to learn, or can do instead."""
    more: bool
    """They say something else besides: words of no catalogue, or when they are free."""


def denial(text: str, skills: Sequence[Option]) -> Denial | None:
    """None: they do not say that they cannot do something of the catalogue."""
    if "?" in text or len(text) > LONGEST_DENIAL:
        return None
    denied: list[str] = []
    learned: list[str] = []
    others: list[str] = []
    last: list[str] = []
    for clause in (part.strip() for part in CLAUSE.split(fold(text))):
        if not clause:
            continue
        here = _denied(clause, skills, bool(last))
        if not here and BARE_NO.search(_plain(clause)):
            here = _named_before(others, skills)
        if here:
            denied, last = denied + here, here
        elif last and WANTS.search(clause) and _about_what_was_said(clause):
            learned += last
        elif last and HELPING.search(clause) and not mentions(clause, skills):
            return None  # it may well be about the same: "je ne sais pas cuisiner mais je peux aider"
        else:
            others.append(clause)
            last = []
    if not denied:
        return None
    rest = ", ".join(others)
    claimed = dict.fromkeys(learned, LEARNS) | levels(rest, skills)
    gone = tuple(label for label in dict.fromkeys(denied) if label not in claimed)
    unknown = [fold(piece) for piece in unknown_words(text, skills)]
    more = any(not _about_what_was_said(piece) for piece in unknown if not COURTESY.search(piece))
    return Denial(gone, claimed, more or _tells_when(rest))


def _denied(clause: str, skills: Sequence[Option], after_denial: bool) -> list[str]:
    """Labels that this part of the sentence denies."""
    plain = _plain(clause)
    if after_denial and AND_NEITHER.match(plain):
        return [skills[one.option].label for one in mentions(clause, skills)]
    found = FRENCH.search(plain) or ENGLISH.search(plain)
    if not found or IN_CASE.search(plain[: found.start()]) or NOT_QUITE.search(found["rest"]) or _tells_when(clause):
        return []
    said = found.groupdict()
    if (said.get("no") == "plus" and not said["ne"]) or SPEAKS.search(plain):
        return []  # "je cuisine plus" may be more of it; "I don't speak French" asks for another language
    named = mentions(clause, skills)
    if said.get("verb", "sais") not in ABILITIES:
        return [skills[one.option].label for one in named if said["verb"] in one.words]
    first = next((word for word in said["rest"].split() if word not in BETWEEN), "")
    if not first and BARE_NO.search(plain[found.start() :]):
        return _named_alone(plain[: found.start()], skills)
    about = any(first in one.words for one in named)
    return [skills[one.option].label for one in named] if about else []


def _plain(clause: str) -> str:
    return SHORT_JE.sub("je ", " ".join(words(clause)))


def _named_before(clauses: list[str], skills: Sequence[Option]) -> list[str]:
    """What the last of the `clauses` only name; they are taken off the list."""
    found: list[str] = []
    while clauses and (named := _named_alone(clauses[-1], skills)):
        clauses.pop()
        found = named + found
    return found


def _named_alone(clause: str, skills: Sequence[Option]) -> list[str]:
    """Labels of what is named, with nothing said of it yet: "la cuisine, je ne sais pas faire"."""
    said = [word for word in words(clause) if word not in BETWEEN]
    named = mentions(clause, skills)
    return [skills[one.option].label for one in named if set(said) <= set(one.words)]


def _about_what_was_said(clause: str) -> bool:
    said = re.findall(r"[^\W_]+", WANTS.sub(" ", clause))
    return all(word in WANT_WHAT_WAS_SAID for word in said)


def _tells_when(text: str) -> bool:
    week, amount = read("availability", text), read("weekly_time", text)
    return bool(isinstance(week, dict) and week["slots"]) or bool(isinstance(amount, dict) and any(amount.values()))
