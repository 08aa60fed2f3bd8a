"""A file that somebody sent: fetched from the homeserver, and decrypted."""
from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from nio.crypto.attachments import decrypt_attachment

from engagebot.domain.taskfile import MOST_BYTES
from engagebot.transport.matrix.parse import place_of
from engagebot.transport.matrix.wire import Answer, Backoff, Unreachable, Wire, path

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 30.0


async def fetch(wire: Wire, media: Mapping[str, Any], most_bytes: int = MOST_BYTES) -> bytes | None:
    """See `Transport.fetch`."""
    place = place_of(media.get("url"))
    if place is None:
        return None
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            answer = await _insist(wire, path("media", "download", *place), most_bytes + 1)
    except TimeoutError:
        log.warning("a file did not come within %d s", PATIENCE_SECONDS)
        return None
    if not answer.ok:
        log.warning("a file cannot be had: %s", answer)
        return None
    if "key" not in media or len(answer.raw) > most_bytes:      # what is too long is not read, so need not be opened
        return answer.raw
    return _opened(answer.raw, media)


async def _insist(wire: Wire, where: str, most_bytes: int) -> Answer:
    """Again and again through passing faults, until the caller's time is over."""
    pauses = Backoff()
    while True:
        pause: float | None = None
        try:
            answer = await wire.download(where, most_bytes, seconds=PATIENCE_SECONDS)
            if answer.status < 500 and answer.status not in (408, 429):
                return answer
            pause = answer.after_seconds
        except Unreachable as error:
            log.info("a file did not come (%s), asking again", error)
        await asyncio.sleep(pauses.next(pause))


def _opened(sealed: bytes, media: Mapping[str, Any]) -> bytes | None:
    """Key, initial value and hash were chosen by whoever sent it: nothing that they may be raises."""
    try:
        plain: bytes = decrypt_attachment(sealed, media["key"], media["hashes"]["sha256"], media["iv"])
    except Exception as error:
        log.info("a file could not be decrypted: %s", type(error).__name__)
        return None
    return plain
