"""`python -m tests.e2e.dying WHEN POINT TIMES`: the bot, which ends as by kill -9 when it has passed a point so often.

`before` a point nothing of it has happened; `after` it all of it has, and what comes next has not. So the product needs
no switch for it.
"""
from __future__ import annotations

import inspect
import os
import signal
import sys
from typing import Any

from engagebot import dialogue, outbox, pen
from engagebot.__main__ import main
from engagebot.outbox import Sender
from engagebot.store import inbox
from engagebot.transport.matrix.client import SafeClient
from engagebot.transport.matrix.inbound import Inbound
from engagebot.transport.matrix.invitations import Invitations
from engagebot.transport.matrix.keys import Keys
from engagebot.transport.matrix.outbound import Outbound
from engagebot.transport.matrix.reading import Reading
from engagebot.transport.matrix.rooms import Rooms

POINTS: dict[str, tuple[Any, str]] = {
    "an answer of /sync is taken in": (Inbound, "take"),
    "the key store takes its part of it": (SafeClient, "take_in"),
    "one of its rows is written": (Reading, "write"),
    "its rows and the position are committed": (Inbound, "_commit"),
    "an event is decided": (dialogue.Dialogue, "_decide"),
    "an event is marked as handled": (inbox, "take"),
    "something to say is queued": (pen.outbox, "queue"),
    "a row is marked as tried": (outbox.outbox, "trying"),
    "a message is encrypted": (Keys, "encrypted"),
    "a request to send is made": (Outbound, "_put"),
    "what became of a row is written down": (Sender, "_settle"),
    "an invitation is accepted": (Invitations, "_accept"),
    "a room is looked at": (Rooms, "look"),
    "a room is written down": (Rooms, "_write_down"),
    "the key of a room is shared": (Keys, "_share"),
}


def dies(when: str, point: str, times: int) -> None:
    owner, name = POINTS[point]
    whole = getattr(owner, name)
    passed = 0

    def passes() -> None:
        nonlocal passed
        passed += 1
        if passed == times:
            os.kill(os.getpid(), signal.SIGKILL)

    async def later(*given: Any, **named: Any) -> Any:
        if when == "before":
            passes()
        done = await whole(*given, **named)
        if when == "after":
            passes()
        return done

    def now(*given: Any, **named: Any) -> Any:
        if when == "before":
            passes()
        done = whole(*given, **named)
        if when == "after":
            passes()
        return done

    setattr(owner, name, later if inspect.iscoroutinefunction(whole) else now)


if __name__ == "__main__":
    dies(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    sys.exit(main(["run"]))
