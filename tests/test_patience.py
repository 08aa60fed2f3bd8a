"""How much of one person is answered: all that anybody can write, what is theirs by right however much it is, and
nothing the same for ever."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from engagebot.actions.welcome import CONTACT
from engagebot.config import Settings
from engagebot.engine.events import Event, Message, Reaction, Removal
from engagebot.lanes import Lanes
from engagebot.script import Stage
from engagebot.store import inbox, people, profile

ADA, BOB = "@ada:console", "@bob:console"
ALREADY = "  Je viens de te répondre trois fois la même chose"
NOTICE = "  Ça fait beaucoup de messages d’un coup\u202f!"
LATEST = "  Beaucoup de tes messages sont arrivés d’un coup"
LIMIT = 20


@pytest.fixture
async def stage():
    opened = await Stage.open(Settings(_env_file=None))
    for line in ("@ person: ada; onboarded=yes", "@ person: bob; onboarded=yes", "@ room: entraide; members=ada, bob"):
        await opened.play(line)
    yield opened
    await opened.close()


def told(number: int, what, person: str = ADA, room: str = "", **at: float) -> Event:
    def now(stage: Stage) -> Event:
        name = person[1:].partition(":")[0]
        return Event(f"${number}", stage.now + timedelta(**at), person, room or f"!{name}", not room, what)

    return now  # type: ignore[return-value]


async def received(stage: Stage, *events) -> list[str]:
    """As a transport and the lanes bring them: written down all at once, then handled in order. -> what ada hears."""
    async with stage.store.transaction() as tx:
        for event in events:
            await inbox.receive(tx, event(stage))
    await settled(stage)
    return stage.said("ada")


async def settled(stage: Stage) -> None:
    async def nobody_sees(person: str, on: bool) -> None: ...

    dialogue = stage.dialogue
    dialogue.clock = lambda: stage.now
    await Lanes(stage.store, dialogue, 16, nobody_sees).drain()
    await stage.sender.drain()


def words(count: int, since: int = 0) -> list:
    return [told(since + n, Message(f"il fait {since + n} degrés")) for n in range(count)]


async def kept(stage: Stage, person: str = ADA) -> list[str]:
    rows = stage.store.database.execute("SELECT content FROM inbox WHERE person_id = ? ORDER BY seq", [person])
    return [content for (content,) in rows.fetchall()]


def heads(lines: list[str]) -> Counter[str]:
    return Counter(line for line in lines if line.startswith((NOTICE, LATEST)))


# ------------------------------------------------------------------------------------------------------ in one minute
async def test_what_comes_faster_than_anybody_types_is_not_read_after_one_notice_and_nothing_of_it_is_kept(stage):
    said = await received(stage, *words(LIMIT + 10))
    assert sum(heads(said).values()) == 1 and said[-1].startswith(NOTICE), said
    assert [bool(content) for content in await kept(stage)] == [True] * LIMIT + [False] * 10
    assert await received(stage, *words(5, 100)) == []                      # silence, while it goes on
    stage.now += timedelta(minutes=2)
    assert await received(stage, told(200, Message("merci"))) == ["  Avec plaisir\u202f!"]


async def test_a_flood_that_goes_on_for_an_hour_is_told_so_every_ten_minutes_at_most(stage):
    notices = 0
    for minute in range(60):
        notices += sum(heads(await received(stage, *words(LIMIT + 5, 100 * minute))).values())
        stage.now += timedelta(minutes=1)
    assert 1 <= notices <= 7


async def test_many_messages_of_several_days_that_arrive_together_are_all_answered(stage):
    """Nobody was too fast: it was the bot that was away."""
    stage.now += timedelta(days=3)
    days = [told(n, Message("merci" if n % 2 else "bonjour"), hours=n - 60) for n in range(LIMIT + 10)]
    said = await received(stage, *days)
    assert heads(said) == Counter() and len(said) == LIMIT + 10


async def test_reactions_count_too_and_what_is_taken_back_is_forgotten_however_much_came(stage):
    await received(stage, *words(3))
    said = await received(stage, *(told(100 + n, Reaction("$nothing", "👍")) for n in range(LIMIT)))
    assert [line for line in said if line.startswith(NOTICE)] == said[-1:]
    assert await received(stage, told(200, Message("bonjour"))) == []
    assert (await kept(stage))[1] != ""
    await received(stage, told(201, Removal("$1")))
    assert (await kept(stage))[1] == ""


async def test_one_persons_flood_is_nobody_elses(stage):
    said = await received(stage, *words(LIMIT + 10), told(500, Message("merci"), BOB))
    assert "  -> bob: Avec plaisir\u202f!" in said


async def test_a_flood_in_a_group_room_is_answered_once_there(stage):
    said = await received(stage, *(told(n, Message(f"aide {n}"), room="#entraide") for n in range(LIMIT + 10)))
    noticed = [line for line in said if NOTICE.strip() in line]
    assert len(noticed) == 1 and "#entraide" in noticed[0]


# ------------------------------------------------------------------------------------------------------------- rights
@pytest.mark.parametrize(("text", "answer"), [
    ("stop", "  Entendu"), ("mes données", "  **Ce que je sais de toi**"), ("pause", "  C’est noté"),
])  # fmt: skip
async def test_rights_work_in_the_middle_of_it(stage, text, answer):
    await received(stage, *words(LIMIT + 10))
    said = await received(stage, told(300, Message(text)))
    assert said and not said[0].startswith(NOTICE), (answer, said)


async def test_somebody_can_be_erased_in_the_middle_of_it(stage):
    await received(stage, *words(LIMIT + 10))
    asked = await received(stage, told(300, Message("efface-moi")))
    await received(stage, *words(5, 400))
    gone = await received(stage, told(500, Message("oui")))
    async with stage.store.transaction() as tx:
        assert await people.find(tx, ADA) is None
    assert (asked[0][:12], gone[0][:12]) == ("  J’efface t", "  C’est fait")


async def test_no_flood_of_rights_either(stage):
    said = await received(stage, *(told(n, Message("mes données" if n % 2 else "non")) for n in range(4 * LIMIT)))
    assert len([content for content in await kept(stage) if content]) == LIMIT + 10
    assert list(heads(said).values()) == [1, 1]


# ------------------------------------------------------------------------------------------------ what waits is bounded
async def test_of_very_much_that_waits_the_newest_is_answered_and_it_is_said_that_the_rest_is_not(stage):
    stage.now += timedelta(days=10)
    count = inbox.MOST_WAITING + 30
    days = [told(n, Message("merci" if n % 2 else "bonjour"), hours=n - 200) for n in range(count)]
    said = await received(stage, *days)
    assert said[0].startswith(LATEST) and sum(heads(said).values()) == 1
    assert len(said) == inbox.MOST_WAITING + 1
    assert [bool(content) for content in await kept(stage)] == [False] * 30 + [True] * inbox.MOST_WAITING


async def test_a_stop_that_stands_before_very_much_else_is_obeyed(stage):
    assert await agrees_to_be_written_to(stage)
    await received(stage, told(0, Message("stop")), *words(inbox.MOST_WAITING + 30, 1))
    async with stage.store.transaction() as tx:
        ada = await people.find(tx, ADA)
    assert ada is not None and not await agrees_to_be_written_to(stage)


async def agrees_to_be_written_to(stage: Stage) -> bool:
    async with stage.store.transaction() as tx:
        return await profile.agrees(tx, ADA, CONTACT)


async def test_in_memory_there_is_no_more_of_one_person_than_may_wait_and_all_of_it_is_handled_in_order(stage):
    handled: list[str] = []
    most = 0

    class Slow:
        async def handle(self, event: Event) -> None:
            nonlocal most
            most = max(most, *(len(lane.events) for lane in lanes._lanes.values()))
            handled.append(event.id)
            async with stage.store.transaction() as tx:
                await inbox.take(tx, event)
                if len(handled) in (60, 110, 175):     # more comes in the meantime
                    for n in range(70):
                        await inbox.receive(tx, told(1000 * len(handled) + n, Message("et"))(stage))
            lanes.wake()
            await asyncio.sleep(0)

        async def failed(self, event: Event, error: Exception) -> bool:
            raise error

    async def nobody_sees(person: str, on: bool) -> None: ...

    lanes = Lanes(stage.store, Slow(), 16, nobody_sees)  # type: ignore[arg-type]
    async with stage.store.transaction() as tx:
        for n in range(180):
            await inbox.receive(tx, told(n, Message("et"))(stage))
        await inbox.receive(tx, told(999, Message("bob"), BOB)(stage))
        order = [event.id for _, event in await inbox.waiting(tx, limit=1000)]
    running = asyncio.create_task(lanes.run())
    async with asyncio.timeout(60):
        while len(handled) < 180 + 1 + 3 * 70:      # noqa: ASYNC110  (nobody tells)
            await asyncio.sleep(0.01)
    await lanes.stop()
    await running
    rows = stage.store.database.execute("SELECT event_id FROM inbox WHERE person_id = ? ORDER BY seq", [ADA])
    assert [one for one in handled if one != "$999"] == [event_id for (event_id,) in rows.fetchall()]
    assert handled.index("$999") < 60                   # who waits behind a flood does not wait for it
    assert set(order) <= set(handled) and most <= inbox.MOST_WAITING


# ------------------------------------------------------------------------------------------ the same again and again
async def test_a_machine_that_always_says_the_same_is_answered_three_times_and_told_once(stage):
    said = [await received(stage, told(n, Message("merci"), seconds=4 * n)) for n in range(100)]
    assert [bool(lines) for lines in said] == [True] * 4 + [False] * 96
    assert said[3][0].startswith(ALREADY)


async def test_somebody_who_says_something_else_then_is_not_met_with_silence(stage):
    """Though the answer would be the same."""
    for n in range(5):
        await received(stage, told(n, Message("oui")))
    said = [await received(stage, told(10 + n, Message(text))) for n, text in enumerate(("non", "ok"))]
    assert [lines[0].startswith(ALREADY) for lines in said] == [True, True]
    assert await received(stage, told(20, Message("merci"))) == ["  Avec plaisir\u202f!"]


async def test_two_words_in_turn_end_as_well(stage):
    """As when two machines answer each other."""
    said = []
    for n in range(60):
        said.append(await received(stage, told(n, Message("annuler" if n % 2 else "merci"))))
        stage.now += timedelta(seconds=5)
    spoken = Counter(line for lines in said for line in lines)
    assert max(spoken.values()) <= 3 and not any(said[-20:])


async def test_a_restart_does_not_begin_it_anew(stage):
    """What was said is counted in what is stored."""
    for n in range(3):
        await received(stage, told(n, Message("merci")))
    assert len(await received(stage, told(3, Message("merci")))) == 1
    assert await received(stage, told(4, Message("merci"))) == []
    stage.now += timedelta(minutes=11)
    assert await received(stage, told(5, Message("merci"))) == ["  Avec plaisir\u202f!"]


async def test_a_fault_of_ours_is_not_excused_for_ever(stage, monkeypatch):
    async def fails(self, event: Event) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("engagebot.dialogue.Dialogue.handle", fails)
    monkeypatch.setattr("engagebot.lanes.RETRY_SECONDS", 0.0)
    said = [await received(stage, told(n, Message("bonjour"))) for n in range(6)]
    assert [len(lines) for lines in said] == [1, 1, 1, 0, 0, 0]


async def test_whoever_moves_on_is_asked_the_same_as_often_as_it_takes(stage):
    """As an organiser does who writes down one task after another."""
    await stage.play("@ organiser: ada")
    said: list[str] = []
    for title in ("trier les graines", "arroser", "peindre le banc", "coller des affiches", "ranger le garage"):
        for line in (f"ajoute une tâche : {title}, 10 min", "1", "passer", "passer", "oui"):
            said += await stage.play(f"ada> {line}")
    assert [line for line in said if line.startswith(ALREADY)] == []
    assert len([line for line in said if "est sur la liste" in line]) == 5
