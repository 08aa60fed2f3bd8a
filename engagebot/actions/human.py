"""A human to turn to, at any moment; and small courtesies."""

from __future__ import annotations

from dataclasses import dataclass

from engagebot.actions.act import Act
from engagebot.engine.effects import Shown
from engagebot.store import people
from engagebot.understanding.courtesies import says_goodbye


@dataclass(frozen=True, slots=True)
class Reachable:
    contact: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    contact: str
    reach: str


async def find_human(act: Act) -> Reachable | Elsewhere:
    """Reachable: the bot can pass a message on. Elsewhere: a mail address or a phone number."""
    association = act.association
    if association.contact.startswith("@") and association.contact != act.person:
        return Reachable(association.contact_name)
    return Elsewhere(association.contact_name, association.contact)


@dataclass(frozen=True, slots=True)
class Called: ...


async def call_human(act: Act) -> Called:
    """The contact hears who would like to talk to somebody; nothing of what was said."""
    person = await people.find(act.tx, act.person)
    name = person.name if person and person.name else act.person
    act.tell("ask_human.wanted", person=act.association.contact, name=Shown("text", name), id=Shown("text", act.person))
    return Called()


@dataclass(frozen=True, slots=True)
class Greeted:
    name: str


@dataclass(frozen=True, slots=True)
class Unnamed: ...


@dataclass(frozen=True, slots=True)
class Leaving: ...


async def greet(act: Act, *, said: str | None = None) -> Greeted | Unnamed | Leaving:
    """`said`: the words; "good night" is answered by another goodbye. None: somebody waved."""
    if said and says_goodbye(said):
        return Leaving()
    person = await people.find(act.tx, act.person)
    return Greeted(person.name) if person and person.name else Unnamed()
