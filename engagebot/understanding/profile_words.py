"""Changes to one's profile, in words: "enlève la compta", "j'habite à Lyon", "vouvoie-moi", "c'est bon"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from engagebot.understanding.answers import Option, read
from engagebot.understanding.levels import levels
from engagebot.understanding.text import fold

FINE = re.compile(
    r"^(?:non|nan|no|nope|rien|nothing|ok|okay|parfait|perfect|nickel|super|merci|thanks?|ras|"
    r"tout (?:va |est )?(?:bien|bon)|"
    r"(?:c'?est |cest )?(?:tout )?(?:tres )?(?:bon|bien|correct|parfait|ca)(?: comme (?:ca|cela))?|comme (?:ca|cela)|"
    r"(?:it'?s |it is |that'?s |that is |its |all is )?(?:all )?(?:fine|good|right|it|ok|well)"
    r"(?: (?:as it is|like that))?|"
    r"ne change rien|leave it|non merci|no thanks?|rien a changer|nothing to change|👍|ok pour moi)[ .!]*$"
)
TAKE_OFF = r"enleve[rz]?|retire[rz]?|supprime[rz]?|efface[rz]?|oublie[rz]?|vire[rz]?|ote[rz]?|remove|delete|drop|forget"
"""Verbs by which something written down is to go."""
_TAKE_OFF = rf"{TAKE_OFF}|take (?:off|out|away)"
_NO_LONGER = r"no longer|any ?more|ne .{1,24} plus|n'.{1,24} plus|j'? ?(?:fais|suis) plus"
REMOVES = re.compile(rf"\b(?:{_TAKE_OFF}|{_NO_LONGER})\b")
ASKS_TO_TAKE_OFF = re.compile(
    r"^(?:(?:oui|non|nan|yes|no|nope|ah|euh|mais|but|ok|please|stp|alors|then|just|juste)\W+)*"
    r"(?:(?:tu peux|peux[- ]tu|vous pouvez|pouvez[- ]vous|il faut|faut|je veux|je voudrais|can you|could you|you can|"
    r"i want to|i'd like to|let's|please) )?"
    rf"(?:{_TAKE_OFF})\b"
)
"""Whoever can "remove rust" or "drop leaflets" says so in the middle of a sentence."""
IS_NO_LONGER = re.compile(rf"\b(?:{_NO_LONGER})\b")
ERASES = re.compile(
    r"\b(?:efface[rz]?|supprime[rz]?|oublie[rz]?|erase|delete|forget|remove) ?-? ?"
    r"(?:moi|tout|toutes|me|everything|all|my (?:data|account)|mes donnees|mon compte)\b|\btout effacer\b"
)
"""That is another wish: all of it, not a line."""
NEGATION = re.compile(r"\b(?:ne|n'|plus|pas|no longer|not|any ?more|don'?t)\b")
ADDS = re.compile(r"\b(?:ajoute[rz]?|rajoute[rz]?|note[rz]? aussi|add|also note)\b")
CALLS_AGAIN = re.compile(
    r"\b(?:(?:a nouveau|de nouveau|encore|remets?|remettez|redonne\w*|reprends|again)\b.{0,30}\b(?:appels?|calls?)\b|"
    r"(?:appels?|calls?)\b.{0,60}\b(?:a nouveau|de nouveau|encore|again|once more))\b"
)
"""Calls for help about what one had wanted no more of."""
FACT_NAMES = {
    "place": re.compile(r"\b(?:ville|lieu|commune|adresse|endroit|town|city|place|address|where i live)\b"),
    "local_group": re.compile(r"\b(?:groupe|group)\b"),
    "languages": re.compile(r"\b(?:langues?|languages?)\b"),
    "weekly_minutes": re.compile(r"\b(?:heures?|temps|hours?|amount|par semaine|a week)\b"),
    "spare_minutes": re.compile(r"\b(?:en ce moment|aujourd'?hui|today|right now)\b"),
    "time_zone": re.compile(r"\b(?:fuseau|time ?zone)\b"),
}
ENDS = r"(?=\s*(?:$|[\n,;.!?])|\s+(?:et|mais|and|but)\s+(?:que\s+)?(?:je|j['’]|i['’]|i\s))"
"""Of a place or a group: "j'habite à Lyon et je sais cuisiner"."""
SAID = {
    "place": re.compile(
        r"(?:j['’]habite|je vis|j['’]ai d[ée]m[ée]nag[ée]e?|je me suis install[ée]e?|ma ville(?: est|"
        r" c['’]est)?|lieu|i live|i moved|"
        r"i['’]?m based|my (?:town|city)(?: is)?|place)\s*:?\s*(?:[àa]|au|aux|en|dans|sur|in|to|at|near|"
        rf"pr[èe]s de)?\s+(?P<value>[^\n,;.!?]{{2,60}}?){ENDS}",
        re.I,
    ),
    "local_group": re.compile(
        r"(?:groupe local|groupe|local group|my group)(?: est| is)?\s*:?\s*(?:de |d['’]|du |of |"
        rf"in )?(?P<value>[^\n,;.!?]{{2,60}}?){ENDS}",
        re.I,
    ),
    "languages": re.compile(
        r"(?:je parle(?: aussi)?|langues?\s*:|i (?:also )?speak|languages?\s*:)\s*(?P<value>[^\n;.!?]{2,80})", re.I
    ),
    "name": re.compile(
        r"(?:appelle[- ]moi|appelez[- ]moi|je m['’]appelle|mon pr[ée]nom(?: est| c['’]est)?|call me|"
        r"my name is)\s+(?P<value>[^\n,;.!?]{1,40})",
        re.I,
    ),
    "time_zone": re.compile(
        r"\b(?P<value>(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Za-z_/-]+)"
    ),
}
VOUS = re.compile(r"\b(?:vouvo\w*|dis(?:-| )moi vous|dites(?:-| )moi vous)\b")
TU = re.compile(r"\b(?:tuto(?:ie|yer|yons|yez|ies)\w*|dis(?:-| )moi tu)\b")
SHOWS = re.compile(r"\b(?:montre[rz]?|affiche[rz]?|visibles?|show|share|partage[rz]?)\b")
HIDES = re.compile(r"\b(?:cache[rz]?|masque[rz]?|invisibles?|hide|private|prives?)\b")
INTERESTS_NAMED = re.compile(r"\b(?:centres? d'interet|interets?|interests?)\b")

Change = dict[str, Any]


def profile_change(text: str, skills: Sequence[Option], interests: Sequence[Option]) -> Change | None:
    """{"op": "fine"}, or {"op": "change", …what…}; None: it was not about the profile.

    Keys of a change, each only if said: calls_again (the words, folded), remove_skills, remove_interests (labels),
    remove_slots (day parts), remove_facts (kinds), add_skills (label -> level), add_interests (labels),
    facts (kind -> words), visible (bool).
    """
    folded = fold(text)
    if FINE.match(folded):
        return {"op": "fine"}
    if ERASES.search(folded):
        return None
    if CALLS_AGAIN.search(folded):
        return {"op": "change", "calls_again": folded}
    change = _removed(folded, skills, interests) if REMOVES.search(folded) else _told(text, folded, skills, interests)
    return {"op": "change", **change} if change else None


def takes_off(text: str) -> bool:
    """Whether something is to go, in so many words: "enlève la compta", and not "je ne fais plus de compta"."""
    return ASKS_TO_TAKE_OFF.search(fold(text)) is not None


def no_longer(text: str) -> bool:
    """Whether something is not so any more: "je ne fais plus de compta"."""
    return IS_NO_LONGER.search(fold(text)) is not None


def _removed(folded: str, skills: Sequence[Option], interests: Sequence[Option]) -> Change:
    rest = NEGATION.sub(
        " ", REMOVES.sub(lambda m: " " + NEGATION.sub(" ", m[0].split(" ", 1)[-1] if " " in m[0] else "") + " ", folded)
    )
    change: Change = {}
    if named := list(levels(rest, skills)):
        change["remove_skills"] = named
    if liked := list(levels(rest, interests, "interests")):
        change["remove_interests"] = liked
    week = read("availability", rest)
    if isinstance(week, dict) and 0 < len(week["slots"]) < 21:
        change["remove_slots"] = week["slots"]
    if not change and (facts := [kind for kind, names in FACT_NAMES.items() if names.search(rest)]):
        change["remove_facts"] = facts[:1]
    if not change:
        change["remove_words"] = " ".join(rest.split())
    return change


def _told(text: str, folded: str, skills: Sequence[Option], interests: Sequence[Option]) -> Change:
    facts = {kind: found["value"].strip() for kind, form in SAID.items() if (found := form.search(text))}
    if VOUS.search(folded):
        facts["address"] = "vous"
    elif TU.search(folded):
        facts["address"] = "tu"
    change: Change = {"facts": facts} if facts else {}
    if INTERESTS_NAMED.search(folded) and (SHOWS.search(folded) or HIDES.search(folded)):
        change["visible"] = not HIDES.search(folded)
    elif ADDS.search(folded):
        rest = ADDS.sub(" ", folded)
        if named := levels(rest, skills):
            change["add_skills"] = named
        if liked := list(levels(rest, interests, "interests")):
            change["add_interests"] = liked
    return change
