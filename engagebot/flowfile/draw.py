"""Flow -> Mermaid `flowchart`, which most forges and documentation tools show as a picture."""

from __future__ import annotations

from engagebot.engine.model import Action, Call, Collect, Flow, Say, Step


def draw(flow: Flow) -> str:
    lines = ["flowchart TD"]
    for step in flow.steps:
        lines.append(f"  {step.id}{_box(step)}")
        for label, target in step.targets() or [("", flow.after(step))]:
            lines.append(f"  {step.id} -->{f'|{_safe(label)}|' if label else ''} {target}")
        if isinstance(step, Collect):
            if step.skip:
                lines.append(f"  {step.id} -.->|skip| {step.skip}")
            if step.timeout and step.timeout_then:
                lines.append(f"  {step.id} -.->|after {step.timeout.total_seconds() / 3600:g} h| {step.timeout_then}")
    return "\n".join(lines) + "\n"


def _box(step: Step) -> str:
    match step:
        case Collect():
            return f'[/"? {step.slot}"/]'
        case Say():
            return f'["{_safe(step.text.singular[:48])}"]'
        case Action():
            return f'[["{step.name}"]]'
        case Call():
            return f'{{{{"{step.flow}"}}}}'
    raise TypeError(type(step).__name__)


def _safe(text: str) -> str:
    return text.replace('"', "#quot;").replace("\n", " ").replace("|", "/").replace("<", "#lt;").replace(">", "#gt;")
