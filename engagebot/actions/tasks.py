"""Looking for a task, looking at one, taking it, or saying that one could."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

from engagebot.actions import cards
from engagebot.actions.act import Act
from engagebot.actions.welcome import CONTACT
from engagebot.domain.association import Entry
from engagebot.domain.matching import Level, Seeker, Suggestion, suggest
from engagebot.domain.tasks import ONLINE, Claim, Rules, Task, most_at_a_time, next_look
from engagebot.engine.effects import Line, Prompted, TimerSet
from engagebot.engine.model import Value
from engagebot.store import people, profile, suggestions, tasks
from engagebot.store.tasks import Could
from engagebot.understanding import task_wants, task_words
from engagebot.understanding.answers import Option, read
from engagebot.understanding.text import fold

OTHERS = "others"
MOST_SUGGESTED = 3
MOST_LISTED = 60


def rules(act: Act) -> Rules:
    settings = act.settings
    return Rules(
        timedelta(days=settings.newcomer_days),
        settings.newcomer_tasks_at_a_time,
        settings.tasks_at_a_time,
        timedelta(days=settings.check_in_after_days),
        timedelta(days=settings.check_in_again_after_days),
        timedelta(days=settings.task_back_after_days),
        timedelta(days=settings.task_sleep_days),
        timedelta(days=settings.task_reserved_days),
    )


async def newcomer_or_not(act: Act, person: str) -> int:
    """How many tasks `person` can have in hand."""
    known = await people.find(act.tx, person)
    return most_at_a_time(known.onboarded_at if known else None, act.at, rules(act))


# -------------------------------------------------------------------------------------------------------------- looking
@dataclass(frozen=True, slots=True)
class Named:
    task: str


@dataclass(frozen=True, slots=True)
class NotNamed: ...


async def named_task(act: Act, *, said: str = "") -> Named | NotNamed:
    """ "je peux prendre les affiches ?": the very task that they want is shown."""
    if task_wants.want_along(said) != "take":
        return NotNamed()
    there = await tasks.free(act.tx, MOST_LISTED)
    titles = [Option(task.title) for task in there]
    found = read("choice", task_wants.task_named(said) or said, options=titles) if there else None
    return Named(there[found].id) if isinstance(found, int) else NotNamed()


@dataclass(frozen=True, slots=True)
class Known:
    minutes: int


@dataclass(frozen=True, slots=True)
class Unknown: ...


async def time_known(act: Act, *, minutes: int | None = None) -> Known | Unknown:
    """Known: they said so earlier today. What the present message says is an answer like any other."""
    facts = await profile.facts(act.tx, act.person, act.at)
    if minutes is None and "spare_minutes" in facts:
        return Known(facts["spare_minutes"].value)
    return Unknown()


@dataclass(frozen=True, slots=True)
class SomeFit:
    offers: Value


@dataclass(frozen=True, slots=True)
class AllSeen:
    offers: Value


@dataclass(frozen=True, slots=True)
class NoneFit: ...


async def suggest_tasks(
    act: Act, *, minutes: int | None = None, said: str = "", offers: Value = None
) -> SomeFit | AllSeen | NoneFit:
    """Three at most, of different kinds, each with its reason; other ones when they are asked for again. AllSeen: there
    are no others than those just shown (`offers`)."""
    shown = set(offers or ())
    if minutes:
        midnight = act.today.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        await profile.set_fact(act.tx, act.person, "spare_minutes", minutes, act.at, midnight)
    seeker = await _seeker(act, minutes)
    topic = named(said, act.association.topics)
    found = await suggestions.candidates(act.tx, seeker, act.at, topic=topic)
    chosen = suggest(seeker, found)
    offers = {}
    for claim in await tasks.claims_of(act.tx, act.person, "reserved"):
        kept = await tasks.find(act.tx, claim.task)
        if kept and kept.state == "open":  # however short the time: they were told that it is theirs first
            offers[kept.id] = _offer(kept, Suggestion(kept.id, "best", "yours"))
    if not chosen and not offers:
        return NoneFit()
    await suggestions.note(act.tx, act.person, [one.task for one in chosen], act.at)
    for one in chosen[: MOST_SUGGESTED - len(offers)]:
        task = await tasks.find(act.tx, one.task)
        if task:
            offers[task.id] = _offer(task, one)
    if len(found) > len(chosen):
        offers[OTHERS] = {"line": "pick_task.others"}
    return AllSeen(offers) if shown and set(offers) <= shown else SomeFit(offers)


async def _seeker(act: Act, minutes: int | None) -> Seeker:
    known = await profile.load(act.tx, act.person, act.at)
    place = known.facts["place"].value if "place" in known.facts else ""
    skills = {skill: cast(Level, level) for skill, (level, *_) in known.skills.items()}
    return Seeker(act.person, skills, frozenset(known.interests), minutes, place)


def named(words: str, entries: Sequence[Entry]) -> str:
    """The entry of a catalogue that is named in passing; "": none, or several."""
    if not words:
        return ""
    found = read("interests", words, options=[Option(entry.id, entry.words) for entry in entries])
    return str(found[0]) if isinstance(found, list) and len(found) == 1 else ""


def _offer(task: Task, one: Suggestion) -> Value:
    """A choice: "Posters (20 min), because you said that you can do posters"."""
    values: dict[str, Value] = {"title": ["text", task.title], "effort": ["effort", cards.effort(task).value]}
    about = {
        "skill": "skills",
        "helps": "skills",
        "learns": "skills",
        "new": "skills",
        "interest": "interests",
    }.get(one.reason)
    if about:
        values["about"] = [about, {one.about: "can"} if about == "skills" else [one.about]]
    return {"line": f"pick_task.because_{one.reason}", "values": values, "words": [task.title]}


@dataclass(frozen=True, slots=True)
class Filtered:
    topic: str
    place: str
    horizon: str


@dataclass(frozen=True, slots=True)
class Board:
    board: list[Line]


@dataclass(frozen=True, slots=True)
class Few: ...


@dataclass(frozen=True, slots=True)
class Many:
    ways: Value


async def read_filter(act: Act, *, said: str = "") -> Filtered | Board | Few | Many:
    """What of the list is wanted: all of it by state, one topic, place or horizon; or there is so little that it is
    shown whole."""
    topic = named(said, act.association.topics)
    horizon = task_words.horizon(said) or ""
    places = await tasks.places(act.tx)
    place = next((one for one in places if fold(one) in fold(said)), "")
    if place == "" and task_words.place_said(said):
        place = ONLINE
    if topic or place or horizon:
        return Filtered(topic, place, horizon)
    if task_words.names_board(said):
        return Board(await cards.board(act))
    if len(await tasks.free(act.tx, 7)) < 7:
        return Few()
    ways: dict[str, Value] = {}
    for one in (await tasks.topics(act.tx))[:3]:
        label = act.association.entry("topics", one)
        ways[f"topic:{one}"] = {
            "line": "browse_tasks.way_topic",
            "values": {"topic": ["topic", one]},
            "words": list(label.words) or [one],
        }
    for one in places[:2]:
        ways[f"place:{one}"] = {"line": "browse_tasks.way_place", "values": {"place": ["place", one]}, "words": [one]}
    ways["horizon:now"] = {"line": "browse_tasks.way_now"}
    ways["all:"] = {"line": "browse_tasks.way_all"}
    return Many(ways)


@dataclass(frozen=True, slots=True)
class Some:
    tasks: Value


@dataclass(frozen=True, slots=True)
class Empty: ...


async def list_tasks(act: Act, *, topic: str = "", place: str = "", horizon: str = "", way: str = "") -> Some | Empty:
    """Open tasks with a place left; `way` is one of what `read_filter` offers."""
    kind, _, value = way.partition(":")
    found = await tasks.free(
        act.tx,
        MOST_LISTED,
        topic=value if kind == "topic" else topic,
        place=value if kind == "place" else place,
        horizon=value if kind == "horizon" else horizon,
    )
    if not found:
        return Empty()
    return Some({task.id: cards.choice(task) for task in found})


@dataclass(frozen=True, slots=True)
class Here:
    card: list[Line]
    title: str


@dataclass(frozen=True, slots=True)
class Gone: ...


async def show_task(act: Act, *, task: str) -> Here | Gone:
    """Gone, too: others have taken it meanwhile."""
    found = await tasks.find(act.tx, task)
    if found is None or found.state != "open":
        return Gone()
    if found.free < 1 and await tasks.claim_on(act.tx, task, act.person) is None:
        return Gone()
    return Here(cards.about(act, found), found.title)


# --------------------------------------------------------------------------------------------------------------- taking
@dataclass(frozen=True, slots=True)
class Taken:
    title: str
    ask_name: bool
    again: bool = False
    """Whether there is reason to look for another one."""


@dataclass(frozen=True, slots=True)
class Full:
    title: str
    again: bool = True


@dataclass(frozen=True, slots=True)
class HasEnough:
    most: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Theirs:
    title: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class NoLonger:
    again: bool = True


async def take_task(
    act: Act, *, task: str, reaction: str | None = None
) -> Taken | Full | HasEnough | Theirs | NoLonger:
    """`reaction`: the one in a room that says so."""
    found = await tasks.find(act.tx, task)
    if found is None or found.state != "open":
        return NoLonger()
    held = await tasks.claim_on(act.tx, task, act.person)
    if held and held.state == "active":
        return Theirs(found.title)
    most = await newcomer_or_not(act, act.person)
    if len(await tasks.claims_of(act.tx, act.person)) >= most:
        return HasEnough(most)
    await _make_room(act, found)
    claim = Claim(act.new_id(), task, act.person, "active", act.at)
    if not await tasks.take(act.tx, claim.id, task, act.person, act.at, reaction):
        return Full(found.title)
    look_again(act, claim)
    act.undo = ("give_back", {"claim": claim.id})
    await came_true(act, found, act.person, taken=True)
    await cards.refresh(act, await _now(act, found))
    names = await profile.consents(act.tx, act.person)
    return Taken(found.title, cards.NAMES not in names)


async def _now(act: Act, task: Task) -> Task:
    return await tasks.find(act.tx, task.id) or task


async def _make_room(act: Act, task: Task) -> None:
    """Two who would do it only together may, also when it was thought of for one."""
    if task.free:
        return
    mine = [one for one in await tasks.could_on(act.tx, task.id) if one.person == act.person]
    if mine and mine[0].condition == "company" and mine[0].asked_at and task.people == 1:
        await tasks.change(act.tx, replace(task, people=2))


def look_again(act: Act, claim: Claim, at: datetime | None = None) -> None:
    """How it goes is asked then; None: in two weeks."""
    due = at or next_look(0, act.at, rules(act))
    act.effects.append(TimerSet("claim", due, claim.id, each=True, person=claim.person))


def look_no_more(act: Act, claim: Claim) -> None:
    for kind in ("claim", "reserved"):
        act.effects.append(TimerSet(kind, None, claim.id, each=True, person=claim.person))


@dataclass(frozen=True, slots=True)
class Saved: ...


async def save_names(act: Act, *, show_name: bool = False) -> Saved:
    """Whether their first name may stand beside their tasks; asked once."""
    await act.consent(cards.NAMES, show_name)
    mine = [await tasks.find(act.tx, one.task) for one in await tasks.claims_of(act.tx, act.person)]
    await cards.refresh(act, *[task for task in mine if task])
    return Saved()


# ---------------------------------------------------------------------------------------------------------- could, if …
@dataclass(frozen=True, slots=True)
class CouldNoted:
    title: str


@dataclass(frozen=True, slots=True)
class CouldLater:
    title: str
    days: int


@dataclass(frozen=True, slots=True)
class Together:
    title: str


@dataclass(frozen=True, slots=True)
class AlreadyTrue:
    title: str


@dataclass(frozen=True, slots=True)
class AlreadyShown:
    title: str


async def save_could(
    act: Act, *, task: str, condition: str | None = None, own: str | None = None
) -> CouldNoted | CouldLater | Together | AlreadyTrue | AlreadyShown | Gone:
    """`condition`: company, shown or later; `own`: in their own words. Together: somebody else was waiting for company,
    too, and is asked; so are they, at once. Already: somebody has taken it, or somebody who can show it has."""
    found = await tasks.find(act.tx, task)
    if found is None or found.state != "open":
        return Gone()
    meant = condition or task_words.condition(own or "") or "words"
    words = (own or "")[:200] if meant == "words" else ""
    others = [
        one.person
        for one in await tasks.claims_on(act.tx, task)
        if one.state == "active" and one.person not in (None, act.person)
    ]
    if meant == "company" and others:
        return AlreadyTrue(found.title)
    for other in others if meant == "shown" else ():
        if other and await _can_show(act, found, other):
            return AlreadyShown(found.title)
    await tasks.could(act.tx, task, act.person, meant, words, act.at)
    act.undo = ("could_not", {"task": task})
    waits = {"later": rules(act).sleep, "words": timedelta(days=act.settings.could_again_days)}.get(meant)
    if waits:
        act.effects.append(TimerSet("could", act.at + waits, task, each=True))
    await came_true(act, found, act.person, taken=False)
    if meant == "company" and len([one for one in await tasks.could_on(act.tx, task) if one.condition == meant]) > 1:
        return Together(found.title)
    return CouldLater(found.title, waits.days) if waits else CouldNoted(found.title)


async def could_not(act: Act, *, task: str) -> Saved:
    """No longer; nothing is kept of it."""
    await tasks.could_no_more(act.tx, task, act.person)
    act.effects.append(TimerSet("could", None, task, each=True))
    return Saved()


@dataclass(frozen=True, slots=True)
class Comes: ...


@dataclass(frozen=True, slots=True)
class StaysAway: ...


async def could_answer(act: Act, *, task: str, coming: bool = False) -> Comes | StaysAway:
    """They were asked again; who does not want to could no longer, and is not asked a third time."""
    if coming:
        return Comes()
    await could_not(act, task=task)
    return StaysAway()


async def came_true(act: Act, task: Task, who: str, *, taken: bool) -> None:
    """`who` took the task, or could: those who waited for that are asked again, once each."""
    waiting = await tasks.could_on(act.tx, task.id)
    company = [one for one in waiting if one.condition == "company"]
    if taken or len(company) > 1:
        for one in company:
            await _ask_again(act, task, one)
    if await _can_show(act, task, who):
        for one in waiting:
            if one.condition == "shown" and one.person != who:
                await _ask_again(act, task, one)


async def _can_show(act: Act, task: Task, who: str) -> bool:
    """Whether somebody could show another how it is done: they have its skills, or it needs none and they took it."""
    known = await profile.load(act.tx, who, act.at)
    can = {skill for skill, (level, *_) in known.skills.items() if level == "can"}
    if task.skills:
        return bool(can & set(task.skills))
    held = await tasks.claim_on(act.tx, task.id, who)
    return held is not None


async def _ask_again(act: Act, task: Task, could: Could) -> None:
    if not await tasks.could_asked(act.tx, task.id, could.person, act.at):
        return
    if could.person == act.person and act.flow:
        return  # the flow that they are in asks them
    slots = {"task": task.id, "title": task.title, "own": could.words}
    until = act.at + timedelta(days=act.settings.prompt_valid_days)
    flow = f"could_now_{could.condition}"
    act.effects.append(Prompted(could.person, flow, slots, CONTACT, until, about="tasks", subject=task.id))


async def could_due(act: Act, task_id: str) -> None:
    """The time has come that they named, or enough of it has passed."""
    task = await tasks.find(act.tx, task_id)
    mine = [one for one in await tasks.could_on(act.tx, task_id) if one.person == act.person]
    if task and task.state == "open" and mine:
        await _ask_again(act, task, mine[0])


# ------------------------------------------------------------------------------------------------------- for a newcomer
@dataclass(frozen=True, slots=True)
class Offered: ...


@dataclass(frozen=True, slots=True)
class NothingSmall: ...


async def offer_first_task(act: Act) -> Offered | NothingSmall:
    """One task of ten minutes or less, at the end of the first sitting: offered, never asked for."""
    seeker = await _seeker(act, act.settings.first_task_minutes)
    chosen = suggest(seeker, await suggestions.candidates(act.tx, seeker, act.at), most=1)
    task = await tasks.find(act.tx, chosen[0].task) if chosen else None
    if task is None:
        return NothingSmall()
    await suggestions.note(act.tx, act.person, [task.id], act.at)
    slots = {"task": task.id, "title": task.title, "effort": cards.effort(task).value}
    until = act.at + timedelta(days=act.settings.prompt_valid_days)
    act.effects.append(Prompted(act.person, "first_task", slots, "reply", until))
    return Offered()
