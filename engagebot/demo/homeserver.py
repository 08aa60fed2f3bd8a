"""A Synapse of one's own: SQLite, loopback only, in a folder that can be thrown away."""
from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import importlib.util
import json
import os
import secrets
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from engagebot.demo import leash

SERVER_NAME = "localhost"
START_SECONDS = 60.0
"""A cold start on a slow disk takes about 15 s."""
STOP_SECONDS = 5.0
TRIES = 3
"""Between choosing a free port and Synapse taking it, somebody else may: then once more with another."""
LIFTED: Mapping[str, Any] = {"per_second": 10_000, "burst_count": 10_000}
LOG = "homeserver.log"


class HomeserverFailed(Exception):
    """The homeserver did not start, or refused. The message says why, with the end of its log."""


@dataclass
class Homeserver:
    """`url` changes when a restart cannot have its old port again; everything else stays."""

    folder: Path
    server_name: str = SERVER_NAME
    url: str = ""
    limits_lifted: bool = True
    removes: Path | None = None
    _process: asyncio.subprocess.Process | None = field(default=None, repr=False)

    @classmethod
    async def start(
        cls, folder: Path, *, limits_lifted: bool = True, settings: Mapping[str, Any] | None = None,
        removes: Path | None = None,
    ) -> Homeserver:
        """`limits_lifted=False` keeps Synapse's own rate limits. `settings` goes over the generated configuration.
        `removes`: a folder that goes away when this process dies without stopping the homeserver.

        A folder that a homeserver has used before is taken up again, with its accounts and rooms.
        Raises HomeserverFailed.
        """
        if importlib.util.find_spec("synapse") is None:
            raise HomeserverFailed(
                "The demo's homeserver is not installed. Install it with: pip install 'engagebot[demo]'")
        server = cls(folder, limits_lifted=limits_lifted, removes=removes)
        server._prepare(settings or {})
        await server._run()
        return server

    @property
    def pid(self) -> int | None:
        """None: not running."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def register(self, name: str, password: str, admin: bool = False) -> str:
        """-> the new Matrix id. Raises HomeserverFailed when the name is taken."""
        address = f"{self.url}/_synapse/admin/v1/register"
        async with aiohttp.ClientSession() as http:
            async with http.get(address) as answer:
                nonce = (await answer.json())["nonce"]
            parts = (nonce, name, password, "admin" if admin else "notadmin")
            mac = hmac.new(self._secret().encode(), "\0".join(parts).encode(), hashlib.sha1)
            wish = {"nonce": nonce, "username": name, "password": password, "admin": admin, "mac": mac.hexdigest(),
                    "inhibit_login": True}
            async with http.post(address, json=wish) as answer:
                said = await answer.json()
        if "user_id" not in said:
            raise HomeserverFailed(f"The account {name} could not be made: {said.get('error', said)}")
        return str(said["user_id"])

    async def restart(self) -> None:
        """Stop, and start on the same data, on the same port if it is still free."""
        await self.stop()
        await self._run()

    async def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), STOP_SECONDS)
            except TimeoutError:
                process.kill()
                await process.wait()
        if process.stdin:
            process.stdin.close()

    async def __aenter__(self) -> Homeserver:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    # ---- the rest

    def _secret(self) -> str:
        return (self.folder / "registration.secret").read_text()

    def _prepare(self, settings: Mapping[str, Any]) -> None:
        """Write configuration, log settings, secrets and signing key, if not there already."""
        self.folder = self.folder.absolute()
        self.folder.mkdir(parents=True, exist_ok=True)
        secret_files = {
            "registration.secret": secrets.token_urlsafe(32),
            # an ed25519 seed in the form that Synapse reads; made here because asking Synapse costs a second
            "signing.key": f"ed25519 a_demo {base64.b64encode(os.urandom(32)).decode().rstrip('=')}\n",
        }
        for name, content in secret_files.items():
            if not (self.folder / name).exists():
                (self.folder / name).touch(mode=0o600)
                (self.folder / name).write_text(content)
        (self.folder / "log.json").write_text(json.dumps({
            "version": 1, "disable_existing_loggers": False,
            "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
            "handlers": {"file": {
                "class": "logging.FileHandler", "filename": str(self.folder / LOG), "formatter": "plain"}},
            "root": {"level": "WARNING", "handlers": ["file"]},
        }))
        config = {**self._configuration(), **settings}
        (self.folder / "homeserver.yaml").write_text(json.dumps(config, indent=1))  # every JSON is a YAML

    def _configuration(self) -> dict[str, Any]:
        config: dict[str, Any] = {
            "server_name": self.server_name,
            "database": {"name": "sqlite3", "args": {"database": str(self.folder / "homeserver.db")}},
            "log_config": str(self.folder / "log.json"),
            "media_store_path": str(self.folder / "media"),
            "signing_key_path": str(self.folder / "signing.key"),
            "registration_shared_secret": self._secret(),
            "macaroon_secret_key": self._secret(),
            "form_secret": self._secret(),
            "report_stats": False,
            "bcrypt_rounds": 4,                     # throw-away passwords; 12 rounds cost 0.3 s an account
            "trusted_key_servers": [],
            "federation_domain_whitelist": [],
            "federation_client_minimum_tls_version": 1.2,
            "presence": {"enabled": False},
            "url_preview_enabled": False,
            "enable_registration": False,
            "allow_public_rooms_over_federation": False,
            "suppress_key_server_warning": True,
            "caches": {"sync_response_cache_duration": "1s"},   # a restarted client must not be told old news
        }
        if self.limits_lifted:
            config |= {
                "rc_message": LIFTED, "rc_registration": LIFTED, "rc_joins_per_room": LIFTED,
                "rc_room_creation": LIFTED, "rc_key_requests": LIFTED, "rc_admin_redaction": LIFTED,
                "rc_login": {"address": LIFTED, "account": LIFTED, "failed_attempts": LIFTED},
                "rc_joins": {"local": LIFTED, "remote": LIFTED},
                "rc_invites": {"per_room": LIFTED, "per_user": LIFTED, "per_issuer": LIFTED},
                "rc_media_create": LIFTED, "rc_presence": {"per_user": LIFTED},
            }
        return config

    async def _run(self) -> None:
        for attempt in range(1, TRIES + 1):
            port = free_port(int(self.url.rsplit(":", 1)[1]) if self.url and attempt == 1 else 0)
            config_file = self.folder / "homeserver.yaml"
            config = json.loads(config_file.read_text())
            config["public_baseurl"] = f"http://127.0.0.1:{port}/"
            config["listeners"] = [{
                "port": port, "bind_addresses": ["127.0.0.1"], "type": "http", "tls": False,
                "resources": [{"names": ["client"], "compress": False}],
            }]
            config_file.write_text(json.dumps(config, indent=1))
            self.url = f"http://127.0.0.1:{port}"
            with (self.folder / "output.log").open("ab") as output:
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable, leash.FILE, "synapse.app.homeserver", "-c", str(config_file),
                    cwd=self.folder, env={**os.environ, leash.REMOVES: str(self.removes or "")},
                    stdin=asyncio.subprocess.PIPE, stdout=output, stderr=output,
                    start_new_session=True)     # Ctrl-C in the terminal is ours to handle, not Synapse's
            try:
                await self._ready()
                return
            except HomeserverFailed:
                taken = "already in use" in self._log_tail() or "CannotListenError" in self._log_tail()
                if attempt == TRIES or not taken:
                    raise
            except BaseException:
                await self.stop()
                raise

    async def _ready(self) -> None:
        process = self._process
        assert process
        deadline = asyncio.get_running_loop().time() + START_SECONDS
        async with aiohttp.ClientSession() as http:
            while asyncio.get_running_loop().time() < deadline:
                if process.returncode is not None:
                    break
                try:
                    async with http.get(f"{self.url}/_matrix/client/versions") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.05)
        came = "did not answer in time" if process.returncode is None else f"ended with {process.returncode}"
        await self.stop()
        raise HomeserverFailed(f"The homeserver {came}. The end of its log:\n{self._log_tail()}")

    def _log_tail(self, lines: int = 15) -> str:
        files = [self.folder / "output.log", self.folder / LOG]
        text = "\n".join(f.read_text(errors="replace").strip() for f in files if f.exists())
        return "\n".join(text.splitlines()[-lines:])


def free_port(wanted: int = 0) -> int:
    """A free port on loopback: `wanted` when it is free."""
    for port in (wanted, 0):
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(s.getsockname()[1])
    raise HomeserverFailed("No free port on this machine.")
