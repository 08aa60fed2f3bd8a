"""A reverse proxy between the bot and the homeserver that makes faults on purpose. Loopback only.

A fault is a `Rule`: which requests it is about, how often it fires, and what happens then. Draws come from a generator
seeded by (seed, name of the rule), so the k-th request that a rule is about always meets the same fate, whatever the
other rules do.
"""
from __future__ import annotations

import asyncio
import collections
import json
import random
import re
import time
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import aiohttp
from aiohttp import web

from engagebot.demo.homeserver import free_port

HOP_BY_HOP = {
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailers", "transfer-encoding",
    "upgrade", "content-length", "content-encoding", "host",
}
SEND = re.compile(r"^/_matrix/client/[^/]+/rooms/(?P<room>[^/]+)/(?P<verb>send|redact)/[^/]+/(?P<txn>[^/]+)$")
SYNC = re.compile(r"^/_matrix/client/[^/]+/sync$")

TERMINAL = {"error", "ratelimit", "unknown_token", "drop_before", "drop_after", "drop_mid", "truncate", "html",
            "garbage", "hang"}
"""The first of these that fires decides the answer."""
MODIFIERS = {"latency", "twice", "gappy", "repeat_events", "repeat_answer", "rollback", "inject", "shuffle", "set_json",
             "slow_body", "postpone", "call"}
"""All of these that fire apply. `call` awaits `do`, exactly before or after the request reached the homeserver: to kill
the bot there, for one."""


@dataclass
class Rule:
    """Fires with probability `p`, never for the first `after` matches, at each `every`-th of the others, so many
    `times` at most, once for each transaction id when `once_per_txn`; and only `between` these seconds since it began.
    `path` is searched in the decoded path, `query`, `body` and `token` in theirs; `method` must match in full.
    """

    kind: str
    name: str = ""
    method: str = ".*"
    path: str = ".*"
    query: str = ""
    body: str = ""
    token: str = ""
    p: float = 1.0
    after: int = 0
    every: int = 1
    times: int | None = None
    between: tuple[float, float] | None = None
    once_per_txn: bool = False
    with_: Mapping[str, Any] = field(default_factory=dict)
    """What the kind needs to know, e.g. {"status": 502} for an error."""

    matched: int = field(default=0, init=False)
    fired: int = field(default=0, init=False)
    _seen: set[str] = field(default_factory=set, init=False)
    _random: random.Random = field(default_factory=random.Random, init=False)
    _given_at: float = field(default_factory=time.monotonic, init=False)

    def __post_init__(self) -> None:
        if self.kind not in TERMINAL | MODIFIERS:
            raise ValueError(f"no such fault: {self.kind}")
        self.name = self.name or self.kind

    def seed(self, seed: int) -> None:
        """Draws begin anew, and so does the time of `between`."""
        self._random, self._given_at = random.Random(f"{seed}:{self.name}"), time.monotonic()

    def shuffle(self, events: list[Any]) -> None:
        self._random.shuffle(events)

    def draw(self, low: float, high: float) -> float:
        return self._random.uniform(low, high) if high > low else low

    def fires(self, request: Request) -> bool:
        if not self._concerns(request):
            return False
        self.matched += 1
        draw = self._random.random()
        if self.matched <= self.after or draw >= self.p or (self.times is not None and self.fired >= self.times):
            return False
        if (self.matched - self.after) % self.every:
            return False
        if self.once_per_txn:
            if request.txn in self._seen:
                return False
            self._seen.add(request.txn)
        self.fired += 1
        return True

    def _concerns(self, request: Request) -> bool:
        if self.between and not self.between[0] <= time.monotonic() - self._given_at < self.between[1]:
            return False
        return bool(
            re.fullmatch(self.method, request.method) and re.search(self.path, request.path)
            and re.search(self.query, request.query) and re.search(self.token, request.token)
            and re.search(self.body, request.body.decode(errors="replace")))


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    """Decoded, without the query."""
    target: str
    """As it was sent, with the query."""
    query: str
    body: bytes
    token: str
    headers: Mapping[str, str]
    txn: str
    """"" unless it sends or redacts."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def response(self) -> web.Response:
        return web.Response(status=self.status, headers=self.headers, body=self.body)


class FaultProxy:
    def __init__(self, upstream: str, seed: int = 1) -> None:
        if urllib.parse.urlsplit(upstream).hostname not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError("only for a homeserver on this machine")
        self.upstream, self.seed = upstream, seed
        self.url = ""
        self.rules: list[Rule] = []
        self.down: bool | Literal["hang", "503"] = False
        """While True every connection is cut, as if there were no homeserver; or none is answered, or each with 503."""
        self.counts: collections.Counter[str] = collections.Counter()
        """Requests, and how often each rule fired."""
        self.statuses: collections.Counter[tuple[str, int]] = collections.Counter()
        """(path without ids, status) as the bot saw them."""
        self.event_ids: dict[tuple[str, str], set[str]] = {}
        """(room, transaction id) -> event ids that the homeserver answered: more than one is a message said twice."""
        self.bodies: dict[tuple[str, str], set[bytes]] = {}
        self._syncs: dict[str, collections.deque[tuple[str | None, str, bytes]]] = {}
        self._later: set[asyncio.Task[None]] = set()

    async def start(self) -> FaultProxy:
        self._http = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=120))
        app = web.Application(client_max_size=64 << 20)
        app.router.add_route("*", "/{tail:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=False, shutdown_timeout=0.5)
        await self._runner.setup()
        port = free_port()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def stop(self) -> None:
        for task in self._later:
            task.cancel()
        await self._runner.cleanup()
        await self._http.close()

    def play(self, *rules: Rule) -> None:
        """From now on these rules and no others."""
        for rule in rules:
            rule.seed(self.seed)
        self.rules = list(rules)

    # ---- one request

    async def _handle(self, incoming: web.Request) -> web.StreamResponse:
        request = await read(incoming)
        self.counts["requests"] += 1
        if self.down == "503":
            return error({"status": 503, "raw": "<html>unavailable</html>"})
        while self.down == "hang":      # noqa: ASYNC110  (whoever plays with it tells nobody)
            await asyncio.sleep(0.05)
        if self.down:
            return cut(incoming)
        fired = [rule for rule in self.rules if rule.fires(request)]
        self.counts.update(rule.name for rule in fired)
        if request.txn:
            self.bodies.setdefault((request.path.split("/")[5], request.txn), set()).add(request.body)
        terminal = next((rule for rule in fired if rule.kind in TERMINAL), None)
        try:
            response = await self._answer(incoming, request, [r for r in fired if r.kind in MODIFIERS], terminal)
        except aiohttp.ClientError:
            return cut(incoming)
        self.statuses[re.sub(r"/[!@$#][^/]*|/eb1\w+", "/…", request.path), response.status] += 1
        return response

    async def _answer(
        self, incoming: web.Request, request: Request, modifiers: list[Rule], terminal: Rule | None,
    ) -> web.StreamResponse:
        for rule in modifiers:
            match rule.kind:
                case "latency":
                    spread = rule.with_.get("jitter", 0)
                    await asyncio.sleep(max(0, rule.with_["seconds"] + rule.draw(-spread, spread)))
                case "call" if rule.with_.get("when") == "before":
                    await rule.with_["do"]()
                case "postpone":        # the answer now, the effect later
                    task = asyncio.create_task(self._forward_later(request, rule.with_["seconds"]))
                    self._later.add(task)
                    task.add_done_callback(self._later.discard)
                    return web.json_response({})
                case "repeat_answer" if SYNC.match(request.path) and self._syncs.get(request.token):
                    return web.Response(body=self._syncs[request.token][-1][2], content_type="application/json")
                case "gappy" | "rollback" if SYNC.match(request.path):
                    request = await self._change_sync(request, rule)
        kind = terminal.kind if terminal else ""
        with_ = terminal.with_ if terminal else {}
        if kind == "hang":
            if with_.get("processed"):
                await self._forward(request)
            await asyncio.sleep(with_["seconds"])
        if kind in ("drop_before", "hang"):
            return cut(incoming)
        if kind == "error" and not with_.get("processed"):
            return error(with_)
        if kind in ("ratelimit", "unknown_token", "html", "garbage"):
            return refusal(kind, with_)
        answer = await self._forward(request)
        for rule in modifiers:
            if rule.kind == "twice":
                answer = await self._forward(request)
            if rule.kind == "call" and rule.with_.get("when", "after") == "after":
                await rule.with_["do"]()
            if rule.kind == "set_json" and answer.status == 200:
                answer = replace(answer, body=json.dumps(changed(json.loads(answer.body), rule.with_["set"])).encode())
        if SYNC.match(request.path) and answer.status == 200:
            answer = replace(answer, body=self._change_answer(request, modifiers, answer.body))
        match kind:
            case "error":
                return error(with_)
            case "drop_after":
                return cut(incoming)
            case "truncate":            # whole HTTP, half a JSON
                return replace(answer, body=answer.body[: max(1, len(answer.body) // 2)]).response()
            case "drop_mid":            # half an HTTP
                return await half(incoming, answer)
        for rule in modifiers:
            if rule.kind == "slow_body":
                return await dribbled(incoming, answer, **rule.with_)
        return answer.response()

    async def _forward(self, request: Request) -> Answer:
        if self._http.closed:
            raise aiohttp.ClientConnectionError("the proxy was stopped meanwhile")
        headers = {n: v for n, v in request.headers.items() if n.lower() not in HOP_BY_HOP}
        headers["Accept-Encoding"] = "identity"
        url = aiohttp.client.URL(self.upstream + request.target, encoded=True)
        async with self._http.request(
            request.method, url, data=request.body or None, headers=headers, allow_redirects=False,
        ) as answer:
            body = await answer.read()
            kept = {n: v for n, v in answer.headers.items() if n.lower() not in HOP_BY_HOP}
        if request.txn and answer.status == 200:
            place = (request.path.split("/")[5], request.txn)
            self.event_ids.setdefault(place, set()).add(json.loads(body)["event_id"])
        return Answer(answer.status, kept, body)

    async def _forward_later(self, request: Request, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._forward(request)

    # ---- /sync

    async def _change_sync(self, request: Request, rule: Rule) -> Request:
        query = urllib.parse.parse_qs(request.query, keep_blank_values=True)
        if rule.kind == "rollback":
            earlier = [since for since, _, _ in self._syncs.get(request.token, ()) if since]
            if "since" not in query or not earlier:
                return request
            query["since"] = [earlier[-1]]
        else:
            filter_ = await self._filter(request, query.get("filter", ["{}"])[0])
            filter_.setdefault("room", {}).setdefault("timeline", {})["limit"] = rule.with_["limit"]
            query["filter"] = [json.dumps(filter_)]
        changed = urllib.parse.urlencode(query, doseq=True)
        return replace(request, query=changed, target=f"{request.target.split('?')[0]}?{changed}")

    async def _filter(self, request: Request, given: str) -> dict[str, Any]:
        """The filter itself, also when it was given by its id."""
        if given.startswith("{"):
            return dict(json.loads(given))
        headers = {"Authorization": f"Bearer {request.token}"}
        async with self._http.get(f"{self.upstream}/_matrix/client/v3/account/whoami", headers=headers) as answer:
            user = urllib.parse.quote((await answer.json())["user_id"], safe="")
        where = f"{self.upstream}/_matrix/client/v3/user/{user}/filter/{given}"
        async with self._http.get(where, headers=headers) as answer:
            return dict(await answer.json())

    def _change_answer(self, request: Request, modifiers: list[Rule], body: bytes) -> bytes:
        earlier = self._syncs.setdefault(request.token, collections.deque(maxlen=5))
        said = json.loads(body)
        joined = said.setdefault("rooms", {}).setdefault("join", {})
        changed = False
        for rule in modifiers:
            if rule.kind == "repeat_events" and earlier:
                for room, news in json.loads(earlier[-1][2]).get("rooms", {}).get("join", {}).items():
                    if events := news.get("timeline", {}).get("events", []):
                        timeline = joined.setdefault(room, {}).setdefault("timeline", {"limited": False})
                        timeline["events"] = events + timeline.get("events", [])
                        timeline.setdefault("prev_batch", news["timeline"].get("prev_batch", ""))
                        changed = True
            if rule.kind == "inject":
                room = joined.setdefault(rule.with_["room"], {})
                section = room.setdefault(rule.with_.get("section", "timeline"), {})
                section.setdefault("events", []).extend(rule.with_["events"])
                section.setdefault("limited", False)
                changed = True
            if rule.kind == "shuffle":
                for news in joined.values():
                    rule.shuffle(news.get("timeline", {}).get("events", []))
                changed = True
        if changed:
            body = json.dumps(said).encode()
        since = urllib.parse.parse_qs(request.query).get("since", [None])[0]
        earlier.append((since, said["next_batch"], body))
        return body


async def read(incoming: web.Request) -> Request:
    body = await incoming.read()
    given = incoming.headers.get("Authorization", "")
    token = given[7:] if given.startswith("Bearer ") else incoming.query.get("access_token", "")
    path, _, query = incoming.raw_path.partition("?")
    sends = SEND.match(path)
    return Request(
        incoming.method, urllib.parse.unquote(path), incoming.raw_path, query, body, token, dict(incoming.headers),
        sends["txn"] if sends and incoming.method == "PUT" else "")


def cut(incoming: web.Request) -> web.StreamResponse:
    if incoming.transport is not None:
        incoming.transport.abort()
    return web.Response(status=499)     # never arrives


async def half(incoming: web.Request, answer: Answer) -> web.StreamResponse:
    response = web.StreamResponse(status=answer.status, headers={"Content-Type": "application/json"})
    response.content_length = len(answer.body)
    await response.prepare(incoming)
    await response.write(answer.body[: max(1, len(answer.body) // 2)])
    await asyncio.sleep(0.01)
    return cut(incoming)


async def dribbled(incoming: web.Request, answer: Answer, bytes: int = 64, seconds: float = 0.01) -> web.StreamResponse:
    """So many bytes at a time, and so long between them."""
    response = web.StreamResponse(status=answer.status, headers=answer.headers)
    response.content_length = len(answer.body)
    await response.prepare(incoming)
    for start in range(0, len(answer.body), bytes):
        await response.write(answer.body[start:start + bytes])
        await asyncio.sleep(seconds)
    await response.write_eof()
    return response


def changed(found: Any, new: Mapping[str, Any]) -> Any:
    """`new`: places in it ("rooms.join") -> what is there now."""
    for where, value in new.items():
        *path, last = where.split(".")
        inside = found
        for step in path:
            inside = inside.setdefault(step, {})
        inside[last] = value
    return found


def error(with_: Mapping[str, Any]) -> web.Response:
    if "raw" in with_:
        return web.Response(status=with_.get("status", 502), text=with_["raw"], content_type="text/html")
    said = {"errcode": with_.get("errcode", "M_UNKNOWN"), "error": "made on purpose"}
    return web.json_response(said, status=with_.get("status", 500))


def refusal(kind: str, with_: Mapping[str, Any]) -> web.Response:
    if kind == "html":
        return web.Response(text="<html><body>maintenance</body></html>", content_type="text/html")
    if kind == "garbage":       # no UTF-8
        return web.Response(body=b"\xff\xfe\x00\xc3\x28\xa0\xa1", content_type="application/json")
    if kind == "unknown_token":
        soft = bool(with_.get("soft_logout"))
        return web.json_response(
            {"errcode": "M_UNKNOWN_TOKEN", "error": "Invalid access token passed.", "soft_logout": soft}, status=401)
    said: dict[str, Any] = {"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests"}
    if "retry_after_ms" in with_:
        said["retry_after_ms"] = with_["retry_after_ms"]
    headers = {"Retry-After": str(with_["retry_after_header"])} if "retry_after_header" in with_ else None
    return web.json_response(said, status=429, headers=headers)

