"""The digest when it is due, the return after a pause, and "what is new?".

All tell what was held back, mark it as told, and ask for nothing: a number shows one of the questions in full, and from
then on it is answered as though it had come by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from engagebot.actions import pauses
from engagebot.actions.act import Act
from engagebot.actions.calling import CALLS
from engagebot.actions.held import ENTRIES, Entry, Gathered, bullets, gather, keeper_of, open_entries
from engagebot.actions.ladder import QUESTIONS
from engagebot.actions.proposing import INTRODUCTIONS, WELCOMES
from engagebot.actions.welcome import CONTACT
from engagebot.domain import gate
from engagebot.engine.effects import HeldGone, HeldSaid, HeldTold, Prompted, PromptStays, PutAgain, Shown
from engagebot.store import conversations, people, profile, quiet
from engagebot.store.people import Person

FLOW, BACK = "digest", "welcome_back"
BACK_ENTRIES = 4
"""Lines about objects at the return; with its own and three choices the message has eight."""
LATEST_RETURN = timedelta(days=30)
"""After the end of a pause; later nobody needs to be told that it is over."""
TWO_WEEKS = 14
"""Days that a pause is made longer by at the return."""


async def digest_due(act: Act, subject: str) -> None:
    """What was held back is told, if it may be now; nothing to tell: silence."""
    person = await people.find(act.tx, act.person)
    if person is None:
        return
    keeper, key = keeper_of(act), quiet.next_key(act.person, act.at)
    reader = await keeper.reader(act.tx, person, quiet.PURPOSE, act.at, key)
    hold = gate.decide(reader, keeper.rules, keeper.digest_message(reader.wishes))
    if hold:
        again = reader.next_digest if hold.reason == "paused" else None
        await quiet.set_due(act.tx, person.id, again or hold.until)
        return
    back = await _comes_back(act, person)
    gathered = await gather(act, person, reader.wishes, reader.next_digest, BACK_ENTRIES if back else ENTRIES)
    if back:
        _welcome_back(act, gathered, key)
    elif len(gathered.entries) == 1 and not gathered.more and person.unanswered < keeper.rules.unanswered:
        act.effects.append(HeldSaid(gathered.keys[0], key))  # a list of one says less than that one
    elif gathered.entries:
        await _tell(act, gathered.entries, gathered, key, quiet.PURPOSE, "digest.heading")
    _told(act, gathered)
    await quiet.set_due(act.tx, person.id, reader.next_digest if gathered.more else None)


async def _tell(
    act: Act, entries: Sequence[Entry], gathered: Gathered, key: str, purpose: str, heading: str
) -> None:
    """`entries`: those of `gathered`, and what else can be chosen by its number."""
    offers = {one.key: one.label for one in entries if one.asks}
    told = [act.line(heading), *bullets(act, gathered, all_of_them=False)]
    if not offers:
        act.tell("digest.all", person=act.person, purpose=purpose, key=key, told=Shown("lines", told))
        return
    told.append(act.line("digest.how" if len(offers) > 1 else "digest.how_one"))
    await conversations.end_flow(act.tx, act.person, FLOW)  # numbers are those of the latest one
    until = act.at + timedelta(days=act.settings.prompt_valid_days)
    slots = {"told": told, "offers": offers, "digest": key}
    act.effects.append(Prompted(act.person, FLOW, slots, purpose, until, key))


def _told(act: Act, gathered: Gathered) -> None:
    """Directly behind what tells it."""
    if gathered.keys:
        act.effects.append(HeldTold(gathered.keys))
    if gathered.withdrawn:
        act.effects.append(HeldGone(gathered.withdrawn))


# ----------------------------------------------------------------------------------------------- answering the digest
@dataclass(frozen=True, slots=True)
class PutAnew: ...


@dataclass(frozen=True, slots=True)
class NoLonger: ...


@dataclass(frozen=True, slots=True)
class LeftAlone: ...


async def show_held(act: Act, *, which: Sequence[str] = (), digest: str = "") -> PutAnew | NoLonger | LeftAlone:
    """The questions that were chosen, in full; the others can still be chosen from the same message."""
    if not which:
        return LeftAlone()
    act.effects.append(PromptStays(digest))
    still = [key for key in which if await conversations.still_open(act.tx, key, act.at)]
    act.effects += [PutAgain(key) for key in still]
    return PutAnew() if still else NoLonger()


# ------------------------------------------------------------------------------------------------------- what is new?
@dataclass(frozen=True, slots=True)
class ToldAll: ...


@dataclass(frozen=True, slots=True)
class NothingNew: ...


async def catch_up(act: Act) -> ToldAll | NothingNew:
    """All that is held back and still worth it, and what they were asked before, numbered together."""
    return ToldAll() if await whats_new(act) else NothingNew()


async def whats_new(act: Act, heading: str = "digest.news") -> bool:
    """They are told at once, in a message of its own, what was held back; it counts as told. False: there is nothing,
    and nothing is said. `heading`: a sentence, its first line."""
    person = await people.find(act.tx, act.person)
    if person is None:
        return False
    gathered = await _gathered(act, person)
    room = 0 if gathered.more else ENTRIES - len(gathered.entries)
    before = await open_entries(act, gathered.keys, room)
    entries = (*gathered.entries, *before)
    if len(entries) == 1 and entries[0].asks:
        act.effects.append(PutAgain(entries[0].key))
    elif entries:
        await _tell(act, entries, gathered, f"news:{act.event_id}", "reply", heading)
    _told(act, gathered)
    return bool(entries)


async def _gathered(act: Act, person: Person) -> Gathered:
    keeper = keeper_of(act)
    wishes = await quiet.wishes(act.tx, person.id, act.at)
    calendar = await keeper.calendar(act.tx, person.id, wishes, act.at)
    next_at = await keeper.next_digest(act.tx, person, wishes, calendar, act.at)
    return await gather(act, person, wishes, next_at)


# --------------------------------------------------------------------------------------------------- back from a pause
async def _comes_back(act: Act, person: Person) -> bool:
    """Whether their pause is over, and nothing has told them so yet."""
    until = person.paused_until
    if until is None:
        return False
    consents = await profile.consents(act.tx, person.id)
    purposes = (CONTACT, QUESTIONS, INTRODUCTIONS, WELCOMES, CALLS)
    wanted = any(consents.get(purpose, (False,))[0] for purpose in purposes)
    if wanted and act.at - until < LATEST_RETURN and not await conversations.reached(act.tx, person.id, BACK, until):
        return True
    await people.pause(act.tx, person.id, None)
    return False


def _welcome_back(act: Act, gathered: Gathered, key: str) -> None:
    told = [act.line("welcome_back.waits" if gathered.entries else "welcome_back.nothing")]
    told += bullets(act, gathered, all_of_them=True)
    until = act.at + timedelta(days=act.settings.prompt_valid_days)
    act.effects.append(Prompted(act.person, BACK, {"told": told}, quiet.PURPOSE, until, key))


@dataclass(frozen=True, slots=True)
class IsBack: ...


async def come_back(act: Act) -> IsBack:
    await people.pause(act.tx, act.person, None)
    return IsBack()


@dataclass(frozen=True, slots=True)
class PausedAgain:
    until: str


async def pause_longer(act: Act) -> PausedAgain:
    """Two more weeks, from today."""
    day = act.today.date() + timedelta(days=TWO_WEEKS)
    await pauses.pause_until(act, day)
    return PausedAgain(day.isoformat())
