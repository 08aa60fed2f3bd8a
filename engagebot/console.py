"""`engagebot console`: the same house on an in-memory SQLite, in this terminal. Interactive, or a script."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

from engagebot.config import Settings
from engagebot.engine.events import Arrival, Event
from engagebot.scene import ScriptError, jardin
from engagebot.script import Stage, play_script

YOU = "toi"
ADDRESSED = re.compile(
    r"^[\w.-]+(?:#[\w-]+)?(?:[\^/]\d*)?> |^[\w.-]+(?:#[\w-]+)?[+*]\d* |^[\w.-]+! \S+\.\w+"
    r"|^[^\W\d][\w.-]*(?:#[\w-]+)?(?:-[2-9]?|<)$|^[\w.-]+-\+$|^[@~#] "
)


async def play(script: Path) -> int:
    """Print the whole exchange. 1: a line cannot be played, or there is no such file."""
    try:
        text = script.read_text(encoding="utf-8")
    except OSError as error:
        print(f"{script}: {error.strerror}; name a file that can be read", file=sys.stderr)
        return 1
    try:
        print(await play_script(text, Settings()), end="")
    except ScriptError as error:
        print(f"{script.name}: {error}", file=sys.stderr)
        return 1
    return 0


async def converse(locale: str | None) -> int:
    """Whoever types is one newcomer; lines in the form of a script work as well. Ends with the input."""
    association = jardin()
    if locale:
        association = replace(
            association, languages=(locale, *(code for code in association.languages if code != locale))
        )
    stage = await Stage.open(Settings(), association)
    try:
        await stage.handle(Event("$arrival", stage.now, f"@{YOU}:console", f"!{YOU}", True, Arrival()))
        _print(stage.said(YOU))
        while True:
            try:
                line = input("> " if sys.stdin.isatty() else "")
            except EOFError:
                return 0
            try:
                _print(await stage.play(line if ADDRESSED.match(line) else f"{YOU}> {line}"))
            except ScriptError as error:
                print(f"! {error}")
    finally:
        await stage.close()


def _print(lines: list[str]) -> None:
    print("\n".join(lines), flush=True)
