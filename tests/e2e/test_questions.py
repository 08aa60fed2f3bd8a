"""Questions and their answers, among people who write to the bot only: in encrypted rooms, no account is told."""
from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from benchmarks.faultproxy import FaultProxy, Rule
from engagebot import public_holidays
from engagebot.actions.ladder import QUESTIONS
from engagebot.app import open_store, utc_now
from engagebot.config import Settings
from engagebot.demo.person import Person, PersonFailed
from engagebot.demo.process import BotProcess
from engagebot.demo.seen import Heard
from engagebot.store import profile, questions
from tests.e2e.conftest import Place
from tests.e2e.talk import QUICK, answered, hears, history, met_before, plain, reads_now

ACCOUNTS = "How do I hand in the accounts of the fair?"
ORGANISER = "Olga"
TOPIC = "comptabilite"


@dataclass
class Circle:
    """Whoever asks, whoever may answer, and the organisers."""

    bot: BotProcess
    people: dict[str, Person]
    organisers: str

    @property
    def me(self) -> str:
        return self.bot.settings["user_id"]

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    async def who_hears(self, names: Sequence[str], *words: str) -> list[str]:
        """Wait until one of them hears it. -> all who did."""
        async def one(name: str) -> str:
            await hears(self[name], *words)
            return name

        waiting = [asyncio.create_task(one(name)) for name in names]
        done, left = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()
        await asyncio.wait(waiting)
        first = [task.result() for task in done]
        return sorted({*first, *(n for n in names if any(words[0] in plain(h.body) for h in self[n].heard()))})

    async def asked(self, name: str, *, named: bool = True, receipt: str = "Passed on.") -> None:
        await answered(self[name], f"I have a question: {ACCOUNTS}", "It is about accounts, is that right?")
        await answered(self[name], "yes", "May I say that it is you who asks?")
        await answered(self[name], "yes" if named else "no", receipt)

    def tells_no_account(self) -> None:
        """Nothing that anybody received, in whatever part of it, holds the id of anybody else; and nobody meets."""
        for name, person in self.people.items():
            assert person.members(person.room) == {person.user_id, self.me}
            for other in self.people.values():
                if other is person:
                    continue
                for message in person.heard():
                    whole = json.dumps(message.source, ensure_ascii=False)
                    assert message.encrypted and message.readable
                    for written in (other.user_id, quote(other.user_id, safe=""), quote(other.user_id, safe=":")):
                        assert written.lower() not in whole.lower(), (name, whole)


async def circle(
    place: Place, asks: str, referents: Sequence[str], others: Sequence[str] = (), *,
    known_as_id: Sequence[str] = (), proxy: FaultProxy | None = None, hours: Mapping[str, float] | None = None,
) -> Circle:
    """`known_as_id`: those whose name is their Matrix id. `hours`: settings of the ladder."""
    names = [ORGANISER, asks, *referents, *others]
    everybody = dict(zip(names, await asyncio.gather(*(place.person(name) for name in names)), strict=True))
    for name in known_as_id:
        mine = everybody[name].user_id
        await everybody[name].request(
            "PUT", f"/_matrix/client/v3/profile/{mine}/displayname", {"displayname": mine})
    ladder = {f"question_{rung}_hours": str(after) for rung, after in (hours or {}).items()}
    bot = await place.bot(proxy, start=False, **QUICK, **ladder)
    me = bot.settings["user_id"]
    organisers = await everybody[ORGANISER].open_group(me, name="Organisation", encrypted=True)
    today = utc_now().date()
    country = next(code for code in ("FR", "IR", "JP") if not public_holidays.of(code)(today))
    bot.settings = {**bot.settings, "association": place.association(
        organisers_room=organisers, country=country, languages=["en", "fr"])}
    await met_before(bot, everybody, locale="en")
    store = await open_store(Settings(_env_file=None, data_dir=Path(bot.settings["data_dir"])), utc_now())
    async with store.transaction() as tx:
        for name in referents:
            await questions.set_referent(tx, everybody[name].user_id, TOPIC, False, utc_now())
            await profile.consent(tx, everybody[name].user_id, QUESTIONS, True, "1", f"met:{name}", utc_now())
    await store.close()
    await bot.start()
    await asyncio.gather(*(person.invite(me) for person in everybody.values()))
    await asyncio.gather(*(hears(person, "Hello") for person in everybody.values()))
    await everybody[ORGANISER].joined(me, organisers)
    return Circle(bot, everybody, organisers)


def message(person: Person, *words: str) -> Heard:
    """What was said to `person` in private that holds all `words`, and no edit; just one."""
    [found] = [h for h in person.heard() if h.edits is None and all(word in plain(h.body) for word in words)]
    return found


def answers(person: Person) -> list[str]:
    """What others answered `person`, in order, without later edits."""
    told = [plain(h.body) for h in person.heard() if h.edits is None and " answers you: " in h.body]
    return [body.partition("“")[2].rpartition("”")[0] for body in told]


async def has_answers(person: Person, *expected: str) -> None:
    """Wait until just these came, in this order, and nothing more comes after them."""
    try:
        await person.eventually(lambda: len(answers(person)) >= len(expected))
    except PersonFailed as error:
        raise AssertionError(answers(person)) from error
    await person.settled()
    assert answers(person) == list(expected)


# -------------------------------------------------------------------------------------------------------- the whole way
async def test_one_referent_answers_corrects_is_thanked_and_asked_more(place: Place) -> None:
    here = await circle(place, "Ada", ["Bruno", "Chloé"])
    ada = here["Ada"]
    await here.asked("Ada", receipt="Passed on. 2 people answer for this here")
    [who] = await here.who_hears(["Bruno", "Chloé"], "A question about accounts, from Ada", ACCOUNTS)
    other = {"Bruno": "Chloé", "Chloé": "Bruno"}[who]
    referent, spare = here[who], here[other]
    told = len(spare.heard())

    await answered(referent, "1", "What shall I tell them?")
    await answered(referent, "By post, to the treasurer.", "Passed on. Anything to add?")
    link = f"https://matrix.to/#/{spare.user_id}"
    second = await referent.say(
        f"{spare.user_id} has envelopes, see {link}", mentions=[spare.user_id], format="org.matrix.custom.html",
        formatted_body=f'<a href="{link}">{other}</a> has envelopes, see {link}')
    await referent.say("Before June.")
    await has_answers(ada, "By post, to the treasurer.", f"{other} has envelopes, see {other}", "Before June.")
    await answered(referent, "that is all", "Thank you!")
    passed_on = message(ada, "envelopes").event_id

    await referent.edit(second, f"Ask {spare.user_id} for stamps")
    await hears(referent, "I have passed your correction on")
    await ada.eventually(lambda: len(history(ada, ada.room, passed_on)) == 2)
    assert reads_now(ada, ada.room, here.me)[passed_on] == f"{who} answers you: “Ask {other} for stamps”"

    thanks = await ada.say("thanks a lot!", reply_to=passed_on)
    await hears(ada, f"{who} will be glad to hear it", after=thanks)
    await hears(referent, "Thanks for your answer to", "from Ada")
    more = await ada.say("Which stamps do I need?", reply_to=message(ada, "Before June").event_id)
    await hears(ada, f"Passed on to {who}", after=more)
    await hears(referent, "a word for you from Ada: “Which stamps do I need?”")
    await referent.say("The green ones.", reply_to=message(referent, "Which stamps").event_id)
    await has_answers(ada, "By post, to the treasurer.", f"{other} has envelopes, see {other}", "Before June.",
                      "The green ones.")
    assert len(spare.heard()) == told
    here.tells_no_account()


# ---------------------------------------------------------------------------------------------------------- the ladder
async def test_silence_leads_to_the_next_one_then_to_the_organisers_who_answer_below_it(place: Place) -> None:
    second = 1 / 3600
    here = await circle(place, "Ada", ["Bruno", "Chloé"], hours={
        "nudge": 3 * second, "next": 6 * second, "rest": 8 * second, "organisers": 10 * second})
    ada, olga = here["Ada"], here[ORGANISER]
    await here.asked("Ada")
    [who] = await here.who_hears(["Bruno", "Chloé"], "A question about accounts")
    [next_one] = {"Bruno", "Chloé"} - {who}
    await hears(here[who], "This question is still open", ACCOUNTS)
    await hears(here[next_one], "A question about accounts", ACCOUNTS)
    nudge = message(here[who], "This question is still open").event_id
    await here[who].eventually(lambda: len(history(here[who], here[who].room, nudge)) == 2)
    assert "Somebody else looks after this one now, thank you!" in history(here[who], here[who].room, nudge)[-1]

    async def card(*words: str) -> str:
        def found() -> list[str]:
            now = reads_now(olga, here.organisers, here.me)
            return [event for event, body in now.items() if all(word in body for word in words)]

        try:
            await olga.eventually(found)
        except PersonFailed as error:
            raise AssertionError(reads_now(olga, here.organisers, here.me)) from error
        [event] = found()
        return event

    shown = await card("Somebody asks, about accounts", ACCOUNTS, "Who knows?")
    await hears(ada, "there is no answer yet")
    await olga.say("Bring them to the office.", here.organisers, thread=shown)
    await has_answers(ada, "Bring them to the office.")
    assert await card("It has been answered, thank you!") == shown

    in_the_room = [h for h in olga.heard(room=here.organisers) if h.sender == here.me]
    assert {h.encrypted for h in in_the_room} == {True}
    whole = json.dumps([h.source for h in in_the_room], ensure_ascii=False)
    assert [secret for secret in ("Ada", ada.user_id, "Bruno", "Chloé") if secret in whole] == []
    here.tells_no_account()


# ---------------------------------------------------------------------------------------------------- at the same time
async def test_two_who_answer_at_once_are_both_heard_and_a_kill_loses_nothing(place: Place) -> None:
    second = 1 / 3600
    proxy = await place.proxy()
    here = await circle(
        place, "Ada", names := ["Bruno", "Chloé", "Dora"], known_as_id=["Ada", "Dora"], proxy=proxy,
        hours={"nudge": second, "next": 2 * second, "rest": 4 * second})
    ada = here["Ada"]
    shown = ada.user_id[1:].partition(":")[0]
    await here.asked("Ada")
    for name in names:
        await hears(here[name], f"A question about accounts, from {shown}", ACCOUNTS)
    gone = "Somebody else looks after this one now"
    [first] = await here.who_hears(names, gone)
    both = [name for name in names if name != first]
    to = {name: message(here[name], "A question about accounts").event_id for name in both}
    await asyncio.gather(*(here[name].say(f"By post, that is what {name} does", reply_to=to[name]) for name in both))
    await ada.eventually(lambda: len(answers(ada)) >= 2)
    await ada.settled()
    assert sorted(answers(ada)) == [f"By post, that is what {name} does" for name in both]

    speaker = here[both[0]]
    before = answers(ada)
    burst = [f"Step {n}" for n in range(1, 7)]

    async def kill() -> None:
        await here.bot.kill()

    for n, when in ((1, "before"), (4, "after")):
        proxy.play(Rule("call", path=r"/send/m\.room", after=1, times=1, with_={"when": when, "do": kill}))
        for words in burst[n - 1:n + 2]:
            await speaker.say(words)
        await here.bot.ended()
        proxy.play()
        await here.bot.start()
    await has_answers(ada, *before, *burst)
    assert max(map(len, proxy.event_ids.values())) == 1
    here.tells_no_account()


# ------------------------------------------------------------------------------------------------- who, and who else
async def test_somebody_whom_a_referent_names_answers_somebody_unnamed_by_a_reply(place: Place) -> None:
    here = await circle(place, "Ada", ["Bruno"], ["Gina"])
    ada, bruno, gina = here["Ada"], here["Bruno"], here["Gina"]
    await here.asked("Ada", named=False, receipt="Passed on. One person answers for this here")
    await hears(bruno, "A question about accounts, from somebody", ACCOUNTS)
    await answered(bruno, "not me, but I know who", "Who? A first name is enough")
    await answered(bruno, "Gina", "Thank you, I am looking after it")
    await hears(gina, "Somebody thinks that you may know", ACCOUNTS)
    said = await gina.say("In the blue box by the door.", reply_to=message(gina, "Somebody thinks").event_id)
    await hears(gina, "Passed on. Anything to add?", after=said)
    await has_answers(ada, "In the blue box by the door.")
    assert message(ada, "blue box").body.replace("*", "").startswith("Gina answers you")
    heard = [json.dumps(h.source, ensure_ascii=False) for who in (bruno, gina) for h in who.heard()]
    assert [whole for whole in heard if "Ada" in whole] == []
    here.tells_no_account()
