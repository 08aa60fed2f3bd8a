"""`la deuxième`, `4️⃣`, `plutôt Louise`, `1 et 3`, `tout sauf la cuisine` -> places in a list of options."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from .durations import read_duration
from .numerals import in_digits, tokens
from .options import Option
from .text import fold, listed, near, stem, words
from .yesno import read_yes_no

LONGEST_CHOICE = 600
"""Characters in which a choice is looked for: nobody picks one of a few things in more."""

_ORDINALS = {
    word: number
    for number, listed in enumerate(
        (
            "premier premiere 1er 1ere 1re first 1st prem prems",
            "deuxieme second seconde 2e 2eme 2nd 2nde deuxiem deuxime sconde",
            "troisieme third 3e 3eme 3rd troisiem",
            "quatrieme fourth 4e 4eme 4th quatriem forth",
            "cinquieme fifth 5e 5eme 5th cinquiem",
            "sixieme sixth 6e 6eme 6th",
            "septieme seventh 7e 7eme 7th",
            "huitieme eighth 8e 8eme 8th eigth",
            "neuvieme ninth 9e 9eme 9th",
            "dixieme tenth 10e 10eme 10th",
        )
    )
    for word in listed.split()
}
_LAST = frozenset(listed("dernier derniere last derniers dernieres bottom final lastone derniere"))
_FILLERS = frozenset(
    listed(
        "le la les l un une numero num no n nr option options choix choice number the one ones please "
        "pls plz stp svp s il te vous plait merci thanks thank you je j prends prend "
        "choisis choisi veux voudrais vais prendre pour opte i ll take ill want choose pick like would "
        "d go with for celui celle ceux celles c est ce sera serait sera plutot moi my mine mon "
        "ok okay oui yes bon bien alors ben euh um uh so well ca me va let s lets go reponse answer "
        "proposition tache task line item ligne bonjour salut hello hi do be it that this "
        "de du des et and seulement only uniquement juste just can may if peux m en a au allez hop va "
        "may et ba bah e eme th in prefere rather dans sur dis disons say maybe think pense that's is"
    )
)
_NONE = re.compile(
    r"\b(?:aucun\w*|none|neither|ni l'un|ni l'autre|rien|nothing|personne|nobody|no ?one|pas d'idee|"
    r"aucune idee|no idea|sais pas|don'?t know|dont know|dunno|not sure|hesite|hesitant|"
    r"n'?importe\w*|any(?: of (?:them|those|these))?|whichever|whatever|either|peu importe|egal|"
    r"au choix|you (?:choose|pick|decide)|(?:c'est )?(?:vous|toi|tu) (?:qui )?(?:choisi\w*|decid\w*|"
    r"voi\w*)|"
    r"choisis(?:sez)? pour moi|surprise|toutes?(?! l)|tous(?! les)|les deux|both|all(?: of (?:them|those))?|"
    r"don'?t mind|doesn'?t matter|pas encore decide\w*|undecided|can'?t decide|ca depend|depends|"
    r"pas sure?|maybe|peut[- ]etre|"
    r"idk|jsp|autre chose|something else|no preference|pas de preference|hmm+|aucune preference)\b"
)
_NOTHING = re.compile(
    r"\b(?:aucun\w*|none|nothing|rien|zero|neither|nada|que dalle|no thanks|no thank you|non merci|"
    r"ni l'un ni l'autre|pas (?:du tout|un seul|une seule)|not (?:any|a single one)|nope|nan|no|"
    r"non)\b"
)
_ALL = re.compile(
    r"\b(?:tou(?:t|s|te|tes)|all|everything|every ?one|each of them|l'ensemble|the lot|les (?:deux|"
    r"trois|quatre|cinq|six|2|3|4|5|6)|both|all (?:three|four|five|of them)|the whole lot|la totale|"
    r"chacun\w*)\b"
)
_EXCEPT = re.compile(
    r"\b(?:sauf|a part|excepte|hormis|except(?: for)?|apart from|but(?: not)?|mais pas|hors|moins|"
    r"minus|excluding|bar|et pas|and not|pas)\b"
)
_REJECTED = re.compile(
    r"\b(?:plutot qu[e']|rather than|instead of|au lieu d[eu']|(?:surtout |mais |et |but |and |"
    r"definitely )?(?:pas|not|no|never|jamais|non|sauf|except))\b ?(?:d[eu'] ?|l[ae'] ?|les |"
    r"the )?(?P<rest>(?:(?!\b(?:mais|but)\b)[^,;.!])*)"
)
_STOP = frozenset(
    listed(
        "tous tout le la les l un une des de du d et ou a au aux en dans sur pour par avec chez mon ma mes ton "
        "ta tes son sa ses notre nos votre vos ce cet cette ces je j tu il elle on nous vous ils me m "
        "te t "
        "se s que qu qui ne n y the an of and or to in on at for by with my your our his her their "
        "this that these those i you he she it we they is are be am was do does can will would "
        "est sont ai as avons avez ont suis veux voudrais prends choisis plutot bien oui non ok merci "
        "stp svp please plait thanks option choix celui celle one bonjour salut hello moi me s'il want "
        "take "
        "like go some fois once from up aimerais preferer prefere prefer choose pick think obviously "
        "puis m'occuper occuper faire fait peux c ca ll d ve more au"
    )
)
_SAME = {
    word: leader
    for leader, listed in {
        "semaine": "hebdo hebdomadaire weekly week",
        "mois": "mensuel mensuellement monthly month mensuelle",
        "jour": "quotidien quotidiennement daily day jours everyday quotidienne",
        "jamais": "never",
        "an": "annuel yearly year annee annuelle",
        "toujours": "always",
        "parfois": "sometimes occasionally occasionnellement",
        "heure": "hour hr h heures hours",
        "minute": "min mins mn minutes",
        "supprimer": "delete effacer remove erase",
        "garder": "keep conserver",
        "plus tard": "later",
        "journee": "day",
        "entiere": "toute whole entier",
        "demi": "half demie",
        "non": "no nope",
        "oui": "yes yep yeah ouais",
    }.items()
    for word in listed.split()
}


_TOGETHER = re.compile(
    r"(?:\b(?:seulement|juste|uniquement|toujours|just|only|always) )?"
    r"(?:\b(?:a|en|par|in) (?:deux|trois|two|three|[23])s?\b|\b(?:the )?(?:two|three|[23]) of us\b|"
    r"\b(?:deux|trois|two|three)(?= (?:only|seulement)\b))(?: (?:only|seulement)\b)?"
)
"""So many people together; it names no place in a list."""


def read_choice(text: str, options: Sequence[Option]) -> int | None:
    """The place of the one option meant. Out of range, hesitation, any, none or several: `None`."""
    folded = fold(text[:LONGEST_CHOICE])
    if not folded or not options:
        return None
    for at, option in enumerate(options):
        if folded.strip(" .!?") in {fold(name).strip(" .!?") for name in (option.label, *option.aliases)}:
            return at
    folded = " ".join(_TOGETHER.sub(" ", folded).split())
    if not folded:
        return None
    within = [at for at, option in enumerate(options) if len(folded) > 4 and f" {folded} " in f" {fold(option.label)} "]
    if len(within) == 1:
        return within[0]
    pointed = _pointed(folded, len(options))
    if pointed is not None:
        return pointed[0] if len(pointed) == 1 and 0 <= pointed[0] < len(options) else None
    if (refused := _no_and(folded, options)) is not None:
        return refused
    cleaned = _without_rejected(folded)
    if not _terms(cleaned) and len(words(folded)) > 1 and _REJECTED.search(folded) and _terms(folded):
        return None
    scores = _scores(cleaned, options)
    best = _winner(scores)
    if _NONE.search(folded) and (best is None or scores[best] < 0.99):
        return None
    if best is not None:
        return best
    return _by_meaning(text, cleaned, options) if max(scores, default=0) == 0 or read_duration(cleaned) else None


_SAYS_NO = re.compile(r"(?:non|nan|nn|nope|no)\b[ ,.;:!]*")


def _no_and(folded: str, options: Sequence[Option]) -> int | None:
    """The one option that begins with no, when they say no and what it says behind: `non demande a quelqu'un`."""
    said = _SAYS_NO.match(folded)
    own = [at for at, option in enumerate(options) if _SAYS_NO.match(fold(option.label))]
    if not said or len(own) != 1:
        return None
    behind = [Option(_behind_no(option.label), tuple(map(_behind_no, option.aliases))) for option in options]
    return own[0] if _winner(_scores(folded[said.end() :], behind)) == own[0] else None


def _behind_no(label: str) -> str:
    return _SAYS_NO.sub("", fold(label), count=1)


def _pointed(folded: str, count: int) -> list[int] | None:
    """Places said by number, ordinal, letter or `the last one`, when nothing else is said; `None` otherwise. -1 is
    out of range."""
    found: list[int] = []
    if re.search(r"\d ?(?:h|min\w*|heures?|hours?)\b", folded):
        return None
    spoken = [word for word in tokens(re.sub(r"\b([a-j])\)", r"\1", folded)) if word[0].isalnum()]
    spoken = re.findall(r"[^\W_]+", " ".join(in_digits(_ordinal_kept(folded))))
    if re.search(r"\b(?:avant[- ]derni\w+|second (?:to |from )?last|last but one|penultimate)\b", folded):
        return [count - 2]
    if re.search(r"\b(?:milieu|middle)\b", folded):
        return [count // 2] if count % 2 else [-1]
    for at, word in enumerate(spoken):
        if word in _ORDINALS:
            found.append(_ORDINALS[word])
        elif word in _LAST:
            found.append(count - 1)
        elif word.isdecimal() and len(word) < 4:
            found.append(int(word) - 1 if 0 < int(word) <= count else -1)
        elif len(word) == 1 and word in "abcdefghij" and _lettered(spoken, at, folded):
            found.append("abcdefghij".index(word) if "abcdefghij".index(word) < count else -1)
        elif word not in _FILLERS and not any(near(word, ordinal) for ordinal in _ORDINALS if len(ordinal) > 5):
            return None
        elif word not in _FILLERS:
            found.append(next(_ORDINALS[ordinal] for ordinal in _ORDINALS if len(ordinal) > 5 and near(word, ordinal)))
    return list(dict.fromkeys(found)) or None


def _ordinal_kept(folded: str) -> list[str]:
    """Words and numbers, `2e` and `3rd` in one piece, `un` as the number only where it stands alone."""
    parts = re.findall(r"\d+(?:st|nd|rd|th|ere|er|re|eme|nde|e)\b|\d+|[^\W\d_]+|-", folded)
    alone = [part for part in parts if part not in _FILLERS or part in {"un", "une", "one"}]
    if any(part in {"un", "une", "one"} for part in parts) and not (
        len(alone) == 1 and not re.search(r"\b(?:the|le|la|that|this) (?:un|une|one)\b(?<!la une)(?<!le un)", folded)
    ):
        parts = [part for part in parts if part not in {"un", "une", "one"}]
    return parts


def _lettered(spoken: list[str], at: int, folded: str) -> bool:
    if spoken[at] in {"a", "d", "c", "j", "e", "i"} and len(spoken) > 1:
        before = spoken[at - 1] if at else ""
        bare = [word for word in spoken if len(word) > 1 and word not in _FILLERS]
        if before in {"option", "choix", "reponse", "answer", "the", "la", "le", "choice", "letter", "lettre"}:
            return True
        return (
            not bare
            and "'" not in folded
            and len([word for word in spoken if len(word) == 1 and word in "abcdefghij"]) > 1
        ) or (spoken[at] in {"c", "d", "e"} and not bare and "'" not in folded)
    return "'" not in folded or spoken[at] not in "djc"


def _without_rejected(folded: str) -> str:
    """Without what they say they do not want: `pas la buvette, le fichier` keeps the file only."""
    left = re.sub(r"(\b(?:plutot|rather)\b.*?)\b(?:que|qu|than)\b.*", r"\1", folded)
    return _REJECTED.sub(" ", left) if len(words(folded)) > 1 else folded


def _terms(label: str) -> list[str]:
    """Words of a label or text that tell options apart, as stems."""
    return [
        stem(_SAME.get(word, word))
        for word in words(label)
        if word not in _STOP and (len(word) > 1 or word.isdecimal())
    ]


def _scores(folded: str, options: Sequence[Option]) -> list[float]:
    """For each option how much of its telling words the text says, 0 to 1; words shared by several options tell
    less."""
    said = list(dict.fromkeys(words(folded)[:80]))
    said_terms = {word: stem(_SAME.get(word, word)) for word in said if word not in _STOP or len(word) > 3}
    listed = [[_terms(fold(name)) for name in (option.label, *option.aliases)] for option in options]
    shared = Counter(term for names in listed for term in {one for name in names for one in name})
    exact = {word for word, root in said_terms.items() if root in shared or word in shared}
    scores = []
    for names in listed:
        best = 0.0
        for name in names:
            if not name:
                continue
            weight = {term: 1 / shared[term] ** 2 for term in name}
            hit = sum(share * weight[term] for term in weight if (share := _said(term, said_terms, exact)))
            if hit:
                best = max(best, 0.5 * hit / sum(weight.values()) + 0.5 * min(1.0, hit))
        scores.append(best)
    return scores


def _said(term: str, said: dict[str, str], exact: Collection[str]) -> float:
    """1 when the text has the term, less for a mistyped or only related word (`vannetais` for `Vannes`). Words that are
    `exact` are a term of some option as they stand, and no mistyped other one (`seeds` for `seedlings`)."""
    best = 0.0
    for word, root in said.items():
        if term in (root, word):
            return 1.0
        if word in exact:
            continue
        if (
            len(term) >= 3
            and len(word) >= 3
            and (near(word, term) or near(root, term) or (len(term) > 6 and near(word[: len(term)], term)))
        ):
            best = max(best, 0.85)
        elif min(len(term), len(root)) >= 4 and (
            term.startswith(root[: max(4, len(root) - 3)]) and root.startswith(term[: max(4, len(term) - 3)])
        ):
            best = max(best, 0.8)
        elif len(root) >= 3 and len(term) >= len(root) + 2 and term.startswith(root) and word not in _STOP:
            best = max(best, 0.7)
        elif len(term) >= 4 and root.startswith(term):
            best = max(best, 0.75)
    return best


def _winner(scores: list[float]) -> int | None:
    """The best one, when it is good enough and clearly ahead of the next."""
    order = sorted(range(len(scores)), key=lambda at: -scores[at])
    if not order or scores[order[0]] < 0.22:
        return None
    if len(order) > 1 and scores[order[1]] > 0.72 * scores[order[0]]:
        return None
    return order[0]


def _by_meaning(text: str, folded: str, options: Sequence[Option]) -> int | None:
    """An option that starts with yes or no, or that says the same length of time."""
    labels = [fold(option.label) for option in options]
    duration = read_duration(folded)
    if duration is not None and re.search(r"[^\W\d]", folded):
        same = [at for at, label in enumerate(labels) if read_duration(label) == duration]
        if len(same) == 1:
            return same[0]
    answer = read_yes_no(text)
    if answer is not None:
        starts = ("oui", "yes", "ok", "d'accord") if answer else ("non", "no")
        same = [at for at, label in enumerate(labels) if re.match(rf"(?:{'|'.join(starts)})\b", label)]
        if len(same) == 1:
            return same[0]
    return None


def read_choices(text: str, options: Sequence[Option]) -> list[int] | None:
    """Places of all options meant, in order; `[]` when they want none; `None` when unclear or one place is out of
    range."""
    folded = fold(text[:LONGEST_CHOICE])
    if not folded or not options:
        return None
    count = len(options)
    exact = [at for at, option in enumerate(options) if folded.strip(" .!?") == fold(option.label)]
    if exact:
        return exact
    ends = _first_or_last(folded, count)
    if ends is not None:
        return ends
    left_out = _EXCEPT.search(folded)
    if left_out and left_out.start() == 0 and left_out[0] in {"sauf", "except", "hormis"}:
        folded = f"tout {folded}"
        left_out = _EXCEPT.search(folded)
    if _ALL.search(folded[: left_out.start()] if left_out else folded) and not re.search(
        r"\b(?:pas du tout|rien du tout|not at all|tous les (?:jours|mois)|tout de suite)\b", folded
    ):
        if left_out is None:
            named = _listed(folded, options)
            whole = (
                not named
                or len(named) >= count
                or not re.match(r"(?:tout|all|tous|toutes|everything) (?:ce qui|about|what|en|les?|des?)\b", folded)
            )
            return list(range(count)) if whole else named
        dropped = _listed(folded[left_out.end() :], options)
        return [at for at in range(count) if at not in dropped] if dropped and -1 not in dropped else None
    named = _listed(_without_rejected(folded), options)
    if named:
        return None if -1 in named else sorted(named)
    return [] if _NOTHING.search(folded) and not re.search(r"\b(?:sais|know|idee|idea|sure?|clue)\b", folded) else None


def _first_or_last(folded: str, count: int) -> list[int] | None:
    found = re.search(
        r"\b(?:(deux|trois|quatre|2|3|4|two|three|four) (premier\w*|dernier\w*|first|last)|(first|"
        r"last) (deux|trois|quatre|2|3|4|two|three|four))\b",
        folded,
    )
    if not found:
        return None
    number = {"deux": 2, "two": 2, "2": 2, "trois": 3, "three": 3, "3": 3}.get(found[1] or found[4], 4)
    if number > count:
        return None
    return (
        list(range(number))
        if (found[2] or found[3]).startswith(("prem", "first"))
        else list(range(count - number, count))
    )


def _listed(folded: str, options: Sequence[Option]) -> list[int]:
    """Places of the options named, by number, letter or words. -1 stands for one out of range."""
    count = len(options)
    span = re.search(r"\b(?:de |du |from |la |le )?(\d+) ?(?:a|-|to|au|jusqu'?a) ?(?:la |le )?(\d+)\b", folded)
    if span and not re.search(r"\d+ ?, ?\d|\bet\b|\band\b", folded):
        first, last = int(span[1][:3]), int(span[2][:3])
        return list(range(first - 1, last)) if 0 < first < last <= count else [-1]
    if re.fullmatch(r"[1-9]{2,}", folded) and int(folded) > count and all(int(digit) <= count for digit in folded):
        return sorted({int(digit) - 1 for digit in folded})
    spread = re.sub(r"(?<=\d)[,.;/&+](?=\d)", " , ", folded)
    pointed = _pointed_many(spread, count)
    if pointed is not None:
        return pointed
    named: list[int] = []
    for piece in re.split(r"[,;+&/\n]|\b(?:et|and|n|ainsi que|puis|plus|ou|or|avec|as well as|also|aussi)\b", spread):
        if not piece.strip():
            continue
        some = _pointed_many(piece.strip(), count)
        if some is not None:
            named += some
            continue
        scores = _scores(piece, options)
        best = max(scores, default=0)
        if best >= 0.22:
            named += [at for at, score in enumerate(scores) if score >= 0.75 * best]
    if not named:
        scores = _scores(spread, options)
        named = [at for at, score in enumerate(scores) if score >= 0.3]
    return list(dict.fromkeys(named))


def _pointed_many(folded: str, count: int) -> list[int] | None:
    """Like `_pointed`, for a list: `a et c`, `la 1, la 4 et la 5`."""
    bare = [
        word
        for word in words(folded)
        if word not in {"et", "and", "n", "puis", "plus", "aussi", "also", "ou", "or", "then"}
    ]
    return _pointed(" ".join(bare), count) if bare else None
