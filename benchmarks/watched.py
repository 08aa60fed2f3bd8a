"""`python -m benchmarks.watched`: the bot, which says every second on stderr how late its event loop was at most.

Two figures: milliseconds on the wall clock, which a busy machine lengthens, and milliseconds that the processor worked
for the loop in one go, which it does not.
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


async def watch() -> None:
    """Until cancelled."""
    while True:
        late = worked = 0.0
        until = time.monotonic() + 1
        while time.monotonic() < until:
            began, work = time.monotonic(), time.thread_time()
            await asyncio.sleep(TICK_SECONDS)
            late = max(late, time.monotonic() - began - TICK_SECONDS)
            worked = max(worked, time.thread_time() - work)
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
