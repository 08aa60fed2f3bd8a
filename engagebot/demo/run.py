"""`engagebot demo`: a homeserver, an association, the bot, and a conversation in the terminal."""
from __future__ import annotations

import argparse
import asyncio
import os
import re
import secrets
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from engagebot.app import open_store, utc_now
from engagebot.config import Settings
from engagebot.demo.conversation import Conversation
from engagebot.demo.homeserver import Homeserver, HomeserverFailed
from engagebot.demo.person import Person, PersonFailed
from engagebot.demo.process import BotFailed, BotProcess
from engagebot.demo.screen import LOCALES, Screen, locale_wished, words
from engagebot.domain.taskfile import read_tasks
from engagebot.flowfile.association import load_association
from engagebot.store import conversations, tasks

PEOPLE = ("nadia", "bruno", "ada", "olga")
ORGANISER = "olga"
BOT = "engagebot"
HERE = Path(__file__).parent
ASSOCIATION = HERE / "jardin.yaml"


async def demo(argv: Sequence[str]) -> int:
    """-> exit code. Everything that was started has ended, and the temporary folder is gone, however this ends."""
    options = parse(argv)
    screen = Screen(options.lang)
    me = asyncio.current_task()
    assert me
    stopped_by: list[int] = []

    def stop(number: int) -> None:
        if not stopped_by:      # a second Ctrl-C must not interrupt the cleaning up
            me.cancel()
        stopped_by.append(number)

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop, number)
    try:
        await play(options, screen)
    except (HomeserverFailed, BotFailed, PersonFailed) as failure:
        screen.say("failed", why=failure)
        return 1
    except BrokenPipeError:     # whoever read this has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except asyncio.CancelledError:
        if not stopped_by:
            raise
        screen.line()
    screen.say("ending")
    return 0 if not stopped_by or stopped_by[0] == signal.SIGINT else 128 + stopped_by[0]


def parse(argv: Sequence[str]) -> argparse.Namespace:
    text = words(locale_wished(os.environ))
    parser = argparse.ArgumentParser("engagebot demo", description=text["about"])
    parser.add_argument("--as", dest="person", choices=PEOPLE, default=PEOPLE[0],
                        help=text["about_as"].format(people=", ".join(PEOPLE)))
    parser.add_argument("--lang", choices=LOCALES, default=locale_wished(os.environ), help=text["about_lang"])
    parser.add_argument("--plain", action="store_true", help=text["about_plain"])
    return parser.parse_args(argv)


async def play(options: argparse.Namespace, screen: Screen) -> None:
    screen.say("title")
    screen.say("preparing")
    async with AsyncExitStack() as cleaning:
        folder = Path(cleaning.enter_context(
            tempfile.TemporaryDirectory(prefix="engagebot-", ignore_cleanup_errors=True)))
        began = time.monotonic()
        homeserver = await Homeserver.start(folder / "homeserver", removes=folder)
        cleaning.push_async_callback(homeserver.stop)
        screen.say("homeserver_ready", "  • ", seconds=screen.seconds(time.monotonic() - began))

        password = secrets.token_hex(4)
        accounts = {name: await homeserver.register(name, password) for name in (*PEOPLE, BOT)}
        screen.say("accounts_ready", "  • ", people=", ".join(PEOPLE))

        olga = await Person.login(homeserver.url, ORGANISER, password)
        cleaning.push_async_callback(olga.close)
        organisers = await olga.open_group(accounts[BOT], name=screen.words["organisers"])
        board = await olga.open_group(accounts[BOT], name=screen.words["tasks"])
        association = peopled(ASSOCIATION.read_text(encoding="utf-8"), accounts[ORGANISER], organisers, board)
        (folder / "association.yaml").write_text(association, encoding="utf-8")
        bot = BotProcess(folder, settings(homeserver, accounts[BOT], password, folder))
        count = await with_tasks(Settings.model_validate(bot.settings), HERE / f"tasks.{options.lang}.csv")
        screen.say("tasks_ready", "  • ", count=count)
        cleaning.push_async_callback(bot.stop)
        await bot.start()
        screen.say("bot_ready", "  • ", seconds=screen.seconds(bot.ready_seconds))

        screen.line()
        screen.say("join")
        screen.say("join_address", "  ", url=homeserver.url)
        screen.say("join_account", "  ", user=PEOPLE[1], password=password)
        screen.say("join_bot", "  ", bot=accounts[BOT])
        screen.line()

        conversation = Conversation(screen, homeserver.url, password, bot, accounts[BOT], PEOPLE, not options.plain)
        conversation.meet(ORGANISER, olga)
        cleaning.push_async_callback(conversation.close)
        await conversation.become(options.person)
        await conversation.run(lines_typed())


def settings(homeserver: Homeserver, bot: str, password: str, folder: Path) -> dict[str, str]:
    return {
        "homeserver": homeserver.url, "user_id": bot, "password": password, "data_dir": str(folder / "data"),
        "association": str(folder / "association.yaml"),
    }


def peopled(association: str, contact: str, organisers: str, tasks: str) -> str:
    """The association's file with the contact and the rooms that exist on this homeserver."""
    reached = re.sub(r"^(\s+reach:).*$", rf'\1 "{contact}"', association, flags=re.MULTILINE)
    for key, room in (("organisers_room", organisers), ("tasks_room", tasks)):
        reached = re.sub(rf"^{key}:.*$", f'{key}: "{room}"', reached, flags=re.MULTILINE)
    return reached


async def with_tasks(settings: Settings, file: Path) -> int:
    """A database with the tasks of `file` on the list. -> how many."""
    association = load_association(settings.association)
    listed, problems = read_tasks(file.name, file.read_text(encoding="utf-8"), association)
    assert not problems, problems
    store = await open_store(settings, utc_now())
    try:
        async with store.transaction() as tx:
            for number, task in enumerate(listed):
                await tasks.add(tx, replace(task, id=tasks.new_id(file.name, number)), utc_now(), opened=True)
            await conversations.set_timer(tx, "", "board", utc_now(), association.tasks_room, each=True)
    finally:
        await store.close()
    return len(listed)


def lines_typed() -> asyncio.Queue[str | None]:
    """Lines of standard input as they come; None at its end.

    Read by a thread of its own, which works for a terminal, a pipe and a file alike. It reads past Python's buffers,
    whose lock would be held while it waits, and keep the process from ending.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        rest = b""
        while piece := os.read(sys.stdin.fileno(), 65536):
            *whole, rest = (rest + piece).split(b"\n")
            for line in whole:
                loop.call_soon_threadsafe(lines.put_nowait, line.decode(errors="replace"))
        if rest:
            loop.call_soon_threadsafe(lines.put_nowait, rest.decode(errors="replace"))
        loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, daemon=True, name="keyboard").start()
    return lines
