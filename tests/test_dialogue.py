"""What every event meets on its one path: taken once, rolled back when it fails, set aside when it always fails."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engagebot.actions import ACTIONS
from engagebot.config import Settings
from engagebot.dialogue import Dialogue
from engagebot.engine.events import Arrival, Event, Message, Unreadable
from engagebot.script import Stage
from engagebot.store import inbox, people, profile

ADA, ROOM = "@ada:console", "!ada"


@pytest.fixture
async def stage():
    opened = await Stage.open(Settings(_env_file=None))
    for line in ("@ person: ada; skills=cuisine; onboarded=yes", "@ person: bob; onboarded=yes"):
        await opened.play(line)
    yield opened
    await opened.close()


async def meets(stage: Stage, what, event_id: str, person: str = ADA) -> list[str]:
    await stage.handle(Event(event_id, stage.now, person, f"!{person}", True, what))
    return stage.said("ada")


async def test_a_flood_gets_one_notice_and_then_silence_until_the_minute_is_over(stage):
    said = [await meets(stage, Message("aide"), f"$flood{n}") for n in range(25)]
    answered = [lines for lines in said if lines]
    assert len(answered) == stage.settings.messages_per_minute + 1
    assert answered[-1] == ["  Ça fait beaucoup de messages d’un coup\u202f! Je reprends mon souffle une minute."]
    stage.now += timedelta(minutes=2)
    assert await meets(stage, Message("merci"), "$after") == ["  Avec plaisir\u202f!"]


async def test_an_event_that_always_fails_is_set_aside_with_one_apology_and_nothing_of_it_stays(stage, monkeypatch):
    async def breaks(act):
        await profile.add_skills(act.tx, act.person, {"bricolage": "can"}, act.at)
        raise RuntimeError("ada said something private")

    monkeypatch.setattr(breaks, "__annotations__", ACTIONS["show_profile"].__annotations__)
    monkeypatch.setattr(
        Stage, "dialogue", property(lambda self: Dialogue(self.store, self.house, {**ACTIONS, "show_profile": breaks}))
    )
    said = await meets(stage, Message("mon profil"), "$poison")
    assert said == [
        "  Quelque chose s’est mal passé de mon côté, et je n’ai pas pu traiter ton message. Tu n’y es pour rien. "
        "Réessaie un peu plus tard, ou écris «\u00a0humain\u00a0»."
    ]
    async with stage.store.transaction() as tx:
        assert list((await profile.load(tx, ADA, stage.now)).skills) == ["cuisine"]
        assert await inbox.waiting(tx) == []
    assert await meets(stage, Message("merci"), "$behind") == ["  Avec plaisir\u202f!"]


async def test_a_log_says_where_it_failed_and_never_what_was_said(stage, monkeypatch, caplog):
    async def breaks(act):
        raise RuntimeError("ada said something private")

    monkeypatch.setattr(
        Stage, "dialogue", property(lambda self: Dialogue(self.store, self.house, {**ACTIONS, "show_profile": breaks}))
    )
    await meets(stage, Message("mon profil"), "$poison")
    assert "event $poison failed; set aside: RuntimeError at test_dialogue.py:" in caplog.text
    assert "private" not in caplog.text and "profil" not in caplog.text


async def test_what_cannot_be_read_is_said_once_a_day(stage):
    first = await meets(stage, Unreadable(), "unreadable:$1")
    again = await meets(stage, Unreadable(), "unreadable:$2")
    assert [line[:30] for line in first] == ["  J’ai reçu de toi un message "] and again == []
    stage.now += timedelta(days=1)
    assert await meets(stage, Unreadable(), "unreadable:$3") == first


async def test_who_comes_back_is_greeted_by_name_and_who_was_in_the_middle_goes_on(stage):
    assert await meets(stage, Arrival("Ada"), "$in1") == [
        "  Bonjour Ada\u202f! Je suis là. Que puis-je faire pour toi\u202f? («\u00a0aide\u00a0» montre tout.)"
    ]
    question = await meets(stage, Message("efface-moi"), "$mid")
    back = await meets(stage, Arrival("Ada"), "$in2")
    assert back in ([], ["  On en était à\u00a0: tout effacer.", *question])


async def test_an_event_that_comes_twice_is_answered_once(stage):
    assert await meets(stage, Message("merci"), "$same") == ["  Avec plaisir\u202f!"]
    assert await meets(stage, Message("merci"), "$same") == []


async def test_the_first_word_of_somebody_unknown_makes_them_known(stage):
    await meets(stage, Message("bonjour"), "$new", "@zoe:console")
    async with stage.store.transaction() as tx:
        zoe = await people.find(tx, "@zoe:console")
    assert zoe is not None and (zoe.locale, zoe.onboarded_at) == ("fr", None)
