"""Whether the homeserver's limits are lifted for the bot, on a homeserver with its own limits."""
from __future__ import annotations

from pathlib import Path

from engagebot.app import DATABASE, build
from engagebot.config import Settings
from engagebot.demo.homeserver import Homeserver
from engagebot.demo.run import ASSOCIATION
from engagebot.flowfile.association import load_association
from engagebot.outbox import Sender
from engagebot.setup import limits_of
from engagebot.store import outbox
from engagebot.store.migrate import migrate
from engagebot.store.sqlite import Store
from engagebot.transport.matrix import Matrix
from engagebot.transport.matrix.wire import Wire
from tests.transport.conftest import PASSWORD, STORAGE, now

MESSAGES = 26


async def sent_to_a_room(homeserver: Homeserver, folder: Path, name: str, lift: Wire | None = None) -> Settings:
    """A bot that says something in a room, as often as it is let within some seconds. `lift`: an administrator who
    lifts its limits before."""
    settings = Settings(
        _env_file=None, homeserver=homeserver.url, data_dir=folder, password=PASSWORD, association=ASSOCIATION,
        user_id=await homeserver.register(name, PASSWORD))
    migrate(folder / DATABASE, STORAGE, now())
    store = await Store.open(str(folder / DATABASE), STORAGE)
    matrix = Matrix(settings, store, now)
    await matrix.connect()
    if lift:
        answer = await lift.call("POST", f"/users/{settings.user_id}/override_ratelimit",
                                 {"messages_per_second": 0, "burst_count": 0}, prefix="/_synapse/admin/v1")
        assert answer.ok
    other = Wire(homeserver.url)
    await homeserver.register(f"{name}friend", PASSWORD)
    login = await other.call("POST", "/login", {
        "type": "m.login.password", "password": PASSWORD,
        "identifier": {"type": "m.id.user", "user": f"{name}friend"}})
    other.token = login.body["access_token"]
    made = await other.call("POST", "/createRoom", {"invite": [settings.user_id]})
    await matrix.wire.call("POST", f"/rooms/{made.body['room_id']}/join", {})
    await matrix.rooms.adopt(made.body["room_id"])
    house = build(settings, load_association(settings.association))
    sender = Sender(store, matrix, settings, house.association.time_zone, now)
    async with store.transaction() as tx:
        for n in range(MESSAGES):
            await outbox.queue(tx, key=f"{name}:{n}", op="say", content={"body": str(n)}, at=now(), caused_by="test",
                               room=made.body["room_id"])
    await sender.drain()
    await other.close()
    await matrix.close()
    await store.close()
    return settings


async def test_a_bot_whose_limits_are_lifted_knows_it_and_another_knows_what_a_thousand_messages_take(tmp_path):
    async with await Homeserver.start(tmp_path / "homeserver", limits_lifted=False) as homeserver:
        await homeserver.register("admin", PASSWORD, admin=True)
        admin = Wire(homeserver.url)
        login = await admin.call("POST", "/login", {
            "type": "m.login.password", "password": PASSWORD,
            "identifier": {"type": "m.id.user", "user": "admin"}})
        admin.token = login.body["access_token"]

        limited = await sent_to_a_room(homeserver, tmp_path / "limited", "limited")
        said = await limits_of(limited, now())
        assert said.startswith("not lifted for the bot (it asked the bot to wait on 2")
        assert "1000 messages take 1 h 22 min, and up to 17 h 03 min to people without a room yet" in said

        lifted = await sent_to_a_room(homeserver, tmp_path / "lifted", "lifted", admin)
        assert await limits_of(lifted, now()) == (
            f"lifted for the bot ({MESSAGES} messages went out within a minute); 1000 messages take 38 min")

        # An administrator is told by the homeserver itself.
        for settings, expected in ((limited, "not lifted for the bot"), (lifted, "(the homeserver says so); 1000")):
            await admin.call("PUT", f"/users/{settings.user_id}/admin", {"admin": True}, prefix="/_synapse/admin/v1")
            assert expected in await limits_of(settings, now())
        await admin.close()
