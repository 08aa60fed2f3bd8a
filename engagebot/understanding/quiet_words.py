"""Whether words are about being written to, though nothing was asked; and when a pause ends.

Hours and days alone ("pas le lundi") may as well say when somebody is free to help: they are about being written to
where that was asked, or where the words say so ("ne m'écris pas le lundi").
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from .dates import read_until
from .pause_words import LONGEST, PauseWish, pause_wish
from .reach_words import POLITE, reach_wish
from .text import fold
from .topic_words import cap

LONGEST_PAUSE = timedelta(days=366)
"""Whoever wants to hear nothing for longer says "stop"."""


@dataclass(frozen=True, slots=True)
class End:
    """Of a pause."""

    day: date | None = None
    """It is over at its beginning; None: not said, or it cannot be."""
    wrong: Literal["no_such_day", "past", "far"] | None = None


# ------------------------------------------------------------------------------------------------------- until when
_MONTH_NAMES = (
    "janv?(?:ier)?|january",
    "fevr?(?:ier)?|feb(?:ruary)?",
    "mars|march",
    "avr(?:il)?|apr(?:il)?",
    "mai|may",
    "juin|june?",
    "juil(?:let)?|july?",
    "aout|aug(?:ust)?",
    "sept?(?:embre|ember)?",
    "oct(?:obre|ober)?",
    "nov(?:embre|ember)?",
    "dec(?:embre|ember)?",
)
_MONTH = "|".join(f"(?P<m{n}>{names})" for n, names in enumerate(_MONTH_NAMES, 1))
_DAY = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?"
_YEAR = r"(?:,? (?P<year>\d{4}))?"
_DATES = (
    re.compile(rf"\b{_DAY}(?: of| de)? (?:{_MONTH})\b\.?{_YEAR}"),
    re.compile(rf"\b(?:{_MONTH})\.? (?:the )?{_DAY}\b(?! ?(?:h\b|:|am|pm)){_YEAR}"),
    re.compile(r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})(?:[/.](?P<year>\d{4}))?\b"),
)
_GONE = re.compile(
    r"\b(?:hier|avant-hier|yesterday|(?:semaine|annee) (?:derniere|passee)|(?:mois|an) (?:dernier|passe)|"
    r"last (?:week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b"
)


def end_of(text: str, now: datetime, until: str | None = None) -> End:
    """`until`: the day, where it was read already (`YYYY-MM-DD`)."""
    said, today = fold(text), now.date()
    if wrong := _impossible(said, today):
        return End(wrong=wrong)
    found = until or read_until(text, now)
    if found is None:
        return End(wrong="past") if _GONE.search(said) else End()
    day = max(date.fromisoformat(found), today + timedelta(days=1))
    return End(wrong="far") if day > today + LONGEST_PAUSE else End(day)


def _impossible(said: str, today: date) -> Literal["no_such_day", "past"] | None:
    for form in _DATES:
        if found := form.search(said):
            named = found.groupdict()
            month = next((n for n in range(1, 13) if named.get(f"m{n}")), None) or int(named.get("month") or 0)
            day = int(found["day"])
            if named.get("month") and month > 12 >= day:  # written the American way
                day, month = month, day
            year = int(named["year"]) if named["year"] else 2000  # a leap year: the 29th comes
            if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
                return "no_such_day"
            return "past" if named["year"] and date(year, month, day) < today else None
    return None


def by_a_date(text: str) -> bool:
    """Whether the end is named itself ("jusqu'au 1er mai"), and not how long it is from now."""
    return re.search(r"\b(?:jusqu\w*|until|till?|avant|before)\b", fold(text)) is not None


# ------------------------------------------------------------------------------------- about being written to at all
_TO_ME = re.compile(
    r"\bm'ecri\w*|\becri(?:s|t|re|vez)?-? ?moi\b|\b(?:me|m') ?(?:contact\w*|sollicit\w*|derang\w*|notif\w*|joindre)\b|"
    r"\b(?:writ\w+(?: to)?|message|messaging|contact\w*|text\w*|disturb\w*|bother\w*|ping\w*) me\b|\bnotif\w*|"
    r"\b(?:de|d'|pas|plus|moins|no|less|fewer|many|more|trop|un|deux|trois|une?|\d+|one|two|three|les|the|your)"
    r"(?: (?:plus|que|d'une?|than|one|single|seul))* ?messages?\b"
)
_LESS = re.compile(
    r"(?:(?:je (?:voudrais|veux|prefere\w*|recois)|i(?:'d)? (?:want|like|prefer|get)|envoie\w*-moi|send me|recevoir) )*"
    r"(?:(?:un peu|a bit|beaucoup|much) )?(?:moins|trop|less|fewer|too (?:many|much)|way too many) (?:de |d')?"
    r"(?:messages?|notif\w*|sollicitations?)|"
    r"(?:tu m'|vous m'|tu )?(?:ecri\w+|envoie\w*)(?:-moi)? (?:beaucoup |bien |un peu )?(?:trop|moins)(?: souvent)?"
    r"(?: de messages)?|"
    r"(?:you )?(?:write(?: to me)?|message me|writing(?: to me)?) (?:way |far )?(?:too (?:much|often|many)|less)"
    r"(?: often)?(?: messages)?"
)
_SUMS_UP = re.compile(
    r"\bresume(?:z|r)? ?[- ](?:moi|nous|les?|la|ce|cette|ces|tout)\b|"
    r"\b(?:de la|du|de cette|de ce|des derni\w+|of the|this|last|the) "
    r"(?:semaine|week|mois|month|jour|day|jours|days)\b|\bsummari[sz]e\b|^(?:daily|weekly|monthly) (?:summary|recap)$"
)
_RESTARTS = re.compile(
    r"\b(?:(?:de|a) nouveau|again|remet\w*|repren(?:ds|dre|ez)|reactiv\w*|recommenc\w*|rallum\w*|retabli\w*|turn on|"
    r"switch on|unmute|resume|restart|start)\b"
)
_SOMETHING_ELSE = re.compile(
    r"^(?:plus|davantage) de (?:taches?|missions?)$|^(?:pas|aucune|no) (?:d'|d )?(?:idees?|ideas?)\b|"
    r"\b(?:ma|my|cette|ce|this|that|la|the|une?|an?|autre|another) (?:tache|task|question|mission|introduction)\b"
)
"""More tasks, or none; nothing that comes to mind; or one of them, which there is already."""
_PAUSE_IS_OVER = re.compile(r"\b(?:no longer|not|suis plus|est plus|fini\w*|termin\w*|over)\b")
_LEFT = "introductions"
"""Who wants no more of these leaves them (flow `introductions`); they are quiet for a while only, or with others."""
_SAID_OF_IT = frozenset(
    """
    questions question kestions qestions mises mise en contact relation relations lien liens presentations presentation
    rencontres rencontre introductions introduction intros intro appels appel calls call urgences aide help requests
    request for taches tache tasks task missions mission propositions proposition proposals proposal idees ideas
    suggestions suggestion votes votes validations personne people new nouvelles tetes
    plus pas aucune aucun aucunes sans zero stop stoppe arret arrete arretez arreter cesse cesser ni non no not don't
    dont without never jamais coupe couper desactive desactiver mute silence off suspends suspendre suspend fini finies
    finis enough marre assez pause break rest epargne spare turn switch skip trop too many less moins leave out rien
    nothing oui yes garde gardez keep still encore toujours continue continuer remets remettez remettre reprends
    reprendre reprenez again de nouveau a reactive reactiver back fine bienvenues volontiers resume restart on unmute
    send sending envoie envoyer envoies envoyez rallume recommence recommencer start seulement uniquement juste only
    just que mais but sauf hormis excepte except apart from part autre autres than other et and ou or plutot rather
    le la les l un une des du d au aux the any some me m moi j je i i'm im want don want veux voudrais souhaite souhaite
    recevoir receive get ne n tu t peux pourrais can could you please stp svp merci thanks to pour pendant jusqu jusqu'a
    jusqu'au jusqu'en jusque until till til before avant for during long moment l'instant l'heure now temps quelque
    quelques semaine semaines mois jour jours week weeks month months day days an
    ans annee annees year years a few next prochain prochaine
    lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january february march april
    may june july august september october november december rentree ete summer noel christmas paques easter vacances
    holidays cet cette ce this fin debut mi end of early late
    aimerais would like d are is ok okay good prefere prefer je'd i'd asking ask pose poser posez me
    m'envoie m'envoyer m'envoyez s'il te vous plait there right hello bonjour salut hey hi alors so bon well
    par contre all any more maintenant d'aide d'appels d'idees jusqu'a prolonge prolonger rallonge extend longer
    another extra rajoute ajoute add ma my by deux trois quatre cinq six two three four five
    """.split()  # noqa: SIM905
)
_TWO_WORDS = re.compile(r"^(?:d|l|qu|jusqu|m|n|j|s)'")
_NOT_BEFORE = re.compile(r"(?:pas|plus rien|rien|not|nothing) (?:avant|before)\b")
_MISTYPED = re.compile(r"(?:pauze|pausse|paus|puase|pasue)\b")
_IS_A_RESUME = re.compile(
    r"(?:please )?resume(?: (?:please|now))?|(?:hi |hello |hey )?i(?:'?m| am) back(?: again| now)?"
)


def intent_of(text: str, now: datetime, locale: str | None = None) -> Literal["pause", "resume"] | None:
    """Words that are about being written to whatever a guess says; None: what they are about has to be guessed."""
    said = fold(text).strip(" .!")
    if not said or len(text) > LONGEST or said.endswith("?"):
        return None
    if (locale or "").startswith("en") and _IS_A_RESUME.fullmatch(said):
        return "resume"
    plain = " ".join(POLITE.sub(" ", said).split())
    wanted = reach_wish(text)
    if asks_for_less(text) or (wanted is not None and (wanted.back or says_writing(text))):
        return "pause"
    if _MISTYPED.match(plain) or (_NOT_BEFORE.match(plain) and wanted is None and end_of(text, now) != End()):
        return "pause"
    wish = pause_wish(text, now)
    if wish is not None and wish.digest is not None and not _SUMS_UP.search(said):
        return "pause"
    return "pause" if wish is not None and _only_of_it(plain, wish) else None


def says_writing(text: str) -> bool:
    """Whether they speak of being written to: then hours and days are those of messages."""
    return _TO_ME.search(fold(text)) is not None


def says_when(text: str) -> bool:
    """Whether they say on which days, at which hours or how often they are to be written to."""
    return says_writing(text) and reach_wish(text) is not None


def asks_for_less(text: str) -> bool:
    """Without saying what less is."""
    return _LESS.fullmatch(" ".join(POLITE.sub(" ", fold(text)).split())) is not None


def _only_of_it(said: str, wish: PauseWish) -> bool:
    """Whether a wish about some things, or for a longer pause, is all that is said."""
    for word in re.findall(r"[\w'-]+", said):
        if not (word[0].isdecimal() or word in _SAID_OF_IT or _TWO_WORDS.sub("", word) in _SAID_OF_IT):
            return False
    if _SOMETHING_ELSE.search(said) or cap(said) is not None:
        return False
    if wish.quiet:
        return wish.quiet != (_LEFT,) or wish.until is not None or bool(wish.wanted)
    if wish.wanted:
        return _RESTARTS.search(said) is not None
    return wish.longer and not _PAUSE_IS_OVER.search(said)


def heard_here(text: str, now: datetime) -> bool:
    """Where it was asked how they want to be written to: whether this is an answer."""
    wish = pause_wish(text, now)
    if wish is not None:
        return not wish.news
    return reach_wish(text) is not None or end_of(text, now) != End() or asks_for_less(text)


_GOES_ON = re.compile(
    r"(?:(?:et|and|plutot|rather|mais|but|aussi|also|ou|or|non|no|en fait|actually|finalement)[ ,]+)*"
    r"(?:pas|seulement|uniquement|juste|only|just|not|never|jamais|entre|between|a partir|apres|after|from|sauf|except|"
    r"jusqu|until|till?\b|\d+ (?:jours?|semaines?|mois|days?|weeks?|months?)\b|une? (?:semaine|mois)\b|"
    r"a (?:week|month)\b)"
)


def goes_on(text: str, now: datetime) -> bool:
    """Just after they said how they want to be written to: whether it is about that still ("et pas le lundi")."""
    if not _GOES_ON.match(fold(text).strip()):
        return False
    return pause_wish(text, now) is not None or reach_wish(text) is not None or end_of(text, now) != End()
