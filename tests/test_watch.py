"""systemd hears when the bot is ready and that it lives; the log, when it stands still."""
from __future__ import annotations

import asyncio
import logging
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engagebot.watch import Systemd, watch

UNIT = Path(__file__).parent.parent / "docs" / "engagebot.service"


@pytest.fixture
def heard(tmp_path):
    """(the socket that systemd listens on, what it has heard so far)."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.setblocking(False)

        def so_far() -> list[str]:
            got = []
            while True:
                try:
                    got.append(listening.recv(100).decode())
                except BlockingIOError:
                    return got

        yield str(tmp_path / "notify"), so_far


async def watched(systemd: Systemd, since_news: float, seconds: float = 0.6) -> None:
    task = asyncio.create_task(watch(systemd, lambda: since_news, 90))
    await asyncio.sleep(seconds)
    task.cancel()


async def test_systemd_hears_that_it_lives_while_the_homeserver_answers(heard):
    address, so_far = heard
    systemd = Systemd({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "2000000", "WATCHDOG_PID": str(os.getpid())})
    await watched(systemd, since_news=89)
    assert so_far() == ["WATCHDOG=1"]
    await watched(systemd, since_news=91)
    assert so_far() == []
    systemd.tell("READY=1")
    assert so_far() == ["READY=1"]


@pytest.mark.parametrize("more", [{}, {"WATCHDOG_USEC": "2000000", "WATCHDOG_PID": "1"}])
async def test_a_watchdog_that_is_not_its_own_is_not_fed(heard, more):
    address, so_far = heard
    await watched(Systemd({"NOTIFY_SOCKET": address, **more}), since_news=0)
    assert so_far() == []


async def test_without_systemd_nothing_is_said_and_a_socket_that_is_gone_does_no_harm(tmp_path, caplog):
    Systemd({}).tell("READY=1")
    assert caplog.messages == []
    Systemd({"NOTIFY_SOCKET": str(tmp_path / "gone")}).tell("READY=1")
    Systemd({"NOTIFY_SOCKET": "@gone"}).tell("READY=1")
    assert caplog.messages == ["systemd could not be told: FileNotFoundError",
                               "systemd could not be told: ConnectionRefusedError"]


async def test_a_loop_that_stands_still_and_a_silent_homeserver_are_logged_once(caplog):
    caplog.set_level(logging.INFO, "engagebot.watch")
    silence = 0.0
    task = asyncio.create_task(watch(Systemd({}), lambda: silence, 90))
    await asyncio.sleep(0.05)
    time.sleep(1.5)     # noqa: ASYNC251
    await asyncio.sleep(0.3)
    silence = 91
    await asyncio.sleep(0.8)
    silence = 0
    await asyncio.sleep(0.5)
    task.cancel()
    still, silent, again = caplog.records
    assert (still.levelname, still.getMessage()[:30]) == ("WARNING", "the event loop stood still for")
    assert (silent.levelname, silent.getMessage()) == ("ERROR", "the homeserver has not answered for 91 s")
    assert again.getMessage() == "the homeserver answers again"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed here")
def test_systemd_has_nothing_to_say_against_the_unit(tmp_path):
    text = UNIT.read_text(encoding="utf-8")
    unit = tmp_path / UNIT.name
    unit.write_text(text.replace("/srv/engagebot/.venv/bin/engagebot", sys.executable), encoding="utf-8")
    said = subprocess.run(["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True)
    ours = [line for line in (said.stdout + said.stderr).splitlines() if UNIT.name in line]
    assert (ours, said.returncode) == ([], 0)


def test_the_unit_says_what_the_bot_does():
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    assert {"Type=notify", "WatchdogSec=60", "RestartPreventExitStatus=78", "UMask=0077", "NoNewPrivileges=yes",
            "ProtectSystem=strict"} <= set(lines)
