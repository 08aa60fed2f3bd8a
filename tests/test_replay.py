"""`engagebot replay-round`, on a database file."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from engagebot.__main__ import main
from engagebot.config import Settings, shipped
from engagebot.rounds import Rounds, seed_of
from engagebot.store import privacy, rounds
from engagebot.store.migrate import migrate
from engagebot.store.rounds import Round
from engagebot.store.sqlite import Store
from tests.test_rounds import ADA, BEN, CLEO, DAN, meets

NOW = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)
HEAD = f"2026-03-03 18:00 UTC: seed {seed_of('r1')}, 4 people,"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ENGAGEBOT_{name.upper()}", raising=False)
    (tmp_path / "data").mkdir()
    migrate(tmp_path / "data" / "engagebot.sqlite", shipped("storage"), NOW)


def in_the_database(work: Callable[[Store], Awaitable[None]]) -> None:
    async def done() -> None:
        store = await Store.open("data/engagebot.sqlite", shipped("storage"))
        try:
            await work(store)
        finally:
            await store.close()

    asyncio.run(done())


async def played(store: Store) -> None:
    """Four people, of whom two fit best in one way only."""
    async with store.transaction() as tx:
        await meets(tx, ADA, ["garden", "music"])
        await meets(tx, BEN, ["garden", "music"])
        await meets(tx, CLEO, ["chess"])
        await meets(tx, DAN, ["chess"])
    await Rounds(store, Settings(_env_file=None), here=True).play("r1", NOW)


def test_the_same_pairs_come_out_again_and_nobody_is_named_unless_asked_for(capsys):
    in_the_database(played)
    assert main(["replay-round", "r1"]) == 0
    first, *pairs, last = capsys.readouterr().out.splitlines()
    assert (first, last) == (f"round r1, {HEAD} 2 pairs", "the same pairs as then")
    numbers = [pair.split(" with ") for pair in pairs]
    assert sorted(n for pair in numbers for n in pair) == ["0", "1", "2", "3"]
    assert main(["replay-round", "r1", "--names"]) == 0
    named = [{each.split()[1] for each in pair.split(" with ")} for pair in capsys.readouterr().out.splitlines()[1:-1]]
    assert sorted(named, key=min) == [{ADA, BEN}, {CLEO, DAN}]


def test_after_an_erasure_it_says_why_the_pairs_differ(capsys):
    async def erase(store: Store) -> None:
        async with store.transaction() as tx:
            await privacy.erase(tx, ADA)

    in_the_database(played)
    main(["replay-round", "r1"])
    before = capsys.readouterr().out.splitlines()[1:-1]
    in_the_database(erase)
    assert main(["replay-round", "r1", "--names"]) == 1
    first, pair, why, then, now = capsys.readouterr().out.splitlines()
    assert first == f"round r1, {HEAD} 1 pairs"
    assert {each.split()[1] for each in pair.split(" with ")} == {CLEO, DAN}
    erased = why.removeprefix("erased since: ").partition(".")[0]
    assert f"{erased} (erased)" in then and BEN in then and now == "only now: none"
    assert sum(erased in each.split(" with ") for each in before) == 1


def test_another_result_than_then_is_shown(capsys):
    async def falsify(store: Store) -> None:
        async with store.transaction() as tx:
            one = await rounds.find_round(tx, "r1")
            assert one
            await rounds.save_round(tx, Round("r1", NOW, one.seed, one.rules, 4, [[0, 1], [2, 3]], one.rarity))
            await rounds.save_round(tx, Round("r0", NOW, 5, one.rules, 0))

    in_the_database(played)
    main(["replay-round", "r1"])
    real = set(capsys.readouterr().out.splitlines()[1:-1])
    in_the_database(falsify)
    if real == {"0 with 1", "2 with 3"}:
        pytest.skip("the seed gives the very pairs that were to be the wrong ones")
    assert main(["replay-round", "r1"]) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "only then: 0 with 1; 2 with 3", f"only now: {'; '.join(sorted(real))}"]
    assert main(["replay-round"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "r0  2026-03-03 18:00 UTC  seed 5  0 people  not finished",
        f"r1  2026-03-03 18:00 UTC  seed {seed_of('r1')}  4 people  2 pairs"]


def test_a_round_that_is_not_there_or_not_finished_is_said_to_be_so(capsys):
    async def begin(store: Store) -> None:
        async with store.transaction() as tx:
            await rounds.save_round(tx, Round("r0", NOW, 5, {}, 0))

    assert main(["replay-round"]) == 0
    assert "no round was played" in capsys.readouterr().out
    in_the_database(begin)
    assert [main(["replay-round", one]) for one in ("r0", "r9")] == [1, 1]
    said = capsys.readouterr().err.splitlines()
    assert [line.partition(";")[0] for line in said] == [
        "the round 'r0' is not finished", "there is no round 'r9', or it is forgotten"]
