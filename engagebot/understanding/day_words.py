"""The names and words with which people say when they are free, French and English: each stands for a symbol.

Days are numbers from 0, Monday, to 6; parts of a day are 0, morning (before 12), 1, afternoon (12 to 18), 2, evening.
"""

from __future__ import annotations

from babel import Locale

from .text import Vocabulary, fold, listed

WEEK = frozenset(range(7))
WORKDAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})
MORNING, AFTERNOON, EVENING = range(3)
ALL_PARTS = frozenset({MORNING, AFTERNOON, EVENING})


def _day_names() -> dict[str, str]:
    """`d0`…`d6` -> names of days as CLDR has them in French and English, plurals and what people shorten them to."""
    short = (
        "lun mon lundis",
        "mar tue tues tuesd mardis",
        "mer merc wed weds wednes wedn mercredis wenesday wensday",
        "jeu thu thur thurs thr jeudis jeud",
        "ven fri vendredis vend",
        "sam sat satur samedis sats saterday",
        "dim sun dimanches dimanch suns",
    )
    names: dict[str, str] = {}
    for day in range(7):
        wide = [fold(Locale(locale).days["format"]["wide"][day]) for locale in ("fr", "en")]
        names[f"d{day}"] = " ".join([*wide, *(name + "s" for name in wide), short[day]])
    return names


VOCABULARY = Vocabulary(
    _day_names()
    | {
        "p0": "matin matins matinee matinees morning mornings mat am matinal morn mornin",
        "p1": "aprem aprems apremidi apresmidi apres-midis afternoon afternoons arvo pm midi midis noon "
        "lunchtime lunchtimes lunch",
        "p2": "soir soirs soiree soirees evening evenings eve eves night nights nuit nuits tonight nite "
        "nites soire afterwork",
        "weekend": "weekend weekends wkend wkends we wknd",
        "weekday": "weekday weekdays workdays ouvrables ouvres ouvre",
        "and": "et and n & + ou or ainsi puis plus",
        "to": "au to a - thru through jusqu until till jusque",
        "except": "sauf except excepte hormis excluding bar hors minus",
        "only": "seulement uniquement only exclusivement juste just que plutot preferably surtout mostly mainly",
        "not": "pas not cannot cant ni never jamais neither nor dont no non aucun aucune wont isnt indispo "
        "indisponible impossible unavailable without sans mort",
        "busy": "pris prise occupe occupee busy travaille bosse boulot work working absent absente away taf "
        "taffe travail job complique difficile",
        "free": "libre libres dispo dispos disponible free available peux ok okay ideal good best possible can "
        "works marche convient arrange parfait "
        "prefere prefer suits fine oui yes yep ouais va bon bonne good disponibilite availability disponibilites okey",
        "but": "mais but however donc so si if unless alors because car parce though",
        "ever": "toujours always anytime whenever flexible flexibles",
        "of": "of de d du des on en in the le la les l sur",
    },
    never=listed(
        "mai mars marche mari mais main mains sera suis sans soit sort voir jour jours mois merci "
        "donne demain vend moment sont souvent night "
        "sent soin santa seul pense entre none some sand weeks week when well were then prix prie mat "
        "note matiere matin maman mamie demi "
        "semaine mon ni nuit maison sante vente event events even libre livre merde done wand marie "
        "mardi jeu jeux jeune venir rien sauf bien "
        "work word world worked walk works could would should must most much wait want friend father "
        "rather later after before apres peur"
    ),
)
"""`d0`…`d6` are days, `p0`…`p2` parts of a day; the other symbols are kinds of `day_symbols.Symbol`, but for `weekend`
and `weekday`, which are days."""
_EDGE = {""}
_AFTER_MONDAY = _EDGE | set(
    listed(
        "morning mornings afternoon afternoons evening evenings night nights am pm tue tues wed thu fri sat sun "
        "and or to through thru n , - / + &"
    )
)
_BEFORE_MONDAY = set(listed("on every and or to , & +"))
_BEFORE_DAYS = _EDGE | set(listed("le les la du au ce tous on que sauf et ou and n to matin aprem soir , / - + &"))
_AFTER_OTHERS = set(listed("can are have could will all de travaille"))
_BEFORE_HAS = _EDGE | set(listed("l il y on"))
"""Neighbours of short words that also have another, commoner meaning. The edge: the text begins or ends there."""


def is_meant(word: str, before: str, after: str) -> bool:
    """Whether a word means here what the vocabulary has for it. Most do; but `mon` is Monday or `my`, `we` the weekend
    or the pronoun, `jeu` Thursday or a game, `a` `to` or `has`. `before`, `after`: the words beside it, empty for
    none."""
    match word:
        case "mon":
            return after in _AFTER_MONDAY or before in _BEFORE_MONDAY
        case "we" | "jeu" | "mer" | "mar" | "sun":
            return before in _BEFORE_DAYS and after not in _AFTER_OTHERS
        case "a":
            return before not in _BEFORE_HAS
        case "am":
            return before != "i"
        case "plus":
            return False
        case _:
            return True
