"""Open tasks that could be suggested to somebody: a hundred or so, as fast among ten thousand as among ten.

Where there are more, which of them are found is drawn by lot from the person and the moment: not everybody with a skill
sees the same ones, and asking again a little later finds others. `domain.matching` chooses from them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import zip_longest

from engagebot.domain.matching import Candidate, Seeker, place_key, same_place
from engagebot.domain.tasks import HORIZONS, ONLINE
from engagebot.store.sqlite import Row, Transaction
from engagebot.store.times import seconds

CANDIDATES = 120
"""Reading and ranking takes 25 µs each; more of them would hardly find anything better."""
WINDOW, INDEX_WINDOW, WINDOW_SHARES = 100, 200, 3
"""A way looks at so many rows (more where the index alone tells enough), or at so many times what is wanted of it."""
INDEX_ALONE = ("near_place", "near_horizon", "near_several", "near_unseen")
LATELY = timedelta(days=1)
"""So far back it counts to how many people a task was suggested."""
MOST_SKILLS, MOST_INTERESTS = 6, 4
"""Of a person who named more, these many are drawn by lot each time."""
ANY_TIME = 2**31 - 1
DAY_SECONDS = 86400
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
"""Of ids."""


@dataclass(frozen=True, slots=True)
class _Way:
    query: str
    share: float
    """Of all candidates. What a way leaves is given to the others."""
    parameters: dict[str, object] = field(default_factory=dict)
    from_start: bool = False


async def candidates(
    tx: Transaction, seeker: Seeker, at: datetime, limit: int = CANDIDATES, *, topic: str = "", place: str = ""
) -> list[Candidate]:
    """What `seeker` has taken or done is not among them. `topic`, `place`: only those of that topic, only those really
    at that place ("online" is one); `place` counts instead of theirs, and the ranking needs it in the `seeker` too."""
    here = place_key(place or seeker.place)
    few = await tx.value("open_tasks_counted", limit=limit + 1) <= limit
    theirs = {row[0] for row in await tx.rows("taken_by", person_id=seeker.id)}
    chosen: dict[str, None] = {}
    spare: list[list[str]] = []
    there: dict[str, bool] = {}
    for way in _ways(seeker, at, here, topic=topic, only_here=bool(place), few=few):
        share = max(1, int(way.share * limit))
        rows = await _walk(tx, way, share, seeker, at)
        there |= {key: _is_there(key, here, bool(place)) for key in {key for _, key in rows} - there.keys()}
        found = dict.fromkeys(task for task, key in rows if there[key])
        fresh = [task for task in found if task not in chosen and task not in theirs]
        chosen |= dict.fromkeys(fresh[:share])
        if way.query != "near_waiting":  # those are the same for everybody: no more of them
            spare.append(fresh[share:])
    chosen |= dict.fromkeys(one for row in zip_longest(*spare) for one in row if one)  # a little of each
    return await _read(tx, list(chosen)[:limit], seeker.id, at)


async def note(tx: Transaction, person: str, task_ids: Iterable[str], at: datetime) -> None:
    """These were suggested to `person`, whether anything comes of it or not."""
    for task in task_ids:
        await tx.change("suggested", person_id=person, task_id=task, at=seconds(at))


def _ways(seeker: Seeker, at: datetime, here: str, *, topic: str, only_here: bool, few: bool) -> Iterator[_Way]:
    """`few`: all open tasks can be looked at, so that is what is done."""
    if topic:
        yield _Way("near_topic", 1, {"topic": topic})
        return
    if few:
        yield from (_Way("near_horizon", 1, {"horizon": horizon}, from_start=True) for horizon in HORIZONS)
        return
    words = here.split()
    parts = [" ".join(words[:count]) for count in range(len(words), 0, -1)]  # "lyon 7e": there, and in "lyon"
    whole = 1 if only_here else 0.15
    for part in parts:
        yield _Way("near_place", whole / len(parts), {"place_key": part})
    if here:
        yield _Way("near_within", whole / 2, {"place_key": here})
    if only_here:
        return
    skills = _drawn(seeker.skills, MOST_SKILLS, seeker.id, at)
    for skill in skills:
        yield _Way("near_skill", 0.3 / len(skills), {"skill": skill})
    interests = _drawn(seeker.interests, MOST_INTERESTS, seeker.id, at)
    for interest in interests:
        yield _Way("near_interest", 0.15 / len(interests), {"interest": interest})
    yield _Way("near_could", 0.08)
    yield _Way("near_several", 0.08)
    yield _Way("near_unseen", 0.1, {"since": seconds(at - LATELY)})
    yield _Way("near_waiting", 0.05)
    yield _Way("near_horizon", 0.08, {"horizon": "now"})
    yield _Way("near_horizon", 0.08, {"horizon": "if_time"})


def _drawn(of: Iterable[str], count: int, person: str, at: datetime) -> list[str]:
    return sorted(of, key=lambda one: _lot(person, at, one))[:count]


def _lot(person: str, at: datetime, what: str) -> str:
    """Where to begin: as though it were the id of a task (`tasks.new_id`)."""
    drawn = hashlib.sha256(f"{person} {seconds(at)} {what}".encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in drawn[:8])


async def _walk(tx: Transaction, way: _Way, share: int, seeker: Seeker, at: datetime) -> list[Row]:
    """(id, key of its place): from somewhere on; from the beginning as well, where that was near the end."""
    minutes = ANY_TIME if seeker.minutes is None else seeker.minutes
    least = INDEX_WINDOW if way.query in INDEX_ALONE else WINDOW
    given = {**way.parameters, "window": max(least, WINDOW_SHARES * share), "minutes": minutes}
    if way.query in ("near_waiting", "near_within"):
        return await tx.rows(way.query, **given)
    start = "" if way.from_start else _lot(seeker.id, at, str(way))
    found = await tx.rows(way.query, **given, start=start)
    if start and len(found) < share:
        found += await tx.rows(way.query, **given, start="")
    return found


def _is_there(key: str, here: str, only_here: bool) -> bool:
    if only_here and (not key or (key == ONLINE) != (here == ONLINE)):
        return False
    return same_place(here, key)


async def _read(tx: Transaction, ids: list[str], person: str, at: datetime) -> list[Candidate]:
    if not ids:
        return []
    width = max(len(one) for one in ids)
    listed = {"ids": "".join(one.ljust(width) for one in ids), "width": width, "count": len(ids)}
    skills: dict[str, set[str]] = defaultdict(set)
    interests: dict[str, set[str]] = defaultdict(set)
    for task, is_skill, word in await tx.rows("candidate_words", **listed):
        (skills if is_skill else interests)[task].add(word)
    now, since = seconds(at), seconds(at - LATELY)
    seen_at: dict[str, int] = {row[0]: row[1] for row in await tx.rows("suggested_to", person_id=person)}
    found = []
    for row in await tx.rows("candidates", **listed, person_id=person, since=since):
        task, least, place, horizon, people, free, opened, topic, shown, could = row
        seen = seen_at.get(task)
        found.append(
            Candidate(
                task,
                least,
                frozenset(skills[task]),
                frozenset(interests[task]),
                place,
                horizon,
                people,
                free,
                waited_days=_days(opened, now),
                shown=shown - (seen is not None and seen > since),  # to others
                seen_days=None if seen is None else _days(seen, now),
                could=could,
                topic=topic,
            )
        )
    return found


def _days(since: int | None, now: int) -> float:
    return 0.0 if since is None else max(0.0, (now - since) / DAY_SECONDS)
