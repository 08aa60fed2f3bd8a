"""The bot as a process of its own, as it runs in earnest: started, stopped, killed."""
from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import engagebot
from engagebot.demo import leash

READY_SECONDS = 60.0
TAIL_LINES = 15
SEARCHED = str(Path(engagebot.__file__).parent.parent)
"""Where the package lies: a checkout need not be installed to be tried."""


class BotFailed(Exception):
    """The bot ended, or did not get ready. The message holds the end of what it wrote."""


@dataclass
class BotProcess:
    """`settings` are those of the environment, without their prefix: {"homeserver": …}. `folder` is where it works."""

    folder: Path
    settings: Mapping[str, str]
    arguments: tuple[str, ...] = ("engagebot", "run")
    ready_seconds: float = 0.0
    """How long the last start took."""
    written: list[str] = field(default_factory=list, repr=False)
    """Every line on stderr since the first start."""
    _process: asyncio.subprocess.Process | None = field(default=None, repr=False)
    _reader: asyncio.Task[None] | None = field(default=None, repr=False)
    _ready: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def pid(self) -> int | None:
        """None: not running."""
        return self._process.pid if self._process and self._process.returncode is None else None

    @property
    def is_ready(self) -> bool:
        """It has said so since it was launched last."""
        return self._ready.is_set() and self.pid is not None

    async def launch(self) -> None:
        """Start, without waiting until it can answer."""
        self._ready.clear()
        mine = {f"ENGAGEBOT_{name.upper()}": value for name, value in self.settings.items()}
        others = {n: v for n, v in os.environ.items() if not n.startswith("ENGAGEBOT_")}
        path = os.pathsep.join(filter(None, (SEARCHED, os.environ.get("PYTHONPATH"))))
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, leash.FILE, *self.arguments, cwd=self.folder,
            env={**others, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", **mine},
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
            start_new_session=True)
        self._reader = asyncio.create_task(self._read(self._process), name="the bot's stderr")

    async def start(self) -> None:
        """Start, and wait for its line `ready @…`. Raises BotFailed."""
        began = time.monotonic()
        await self.launch()
        await self.ready()
        self.ready_seconds = time.monotonic() - began

    async def ready(self) -> None:
        assert self._reader
        said = asyncio.create_task(self._ready.wait())
        try:
            await asyncio.wait({said, self._reader}, timeout=READY_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            said.cancel()
        if not self._ready.is_set():
            code = await self.kill() if self.pid else await self.ended()
            raise BotFailed(f"the bot did not get ready (exit code {code}):\n{self.tail()}")

    async def ended(self, within_seconds: float = READY_SECONDS) -> int:
        """Wait for its end. -> exit code; negative: the signal that ended it. Raises TimeoutError."""
        assert self._process and self._reader
        code = await asyncio.wait_for(self._process.wait(), within_seconds)
        await self._reader
        if self._process.stdin:
            self._process.stdin.close()
        return code

    async def kill(self) -> int:
        """kill -9."""
        assert self._process
        if self._process.returncode is None:
            self._process.kill()
        return await self.ended()

    async def stop(self, within_seconds: float = 8.0) -> int:
        """SIGTERM, and kill -9 if that is not enough. -> exit code."""
        if self._process is None:
            return 0
        if self._process.returncode is None:
            self._process.terminate()
        try:
            return await self.ended(within_seconds)
        except TimeoutError:
            return await self.kill()

    def tail(self) -> str:
        return "\n".join(self.written[-TAIL_LINES:])

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr
        while line := await process.stderr.readline():
            self.written.append(line.decode(errors="replace").rstrip())
            if self.written[-1].startswith("ready @"):
                self._ready.set()
