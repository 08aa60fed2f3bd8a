"""What people say of a task: how many it takes, how long, where, when, and on what condition they would take it."""

from __future__ import annotations

import re
from typing import Any

from .durations import lengths, read_duration
from .ideas import NUMBER, ONLINE, PERSONS, REGULAR, STEADY, aligned
from .numerals import in_digits, tokens
from .text import Vocabulary, fold, listed

LONGEST_EFFORT_MINUTES = 120
"""A longer task is one of a few hours, and better split."""
LONGEST_PLACE = 60

_SPELLING = Vocabulary(
    {
        word: word
        for word in listed(
            "personnes personne benevoles people volunteers quelques semaines semaine continu regulier distance online "
            "maintenant prochain prochaine urgent ongoing anywhere alone someone somebody quelqu montre explique"
        )
    },
    never=listed(
        "personnel personnels personal montrer expliquer urgents urgente continue continues seasons alors along"
    ),
)


def _mended(text: str) -> str:
    """Folded, the words that the rules below look for in their right spelling."""
    return re.sub(r"[^\W\d_]{5,}", lambda word: _SPELLING.symbol(word[0]) or word[0], fold(text))


_NO_IDEA = re.compile(
    r"\b(?:sais (?:pas|plus)|don'?t know|dunno|no idea|aucune idee|not sure|pas (?:sure?|decide)|on verra|depends?|"
    r"peu importe|whatever|passe[rz]?|skip)\b"
)

_TIME_FOLLOWS = (
    r"(?! ?(?:h|heures?|hours?|hrs?|m|mn|mins?|minutes?|pas|semaines?|weeks?|mois|jours?|days?|ans|euros?|km|demi\w*|"
    r"quarts?|half)\b| ?[:/%€.,]\d)"
)
_COUNT_ENDS = (
    r"(?= *(?:$|[,;.!?)-]|(?:pour|for|to|et|and|minimum|mini|maximum|maxi|max|ensemble|together|si|if|ce serait|c|"
    r"suffi\w*|environ)\b))"
)
_RANGE = r"(?:\d+ ?(?:a|ou|-|or|to|et) ?)?"
_CREW = re.compile(
    rf"(?<![\w-])(?<!- ){_RANGE}(\d+) (?:de |d'|autres? |bonnes? |other |more |extra )?(?:{PERSONS}|paires? de bras|"
    rf"bras|gens)\b(?! ages?\b| agees?\b)"
)
_TOGETHER = re.compile(
    rf"\b(?:a|with) {_RANGE}([2-9])\b{_TIME_FOLLOWS}(?! ?\d| ?(?:reprises|roues|mains|cotes|rue|hands)\b)"
)
_BEING = re.compile(
    r"\b(?:(?:etre|soyons|soyez|on est|on sera\w*|nous sommes|serons|be|we are|we re|need|needs|faut|faudrait|"
    rf"besoin d|"
    r"besoin de|place pour|room for) (?:(?:a|au moins|at least|about|around|environ|bien|plutot|peut etre|maybe|"
    rf"probably) )*){_RANGE}(\d+)\b{_TIME_FOLLOWS}{_COUNT_ENDS}"
)
_BARE_COUNT = re.compile(
    r"(?:on est |environ |about |around |plutot |maybe |juste |just |only |at least |au moins |max |oui |"
    rf"yes )*{_RANGE}(\d+)"
    r"(?: (?:max\w*|mini\w*|environ|je pense|i think|ou plus|or more|please|stp|svp|suffi\w*|est|is|seraient|bien|"
    r"enough|c est))*[ .!]*"
)
_COUPLE = re.compile(r"\ba (?:couple|pair) of (?=\w)")
_ALONE = re.compile(
    r"\btoute? seule?\b|(?<!\bune )(?<!\bun )(?<!\bla )(?<!\ble )\bseule?\b(?! (?:fois|heure|jour|chose|minute))|"
    r"\b(?:une? seule?) personne\b|"
    r"^(?:une? seule?|un|just me|juste moi|moi)[ .!]*$|\bon (?:my|your|one s) own\b|\balone\b|\bby (?:my|your|"
    r"one)self\b|\bsolo\b|"
    r"\bin solo\b|\bsingle handed\b"
)
_NOT_ALONE = re.compile(
    r"\b(?:pas|not|never|jamais|sans etre) (?:tout )?(?:toute )?(?:seule?|alone|on my own|solo|by myself)\b"
)
_PAIRED = re.compile(r"\b(?:en binome|en duo|in (?:a )?pairs?|par 2|by 2|2 by 2|a pair)\b")


_MAY_PRECEDE = frozenset(
    listed(
        ", ; : . ( - et and a faut faudrait etre besoin d de need needs est sommes serons avec with plutot environ "
        "about "
        "around max maximum minutes minute min mn h heure heures hour hours oui non yes no by takes take just only "
        "juste "
        "seulement suffit be would could fait c least moins it cherche cherchons recherche recherchons manque recrute "
        "seek seeking want wanted"
    )
)
"""What may stand before `3 personnes` that are to do it; in `appeler 20 personnes` they are what it is about."""
_BELONGS = frozenset(listed("les des the of de pour for ces our nos leurs"))
_IS_FOR = re.compile(r"(?:^|\blooking|\best|\btache|\btask|\bplace|\bit s|[,;:.]) ?(?:pour|for) $")


def people(text: str) -> int | None:
    """How many are to do it, 1 to 99; of a range the upper end; `None`: not said, or only that it takes several."""
    said = " ".join(in_digits(tokens(_COUPLE.sub("2 ", _mended(text)))))
    if _PAIRED.search(said):
        return 2
    if _ALONE.search(said) and not _NOT_ALONE.search(said):
        return 1
    found = (
        next((one for one in _CREW.finditer(said) if _is_crew(said[: one.start()], int(one[1][:4]))), None)
        or _TOGETHER.search(said)
        or _BEING.search(said)
        or _BARE_COUNT.fullmatch(said)
    )
    return int(found[1]) if found and 1 <= int(found[1][:4]) <= 99 else None


def _is_crew(before: str, number: int) -> bool:
    words = before.split()
    if words and words[-1] in {"pour", "for"}:
        return bool(_IS_FOR.search(before))
    return not words or words[-1] in _MAY_PRECEDE or (number < 10 and len(words) > 2 and words[-1] not in _BELONGS)


_MANY_HOURS = re.compile(
    r"\b(?:quelques|plusieurs|a few|several|some) (?:bonnes |petites |good )?(?:heures|hours)\b|\bplus de (?:deux|"
    r"2) ?h\w*|"
    r"\bmore than (?:two|2) hours\b|\bune? (?:apres-midi|aprem)(?! (?:portes|jeux|d|de)\b)|\ban (?:afternoon|"
    r"evening)(?! (?:of|for)\b)|\bune matinee(?! d)|\bune soiree$|^a morning$"
)
_DAY = re.compile(
    rf"(?:\b{NUMBER} ?|\bdemi[- ]?|\bhalf an? )(?:demi[- ]?|bonnes? |full |whole |half )?(?:journees?|jours?|jrs?|"
    rf"days?)"
    r"(?: (?:entieres?|completes?|et demie?|de travail|of work))?(?= *(?:$|[,;.!?)]|(?:environ|max|et|and|a|pour|for|"
    r"or so|peut)\b))"
)
_HALF_A_DAY = re.compile(r"\bhalf a (?:full )?day\b")
_NO_LENGTH = re.compile(r"\b(?:un jour|one day|some day)\b")
_NEGATIVE = re.compile(r"(?:^|[:=] ?)(?:- ?|moins |minus )(?=\d|une? |a |an )")
_NUMBER_ALONE = re.compile(
    r"(?:about|around|environ|plutot|disons|say|~|in|en|a peu pres| |[.!])*\d+(?: |[.!]|max\w*|environ|or so|"
    r"a peu pres)*"
)
_STEADY = re.compile(rf"\b(?:{STEADY})\b")
_REGULAR = re.compile(rf"\b(?:{REGULAR})\b")


def effort(text: str) -> dict[str, Any] | None:
    """`{"effort": "minutes", "minutes": 20}`; `few_hours` above two hours or for `quelques heures` (minutes where
    said); `ongoing` and `wrong` (no length, or below it) have none. `None`: nothing is said of it."""
    folded = _HALF_A_DAY.sub("demi-journee", _NO_LENGTH.sub(" . ", _mended(text)))
    if _REGULAR.search(folded):
        return {"effort": "ongoing", "minutes": None}
    days = list(_DAY.finditer(folded))
    # other days are no length: `une journée portes ouvertes`, `tous les jours`
    plain = "".join(
        part if kept else re.sub(r"\b(?:demi-?)?(?:journees?|jours?|days?)\b", ".", part)
        for part, kept in _pieces(folded, days)
    )
    plain = re.sub(rf"\b(?:[\w-]+ ?(?:a|ou|or|to|-) ?)?[\w-]+ {PERSONS}\b", " . ", plain)
    minutes = (read_duration(plain) or {}).get("minutes") if lengths(plain) or _alone(plain) else None
    if minutes is not None and (minutes <= 0 or _NEGATIVE.search(folded)):
        return {"effort": "wrong", "minutes": None}
    if minutes is None:
        if _MANY_HOURS.search(folded):
            return {"effort": "few_hours", "minutes": None}
        return {"effort": "ongoing", "minutes": None} if _STEADY.search(folded) else None
    return {"effort": "few_hours" if minutes > LONGEST_EFFORT_MINUTES else "minutes", "minutes": minutes}


def _pieces(text: str, found: list[re.Match[str]]) -> list[tuple[str, bool]]:
    """The text in order, and for each piece whether it was found."""
    pieces, at = [], 0
    for one in found:
        pieces += [(text[at : one.start()], False), (one[0], True)]
        at = one.end()
    return [*pieces, (text[at:], False)]


def _alone(folded: str) -> bool:
    return bool(_NUMBER_ALONE.fullmatch(_NEGATIVE.sub("", " ".join(in_digits(tokens(folded.lstrip("- ")))))))


_ANYWHERE = re.compile(
    rf"\b(?:{ONLINE}|n'?importe ou|peu importe l'endroit|partout|anywhere|wherever|chacun chez soi|sur internet|"
    rf"par internet|"
    r"sur (?:l')?ordi(?:nateur)?|par (?:telephone|mail)|by (?:phone|mail))\b|^(?:c'est )?(?:a la maison|chez (?:soi|"
    r"moi|toi|vous)|at home)[ .!]*$"
)
_SAID_ONLINE = re.compile(rf"\b(?<!pas )(?<!not )(?<!ni )(?:{ONLINE})\b")
_PLACE_LEADS = re.compile(
    r"(?:(?:(?:non|no|bonjour|alors|oui|eh bien|well|plutot|rather|maybe|peut-etre),? |c'est |ce (?:sera|serait) |"
    r"(?:ca|cela) (?:se passe(?:ra)?|se fait|se fera) |on (?:le|la) fait |it(?:'s| is| will be|'ll be| would be) |"
    r"(?:le lieu|lieu|l'endroit|endroit|place|the place|where)(?: ?:| est| c'est| is) ?))*"
    r"(?:(?:a|au|aux|en|dans|in|at|on|inside|sur(?= (?:les?|la|l'|un|une)\b)) )?"
)
_ARTICLE = re.compile(r"(?:l['’] ?|(?:les?|la|une?|the|our|an?) )(?=\S)", re.I)
_NO_PLACE = re.compile(r"(?:oui|non|ok|yes|no|rien|nulle part|nowhere|aucun\w*|ici|here|la(?:-bas)?|la ou .*|there)?")
_ASKS = re.compile(
    r"\?\s*$|^(?:ou (?:est|ca|se)|c'est ou|c'est quoi|where (?:is|are|do|does)|why|pourquoi|comment|how|what|quoi)\b"
)


def place(text: str) -> str | None:
    """The answer to `where?`: `online`, or the place without what leads to it, at most 60 letters; `None`:
    none named."""
    shown, plain = aligned(text)
    if _ASKS.search(plain) or _NO_PLACE.fullmatch(plain.rstrip(" .!")):
        return None
    if place_said(text) or _ANYWHERE.search(plain):
        return "online"
    if _NO_IDEA.search(plain):
        return None
    lead = _PLACE_LEADS.match(plain)
    named = shown[lead.end() if lead else 0 :].split("\n")[0].strip(" .!,;:")
    article = _ARTICLE.match(named)
    if article and (article[0].islower() or named[article.end()].islower()):
        named = named[article.end() :]
    if len(named) > LONGEST_PLACE:
        named = re.split(r"[,;.!(]", named)[0].strip()
    return named if named and len(named) <= LONGEST_PLACE and any(letter.isalpha() for letter in named) else None


def place_said(text: str) -> str | None:
    """`online` where a longer message surely says so."""
    return "online" if _SAID_ONLINE.search(_mended(text)) else None


_HORIZONS = {
    "later": re.compile(
        r"\b(?:plus tard|pas (?:tres |trop |si |vraiment |du tout )?(?:press\w+|urgent\w*|maintenant|tout de suite)|"
        r"rien ne presse|"
        r"ca ne presse pas|un (?:de ces jours|autre jour)|later|not (?:very |so |that )?(?:urgent|now|yet|right now|"
        r"pressing)|"
        r"no (?:rush|hurry)|some ?day|one day|eventually|(?:l'annee|l'an|le mois) prochaine?|next (?:year|month))\b|"
        r"\bun jour(?= *(?:$|[,;.!?)]| (?:ou l'autre|peut)))"
    ),
    "ongoing": re.compile(rf"\b(?:{STEADY}|{REGULAR})\b"),
    "if_time": re.compile(
        r"\b(?:s[i'] ?(?:on|l'on|quelqu'un|qqun|quelqun|il y|vous|tu|j) ?'?(?:a|ai|avez|as|y a)? ?(?:le|du|"
        r"un peu de)? temps|"
        r"quand (?:on|quelqu'un|vous|tu) (?:peut|pourra\w*|peux|pouvez|aura\w*|a|as|avez)(?: (?:le|du|"
        r"un peu de) temps)?|"
        r"(?:if|when(?:ever)?) (?:there(?:'s| is)|we have|you have|someone has|somebody has|we can|you can|possible|"
        r"time)(?: (?:some )?time)?|"
        r"time permitting|a temps perdu|a l'occasion|si possible|selon le temps)\b"
    ),
    "now": re.compile(
        r"\b(?:tout de suite|tt de suite|urgente?s?|urgence|au plus (?:vite|tot)|(?:le plus )?vite(?! fait)|"
        r"des que possible|des maintenant|"
        r"asap|a\.s\.a\.p|right (?:away|now)|straight ?away|immediate(?:ly|ment)|urgently|at once|"
        r"as soon as possible|rapidement|soon|bientot)\b|"
        r"^(?:(?:plutot|c'est|it's) )?(?:maintenant|now|quickly|presse)[ .!]*$"
    ),
}  # fmt: skip
"""In this order: `pas urgent` is not urgent."""


def horizon(text: str) -> str | None:
    """`now`, `if_time`, `later` or `ongoing`; `None`: not said."""
    folded = _mended(text)
    return next((name for name, form in _HORIZONS.items() if form.search(folded)), None)


_SOMEBODY = (
    r"(?:quelqu'un|quelqun|qqun|qqn|un autre|une autre|d'autres|quelques-uns|someone|somebody|another|others|anyone|"
    r"anybody)"
)
_CONDITIONS = {
    "shown": re.compile(
        r"\b(?:montr\w*|expliqu\w*|appren\w*|form(?:e|er|es|ez)|guid\w*|show(?:s|ed|n|ing)?|explain\w*|teach\w*|"
        r"taught|train(?:s|ed)? me|training|"
        r"accompagn\w* au debut)\b"
    ),
    "company": re.compile(
        rf"\b(?:(?:si|if|avec|with|que|qu'|and|quand|when) {_SOMEBODY}|{_SOMEBODY} (?:d'autre|else|vient|comes|"
        rf"joins)|quelqu'un$|"
        r"a (?:deux|2|trois|3|plusieurs)|"
        r"(?:pas|not|jamais|never) (?:toute? |all )?(?:seule?|alone|on my own|by myself)|"
        r"(?:ne|n') ?(?:suis|sois|etre) pas (?:le |la )?(?:toute? )?seule?|(?:si|if) (?:on est|nous sommes|we are|"
        r"we're|there (?:are|is)) \w+|"
        r"en (?:binome|duo|groupe|equipe)|in (?:pairs|a group|a pair)|with company|en compagnie|accompagnee?s?|"
        r"together|ensemble|de la compagnie|company)\b"
    ),
    "later": re.compile(
        r"\b(?:plus tard|(?:le mois|la semaine|l'annee|l'an) prochaine?|quand j(?:e |')(?:aurai|serai|pourrai|peux|"
        r"ai)|pas (?:maintenant|"
        r"tout de suite|avant|cette semaine|ce mois|encore)|later|next (?:month|week|year)|when i (?:have|am|can|'ll|"
        r"get|find)|when i'm|not (?:now|yet|"
        r"right now|this (?:week|month))|(?:dans|in) (?:un|une|deux|trois|quelques|a|an|two|three|a few|"
        r"\d+) (?:couple of )?(?:mois|semaines?|jours|"
        r"weeks?|months?|days)|apres (?:les|l[ea']|mon|ma|mes|noel|paques|avril|mai|juin|juillet|aout)|after (?:the|"
        r"my|christmas|easter)|"
        r"a la rentree|(?:un autre|an ?other) (?:jour|day|time)|une autre fois|some other time|si j'ai le temps|"
        r"if i have time)\b"
    ),
}
_NO_NEED = re.compile(r"\b(?:pas besoin|no need|don'?t need|sans)\b[^,;.]*")


def condition(text: str) -> str | None:
    """What `je pourrais` waits for: `shown`, `company` or `later`; `None`: none of these."""
    folded = _NO_NEED.sub(" ", _mended(text))
    return next((name for name, form in _CONDITIONS.items() if form.search(folded)), None)
