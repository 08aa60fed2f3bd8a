"""Writes the pages of docs/ that say what the code is: settings, timers, personal data, actions, flows, console.

`scripts/docs` runs this.
"""

from __future__ import annotations

import asyncio
import importlib.util
import inspect
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from engagebot import script
from engagebot.__main__ import COMMANDS
from engagebot.actions import ACTIONS, DUE, SPECS, needs
from engagebot.app import load_flows
from engagebot.config import Settings
from engagebot.domain.lateness import LATE
from engagebot.engine.model import Flow
from engagebot.engine.moves import MOVES
from engagebot.engine.slots import FILLED_BY_ACTIONS, READERS
from engagebot.flowfile.check import LONGEST_TEXT, MANNERS, READ_TYPES
from engagebot.flowfile.draw import draw
from engagebot.store import privacy

DOCS = Path(__file__).parent
MADE = "<!-- Made by scripts/docs from the code: change it there, and run scripts/docs. -->"
EXAMPLE = """\
@ association: skills=affiches, cuisine; interests=compost
@ person: ada; locale=en; onboarded=yes
ada> I can cook, and I am free on Saturday mornings
ada> no, on Sunday evenings
ada> my profile
ada> it is fine
"""


def page(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", MADE, *(part.strip("\n") for part in parts)]) + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; `|` in a cell is escaped."""
    heads = list(head)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def settings_page() -> str:
    rows = [
        (f"`ENGAGEBOT_{name.upper()}`", _default(field.default), " ".join((field.description or "").split()))
        for name, field in Settings.model_fields.items()
    ]
    return page(
        "Settings",
        "The bot reads them from its environment, or from the file `engagebot.env` in the folder where it is started "
        "(`NAME=value`, one a line). The environment wins. `engagebot init` writes the first ones; "
        "`engagebot doctor` says what is "
        "wrong with them.",
        table(("setting", "default", "meaning"), rows),
        "The association itself (its name, its contact, its catalogues, its languages) is described "
        "in `association.yaml`, "
        "whose remarks say what each line means.",
    )


def _default(value: object) -> str:
    match value:
        case None | "" | []:
            return ""
        case bool():
            return f"`{str(value).lower()}`"
        case float() if value == int(value):
            return f"`{int(value)}`"
    return f"`{value}`"


def actions_page() -> str:
    parts = []
    for name, action in sorted(ACTIONS.items()):
        needed, usable = needs(action)
        about = " ".join((inspect.getdoc(action) or "").split())
        lines = [f"## {name}", "", *([about, ""] if about else [])]
        if needed:
            lines.append(f"- needs {_names(needed)}")
        if usable - needed:
            lines.append(f"- can use {_names(usable - needed)}")
        lines += [
            f"- returns `{outcome}`" + (f", and fills {_names(fills)}" if fills else "")
            for outcome, fills in SPECS[name].fills.items()
        ]
        lines.append(f"- in `{action.__module__.replace('.', '/')}.py`")
        parts.append("\n".join(lines))
    moves = "\n".join(
        f"- `{name}`: {' '.join((inspect.getdoc(move) or 'see flows/patterns.yaml').split())}"
        for name, move in sorted(MOVES.items())
    )
    return page(
        "Actions",
        "What an `action:` step of a flow may do. An action needs some slots, can use others, and "
        "returns one of its outcomes, which "
        "may fill slots; `next: {outcome: step}` says where each outcome leads.",
        *parts,
        "## Moves",
        "Actions that only change where the conversation stands. The flows of `flows/patterns.yaml` use them.",
        moves,
    )


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def flows_page() -> str:
    flows = load_flows(Settings(_env_file=None, flows=None))
    drawn = [_drawn(flow) for flow in flows.values() if flow.steps]
    return page("Flows", FORM, "# The flows that come with engagebot", *drawn)


def _drawn(flow: Flow) -> str:
    facts = [f"`flows/{flow.path}`"]
    if flow.triggers:
        facts.append(f"started by {_names(flow.triggers)}")
    if flow.needs:
        facts.append(f"asks for the consent `{flow.needs}` first")
    if flow.public:
        facts.append("answers in group rooms, too")
    return f"## {flow.id}\n\n{flow.about} ({'; '.join(facts)})\n\n```mermaid\n{draw(flow)}```"


FORM = f"""
A flow is a conversation for one purpose. It lies in a YAML file; `engagebot check` names everything that is wrong
with it, `engagebot draw NAME` draws it, `engagebot console` lets you talk to it.

```yaml
flow: lend_tools                 # its name
about: Somebody lends a tool.    # for those who edit it
title: lending a tool            # how the bot names it, in the middle of a sentence
triggers: [lend_tools]           # intents that start it (their phrases: flows/phrases.en.txt, flows/phrases.fr.txt)
needs: profile                   # a consent that is asked for first
anew: true                       # asked for while it is going on, it begins anew
slots:
  tool: {{type: free_text}}
  days: {{type: number, least: 1, most: 30}}
steps:
  - collect: tool                # ask until it is answered
    ask: What would you like to lend?
    required: true               # all other questions can be skipped
  - collect: days
    ask: For how many days?
    again: "How many days can we keep it? A number, please."     # at the first misunderstanding
    short: "For example: 7"                                      # at the second; a third one is set aside
    skip: thanks                                                 # where “skip” leads
    next:
      - {{if: days > 14, then: long}}
      - {{else: thanks}}
  - id: long
    say: "{{days}} days, that is generous!"
  - id: thanks
    say: "Thank you for the {{tool}}."
    next: END
```

A step is exactly one of

- `collect: slot` asks. It may have `ask`, `again`, `short`, `skip: step`, `required: true` (it cannot be skipped),
  `also: [slots]` (other slots that answer it as well), `timeout: {{after_hours: 48, then: step}}`.
- `say: text` says something. `notice: true`: clients do not notify for it. `echo: true`: it only says back what was
  just answered ("Noted: {{tool}}."). It is left out where a correction has said that as old → new, and where an answer
  was not given now but stays after an earlier one was corrected.
- `action: name` runs one of the [actions](actions.md). `next: {{outcome: step}}` says where its outcomes lead.
- `call: flow` runs another flow and comes back; slots of the same name are handed over and back.

`next` is a step, `END`, or a list of `if`/`else` with one comparison each (`slot`, `not slot`, `slot == value`,
`slot > 3`). Left out, it is the step below. There is nothing else: whatever needs more is an action. At most
{LONGEST_TEXT} characters a sentence.

A sentence is text with `{{slots}}` in it and, if you like, **bold**. To count: `{{one: "{{n}} day", other: "{{n}}
days", count: n}}`. A remark for translators: `{{text: morning, note: "after a day"}}`. `sentences:` holds those
that actions say, by name.

Types of slots that people fill: {_names(READ_TYPES)}. A `choice` has `choices: {{value: label}}`, or `choices_from:
slot` that an action fills; with a `reader` ({_names(READERS)}) it is also read from words that are no label ("oui bien
sûr", "I could, but only if …"). A `yes_no` with `explicit: true` takes only a yes in so many words, for what cannot be
undone or is nobody else's to say. What is explicit is asked anew when something said before it has changed,
and with `within_minutes: 10` when the yes comes later than that after the question.

Types that only actions fill: {_names(FILLED_BY_ACTIONS)}. Of these, `said` and `message` hold, when a flow
is started by somebody's words, those words and their message, whose edit starts it anew; `room` and `event` the group
room and message they were said in. `text` is shown on one line, and shortened if it is long;
`passed_on` whole, with its lines: what one person writes to another.

Besides intents, these words can be triggers, and are understood at any moment: {_names(MANNERS)}.

**Your own flows.** Put files into a folder of your own and set `ENGAGEBOT_FLOWS` to it. A flow replaces the shipped
one of the same name; all others stay. Check them with `engagebot check FOLDER`. Sentences that you changed are
translated in `FOLDER/locales`: make `FOLDER/locales/fr/LC_MESSAGES/engagebot.po`, then `engagebot extract FOLDER`
fills in what there is to translate.
"""


def console_page() -> str:
    form = inspect.getdoc(script) or ""
    played = asyncio.run(script.play_script(EXAMPLE, Settings(_env_file=None, flows=None)))
    commands = table(
        ("command", "what it does"), [(f"`engagebot {name}`", about) for name, (about, *_) in COMMANDS.items()]
    )
    return page(
        "Console",
        "`engagebot console` is the whole bot in your terminal, without any homeserver: its database "
        "is in memory, and its clock "
        "stands still until you move it. You are a newcomer; what you type is what you say. Lines in "
        "the form below work as well, so "
        "that several people can speak. `engagebot console --locale en` greets in English.",
        "`engagebot console --script FILE` plays a file and prints the whole exchange. The "
        "transcripts in `tests/transcripts/` have the "
        "same form.",
        f"```\n{form.partition(chr(10))[2].strip(chr(10))}\n```",
        "For example:",
        f"```\n{played}```",
        "# All commands",
        commands,
    )


OF_CONVERSATIONS = {
    "park": "An unfinished conversation is put aside. Nothing is said.",
    "drop": "A conversation that was put aside is forgotten. Nothing is said.",
    "timeout": "A question that waits only so long goes on without an answer.",
}
LATENESS = {
    "fire": "It does what it would have done, however late, once.",
    "collapse": "All that would have come meanwhile is taken together, and done once: where things stand is looked at "
    "anew. The next one is counted from then, or from the calendar.",
    "skip": "After this long it is no longer worth it, and nothing is said.",
}


def timers_page() -> str:
    rows = [
        (
            f"`{kind}`",
            OF_CONVERSATIONS.get(kind) or " ".join((inspect.getdoc(DUE[kind]) or "").split()),
            late.how + (f" after {late.after.days} days" if late.after else "") + (", by day" if late.by_day else ""),
        )
        for kind, late in sorted(LATE.items())
    ]
    return page(
        "Timers",
        "What the bot does later is a row of its database, due at an hour in UTC that was made from the clock on the "
        "wall of whom it is for. When clocks change, an hour that is skipped comes right afterwards, and one that "
        "comes twice counts the first time. This page says what becomes of each when it comes late, because the bot "
        "was away.",
        table(("kind", "what it is for", "when it comes late"), rows),
        "\n".join(f"- **{how}**: {meaning}" for how, meaning in LATENESS.items()),
        "Whatever is said to a person because of a timer passes the gate as always: not at night, not on days off, not "
        "in a pause, and no more than their budget. **By day** is what goes to the organisers' room, which has no "
        "gate.",
    )


def privacy_page() -> str:
    words = _load("privacy")
    kept = [
        (f"`ENGAGEBOT_{name.upper()}`", f"{field.default} days", " ".join((field.description or "").split()))
        for name, field in Settings.model_fields.items()
        if name.startswith("keep_")
    ]
    kept += [
        ("", f"{span.days} days", what)
        for span, what in (
            (privacy.KEEP_IDS, "Ids of handled events and sent messages, without content."),
            (privacy.QUESTIONS_KEPT, "Questions and what was passed on about them, after they ended."),
            (privacy.PROMPTS_KEPT, "What the bot asked somebody by itself."),
            (privacy.ASKINGS_KEPT, "Who was asked a question and did not answer, after it ended."),
            (privacy.SUGGESTIONS_KEPT, "Which tasks were suggested to whom."),
        )
    ]
    held = [(f"`{table}`", ", ".join(names)) for table, (_, names) in sorted(privacy.REGISTRY.items())]
    return page(
        "Personal data",
        words.RESPONSIBLE,
        "## The register entry (art. 30)",
        words.REGISTER,
        "## What people can do themselves",
        words.RIGHTS,
        "## What is kept for how long",
        "Old things are forgotten four times a day, also on the disk; `tests/test_retention.py` shows each line. All "
        "else stays as long as somebody writes now and then, and goes with them.",
        table(("setting", "default", "what"), kept),
        "## What is held of a person",
        "Every table with a person in it, and what of it “my data” hands out. A test fails when one is missing.",
        table(("table", "columns"), held),
        "## Is an impact assessment needed? (art. 35)",
        words.SCREENING,
        "## When something went wrong (art. 33, 34)",
        words.BREACH,
    )


def _load(name: str) -> ModuleType:
    """A module beside this one, which is no package."""
    spec = importlib.util.spec_from_file_location(f"docs_{name}", DOCS / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGES = {
    "privacy.md": privacy_page,
    "timers.md": timers_page,
    "settings.md": settings_page,
    "actions.md": actions_page,
    "flows.md": flows_page,
    "console.md": console_page,
}


def main() -> None:
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
