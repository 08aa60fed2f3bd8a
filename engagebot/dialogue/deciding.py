"""What each kind of event does, in its transaction: who leaves, what is due, what is said."""

from __future__ import annotations

from dataclasses import replace

from engagebot import patience
from engagebot.actions import DUE, Act, answers, called, ladder, meeting
from engagebot.actions.welcome import PROFILE
from engagebot.dialogue.drive import Drive
from engagebot.dialogue.group_rooms import heard_in_group
from engagebot.dialogue.inputs import input_of, readable
from engagebot.domain.lateness import waits_for_day
from engagebot.domain.signs import cut as cut_off
from engagebot.engine.effects import Erased, Shown
from engagebot.engine.events import LONGEST_TEXT, Arrival, Departure, Due, Message, Removal, Unreadable
from engagebot.engine.run import run
from engagebot.engine.state import State
from engagebot.engine.world import Speaker
from engagebot.store import conversations, inbox, people, profile, unheard
from engagebot.store.people import Person
from engagebot.understanding.tongue import tongue
from engagebot.words import tidy

CONVERSATION_TIMERS = ("park", "drop", "timeout")
LONGEST_NAME = 40


async def decide(drive: Drive) -> bool:
    """True: the person has been erased."""
    event = drive.event
    match event.what:
        case Departure():
            return await _departed(drive)
        case Unreadable():
            await (await drive.commit()).sentence("unreadable", key=event.id)
            return False
        case Due(kind=kind, subject=subject) if kind not in CONVERSATION_TIMERS:
            return await _due(drive, kind, subject)
    return await _spoken(drive)


async def _departed(drive: Drive) -> bool:
    """Who leaves their room with the bot waits for no answer any more, and is asked nothing."""
    tx, event = drive.tx, drive.event
    if event.direct and await people.find(tx, event.person):
        commit = await drive.commit()
        act = drive.act(commit.zone)
        await ladder.forget(act)
        await meeting.forget(act)
        await called.step_back(act, act.person)
        await commit.effects(tuple(act.effects))
    return False


async def _due(drive: Drive, kind: str, subject: str) -> bool:
    """A timer that is not about the conversation itself; one without a person is about its subject alone."""
    tx, event = drive.tx, drive.event
    if event.person and await people.find(tx, event.person) is None:
        return False
    morning = drive.house.calendar.next_awake(event.at)
    if waits_for_day(kind) and morning > event.at:
        await conversations.set_timer(tx, event.person, kind, morning, subject, each=True)
        return False
    commit = await drive.commit()
    act = drive.act(commit.zone)
    if due := DUE.get(kind):
        await due(act, subject)
    if any(isinstance(effect, Erased) for effect in act.effects):
        await commit.erased(act.effects)
        return True
    await commit.effects(tuple(act.effects))
    return False


async def _spoken(drive: Drive) -> bool:
    """What somebody said or did, and timers of their conversation."""
    event, cut = readable(drive.event)
    drive = replace(drive, event=event)
    tx = drive.tx
    if not isinstance(event.what, Due) and not await people.add(
        tx, event.person, drive.house.association.languages[0], event.at
    ):
        await people.spoke(tx, event.person, event.at)
    if isinstance(event.what, Arrival) and event.what.name:
        await people.set_name(tx, event.person, cut_off(tidy(event.what.name), LONGEST_NAME))
    person = await people.find(tx, event.person)
    if person is None:  # erased while the timer was on its way
        return False
    state = await conversations.state_of(tx, event.person)
    zone = profile.zone_of(await profile.facts(tx, event.person, event.at), drive.house.association.time_zone)
    consents = await profile.consents(tx, event.person)
    if PROFILE not in consents:
        person = await _in_their_language(drive, person)
    agreed = frozenset(purpose for purpose, (given, *_) in consents.items() if given)
    room = "" if event.direct else event.room
    speaker = Speaker(event.person, person.locale, event.at.astimezone(zone), agreed, room)
    if not isinstance(event.what, Due):
        await _heard_again(drive)
    if await _too_many(drive, speaker, state):
        return False
    if cut and PROFILE in consents:
        values = {"most": Shown("number", LONGEST_TEXT), "end": Shown("text", cut)}
        key = f"cut_short:{event.id}"
        await (await drive.commit()).sentence("cut_short", key=key, values=values)
    if await _followed(drive, drive.act(zone)):
        return False
    what = await input_of(tx, event, state, undecided=PROFILE not in consents)
    if what is None:
        return False
    if not event.direct and not isinstance(event.what, Due):
        return await heard_in_group(drive, speaker, state, drive.act(zone))
    prompts = await conversations.open_prompts(tx, event.person, event.at)
    sprint = await drive.run(run(drive.house.world, speaker, state, event.id, what, prompts), drive.act(zone))
    return await drive.commit_sprint(sprint, state)


async def _in_their_language(drive: Drive, person: Person) -> Person:
    """Whoever is new, and writes in another language than they were greeted in, is answered in theirs."""
    what = drive.event.what
    spoken = tongue(what.text) if isinstance(what, Message) and drive.event.direct else None
    if spoken in (None, person.locale) or spoken not in drive.house.world.locales:
        return person
    await people.set_locale(drive.tx, person.id, spoken)
    return replace(person, locale=spoken)


async def _heard_again(drive: Drive) -> None:
    """Whoever writes for the first time since a restore hears, once, that what they said before is lost."""
    tx, event = drive.tx, drive.event
    since = await unheard.since(tx, event.person)
    if since and await unheard.ended(tx, drive.now, event.person):
        key, values = f"forgot_since:{event.id}", {"since": Shown("moment", since.timestamp())}
        await (await drive.commit()).sentence("forgot_since", key=key, values=values)


async def _followed(drive: Drive, act: Act) -> bool:
    """True: a message that had been passed on to somebody was edited or taken back, and what became of it
    followed."""
    event = drive.event
    if not await answers.changed(act, event.what):
        return False
    if isinstance(event.what, Removal):
        await inbox.forget_text(act.tx, event.what.of)
    await (await drive.commit()).effects(tuple(act.effects))
    return True


async def _too_many(drive: Drive, speaker: Speaker, state: State) -> bool:
    """More than is listened to: one notice, then silence until it is over. What it said is not kept."""
    tx, event = drive.tx, drive.event
    why = await patience.over(tx, event, drive.house.settings, drive.house.world, speaker, state)
    if why is None:
        return False
    await inbox.forget_text(tx, event.id)
    key = patience.notice_key(why, event, drive.now)
    room = None if event.direct else event.room
    commit = await drive.commit()
    await commit.sentence("too_late" if why == "too_late" else "too_many", key=key, room=room)
    return True
