"""What somebody can do or likes, in their words -> labels of the association's catalogue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from .lexicon import CONCEPTS
from .options import Option
from .text import fold, listed, near, stem, words

_STOP = frozenset(
    listed(
        "le la les l un une des de du d et ou a au aux en dans sur pour par avec chez mon ma mes ton "
        "ta tes son sa ses notre nos votre vos leur leurs ce cet cette ces je j tu il elle on nous "
        "vous ils "
        "elles me m te t se s que qu qui ne n y the an of and or to in on at for by with my your our "
        "his her their this that these those i you he she it we they is are be am was as some any "
        "est sont ai avons ont suis peu petit petite petits petites bien tres plus aussi bit little "
        "very also really quite all"
    )
)
_GENERIC = frozenset(
    stem(word)
    for word in listed(
        "gestion organisation animation aide conduite reparation encadrement fabrication "
        "administration developpement accompagnement prise recherche tests lecture visites visite "
        "distribution "
        "langue work support management planning engineering driving repair making design "
        "identification language public bases travail services service soutien atelier ateliers "
        "activites activite help skills general editing media taking control awareness rights droits "
        "education social sociale collective collectif personnes people"
    )
)
_POSITIVE = re.compile(
    r"\b(?:pas mal|pas mauvaise?|pas (?:de|aucun) (?:probleme|souci)s?|pas peur|not bad|not too bad|"
    r"no (?:problem|worries)|pourquoi pas|why not|pas que|pas seulement|not (?:only|just)|"
    r"sans (?:probleme|souci)|"
    r"can'?t (?:stop|get enough)|pas manchot|pas que de|not afraid|never (?:say no|tire|bored)|"
    r"jamais (?:dit non|lasse))\b"
)
_DENIED_BEFORE = re.compile(
    r"\b(?:pas|ni|jamais|aucune?|nulle?s?(?= en)|not|never|no|neither|nor|hate|hates|deteste|detest|"
    r"dont|don'?t|doesn'?t|cannot|can'?t|cant|isn'?t|ain'?t|won'?t|rubbish|useless|hopeless|sauf|"
    r"except|excepte|hormis|"
    r"apart from|a part|anything but|tout sauf|terrible|mauvaise?s? en|plus (?:de|du)|sans|without|"
    r"zero|ras le bol|marre|fed up with|avoid|eviter|instead of|rather than|plutot que|au lieu)\b"
)
_DENIED_AFTER = re.compile(
    r"(?:c'?est |ce n'est |c |ca |is |are |isn'?t |aren'?t |'s )?\b(?:pas (?:mon|ma|trop mon|"
    r"pour moi|vraiment|du tout|mes|possible)|not (?:my|for me|really|at all)|no thanks|non merci|"
    r"tres peu pour moi|j'?aime pas|je deteste|i hate|isn'?t my|aren'?t my|bof|m'ennuie|bores? me|"
    r"j'y connais rien|je n'y connais rien|i know nothing|c'?est non|non plus|not so much|moins)\b"
)
_CLAUSE = re.compile(
    r"[,;.!?\n:()]+|\b(?:mais|but|par contre|en revanche|however|though|although|sinon|"
    r"plutot(?! que)|rather(?! than)|instead(?! of))\b"
)
_NOTHING = re.compile(
    r"\b(?:rien|aucune?|nothing|none|nada|no skills?|pas (?:de|grand)|zero|que dalle|"
    r"ne sais (?:rien|pas) faire|nulle part|not much|pas grand chose|no interests?)\b"
)


WORDS_READ = 250
"""Words of an answer that are read at all."""

WORDS_WITH_TYPOS = 120
"""Words of an answer in which slips of the pen are looked for: that costs time."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that together speak for a label; a trailing `*` in the list means any ending."""

    terms: tuple[str, ...]
    open_ended: tuple[bool, ...]
    exact: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    root: str
    start: int


@lru_cache(maxsize=8_192)
def _phrase(written: str) -> _Phrase:
    parts = [part for part in re.findall(r"[^\W_]+\*?", written) if part.rstrip("*") not in _STOP] or re.findall(
        r"[^\W_]+\*?", written
    )
    bare = tuple(part.rstrip("*") for part in parts)
    return _Phrase(
        terms=tuple(part if star.endswith("*") else stem(part) for part, star in zip(bare, parts, strict=True)),
        open_ended=tuple(part.endswith("*") for part in parts),
        exact=bare,
    )


@lru_cache(maxsize=512)
def _phrases(option: Option) -> tuple[tuple[_Phrase, bool], ...]:
    """All that speaks for a label, and whether a slip of the pen is forgiven in it (in its own names, not in the
    lexicon's words)."""
    own: list[str] = []
    for name in (option.label, *option.aliases):
        folded = fold(name)
        own.append(folded)
        own += [piece for piece in re.split(r"\b(?:et|and|&|ou|or)\b|[/,]", folded) if piece.strip()]
    found = [(_phrase(name), True) for name in dict.fromkeys(own) if _phrase(name).terms]
    for name in (option.label, *option.aliases):
        specific = [part for part in words(fold(name)) if stem(part) not in _GENERIC and part not in _STOP]
        if specific and len(specific) < len(_phrase(fold(name)).terms):
            found.append((_phrase(" ".join(specific)), True))
    found += [(_phrase(evidence), False) for evidence in _evidence(option)]
    return tuple(dict.fromkeys(found))


def _evidence(option: Option) -> list[str]:
    """The lexicon's words for the concepts that a label names; of the keys found in it the longest count."""
    best = 0
    found: list[str] = []
    label = {stem(word) for word in words(fold(option.label)) if word not in _STOP}
    plain = fold(option.label)
    for keys, evidence in CONCEPTS:
        for key in keys:
            terms = _phrase(key)
            inside = all(
                any(one.startswith(term) for one in words(plain)) if is_open else term in label
                for term, is_open in zip(terms.terms, terms.open_ended, strict=True)
            )
            if inside and len(terms.terms) >= best:
                if len(terms.terms) > best:
                    best, found = len(terms.terms), []
                found += [*evidence, *keys]
    return found


def read_labels(text: str, options: Sequence[Option]) -> list[str] | None:
    """Labels spoken for, in the order said; what they deny is left out. `[]` when they say they have none, `None`
    when nothing fits."""
    folded = fold(text)
    found = _found(folded, options)
    if found:
        return [options[at].label for at in found]
    return (
        []
        if _NOTHING.search(folded)
        and len(words(folded)) <= 8
        and not re.search(r"\b(?:sais pas|don'?t know|idee|idea)\b(?! faire)", folded)
        else None
    )


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text that speak of an option, by a name of its `own` or by a word that the lexicon has for it."""

    option: int
    words: tuple[str, ...]
    own: bool


def mentions(text: str, options: Sequence[Option]) -> list[Mention]:
    """What a text speaks of, in the order said, denied or not: "je ne comprends rien à la compta" is about accounts.
    `[]`: nothing that is known."""
    said = _told(fold(text), denied=True)
    hits = _hits(said, tuple(options))
    roots = {word.start: word.root for word in said}
    kept = [one for one in hits if not any(_outweighs(other, one, roots) for other in hits)]
    spoken = [
        Mention(at, tuple(word.text for word in said if start <= word.start < end), own)
        for start, end, at, own in sorted(kept)
    ]
    return list(dict.fromkeys(spoken))


_OBJECTS = frozenset(
    stem(word)
    for word in listed(
        "video videos texte textes article articles enfants kids children site livres books films people"
    )
)
"""Things that many skills are done to: right after another skill's words (`je sous-titre des vidéos`) they say
nothing of their own."""


def _found(folded: str, options: Sequence[Option]) -> list[int]:
    """Places of the options spoken for."""
    said = _told(folded)
    roots = {word.start: word.root for word in said}
    hits = _hits(said, tuple(options))
    kept = [one for one in hits if not any(_outweighs(other, one, roots) for other in hits)]
    return list(dict.fromkeys(at for _, _, at, _ in sorted(kept)))


def _outweighs(other: tuple[int, int, int, bool], one: tuple[int, int, int, bool], roots: dict[int, str]) -> bool:
    """Whether another option's words make these ones moot: more of the same words, its own name in them, or a verb
    before an object."""
    start, end, at, own = one
    if other[2] == at:
        return False
    if other[0] <= start and end <= other[1]:
        return other[1] - other[0] > end - start or (other[3] and not own)
    return not own and end - start == 1 and roots.get(start) in _OBJECTS and other[1] == start


def _told(folded: str, denied: bool = False) -> list[_Word]:
    """The telling words of the text without those denied (`pas la compta`, `maths are not my thing`), or with them."""
    out: list[_Word] = []
    place = 0
    folded = re.sub(r"\b(?:qu|[cdjlmnst])'", lambda found: found.group()[:-1] + " ", _POSITIVE.sub(" ", folded))
    for clause in _CLAUSE.split(folded):
        after = _DENIED_AFTER.search(clause)
        before = _DENIED_BEFORE.search(clause)
        if denied:
            kept = clause
        elif after and after.start() > 3 and words(clause[: after.start()]):
            kept = ""
        elif before:
            kept = clause[: before.start()]
        else:
            kept = clause
        for word in words(kept):
            if word in {"et", "and", "ou", "or", "n"}:
                place += 1
            elif word not in _STOP and len(out) < WORDS_READ:
                out.append(_Word(word, stem(word), place))
                place += 1
        place += 1
    return out


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """All phrases of a list of options, found by the first word: whole, by its opening letters, or mistyped."""

    phrases: tuple[tuple[_Phrase, bool, int], ...]
    whole: dict[str, list[int]]
    opening: dict[str, list[int]]
    initial: dict[str, list[int]]
    met: dict[str, tuple[int, ...]]
    """Words already looked up."""


@lru_cache(maxsize=64)
def _catalogue(options: tuple[Option, ...]) -> _Catalogue:
    phrases = tuple((phrase, own, at) for at, option in enumerate(options) for phrase, own in _phrases(option))
    made = _Catalogue(phrases, {}, {}, {}, {})
    for place, (phrase, own, _) in enumerate(phrases):
        first = phrase.terms[0]
        if phrase.open_ended[0]:
            made.opening.setdefault(first[:2], []).append(place)
            continue
        for name in {first, phrase.exact[0]}:
            made.whole.setdefault(name, []).append(place)
        if len(phrase.exact[0]) >= 5 or own:
            made.initial.setdefault(phrase.exact[0][0], []).append(place)
    return made


def _hits(said: list[_Word], options: tuple[Option, ...]) -> list[tuple[int, int, int, bool]]:
    """Where phrases of options stand in the text: first place, place after the last, option, and whether it is the
    option's own name."""
    catalogue = _catalogue(options)
    found: list[tuple[int, int, int, bool]] = []
    for at, word in enumerate(said):
        places = _starts(catalogue, word, at < WORDS_WITH_TYPOS)
        for place in places:
            phrase, own, option = catalogue.phrases[place]
            end = _end(phrase, said, at, own)
            if end is not None:
                found.append((word.start, end, option, own))
    return found


def _starts(catalogue: _Catalogue, word: _Word, forgiving: bool) -> tuple[int, ...]:
    """Phrases whose first word this may be."""
    known = catalogue.met.get(word.text)
    if known is not None:
        return known
    places = [*catalogue.whole.get(word.root, ()), *catalogue.whole.get(word.text, ())]
    places += [
        one
        for one in catalogue.opening.get(word.text[:2], ())
        if word.text.startswith(catalogue.phrases[one][0].terms[0])
    ]
    if forgiving and len(word.text) >= 4 and not any(len(catalogue.phrases[one][0].terms) == 1 for one in places):
        near_ones = catalogue.initial.get(word.text[0], ())
        places += [one for one in near_ones if _same(catalogue.phrases[one][0], 0, word, catalogue.phrases[one][1])]
    found = tuple(dict.fromkeys(places))
    if len(catalogue.met) < 5_000:
        catalogue.met[word.text] = found
    return found


def _end(phrase: _Phrase, said: list[_Word], at: int, own: bool) -> int | None:
    """The place after the phrase's last word, when all its words follow in order, at most two strays between."""
    for term in range(1, len(phrase.terms)):
        ahead = range(at + 1, min(at + 4, len(said)))
        step = next((one for one in ahead if _same(phrase, term, said[one], own)), None)
        if step is None or said[step].start - said[at].start > 4:
            return None
        at = step
    return said[at].start + 1


def _same(phrase: _Phrase, term: int, word: _Word, forgiving: bool) -> bool:
    wanted = phrase.terms[term]
    if phrase.open_ended[term]:
        return word.text.startswith(wanted)
    if word.root == wanted or word.text == phrase.exact[term]:
        return True
    if len(wanted) < 4 or len(word.text) < 4:
        return False
    if (
        forgiving
        and len(wanted) >= 5
        and len(word.root) >= 5
        and (
            word.root.startswith(wanted[: max(5, len(wanted) - 2)])
            and wanted.startswith(word.root[: max(5, len(word.root) - 2)])
        )
    ):
        return True
    if not forgiving:
        # words of the lexicon are many: only long ones, all but one letter right
        return (
            len(word.text) >= 8
            and len(wanted) >= 6
            and OSA.distance(word.text, phrase.exact[term], score_cutoff=1) <= 1
        )
    return len(word.text) >= 5 and near(word.text, phrase.exact[term])


_FILLER_CLAUSE = re.compile(
    r"^(?:bonjour|salut|hello|hi|hey|merci|thanks|thank you|alors|donc|euh|ben|bah|so|well|et|and|"
    r"aussi|also|peut etre|maybe|un peu|a bit|surtout|mostly)\b ?|"
    r"^(?:(?:moi )?(?:je |j'? ?|jy )(?:sais|peux|fais|connais|suis|m'? ?y connais|aime|adore|"
    r"maitrise|pratique|ai (?:fait|deja fait|des notions))|i(?:'m| am| can| know| like| love| do|"
    r"'ve| have)(?: (?:good|great|ok|keen|interested|done))?)\b ?"
    r"(?:(?:bien|un peu|tres bien|deja|faire|plutot|bon(?:ne)?|assez|how to|at|in|on|about|well|en|"
    r"a bit|some|with|de|du|des|la|le|les|d'?|l'?|doing|quite) ?)*"
)


_NO_SKILL = re.compile(
    r"\b(?:habit(?:e|ons|ais)|(?:je )?(?:vis|loge|reside) (?:a|au|en|dans|pres)|nee? (?:a|au|en|le|dans)|\d+ ?ans|born|"
    r"years? old|(?:i )?live (?:in|at|near|on)|my (?:phone|number|address|e-?mail)|"
    r"mon (?:tel\w*|numero|adresse|e?-?mail)|"
    r"ce que je (?:sais|peux) faire|what i can do)\b|\d[ .-]?\d[ .-]?\d[ .-]?\d"
)
"""Where or since when somebody lives, or how to reach them: no word for a catalogue, and passed on to nobody."""


def unknown_pieces(text: str, options: Sequence[Option]) -> list[str]:
    """Pieces of an enumeration that no option explains, as they were written, for organisers to look at."""
    out: list[str] = []
    without_addresses = re.sub(r"\S*@\S*", " ", text[:4_000])
    for raw in re.split(r"[,;.!?\n+]| et | and | puis |&", without_addresses):
        folded = fold(raw)
        if (
            not folded
            or _found(folded, options)
            or _DENIED_BEFORE.search(_POSITIVE.sub(" ", folded))
            or _NOTHING.search(folded)
            or _NO_SKILL.search(folded)
        ):
            continue
        previous = ""
        left = folded
        while left and left != previous:
            previous, left = left, _FILLER_CLAUSE.sub("", left, count=1).strip(" '-")
        telling = [word for word in words(left) if word not in _STOP]
        if (
            1 <= len(telling) <= 4
            and any(len(word) > 2 for word in telling)
            and not re.search(r"\b(?:merci|thanks|please|plait|stp|oui|non|yes|ok|rien|voila|tout|libre|dispo)\b", left)
        ):
            tail = len(left.split())
            out.append(" ".join(raw.split()[-tail:]).strip(" '’\"()") if tail else raw.strip())
    return list(dict.fromkeys(piece for piece in out if piece))
