"""Flow file -> `Flow`s. Keeps line numbers, so that every complaint can name `file:line`.

A file holds one flow, or several separated by `---`. All problems of all files are told at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from engagebot.engine.conditions import parse
from engagebot.engine.model import Action, Branch, Call, Collect, Flow, Say, Slot, Step, Text

FLOW_KEYS = {"flow", "about", "title", "triggers", "public", "needs", "anew", "slots", "steps", "sentences"}
SLOT_KEYS = {"type", "choices", "choices_from", "explicit", "least", "most", "reader", "within_minutes"}
TEXT_KEYS = {"text", "one", "other", "count", "note"}
KINDS: Mapping[str, set[str]] = {  # a step's own key -> other keys it may carry
    "say": {"notice", "echo"},
    "collect": {"ask", "again", "short", "also", "skip", "required", "timeout"},
    "action": set(),
    "call": set(),
}


class FlowFileError(Exception):
    """Flow files are wrong; `problems` are `file:line: what, and what to do`, for their author."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def load_folders(*folders: Path) -> dict[str, Flow]:
    """All flows of `folders`/*.yaml; a flow of a later folder replaces the one of the same name. Raises
    FlowFileError."""
    flows, problems = read_folders(*folders)
    if problems:
        raise FlowFileError(problems)
    return flows


def read_folders(*folders: Path) -> tuple[dict[str, Flow], list[str]]:
    """What could be read of them, and every problem of form: problems of meaning can be told along with these."""
    flows: dict[str, Flow] = {}
    problems: list[str] = []
    for folder in folders:
        here: dict[str, Flow] = {}
        for path in sorted(folder.glob("*.yaml")):
            reader = Reader(path.name)
            for flow in reader.flows(path.read_text(encoding="utf-8")):
                if flow.id in here:
                    reader.problem(
                        flow.line, f"there is a flow {flow.id!r} already, in {here[flow.id].path}; choose another name"
                    )
                here[flow.id] = flow
            problems += reader.problems
        flows |= here
    return flows, problems


class Reader:
    """Reads one file; collects what is wrong with its form."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[str] = []

    def problem(self, line: int, what: str) -> None:
        self.problems.append(f"{self.name}:{line}: {what}")

    def flows(self, text: str) -> list[Flow]:
        """Those that could be read; see `problems` for the rest."""
        try:
            documents = list(YAML(typ="rt").load_all(text))  # YAML 1.2: `on`, `yes`, `no` stay words
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.problem(
                mark.line + 1 if mark else 1, f"is not YAML here: {error.problem}; check quotes, colons and indentation"
            )
            return []
        found = []
        for raw in documents:
            if raw is None:
                continue
            if not isinstance(raw, CommentedMap) or "flow" not in raw:
                line = line_of(raw) if isinstance(raw, CommentedMap) else 1
                self.problem(line, "a flow starts with `flow: its_name`; add that line")
                continue
            found.append(self.flow(raw))
        return found

    def flow(self, raw: CommentedMap) -> Flow:
        self._known(raw, FLOW_KEYS, "a flow")
        if "about" not in raw:
            self.problem(line_of(raw), f"flow {raw['flow']!r} has no `about`; say in one line what it is for")
        slots = {
            str(name): self.slot(str(name), spec, line_of(raw["slots"], name))
            for name, spec in (raw.get("slots") or {}).items()
        }
        sentences = {
            str(name): self.text(node, line_of(raw["sentences"], name))
            for name, node in (raw.get("sentences") or {}).items()
        }
        steps = [step for node in raw.get("steps") or [] if (step := self.step(node)) is not None]
        return Flow(
            str(raw["flow"]),
            str(raw.get("about", "")),
            self.text(raw["title"], line_of(raw, "title")) if "title" in raw else None,
            tuple(str(t) for t in raw.get("triggers") or ()),
            bool(raw.get("public", False)),
            str(raw["needs"]) if raw.get("needs") else None,
            slots,
            tuple(steps),
            sentences,
            self.name,
            line_of(raw),
            bool(raw.get("anew", False)),
        )

    def slot(self, name: str, spec: Any, line: int) -> Slot:
        if not isinstance(spec, CommentedMap) or "type" not in spec:
            self.problem(line, f"slot {name!r} has no type; write `{name}: {{type: …}}`")
            return Slot(name, "free_text", line=line)
        self._known(spec, SLOT_KEYS, f"slot {name!r}", line)
        choices = {
            str(value): self.text(label, line_of(spec["choices"], value))
            for value, label in (spec.get("choices") or {}).items()
        }
        return Slot(
            name,
            str(spec["type"]),
            choices,
            spec.get("choices_from"),
            bool(spec.get("explicit", False)),
            spec.get("within_minutes"),
            spec.get("least"),
            spec.get("most"),
            spec.get("reader"),
            line,
        )

    def text(self, node: Any, line: int) -> Text:
        if isinstance(node, str):
            return Text(node.strip(), line=line)
        if not isinstance(node, CommentedMap):
            self.problem(line, "a sentence is text, or {one: …, other: …, count: slot}; put it in quotes")
            return Text("", line=line)
        self._known(node, TEXT_KEYS, "a sentence", line)
        note = str(node.get("note", ""))
        if "text" in node:
            return Text(str(node["text"]).strip(), line=line, note=note)
        if missing := [k for k in ("one", "other", "count") if k not in node]:
            self.problem(line, f"a counted sentence lacks {', '.join(missing)}; write one, other and count")
            return Text("", line=line)
        return Text(str(node["one"]).strip(), str(node["other"]).strip(), str(node["count"]), line, note)

    def step(self, node: Any) -> Step | None:
        line = line_of(node) if isinstance(node, CommentedMap) else 1
        kinds = [k for k in KINDS if isinstance(node, CommentedMap) and k in node]
        if len(kinds) != 1:
            self.problem(
                line, f"a step is exactly one of {', '.join(KINDS)}; this one has {', '.join(kinds) or 'none'}"
            )
            return None
        kind = kinds[0]
        self._known(node, {"id", "next", kind, *KINDS[kind]}, f"`{kind}`", line)
        way = node.get("next")
        common: dict[str, Any] = {
            "line": line,
            "next": way if isinstance(way, str) else None,
            "branches": self.branches(way, line) if isinstance(way, CommentedSeq) else (),
            "outcomes": {str(k): str(v) for k, v in way.items()} if isinstance(way, CommentedMap) else {},
        }
        if common["outcomes"] and kind != "action":
            self.problem(
                line,
                f"`next: {{outcome: step}}` belongs to an action; after `{kind}` write a step, or a list of if/else",
            )
        match kind:
            case "say":
                if node.get("echo", True) is not True:
                    self.problem(line_of(node, "echo"), "`echo` is true, or left out; write `echo: true`")
                return Say(
                    id=str(node.get("id", f"say_{line}")),
                    text=self.text(node["say"], line_of(node, "say")),
                    notice=bool(node.get("notice", False)),
                    echo="echo" in node,
                    **common,
                )
            case "action":
                return Action(id=str(node.get("id", node["action"])), name=str(node["action"]), **common)
            case "call":
                return Call(id=str(node.get("id", node["call"])), flow=str(node["call"]), **common)
            case _:
                return self.collect(node, line, common)

    def collect(self, node: CommentedMap, line: int, common: dict[str, Any]) -> Collect:
        if "ask" not in node:
            self.problem(line, f"collects {node['collect']!r} without a question; add `ask: …`")
        timeout = node.get("timeout")
        after: timedelta | None = None
        if timeout is not None:
            if not isinstance(timeout, CommentedMap) or set(timeout) != {"after_hours", "then"}:
                self.problem(line, "`timeout` is {after_hours: number, then: step}; write both")
                timeout = None
            else:
                after = timedelta(hours=float(timeout["after_hours"]))
        optional = {k: self.text(node[k], line_of(node, k)) for k in ("again", "short") if k in node}
        return Collect(
            id=str(node.get("id", node["collect"])),
            slot=str(node["collect"]),
            ask=self.text(node.get("ask", "…"), line),
            again=optional.get("again"),
            short=optional.get("short"),
            also=tuple(str(name) for name in node.get("also") or ()),
            skip=str(node["skip"]) if "skip" in node else None,
            required=bool(node.get("required", False)),
            timeout=after,
            timeout_then=str(timeout["then"]) if timeout else None,
            **common,
        )

    def branches(self, way: CommentedSeq, line: int) -> tuple[Branch, ...]:
        found = []
        for node in way:
            if isinstance(node, CommentedMap) and set(node) == {"if", "then"}:
                try:
                    found.append(Branch(parse(str(node["if"])), str(node["then"])))
                except ValueError as error:
                    self.problem(line_of(node), str(error))
            elif isinstance(node, CommentedMap) and set(node) == {"else"}:
                found.append(Branch(None, str(node["else"])))
            else:
                self.problem(line, "each way of a `next` list is {if: …, then: step} or {else: step}; write it so")
        if not found or found[-1].condition is not None:
            self.problem(line, "`if` without `else`; say where everybody else goes")
        return tuple(found)

    def _known(self, node: CommentedMap, keys: set[str], what: str, line: int | None = None) -> None:
        for key in node:
            if key not in keys:
                self.problem(
                    line or line_of(node, key), f"{what} has no key {key!r}; it may have {', '.join(sorted(keys))}"
                )


def line_of(node: Any, key: Any = None) -> int:
    """Line in the file, from 1; of a key of `node`, or of `node` itself."""
    where: int = node.lc.line if key is None else node.lc.key(key)[0]
    return where + 1


def in_order(problem: str) -> tuple[str, int, str]:
    """For sorting problems: by file, line and words."""
    path, line, what = [*problem.split(":", 2), "", ""][:3]
    return path, int(line) if line.isdecimal() else 0, what
