"""`engagebot demo`: a conversation through a homeserver of its own, and nothing left behind."""
from __future__ import annotations

import asyncio
import os
import re
import signal
import string
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from pathlib import Path

import pytest

from engagebot.demo.process import SEARCHED
from engagebot.demo.screen import LOCALES, locale_wished, words

LINUX_ONLY = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")


async def start_demo(folder: Path, language: str = "fr_FR.UTF-8") -> Process:
    """With a temporary folder of its own, by which everything it starts can be told."""
    environment = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": SEARCHED, "LANG": language, "LC_ALL": ""}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "engagebot", "demo", env=environment, stdin=PIPE, stdout=PIPE, stderr=STDOUT)


def started_with(folder: Path) -> list[str]:
    """Processes and files that a demo with this temporary folder brought into the world."""
    marker = f"TMPDIR={folder}\0".encode()
    found = [str(path) for path in folder.iterdir()]
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            if marker in environment.read_bytes():
                found.append(environment.with_name("cmdline").read_text().replace("\0", " "))
        except OSError:
            continue    # it ended just now, or is none of ours
    return found


async def left_behind(folder: Path) -> list[str]:
    """The same, once those that are about to go have had the time to."""
    for _ in range(30):
        if not started_with(folder):
            break
        await asyncio.sleep(0.1)
    return started_with(folder)


@LINUX_ONLY
async def test_from_a_pipe_it_answers_each_line_and_ends_by_itself(tmp_path: Path) -> None:
    demo = await start_demo(tmp_path)
    typed = "aide\n/react 👍\n/as olga\nbonjour\n/edit aide\n/nonsense\n/restart\n/as nadia\naide"
    output, _ = await asyncio.wait_for(demo.communicate(typed.encode()), 90)
    text = output.decode()
    assert demo.returncode == 0, text
    assert "Traceback" not in text
    # every line that was typed is shown, and each message is followed by an answer
    assert re.findall(r"^(?:nadia|olga) │ (.+)$", text, re.MULTILINE) == typed.splitlines()
    assert len(re.findall(r"^(?:nadia|olga) │ [^/].*\n+engagebot │ .+", text, re.MULTILINE)) == 3
    assert re.search(r"http://127\.0\.0\.1:\d+", text) and "@engagebot:localhost" in text
    assert await left_behind(tmp_path) == []


CODES = {signal.SIGINT: 0, signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGKILL: -9}


@LINUX_ONLY
@pytest.mark.parametrize("moment", ["server ready", "You are nadia"])
async def test_stopped_at_any_moment_it_leaves_nothing_behind(tmp_path: Path, moment: str) -> None:
    async def stopped(how: signal.Signals) -> tuple[int, list[str]]:
        """-> exit code, what was left."""
        folder = tmp_path / how.name
        folder.mkdir()
        demo = await start_demo(folder, "en_GB.UTF-8")
        assert demo.stdout and demo.stdin
        while moment not in (line := (await asyncio.wait_for(demo.stdout.readline(), 90)).decode()):
            assert line, "it ended before"
        demo.send_signal(how)
        await asyncio.wait_for(demo.stdout.read(), 20)
        demo.stdin.close()
        return await asyncio.wait_for(demo.wait(), 20), await left_behind(folder)

    seen = await asyncio.gather(*map(stopped, CODES))
    assert seen == [(code, []) for code in CODES.values()]


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


async def test_its_words_are_the_same_in_both_languages() -> None:
    french, english = ({key: holes(text) for key, text in words(locale).items()} for locale in LOCALES)
    assert french == english
    assert all(words("fr").values()) and all(words("en").values())


@pytest.mark.parametrize(("environment", "locale"), [
    ({}, "fr"), ({"LANG": "C.UTF-8"}, "fr"), ({"LANG": "en_GB.UTF-8"}, "en"), ({"LANG": "fr_BE.UTF-8"}, "fr"),
    ({"LANG": "en_US.UTF-8", "LC_ALL": "fr_FR.UTF-8"}, "fr"), ({"LANG": "de_DE.UTF-8"}, "fr")])
async def test_it_speaks_french_unless_the_system_speaks_english(environment: dict[str, str], locale: str) -> None:
    assert locale_wished(environment) == locale
