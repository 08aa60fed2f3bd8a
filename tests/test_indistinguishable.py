"""A no cannot be told from silence: whatever the other does, nothing that somebody can ever see is different.

The same community is played in worlds that differ only in what Bruno does; all that Ada can observe is compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import pytest

from engagebot.config import Settings
from engagebot.script import Stage

ADA = "@ada:console"
Line = tuple[str, str]
"""(when on the wall clock, line of a script)"""

PAIR = (
    "@ person: ada; introductions=weekly; interests=compost; onboarded=yes",
    "@ person: bruno; introductions=weekly; interests=compost; onboarded=yes",
    "@ person: zoé; introductions=weekly; interests=apiculture; onboarded=yes",     # with whom nobody has anything
)
TRIO = (
    "@ person: ada; introductions=weekly; interests=compost; trios=yes; onboarded=yes",
    "@ person: bruno; introductions=weekly; interests=compost; trios=yes; onboarded=yes",
    "@ person: carla; introductions=weekly; interests=compost; trios=yes; onboarded=yes",
)
WELCOME = (
    "@ person: bruno; interests=compost; onboarded=yes; newcomer=no; welcomes=yes",
)
NAME = re.compile(r"\w+")
ROUND = "2026-03-03T18:00"
"""Tuesday, a day after scripts begin."""
YES = ("2026-03-03T18:30", "ada> oui")
LAST = "2026-03-20T12:00"
KEPT = (
    "idem_key", "txn", "room_id", "lane", "purpose", "op", "content", "parent_key", "caused_by", "state", "reason",
    "tries", "first_try_at", "not_before", "event_id", "queued_at", "sent_at",
)  # fmt: skip

WATCHES: list[Line] = [
    (f"2026-03-{day:02}T{hour}", f"ada> {said}")
    for day in range(4, 20)
    for hour, said in (
        ("09:30", "mes données"),
        ("09:31", "oui" if day in (4, 11) else "non"),
        ("12:00", "mises en contact"),
        ("12:01", "passer"),
        ("15:00", "présente-moi quelqu'un"),
    )
]
WATCHES += [("2026-03-03T22:20", "ada> répéter"), ("2026-03-03T22:25", "ada> mes données")]
"""What Ada looks at, every day: her data (at times also as a file), where her introductions are, somebody else."""
WAITS: list[Line] = [(f"2026-03-{day:02}T12:00", "") for day in range(4, 20)]


@dataclass
class World:
    stage: Stage
    seen: list[Any]

    async def plays(self, lines: Sequence[Line]) -> None:
        """In the order of their times. Events are numbered for each person, so that one who does more changes no number
        of another's."""
        counts: dict[str, int] = {}
        for at, line in sorted(lines, key=lambda each: each[0]):
            self.seen += [said for said in await self.stage.play(f"~ until {at}") if _to_ada(said)]
            who = ""
            if line:
                who = NAME.match(line)[0]
                counts[who] = counts.get(who, 0) + 1
                self.stage.count = sum(map(ord, who)) * 1000 + counts[who]
                said = await self.stage.play(line)
                self.seen += said if who == "ada" else [one for one in said if _to_ada(one)]
            if who in ("", "ada"):
                self.seen.append((at, await self.held()))

    async def held(self) -> dict[str, list[Any]]:
        """All that is there for Ada, as it is now."""
        columns = ", ".join(KEPT)
        queries = {
            "outbox": f"SELECT {columns} FROM outbox WHERE person_id = :ada AND content <> '' ORDER BY seq",
            "rooms": "SELECT idem_key, state, not_before FROM outbox WHERE op = 'introduce' AND content LIKE '%@ada:%'",
            "prompts": "SELECT * FROM prompt WHERE person_id = :ada ORDER BY asked_at, id",
            "timers": "SELECT * FROM timer WHERE person_id = :ada ORDER BY id",
            "conversation": "SELECT * FROM conversation WHERE person_id = :ada",
            "meets": "SELECT * FROM meets WHERE person_id = :ada",
            "person": "SELECT * FROM person WHERE id = :ada",
        }
        database = self.stage.store.database
        return {name: database.execute(query, {"ada": ADA}).fetchall() for name, query in queries.items()}


def _to_ada(line: str) -> bool:
    return "-> ada" in line or "+ada" in line


async def seen_by_ada(setting: Sequence[str], lines: Sequence[Line]) -> list[Any]:
    stage = await Stage.open(Settings(_env_file=None))
    try:
        for line in setting:
            await stage.play(line)
        world = World(stage, [])
        await world.plays([*lines, (LAST, "")])
        return world.seen
    finally:
        await stage.close()


def differences(seen: list[Any], expected: list[Any]) -> list[Any]:
    """The first thing that is not the same, of both; []: all is."""
    for one, other in zip_longest(seen, expected):
        if one == other:
            continue
        if isinstance(one, tuple) and isinstance(other, tuple) and one[0] == other[0]:
            return [(one[0], name, row, there) for name in one[1]
                    for row, there in zip_longest(one[1][name], other[1][name]) if row != there][:1]
        return [(one, other)]
    return []


def bruno(*said: tuple[str, str]) -> list[Line]:
    return [(f"2026-03-{at}", f"bruno{line}" if line[0] in "<>+" else f"bruno> {line}") for at, line in said]


BEFORE = ("03T18:10", "03T18:12")
"""Before Ada says yes at half past six."""
AT_ONCE, NIGHT = ("03T18:31", "03T18:32"), ("03T22:00", "03T22:10")
LATER = ("06T11:00", "06T11:01")
DOES = {
    "no": ("non",),
    "no, skipped": ("passer",),
    "blocks": ("ne me présente pas Ada",),
    "pauses": ("pause", "oui"),
    "stops": ("stop",),
    "opts out": ("plus de mises en contact",),
    "leaves": ("<",),
    "erases themselves": ("efface-moi", "oui"),
    "asks how": ("comment ça se passe ?",),
}
"""What may become of a question instead of silence."""
WORLDS = {
    f"{does}, {when}": bruno(*zip(times, said, strict=False))
    for does, said in DOES.items()
    for when, times in {"before": BEFORE, "at once": AT_ONCE, "by night": NIGHT, "later": LATER}.items()
}
WORLDS |= {
    "yes, and takes it back at once": bruno(("03T18:10", "oui"), ("03T18:12", "annuler")),
    "yes, takes it back, then no": bruno(("03T18:10", "oui"), ("03T18:12", "annuler"), ("04T10:00", "non")),
    "yes, and takes it back by the menu": bruno(
        ("03T18:10", "oui"), ("03T18:12", "mises en contact"), ("03T18:13", "1")
    ),
    "yes by night, and pauses": bruno(("03T22:00", "oui"), ("03T22:10", "pause"), ("03T22:11", "oui")),
    "yes by night, and stops": bruno(("03T22:00", "oui"), ("03T22:10", "stop")),
    "yes by night, and opts out": bruno(("03T22:00", "oui"), ("03T22:10", "plus de mises en contact")),
    "yes by night, and blocks": bruno(("03T22:00", "oui"), ("03T22:10", "ne me présente pas Ada")),
    "yes by night, and leaves": bruno(("03T22:00", "oui"), ("03T22:10", "<")),
    "yes by night, and erases themselves": bruno(("03T22:00", "oui"), ("03T22:10", "efface-moi"), ("03T22:11", "oui")),
}


@pytest.fixture(scope="module")
def silence() -> dict[Any, list[Any]]:
    """What was seen in worlds of silence, as far as they were played already."""
    return {}


@pytest.mark.parametrize("looks", [False, True], ids=["waits", "looks"])
@pytest.mark.parametrize("world", list(WORLDS))
async def test_in_a_pair_nothing_tells_a_no_from_silence(world, looks, silence):
    ada = [YES, *(WATCHES if looks else WAITS)]
    if looks not in silence:
        silence[looks] = await seen_by_ada(PAIR, ada)
    assert differences(await seen_by_ada(PAIR, [*ada, *WORLDS[world]]), silence[looks]) == []


@pytest.mark.parametrize(
    "goes", ["pause", "stop", "plus de mises en contact", "ne me présente pas Ada", "<", "efface-moi"]
)
async def test_who_knows_that_all_said_yes_hears_so_when_the_room_does_not_open_after_all(goes):
    lines = [("2026-03-03T22:00", "ada> oui"), *bruno(("03T18:10", "oui"), ("03T22:10", goes), ("03T22:11", "oui"))]
    seen = await seen_by_ada(PAIR, [*lines[: 4 if goes in ("pause", "efface-moi") else 3], ("2026-03-04T12:00", "")])
    said = [line for line in seen if isinstance(line, str) and not line.startswith("    ")]
    heard = ("Quelqu’un d’ici", "Tout le monde a dit oui", "Pas cette fois")
    assert len(said) == len(heard) and all(map(str.__contains__, said, heard))


# ---------------------------------------------------------------------------------------------------------------- trios
CARLA = [("2026-03-03T18:20", "carla> oui")]
TRIOS = {
    name: lines
    for name, lines in WORLDS.items()
    if name.endswith(("at once", "later", "menu")) or name.startswith("yes by night")
}


@pytest.mark.parametrize("looks", [False, True], ids=["waits", "looks"])
@pytest.mark.parametrize("world", list(TRIOS))
async def test_of_three_nothing_tells_a_no_of_one_from_silence(world, looks, silence):
    ada = [YES, *CARLA, *(WATCHES if looks else WAITS)]
    if ("trio", looks) not in silence:
        silence["trio", looks] = await seen_by_ada(TRIO, ada)
    assert "Deux personnes" in silence["trio", looks][0]
    assert differences(await seen_by_ada(TRIO, [*ada, *TRIOS[world]]), silence["trio", looks]) == []


# ------------------------------------------------------------------------------------------------------------ welcomers
SITTING = [
    (f"2026-03-03T17:{minute:02}", f"ada> {said}")
    for minute, said in enumerate(("bonjour", "1", "2", "passer", "passer", "passer", "oui", "non"))
]
"""A newcomer, who would be glad to meet her welcomer."""
WELCOMERS = {name: lines for name, lines in WORLDS.items() if "before" not in name and not name.startswith("yes")}


@pytest.mark.parametrize("world", list(WELCOMERS))
async def test_nothing_tells_a_newcomer_that_her_welcomer_said_no(world, silence):
    ada = [*SITTING, *WAITS]
    if "welcome" not in silence:
        silence["welcome"] = await seen_by_ada(WELCOME, ada)
        assert "Pas cette fois" in str(silence["welcome"]) and "Bruno" in str(silence["welcome"])
    assert differences(await seen_by_ada(WELCOME, [*ada, *WELCOMERS[world]]), silence["welcome"]) == []


# --------------------------------------------------------------------------------------------------------------- blocks
@pytest.mark.parametrize("at", ["02T12:30", "03T18:20", "12T12:30"], ids=["before", "asked", "after"])
async def test_who_is_blocked_sees_nothing_of_it(at):
    """Bruno is blocked by Ada, before he says anything; she sees what he would: so the two change places here."""
    setting = [line.replace("ada", "x").replace("bruno", "ada").replace("x", "bruno") for line in PAIR]
    quiet = await seen_by_ada(setting, WATCHES)
    blocked = await seen_by_ada(setting, [*WATCHES, *bruno((at, "ne me présente pas Ada"))])
    if at == "02T12:30":        # nobody is proposed to her any more, as if there were nobody
        quiet = await seen_by_ada(setting[1:], WATCHES)
    assert differences(blocked, quiet) == []
