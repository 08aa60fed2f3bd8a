"""What all tests share: the option `--update`, and who runs beside whom."""
from __future__ import annotations

from pathlib import Path

import pytest

E2E = Path(__file__).parent / "e2e"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true",
                     help="rewrite the transcripts with what the bot really says; review the diff")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where there are two processes (`-n 2 --dist loadgroup`): conversations on a real homeserver, which mostly wait,
    in one of them, and all others in the other."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group("e2e" if E2E in item.path.parents else "others"))
