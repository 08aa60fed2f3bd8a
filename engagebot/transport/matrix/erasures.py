"""Who was erased, kept where no copy of ours reaches: in the account data of the bot, and without their names.

A copy that is restored still holds everybody who was erased after it was made. By this they are found, and erased
again.
"""
from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from engagebot.transport.matrix.direct import unguessable
from engagebot.transport.matrix.wire import Answer, Unreachable, Wire, path

TYPE = "org.engagebot.erased"
KEPT = timedelta(days=60)
"""No copy that is older should exist."""


@dataclass
class Erasures:
    """`secret` makes from an id what nobody else can; a copy holds it, too."""

    me: str
    wire: Wire
    secret: str = field(repr=False)
    clock: Callable[[], datetime]
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def note(self, person: str) -> None:
        """They are being erased. Repeatable. Raises Unreachable."""
        async with self._lock:
            now = self.clock()
            known = {mark: at for mark, at in (await self._known()).items() if at > (now - KEPT).timestamp()}
            known[self._mark(person)] = int(now.timestamp())
            answer = await self.wire.insist("PUT", self._place(), {"marks": known})
            if not answer.ok:
                raise Unreachable(f"noting an erasure: {answer}", answer.after_seconds)

    async def among(self, people: Iterable[str], since: datetime) -> set[str]:
        """Who of these was erased since then. Raises Unreachable."""
        known = await self._known()
        return {person for person in people if known.get(self._mark(person), 0) >= int(since.timestamp())}

    async def _known(self) -> dict[str, int]:
        answer: Answer = await self.wire.insist("GET", self._place())
        if not answer.ok and answer.status != 404:
            raise Unreachable(f"reading erasures: {answer}", answer.after_seconds)
        marks: Any = answer.body.get("marks")
        return {str(mark): at for mark, at in marks.items() if isinstance(at, int)} if isinstance(marks, dict) else {}

    def _mark(self, person: str) -> str:
        return unguessable(self.secret, f"erased {person}")

    def _place(self) -> str:
        return path("user", self.me, "account_data", TYPE)
