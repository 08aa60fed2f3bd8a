"""Which three tasks answer "I have 15 minutes". Pure: the same inputs give the same three, and nothing else counts.

**What is left out**: a task without a place left, one that needs more time than the person has, and one at another
known place than theirs. What can be done online or wherever always fits.

**What is worth more**: each task gets points, the sum of a few terms (`terms` gives them by name; the constants below
say how much each is):

    skills      can do it 40, can help 25, wants to learn it 10, no skill named 10, only skills they have not −40
    interests   one in common 20
    time        uses all of the time they have 10, half of it 5, …
    place       at their place 10; online or wherever 5
    waited      has waited two months or longer 10, one month 5, …
    horizon     now 12, if there is time 6, ongoing 3, later 0
    places      1 for each place left, 5 at most
    shown       −20 for each other person to whom it was suggested in the last day
    seen        −200 when it was just suggested to this very person; nothing any more after a week

Sums within the same 5 points count as equal. Between equals a number made from person and task decides: always the same
for the same person, another for another person.

**Three of different kinds**, in this order:

    best        the most points
    stretch     something new, so nothing that they can do already. Its skills count otherwise: wants to learn it 40,
                can help 30, none named 10, an interest in common without the skill 10, nothing of theirs −40
    together    one for several people, or of which somebody said "I could". To its points come 15 when somebody said
                so, 10 when somebody has taken it already

When one task could stand for two kinds, it stands where all kinds can be filled. A kind for which there is nobody is
filled up with the next best, which is then called "best" as well.

**Set aside** as long as there are others, whatever their points and kind: what was suggested to this very person within
the last day ("others" brings new ones), and what was suggested to five people more than the least suggested one.
"""

from __future__ import annotations

import hashlib
import heapq
import itertools
import math
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from engagebot.domain.tasks import ONLINE, Horizon

Level = Literal["can", "helps", "learns"]
Standing = Literal[Level, "anybody", "interest", "new"]
Kind = Literal["best", "stretch", "together"]
Reason = Literal[
    "skill",
    "helps",
    "learns",
    "interest",
    "urgent",
    "place",
    "waited",
    "quick",
    "online",
    "somebody_could",
    "last_place",
    "together",
    "anybody",
    "new",
    "yours",
]
"""skill, helps, learns: they said so of the skill `about`. interest: they share `about`. urgent: wanted now. place: it
is at theirs. waited: for weeks. quick: it fits well into their time, or takes a quarter of an hour. online: from
anywhere. somebody_could: if they are not alone with it. last_place: one more, and they are complete. together: with
others. anybody: it needs no particular skill. new: nobody is born with the skill `about`. yours: it
went back to the list, and is theirs first for some days (whoever asks for suggestions puts it there)."""

SKILLS: Mapping[Standing, float] = {"can": 40, "helps": 25, "learns": 10, "anybody": 10, "interest": -40, "new": -40}
"""The best of their levels counts once: naming more skills must not make a task more wanted. `anybody`: it names none;
`interest`, `new`: it names only others than theirs, with an interest in common or without."""
STRETCH: Mapping[Standing, float] = {"learns": 40, "helps": 30, "anybody": 10, "interest": 10, "new": -40}
"""Instead of `SKILLS`, where something new is looked for."""
INTEREST = 20.0
TIME = 10.0
"""For a task that uses all the time there is: the tiniest ones would else be done first, and the others never."""
SAME_PLACE, ANY_PLACE = 10.0, 5.0
WAITED, WAITED_DAYS = 10.0, 60.0
"""Reached after so many days. It ends there: what nobody wants to do must not stand before everything for ever."""
HORIZONS: Mapping[Horizon, float] = {"now": 12, "if_time": 6, "ongoing": 3, "later": 0}
MOST_PLACES = 5
SHOWN = 20.0
"""Two others today weigh as much as the skill: else all who can do it are sent to the same."""
SEEN, SEEN_DAYS = 200.0, 7.0
"""More than all the rest together."""
SOMEBODY_COULD, SOMEBODY_IS_IN = 15.0, 10.0
EQUAL = 5.0
"""Sums are compared in steps of this: else half a day of waiting would decide for everybody alike."""
JUST_SEEN_DAYS, CROWD = 1.0, 5
LONG_WAIT_DAYS, QUICK_MINUTES = 14.0, 15
"""From here on waiting and shortness are named as a reason."""
KINDS: tuple[Kind, ...] = ("best", "stretch", "together")


@dataclass(frozen=True, slots=True)
class Seeker:
    """Who asks for something to do."""

    id: str
    skills: Mapping[str, Level]
    interests: frozenset[str]
    minutes: int | None = None
    """None: they did not say; every length fits."""
    place: str = ""
    """'': not known; every place fits."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open task, as far as the ranking looks at it."""

    id: str
    least_minutes: int
    skills: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()
    place: str = ""
    horizon: Horizon = "if_time"
    people: int = 1
    free: int = 1
    waited_days: float = 0.0
    """Since it was opened."""
    shown: int = 0
    """To how many others it was suggested in the last day."""
    seen_days: float | None = None
    """Since it was suggested to this very person; None: never, or forgotten."""
    could: int = 0
    """How many said "I could"."""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    task: str
    kind: Kind
    reason: Reason
    """The one that weighs most."""
    about: str = ""
    """The skill or interest that the reason is about."""


def suggest(seeker: Seeker, candidates: Iterable[Candidate], *, most: int = 3) -> list[Suggestion]:
    """At most `most`, best fit first; []: nothing fits. How they are chosen is said above."""
    weighed = [_weigh(seeker, one) for one in _fitting(seeker, {one.id: one for one in candidates}.values())]
    least = min((one.task.shown for one in weighed), default=0)
    fresh = [one for one in weighed if not _set_aside(one.task, least)]
    chosen = _of_each_kind(fresh, KINDS[: max(most, 0)])
    for some in (fresh, weighed):
        if len(chosen) < most:
            taken = {one.task.id for _, one in chosen}
            left = [one for one in some if one.task.id not in taken]
            chosen += [("best", one) for one in _first(left, "best", most - len(chosen))]
    return [Suggestion(one.task.id, kind, *_reason(seeker, one.task, kind)) for kind, one in chosen]


def terms(seeker: Seeker, task: Candidate, kind: Kind = "best") -> dict[str, float]:
    """The points of a task by the name of the term, as it is looked at for `kind`; their sum ranks it."""
    return _terms(seeker, task, kind, _standing(seeker, task)[0])


def _terms(seeker: Seeker, task: Candidate, kind: Kind, standing: Standing) -> dict[str, float]:
    return {
        "skills": (STRETCH if kind == "stretch" else SKILLS)[standing],
        "interests": INTEREST if seeker.interests & task.interests else 0.0,
        "time": TIME * min(1.0, task.least_minutes / seeker.minutes) if seeker.minutes else 0.0,
        "place": ANY_PLACE if task.place in ("", ONLINE) else SAME_PLACE if seeker.place else 0.0,
        "waited": WAITED * min(1.0, task.waited_days / WAITED_DAYS),
        "horizon": HORIZONS[task.horizon],
        "places": float(min(task.free, MOST_PLACES)),
        "shown": -SHOWN * task.shown,
        "seen": 0.0 if task.seen_days is None else -SEEN * max(0.0, 1 - task.seen_days / SEEN_DAYS),
        "company": _company(task) if kind == "together" else 0.0,
    }


def place_key(place: str) -> str:
    """A place as it is compared."""
    return plain(place)


def plain(name: str) -> str:
    """Words in small letters without accents or signs, one space between them."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c)).split())


def same_place(one: str, other: str) -> bool:
    """Of two keys, whether the words of one stand in the other: "lyon" and "lyon 7e". Unknown and online fit all."""
    if not one or other in ("", ONLINE):
        return True
    return f" {one} " in f" {other} " or f" {other} " in f" {one} "


def _fitting(seeker: Seeker, tasks: Collection[Candidate]) -> list[Candidate]:
    here = place_key(seeker.place)
    there = {place for place in {one.place for one in tasks} if same_place(here, place_key(place))}
    most = math.inf if seeker.minutes is None else seeker.minutes
    return [one for one in tasks if one.free > 0 and one.least_minutes <= most and one.place in there]


def _set_aside(task: Candidate, least_shown: int) -> bool:
    just_seen = task.seen_days is not None and task.seen_days < JUST_SEEN_DAYS
    return just_seen or task.shown >= least_shown + CROWD


@dataclass(frozen=True, slots=True)
class _Weighed:
    task: Candidate
    standing: Standing
    points: Mapping[Kind, float]
    tie: bytes


def _weigh(seeker: Seeker, task: Candidate) -> _Weighed:
    standing, _ = _standing(seeker, task)
    each = _terms(seeker, task, "best", standing)
    best = sum(each.values())
    points: dict[Kind, float] = {
        "best": best,
        "stretch": best - each["skills"] + STRETCH.get(standing, 0.0),
        "together": best + _company(task),
    }
    return _Weighed(task, standing, points, hashlib.sha256(f"{seeker.id}\n{task.id}".encode()).digest())


def _first(some: Iterable[_Weighed], kind: Kind, count: int) -> list[_Weighed]:
    return heapq.nsmallest(count, some, key=lambda one: (-(one.points[kind] // EQUAL), one.tie, one.task.id))


def _of_each_kind(some: Sequence[_Weighed], kinds: Sequence[Kind]) -> list[tuple[Kind, _Weighed]]:
    """As many kinds as can be filled, each task once; then the highest places in each, "best" before the others."""
    able: Mapping[Kind, Sequence[_Weighed]] = {
        "best": some,
        "stretch": [one for one in some if one.standing != "can"],
        "together": [one for one in some if one.task.people > 1 or one.task.could > 0],
    }
    # as many of each as there are kinds: the others may be wanted elsewhere
    rows: list[list[_Weighed | None]] = [[*_first(able[kind], kind, len(kinds)), None] for kind in kinds]
    kept: tuple[_Weighed | None, ...] = (None,) * len(kinds)
    for row in itertools.product(*rows):  # in the order of preference: the first of those that fill most stays
        there = [one.task.id for one in row if one]
        if len(set(there)) == len(there) > sum(one is not None for one in kept):
            kept = row
    return [(kind, one) for kind, one in zip(kinds, kept, strict=True) if one]


def _standing(seeker: Seeker, task: Candidate) -> tuple[Standing, str]:
    """How their skills stand to those of the task, and which skill or interest says so."""
    if not task.skills:
        return "anybody", ""
    levels: tuple[Level, ...] = ("can", "helps", "learns")
    held = [skill for skill in task.skills if skill in seeker.skills]
    for level in levels if held else ():
        if found := [skill for skill in held if seeker.skills[skill] == level]:
            return level, min(found)
    if shared := seeker.interests & task.interests:
        return "interest", min(shared)
    return "new", min(task.skills)


def _company(task: Candidate) -> float:
    return SOMEBODY_COULD * (task.could > 0) + SOMEBODY_IS_IN * (task.free < task.people)


def _reason(seeker: Seeker, task: Candidate, kind: Kind) -> tuple[Reason, str]:
    """What is told: of a task to do together, the company; of the others, the term with the most points."""
    if kind == "together":
        if task.could:
            return "somebody_could", ""
        return ("last_place", "") if task.free == 1 else ("together", "")
    standing, about = _standing(seeker, task)
    shared = min(seeker.interests & task.interests, default="")
    if standing == "new":
        return "new", about
    if kind == "stretch" and standing == "anybody":
        return ("interest", shared) if shared else ("anybody", "")
    points = terms(seeker, task, kind)
    told: list[tuple[float, Reason, str]] = [
        (points["skills"] * (standing == "can"), "skill", about),
        (points["skills"] * (standing == "helps"), "helps", about),
        (points["interests"], "interest", shared),
        (points["skills"] * (standing == "learns"), "learns", about),
        (points["horizon"] * (task.horizon == "now"), "urgent", ""),
        (points["place"] * (task.place not in ("", ONLINE)), "place", ""),
        (points["waited"] * (task.waited_days >= LONG_WAIT_DAYS), "waited", ""),
        (points["time"] or float(task.least_minutes <= QUICK_MINUTES), "quick", ""),
        (points["place"] * (task.place == ONLINE), "online", ""),
    ]
    weight, reason, what = max(told, key=lambda one: one[0])
    return (reason, what) if weight > 0 else ("anybody", "")
