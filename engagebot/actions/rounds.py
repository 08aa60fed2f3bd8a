"""Once a week everybody who wants it is paired, and then they are asked, some at a time."""

from __future__ import annotations

from datetime import datetime
from itertools import chain

from engagebot.actions import proposing
from engagebot.actions.act import Act
from engagebot.actions.proposing import INTRODUCTIONS
from engagebot.crowd import round_after
from engagebot.domain.introductions import rarity_from_json
from engagebot.engine.effects import TimerSet
from engagebot.store import introductions, profile, rounds

MOST_AT_ONCE = 80
"""So many timers one event sets."""


def round_at(act: Act) -> datetime:
    return round_after(act.at, act.settings, act.calendar)


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
    _spread(act, found.id, 0, len(found.result or ()) + alone)


def _spread(act: Act, round_id: str, first: int, last: int) -> None:
    """Cut into batches; of batches, if there are many: to write down thousands at once would keep others waiting."""
    each = max(act.settings.introduction_batch, -(-(last - first) // MOST_AT_ONCE))
    for begin in range(first, last, each):
        subject = f"{begin} {min(begin + each, last)} {round_id}"
        act.effects.append(TimerSet("introduce", act.at, subject, each=True, person=""))


async def introduce_due(act: Act, subject: str) -> None:
    """One batch of a round: those who were put together are asked, those for whom there was nobody are told; `subject`:
    the number of the first of them, and of the first no longer of them, and the round. A large one is cut further."""
    first, last, round_id = subject.split(" ", 2)
    if int(last) - int(first) > act.settings.introduction_batch:
        _spread(act, round_id, int(first), int(last))
        return
    found = await rounds.find_round(act.tx, round_id)
    if found is None or found.result is None:
        return
    work, rarest = list(found.result[int(first) : int(last)]), rarity_from_json(found.rarity)
    if int(last) > len(found.result):  # only then is it worth looking for those who are in no group
        together = set(chain.from_iterable(found.result))
        alone = [[n] for n in range(found.people) if n not in together]
        work += alone[max(0, int(first) - len(found.result)) : int(last) - len(found.result)]
    for numbers in work:
        named = [await rounds.round_person(act.tx, round_id, n) for n in numbers]
        group = [person for person in named if person]
        whole = len(group) == len(numbers) > 1
        if whole and await proposing.propose(act, group, rarest=rarest, round_id=round_id):
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
