"""What may be written to a log: where something went wrong, never words of people."""

from __future__ import annotations

import traceback
from pathlib import Path

FRAMES = 4
"""Enough to find the place; the innermost first."""


def where(error: BaseException) -> str:
    """Class and place of an error. Its own message is left out: it may quote what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return f"{type(error).__name__} at " + " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))
