"""What somebody proposes to be done: "on pourrait refaire les affiches, à deux, une petite heure" -> "refaire les
affiches"."""

from __future__ import annotations

import re
import unicodedata

from .numerals import SMALL, TENS
from .text import LONGEST

_MARKS = str.maketrans("’‘`´ʼ–—−‑", "'''''----")


def aligned(text: str) -> tuple[str, str]:
    """The text with single blanks, and the same without accents and capitals, letter for letter: what is found in
    the second is cut out of the first."""
    lines = unicodedata.normalize("NFC", text[:LONGEST]).splitlines()
    shown = "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)
    return shown, "".join(_plain(letter) for letter in shown)


def _plain(letter: str) -> str:
    return (unicodedata.normalize("NFKD", letter.translate(_MARKS))[:1].casefold() or letter)[0]


_TENS = "|".join(TENS)
_UNITS = "|".join(SMALL)
NUMBER = rf"(?:\d{{1,4}}(?:[.,/]\d+)?|(?:{_TENS})(?:[- ](?:et[- ])?(?:{_UNITS}|un))?|{_UNITS}|un|an?)"
ONLINE = (
    r"en ligne|en visio(?:conference)?|online|(?:de|depuis) chez (?:soi|moi|toi|vous|eux|elle|lui)|"
    r"from (?:my |your )?home|a distance|en distanciel|en teletravail|remote(?:ly)?"
)
PERSONS = r"(?:personnes?|pers|benevoles?|volontaires?|people|persons?|volunteers?|helpers?|of us)"
REGULAR = (
    r"(?:tous les|toutes les|chaque|every|each) (?:semaines?|mois|jours?|weeks?|months?|days?|ans?|annees?|years?|"
    r"lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?|\w+days?|deux semaines|quinze jours|"
    r"(?:other|two|second) weeks?)|(?:par|a|per) (?:semaine|mois|week|month)|weekly|monthly|hebdomadaires?|"
    r"mensuel(?:le)?s?|reguliere?s?|regulierement|regular(?:ly)?|recurrente?s?|recurring"
)
STEADY = (
    r"(?:en )?continue?s?|en permanence|permanente?s?|on-?going|continuous(?:ly)?|all (?:year(?: round)?|the time)|"
    r"year-round|toute l'annee|au fil de l'(?:eau|annee)|tout le temps|au long cours"
)
_ABOUT = r"petite?s?|bonne?s?|gro(?:s|sse)s?|grande?s?|good|short|full|whole|little|ptite?"
_TIME = (
    rf"(?:(?:{NUMBER} ?(?:a|ou|-|or|to) ?)?{NUMBER}|quelques|plusieurs|several|a few|a couple of)"
    rf"(?: (?:{_ABOUT}))? ?(?:h(?:ou)?rs?|h(?:eures?|ours?)?|mn|m(?:ins?|inutes?)?|demi[- ]?heures?|"
    r"half[- ]hours?|quarts? d'heures?|quarters? of an hour)(?: ?[0-5]\d)?(?: (?:et (?:demie?|quart)|and a half))?|"
    r"half an hour|\d/\d d'heure"
)
_DAYS = (
    rf"{NUMBER} ?(?:demi[- ]?)?(?:journees?|jours?|days?)|half a day|une? (?:matinee|apres-midi)|an? (?:morning|"
    rf"afternoon)"
)
_TEAM = (
    r"a (?:deux|trois|quatre|cinq|six|plusieurs|[2-9])|toute? seule?|seule?|on (?:my|your|one's) own|alone|"
    r"by (?:my|your|one)self|en binome|en duo|in pairs?|with (?:two|three|[2-9])"
)
_CREW = rf"(?:{NUMBER} (?:a|ou|-|or|to) )?(?:{NUMBER}|une seule|several|plusieurs) {PERSONS}"
_WHEN = (
    r"(?:pas )?urgente?|not urgent|tout de suite|des que possible|asap|right away|si on a le temps|quand on (?:peut|"
    r"pourra)|"
    r"if (?:there is|there's|we have) time|plus tard|un jour|pas pressee?|later|some ?day|no (?:rush|hurry)"
)
_MORE = r"(?: (?:max\w*|mini\w*|environ|a peu pres|de travail|chacune?|each|or so|tops?|of work|suffi\w+|needed))*"
_INTRO = (
    r"(?:(?:c'est|ca prend(?:rait)?|(?:il )?faut(?: etre)?|(?:il )?faudrait etre|compte[rz]?|soit|it (?:takes|needs)|"
    r"takes?|"
    r"needs?|about|around|environ|pendant|pour|for|en|et|and|plutot|a|in|on est|we are|~) ?){0,4}"
)
_ALONE = rf"(?:{_TIME}|{_DAYS}|{_CREW}|{_TEAM}|{ONLINE}|{REGULAR}|{STEADY}|{_WHEN}){_MORE}"
_TAILS = (
    re.compile(rf"(?:\s*[,;(:\n]|\s+-|[.!])\s*{_INTRO}{_ALONE}(?:\s*(?:,|/|et|and)?\s*{_INTRO}{_ALONE})*\)?$"),
    re.compile(
        rf"\s+(?:(?:en|pendant|pour|environ|about|in|for|~|et|and) ?){{0,3}}"
        rf"(?:{_TIME}|{_CREW.replace('(?:a|ou', '(?:ou')}|"
        rf"(?<!pas )(?:{_TEAM})){_MORE}$"
    ),
    re.compile(rf" (?:{ONLINE})$"),
    re.compile(
        r"[ ,]*\b(?:s'il (?:te|vous) plait|stp|svp|please|merci|thanks|thank you|, ?(?:non|no|right|hein)|"
        r"(?:qu'en|vous en|t'en|tu en) (?:pensez|dites|penses|dis)(?:-?(?:vous|tu))?(?: quoi)?|"
        r"(?:si )?ca (?:vous|te|vous) (?:dit|va|dirait|tente|interesse)|si (?:vous voulez|tu veux)|"
        r"what do you (?:all )?think|"
        r"if (?:you like|that's ok))$"
    ),
)
_PUTS_ONLINE = re.compile(r"\b(?:mett\w+|mis\w*|publi\w+|poste\w*|put\w*|post\w*|publish\w*|get|vend\w+|sell)\b")
_GUESTS = re.compile(r"\b(?:pour|for)\b|\d\d")

_THING = (
    r"(?:(?:une?|la|ma|an?|my|the|cette|des|some) )?(?:(?:petite|nouvelle|autre|bonne|new|little|small|good|another) )?"
    r"(?:taches?|missions?|idees?|propositions?|suggestions?|actions?|tasks?|ideas?|proposals?|jobs?|"
    r"quelque chose|something|un truc)(?: (?:urgente?|rapide|simple|facile))?(?:(?: (?:de|a|for an?|of|to|"
    r"nouvelles?))? ?(?:d')?"
    r"(?:creer|ajouter|faire|noter|proposer|taches?|missions?|actions?|tasks?|add|propose|create|suggest|do|share|"
    r"partager))*"
)
_WISH = (
    r"(?:je (?:veux|voudrais|souhaite|souhaiterais|peux|viens|vais|tiens a)(?: bien)?|j'(?:aimerais|ai envie de)|"
    r"(?:est-ce que )?(?:je peux|on peut)|puis-je|comment (?:je (?:fais|peux)|puis-je|on fait|faire)(?: pour)?|"
    r"i (?:want|wish|need) to|i wanna|i(?:'d| would) like to|(?:can|could|may) (?:i|we)|how (?:do|can) (?:i|we)|let me)"
)
_PUT = (
    r"(?:je |i |to )?(?:ajoute[rz]?|rajoute[rz]?|cree[rz]?|propose[rz]?|suggere[rz]?|depose[rz]?|note[rz]?|publie[rz]?|"
    r"inscri\w+|soumettre|lancer|partager|mets|mettez|mettre|add|create|propose|suggest|post|submit|share|"
    r"put)(?:-(?:moi|nous))?"
)
_NEXT = (
    r"(?: (?:pour|for) (?!\w+(?:er|ir|re)\b)[^:,.]{1,40})?"
    r"(?: ?(?:[:=,.!]|- )\s*| (?:c'est|ce serait|serait|is|would be)(?= |:)[ :]*| ?[?]*$| (?:pour|de|d'|"
    r"to) ?(?=\w+(?:er|ir|re|oir)\b)| to )"
)
_ANNOUNCED = re.compile(
    r"(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|dites?|dis|alors|bon|euh|sinon|au fait|voila|oui|ok|yes|so|well|"
    r"maybe|perhaps|peut[- ]etre|by the way|merci|thanks)(?: (?:a (?:tous|toutes|vous)|tout le monde|all|everyone|"
    r"everybody|there))?(?: ?[,!.:\n]\s*|(?= (?:on|il|et|we|je|i)\b) )|"
    r"(?:je (?:pense|crois|trouve|me (?:disais|dis))|on se disait|i (?:think|thought|reckon|was thinking)|"
    r"a mon avis|a thought)(?: ?[,:]| that| que(?! quelqu)| (?=qu'on p))? ?(?:qu')?|"
    rf"(?:{_WISH} )?{_PUT} {_THING}{_NEXT}|(?:(?:j'ai|jai|j'aurais|g|voici|voila|i have|i've(?: got)?|i got|here's|"
    rf"here is) )?{_THING}{_NEXT}|"
    rf"(?:{_WISH} )?{_PUT} ?(?:de |d'|(?=qu'on )|to |that we |we |:\s*)(?:could |should )?"
)
_MIGHT = re.compile(
    r"(?:(?:on|ont|nous) (?:pour+ai(?:t|s|ent)?|pourrions|devrai[ts]?|devrions|peut|doit|voudrait)|"
    r"(?:il )?(?:nous )?(?:faudrait|faudrai|faudrais|fodrait|faudra|faut)|je (?:peux|pourrais)|j'aimerais(?: bien)?|"
    r"(?:ca|sa|ce|cela|il) (?:serait|serai|srait|sera|est)(?: (?:pas|vraiment|tres|trop|peut-etre))* (?:mal|bien|"
    r"chouette|sympa|super|"
    r"utile|cool|top|bon|genial|mieux|urgent|temps|important|necessaire)|"
    r"(?:quelqu'un|qqun|qqn) (?:devrait|pourrait|peut|doit)|pourquoi (?:ne )?pas|(?:on a|nous avons|il y a|"
    r"y a) besoin(?: de (?:quelqu'un|monde|bras|benevoles) pour)?|"
    r"(?:il )?reste a|ca vous dirait|(?:et )?(?=si (?:on|nous|quelqu'un) )|"
    r"(?:we|you|i)(?: (?:could|should|can|might|must|ought to|(?:really )?need to|have to)|'d better)|"
    r"(?:somebody|someone|anyone|anybody|people) (?:should|could|needs? to|has to|must|might|ought to)|"
    r"(?:we|i) (?:need|want) (?:somebody|someone|a volunteer|people|volunteers) to|"
    r"(?:it|that)(?: (?:would|might)|'d) be (?:(?:really|very|so) )?(?:nice|good|great|lovely|useful|helpful|cool|fun|"
    r"handy|an idea)(?: to)?|(?:how|what) about|let'?s|why (?:don'?t we|not)|what (?=if (?:we|someone|somebody)))"
    r"(?: (?:peut[- ]etre|aussi|bien|tous|ensemble|vraiment|absolument|penser a|all|also|maybe|perhaps|really|"
    r"probably|just))* "
    r"?(?<=[ '])(?:de |d'|a (?=\w+er\b))?"
)
_CLAUSE = re.compile(
    r"[,.;:!?\n]\s*(?:(?:alors|donc|du coup|mais|et|so|and|but|maybe|peut-etre) ?,? ?)*|\b(?:alors|donc|so) "
)
_SOMEBODY = re.compile(
    r"(?P<french>(?:que? |qu'|si )(?:quelqu'un|qqun|qqn|l'on|on|nous)(?: (?:puisse|pouvait))? )"
    r"|(?P<english>if (?:we|someone|somebody) )(?P<would>(?:could|would) )?"
)
_VERB = re.compile(r"(?P<before>(?:s'|se |y |en )?)(?P<verb>[^\W\d_]+)")
_POINTS_BACK = re.compile(
    r"(?:(?:le|la|les|l'|s'y|y|en|lui|leur) ?\w+(?:er|ir|re|oir)\b|s'en |\w+ (?:it|them|that)\b|$)"
)
_ENDS = " \n.,;:!?…-–("
_NOTHING = re.compile(
    rf"(?:{_WISH} )?(?:{_PUT})?(?: ?{_THING})?|oui|non|ok|yes|no|rien|je (?:ne )?sais pas(?: encore)?|i don'?t know|"
    rf"dunno|aucune idee|"
    r"no idea|faire|do|help|aide|(?:bonjour|salut|hello|hi|merci|thanks)\b.{0,10}"
)


def idea(text: str) -> str | None:
    """What is to be done, in the person's own spelling, without what leads to it and what is said of effort, people
    and place at its end; `None` when only a wish to propose something is told."""
    shown, plain = aligned(text)
    start, might = _announced(plain)
    if not might:
        for clause in _CLAUSE.finditer(plain, start):
            found = _MIGHT.match(plain, clause.end())
            if found and not _POINTS_BACK.match(plain, found.end()):
                start = found.end()
                break
    shown, plain = _without_tails(*_one_sentence(shown[start:], plain[start:]))
    somebody = _SOMEBODY.match(plain)
    if somebody:
        shown, plain = shown[somebody.end() :], plain[somebody.end() :]
        if "puisse" not in somebody[0] and "pouvait" not in somebody[0] and not somebody["would"]:
            verb = _VERB.match(plain)
            if verb:
                base = _base if somebody["english"] else _infinitive
                shown = shown[: verb.start("verb")] + base(shown[slice(*verb.span("verb"))]) + shown[verb.end() :]
    if plain.startswith(("que ", "qu'")):
        return " ".join(text.split()).rstrip(_ENDS)
    return shown if shown and not (_NOTHING.fullmatch(plain) or _MIGHT.fullmatch(plain + " ")) else None


def _announced(plain: str) -> tuple[int, bool]:
    """Where the idea starts, and whether words like `on pourrait` led to it."""
    at, might = 0, False
    while at < len(plain):
        found = _ANNOUNCED.match(plain, at) or _MIGHT.match(plain, at)
        if not found or found.end() == at:
            break
        might = might or found.re is _MIGHT
        at = found.end()
    return at, might


def _one_sentence(shown: str, plain: str) -> tuple[str, str]:
    end = next((m.start() for m in re.finditer(r"(?<=\w{3})[.!?…]+\s|\n", plain) if m.start() > 7), len(plain))
    tail = plain[end:]
    if any(form.search("," + tail) for form in _TAILS[:1]):
        end = len(plain)  # what follows is effort and people: cut with the rest of them
    return shown[:end], plain[:end]


def _without_tails(shown: str, plain: str) -> tuple[str, str]:
    while True:
        end = len(plain.rstrip(_ENDS))
        shown, plain = shown[:end], plain[:end]
        cut = min(
            (found.start() for form in _TAILS if (found := form.search(plain)) and _may_go(plain, found)), default=0
        )
        if cut <= 0:
            return shown, plain
        shown, plain = shown[:cut], plain[:cut]


def _may_go(plain: str, tail: re.Match[str]) -> bool:
    """Not in `mettre les photos en ligne`, nor in `un repas pour vingt personnes`."""
    if tail.re is _TAILS[2]:
        return not _PUTS_ONLINE.search(plain)
    if tail.re is not _TAILS[1] or not re.search(PERSONS, tail[0]):
        return True
    return not _GUESTS.search(tail[0]) and bool(
        re.search(r"\w (?!(?:les|des|the|of|de|ces|our|nos) )\S+ ?$", plain[: tail.start()])
    )


_IRREGULAR = {
    "fais": "faire", "fass": "faire", "mett": "mettre", "pren": "prendre", "prenn": "prendre", "vien": "venir",
    "vienn": "venir", "tien": "tenir", "tienn": "tenir", "ecriv": "écrire", "ouvr": "ouvrir", "offr": "offrir",
    "peign": "peindre", "constru": "construire", "construis": "construire", "conduis": "conduire", "iss": "ir",
    "batt": "battre", "suiv": "suivre", "voy": "voir", "ten": "tenir",
}  # fmt: skip
"""Ends of stems that do not take `-er`."""
_WHOLE = {"aill": "aller", "ai": "avoir", "av": "avoir", "soi": "être", "et": "être", "dis": "dire", "lis": "lire"}


def _infinitive(verb: str) -> str:
    """`répare` -> `réparer`, `refaisait` -> `refaire`; a word that is neither stays as it is."""
    _, plain = aligned(verb)
    stem = next((verb[: -len(end)] for end in ("ait", "e", "t") if plain.endswith(end)), "")
    if len(stem) < 2 or (plain.endswith("t") and plain not in {"ait", "soit"} and not plain.endswith("ait")):
        return _WHOLE.get({"ait": "ai", "soit": "soi"}.get(plain, ""), verb)
    _, bare = aligned(stem)
    if bare in _WHOLE:
        return _WHOLE[bare]
    for end in sorted(_IRREGULAR, key=len, reverse=True):
        if bare.endswith(end):
            return stem[: len(stem) - len(end)] + _IRREGULAR[end]
    if bare.endswith("nd") and not bare.endswith(("mand", "band")):
        return stem + "re"
    if bare.endswith(("oi", "ui", "lai", "pai")):
        return stem[:-1] + "yer"
    if bare.endswith(("pell", "vell", "jett")):
        return stem[:-1] + "er"
    if re.search(r"(?:lèv|mèn|chèt|pès|sèm|gèl)$", stem):
        return stem[:-2] + "e" + stem[-1] + "er"
    return re.sub(r"ç$", "c", re.sub(r"è(\w)$", r"é\1", re.sub(r"ge$", "g", stem))) + "er"


_PAST = {"made": "make", "wrote": "write", "built": "build", "got": "get", "had": "have", "did": "do", "ran": "run",
         "bought": "buy", "held": "hold", "took": "take", "swept": "sweep", "sold": "sell"}  # fmt: skip


def _base(verb: str) -> str:
    """`painted` -> `paint`, `organised` -> `organise`."""
    word = verb.casefold()
    if word in _PAST or not word.endswith("ed"):
        return _PAST.get(word, verb)
    stem = verb[:-2]
    if stem.endswith("i"):
        return stem[:-1] + "y"
    if stem[-1:] == stem[-2:-1] and stem[-1:] not in {"s", "l"}:
        return stem[:-1]
    return stem + "e" if re.search(r"(?:[^s]s|[zcvgu]|[^ei]at|[^aeo]ut)$", stem) else stem
