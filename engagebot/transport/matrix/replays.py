"""Which event each encrypted message came as, so that a copy of it under another id or time is recognised."""
from __future__ import annotations

from array import array
from hashlib import blake2b
from typing import Any

SETS, WAYS = 2048, 8


class Replays:
    """Of the newest messages, 16,384 of them, each as two numbers of eight bytes. All of the memory (256 KiB) is taken
    at once: nio's own is a hundred times as large in the end, and grows until then.

    A message has its place in one of the sets; the oldest of a set makes room for a new one.
    """

    def __init__(self, sets: int = SETS) -> None:
        self._sets = sets
        self._messages = array("Q", bytes(8 * sets * WAYS))
        self._events = array("Q", bytes(8 * sets * WAYS))

    def is_first(self, index: int, event: Any) -> bool:
        """What nio asks of the message number `index` in its session. False: it came as another event before."""
        message = _short(event.sender_key, event.session_id, index)
        came_as = _short(event.event_id, event.server_timestamp)
        begin = message % self._sets * WAYS
        end = begin + WAYS
        for place in range(begin, end):
            if self._messages[place] == message:
                return self._events[place] == came_as
        for numbers, number in ((self._messages, message), (self._events, came_as)):
            numbers[begin + 1 : end] = numbers[begin : end - 1]
            numbers[begin] = number
        return True


def _short(*parts: object) -> int:
    return int.from_bytes(blake2b(repr(parts).encode(), digest_size=8).digest(), "big")
