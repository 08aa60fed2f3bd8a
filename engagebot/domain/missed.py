"""What a bot that was restored from a copy has missed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Missed:
    """What happened while all that was written was lost."""

    unanswered: Sequence[str] = ()
    """People who wrote, and nobody answered."""
    answered: Sequence[str] = ()
    """Those who got an answer that the bot no longer knows of."""
    rooms: Sequence[str] = ()
    """Groups in which somebody turned to the bot, or may have, and it has said nothing since."""
    wrote: Sequence[str] = ()
    """Everybody who wrote to it, or may have, anywhere; and who left."""
    erased: Sequence[str] = ()
    """Those who are known here and had themselves erased."""
