"""The command line."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from engagebot.config import ENV_FILE, Settings
from engagebot.flowfile.load import FlowFileError
from engagebot.transport import CannotStart, NotNow
from engagebot.upkeep import CannotDo

FORESEEN = (FlowFileError, CannotDo, CannotStart)
"""Errors whose message says where, what, and what to do; anything else is a fault of ours, with its traceback."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 done, 1 something is wrong (a sentence on stderr says what, and what to do), 2 wrong
    arguments; of a bot that cannot start or go on: 75 it may try again later, 78 a human has to do something first."""
    parser = argparse.ArgumentParser(
        prog="engagebot", description="One contact in the messenger volunteers already use."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (about, add_arguments, _) in COMMANDS.items():
        command = commands.add_parser(name, help=about, description=about)
        add_arguments(command)
    given, rest = parser.parse_known_args(arguments)
    if rest and given.command != "demo":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    given.rest = rest
    try:
        return COMMANDS[given.command][2](given)
    except ValidationError as error:
        for problem in error.errors():
            print(
                f"ENGAGEBOT_{'_'.join(map(str, problem['loc'])).upper()}: {problem['msg']}; "
                "correct it in the environment or in engagebot.env",
                file=sys.stderr,
            )
        return 1
    except FORESEEN as error:
        print(error, file=sys.stderr)
        return 75 if isinstance(error, NotNow) else 78 if isinstance(error, CannotStart) else 1
    except KeyboardInterrupt:
        return 130


def _run(given: argparse.Namespace) -> int:
    from engagebot import app
    from engagebot.transport.matrix import Matrix

    os.umask(0o077)  # whatever is written belongs to nobody else
    if ENV_FILE.exists() and ENV_FILE.stat().st_mode & 0o077:
        raise CannotStart(
            f"{ENV_FILE}: other users of this machine can read it, and it holds secrets; run `chmod 600 {ENV_FILE}`, "
            "and change the bot's password if anybody else uses the machine"
        )
    settings = Settings()
    _log(settings)
    asyncio.run(app.run(settings, Matrix))
    return 0


def _demo(given: argparse.Namespace) -> int:
    from engagebot.demo.run import demo

    return asyncio.run(demo(given.rest))


def _console(given: argparse.Namespace) -> int:
    from engagebot.console import converse, play

    return asyncio.run(converse(given.locale) if given.script is None else play(given.script))


def _check(given: argparse.Namespace) -> int:
    from engagebot.checks import check_all

    problems = check_all(Settings(), given.folder)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def _draw(given: argparse.Namespace) -> int:
    from engagebot.checks import drawing

    return _printed(lambda: drawing(Settings(), given.flow))


def _extract(given: argparse.Namespace) -> int:
    from engagebot.checks import update_catalogs

    return _printed(lambda: update_catalogs(given.folder))


def _migrate(given: argparse.Namespace) -> int:
    from engagebot.upkeep import migrate_now

    return _printed(lambda: migrate_now(Settings()))


def _clock(given: argparse.Namespace) -> int:
    from engagebot.upkeep import clock_is_right

    return _printed(lambda: asyncio.run(clock_is_right(Settings(), datetime.now(UTC))))


def _backup(given: argparse.Namespace) -> int:
    from engagebot.copies import backup, forget_old

    now = datetime.now(UTC)
    _printed(lambda: asyncio.run(backup(Settings(), given.folder, now)))
    if given.keep_days is not None:
        print(forget_old(given.folder, given.keep_days, now).strip() or "no older backup is beside it")
    return 0


def _restore(given: argparse.Namespace) -> int:
    from engagebot.copies import restore

    return _printed(lambda: asyncio.run(restore(Settings(), given.folder, datetime.now(UTC))))


def _tasks(given: argparse.Namespace) -> int:
    from engagebot.tasklist import export_list, import_list

    if given.what == "import":
        return asyncio.run(import_list(Settings(), given.file, datetime.now(UTC), check=given.check))
    sys.stdout.buffer.write(asyncio.run(export_list(Settings(), given.form)).encode())  # UTF-8, whatever the terminal
    return 0


def _organisers(given: argparse.Namespace) -> int:
    from engagebot.organisers import organisers

    return _printed(lambda: asyncio.run(organisers(Settings(), confirm=given.confirm)))


def _replay(given: argparse.Namespace) -> int:
    from engagebot.replay import list_rounds, replay

    if given.round is None:
        return asyncio.run(list_rounds(Settings()))
    return asyncio.run(replay(Settings(), given.round, names=given.names))


def _init(given: argparse.Namespace) -> int:
    from engagebot.setup import initialise

    return initialise(given.folder)


def _doctor(given: argparse.Namespace) -> int:
    from engagebot.setup import examine

    return asyncio.run(examine(Settings()))


def _understand(given: argparse.Namespace) -> int:
    from engagebot.app import phrase_texts
    from engagebot.understanding.intents import Intents
    from engagebot.understanding.measure import answer_line

    intents = Intents.load(phrase_texts(Settings()))
    for line in sys.stdin:
        if line.strip():
            print(answer_line(line, intents), flush=True)
    return 0


def _printed(work: Callable[[], str]) -> int:
    print(work())
    return 0


def _log(settings: Settings) -> None:
    """Events are named by their id; texts of people are never logged."""
    logging.basicConfig(
        level=settings.log_level.upper(), stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for noisy in ("apscheduler", "aiosqlite", "asyncio", "nio"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


def _nothing(parser: argparse.ArgumentParser) -> None:
    pass


def _console_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--script", type=Path, help="play this file and print the whole exchange")
    parser.add_argument("--locale", default=None, help="language in which a newcomer is greeted: fr (default) or en")


def _folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", type=Path, default=None, help="an association's own folder of flows")


def _flow(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("flow", help="name of the flow")


def _new_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="where to; it must not exist yet")
    parser.add_argument(
        "--keep-days", type=int, default=None, metavar="DAYS", help="then delete backups beside it that are older"
    )


def _backup_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="what `engagebot backup` has made")


def _list(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="import|export")
    about = "Open the tasks of a file, all or none; says everything that is wrong with it."
    reading = what.add_parser("import", help=about, description=about)
    reading.add_argument("file", type=Path, help="a list of tasks, CSV or JSON (docs/tasks.md)")
    reading.add_argument("--check", action="store_true", help="only say what is wrong, and write nothing")
    about = "Print the open tasks as a list that `import` reads."
    writing = what.add_parser("export", help=about, description=about)
    form = writing.add_mutually_exclusive_group()
    form.add_argument("--csv", dest="form", action="store_const", const="csv", help="for spreadsheets (default)")
    form.add_argument("--json", dest="form", action="store_const", const="json", help="for other programs")
    writing.set_defaults(form="csv")


def _round(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("round", nargs="?", default=None, help="its id; without one, the last rounds are listed")
    parser.add_argument("--names", action="store_true", help="print who it was beside each number, if still known")


def _confirm(parser: argparse.ArgumentParser) -> None:
    about = "you have looked at who is in their room, and it can be trusted again"
    parser.add_argument("--confirm", action="store_true", help=about)


def _target(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(), help="where to write the settings (default: here)"
    )


Add = Callable[[argparse.ArgumentParser], None]
COMMANDS: dict[str, tuple[str, Add, Callable[[argparse.Namespace], int]]] = {
    "run": ("Answer people on Matrix, until stopped.", _nothing, _run),
    "demo": ("A local homeserver, an association and a conversation in this terminal.", _nothing, _demo),
    "console": ("Talk to the bot here, without any homeserver.", _console_arguments, _console),
    "init": ("Ask for the settings and write them.", _target, _init),
    "doctor": ("Say what is wrong with this installation, and what to do.", _nothing, _doctor),
    "check": ("Say everything that is wrong with the flows and their translations.", _folder, _check),
    "draw": ("Print a flow as a Mermaid flowchart.", _flow, _draw),
    "extract": ("Bring the catalogs up to date with the flows.", _folder, _extract),
    "migrate": ("Bring the database to the present schema.", _nothing, _migrate),
    "clock": ("Say that this machine's clock is right, after it was ahead while the bot ran.", _nothing, _clock),
    "backup": ("Copy all that the bot knows, and its keys, into a folder; also while it runs.", _new_folder, _backup),
    "restore": ("Begin anew from a backup, as a new device, where the data folder was lost.", _backup_folder, _restore),
    "tasks": ("Read the list of tasks from a file, or print it; also while the bot runs.", _list, _tasks),
    "organisers": ("Say who is an organiser, and whether their room can be trusted.", _confirm, _organisers),
    "replay-round": ("Play a round of introductions again, and say whether the same pairs come out.", _round, _replay),
    "understand": ("Understand JSON lines from standard input (for measuring).", _nothing, _understand),
}


if __name__ == "__main__":
    sys.exit(main())
