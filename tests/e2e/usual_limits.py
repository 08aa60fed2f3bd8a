"""A call to sixty people on a homeserver that keeps its usual limits; played beside other tests: it mostly waits."""
from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks.sending import asked, begin_call, read, remember
from engagebot.demo.homeserver import Homeserver
from engagebot.demo.person import Person
from engagebot.demo.process import BotProcess
from engagebot.demo.run import ASSOCIATION
from tests.e2e.talk import QUICK, plain

PASSWORD = "beans-and-peas"
PEOPLE, ENCRYPTED = 60, 3
"""So many are called, of whom so many in encrypted rooms."""
KILLED_AFTER = (7, 25)
"""Messages that arrived."""
LONGEST_SECONDS = 500
"""By itself a homeserver lets 10 messages pass at once, and then one in 5 seconds."""
WORDS = "We need hands to carry the tables of the summer party"


@dataclass
class Plain:
    """Somebody without encryption, asked and answering over plain HTTP: sixty whole clients would be too many."""

    user_id: str
    token: str
    room: str = ""

    async def ask(self, url: str, method: str, path: str, body: object = None) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        async with (
            aiohttp.ClientSession(url, headers=headers) as http,
            http.request(method, f"/_matrix/client/v3{path}", json=body) as answer,
        ):
            assert answer.status == 200, await answer.text()
            return await answer.json()

    @classmethod
    async def joins(cls, server: Homeserver, name: str) -> Plain:
        user = await server.register(name, PASSWORD)
        who = {"type": "m.id.user", "user": user}
        login = {"type": "m.login.password", "password": PASSWORD, "identifier": who}
        address = f"{server.url}/_matrix/client/v3/login"
        async with aiohttp.ClientSession() as http, http.post(address, json=login) as answer:
            return cls(user, (await answer.json())["access_token"])

    async def opens(self, url: str, bot: str) -> None:
        wish = {"preset": "trusted_private_chat", "is_direct": True, "invite": [bot]}
        self.room = (await self.ask(url, "POST", "/createRoom", wish))["room_id"]

    async def heard(self, url: str, bot: str) -> list[str]:
        """What the bot said to them, oldest first."""
        found = await self.ask(url, "GET", f"/rooms/{self.room}/messages?dir=b&limit=100")
        said = [one for one in found["chunk"] if one["sender"] == bot and one["type"] == "m.room.message"]
        return [plain(one["content"].get("body", "")) for one in reversed(said)]


async def gathered(several: list[Any]) -> list[Any]:
    """All of these, some at a time: a homeserver on one core is not made for sixty at once."""
    done: list[Any] = []
    for at in range(0, len(several), 6):
        done += await asyncio.gather(*several[at : at + 6])
    return done


@asynccontextmanager
async def limited(folder: Path) -> AsyncIterator[tuple[Homeserver, BotProcess, list[Plain], list[Person]]]:
    """Sixty who know the bot, made while there were no limits; then the same homeserver with its usual ones."""
    async with AsyncExitStack() as ending:
        server = await Homeserver.start(folder / "homeserver")
        bot_id = await server.register("bot", PASSWORD)
        (folder / "bot").mkdir()
        settings = {
            "homeserver": server.url, "user_id": bot_id, "password": PASSWORD, "data_dir": str(folder / "bot" / "data"),
            "association": str(ASSOCIATION), **QUICK, "call_wave": str(PEOPLE), "reactions": "false",
            "invitation_seconds": "0",
        }
        bot = BotProcess(folder / "bot", settings)
        ending.push_async_callback(bot.stop)
        plain_ones = await gathered([Plain.joins(server, f"v{n}") for n in range(PEOPLE - ENCRYPTED)])
        keyed = []
        for n in range(ENCRYPTED):
            await server.register(f"k{n}", PASSWORD)
            keyed.append(await Person.login(server.url, f"k{n}", PASSWORD))
            ending.push_async_callback(keyed[-1].close)
        await remember(bot, {one.user_id: None for one in (*plain_ones, *keyed)}, "en")
        await bot.start()
        for person in keyed:
            await person.invite(bot_id, encrypted=True)
        await gathered([one.opens(server.url, bot_id) for one in plain_ones])
        await until(lambda: rooms(bot) == PEOPLE, 120, bot)
        await bot.stop()
        await server.stop()
        server = await Homeserver.start(folder / "homeserver", limits_lifted=False)
        ending.push_async_callback(server.stop)
        for person in keyed:
            person.client.homeserver = server.url
        again = BotProcess(folder / "bot", {**settings, "homeserver": server.url})
        ending.push_async_callback(again.stop)
        yield server, again, plain_ones, keyed


def rooms(bot: BotProcess) -> int:
    [(found,)] = read(bot, "SELECT count(*) FROM room WHERE kind = 'direct' AND state = 'joined'")
    return int(found)


async def until(true: Callable[[], bool], seconds: float, bot: BotProcess) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"it did not come true in time: {asked(bot)}; the bot wrote last:\n{bot.tail()}"
        await asyncio.sleep(0.3)


async def call_to_sixty(folder: Path) -> list[int]:
    """How often each of them heard it, by a bot that is killed twice meanwhile."""
    async with limited(folder) as (server, bot, plain_ones, keyed):
        await begin_call(bot, PEOPLE, WORDS, "en")
        await bot.start()
        for arrived in KILLED_AFTER:
            await until(lambda n=arrived: asked(bot).get("sent", 0) >= n, 200, bot)
            await bot.kill()
            await bot.start()
        await until(lambda: asked(bot) == {"sent": PEOPLE}, LONGEST_SECONDS, bot)
        me = bot.settings["user_id"]
        heard = await gathered([one.heard(server.url, me) for one in plain_ones])
        for person in keyed:
            await person.eventually(lambda p=person: [h for h in p.heard(room=p.room) if WORDS in plain(h.body)])
        heard += [[plain(h.body) for h in person.heard(room=person.room) if h.sender == me] for person in keyed]
    return [sum(WORDS in said for said in to_one) for to_one in heard]
