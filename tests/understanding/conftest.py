"""The shipped phrases and model, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagebot.understanding.intents import Intents

FLOWS = Path(__file__).resolve().parents[2] / "flows"


def shipped_texts() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in FLOWS.glob("phrases.*")}


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    return shipped_texts()


@pytest.fixture(scope="session")
def intents(texts: dict[str, str]) -> Intents:
    return Intents.load(texts)
