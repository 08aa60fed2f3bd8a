"""Whom the bot speaks for: the association, its catalogues, its contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a catalogue: a skill, an interest, a topic."""

    id: str
    labels: Mapping[str, str]
    """Locale -> label; never empty."""
    aliases: tuple[str, ...] = ()
    """Other words for it, in any language."""

    def label(self, locale: str) -> str:
        return self.labels.get(locale) or next(iter(self.labels.values()))

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.labels.values(), *self.aliases)))


@dataclass(frozen=True, slots=True)
class Charter:
    """Shown once per version, and acknowledged."""

    version: str
    link: str


@dataclass(frozen=True, slots=True)
class Association:
    name: str
    contact_name: str
    """A human to turn to; said to people."""
    contact: str
    """How to reach them: a Matrix id (the bot can pass a message on), or a mail address or phone number."""
    languages: tuple[str, ...] = ("fr", "en")
    """The first is spoken to people whose language is not known yet."""
    time_zone: str = "Europe/Paris"
    country: str = "FR"
    """Whose public holidays count."""
    charter: Charter | None = None
    skills: tuple[Entry, ...] = ()
    interests: tuple[Entry, ...] = ()
    topics: tuple[Entry, ...] = ()
    organisers_room: str = ""
    """Room id; its members are the organisers. Empty: there is none yet."""
    tasks_room: str = ""
    """Room id where the board of tasks is pinned and proposals are shown. Empty: the organisers' room shows proposals,
    and there is no pinned board."""
    privacy_version: str = "1"
    """Version of the words that ask for consent; stored with each consent."""

    def entry(self, catalogue: str, entry_id: str) -> Entry:
        """Of `skills`, `interests` or `topics`; an entry that was removed since is shown by its id."""
        entries = {"skills": self.skills, "interests": self.interests, "topics": self.topics}[catalogue]
        return next((entry for entry in entries if entry.id == entry_id), Entry(entry_id, {"": entry_id}))
