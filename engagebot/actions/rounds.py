"""Once a week everybody who wants it is paired, and then they are asked, some at a time."""

from __future__ import annotations

from datetime import datetime
from itertools import chain

from engagebot.actions import proposing
from engagebot.actions.act import Act
from engagebot.actions.proposing import INTRODUCTIONS
from engagebot.domain.introductions import next_round, rarity_from_json
from engagebot.engine.effects import TimerSet
from engagebot.store import introductions, profile, rounds


def round_at(act: Act) -> datetime:
    settings, zone = act.settings, act.calendar.zone
    return next_round(act.at, zone, settings.introduction_day, settings.introduction_hour)


def arm(act: Act) -> None:
    """The next round is on the clock; there is one timer for it."""
    act.effects.append(TimerSet("round", round_at(act), person="", once=True))


async def round_due(act: Act, _subject: str) -> None:
    """The round is played before this is decided; what is left to do is begun in batches, so that nobody waits for all
    of it."""
    act.round_played(act.event_id)
    arm(act)
    found = await rounds.find_round(act.tx, act.event_id)
    if found is None or not found.people:
        return
    together = sum(map(len, found.result or ()))
    alone = found.people - together
    each = act.settings.introduction_batch
    for first in range(0, len(found.result or ()) + alone, each):
        act.effects.append(TimerSet("introduce", act.at, f"{first} {found.id}", each=True, person=""))


async def introduce_due(act: Act, subject: str) -> None:
    """One batch of a round: those who were put together are asked, those for whom there was nobody are told; `subject`:
    the number of the first of them, and the round."""
    first, _, round_id = subject.partition(" ")
    found = await rounds.find_round(act.tx, round_id)
    if found is None or found.result is None:
        return
    together = set(chain.from_iterable(found.result))
    work = [*found.result, *([n] for n in range(found.people) if n not in together)]
    work = work[int(first) : int(first) + act.settings.introduction_batch]
    for numbers in work:
        named = [await rounds.round_person(act.tx, round_id, n) for n in numbers]
        group = [person for person in named if person]
        whole = len(group) == len(numbers) > 1
        if whole and await proposing.propose(act, group, rarest=rarity_from_json(found.rarity), round_id=round_id):
            continue
        for person in group:
            await _left_over(act, person)


async def _left_over(act: Act, person: str) -> None:
    """They come first in the next round; they hear so the first time in a row only."""
    meets = await introductions.meets_of(act.tx, person)
    if meets is None or meets.stopped_at or not await profile.agrees(act.tx, person, INTRODUCTIONS):
        return
    await introductions.left_over(act.tx, [person])
    if not meets.left_over:
        key = f"left_over:{act.event_id}:{person}"
        act.tell("introductions.left_over", person=person, purpose=INTRODUCTIONS, key=key)
