"""What organisers say of a call for help while they compose it: its words, its kind, whom it is for, what changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .audience_forms import EVERYBODY, EXCEPT, MINUTES, PEOPLE, SMALL, TRIGGERS
from .audience_words import LONGEST, audience_words
from .durations import read_duration
from .ideas import aligned
from .manners import correction
from .options import Option
from .task_facts import people
from .text import fold, listed, stem, words
from .wording import one_of, says, spoken
from .yesno import read_yes_no

_HELLO = r"(?:(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|alors|bon|euh|ok|please|stp|svp)(?: a tous| all)?[ ,!.:;]+)*"
_WANT = (
    r"(?:(?:(?:je|on|nous|i|we) (?:veux|voudrais|voudrait|voudrions|souhaite\w*|aimerais|vais|dois|doit|peux|want to|"
    r"need to|wish to|would like to|'d like to)|j'aimerais|i'd like to|we'd like to|il faudrait|il faut|"
    r"(?:est-ce que )?(?:tu peux|vous pouvez)|peux-tu|pouvez-vous|pourrais-tu|pourriez-vous|can you|could you|let's) )?"
)
_PUT_OUT = (
    r"(?:lance[rzs]?|lancons|fais|faire|faites|envoie[rs]?|envoyer|envoyez|cree[rzs]?|diffuse[rzs]?|publie[rzs]?|"
    r"prepare[rzs]?|redige[rzs]?|compose[rzs]?|ecri(?:s|re|vez)|passe[rzs]?|send(?: out)?|make|launch|start|create|"
    r"write|put out|prepare|compose|new)"
)
_CALL = r"(?:(?:un|une|l'|le|a|an|the|ton|mon|my|our) ?)?(?:nouvel |nouveau |autre |new |another )?(?:appel|call)\b"
_OF_WHAT = (
    r"(?: (?:a l'aide|a l'entraide|aux benevoles|a benevoles|aux? volontaires|a volontaires|urgent|general|"
    r"for help|for hands|for volunteers|to (?:the |all )?(?:volunteers|members)|out))*"
)
_ANNOUNCED = re.compile(
    rf"{_HELLO}(?:{_WANT}{_PUT_OUT} {_CALL}{_OF_WHAT}|{_CALL}{_OF_WHAT}(?= ?(?:[:!,.-]|$)))[ :,.!-]*"
)
_CALL_FOR = re.compile(r"(?:pour|for|afin de)\b ?")
_SAYS_NOTHING = SMALL | frozenset(
    listed(
        "urgent urgente urgence urgemment urgently emergency sos vite tout suite renfort renforts volontaires "
        "volontaire lance lancer lancez appel appels call calls "
        "nouveau nouvel autre new another alerte coup coups immediatement "
        "asap immediately quickly manque manquons lack short staffed missing nombreux plusieurs several few quelques "
        "now bonsoir"
    )
)
"""Words of any call: alone they do not tell people what they are needed for."""

_URGENT = re.compile(
    r"\b(?:urgent\w*|d'urgence|une? urgence|emergency|sos|en catastrophe|asap|tout de suite|right now|right away|"
    r"immediate?ly|immediatement|au plus vite|dans l'heure)\b"
)
_NOT_URGENT = re.compile(
    r"\b(?:pas|plus|rien|not|no longer|isn't|non|aucune?)(?: (?:si|tres|vraiment|d'|that|so|really|an?|une))* ?"
    r"(?:urgent\w*|urgence|presse\w*|emergency)\b|\b(?:no (?:rush|hurry))\b"
)

_KINDS: dict[str, re.Pattern[str]] = {
    "convince": re.compile(
        r"\b(?:convain\w+|persuad\w+|tracter|tractage|demarch\w+|porte[- ]a[- ]porte|faire adherer|rallier|"
        r"convince|win (?:\w+ ){1,3}over|canvass\w*|door[- ]to[- ]door|talk (?:\w+ )?into)\b"
    ),
    "hand_on": re.compile(
        r"\b(?:transmett\w+|transmission|apprendre a (?:des|d'autres|aux|quelqu'un)|enseign\w+|former (?:des|les|"
        r"quelqu'un)|hand(?:ing)? on|pass(?:ing)? (?:it |what \w+ know )?on|teach\w*|train (?:others|somebody|new))\b"
    ),
    "show": re.compile(
        r"\b(?:montr\w+|demonstrations?|presenter|faire visiter|tenir (?:un|notre) stand|show\w*|demonstrat\w*|"
        r"(?:hold|staff|run) (?:a|our) (?:stand|stall)|be there)\b"
    ),
    "inform": re.compile(
        r"\b(?:inform\w*|faire (?:savoir|connaitre|passer)|passer le mot|prevenir les (?:gens|voisins|habitants)|"
        r"annonc\w+|diffuser l'info\w*|faire circuler|relayer|spread (?:the |a )?word|let (?:people|everybody) know|"
        r"announce\w*|tell (?:people|everybody) about)\b"
    ),
    "help": re.compile(
        r"\b(?:aide[rz]?|aidez|coups? de mains?|bras|renforts?|besoin|il (?:nous |me |m'en |en )?(?:faut|"
        r"faudrait|manque)|"
        r"(?:on|nous) manqu\w+|cherch\w+|recherch\w+|qui (?:peut|pourrait)|sos|help\w*|hands?|need\w*|looking for|"
        r"(?<!those )(?<!people )(?<!somebody )who (?:can|could)|short of)\b"
    ),
}
"""Looked for in this order: nearly every call also says that help is needed."""

_AUDIENCE = re.compile(
    r"\b(?:(?:plutot|seulement|uniquement|surtout|de preference|idealement|only|rather|preferably|ideally|"
    r"especially) )?"
    r"(?:(?:a|aux|to|parmi|among) )?(?:tous |toutes |les |des |the |all )?"
    r"(?:ceux|celles|gens|personnes?|pers|benevoles?|membres?|volontaires?|quelqu'un|qqn|those|people|persons?|"
    r"volunteers?|members?|anyone|anybody|somebody|someone|everybody|everyone|tout le monde) "
    r"(?:qui|who|that|du groupe|de l'equipe|du salon|des? groupes?|in the (?:group|room|team)|of the (?:group|team)|"
    r"from the (?:group|team)|(?:habitant|parlant|sachant|sans|living|speaking|free|libres|dispos?|"
    r"disponibles) )[^.!?\n]*"
)
"""From where it is told who is meant, to the end of the sentence."""
_ENDS_AUDIENCE = re.compile(
    r" (?:pour|afin|for|in order)\b(?! (?:le|la|les|the)? ?(?:week|matin|soir|morning|evening))"
)
_GOES_ON = re.compile(r" ?(?:sauf|except|hormis|mais|but|et|and|ou|or|qui|who|pas|not|plutot|sans|without)\b")

_OF_ONESELF = re.compile(r"\W*(?:j'?ai|i have|i've(?: got)?|i got) ")
"""How much time somebody has is not how much a call takes."""
_LABELS = {
    "words": r"(?:le )?(?:texte|message)|(?:the )?(?:text|words|message|wording)|les mots",
    "whom": r"(?:pour|a) qui|destinataires?|(?:le )?public|whom?|to whom|for whom|audience|recipients?",
    "kind": r"(?:le )?(?:genre|type)(?: d'appel)?|(?:the )?(?:kind|type|sort)(?: of call)?",
    "topic": r"(?:le )?(?:sujet|theme)|(?:the )?(?:topic|subject)",
}
_LABEL = re.compile(
    r"^\W*(?:(?:non|no|change[rz]?|modifie[rz]?|mets|set),? )?(?:"
    + "|".join(rf"(?P<{key}>{form})" for key, form in _LABELS.items())
    + r") ?[:=] ?"
)
_TO = re.compile(
    r"^(?:(?:non|no|envoie(?:-l[ae])?|send(?: it)?|adresse(?:-l[ae])?|plutot|rather|pour|for|only|seulement|"
    r"just|juste)[ ,]+)*"
    r"(?:a|aux|to|pour|for) (?=\S)"
)
_FINE = one_of(
    r"""
    (?:ne )?(?:change\w*|touche\w*) (?:plus )?rien
    (?:rien|nothing)(?: (?:a changer|ne change|to change|changes))?
    (?:leave|laisse\w*) (?:it|comme ca|tel quel)(?: as it is)?
    """
)
_SEND = one_of(
    r"""
    (?:oui |yes |ok |go |vas y |allez |allons y )*(?:tu peux |vous pouvez |you can |please |on |je l )?(?:l )?(?:
      envo\w+|send|lance\w*|diffuse\w*|publie\w*|launch)(?:
      [ ](?:le|la|it|l|appel|call|the|now|maintenant|comme ca|like that|out))*
    (?:oui|yes|yep|yeah|ouais)
    (?:let s )?go
    (?:allez|vas|allons) y
    feu vert
    c est parti
    je (?:confirme|valide)
    i confirm
    go ahead
    """
)
_CHANGE = one_of(
    r"""
    (?:je (?:veux|voudrais|vais)|j aimerais|i (?:want|would like|d like) to|let me|let s|on va)?(?: le| la| l)? ?(?:
      chang\w*|modifi\w*|corrig\w*|edit\w*|alter|revoir|amend)(?:
      [ ](?:quelque chose|something|it|le|la|l|appel|call|the|un|one|truc|thing|ca|that))*
    pas (?:encore|tout a fait|comme ca)
    not (?:yet|quite|like that)
    """
)
_CANCEL = one_of(
    r"""
    (?:non|no|nope|nan)
    (?:laisse\w*|laissons) tomber
    (?:j |je )?(?:abandonne\w*|annule\w*|renonce\w*|oublie\w*)(?: (?:le|la|l|tout|appel))*
    (?:never ?mind|nevermind|forget it|drop it|cancel(?: it| the call)?|scrap it|don t send(?: it)?)
    (?:ne )?(?:l |le )?(?:envo\w+) pas
    surtout pas
    (?:plus besoin|no longer needed|not needed)
    """
)


SHORTEST = 2
"""Words: "bof" calls nobody."""
SO_NEAR = 12
"""Characters between "sauf" and who is left out."""
SHORT_KIND = 4
"""Words: "c'est pour informer" and "rather urgent" say what it is, and nothing of whom it is for."""


def call_text(text: str) -> str | None:
    """The words that people will read, without "lance un appel :" before them; None: they do not say yet what people
    are needed for."""
    shown, plain = aligned(text.strip())
    if announced := _ANNOUNCED.match(plain):
        end = announced.end()
        if more := _CALL_FOR.match(plain, end):
            end = more.end()
        shown, plain = shown[end:], plain[end:]
    said = shown.strip(' \n-:,;"«»“”')
    rest = MINUTES.sub(" ", PEOPLE.sub(" ", fold(said)))
    telling = [word for word in words(rest) if word not in _SAYS_NOTHING and not word.isdecimal() and len(word) > 1]
    if not telling or len(words(fold(said))) < SHORTEST:
        return None
    return said[0].upper() + said[1:]


def urgent(text: str) -> bool | None:
    """Whether it cannot wait; None: not said."""
    folded = fold(text)
    if _NOT_URGENT.search(folded):
        return False
    return True if _URGENT.search(folded) else None


def without_urgency(text: str) -> str:
    """How soon says nothing of what it is about."""
    shown, plain = aligned(text)
    for found in _URGENT.finditer(plain):
        shown = shown[: found.start()] + " " * (found.end() - found.start()) + shown[found.end() :]
    return shown


def named(text: str, entries: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Of (id, names) the id of which a name is said first, all its telling words; '': none is. What a word merely makes
    one think of does not count: people may be left out for it."""
    said = [stem(word) for word in words(fold(text))]
    found = []
    for id_, names in entries:
        for name in names:
            telling = {stem(word) for word in words(fold(name)) if word not in SMALL and len(word) > 1}
            if telling and telling <= set(said):
                found.append((min(said.index(word) for word in telling), id_))
    return min(found)[1] if found else ""


def call_kind(text: str) -> str | None:
    """inform, show, convince, hand_on, help; None: not said."""
    folded = fold(text)
    return next((kind for kind, form in _KINDS.items() if form.search(folded)), None)


def whom(text: str) -> str | None:
    """As an answer to whom it is for: any words, but those that correct a number or a time."""
    rest = correction(text)
    if rest and _only_numbers(rest):
        return None
    said = text.strip()
    return said if any(map(str.isalnum, said)) else None


def _only_numbers(text: str) -> bool:
    left = MINUTES.sub(" ", PEOPLE.sub(" ", fold(text)))
    return all(word.isdecimal() or word in SMALL for word in words(left))


def whom_along(text: str) -> str | None:
    """The part of a message about something else that says whom it is for; None: none does."""
    shown, plain = aligned(text)
    if found := _AUDIENCE.search(plain):
        end = found.end()
        begin = _before_except(plain, found.start())
        if begin < found.start():
            return shown[begin:end].strip(" ,;")
        if stop := _ENDS_AUDIENCE.search(plain, found.start() + 1, end):
            end = stop.start()
        first, *others = re.split(r"([,;])", plain[found.start() : end])
        length = len(first)
        for mark, piece in zip(others[::2], others[1::2], strict=True):
            if not _GOES_ON.match(piece) and not TRIGGERS.match(piece.lstrip()):
                break
            length += len(mark) + len(piece)
        return shown[found.start() : found.start() + length].strip(" ,;")
    if found := EVERYBODY.search(plain):
        return shown[found.start() : found.end()]
    return None


def _before_except(plain: str, at: int) -> int:
    """Where "tout le monde, sauf" begins before "ceux du groupe vélo"; `at`, where nobody is left out there."""
    clause = max(plain.rfind(mark, 0, at) for mark in ".!?:\n") + 1
    left_out = [one for one in EXCEPT.finditer(plain, clause) if at - SO_NEAR <= one.end() <= at]
    if not left_out:
        return at
    before = EVERYBODY.search(plain, clause, left_out[-1].start())
    return before.start() if before else left_out[-1].start()


def call_change(
    text: str, skills: Sequence[Option] = (), interests: Sequence[Option] = ()
) -> dict[str, Any] | None:
    """What becomes otherwise of a call that lies before somebody; keys only where said: words, whom, topic (words of
    theirs), kind, people, minutes, urgent. {"op": "fine"}: nothing; None: nothing recognised."""
    shown, plain = aligned(text)
    if label := _LABEL.match(plain):
        key = next(name for name, found in label.groupdict().items() if found)
        value: str | None = shown[label.end() :].strip(' "«»“”')
        value = call_kind(value or "") if key == "kind" else value
        return {key: value} if value else None
    if len(text) > LONGEST:
        return None
    if says(spoken(text), _FINE):
        return {"op": "fine"}
    change: dict[str, Any] = {}
    rest = correction(text) or text
    if _OF_ONESELF.match(fold(rest)):
        return None
    if (hurry := urgent(rest)) is not None:
        change["urgent"] = hurry
    if (count := people(rest)) is not None:
        change["people"] = count
    time = MINUTES.search(fold(rest))
    if time and (length := read_duration(time["time"])):
        change["minutes"] = length["minutes"]
    kind = call_kind(rest)
    if kind not in (None, "help") and not change and len(rest.split()) <= SHORT_KIND:
        change["kind"] = kind
    elif not (hurry is not None and len(rest.split()) <= SHORT_KIND) and (
        meant := _whom_instead(rest, skills, interests)
    ):
        change["whom"] = meant
    return change or None


def _whom_instead(text: str, skills: Sequence[Option], interests: Sequence[Option]) -> str | None:
    """Whom it is for instead, of a change; the numbers in it are no part of that."""
    shown, plain = aligned(text)
    to = _TO.match(plain)
    begins = _AUDIENCE.match(plain, to.end() if to else 0)
    if begins and not _ENDS_AUDIENCE.search(plain, begins.start() + 1):
        return shown[begins.start() :].strip()
    if said := whom_along(text):
        return said
    meant = audience_words(text, skills=skills, interests=interests)
    named = bool(
        meant.skills or meant.wants or meant.interests or meant.places or meant.languages or meant.groups
        or meant.not_groups or meant.newcomers is not None or meant.everybody
    )  # fmt: skip
    if to:
        return shown[to.end() :].strip() if named or meant.days else None
    return text.strip() if named and not meant.unknown else None


def call_decision(text: str) -> str | None:
    """Of a call that lies ready: send, change, cancel; None: not said."""
    if len(text) > 120 or "?" in text:
        return None
    said = spoken(text)
    if not words(said):
        sign = read_yes_no(text)
        return None if sign is None else "send" if sign else "cancel"
    if says(said, _CANCEL, 0):
        return "cancel"
    if says(said, _CHANGE, 0):
        return "change"
    negated = re.search(r"\b(?:ne|pas|don t|not|never|jamais|attends?|wait)\b", said)
    return "send" if not negated and says(said, _SEND, 0) else None
