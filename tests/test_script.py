"""The lines of a script: what the transcripts do not show, because it cannot be played or is no line of a script."""

from __future__ import annotations

import pytest

from engagebot import script
from engagebot.config import Settings
from engagebot.console import ADDRESSED
from engagebot.scene import ScriptError
from engagebot.scene.stage import NOUNS
from engagebot.script import play_script


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("ada* oui", "ada has written fewer than 1 messages there"),
        ("ada*2 oui", "ada has written fewer than 2 messages there"),
        ("ada-2", "ada has written fewer than 2 messages there"),
        ("ada#commun-", "ada has written fewer than 1 messages there"),
        ("ada#commun/> oui", "the bot has said fewer than 1 things to #commun"),
        ("ada-+", "ada has not reacted to anything yet"),
        ("ada", "is neither `name> text`"),
        ("@ velo: x", "there is no `@ velo`; it may be answer, apprentice, association"),
        ("@ task: Trier; velo=1; but=2", "a task has no but, velo; it has contact, description"),
        ("@ person: ada; velo=1", "a person has no velo; see the top of docs/console.md"),
        ("@ now: demain", "'demain' is not a time like 2026-03-02T10:00 Europe/Paris; write it so"),
        ("@ now: 2026-03-02T10:00 Mars/Olympus", "'2026-03-02T10:00 Mars/Olympus' is not a time like"),
        ("@ now: 2026-03-02T10:00; zone=Paris", "'2026-03-02T10:00; zone=Paris' is not a time like"),
        ("@ holiday: demain", "@ holiday: demain is no day; write it as 2026-01-10"),
    ],
)
async def test_a_line_that_cannot_be_played_says_why(line, why):
    before = "ada> bonjour\n" if "2" in line else ""
    number = 2 if before else 1
    with pytest.raises(ScriptError, match=f"line {number}: {why}"):
        await play_script(before + line, Settings(_env_file=None))


@pytest.mark.parametrize("name", sorted(NOUNS))
def test_the_top_of_script_shows_how_every_noun_is_written(name):
    assert f"@ {name}: " in str(script.__doc__)


async def test_what_was_deleted_is_not_counted():
    lines = "ada> bonjour\nada> oui\nada-\nada-\nada-\n"
    with pytest.raises(ScriptError, match="line 5: ada has written fewer than 1"):
        await play_script(lines, Settings(_env_file=None))


@pytest.mark.parametrize(
    "line",
    ["ada> oui", "ada#commun/2> oui", "ada*3 oui", "ada#commun* oui", "ada-", "ada-2", "ada-+", "ada<", "ada#commun<",
     "@ now: 2026-03-02T10:00", "~ 1 day"],
)  # fmt: skip
def test_in_the_console_a_line_of_a_script_is_played(line):
    assert ADDRESSED.match(line)


@pytest.mark.parametrize(
    "line", ["oui", "10-12", "2026-03-02", "covid-19", "peut-être", "3 < 4", "ada", "et/ou > rien"]
)
def test_in_the_console_all_else_is_what_whoever_sits_there_says(line):
    assert not ADDRESSED.match(line)
