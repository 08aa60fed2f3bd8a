"""A sentence, values and a voice -> text and HTML: gettext, plurals, dates, lists, numbered choices.

A voice is a locale, or a locale with a form of address: `fr`, `fr@vous`, `en`. What a voice does not say differently
comes from its locale; what no catalog has is said as it stands in the flow file.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from babel import Locale
from babel.dates import format_date, format_datetime, get_day_names
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from babel.units import format_unit

from engagebot.domain.association import Association
from engagebot.engine.effects import Label, Line, Said, Shown
from engagebot.engine.model import Text, Value
from engagebot.engine.show import shortened

DOMAIN = "engagebot"
HOLE = re.compile(r"{(\w+)}")
LONGEST_LABEL = 200
"""Characters of a choice; people write longer questions than that."""
PIECES = re.compile(r"(\*\*|{\w+})")
"""Holes, and the only mark-up that sentences have: **bold**. Values are never searched for either."""
ENDS = ("?", "!", "…", ".")
"""What people wrote and ends so needs no full stop behind it."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("morning", "afternoon", "evening")
GROUPS = {DAYS: "every_day", DAYS[:5]: "weekdays", DAYS[5:]: "weekend"}
WORDS = "words"
"""The flow whose sentences are the small words: days, parts of day, levels, yes and no."""
LONGEST_VALUE = 600
"""Characters of a person's own words in a sentence of ours; more is cut with an ellipsis."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
EMPTY_LINES = re.compile(r"\n{3,}")
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True, slots=True)
class Rendered:
    body: str
    html: str


def load_catalogs(*folders: Path) -> dict[str, Translations]:
    """Voice -> catalog, from FOLDER/<voice>/LC_MESSAGES/engagebot.po; a later folder adds to and overrides an
    earlier one."""
    catalogs: dict[str, Translations] = {}
    for folder in folders:
        for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
            voice = path.parent.parent.name
            with path.open("rb") as file:
                catalog = read_po(file, locale=voice.split("@")[0], domain=DOMAIN)
            compiled = BytesIO()
            write_mo(compiled, catalog)
            compiled.seek(0)
            found = Translations(compiled, DOMAIN)
            if voice in catalogs:
                catalogs[voice].merge(found)
            else:
                catalogs[voice] = found
    return catalogs


class Words:
    def __init__(
        self, catalogs: Mapping[str, Translations], association: Association, small: Mapping[str, Text]
    ) -> None:
        """`small`: the sentences of the flow `words`."""
        self.catalogs, self.association, self.small = catalogs, association, small

    # ---------------------------------------------------------------------------------------------------- sentences
    def template(self, text: Text, voice: str, count: int | None = None) -> str:
        for name in (voice, voice.split("@")[0]):
            catalog = self.catalogs.get(name)
            if catalog is None:
                continue
            if text.plural is not None:
                found = str(catalog.ungettext(text.singular, text.plural, count or 0))
                if found not in (text.singular, text.plural) or name == voice.split("@")[0]:
                    return found
            elif (said := str(catalog.ugettext(text.singular))) != text.singular:
                return said
        if text.plural is None:
            return text.singular
        return text.singular if count == 1 else text.plural

    def everywhere(self, text: Text) -> tuple[str, ...]:
        """A sentence in every voice, for recognising it."""
        return tuple(dict.fromkeys([text.singular, *(self.template(text, voice) for voice in self.catalogs)]))

    def sentence(self, text: Text, values: Mapping[str, Shown], voice: str, zone: tzinfo) -> Rendered:
        counted = values.get(text.count) if text.count else None
        count = counted.value if counted is not None and isinstance(counted.value, int) else None
        plain: list[str] = []
        rich: list[str] = []
        bold = False
        for piece in PIECES.split(self.template(text, voice, count)):
            if piece == "**":
                bold = not bold
                rich.append("<strong>" if bold else "</strong>")
                continue
            hole = HOLE.fullmatch(piece)
            said = self._filled(values.get(hole[1]), voice, zone) if hole else piece
            if not hole and said.startswith(".") and "".join(plain).endswith(ENDS):
                said = said[1:]
            plain.append(said)
            rich.append(html.escape(said))
        return Rendered("".join(plain), "".join(rich).replace("\n", "<br>"))

    def _filled(self, shown: Shown | None, voice: str, zone: tzinfo) -> str:
        return self.shown(shown, voice, zone) if shown else self.small_word("nothing", voice)

    def said(self, said: Said, voice: str, zone: tzinfo) -> Rendered:
        """A message of the bot, with its numbered choices below it."""
        rendered = self.sentence(said.text, said.values, voice, zone)
        lines = [f"{number}. {self.label(label, voice, zone)}" for number, label in said.choices]
        if said.more:
            lines.append(self.small_word("more_choices", voice))
        if not lines:
            return rendered
        return Rendered("\n".join([rendered.body, *lines]), "<br>".join([rendered.html, *map(html.escape, lines)]))

    def small_word(self, name: str, voice: str, **values: str) -> str:
        said = self.template(self.small[name], voice)
        return HOLE.sub(lambda hole: values.get(hole[1], ""), said)

    # ------------------------------------------------------------------------------------------------------- values
    def shown(self, shown: Shown, voice: str, zone: tzinfo) -> str:
        value, locale = shown.value, voice.split("@")[0]
        if shown.kind == "part":
            return f" {self.line(value, voice, zone)}" if value else ""
        if shown.kind == "name":
            return tidy(str(value)) if value else self.small_word("somebody", voice)
        if value is None or value == [] or value == {} or value == "":
            return self.small_word("nothing", voice)
        match shown.kind:
            case "text" | "free_text" | "idea":
                return tidy(str(value))
            case "passed_on":
                return whole(str(value))
            case "told":
                return " ".join(line.strip() for line in whole_lines(str(value)))
            case "topic":
                named = any(entry.id == value for entry in self.association.topics)
                return self.association.entry("topics" if named else "skills", value).label(locale)
            case "line":
                return self.line(value, voice, zone)
            case "effort":
                if value["minutes"]:
                    return self.duration(value["minutes"], locale)
                return self.small_word(f"effort_{value['effort']}", voice)
            case "file":
                return tidy(str(value["name"]))
            case "place":
                return self.small_word("online", voice) if value == "online" else tidy(str(value))
            case "label":
                return self.label(value, voice, zone)
            case "labels":
                return self.listed([self.label(label, voice, zone) for label in value], locale)
            case "either":
                return self.listed([self.label(label, voice, zone) for label in value], locale, "or")
            case "skills":
                return self.skills(value, voice) or self.small_word("nothing", voice)
            case "interests":
                known = [self.association.entry("interests", entry).label(locale) for entry in _known(value)]
                return self.listed([*known, *map(tidy, _unknown(value))], locale) or self.small_word("nothing", voice)
            case "availability":
                return self.availability(value, voice)
            case "duration":
                return self.duration(value, locale)
            case "weekly_time":
                return self.small_word("a_week", voice, time=self.duration(value, locale))
            case "date" | "until":
                return first(str(format_date(date.fromisoformat(value), self._pattern(locale), locale=locale)), locale)
            case "moment":
                at = datetime.fromtimestamp(value, zone)
                return first(str(format_date(at, "long", locale=locale)), locale)
            case "yes_no":
                return self.small_word("yes" if value else "no", voice)
            case "locale":
                return Locale.parse(value).get_display_name(locale) or value
            case "answer":
                title, said = value
                return self.small_word(
                    "answer", voice, title=self.label(title, voice, zone), said=self.label(said, voice, zone)
                )
            case "lines":
                return "\n".join(self.line(line, voice, zone) for line in value)
        return tidy(str(value))

    def line(self, line: Line, voice: str, zone: tzinfo) -> str:
        return self.sentence(line.text, line.values, voice, zone).body

    def label(self, label: Label, voice: str, zone: tzinfo) -> str:
        match label:
            case Text():
                return self.template(label, voice)
            case Shown():
                said = self.shown(label, voice, zone)
            case _:
                said = tidy(label)
        return _closed(shortened(said, LONGEST_LABEL))

    def listed(self, items: Sequence[str], locale: str, style: Literal["standard", "or"] = "standard") -> str:
        return str(format_list(list(items), style=style, locale=locale)) if items else ""

    def duration(self, minutes: int, locale: str) -> str:
        hours, rest = divmod(minutes, 60)
        parts = [format_unit(hours, "duration-hour", locale=locale)] if hours else []
        if rest or not hours:
            parts.append(format_unit(rest, "duration-minute", locale=locale))
        return " ".join(parts)

    def skills(self, value: Value, voice: str) -> str:
        """Known skills with their level where it is not "can"; then the words that are not in the catalogue yet."""
        locale = voice.split("@")[0]
        known: Mapping[str, str] = value.get("known", value)
        named = []
        for skill, level in known.items():
            label = self.association.entry("skills", skill).label(locale)
            named.append(label if level == "can" else self.small_word(f"skill_{level}", voice, skill=label))
        return self.listed([*named, *map(tidy, _unknown(value))], locale)

    def availability(self, slots: Iterable[str], voice: str) -> str:
        """ "samedi matin, mardi et jeudi soir"; days with the same parts are said together."""
        locale = voice.split("@")[0]
        chosen = set(slots)
        by_parts: dict[tuple[str, ...], list[str]] = {}
        for day in DAYS:
            parts = tuple(part for part in PARTS if f"{day}-{part}" in chosen)
            if parts:
                by_parts.setdefault(parts, []).append(day)
        said = []
        for parts, days in by_parts.items():
            group = GROUPS.get(tuple(days))
            names: Any = get_day_names("wide", locale=locale)
            together = (
                self.small_word(group, voice)
                if group
                else self.listed([names[DAYS.index(day)] for day in days], locale)
            )
            named = self.listed([self.small_word(part, voice) for part in parts], locale)
            form = "group_parts" if group else "days_parts"
            said.append(together if parts == PARTS else self.small_word(form, voice, days=together, parts=named))
        return ", ".join(said)

    @staticmethod
    def _pattern(locale: str) -> str:
        return "EEEE d MMMM" if locale == "fr" else "EEEE, d MMMM"

    def moment(self, at: datetime, voice: str, zone: tzinfo) -> str:
        return str(format_datetime(at, "d MMM HH:mm", tzinfo=zone, locale=voice.split("@")[0]))


def first(said: str, locale: str) -> str:
    """French says "1er mai"; CLDR's patterns do not."""
    return re.sub(r"(?<!\d)1(?= [^\W\d])", "1er", said) if locale == "fr" else said


def tidy(words: str) -> str:
    """A person's own words, safe inside a sentence of ours: one line, no control characters, no call of the whole
    room."""
    line = shortened(" ".join(CONTROL.sub("", words).split()).replace("@room", "@\u200droom"), LONGEST_VALUE)
    return f"\u2068{line}\u2069" if RIGHT_TO_LEFT.search(line) else line


def _closed(said: str) -> str:
    """Where it was cut inside of words that are read from right to left, what follows is not drawn into them."""
    return said + "\u2069" * (said.count("\u2068") - said.count("\u2069"))


def whole(words: str) -> str:
    """A person's own words for somebody else, as they wrote them, lines and all, but safe as in `tidy`."""
    lines = [" ".join(CONTROL.sub("", line).split()) for line in words.splitlines()]
    text = EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip().replace("@room", "@\u200droom")
    return "\n".join(f"\u2068{line}\u2069" if RIGHT_TO_LEFT.search(line) else line for line in text.split("\n"))


def whole_lines(words: str) -> list[str]:
    """Those that say something; the spaces in them are as they were set."""
    return [line for line in words.splitlines() if line.strip()]


def _known(value: Value) -> Iterable[str]:
    known: Iterable[str] = value.get("known", ()) if isinstance(value, dict) else value
    return known


def _unknown(value: Value) -> Iterable[str]:
    return value.get("unknown", ()) if isinstance(value, dict) else ()
