"""Every transcript says what the bot really says: each event is delivered twice, all state goes through the store.

`pytest --update` rewrites them; the diff is what changes for people, and is reviewed. Together they leave out nothing
that the bot can do or say: an action, a kind of answer or a manner without a transcript fails.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engagebot.actions import ACTIONS
from engagebot.app import load_flows
from engagebot.commit import Commit
from engagebot.config import Settings
from engagebot.dialogue import drive
from engagebot.engine.machine import Machine
from engagebot.engine.model import PATTERNS, Collect
from engagebot.script import play_script

FOLDER = Path(__file__).parent / "transcripts"
TRANSCRIPTS = sorted(FOLDER.rglob("*.txt"))
FLOWS = load_flows(Settings(_env_file=None))

played: set[Path] = set()
performed: set[str] = set()
answered: set[str] = set()
"""Types of slots."""
said: set[str] = set()
"""Names of sentences of the patterns."""


@pytest.fixture(autouse=True)
def noted(monkeypatch):
    """Notes what the transcripts make the bot do; nothing is replaced."""
    perform, fill, say, sentence = drive.perform, Machine.fill, Machine.say, Commit.sentence

    def note_action(action, act, slots):
        performed.add(action.__name__)
        return perform(action, act, slots)

    def note_answer(machine, value, *args, **more):
        if value is not None:
            answered.add(machine.waiting()[1].type)
        return fill(machine, value, *args, **more)

    def note_sentence(machine, name, **values):
        said.add(name)
        return say(machine, name, **values)

    def note_manner(commit, name, **more):
        said.add(name)
        return sentence(commit, name, **more)

    monkeypatch.setattr(drive, "perform", note_action)
    monkeypatch.setattr(Machine, "fill", note_answer)
    monkeypatch.setattr(Machine, "say", note_sentence)
    monkeypatch.setattr(Commit, "sentence", note_manner)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: str(path.relative_to(FOLDER).with_suffix("")))
async def test_the_bot_says_what_the_transcript_says(path, request):
    written = path.read_text(encoding="utf-8")
    text = await play_script(written, Settings(_env_file=None), twice=True)
    played.add(path)
    if request.config.getoption("--update") and text != written:
        path.write_text(text, encoding="utf-8")
        return
    assert text.splitlines() == written.splitlines()


async def test_a_transcript_that_was_played_plays_again_to_the_same_words():
    once = await play_script("ada> bonjour\nada> oui\n~ 3 days\n", Settings(_env_file=None), twice=True)
    assert await play_script(once, Settings(_env_file=None)) == once
    assert any(line.startswith("  ") for line in once.splitlines())


# ------------------------------------------------------------------------------- what all of them together must show
@pytest.fixture
def all_played():
    if played != set(TRANSCRIPTS):
        pytest.skip("says something only when all transcripts are played in the same run")


def test_every_action_has_a_transcript(all_played):
    assert set(ACTIONS) - performed == set()


def test_every_kind_of_answer_has_a_transcript(all_played):
    asked = {flow.slots[step.slot].type for flow in FLOWS.values() for step in flow.steps if isinstance(step, Collect)}
    assert asked - answered == set()


def test_every_manner_of_the_bot_has_a_transcript(all_played):
    labels = {"yes", "no", "none_of_these", "something_else"}
    no_line_of_a_script = {
        "unreadable", "forgot_since", "failed", "expired", "not_text", "too_many", "too_late",
    }
    as_sure_as_the_model = {
        "lost",
        "lost_again",
        "lost_for_good",
        "say_it_otherwise",
        "skipped",
    }  # test_engine_patterns.py
    assert set(FLOWS[PATTERNS].sentences) - said - labels - no_line_of_a_script - as_sure_as_the_model == set()
