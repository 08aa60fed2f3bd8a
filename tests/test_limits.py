"""What the homeserver's limits mean for a message to many, from what is known of them."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engagebot.config import shipped
from engagebot.limits import Seen, forecast, in_words
from engagebot.store import outbox
from engagebot.store.sqlite import Store

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
USUAL = ("1000 messages take 1 h 22 min, and up to 17 h 03 min to people without a room yet; ask whoever runs it for "
         "`override_ratelimit` (docs/operations.md)")


@pytest.mark.parametrize(("told", "seen", "said"), [
    (None, Seen(), f"not known (the bot has not sent enough yet to find out); if they are the usual ones, {USUAL}"),
    ((0.0, 0), Seen(NOW), "lifted for the bot (the homeserver says so); 1000 messages take 3 min"),
    ((2.0, 100), Seen(), "not lifted for the bot (the homeserver allows 2 a second); 1000 messages take 8 min, and "
     "up to 17 h 03 min to people without a room yet; ask whoever runs it for `override_ratelimit` "
     "(docs/operations.md)"),
    (None, Seen(NOW), f"not lifted for the bot (it asked the bot to wait on 2026-03-02 at 09:00 UTC); {USUAL}"),
    (None, Seen(NOW, NOW + timedelta(days=1), 250),
     "lifted for the bot (250 messages went out within a minute); 1000 messages take 4 min"),
    (None, Seen(NOW, NOW - timedelta(days=1), 250),
     f"not lifted for the bot (it asked the bot to wait on 2026-03-02 at 09:00 UTC); {USUAL}"),
])
def test_what_is_known_of_the_limits_is_said_with_what_they_mean(told, seen, said):
    assert in_words(forecast(told, seen, starts_per_second=5)) == said


async def test_how_fast_the_bot_has_been_is_known_from_what_it_sent():
    store = await Store.open(":memory:", shipped("storage"))
    times = [*(NOW + timedelta(seconds=n) for n in range(30)), NOW + timedelta(hours=1), NOW - timedelta(days=40)]
    async with store.transaction() as tx:
        for n, at in enumerate(times):
            await outbox.queue(tx, key=str(n), op="say", content={}, at=at, caused_by="test")
            await outbox.sent(tx, str(n), f"${n}", "!r", at)
        since = NOW - timedelta(days=30)
        assert await outbox.fastest(tx, since, 22) == (30, NOW + timedelta(seconds=29))
        assert await outbox.fastest(tx, since, 30) == (30, None)
        assert await outbox.fastest(tx, NOW + timedelta(days=1), 22) == (0, None)
    await store.close()
