"""How a question, its choices and a value are put, as effects; nothing here changes a conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engagebot.domain.signs import cut
from engagebot.engine.effects import Label, Line, Said, Shown
from engagebot.engine.model import PATTERNS, Collect, Flow, Slot, Text, Value
from engagebot.engine.slots import KEYCAPS, NO, SHOWN_AT_ONCE, YES, choices_of
from engagebot.engine.state import Frame
from engagebot.engine.world import RETURN, World

ONE_WILL_DO = "news"
"""Reader of a choice of several of which one is mostly chosen: by a click, then."""
LONGEST_SHOWN = 160
"""Characters of somebody's own words where they are only named."""


def question(world: World, frame: Frame, text: Text | None = None) -> Said:
    """The question that `frame` rests at (in other words: `text`). Raises KeyError when its flow no longer has it."""
    step, slot = waiting(world, frame)
    said = text or step.ask
    listed, more = choices(world, slot, frame)
    numbered = slot.type != "yes_no" or frame.misses > 0
    return Said(
        said,
        shown(world, frame, said),
        tuple(listed) if numbered else (),
        more,
        buttons(slot, len(listed), more),
        question=True,
    )


def prompt_question(world: World, flow_id: str, slots: Mapping[str, Value]) -> Said:
    """How the first question of `flow_id` is put on the bot's initiative."""
    return question(world, Frame(flow_id, world.flows[flow_id].steps[0].id, slots, "prompt"))


def waiting(world: World, frame: Frame) -> tuple[Collect, Slot]:
    """The question that is pending. Raises KeyError when the flow no longer has it."""
    flow = world.flows[frame.flow]
    step = flow.step(frame.step)
    if not isinstance(step, Collect):
        raise KeyError(step.id)
    return step, flow.slots[step.slot]


def choices(world: World, slot: Slot, frame: Frame) -> tuple[list[tuple[int, Label]], bool]:
    """What is shown of a question's choices: six at most, numbered through all of them; and whether there are more."""
    if slot.type == "yes_no":
        sentences = world.flows[PATTERNS].sentences
        return [(1, sentences["yes"]), (2, sentences["no"])], False
    if slot.type == "locale":
        return [(n, names[0]) for n, names in enumerate(world.locales.values(), 1)], False
    offered = [(n, label(world, one)) for n, one in enumerate(choices_of(slot, frame.slots).values(), 1)]
    first = SHOWN_AT_ONCE * frame.page
    return offered[first : first + SHOWN_AT_ONCE], len(offered) > first + SHOWN_AT_ONCE


def buttons(slot: Slot, listed: int, more: bool) -> tuple[str, ...]:
    """Emoji that answer it: for yes and no, and for up to four choices."""
    if slot.type == "yes_no":
        return (YES, NO)
    one_will_do = slot.type == "choice" or slot.reader == ONE_WILL_DO
    return KEYCAPS[:listed] if one_will_do and 0 < listed <= len(KEYCAPS) and not more else ()


def label(world: World, one: Label | Mapping[str, Value]) -> Label:
    """A label as an action or a pattern stored it: {"flow": id} is a flow's title, with "slot" and "value" an answer
    (given "among" what was offered), {"sentence": name} one of the bot's manners, {"line": "flow.name", "values":
    {hole: [kind, value]}} a sentence of a flow."""
    if not isinstance(one, Mapping):
        return one
    if "line" in one:
        flow_id, name = one["line"].split(".")
        values = {hole: Shown(kind, value) for hole, (kind, value) in one.get("values", {}).items()}
        return Shown("line", Line(world.flows[flow_id].sentences[name], values))
    if "sentence" in one:
        return world.flows[PATTERNS].sentences[one["sentence"]]
    flow = world.flows[one["flow"]]
    if "slot" in one:
        value = shown_value(world, flow.slots[one["slot"]], one["value"], one.get("among", {}))
        return Shown("answer", (flow.title or flow.id, value))
    return flow.title or flow.id


def shown(world: World, frame: Frame, text: Text) -> dict[str, Shown]:
    """What fills the holes of `text`: the frame's slots, with how each is shown."""
    whole = text.singular + (text.plural or "") + (f"{{{text.count}}}" if text.count else "")
    return {
        name: shown_value(world, slot, frame.slots.get(name), frame.slots)
        for name, slot in world.flows[frame.flow].slots.items()
        if f"{{{name}}}" in whole
    }


def shown_value(world: World, slot: Slot, value: Value, slots: Mapping[str, Value]) -> Shown:
    if value is None:
        return Shown("nothing", None)
    if slot.type == "lines":
        return Shown("lines", [as_line(one) for one in value])
    if slot.type == "flow":
        flow = world.flows.get(value)
        return Shown("label", flow.title if flow and flow.title else value)
    if slot.type in ("choice", "multi_choice"):
        labels = choices_of(slot, slots)
        chosen = [label(world, labels.get(v, str(v))) for v in (value if slot.type == "multi_choice" else [value])]
        return Shown("labels", chosen) if slot.type == "multi_choice" else Shown("label", chosen[0])
    return Shown(slot.type, value)


def as_line(one: Line | Mapping[str, Value]) -> Line:
    """A line as an action made it, or as it comes back from storage when its question is put again."""
    if isinstance(one, Line):
        return one
    values = {
        name: Shown(value["kind"], _restored(value["kind"], value["value"])) for name, value in one["values"].items()
    }
    return Line(Text(**one["text"]), values)


def _restored(kind: str, value: Value) -> Value:
    """A value of a line, as it was before it was stored."""
    match kind:
        case "lines":
            return [as_line(one) for one in value]
        case "line" | "part" if value:
            return as_line(value)
        case "labels":
            return [_restored("label", one) for one in value]
        case "label" if isinstance(value, Mapping):
            return Text(**value)
    return value


def named(world: World, thread: Sequence[Frame]) -> str:
    """The flow that a thread is called after: its innermost one with a title."""
    if thread[-1].flow == RETURN:  # "shall we go on with …?" is about that
        return str(thread[-1].slots["flow"])
    titled = [frame.flow for frame in thread if (flow := world.flows.get(frame.flow)) and flow.title]
    return titled[-1] if titled else thread[-1].flow


def shortened(words: str, longest: int) -> str:
    """At most so many characters of somebody's own words, with a sign where some are left out."""
    return words if len(words) <= longest else f"{cut(words, longest - 1).rstrip()}…"


def title_of(world: World, thread: Sequence[Frame]) -> Shown:
    flow: Flow | None = world.flows.get(named(world, thread))
    return Shown("label", flow.title if flow and flow.title else "…")
