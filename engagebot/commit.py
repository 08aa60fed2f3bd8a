"""A sprint's effects -> rows: what is said, timers, prompts, the conversation. All in the event's own transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass, field, replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from engagebot import patience
from engagebot.engine.effects import (
    BroughtTogether,
    CardShown,
    Effect,
    Erased,
    FileSent,
    HeldGone,
    HeldSaid,
    HeldTold,
    Line,
    PromptAnswered,
    Prompted,
    PromptRevised,
    PromptStays,
    PutAgain,
    Revised,
    Said,
    SaidAgain,
    Shown,
    TimerSet,
    Told,
)
from engagebot.engine.events import Event
from engagebot.engine.model import PATTERNS, Text
from engagebot.engine.run import Sprint
from engagebot.engine.show import prompt_question
from engagebot.engine.state import EMPTY, State
from engagebot.house import House, voice_of, voices_of
from engagebot.pen import Pen, written
from engagebot.store import conversations, outbox, privacy, quiet
from engagebot.store.sqlite import Transaction
from engagebot.words import Rendered


@dataclass(slots=True)
class Commit:
    """One event's effects; `voice` and `zone` are the speaker's."""

    house: House
    tx: Transaction
    event: Event
    voice: str
    zone: ZoneInfo
    said: InitVar[int] = 0
    """How many messages the event has caused already."""
    pen: Pen = field(init=False)
    question: str | None = None
    """Key of the question that was asked last; None: none was."""
    asked: str = ""
    """Key of what was said or asked last."""
    stays: set[str] = field(default_factory=set)
    """Prompts that are open still, though they were answered."""

    def __post_init__(self, said: int) -> None:
        self.pen = Pen(self.tx, self.event, self.house.settings.reactions, said)

    @classmethod
    async def of(cls, house: House, tx: Transaction, event: Event, said: int = 0) -> Commit:
        """In the voice, and the time zone, that whoever did it has now: an action may have changed them."""
        return cls(house, tx, event, *await voice_of(tx, house, event.person), said)

    async def sprint(self, sprint: Sprint, before: State | None = None) -> bool:
        """Commit it all. True: the speaker has been erased, and only the good-bye is left to be sent. `before`: where
        the conversation stood; None: it is new."""
        erased = any(isinstance(effect, Erased) for effect in sprint.effects)
        if erased:
            await self.erased(sprint.effects)
            await self.pen.queue(f"leave:{self.event.id}", "leave", {}, person=self.event.person)
            return True
        await self.effects(await self._unless_said_enough(sprint, before or EMPTY))
        state = (
            replace(sprint.state, question=self.question or sprint.state.question)
            if sprint.state.frames
            else sprint.state
        )
        await conversations.save(self.tx, self.event.person, state, self.event.at)
        return False

    async def erased(self, effects: Sequence[Effect]) -> None:
        """Forget the speaker. Of what they caused there is left: the good-bye, but no question, as there is nobody any
        more to answer it; and what others wait for."""
        await privacy.erase(self.tx, self.event.person)
        nobodys = [
            e
            for e in effects
            if (isinstance(e, Said) and not e.question)
            or (isinstance(e, TimerSet) and e.person == "")
            or (isinstance(e, Told) and e.person not in (None, self.event.person))
        ]
        await self.effects(nobodys)

    async def effects(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            match effect:
                case Said():
                    await self._say(effect)
                case SaidAgain():
                    await self._say_again()
                case Told():
                    await self._tell(effect)
                case Prompted():
                    await self._prompt(effect)
                case Revised(key, person, text, values, gone):
                    await self._revise(key, person, Said(text, values), gone=gone)
                case PromptRevised(key, person, flow, slots):
                    await conversations.prompt_again(self.tx, key, slots)
                    await self._revise(key, person, prompt_question(self.house.world, flow, slots))
                case PromptStays(prompt):
                    self.stays.add(prompt)
                case PromptAnswered(prompt):
                    if prompt not in self.stays:
                        await conversations.end_prompt(self.tx, prompt, "answered")
                case PutAgain(prompt):
                    await self._put_again(prompt)
                case TimerSet():
                    await self._set_timer(effect)
                case CardShown():
                    await self._show_card(effect)
                case BroughtTogether():
                    await self._bring_together(effect)
                case FileSent():
                    await self.pen.send_file(effect)
                case HeldSaid(held, key):
                    await self._say_held(held, key)
                case HeldTold(keys):
                    if self.asked:
                        await quiet.pack(self.tx, self.asked, keys)
                case HeldGone(gone):
                    await quiet.withdraw(self.tx, gone)
                case Erased():
                    pass
                case _:
                    assert_never(effect)

    async def _unless_said_enough(self, sprint: Sprint, before: State) -> Sequence[Effect]:
        """What the sprint wants done, without what it says, where that was said often enough."""
        if not patience.stands_still(before, sprint):
            return sprint.effects
        bodies = [
            (await outbox.last_said(self.tx, self.event.person) or {}).get("body", "")
            if isinstance(effect, SaidAgain)
            else self._in_words(effect).body
            for effect in sprint.effects
            if isinstance(effect, Said | SaidAgain)
        ]
        note = self.house.words.sentence(self._manner("said_already"), {}, self.voice, self.zone)
        match await patience.still_says(self.tx, self.event, bodies, note.body, self.house.settings.same_answers):
            case "answer":
                return sprint.effects
            case "said_already":
                await self.sentence("said_already", key=self.pen.next_key("say"))
        return [effect for effect in sprint.effects if not isinstance(effect, Said | SaidAgain)]

    async def _said_enough(self, said: Sequence[Rendered], room: str | None) -> bool:
        """To the speaker; `room`: in that group room, None: in private."""
        most = self.house.settings.same_answers
        return await patience.heard_enough(self.tx, self.event, [one.body for one in said], most, room)

    async def in_room(self, effects: Sequence[Effect]) -> None:
        """What was said goes into the thread of the group room where it was asked; not the same again and again to the
        same person."""
        said = [(self._in_words(effect), effect.notice) for effect in effects if isinstance(effect, Said)]
        if await self._said_enough([rendered for rendered, _ in said], self.event.room):
            return
        for rendered, notice in said:
            content = written(rendered, notice=notice, thread=self.pen.thread())
            await self.pen.queue(self.pen.next_key("room"), "say", content, room=self.event.room)

    async def sentence(
        self, name: str, *, key: str, room: str | None = None, values: Mapping[str, Shown] = MappingProxyType({})
    ) -> None:
        """One of the bot's manners, said once for `key`, and not again and again; in `room`, or to the speaker in
        private."""
        rendered = self.house.words.sentence(self._manner(name), values, self.voice, self.zone)
        if await self._said_enough([rendered], room):
            return
        content = written(rendered, thread=self.pen.thread() if room else None)
        await self.pen.queue(key, "say", content, person=None if room else self.event.person, room=room)

    def _manner(self, name: str) -> Text:
        return self.house.world.flows[PATTERNS].sentences[name]

    def _in_words(self, said: Said) -> Rendered:
        """As the speaker is spoken to."""
        return self.house.words.said(said, self.voice, self.zone)

    # --------------------------------------------------------------------------------------------------------- kinds
    async def _set_timer(self, timer: TimerSet) -> None:
        person = self.event.person if timer.person is None else timer.person
        if timer.at is None:
            await conversations.cancel_timer(self.tx, person, timer.kind, timer.subject if timer.each else "")
        elif timer.once:
            await conversations.keep_timer(self.tx, person, timer.kind, timer.at, timer.subject)
        else:
            await conversations.set_timer(self.tx, person, timer.kind, timer.at, timer.subject, each=timer.each)

    async def _say(self, said: Said) -> None:
        key = self.pen.next_key("say")
        content = written(self._in_words(said), notice=said.notice)
        await self.pen.queue(key, "say", content, person=self.event.person)
        self.asked = key
        if said.question:
            self.question = key
        await self.pen.buttons(key, said.buttons, person=self.event.person)

    async def _say_again(self) -> None:
        content = await outbox.last_said(self.tx, self.event.person)
        if content is None:
            await self.sentence("nothing_pending", key=self.pen.next_key("say"))
        else:
            await self.pen.queue(self.pen.next_key("say"), "say", content, person=self.event.person)

    async def _tell(self, told: Told) -> None:
        voice, zone = self.house.association.languages[0], self.zone
        if told.person:
            voice, zone = await voice_of(self.tx, self.house, told.person)
        rendered = self.house.words.sentence(told.text, told.values, voice, zone)
        self.asked = told.key or self.pen.next_key("tell")
        await self.pen.queue(
            self.asked,
            "say",
            written(rendered),
            person=told.person,
            room=told.room,
            lane=outbox.TIMER if told.purpose == "reply" else outbox.BROADCAST,
            purpose=told.purpose,
            not_before=told.at,
            about=told.about,
            subject=told.subject,
            valid_until=told.until,
        )

    async def _show_card(self, card: CardShown) -> None:
        """A room speaks the association's first language."""
        association = self.house.association
        rendered = self.house.words.sentence(
            card.text, card.values, association.languages[0], ZoneInfo(association.time_zone)
        )
        await self.pen.show_card(card, rendered)

    async def _prompt(self, prompted: Prompted) -> None:
        key = prompted.key or self.pen.next_key("prompt")
        voice, zone = await voice_of(self.tx, self.house, prompted.person)
        said = prompt_question(self.house.world, prompted.flow, {**prompted.slots, **prompted.told})
        rendered = self.house.words.said(said, voice, zone)
        row: dict[str, Any] = {
            "purpose": prompted.purpose,
            "lane": outbox.REPLY if prompted.purpose == "reply" else outbox.BROADCAST,
            "about": prompted.about,
            "subject": prompted.subject,
            "urgent": prompted.urgent,
            "not_before": prompted.at,
        }
        if prompted.at:
            row["lane"] = max(row["lane"], outbox.TIMER)  # replies do not wait behind it
        content = written(rendered)
        await self.pen.queue(key, "say", content, person=prompted.person, valid_until=prompted.until, **row)
        self.asked = key
        await conversations.prompt(
            self.tx, key, prompted.person, prompted.flow, prompted.slots, key, self.event.at, prompted.until
        )
        await self.pen.buttons(key, said.buttons, person=prompted.person, **row)

    async def _put_again(self, prompt: str) -> None:
        put = await conversations.put(self.tx, prompt)
        if put is None:
            return
        said = prompt_question(self.house.world, *put)
        key = self.pen.next_key("again")
        content = written(self._in_words(said))
        if any(value.kind == "nothing" for value in said.values.values()):  # it said what is not kept with the question
            content = await outbox.content(self.tx, prompt) or content
        self.asked = key
        await self.pen.queue(key, "say", content, person=self.event.person)
        at = self.event.at + timedelta(seconds=self.pen.said)  # of several, what is meant is the last one
        await conversations.put_again(self.tx, prompt, key, at)
        await self.pen.buttons(key, said.buttons, person=self.event.person)

    async def _say_held(self, held: str, key: str) -> None:
        content = await outbox.content(self.tx, held)
        if content is None:  # its text is forgotten: nothing tells it
            self.asked = ""
            return
        row: dict[str, Any] = {"person": self.event.person, "purpose": quiet.PURPOSE, "lane": outbox.BROADCAST}
        await self.pen.queue(key, "say", content, parent_key=held, **row)
        self.asked = key
        if put := await conversations.put(self.tx, held):
            await conversations.asked_again(self.tx, held, self.event.at)
            await self.pen.buttons(key, prompt_question(self.house.world, *put).buttons, **row)

    async def _bring_together(self, them: BroughtTogether) -> None:
        """In the language of each; where that is not the same, in one after the other."""
        voices = await voices_of(self.tx, self.house, them.people)

        def said(line: Line) -> Rendered:
            each = [self.house.words.sentence(line.text, line.values, voice, self.zone) for voice in voices]
            bodies = dict.fromkeys(one.body for one in each)
            return Rendered("\n\n".join(bodies), "<br><br>".join(dict.fromkeys(one.html for one in each)))

        name = said(them.name).body.replace("\n\n", " · ")
        await self.pen.introduce(them, name, [said(line) for line in them.lines])

    async def _revise(self, key: str, person: str, said: Said, *, gone: bool = False) -> None:
        voice, zone = await voice_of(self.tx, self.house, person)
        await self.pen.revise(key, person, written(self.house.words.said(said, voice, zone), notice=True), gone=gone)
