"""One lock for each name, as long as somebody holds it or waits for it: names come and go, and none is kept."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Locks:
    def __init__(self) -> None:
        self._wanted: dict[str, tuple[asyncio.Lock, int]] = {}

    def __len__(self) -> int:
        return len(self._wanted)

    @asynccontextmanager
    async def of(self, name: str) -> AsyncIterator[None]:
        lock, wanted = self._wanted.get(name) or (asyncio.Lock(), 0)
        self._wanted[name] = lock, wanted + 1
        try:
            async with lock:
                yield
        finally:
            _, wanted = self._wanted.pop(name)
            if wanted > 1:
                self._wanted[name] = lock, wanted - 1
