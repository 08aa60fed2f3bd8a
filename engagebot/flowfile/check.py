"""Everything that can be known to be wrong in a flow before a person meets it: all problems, as `file:line: what`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engagebot.engine.model import END, PATTERNS, Action, Call, Collect, Flow, Say, Step, Text
from engagebot.engine.moves import MOVES
from engagebot.engine.slots import CONFIDENT_TYPES, FILLED_BY_ACTIONS, FREE_READERS, FREE_TYPES, OPEN_TYPES, READERS

LONGEST_TEXT = 400
HOLE = re.compile(r"{(\w+)}")
READ_TYPES = CONFIDENT_TYPES | OPEN_TYPES | FREE_TYPES | {"flow"}
"""Types that can be collected; `flow` is one that only the engine fills."""
MANNERS = frozenset({"pause", "stop", "human", "my_data", "help", "why"})
"""Words that always work and start a flow; a trigger like an intent."""

Problem = tuple[int, str]


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """What the code says of an action: slots it needs, slots it can use, and per outcome those it then fills."""

    needs: frozenset[str]
    fills: Mapping[str, frozenset[str]]


def check(flows: Mapping[str, Flow], actions: Mapping[str, ActionSpec], intents: frozenset[str]) -> list[str]:
    """[]: sound."""
    known = {**actions, **{move: ActionSpec(frozenset(), {"": frozenset()}) for move in MOVES}}
    found = []
    for flow in flows.values():
        problems = [*_form(flow, flows, known, intents), *_ways(flow), *_unfilled(flow, flows, known)]
        found += [(flow.path, line, what) for line, what in dict.fromkeys(problems)]
    return [f"{path}:{line}: {what}" for path, line, what in sorted(found)]


def texts(flow: Flow) -> Iterator[tuple[Text, str]]:
    """Every sentence of a flow that a person may read, with where it stands."""
    if flow.title:
        yield flow.title, "its title, in the middle of a sentence"
    for step in flow.steps:
        for text in step_texts(step):
            yield text, f"step {step.id}"
    for name, text in flow.sentences.items():
        yield text, name
    for slot in flow.slots.values():
        for value, label in slot.choices.items():
            yield label, f"choice {value} of {slot.name}"


def step_texts(step: Step) -> list[Text]:
    match step:
        case Say():
            return [step.text]
        case Collect():
            return [t for t in (step.ask, step.again, step.short) if t]
        case _:
            return []


def holes(text: Text) -> set[str]:
    return set(HOLE.findall(text.singular + (text.plural or ""))) | ({text.count} if text.count else set())


def _form(
    flow: Flow, flows: Mapping[str, Flow], actions: Mapping[str, ActionSpec], intents: frozenset[str]
) -> Iterator[Problem]:
    ids = [step.id for step in flow.steps]
    if not flow.steps and not flow.sentences:
        yield flow.line, f"flow {flow.id!r} has no steps; add some under `steps:`"
    for trigger in flow.triggers:
        if trigger not in intents | MANNERS:
            yield flow.line, f"there is no intent {trigger!r}; choose one of those in phrases.en.txt"
        if others := [f.id for f in flows.values() if trigger in f.triggers and f.id != flow.id]:
            yield flow.line, f"intent {trigger!r} starts {others[0]!r} as well; leave it to one of them"
    for text, where in texts(flow):
        if len(text.singular) > LONGEST_TEXT or len(text.plural or "") > LONGEST_TEXT:
            yield (
                text.line or flow.line,
                f"{where}: is {len(text.singular)} characters long; people read {LONGEST_TEXT} at most, split it",
            )
    for step in flow.steps:
        if ids.count(step.id) > 1:
            yield step.line, f"two steps are called {step.id!r}; give one an `id`"
        for _, target in [*step.targets(), *_asides(step)]:
            if target not in (*ids, END):
                yield (
                    step.line,
                    f"leads to {target!r}, and there is no such step; name one of {', '.join(ids[:8])} or END",
                )
        for branch in step.branches:
            if branch.condition and branch.condition.slot not in flow.slots:
                yield step.line, f"`if` uses {branch.condition.slot!r}, which is not a slot; declare it under `slots:`"
        for text in step_texts(step):
            for name in sorted(holes(text) - set(flow.slots)):
                yield step.line, f"the text uses {{{name}}}, which is not a slot; declare it under `slots:`"
        yield from _step_form(step, flow, flows, actions)
    for slot in flow.slots.values():
        if slot.type not in READ_TYPES | FILLED_BY_ACTIONS:
            yield (
                slot.line,
                f"slot {slot.name!r}: there is no type {slot.type!r}; take one of {', '.join(sorted(READ_TYPES))}",
            )
        if slot.choices_from and (
            slot.choices_from not in flow.slots or flow.slots[slot.choices_from].type != "choices"
        ):
            yield (
                slot.line,
                f"slot {slot.name!r}: choices_from names {slot.choices_from!r}, which is no slot of type choices",
            )
        choice, free = tuple(sorted(READERS)), FREE_READERS
        readable = {
            "choice": choice, "multi_choice": ("news",), "yes_no": ("want",), "number": ("cap",), "free_text": free
        }.get(slot.type, ())  # fmt: skip
        if slot.reader is not None and slot.reader not in readable:
            free_ones = ", ".join(f"`{name}`" for name in free)
            readers = f"{', '.join(choice)}; a yes or no, `want`; a number, `cap`; free text, {free_ones}"
            yield slot.line, f"slot {slot.name!r}: a choice may have a reader, one of {readers}"
        if slot.type in ("choice", "multi_choice") and not slot.choices and not slot.choices_from:
            yield slot.line, f"slot {slot.name!r} has nothing to choose from; add `choices` or `choices_from`"


def _step_form(
    step: Step, flow: Flow, flows: Mapping[str, Flow], actions: Mapping[str, ActionSpec]
) -> Iterator[Problem]:
    match step:
        case Say(echo=True) if not (said := holes(step.text)) or any(
            flow.slots[name].type in FILLED_BY_ACTIONS for name in said & set(flow.slots)
        ):
            yield step.line, "`echo` says answers back and nothing else; name only slots that people fill, or remove it"
        case Collect() if step.slot not in flow.slots:
            yield step.line, f"collects {step.slot!r}, which is not a slot; declare it under `slots:`"
        case Collect() if flow.slots[step.slot].type in FILLED_BY_ACTIONS:
            yield step.line, f"collects {step.slot!r}, whose type only an action can fill; give it another type"
        case Collect() if unknown := sorted(set(step.also) - set(flow.slots)):
            yield step.line, f"`also` names {', '.join(unknown)}, which is not a slot; declare it under `slots:`"
        case Action() if step.name not in actions:
            yield step.line, f"there is no action {step.name!r} in the code; see docs/actions.md for those there are"
        case Action(outcomes=ways) if step.name not in MOVES:
            may = set(actions[step.name].fills)
            if ways:
                for outcome in sorted(may - set(ways)):
                    yield step.line, f"{step.name!r} may return {outcome!r}; say where that leads"
                for outcome in sorted(set(ways) - may):
                    yield step.line, f"{step.name!r} never returns {outcome!r}; remove it"
            elif len(may) > 1:
                yield step.line, f"{step.name!r} may return {', '.join(sorted(may))}; say where each leads"
            filled = frozenset().union(*actions[step.name].fills.values())
            for name in sorted((actions[step.name].needs | filled) - set(flow.slots)):
                yield step.line, f"{step.name!r} uses {name!r}, which is not a slot; declare it under `slots:`"
        case Call() if step.flow not in flows:
            yield step.line, f"there is no flow {step.flow!r}; name one that is in the folder"


def _asides(step: Step) -> list[tuple[str, str]]:
    if not isinstance(step, Collect):
        return []
    return [(label, target) for label, target in (("skip", step.skip), ("timeout", step.timeout_then)) if target]


def _exits(flow: Flow, step: Step) -> list[tuple[str, str]]:
    return [*(step.targets() or [("", flow.after(step))]), *_asides(step)]


def _reachable(flow: Flow, start: str) -> set[str]:
    by_id = {step.id: step for step in flow.steps}
    seen: set[str] = set()
    todo = [start]
    while todo:
        here = todo.pop()
        if here not in seen:
            seen.add(here)
            if here in by_id:
                todo += [target for _, target in _exits(flow, by_id[here])]
    return seen


def _ways(flow: Flow) -> Iterator[Problem]:
    if not flow.steps:
        return
    reached = _reachable(flow, flow.steps[0].id)
    for step in flow.steps:
        if step.id not in reached:
            yield step.line, f"nothing leads to step {step.id!r}; lead there, or remove it"
        elif END not in _reachable(flow, step.id) and not (isinstance(step, Action) and step.name in MOVES):
            yield step.line, f"no way out: {step.id!r} never reaches END; let one of its ways end"


def _unfilled(flow: Flow, flows: Mapping[str, Flow], actions: Mapping[str, ActionSpec]) -> Iterator[Problem]:
    """Uses of a slot that some path reaches without filling it (definite assignment)."""
    if not flow.steps:
        return
    before = _before(flow, flows, actions, ())
    for step in flow.steps:
        for name, why in sorted(_used(step, flow, actions)):
            if name in flow.slots and name not in before[step.id]:
                yield step.line, f"{why} {name!r}, but one can get here before it is filled; fill it on every way"


def _before(
    flow: Flow, flows: Mapping[str, Flow], actions: Mapping[str, ActionSpec], callees: tuple[str, ...]
) -> dict[str, frozenset[str]]:
    """Step -> slots that are filled whenever one gets there. `callees`: flows for whose sake this is asked."""
    every = frozenset(flow.slots)
    by_id = {step.id: step for step in flow.steps}
    before = dict.fromkeys(by_id, every)
    if any(isinstance(s, Collect | Action) for s in flow.steps):
        before[flow.steps[0].id] = _given(flow, flows, actions, callees)
    todo = [flow.steps[0]]
    while todo:
        step = todo.pop()
        for label, target in _exits(flow, step):
            after = before[step.id] | _filled(step, label, flows, actions) | ({label} & every)
            if target in by_id and not before[target] <= after:
                before[target] &= after
                todo.append(by_id[target])
    return before


def _given(
    flow: Flow, flows: Mapping[str, Flow], actions: Mapping[str, ActionSpec], callees: tuple[str, ...]
) -> frozenset[str]:
    """A flow that is called is handed what all its callers have filled. One that only prompts or patterns start may be
    handed all its slots; nobody else fills them."""
    if flow.triggers or flow.id == PATTERNS or flow.id in callees:
        return frozenset()
    handed = [
        _before(caller, flows, actions, (*callees, flow.id))[step.id] & flow.slots.keys()
        for caller in flows.values()
        for step in caller.steps
        if isinstance(step, Call) and step.flow == flow.id
    ]
    return frozenset(flow.slots).intersection(*handed)


def _filled(step: Step, label: str, flows: Mapping[str, Flow], actions: Mapping[str, ActionSpec]) -> frozenset[str]:
    match step:
        case Collect():
            skipped_this_way = step.skip is None and not step.required  # "skip" leads where an answer leads
            unsure = label in ("skip", "timeout") or step.also or skipped_this_way
            return frozenset() if unsure else frozenset({step.slot})
        case Action() if step.name in actions:
            fills = actions[step.name].fills
            return fills[label] if label in fills else frozenset.intersection(*fills.values())
        case Call() if step.flow in flows:
            return frozenset(flows[step.flow].slots)
    return frozenset()


def _used(step: Step, flow: Flow, actions: Mapping[str, ActionSpec]) -> set[tuple[str, str]]:
    used = {(name, "the text uses") for text in step_texts(step) for name in holes(text)}
    if isinstance(step, Collect) and step.slot in flow.slots and (source := flow.slots[step.slot].choices_from):
        used.add((source, "the choices come from"))
    if isinstance(step, Action) and step.name in actions:
        used |= {(name, f"{step.name!r} needs") for name in actions[step.name].needs}
    return used


def sentence_problems(flows: Mapping[str, Flow], used: Sequence[str]) -> list[str]:
    """Sentences that the code names as `flow.sentence` and no flow has."""
    return [
        f"there is no sentence {name!r}; the code needs it, add it under `sentences:` of that flow"
        for name in used
        if (flow := flows.get(name.split(".")[0])) is None or name.split(".", 1)[1] not in flow.sentences
    ]
