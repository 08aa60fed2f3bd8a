"""A round of introductions: everybody is read and paired, and what came of it is written down, with all that it takes
to do it again.

Nothing of this happens inside an event's transaction: `dialogue` asks for it, and then begins the event again. People
are read and written in pages, and paired by a process of its own (`pairer`) with the lowest claim on the processor,
which ends with its work; so nobody who writes meanwhile waits for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import os
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from engagebot.config import Settings
from engagebot.crowd import barred_for, member_of, pairs_barred, present, rules_of
from engagebot.domain.pairing_lines import Found, answered, bars_line, head, members_line
from engagebot.domain.rounds import rules_as_json
from engagebot.store import rounds
from engagebot.store.rounds import PAGE, Round, RoundMember
from engagebot.store.sqlite import Store

log = logging.getLogger(__name__)

PAIRER = "engagebot.pairer"
SEARCHED = str(Path(__file__).parent.parent)
"""Where the package lies: a checkout need not be installed."""
LONGEST_LINE = 1 << 22
"""Bytes of a line of its answer: the last one says who is with whom, of twenty thousand people."""
MOST_SECONDS = 900
"""What takes longer has gone astray; the event is tried again, and then set aside."""


class PairingFailed(Exception):
    """The process that pairs ended before it had answered; it has said why on stderr."""


class Rounds:
    def __init__(self, store: Store, settings: Settings, *, here: bool = False) -> None:
        """`here`: people are paired in this process, for scripts and tests."""
        self.store, self.settings, self.here = store, settings, here
        self._playing, self._looking = asyncio.Lock(), asyncio.Lock()

    async def play(self, round_id: str, at: datetime) -> None:
        """Afterwards the round is finished and in the database. What was begun of it and not finished is forgotten: it
        begins anew."""
        async with self._playing:
            async with self.store.transaction() as tx:
                known = await rounds.find_round(tx, round_id)
            if known and known.result is not None:
                return
            if known:
                await self._forget(known)
            began = asyncio.get_running_loop().time()
            rules, seed = rules_of(self.settings), seed_of(round_id)
            people, coming = 0, [head(rules, seed)]
            async for page in present(self.store, at, rules):
                people += len(page.members)
                coming.append(members_line(page.members))
                coming.append(bars_line(await pairs_barred(self.store, page, at, rules)))
            one = Round(round_id, at, seed, rules_as_json(rules), people)
            async with self.store.transaction() as tx:
                await rounds.save_round(tx, one)
            found = Found(left_over=people)
            if people > 1:
                found = await self._written_down(round_id, coming)
            async with self.store.transaction() as tx:
                await rounds.save_round(tx, replace(one, result=found.result, rarity=found.rarity))
            log.info(
                "round %s: seed %d, %d people, %d pairs, %d trios, %d left over, weight %d of at most %.0f, %.1f s",
                *(round_id, seed, people, found.pairs, found.trios, found.left_over, found.weight, found.bound),
                asyncio.get_running_loop().time() - began,
            )

    async def partner(self, person: str, at: datetime) -> str | None:
        """Who fits them best of those who would be introduced to somebody now; None: nobody does, or they do not want
        to be introduced."""
        async with self._looking:
            rules = rules_of(self.settings)
            async with self.store.transaction() as tx:
                known = await member_of(tx, person, at)
                barred = await barred_for(tx, person, at, rules)
            if known is None:
                return None
            coming = [head(rules, seed_of(f"{person} {at.isoformat()}"), known[0])]
            coming += [members_line(page.members) async for page in present(self.store, at, rules) if page.members]
            if len(coming) == 1:
                return None
            coming.append(bars_line((person, other) for other in barred))
            async with asyncio.timeout(MOST_SECONDS), aclosing(self._answers(coming)) as answers:
                return [Found(**json.loads(line)) async for line in answers][-1].partner

    async def _forget(self, one: Round) -> None:
        for below in range(0, one.people + PAGE, PAGE):
            async with self.store.transaction() as tx:
                await rounds.drop_members(tx, one.id, below)
            await asyncio.sleep(0)
        async with self.store.transaction() as tx:
            await rounds.drop_round(tx, one.id)

    async def _written_down(self, round_id: str, coming: Sequence[bytes]) -> Found:
        async with asyncio.timeout(MOST_SECONDS), aclosing(self._answers(coming)) as answers:
            async for line in answers:
                some = json.loads(line)
                if "result" in some:
                    return Found(**some)
                first = some.get("first", 0)
                async with self.store.transaction() as tx:
                    members = (RoundMember(n, *each) for n, each in enumerate(some.get("members", ()), first))
                    await rounds.add_members(tx, round_id, members)
                    await rounds.add_bars(tx, round_id, some.get("bars", ()))
        raise PairingFailed(round_id)

    async def _answers(self, coming: Sequence[bytes]) -> AsyncGenerator[bytes, None]:
        """Raises PairingFailed."""
        if self.here:
            for line in answered(coming):
                yield line
            return
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", PAIRER),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LONGEST_LINE,
            env=_environment(),
            start_new_session=True,  # the terminal's Ctrl-C is for the bot, which ends it
        )
        assert process.stdin and process.stdout
        feeding = asyncio.create_task(_feed(process.stdin, coming))
        try:
            while line := await process.stdout.readline():
                yield line
            if await process.wait():
                raise PairingFailed(f"it ended with {process.returncode}")
        finally:
            feeding.cancel()
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
            process.stdin.close()
            await process.communicate()  # what nobody reads any more would keep the pipe open


def seed_of(words: str) -> int:
    """The same for the same round; not negative, and as large as a column of the database can be."""
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:8]) >> 1


async def _feed(stream: asyncio.StreamWriter, coming: Sequence[bytes]) -> None:
    """When it ends too early, whoever reads its answer notices."""
    with contextlib.suppress(ConnectionError):
        for line in coming:
            stream.write(line)
            await stream.drain()
        stream.close()
        await stream.wait_closed()


def _environment() -> dict[str, str]:
    """It needs no secret, and one core is enough: the other is for those who write."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGEBOT_")}
    path = os.pathsep.join(filter(None, (SEARCHED, os.environ.get("PYTHONPATH"))))
    return {**others, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"}
