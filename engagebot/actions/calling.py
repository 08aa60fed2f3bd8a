"""Calls for help as both sides share them: whose consent they need; beginning one, showing it in rooms, ending it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from engagebot.actions import offers
from engagebot.actions.act import Act
from engagebot.actions.call_cards import CONFIRM, called_by, named, opening, post, show
from engagebot.actions.welcome import CONTACT
from engagebot.domain.calls import Call
from engagebot.engine.effects import Revised, TimerSet
from engagebot.store import calls, conversations
from engagebot.store.calls import Called

__all__ = ["CALLS", "CONFIRM", "begin", "called_by", "end", "opening", "post", "show"]

CALLS = CONTACT
"""Who agreed that the bot writes to them first may be called."""
WAVE = "call_wave"
"""Timer of a call: look whether more people are asked."""
ASKING = ("called", "called_once")
"""Flows that ask somebody: with a topic, of which they can want no calls any more, and without."""
LATE = timedelta(days=7)
"""So long after the end an answer is still met with a kind word."""
LAST_OF_ALL = datetime.fromtimestamp(0, UTC)
"""Asked then, in the order of open questions: whatever else is asked goes before it."""


async def begin(act: Act, call: Call) -> bool:
    """A draft that is confirmed: people are asked from now on, the first of them as soon as it is day. False: it was no
    draft any more."""
    if not await calls.begin(act.tx, call.id, act.at):
        return False
    act.effects.append(TimerSet(WAVE, act.at, call.id, each=True, person=""))
    await show(act, call)
    return True


async def end(act: Act, call: Call, state: Literal["found", "cancelled", "exhausted"]) -> bool:
    """Nobody is asked any more. Who has not answered yet need not, and reads so, except when everybody was asked: then
    a yes is still welcome. False: it was over already."""
    if not await calls.end(act.tx, call.id, state, act.at):
        return False
    act.effects.append(TimerSet(WAVE, None, call.id, each=True, person=""))
    if state != "exhausted":
        for one in await calls.called_in(act.tx, call.id):
            if one.state == "asked":
                await spare(act, call, one, f"called.{state}")
    if state == "cancelled":
        await offers.called_off(act, call)
    else:
        await offers.alarm(act, call)
    if state == "exhausted":
        await offers.exhausted(act, call)
    await show(act, call)
    return True


async def spare(act: Act, call: Call, one: Called, sentence: str) -> None:
    """They need not answer any more; what they were asked says so, and if it was not sent yet, it is not."""
    await _settle(act, one)
    line = act.line(sentence, words=named(call))
    act.effects.append(Revised(one.prompt, one.person, line.text, line.values, gone=True))
    await stays_open(act, one, act.at + LATE)  # of no use unless it was sent, perhaps in this very moment


async def stays_open(act: Act, one: Called, until: datetime, answered: str = "") -> None:
    """The same message can be answered, after whatever else is asked; `answered`: once more, after this answer."""
    asked = await conversations.put(act.tx, one.prompt) if one.prompt else None
    if asked is None:
        return
    await _settle(act, one)
    flow, slots = asked
    again = f"{one.prompt}:{act.event_id}"
    kept = {**slots, "answered": answered} if answered else slots
    message = await conversations.message_of(act.tx, one.prompt) or one.prompt
    await conversations.prompt(act.tx, again, one.person, flow, kept, message, LAST_OF_ALL, until)


async def _settle(act: Act, one: Called) -> None:
    for flow in ASKING:
        await conversations.settled(act.tx, flow, one.call, one.person)
