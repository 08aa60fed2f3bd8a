"""A call for help among people with real clients: written, agreed to, answered, seen to by name."""
from __future__ import annotations

from collections.abc import Sequence

from engagebot.demo.person import Person, PersonFailed
from tests.e2e.conftest import Place
from tests.e2e.talk import QUICK, answered, hears, history, met_before, plain, reads_now

TENTS = "monter les tentes"
YES, HAND, SEEN = "1️⃣", "🙋", "✅"


async def stands(person: Person, room: str, me: str, *words: str) -> str:
    """Wait until a message of the bot in `room` holds all `words` now. -> its event."""
    def found() -> list[str]:
        return [event for event, body in reads_now(person, room, me).items() if all(word in body for word in words)]

    try:
        await person.eventually(found)
    except PersonFailed as error:
        raise AssertionError(f"{words} does not stand there, but:\n{reads_now(person, room, me)}") from error
    [event] = found()
    return event


def message(person: Person, *words: str) -> str:
    """The event of the message that holds all of `words`."""
    return next(h.event_id for h in person.heard(room=person.room) if all(word in plain(h.body) for word in words))


async def answers_all(*pairs: tuple[Person, Sequence[tuple[str, str]]]) -> None:
    for person, lines in pairs:
        for said, words in lines:
            await answered(person, said, words)


async def test_a_call_is_written_agreed_to_answered_and_every_yes_is_seen_to_by_name(place: Place) -> None:
    names = ("Olga", "Paul", "Ada", "Bruno", "Chloé")
    people = {name: await place.person(name) for name in names}
    olga, paul, ada, bruno, chloe = people.values()
    bot = await place.bot(start=False, **QUICK, call_alone_up_to="1")
    me = bot.settings["user_id"]
    organisers = await olga.open_group(me, paul.user_id, name="Organisation")
    garden = await olga.open_group(me, chloe.user_id, name="Jardin")
    bot.settings = {**bot.settings, "association": place.association(organisers_room=organisers)}
    known = {name: one for name, one in people.items() if name != "Chloé"}
    await met_before(bot, known)
    await bot.start()
    for member, room in ((me, organisers), (me, garden), (paul.user_id, organisers), (chloe.user_id, garden)):
        await olga.joined(member, room)
    for person in (olga, ada):
        await person.invite(me, encrypted=True)
    await hears(olga, "Bonjour Olga")

    await answered(olga, f"il nous faut 1 personne samedi pour {TENTS}, 1 heure, tout le monde", "Je l’envoie comme ça")
    await answered(olga, "1", "C’est gardé, et montré dans le salon")
    card = await stands(paul, organisers, me, TENTS, "Personnes cherchées : 1")
    await olga.react(card, SEEN, organisers)
    await hears(olga, "Ton propre")
    await paul.react(card, SEEN, organisers)
    await hears(olga, "Paul est d’accord")
    await hears(ada, TENTS, "Rien ne t’oblige")
    await bot.kill()
    await bot.start()
    await bruno.eventually(lambda: bruno.room)      # the bot has opened a room for it
    await hears(bruno, TENTS, "Rien ne t’oblige")
    await answered(bruno, "désolé, pas dispo", "pas cette fois")

    await ada.react(message(ada, TENTS, "Rien ne t’oblige"), YES)
    await hears(ada, "Merci", "48 h")
    await hears(olga, TENTS, "Ada", ada.user_id)
    assert await stands(olga, organisers, me, "Oui : 1") == card        # one message, edited
    await answered(olga, "je lui ai écrit", "merci")

    await answered(olga, "poste l'appel dans le salon Jardin", "Jardin")
    posted = await stands(chloe, garden, me, TENTS, HAND)
    assert not any(one.user_id in line or name in line for name, one in known.items() if name != "Olga"
                   for line in history(chloe, garden, posted))
    hand = await chloe.react(posted, HAND, garden)
    await hears(chloe, "Bonjour")       # a stranger is greeted, and asked, first
    await answered(chloe, "oui", "Merci")
    await hears(olga, TENTS, "Chloé")
    await stands(olga, organisers, me, TENTS, "est trouvé")
    await stands(chloe, garden, me, TENTS, "est trouvé")
    assert hand and {h.encrypted for h in olga.heard(room=olga.room)} == {True}
