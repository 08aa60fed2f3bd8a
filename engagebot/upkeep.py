"""Looking after an installation: migrate."""

from __future__ import annotations

from datetime import UTC, datetime

from engagebot.app import DATABASE
from engagebot.config import Settings, shipped
from engagebot.store.migrate import DatabaseIsNewer, MigrationFailed, migrate


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
