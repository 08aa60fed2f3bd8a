"""Looking after an installation: migrate, trust the clock again."""

from __future__ import annotations

from datetime import UTC, datetime

from engagebot.app import DATABASE
from engagebot.config import Settings, shipped
from engagebot.scheduler import trust_clock
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


async def clock_is_right(settings: Settings, now: datetime) -> str:
    """The bot starts again by this machine's clock, though the database knows a later time. Raises CannotDo."""
    path = settings.data_dir / DATABASE
    if not path.exists():
        raise CannotDo(f"{path}: there is no database; set ENGAGEBOT_DATA_DIR to the folder of the bot")
    migrate_now(settings)
    store = await Store.open(str(path), shipped("storage"))
    try:
        await trust_clock(store, now)
    finally:
        await store.close()
    return f"it is {now:%Y-%m-%d %H:%M} UTC; what was set for a later hour waits for that hour"
