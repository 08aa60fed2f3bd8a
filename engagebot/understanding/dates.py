"""`jusqu'au 15 juillet`, `fin août`, `for three weeks`, `lundi prochain` -> a day, counted from a given now. Vague
is `None`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from babel import Locale

from .numerals import in_digits
from .text import Vocabulary, fold, listed


def _names() -> dict[str, str]:
    """`M1`…`M12` and `d0`…`d6` -> names as CLDR has them in French and English, and what people shorten them to."""
    short_months = [
        "jan janv",
        "fev fevr feb febr",
        "mar",
        "avr apr",
        "-",
        "jun",
        "juil jul jly",
        "aou",
        "sep sept septemb",
        "oct octob",
        "nov novemb",
        "dec decemb",
    ]
    short_days = ["lun mon", "mar tue tues", "mer merc wed", "jeu thu thur thurs", "ven fri vend", "sam sat", "dim sun"]
    names = {}
    for month in range(1, 13):
        names[f"M{month}"] = (
            " ".join(fold(Locale(one).months["format"]["wide"][month]) for one in ("fr", "en"))
            + " "
            + short_months[month - 1]
        )
    for day in range(7):
        wide = [fold(Locale(one).days["format"]["wide"][day]) for one in ("fr", "en")]
        names[f"d{day}"] = " ".join([*wide, *(name + "s" for name in wide), short_days[day]])
    return names


_NEVER = listed(
    "mais mari main marche maison mois mardis soir jour jours jouer semaine mes merci donne vend "
    "mayor maybe made make most moment market money demain "
    "matin must mont madame monsieur vent venir demi samedi dame done sain sans mince reste jeune "
    "mondial morning moins mars avril"
)
_MONTHS_DAYS = Vocabulary(_names(), never=_NEVER)
_FEASTS: list[tuple[str, tuple[int, int]]] = [
    (r"veille de noel|reveillon de noel|christmas eve|xmas eve", (12, 24)),
    (r"noel|christmas|xmas|x-mas", (12, 25)),
    (r"boxing day", (12, 26)),
    (r"saint[- ]sylvestre|st[- ]sylvestre|new year'?s? eve|reveillon", (12, 31)),
    (r"nouvel an|jour de l'an|new year(?:'?s)?(?: day)?|premier de l'an", (1, 1)),
    (r"epiphanie", (1, 6)),
    (r"chandeleur", (2, 2)),
    (r"saint[- ]valentin|st[- ]valentin|valentine'?s?(?: day)?", (2, 14)),
    (r"st\.? patrick'?s?(?: day)?|saint patrick'?s?(?: day)?", (3, 17)),
    (r"poisson d'avril|april fools'?(?: day)?", (4, 1)),
    (r"fete du travail|may day|premier mai", (5, 1)),
    (r"fete de la musique", (6, 21)),
    (r"fete nationale|bastille day", (7, 14)),
    (r"assomption", (8, 15)),
    (r"halloween", (10, 31)),
    (r"toussaint|all saints'?(?: day)?", (11, 1)),
    (r"bonfire night|guy fawkes(?: night)?", (11, 5)),
    (r"armistice|remembrance day", (11, 11)),
]
_MOVING = [
    (r"mardi gras|shrove tuesday|pancake day", -47),
    (r"vendredi saint|good friday", -2),
    (r"lundi de paques|easter monday", 1),
    (r"ascension", 39),
    (r"lundi de pentecote|whit monday", 50),
    (r"pentecote|whitsun", 49),
    (r"paques|easter(?: sunday)?", 0),
]
_UNIT = {
    "d": r"jours?|days?|jrs?|j",
    "w": r"semaines?|weeks?|sem|wks?",
    "M": r"mois|months?",
    "y": r"ans?|annees?|years?|yrs?",
    "f": r"fortnights?|quinzaines?",
    "q": r"trimestres?|quarters?",
}
_AMOUNT = re.compile(
    r"\b(?P<n>\d+(?:[.,]\d+)?|an?|une?|la|the|this|cette|couple of|paire de)? ?(?P<half>demi[- ]?e?|"
    r"half an?|half)? ?"
    r"(?:full |whole |entiere? |petite?s? |bonne?s? |grosse?s? |long |more |autres? |toute )?"
    + "(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNIT.items())
    + r")\b(?P<extra> (?:et demie?|and a half))?"
)
_VAGUE = re.compile(
    r"\b(?:sais pas|don'?t know|dont know|dunno|not sure|aucune idee|no idea|on verra|we'?ll see|"
    r"nouvel ordre|further notice|quelques? (?:jours?|semaines?|mois|temps|ans|annees)|"
    r"(?:a )?few (?:days|weeks|months|more|years)|several (?:days|weeks|months)|plusieurs (?:jours|"
    r"semaines|mois)|un (?:bout de |petit )?(?:moment|temps|bail)|(?:a|some) (?:while|time|bit)|"
    r"indefini\w*|indefinit\w*|for ?ever|toujours|jamais|never|certain temps|bientot|soon|longtemps|"
    r"long time|plus tard|later|je (?:vous|te) (?:dirai|redirai|previens)|"
    r"i'?ll (?:let|tell)|depend\w*|peut[- ]etre|maybe|perhaps|either|whenever)\b"
)
_TODAY = re.compile(
    r"\b(?:aujourd'?hui|auj|today|ce soir|tonight|tonite|this evening|cet aprem\w*|cet apres-?midi|"
    r"this afternoon|end of the day|fin de journee)\b"
)
_TOMORROW = re.compile(r"\b(?:demain|tomorrow|tmrw|tomorow|tommorow|tommorrow|2morrow|2moro|tmr|dmain|2main)\b")
_AFTER_TOMORROW = re.compile(r"\b(?:apres[- ]?demain|(?:the )?day after tomorrow|surlendemain)\b")
_MONTH_PLACE = {
    "end": r"fins?|end|late|dernier jour|last day",
    "mid": r"mi|mid|middle|milieu",
    "start": r"debuts?|start|beginning|early|premier jour",
}
_PLACE = re.compile(
    "(?:"
    + "|".join(rf"\b(?P<{name}>{pattern})" for name, pattern in _MONTH_PLACE.items())
    + r")[ -]*(?:of |d[eu] |d'|du mois d[e'] ?|the |l'|la |le |en |in )*"
    r"(?:(?P<month>M(?:1[0-2]|[1-9])\b)|(?P<next>mois prochain|next month|mois qui vient|"
    r"mois suivant)|(?P<this>(?:ce |this )?(?:mois|month))|(?P<year>annee|l'annee|an|"
    r"year)(?P<yearnext> prochaine?)?|(?P<nextyear>next year)|(?P<week>semaine|"
    r"week)(?P<weeknext> prochaine)?|(?P<nextweek>next week))(?:[ ,]*(?P<y>20\d\d))?"
)


def read_until(text: str, now: datetime) -> str | None:
    """The day as `YYYY-MM-DD`, on or after today. `mercredi` said on a Wednesday is the next one; `mars` is the 1st
    of the next March."""
    folded = fold(text)
    today = now.date()
    try:
        found = _day(_symbols(folded), folded, today)
    except (OverflowError, ValueError):
        return None
    return found.isoformat() if found and today <= found <= today + timedelta(days=3700) else None


def _symbols(folded: str) -> str:
    """The folded text with numbers in digits and names of days and months as `d0`…`d6`, `M1`…`M12`."""
    spaced = re.sub(r"(?<=\d)(?:er|st|nd|rd|th|e|eme)\b", "", folded)
    spaced = re.sub(r"\bpremier(?= (?:jan|fev|mar|avr|mai|jui|aou|sep|oct|nov|dec|du))", "1", spaced)
    spaced = re.sub(r"\bfirst(?= of)", "1", spaced)
    found = in_digits(
        list(re.findall(r"\d{4}-\d\d?-\d\d?|\d+(?:[/.]\d+)+|\d+[.,]\d+|\d+|[^\W\d_]+(?:'[^\W\d_]+)*|[^\w\s]", spaced))[
            :400
        ]
    )
    out: list[str] = []
    for at, word in enumerate(found):
        bare = word.split("'")[-1]
        symbol = _MONTHS_DAYS.symbol(bare) if bare.isalpha() else None
        before = found[at - 1] if at else ""
        if (
            symbol
            and bare in {"may", "mar", "mer", "mon", "sun", "sat", "dec", "mars"}
            and not _dated(bare, before, found[at + 1] if at + 1 < len(found) else "")
        ):
            symbol = None
        if (
            symbol == "M3"
            and bare == "mar"
            and not (before.isdecimal() or (at + 1 < len(found) and found[at + 1].isdecimal()))
        ):
            symbol = "d1"
        if symbol == "d1" and bare == "mar" and before.isdecimal():
            symbol = "M3"
        out.append(word.replace(bare, symbol) if symbol else word)
    return re.sub(r" ?' ?", "'", " ".join(out)).replace(" - ", "-")


def _dated(word: str, before: str, after: str) -> bool:
    if word == "mon":
        return before in {"", "until", "till", "til", "on", "next", "by", "this"}
    return (
        before.isdecimal()
        or after.isdecimal()
        or before
        in {
            "",
            "until",
            "till",
            "til",
            "en",
            "in",
            "of",
            "fin",
            "mi",
            "-",
            "debut",
            "d",
            "de",
            "end",
            "mid",
            "by",
            "to",
            "jusqu'en",
            "early",
            "late",
            "next",
            "le",
            "on",
            "jusqu'au",
            "au",
            "for",
            "start",
        }
    )


def _day(row: str, folded: str, today: date) -> date | None:
    written = _written_out(row, today)
    if written:
        return written
    for pattern, (month, day) in _FEASTS:
        found = re.search(rf"\b(?:{pattern})\b", folded)
        if found:
            feast = _coming(today, month, day)
            return (
                feast and feast + timedelta(days=1)
                if re.search(r"\b(?:apres|after) $", folded[: found.start()])
                else feast
            )
    for pattern, offset in _MOVING:
        if re.search(rf"\b(?:{pattern})\b", folded):
            days = (_easter(year) + timedelta(days=offset) for year in (today.year, today.year + 1))
            return next((day for day in days if day > today), None)
    placed = _PLACE.search(row)
    if placed:
        return _placed(placed, today)
    named = _named_day(row, folded, today)
    if named:
        return named
    if _AFTER_TOMORROW.search(folded):
        return today + timedelta(days=2)
    if _TOMORROW.search(folded):
        return today + timedelta(days=1)
    return _length(row, folded, today) or (today if _TODAY.search(folded) else None)


def _written_out(row: str, today: date) -> date | None:
    """A date with its number: `15 M7`, `M7 15`, `15/07`, `2026-07-15`, `le 12`, `le 10 du mois prochain`."""
    if found := re.search(r"\b(\d{4})-(\d\d?)-(\d\d?)\b", row):
        return _valid(int(found[1]), int(found[2]), int(found[3]))
    if found := re.search(r"\b(\d\d?)[/.](\d\d?)(?:[/.](\d{4}|\d\d))?\b", row):
        day, month, year = int(found[1]), int(found[2]), found[3]
        if month > 12 >= day:
            day, month = month, day
        if year:
            return _valid(int(year) + (2000 if len(year) == 2 else 0), month, day)
        return _coming(today, month, day) if 1 <= month <= 12 and 1 <= day <= 31 and "/" in found[0] else None
    found = re.search(r"\b(\d\d?)(?: of| de| du mois de| d')? ?(?:the )?M(\d+)\b,?(?: (20\d\d))?", row)
    if found:
        day, month, year = int(found[1]), int(found[2]), found[3]
    elif found := re.search(r"\bM(\d+),? (?:the )?(\d\d?)\b(?! ?(?:h\b|:|am|pm))(?:,? (20\d\d))?", row):
        day, month, year = int(found[2]), int(found[1]), found[3]
    if found:
        if not 1 <= day <= 31:
            return None
        return _valid(int(year), month, day) if year else _coming(today, month, day)
    if found := re.search(
        r"\b(?:le|the|au|du) (\d\d?) (?:du mois prochain|of next month|next month|du mois qui vient)", row
    ):
        return _in_month(_months_on(today.replace(day=1), 1), int(found[1]))
    unit = "|".join(_UNIT.values())
    if found := re.search(
        rf"\b(?:le|the|au|d\d)(?: the| le)? (\d\d?)\b(?! ?(?:{unit}|h|heures?|hours?|:|[ap]m|%)\b)", row
    ):
        return _next_with_day(today, int(found[1]))
    if found := re.fullmatch(r"(?:until |till |til |jusqu'?au |a )?(\d\d?)", row):
        return None
    return None


def _named_day(row: str, folded: str, today: date) -> date | None:
    if re.search(r"\b(?:apres le week ?-?end|after the weekend)\b", folded):
        return _next_weekday(today, 0)
    if re.search(r"\b(?:week ?-?end|wkend)\b", folded):
        saturday = _next_weekday(today, 5)
        if re.search(r"\b(?:week ?-?end prochain|next week ?end)\b", folded):
            return saturday
        if re.search(r"\b(?:fin du|end of|ce week|this week|pour le|tout le)\b", folded) and today.weekday() < 6:
            return _next_weekday(today, 6)
        return saturday
    if re.search(
        r"\b(?:semaine prochaine|next week|sem prochaine|semaine pro|semaine d'apres|semaine qui vient)\b", folded
    ):
        named = re.search(r"\bd([0-6])\b", row)
        monday = _next_weekday(today, 0)
        return monday + timedelta(days=int(named[1])) if named else monday
    if found := re.search(r"\bd([0-6])\b(?P<week> en 8| en 15| week\b| in a week)?", row):
        day = _next_weekday(today, int(found[1]))
        return day + timedelta(days=14 if found["week"] == " en 15" else 7) if found["week"] else day
    if re.search(r"\b(?:mois prochain|next month|mois qui vient)\b", folded):
        return _months_on(today.replace(day=1), 1)
    if re.search(r"\b(?:annee prochaine|next year|an prochain)\b", folded):
        return date(today.year + 1, 1, 1)
    if found := re.search(r"\bM(\d+)\b(?:,? (20\d\d))?", row):
        month = int(found[1])
        return date(int(found[2]), month, 1) if found[2] else _coming(today, month, 1)
    return None


def _placed(found: re.Match[str], today: date) -> date | None:
    """`fin août`, `mi-mars`, `début mai`, `end of the month`, `fin de l'année`."""
    year_said = int(found["y"]) if found["y"] else None
    if found["week"] or found["nextweek"]:
        sunday = today if today.weekday() == 6 else _next_weekday(today, 6)
        later = bool(found["weeknext"] or found["nextweek"])
        if found["end"]:
            return sunday + timedelta(days=7 * later)
        return _next_weekday(today, 0) if found["start"] else None
    if found["year"] or found["nextyear"]:
        year = today.year + bool(found["yearnext"] or found["nextyear"])
        return (
            date(year, 12, 31)
            if found["end"]
            else date(year, 7, 1)
            if found["mid"]
            else date(year if year > today.year else year + 1, 1, 1)
        )
    if found["month"]:
        month = int(found["month"][1:])
        first = date(year_said, month, 1) if year_said else _month_to_come(today, month, found)
    else:
        first = _months_on(today.replace(day=1), 1 if found["next"] else 0)
    day = monthrange(first.year, first.month)[1] if found["end"] else 15 if found["mid"] else 1
    placed = first.replace(day=day)
    return (
        placed
        if placed >= today
        else _months_on(first, 1).replace(day=day)
        if found["this"] and not found["end"]
        else placed
    )


def _month_to_come(today: date, month: int, found: re.Match[str]) -> date:
    day = monthrange(today.year, month)[1] if found["end"] else 15 if found["mid"] else 1
    return date(today.year if date(today.year, month, day) >= today else today.year + 1, month, 1)


def _length(row: str, folded: str, today: date) -> date | None:
    """Today plus the length of time said; of two (`2 ou 3 semaines`) none, for that is vague."""
    if _VAGUE.search(folded):
        return None
    row = re.sub(r"\b(\d+) (?:a|ou|or|to|-) \d+ (?=\w)", "quelques ", row)
    found = [one for one in _AMOUNT.finditer(row) if one["n"] or one["half"]]
    if len(found) != 1 or "quelques" in row:
        return None
    one = found[0]
    said = one["n"] or "1"
    if one["n"] in {"la", "the", "this", "cette"} and not one["half"]:
        return _rest_of(one, folded, today)
    number = (
        2.0
        if said.startswith(("couple", "paire"))
        else 1.0
        if not said[0].isdecimal()
        else float(said.replace(",", ".")[:6])
    )
    number = number / 2 if one["half"] else number + (0.5 if one["extra"] else 0)
    if one["d"] or one["w"] or one["f"]:
        each = 1 if one["d"] else 7 if one["w"] else 15 if "quinz" in one["f"] else 14
        return today + timedelta(days=round(number * each)) if 0 < number * each < 4000 else None
    months = number * (1 if one["M"] else 3 if one["q"] else 12)
    if not 0 < months < 120:
        return None
    return _months_on(today, int(months)) + timedelta(days=15 if months % 1 else 0)


def _rest_of(one: re.Match[str], folded: str, today: date) -> date | None:
    """`the week`, `cette semaine`, `the year`: to its end."""
    if one["w"]:
        return today if today.weekday() == 6 else _next_weekday(today, 6)
    if one["y"]:
        return date(today.year, 12, 31)
    if one["M"]:
        return today.replace(day=monthrange(today.year, today.month)[1])
    return today if one["d"] and "journee" in folded else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_month(first: date, day: int) -> date | None:
    return first.replace(day=day) if 1 <= day <= monthrange(first.year, first.month)[1] else None


def _coming(today: date, month: int, day: int) -> date | None:
    """The first such day after today; the 29th of February waits for its year."""
    for year in range(today.year, today.year + 9):
        found = _valid(year, month, day)
        if found and found > today:
            return found
    return None


def _next_with_day(today: date, day: int) -> date | None:
    first = today.replace(day=1)
    for months in range(13):
        found = _in_month(_months_on(first, months), day)
        if found and found > today:
            return found
    return None


def _next_weekday(today: date, weekday: int) -> date:
    """The first such day strictly after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _months_on(day: date, months: int) -> date:
    """Same day some months later, the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _easter(year: int) -> date:
    """Easter Sunday (Meeus, Jones, Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    skipped = (century + 8) // 25
    moon = (19 * golden + century - century // 4 - (century - skipped + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
