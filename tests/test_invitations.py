"""Which invitations are accepted, at what pace, and that none of them is lost or piles up."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from engagebot.config import Settings
from engagebot.transport.matrix import invitations
from engagebot.transport.matrix.invitations import AT_ONCE, MOST_WAITING, Invitations
from engagebot.transport.matrix.rooms import Rooms
from engagebot.transport.matrix.wire import Answer, Unreachable

ME = "@bot:example.org"


def invited(by: str = "@ada:example.org", direct: bool = True, space: bool = False) -> dict[str, Any]:
    """A room of the `invite` part of an answer of /sync."""
    create = {"type": "m.room.create", "sender": by, "content": {"type": "m.space"} if space else {}}
    member = {"type": "m.room.member", "sender": by, "state_key": ME,
              "content": {"membership": "invite", **({"is_direct": True} if direct else {})}}
    return {"invite_state": {"events": [create, member]}}


@dataclass
class Server:
    """What a homeserver says; notes the rooms that were joined."""

    members: dict[str, list[str]] = field(default_factory=dict)
    waiting: dict[str, Any] = field(default_factory=dict)
    joined: list[str] = field(default_factory=list)
    away: int = 0
    """So many requests are not answered."""

    async def insist(self, method: str, where: str, body: Any = None, *, query: Any = None) -> Answer:
        if self.away:
            self.away -= 1
            raise Unreachable("no homeserver")
        if where == "/sync":
            return Answer(200, {"rooms": {"invite": dict(self.waiting)}})
        room = where.split("/")[2].replace("%21", "!").replace("%3A", ":")
        if where.endswith("/join"):
            self.joined.append(room)
            self.waiting.pop(room, None)
            return Answer(200, {"room_id": room})
        assert where.endswith("/joined_members"), where
        return Answer(200, {"joined": {person: {} for person in self.members.get(room, [])}})


def part(server: Server, **settings: Any) -> Invitations:
    tasks: set[asyncio.Task[Any]] = set()

    def background(work: Any) -> None:
        task = asyncio.create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    async def adopt(room_id: str, *_: Any) -> None: ...

    given = Settings(_env_file=None, **{"invitation_seconds": 0, **settings})
    rooms = Rooms(given, ME, server, None, None, None, background, lambda: None)  # type: ignore[arg-type]
    rooms.adopt = adopt  # type: ignore[method-assign,assignment]
    made = Invitations(given, "example.org", rooms)
    rooms.allowed = made.may_be_allowed
    return made


async def accepted(made: Invitations, server: Server, count: int) -> list[str]:
    """What is joined, once it is so many and nothing else is on its way."""
    working = asyncio.create_task(made.accept_all())
    async with asyncio.timeout(30):
        while len(server.joined) < count or made._seen:     # noqa: ASYNC110  (nobody tells)
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    working.cancel()
    return server.joined


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(invitations, "LATER_SECONDS", 0.01)


async def test_people_of_the_own_server_or_of_those_that_are_named_or_people_that_are_named():
    for allowed, joined in (
        ([], ["!own:example.org"]),
        (["other.example"], ["!other:example.org"]),
        (["@ada:example.org", "other.example"], ["!own:example.org", "!other:example.org"]),
    ):
        server = Server()
        made = part(server, allowed_inviters=allowed, ignored_people=["@bad:example.org"])
        made.hear("!own:example.org", invited())
        made.hear("!other:example.org", invited("@eve:other.example"))
        made.hear("!third:example.org", invited("@mallory:third.example"))
        made.hear("!bad:example.org", invited("@bad:example.org"))
        made.hear("!space:example.org", invited(space=True))
        assert await accepted(made, server, len(joined)) == joined


async def test_members_of_the_associations_space_may_invite_whatever_their_server():
    server = Server(members={"!space:example.org": ["@ada:elsewhere.example", "@bad:elsewhere.example"]})
    made = part(server, allowed_inviters=["!space:example.org"], ignored_people=["@bad:elsewhere.example"])
    made.hear("!room:elsewhere.example", invited("@ada:elsewhere.example"))
    made.hear("!not:elsewhere.example", invited("@eve:elsewhere.example"))
    made.hear("!bad:elsewhere.example", invited("@bad:elsewhere.example"))
    made.hear("!space:example.org", invited("@admin:example.org", direct=False, space=True))     # to know its members
    assert sorted(await accepted(made, server, 2)) == ["!room:elsewhere.example", "!space:example.org"]


async def test_where_groups_are_named_no_other_is_entered():
    server = Server()
    made = part(server, group_rooms=["!ours:example.org"])
    made.hear("!ours:example.org", invited(direct=False))
    made.hear("!party:example.org", invited(direct=False))
    made.hear("!direct:example.org", invited())
    assert await accepted(made, server, 2) == ["!ours:example.org", "!direct:example.org"]


async def test_some_at_once_then_one_after_another():
    server = Server()
    made = part(server, invitation_seconds=0.2)
    loop = asyncio.get_running_loop()
    began = loop.time()
    for number in range(AT_ONCE + 3):
        made.hear(f"!{number}:example.org", invited())
    await accepted(made, server, AT_ONCE + 3)
    assert loop.time() - began >= 3 * 0.2       # later on a busy machine, never earlier


async def test_however_many_come_no_more_than_so_many_wait_in_memory_and_none_is_lost():
    names = [f"!{number}:example.org" for number in range(MOST_WAITING + 50)]
    server = Server(waiting={name: invited() for name in names})
    made = part(server)
    for name in names:
        made.hear(name, invited())
        made.hear(name, invited())      # an answer of /sync may say it again
    assert (made._waiting.qsize(), len(made._seen)) == (MOST_WAITING, MOST_WAITING)
    assert sorted(await accepted(made, server, len(names))) == sorted(names)
    assert len(made._seen) == 0


async def test_what_an_earlier_life_heard_of_is_found_and_accepted_when_the_homeserver_is_back():
    server = Server(waiting={"!room:example.org": invited()})
    made = part(server)
    await made.find_pending()
    server.away = 3
    assert await accepted(made, server, 1) == ["!room:example.org"]
