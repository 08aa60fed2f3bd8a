"""A newcomer's first conversation over a real homeserver: the transcripts, word for word, and what they cannot show."""
from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.faults import Script
from engagebot.demo.person import Person
from engagebot.demo.process import BotProcess
from tests.e2e.conftest import Place
from tests.e2e.play import PATIENT_SECONDS, all_heard

TRANSCRIPTS = Path(__file__).parent.parent / "transcripts"


@dataclass(frozen=True)
class Turn:
    said: str
    answer: str
    """All that comes back, one message below another."""


def read_transcript(name: str) -> tuple[dict[str, dict[str, None]], list[Turn]]:
    """-> catalogues of the association, turns of its only person."""
    catalogues: dict[str, dict[str, None]] = {}
    turns: list[tuple[str, list[str]]] = []
    for line in (TRANSCRIPTS / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("@ association:"):
            pairs = (part.split("=") for part in line.removeprefix("@ association:").split(";"))
            catalogues = {key.strip(): {entry.strip(): None for entry in entries.split(",")} for key, entries in pairs}
        elif spoken := re.match(r"\w+> (.*)", line):
            turns.append((spoken[1], []))
        elif line.startswith("  "):
            turns[-1][1].append(line[2:])
    return catalogues, [Turn(said, "\n".join(answer)) for said, answer in turns]


@pytest.mark.parametrize(("name", "encrypted"), [("fr_to_the_end", True), ("en_to_the_end", False)])
async def test_to_its_end_as_in_the_transcript_and_found_again_after_a_kill(
    place: Place, name: str, encrypted: bool,
) -> None:
    catalogues, turns = read_transcript(f"welcome/{name}.txt")
    bot = await place.bot(association=place.association(charter=None, **catalogues))
    person = await place.person()
    await person.invite(bot.settings["user_id"], encrypted=encrypted)
    heard = [Turn(turns[0].said, "\n".join([h.body for h in await person.settled(quiet_seconds=1)]))]
    for turn in turns[1:]:      # the first line is what the invitation is here
        if "profil" in turn.said:
            await bot.kill()
            await bot.start()
        heard.append(Turn(turn.said, "\n".join(await person.said(turn.said, quiet_seconds=1))))
    assert heard == turns
    assert {h.encrypted for h in person.heard()} == {encrypted}


@pytest.fixture
def bot_id(shared_bot: BotProcess) -> str:
    return shared_bot.settings["user_id"]


async def welcomed(person: Person, bot: str, script: Script) -> None:
    await person.invite(bot)
    await person.wait_for(len(script.welcome))


async def test_a_reaction_answers_a_choice(place: Place, bot_id: str, undisturbed: Script) -> None:
    person = await place.person()
    await welcomed(person, bot_id, undisturbed)
    question = person.heard()[-1].event_id

    def buttons() -> list[str]:
        return [r.key for r in person.reactions if (r.sender, r.to) == (bot_id, question)]

    await person.eventually(lambda: len(buttons()) == 3)
    assert buttons() == ["1️⃣", "2️⃣", "3️⃣"]
    await person.react(question, "1️⃣")
    expected = [*undisturbed.welcome, *undisturbed.answers[0]]
    await person.wait_for(len(expected))
    assert await all_heard(person) == expected


async def test_an_edited_message_changes_the_answer(place: Place, bot_id: str, undisturbed: Script) -> None:
    person = await place.person()
    await welcomed(person, bot_id, undisturbed)
    for line in ("oui", "1"):
        await person.said(line)
    said = await person.say("le compost")
    await person.settled(said)
    await person.edit(said, "les oiseaux")
    await person.wait_for(lambda heard: any("oiseaux" in h.body for h in heard), after=said)
    for line in ("passer", "passer", "non"):
        await person.said(line)
    profile = "\n".join(await person.said("mon profil"))
    assert ("oiseaux" in profile, "compost" in profile) == (True, False)


async def test_what_is_personal_goes_from_the_group_to_a_room_of_ones_own(
    place: Place, bot_id: str, undisturbed: Script,
) -> None:
    person = await place.person()
    group = person.room = await person.open_group(bot_id, name="Entraide")
    await person.joined(bot_id)
    asked = await person.say("mes données", mentions=[bot_id])

    def own_room() -> list[str]:
        return [room for room in person.timeline if room != group and person.heard(room=room)]

    await person.eventually(own_room, within_seconds=PATIENT_SECONDS)
    in_public = await person.settled(asked)
    [own] = own_room()
    in_private = await person.settled(room=own)
    assert [(h.thread, h.body.count("\n")) for h in in_public] == [(asked, 0)]
    assert in_private and {(h.encrypted, h.readable) for h in in_private} == {(True, True)}
    bodies = [h.body for h in in_private]
    assert len(bodies) == len(set(bodies)), "something was said twice"
    assert person.members(own) == {person.user_id, bot_id}


async def test_asking_for_a_human_reaches_the_contact(place: Place, undisturbed: Script) -> None:
    olga = await place.person("Olga")
    bot = await place.bot(association=place.association(contact={"name": "Olga", "reach": olga.user_id}))
    person = await place.person("Ada")
    await welcomed(person, bot.settings["user_id"], undisturbed)
    for line in ("oui", "1", "passer", "passer", "passer", "non", "humain", "oui"):
        await person.said(line)
    await olga.eventually(lambda: any(map(olga.heard, [None], olga.timeline)), within_seconds=PATIENT_SECONDS)
    [own] = olga.timeline
    told = olga.heard(room=own)[0]
    assert (person.user_id in told.body, told.kind, told.encrypted) == (True, "m.text", True)
