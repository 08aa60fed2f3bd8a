"""Several words that say one thing of when somebody is free: rewritten as one word, or an answer by themselves."""

from __future__ import annotations

import re

_REWRITTEN = [
    (re.compile(pattern), by)
    for pattern, by in (
        (
            r"apres ?[- ]?(?:midi|m)s?\b|\baprs? ?[- ]?midis?|\baprems?\b|\bap\.? ?m(?:idi)?\b|\baft(?:er)?noons?\b",
            " aprem ",
        ),
        (r"\bweek[ -]?ends?\b|\bwk[ -]?ends?\b|\bw[./]?e\b|\bfins? de semaines?\b", " weekend "),
        (
            r"\bweek[ -]?days?\b|\bwork(?:ing)? ?days?\b|"
            r"\b(?:les |tous les )?jours? (?:de (?:la )?semaine|ouvr\w+|de travail)|"
            r"\bduring the (?:working )?week\b|"
            r"\b(?:pendant|durant|dans|en|la|de la|de|ds la|d) semaine\b(?! prochaine)|"
            r"\b(?:in|through) the week\b|\bweek(?= (?:evening|morning|night|afternoon)s?)",
            " weekday ",
        ),
        (r"\b(?:toute? la )?matinee?s?\b", " matin "),
        (
            r"\b(?:en fin d[e']? ?(?:journee|jour)|fins? d[e']? ?journees?|after (?:work|school|hours)|"
            r"apres (?:le |mon )?(?:boulot|travail|taf|bureau|ecole|cours|les cours|diner|l'ecole)|"
            r"late at night|at night|end of the day|"
            r"teatime|after (?:dinner|tea|supper)|apres (?:le )?(?:diner|souper))\b",
            " soir ",
        ),
        (
            r"\b(?:fins?|debuts?|milieu) d['e] ?(?:l'|la |le )?(?=aprem|matin|soir)|"
            r"\b(?:early|late|mid)[ -](?=morning|afternoon|evening|aprem)",
            " ",
        ),
        (
            r"\b(?:(?:avant|jusqu'? ?au?) (?:le |de )?(?:boulot|travail|taf|dejeuner|midi)|"
            r"(?:before|until|till) (?:work|lunch|noon)|first thing(?: in the morning)?)\b",
            " matin ",
        ),
        (
            r"\b(?:entre midi et (?:deux|2)|pause (?:dejeuner|midi)|(?:a |le )?midis?|"
            r"lunch ?(?:time|break|hour)s?|at noon|apres (?:manger|(?:le )?dejeuner)|after lunch)\b",
            " aprem ",
        ),
        (
            r"\b(?:toute la journee|all day(?: long)?|la journee entiere|whole day|journee (?:entiere|complete)|"
            r"du matin au soir|matin midi et soir|morning noon and night)\b",
            " allday ",
        ),
        (
            r"\b(?:en|dans la|pendant la|la|de) journee\b|"
            r"\b(?:during the day|in the day(?:time)?|day ?times?|office hours|school hours)\b",
            " daytime ",
        ),
        (
            r"\bpas (?:de (?:souci|probleme|soucis)|mal)\b|\bno (?:problem|worries|trouble)\b|"
            r"\bsans (?:souci|probleme)s?\b|\bpourquoi pas\b|\bwhy not\b|\bnot bad\b|\bpas grave\b",
            " ok ",
        ),
        (
            r"\b(?:can(?:'| )?t|cannot|can not|won'?t|unable)\b|\b(?:no|not (?:any )?) ?good\b|"
            r"\bc'?est mort\b|\bout of the question\b|\bnot possible\b|\bne peux?\b|\bpas possible\b",
            " not ",
        ),
        (
            r"\b(?:a part|en dehors d[ue]s?|mis a part|apart from|other than|aside from|with the exception of|"
            r"a l'exception d[ue]s?|all but|but not|mais pas|et pas|anything but|any(?: ?time| day)? but)\b",
            " except ",
        ),
        (r"\bsinon\b(?= *(?:ca|c'|je|ok|oui|tout|libre|dispo|les autres|le reste|pas de probleme)\b|$)", " . rest ok "),
        (r"\b(lun|mar|mer|merc|jeu|ven|vend|sam|dim|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\.", r" \1 "),
        (
            r"\b(?:le reste(?: de la semaine| du temps)?|otherwise|the rest|any other (?:time|day)|"
            r"(?:tous )?les autres(?: jours)?|autrement)\b",
            " . rest ",
        ),
        (r"\bne? ?\b(?=\w+ que\b)", " "),
    )
]
"""In this order: what one makes, the next may take up."""
ANY_TIME = re.compile(
    r"n'? ?importe (?:quand|quel (?:jour|moment))|nimporte quand|"
    r"(?:quand|comme) (?:vous|tu|on|ca (?:vous|t))'? ?(?:vous |te )?(?:voul\w+|veu\w+|arrange\w*)|"
    r"tout le temps|(?:peu|p[eu]+) importe|(?:ca m'?est|c'?est) egal|7 ?j? ?(?:jours )?(?:/|sur) ?7|"
    r"24 ?h? ?/ ?7|h ?24|24 ?h ?/ ?24|"
    r"any ?(?:time|day|moment|evening or day)|all (?:the time|week|day every day)|whenever|"
    r"tou(?:s|t) les jours|every ?day|each day|chaque jour|tou[st]?jours? (?:libre|dispo\w*)|"
    r"toute la semaine|always|seven days|a tout(?:e)? (?:moment|heure)|jour et nuit|day or night|"
    r"no preference|pas de preference|(?:quel que soit|quelque soit) le (?:jour|moment)|doesn'?t matter|"
    r"(?:totalement|completement|entierement|super|tres|totally|fully|completely|very|pretty) "
    r"(?:flexible|libre|dispo\w*|free)|"
    r"tous? mon temps|je m'?adapte|you (?:choose|pick|decide)|i don'?t mind"
)
"""Found in a folded text: all days suit, or all but those that are said."""
NO_TIME = re.compile(
    r"\b(?:jamais|never|aucune?|rien|nothing|none|indispo\w*|unavailable|nulle?|plus (?:dispo\w*|libre)|"
    r"no ?time|pas (?:le|de|du) temps|not any|zero|nowhere|sick leave|arret maladie|"
    r"no ?(?:availab\w*|days?|thing)|"
    r"(?:pas|not|non|plus|peux?|cant|n'?ai|ne suis)\b.*"
    r"\b(?:dispo\w*|libre|available|free|moment|now|temps|peux?|possible|moments?|creneaux?)|"
    r"not|can not|busy|impossible|debordee?|overloaded|swamped|snowed under)\b"
)
"""Found in a folded text that names no day: they never can."""
UNSURE = re.compile(
    r"\b(?:ca depend|depends|sais pas|don'?t know|dont know|dunno|not sure|pas sur|aucune idee|"
    r"no idea|on verra|variable|we'?ll see|faut voir|je verrai|let me check|je regarde|varies|"
    r"hard to say|pas trop|not much|pas beaucoup|peu de temps|pas souvent|difficile a dire)\b"
)
"""Found in a folded text that names no day: they do not know, or not much."""


def in_single_words(folded: str) -> str:
    """The folded text with each such phrase replaced by one word of the vocabulary, or by `allday`, `daytime` or
    `rest`: `fin de journee sauf le week-end` -> ` soir  sauf le  weekend `."""
    for pattern, by in _REWRITTEN:
        folded = pattern.sub(by, folded)
    return folded
