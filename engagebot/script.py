"""Conversations as plain text, several people, a clock in the script: the console's, and the transcripts' format.

# a comment
@ now: 2026-03-02T10:00 Europe/Paris      sets the clock (default: this)
@ person: ada; locale=fr; skills=graphisme, rédaction; interests=compost; availability=sat-morning; onboarded=yes
                                          also: newcomer=no, learns=cuisine, names=yes (their first name may be shown)
@ organiser: olga                         in the organisers' room;   @ room: entraide; members=ada, bruno
@ charter: version=2; link=https://…
@ task: TITLE; minutes=20; people=1; skills=graphisme; topic=jardin; place=online; horizon=now; contact=olga
@ person: bruno; introductions=every-2-weeks; trios=yes; welcomes=yes    wants to be introduced (weekly, monthly,
                                                                        on-request); likes are shown to others
@ met: ada, bruno; on=2026-01-10                                        were introduced to each other
@ referent: bruno; topics=comptabilité, vélo; cap=3; listed=yes       answers questions (also resting=yes)
@ apprentice: ada; topics=vélo                                        is asked before the referents
@ answer: QUESTION | ANSWER; topic=vélo; owner=bruno                  an answer that is kept for others
@ association: topics=comptabilité, vélo; skills=graphisme, rédaction, bricolage; interests=compost, apiculture
                                          also: languages=en, fr (the first is spoken in rooms), tasks_room=#taches
ada> du texte          ada writes to the bot in their own room;      ada#entraide> du texte    … in a group room
ada#entraide^> non     ada replies to the bot's last message in that room (also ^2 …)
ada#entraide/> oui     ada writes in the thread below it, to nobody in particular (also /2 …)
ada+ 👍                ada reacts to the bot's last message to them (ada+2 👍: the one before, …)
ada#entraide+ 🙋       ada reacts to the bot's last message in that room (also +2 …)
ada! list.csv: title;effort\\nSort seeds;20   ada sends this file (\\n is a line break); without `: …`, one that is gone
ada! photo.jpg         … a picture
ada* du texte          ada edits their own last message;    ada-  ada deletes it;    ada-+  … their last reaction
ada*2 du texte         … the one before (*3 …);             ada-2  … deletes that one (also ada#entraide* …, -)
ada<                   ada leaves their own room with the bot;              ada#entraide<  … a group room
ada> Voilà. {Et ainsi de suite. }*500      these words so many times; of a very long line of the bot, the ends are shown
~ 14 days              the clock moves; due timers fire in order (minutes, hours, days, or `until 2026-03-09T09:00`)
  what the bot says to ada;      -> bruno: what it says to somebody else, or to a room (-> #entraide: …)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from engagebot.actions import cards
from engagebot.actions.ladder import QUESTIONS
from engagebot.actions.meeting import INTRODUCTIONS, WELCOMES
from engagebot.actions.referents import LISTED
from engagebot.app import arm_rounds, build
from engagebot.commit import House
from engagebot.config import Settings, shipped
from engagebot.dialogue import Dialogue
from engagebot.domain.association import Association, Charter, Entry
from engagebot.domain.introductions import RHYTHMS
from engagebot.domain.tasks import Effort, Horizon, Task, faults, tidied
from engagebot.engine.events import Attachment, Departure, Edit, Event, Happening, Message, Reaction, Removal
from engagebot.flowfile.association import load_association
from engagebot.outbox import Sender
from engagebot.rounds import Rounds
from engagebot.scheduler import fire_due
from engagebot.store import conversations, inbox, introductions, knowledge, outbox, people, profile, questions, tasks
from engagebot.store.knowledge import Answer
from engagebot.store.outbox import Outgoing
from engagebot.store.sqlite import Store, Transaction
from engagebot.transport.console import Console
from engagebot.understanding.search_words import search_words

START = "2026-03-02T10:00 Europe/Paris"
SPEECH = re.compile(r"^(?P<who>[\w.-]+)(?:#(?P<room>[\w-]+))?(?P<below>[\^/]\d*)?> ?(?P<text>.*)$")
REACTION = re.compile(r"^(?P<who>[\w.-]+)(?:#(?P<room>[\w-]+))?\+(?P<back>\d*) +(?P<emoji>\S+)$")
UNREACTION = re.compile(r"^(?P<who>[\w.-]+?)-\+$")
FILE = re.compile(r"^(?P<who>[\w.-]+)! (?P<name>[^:]*[^: ])(?:: ?(?P<text>.*))?$")
PICTURES = (".jpg", ".jpeg", ".png")
EDIT = re.compile(r"^(?P<who>[\w.-]+)(?:#(?P<room>[\w-]+))?\*(?P<back>\d*) (?P<text>.*)$")
REMOVAL = re.compile(r"^(?P<who>[\w.-]+?)(?:#(?P<room>[\w-]+?))?-(?P<back>\d*)$")
LEAVING = re.compile(r"^(?P<who>[\w.-]+)(?:#(?P<room>[\w-]+))?<$")
MOVE = re.compile(r"^~ (?:(?P<n>\d+) (?P<unit>minute|hour|day|week)s?|until (?P<until>\S+))$")
REPEATED = re.compile(r"\{([^{}]*)\}\*(\d{1,5})")
LONGEST_LINE, END_SHOWN = 1000, 100
"""Characters of a line of the bot that is shown whole; else of each of its ends."""
BETWEEN_LINES = timedelta(seconds=10)
"""People take a moment to type; a script does, too."""
JARDIN = Path(__file__).parent / "demo" / "jardin.yaml"


def jardin() -> Association:
    """The association of the demo, as scripts begin with it: with its catalogues, and no charter before `@ charter`."""
    return replace(load_association(JARDIN), charter=None, organisers_room="#organisateurs")


ROLES = frozenset({"organiser"})
PERSON = frozenset(
    {
        "locale", "skills", "learns", "interests", "availability", "onboarded", "newcomer", "names", "place", "address",
        "languages", "introductions", "trios", "welcomes",
    }
)
LONG_AGO = timedelta(days=365)
"""When the first sitting of somebody was who is no newcomer."""


class ScriptError(Exception):
    """A line of a script cannot be played; the message is `line N: what, and what to do`."""


@dataclass(slots=True)
class Stage:
    """A house on an in-memory SQLite, with a clock that only the script moves."""

    settings: Settings
    store: Store
    house: House
    now: datetime
    zone: ZoneInfo
    twice: bool = False
    """Deliver every event two times: nothing may be handled twice."""
    transport: Console = field(default_factory=Console)
    count: int = 0
    tasks: int = 0
    answers: int = 0
    written: dict[tuple[str, str | None], list[str]] = field(default_factory=dict)
    """(who, room; None: their own) -> events of their messages there that they have not deleted, in order."""
    last_reaction: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    """Who -> (event, room; None: their own)."""
    _messages: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    async def open(cls, settings: Settings, association: Association | None = None, *, twice: bool = False) -> Stage:
        now, zone = _moment(START, None)
        house = build(settings, association or jardin())
        return cls(settings, await Store.open(":memory:", shipped("storage")), house, now, zone, twice)

    async def close(self) -> None:
        await self.store.close()

    @property
    def dialogue(self) -> Dialogue:
        rounds, members = Rounds(self.store, self.settings, here=True), self.transport.members
        return Dialogue(self.store, self.house, members=members, fetch=self.transport.fetch, rounds=rounds)

    @property
    def sender(self) -> Sender:
        zone, is_holiday = self.house.association.time_zone, self.house.calendar.is_holiday
        return Sender(self.store, self.transport, self.settings, zone, lambda: self.now, is_holiday)

    async def play(self, line: str) -> list[str]:
        """Play one line; what the bot says then, as lines of a transcript. Raises ScriptError without the line's
        number."""
        if not line.strip() or line.startswith(("#", " ")):
            return []
        if line.startswith("@ "):
            await self._set(line[2:])
            return []
        if found := MOVE.match(line):
            return await self._move(found)
        line = REPEATED.sub(lambda found: found[1] * int(found[2]), line)
        who, what, room = self._event(line)
        self.now += BETWEEN_LINES
        self.count += 1
        event = Event(f"${self.count}", self.now, _person(who), room or f"!{who}", room is None, what)
        if isinstance(what, Message):
            self.written.setdefault((who, room), []).append(event.id)
        elif isinstance(what, Reaction):
            self.last_reaction[who] = (event.id, room)
        elif isinstance(what, Removal) and what.of in self.written.get((who, room), ()):
            self.written[who, room].remove(what.of)
        if isinstance(what, Departure):
            (self.transport.rooms.get(room, set()).discard if room else self.transport.left.add)(_person(who))
        elif room is None:
            self.transport.left.discard(_person(who))
        for _ in range(2 if self.twice else 1):
            await self.handle(event)
        return self.said(who, room)

    async def handle(self, event: Event) -> None:
        """As in the product: three tries, then it is set aside."""
        while True:
            try:
                await self.dialogue.handle(event)
                break
            except Exception as error:
                if await self.dialogue.failed(event, error):
                    break
        await self.sender.drain()

    def _event(self, line: str) -> tuple[str, Happening, str | None]:
        for form in (REACTION, UNREACTION, FILE, EDIT, REMOVAL, LEAVING, SPEECH):
            if found := form.match(line):
                given = found.groupdict()
                room = f"#{given['room']}" if given.get("room") else None
                return self._did(form, found["who"], room, given)
        raise ScriptError(
            "is neither `name> text`, `name+ 👍`, `name! file`, `name* text`, `name-`, `name<`, `@ …` nor `~ …`; "
            "write one"
        )

    def _did(
        self, form: re.Pattern[str], who: str, room: str | None, given: dict[str, str | None]
    ) -> tuple[str, Happening, str | None]:
        back, text = int(given.get("back") or 1), given.get("text") or ""
        if form is REACTION:
            return who, Reaction(self._heard_by(room or who, back), str(given["emoji"])), room
        if form is UNREACTION:
            if who not in self.last_reaction:
                raise ScriptError(f"{who} has not reacted to anything yet; let them react first")
            event, where = self.last_reaction[who]
            return who, Removal(event), where
        if form is FILE:
            return who, self._file(str(given["name"]), given["text"]), None
        if form is EDIT:
            return who, Edit(self._written_by(who, room, back), text), room
        if form is REMOVAL:
            return who, Removal(self._written_by(who, room, back)), room
        if form is LEAVING:
            return who, Departure(), room
        below = given["below"] or ""
        to = self._heard_by(room or who, int(below[1:] or 1)) if below else None
        if below.startswith("/"):
            return who, Message(text, thread=to, addressed=room is None), room
        return who, Message(text, to), room

    def _file(self, name: str, text: str | None) -> Attachment:
        if name.endswith(PICTURES):
            return Attachment("m.image")
        url = f"console:{self.count}/{name}"
        if text is None:
            return Attachment("m.file", name, 0, {"url": url})
        content = self.transport.files[url] = text.replace("\\n", "\n").encode()
        return Attachment("m.file", name, len(content), {"url": url})

    def _written_by(self, who: str, room: str | None, back: int) -> str:
        written = self.written.get((who, room), [])
        if len(written) < back:
            raise ScriptError(f"{who} has written fewer than {back} messages there; let them write first")
        return written[-back]

    def _heard_by(self, who: str, back: int) -> str:
        heard = self._messages.get(who, [])
        if len(heard) < back:
            raise ScriptError(f"the bot has said fewer than {back} things to {who}; react to one of those")
        return heard[-back]

    def said(self, speaker: str | None, room: str | None = None) -> list[str]:
        """What was delivered since, as lines: to the speaker as such, to others with their name."""
        lines: list[str] = []
        for row in self.transport.said:
            people = [row.person] if row.person else row.content.get("people", [])
            to = row.room or "+".join(str(one).removeprefix("@").split(":")[0] for one in people)
            if row.op == "say":
                self._messages.setdefault(to, []).append(row.key)
            lines += _lines(row, None if to == speaker else to)
        self.transport.said.clear()
        return lines

    # ------------------------------------------------------------------------------------------------------- the clock
    async def _move(self, found: re.Match[str]) -> list[str]:
        if found["until"]:
            target, _ = _moment(found["until"], self.zone)
        else:
            unit = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}[found["unit"]]
            target = self.now + timedelta(seconds=int(found["n"]) * unit)
        if target < self.now:
            raise ScriptError("would turn the clock back; name a later time")
        while (due := await self._next_due()) is not None and due <= target:
            self.now = max(self.now, due)
            await self._fire()
        self.now = target
        return self.said(None)

    async def _next_due(self) -> datetime | None:
        async with self.store.transaction() as tx:
            found = [at for at in (await conversations.next_timer(tx), await outbox.next_due(tx)) if at]
        return min(found) if found else None

    async def _fire(self) -> None:
        await fire_due(self.store, self.now)
        async with self.store.transaction() as tx:
            waiting = await inbox.waiting(tx)
        for _, event in waiting:
            await self.handle(event)
        await self.sender.drain()

    # ----------------------------------------------------------------------------------------------------- the setting
    async def _set(self, setting: str) -> None:
        noun, _, rest = setting.partition(":")
        head, *parts = [part.strip() for part in rest.split(";")]
        given = dict(_pair(part) for part in parts if part)
        match noun.strip():
            case "now":
                self.now, self.zone = _moment(rest.strip(), self.zone)
            case "association":
                if head:
                    given |= dict([_pair(head)])
                self._set_association(given)
            case "charter":
                given |= dict([_pair(head)])
                charter = Charter(given.get("version", "1"), given.get("link", ""))
                self.house = build(self.settings, replace(self.house.association, charter=charter))
            case "person":
                await self._set_person(head, given)
            case "task":
                await self._set_task(head, given)
            case "room":
                self.transport.rooms[f"#{head}"] = {_person(name) for name in _listed(given.get("members", ""))}
            case noun if noun in ROLES:
                await self._set_person(head, {"onboarded": "yes", **given})
                self.transport.rooms.setdefault(self.house.association.organisers_room, set()).add(_person(head))
            case "referent" | "apprentice":
                await self._set_referent(head, given, learns=noun.strip() == "apprentice")
            case "answer":
                await self._set_answer(head, given)
            case "met":
                await self._set_met(head, given)
            case noun:
                raise ScriptError(
                    f"there is no `@ {noun}`; it may be now, person, association, charter, task, room, "
                    f"referent, apprentice, answer, met, {', '.join(sorted(ROLES))}"
                )

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
            contact=_person(given["contact"]) if "contact" in given else None,
            link=given.get("link", ""),
            skills=tuple(_listed(given.get("skills", ""))),
            interests=tuple(_listed(given.get("interests", ""))),
        )
        task = tidied(task)
        catalogues = ([e.id for e in self._catalogue(key)] for key in ("skills", "interests", "topics"))
        if wrong := faults(task, *catalogues):
            raise ScriptError(f"this task cannot be: {', '.join(f'{code} {value}'.strip() for code, value in wrong)}")
        async with self.store.transaction() as tx:
            await tasks.add(tx, task, self.now, opened=given.get("state", "open") == "open")

    async def _set_referent(self, name: str, given: dict[str, str], *, learns: bool) -> None:
        own = {"topics", "cap", "listed", "resting"}
        topics = _listed(given.get("topics", ""))
        if unknown := sorted(set(topics) - {entry.id for entry in self._catalogue("topics")}):
            raise ScriptError(f"there is no topic {', '.join(unknown)}; see `topics` of `@ association`")
        rest = {key: value for key, value in given.items() if key not in own}
        await self._set_person(name, {"onboarded": "yes", **rest})
        person = _person(name)
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
            _person(given["owner"]) if "owner" in given else None,
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
        entries = {key: tuple(Entry(name, {"": name}) for name in _listed(words)) for key, words in given.items()}
        association = replace(
            old,
            name=given.get("name", old.name),
            contact_name=given.get("contact", old.contact_name),
            contact=given.get("reach", old.contact),
            languages=tuple(_listed(given.get("languages", ""))) or old.languages,
            topics=entries.get("topics", old.topics),
            skills=entries.get("skills", old.skills),
            interests=entries.get("interests", old.interests),
            tasks_room=given.get("tasks_room", old.tasks_room),
            organisers_room=given.get("organisers_room", old.organisers_room),
        )
        self.house = build(self.settings, association)

    async def _set_person(self, name: str, given: dict[str, str]) -> None:
        if unknown := sorted(set(given) - PERSON):
            raise ScriptError(f"a person has no {', '.join(unknown)}; see the top of docs/console.md")
        person = _person(name)
        async with self.store.transaction() as tx:
            await people.add(tx, person, given.get("locale", "fr"), self.now)
            await people.set_name(tx, person, name.capitalize())
            for purpose in ("profile", "contact"):
                await profile.consent(tx, person, purpose, True, "1", f"script:{name}", self.now)
            await profile.add_skills(tx, person, dict.fromkeys(_listed(given.get("skills", "")), "can"), self.now)
            await profile.add_interests(tx, person, _listed(given.get("interests", "")), False, self.now)
            await profile.set_availability(tx, person, _listed(given.get("availability", "")), self.now)
            for kind in ("place", "address", "languages"):
                if kind in given:
                    await profile.set_fact(tx, person, kind, given[kind], self.now)
            for skill in _listed(given.get("learns", "")):
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
        people_named = _listed(head)
        if len(people_named) != 2 or set(given) != {"on"}:
            raise ScriptError("`@ met` names two people and a day: @ met: ada, bruno; on=2026-01-10")
        try:
            day = datetime.fromisoformat(given["on"]).replace(tzinfo=self.house.calendar.zone)
        except ValueError:
            raise ScriptError(f"on={given['on']} is no day; write it as 2026-01-10") from None
        async with self.store.transaction() as tx:
            await introductions.set_met(tx, _person(people_named[0]), _person(people_named[1]), day)


async def play_script(script: str, settings: Settings, *, twice: bool = False) -> str:
    """The whole exchange: the script's own lines, with what the bot really says between them. Raises ScriptError."""
    stage = await Stage.open(settings, twice=twice)
    out = []
    try:
        for number, line in enumerate(script.splitlines(), 1):
            if line.startswith("  "):  # what the bot said when the transcript was written
                continue
            out.append(line.rstrip())
            try:
                out += await stage.play(line.rstrip())
            except ScriptError as error:
                raise ScriptError(f"line {number}: {error}") from error
    finally:
        await stage.close()
    return "\n".join(out).rstrip() + "\n"


def _lines(row: Outgoing, to: str | None) -> Iterator[str]:
    match row.op:
        case "say" | "edit":
            first, *others = str(row.content["body"]).splitlines() or [""]
            first = {"edit": "(now) ", "say": "(pinned) " if row.content.get("pinned") else ""}[row.op] + first
        case "file":
            first, others = f"[{row.content['name']}, {len(row.content['text'].encode())} bytes]", []
        case "leave":
            first, others = "[leaves the conversation]", []
        case "introduce":
            first, *others = (text for line in row.content["lines"] for text in str(line["body"]).splitlines())
            first = f"[{row.content['name']}] {first}"
        case _:
            return
    yield f"  {f'-> {to}: ' if to else ''}{_ends(first)}"
    yield from (f"    {_ends(line)}".rstrip() if to else f"  {_ends(line)}".rstrip() for line in others)


def _ends(line: str) -> str:
    if len(line) <= LONGEST_LINE:
        return line
    return f"{line[:END_SHOWN]} […{len(line) - 2 * END_SHOWN} characters…] {line[-END_SHOWN:]}"


def _person(name: str) -> str:
    return f"@{name}:console"


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


def _pair(part: str) -> tuple[str, str]:
    key, sign, value = part.partition("=")
    if not sign:
        raise ScriptError(f"{part!r} is not `key=value`; write it so")
    return key.strip(), value.strip()


def _moment(words: str, zone: ZoneInfo | None) -> tuple[datetime, ZoneInfo]:
    at, _, name = words.partition(" ")
    try:
        zone = ZoneInfo(name.strip()) if name else zone or ZoneInfo("Europe/Paris")
        return datetime.fromisoformat(at).replace(tzinfo=zone).astimezone(UTC), zone
    except (ValueError, OSError) as error:
        raise ScriptError(f"{words!r} is not a time like {START}; write it so") from error
