"""Conversations as plain text, several people, a clock in the script: the console's, and the transcripts' format.

# a comment
@ now: 2026-03-02T10:00 Europe/Paris      sets the clock (default: this)
@ person: ada; locale=fr; skills=graphisme, rédaction; interests=compost; availability=sat-morning; onboarded=yes
                                          also: newcomer=no, learns=cuisine, names=yes (their first name may be shown)
@ organiser: olga                         in the organisers' room;   @ room: entraide; members=ada, bruno
@ organisers: joinable                    anybody can come into their room now (also readable, replaced, changed); away:
                                          nobody can tell who is in it; confirmed: somebody looked, and all is well
@ group: velo; members=ada, bruno         the bot is in this group room, too, and knows its name and who is in it
@ call: WORDS; kind=help; author=olga; need=2; minutes=60; topic=jardin; skills=graphisme; rooms=velo
                                          a call that olga has sent (also state=draft, urgent=yes, language=en; who is
                                          meant: wants, interests, places, languages, days, groups, not_groups,
                                          newcomers=yes); with the same words again: state=found, =cancelled
@ charter: version=2; link=https://…
@ task: TITLE; minutes=20; people=1; skills=graphisme; topic=jardin; place=online; horizon=now; contact=olga
@ person: bruno; introductions=every-2-weeks; trios=yes; welcomes=yes    wants to be introduced (weekly, monthly,
                                                                        on-request); likes are shown to others
@ met: ada, bruno; on=2026-01-10                                        were introduced to each other
@ holiday: 2026-07-14                     a day off (also several: 2026-07-14, 2026-08-15)
@ person: cleo; paused=2 weeks            does not want to be written to so long;   @ sent: ada; n=3   the bot has begun
                                          so many conversations with ada already: one a day, the last an hour ago
@ person: dan; digest=daily               is told every day what was held back (weekly, daily, monthly, off)
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
~ away 3 days          the bot is off for so long; what was due meanwhile comes when it is back (also `away until …`)
  what the bot says to ada;      -> bruno: what it says to somebody else, or to a room (-> #entraide: …)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engagebot.app import build
from engagebot.config import Settings, shipped
from engagebot.dialogue import Dialogue
from engagebot.domain.association import Association
from engagebot.engine.events import Attachment, Departure, Edit, Event, Happening, Message, Reaction, Removal
from engagebot.outbox import Sender
from engagebot.rounds import Rounds
from engagebot.scene import START, Scene, ScriptError, id_of, jardin, moment
from engagebot.scheduler import fire_due
from engagebot.store import conversations, inbox, outbox
from engagebot.store.outbox import Outgoing
from engagebot.store.sqlite import Store

SPEECH = re.compile(r"^(?P<who>[\w.-]+)(?:#(?P<room>[\w-]+))?(?P<below>[\^/]\d*)?> ?(?P<text>.*)$")
REACTION = re.compile(r"^(?P<who>[\w.-]+)(?:#(?P<room>[\w-]+))?\+(?P<back>\d*) +(?P<emoji>\S+)$")
UNREACTION = re.compile(r"^(?P<who>[\w.-]+?)-\+$")
FILE = re.compile(r"^(?P<who>[\w.-]+)! (?P<name>[^:]*[^: ])(?:: ?(?P<text>.*))?$")
PICTURES = (".jpg", ".jpeg", ".png")
EDIT = re.compile(r"^(?P<who>[\w.-]+)(?:#(?P<room>[\w-]+))?\*(?P<back>\d*) (?P<text>.*)$")
REMOVAL = re.compile(r"^(?P<who>[\w.-]+?)(?:#(?P<room>[\w-]+?))?-(?P<back>\d*)$")
LEAVING = re.compile(r"^(?P<who>[\w.-]+)(?:#(?P<room>[\w-]+))?<$")
MOVE = re.compile(r"^~ (?P<away>away )?(?:(?P<n>\d+) (?P<unit>minute|hour|day|week)s?|until (?P<until>\S+))$")
REPEATED = re.compile(r"\{([^{}]*)\}\*(\d{1,5})")
LONGEST_LINE, END_SHOWN = 1000, 100
"""Characters of a line of the bot that is shown whole; else of each of its ends."""
BETWEEN_LINES = timedelta(seconds=10)
"""People take a moment to type; a script does, too."""


@dataclass(slots=True)
class Stage(Scene):
    """A house on an in-memory SQLite, with a clock that only the script moves."""

    count: int = 0
    written: dict[tuple[str, str | None], list[str]] = field(default_factory=dict)
    """(who, room; None: their own) -> events of their messages there that they have not deleted, in order."""
    last_reaction: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    """Who -> (event, room; None: their own)."""
    _messages: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    async def open(cls, settings: Settings, association: Association | None = None, *, twice: bool = False) -> Stage:
        now, zone = moment(START, None)
        house = build(settings, association or jardin())
        return cls(settings, await Store.open(":memory:", shipped("storage")), house, now, zone, twice)

    async def close(self) -> None:
        await self.store.close()

    @property
    def dialogue(self) -> Dialogue:
        rounds, members = Rounds(self.store, self.settings, here=True), self.transport.members
        presence, fetch = self.transport.presence, self.transport.fetch
        return Dialogue(self.store, self.house, members=members, presence=presence, fetch=fetch, rounds=rounds)

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
            await self.set_up(line[2:])
            if line.startswith("@ call:"):
                await self.sender.drain()
            return self.said(None)
        if found := MOVE.match(line):
            return await self._move(found)
        line = REPEATED.sub(lambda found: found[1] * int(found[2]), line)
        who, what, room = self._event(line)
        self.now += BETWEEN_LINES
        self.count += 1
        event = Event(f"${self.count}", self.now, id_of(who), room or f"!{who}", room is None, what)
        if isinstance(what, Message):
            self.written.setdefault((who, room), []).append(event.id)
        elif isinstance(what, Reaction):
            self.last_reaction[who] = (event.id, room)
        elif isinstance(what, Removal) and what.of in self.written.get((who, room), ()):
            self.written[who, room].remove(what.of)
        if isinstance(what, Departure):
            (self.transport.rooms.get(room, set()).discard if room else self.transport.left.add)(id_of(who))
        elif room is None:
            self.transport.left.discard(id_of(who))
        for _ in range(2 if self.twice else 1):
            await self.handle(event)
        await self._handle_waiting()
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
            target, _ = moment(found["until"], self.zone)
        else:
            unit = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}[found["unit"]]
            target = self.now + timedelta(seconds=int(found["n"]) * unit)
        if target < self.now:
            raise ScriptError("would turn the clock back; name a later time")
        if found["away"]:
            self.now = target
            await self._fire()
        while (due := await self._next_due()) is not None and due <= target:
            self.now = max(self.now, due)
            await self._fire()
        self.now = target
        return self.said(None)

    async def _next_due(self) -> datetime | None:
        async with self.store.transaction() as tx:
            found = [at for at in (await conversations.next_timer(tx), await outbox.next_due(tx, self.now)) if at]
        return min(found) if found else None

    async def _fire(self) -> None:
        await fire_due(self.store, self.now)
        await self._handle_waiting()
        await self.sender.drain()

    async def _handle_waiting(self) -> None:
        """What happened, but was not said by anybody."""
        async with self.store.transaction() as tx:
            waiting = await inbox.waiting(tx)
        for _, event in waiting:
            await self.handle(event)

    # ----------------------------------------------------------------------------------------------------- the setting


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
            first, *others = (text for line in row.content["lines"] for text in str(line["body"]).splitlines() if text)
            first = f"[{row.content['name']}] {first}"
        case _:
            return
    yield f"  {f'-> {to}: ' if to else ''}{_ends(first)}"
    yield from (f"{'    ' if to else '  '}{_ends(line)}".rstrip() for line in others if line.strip())


def _ends(line: str) -> str:
    if len(line) <= LONGEST_LINE:
        return line
    return f"{line[:END_SHOWN]} […{len(line) - 2 * END_SHOWN} characters…] {line[-END_SHOWN:]}"
