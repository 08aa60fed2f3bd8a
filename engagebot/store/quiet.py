"""What people wish of the gate, and what it held back: told by a digest exactly once, or withdrawn with a reason.

A message that is held stays queued, and is tried by itself at its hour. A digest that comes before takes it along: it
is packed when the digest is queued, in one transaction, and counts as sent when the digest is really sent. A digest
that is not sent after all gives back what it would have told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from engagebot.domain.digest import Item, Rhythm
from engagebot.domain.gate import ABOUTS, MONTH, REASONS, About, Hold, Wishes, may_be_digested
from engagebot.store import conversations, outbox, profile
from engagebot.store.sqlite import Row, Transaction
from engagebot.store.times import moment, seconds

BY_PURPOSE: Mapping[str, About] = {
    "questions": "questions",
    "introductions": "introductions",
    "welcomes": "introductions",
}
"""What a message is about that does not say so: by the consent that it needs."""
PURPOSE = "digest"
"""Of a digest as a message. The consent that it needs is that of each message in it."""
TIMER = "digest"
"""Of a person: then they are told what was held back."""


# -------------------------------------------------------------------------------------------------------------- wishes
async def set_quiet(tx: Transaction, person: str, about: About, until: datetime | None, at: datetime) -> None:
    """Nothing about it until then; None: until they say otherwise."""
    end = seconds(until) if until else None
    await tx.change("quiet_set", person_id=person, about=about, until=end, at=seconds(at))


async def end_quiet(tx: Transaction, person: str, about: About) -> bool:
    """False: they heard about it anyway."""
    return bool(await tx.change("quiet_end", person_id=person, about=about))


async def quiet_of(tx: Transaction, person: str, at: datetime) -> dict[About, datetime | None]:
    """What they want to hear nothing about, in the order of saying so, and until when (None: no end)."""
    return {row[0]: moment(row[1]) for row in await tx.rows("quiet_of", person_id=person, at=seconds(at))}


async def set_reachable(tx: Transaction, person: str, wishes: Wishes, at: datetime) -> None:
    """Their hours, days and budgets; what they want to hear nothing about is not changed by it."""
    await tx.change(
        "reachable_set",
        person_id=person,
        from_hour=wishes.from_hour,
        to_hour=wishes.to_hour,
        days=None if wishes.days is None else "".join(str(day) for day in sorted(wishes.days)),
        per_day=wishes.per_day,
        per_week=wishes.per_week,
        at=seconds(at),
    )


async def wishes(tx: Transaction, person: str, at: datetime) -> Wishes:
    """All that they have settled for themselves, for the gate."""
    quiet = await quiet_of(tx, person, at)
    row = await tx.row("reachable_of", person_id=person)
    if row is None:
        return Wishes(quiet=quiet)
    from_hour, to_hour, days, per_day, per_week = row
    chosen = None if days is None else frozenset(int(day) for day in days)
    return Wishes(from_hour, to_hour, chosen, per_day, per_week, quiet)


async def urgent_passed(tx: Transaction, person: str, at: datetime, but: str) -> list[datetime]:
    """When urgent messages passed the budgets, newest first; message `but` is not counted."""
    rows = await tx.rows("urgent_passes", person_id=person, since=seconds(at - MONTH), but=but)
    return [moment(row[0]) for row in rows]


async def urgent_passing(tx: Transaction, key: str) -> None:
    """Only its urgency lets it pass: there is no second one for a month."""
    await tx.change("urgent_passing", idem_key=key)


# ---------------------------------------------------------------------------------------------------------------- held
@dataclass(frozen=True, slots=True)
class Held:
    """A message that is held back, and no digest has taken along yet."""

    key: str
    purpose: str
    about: About
    subject: str
    reason: str
    """Of the gate, or of a failed try."""
    since: datetime
    until: datetime
    """When it is tried by itself."""
    valid_until: datetime | None
    settled: bool
    """Its question was answered, or is over."""
    content: Mapping[str, Any]

    @property
    def item(self) -> Item:
        return Item(self.key, self.about, self.subject, self.since, self.valid_until, self.settled)


async def hold(tx: Transaction, key: str, person: str, hold: Hold, at: datetime, digest_at: datetime | None) -> None:
    """The gate holds it back at `at`. `digest_at`: when the next digest comes; None: there is none."""
    await outbox.later(tx, key, hold.until, hold.reason)
    await tx.change("held_back", idem_key=key, at=seconds(at))
    if hold.digest and digest_at is not None:
        await due_by(tx, person, digest_at)


async def held(tx: Transaction, person: str, at: datetime) -> list[Held]:
    """All of it, oldest first: also what no digest may tell, and what stands in line behind it by `at`."""
    await tx.change("held_behind", person_id=person, at=seconds(at))
    return [_held(row) for row in await tx.rows("held_of", person_id=person)]


async def for_digest(tx: Transaction, person: str, at: datetime) -> list[Held]:
    """What a digest may tell: held back for a reason that allows it, and with their consent as it is now."""
    agreed = {purpose for purpose, said in (await profile.consents(tx, person)).items() if said[0]}
    return [one for one in await held(tx, person, at) if one.purpose in agreed and _may(one)]


async def look_again(tx: Transaction, person: str, at: datetime) -> None:
    """What they wish has changed: the gate is asked about all that it held back once more."""
    await tx.change("held_look_again", person_id=person, at=seconds(at))


async def withdraw(tx: Transaction, gone: Iterable[tuple[str, str]]) -> None:
    """(key, why): nobody needs it any more, nor what hangs on it."""
    for key, reason in gone:
        await tx.change("held_withdraw", idem_key=key, reason=reason)


# ------------------------------------------------------------------------------------------------------------- digests
@dataclass(frozen=True, slots=True)
class Digests:
    """How somebody gets theirs."""

    rhythm: Rhythm | None = None
    """None: as the association has it."""
    last_at: datetime | None = None
    """The last that was really sent told of what was held until then; None: there was none."""
    due_at: datetime | None = None
    """When its timer goes off; None: nothing waits for one."""


async def digests_of(tx: Transaction, person: str) -> Digests:
    row = await tx.row("digest_of", person_id=person)
    due_at = await conversations.timer_at(tx, person, TIMER)
    return Digests(row[0], moment(row[1]), due_at) if row else Digests(due_at=due_at)


async def set_rhythm(tx: Transaction, person: str, rhythm: Rhythm | None, at: datetime) -> None:
    """When the next is due has to be set after this. None: as the association has it."""
    assert rhythm is None or rhythm in get_args(Rhythm)
    await tx.change("digest_rhythm", person_id=person, rhythm=rhythm, at=seconds(at))


async def set_due(tx: Transaction, person: str, at: datetime | None) -> None:
    """None: nothing waits for one."""
    if at is None:
        await conversations.cancel_timer(tx, person, TIMER)
    else:
        await conversations.set_timer(tx, person, TIMER, at)


async def due_by(tx: Transaction, person: str, at: datetime) -> None:
    """No later than then; sooner, if so it was."""
    before = await conversations.timer_at(tx, person, TIMER)
    if before is None or before > at:
        await conversations.set_timer(tx, person, TIMER, at)


async def pack(tx: Transaction, digest_key: str, keys: Iterable[str]) -> None:
    """What the message `digest_key`, queued in this transaction, tells: nobody else does from now on. Raises ValueError
    for a message that is not held: then nothing of this transaction may stay."""
    for key in keys:
        if not await tx.change("digest_pack", idem_key=key, digest_key=digest_key):
            raise ValueError(f"{key} is not held, or another digest tells it")


@dataclass(frozen=True, slots=True)
class Telling:
    """What a digest tells that is not known to be sent yet."""

    keys: tuple[str, ...]
    abouts: frozenset[About]
    purposes: frozenset[str]
    """Consents that it needs."""
    stale: bool
    """Something in it was withdrawn since it was put together."""


async def telling(tx: Transaction, digest_key: str) -> Telling:
    """Looked at before it is sent: if it is stale, or tells what is not wanted any more, it is to be unpacked, and
    another one put together."""
    rows = await tx.rows("digest_tells", digest_key=digest_key)
    keys = tuple(row[0] for row in rows)
    abouts, purposes = frozenset(about_of(row[2], row[1]) for row in rows), frozenset(row[1] for row in rows)
    return Telling(keys, abouts, purposes, any(row[3] != "queued" for row in rows))


async def unpack(tx: Transaction, digest_key: str, reason: str) -> bool:
    """It is not sent; what it would have told is held as before. False: it was tried, and may have reached them; so it
    stays as it is, and is tried again."""
    if not await tx.change("digest_withdraw", digest_key=digest_key, reason=reason):
        return False
    await tx.change("digest_withdraw_buttons", digest_key=digest_key, reason=reason)
    await tx.change("digest_unpack", digest_key=digest_key)
    return True


async def never_sent(tx: Transaction, digest_key: str) -> None:
    """The homeserver has refused it for good: what it would have told is held as before."""
    await tx.change("digest_unpack", digest_key=digest_key)


async def told(
    tx: Transaction, digest_key: str, person: str, until: datetime, state: Literal["sent", "unknown"] = "sent"
) -> int:
    """The message has reached them (or may have: "unknown"): so has what it tells, how many messages. 0: it told of
    none, or this was known. It told of what was held until `until`."""
    await tx.change("digest_told_buttons", digest_key=digest_key)
    count = await tx.change("digest_told", digest_key=digest_key, state=state)
    if count:
        await tx.change("digest_last", person_id=person, at=seconds(until))
    return count


async def in_full(tx: Transaction, digest_key: str) -> bool:
    """Whether it says one message as it is: that may ask something, as if it had come by itself."""
    return bool(await tx.value("digest_in_full", digest_key=digest_key))


async def told_by_digest(tx: Transaction, key: str) -> bool:
    """Whether this message has reached them in another one's words only: there is nothing of it to be edited."""
    return bool(await tx.value("told_by_digest", idem_key=key))


@dataclass(frozen=True, slots=True)
class Waits:
    """How many messages wait for one reason."""

    about: About
    reason: str
    """Of the gate."""
    count: int
    first: datetime
    last: datetime
    """When the first and the last of them are tried again by themselves."""


async def waits(tx: Transaction, *, person: str = "", subject: str = "") -> list[Waits]:
    """What is held back, most first. "": of everybody; about anything."""
    found: dict[tuple[About, str], Waits] = {}
    for about, purpose, reason, count, first, last in await tx.rows("waits", person_id=person, subject=subject):
        key = (about_of(about, purpose), reason)
        one = Waits(*key, count, moment(first), moment(last))
        if reason not in REASONS:
            continue  # what fails for a moment has passed the gate
        if before := found.get(key):
            one = Waits(*key, before.count + count, min(before.first, one.first), max(before.last, one.last))
        found[key] = one
    return sorted(found.values(), key=lambda one: (-one.count, ABOUTS.index(one.about), one.reason))


async def said(tx: Transaction, key: str) -> tuple[About, str, str] | None:
    """(what it is about, id of that object, its text) of a message, whatever became of it; None: it is forgotten."""
    row = await tx.row("told_about", idem_key=key)
    if row is None:
        return None
    purpose, about, subject, content = row
    return about_of(about, purpose), subject, str(json.loads(content).get("body", "")) if content else ""


def next_key(person: str, at: datetime) -> str:
    """Idempotency key of a digest that is put together at `at`: one a second and person."""
    return f"digest:{person}:{seconds(at)}"


def again(at: datetime) -> datetime:
    """When one can be put together anew after another was unpacked: not under the same key."""
    return at + timedelta(seconds=1)


def _may(one: Held) -> bool:
    """A failed try is no reason of the gate: what fails for a moment has passed it."""
    return any(one.reason == reason and may_be_digested(one.about, reason) for reason in REASONS)


def about_of(said: About | Literal[""], purpose: str) -> About:
    """What a message is about; "": it does not say so itself."""
    return said or BY_PURPOSE.get(purpose, "other")


def _held(row: Row) -> Held:
    key, purpose, about, subject, reason, since, until, valid, settled, content = row
    of = about_of(about, purpose)
    times = moment(since), moment(until), moment(valid)
    return Held(key, purpose, of, subject, reason, *times, bool(settled), json.loads(content) if content else {})
