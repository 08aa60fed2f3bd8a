"""What is heard in group rooms: there the bot says only what is nobody's business alone, and goes on in private."""

from __future__ import annotations

from engagebot.actions import Act, rooms
from engagebot.actions.welcome import PROFILE
from engagebot.dialogue.drive import Drive
from engagebot.engine.events import Edit, Message
from engagebot.engine.hear import Heard
from engagebot.engine.listen import understood
from engagebot.engine.machine import Machine
from engagebot.engine.run import Begun, Edited, Input, run
from engagebot.engine.state import EMPTY, State
from engagebot.engine.world import Speaker


async def heard_in_group(drive: Drive, speaker: Speaker, state: State, act: Act) -> bool:
    """`state`: of their private conversation. True: the speaker has been erased."""
    event, world = drive.event, drive.house.world
    commit = await drive.commit()
    found = await rooms.answered(act, event.what)  # a reaction or a reply to something that the bot shows there
    goes_on: Input | None = found.goes_on if found else None
    if found is None and isinstance(event.what, Edit) and any(a.event == event.what.of for a in state.answers):
        goes_on = Edited(event.what.of, event.what.text)
    if found is None and isinstance(event.what, Message):
        text = event.what.text
        meant = understood(Machine(world, speaker, state, event.id), text)
        flow = world.triggered(meant.intent)
        if flow is not None and flow.public:
            sprint = await drive.run(run(world, speaker, EMPTY, event.id, Begun(flow.id)), act)
            await commit.in_room(sprint.effects)
            return False
        await commit.sentence("in_private", key=f"private:{event.id}", room=event.room)
        if PROFILE not in speaker.agreed and not state.frames:
            goes_on = Begun("welcome", text=text)
    effects, act.effects = tuple(act.effects), []
    await commit.effects(effects)
    if goes_on is None and (found or not isinstance(event.what, Message)):
        return False
    what: Input = goes_on or Heard(text, in_group=True)
    sprint = await drive.run(run(world, speaker, state, event.id, what), act)
    return await drive.commit_sprint(sprint, state, commit.pen.said)
