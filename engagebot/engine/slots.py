"""Slot types: how an answer is read. None means: not understood. (How a value is shown is the business of `words`.)"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from engagebot.engine.effects import Label
from engagebot.engine.model import Slot, Text, Value
from engagebot.understanding import (
    answers,
    call_words,
    closing_words,
    denials,
    levels,
    profile_words,
    question_wants,
    quiet_words,
    task_wants,
    task_words,
)
from engagebot.understanding.answers import Option
from engagebot.understanding.durations import lengths
from engagebot.understanding.task_wants import SKIP, takes_another
from engagebot.understanding.text import fold, words

READERS = {**task_wants.READERS, **question_wants.READERS}
"""By the name that a slot of a flow gives as its `reader`."""
ALONG: Mapping[str, Callable[[str], Value]] = {**task_wants.ALONG, **question_wants.ALONG}
"""Those that are heard, too, in an answer to another question."""

STARTED_BY = frozenset({"said", "message", "room", "event", "file"})
"""Types that are filled when a flow starts: with the words that started it and the message they were in (whose edit
starts it anew); if they were said in a group room, that room and the message; or with the file that was sent."""
FILLED_BY_ACTIONS = STARTED_BY | frozenset(
    {"choices", "lines", "text", "passed_on", "name", "topic", "label", "labels", "date", "moment"}
)
"""`text` is shown on one line, and its beginning only if it is long; `passed_on` whole, with its lines: somebody's
words for somebody else. `name` is a first name, or empty for somebody who is not named; `topic` an id of the
catalogue."""
CONFIDENT_TYPES = frozenset(
    {
        "yes_no",
        "choice",
        "multi_choice",
        "duration",
        "weekly_time",
        "availability",
        "until",
        "number",
        "locale",
        "profile_change",
        "effort",
        "people",
        "task_change",
        "call_change",
        "quiet_wish",
    }
)
"""Types whose reading says by itself whether it was an answer."""
OPEN_TYPES = frozenset({"skills", "interests"})
FREE_TYPES = frozenset({"free_text", "idea", "place", "call", "audience"})
"""Types that nearly any words are an answer to."""
SPOKEN_ALONG = frozenset({"skills", "interests", "availability", "weekly_time", "duration"})
"""Types that can be heard in a message that answered another question."""
SPOKEN_FIRST = SPOKEN_ALONG | {"until", "locale", "idea", "effort", "people", "call", "audience"}
"""Types that can be heard in the message that starts a flow; and in the words of a call, which tell as much."""
TOLD_FIRST: Mapping[str, Callable[[str], str | None]] = {"call_kind": call_words.call_kind}
"""Readers of choices that are heard there, too."""
EXPLICIT_YES = re.compile(
    r"^\W*(?:oui+|ouais|yes+|yep|yeah|si)\b|\b(?:efface|erase|delete|supprime|confirme?)\b|👍|✅|^\W*1\W*$|^1️⃣", re.I
)
"""Said in so many words: "ok" or "fine" may be about something else."""
FINISHED = "finished"
"""Reader of free words that come in several messages: hears that there are no more."""
ASKS = "asks"
"""Reader of a question in free words: a lone emoji asks nothing."""
YES, NO = "👍", "👎"
KEYCAPS = tuple(f"{n}\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}" for n in range(1, 5))
FREE_READERS = ("objection", "somebody", FINISHED, ASKS)
"""Readers that free words may have."""
SHOWN_AT_ONCE = 6
TAKEN_AS = {"take": True, "other": False, SKIP: False}
LABEL_WORDS = 4
"""Who says more than this says it in their own words: "non, parce que ce n'est pas sans danger" is not "sans avis".
Around a question everything is read like that first: "je sais" is no part of the label "pas moi, mais je sais qui"."""
NO_WORDS = 3
"""So few words that say no are no free answer."""


@dataclass(frozen=True, slots=True)
class Ears:
    """What reading an answer needs to know besides the text."""

    locale: str
    now: datetime
    """Local time of the person."""
    labels: Callable[[Text], tuple[str, ...]]
    """A label in every language."""
    skills: tuple[Option, ...] = ()
    interests: tuple[Option, ...] = ()
    locales: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Locale -> its names in every language."""
    sentences: Callable[[str], tuple[str, ...]] = lambda name: ()
    """`flow.name` of one of a flow's sentences -> how it reads in every language."""


def choices_of(slot: Slot, slots: Mapping[str, Value]) -> dict[str, Label]:
    """Value -> label of a choice; {}: this type has none."""
    if slot.choices_from:
        offered = slots.get(slot.choices_from)
        return dict(offered) if isinstance(offered, dict) else {}
    return dict(slot.choices)


def read(slot: Slot, text: str, ears: Ears, slots: Mapping[str, Value]) -> Value:
    match slot.type:
        case "yes_no":
            value = _yes_no(text, ears)
            if value is None and slot.reader:  # "je la prends" is a yes to "do you take it?"
                value = TAKEN_AS.get(READERS[slot.reader](text) or "")
            return None if value and slot.explicit and not EXPLICIT_YES.search(text) else value
        case "choice" | "multi_choice":
            return _choice(slot, text, ears, slots)
        case "duration":
            return _member(_read("duration", text, ears), "minutes")
        case "weekly_time":
            return _member(_read("weekly_time", text, ears), "minutes_per_week")
        case "availability":
            return _member(_read("availability", text, ears), "slots")
        case "skills":
            return _skills(text, ears)
        case "interests":
            return _interests(text, ears)
        case "locale":
            return _locale(text, ears)
        case "number":
            return _number(slot, text, ears)
        case "until":
            return _read("until", text, ears)
        case "profile_change":
            return _profile_change(text, ears)
        case "effort":
            return task_words.effort(text)
        case "people":
            return task_words.people(text)
        case "place":
            return task_words.place(text)
        case "idea":
            return task_words.idea(text)
        case "call":
            return call_words.call_text(text)
        case "audience":
            return call_words.whom(text)
        case "call_change":
            return call_words.call_change(text, ears.skills, ears.interests)
        case "task_change":
            return _task_change(text, ears)
        case "quiet_wish":
            return text.strip() if quiet_words.heard_here(text, ears.now) else None
        case "free_text":
            said = text.strip()
            return said if said and (slot.reader != ASKS or any(map(str.isalnum, said))) else None
    return None


def read_first(slot: Slot, text: str, ears: Ears) -> Value:
    """What a message that is about more than this slot says of it."""
    if slot.type == "audience":
        return call_words.whom_along(text)
    if slot.type == "duration" and not lengths(fold(text)):
        return None  # "30 personnes" is a number, and no length of time
    if slot.type == "choice" and (reader := TOLD_FIRST.get(slot.reader or "")):
        return reader(text)
    return read(slot, text, ears, {})


def heard_first(slot: Slot) -> bool:
    return slot.type in SPOKEN_FIRST or (slot.type == "choice" and slot.reader in TOLD_FIRST)


def _profile_change(text: str, ears: Ears) -> Value:
    """What somebody cannot do is taken off, what they would like to learn instead is added. Who tells more than that
    ("je ne sais pas cuisiner, je suis libre le samedi") is heard by what takes all of it."""
    said = denials.denial(text, ears.skills)
    if said is None or said.more:
        return profile_words.profile_change(text, ears.skills, ears.interests)
    change: dict[str, Value] = {"op": "change", "denied": True}
    if said.skills:
        change["remove_skills"] = list(said.skills)
    if said.claimed:
        change["add_skills"] = said.claimed
    return change


def _task_change(text: str, ears: Ears) -> Value:
    """What changes of a task; skills of the catalogue are added and removed as in a profile. Facts behind a new title
    ("title: sort the seeds, 20 min") are no part of it."""
    change = task_words.task_change(text)
    if change and (title := task_words.idea(change.get("title", ""))) and change["title"].startswith(title):
        behind = task_words.task_change(change["title"][len(title) :])
        change = {**(behind or {}), **change, "title": title}
    profile = profile_words.profile_change(text, ears.skills, ()) or {}
    skills = {key: profile[key] for key in ("add_skills", "remove_skills") if key in profile}
    return {**(change or {}), **skills} if skills and (change or {}).get("op") != "fine" else change


def _read(question: str, text: str, ears: Ears, options: Sequence[Option | str] = ()) -> Value:
    return answers.read(question, text, locale=ears.locale, options=options, now=ears.now)


def _member(found: Value, key: str) -> Value:
    return found[key] if isinstance(found, dict) else None


def _yes_no(text: str, ears: Ears) -> bool | None:
    """Numbers count as well, because the options are numbered after a miss."""
    numbered = {"1": True, "2": False, KEYCAPS[0]: True, KEYCAPS[1]: False}.get(text.strip(" .)"))
    found = numbered if numbered is not None else _read("yes_no", text, ears)
    return found if isinstance(found, bool) else None


HEARS_EVERY_YES = frozenset({"meeting", "talked"})
"""Readers that know every yes and no to what they read: what they do not hear as one is none."""


def _choice(slot: Slot, text: str, ears: Ears, slots: Mapping[str, Value]) -> Value:
    offered = choices_of(slot, slots)
    if not offered:
        return None
    if slot.type == "multi_choice" and slot.reader:
        match READERS[slot.reader](text):
            case "all":
                return list(offered)
            case "none":
                return []
    around_a_question = slot.reader in question_wants.READERS
    in_full = len(text.split()) > LABEL_WORDS or around_a_question
    if in_full and (said := in_own_words(slot, text, slots)):
        return said
    options = [_option(label, ears) for label in offered.values()]
    values = list(offered)
    if around_a_question and len(text.split()) > LABEL_WORDS:
        return next((value for value, option in zip(values, options, strict=True) if _is_label(text, option)), None)
    if slot.reader in HEARS_EVERY_YES and _read("yes_no", text, ears) is not None:
        return None  # "I have 20 minutes" begins like a yes
    found = _read(slot.type, text, ears, options)
    if isinstance(found, list):
        return [values[i] for i in found] or (None if slot.reader else [])  # a reader knows every "none of them"
    return values[found] if isinstance(found, int) else in_own_words(slot, text, slots)


def _is_label(text: str, option: Option) -> bool:
    """Said word for word: an answer for somebody that has words of a label in it ("a quarter turn at a time") is that
    answer, and not the label."""
    said = words(fold(text))
    return any(said == words(fold(label)) for label in (option.label, *option.aliases))


def in_own_words(slot: Slot, text: str, slots: Mapping[str, Value]) -> Value:
    """One of a choice's values, said in words that are no label; None: not, or the choice has no reader."""
    said = READERS[slot.reader](text) if slot.reader else None
    if wants_another(slot, text, slots):
        return None
    return said if said in choices_of(slot, slots) else None


def wants_another(slot: Slot, text: str, slots: Mapping[str, Value]) -> bool:
    """Whether a task is to be taken, and it is not the one that is shown (its `title`)."""
    title = slots.get("title") if slot.reader == "want" else None
    return bool(title) and READERS["want"](text) == "take" and takes_another(text, str(title))


def said_along(slot: Slot, text: str, slots: Mapping[str, Value]) -> Value:
    """One of a choice's values, or a number, said in so many words in the answer to another question; None: not."""
    said = ALONG[slot.reader](text) if slot.reader and slot.reader in ALONG else None
    if slot.type in FREE_TYPES or slot.type == "number":
        return said
    return said if said in choices_of(slot, slots) else None


def says_skip(slot: Slot, text: str) -> bool:
    """Whether the words say no and nothing else, where no answer is needed."""
    if slot.reader in READERS and slot.type not in FREE_TYPES:
        return READERS[slot.reader](text) == SKIP
    if slot.reader == FINISHED:
        return closing_words.finished(text) or closing_words.only_thanks(text)
    return slot.type in FREE_TYPES and len(text.split()) <= NO_WORDS and answers.read("yes_no", text) is False


def _option(label: Label | Mapping[str, Value], ears: Ears) -> Option:
    """A label that is shown as a value (an earlier answer) can be chosen by its number only; a line of a flow also by
    the `words` it goes by, or by what it says."""
    if isinstance(label, Mapping):
        said = ears.sentences(label["line"]) if "line" in label else ()
        names: tuple[str, ...] = tuple(label.get("words", ())) or said or ("",)
    else:
        names = ears.labels(label) if isinstance(label, Text) else (label,) if isinstance(label, str) else ("",)
    return Option(names[0], names[1:])


def _skills(text: str, ears: Ears) -> Value:
    """{"known": {id: level}, "unknown": [words]}; words alone count when they are few: else it was not an answer. What
    is to be taken off is none either."""
    if profile_words.takes_off(text):
        return None
    known = levels.levels(text, ears.skills)
    if said := denials.denial(text, ears.skills):
        known = {label: level for label, level in known.items() if label not in said.skills} | said.claimed
    unknown = _without_times(levels.unknown(text, ears.skills), ears)
    return {"known": known, "unknown": unknown} if known or _short_answer(text, unknown) else None


def _interests(text: str, ears: Ears) -> Value:
    if profile_words.takes_off(text):
        return None
    known = levels.levels(text, ears.interests, "interests")
    unknown = _without_times(levels.unknown(text, ears.interests), ears)
    return {"known": list(known), "unknown": unknown} if known or _short_answer(text, unknown) else None


def _without_times(words: Sequence[str], ears: Ears) -> list[str]:
    """Words that say when, not what ("plutôt le samedi"), belong to another slot."""
    return [
        said
        for said in words
        if all(_read(question, said, ears) is None for question in ("availability", "weekly_time", "duration"))
    ]


def _short_answer(text: str, unknown: Sequence[str]) -> bool:
    return bool(unknown) and len(text) <= 60 and "?" not in text


def _locale(text: str, ears: Ears) -> str | None:
    codes = list(ears.locales)
    options = [Option(names[0], names[1:]) for names in ears.locales.values()]
    found = _read("choice", text, ears, options)
    return codes[found] if isinstance(found, int) else None


def _number(slot: Slot, text: str, ears: Ears) -> int | None:
    found = _read("number", text, ears)
    if not isinstance(found, int) or isinstance(found, bool):
        return None
    if (slot.least is not None and found < slot.least) or (slot.most is not None and found > slot.most):
        return None
    return found


def known(value: Value) -> Value:
    """A value that was really said: words that match no catalogue are not enough to fill a slot in passing."""
    if isinstance(value, dict) and "unknown" in value:
        return {**value, "unknown": []} if value["known"] else None
    return value
