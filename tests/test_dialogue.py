"""What every event meets on its one path: taken once, rolled back when it fails, set aside when it always fails."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engagebot.actions import ACTIONS
from engagebot.config import Settings
from engagebot.dialogue import Dialogue
from engagebot.domain.taskfile import MOST_BYTES
from engagebot.engine.events import Arrival, Attachment, Event, Message, Unreadable
from engagebot.script import Stage
from engagebot.store import inbox, people, profile, tasklists, tasks

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
    said = [await meets(stage, Message(f"il fait {n} degrés" if n > 20 else "aide"), f"$flood{n}") for n in range(25)]
    assert [lines[0][:38] for lines in said if lines][-1:] == ["  Ça fait beaucoup de messages d’un co"]
    assert [bool(lines) for lines in said[20:]] == [True, False, False, False, False]
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


async def test_who_writes_what_cannot_be_read_hears_so_and_not_for_ever(stage):
    first = await meets(stage, Unreadable(), "unreadable:$1")
    assert [line[:30] for line in first] == ["  J’ai reçu de toi un message "]
    more = []
    for number in (2, 3, 4):
        stage.now += timedelta(minutes=1)
        more.append(await meets(stage, Unreadable(), f"unreadable:${number}"))
    assert more == [first, first, []]
    stage.now += timedelta(minutes=10)
    assert await meets(stage, Unreadable(), "unreadable:$5") == first


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


# ------------------------------------------------------------------------------------------------- files that are sent
LIST = b"titre;dur\xc3\xa9e\nTrier les graines;20 min\n"


def sent(name: str = "liste.csv", size: int = 0) -> Attachment:
    return Attachment("m.file", name, size, {"url": "console:1"})


@pytest.fixture
async def organised(stage):
    await stage.play("@ organiser: ada")
    fetched: list[str] = []

    class Counting(type(stage.transport)):
        async def fetch(self, media):
            fetched.append(media["url"])
            assert not stage.store._lock.locked()
            return await super().fetch(media)

    stage.transport.__class__ = Counting
    stage.transport.files["console:1"] = LIST
    return stage, fetched


async def test_a_file_is_fetched_once_for_each_event_and_outside_the_transaction(organised):
    stage, fetched = organised
    assert (await meets(stage, sent(), "$file"))[1] == "  • Trier les graines (20 minutes)"
    assert fetched == ["console:1"]
    assert (await meets(stage, Message("oui"), "$yes"))[0].startswith("  Elle est sur la liste")
    assert fetched == ["console:1"] * 2


async def test_a_file_is_fetched_for_organisers_only(organised):
    stage, fetched = organised
    await stage.handle(Event("$file", stage.now, "@bob:console", "!bob", True, sent()))
    assert (stage.said("bob")[0].startswith("  Merci"), fetched) == (True, [])


async def test_a_file_that_is_said_to_be_too_large_is_not_fetched_and_one_that_is_is_not_read(organised):
    stage, fetched = organised
    said = await meets(stage, sent(size=MOST_BYTES + 1), "$said")
    assert ("Le fichier" in said[1], "2\u00a0Mo" in said[1], fetched) == (True, True, [])
    stage.transport.files["console:1"] = LIST + b"\n" * MOST_BYTES
    assert await meets(stage, sent(), "$is") == said


@pytest.mark.parametrize(("name", "content"), [
    ("liste.XLSX", b"PK\x03\x04 and so on"), ("liste.xls", b"\xd0\xcf\x11\xe0"), ("liste.ods", b"PK\x03\x04")])
async def test_a_spreadsheets_own_file_is_told_from_a_list(organised, name, content):
    stage, _ = organised
    stage.transport.files["console:1"] = content
    assert (await meets(stage, sent(name), "$file"))[1] == (
        "  Le fichier\u00a0: c’est un classeur de tableur\u202f; enregistre-le au format CSV (UTF-8)"
    )


async def test_what_a_file_holds_is_kept_nowhere(organised, caplog):
    stage, _ = organised
    caplog.set_level("DEBUG")
    stage.transport.files["console:1"] = "titre;durée;description\nTrier;trop;Chez Odile\n".encode()
    await meets(stage, sent(), "$faulty")
    stage.transport.files["console:1"] = "titre;durée;description\nTrier;20;Chez Odile\n".encode()
    await meets(stage, sent(), "$good")
    await meets(stage, Message("non"), "$no")
    kept = "\n".join(stage.store.database.iterdump())
    assert ("Odile" in kept, "Odile" in caplog.text) == (False, False)


async def test_when_one_task_of_a_list_cannot_be_written_none_is_and_yes_can_be_repeated(organised, monkeypatch):
    stage, _ = organised
    stage.transport.files["console:1"] = "titre;durée\nTrier;20\nArroser;5\n".encode()
    await meets(stage, sent(), "$file")
    add = tasks.add

    async def breaks(tx, task, at, *, opened):
        if task.title == "Arroser":
            raise RuntimeError("the disk is full")
        await add(tx, task, at, opened=opened)

    with monkeypatch.context() as patched:
        patched.setattr(tasklists, "add", breaks)
        assert (await meets(stage, Message("oui"), "$yes"))[0].startswith("  Quelque chose s’est mal passé")
    async with stage.store.transaction() as tx:
        assert await tasks.open_tasks(tx, 9) == []
    await meets(stage, Message("oui"), "$again")
    async with stage.store.transaction() as tx:
        assert [task.title for task in await tasks.open_tasks(tx, 9)] == ["Trier", "Arroser"]


async def test_a_list_that_came_true_meanwhile_adds_only_what_is_still_missing(organised):
    stage, _ = organised
    stage.transport.files["console:1"] = "titre;durée\nTrier;20\nArroser;5\n".encode()
    await meets(stage, sent(), "$file")
    await stage.play("@ task: Arroser")
    await meets(stage, Message("oui"), "$yes")
    async with stage.store.transaction() as tx:
        assert sorted(task.title for task in await tasks.open_tasks(tx, 9)) == ["Arroser", "Trier"]


async def test_a_file_in_a_group_room_is_no_list(organised):
    stage, fetched = organised
    await stage.handle(Event("$group", stage.now, ADA, "#room", False, sent()))
    assert (stage.said("ada"), fetched) == ([], [])
