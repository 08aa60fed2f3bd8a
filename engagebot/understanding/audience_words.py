"""Whom an organiser means: "tous ceux qui savent faire des affiches et qui habitent Lyon, sauf les nouveaux".

The text is cut where it begins to speak of something else (`parlent`, `live in`, `free`, `sauf`); each piece is read as
what it speaks of. What no reader takes, and is no word that any such sentence has, is given back as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .audience_forms import (
    ALSO_WELCOME,
    AND_AROUND,
    CITY,
    CUTS,
    DAY_LEADS,
    DAY_WORD,
    DENIED,
    ENDS_DENIED,
    ENDS_EXCEPT,
    EVERYBODY,
    EXCEPT,
    GROUP_NOUN,
    MINUTES,
    MODES,
    NEWCOMERS,
    OF_A_GROUP,
    OLD_HANDS,
    PEOPLE,
    PHONES,
    PLACE_LEADS,
    SMALL,
    SPEAKERS,
    THOSE_OF,
    TRIGGERS,
    Mode,
)
from .days import DAYS, PARTS, free_pairs
from .durations import read_duration
from .ideas import aligned
from .languages import languages
from .numerals import in_digits, tokens
from .options import Option
from .skills import mentions
from .text import fold, words

LONGEST = 600
"""Characters; whoever writes more describes the call itself."""
MOST_PEOPLE = 999


@dataclass(frozen=True, slots=True)
class AudienceWords:
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


def audience_words(
    text: str, *, skills: Sequence[Option], interests: Sequence[Option], groups: Sequence[Option] = (),
    places: Sequence[str] = (),
) -> AudienceWords:  # fmt: skip
    """Labels of options stand for what they are. `places`: names that are known, found wherever they stand; others
    are found behind "habitent", "live in", or where a capital letter shows them."""
    shown, plain = aligned(text[:LONGEST])
    reading = _Reading(shown, plain, skills, interests, groups)
    reading.numbers()
    reading.newcomers_and_groups()
    reading.denials()
    reading.known_places(places)
    for mode, start, end, own in list(_pieces(plain)):
        reading.piece(mode, start, end, own)
    return reading.result()


def _pieces(plain: str) -> Iterator[tuple[Mode, int, int, bool]]:
    """(what it speaks of, start, end, whether its own words say so): an enumeration goes on with what it began with."""
    mode: Mode = ""
    start, own = 0, False
    for cut in CUTS.finditer(plain):
        if cut.start() > start:
            yield mode, start, cut.start(), own
        kind = cut.lastgroup or ""
        if kind in MODES:
            mode, own = kind, True
        else:
            own = False
            if kind == "hard" and set(cut[0]) & set(".!?\n"):
                mode = ""
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
    denied: list[str] = field(default_factory=list)

    def take(self, start: int, end: int) -> None:
        self.plain = self.plain[:start] + " " * (end - start) + self.plain[end:]

    def left_out(self, at: int) -> bool:
        """Whether what stands here is what is not wanted."""
        begin = max((one.end() for one in ENDS_EXCEPT.finditer(self.plain, 0, at)), default=0)
        return any(one.end() <= at for one in EXCEPT.finditer(self.plain, begin))

    # ------------------------------------------------------------------------------------------- said in one breath
    def numbers(self) -> None:
        if time := MINUTES.search(self.plain):
            self.minutes = (read_duration(time["time"]) or {}).get("minutes")
            self.take(*time.span())
        for found in PEOPLE.finditer(self.plain):
            said = found["a"] or found["b"]
            if said in ("a", "an", "un", "une", "des") and not re.search(r"personne|person|volunt|benev", found[0]):
                continue
            counted = in_digits(tokens(re.sub(r"\ba couple of\b", "2", said))) if said else ["1"]
            numbers = [int(one[:4]) for one in counted if one.isdecimal()] or [1]
            if 0 < numbers[-1] <= MOST_PEOPLE:
                self.people = numbers[-1]
                self.take(*found.span())
                break
        if all_ := EVERYBODY.search(self.plain):
            self.everybody = not self.left_out(all_.start())
            if not re.match(r" (?:du|de la|des|de|in|of|from)\b", self.plain[all_.end() :]):  # "everybody of the …"
                self.take(*all_.span())

    def newcomers_and_groups(self) -> None:
        for found in NEWCOMERS.finditer(self.plain):
            if also := ALSO_WELCOME.match(self.plain, found.end()):
                self.take(found.start(), also.end())
                continue
            self.newcomers = not self.left_out(found.start())
            self.take(*found.span())
        for found in OLD_HANDS.finditer(self.plain):
            self.newcomers = self.left_out(found.start())
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
            if GROUP_NOUN.search(near) or THOSE_OF.search(self.plain[: found.start()]):
                (self.not_groups if self.left_out(found.start()) else self.groups).add(label)
                self.take(*found.span())

    def denials(self) -> None:
        """Nobody can be looked for by what they are not: it is given back, and never read as what they are."""
        while found := DENIED.search(self.plain):
            end = ENDS_DENIED.search(self.plain, found.end())
            stop = end.start() if end else len(self.plain)
            if any(not _is_small(word) for word in words(self.plain[found.end() : stop])):
                self.denied.append(self.shown[found.start() : stop].strip())
            self.take(found.start(), stop)

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
        found = list(DAY_WORD.finditer(self.plain, start, end))
        if not found or self.left_out(start):
            return
        first = found[0].start()
        if lead := DAY_LEADS.search(self.plain[start:first]):
            first = start + lead.start()
        last = end if mode == "days" and own else found[-1].end()
        pairs = free_pairs(fold(self.plain[first:last]))
        if pairs:
            self.days |= {f"{DAYS[day]}-{PARTS[part]}" for day, part in pairs}
            self.take(first, last)

    def _languages(self, mode: Mode, start: int, end: int) -> None:
        for found in SPEAKERS.finditer(self.plain, start, end):
            code = PHONES.get(found[1] or "") or next(iter(languages(found[2] or "")), "")
            if code and not self.left_out(found.start()):
                self.spoken.add(code)
                self.take(*found.span())
        text = self.plain[start:end]
        if mode not in ("languages", "skills") or self.left_out(start) or not (named := languages(text)):
            return
        if mode == "languages" or not mentions(text, self.skill_options):  # not "translate into English"
            self.spoken |= named
            self.take(start, end)

    def _lives(self, start: int, end: int) -> None:
        text = AND_AROUND.sub(lambda around: " " * len(around[0]), self.plain[start:end])
        lead = PLACE_LEADS.match(text.lstrip())
        first = start + len(text) - len(text.lstrip()) + (lead.end() if lead else 0)
        last = start + len(text.rstrip())
        said = words(self.plain[first:last])
        if 0 < len(said) <= 4 and not set(said) <= SMALL:
            self._place(first, last)

    def _cities(self, start: int, end: int) -> None:
        for found in CITY.finditer(self.shown, start, end):
            first, last = found.span("place")
            named = self.plain[first:last]
            untaken = named == _plain(found["place"])
            if not untaken or languages(named) or DAY_WORD.search(named):
                continue
            if not mentions(named, (*self.skill_options, *self.interest_options)):
                self._place(first, last)

    def _options(self, mode: Mode, start: int, end: int) -> None:
        """What is said of skills may be an interest only, and the other way round; what is left may be the other."""
        both = [(self.skill_options, self.skills), (self.interest_options, self.interests)]
        if mode == "wants":
            both = [(self.skill_options, self.wants)]
        names = {name for one in OF_A_GROUP.finditer(self.plain, start, end) for name in (one["name"], one["before"])}
        for options, into in reversed(both) if mode == "interests" else both:
            for one in mentions(self.plain[start:end], options):
                if not set(one.words) <= SMALL | names:  # a group of that name is not all who can do it
                    self._option(options[one.option].label, into, mode, start)
                    self._take_words(one.words, start, end)

    def _option(self, label: str, into: list[str], mode: Mode, start: int) -> None:
        if label in into:
            return
        if into is self.skills and mode == "skills" and into:
            self.every = self.every or bool(re.search(r"\b(?:et|and|&)\s*$", self.shown[:start]))
        into.append(label)

    def _take_words(self, some: Sequence[str], start: int, end: int) -> None:
        for word in some:
            if place := re.search(rf"\b{re.escape(word)}\b", self.plain[start:end]):
                self.take(start + place.start(), start + place.end())

    # ---------------------------------------------------------------------------------------------------- the rest
    def result(self) -> AudienceWords:
        found = bool(
            self.skills or self.wants or self.interests or self.places or self.spoken or self.days or self.groups
        )
        return AudienceWords(
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
        yield from self.denied
        rest = TRIGGERS.sub(lambda found: " " * len(found[0]), self.plain)
        rest = GROUP_NOUN.sub(lambda found: " " * len(found[0]), rest)
        rest = EXCEPT.sub(lambda found: " " * len(found[0]), rest)
        for clause in re.finditer(r"(?:(?! {4})[^,;:.!?\n()])+", rest):
            telling = [
                word for word in re.finditer(r"[^\W_]+(?:-[^\W_]+)*", clause[0])
                if not _is_small(word[0])
            ]  # fmt: skip
            if telling:
                first, last = clause.start() + telling[0].start(), clause.start() + telling[-1].end()
                left_out = "" if not self.left_out(first) else self._except_word(first)
                yield (left_out + self.shown[first:last]).strip()

    def _except_word(self, at: int) -> str:
        found = [one for one in EXCEPT.finditer(self.plain) if one.end() <= at]
        return self.shown[found[-1].start() : found[-1].end()].strip() + " " if found else ""


_AROUND_GROUPS = frozenset({"local", "the", "le", "la", "les", "de", "du", "des", "of", "l", "d"})


def _is_small(word: str) -> bool:
    return all(part in SMALL or len(part) == 1 for part in word.split("-"))


def _is_about_groups(word: str) -> bool:
    return bool(GROUP_NOUN.fullmatch(word)) or word in _AROUND_GROUPS


def _plain(text: str) -> str:
    return aligned(text)[1]
