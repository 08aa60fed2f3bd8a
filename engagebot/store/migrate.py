"""Numbered migrations, forward only. `storage/migrations/NNNN_words.sql` lead to exactly `storage/schema.sql`.

What only SQLite has (full-text tables) stands beside each in a file of the same name that ends in `.sqlite.sql`.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

MADE = "%Y%m%dT%H%M%S"
"""When a copy was made, UTC, at the end of its name."""
RESTORE = "move the data folder away, then run `engagebot restore` with the newest backup"


class DatabaseIsNewer(Exception):
    """The database was made by a newer engagebot. Nothing was touched; the message says what to do."""


class MigrationFailed(Exception):
    """A migration was rolled back; the copy made before it is named in the message."""


class DatabaseIsDamaged(Exception):
    """What is in the file is no longer what was written. Nothing was touched; the message says what to do."""


def sql_of(file: Path) -> str:
    """What is in `file` and, after it, in the `.sqlite.sql` of the same name where there is one. The files keep to what
    SQLite and PostgreSQL share; SQLite alone takes a text for a number unless a table is STRICT, so each is."""
    beside = file.with_suffix(".sqlite.sql")
    shared = re.sub(r"^\);", ") STRICT;", file.read_text(encoding="utf-8").replace("BIGINT", "INTEGER"), flags=re.M)
    return "\n".join([shared, *([beside.read_text(encoding="utf-8")] if beside.exists() else [])])


def schema(storage: Path) -> str:
    """The whole schema as it is now."""
    return sql_of(storage / "schema.sql")


def migrations(storage: Path) -> dict[int, Path]:
    """Number -> file, ascending and without a gap, starting at 1."""
    files = sorted((storage / "migrations").glob("[0-9][0-9][0-9][0-9]_*.sql"))
    found = {int(path.name[:4]): path for path in files if not path.name.endswith(".sqlite.sql")}
    if list(found) != list(range(1, len(found) + 1)):
        raise MigrationFailed(f"{storage / 'migrations'}: the numbers have a gap; restore the missing file")
    return found


def version(path: Path) -> int:
    """The last migration that `path` has seen; 0: empty or absent."""
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def damage(path: Path) -> str:
    """What SQLite finds wrong with the whole of a file; "": nothing. 50 MB take less than half a second."""
    try:
        with closing(sqlite3.connect(path)) as db:
            found = [row[0] for row in db.execute("PRAGMA integrity_check(1)")]
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if found == ["ok"] else " ".join(str(found).split())


def check_whole(path: Path) -> None:
    """Raises DatabaseIsDamaged."""
    if path.exists() and (complaint := damage(path)):
        raise DatabaseIsDamaged(f"{path}: is damaged ({complaint}); {RESTORE}")


def forget_copies(path: Path, before: datetime) -> list[Path]:
    """Delete the copies beside `path` that upgrades made until then; which."""
    old = [copy for copy in path.parent.glob(f"{path.name}.before-*") if _made(copy) < before]
    for copy in old:
        copy.unlink()
    return old


def _made(copy: Path) -> datetime:
    """What has no time in its name was not made here, and stays."""
    try:
        return datetime.strptime(copy.name.rpartition("-")[2], MADE).replace(tzinfo=UTC)
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)


def migrate(path: Path, storage: Path, at: datetime) -> list[str]:
    """Bring `path` to the present schema; the names of the migrations that were run ([]: nothing to do).

    Creates the file with mode 0600. A database with something in it is copied beside itself before. Each migration
    is one
    transaction. Raises DatabaseIsNewer or MigrationFailed.
    """
    known = migrations(storage)
    now = version(path)
    if now > len(known):
        raise DatabaseIsNewer(
            f"{path}: was made by a newer engagebot (schema {now}, this one knows {len(known)}); "
            "install that version again, or restore the copy that was made before the upgrade"
        )
    todo = {number: file for number, file in known.items() if number > now}
    if not todo:
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
    copy = path.with_name(f"{path.name}.before-{max(todo):04}-{at.astimezone(UTC):{MADE}}")
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        if now > 0:
            with closing(sqlite3.connect(copy)) as target:
                db.backup(target)
            copy.chmod(0o600)
        for number, file in todo.items():
            try:
                db.executescript(f"BEGIN IMMEDIATE;\n{sql_of(file)}\nPRAGMA user_version = {number};\nCOMMIT;")
            except sqlite3.Error as error:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                where = f"; the copy before it is {copy}" if now > 0 else ""
                raise MigrationFailed(f"{file.name}: {error}; nothing of it was kept{where}") from error
    return [file.name for file in todo.values()]
