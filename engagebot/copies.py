"""Backup while the bot runs, and restore as a new device."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from engagebot.app import DATABASE
from engagebot.config import Settings, shipped
from engagebot.store import kept, outbox
from engagebot.store.migrate import DatabaseIsNewer, MigrationFailed, damage, migrate, migrations, version
from engagebot.store.sqlite import Store
from engagebot.transport import CannotStart
from engagebot.upkeep import CannotDo

MANIFEST = "manifest.json"
FORGOTTEN = ("sync_position", "sync_filter")
"""From there the homeserver would tell again what was answered long ago."""

@dataclass(frozen=True, slots=True)
class Manifest:
    """`parts`: name of a file beside it -> sha256, hexadecimal. `device_id`: of the copied keys; "": none."""

    made_at: datetime
    schema: int
    user_id: str
    device_id: str
    parts: Mapping[str, str]

    def text(self) -> str:
        return json.dumps(
            {
                "made_at": self.made_at.isoformat(),
                "schema": self.schema,
                "user_id": self.user_id,
                "device_id": self.device_id,
                "parts": dict(self.parts),
            },
            indent=1,
        )


# ----------------------------------------------------------------------------------------------------------- backup
async def backup(settings: Settings, target: Path, now: datetime) -> str:
    """A folder that only its owner can read, with all that a restore needs; also while the bot runs. It is there whole,
    or not at all. Raises CannotDo."""
    from engagebot.transport.matrix import copies

    data, path = settings.data_dir, settings.data_dir / DATABASE
    if not path.exists():
        raise CannotDo(f"{path}: there is no database; set ENGAGEBOT_DATA_DIR to the folder of the bot")
    if target.exists():
        raise CannotDo(f"{target}: exists already; name another folder, or remove that one")
    if not target.parent.is_dir():
        raise CannotDo(f"{target.parent}: there is no such folder; make it first")
    making = target.with_name(f"{target.name}.making")
    try:
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        await _copy_database(path, making / DATABASE)
        account = copies.copy(data, making)
        parts = {file.name: _sha256(file) for file in sorted(making.iterdir())}
        user, device = (account.user_id, account.device_id) if account else (settings.user_id, "")
        manifest = Manifest(now, version(making / DATABASE), user, device, parts)
        _write(making / MANIFEST, manifest.text())
        _on_disk(making)
        making.rename(target)
    except (sqlite3.Error, OSError, CannotStart) as error:
        shutil.rmtree(making, ignore_errors=True)
        raise CannotDo(f"{target}: {error}; nothing was kept of the copy") from error
    size = sum((target / name).stat().st_size for name in parts)
    return f"{target}: {', '.join(parts)}; {size} bytes"


async def _copy_database(path: Path, target: Path) -> None:
    store = await Store.open(str(path), shipped("storage"))
    try:
        target.touch(mode=0o600)
        await store.backup(target)
    finally:
        await store.close()
    if complaint := damage(target):
        raise sqlite3.DatabaseError(f"the copy is damaged ({complaint})")


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _write(file: Path, text: str) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)


def _on_disk(folder: Path) -> None:
    """What is in `folder` stays through a power cut."""
    for place in (*folder.iterdir(), folder):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def forget_old(target: Path, days: int, now: datetime) -> str:
    """Delete the backups beside `target` that are older, and nothing else: of each only what its manifest names."""
    own = read_manifest(target)
    gone = []
    for folder in sorted(target.parent.iterdir()):
        if folder == target or not (folder / MANIFEST).is_file():
            continue
        try:
            manifest = read_manifest(folder)
        except CannotDo:
            continue  # whoever wants to know what it is has to look
        if manifest.user_id == own.user_id and manifest.made_at < now - timedelta(days=days):
            for name in (*manifest.parts, MANIFEST):
                (folder / name).unlink()
            with contextlib.suppress(OSError):  # somebody has put something else there
                folder.rmdir()
            gone.append(str(folder))
    return "".join(f"\n{folder}: deleted, older than {days} days" for folder in gone)


# ---------------------------------------------------------------------------------------------------------- restore
async def restore(settings: Settings, folder: Path, now: datetime) -> str:
    """Put a backup into the data folder, for a device that logs in anew at the next start. The database comes last: as
    long as it is not there, a restore can be begun again. Raises CannotDo."""
    from engagebot.transport.matrix import copies

    manifest = read_manifest(folder)
    _check(settings, folder, manifest)
    data = settings.data_dir
    raw = data / f"{DATABASE}.restoring"
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in data.glob(f"{raw.name}*"):
            left.unlink()
        if manifest.device_id:
            copies.put_back(folder, data, copies.Account(manifest.user_id, manifest.device_id))
        raw.touch(mode=0o600)
        shutil.copyfile(folder / DATABASE, raw)
        waiting = await _begin_anew(raw, manifest.made_at, now)
        _on_disk(data)
        raw.rename(data / DATABASE)
        for left in data.glob(f"{raw.name}*"):  # the copy that an upgrade makes: the backup is one
            left.unlink()
    except (OSError, sqlite3.Error, CannotStart, MigrationFailed, DatabaseIsNewer) as error:
        raise CannotDo(f"{data}: {error}; nothing can be lost by trying again") from error
    return (
        f"{data}: restored from a copy of {manifest.made_at:%Y-%m-%d %H:%M} UTC; {waiting} messages that were waiting "
        "to be sent are looked for on the homeserver first.\n"
        "Next: run `engagebot run`. It logs in as a new device, signs the lost one out, and tells the organisers who "
        "may be waiting for an answer."
    )


def read_manifest(folder: Path) -> Manifest:
    """Raises CannotDo: it is none, or a part is missing or is not what it was."""
    file = folder / MANIFEST
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
        manifest = Manifest(
            datetime.fromisoformat(raw["made_at"]),
            int(raw["schema"]),
            str(raw["user_id"]),
            str(raw["device_id"]),
            {str(name): str(digest) for name, digest in raw["parts"].items()},
        )
    except FileNotFoundError:
        raise CannotDo(f"{file}: is not there; name a folder that `engagebot backup` has made") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CannotDo(f"{file}: cannot be read ({type(error).__name__}); take another backup") from error
    for name, digest in {DATABASE: "", **manifest.parts}.items():
        part = folder / name
        if Path(name).name != name or not part.is_file() or _sha256(part) != digest:
            raise CannotDo(f"{part}: is missing, or is not what was copied; take another backup")
    if complaint := damage(folder / DATABASE):
        raise CannotDo(f"{folder / DATABASE}: is damaged ({complaint}); take another backup")
    return manifest


def _check(settings: Settings, folder: Path, manifest: Manifest) -> None:
    data = settings.data_dir
    for name in (DATABASE, "session.json"):
        if (data / name).exists():
            raise CannotDo(
                f"{data / name}: is there; a restore overwrites nothing: stop the bot, and move {data} away first"
            )
    if manifest.schema > (known := len(migrations(shipped("storage")))):
        raise CannotDo(
            f"{folder}: was made by a newer engagebot (schema {manifest.schema}, this one knows {known}); install that "
            "version, then restore"
        )
    if settings.user_id and manifest.user_id and settings.user_id != manifest.user_id:
        raise CannotDo(
            f"{folder}: is of {manifest.user_id}, but ENGAGEBOT_USER_ID is {settings.user_id}; take the settings of "
            "that bot"
        )
    if not settings.password and not settings.access_token:
        raise CannotDo(
            "a restored bot logs in as a new device: set ENGAGEBOT_PASSWORD (or ENGAGEBOT_ACCESS_TOKEN and "
            "ENGAGEBOT_DEVICE_ID of a new one), then restore again"
        )
    if settings.access_token and settings.device_id == manifest.device_id:
        raise CannotDo(
            f"ENGAGEBOT_DEVICE_ID: {manifest.device_id} is the lost device, whose keys have moved on since the copy; "
            "make a token of a new one, or set ENGAGEBOT_PASSWORD instead"
        )


async def _begin_anew(path: Path, made_at: datetime, now: datetime) -> int:
    """Bring the copy to the present schema, and forget where it was in the conversation with the homeserver. How many
    messages were waiting to be sent."""
    migrate(path, shipped("storage"), now)
    store = await Store.open(str(path), shipped("storage"))
    try:
        async with store.transaction() as tx:
            for name in FORGOTTEN:
                await kept.forget(tx, name)
            await kept.put(tx, kept.RESTORED, made_at.isoformat())
            return await outbox.waiting(tx)
    finally:
        await store.close()
