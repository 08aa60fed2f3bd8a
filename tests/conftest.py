"""What all tests share: the option `--update`."""
from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true",
                     help="rewrite the transcripts with what the bot really says; review the diff")
