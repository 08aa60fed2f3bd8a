"""`init` writes the settings of an installation; `doctor` says what is wrong with one, and what to do."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from getpass import getpass
from pathlib import Path

from engagebot.app import DATABASE
from engagebot.checks import check_all
from engagebot.config import ENV_FILE, Settings, shipped
from engagebot.flowfile.association import load_association
from engagebot.flowfile.load import FlowFileError
from engagebot.limits import USUAL_IN_A_MINUTE, Seen, forecast, in_words
from engagebot.scheduler import BACKWARDS, CLOCK
from engagebot.store import inbox, kept, outbox, roles
from engagebot.store.migrate import RESTORE, damage, migrations, version
from engagebot.store.sqlite import Store

TEMPLATES = Path(__file__).parent / "templates"
ASSOCIATION_FILE = "association.yaml"
LANGUAGES = ("fr", "en")
MATRIX_ID = re.compile(r"@[^\s:]+:\S+")
LOOKED_AT = timedelta(days=30)
"""How far back it is looked for what the homeserver lets the bot send."""
LEFT_TO_A_HUMAN = timedelta(days=7)
BUILT_IN_2024 = datetime(2024, 1, 1, tzinfo=UTC)
"""No clock is right that shows an earlier time than this program's first year."""


# ------------------------------------------------------------------------------------------------------------- init
class _Ended(Exception):
    """The answers ended before the questions."""


def initialise(folder: Path | None) -> int:
    """Ask in the terminal (or read from a pipe), and write `engagebot.env` and `association.yaml` into `folder` (None:
    here). What is there already is never overwritten. 1: nothing was written."""
    folder = folder or Path()
    env, association = folder / ENV_FILE.name, folder / ASSOCIATION_FILE
    existing = [file for file in (env, association) if file.exists()]
    for file in existing:
        print(f"{file}: exists already and stays as it is; edit it, or remove it and run `engagebot init` again")
    if len(existing) == 2:
        return 1
    try:
        texts = {}
        if env not in existing:
            texts[env] = _env_text()
        if association not in existing:
            texts[association] = _association_text()
    except _Ended:
        print("\nThe answers ended before the questions; nothing was written.", file=sys.stderr)
        return 1
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in texts.items():
            _write_private(file, text)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}; name a folder where you may write", file=sys.stderr)
        return 1
    print("\nWritten: " + ", ".join(map(str, texts)))
    where = "" if folder.resolve() == Path().resolve() else f"cd {folder}, then "
    print(f"Next: {where}have a look at {ASSOCIATION_FILE}, run `engagebot doctor`, then `engagebot run`.")
    return 0


def _env_text() -> str:
    print("How the bot reaches its homeserver. An ordinary Matrix account, made for the bot alone, is all it needs.")
    homeserver = _ask("Address of the homeserver (https://matrix.example.org)", _address)
    user_id = _ask("Matrix id of the bot (@engagebot:example.org)", _matrix_id)
    password = _ask("Password of that account (not shown; needed for the first login only)", _not_empty, secret=True)
    values = {"HOMESERVER": homeserver, "USER_ID": user_id, "PASSWORD": password}
    lines = [
        "# Settings of the bot. docs/settings.md lists them all. This file holds a password: keep it to yourself.",
        *(f"ENGAGEBOT_{name}={_quoted(value)}" for name, value in values.items()),
    ]
    return "\n".join(lines) + "\n"


def _association_text() -> str:
    print("\nWhom the bot speaks for. All of it can be changed later, in association.yaml.")
    name = _ask("Name of the association", _not_empty)
    contact = _ask("A human to turn to: their name", _not_empty)
    reach = _ask("… and how to reach them (Matrix id, mail address or phone number)", _not_empty)
    language = _ask("First language, fr or en (Enter: fr)", _language)
    languages = [language, *(other for other in LANGUAGES if other != language)]
    template = (TEMPLATES / f"association.{language}.yaml").read_text(encoding="utf-8")
    said = {"name": name, "contact": contact, "reach": reach}
    return template.format(
        languages=f"[{', '.join(languages)}]",
        **{key: json.dumps(value, ensure_ascii=False) for key, value in said.items()},  # a JSON string is a YAML string
    )


def _ask(question: str, read: Callable[[str], str], *, secret: bool = False) -> str:
    """Until `read` takes the answer; it raises ValueError with what is wrong. Raises _Ended."""
    while True:
        try:
            said = getpass(f"{question}: ") if secret and sys.stdin.isatty() else input(f"{question}: ")
        except EOFError:
            raise _Ended from None
        try:
            if "${" in said or not said.isprintable():
                raise ValueError("these characters cannot be kept in a settings file; choose another one")
            return read(said.strip())
        except ValueError as error:
            print(f"  {error}")


def _not_empty(said: str) -> str:
    if not said:
        raise ValueError("this one is needed")
    return said


def _address(said: str) -> str:
    address = said if "://" in said else f"https://{said}"
    if not re.fullmatch(r"https?://[^\s/]+(?:/\S*)?", address):
        raise ValueError("this is not an address like https://matrix.example.org")
    return address.rstrip("/")


def _matrix_id(said: str) -> str:
    if not MATRIX_ID.fullmatch(said):
        raise ValueError("a Matrix id looks like @engagebot:example.org")
    return said


def _language(said: str) -> str:
    if said.lower() not in ("", *LANGUAGES):
        raise ValueError("fr or en")
    return said.lower() or LANGUAGES[0]


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _write_private(file: Path, text: str) -> None:
    """Mode 0600 from its first byte on; a file that came to be meanwhile is not touched."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)


# ----------------------------------------------------------------------------------------------------------- doctor
async def examine(settings: Settings) -> int:
    """Print every problem as `where: what; what to do`. 0: there is none. Changes nothing."""
    found = [problem async for problem in problems(settings, datetime.now(UTC))]
    for problem in found:
        print(problem)
    if not found:
        print("all is well")
    if limits := await limits_of(settings, datetime.now(UTC)):
        print(f"limits: {limits}")
    return 1 if found else 0


async def problems(settings: Settings, now: datetime) -> AsyncIterator[str]:
    """From the nearest to the farthest: settings, files, database, clock, homeserver."""
    for problem in (*_settings(settings), *_association(settings), *check_all(settings, None)):
        yield problem
    database = list(_database(settings))
    for problem in database:
        yield problem
    if not database:
        async for problem in _clock(settings, now):
            yield problem
        async for problem in _set_aside(settings, now):
            yield problem
    async for problem in _homeserver(settings):
        yield problem


def _settings(settings: Settings) -> Iterator[str]:
    if settings.homeserver and not MATRIX_ID.fullmatch(settings.user_id):
        what = f"{settings.user_id!r} is not a Matrix id" if settings.user_id else "is not set"
        yield f"ENGAGEBOT_USER_ID: {what}; write one like @engagebot:example.org"
    if settings.access_token and not settings.device_id:
        yield "ENGAGEBOT_DEVICE_ID: is not set; an access token goes with the id of its device"
    if ENV_FILE.exists() and ENV_FILE.stat().st_mode & 0o077:
        yield f"{ENV_FILE}: other users of this machine can read it, and it holds secrets; run `chmod 600 {ENV_FILE}`"


def _association(settings: Settings) -> Iterator[str]:
    try:
        load_association(settings.association)
    except FlowFileError as error:
        yield from error.problems


def _database(settings: Settings) -> Iterator[str]:
    """No database and no session is an installation before its first start: nothing is wrong with that."""
    folder, file = settings.data_dir, settings.data_dir / DATABASE
    if folder.exists() and not folder.is_dir():
        yield f"{folder}: is not a folder; set ENGAGEBOT_DATA_DIR to one"
    elif not os.access(folder if folder.exists() else _nearest(folder), os.W_OK):
        yield f"{folder}: cannot be written; give the user that runs the bot the right to, or set ENGAGEBOT_DATA_DIR"
    elif not file.exists():
        if (folder / "session.json").exists():
            yield f"{file}: is gone, though the bot has run here; {RESTORE}"
    else:
        yield from _file(file)


def _file(file: Path) -> Iterator[str]:
    known = len(migrations(shipped("storage")))
    try:
        made = version(file)
    except sqlite3.DatabaseError as error:
        yield f"{file}: cannot be read ({error}); {RESTORE}"
        return
    if complaint := damage(file):
        yield f"{file}: is damaged ({complaint}); {RESTORE}"
        return
    if made > known:
        yield (
            f"{file}: was made by a newer engagebot (schema {made}, this one knows {known}); install that version "
            "again, or restore the copy that was made before the upgrade"
        )
    if not os.access(file, os.W_OK):
        yield f"{file}: cannot be written; give the user that runs the bot the right to"
    if file.stat().st_mode & 0o077:
        yield f"{file}: other users of this machine can read it, and it holds what people said; run `chmod 600 {file}`"


def _nearest(folder: Path) -> Path:
    """The folder above that exists."""
    return next(above for above in folder.absolute().parents if above.exists())


async def _clock(settings: Settings, now: datetime) -> AsyncIterator[str]:
    file = settings.data_dir / DATABASE
    latest: str | None = None
    if file.exists() and version(file) == len(migrations(shipped("storage"))):
        store = await Store.open(str(file), shipped("storage"))
        try:
            async with store.transaction() as tx:
                latest = await kept.get(tx, CLOCK)
        finally:
            await store.close()
    earliest = datetime.fromisoformat(latest) - BACKWARDS if latest else BUILT_IN_2024
    if now < earliest:
        known = f"{earliest:%Y-%m-%d %H:%M}"
        advice = " (if it is right now, and was ahead before: run `engagebot clock`)" if latest else ""
        yield f"clock: shows {now:%Y-%m-%d %H:%M} UTC, but it is later than {known}; set the machine's clock{advice}"


async def limits_of(settings: Settings, now: datetime) -> str:
    """What the homeserver's limits mean for a message to many; "": the bot has not run yet."""
    from engagebot.transport.matrix.limits import told

    file = settings.data_dir / DATABASE
    if not file.exists() or _broken(file):
        return ""
    store = await Store.open(str(file), shipped("storage"))
    try:
        async with store.transaction() as tx:
            most, fast = await outbox.fastest(tx, now - LOOKED_AT, USUAL_IN_A_MINUTE)
            waited = await kept.get(tx, kept.ASKED_TO_WAIT)
    finally:
        await store.close()
    asked = datetime.fromisoformat(waited) if waited else None
    seen = Seen(asked if asked and asked > now - LOOKED_AT else None, fast, most)
    return in_words(forecast(await told(settings), seen, settings.starts_per_second))


def _broken(file: Path) -> bool:
    try:
        return version(file) != len(migrations(shipped("storage")))
    except sqlite3.DatabaseError:
        return True


async def _set_aside(settings: Settings, now: datetime) -> AsyncIterator[str]:
    """What waits for a human, or was left to one within the last days."""
    file = settings.data_dir / DATABASE
    if not file.exists() or _broken(file):
        return
    room = _rooms_named(settings).get("organisers_room", "")
    store = await Store.open(str(file), shipped("storage"))
    try:
        async with store.transaction() as tx:
            organisers = await roles.read(tx, room)
            unsure = await outbox.unsure(tx, now - LEFT_TO_A_HUMAN)
            failed = await inbox.set_aside(tx, now - LEFT_TO_A_HUMAN)
    finally:
        await store.close()
    if organisers.frozen and organisers.frozen_at:
        since = f"{organisers.frozen_at:%Y-%m-%d %H:%M}"
        yield (
            f"{room}: is not trusted since {since} UTC ({organisers.frozen}), so nobody counts as an organiser; "
            "see `engagebot organisers`"
        )
    days = LEFT_TO_A_HUMAN.days
    if unsure:
        whom = ", ".join(sorted({person or room or "" for person, room in unsure}))
        yield f"messages: {len(unsure)} of the last {days} days may not have arrived; ask {whom}"
    if failed:
        yield f"events: {failed} of the last {days} days could not be handled; report what the log says of them"


def _rooms_named(settings: Settings) -> dict[str, str]:
    try:
        association = load_association(settings.association)
    except FlowFileError:
        return {}  # told already
    return {"organisers_room": association.organisers_room, "tasks_room": association.tasks_room}


async def _homeserver(settings: Settings) -> AsyncIterator[str]:
    from engagebot.transport.matrix.doctor import diagnose

    for problem in await diagnose(settings, _rooms_named(settings)):
        advice = problem.advice.removesuffix(".")
        yield f"{problem.where}: {problem.what}; {advice[:1].lower()}{advice[1:]}"
