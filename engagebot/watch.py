"""Tells systemd that the bot is ready, and that it lives; and the log when it does not."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time
from collections.abc import Callable, Mapping

log = logging.getLogger(__name__)

BEAT_SECONDS = 0.25
LAG_SECONDS = 1.0
"""Nothing may keep everybody waiting for so long."""


class Systemd:
    """Says nothing where systemd did not start the process."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        mine = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        spell = environment.get("WATCHDOG_USEC", "") if mine else ""
        self.spell_seconds = int(spell) / 1_000_000 if spell.isdecimal() else 0.0
        """It ends what says nothing for so long; 0: it does not."""

    def tell(self, what: str) -> None:
        """READY=1, STOPPING=1, WATCHDOG=1. Never raises, never waits."""
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as to:
            try:
                to.setblocking(False)
                to.sendto(what.encode(), self._address)
            except OSError as error:
                log.warning("systemd could not be told: %s", type(error).__name__)


async def watch(systemd: Systemd, since_news: Callable[[], float], healthy_seconds: float) -> None:
    """For ever. systemd hears that the bot lives as long as the event loop turns and the homeserver has answered not
    longer ago than `healthy_seconds`."""
    told, well = float("-inf"), True
    while True:
        before = time.monotonic()
        await asyncio.sleep(BEAT_SECONDS)
        now = time.monotonic()
        if now - before - BEAT_SECONDS > LAG_SECONDS:
            log.warning("the event loop stood still for %.1f s", now - before - BEAT_SECONDS)
        silence = since_news()
        if well != (silence < healthy_seconds):
            well = not well
            if well:
                log.info("the homeserver answers again")
            else:
                log.error("the homeserver has not answered for %.0f s", silence)
        if well and systemd.spell_seconds and now - told >= systemd.spell_seconds / 4:
            told = now
            systemd.tell("WATCHDOG=1")
