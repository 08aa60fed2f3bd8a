"""Tasks without deadlines: what one is, and the rules around taking, keeping and giving it back. Pure.

There is no date in a task, on purpose. Times here are only those of a claim: when somebody is asked how it goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

Effort = Literal["minutes", "few_hours", "ongoing"]
Horizon = Literal["now", "if_time", "later", "ongoing"]
State = Literal["proposed", "open", "done", "withdrawn"]

EFFORTS: tuple[Effort, ...] = ("minutes", "few_hours", "ongoing")
HORIZONS: tuple[Horizon, ...] = ("now", "if_time", "later", "ongoing")
ONLINE = "online"
"""The place of what can be done from anywhere."""

LONGEST_BITE_MINUTES = 120
"""A task that takes longer is asked to be split."""
LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_PURPOSE, LONGEST_PLACE, LONGEST_LINK = 80, 600, 160, 60, 300
MOST_PEOPLE = 99
FEW_HOURS_LEAST_MINUTES, ONGOING_LEAST_MINUTES = 120, 30
"""With less time than this nobody is shown a task of some hours, or a continuous one: it could not even be begun."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do. `minutes` is None for an effort that is not counted in minutes; `place` and `topic` are ''
    when it does not matter, `contact` and `author` None when there is none."""

    id: str
    title: str
    effort: Effort = "minutes"
    minutes: int | None = None
    people: int = 1
    description: str = ""
    purpose: str = ""
    """What it makes possible; said to those who did it."""
    place: str = ""
    topic: str = ""
    horizon: Horizon = "if_time"
    contact: str | None = None
    author: str | None = None
    link: str = ""
    handover: str = ""
    """What those who gave it back left for the next; [] lines, no names."""
    state: State = "open"
    free: int = 1
    """Places that nobody has taken."""
    skills: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    opened_at: datetime | None = None

    @property
    def least_minutes(self) -> int:
        match self.effort:
            case "few_hours":
                return FEW_HOURS_LEAST_MINUTES
            case "ongoing":
                return ONGOING_LEAST_MINUTES
        return self.minutes or 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A person who took a task."""

    id: str
    task: str
    person: str | None
    """None: erased since."""
    state: Literal["active", "done", "reserved"]
    taken_at: datetime
    asked: int = 0
    """Check-ins since the last word about it."""
    until: datetime | None = None
    """Of a reserved one: it is theirs first until then."""
    finished_at: datetime | None = None
    minutes: int | None = None
    reaction: str | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """Numbers are settings; see `config`."""

    newcomer: timedelta = timedelta(days=30)
    """So long after the first sitting somebody counts as a newcomer."""
    most_newcomer: int = 2
    most: int = 3
    check_in: timedelta = timedelta(days=14)
    check_in_again: timedelta = timedelta(days=28)
    back_on_list: timedelta = timedelta(days=42)
    sleep: timedelta = timedelta(days=30)
    theirs_first: timedelta = timedelta(days=7)


def is_newcomer(onboarded_at: datetime | None, now: datetime, rules: Rules) -> bool:
    """None: the first sitting is not over."""
    return onboarded_at is None or now - onboarded_at < rules.newcomer


def most_at_a_time(onboarded_at: datetime | None, now: datetime, rules: Rules) -> int:
    return rules.most_newcomer if is_newcomer(onboarded_at, now, rules) else rules.most


def next_look(asked: int, now: datetime, rules: Rules) -> datetime:
    """When a claim is looked at next, `asked` check-ins having had no answer: counted from now, so that what a pause or
    an outage delayed is never made up for by asking faster."""
    gaps = (rules.check_in, rules.check_in_again - rules.check_in, rules.back_on_list - rules.check_in_again)
    return now + gaps[min(asked, 2)]


Fault = Literal[
    "no_title",
    "long_title",
    "long_description",
    "wrong_effort",
    "no_effort",
    "wrong_people",
    "split",
    "wrong_horizon",
    "wrong_link",
    "unknown_skill",
    "unknown_interest",
    "unknown_topic",
    "wrong_contact",
]


def faults(
    task: Task, skills: Sequence[str], interests: Sequence[str], topics: Sequence[str]
) -> list[tuple[Fault, str]]:
    """(what is wrong, with which value); []: it can be opened. Sequences hold the ids of the catalogues."""
    found: list[tuple[Fault, str]] = []
    if not task.title.strip():
        found.append(("no_title", ""))
    if len(task.title) > LONGEST_TITLE:
        found.append(("long_title", str(len(task.title))))
    if len(task.description) > LONGEST_DESCRIPTION:
        found.append(("long_description", str(len(task.description))))
    if task.effort == "minutes" and task.minutes is None:
        found.append(("no_effort", ""))
    elif task.effort not in EFFORTS or (task.minutes is not None and task.minutes <= 0):
        found.append(("wrong_effort", str(task.minutes)))
    elif task.minutes is not None and task.minutes > LONGEST_BITE_MINUTES:
        found.append(("split", str(task.minutes)))
    if not 1 <= task.people <= MOST_PEOPLE:
        found.append(("wrong_people", str(task.people)))
    if task.horizon not in HORIZONS:
        found.append(("wrong_horizon", task.horizon))
    if task.link and not task.link.startswith(("https://", "http://")):
        found.append(("wrong_link", task.link))
    found += [("unknown_skill", skill) for skill in task.skills if skill not in skills]
    found += [("unknown_interest", interest) for interest in task.interests if interest not in interests]
    if task.topic and task.topic not in topics:
        found.append(("unknown_topic", task.topic))
    if task.contact is not None and not (task.contact.startswith("@") and ":" in task.contact):
        found.append(("wrong_contact", task.contact))
    return found


def tidied(task: Task) -> Task:
    """Without what nobody meant: spaces at the ends, line breaks in a title, a small letter at its beginning. What
    takes time again and again goes on all the time."""
    title = " ".join(task.title.split())
    return replace(
        task,
        title=title[:1].upper() + title[1:],
        horizon="ongoing" if task.effort == "ongoing" else task.horizon,
        description=task.description.strip(),
        purpose=" ".join(task.purpose.split()),
        place=" ".join(task.place.split()),
        link=task.link.strip(),
    )
