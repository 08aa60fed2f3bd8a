"""Conversations as scripts: the same lines must bring the same answers, whatever happens on the way."""
from __future__ import annotations

from collections.abc import Sequence

from benchmarks.faults import Script
from engagebot.demo.person import Person

PATIENT_SECONDS = 60.0
SCRIPT = (
    "oui", "1", "le compost", "je sais faire des affiches", "samedi matin", "oui", "mon profil", "c'est bon",
)
"""A first sitting in French to its end, and a look at what was noted."""


async def first_words(person: Person, bot: str, encrypted: bool) -> list[str]:
    """Invite the bot, and read its welcome."""
    await person.invite(bot, encrypted=encrypted)
    return [h.body for h in await person.settled(within_seconds=PATIENT_SECONDS)]


async def play(person: Person, lines: Sequence[str]) -> list[list[str]]:
    """Say each line once the answers to the one before have come. -> the answers to each."""
    return [await person.said(line, within_seconds=PATIENT_SECONDS) for line in lines]


async def play_disturbed(person: Person, script: Script) -> list[str]:
    """Where silence says nothing: after each line wait for as many answers as it has. -> all bodies."""
    known = len(script.welcome)
    await person.wait_for(known, within_seconds=PATIENT_SECONDS)
    for line, answers in zip(script.lines, script.answers, strict=True):
        await person.say(line)
        known += len(answers)
        await person.wait_for(known, within_seconds=PATIENT_SECONDS)
    return await all_heard(person)


async def all_heard(person: Person, quiet_seconds: float = 1.0) -> list[str]:
    """Everything that was said to this person, once it is quiet: an answer too many would come in that time."""
    await person.settled(quiet_seconds=quiet_seconds)
    return [h.body for h in person.heard() if not h.edits]

