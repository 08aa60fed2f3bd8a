"""`replay-round`: a round of introductions played again from what was kept of it, also while the bot runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engagebot.config import Settings
from engagebot.domain.introductions import bars
from engagebot.domain.rounds import Inputs, facts_from_json, played, result, rules_from_json
from engagebot.store import rounds
from engagebot.store.rounds import PAGE, Round, RoundMember
from engagebot.store.sqlite import Store
from engagebot.tasklist import opened
from engagebot.upkeep import CannotDo

LISTED = 20
"""The last rounds, of several months."""

Groups = set[tuple[int, ...]]


async def list_rounds(settings: Settings) -> int:
    async with opened(settings) as store, store.transaction() as tx:
        found = await rounds.last_rounds(tx, LISTED)
    for one in found:
        together = "not finished" if one.result is None else f"{len(one.result)} pairs"
        print(f"{one.id}  {one.at:%Y-%m-%d %H:%M} UTC  seed {one.seed}  {one.people} people  {together}")
    if not found:
        print("no round was played, or all are forgotten (ENGAGEBOT_KEEP_ROUNDS_DAYS)")
    return 0


async def replay(settings: Settings, round_id: str, *, names: bool = False) -> int:
    """Print the pairs as numbers, and whether they are the same as then; 1: they are not. Raises CannotDo."""
    async with opened(settings) as store:
        one, members, barred = await _kept(store, round_id)
    erased = [each.n for each in members if each.facts is None]
    inputs = Inputs(
        tuple(facts_from_json(str(each.n), each.facts or {}) for each in members),
        bars((str(a), str(b)) for a, b in barred),
        rules_from_json(one.rules),
        one.seed,
    )
    then, now = _groups(one.result or ()), _groups(result(played(inputs)))
    who = {each.n: f"{each.n} {each.person or '(erased)'}" if names else str(each.n) for each in members}
    print(f"round {one.id}, {one.at:%Y-%m-%d %H:%M} UTC: seed {one.seed}, {one.people} people, {len(now)} pairs")
    for group in sorted(now):
        print(_line(group, who))
    if erased:
        print(
            f"erased since: {', '.join(map(str, erased))}. What they had told is gone, so nothing speaks for them any "
            "more, and the pairs may differ from those of then."
        )
    if then == now:
        print("the same pairs as then")
        return 0
    for heading, groups in (("only then", then - now), ("only now", now - then)):
        print(f"{heading}: {'; '.join(_line(group, who) for group in sorted(groups)) or 'none'}")
    return 1


async def _kept(store: Store, round_id: str) -> tuple[Round, list[RoundMember], list[tuple[int, int]]]:
    """In pages: the bot may be running. Raises CannotDo."""
    async with store.transaction() as tx:
        one = await rounds.find_round(tx, round_id)
    if one is None:
        raise CannotDo(f"there is no round {round_id!r}, or it is forgotten; `engagebot replay-round` lists those kept")
    if one.result is None:
        raise CannotDo(f"the round {round_id!r} is not finished; it begins anew when the bot runs")
    members, barred = list[RoundMember](), list[tuple[int, int]]()
    for first in range(0, one.people, PAGE):
        async with store.transaction() as tx:
            members += await rounds.round_members(tx, round_id, first, first + PAGE)
            barred += await rounds.round_bars(tx, round_id, first, first + PAGE)
    return one, members, barred


def _groups(found: Sequence[Sequence[int]]) -> Groups:
    return {tuple(group) for group in found}


def _line(group: Sequence[int], who: Mapping[int, str]) -> str:
    first, *others = (who[n] for n in group)
    return f"{first} with {' and '.join(others)}"
