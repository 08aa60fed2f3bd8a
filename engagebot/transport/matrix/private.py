"""Files that nobody else on the machine may read: the token, the keys, what is derived from them."""
from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engagebot.transport import CannotStart


def exposed(file: Path) -> bool:
    """Other users of the machine can read `file`."""
    return file.exists() and bool(file.stat().st_mode & 0o077)


def read(file: Path) -> str | None:
    """None: there is no such file. Raises CannotStart when others can read it."""
    if not file.exists():
        return None
    if exposed(file):
        raise CannotStart(f"{file}: other users of this machine can read it, and it holds a secret; "
                          f"run `chmod 600 {file}`, and change the bot's password if anybody else uses the machine")
    return file.read_text(encoding="utf-8")


def read_json(file: Path) -> Mapping[str, Any] | None:
    """None: there is no such file. Raises CannotStart for a broken one."""
    text = read(file)
    if text is None:
        return None
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise CannotStart(f"{file}: is not readable as JSON; restore it from a backup")
    return found


def write(file: Path, text: str) -> None:
    """Whole or not at all, on the disk when this returns, mode 0600."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = file.with_name(file.name + ".new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)


def secret(file: Path) -> str:
    """The random text kept in `file`; made the first time. Raises CannotStart when others can read it."""
    found = read(file)
    if not found:
        found = secrets.token_urlsafe(32)
        write(file, found)
    return found.strip()
