"""What the send gate has to know of somebody, read at the moment of asking it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engagebot.config import Settings
from engagebot.domain import digest, gate
from engagebot.domain.gate import Reader, Wishes
from engagebot.domain.waking import Calendar, never
from engagebot.store import outbox, profile, quiet, rooms, unheard
from engagebot.store.people import Person
from engagebot.store.sqlite import Transaction

WEEK = timedelta(days=8)
"""A little more than the seven days that the budget looks back, for changes of clocks."""


@dataclass(frozen=True, slots=True)
class Gatekeeper:
    settings: Settings
    default_zone: str
    """Of the association, for those who have not said theirs."""
    is_holiday: Callable[[date], bool] = never

    @property
    def rules(self) -> gate.Rules:
        settings = self.settings
        return gate.Rules(settings.budget_per_day, settings.budget_per_week, settings.unanswered_limit)

    async def reader(self, tx: Transaction, person: Person, purpose: str, now: datetime, but: str = "") -> Reader:
        """`purpose`: the consent that the message needs; for a digest each message in it was asked about. `but`: its
        key; it does not stand in its own way."""
        wishes = await quiet.wishes(tx, person.id, now)
        calendar = await self.calendar(tx, person.id, wishes, now)
        consents = purpose == quiet.PURPOSE or (await profile.consents(tx, person.id)).get(purpose, (False,))[0]
        return Reader(
            now,
            calendar,
            consents,
            person.paused_until,
            await outbox.recent_starts(tx, person.id, now - WEEK, but),
            person.unanswered,
            await rooms.gone(tx, person.id),
            await unheard.since(tx, person.id) is not None,
            wishes,
            await self.next_digest(tx, person, wishes, calendar, now),
            await quiet.urgent_passed(tx, person.id, now, but),
        )

    async def calendar(self, tx: Transaction, person: str, wishes: Wishes, now: datetime) -> Calendar:
        """When they are awake."""
        facts = await profile.facts(tx, person, now)
        return wishes.calendar(
            Calendar(
                profile.zone_of(facts, self.default_zone),
                self.settings.waking_from_hour,
                self.settings.waking_to_hour,
                self.settings.sundays,
                self.is_holiday,
            )
        )

    async def next_digest(
        self, tx: Transaction, person: Person, wishes: Wishes, calendar: Calendar, now: datetime
    ) -> datetime | None:
        """When they are told next what was held back; None: never."""
        hour = digest.hour_for(wishes, self.settings.digest_hour)
        if person.paused_until and person.paused_until > now:
            return digest.back_from_pause(person.paused_until, calendar, hour)
        theirs = await quiet.digests_of(tx, person.id)
        if theirs.due_at and theirs.due_at > now:
            return theirs.due_at
        return digest.next_digest(theirs.rhythm or self.settings.digest_rhythm, now, calendar, hour)

    def digest_message(self, wishes: Wishes) -> gate.Message:
        """A digest for somebody with these wishes, as the gate is asked about it."""
        return gate.Message(promised_hour=digest.hour_for(wishes, self.settings.digest_hour))
