"""Each thing that can be wrong is told with what to do."""
from __future__ import annotations

import pytest
from pydantic import SecretStr

from engagebot.engine.events import Arrival
from engagebot.transport.matrix.doctor import Problem, diagnose


async def test_a_bot_that_works_has_no_problems(start, settings, meet):
    assert await diagnose(settings) == []       # before the first start, with the right password
    bot, ada = await start(), await meet("ada")
    await ada.invite(bot.matrix.user_id)
    await bot.hear(Arrival)
    assert await diagnose(settings) == []
    assert await diagnose(settings.model_copy(update={"password": None})) == []
    nowhere = {"organisers_room": ada.room, "tasks_room": "!nowhere:localhost"}     # it is in the first
    assert await diagnose(settings, nowhere) == [Problem(
        "tasks_room !nowhere:localhost", "the bot is not in that room",
        "Invite the bot to it, or correct the room in the association's file.")]


@pytest.mark.parametrize(("changed", "expected"), [
    ({"homeserver": "http://127.0.0.1:9"}, ("http://127.0.0.1:9", "does not answer (ClientConnectorError)")),
    ({"homeserver": ""}, ("ENGAGEBOT_HOMESERVER", "is not set")),
    ({"password": None}, ("ENGAGEBOT_PASSWORD", "there is no saved session and no password for a first login")),
])
async def test_what_is_missing_or_out_of_reach_is_named(settings, changed, expected):
    (problem,) = await diagnose(settings.model_copy(update=changed))
    assert (problem.where, problem.what) == expected


async def test_a_wrong_password_is_told(settings):
    (problem,) = await diagnose(settings.model_copy(update={"password": SecretStr("wrong")}))
    assert problem == Problem(
        "ENGAGEBOT_PASSWORD", f"{settings.homeserver} refuses the login of {settings.user_id} (403 M_FORBIDDEN)",
        "Check ENGAGEBOT_USER_ID and ENGAGEBOT_PASSWORD.")


async def test_readable_secrets_a_dead_token_and_a_silent_room_are_told(start, settings, meet):
    bot, ada = await start(), await meet("ada")
    room = await ada.open_group(bot.matrix.user_id, name="Annonces")
    await ada.joined(bot.matrix.user_id, room)
    await ada.client.room_put_state(room, "m.room.power_levels", {"events_default": 50, "users": {}})
    file = settings.data_dir / "session.json"
    file.chmod(0o644)
    assert [problem.where for problem in await diagnose(settings)] == [str(file), str(file)]
    file.chmod(0o600)
    (silent,) = await diagnose(settings)
    assert (silent.where, silent.what) == (f"room {room}", "the bot may not write there")
    await bot.matrix.wire.call("POST", "/logout", {})
    (dead,) = await diagnose(settings)
    assert (dead.what, dead.advice.startswith(f"delete {file}")) == (
        "does not accept the bot's access token (401 M_UNKNOWN_TOKEN)", True)


async def test_a_device_that_nobody_vouches_for_is_told(settings, meet):
    other = await meet("other")     # a plain client, which does not sign its device
    (problem,) = await diagnose(settings.model_copy(update={
        "user_id": other.user_id, "device_id": other.client.device_id,
        "access_token": SecretStr(other.client.access_token)}))
    assert (problem.where, problem.what) == (
        f"device {other.client.device_id}", "is not signed by its owner, so some clients will not talk to it")
