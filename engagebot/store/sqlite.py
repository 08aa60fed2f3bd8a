"""SQLite by aiosqlite: one writer connection, one transaction at a time, every write acknowledged by the disk."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from engagebot.store.sql import Query, load_queries

# synchronous=FULL costs 0.2 ms a commit and keeps every acknowledged row through a power cut; secure_delete overwrites
# what is erased (not every build of SQLite does so by itself).
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "busy_timeout=5000")

Row = tuple[Any, ...]


class Transaction:
    """What may be done between BEGIN and COMMIT. Queries are named as in `storage/queries/`."""

    def __init__(self, connection: aiosqlite.Connection, queries: Mapping[str, Query]) -> None:
        self.connection, self.queries = connection, queries

    async def rows(self, name: str, /, **parameters: object) -> list[Row]:
        found = await self.connection.execute_fetchall(self._sql(name, ""), parameters)
        return [tuple(row) for row in found]

    async def row(self, name: str, /, **parameters: object) -> Row | None:
        found = list(await self.connection.execute_fetchall(self._sql(name, "^"), parameters))
        return tuple(found[0]) if found else None

    async def value(self, name: str, /, **parameters: object) -> Any:
        found = list(await self.connection.execute_fetchall(self._sql(name, "$"), parameters))
        return found[0][0] if found else None

    async def change(self, name: str, /, **parameters: object) -> int:
        """The number of rows changed."""
        # The cursor is not closed: that would be one more way to the database's thread and back, and it has no rows.
        return (await self.connection.execute(self._sql(name, "!"), parameters)).rowcount

    def _sql(self, name: str, kind: str) -> str:
        query = self.queries[name]
        assert query.kind == kind, f"{query.where}: {name} is declared with {query.kind!r}, not {kind!r}"
        return query.sql


class Store:
    """Open with `Store.open`; `:memory:` gives an empty one that dies with the process."""

    def __init__(self, connection: aiosqlite.Connection, queries: Mapping[str, Query], path: str) -> None:
        self.connection, self.queries, self.path = connection, queries, path
        self._lock = asyncio.Lock()

    @classmethod
    async def open(cls, path: str, storage: Path) -> Store:
        """The database must have the present schema already (`store.migrate`), unless it is `:memory:`."""
        connection = await aiosqlite.connect(path, isolation_level=None, cached_statements=256)
        for pragma in PRAGMAS:
            await connection.execute(f"PRAGMA {pragma}")
        if path == ":memory:":
            await connection.executescript((storage / "schema.sql").read_text(encoding="utf-8"))
        return cls(connection, load_queries(storage / "queries"), path)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """All or nothing, one at a time. No network inside. A cancelled task rolls back; a COMMIT that has begun
        ends."""
        async with self._lock:
            await self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield Transaction(self.connection, self.queries)
            except BaseException:
                await asyncio.shield(self._end("ROLLBACK"))
                raise
            await asyncio.shield(self._end("COMMIT"))

    async def _end(self, word: str) -> None:
        try:
            await self.connection.execute(word)
        except sqlite3.Error:
            if self.connection.in_transaction:
                await self.connection.execute("ROLLBACK")
            raise

    async def backup(self, target: Path) -> None:
        """A consistent copy while the bot runs; replaces `target`. The writer is stalled for a few milliseconds
        only."""
        async with aiosqlite.connect(target) as copy:
            await self.connection.backup(copy, pages=200, sleep=0.01)
        target.chmod(0o600)

    async def forget_on_disk(self) -> None:
        """After an erasure: nothing deleted stays readable in the write-ahead log."""
        async with self._lock:
            await self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        await self.connection.close()
