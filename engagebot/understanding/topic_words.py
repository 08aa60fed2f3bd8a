"""What a referent answers for, in people's words: topics, how many questions at once, in or out of the rotation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from .numerals import in_digits
from .options import Option
from .skills import Mention, mentions
from .text import fold, listed, near, words
from .wording import one_of, spoken

Entries = Sequence[tuple[str, Sequence[str]]]
"""Topics: id and all words for it, labels and aliases in any language."""

LONGEST_WISH = 300
"""Characters of what a referent says of their role."""
LONGEST_QUESTION = 1_000
"""Characters of a question in which its topic is looked for."""
MOST_AT_ONCE = 50
"""Whoever says a larger number does not speak of questions at once."""
_OWN, _BY_LEXICON, _FAINT = 2.0, 1.0, 0.4
_LIKELY = 1.0
"""Below this a word is no more than a hint."""
_FAINT_WORDS = re.compile(
    r"(?:accounts?|comptes?|compter|counts?|sage|chiffres?|ride|rides|train|trains|pain|code|codes|plan|plans|sites?|cloud|test|tests|"
    r"posts?|script|scripts|access|presse|chef|projets?|projects?|contacts?|guides?|discussions?|meetings?|reunions?|"
    r"parler|write|writing|terre|fer|four|prof|profs|cours|da|it|cm|tech|selle|bus|plant|plants|train)"
)
"""Of the lexicon, but said of many other things as well."""
_EVERYDAY = re.compile(
    r"benevol\w*|volunt\w*|associat\w*|asso|assos|membres?|members?|questions?|repon\w+|answers?|aide\w*"
)
"""Words of any question: of a topic only when they are its very name."""


def _options(entries: Entries) -> tuple[list[Option], list[str]]:
    pairs = [(Option(word), topic) for topic, names in entries for word in names if word.strip()]
    return [option for option, _ in pairs], [topic for _, topic in pairs]


def _meant(text: str, entries: Entries) -> list[tuple[str, Mention]]:
    options, ids = _options(entries)
    found = []
    for one in mentions(text[:LONGEST_QUESTION], options):
        name = fold(options[one.option].label)
        if all(_EVERYDAY.fullmatch(word) for word in one.words) and not set(one.words) & set(words(name)):
            continue
        found.append((ids[one.option], one))
    return found


def _weight(one: Mention, topic: str, entries: Entries) -> float:
    names = next(names for there, names in entries if there == topic)
    if one.own and any(set(one.words) <= set(words(fold(name))) for name in names):
        return _OWN
    if all(_FAINT_WORDS.fullmatch(word) for word in one.words):
        return _FAINT
    return _OWN if one.own else _BY_LEXICON


def topics(text: str, entries: Entries) -> list[str]:
    """Ids of the topics that a question is about, most likely first. `[]`: none is likely."""
    score: dict[str, dict[tuple[str, ...], float]] = {}
    for topic, one in _meant(text, entries):
        weight = _weight(one, topic, entries)
        heard = score.setdefault(topic, {})
        heard[one.words] = max(weight, heard.get(one.words, 0.0))
    for topic in _shortened(text, entries):
        score.setdefault(topic, {})[(topic,)] = _OWN
    total = {topic: sum(heard.values()) for topic, heard in score.items()}
    best = max(total.values(), default=0.0)
    likely = [topic for topic, sum_ in total.items() if sum_ >= max(_LIKELY, best / 2)]
    return sorted(likely, key=lambda topic: -total[topic])


def named_topics(text: str, entries: Entries) -> list[str]:
    """Ids of the topics called by a name of theirs, in the order said: "référent pour la compta et le vélo"; what is
    only close to one (a bill, a handlebar) names none. `[]`: none is named."""
    own = [
        (_place(text, one.words), topic) for topic, one in _meant(text, entries) if _weight(one, topic, entries) == _OWN
    ]
    short = [(place, topic) for topic, place in _shortened(text, entries).items()]
    return list(dict.fromkeys(topic for _, topic in sorted(own + short, key=lambda pair: pair[0])))


_ABOUT_NOTHING = frozenset(
    """
    qui que quoi est ce c cest s se occupe occupent gere gerent fait font responsable responsables charge de du des d la
    le les l un une a au aux pour sur en je j dois peux puis peut on m me adresser adresse demander demande parler
    contacter voir quel quelle quels quelles quelqu chez vous toi nous ici sujet sujets chose choses question questions
    ma mes referent referente referents referentes liste donne montre savoir faut il bonjour salut merci stp svp
    who what does do is are in charge of looks look after handles handle responsible for the an i we can could should
    ask talk to contact speak with about which whom whats list topics topic things thing everything here person people
    somebody someone my need deals deal takes take care please hello hi know show tell
    """.split()  # noqa: SIM905
)


def names_something(text: str) -> bool:
    """Whether "who looks after …" says after what, be it a topic of the association or not: not "qui fait quoi ?"."""
    return any(word not in _ABOUT_NOTHING for word in words(fold(text)))


def _place(text: str, said: Sequence[str]) -> int:
    whole = words(fold(text))
    return whole.index(said[0]) if said and said[0] in whole else len(whole)


_SHORTEST = 4
"""Letters of a name cut short: `info` for `informatique`, `compta`."""


def _shortened(text: str, entries: Entries) -> dict[str, int]:
    """Topics whose name is cut short or drawn out, and where: `compta`, `jardinage`; not by words that say something
    else."""
    found: dict[str, int] = {}
    for place, word in enumerate(words(fold(text[:LONGEST_QUESTION]))):
        if len(word) < _SHORTEST and word not in {"com", "bio", "pub", "ag", "ca"}:
            continue
        if word in _NOT_SHORT or _EVERYDAY.fullmatch(word) or _FAINT_WORDS.fullmatch(word):
            continue
        heads = {
            topic
            for topic, names in entries
            for name in names
            for whole in words(fold(name))
            if (len(whole) > len(word) + 2 and (whole.startswith(word) or _mistyped_head(word, whole)))
            or (len(whole) >= 5 and word.startswith(whole))
        }
        if len(heads) == 1:
            found.setdefault(heads.pop(), place)
    return found


_NOT_SHORT = frozenset(
    listed(
        "acco achat anim assure avec bene book care cette comb combien commander comme commence commencer "
        "comment commun commune conf contre cult dans direct elec even event faire form forme former gard "
        "general generale hand host hous info infos inter intern interne loca local loge long main mais mark "
        "mate mater mobile notre organ part parti perm play pour prendre pres present prise read real regi "
        "regle rese rest soli sport temp temps tous tout toute trans vent visi votre work"
    )
)


def _mistyped_head(word: str, whole: str) -> bool:
    return len(word) >= 6 and near(word, whole[: len(word)])


_APPRENTICE = re.compile(
    r"\b(?:apprentie?s?|apprenti e|apprentissage|apprentices?|apprenticeship|trainee|(?:apprendre|learn|learning) "
    r"(?:a |to |how to |avec |from |alongside |le |la |the )?(?!connaitre|know)\w+|me former|debutante? referente?|"
    r"j ?apprends|i m learning|novice|en formation|in training|to learn|pour apprendre)\b"
)


def apprentice(text: str) -> bool:
    """Whether somebody wants to learn to answer, beside a referent."""
    return bool(_APPRENTICE.search(spoken(text[:LONGEST_WISH])))


_CAP = re.compile(
    r"\b(?:(?:pas|jamais|no|not|never) (?:plus|more) (?:de |que |d |than )?(?P<a>\d+)"
    r"|(?:au (?:plus|maximum|max)|a la limite|maximum|maxi|max|at (?:the )?most|up to|jusqu a|(?:limit|cap)\w*"
    r"(?: (?:me|moi|it|mes questions|questions|my limit|my cap))?(?: (?:a|to|at|de|of|is|est))?|"
    r"(?:plafond|maximum|limite)(?: (?:a|de|est|c est|is))?|(?:seulement|uniquement|only|juste|just)) "
    r"(?:a |de |of |to )?(?P<b>\d+)(?! ?(?:min|h\b|heure|hour|jour|day|semaine|week|mois|month|eur|km))"
    r"|(?P<c>\d+)(?: \w+)? (?:a la fois|en meme temps|d un coup|at a time|at once|at the same time|at most|maximum|"
    r"max|maxi|au plus|au maximum|pas plus|no more))\b"
)
_TIME = re.compile(r"\b\d+ (?:minutes?|min|h|heures?|hours?|jours?|days?|semaines?|weeks?|mois|months?)\b")


def cap(text: str) -> int | None:
    """The most questions wanted at the same time; `None`: not said. A bare number is not enough."""
    digits = " ".join(in_digits(spoken(text[:LONGEST_WISH]).split()))
    digits = re.sub(r"\b1 (?:seule?|single) (?:question )?(?:a la fois|a (?:the )?(?:time|1)|at once)", "max 1", digits)
    digits = re.sub(r"\bat 1 (?=time)", "at a ", digits)
    found = _CAP.search(_TIME.sub(" ", digits))
    number = int((found["a"] or found["b"] or found["c"])[:4]) if found else 0
    return number if 0 < number <= MOST_AT_ONCE else None


_ON = one_of(
    r"""
    (?:remets|remettez|remettre|remet|replace\w*|rajoute\w*|reintegre\w*|reinscri\w*) (?:moi|me|nous)\b
    (?:de retour|retour|retourne|reviens|revenir|rentre) dans (?:la )?rotation
    rotation (?:on|oui|yes)
    back (?:in|into|on|to)(?: the)? rotation
    in (?:the )?rotation again
    (?:put|add|take|bring|get) me back
    (?:i m|i am|im) back
    (?:dans (?:la )?|en )rotation(?: (?:a|de) nouveau)?$
    (?:a|de) nouveau\b.*\b(?:question\w*|repond\w*|rotation|dispo\w*)
    (?:question\w*|repond\w*|dispo\w*) (?:a|de) nouveau
    \b(?:questions?|answer\w*|available|dispo\w*)\b.*\bagain
    (?:reprends|reprendre|resume|reactive\w*)\b.*\b(?:role|questions?|rotation|referente?|referent|sujets|
      topics)
    renvoie\w* moi des questions
    recommence\w* a m envoyer
    (?:mets|mettez|met|put) (?:moi|me) (?:dans|in|into|on) (?:la |the )?rotation
    (?:je )?(?:peux|veux bien)(?: encore)? (?:recevoir|prendre) des questions
    remets?(?: moi)? (?:en|dans la) rotation
    tu peux me (?:renvoyer|remettre)\b.*
    """
)
_OFF = one_of(
    r"""
    hors? (?:de )?(?:la )?rotation
    (?:out of|off|outta|leave) (?:the )?rotation
    rotation (?:off|stop|non|no)
    stop (?:la |the )?rotation
    (?:sors|sortez|enleve\w*|retire\w*|ote\w*|remove|take|drop) (?:moi |me )?(?:de|d|from|off|out of) (?:la |
      the )?rotation
    (?:quitter|quitte|sortir de|sors de|arreter) la rotation
    (?<!pas )(?:plus|pas|aucune?|zero|0) (?:de |d )?(?:autres? )?questions? (?:pour|en|pendant|cette|ce|ces|
      jusqu|maintenant|avant|ici|svp|stp|s il)
    (?:plus|pas|aucune?) (?:de )?questions?$
    no (?:more )?questions?\b
    stop (?:aux |les |the )?questions
    (?:arrete\w*|cesse\w*|stop|ne) (?:de )?(?:m envoy\w+|me (?:pose|donne|transmet)\w*|sending me)\b.*
    (?:don t|dont|do not|please don t) (?:send|ask|give) me\b.*
    (?:ne|n) .*\b(?:recevoir|prendre|repondre|recois|prends)\b.* (?:en ce moment|pour l instant|pour le moment|
      cette semaine|ce mois|ces temps|ces jours)\b.*
    (?:ne|pas) (?:veux |peux |souhaite )?(?:pas |plus )?(?:recevoir|prendre|de) (?:de )?questions?
    (?:rather not|can t|cant|cannot|don t want|not) (?:to )?(?:get|take|answer|have|receive|be asked)\b.*
    (?:pause|suspend\w*|suspends|mets? en pause|break|souffler)\b.*\b(?:question\w*|role|referente?|rotation|
      topics|sujets)
    (?:question\w*|role|referente?) (?:en|on) pause
    (?:referente?|questions?)\b.*\b(?:souffler|break)
    """
)


def rotation(text: str) -> Literal["off", "on"] | None:
    """Whether a referent wants no questions for now, or wants them again; `None`: neither is said, or it is asked."""
    said = spoken(text[:LONGEST_WISH])
    if "?" in text or len(text) > LONGEST_WISH or cap(text) is not None:
        return None
    if _ON.search(said) and not re.search(r"\b(?:ne|n|pas|not|don|dont|jamais|never)\b", said):
        return "on"
    return "off" if _OFF.search(said) else None
