"""What a person told about themselves, with when they said it; and what they agreed to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from engagebot.engine.model import Value
from engagebot.store.sqlite import Transaction
from engagebot.store.times import moment, seconds


@dataclass(frozen=True, slots=True)
class Fact:
    """`kind`: place, local_group, languages, weekly_minutes, spare_minutes, kind, time_zone, address, guardian …"""

    kind: str
    value: Value
    said_at: datetime
    confirmed_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything declared, each with (said at, confirmed at). Empty mappings: nothing said."""

    skills: Mapping[str, tuple[str, datetime, datetime]]
    """Skill -> (level, said at, confirmed at)."""
    interests: Mapping[str, tuple[bool, datetime, datetime]]
    """Interest -> (visible to others, said at, confirmed at)."""
    availability: Mapping[str, tuple[datetime, datetime]]
    facts: Mapping[str, Fact]
    unknown: tuple[tuple[str, str, datetime], ...]
    """(skill or interest, words, said at) that no catalogue has yet."""


async def load(tx: Transaction, person: str, at: datetime) -> Profile:
    """Passing states that are over at `at` are left out."""
    return Profile(
        {row[0]: (row[1], moment(row[2]), moment(row[3])) for row in await tx.rows("skills", person_id=person)},
        {
            row[0]: (bool(row[1]), moment(row[2]), moment(row[3]))
            for row in await tx.rows("interests", person_id=person)
        },
        {row[0]: (moment(row[1]), moment(row[2])) for row in await tx.rows("availability", person_id=person)},
        await facts(tx, person, at),
        tuple((row[0], row[1], moment(row[2])) for row in await tx.rows("unknown_words", person_id=person)),
    )


async def facts(tx: Transaction, person: str, at: datetime) -> dict[str, Fact]:
    """As in `load`; each event needs some of these (how to address them, their time zone), and seldom the rest."""
    return {
        row[0]: Fact(row[0], json.loads(row[1]), moment(row[2]), moment(row[3]), moment(row[4]))
        for row in await tx.rows("facts", person_id=person, at=seconds(at))
    }


def zone_of(told: Mapping[str, Fact], default: str) -> ZoneInfo:
    """The time zone that a person told; `default`, the association's, when they told none."""
    return ZoneInfo(told["time_zone"].value if "time_zone" in told else default)


async def agrees(tx: Transaction, person: str, purpose: str) -> bool:
    """Their latest word on it; False: they said no, or nothing."""
    return (await consents(tx, person)).get(purpose, (False,))[0]


async def add_skills(tx: Transaction, person: str, levels: Mapping[str, str], at: datetime) -> None:
    for skill, level in levels.items():
        await tx.change("skill_set", person_id=person, skill=skill, level=level, at=seconds(at))


async def remove_skill(tx: Transaction, person: str, skill: str) -> None:
    await tx.change("skill_remove", person_id=person, skill=skill)


async def add_interests(tx: Transaction, person: str, interests: Iterable[str], visible: bool, at: datetime) -> None:
    for interest in interests:
        await tx.change("interest_set", person_id=person, interest=interest, visible=int(visible), at=seconds(at))


async def remove_interest(tx: Transaction, person: str, interest: str) -> None:
    await tx.change("interest_remove", person_id=person, interest=interest)


async def set_availability(tx: Transaction, person: str, slots: Iterable[str], at: datetime) -> None:
    """The whole week; what is not in `slots` is no longer so."""
    wanted = set(slots)
    for slot, *_ in await tx.rows("availability", person_id=person):
        if slot not in wanted:
            await tx.change("availability_remove", person_id=person, slot=slot)
    for slot in sorted(wanted):
        await tx.change("availability_add", person_id=person, slot=slot, at=seconds(at))


async def set_fact(
    tx: Transaction, person: str, kind: str, value: Value, at: datetime, expires_at: datetime | None = None
) -> None:
    await tx.change(
        "fact_set",
        person_id=person,
        kind=kind,
        value=json.dumps(value, ensure_ascii=False),
        at=seconds(at),
        expires_at=seconds(expires_at) if expires_at else None,
    )


async def remove_fact(tx: Transaction, person: str, kind: str) -> None:
    await tx.change("fact_remove", person_id=person, kind=kind)


async def confirm(tx: Transaction, person: str, what: str, at: datetime) -> None:
    """`what`: skills, interests or availability is still right."""
    await tx.change(f"confirm_{what}", person_id=person, at=seconds(at))


async def keep_unknown(tx: Transaction, person: str, kind: str, words: Iterable[str], at: datetime) -> None:
    for said in words:
        await tx.change("unknown_add", person_id=person, kind=kind, words=said[:80], at=seconds(at))


async def remove_unknown(tx: Transaction, person: str, kind: str, words: str) -> None:
    await tx.change("unknown_remove", person_id=person, kind=kind, words=words)


async def consent(
    tx: Transaction, person: str, purpose: str, given: bool, version: str, event_id: str, at: datetime
) -> None:
    await tx.change(
        "consent_add",
        id=f"{event_id}:{purpose}",
        person_id=person,
        purpose=purpose,
        given=int(given),
        text_version=version,
        event_id=event_id,
        at=seconds(at),
    )


async def consents(tx: Transaction, person: str) -> dict[str, tuple[bool, str, datetime]]:
    """Purpose -> (given, version of the text, when): the latest word on each."""
    return {row[0]: (bool(row[1]), row[2], moment(row[3])) for row in await tx.rows("consents", person_id=person)}


async def skip(tx: Transaction, person: str, flow: str, at: datetime) -> None:
    """`flow` asks it again, later."""
    await tx.change("skipped_add", person_id=person, flow=flow, at=seconds(at))


async def skipped(tx: Transaction, person: str) -> list[str]:
    """Flows whose question was skipped, oldest first."""
    return [row[0] for row in await tx.rows("skipped", person_id=person)]


async def no_longer_skipped(tx: Transaction, person: str, flow: str) -> None:
    await tx.change("skipped_remove", person_id=person, flow=flow)
