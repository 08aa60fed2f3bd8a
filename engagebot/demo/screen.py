"""What the demo shows in the terminal, and in which language."""
from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from engagebot.demo.seen import Heard

LOCALES = ("fr", "en")
WIDEST = 96
"""Longer lines are hard to follow, however wide the window."""


def locale_wished(environment: Mapping[str, str]) -> str:
    """English when the system is set to it; else French."""
    wished = next((environment[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(n)), "")
    return "en" if wished.startswith("en") else "fr"


def words(locale: str) -> dict[str, str]:
    """All sentences of the demo's own, by key."""
    lines = (Path(__file__).parent / f"words.{locale}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(":", 1) for line in lines if line and not line.startswith("#"))
    return {key: text.strip() for key, text in pairs}


class Screen:
    """Prints as it comes: whoever pipes the demo into a file or another program sees each line at once."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self.words = words(locale)
        self.width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
        self.colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ

    def say(self, key: str, indent: str = "", /, **values: object) -> None:
        self.line(indent + self.words[key].format(**values))

    def line(self, text: str = "") -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    def seconds(self, value: float) -> str:
        text = f"{value:.1f}"
        return text.replace(".", ",") if self.locale == "fr" else text

    def heard(self, what: Heard, to: str | None) -> None:
        """A message of the bot. `to`: the name of whoever got it, when it is not the person who speaks now."""
        who = self.words["to_other"].format(person=to) if to else self.words["bot"]
        body = what.body if what.readable else self.words["unreadable"]
        note = self.words["corrected"] + " " if what.edits else ""
        self.block(who, note + clean(body), "36")

    def spoke(self, person: str, text: str) -> None:
        """The line of a person that came through a pipe: nobody saw it being typed."""
        self.block(person, clean(text), "33")

    def block(self, who: str, text: str, colour: str) -> None:
        edge = f"{who} │ "
        room = max(20, self.width - len(edge))
        lines = [piece for line in text.splitlines() or [""] for piece in wrapped(line, room)]
        for number, line in enumerate(lines):
            margin = edge if number == 0 else " " * (len(edge) - 2) + "│ "
            self.line((f"\x1b[{colour}m{margin}\x1b[0m" if self.colour else margin) + line)

    def prompt(self, person: str) -> None:
        sys.stdout.write(f"{person} › ")
        sys.stdout.flush()


def wrapped(line: str, room: int) -> list[str]:
    """Continued under the text of a list entry, not under its number."""
    mark = re.match(r"\s*(?:\d+[.)]|[-•])\s+|\s*", line)
    hanging = " " * len(mark.group()) if mark else ""
    return textwrap.wrap(line, room, subsequent_indent=hanging, break_long_words=True, break_on_hyphens=False) or [""]


def clean(text: str) -> str:
    """Without control characters: a message must not steer the terminal. Narrow spaces stay: French needs them."""
    return "".join(c for c in text if c == "\n" or c.isprintable() or unicodedata.category(c) == "Zs")
