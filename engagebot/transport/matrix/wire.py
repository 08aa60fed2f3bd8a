"""Requests to the homeserver: one try each, every answer a value. Who asks decides what to do about a fault."""
from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
from yarl import URL

V1, V3 = "/_matrix/client/v1", "/_matrix/client/v3"
LONGEST_WAIT_SECONDS = 600.0
"""A server that asks for more is tried again after this all the same."""


ITEMS = "items"
"""Where `Answer.body` has the list when the homeserver answers with a bare one."""


@dataclass
class Answers:
    """Lets what is asked for next wait for the messages that answer what was asked for before."""

    started: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def expect(self) -> None:
        self.started.clear()
        self.ended.clear()

    async def go_first(self, to_start_seconds: float, to_end_seconds: float) -> None:
        """Return when one was sent and answered, or when it took longer than this to start, or to end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(to_start_seconds):
                await self.started.wait()
            async with asyncio.timeout(to_end_seconds):
                await self.ended.wait()


class Unreachable(Exception):
    """No usable answer: whether the request took effect is unknown. `after_seconds`: as in `Answer`."""

    def __init__(self, why: str, after_seconds: float | None = None) -> None:
        super().__init__(why)
        self.after_seconds = after_seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What the homeserver said. `body` is {} when it was not a JSON object (only possible with an error status)."""

    status: int
    body: Mapping[str, Any] = field(repr=False)
    retry_after: str | None = None
    """The header, as it came."""
    raw: bytes = field(default=b"", repr=False)
    """Of a file that was downloaded."""

    @property
    def ok(self) -> bool:
        return self.status == 200

    @property
    def errcode(self) -> str:
        """"": the answer is not from a Matrix homeserver, or no error."""
        found = self.body.get("errcode")
        return found if isinstance(found, str) else ""

    @property
    def passing(self) -> bool:
        """The same request may succeed later: too many requests, server trouble, or a proxy without its homeserver."""
        return self.status == 429 or self.status >= 500 or self.status == 408 or not (self.ok or self.errcode)

    @property
    def token_is_dead(self) -> bool:
        return self.errcode in ("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED")

    @property
    def after_seconds(self) -> float | None:
        """How long the server asks to wait; None: it does not say."""
        asked = self.body.get("retry_after_ms")
        if isinstance(asked, int | float) and not isinstance(asked, bool) and asked >= 0:
            return min(asked / 1000, LONGEST_WAIT_SECONDS)
        if self.retry_after and self.retry_after.isdecimal():
            return min(float(self.retry_after), LONGEST_WAIT_SECONDS)
        return None

    def __str__(self) -> str:
        """For logs and operators; never holds more of the body than the server's own error code."""
        return f"{self.status} {self.errcode}".strip()


class Backoff:
    """Pauses of 0.5 s, 1 s, 2 s … 60 s, each shortened at random so that many clients do not come back at once."""

    def __init__(self) -> None:
        self.failures = 0

    def next(self, asked_seconds: float | None = None) -> float:
        """Seconds to wait now; at least what the server asked for."""
        pause: float = min(0.5 * 2.0 ** min(self.failures, 8), 60.0) * random.uniform(0.5, 1)
        self.failures += 1
        return max(pause, asked_seconds or 0)


def path(*parts: str) -> str:
    """Joined and escaped: `path("rooms", "!a:b", "send")`."""
    return "/" + "/".join(quote(part, safe="") for part in parts)


@dataclass
class Wire:
    """One connection pool and one access token. `dead` is set as soon as the homeserver rejects the token."""

    homeserver: str
    token: str = field(default="", repr=False)
    dead: asyncio.Event = field(default_factory=asyncio.Event)
    soft_logout: bool = False
    """With `dead`: the device still exists, and a login with its id revives it."""
    _session: aiohttp.ClientSession | None = None
    _closed: bool = False

    async def call(self, method: str, where: str, body: Mapping[str, Any] | bytes | None = None, *,
                   query: Mapping[str, str] | None = None, mime: str = "application/json", prefix: str = V3,
                   seconds: float = 30) -> Answer:
        """Ask once. Raises Unreachable; an error of the server is an Answer."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        if data is not None:
            headers["Content-Type"] = mime
        address = URL(self.homeserver + prefix + where + ("?" + urlencode(query) if query else ""), encoded=True)
        sent_with = self.token
        if self._closed:
            raise Unreachable("the connection was closed by the bot itself")
        try:
            async with self._open().request(method, address, data=data, headers=headers, allow_redirects=False,
                                            timeout=aiohttp.ClientTimeout(total=seconds)) as response:
                raw = await response.read()
                answer = Answer(response.status, _object(raw), response.headers.get("Retry-After"))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise Unreachable(f"{type(error).__name__}") from error
        if answer.ok and not answer.body and raw.strip() != b"{}":
            raise Unreachable("the answer is not JSON")
        if answer.token_is_dead and sent_with and sent_with == self.token:
            self.soft_logout = answer.body.get("soft_logout") is True
            self.dead.set()
        return answer

    async def download(self, where: str, most_bytes: int, *, prefix: str = V1, seconds: float = 30) -> Answer:
        """Ask once for a file: `Answer.raw` is what it holds, up to `most_bytes`. Where the homeserver keeps files
        elsewhere, that place is asked without the token, if it is asked in secret. Raises Unreachable."""
        headers = {"Accept-Encoding": "identity", "Accept": "*/*"}
        address = URL(self.homeserver + prefix + where, encoded=True)
        if self._closed:
            raise Unreachable("the connection was closed by the bot itself")
        try:
            async with asyncio.timeout(seconds):
                answer, elsewhere = await self._read(
                    address, headers | ({"Authorization": f"Bearer {self.token}"} if self.token else {}), most_bytes)
                if elsewhere is not None and elsewhere.scheme == "https":
                    answer, _ = await self._read(elsewhere, headers, most_bytes)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise Unreachable(f"{type(error).__name__}") from error
        return answer

    async def _read(self, address: URL, headers: Mapping[str, str], most_bytes: int) -> tuple[Answer, URL | None]:
        """(the answer, where it leads instead)."""
        async with self._open().get(address, headers=headers, allow_redirects=False,
                                    timeout=aiohttp.ClientTimeout(total=None)) as response:
            raw = bytearray()
            async for piece in response.content.iter_chunked(1 << 16):
                raw += piece[:most_bytes - len(raw)]
                if len(raw) == most_bytes:
                    break
            ok = response.status == 200
            answer = Answer(response.status, {} if ok else _object(bytes(raw)), response.headers.get("Retry-After"),
                            bytes(raw) if ok else b"")
            leads = response.headers.get("Location", "") if response.status in (302, 303, 307, 308) else ""
            return answer, URL(leads) if leads else None

    async def insist(self, method: str, where: str, body: Mapping[str, Any] | bytes | None = None, *,
                     query: Mapping[str, str] | None = None, patience_seconds: float = 60) -> Answer:
        """Ask again through passing faults, with growing pauses. Raises Unreachable when patience ends."""
        loop, pauses = asyncio.get_running_loop(), Backoff()
        deadline = loop.time() + patience_seconds
        while True:
            try:
                answer = await self.call(method, where, body, query=query)
                why = str(answer)
                if not answer.passing or self.dead.is_set():
                    return answer
                pause = pauses.next(answer.after_seconds)
            except Unreachable as error:
                why, pause = str(error), pauses.next()
            if loop.time() + pause > deadline:
                raise Unreachable(why)
            await asyncio.sleep(pause)

    async def close(self) -> None:
        """For good: whatever is asked afterwards finds nobody reachable."""
        self._closed = True
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=64, keepalive_timeout=60),
                headers={"User-Agent": "engagebot", "Accept": "application/json"})
        return self._session


def _object(raw: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    if isinstance(found, list):
        return {ITEMS: found}
    return found if isinstance(found, dict) else {}
