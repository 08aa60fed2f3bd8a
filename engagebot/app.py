"""Builds every part and joins them; starts and stops. Knows all, does nothing."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from engagebot import public_holidays
from engagebot.actions import SPECS
from engagebot.catching_up import catch_up
from engagebot.config import Settings, shipped
from engagebot.crowd import round_after
from engagebot.dialogue import Dialogue
from engagebot.domain.association import Association, Entry
from engagebot.domain.waking import Calendar
from engagebot.engine.model import Flow, Text
from engagebot.engine.world import World
from engagebot.flowfile.association import load_association
from engagebot.flowfile.check import check
from engagebot.flowfile.load import FlowFileError, in_order, read_folders
from engagebot.house import House
from engagebot.lanes import Lanes
from engagebot.outbox import Sender
from engagebot.rounds import Rounds
from engagebot.scheduler import ClockIsWrong, Scheduler, check_clock
from engagebot.store import conversations
from engagebot.store.migrate import DatabaseIsDamaged, DatabaseIsNewer, MigrationFailed, check_whole, migrate
from engagebot.store.sqlite import Store, Transaction
from engagebot.transport import CannotStart, NotNow, Transport
from engagebot.understanding.answers import Option, read
from engagebot.understanding.intents import Intents
from engagebot.watch import Systemd, watch
from engagebot.words import WORDS, Words, load_catalogs

log = logging.getLogger(__name__)

DATABASE = "engagebot.sqlite"
HEALTHY_SECONDS = 90.0
"""A homeserver that has not answered for longer is away, or the bot is."""
LOCALE_NAMES = {"fr": ("Français", "French", "francais", "fr"), "en": ("English", "Anglais", "en")}
"""What the languages are called, in each of them: how people name them, not words of ours."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def flow_folders(settings: Settings) -> list[Path]:
    return [shipped("flows"), *([settings.flows] if settings.flows else [])]


def load_flows(settings: Settings) -> dict[str, Flow]:
    """The shipped flows with the association's own laid over them. Raises FlowFileError with all that is wrong."""
    folders = tuple(flow_folders(settings))
    files = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
    stamp = tuple((path, found.st_mtime_ns, found.st_size) for path in files if (found := path.stat()))
    return dict(_read_flows(folders, intent_names(settings), stamp))


@lru_cache(maxsize=4)
def _read_flows(
    folders: tuple[Path, ...], intents: frozenset[str], stamp: tuple[tuple[Path, int, int], ...]
) -> Mapping[str, Flow]:
    """Reading and checking takes most of a second; a script changes its association several times. `stamp`: what the
    files were like."""
    flows, problems = read_folders(*folders)
    problems += check(flows, SPECS, intents)
    if problems:
        raise FlowFileError(sorted(set(problems), key=in_order))
    return flows


def phrase_texts(settings: Settings) -> dict[str, str]:
    """File name -> text, of the phrases (and what was trained from them); an association's own come after the
    shipped ones."""
    texts = {}
    for n, folder in enumerate(flow_folders(settings)):
        for path in sorted(folder.glob("phrases.*")):
            texts[path.name if n == 0 else f"own/{path.name}"] = path.read_text(encoding="utf-8")
    return texts


def intent_names(settings: Settings) -> frozenset[str]:
    return frozenset(
        line.strip("[] \n")
        for name, text in phrase_texts(settings).items()
        if name.endswith(".txt")
        for line in text.splitlines()
        if line.startswith("[")
    )


def option(entry: Entry) -> Option:
    """For reading: the id stands for the entry, whatever label or alias was said."""
    return Option(entry.id, entry.words)


def load_words(settings: Settings, association: Association) -> tuple[dict[str, Flow], Words]:
    """The flows, and their sentences in all languages. Raises FlowFileError."""
    flows = load_flows(settings)
    catalogs = load_catalogs(shipped("locales"), *([settings.flows / "locales"] if settings.flows else []))
    return flows, Words(catalogs, association, flows[WORDS].sentences)


def build(settings: Settings, association: Association) -> House:
    """Everything that deciding needs, loaded and checked. Raises FlowFileError."""
    flows, words = load_words(settings, association)
    known: dict[str, tuple[str, ...]] = {}

    def labels(text: Text) -> tuple[str, ...]:
        if text.singular not in known:
            known[text.singular] = words.everywhere(text)
        return known[text.singular]

    world = World(
        flows,
        Intents.load(phrase_texts(settings)),
        labels,
        tuple(map(option, association.skills)),
        tuple(map(option, association.interests)),
        {code: LOCALE_NAMES[code] for code in association.languages},
        timedelta(hours=settings.park_after_hours),
        timedelta(days=settings.drop_after_days),
        timedelta(minutes=settings.undo_minutes),
    )
    return House(world, words, association, settings, calendar_of(settings, association))


def calendar_of(settings: Settings, association: Association) -> Calendar:
    """Raises FlowFileError when the country is not known, or no waking hour is left."""
    try:
        is_holiday = public_holidays.of(association.country)
    except ValueError as error:
        raise FlowFileError([f"{settings.association.name}: `country`: {error}"]) from None
    zone, hours = ZoneInfo(association.time_zone), (settings.waking_from_hour, settings.waking_to_hour)
    try:
        return Calendar(zone, *hours, settings.sundays, is_holiday)
    except ValueError as error:
        raise FlowFileError([f"ENGAGEBOT_WAKING_FROM_HOUR, ENGAGEBOT_WAKING_TO_HOUR: {error}"]) from None


async def arm_rounds(tx: Transaction, settings: Settings, calendar: Calendar, now: datetime) -> None:
    """The next round of introductions is on the clock, whatever became of the last."""
    await conversations.keep_timer(tx, "", "round", round_after(now, settings, calendar))


async def open_store(settings: Settings, now: datetime) -> Store:
    """The database, brought to the present schema. Raises DatabaseIsDamaged, DatabaseIsNewer, MigrationFailed,
    ClockIsWrong."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = settings.data_dir / DATABASE
    _close_to_others(settings.data_dir)
    check_whole(path)
    for name in migrate(path, shipped("storage"), now):
        log.info("migrated: %s", name)
    store = await Store.open(str(path), shipped("storage"))
    try:
        await check_clock(store, now)
    except ClockIsWrong:
        await store.close()
        raise
    return store


def _close_to_others(data: Path) -> None:
    """The databases hold what people said, and what reads it. (Files with secrets of the bot's own stop the start:
    whoever has read those can speak for it.)"""
    for file in (*data.glob("*.sqlite*"), *data.glob("keys/*")):
        if file.is_file() and file.stat().st_mode & 0o077:
            file.chmod(0o600)
            log.warning("%s could be read by other users of this machine; now it cannot", file)


async def run(
    settings: Settings,
    make_transport: Callable[[Settings, Store, Callable[[], datetime]], Transport],
    clock: Callable[[], datetime] = utc_now,
) -> None:
    """Answer people until SIGTERM or SIGINT. Raises CannotStart, with a sentence that says what to do."""
    try:
        house = build(settings, load_association(settings.association))
        store = await open_store(settings, clock())
    except ClockIsWrong as error:
        raise NotNow(str(error)) from error
    except (FlowFileError, DatabaseIsDamaged, DatabaseIsNewer, MigrationFailed) as error:
        raise CannotStart(str(error)) from error
    _warm(house)
    try:
        await _serve(settings, house, store, make_transport(entering(settings, house.association), store, clock), clock)
    finally:
        await store.close()


def entering(settings: Settings, association: Association) -> Settings:
    """Where only some groups are entered, the association's own are among them."""
    if not settings.group_rooms:
        return settings
    own = filter(None, (association.organisers_room, association.tasks_room))
    return settings.model_copy(update={"group_rooms": [*settings.group_rooms, *own]})


def _warm(house: House) -> None:
    """The first look into a catalogue takes a fifth of a second; better now than while somebody waits."""
    for question, options in (("skills", house.world.skills), ("interests", house.world.interests)):
        read(question, "bonjour", options=options)
    house.world.intents.understand("bonjour", skills=house.world.skills, interests=house.world.interests)


async def _serve(
    settings: Settings, house: House, store: Store, transport: Transport, clock: Callable[[], datetime]
) -> None:
    sender = Sender(store, transport, settings, house.association.time_zone, clock, house.calendar.is_holiday)
    dialogue = Dialogue(
        store,
        house,
        committed=sender.wake,
        members=transport.members,
        presence=transport.presence,
        fetch=transport.fetch,
        clock=clock,
        rounds=Rounds(store, settings),
    )
    lanes = Lanes(store, dialogue, settings.lanes_at_once, transport.working)
    transport.received = lanes.wake

    def fired() -> None:
        lanes.wake()
        sender.wake()

    scheduler = Scheduler(store, settings, clock, fired)
    systemd, stopped = Systemd(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    try:
        await transport.connect()
        await catch_up(store, transport, lanes, clock)
        await dialogue.roles.look(clock())
        async with store.transaction() as tx:
            await arm_rounds(tx, settings, house.calendar, clock())
        scheduler.start()
        tasks = [asyncio.create_task(part.run()) for part in (lanes, sender)]
        receiving = asyncio.create_task(transport.receive())
        print(f"ready {transport.user_id}", file=sys.stderr, flush=True)
        systemd.tell("READY=1")
        healthy = max(HEALTHY_SECONDS, settings.sync_timeout_seconds + HEALTHY_SECONDS / 2)
        watching = asyncio.create_task(watch(systemd, transport.since_news, healthy))
        waiting = asyncio.create_task(stopped.wait())
        await asyncio.wait([receiving, waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        watching.cancel()
        systemd.tell("STOPPING=1")
        scheduler.stop()
        await _stop(settings, transport, lanes, sender, [receiving, *tasks])
        for task in (receiving, *tasks):
            if task.done() and not task.cancelled() and (error := task.exception()):
                raise error
    finally:
        await transport.close()


async def _stop(
    settings: Settings, transport: Transport, lanes: Lanes, sender: Sender, tasks: list[asyncio.Task[None]]
) -> None:
    """In order: nothing new comes in, what was begun is decided, what was decided is on its way. Then the rest is
    cut."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(settings.stop_seconds * 0.8):
            await transport.stop()
            await lanes.stop()
            await sender.stop()
    for task in tasks:
        if not task.done():
            task.cancel()
    await asyncio.wait(tasks, timeout=settings.stop_seconds * 0.1)
