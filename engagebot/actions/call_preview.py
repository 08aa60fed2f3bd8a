"""A call for help as it lies before its author: what is sent, whom it reaches and why, who is left alone, how it goes
out. Said at once, and kept in no conversation: other people's names are in it."""

from __future__ import annotations

from engagebot.actions import audiences
from engagebot.actions.act import Act
from engagebot.audience import Audience, rules_of
from engagebot.domain.calls import Call
from engagebot.domain.waves import enough, needs_second
from engagebot.engine.effects import Line, Said, Shown

IN_ONE_MESSAGE = 3
"""Things that are asked of people; more of them are said in a message of their own."""


def itself(act: Act, call: Call) -> None:
    """Word for word, and what else is sent with it."""
    lines = [
        act.line("call_for_help.words", words=Shown("passed_on", call.words)),
        act.line(f"call_for_help.is_{call.kind}"),
        act.line("call_for_help.need", need=Shown("number", call.need)),
    ]
    if call.minutes:
        lines.append(act.line("call_for_help.takes", minutes=Shown("duration", call.minutes)))
    if call.topic:
        lines.append(act.line("call_for_help.topic", topic=Shown("topic", call.topic)))
    if call.urgent:
        lines.append(act.line("call_for_help.urgent"))
    _say(act, "call_for_help.the_call", lines)


async def reach(act: Act, call: Call, there: Audience) -> None:
    """Whom it reaches, three of them, and in which way."""
    meant = await audiences.audience_said(act, call.audience)
    first = await audiences.examples(act, call, there)
    count = Shown("number", there.count)
    if len(meant) > IN_ONE_MESSAGE:
        _say(act, "call_for_help.goes_to", meant)
        _say(act, "call_for_help.fit", first, count=count)
    else:
        _say(act, "call_for_help.reaches", first, meant=Shown("lines", meant), count=count)
    _say(act, "call_for_help.goes_out", _way(act, call, there))


async def nobody(act: Act, call: Call, there: Audience) -> None:
    """Whom it would reach, if they were there, or could be asked."""
    meant = Shown("lines", await audiences.audience_said(act, call.audience))
    left_out = audiences.left_out(act, there)
    _say(act, "call_for_help.reaches_nobody_now" if left_out else "call_for_help.reaches_nobody", left_out, meant=meant)


def _way(act: Act, call: Call, there: Audience) -> list[Line]:
    rules = rules_of(act.settings)
    lines = audiences.left_out(act, there)
    if lines:
        lines.insert(0, act.line("call_for_help.left_out"))
    if there.doubles:
        lines.append(act.line("call_for_help.doubles", count=Shown("number", there.doubles)))
    values = {"wave": Shown("number", rules.wave), "enough": Shown("number", enough(call.need, rules))}
    lines.append(act.line("call_for_help.waves", **values))
    if needs_second(call, there.count, rules):
        lines.append(act.line("call_for_help.second" if not call.urgent else "call_for_help.second_urgent"))
    return lines


def _say(act: Act, sentence: str, lines: list[Line], **values: Shown) -> None:
    line = act.line(sentence, lines=Shown("lines", lines), **values)
    act.effects.append(Said(line.text, line.values))
