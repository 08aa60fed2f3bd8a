"""An organiser looks after a call for help that is written: how far it is, found, off, a task, shown in a room."""

from __future__ import annotations

from dataclasses import dataclass

from engagebot.actions import calling
from engagebot.actions.act import Act
from engagebot.actions.ladder import first_name
from engagebot.actions.propose import UNSAID_MINUTES, announce, unpublish_task
from engagebot.audience import rules_of
from engagebot.domain.calls import Call, State
from engagebot.domain.matching import plain
from engagebot.domain.tasks import (
    LONGEST_BITE_MINUTES,
    LONGEST_DESCRIPTION,
    LONGEST_PLACE,
    LONGEST_TITLE,
    Effort,
    Task,
    tidied,
)
from engagebot.domain.waves import enough, wave_due
from engagebot.engine.effects import Line, Said, Shown
from engagebot.engine.model import Value
from engagebot.engine.show import LONGEST_SHOWN, shortened
from engagebot.store import calls, rooms, tasks
from engagebot.understanding.answers import Option, read
from engagebot.understanding.call_wants import call_wish
from engagebot.understanding.text import fold

WHICH: dict[str, tuple[State, ...]] = {
    "status": ("open", "draft", "exhausted"),
    "found": ("open", "exhausted"),
    "cancel": ("open", "draft", "exhausted"),
    "task": ("open", "exhausted", "found"),
    "post": ("open", "exhausted"),
    "change": ("draft",),
}
"""In which states a call is one that this can be wanted of."""
MOST_OFFERED = 30
MOST_NAMES = 6


# ----------------------------------------------------------------------------------------------------- which, and what
@dataclass(frozen=True, slots=True)
class Wished:
    wish: str


@dataclass(frozen=True, slots=True)
class NoWish: ...


@dataclass(frozen=True, slots=True)
class NotAnOrganiser: ...


async def read_call_wish(act: Act, *, said: str = "") -> Wished | NoWish | NotAnOrganiser:
    """What is wanted of a call, as far as the message that began this says it."""
    if not await act.is_organiser():
        return NotAnOrganiser()
    wish = call_wish(said)
    return Wished(wish) if wish else NoWish()


@dataclass(frozen=True, slots=True)
class ToStatus:
    call: str
    title: str


@dataclass(frozen=True, slots=True)
class ToFound:
    call: str
    title: str


@dataclass(frozen=True, slots=True)
class ToCancel:
    call: str
    title: str


@dataclass(frozen=True, slots=True)
class ToTask:
    call: str
    title: str


@dataclass(frozen=True, slots=True)
class ToPost:
    call: str
    title: str


@dataclass(frozen=True, slots=True)
class ToChange:
    call: str
    title: str


@dataclass(frozen=True, slots=True)
class Several:
    offers: Value


@dataclass(frozen=True, slots=True)
class NoCalls: ...


@dataclass(frozen=True, slots=True)
class UnderWay: ...


@dataclass(frozen=True, slots=True)
class TaskAlready: ...


WAYS = {"status": ToStatus, "found": ToFound, "cancel": ToCancel, "task": ToTask, "post": ToPost, "change": ToChange}


async def find_call(
    act: Act, *, wish: str, said: str = "", call: str | None = None
) -> ToStatus | ToFound | ToCancel | ToTask | ToPost | ToChange | Several | NoCalls | UnderWay | TaskAlready:
    """The one that is meant; of several the one whose words were said, else it is asked. UnderWay: what is sent cannot
    be changed any more."""
    there = [one for state in WHICH[wish] for one in await calls.in_state(act.tx, state)]
    if wish == "task":
        made = [one for one in there if one.task is not None]
        there = [one for one in there if one.task is None]
        if made and not there:
            return TaskAlready()
    if call is not None:
        there = [one for one in there if one.id == call]
    if not there:
        return UnderWay() if wish == "change" and await calls.in_state(act.tx, "open") else NoCalls()
    one = there[0] if len(there) == 1 else _named(there, said)
    if one is None:
        newest = sorted(there, key=lambda each: each.written_at or act.at, reverse=True)[:MOST_OFFERED]
        return Several({one.id: _choice(one) for one in newest})
    found: ToStatus | ToFound | ToCancel | ToTask | ToPost | ToChange
    found = WAYS[wish](one.id, shortened(one.words, LONGEST_SHOWN))  # type: ignore[assignment]  # all of one form
    return found


def _named(there: list[Call], said: str) -> Call | None:
    spoken = read("choice", said, options=[Option(one.words) for one in there]) if said else None
    whole = [one for one in there if said and fold(one.words) in fold(said)]
    if len(whole) == 1:
        return whole[0]
    return there[spoken] if isinstance(spoken, int) else None


def _choice(call: Call) -> Value:
    return {
        "line": "manage_call.one",
        "values": {"words": ["text", shortened(call.words, LONGEST_SHOWN)]},
        "words": [call.words],
    }


# -------------------------------------------------------------------------------------------------------------- how far
@dataclass(frozen=True, slots=True)
class Shows: ...


@dataclass(frozen=True, slots=True)
class Gone: ...


async def call_status(act: Act, *, call: str) -> Shows | Gone:
    """Yes, asked, when the next ones are; by first name who said yes, and to whom nobody has turned yet."""
    found = await calls.find(act.tx, call)
    if found is None:
        return Gone()
    line = act.line("manage_call.status", lines=Shown("lines", await _status(act, found)))
    act.effects.append(Said(line.text, line.values))
    return Shows()


async def _status(act: Act, call: Call) -> list[Line]:
    rules = rules_of(act.settings)
    counts = await calls.counts(act.tx, call.id)
    wanted = enough(call.need, rules)
    yes, asked = counts.get("yes", 0), sum(counts.values())
    values = {
        "yes": Shown("number", yes),
        "need": Shown("number", call.need),
        "enough": Shown("number", wanted),
        "asked": Shown("number", asked),
    }
    lines = [
        act.line("manage_call.words", words=Shown("text", shortened(call.words, LONGEST_SHOWN))),
        act.line(f"manage_call.is_{call.state}", **values),
    ]
    if call.state == "draft":
        return lines
    if no := counts.get("no", 0) + counts.get("never_topic", 0):
        lines.append(act.line("manage_call.said_no", count=Shown("number", no)))
    there = [one for one in await calls.called_in(act.tx, call.id) if one.state == "yes"]
    for name, some in (
        ("yes_names", there),
        ("unused_names", [one for one in there if one.followed_up_at is None]),
    ):
        if some:
            named = [Shown("name", await first_name(act, one.person)) for one in some[:MOST_NAMES]]
            lines.append(act.line(f"manage_call.{name}", names=Shown("labels", named)))
    if call.state == "open" and call.waves and yes < wanted:
        due = wave_due(call, act.at, rules, act.calendar).astimezone(act.zone)
        lines.append(act.line("manage_call.next_wave", day=Shown("date", due.date().isoformat())))
    return lines


# --------------------------------------------------------------------------------------------------------- it is over
@dataclass(frozen=True, slots=True)
class Ended:
    waiting: int


@dataclass(frozen=True, slots=True)
class OverAlready: ...


@dataclass(frozen=True, slots=True)
class Enough: ...


@dataclass(frozen=True, slots=True)
class TooFew:
    yes: int
    need: int


async def enough_said_yes(act: Act, *, call: str) -> Enough | TooFew:
    """TooFew: fewer have said yes than are needed; perhaps others came by themselves, so it is asked."""
    found = await calls.find(act.tx, call)
    yes = (await calls.counts(act.tx, call)).get("yes", 0)
    return Enough() if found is None or yes >= found.need else TooFew(yes, found.need)


async def call_found(act: Act, *, call: str) -> Ended | OverAlready | NotAnOrganiser:
    """They have whom they need; nobody else is asked."""
    return await _end(act, call, "found")


async def cancel_call(act: Act, *, call: str) -> Ended | OverAlready | NotAnOrganiser:
    """It is off: who was asked hears that it is settled; who was not is never disturbed."""
    return await _end(act, call, "cancelled")


async def _end(act: Act, call: str, state: State) -> Ended | OverAlready | NotAnOrganiser:
    if not await act.is_organiser():
        return NotAnOrganiser()
    found = await calls.find(act.tx, call)
    waiting = (await calls.counts(act.tx, call)).get("asked", 0)
    if found is None or not await calling.end(act, found, state):  # type: ignore[arg-type]  # one of the last three
        return OverAlready()
    return Ended(waiting)


@dataclass(frozen=True, slots=True)
class Reached:
    asked: int


@dataclass(frozen=True, slots=True)
class NobodyYet: ...


async def who_was_asked(act: Act, *, call: str) -> Reached | NobodyYet:
    """How many would hear that it is off."""
    asked = sum((await calls.counts(act.tx, call)).values())
    return Reached(asked) if asked else NobodyYet()


# ------------------------------------------------------------------------------------------------------ becoming a task
@dataclass(frozen=True, slots=True)
class TaskMade:
    title: str
    goes_on: bool


async def make_task_of_call(act: Act, *, call: str) -> TaskMade | OverAlready | NotAnOrganiser:
    """A task that can be taken, whose contact is who wrote the call; the call itself goes on until it is called off."""
    if not await act.is_organiser():
        return NotAnOrganiser()
    found = await calls.find(act.tx, call)
    if found is None or found.task:
        return OverAlready()
    task = _task(act, found)
    await tasks.add(act.tx, task, act.at, opened=True)
    await calls.became(act.tx, call, task.id)
    await announce(act, task, "")
    act.undo = ("no_task_of_call", {"call": call, "task": task.id})
    return TaskMade(task.title, found.state == "open")


@dataclass(frozen=True, slots=True)
class NoTask: ...


async def no_task_of_call(act: Act, *, call: str, task: str) -> NoTask:
    """Undoes `make_task_of_call`."""
    await calls.became(act.tx, call, None)
    await unpublish_task(act, task=task)
    return NoTask()


def _task(act: Act, call: Call) -> Task:
    title = " ".join(call.words.split())
    long = len(title) > LONGEST_TITLE
    minutes = call.minutes if call.minutes and call.minutes <= LONGEST_BITE_MINUTES else None
    effort: Effort = "minutes" if minutes or not call.minutes else "few_hours"
    place = next(iter(call.audience.places)).title() if len(call.audience.places) == 1 else ""
    topic = call.topic if any(entry.id == call.topic for entry in act.association.topics) else ""
    known = {entry.id for entry in act.association.skills}
    return tidied(
        Task(
            act.new_id(),
            shortened(title, LONGEST_TITLE),
            effort,
            (minutes or UNSAID_MINUTES) if effort == "minutes" else None,
            call.need,
            description=call.words[:LONGEST_DESCRIPTION] if long else "",
            place=place[:LONGEST_PLACE],
            topic=topic,
            horizon="now",
            contact=call.author or act.person,
            author=act.person,
            free=call.need,
            skills=tuple(sorted(call.audience.skills & known)),
        )
    )


# --------------------------------------------------------------------------------------------------------- in a room
@dataclass(frozen=True, slots=True)
class OneRoom:
    room: str


@dataclass(frozen=True, slots=True)
class WhichRoom:
    rooms: Value


@dataclass(frozen=True, slots=True)
class NoRooms: ...


async def find_room(act: Act, *, said: str = "") -> OneRoom | WhichRoom | NoRooms:
    """The group room that is named; or which of those that the bot is in."""
    there = {room: name for room, name in (await rooms.groups(act.tx)).items() if not _for_organisers(act, room)}
    if not there:
        return NoRooms()
    heard = f" {plain(said)} "
    named = [room for room, name in there.items() if f" {plain(name)} " in heard]
    if len(named) == 1:
        return OneRoom(named[0])
    return WhichRoom({room: _room_choice(name) for room, name in there.items()})


def _room_choice(name: str) -> Value:
    return {"line": "manage_call.room", "values": {"name": ["text", name]}, "words": [name]}


def _for_organisers(act: Act, room: str) -> bool:
    return room == act.association.organisers_room


@dataclass(frozen=True, slots=True)
class Posted:
    name: str


async def post_call(act: Act, *, call: str, room: str) -> Posted | OverAlready | NotAnOrganiser:
    """Shown there, where a reaction is an offer."""
    if not await act.is_organiser(asked_now=True):
        return NotAnOrganiser()
    found = await calls.find(act.tx, call)
    if found is None or found.state not in WHICH["post"]:
        return OverAlready()
    await calling.post(act, found, room)
    return Posted((await rooms.groups(act.tx)).get(room, room))
