"""SQLite by aiosqlite: one writer connection, one transaction at a time, every write acknowledged by the disk.

What may wait goes through aiosqlite's thread: COMMIT for the disk, checkpoints, copies. A statement in between waits
for nothing (the lock is held, and WAL lets one read) and takes less time than the way to a thread and back, so it is
executed where it stands: with some twenty of them an event, that halves the processor time of the whole bot. A
statement that may take long (reading everything) does not belong in a transaction; give it a connection of its own.
The full-text search does not take long: 3 ms among 50,000 answers, one in twenty more than 7 (docs/benchmarks.md); so
it stays inside.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from engagebot.store.migrate import schema
from engagebot.store.sql import Query, load_queries

# synchronous=FULL costs 0.2 ms a commit and keeps every acknowledged row through a power cut; secure_delete overwrites
# what is erased (not every build of SQLite does so by itself).
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "busy_timeout=0",
)
BUSY_SECONDS = 5.0
"""So long another process (a command, a copy) may hold the write lock."""

Row = tuple[Any, ...]


class Transaction:
    """What may be done between BEGIN and COMMIT. Queries are named as in `storage/queries/`."""

    def __init__(self, database: sqlite3.Connection, queries: Mapping[str, Query]) -> None:
        self.database, self.queries = database, queries

    async def rows(self, name: str, /, **parameters: object) -> list[Row]:
        return self._all(name, "", parameters)

    async def row(self, name: str, /, **parameters: object) -> Row | None:
        found = self._all(name, "^", parameters)
        return found[0] if found else None

    async def value(self, name: str, /, **parameters: object) -> Any:
        found = self._all(name, "$", parameters)
        return found[0][0] if found else None

    async def change(self, name: str, /, **parameters: object) -> int:
        """The number of rows changed."""
        return self.database.execute(self._sql(name, "!"), parameters).rowcount

    def _all(self, name: str, kind: str, parameters: Mapping[str, object]) -> list[Row]:
        return self.database.execute(self._sql(name, kind), parameters).fetchall()

    def _sql(self, name: str, kind: str) -> str:
        query = self.queries[name]
        assert query.kind == kind, f"{query.where}: {name} is declared with {query.kind!r}, not {kind!r}"
        return query.sql


class Store:
    """Open with `Store.open`; `:memory:` gives an empty one that dies with the process."""

    def __init__(
        self, connection: aiosqlite.Connection, database: sqlite3.Connection, queries: Mapping[str, Query], path: str
    ) -> None:
        """`database` is what `connection` has its thread for."""
        self.connection, self.database, self.queries, self.path = connection, database, queries, path
        self._lock = asyncio.Lock()

    @classmethod
    async def open(cls, path: str, storage: Path) -> Store:
        """The database must have the present schema already (`store.migrate`), unless it is `:memory:`."""
        database = sqlite3.connect(path, isolation_level=None, cached_statements=256, check_same_thread=False)
        connection = await aiosqlite.Connection(lambda: database, iter_chunk_size=64)
        try:
            for pragma in PRAGMAS:
                await connection.execute(f"PRAGMA {pragma}")
            if path == ":memory:":
                await connection.executescript(schema(storage))
        except BaseException:
            await connection.close()  # or its thread would keep the process alive
            raise
        return cls(connection, database, load_queries(storage / "queries"), path)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """All or nothing, one at a time. No network inside. A cancelled task rolls back; a COMMIT that has begun
        ends."""
        async with self._lock:
            await self._begin()
            before = self.database.total_changes
            try:
                yield Transaction(self.database, self.queries)
            except BaseException:
                self.database.execute("ROLLBACK")
                raise
            if self.database.total_changes == before:
                self.database.execute("COMMIT")  # nothing to write: nothing to wait for
            else:
                await self._commit()

    async def _begin(self) -> None:
        """Other processes hold the write lock for moments only (a command, a copy): that is waited out, not slept
        through."""
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self.database.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
            await asyncio.sleep(0.02)

    async def _commit(self) -> None:
        """On the disk when this returns or raises: nothing else may begin before, whoever is cancelled meanwhile."""
        ending = asyncio.ensure_future(self.connection.execute("COMMIT"))
        interrupted = None
        while not ending.done():
            try:
                await asyncio.wait([ending])
            except asyncio.CancelledError as error:
                interrupted = error
        if ending.exception() and self.database.in_transaction:
            self.database.execute("ROLLBACK")
        if interrupted:
            raise interrupted
        ending.result()

    async def backup(self, target: Path) -> None:
        """A consistent copy while the bot runs; replaces `target`. The writer is stalled for a few milliseconds
        only."""
        async with self._lock, aiosqlite.connect(target) as copy:
            await self.connection.backup(copy, pages=200, sleep=0.01)
        target.chmod(0o600)

    async def forget_on_disk(self) -> None:
        """After an erasure: nothing deleted stays readable, neither in the write-ahead log nor in the file. Copies of a
        row can stay behind where SQLite has moved rows between pages, `secure_delete` or not: so the file is made
        anew."""
        async with self._lock:
            for statement in (
                f"PRAGMA busy_timeout={BUSY_SECONDS * 1000:.0f}",
                self.queries["answer_words_forgotten"].sql,
                "VACUUM",
                "PRAGMA wal_checkpoint(TRUNCATE)",
                "PRAGMA busy_timeout=0",
            ):
                await self.connection.execute_fetchall(statement)  # a row left unread would hold the next one up

    async def close(self) -> None:
        await self.connection.close()
