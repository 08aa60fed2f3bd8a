"""Whom an organiser means: "tous ceux qui savent faire des affiches et qui habitent Lyon, sauf les nouveaux".

The text is cut where it begins to speak of something else (`parlent`, `live in`, `free`, `sauf`); each piece is read as
what it speaks of. What no reader takes, and is no word that any such sentence has, is given back as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from .days import DAYS, PARTS, free_pairs
from .durations import read_duration
from .ideas import NUMBER, aligned
from .languages import languages
from .numerals import in_digits, tokens
from .options import Option
from .skills import mentions
from .text import fold, listed, words

LONGEST = 600
"""Characters; whoever writes more describes the call itself."""
MOST_PEOPLE = 999

Mode = Literal["", "skills", "interests", "wants", "languages", "place", "days"]


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is meant, as far as it was understood; all empty: nobody in particular."""

    skills: frozenset[str] = frozenset()
    """Labels of options."""
    every_skill: bool = False
    """All of these ("both", "cuisiner et conduire"), not one of them."""
    wants: frozenset[str] = frozenset()
    """Skills that they want to learn."""
    interests: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    """In the organiser's own spelling."""
    languages: frozenset[str] = frozenset()
    """Codes."""
    days: frozenset[str] = frozenset()
    """Parts of the week, e.g. sat-morning."""
    groups: frozenset[str] = frozenset()
    not_groups: frozenset[str] = frozenset()
    newcomers: bool | None = None
    """True: only they; False: all but they."""
    everybody: bool = False
    """Said in so many words."""
    people: int | None = None
    """How many are wanted; of a range the upper end; None: not said."""
    minutes: int | None = None
    unknown: tuple[str, ...] = ()
    """What was not understood, in the organiser's own words."""


_MODES: dict[Mode, str] = {
    "wants": r"(?:(?:veulent|voudraient|souhaitent|aimeraient|ont envie d[e'] ?) ?(?:bien )?)?(?:apprendre|s'initier|se former)(?: a)?|"
    r"apprennent|(?:want(?:s|ing)?|wish|would like|'d like) to learn|learn(?:ing|s)?(?: to)?",
    "languages": r"parl(?:e|ent|ant|ants|er)\b|speak(?:s|ing)?\b|\bmaitrisent (?=l[e'])",
    "place": r"(?:habit(?:e|ent|ant|ants)|vi(?:t|vent|vant)|resid(?:e|ent|ant)|install\w+|bas(?:ee?s?|es)|situes?|"
    r"liv(?:e|es|ing)|based|located|(?:sont|se trouvent|are|is|'re)(?= (?:a|en|dans|pres|autour|sur|au|aux|in|near|"
    r"around|at|from)\b))\b(?: (?:a cote de|a|en|dans|pres d[eu']|autour d[eu']|vers|sur|au|aux|du cote d[eu']|in|near|"
    r"around|at|close to|from|nearby)\b)*",
    "days": r"(?:sont |soient |etre |are )?(?:libres?|dispo\w*|free|available)\b|peuvent (?=l[ea]s? |en |du |ce )",
    "interests": r"(?:qui )?(?:s'|se )?(?:aim(?:e|ent|ant)|ador(?:e|ent)|interess\w+|passionn\w+|curieu\w+)(?: (?:au|aux|a|par|pour|de|"
    r"du|des|d'))?\b|(?:fans?|amateurs?|amatrices?) d[eu']|\b(?:likes?|loves?|enjoys?|interested in|into|keen on|fond of|"
    r"passionate about|enthusiasts?|care about)\b",
    "skills": r"(?:sav(?:ent|oir|ant)|sait|sachent|sache|capables? d[e']|peuvent|peut|pourraient|puissent|pouvant|"
    r"maitris(?:e|ent)|pratiqu(?:e|ent)|connaissent|connait|font|(?:bons?|bonnes?|doue\w*|forte?s?|a l'aise|competent\w*) (?:en|avec|"
    r"pour|a)|experience (?:en|in|of|with)|can|could|knows? (?:how to|about)|know|knows|able to|good (?:at|with)|skilled (?:in|at)|do\b|"
    r"handy (?:at|with))(?: (?:bien |tres bien )?(?:faire|s'occuper d[eu']|aider|do|make|help with|help))?\b",
}  # fmt: skip
_EXCEPT = re.compile(
    r"\b(?:sauf|except(?:e|es|ing)?(?: for)?|hormis|hors|a l'exception d[eu]s?|a part|en dehors d[eu]s?|(?:but|and) not|"
    r"(?:mais|et|ou) pas|without|sans|excluding|other than|apart from|bar|pas (?=l[ea]s? |ceux|celles|du |aux? |de )|"
    r"not (?=the |those|people|in |from |new|anyone))\b"
)
_CUTS = re.compile(
    "|".join(rf"(?P<{mode}>(?<![\w-])(?:{form}))" for mode, form in _MODES.items())
    + r"|(?P<hard>[,;:.!?\n()]+|\b(?:mais|but)\b(?! (?:pas|not)\b))"
    + rf"|(?P<not>{_EXCEPT.pattern})"
    + r"|(?P<who>\b(?:qui|who|that|dont|whose|ceux|celles|those|et|and|ou|or)\b)"
)
_ENDS_EXCEPT = re.compile(r"[,;:.!?\n]|\bmais\b(?! pas)|\bbut\b(?! not)")
_NEWCOMERS = re.compile(
    r"\b(?:les |des |the |aux )?(?:tout(?:es)? )?(?:nouve(?:aux|lles?|au)(?:[ -](?:venue?s?|arrivante?s?|benevoles?|"
    r"membres?|inscrite?s?))?|new(?:comers?| comers?| people| members?| volunteers?| ones)|debutants?(?! en)|recrues)\b"
)
_OLD_HANDS = re.compile(r"\b(?:les |the )?(?:anciens|anciennes|habitues?|old hands|regulars|experienced (?:ones|people|members))\b")
_EVERYBODY = re.compile(
    r"\b(?:tout le monde|tou(?:s|tes) (?:les )?(?:benevoles|membres|adherents?|adherentes|gens|volontaires)|everybody|"
    r"everyone|anybody|anyone|n'importe qui|l'ensemble des (?:benevoles|membres)|all (?:of )?(?:our |the )?(?:members|volunteers|"
    r"people)|toute l'(?:association|asso|equipe)|the whole (?:association|team))\b"
)
_PERSON = (
    r"(?:autres? |other |bonnes? |more )?(?:personnes?|pers|benevoles?|volontaires?|gens|people|persons?|volunteers?|"
    r"helpers?|paires? de bras|bras|hands|membres?|members?|amis?)"
)
_NEED = (
    r"(?:il (?:m'en|nous en|m'|me|nous|t'|en)? ?(?:faut|faudrait|faudra)|j'ai besoin d[e'] ?|on a besoin d[e'] ?|besoin d[e'] ?|"
    r"(?:je|on|nous) (?:cherch\w+|recherch\w+|veux|voudrais|voudrait)|cherche|i(?: would|'d)? (?:need|want|like)|"
    r"we(?: would|'d)? (?:need|want|like)|(?:i'm |we're )?looking for|need|find me|trouve[- ]moi)"
)
_RANGE = rf"(?:{NUMBER} ?(?:a|ou|-|or|to) ?)?"
_COUNT = rf"(?:une (?:bonne )?(?:dizaine|douzaine|quinzaine|vingtaine|trentaine) d[e'] ?|a dozen|a couple of|{_RANGE}{NUMBER})"
_TIME_UNIT = r"(?! ?(?:h|heures?|hours?|hrs?|min|mn|minutes?|jours?|days?|semaines?|weeks?|demi|half)\b)"
_PEOPLE = re.compile(
    rf"(?:{_NEED} ?)?(?:(?:environ|about|around|au moins|at least|only|juste|up to|jusqu'a|max(?:imum)?) )?"
    rf"(?P<a>{_COUNT}) ?{_PERSON}\b|"
    rf"{_NEED} (?:environ |about |au moins |at least |juste |only )?(?P<b>{_RANGE}{NUMBER})\b{_TIME_UNIT}(?= |$|[,.;])|"
    rf"(?:{_NEED} )?(?P<one>quelqu'un|qqun|someone|somebody|une personne|one person|a person)\b"
)
_MINUTES = re.compile(
    rf"(?<!\ba )(?<!\bat )(?<!apres )(?<!avant )(?<!after )(?<!before )(?<!\bdes )(?<!vers )(?<!from )(?<!until )"
    rf"\b(?:(?:pendant|pour|environ|about|around|for|ca prend(?:ra)?|it takes|durant|en|duree ?:?) )*"
    rf"(?P<time>{_RANGE}{NUMBER} ?(?:petites? |bonnes? |short |good )?(?:heures?|hours?|hrs?|mins?|mn|minutes?|demi-?heures?|"
    rf"quarts? d'heures?|half[- ]hours?|h)(?: ?[0-5]\d\b|\b)(?: et (?:demie?|quart)| and a half)?|half an hour|"
    rf"{NUMBER} ?(?:demi-? ?journees?|journees?|jours?|days?)\b|half a day)(?: (?:environ|max\w*|or so|each|chacune?))?"
)
_PHONES = {"hispanophone": "es", "anglophone": "en", "francophone": "fr", "germanophone": "de", "arabophone": "ar",
           "italophone": "it", "lusophone": "pt", "russophone": "ru", "turcophone": "tr", "bilingue": ""}  # fmt: skip
_SPEAKERS = re.compile(r"\b(?:(\w+phone)s?|(\w+)[ -](?:speakers?|speaking(?: people)?))\b")
_DAY_WORD = re.compile(
    r"\b(?:(?:lun|mar|mercre|jeu|vendre|same)dis?|dimanches?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|week[ -]?ends?|"
    r"weekdays?|en semaine|matins?|matinees?|soirs?|soirees?|apres[- ]midis?|aprems?|mornings?|evenings?|afternoons?)\b"
)
_DAY_LEADS = re.compile(r"(?:(?:tou(?:s|tes)|les?|la|l'|on|in|the|en|du|au|every|each|chaque|ce|this|durant|pendant|during|next|at) ?)+$")
_CITY = re.compile(
    r"(?:(?<=\s)|^)(?:[àa]|[àa] c[ôo]t[ée] de|d[eu]|d['’]|en|sur|vers|pr[èe]s d[eu]|autour d[eu]|in|at|from|near|around) ?"
    r"(?P<place>(?:[Ll][ea]s? |L['’])?[A-ZÀ-Ý][\w'’]+(?:[ -](?:[A-ZÀ-Ý\d][\w'’]*|(?:sur|sous|les?|l[èe]s|la|en|de|du|upon)[ -](?=[A-ZÀ-Ý])))*)"
)
_PLACE_LEADS = re.compile(r"^(?:(?:a|au|aux|en|dans|sur|pres de|in|at|near|around|from|to|the|de|du|d'|la ville de|le quartier de) ?)+(?= |\b)")
_AND_AROUND = re.compile(r",? (?:et|and|ou|or) (?:(?:ses |les |the )?(?:environs|alentours|surroundings)|aux alentours|autour|around(?: it)?|nearby)\b")
_GROUP_NOUN = re.compile(r"\b(?:groupes?|groups?|equipes?|teams?|salons?|rooms?|commissions?|committees?|cercles?|poles?|antennes?|crew)\b")
_THOSE_OF = re.compile(r"\b(?:ceux|celles|gens|membres|benevoles|people|those|members|volunteers|everybody|everyone|monde|personnes) "
                       r"(?:du|de la|de l'|des|de|d'|dans le|dans la|in the|of the|from the|in|of|from) ?$")  # fmt: skip
_SMALL = frozenset(
    listed(
        "a ai aide aider aides all along also alors and any anyone are as asso association at au aussi autre autres aux avec be "
        "been benevole benevoles bien bonjour but ca call can ce celles ceux ces chez choses come could d dans de des deux dire "
        "do dont du elles en ensemble envoie envoyer est et etre euh everybody everyone faire fait faut faudrait for from gens "
        "hands have hello help helpers her his i if il ils in is it its j je juste just know l la le les leur leurs let like "
        "looking m ma mais maybe me membre membres members merci moi monde my n need needed ne nos notre nous of on only or ou "
        "our out over parmi people person personne personnes persons plait please plus plutot pour pouvoir qu que quelqu "
        "quelques qui s salut say se send seulement so soient some somebody someone sont stp sur svp t te tell than that the "
        "their them there they thing this those to toi tous tout toute toutes tu un une uniquement us volontaire volontaires "
        "volunteer volunteers vous want wanted we where which who whole whose will with would write y you ai un group groupe "
        "groupes groups equipe team demande demander ask appelle appeler appel previens prevenir dis ecris ecrire contacte "
        "contacter contact invite inviter dispo libre free available cherche cherchons recherche besoin bras coup main veux "
        "voudrais aimerais besoins environ about around chacun chacune each maximum max minimum least moins savoir peuvent "
        "peut sait savent font able both fois ainsi well either soit qui also ni pas not no non oui yes ok only speak speaks "
        "parlent parle habitent habite vivent live lives viennent venir come coming donner lend give prets prete pret ready "
        "willing envie happy motives motivees motive tasks task take make made near who'd has had ont a-t-on members adherents adherent"
    )
)


def audience(
    text: str, *, skills: Sequence[Option], interests: Sequence[Option], groups: Sequence[Option] = (),
    places: Sequence[str] = (),
) -> Audience:  # fmt: skip
    """Labels of options stand for what they are. `places`: names that are known, found wherever they stand; others
    are found behind "habitent", "live in", or where a capital letter shows them."""
    shown, plain = aligned(text[:LONGEST])
    reading = _Reading(shown, plain, skills, interests, groups)
    reading.numbers()
    reading.newcomers_and_groups()
    reading.known_places(places)
    for mode, start, end, own in list(_pieces(plain)):
        reading.piece(mode, start, end, own)
    return reading.result()


def _pieces(plain: str) -> Iterator[tuple[Mode, int, int, bool]]:
    """(what it speaks of, start, end, whether its own words say so): an enumeration goes on with what it began with."""
    mode: Mode = ""
    start, own = 0, False
    for cut in _CUTS.finditer(plain):
        if cut.start() > start:
            yield mode, start, cut.start(), own
        kind = cut.lastgroup or ""
        if kind in _MODES:
            mode, own = kind, True  # type: ignore[assignment]  # its keys are modes
        else:
            own = False
            if kind == "hard" and set(cut[0]) & set(".!?\n"):
                mode = ""
        start = cut.start() if kind == "languages" else cut.end()
        if kind == "languages":
            start = cut.end()
    if start < len(plain):
        yield mode, start, len(plain), own


@dataclass(slots=True)
class _Reading:
    """A text, and what was found in it up to now; what was read is blanked, so that nothing is read twice."""

    shown: str
    plain: str
    skill_options: Sequence[Option]
    interest_options: Sequence[Option]
    group_options: Sequence[Option]
    skills: list[str] = field(default_factory=list)
    every: bool = False
    wants: list[str] = field(default_factory=list)
    interests: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    spoken: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    not_groups: set[str] = field(default_factory=set)
    newcomers: bool | None = None
    everybody: bool = False
    people: int | None = None
    minutes: int | None = None
    refused: list[str] = field(default_factory=list)

    def take(self, start: int, end: int) -> None:
        self.plain = self.plain[:start] + " " * (end - start) + self.plain[end:]

    def left_out(self, at: int) -> bool:
        """Whether what stands here is what is not wanted."""
        begin = max((one.end() for one in _ENDS_EXCEPT.finditer(self.plain, 0, at)), default=0)
        return any(one.end() <= at for one in _EXCEPT.finditer(self.plain, begin))

    # ------------------------------------------------------------------------------------------- said in one breath
    def numbers(self) -> None:
        if found := _MINUTES.search(self.plain):
            self.minutes = (read_duration(found["time"]) or {}).get("minutes")
            self.take(*found.span())
        for found in _PEOPLE.finditer(self.plain):
            said = found["a"] or found["b"]
            if said in ("a", "an", "un", "une", "des") and not re.search(r"personne|person|volunt|benev", found[0]):
                continue
            counted = in_digits(tokens(re.sub(r"\ba couple of\b", "2", said))) if said else ["1"]
            numbers = [int(one[:4]) for one in counted if one.isdecimal()] or [1]
            if 0 < numbers[-1] <= MOST_PEOPLE:
                self.people = numbers[-1]
                self.take(*found.span())
                break
        if found := _EVERYBODY.search(self.plain):
            if not self.left_out(found.start()):
                self.everybody = True
            after = self.plain[found.end() : found.end() + 20]
            if not re.match(r" (?:du|de la|des|de|in|of|from)\b", after):
                self.take(*found.span())

    def newcomers_and_groups(self) -> None:
        for found in _NEWCOMERS.finditer(self.plain):
            self.newcomers = not self.left_out(found.start())
            self.take(*found.span())
        if found := _OLD_HANDS.search(self.plain):
            self.newcomers = False
            self.take(*found.span())
        for option in self.group_options:
            for name in (option.label, *option.aliases):
                self._group(option.label, [word for word in words(fold(name)) if not _is_about_groups(word)])

    def _group(self, label: str, core: list[str]) -> None:
        if not core:
            return
        name = r"[ '-]+(?:(?:de|du|des|la|le|les|the|of|l|d)[ '-]+)*".join(core) + r"(?:s\b|\b)"
        for found in re.finditer(rf"\b{name}", self.plain):
            clause = re.split(r"[,;:.!?\n]|\b(?:sauf|except|who|qui)\b", self.plain[: found.start()])[-1]
            near = clause[-40:] + " | " + re.split(r"[,;:.!?\n]", self.plain[found.end() :])[0][:12]
            if _GROUP_NOUN.search(near) or _THOSE_OF.search(self.plain[: found.start()]):
                (self.not_groups if self.left_out(found.start()) else self.groups).add(label)
                self.take(*found.span())

    def known_places(self, places: Sequence[str]) -> None:
        for place in places:
            for found in re.finditer(rf"\b{re.escape(aligned(place)[1])}\b", self.plain):
                self._place(found.start(), found.end())

    def _place(self, start: int, end: int) -> None:
        if self.left_out(start):
            return
        said = self.shown[start:end].strip(" '’-.,")
        if said and fold(said) not in map(fold, self.places):
            self.places.append(said)
        self.take(start, end)

    # --------------------------------------------------------------------------------------------- piece by piece
    def piece(self, mode: Mode, start: int, end: int, own: bool) -> None:
        """`own`: what it speaks of is said right before it; else it may go on with what was spoken of before."""
        self._days(mode, start, end, own)
        self._languages(mode, start, end)
        if mode == "place" and own:
            self._lives(start, end)
        self._cities(start, end)
        if self.left_out(start) or self.left_out(end):
            return
        if mode == "place" and not own:
            self._lives(start, end)
        self._options(mode, start, end)

    def _days(self, mode: Mode, start: int, end: int, own: bool) -> None:
        found = list(_DAY_WORD.finditer(self.plain, start, end))
        if not found or self.left_out(start):
            return
        first = found[0].start()
        if lead := _DAY_LEADS.search(self.plain[start:first]):
            first = start + lead.start()
        last = end if mode == "days" and own else found[-1].end()
        pairs = free_pairs(fold(self.plain[first:last]))
        if pairs:
            self.days |= {f"{DAYS[day]}-{PARTS[part]}" for day, part in pairs}
            self.take(first, last)

    def _languages(self, mode: Mode, start: int, end: int) -> None:
        for found in _SPEAKERS.finditer(self.plain, start, end):
            code = _PHONES.get(found[1] or "") or next(iter(languages(found[2] or "")), "")
            if code and not self.left_out(found.start()):
                self.spoken.add(code)
                self.take(*found.span())
        if mode == "languages" and not self.left_out(start) and (named := languages(self.plain[start:end])):
            self.spoken |= named
            self.take(start, end)

    def _lives(self, start: int, end: int) -> None:
        text = _AND_AROUND.sub(lambda around: " " * len(around[0]), self.plain[start:end])
        lead = _PLACE_LEADS.match(text.lstrip())
        first = start + len(text) - len(text.lstrip()) + (lead.end() if lead else 0)
        last = start + len(text.rstrip())
        said = words(self.plain[first:last])
        if 0 < len(said) <= 4 and not set(said) <= _SMALL:
            self._place(first, last)

    def _cities(self, start: int, end: int) -> None:
        for found in _CITY.finditer(self.shown, start, end):
            first, last = found.span("place")
            named = self.plain[first:last]
            if named.strip() and not languages(named) and not _DAY_WORD.search(named) and named == _plain(found["place"]):
                options = (*self.skill_options, *self.interest_options)
                if not mentions(named, options):
                    self._place(first, last)

    def _options(self, mode: Mode, start: int, end: int) -> None:
        text = self.plain[start:end]
        first, second = self.skill_options, self.interest_options
        if mode == "interests":
            first, second = second, first
        named = mentions(text, first)
        options = first
        if not named and mode != "wants":
            named, options = mentions(text, second), second
        named = [one for one in named if not set(one.words) <= _SMALL]
        into = self.wants if mode == "wants" else self.skills if options is self.skill_options else self.interests
        for one in named:
            label = options[one.option].label
            if label not in into:
                if into is self.skills and mode == "skills" and into:
                    joined = self.shown[: start + 1][-6:]
                    self.every = self.every or bool(re.search(r"\b(?:et|and|&)\s*\S?$", joined)) or _both(text)
                into.append(label)
            for word in one.words:
                if place := re.search(rf"\b{re.escape(word)}\b", self.plain[start:end]):
                    self.take(start + place.start(), start + place.end())

    # ---------------------------------------------------------------------------------------------------- the rest
    def result(self) -> Audience:
        found = bool(
            self.skills or self.wants or self.interests or self.places or self.spoken or self.days or self.groups
        )
        return Audience(
            frozenset(self.skills),
            self.every and len(set(self.skills)) > 1,
            frozenset(self.wants),
            frozenset(self.interests),
            tuple(self.places),
            frozenset(self.spoken),
            frozenset(self.days),
            frozenset(self.groups),
            frozenset(self.not_groups),
            self.newcomers,
            self.everybody and not found,
            self.people,
            self.minutes,
            tuple(self._unknown()),
        )

    def _unknown(self) -> Iterator[str]:
        """Words that nothing explains, with what stands between them; with "sauf" where they are not wanted."""
        triggers = "|".join(_MODES[mode] for mode in _MODES)
        rest = re.sub(rf"(?<![\w-])(?:{triggers})", lambda found: " " * len(found[0]), self.plain)
        rest = _GROUP_NOUN.sub(lambda found: " " * len(found[0]), rest)
        for clause in re.finditer(r"[^,;:.!?\n()]+", rest):
            telling = [
                word for word in re.finditer(r"[^\W_]+(?:-[^\W_]+)*", clause[0])
                if not _is_small(word[0]) and not _EXCEPT.fullmatch(word[0])
            ]  # fmt: skip
            if telling:
                first, last = clause.start() + telling[0].start(), clause.start() + telling[-1].end()
                left_out = "" if not self.left_out(first) else self._except_word(first)
                yield (left_out + self.shown[first:last]).strip()

    def _except_word(self, at: int) -> str:
        found = [one for one in _EXCEPT.finditer(self.plain) if one.end() <= at]
        return self.shown[found[-1].start() : found[-1].end()].strip() + " " if found else ""


def _both(text: str) -> bool:
    return bool(re.search(r"\b(?:et|and|as well as|ainsi que)\b", text))


def _is_small(word: str) -> bool:
    return all(part in _SMALL or len(part) == 1 for part in word.split("-"))


def _is_about_groups(word: str) -> bool:
    return bool(_GROUP_NOUN.fullmatch(word)) or word in {"local", "the", "le", "la", "les", "de", "du", "des", "of", "l", "d"}


def _plain(text: str) -> str:
    return aligned(text)[1]
