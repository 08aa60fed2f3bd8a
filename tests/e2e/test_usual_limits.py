"""On a homeserver that keeps its usual limits."""
from __future__ import annotations

from pathlib import Path

from tests.e2e.usual_limits import PEOPLE, call_to_sixty


async def test_sixty_are_called_once_each_by_a_bot_that_is_killed_twice(tmp_path: Path) -> None:
    assert await call_to_sixty(tmp_path) == [1] * PEOPLE
