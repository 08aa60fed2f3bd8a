"""How a call for help is shown: to organisers how far it is, in other rooms what it is about; and in whose name."""

from __future__ import annotations

from engagebot.actions.act import Act
from engagebot.actions.cards import HAND, show_card
from engagebot.actions.ladder import first_name, shortened
from engagebot.audience import rules_of
from engagebot.domain.calls import Call
from engagebot.domain.waves import enough
from engagebot.engine.effects import Line, Shown
from engagebot.store import calls, proposals
from engagebot.store.calls import OFFERED

CONFIRM = "✅"
"""Under a draft: a second organiser agrees."""


async def called_by(act: Act, call: Call) -> Shown | None:
    """The organiser's first name, as volunteers hear it; None: they are erased."""
    return Shown("name", await first_name(act, call.author)) if call.author else None


def named(call: Call) -> Shown:
    """Its words, where it is only named."""
    return Shown("text", shortened(call.words))


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
    who = by if by and by.value else Shown("text", act.association.name)
    lines = [act.line(f"call_card.{call.kind}", who=who), _words(act, call)]
    if call.minutes:
        lines.append(act.line("call_card.minutes", minutes=Shown("duration", call.minutes)))
    return lines


def _words(act: Act, call: Call) -> Line:
    return act.line("call_card.words", words=Shown("passed_on", call.words))


async def _progress(act: Act, call: Call) -> list[Line]:
    """For organisers: how far it is; never who."""
    counts = await calls.counts(act.tx, call.id)
    asked = [one for one in await calls.called_in(act.tx, call.id) if one.wave != OFFERED]
    values = {
        "yes": Shown("number", counts.get("yes", 0)),
        "wanted": Shown("number", enough(call.need, rules_of(act.settings))),
        "need": Shown("number", call.need),
        "asked": Shown("number", len(asked)),
        "waves": Shown("number", call.waves),
    }
    lines = [act.line("call_card.title"), _words(act, call)]
    if call.state == "draft":
        return [*lines, act.line("call_card.draft", need=values["need"])]
    if call.state == "open" and not call.waves and not counts:
        return [*lines, act.line("call_card.begins", need=values["need"])]
    return [*lines, act.line(f"call_card.{call.state}", **values)]
