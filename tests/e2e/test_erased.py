"""Erased on the real bot, in an encrypted room: what was said, and who said it, is in none of its files and no log."""
from __future__ import annotations

import asyncio
from pathlib import Path

from tests.e2e.conftest import Place
from tests.e2e.play import PATIENT_SECONDS, Script, play

WORD = "zorglubine"
LINES = ("oui", "1", f"le {WORD}", f"je sais faire de la {WORD}", "samedi matin", "oui", f"j'habite à {WORD}")


async def test_after_an_erasure_no_file_of_the_bot_and_no_log_names_them_or_holds_a_word(
    place: Place, undisturbed: Script,
) -> None:
    bot = await place.bot(log_level="DEBUG")
    me, data = bot.settings["user_id"], Path(bot.settings["data_dir"])
    zoe, bruno = await place.person("zoe"), await place.person("bruno")
    for person in (zoe, bruno):
        await person.invite(me, encrypted=True)
        await person.wait_for(len(undisturbed.welcome), within_seconds=PATIENT_SECONDS)
    await play(zoe, LINES)
    await play(bruno, LINES[:1])

    def traces(*words: str) -> set[tuple[str, str]]:
        return {(file.name, word) for file in data.rglob("*") if file.is_file() for word in words
                if word.encode() in file.read_bytes()}

    words = (WORD, zoe.user_id, str(zoe.room))
    assert {word for _, word in traces(*words)} == set(words)
    await play(zoe, ["efface-moi"])
    await zoe.say("oui")
    await zoe.gone(me, within_seconds=PATIENT_SECONDS)
    for _ in range(100):
        if not traces(*words[:2]):
            break
        await asyncio.sleep(0.1)
    assert traces(*words[:2]) == set()
    assert traces(bruno.user_id) != set()
    assert await bruno.said("aide", within_seconds=PATIENT_SECONDS)
    await bot.kill()
    assert bot.written and [line for line in bot.written if WORD in line.lower()] == []
