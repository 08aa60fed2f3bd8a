"""What people say of a task, for whoever reads answers about one. Here: changes to it ("titre : …", "30 minutes et
2 personnes", "c'est bon"); the rest comes from the modules beside."""

from __future__ import annotations

import re
from typing import Any

from .consent_words import agrees, objection
from .ideas import NUMBER, PERSONS, aligned, idea
from .profile_words import FINE
from .task_facts import condition, effort, horizon, people, place, place_said
from .text import fold

__all__ = [
    "agrees",
    "condition",
    "effort",
    "horizon",
    "idea",
    "names_board",
    "objection",
    "people",
    "place",
    "place_said",
    "task_change",
]

_INSTEAD = re.compile(r"\b(?:au lieu d|plutot que|instead of|rather than|et non|and not|,? pas |,? not )[^,;]*")
_OF_ONESELF = re.compile(rf"\W*(?:j'?ai|i have|i've(?: got)?|i got)(?: (?:juste|seulement|just|only))? {NUMBER}")
"""How much time somebody has is not how much something takes."""
_LINK = re.compile(r"https?://[^\s<>\"']+", re.I)
_LABELS = {
    "title": r"(?:le )?titre|title|(?:le )?nom|name",
    "description": r"(?:la )?description|(?:les )?details?|descriptif|desc",
    "purpose": r"(?:le )?but|purpose|(?:l')?objectif|goal|(?:l')?utilite|why|pourquoi",
    "place": r"(?:le )?lieu|(?:l')?endroit|(?:the )?place|where|location|ou",
    "effort": r"(?:la )?duree|(?:l')?effort|(?:le )?temps|(?:the )?time|duration|length",
    "people": r"(?:le )?nombre(?: de personnes)?|personnes?|people|combien(?: de personnes)?|how many|benevoles?",
    "horizon": r"horizon|quand|pour quand|when",
}
_NAMED = "|".join(rf"(?P<{key}>{words})" for key, words in _LABELS.items())
_LABEL = re.compile(
    r"(?:^|[\n,;.]|\b(?:et|and)\b|\b(?:change[rz]?|modifie[rz]?|mets|mettez|met|set|change) )\s*(?:(?:change[rz]?|"
    rf"modifie[rz]?|corrige[rz]?|mets|"
    rf"mettez|set|the|my|new|nouveau|nouvelle|non|no),? )*(?:{_NAMED})(?: ?[:=] ?| -> ?|,? (?:c'est|est|devient|sera|"
    rf"is|should be|becomes|en|to|"
    r"serait|devrait etre)(?: plutot| rather)? ?:? ?)(?! ?(?:faux|fausse|mauvaise?|trop|pas|bon|bonne|bien|nul|wrong|"
    r"too|not|incorrect)\b)"
    r"|\b(?P<calls>(?:r?appelle[rz]?|renomme[rz]?|intitule[rz]?)[- ](?:la|le|cette tache|"
    r"la tache)(?: plutot)?(?: en)?|(?:rename|call) (?:it|this|the task)(?: to| as)?) ?:? ?"
    r"|(?:^|[\n,;.]\s*)(?P<serves>(?:ca|cela|elle) (?:sert|servira) a |(?:c'est )?(?=pour qu(?:e |')\w))"
)


_OTHER_FACT = re.compile(
    rf" ?[,;]\s*(?={NUMBER} ?(?:h\b|m\b|mn|min|heure|hour|{PERSONS})|à |on est|en ligne|online)", re.I
)
"""Where another thing begins than the place: not in `12 rue des Lilas, Brest`."""


def task_change(text: str) -> dict[str, Any] | None:
    """Changes to a task, keys only where said: title, description, purpose, link, effort and minutes (as `effort`),
    people, place, horizon. `{"op": "fine"}`: nothing is to change. `None`: nothing recognised."""
    if FINE.match(fold(text)):
        return {"op": "fine"}
    change: dict[str, Any] = {}
    if link := _LINK.search(text):
        change["link"] = link[0].rstrip(".,;:!?)»")
        text = text[: link.start()] + " " + text[link.end() :]
    shown, plain = aligned(text)
    labels = list(_LABEL.finditer(plain))
    ends = [label.start() for label in labels[1:]] + [len(plain)] * bool(labels)
    rest = shown[: labels[0].start()] if labels else shown
    for label, end in zip(labels, ends, strict=True):
        key = next(name for name, found in label.groupdict().items() if found is not None)
        value, *more = shown[label.end() : end].split("\n", 1)
        rest += "\n" + "".join(more)
        value = value.strip(' ,;:"«»“”')
        if key == "serves":
            key = "purpose"
        elif key in {"place", "effort", "people", "horizon"}:
            value, *after = re.split(_OTHER_FACT, value, maxsplit=1)
            rest += "\n" + "".join(after)
        change.update(_labelled("title" if key == "calls" else key, value))
    if not re.fullmatch(r"\W*\d*\W*", rest):
        length = None if _OF_ONESELF.match(fold(rest)) else effort(_INSTEAD.sub(" ", fold(rest)))
        said = {"people": people(rest), "place": place_said(rest), "horizon": horizon(rest)}
        change = {**(length or {}), **{key: value for key, value in said.items() if value is not None}, **change}
    return change or None


def _labelled(key: str, value: str) -> dict[str, Any]:
    match key:
        case "effort":
            return effort(value) or {}
        case "people" | "place" | "horizon":
            read = {"people": people, "place": place, "horizon": horizon}[key](value)
            return {} if read is None else {key: read}
        case _:
            return {key: value.rstrip(".") if key == "title" else value} if value else {}


_BOARD = re.compile(r"\b(?:tableau|board)\b")


def names_board(text: str) -> bool:
    """Whether the board of tasks is meant, rather than the list to choose from."""
    return bool(_BOARD.search(fold(text)))
