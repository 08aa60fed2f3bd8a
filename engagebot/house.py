"""What deciding and saying needs, the same for everybody, and in which voice each is spoken to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from engagebot.config import Settings
from engagebot.domain.association import Association
from engagebot.domain.waking import Calendar
from engagebot.engine.world import World
from engagebot.store import people, profile
from engagebot.store.sqlite import Transaction
from engagebot.words import Words


@dataclass(frozen=True, slots=True)
class House:
    world: World
    words: Words
    association: Association
    settings: Settings
    calendar: Calendar
    """Waking hours and days off where the association is."""


async def voice_of(tx: Transaction, house: House, person_id: str) -> tuple[str, ZoneInfo]:
    """In which voice, and in which time zone, one speaks to a person; the association's for somebody unknown."""
    person = await people.find(tx, person_id)
    if person is None:
        return house.association.languages[0], ZoneInfo(house.association.time_zone)
    facts = await profile.facts(tx, person_id, person.last_seen_at)
    zone = profile.zone_of(facts, house.association.time_zone)
    vous = "address" in facts and facts["address"].value == "vous"
    return (f"{person.locale}@vous" if vous else person.locale), zone


async def voices_of(tx: Transaction, house: House, several: Collection[str]) -> list[str]:
    """In which voices one speaks to several people at once: one of each language. Where one of them is spoken to with
    "vous", so are the others."""
    voices = {(await voice_of(tx, house, person))[0] for person in several}
    languages = sorted({voice.partition("@")[0] for voice in voices})
    return [f"{one}@vous" if f"{one}@vous" in voices else one for one in languages]
