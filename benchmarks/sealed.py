"""Somebody in an encrypted room whose own encrypting and decrypting is kept out of what is timed."""

from __future__ import annotations

from dataclasses import dataclass, field

from nio import MegolmEvent, SyncResponse

from benchmarks.place import PASSWORD, Client, NoAnswer, Place
from engagebot.demo.person import Person, require
from engagebot.demo.process import BotProcess


@dataclass
class Sealed:
    """`person` holds the keys and no longer listens by itself; `wire` is the same device, seen through plain HTTP."""

    person: Person
    wire: Client
    room: str
    bot_id: str
    answers: list[str] = field(default_factory=list)
    """What the bot said, decrypted."""

    @classmethod
    async def login(cls, here: Place, bot: BotProcess) -> Sealed:
        bot_id = bot.settings["user_id"]
        person = await Person.login(here.homeserver.url, await here.account(), PASSWORD)
        here.ending.push_async_callback(person.close)
        await person.invite(bot_id)
        await person.settled()
        await person.said("bonjour")  # both sides have each other's keys now
        assert person._sync
        person._sync.cancel()
        wire = await here.client()
        wire.user_id, wire.token, wire.since = person.user_id, person.client.access_token, person.client.next_batch
        wire.on_news = []
        here.background(wire.listen())
        return cls(person, wire, person.room, bot_id)

    async def send(self, text: str) -> float:
        """Milliseconds until an encrypted answer is here. Raises NoAnswer when it cannot be read."""
        client = self.person.client
        await self.wire.quiet()
        await self.read()
        if client.olm.should_share_group_session(self.room):
            require(await client.share_group_session(self.room, ignore_unverified_devices=True))
        kind, content = client.encrypt(self.room, "m.room.message", {"msgtype": "m.text", "body": text})
        before = len(self.answers)
        took = await self.wire.said_and_heard(self.room, content, self.bot_id, kind)
        await self.read()
        if len(self.answers) == before:
            raise NoAnswer("the answer cannot be read")
        return took

    async def read(self) -> None:
        """Give the answers of /sync to the client that has the keys, and decrypt what the bot said."""
        assert self.wire.on_news is not None
        news, self.wire.on_news[:] = list(self.wire.on_news), []
        for said in news:
            answer = SyncResponse.from_dict(said)
            assert isinstance(answer, SyncResponse)
            await self.person.client.receive_response(answer)
            await self.person._tend_keys()
            for event in answer.rooms.join[self.room].timeline.events if self.room in answer.rooms.join else ():
                if event.sender == self.bot_id and not isinstance(event, MegolmEvent) and hasattr(event, "body"):
                    self.answers.append(event.body)
