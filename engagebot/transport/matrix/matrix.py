"""The Matrix transport: builds its parts, joins them, starts and stops them."""
from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from engagebot.config import Settings
from engagebot.domain.missed import Missed
from engagebot.domain.roles import Presence
from engagebot.log import where
from engagebot.store.outbox import Outgoing
from engagebot.store.sqlite import Store
from engagebot.transport import CannotStart, Delivery, NotNow
from engagebot.transport.matrix import copies, private, session
from engagebot.transport.matrix.client import SafeClient
from engagebot.transport.matrix.crosssign import ensure_signed, own_device
from engagebot.transport.matrix.direct import Direct
from engagebot.transport.matrix.erasures import Erasures
from engagebot.transport.matrix.inbound import Inbound
from engagebot.transport.matrix.introductions import Introductions
from engagebot.transport.matrix.invitations import Invitations
from engagebot.transport.matrix.keys import Keys
from engagebot.transport.matrix.media import fetch
from engagebot.transport.matrix.missed import missed
from engagebot.transport.matrix.outbound import Outbound
from engagebot.transport.matrix.reading import Reading
from engagebot.transport.matrix.receipts import Receipts
from engagebot.transport.matrix.rooms import Rooms
from engagebot.transport.matrix.wire import Answer, Answers, Backoff, Unreachable, Wire, path

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 60.0
"""So long a start waits for a homeserver that does not answer."""
TYPING_SECONDS = 20


class Matrix:
    """Satisfies `Transport`. `settings` must name a homeserver; the store has the present schema."""

    def __init__(self, settings: Settings, store: Store, clock: Callable[[], datetime]) -> None:
        self.settings, self.store, self.clock = settings, store, clock
        self.user_id = settings.user_id
        self.received: Callable[[], None] = lambda: None
        self.wire = Wire(settings.homeserver)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._answers = Answers()
        self._news_at = 0.0

    async def connect(self) -> None:
        """See `Transport.connect`. Waits a minute for a homeserver that does not answer."""
        if not self.settings.homeserver:
            raise CannotStart("no homeserver is named: set ENGAGEBOT_HOMESERVER, or run `engagebot init`")
        pauses, loop = Backoff(), asyncio.get_running_loop()
        deadline = loop.time() + PATIENCE_SECONDS
        while True:
            try:
                await self._connect()
                self._news_at = loop.time()
                return
            except Unreachable as error:
                if self.wire.dead.is_set() and not (hasattr(self, "inbound") and await self._revive()):
                    raise session.dead_token(self.settings) from error
                pause = pauses.next(error.after_seconds)
                if loop.time() + pause > deadline:
                    raise NotNow(
                        f"{self.settings.homeserver} does not answer ({error}); check ENGAGEBOT_HOMESERVER and "
                        "the network, then start again: nothing was lost") from error
                log.warning("the homeserver does not answer (%s), trying again", error)
                await asyncio.sleep(pause)

    async def _connect(self) -> None:
        """Repeatable until it succeeds."""
        folder = self.settings.data_dir
        if not hasattr(self, "session"):
            self.session = await session.open_session(self.settings, self.wire, self.clock)
            self.user_id = self.session.user_id
            self.client = SafeClient(self.user_id, self.session.device_id, self.session.access_token, folder / "keys",
                                     private.secret(folder / "pickle.key"))
        if not hasattr(self, "inbound"):
            self._build()
        await own_device(self.client, self.wire)
        await self.keys.upload()
        password = self.settings.password.get_secret_value() if self.settings.password else None
        await ensure_signed(self.client, self.wire, folder, password)
        await self.rooms.load(await self.inbound.position() is not None)
        await copies.take_up(folder, self.client, self.wire, password, self.rooms.introduced)
        await self.inbound.prepare()
        if self.wire.dead.is_set():
            raise Unreachable("the access token was rejected")
        self._background(self._learn_own_name())

    def _build(self) -> None:
        secret = private.secret(self.settings.data_dir / "alias.key")
        self.rooms = Rooms(self.settings, self.user_id, self.wire, self.client, self.store, self.clock,
                           self._background, self._received)
        self.keys = Keys(self.client, self.wire)
        self.invitations = Invitations(self.settings, self.session.server, self.rooms)
        self.rooms.allowed = self.invitations.may_be_allowed
        self.reading = Reading(self.settings, self.user_id, self.client, self.store, self.clock, self.rooms,
                               self._background, self._received)
        receipts = Receipts(self.wire, self._background)
        self.erasures = Erasures(self.user_id, self.wire, secret, self.clock)
        self.introductions = Introductions(self.rooms, self.keys, self.session.server, secret, self.clock)
        self.inbound = Inbound(
            self.settings, self.user_id, self.wire, self.store, self.clock, self.rooms, self.keys, self.reading,
            receipts, self.invitations.hear,
            lambda room: self._background(self.invitations.follow(room)), self.introductions.stir, self._received,
            self._background, self._answers)
        self.outbound = Outbound(
            self.user_id, self.session.logged_in_at, self.wire, self.clock, self.rooms,
            Direct(self.rooms, self.session.server, secret, self.settings.encrypt_direct_rooms),
            self.introductions, self.erasures, self.keys, self._answers, receipts.answered)

    async def receive(self) -> None:
        """See `Transport.receive`."""
        self._background(self.invitations.find_pending())
        self._background(self.invitations.accept_all())
        self._background(self.introductions.leave_when_done())
        self._background(self._stop_polling_when_dead())
        pauses, inbound = Backoff(), self.inbound
        while not inbound.stopping.is_set():
            if self.wire.dead.is_set() and not await self._revive():
                raise session.dead_token(self.settings)
            try:
                answer = await inbound.poll()
                if answer is None or answer.token_is_dead:
                    continue
                if answer.ok:
                    self._news_at = asyncio.get_running_loop().time()
                    await inbound.take(answer.body)
                    pauses = Backoff()
                    continue
                await self._rejected(answer)
                pause, why = pauses.next(answer.after_seconds), str(answer)
            except Unreachable as error:
                pause, why = pauses.next(error.after_seconds), str(error)
            log.warning("no news from the homeserver (%s), asking again in %.1f s", why, pause)
            await inbound.pause(pause)

    async def deliver(self, row: Outgoing) -> Delivery:
        """See `Transport.deliver`."""
        return await self.outbound.deliver(row)

    async def members(self, room: str) -> frozenset[str] | None:
        """See `Transport.members`. Asked of the server each time: its own word is what roles rest on."""
        with suppress(Unreachable):
            answer = await self.wire.insist("GET", path("rooms", room, "joined_members"), patience_seconds=5)
            joined = answer.body.get("joined")
            if answer.ok and isinstance(joined, dict):
                return frozenset(str(person) for person in joined if person != self.user_id)
        return None

    async def presence(self, room: str) -> Presence | None:
        """See `Transport.presence`. One answer, so that who is in it and how closed it is belong together."""
        with suppress(Unreachable):
            state = await self.rooms.look(room, patience_seconds=5)
            if state:
                return state.presence
        return None

    async def fetch(self, media: Mapping[str, Any]) -> bytes | None:
        """See `Transport.fetch`."""
        return await fetch(self.wire, media)

    async def missed(self, since: datetime) -> Missed:
        """See `Transport.missed`."""
        return await missed(self.rooms, self.erasures, self.store, since)

    def since_news(self) -> float:
        """See `Transport.since_news`."""
        return asyncio.get_running_loop().time() - self._news_at

    async def working(self, person: str, on: bool) -> None:
        """See `Transport.working`. Shown for 20 s at most, and never worth more than 2 s of trying."""
        room = self.rooms.own(person)
        if room is None:
            return
        with suppress(Unreachable):
            typing = {"typing": True, "timeout": TYPING_SECONDS * 1000} if on else {"typing": False}
            await self.wire.call("PUT", path("rooms", room.id, "typing", self.user_id), typing, seconds=2)

    async def stop(self) -> None:
        """See `Transport.stop`."""
        if hasattr(self, "inbound"):
            self.inbound.stopping.set()
            self.inbound.interrupt()

    async def close(self) -> None:
        """See `Transport.close`. The device stays logged in."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.wire.close()
        if hasattr(self, "client"):
            self.client.close()

    async def _revive(self) -> bool:
        """After a soft logout the device still exists: log in as the same one. False: there is no way."""
        if not self.wire.soft_logout or not self.settings.password or self.settings.access_token:
            return False
        try:
            again = await session.log_in(
                self.settings, self.wire, self.session.device_id, self.clock, self.session.since)
        except Unreachable as error:
            log.warning("the homeserver wants a new login and does not answer it: %s", error)
            await self.inbound.pause(5)
            return not self.inbound.stopping.is_set()
        self.session = replace(self.session, access_token=again.access_token)
        self.wire.dead.clear()
        log.info("logged in again as the same device")
        return True

    async def _rejected(self, answer: Answer) -> None:
        if not answer.passing:
            await self.inbound.refresh_filter()

    async def _stop_polling_when_dead(self) -> None:
        while True:
            await self.wire.dead.wait()
            self.inbound.interrupt()
            await asyncio.sleep(1)

    async def _learn_own_name(self) -> None:
        answer = await self.wire.insist("GET", path("profile", self.user_id, "displayname"))
        name = answer.body.get("displayname")
        if isinstance(name, str):
            self.reading.display_name = name.strip()

    def _received(self) -> None:
        self.received()

    def _background(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(_contained(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _contained(work: Coroutine[Any, Any, Any]) -> None:
    try:
        await work
    except Unreachable as error:
        log.info("%s was put off: %s", getattr(work, "__name__", "something"), error)
    except Exception as error:
        log.error("something in the background failed: %s", where(error))
