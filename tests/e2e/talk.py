"""What several people say to the bot and hear from it, and how tests begin with people who know it already."""
from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from engagebot.app import open_store, utc_now
from engagebot.config import Settings
from engagebot.demo.person import Person, PersonFailed
from engagebot.demo.process import BotProcess
from engagebot.domain.tasks import Task
from engagebot.store import people, profile, tasks

QUICK = {
    "timers_poll_seconds": "0.2", "board_delay_seconds": "0", "objection_hours": "0", "roles_seconds": "0",
    # whatever the hour and the day on which the tests run, and however much has to be said
    "waking_from_hour": "0", "waking_to_hour": "24", "sundays": "true",
    "budget_per_day": "100", "budget_per_week": "100", "unanswered_limit": "100",
}


def plain(text: str) -> str:
    """With ordinary spaces only."""
    return " ".join(text.split())


async def hears(person: Person, *words: str, after: str | None = None) -> str:
    """Wait until something said to `person` in private holds all `words`. -> all of it."""
    def found() -> list[str]:
        bodies = [plain(h.body) for h in person.heard(after, person.room)] if person.room else []
        return [body for body in bodies if all(word in body for word in words)]

    try:
        await person.eventually(found)
    except PersonFailed as error:
        said = "\n".join(h.body for h in person.heard(after, person.room)) if person.room else ""
        raise AssertionError(f"{words} was not said, but:\n{said}") from error
    return found()[-1]


async def answered(person: Person, said: str, *words: str) -> str:
    """Say it in private, and wait for the answer that holds all `words`. -> that answer."""
    return await hears(person, *words, after=await person.say(said))


def reads_now(person: Person, room: str, bot: str) -> dict[str, str]:
    """What stands in `room` from the bot -> event: its text, as the latest edit left it."""
    return {h.edits or h.event_id: plain(h.body) for h in person.heard(room=room) if h.sender == bot}


def history(person: Person, room: str, event: str) -> list[str]:
    """All that one message has said, one edit after another."""
    return [plain(h.body) for h in person.heard(room=room) if (h.edits or h.event_id) == event]


async def met_before(bot: BotProcess, known: dict[str, Person], *todo: Task, locale: str = "fr") -> None:
    """What the bot remembers when it starts: people who have agreed to everything, and tasks."""
    now = utc_now()
    store = await open_store(Settings(_env_file=None, data_dir=Path(bot.settings["data_dir"])), now)
    async with store.transaction() as tx:
        for name, person in known.items():
            await people.add(tx, person.user_id, locale, now)
            await people.set_name(tx, person.user_id, name)
            for purpose in ("profile", "contact", "names"):
                await profile.consent(tx, person.user_id, purpose, True, "1", f"met:{name}", now)
            await people.onboarded(tx, person.user_id, now - timedelta(days=365))
        for task in todo:
            await tasks.add(tx, task, now, opened=True)
    await store.close()
