"""Looking after an installation: migrate, back up."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from engagebot.app import DATABASE
from engagebot.config import Settings, shipped
from engagebot.store.migrate import DatabaseIsNewer, MigrationFailed, migrate
from engagebot.store.sqlite import Store


class CannotDo(Exception):
    """What was asked for cannot be done; the message says why, and what to do."""


def migrate_now(settings: Settings) -> str:
    """What was done, in a line each. Raises CannotDo."""
    path = settings.data_dir / DATABASE
    try:
        done = migrate(path, shipped("storage"), datetime.now(UTC))
    except (DatabaseIsNewer, MigrationFailed) as error:
        raise CannotDo(str(error)) from error
    return "\n".join(f"migrated: {name}" for name in done) or f"{path}: up to date"


async def backup(settings: Settings, target: Path) -> str:
    """A consistent copy of the database, also while the bot runs; mode 0600. Raises CannotDo."""
    path = settings.data_dir / DATABASE
    if not path.exists():
        raise CannotDo(f"{path}: there is no database; set ENGAGEBOT_DATA_DIR to the folder of the bot")
    if target.exists():
        raise CannotDo(f"{target}: exists already; name another file, or remove that one")
    if not target.parent.is_dir():
        raise CannotDo(f"{target.parent}: there is no such folder; make it first")
    store = await Store.open(str(path), shipped("storage"))
    try:
        await store.backup(target)
    except (sqlite3.Error, OSError) as error:
        target.unlink(missing_ok=True)
        raise CannotDo(f"{target}: {error}; nothing was kept of the copy") from error
    finally:
        await store.close()
    return f"{target}: {target.stat().st_size} bytes"
