"""Whether the homeserver's limits are lifted for the bot, as far as it says so itself."""
from __future__ import annotations

from engagebot.config import Settings
from engagebot.transport import CannotStart
from engagebot.transport.matrix import session
from engagebot.transport.matrix.wire import Unreachable, Wire, path

ADMIN = "/_synapse/admin/v1"


async def told(settings: Settings) -> tuple[float, int] | None:
    """(messages a second, 0: as many as it likes; how many at once). None: it does not say, because there was no login
    yet, it is no Synapse, or the bot is no administrator (and need not be). Never raises."""
    try:
        known = session.kept(settings.data_dir)
    except CannotStart:
        return None
    token = settings.access_token.get_secret_value() if settings.access_token else known and known.access_token
    user = settings.user_id or (known.user_id if known else "")
    if not token or not settings.homeserver:
        return None
    wire = Wire(settings.homeserver, token)
    try:
        answer = await wire.call("GET", path("users", user, "override_ratelimit"), prefix=ADMIN)
    except Unreachable:
        return None
    finally:
        await wire.close()
    rate, burst = answer.body.get("messages_per_second"), answer.body.get("burst_count")
    if not answer.ok or not isinstance(rate, int | float) or not isinstance(burst, int):
        return None
    return float(rate), burst
