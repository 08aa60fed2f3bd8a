"""`python -m engagebot.pairer`: pairs the people who come in, as lines, and ends. Only `engagebot/rounds.py` starts it.

Twenty thousand people keep a processor busy for most of a minute, and take memory that a bot has no use for otherwise.
"""

from __future__ import annotations

import os
import sys

from engagebot.domain.pairing_lines import answered

NICE = 10
"""Everything else goes first."""


def main() -> None:
    os.nice(NICE)
    for line in answered(sys.stdin.buffer):
        sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
