"""How much of one person, or of one machine, is answered: what comes faster than anybody writes is not, but for what is
theirs by right; and nobody hears the same for ever.

Both are told from what is stored, so that a restart forgets neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from engagebot.config import Settings
from engagebot.engine.effects import Said, SaidAgain, TimerSet
from engagebot.engine.events import Attachment, Edit, Event, Message, Reaction
from engagebot.engine.listen import understood
from engagebot.engine.machine import Machine
from engagebot.engine.run import Sprint
from engagebot.engine.state import State
from engagebot.engine.world import Speaker, World
from engagebot.store import inbox, outbox
from engagebot.store.sqlite import Transaction
from engagebot.understanding.manners import manner

MINUTE = timedelta(minutes=1)
RIGHTS = frozenset({"my_data", "erase_me", "stop", "pause"})
"""Flows that begin, and go on, however much somebody writes."""
MOST_RIGHTS = 10
"""… within a minute, beyond what is listened to: nobody needs more."""
LONGEST_RIGHT = 200
"""Characters in which one says so."""
NOTICE_EVERY = timedelta(minutes=10)
"""That not everything is read is said this often at most."""
LATELY = timedelta(minutes=10)
"""The same words in the same place are said so often within that time, where the conversation stands still."""
OF_THE_CONVERSATION = frozenset({"park", "drop", "timeout"})
"""Timers that each answer sets."""

Over = Literal["too_many", "too_late"]
"""Names of the sentences that say so: more in a minute than anybody types; so much behind it that only the newest is
read."""


async def over(
    tx: Transaction, event: Event, settings: Settings, world: World, speaker: Speaker, state: State
) -> Over | None:
    """Whether `event`, which is taken, is more than is listened to. What somebody takes back always counts."""
    if not isinstance(event.what, Message | Edit | Reaction | Attachment):
        return None
    came, read = await inbox.recent(tx, event, event.at - MINUTE)
    crowded = await inbox.crowded(tx, event)
    if not crowded and came <= settings.messages_per_minute:
        return None
    if read <= settings.messages_per_minute + MOST_RIGHTS and _by_right(world, speaker, state, event):
        return None
    return "too_late" if crowded else "too_many"


def _by_right(world: World, speaker: Speaker, state: State, event: Event) -> bool:
    """Whether it begins, or answers, what must work at any moment."""
    if event.direct and state.frames and state.frames[-1].flow in RIGHTS:
        return True
    if not isinstance(event.what, Message) or len(event.what.text) > LONGEST_RIGHT:
        return False
    text = event.what.text
    meant = manner(text) or understood(Machine(world, speaker, state, event.id), text).intent
    flow = world.triggered(meant)
    return flow is not None and flow.id in RIGHTS


def notice_key(why: Over, event: Event, now: datetime) -> str:
    """Said once in each stretch of `NOTICE_EVERY`, in each place."""
    return f"{why}:{event.person}:{event.room}:{now.timestamp() // NOTICE_EVERY.total_seconds():.0f}"


def stands_still(before: State, sprint: Sprint) -> bool:
    """Whether an answer only says something: nothing was done, and the conversation is where it was. Who moves on may
    well be asked the same many times, as an organiser is who writes down one task after another."""

    def place(state: State) -> list[tuple[str, str]]:
        return [(frame.flow, frame.step) for frame in state.frames]

    return (
        place(before) == place(sprint.state)
        and before.undo == sprint.state.undo
        and all(
            isinstance(effect, Said | SaidAgain)
            or (isinstance(effect, TimerSet) and effect.kind in OF_THE_CONVERSATION)
            for effect in sprint.effects
        )
    )


def _said_enough(bodies: Sequence[str], lately: Mapping[str, int], most: int) -> bool:
    """Whether all of an answer has been said `most` times, and is said no more. `lately`: how often each was."""
    return bool(bodies) and all(lately.get(body, 0) >= most for body in bodies)


async def heard_enough(tx: Transaction, event: Event, bodies: Sequence[str], most: int, room: str | None) -> bool:
    """Whether the speaker was told all of it `most` times lately; `room`: in that group room, None: in private."""
    return _said_enough(bodies, Counter(await outbox.said_lately(tx, event.person, event.at - LATELY, room)), most)


StillSays = Literal["answer", "said_already", "nothing"]


async def still_says(tx: Transaction, event: Event, bodies: Sequence[str], note: str, most: int) -> StillSays:
    """What becomes of an answer where the conversation stands still: the same again and again is said `most` times,
    then `note`, that it was said, then nothing until the speaker says something else."""
    lately = await outbox.said_lately(tx, event.person, event.at - LATELY, None)
    if not _said_enough(bodies, Counter(lately), most):
        return "answer"
    if lately[0] == note and await inbox.same_again(tx, event):
        return "nothing"
    return "said_already"
