"""What people answer when a question lies before them, by the name of the choice that is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .asker_wants import helped, suits, waiting
from .owner_wants import still_right
from .referent_wants import my_topics, routed

__all__ = ["READERS", "helped", "my_topics", "routed", "still_right", "suits", "waiting"]

READERS: Mapping[str, Callable[[str], str | None]] = {
    "routed": routed,
    "waiting": waiting,
    "helped": helped,
    "suits": suits,
    "still_right": still_right,
    "my_topics": my_topics,
}
"""By the name that a choice of a flow gives as its `reader`."""
