"""Plain and encrypted rooms: in and out, with a second client on the other side."""
from __future__ import annotations

import pytest
from engagebot.engine.events import Arrival, Message


@pytest.mark.parametrize("encrypted", [False, True])
async def test_what_a_person_writes_arrives_and_they_read_the_answer(start, meet, encrypted):
    bot, ada = await start(), await meet("ada")
    room = await ada.invite(bot.matrix.user_id, encrypted=encrypted)
    (arrival,) = await bot.hear(Arrival)
    event_id = await ada.say("bonjour")
    (message,) = await bot.hear(Message)
    done = await bot.say(ada.user_id, "Bonjour Ada !", content={"html": "<b>Bonjour</b> Ada !", "reply_to": event_id})
    (heard,) = await ada.wait_for(1)
    assert (arrival.person, arrival.room, arrival.direct) == (ada.user_id, room, True)
    assert (message.id, message.person, message.room, message.direct, message.what) == (
        event_id, ada.user_id, room, True, Message("bonjour"))
    assert (heard.event_id, heard.body, heard.encrypted, done.room_id) == (done.event_id, "Bonjour Ada !", encrypted, room)
