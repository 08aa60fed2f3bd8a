"""Two who want to meet: asked alone in encrypted rooms, brought together in one of their own, and the bot is out."""
from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from engagebot.actions.proposing import INTRODUCTIONS
from engagebot.app import DATABASE, open_store, utc_now
from engagebot.config import Settings
from engagebot.demo.person import Person
from engagebot.demo.process import BotProcess
from engagebot.store import conversations, introductions, profile
from tests.e2e.conftest import Place
from tests.e2e.talk import QUICK, answered, hears, met_before, plain

ASKED = "Somebody here might get on well with you."


async def wants_to_meet(bot: BotProcess, person: Person, *likes: str, trios: bool = False) -> None:
    """They had agreed to it before the bot starts, and the next round is due."""
    now = utc_now()
    store = await open_store(Settings(_env_file=None, data_dir=Path(bot.settings["data_dir"])), now)
    async with store.transaction() as tx:
        await profile.consent(tx, person.user_id, INTRODUCTIONS, True, "1", f"e2e:{person.user_id}", now)
        await introductions.opt_in(tx, person.user_id, "weekly", trios, now)
        await profile.add_interests(tx, person.user_id, likes, True, now)
        await conversations.set_timer(tx, "", "round", now)
    await store.close()


async def room_of_their_own(one: Person, other: Person) -> str:
    """Wait until both are there; they accept every invitation. -> the room."""
    def rooms() -> list[str]:
        return [room for room in one.timeline if room in other.timeline]

    await one.eventually(rooms)
    (room,) = rooms()
    return room


async def lines(person: Person, room: str, bot: str) -> list[str]:
    await person.wait_for(lambda got: len([h for h in got if h.sender == bot]) >= 3, room=room)
    heard = [h for h in person.heard(room=room) if h.sender == bot]
    assert all(h.encrypted for h in heard)
    return [plain(h.body) for h in heard]


async def test_in_a_round_two_are_asked_alone_and_brought_together_and_the_bot_is_out_and_reads_nothing(
    place: Place,
) -> None:
    bot = await place.bot(start=False, **QUICK)
    me = bot.settings["user_id"]
    ada, bruno, cleo = [await place.person(name) for name in ("Ada", "Bruno", "Cleo")]
    everybody = {"Ada": ada, "Bruno": bruno, "Cleo": cleo}
    await met_before(bot, everybody, locale="en")
    await wants_to_meet(bot, ada, "compost")
    await wants_to_meet(bot, bruno, "compost")
    await wants_to_meet(bot, cleo, "chant")
    await bot.start()
    for person in everybody.values():
        await person.eventually(lambda person=person: person.room)
    for person in (ada, bruno):
        said = await hears(person, ASKED, "Like you, they like: compost")
        others = {one.user_id for one in everybody.values()} - {person.user_id}
        assert not any(name in said for name in (*others, *everybody))
    await hears(cleo, "This time I found nobody")
    await answered(ada, "yes, gladly", "You hear from me by")
    await bot.stop()                # in the middle of it
    await bot.start()
    await answered(bruno, "2", "All right, not this time.")
    await answered(bruno, "cancel", ASKED)      # a change of mind
    await answered(bruno, "ok why not", "You all said yes!")
    await hears(ada, "It is a yes!")
    room = await room_of_their_own(ada, bruno)
    assert ada.room_name(room) == "Ada and Bruno"
    for person in (ada, bruno):
        first, idea, leaving = await lines(person, room, me)
        assert first.startswith("Ada and Bruno, you all said yes") and "What you have in common: compost." in first
        assert idea.startswith("An idea for a first sentence:") and leaving.startswith("The rest is yours.")
    await ada.gone(me, room)
    await bruno.gone(me, room)
    await ada.say("Alone at last: the parsnips are doing well", room)
    await bruno.wait_for(lambda got: got[-1].body.startswith("Alone at last"), room=room)
    async with place.account_of(bot) as ask:
        assert room not in (await ask("GET", "/joined_rooms"))["joined_rooms"]
        assert (await ask("GET", f"/rooms/{room}/messages?dir=b&limit=10")).get("errcode") == "M_FORBIDDEN"
    await bot.stop()
    data = Path(bot.settings["data_dir"])
    for file in data.rglob("*"):
        assert not file.is_file() or b"parsnips" not in file.read_bytes()
    with sqlite3.connect(data / DATABASE) as database:
        timers = database.execute("SELECT person_id FROM timer WHERE kind = 'talked' AND state = 'armed'").fetchall()
        (content,), = database.execute("SELECT content FROM outbox WHERE op = 'introduce'")
    assert {person for person, in timers} == {ada.user_id, bruno.user_id}
    assert set(json.loads(content)["people"]) == {ada.user_id, bruno.user_id}


async def test_somebody_opts_in_and_asks_for_one_at_once_and_a_no_is_heard_by_nobody(place: Place) -> None:
    bot = await place.bot(start=False, **QUICK)
    ada, bruno = [await place.person(name) for name in ("Ada", "Bruno")]
    await met_before(bot, {"Ada": ada, "Bruno": bruno}, locale="en")
    await wants_to_meet(bot, bruno, "compost")
    await bot.start()
    await ada.invite(bot.settings["user_id"], encrypted=True)
    await answered(ada, "I like compost", "compost")
    await answered(ada, "introductions", "Shall I look for somebody")
    await answered(ada, "yes", "How often")
    await answered(ada, "only when I ask", "two people at once")
    await answered(ada, "no", "only when you ask")
    await answered(ada, "introduce me to somebody", ASKED)
    await answered(ada, "yes", "You hear from me by")
    before = len(ada.heard(room=ada.room))
    await hears(bruno, ASKED)
    await answered(bruno, "not this time", "Nobody hears of it.")
    await ada.settled(quiet_seconds=2)
    assert len(ada.heard(room=ada.room)) == before
