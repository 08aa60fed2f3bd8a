"""What somebody says of being written to: less of it, nothing about some things, until when, a digest how often; and
whether they ask what is new, or why nothing came.

For words that are about that, as an intent has told, or the answer to the return after a pause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .dates import read_until
from .text import fold

About = Literal["questions", "introductions", "calls", "tasks", "proposals"]
Rhythm = Literal["weekly", "daily", "monthly", "off"]
LONGEST = 300
"""Characters; who writes more tells something else."""


@dataclass(frozen=True, slots=True)
class PauseWish:
    everything: bool = False
    """Nothing at all for a while."""
    quiet: tuple[About, ...] = ()
    """Nothing about these."""
    wanted: tuple[About, ...] = ()
    """These still, or again."""
    until: str | None = None
    """`YYYY-MM-DD`, over at its beginning; None: not said, or vaguely."""
    longer: bool = False
    """The pause that there is goes on: until then, counted from now."""
    digest: Rhythm | None = None
    why: bool = False
    """They ask why nothing came."""
    news: bool = False
    """They ask what is new."""


_NOUNS: dict[About, str] = {
    "questions": r"questions?|kestions?|qestions?|quesions?",
    "introductions": r"mises? en (?:contact|relation|lien)s?|presentations?|rencontres?|introductions?|intros?|"
    r"presente\w* (?:des|de|du|plus|personne)|meet(?:ing)? (?:new )?people|new people|nouvelles tetes|"
    r"introducing me",
    "calls": r"appels?|calls?|urgences?|sollicitations? urgentes?|demandes? d'aide|help requests?|requests? for help",
    "tasks": r"tach?es?|tasks?|taks|missions?|coups? de main|choses a faire|things to do|jobs?|check-?ins?",
    "proposals": r"propositions?|proposals?|idees?|ideas?|suggestions?|votes?|validations?",
}
_ABOUT = {about: re.compile(rf"\b(?:{nouns})\b") for about, nouns in _NOUNS.items()}
_ORDER: tuple[About, ...] = tuple(_NOUNS)
_CUT = re.compile(
    r"\s*(?:[,;.!?:()]|\b(?:mais|but|par contre|en revanche|however|though|sauf|hormis|excepte|except(?: for)?|a part|"
    r"apart from|autre(?:s)? que|other than|et|and|ou|or|ni|nor|plutot|rather)\b)\s*"
)
_TURNS = re.compile(r"\b(?:mais|but|par contre|en revanche|however|though|plutot|rather)\b")
_BUT_FOR = re.compile(r"\b(?:sauf|hormis|excepte|except|a part|apart from|autres? que|other than)\b")
_ONLY = re.compile(
    r"\b(?:seulement|uniquement|juste|only|just|nothing but|rien que|(?:veux|envoie|envoyez|garde|ecris|recevoir|"
    r"souhaite)(?:-moi)? (?:plus )?que)\b|\bque (?:des|les|pour)\b"
)
_NO = re.compile(
    r"\b(?:plus|pas|pa|aucune?s?|sans|zero|stop\w*|stp+e|arret\w*|cess\w*|ni|non|no|not|don'?t|without|never|jamais|"
    r"coupe\w*|desactiv\w*|mute\w*|silence|off|suspen\w*|fini\w*|enough|marre|assez|pause|break|rest|epargn\w*|spare|"
    r"turn off|switch off|skip|ras-le-bol|trop|too many|less|moins|leave out|tired|oublie\w*|rien|nothing)\b"
)
_YES = re.compile(
    r"\b(?:oui|yes|ok|okay|d'accord|gard\w*|keep|still|encore|toujours|continu\w*|remet\w*|repren\w*|again|de nouveau|"
    r"a nouveau|reactiv\w*|back|fine|welcome|bien|bienvenu\w*|volontiers|resume|restart|turn on|unmute|send|"
    r"envoie\w*|happy|rallum\w*|passe encore|ca va|me va|me vont|recommenc\w*|start\w*|d'accord pour|all right)\b"
)
_HAVE = re.compile(r"\b(?:j'ai|n'ai|nous avons|n'avons|i have|i've|haven'?t|don'?t have|have no|got no|as-tu|tu as)\b")
_PAUSE = re.compile(
    r"\b(?:pauses?|break|vacances|holidays?|vacation|conges?|absente?s?|away|silence|tranquille|souffler|"
    r"indisponibles?|unavailable|debranch\w*|disconnect\w*|time off|mode avion|leave me alone|alone|"
    r"la paix|some peace|rien|nothing|"
    r"(?:plus|pas) (?:de|d'|aucune?) ?(?:messages?|notif\w*|sollicitations?)|"
    r"no (?:more )?(?:messages?|notif\w*)|ne m'ecri\w+|m'ecri\w+ (?:plus|pas)|"
    r"don'?t (?:write|message|contact)|stop (?:writing|messaging))\b"
)
_LONGER = re.compile(
    r"\b(?:encore|prolong\w*|rallong\w*|de plus|supplementaires?|extend\w*|longer|another|more|extra|rajout\w*|"
    r"ajout\w*|add)\b"
)
_SPAN = re.compile(r"\b(?:jours?|semaines?|mois|quinzaine|days?|weeks?|months?|fortnight|an|ans|years?)\b")
_MORE_THINGS = re.compile(r"\b(?:messages?|notif\w*|mails?|rien|nothing)\b")
_DIGEST = r"(?:resumes?|recap\w*|digests?|summar(?:y|ies)|syntheses?|bilans?|newsletters?|roundups?|round-ups?)"
_HOW_OFTEN: tuple[tuple[Rhythm, re.Pattern[str]], ...] = (
    ("daily", re.compile(r"\b(?:(?:tous|ts) les (?:jours|matins)|(?:chaque|par|every|each|a|per|une fois par) "
                         r"(?:jour|day|matin|morning)|(?:a la |journalie|quotidien\w*|daily)|journalie\w*)")),
    ("weekly", re.compile(r"\b(?:toutes les semaines|(?:chaque|par|every|each|a|per|la) (?:semaine|week)|hebdo\w*|"
                          r"weekly|(?:tous les|chaque|every|on) (?:mardis?|tuesdays?|lundis?|mondays?))\b")),
    ("monthly", re.compile(r"\b(?:tous les mois|(?:chaque|par|every|each|a|per) (?:mois|month)|mensuel\w*|"
                           r"monthly)\b")),
)  # fmt: skip
_CAME = (
    r"rien|recu|recois|m'ecri\w+|ecri\w+|message\w*|nouvelles?|nothing|heard?|received?|get|got|silence|silent|"
    r"quiet|attend\w*|wait\w*|retenus?|held|hear|writ\w+|envoye\w*|sent"
)
_WHY = re.compile(
    r"\b(?:pourquoi|pkoi|pq|prkoi|pourkoi|why|how come|comment ca se fait|c'est normal|is it normal)\b.*"
    rf"\b(?:{_CAME})\b"
)
_WHY_LAST = re.compile(rf"\b(?:{_CAME})\b.*\b(?:pourquoi|pkoi|why|how come|c'est normal|is that normal) ?\?*$")
_NEWS = re.compile(
    r"\b(?:(?:quoi|koi) de (?:neuf|nouveau|9|bon)|du (?:neuf|nouveau)|what'?s (?:new|up|happening)|any(?:thing)? new|"
    r"(?:any|the|latest|some) news|(?:des|les|quelles) (?:nouvelles|news|nouveautes)|(?:did i|i) miss\w*|"
    r"ai(?:-je)? (?:rate|manque|loupe)\w*|catch me up|bring me up to (?:date|speed)|mets-moi a jour|"
    r"qu'est-ce qu(?:i|e) (?:m'attend|s'est passe|il y a de neuf|j'ai rate|j'ai manque)|"
    r"(?:le|un|mon|the|my|a) (?:resume|recap\w*|digest|summary)(?: (?:maintenant|now|please|stp|svp))?$)"
)


def pause_wish(text: str, now: datetime) -> PauseWish | None:
    """None: nothing of the kind is said."""
    said = fold(text).rstrip(" .!")
    if not said or len(text) > LONGEST:
        return None
    if _WHY.search(said) or _WHY_LAST.search(said):
        return PauseWish(why=True)
    rhythm, rest = _digest(said)
    if rhythm is None and _NEWS.search(said):
        return PauseWish(news=True)
    quiet, wanted = _roles(rest)
    until = read_until(re.sub(r"\banother\b", "a", rest), now) if rest else None
    if quiet or wanted:
        return PauseWish(quiet=quiet, wanted=wanted, until=until if quiet else None, digest=rhythm)
    longer = _LONGER.search(rest) is not None and not _MORE_THINGS.search(rest)
    if longer and (until or "pause" in rest or "break" in rest) and (_SPAN.search(rest) or "pause" in rest):
        return PauseWish(everything=True, until=until, longer=True, digest=rhythm)
    if _PAUSE.search(rest) and not (rest.endswith("?") and re.search(r"\b(?:rien|nothing)\b", rest)):
        return PauseWish(everything=True, until=until, digest=rhythm)
    return PauseWish(digest=rhythm) if rhythm else None


def _digest(said: str) -> tuple[Rhythm | None, str]:
    """How often a digest is wanted, and what is said besides that."""
    noun = re.search(rf"\b{_DIGEST}\b", said)
    if noun is None:
        return None, said
    rest = [clause for clause in re.split(r"[,;.!]|\b(?:et|and|mais|but)\b", said) if not re.search(_DIGEST, clause)]
    clause = next(one for one in re.split(r"[,;.!]|\b(?:et|and|mais|but)\b", said) if re.search(_DIGEST, one))
    for kind, form in _HOW_OFTEN:
        if form.search(clause):
            return kind, " ".join(rest).strip()
    besides = re.sub(_DIGEST, "", clause)  # `resume` is a digest in French and going on in English
    if _NO.search(besides) and not _YES.search(besides):
        return "off", " ".join(rest).strip()
    return None, said


def _roles(said: str) -> tuple[tuple[About, ...], tuple[About, ...]]:
    """(what they want nothing about, what they still want), clause by clause: a clause without a sign of its own goes
    on as the one before it, unless "but" stands between them."""
    quiet: set[About] = set()
    wanted: set[About] = set()
    sign, only, at = "", False, 0
    for cut in [*_CUT.finditer(said), None]:
        clause = said[at : cut.start() if cut else len(said)]
        joint = said[:at]
        at = cut.end() if cut else at
        if _TURNS.search(joint[-14:]) or _BUT_FOR.search(joint[-14:]):
            but_for = _BUT_FOR.search(joint[-14:]) is not None
            only = only or (but_for and sign == "-" and not quiet)
            sign = ("+" if sign == "-" else "-") if but_for else "+"
        found = {about for about in _ORDER if _ABOUT[about].search(clause)}
        if _HAVE.search(clause) and not _NO.search(_HAVE.sub("", clause.split(" de ")[0])) and not only:
            continue
        if found and re.search(r"\b(?:n'ai|n'avons|have no|don'?t have|haven'?t|got no)\b", clause):
            continue
        if _ONLY.search(clause) and found:
            sign, only = "+", True
        elif _NO.search(clause):
            sign = "-"
        elif _YES.search(clause):
            sign = "+"
        (quiet if sign == "-" else wanted if sign == "+" else set()).update(found)
    if only and wanted:
        quiet |= set(_ORDER) - wanted
    return tuple(one for one in _ORDER if one in quiet - wanted), tuple(one for one in _ORDER if one in wanted)
