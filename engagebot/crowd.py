"""Who could be introduced to whom: read from the database in pages, as the pairing looks at them.

Each page is a transaction of its own, and between two of them whoever waits has their turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from engagebot.config import Settings
from engagebot.domain.introductions import Member, Rules, Standing, absent, next_round
from engagebot.domain.matching import place_key, plain
from engagebot.domain.waking import Calendar
from engagebot.store import people, profile, rounds
from engagebot.store.introductions import Meets
from engagebot.store.rounds import MemberRow
from engagebot.store.sqlite import Store, Transaction
from engagebot.understanding.languages import languages

PEOPLE = 200
"""So many are read at a time."""


def rules_of(settings: Settings) -> Rules:
    return Rules(
        again_days=settings.introduction_again_days,
        expires_days=settings.introduction_expires_days,
        stop_after=settings.introduction_stop_after,
    )


def round_after(at: datetime, settings: Settings, calendar: Calendar) -> datetime:
    """When everybody is paired next, where the association is."""
    return next_round(at, calendar.zone, settings.introduction_day, settings.introduction_hour)


def since(at: datetime, rules: Rules) -> datetime:
    """Who met, or were proposed to each other, after this are not proposed to each other."""
    return at - timedelta(days=rules.again_days)


async def member_of(tx: Transaction, person: str, at: datetime) -> tuple[Member, Standing] | None:
    """None: they do not want to be introduced to anybody."""
    row = await rounds.member_row(tx, person, at)
    return _taken(row) if row else None


async def known_member(tx: Transaction, person: str, at: datetime) -> Member | None:
    """As far as others may know it, whether or not they want to be introduced; None: nobody knows them."""
    found = await people.find(tx, person)
    if found is None:
        return None
    known = await profile.load(tx, person, at)
    told = {kind: known.facts[kind].value for kind in rounds.FACTS if kind in known.facts}
    interests = tuple(sorted(one for one, (visible, *_) in known.interests.items() if visible))
    meets = Meets(person, "on_request", False, found.first_seen_at)
    return _taken(MemberRow(meets, found.locale, found.paused(at), False, interests, facts=told))[0]


async def barred_for(tx: Transaction, person: str, at: datetime, rules: Rules) -> set[str]:
    """To whom they must not be introduced now. Why, nobody needs to know."""
    return await rounds.bars_of(tx, person, since(at, rules))


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the people, by id: those after `after`, up to `last`."""

    after: str
    last: str
    members: tuple[Member, ...]
    """Who of them would be introduced to somebody now."""


async def present(store: Store, at: datetime, rules: Rules) -> AsyncIterator[Page]:
    """All who would be introduced to somebody now."""
    after = ""
    while True:
        async with store.transaction() as tx:
            rows = await rounds.everybody(tx, after, PEOPLE, at)
        if not rows:
            return
        known = map(_taken, rows)
        members = tuple(member for member, standing in known if absent(standing, at, rules) is None)
        yield (page := Page(after, rows[-1].meets.person, members))
        after = page.last
        await asyncio.sleep(0)


async def pairs_barred(store: Store, page: Page, at: datetime, rules: Rules) -> list[tuple[str, str]]:
    """Who must not be introduced to each other, of those pairs whose lesser id is in this page."""
    async with store.transaction() as tx:
        found = await rounds.bars(tx, page.after, page.last, since(at, rules))
    await asyncio.sleep(0)
    return found


def _taken(row: MemberRow) -> tuple[Member, Standing]:
    """Who names no language that is known here speaks the one in which the bot speaks with them."""
    meets, told = row.meets, row.facts
    member = Member(
        meets.person,
        frozenset(row.interests),
        frozenset(row.offers),
        frozenset(row.wants),
        place_key(str(told.get("place") or "")),
        plain(str(told.get("local_group") or "")),
        languages(str(told.get("languages") or "")) or frozenset({row.locale.partition("@")[0]} - {""}),
        meets.trios,
        meets.left_over,
    )
    standing = Standing(
        meets.rhythm,
        meets.since,
        meets.last_asked_at,
        meets.unanswered,
        meets.stopped_at is not None,
        row.paused,
        row.pending,
        meets.wanted_at is not None,
    )
    return member, standing
