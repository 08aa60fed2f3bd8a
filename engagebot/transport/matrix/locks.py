"""What must not happen at the same time, and what may."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import TypeVar

T = TypeVar("T")


async def side_by_side(jobs: Iterable[Callable[[], Awaitable[T]]], at_once: int) -> list[T]:
    """Do them all, `at_once` at a time at most. -> their results, in their order. Raises what the first that failed
    raises, when all that had begun have been told to stop."""
    slots = asyncio.Semaphore(at_once)

    async def do(job: Callable[[], Awaitable[T]]) -> T:
        async with slots:
            return await job()

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(do(job)) for job in jobs]
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return [task.result() for task in tasks]


class Locks:
    """One lock for each name, as long as somebody holds it or waits for it: names come and go, and none is kept."""

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
