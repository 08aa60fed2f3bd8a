"""The terminal conversation: each line is sent by a real client, each answer is read by one."""
from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

from engagebot.demo.person import Person, PersonFailed
from engagebot.demo.process import BotProcess
from engagebot.demo.screen import Screen
from engagebot.demo.seen import Heard

ANSWER_SECONDS = 20.0
"""So long an answer is waited for before the next line is read; whatever comes later is still shown."""
SILENT_SECONDS = 3.0
"""… after something that is not always answered: a reaction, a correction, a removal."""
COMMANDS = ("as", "react", "edit", "delete", "restart", "help", "quit")


class Conversation:
    def __init__(
        self, screen: Screen, url: str, password: str, bot: BotProcess, bot_id: str, people: Sequence[str],
        encrypted: bool,
    ) -> None:
        self.screen, self.url, self.password, self.bot, self.bot_id = screen, url, password, bot, bot_id
        self.names, self.encrypted = tuple(people), encrypted
        self.name = ""
        self.people: dict[str, Person] = {}
        self.last_said: dict[str, str] = {}
        """Name -> event id of that person's last message, for /edit and /delete."""
        self.shown_reactions: set[str] = set()

    @property
    def person(self) -> Person:
        return self.people[self.name]

    async def close(self) -> None:
        for person in self.people.values():
            await person.close()

    def meet(self, name: str, person: Person) -> None:
        """From now on what `person` hears is shown."""
        self.people[name] = person
        person.on_heard = lambda heard: self.show(name, heard)

    async def run(self, lines: asyncio.Queue[str | None]) -> None:
        """Until /quit or the end of the input."""
        by_hand = sys.stdin.isatty()
        while True:
            if by_hand:
                self.screen.prompt(self.name)
            line = await lines.get()
            if line is None:
                return
            if not line.strip():
                continue
            if not by_hand:
                self.screen.spoke(self.name, line.strip())
            if not line.lstrip().startswith("/"):
                await self.say(line.strip())
                continue
            command, _, rest = line.strip()[1:].partition(" ")
            if command == "quit":
                return
            await self.command(command, rest.strip())

    async def command(self, command: str, rest: str) -> None:
        match command:
            case "as" | "react" | "edit" if not rest:
                self.screen.say("missing", command=f"/{command}")
            case "as" if rest.lower() not in self.names:
                self.screen.say("unknown_person", name=rest, people=", ".join(self.names))
            case "as":
                await self.become(rest.lower())
            case "react":
                await self.react(rest)
            case "edit" | "delete":
                await self.change(command, rest)
            case "restart":
                await self.restart()
            case "help":
                self.help()
            case _:
                self.screen.say("unknown_command", command=f"/{command}")
                self.help()

    async def become(self, name: str) -> None:
        self.name = name
        if name not in self.people:
            self.meet(name, await Person.login(self.url, name, self.password))
        if not self.person.room:
            self.screen.say("opening", person=name)
            await self.person.invite(self.bot_id, encrypted=self.encrypted)
            await self.answered(None, ANSWER_SECONDS)
        self.screen.say("you_are", person=name)

    async def say(self, text: str) -> None:
        sent = await self.person.say(text)
        self.last_said[self.name] = sent
        await self.answered(sent, ANSWER_SECONDS)

    async def react(self, key: str) -> None:
        heard = [h for h in self.person.heard() if not h.edits]
        if not heard:
            self.screen.say("nothing_to_react_to")
            return
        before = len(self.person.heard())
        await self.person.react(heard[-1].event_id, key)
        self.screen.say("reacted", person=self.name, key=key)
        await self.more_than(before)

    async def change(self, command: str, text: str) -> None:
        last = self.last_said.get(self.name)
        if last is None:
            self.screen.say("nothing_said")
            return
        before = len(self.person.heard())
        if command == "edit":
            await self.person.edit(last, text)
            self.screen.say("edited", person=self.name, text=text)
        else:
            await self.person.redact(last)
            self.screen.say("removed", person=self.name)
        await self.more_than(before)

    async def restart(self) -> None:
        self.screen.say("restarting")
        await self.bot.kill()
        await self.bot.start()
        self.screen.say("bot_ready", seconds=self.screen.seconds(self.bot.ready_seconds))

    async def answered(self, after: str | None, seconds: float) -> None:
        """Wait until the bot has answered what was said `after`, and has nothing to add."""
        if not await self.person.settled(after, within_seconds=seconds):
            self.screen.say("no_answer")
        self.show_reactions()

    async def more_than(self, before: int) -> None:
        try:
            await self.person.wait_for(before + 1, within_seconds=SILENT_SECONDS)
            await self.person.settled()
        except PersonFailed:
            self.screen.say("no_answer")
        self.show_reactions()

    def show(self, name: str, heard: Heard) -> None:
        if heard.room != (self.people[name].room or heard.room):
            self.screen.heard(heard, self.people[name].room_name(heard.room))
        else:
            self.screen.heard(heard, None if name == self.name else name)

    def show_reactions(self) -> None:
        """Those that the bot put under its messages, for people to press."""
        new = [r for r in self.person.reactions
               if r.sender == self.bot_id and r.event_id not in self.shown_reactions]
        self.shown_reactions |= {r.event_id for r in new}
        if new:
            keys = [r.key for r in new if r.to == new[-1].to]
            self.screen.say("reactions", "  ", keys=" ".join(keys))

    def help(self) -> None:
        for command in COMMANDS:
            self.screen.say(f"help_{command}", "  ", people=", ".join(self.names))
