"""`une petite demi-heure`, `1h15`, `two hours a week` -> minutes."""

from __future__ import annotations

import re
from itertools import pairwise

from .numerals import in_digits, tokens
from .text import Vocabulary, fold, listed

WEEKS_PER_MONTH = 4.345
HALF_DAY_MINUTES = 240
"""A morning or an afternoon of helping. A whole day is two."""

_SYMBOLS = Vocabulary(
    {
        "h": "h hr hrs heure heures eure eures heur hour hours hrs",
        "m": "m mn min mins minute minutes mnt minuts minutos",
        "d": "jour jours journee journees day days jr jrs j jrne",
        "w": "semaine semaines week weeks sem wk wks",
        "M": "mois month months",
        "y": "an ans annee annees year years",
        "t": "trimestre trimestres quarterly",
        "q": "quart quarts quarter quarters",
        "f": "demi demie demis demies half demy",
        "&": "et and n plus",
        "-": "moins less minus",
        "~": "ou or a to au jusqu voire maybe peut etre",
        "*": "max maxi maximum grand most plus jusque",
        " ": "de d of the l le la les petit petite petits petites ptit ptite pti tite ti tit bon bonne gros "
        "grosse grande grosses bonnes environ "
        "about around roughly good solid whole full entiere entier complete complet little tiny short "
        "quick small just only juste "
        "seulement p piti tt pleine franche",
    },
    never=listed(
        "mais main mains mieux demain maison matin dans jouer jouet jure house your hours ours mine "
        "mince mint moi mai bien bonjour jeudi "
        "jour soir part tard hours plutot petites annule annuler hall hand have help"
    ),
)
_CLOCK = re.compile(
    r"\b(?:a|vers|avant|apres|des|jusqu'?a|at|before|after|until|till|by|from) (?:[6-9]|1\d|2[0-4]) ?"
    r"(?:h(?:eures?)?(?: ?[0-5]\d)?|:[0-5]\d|[ap]m|o'?clock)\b|\b\d{1,2}(?::\d\d)? ?[ap]m\b|"
    r"\bat \d{1,2}\b(?! ?h| ?m)"
)
_SPAN = re.compile(
    r"\b(?:de|entre) (\d{1,2}) ?h(?:eures?)? ?([0-5]\d)? ?(?:a|et|-) ?(\d{1,2}) ?h(?:eures?)? ?([0-5]\d)?"
)
_COLON = re.compile(r"\b(\d{1,2}):([0-5]\d)\b")
_GLUED = re.compile(r"\bd?(quart|quarts|demi|demie)[ -]?d?'?(heures?|eures?)\b")
_AGE = re.compile(r"\b\d{1,3} ?(?:ans?|years?|y ?o)\b|\b(?:i[' ]?m|i am|aged?|under) (?:under |over |only )?\d{1,3}\b")
_NEVER = re.compile(
    r"\b(?:rien|nothing|none|aucune?|zero|pas (?:de|le|du) temps|pas du tout|no time|0|nada|"
    r"que dalle|nil|not any|jamais|never)\b"
)
_UNSURE = re.compile(
    r"\b(?:depend\w*|variable|sais pas|c?h?ais pas|dunno|don'?t know|dont know|not sure|pas sure?|"
    r"no idea|aucune idee|on verra|peu importe|quelques|"
    r"plusieurs|several|few|a bit|some time|longtemps|varie\w*|varies|vary|whatever|n'?importe)\b"
)

_GRAMMAR = re.compile(
    r"(?P<n1>[naF])?h(?:~(?P<ortwo>n)(?![hmdwMyqfF]))"
    r"|(?P<n0>[naF])?h(?P<sign>[&-])?(?:(?P<half>a?f)|(?P<quarters>[na])?q|(?P<fraction>F)|"
    r"(?P<more>n)(?:m|(?![hdwMyqf])))"
    r"|(?P<n2>n)&a?fh"
    r"|(?P<n3>n)Fh"
    r"|(?P<n4>[na])?qa?h"
    r"|(?P<n5>[na])?f[na]?h"
    r"|(?P<n6>[naF])h"
    r"|(?P<n7>[naF])m"
    r"|(?P<n8>[na])?fd"
    r"|(?P<n9>[na])d"
)


class _Line:
    """A text as a line of symbols, one letter a word, with the value of each number beside it."""

    def __init__(self, folded: str) -> None:
        glued = _GLUED.sub(r" \1 \2 ", _COLON.sub(r"\1 h \2 ", folded).replace("'", " "))
        found = in_digits(tokens(glued)[:600])
        self.symbols = ""
        self.values: list[float] = []
        for at, word in enumerate(found):
            symbol, value = _symbol(word, found[at - 1] if at else "")
            if symbol != " ":
                self.symbols += symbol
                self.values.append(value)

    def value(self, match: re.Match[str], name: str, default: float = 1) -> float:
        at = match.start(name)
        return self.values[at] if at >= 0 else default


def _symbol(word: str, before: str) -> tuple[str, float]:
    if word[0].isdecimal():
        if "/" in word:
            upper, lower = word.split("/")
            return ("F", int(upper[:6]) / int(lower[:6])) if int(lower[:6]) else (".", 0)
        return "n", float(word.replace(",", ".")[:9])
    if word in {"a", "an"} and not before.isdecimal():
        return "a", 1
    if word in {"couple", "paire", "pair"}:
        return "n", 2
    return (
        _SYMBOLS.symbol(word) if word[0].isalpha() else {"&": "&", "+": "&", "/": "/", "-": " ", ".": " "}.get(word)
    ) or ".", 0


def _minutes(line: _Line, found: re.Match[str]) -> float:
    """Minutes meant by one match of the grammar; its named number tells which alternative it was."""
    value = line.value
    if found["ortwo"]:
        return value(found, "ortwo") * 60
    if found["n2"]:
        return (value(found, "n2") + 0.5) * 60
    if found["n3"]:
        return (value(found, "n3") + line.values[found.end() - 2]) * 60
    if found["n7"]:
        return value(found, "n7")
    last = found.group()[-1]
    if last == "d":
        return HALF_DAY_MINUTES * (value(found, "n8") if "f" in found.group() else 2 * value(found, "n9"))
    if found["n6"]:
        return value(found, "n6") * 60
    if found["half"] or found["fraction"] or found["more"] or last == "q":
        extra = (
            30.0
            if found["half"]
            else value(found, "fraction") * 60
            if found["fraction"]
            else value(found, "more")
            if found["more"]
            else 15 * value(found, "quarters")
        )
        return value(found, "n0") * 60 + (-extra if found["sign"] == "-" else extra)
    return (15 * value(found, "n4")) if "q" in found.group() else 30 * value(found, "n5")


def lengths(folded: str) -> list[tuple[int, int, float]]:
    """Every length of time in a folded text: first and last symbol of it, and its minutes."""
    line = _Line(folded)
    return [(found.start(), found.end(), _minutes(line, found)) for found in _GRAMMAR.finditer(line.symbols)]


def read_duration(text: str) -> dict[str, int] | None:
    """A length of time in minutes. Of a range (`20 à 30 min`, `une demi-heure, trois quarts d'heure maximum`) the
    upper end."""
    folded = fold(text)
    span = _SPAN.search(folded)
    if span and int(span[3]) > int(span[1]) >= 6:
        return {"minutes": (int(span[3]) - int(span[1])) * 60 + int(span[4] or 0) - int(span[2] or 0)}
    folded = _CLOCK.sub(" . ", folded)
    line = _Line(folded)
    found = list(_GRAMMAR.finditer(line.symbols))
    if not found:
        return _bare(line, folded)
    if _UNSURE.search(folded) and len(found) > 1:
        return None
    each = [_minutes(line, one) for one in found]
    between = [line.symbols[a.end() : b.start()] for a, b in pairwise(found)]
    if all(gap in {"", "&"} for gap in between):
        total = (
            sum(each)
            if between and all(gap == "&" for gap in between) and len(set(each)) > 1 and each[0] >= 60
            else max(each)
        )
    else:
        total = max(each) if len(line.symbols) < 18 else each[0]
    return {"minutes": round(total)} if 0 <= total <= 60 * 24 * 31 else None


def _bare(line: _Line, folded: str) -> dict[str, int] | None:
    """A number alone counts as minutes from five on; `2` may be hours. `une heure` said as `heure` alone is an hour."""
    numbers = [value for symbol, value in zip(line.symbols, line.values, strict=True) if symbol == "n"]
    if _AGE.search(folded):
        return None
    if re.fullmatch(r"[. ]?h[.*]?", line.symbols):
        return {"minutes": 60}
    others = len(line.symbols) - len(numbers)
    ranged = re.fullmatch(r"\.?\.?n[~.]n[.*]*", line.symbols)
    if (len(numbers) == 1 and others <= 4) or (ranged and max(numbers) >= 5):
        most = max(numbers)
        if most == 0 or 5 <= most <= 600:
            return {"minutes": round(most)}
    return None


_PERIODS: list[tuple[str, float]] = [
    (
        r"(?:tou(?:te)?s les|chaque|every|each|une?|1) (?:deux|2|two|other|second|15|"
        r"quinze) (?:semaines?|weeks?|jours|wks?)|"
        r"(?:une? |1 )?semaines? sur (?:deux|2)|(?:par|une|chaque|la|toutes les) quinzaine|fortnight\w*|"
        r"bi-?weekly|bi-?mensuel\w*|every 2nd week",
        0.5,
    ),
    (r"(?:tou(?:te)?s les|every) (?:trois|3|three) (?:semaines|weeks)|(?:une? |1 )?semaines? sur (?:trois|3)", 1 / 3),
    (r"(?:tous les|every) (?:deux|2|two|other) (?:mois|months?)|un mois sur deux", 1 / (2 * WEEKS_PER_MONTH)),
    (
        r"(?:par|/|p|chaque|each|every|a|per|each) ?(?:trimestre|quarter)\b|quarterly|"
        r"tous les trimestres|tous les trois mois|every (?:three|3) months",
        3 / (9 * WEEKS_PER_MONTH),
    ),
    (
        r"(?:chaque|par|tous les|/) ?jours? (?:ouvres?|ouvrables?|de (?:la )?semaine)|(?:every|each|per|"
        r"a) (?:weekday|work(?:ing)? ?day)|weekdays|"
        r"(?:tous les|chaque) (?:jours|matins?|soirs?|midis?) (?:de|en) (?:la )?semaine|"
        r"(?:du lundi au vendredi|monday to friday|mon-fri)",
        5,
    ),
    (r"(?:une? |1 )?jours? sur (?:deux|2)|every (?:other|second) day|tous les deux jours|every two days", 3.5),
    (
        r"(?:par|/|chaque|each|every|per|tou(?:te)?s les|a|/ ?|p) ?(?:jours?|journees?|day|matins?|"
        r"soirs?|soirees?|matinees?|morning|evening|night|d|j|jr)\b|"
        r"daily|quotidien\w*|journalier\w*|au quotidien|nightly",
        7,
    ),
    (
        r"(?:par|/|chaque|each|every|per|tous les|a|du|au|in the|ds le|p) ?(?:mois|months?|mo|mth)\b|"
        r"monthly|mensuel\w*|dans le mois|le mois\b",
        1 / WEEKS_PER_MONTH,
    ),
    (r"(?:par|/|chaque|each|every|per|a|p) ?(?:ans?|annees?|years?)\b|annuel\w*|yearly|annually", 1 / 52),
]
_PERIOD = [(re.compile(rf"(?:\b|(?=/))(?:{pattern})"), factor) for pattern, factor in _PERIODS]
_WEEK = re.compile(
    r"(?:par|/|chaque|each|every|per|toutes les|a|la|p|this|cette|in the|dans la|ds la|"
    r"en) ?(?:semaines?|weeks?|wk|sem|weekends?|week-?ends?|we)\b|weekly|hebdo\w*"
)
_TIMES = re.compile(
    r"\b(\d{1,2}) ?(?:fois|times|x|soirs?|soirees?|matins?|matinees?|evenings?|mornings?|jours?|"
    r"days?|nights?|sessions?|seances?)\b|\b(once|twice|thrice)\b"
)
_DAY = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b"
)
_DAILY_HALF = re.compile(
    r"\b(?:days?|jours?|journees?) (?:a|per|par|/|chaque) (week|semaine|sem|wk|month|mois|fortnight|quinzaine)\b"
)
"""`a day a week`: the first day is an amount, not a period; it is then written `jrne`."""


def read_weekly_time(text: str) -> dict[str, int] | None:
    """Minutes a week. A month counts 4.345 weeks; no period said means a week; of a range the upper end."""
    folded = fold(text).replace("'", " ")
    factor, amount = _period(folded)
    found = lengths(amount)
    if not found:
        if _NEVER.search(folded) and not re.search(r"[1-9]", folded):
            return {"minutes_per_week": 0}
        bare = read_duration(amount)
        enough = bare is not None and (bare["minutes"] >= 15 or bare["minutes"] == 0)
        return {"minutes_per_week": round(bare["minutes"] * factor)} if bare and enough else None
    each = [minutes for _, _, minutes in found]
    days = len(set(_DAY.findall(amount)))
    if len(found) > 1 and days >= len(found):
        return {"minutes_per_week": round(sum(each) * factor)}
    if _UNSURE.search(folded) and len(found) > 1:
        return None
    times = _times(" ".join(in_digits(tokens(amount))))
    if days and factor == 1 and times == 1:
        times = days
    return {"minutes_per_week": round(max(each) * factor * times)}


def _period(folded: str) -> tuple[float, str]:
    """How many times a week the period said comes round (1 when none is said), and the text without that period."""
    folded = _DAILY_HALF.sub(r"jrne par \1", folded)
    for pattern, factor in _PERIOD:
        if pattern.search(folded):
            return factor, _WEEK.sub(" , ", pattern.sub(" , ", folded))
    return 1, _WEEK.sub(" , ", folded)


def _times(counted: str) -> int:
    """`2 fois`, `twice`: how often within the period; 1 when it is not said."""
    found = _TIMES.search(counted)
    if (
        not found
        or re.search(r"(?:tous les|every|toutes les) $", counted[: found.start()])
        or found[0].endswith(("jour", "day"))
    ):
        return 1
    return {"once": 1, "twice": 2, "thrice": 3}.get(found[2] or "", 0) or int(found[1])
