"""What the engine and the actions want done, as values. `dialogue` commits them; nothing happens before that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from engagebot.domain.gate import About
from engagebot.engine.model import Text, Value


@dataclass(frozen=True, slots=True)
class Shown:
    """A value with how it is to be shown: `kind` is a slot type, or text, label, labels, either (labels, of which one
    is enough), date, moment, line, lines, passed_on (somebody's words for somebody else, whole), told (what the bot
    has to say, on one line, whole), part (a line in the middle of a sentence, with a space before it; None: nothing,
    and no space)."""

    kind: str
    value: Value


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: a sentence and what fills its holes."""

    text: Text
    values: Mapping[str, Shown]


Label = Text | str | Shown
"""A choice as shown: translatable, a person's own words, or a slot's value."""


@dataclass(frozen=True, slots=True)
class Said:
    """To the speaker, at once."""

    text: Text
    values: Mapping[str, Shown] = field(default_factory=dict)
    choices: tuple[tuple[int, Label], ...] = ()
    """(number, label); empty: nothing to choose from."""
    more: bool = False
    """There are more choices than are shown."""
    buttons: tuple[str, ...] = ()
    """Emoji that answer it when clicked."""
    notice: bool = False
    question: bool = False
    """It asks what is pending now."""


@dataclass(frozen=True, slots=True)
class SaidAgain:
    """The last thing said to the speaker, once more."""


@dataclass(frozen=True, slots=True)
class Told:
    """To another person, or to a group room; through the gate unless it answers them."""

    text: Text
    values: Mapping[str, Shown]
    purpose: str
    person: str | None = None
    room: str | None = None
    key: str | None = None
    """Idempotency key; None: made from the event."""
    at: datetime | None = None
    """Not before; None: at once."""
    about: About | Literal[""] = ""
    """What kind of object it tells of; "": as its purpose says."""
    subject: str = ""
    """Id of that object; "": of nothing but itself."""
    until: datetime | None = None
    """It is of no use from then on; None: it stays true."""


@dataclass(frozen=True, slots=True)
class CardShown:
    """A message in a group room that shows something and is kept up to date: the first time it is posted, then the
    same message is edited, if what it says has changed."""

    kind: Literal["task", "proposal", "board", "question", "call", "review"]
    subject: str
    """What it shows: the id of a task, a proposal, a question (a review too) or a call; of a board,
    its room."""
    room: str
    text: Text
    values: Mapping[str, Shown]
    buttons: tuple[str, ...] = ()
    """Emoji that say something to it when clicked."""
    mentions: tuple[str, ...] = ()
    """People who are told that it is for them, when it is posted."""
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Prompted:
    """A question on the bot's initiative: the first `collect` of `flow`, answerable until `until`."""

    person: str
    flow: str
    slots: Mapping[str, Value]
    purpose: str
    until: datetime
    key: str | None = None
    """Idempotency key of its message, and its id; None: made from the event."""
    about: About | Literal[""] = ""
    """What kind of object it asks about; "": as its purpose says."""
    subject: str = ""
    """Id of that object; "": of nothing but itself."""
    urgent: bool = False
    """Two organisers said that it cannot wait."""
    at: datetime | None = None
    """Not before; None: at once."""
    told: Mapping[str, Value] = field(default_factory=dict)
    """Slots that its message says, and that are not kept with the question."""


@dataclass(frozen=True, slots=True)
class Revised:
    """An earlier message of the bot to a person says something else now: edited, or, if it has not been sent yet, sent
    in these words (`gone`: then it is not sent at all)."""

    key: str
    person: str
    text: Text
    values: Mapping[str, Shown]
    gone: bool = False


@dataclass(frozen=True, slots=True)
class PromptRevised:
    """An open question on the bot's initiative is put with other slots: its message is edited, or sent so."""

    key: str
    person: str
    flow: str
    slots: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class PromptAnswered:
    prompt: str


@dataclass(frozen=True, slots=True)
class PutAgain:
    """An open question on the bot's initiative, once more and in full: the speaker wants to see it. From now on it is
    this message that is answered, and revised."""

    prompt: str


@dataclass(frozen=True, slots=True)
class HeldSaid:
    """The only message that is held back for the speaker is said as it is, by a digest: its question is put so."""

    held: str
    key: str
    """Idempotency key of the digest."""


@dataclass(frozen=True, slots=True)
class PromptStays:
    """It was answered, and can be answered once more: more than one thing can be asked of it."""

    prompt: str


@dataclass(frozen=True, slots=True)
class TimerSet:
    """One timer of a kind per person; a later one replaces it. `at` None: it is cancelled."""

    kind: str
    at: datetime | None
    subject: str = ""
    each: bool = False
    """One of a kind for each subject, rather than for all of them."""
    person: str | None = None
    """None: the speaker; "": nobody's, it is about the subject alone."""
    once: bool = False
    """One that is set already stays as it is."""


@dataclass(frozen=True, slots=True)
class BroughtTogether:
    """A room of their own is opened for these people; the bot says the lines in it, and leaves."""

    key: str
    """Idempotency key."""
    introduction: str
    people: tuple[str, ...]
    name: Line
    """Of the room."""
    lines: tuple[Line, ...]
    """One message each."""
    at: datetime
    """Not before."""
    leave_by: datetime


@dataclass(frozen=True, slots=True)
class FileSent:
    """A file for the speaker."""

    name: str
    mime: str
    text: str


@dataclass(frozen=True, slots=True)
class HeldTold:
    """What was said or asked last tells what these messages, held back until now, would have said."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldGone:
    """Messages that are held back, and that nobody needs any more: (key, why)."""

    gone: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Erased:
    """The speaker wants to be forgotten: `dialogue` ends the transaction with their erasure."""


Effect = (
    Said
    | SaidAgain
    | Told
    | CardShown
    | Prompted
    | Revised
    | PromptRevised
    | PromptAnswered
    | PutAgain
    | HeldSaid
    | PromptStays
    | TimerSet
    | BroughtTogether
    | FileSent
    | HeldTold
    | HeldGone
    | Erased
)
