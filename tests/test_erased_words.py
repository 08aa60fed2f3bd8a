"""Whoever is erased leaves no word in what others were asked or told because of them, however far it had gone; searched
for in every byte of the database, its log included. What is the association's (a task that was adopted, an answer that
both agreed to keep) stays without a name.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engagebot.app import build
from engagebot.config import Settings, shipped
from engagebot.scene import jardin, moment
from engagebot.script import Stage
from engagebot.store.migrate import migrate
from engagebot.store.sqlite import Store

NOW, PARIS = moment("2026-03-02T10:00 Europe/Paris", None)
WORD = "zorglubine"
QUESTION = [
    "@ association: topics=vélo; tasks_room=#commun",
    "@ organiser: olga",
    "@ referent: bruno; topics=vélo",
    "@ referent: carla; topics=vélo",
    "@ person: zoe; onboarded=yes; newcomer=no; names=yes",
    f"zoe> j'ai une question : où est la {WORD} ?",
    "zoe> vélo",
    "zoe> oui",
    "zoe> oui",
]
CALL = ["@ organiser: olga", "@ person: zoe; onboarded=yes; newcomer=no", "@ person: bruno; onboarded=yes; newcomer=no",
        "@ call: Tenir le bar; author=olga; need=1", "~ 1 minute"]
HAPPENED: dict[str, list[str]] = {
    "asked": QUESTION,
    "asked once more": [*QUESTION, "~ 25 hours"],
    "asked of the next": [*QUESTION, "~ 38 hours"],
    "known to the organisers": [*QUESTION, "~ 6 days"],
    "asked of everybody": [*QUESTION, "~ 6 days", "zoe> 2"],
    "answered": [*QUESTION, f"bruno^> Sur le crochet, ta {WORD}", "bruno> c'est tout"],
    "answered, and asked whether it helped": [*QUESTION, "bruno^> Là", "bruno> c'est tout", "~ 1 day"],
    "gone on with": [*QUESTION, "bruno^> Là", "bruno> c'est tout", f"zoe^> Quelle {WORD} ?", "~ 1 day"],
    "taken back": [*QUESTION, "zoe> laisse tomber ma question", "~ 1 day"],
    "held back by a pause of the referents": [
        *QUESTION[:4], "bruno> pause 2 semaines", "carla> pause 2 semaines", *QUESTION[4:], "~ 6 days"],
    "told in a digest": [*QUESTION, "@ sent: bruno; n=3", "@ sent: carla; n=3", "~ 9 days"],
    "told to a human": ["@ organiser: olga", "@ person: zoe; onboarded=yes", f"zoe> humain, à cause de la {WORD}",
                        "zoe> oui", "~ 1 day"],
    "said yes to a call": [*CALL, "zoe> oui", "~ 3 days"],
    "gave a task back": ["@ person: zoe; onboarded=yes; newcomer=no", "@ task: Coller des affiches; minutes=20",
                         "zoe> j'ai 20 minutes", "zoe> 1", "zoe> 1", "zoe> oui", f"zoe> je la rends, trop de {WORD}",
                         "zoe> passer", "~ 1 day"],
}  # fmt: skip


@pytest.mark.parametrize("how_far", HAPPENED)
async def test_no_byte_of_it_is_left(tmp_path: Path, how_far: str) -> None:
    settings = Settings(_env_file=None)
    migrate(tmp_path / "engagebot.sqlite", shipped("storage"), NOW)
    store = await Store.open(str(tmp_path / "engagebot.sqlite"), shipped("storage"))
    stage = Stage(settings, store, build(settings, jardin()), NOW, PARIS)
    try:
        for line in HAPPENED[how_far]:
            await stage.play(line)
        assert WORD in text_of(tmp_path) or "zoe" in text_of(tmp_path)
        for line in ("zoe> efface-moi", "zoe> oui", "~ 1 minute"):
            await stage.play(line)
        await store.forget_on_disk()
        found = text_of(tmp_path)
        assert [word for word in (WORD, "@zoe:", "Zoe") if word in found] == [], where(stage)
        later = "".join(await stage.play("~ 12 days"))
        assert WORD not in later and "Zoe" not in later
    finally:
        await store.close()


def text_of(folder: Path) -> str:
    return "".join(path.read_bytes().decode("utf-8", "replace") for path in folder.iterdir())


def where(stage: Stage) -> str:
    """In which rows."""
    database = stage.store.database
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [f"{table}: {row}" for table in tables for row in database.execute(f"SELECT * FROM {table}").fetchall()
            if any(word in str(row) for word in (WORD, "@zoe:", "Zoe"))]
    return "\n".join(rows)
