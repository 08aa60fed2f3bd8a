"""Every transcript says what the bot really says: each event is delivered twice, all state goes through the store.

`pytest --update` rewrites them; the diff is what changes for people, and is reviewed.
"""
from __future__ import annotations

from pathlib import Path

import pytest

from engagebot.config import Settings
from engagebot.script import play_script

FOLDER = Path(__file__).parent / "transcripts"
TRANSCRIPTS = sorted(FOLDER.rglob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: str(path.relative_to(FOLDER).with_suffix("")))
async def test_the_bot_says_what_the_transcript_says(path, request):
    written = path.read_text(encoding="utf-8")
    played = await play_script(written, Settings(_env_file=None), twice=True)
    if request.config.getoption("--update") and played != written:
        path.write_text(played, encoding="utf-8")
        return
    assert played.splitlines() == written.splitlines()


async def test_a_transcript_that_was_played_plays_again_to_the_same_words():
    once = await play_script("ada> bonjour\nada> oui\n~ 3 days\n", Settings(_env_file=None), twice=True)
    assert await play_script(once, Settings(_env_file=None)) == once
    assert any(line.startswith("  ") for line in once.splitlines())
