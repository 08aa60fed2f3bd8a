"""What the process tells those who run it: that it is ready and lives, and never a word of what people wrote."""
from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from pathlib import Path

import pytest

from benchmarks.faultproxy import Rule
from engagebot.demo.person import Person, PersonFailed
from tests.e2e.conftest import PASSWORD, Place
from tests.e2e.play import Script
from tests.e2e.test_bad_input import STRANGE_CONTENTS, STRANGE_TEXTS, strange_events

WORD = "zanzibar"
"""Said in every way there is, and nowhere to be found."""


def with_word(value: object) -> object:
    """The same content with the word in each of its texts."""
    if isinstance(value, dict):
        return {key: value[key] if key in ("msgtype", "rel_type", "event_id", "type", "sender", "state_key") else
                with_word(value[key]) for key in value}
    if isinstance(value, list):
        return [with_word(one) for one in value]
    return f"{value} {WORD}" if isinstance(value, str) else value


async def says_it_all(person: Person) -> None:
    for text in STRANGE_TEXTS.values():
        await person.say(f"{WORD} {text[:20_000]} {WORD}")
    for content in STRANGE_CONTENTS:
        with suppress(PersonFailed):    # the homeserver refuses some
            await person.send("m.room.message", with_word(content))     # type: ignore[arg-type]
    said = await person.say(f"je m'appelle {WORD}")
    await person.edit(said, f"je suis {WORD}")
    await person.react(said, WORD)
    await person.say(f"> {WORD}", reply_to=said)
    await person.redact(said)
    await person.send(WORD, {"body": WORD})
    await person.attach(f"{WORD}.csv", f"title\n{WORD}\n".encode())


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
async def test_no_log_holds_a_word_of_what_people_wrote(place: Place, undisturbed: Script, encrypted: bool) -> None:
    proxy = await place.proxy()
    bot = await place.bot(proxy, log_level="DEBUG", messages_per_minute="1000")
    person = await place.person(WORD)
    await person.invite(bot.settings["user_id"], encrypted=encrypted)
    await person.wait_for(len(undisturbed.welcome))
    await says_it_all(person)
    proxy.play(Rule("inject", path=r"/sync$", times=1, with_={
        "room": person.room, "section": "timeline", "events": with_word(strange_events(person.user_id))}),
        Rule("truncate", path=r"/sync$", p=0.3), Rule("error", path="/send/", p=0.3, with_={"status": 502}))
    await person.say(f"{WORD} {WORD}")
    await person.settled(quiet_seconds=3, within_seconds=20)
    proxy.play()
    await bot.kill()
    await person.say(f"{WORD} ?")
    await bot.start()
    after = await person.say("aide")
    assert await person.settled(after, within_seconds=30)
    assert await bot.stop() == 0
    assert [line for line in bot.written if " goes later: " in line]     # it was no silent log
    token = (Path(bot.settings["data_dir"]) / "session.json").read_text().split('"access_token": "')[1].split('"')[0]
    assert [line for line in bot.written for word in (WORD, PASSWORD, token) if word in line.lower()] == []


async def test_systemd_hears_that_it_is_ready_that_it_lives_and_that_it_stops(
    place: Place, monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(place.folder / "n"))
        listening.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(place.folder / "n"))
        monkeypatch.setenv("WATCHDOG_USEC", "1000000")
        bot = await place.bot()
        await asyncio.sleep(1.5)
        assert await bot.stop() == 0
        heard = []
        with suppress(BlockingIOError):
            while True:
                heard.append(listening.recv(100).decode())
    assert (heard[0], heard[-1]) == ("READY=1", "STOPPING=1")
    assert set(heard[1:-1]) == {"WATCHDOG=1"}
