"""What the lines of a script that begin with `@` put on the stage: people, tasks, rooms, the association; see the top
of `script`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast, get_args
from zoneinfo import ZoneInfo

from engagebot.actions import Act, Asked, calling, cards
from engagebot.actions.ladder import QUESTIONS
from engagebot.actions.proposing import INTRODUCTIONS, WELCOMES
from engagebot.actions.referents import LISTED
from engagebot.app import arm_rounds, build
from engagebot.commit import CONTACT, Commit, House, voice_of
from engagebot.config import Settings
from engagebot.domain.association import Association, Charter, Entry
from engagebot.domain.calls import Call, Filter, Kind
from engagebot.domain.digest import Rhythm, back_from_pause
from engagebot.domain.introductions import RHYTHMS
from engagebot.domain.matching import place_key
from engagebot.domain.roles import Door
from engagebot.domain.tasks import Effort, Horizon, Task, faults, tidied
from engagebot.engine.events import Due, Event
from engagebot.flowfile.association import load_association
from engagebot.store import (
    calls,
    conversations,
    introductions,
    knowledge,
    outbox,
    people,
    profile,
    questions,
    quiet,
    roles,
    rooms,
    tasks,
)
from engagebot.store.knowledge import Answer
from engagebot.store.rooms import Room
from engagebot.store.sqlite import Store, Transaction
from engagebot.transport.console import Console
from engagebot.understanding.search_words import search_words

START = "2026-03-02T10:00 Europe/Paris"

JARDIN = Path(__file__).parent / "demo" / "jardin.yaml"


def jardin() -> Association:
    """The association of the demo, as scripts begin with it: with its catalogues, and no charter before `@ charter`."""
    return replace(load_association(JARDIN), charter=None, organisers_room="#organisateurs")


ROLES = frozenset({"organiser"})
ORGANISERS_ROOM = {
    "joinable": Door("public"),
    "readable": Door(history="world_readable"),
    "replaced": Door(replaced=True),
    "changed": Door(encryption="m.megolm.v1.aes-sha2"),
}
PERSON = frozenset(
    {
        "locale", "skills", "learns", "interests", "availability", "onboarded", "newcomer", "names", "place", "address",
        "languages", "introductions", "trios", "welcomes", "paused", "digest",
    }
)
LONG_AGO = timedelta(days=365)
"""When the first sitting of somebody was who is no newcomer."""


class ScriptError(Exception):
    """A line of a script cannot be played; the message is `line N: what, and what to do`."""


@dataclass(slots=True)
class Scene:
    """A house on a database, with a clock, as a script finds it."""

    settings: Settings
    store: Store
    house: House
    now: datetime
    zone: ZoneInfo
    twice: bool = False
    """Deliver every event two times: nothing may be handled twice."""
    transport: Console = field(default_factory=Console)
    tasks: int = 0
    answers: int = 0
    holidays: frozenset[date] = frozenset()
    """Days off beside those of the country."""
    calls: int = 0

    async def set_up(self, setting: str) -> None:
        noun, _, rest = setting.partition(":")
        head, *parts = [part.strip() for part in rest.split(";")]
        given = dict(pair(part) for part in parts if part)
        match noun.strip():
            case "now":
                self.now, self.zone = moment(rest.strip(), self.zone)
            case "association":
                if head:
                    given |= dict([pair(head)])
                self._set_association(given)
            case "charter":
                given |= dict([pair(head)])
                charter = Charter(given.get("version", "1"), given.get("link", ""))
                self._build(replace(self.house.association, charter=charter))
            case "person":
                await self._set_person(head, given)
            case "task":
                await self._set_task(head, given)
            case "room":
                self.transport.rooms[f"#{head}"] = {id_of(name) for name in items(given.get("members", ""))}
            case "group":
                await self._set_group(head, items(given.get("members", "")))
            case "call":
                await self._set_call(head, given)
            case noun if noun in ROLES:
                await self._set_person(head, {"onboarded": "yes", **given})
                self.transport.rooms.setdefault(self.house.association.organisers_room, set()).add(id_of(head))
            case "organisers":
                await self._set_organisers(head)
            case "referent" | "apprentice":
                await self._set_referent(head, given, learns=noun.strip() == "apprentice")
            case "answer":
                await self._set_answer(head, given)
            case "met":
                await self._set_met(head, given)
            case "holiday":
                self.holidays |= {_day(one, "@ holiday: ") for one in items(head)}
                self._build(self.house.association)
            case "sent":
                await self._set_sent(id_of(head), given)
            case noun:
                raise ScriptError(
                    f"there is no `@ {noun}`; it may be now, person, association, charter, task, call, room, group, "
                    f"organisers, referent, apprentice, answer, met, holiday, sent, {', '.join(sorted(ROLES))}"
                )

    async def _set_call(self, words: str, given: dict[str, str]) -> None:
        """Written by an organiser and sent; the same words once more: what it has come to, or rooms where it is
        shown."""
        keys = {
            "kind", "author", "need", "minutes", "topic", "urgent", "language", "state", "rooms", "newcomers", "skills",
            "wants", "interests", "places", "languages", "days", "groups", "not_groups",
        }  # fmt: skip
        if unknown := sorted(set(given) - keys):
            raise ScriptError(f"a call has no {', '.join(unknown)}; it has {', '.join(sorted(keys))}")
        said = {name: frozenset(items(given.get(name, ""))) for name in keys}
        meant = Filter(
            skills=said["skills"],
            wants=said["wants"],
            interests=said["interests"],
            places=frozenset(map(place_key, said["places"])),
            languages=said["languages"],
            days=said["days"],
            groups=frozenset(f"#{one}" for one in said["groups"]),
            not_groups=frozenset(f"#{one}" for one in said["not_groups"]),
            newcomers={"yes": True, "no": False}.get(given.get("newcomers", "")),
        )
        call = Call(
            tasks.new_id(f"script call {words}"),
            cast(Kind, given.get("kind", "help")),
            words,
            id_of(given.get("author", "olga")),
            given.get("language", "fr"),
            int(given.get("need", "1")),
            meant,
            int(given["minutes"]) if "minutes" in given else None,
            given.get("topic", ""),
            given.get("urgent") == "yes",
        )
        self.calls += 1
        event = Event(f"$script:call:{self.calls}", self.now, str(call.author), "", True, Due("script"))
        state = given.get("state", "open")
        async with self.store.transaction() as tx:
            act = Act(
                tx, event.person, event.id, self.now, self.zone, self.house.association, self.settings,
                self.house.world.flows, self.house.calendar,
                asked=Asked({room: frozenset(there) for room, there in self.transport.rooms.items()}),
            )  # fmt: skip
            new = await calls.add(tx, call, self.now)
            found = await calls.find(tx, call.id) or call
            if state in ("found", "cancelled", "exhausted"):
                await calling.end(act, found, state)  # type: ignore[arg-type]  # one of the three
            elif state == "draft":
                await calling.show(act, found)
            elif new or found.state == "draft":
                await calling.begin(act, found)
            for room in items(given.get("rooms", "")):
                await calling.post(act, await calls.find(tx, call.id) or found, f"#{room}")
            await Commit(self.house, tx, event, *await voice_of(tx, self.house, event.person)).effects(act.effects)

    async def _set_organisers(self, how: str) -> None:
        room = self.house.association.organisers_room
        if how not in (*ORGANISERS_ROOM, "away", "confirmed"):
            raise ScriptError(f"`@ organisers` may be {', '.join(ORGANISERS_ROOM)}, away, confirmed")
        self.transport.away = how == "away"
        self.transport.doors[room] = ORGANISERS_ROOM.get(how, Door())
        async with self.store.transaction() as tx:
            if how == "confirmed":
                await roles.trust(tx, room, self.transport.doors[room])
            await roles.members_changed(tx, room)

    async def _set_group(self, name: str, members: list[str]) -> None:
        """A group room of that name in which the bot is; who is in it is known as though it had been read just now."""
        room = f"#{name}"
        there = self.transport.rooms[room] = {id_of(one) for one in members}
        async with self.store.transaction() as tx:
            await rooms.joined(tx, Room(room, "group", None, False), self.now)
            await rooms.named(tx, room, name)
            await roles.set_members(tx, room, there, self.now)

    async def _set_task(self, title: str, given: dict[str, str]) -> None:
        keys = {
            "minutes", "effort", "people", "skills", "interests", "topic", "place", "horizon", "contact", "state",
            "description", "purpose", "link",
        }  # fmt: skip
        if unknown := sorted(set(given) - keys):
            raise ScriptError(f"a task has no {', '.join(unknown)}; it has {', '.join(sorted(keys))}")
        self.tasks += 1
        effort = given.get("effort", "minutes")
        task = Task(
            id=tasks.new_id("script", self.tasks),
            title=title,
            effort=cast(Effort, effort),
            minutes=int(given.get("minutes", "20")) if effort == "minutes" else None,
            people=int(given.get("people", "1")),
            description=given.get("description", ""),
            purpose=given.get("purpose", ""),
            place=given.get("place", ""),
            topic=given.get("topic", ""),
            horizon=cast(Horizon, given.get("horizon", "if_time")),
            contact=id_of(given["contact"]) if "contact" in given else None,
            link=given.get("link", ""),
            skills=tuple(items(given.get("skills", ""))),
            interests=tuple(items(given.get("interests", ""))),
        )
        task = tidied(task)
        catalogues = ([e.id for e in self._catalogue(key)] for key in ("skills", "interests", "topics"))
        if wrong := faults(task, *catalogues):
            raise ScriptError(f"this task cannot be: {', '.join(f'{code} {value}'.strip() for code, value in wrong)}")
        async with self.store.transaction() as tx:
            await tasks.add(tx, task, self.now, opened=given.get("state", "open") == "open")

    async def _set_referent(self, name: str, given: dict[str, str], *, learns: bool) -> None:
        own = {"topics", "cap", "listed", "resting"}
        topics = items(given.get("topics", ""))
        if unknown := sorted(set(topics) - {entry.id for entry in self._catalogue("topics")}):
            raise ScriptError(f"there is no topic {', '.join(unknown)}; see `topics` of `@ association`")
        rest = {key: value for key, value in given.items() if key not in own}
        await self._set_person(name, {"onboarded": "yes", **rest})
        person = id_of(name)
        async with self.store.transaction() as tx:
            for topic in topics:
                await questions.set_referent(tx, person, topic, learns, self.now)
            if "cap" in given:
                await questions.set_cap(tx, person, int(given["cap"]))
            if given.get("resting") == "yes":
                await questions.rest(tx, person, True)
            await profile.consent(tx, person, QUESTIONS, True, "1", f"script:{name}", self.now)
            if "listed" in given:
                listed = given["listed"] == "yes"
                await profile.consent(tx, person, LISTED, listed, "1", f"script:{name}", self.now)

    async def _set_answer(self, head: str, given: dict[str, str]) -> None:
        question, bar, answer = (part.strip() for part in head.partition("|"))
        if not bar or not question or not answer:
            raise ScriptError("an answer is `QUESTION | ANSWER`; write both")
        self.answers += 1
        kept = Answer(
            tasks.new_id("script answer", self.answers),
            question,
            answer,
            given.get("topic", ""),
            given.get("locale", "fr"),
            id_of(given["owner"]) if "owner" in given else None,
            self.now,
            self.now + timedelta(days=self.settings.answer_review_days),
        )
        async with self.store.transaction() as tx:
            await knowledge.add(tx, kept, asked=search_words(question), said=search_words(answer))
            await conversations.set_timer(tx, "", "review", kept.review_at, kept.id, each=True)

    def _catalogue(self, name: str) -> tuple[Entry, ...]:
        found: tuple[Entry, ...] = getattr(self.house.association, name)
        return found

    def _set_association(self, given: dict[str, str]) -> None:
        known = {
            "topics", "skills", "interests", "name", "contact", "reach", "languages", "tasks_room", "organisers_room",
        }  # fmt: skip
        if unknown := sorted(set(given) - known):
            raise ScriptError(f"an association has no {', '.join(unknown)}; it has {', '.join(sorted(known))}")
        old = self.house.association
        entries = {key: tuple(Entry(name, {"": name}) for name in items(words)) for key, words in given.items()}
        association = replace(
            old,
            name=given.get("name", old.name),
            contact_name=given.get("contact", old.contact_name),
            contact=given.get("reach", old.contact),
            languages=tuple(items(given.get("languages", ""))) or old.languages,
            topics=entries.get("topics", old.topics),
            skills=entries.get("skills", old.skills),
            interests=entries.get("interests", old.interests),
            tasks_room=given.get("tasks_room", old.tasks_room),
            organisers_room=given.get("organisers_room", old.organisers_room),
        )
        self._build(association)

    def _build(self, association: Association) -> None:
        house = build(self.settings, association)
        is_holiday, more = house.calendar.is_holiday, self.holidays
        calendar = replace(house.calendar, is_holiday=lambda day: day in more or is_holiday(day))
        self.house = replace(house, calendar=calendar) if more else house

    async def _set_person(self, name: str, given: dict[str, str]) -> None:
        if unknown := sorted(set(given) - PERSON):
            raise ScriptError(f"a person has no {', '.join(unknown)}; see the top of docs/console.md")
        person = id_of(name)
        async with self.store.transaction() as tx:
            await people.add(tx, person, given.get("locale", "fr"), self.now)
            await people.set_name(tx, person, name.capitalize())
            for purpose in ("profile", "contact"):
                await profile.consent(tx, person, purpose, True, "1", f"script:{name}", self.now)
            await profile.add_skills(tx, person, dict.fromkeys(items(given.get("skills", "")), "can"), self.now)
            await profile.add_interests(tx, person, items(given.get("interests", "")), False, self.now)
            await profile.set_availability(tx, person, items(given.get("availability", "")), self.now)
            for kind in ("place", "address", "languages"):
                if kind in given:
                    await profile.set_fact(tx, person, kind, given[kind], self.now)
            for skill in items(given.get("learns", "")):
                await profile.add_skills(tx, person, {skill: "learns"}, self.now)
            if given.get("names") in ("yes", "no"):
                shown = given["names"] == "yes"
                await profile.consent(tx, person, cards.NAMES, shown, "1", f"script:{name}", self.now)
            if "introductions" in given:
                await self._set_introductions(tx, person, given)
            if given.get("welcomes") in ("yes", "no"):
                agreed = given["welcomes"] == "yes"
                await profile.consent(tx, person, WELCOMES, agreed, "1", f"script:{name}", self.now)
            if "newcomer" in given or given.get("onboarded") == "yes":
                ago = LONG_AGO if given.get("newcomer") == "no" else timedelta()
                await people.onboarded(tx, person, self.now - ago)
            if "digest" in given:
                rhythm = next((one for one in get_args(Rhythm) if one == given["digest"]), None)
                if rhythm is None:
                    raise ScriptError(f"digest={given['digest']} is no rhythm; it may be {', '.join(get_args(Rhythm))}")
                await quiet.set_rhythm(tx, person, rhythm, self.now)
            if "paused" in given:
                await self._set_paused(tx, person, given["paused"])

    async def _set_paused(self, tx: Transaction, person: str, words: str) -> None:
        found = re.fullmatch(r"(\d+) (hour|day|week)s?", words)
        if found is None:
            raise ScriptError(f"paused={words} is no time; write it as 2 weeks, 3 days or 5 hours")
        until = self.now + int(found[1]) * timedelta(**{f"{found[2]}s": 1})
        await people.pause(tx, person, until)
        calendar = replace(self.house.calendar, zone=self.zone)
        await quiet.set_due(tx, person, back_from_pause(until, calendar, self.settings.digest_hour))

    async def _set_sent(self, person: str, given: dict[str, str]) -> None:
        """Of the bot's own initiative, so that the budget is used: one a day, the last an hour ago."""
        if set(given) != {"n"} or not given["n"].isdigit():
            raise ScriptError("`@ sent` names a person and how many: @ sent: ada; n=3")
        count = int(given["n"])
        async with self.store.transaction() as tx:
            for back in range(count):
                at = self.now - timedelta(hours=1, days=count - 1 - back)
                key = f"script:{person}:{at:%Y-%m-%dT%H:%M:%S}"
                row: dict[str, Any] = {"purpose": CONTACT, "lane": outbox.TIMER, "person": person}
                await outbox.queue(tx, key=key, op="say", content={}, at=at, caused_by="script", **row)
                await outbox.sent(tx, key, key, "", at)

    async def _set_introductions(self, tx: Transaction, person: str, given: dict[str, str]) -> None:
        rhythm = next((one for one in RHYTHMS if one == given["introductions"].replace("-", "_")), None)
        if rhythm is None:
            named = ", ".join(one.replace("_", "-") for one in RHYTHMS)
            raise ScriptError(f"introductions={given['introductions']} is no rhythm; it may be {named}")
        await profile.consent(tx, person, INTRODUCTIONS, True, "1", f"script:{person}", self.now)
        await introductions.opt_in(tx, person, rhythm, given.get("trios") == "yes", self.now)
        likes = (await profile.load(tx, person, self.now)).interests
        await profile.add_interests(tx, person, likes, True, self.now)
        await arm_rounds(tx, self.settings, self.house.calendar, self.now)

    async def _set_met(self, head: str, given: dict[str, str]) -> None:
        people_named = items(head)
        if len(people_named) != 2 or set(given) != {"on"}:
            raise ScriptError("`@ met` names two people and a day: @ met: ada, bruno; on=2026-01-10")
        on = _day(given["on"], "on=")
        day = datetime(on.year, on.month, on.day, tzinfo=self.house.calendar.zone)
        async with self.store.transaction() as tx:
            await introductions.set_met(tx, id_of(people_named[0]), id_of(people_named[1]), day)


def _day(words: str, before: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise ScriptError(f"{before}{words} is no day; write it as 2026-01-10") from None


def id_of(name: str) -> str:
    return f"@{name}:console"


def items(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


def pair(part: str) -> tuple[str, str]:
    key, sign, value = part.partition("=")
    if not sign:
        raise ScriptError(f"{part!r} is not `key=value`; write it so")
    return key.strip(), value.strip()


def moment(words: str, zone: ZoneInfo | None) -> tuple[datetime, ZoneInfo]:
    at, _, name = words.partition(" ")
    try:
        zone = ZoneInfo(name.strip()) if name else zone or ZoneInfo("Europe/Paris")
        return datetime.fromisoformat(at).replace(tzinfo=zone).astimezone(UTC), zone
    except (ValueError, OSError) as error:
        raise ScriptError(f"{words!r} is not a time like {START}; write it so") from error
