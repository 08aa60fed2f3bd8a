"""On a homeserver that keeps its usual limits. It comes last: what it looks at goes on beside all others here."""
from __future__ import annotations

import asyncio

from tests.e2e.usual_limits import PEOPLE


async def test_sixty_are_called_once_each_by_a_bot_that_is_killed_twice(sixty_called: asyncio.Task[list[int]]) -> None:
    assert await sixty_called == [1] * PEOPLE
