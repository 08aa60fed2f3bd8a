"""`python -m benchmarks.watched`: the bot, which says every second on stderr how late its event loop was at most.

Two figures: milliseconds on the wall clock, which a busy machine lengthens, and milliseconds that the processor worked
in the longest callback, which it does not: so long the bot itself kept everybody waiting.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from collections.abc import Iterable
from typing import Any

from engagebot import app
from engagebot.__main__ import main

TICK_SECONDS = 0.01
LINE = re.compile(r"loop late (?P<wall>[\d.]+) ms, worked (?P<work>[\d.]+) ms")


def lateness(written: Iterable[str]) -> list[tuple[float, float]]:
    """(on the wall clock, worked), in milliseconds, for each second, of what such a bot wrote."""
    return [(float(found["wall"]), float(found["work"])) for line in written if (found := LINE.match(line))]


class Longest:
    """Seconds of the processor in one callback of the event loop, at most, since it was asked last."""

    def __init__(self) -> None:
        self._longest = 0.0
        run = asyncio.Handle._run

        def timed(handle: asyncio.Handle) -> None:
            began = time.thread_time()
            run(handle)
            self._longest = max(self._longest, time.thread_time() - began)

        asyncio.Handle._run = timed  # type: ignore[method-assign]

    def ask(self) -> float:
        longest, self._longest = self._longest, 0.0
        return longest


async def watch() -> None:
    """Until cancelled."""
    longest = Longest()
    while True:
        late = 0.0
        until = time.monotonic() + 1
        while time.monotonic() < until:
            began = time.monotonic()
            await asyncio.sleep(TICK_SECONDS)
            late = max(late, time.monotonic() - began - TICK_SECONDS)
        worked = longest.ask()
        print(f"loop late {late * 1000:.1f} ms, worked {worked * 1000:.1f} ms", file=sys.stderr, flush=True)


def watched() -> None:
    serve = app._serve

    async def with_watch(*given: Any) -> None:
        watching = asyncio.create_task(watch())
        try:
            await serve(*given)
        finally:
            watching.cancel()

    app._serve = with_watch


if __name__ == "__main__":
    watched()
    sys.exit(main(["run"]))
