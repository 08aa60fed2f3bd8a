"""Tasks without deadlines, among several people: picked in private, proposed and taken in a room, on the board."""
from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from benchmarks.faultproxy import FaultProxy, Rule
from engagebot.demo.person import Person, PersonFailed
from engagebot.demo.process import BotProcess
from engagebot.domain.tasks import Task
from tests.e2e.conftest import Place
from tests.e2e.talk import QUICK, answered, hears, history, met_before, plain, reads_now

HAND, THUMB = "🙋", "👍"
SUMMED_UP = (("1", "Où ?"), ("passer", "rendra possible"), ("passer", "(20 minutes)"))
"""Answers to what is asked about an idea of 20 minutes, up to the summary; each with what it brings about."""


# ------------------------------------------------------------------------------------------------------- who and where
@dataclass
class House:
    """An association at work: its bot, its people, a room for tasks and one for its organisers."""

    bot: BotProcess
    people: dict[str, Person]
    room: str
    organisers: str

    @property
    def me(self) -> str:
        return self.bot.settings["user_id"]

    @property
    def name(self) -> str:
        """What people call the bot in a room."""
        return self.me[1:].split(":")[0]

    async def reads(self, *words: str) -> str:
        """Wait until a message of the bot in the room for tasks holds all `words` now. -> its event."""
        olga = self.people["Olga"]

        def found() -> list[str]:
            now = reads_now(olga, self.room, self.me)
            return [event for event, body in now.items() if all(word in body for word in words)]

        try:
            await olga.eventually(found)
        except PersonFailed as error:
            stands = "\n".join(reads_now(olga, self.room, self.me).values())
            raise AssertionError(f"{words} does not stand there, but:\n{stands}") from error
        [event] = found()
        return event

    async def pins(self, events: Sequence[str], within_seconds: float = 20) -> None:
        """Wait until just these are pinned in the room for tasks; a message is pinned only once it stands there."""
        where = f"/_matrix/client/v3/rooms/{self.room}/state/m.room.pinned_events/"
        state: Any = None
        until = time.monotonic() + within_seconds
        while state != {"pinned": list(events)} and time.monotonic() < until:
            _, state = await self.people["Olga"].request("GET", where)
            await asyncio.sleep(0.1)
        assert state == {"pinned": list(events)}

    async def button(self, event: str, emoji: str) -> None:
        """Wait until the bot has put this reaction under its message."""
        olga = self.people["Olga"]
        await olga.eventually(
            lambda: (self.me, event, emoji) in [(r.sender, r.to, r.key) for r in olga.reactions])

    async def proposed(self, who: str, room_words: str, mentions: Sequence[str] | None, title: str) -> tuple[str, str]:
        """Somebody says it in the room and answers in private. -> (what they said, its card)."""
        person = self.people[who]
        said = await person.say(room_words, self.room, mentions=mentions)
        await hears(person, "Combien de temps")
        await answered(person, "20 minutes", "Pour combien de personnes")
        await summed_up(person)
        await answered(person, "oui", "est proposé, merci")
        card = await self.reads("Proposé", title, "0 pour l’instant")
        await self.button(card, THUMB)
        return said, card


async def summed_up(person: Person) -> None:
    for said, words in SUMMED_UP:
        await answered(person, said, words)


async def house(
    place: Place, known: Sequence[str], strangers: Sequence[str] = (), *, encrypted: bool = False,
    proxy: FaultProxy | None = None,
) -> House:
    """`known` have met the bot long ago; Olga is the first organiser, and opens the rooms."""
    names = ["Olga", *known, *strangers]
    everybody = dict(zip(names, await asyncio.gather(*(place.person(name) for name in names)), strict=True))
    olga = everybody["Olga"]
    bot = await place.bot(proxy, start=False, **QUICK)
    me = bot.settings["user_id"]
    others = [person.user_id for person in everybody.values() if person is not olga]
    room, organisers = await asyncio.gather(
        olga.open_group(me, *others, name="Tâches", encrypted=encrypted), olga.open_group(me, name="Organisation"))
    bot.settings = {**bot.settings, "association": place.association(organisers_room=organisers, tasks_room=room)}
    await met_before(bot, {name: everybody[name] for name in ("Olga", *known)})
    await bot.start()
    for member in (me, *others):
        await olga.joined(member, room)
    await olga.joined(me, organisers)
    return House(bot, everybody, room, organisers)


async def in_private(place: Place, names: Sequence[str], *todo: Task, encrypted: str = "") -> tuple[Any, ...]:
    """-> the bot, and people who talk with it in rooms of their own; `encrypted` names whose is."""
    everybody = dict(zip(names, await asyncio.gather(*(place.person(name) for name in names)), strict=True))
    bot = await place.bot(start=False, **QUICK)
    await met_before(bot, everybody, *todo)
    await bot.start()
    await asyncio.gather(*(
        person.invite(bot.settings["user_id"], encrypted=name == encrypted) for name, person in everybody.items()))
    await asyncio.gather(*(hears(person, f"Bonjour {name}") for name, person in everybody.items()))
    return bot, *everybody.values()


# ----------------------------------------------------------------------------------------------------------- in private
POSTERS = Task("posters", "Coller des affiches", minutes=20)
SEEDS = Task("seeds", "Trier les graines", minutes=15)


async def test_what_one_takes_the_others_no_longer_see_until_it_is_given_back(place: Place) -> None:
    """Bruno's room is encrypted; the bot is killed while he chooses."""
    bot, ada, bruno, chloe = await in_private(place, ["Ada", "Bruno", "Chloé"], POSTERS, SEEDS, encrypted="Bruno")
    offered = await answered(ada, "j'ai 20 minutes", "Laquelle veux-tu voir")
    first, second = re.findall(r"\d\. (\w[\w ]+) \(", offered)
    await answered(ada, "1", first, "Je la prends")
    await answered(ada, "je la prends", f"« {first} » est à toi")
    left = await answered(bruno, "j'ai 20 minutes", "Laquelle veux-tu voir")
    await answered(bruno, "1", second, "Je la prends")
    await bot.kill()
    taken = await bruno.say("je la prends")
    await bot.start()
    await hears(bruno, f"« {second} » est à toi", after=taken)
    await answered(chloe, "j'ai 20 minutes", "Rien sur la liste")
    await answered(ada, "je la rends", f"« {first} » est de retour sur la liste")
    again = await answered(chloe, "j'ai 20 minutes", "Laquelle veux-tu voir")
    mine = await answered(bruno, "mes tâches", "À toi")
    assert {first, second} == {POSTERS.title, SEEDS.title}
    assert [re.findall(r"\d\. (\w[\w ]+) \(", seen) for seen in (left, again)] == [[second], [first]]
    assert (first in mine, second in mine) == (False, True)
    assert {h.encrypted for h in bruno.heard()} == {True}


async def test_of_two_who_want_the_last_place_at_the_same_time_exactly_one_gets_it(place: Place) -> None:
    _, *both = await in_private(place, ["Ada", "Bruno"], POSTERS, encrypted="Ada")
    for line, words in (("j'ai 20 minutes", "Laquelle veux-tu voir"), ("1", "Je la prends")):
        await asyncio.gather(*(answered(person, line, words) for person in both))
    said = await asyncio.gather(*(person.say("1") for person in both))
    answers = await asyncio.gather(*(hears(p, POSTERS.title, after=s) for p, s in zip(both, said, strict=True)))
    assert sorted("est à toi" in answer for answer in answers) == [False, True]
    assert sorted("un instant plus rapide" in answer for answer in answers) == [False, True]
    held = await asyncio.gather(*(answered(person, "mes tâches", "") for person in both))
    assert sorted("À toi" in answer for answer in held) == [False, True]


# ------------------------------------------------------------------------------------------------------------ in a room
@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
async def test_an_idea_becomes_a_task_that_a_hand_takes_and_gives_back(place: Place, encrypted: bool) -> None:
    here = await house(place, ["Ada", "Bruno"], ["Chloé"], encrypted=encrypted)
    olga, ada, bruno, chloe = here.people.values()
    words = f"{here.name}, on pourrait laver les vitres" if encrypted else "on pourrait laver les vitres"
    said, idea = await here.proposed("Ada", words, None if encrypted else [here.me], "Laver les vitres")

    await bruno.react(idea, THUMB, here.room)
    await here.reads("Laver les vitres", "1 pour l’instant")
    new = {"msgtype": "m.text", "body": f"{words} du bas", "m.mentions": {"user_ids": [here.me]}}
    await ada.send("m.room.message", {
        "msgtype": "m.text", "body": f"* {words} du bas", "m.new_content": new, "m.mentions": {},
        "m.relates_to": {"rel_type": "m.replace", "event_id": said}}, here.room)
    await here.reads("Laver les vitres du bas", "0 pour l’instant")     # he agreed to other words
    await olga.react(idea, THUMB, here.room)
    await here.reads("Laver les vitres du bas", "1 pour l’instant")
    await hears(bruno, "Quelqu’un propose", "Laver les vitres du bas")
    await answered(bruno, "d'accord", "Ça fait deux")
    await hears(ada, "« Laver les vitres du bas » est sur la liste")

    task = await here.reads("À faire", "places libres : 1 sur 1")
    await here.button(task, HAND)
    hand = await bruno.react(task, HAND, here.room)
    await hears(bruno, "« Laver les vitres du bas » est à toi")
    assert await here.reads("En cours : Laver", "Avec Bruno") == task
    await bruno.redact(hand, here.room)
    await hears(bruno, "« Laver les vitres du bas » est de retour sur la liste")
    assert await here.reads("places libres : 1 sur 1") == task
    await chloe.react(task, HAND, here.room)
    await hears(chloe, "D’accord pour que je garde tes réponses")
    await answered(chloe, "oui", "« Laver les vitres du bas » est à toi")
    await hears(chloe, "Je peux écrire ton prénom")
    await answered(chloe, "oui", "D’accord")
    assert await here.reads("En cours : Laver", "Avec Chloé") == task

    board = await here.reads("ce qu’il y a à faire", "• Laver les vitres du bas (20 minutes), Chloé")
    await here.pins([board])
    expected = ["Je te réponds en privé", "Proposé : Laver les vitres du bas", "En cours : Laver les vitres du bas",
                "Le Jardin des Possibles : ce qu’il y a à faire"]
    standing = reads_now(olga, here.room, here.me).values()
    assert [next(filter(body.startswith, expected), body) for body in standing] == expected
    assert {h.encrypted for h in olga.heard(room=here.room)} == {encrypted}


async def test_a_reply_that_objects_stops_it_until_that_is_settled(place: Place) -> None:
    here = await house(place, ["Ada", "Bruno", "Dora"])
    olga, ada, bruno, dora = here.people.values()
    _, idea = await here.proposed("Ada", "on pourrait laver les vitres", [here.me], "Laver les vitres")
    await olga.react(idea, THUMB, here.room)
    await here.reads("1 pour l’instant")
    await bruno.say("non, parce que l'échelle est cassée", here.room, reply_to=idea)
    await here.reads("« l'échelle est cassée »")
    await hears(ada, "quelqu’un voit une difficulté : « l'échelle est cassée »")
    await dora.react(idea, THUMB, here.room)
    await answered(ada, "2", "Que réponds-tu")
    await answered(ada, "elle est réparée depuis hier", "Je transmets")
    await hears(bruno, "« elle est réparée depuis hier »", "Est-ce réglé pour toi")
    stopped = history(olga, here.room, idea)
    await answered(bruno, "oui", "Ça continue")
    await hears(ada, "est réglée")
    assert await here.reads("Adopté") == idea
    await here.reads("À faire", "places libres : 1 sur 1")
    assert [re.search(r"\d pour l’instant|difficulté a été|Deux personnes|Adopté", text)[0]     # type: ignore[index]
            for text in history(olga, here.room, idea)] == [
        "0 pour l’instant", "1 pour l’instant", "difficulté a été", "Deux personnes", "Adopté"]
    assert len(stopped) == 3


# --------------------------------------------------------------------------------------------------------------- roles
async def test_whoever_is_in_the_organisers_room_writes_tasks_down_and_others_propose_them(place: Place) -> None:
    here = await house(place, ["Nina"])
    olga, nina = here.people.values()
    await nina.invite(here.me, encrypted=False)
    await hears(nina, "Bonjour Nina")

    async def adds(title: str) -> str:
        await answered(nina, f"ajoute une tâche : {title}, 20 min", "Pour combien de personnes")
        await summed_up(nina)
        said = await answered(nina, "oui", "annuler")
        await asyncio.sleep(1 - time.time() % 1)    # who is in a room is asked once a second at most
        return said

    before = await adds("trier les graines")
    await olga.client.room_invite(here.organisers, nina.user_id)
    await olga.joined(nina.user_id, here.organisers)
    inside = await adds("tailler la haie")
    await olga.client.room_kick(here.organisers, nina.user_id)
    await olga.gone(nina.user_id, here.organisers)
    after = await adds("repeindre le banc")
    assert ["proposé" if "est proposé" in said else "ouvert" if "est sur la liste" in said else said
            for said in (before, inside, after)] == ["proposé", "ouvert", "proposé"]
    await here.reads("À faire : Tailler la haie", "places libres : 1 sur 1")
    for title in ("Trier les graines", "Repeindre le banc"):
        await here.reads("Proposé", title)


# -------------------------------------------------------------------------------------------------------------- faults
async def test_through_a_bad_connection_no_hand_is_lost_and_nothing_is_said_twice(place: Place) -> None:
    proxy = await place.proxy()
    here = await house(place, ["Ada", "Bruno"], proxy=proxy)
    olga, ada, bruno = here.people.values()
    await olga.invite(here.me)
    await hears(olga, "Bonjour Olga")
    await answered(olga, "ajoute une tâche : trier les graines, 20 min", "Pour combien de personnes")
    await summed_up(olga)
    await answered(olga, "oui", "est sur la liste")
    task = await here.reads("places libres : 1 sur 1")
    bad_gateway = {"status": 502, "raw": "<html>bad gateway</html>"}
    rules = [
        Rule("ratelimit", path="/send/", p=0.5, once_per_txn=True, with_={"retry_after_ms": 200}),
        Rule("error", "lost", path="/send/", after=2, times=2, with_=bad_gateway),
        Rule("error", "done", path="/send/", after=6, times=2, with_={**bad_gateway, "processed": True}),
        Rule("error", "sync", path="/sync$", after=1, times=2, with_=bad_gateway),
        Rule("repeat_events", path="/sync$", p=0.5),
    ]
    proxy.play(*rules)

    def told(*who: Person) -> list[str]:
        return [plain(h.body) for person in who if person.room for h in person.heard()]

    async def one_more(person: Person, before: int) -> str:
        await person.eventually(lambda: len(told(person)) > before)
        return told(person)[-1]

    both = (ada, bruno)
    for _ in range(2):
        before = [len(told(person)) for person in both]
        hands = await asyncio.gather(*(person.react(task, HAND, here.room) for person in both))
        answers = await asyncio.gather(*map(one_more, both, before))
        await here.reads("En cours : Trier")
        [winner] = [person for person, answer in zip(both, answers, strict=True) if "est à toi" in answer]
        before = [len(told(winner))]
        await asyncio.gather(*(p.redact(hand, here.room) for p, hand in zip(both, hands, strict=True)))
        await one_more(winner, *before)
        await here.reads("places libres : 1 sur 1")
    proxy.play()
    await asyncio.gather(*(person.settled() for person in both))    # an answer too many would come now
    turns = ("est à toi", "un instant plus rapide", "est de retour sur la liste")
    assert sorted(next(words for words in turns if words in body) for body in told(*both)) == sorted(2 * turns)
    assert [re.match(r"En cours|À faire", text)[0] for text in history(olga, here.room, task)] == [     # type: ignore[index]
        "À faire", "En cours", "À faire", "En cours", "À faire"]
    assert (min(rule.fired for rule in rules) >= 2, max(map(len, proxy.event_ids.values()))) == (True, 1)
