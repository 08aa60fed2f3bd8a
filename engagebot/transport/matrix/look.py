"""What a room is like, asked of the homeserver, whose word alone counts."""
from __future__ import annotations

from engagebot.config import Settings
from engagebot.domain.roles import Presence
from engagebot.transport.matrix.roomstate import State, digest
from engagebot.transport.matrix.session import Session
from engagebot.transport.matrix.wire import ITEMS, Unreachable, Wire, path


async def look(wire: Wire, room_id: str, me: str, patience_seconds: float = 60) -> State | None:
    """None: the bot is not in there. Raises Unreachable."""
    answer = await wire.insist("GET", path("rooms", room_id, "state"), patience_seconds=patience_seconds)
    events = answer.body.get(ITEMS)
    if not answer.ok or not isinstance(events, list):
        return None
    state = digest([event for event in events if isinstance(event, dict)], me)
    # After leaving, the server still tells what the room was like then.
    return state if state.here else None


async def presence(settings: Settings, known: Session, room_id: str) -> Presence | None:
    """Beside a running bot: who is in a room, and how closed it is. None: it cannot be told."""
    wire = Wire(settings.homeserver)
    wire.token = known.access_token
    try:
        state = await look(wire, room_id, known.user_id, patience_seconds=5)
    except Unreachable:
        return None
    finally:
        await wire.close()
    return state.presence if state else None
