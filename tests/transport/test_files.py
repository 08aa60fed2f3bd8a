"""Files that people send, as they come from a homeserver: whole, in time, and nothing in them raises."""
from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from benchmarks.faultproxy import Rule
from engagebot.demo.homeserver import free_port
from engagebot.domain.taskfile import MOST_BYTES
from engagebot.engine.events import Arrival, Attachment
from engagebot.transport.matrix import media
from engagebot.transport.matrix.wire import Wire

LIST = "titre;durée\nTrier les graines;20 min\n".encode()
DOWNLOAD = "/client/v1/media/download/"


async def received(start, meet, encrypted: bool, content: bytes = LIST, **settings):
    bot, ada = await start(**settings), await meet("ada")
    await ada.invite(bot.matrix.user_id, encrypted=encrypted)
    await bot.hear(Arrival)
    await ada.attach("liste.csv", content)
    (event,) = await bot.hear(Attachment)
    return bot, event.what


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
async def test_a_file_is_fetched_as_it_was_sent(start, meet, encrypted):
    bot, what = await received(start, meet, encrypted)
    assert (what.kind, what.name, what.size, "key" in what.media) == ("m.file", "liste.csv", len(LIST), encrypted)
    assert await bot.matrix.fetch(what.media) == LIST


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
async def test_of_a_file_that_is_too_large_no_more_is_read_than_shows_that_it_is(start, meet, encrypted):
    bot, what = await received(start, meet, encrypted, bytes(MOST_BYTES + 100_000))
    assert len(await bot.matrix.fetch(what.media)) == MOST_BYTES + 1
    assert len(await media.fetch(bot.matrix.wire, what.media, 10)) == 11


async def test_a_file_that_cannot_be_opened_cannot_be_had(start, meet):
    bot, what = await received(start, meet, True)
    other = {"key": "A" * 43, "iv": "AAAAAAAAAAAAAAAAAAAAAA", "hashes": {"sha256": "A" * 43}}
    assert await bot.matrix.fetch({**what.media, "hashes": other["hashes"]}) is None
    assert await bot.matrix.fetch({**what.media, "key": other["key"]}) not in (None, LIST)      # it opens, to noise
    for broken in ({"key": "AAAA"}, {"key": "!"}, {"key": "A"}, {"iv": "AA"}, {"iv": "é"}, {"iv": "A" * 99},
                   {"hashes": {}}, {"hashes": {"sha256": "A"}}, {"hashes": None}, {"key": 5}, {"iv": None}):
        assert await bot.matrix.fetch({**what.media, **broken}) != LIST


@pytest.mark.parametrize("url", [
    "mxc://{server}/neverWas", "mxc://{server}/..", "https://{server}/x", None, "mxc://{server}/../../sync"])
async def test_a_file_that_is_gone_cannot_be_had(start, url):
    bot = await start()
    url = url and url.format(server=bot.matrix.user_id.partition(":")[2])
    assert await bot.matrix.fetch({"url": url}) is None
    assert await bot.matrix.fetch({}) is None


@pytest.mark.parametrize("rule", [
    Rule("error", path=DOWNLOAD, times=1, with_={"status": 502, "raw": "<html>"}),
    Rule("ratelimit", path=DOWNLOAD, times=1, with_={"retry_after_ms": 50}),
    Rule("drop_before", path=DOWNLOAD, times=1), Rule("drop_mid", path=DOWNLOAD, times=1),
], ids=lambda rule: rule.kind)
async def test_a_fault_that_passes_is_waited_for(start, meet, proxy, rule):
    bot, what = await received(start, meet, False, homeserver=proxy.url)
    proxy.play(rule)
    assert await bot.matrix.fetch(what.media) == LIST
    assert proxy.counts[rule.name] == 1


async def test_a_homeserver_that_never_answers_is_not_waited_for_forever(start, meet, proxy, monkeypatch):
    bot, what = await received(start, meet, False, homeserver=proxy.url)
    monkeypatch.setattr(media, "PATIENCE_SECONDS", 1.0)
    proxy.play(Rule("hang", path=DOWNLOAD))
    async with asyncio.timeout(5):
        assert await bot.matrix.fetch(what.media) is None


async def test_the_token_is_shown_to_nobody_but_the_homeserver():
    asked: list[tuple[str, str | None]] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append((request.path, request.headers.get("Authorization")))
        raise web.HTTPTemporaryRedirect(f"http://127.0.0.1:{port}/elsewhere")

    port = free_port()
    app = web.Application()
    app.router.add_get("/{tail:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    wire = Wire(f"http://127.0.0.1:{port}", "token")
    assert await media.fetch(wire, {"url": "mxc://example.org/x"}) is None
    await wire.close()
    await runner.cleanup()
    assert asked == [("/_matrix/client/v1/media/download/example.org/x", "Bearer token")]
