"""Passwords, tokens and keys are in files of the bot's user alone, and nowhere else: not in what is printed, nor on the
command line, nor in the database. (Nor in a log: tests/e2e/test_logs.py.)
"""

from __future__ import annotations

import argparse
import asyncio
import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from engagebot.__main__ import COMMANDS
from engagebot.config import Settings
from engagebot.transport import CannotStart
from engagebot.transport.matrix import private
from engagebot.transport.matrix.crosssign import Identity
from engagebot.transport.matrix.direct import Direct
from engagebot.transport.matrix.erasures import Erasures
from engagebot.transport.matrix.introductions import Introductions
from engagebot.transport.matrix.session import Session
from engagebot.transport.matrix.wire import Answer, Wire

SECRET = "hush-hush-hush"
UNIT = Path(__file__).parent.parent / "docs" / "engagebot.service"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_secret_that_others_can_read_is_not_read(tmp_path, mode):
    for name in ("session.json", "pickle.key", "alias.key", "cross_signing.json"):
        private.write(tmp_path / name, "{}")
        assert private.read(tmp_path / name) == "{}" and (tmp_path / name).stat().st_mode & 0o777 == 0o600
        (tmp_path / name).chmod(mode)
        for read in (private.read, private.read_json, private.secret):
            with pytest.raises(CannotStart, match=rf"run `chmod 600 .*{re.escape(name)}`"):
                read(tmp_path / name)


async def test_nothing_that_holds_a_secret_shows_it_when_it_is_printed():
    wire = Wire("https://matrix.example.org", SECRET)
    there: list[object] = [
        Settings(_env_file=None, password=SecretStr(SECRET), access_token=SecretStr(SECRET), device_id="D"),
        wire,
        Session("@bot:example.org", "D", SECRET, 1),
        Answer(200, {"access_token": SECRET}),
        Direct(None, "example.org", SECRET, True),  # type: ignore[arg-type]
        Erasures("@bot:example.org", wire, SECRET, None),  # type: ignore[arg-type]
        Introductions(None, None, "example.org", SECRET, None),  # type: ignore[arg-type]
        Identity("@bot:example.org", {"master": SECRET.encode()}),
    ]
    await asyncio.sleep(0)
    assert [type(one).__name__ for one in there if SECRET in f"{one} {one!r}"] == []


def test_no_command_takes_a_secret_where_everybody_on_the_machine_can_read_it():
    said = []
    for name, (_, add_arguments, _run) in COMMANDS.items():
        parser = argparse.ArgumentParser(name)
        add_arguments(parser)
        said.append(parser.format_help())
    assert re.findall(r"password|token|secret|seed", "\n".join(said), re.IGNORECASE) == []


def test_the_unit_can_hand_the_password_over():
    """What is handed over so is read: tests/test_copies.py."""
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if "LoadCredential=" in line]
    assert re.fullmatch(r"#LoadCredential=engagebot_password:/\S+", line)
    assert "engagebot_password".removeprefix("engagebot_") in Settings.model_fields


