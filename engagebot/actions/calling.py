"""Calls for help as both sides share them: whose consent they need; beginning one, showing it in rooms, ending it."""

from __future__ import annotations

from typing import Literal

from engagebot.actions.act import Act
from engagebot.actions.cards import HAND, show_card
from engagebot.actions.ladder import first_name
from engagebot.actions.welcome import CONTACT
from engagebot.audience import rules_of
from engagebot.domain.calls import Call
from engagebot.domain.waves import enough
from engagebot.engine.effects import Line, Shown, TimerSet
from engagebot.store import calls, proposals

CALLS = CONTACT
"""Who agreed that the bot writes to them first may be called."""
CONFIRM = "✅"
"""Under a draft: a second organiser agrees."""
WAVE = "call_wave"
"""Timer of a call: look whether more people are asked."""


async def called_by(act: Act, call: Call) -> Shown | None:
    """The organiser's first name, as volunteers hear it; None: they are erased."""
    return Shown("name", await first_name(act, call.author)) if call.author else None


async def begin(act: Act, call: Call) -> bool:
    """A draft that is confirmed: people are asked from now on, the first of them as soon as it is day. False: it was no
    draft any more."""
    if not await calls.begin(act.tx, call.id, act.at):
        return False
    act.effects.append(TimerSet(WAVE, act.at, call.id, each=True, person=""))
    await show(act, await calls.find(act.tx, call.id) or call)
    return True


async def end(act: Act, call: Call, state: Literal["found", "cancelled", "exhausted"]) -> bool:
    """Nobody is asked any more. False: it was over already."""
    if not await calls.end(act.tx, call.id, state, act.at):
        return False
    act.effects.append(TimerSet(WAVE, None, call.id, each=True, person=""))
    await show(act, await calls.find(act.tx, call.id) or call)
    return True


# ------------------------------------------------------------------------------------------------------------ in rooms
async def show(act: Act, call: Call) -> None:
    """Everything that shows it says what is so now: the card in the organisers' room, which is posted the first time,
    and those in the rooms where it was posted."""
    call = await calls.find(act.tx, call.id) or call
    if act.association.organisers_room:
        buttons = (CONFIRM,) if call.state == "draft" else ()
        show_card(act, "call", call.id, act.association.organisers_room, await _progress(act, call), buttons=buttons)
    for card in await proposals.cards(act.tx, "call", call.id):
        if card.room != act.association.organisers_room:
            await post(act, call, card.room)


async def post(act: Act, call: Call, room: str) -> None:
    """Shown in a group room, where a reaction is an offer; or brought up to date there."""
    if call.state in ("found", "cancelled"):
        lines = [_words(act, call), act.line(f"call_card.posted_{call.state}")]
    else:
        lines = [*await opening(act, call), act.line("call_card.how")]
    show_card(act, "call", call.id, room, lines, buttons=(HAND,))


async def opening(act: Act, call: Call) -> list[Line]:
    """What it is about, for those who may come: who calls, what for, how long it takes."""
    by = await called_by(act, call)
    who = by or Shown("text", act.association.name)
    lines = [act.line(f"call_card.{call.kind}", who=who), _words(act, call)]
    if call.minutes:
        lines.append(act.line("call_card.minutes", minutes=Shown("duration", call.minutes)))
    return lines


def _words(act: Act, call: Call) -> Line:
    return act.line("call_card.words", words=Shown("passed_on", call.words))


async def _progress(act: Act, call: Call) -> list[Line]:
    """For organisers: how far it is; never who."""
    counts = await calls.counts(act.tx, call.id)
    yes = counts.get("yes", 0)
    values = {
        "yes": Shown("number", yes),
        "wanted": Shown("number", enough(call.need, rules_of(act.settings))),
        "need": Shown("number", call.need),
        "asked": Shown("number", sum(counts.values())),
        "waves": Shown("number", call.waves),
    }
    lines = [act.line("call_card.title"), _words(act, call)]
    if call.state == "draft":
        return [*lines, act.line("call_card.draft", need=values["need"])]
    return [*lines, act.line(f"call_card.{call.state}", **values)]
