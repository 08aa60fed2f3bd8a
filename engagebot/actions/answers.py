"""What passes between who asks and who answers: both write to the bot, which passes it on; edits follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from engagebot.actions import ladder
from engagebot.actions.act import Act
from engagebot.actions.ladder import TALK, first_name
from engagebot.actions.welcome import CONTACT
from engagebot.domain.relaying import ids, without_ids
from engagebot.engine.effects import Prompted, PromptRevised, Revised, Shown, TimerSet
from engagebot.engine.events import LONGEST_TEXT, Edit, Event, Happening, Removal
from engagebot.engine.model import Value
from engagebot.store import conversations, people, profile, questions, spared
from engagebot.store.questions import Question, Relay
from engagebot.store.sqlite import Transaction
from engagebot.understanding import closing_words, question_words

HELPED_AFTER = timedelta(days=1)
"""Whether an answer helped is asked the day after it came."""
HELPED_EVERY = timedelta(days=7)
"""… and nobody is asked that more often than this."""


# -------------------------------------------------------------------------------------------------------------- small
async def cleaned(act: Act, words: str) -> str:
    """Without anybody's Matrix id."""
    names = {one: await first_name(act, one) for one in ids(words)}
    return without_ids(words[:LONGEST_TEXT], names)


async def _pass_on(act: Act, question: Question, to: str, flow: str, words: str) -> str:
    """One message of the speaker, as one message of the bot to `to`. -> its outbox key."""
    words = await cleaned(act, words)
    key = f"relay:{act.event_id}:{to}"
    for one in await questions.relays_from(act.tx, question.id, act.person):
        await conversations.end_prompt(act.tx, one.message, "expired")  # an answer to any of them finds its way
    slots = await _slots(act, question, flow, words, key)
    act.effects.append(Prompted(to, flow, slots, "reply", act.at + TALK, key))
    await questions.relay(act.tx, Relay(key, question.id, act.person, to, act.event_id, words), act.at)
    return key


async def _slots(act: Act, question: Question, flow: str, words: str, relay: str) -> dict[str, Value]:
    """`name`: whose words they are; empty: not named. `relay`: the message that they are passed on as."""
    asks = flow == "asker_adds"
    name = await ladder.asker_name(act, question) if asks else await first_name(act, act.person)
    about = ladder.shortened(question.words)
    return {"question": question.id, "name": name, "words": words, "about": about, "relay": relay}


# ------------------------------------------------------------------------------------------------ whoever was asked
@dataclass(frozen=True, slots=True)
class Open: ...


@dataclass(frozen=True, slots=True)
class AnsweredAlready: ...


@dataclass(frozen=True, slots=True)
class NoLonger: ...


async def look_at_question(act: Act, *, question: str) -> Open | AnsweredAlready | NoLonger:
    """Whether an answer is still wanted."""
    found = await questions.find(act.tx, question)
    if found is None or found.asker is None or found.state == "withdrawn":
        return NoLonger()
    return Open() if found.state == "open" else AnsweredAlready()


@dataclass(frozen=True, slots=True)
class PassedOn: ...


async def pass_answer(act: Act, *, question: str, reply: str) -> PassedOn | NoLonger:
    """To whoever asked, at once. The first answer of a human stops the clock; another one is passed on as well."""
    found = await questions.find(act.tx, question)
    if found is None or not await answer(act, found, reply):
        return NoLonger()
    return PassedOn()


async def pass_more(act: Act, *, question: str, more: str) -> PassedOn | NoLonger:
    """The next message of the same answer."""
    return await pass_answer(act, question=question, reply=more)


@dataclass(frozen=True, slots=True)
class Quiet: ...


async def stay_quiet(act: Act) -> Quiet:
    """Nothing more came: the conversation about it ends without a word."""
    return Quiet()


async def answer(act: Act, question: Question, reply: str) -> bool:
    """False: nobody waits for it any more."""
    if question.asker is None or question.state == "withdrawn":
        return False
    await _pass_on(act, question, question.asker, "answer_came", reply)
    for flow in (*ladder.ROUTED, "asker_adds"):
        await conversations.settled(act.tx, flow, question.id, act.person)
    if not await questions.answered(act.tx, question.id, act.person, act.at):
        return True
    await questions.set_asked(act.tx, question.id, [act.person], "answered")
    await ladder.spare_others(act, question, "answered")
    await conversations.settled(act.tx, "still_waiting", question.id)
    act.effects.append(TimerSet("question", None, question.id, each=True, person=""))
    act.effects.append(TimerSet("helped", act.at + HELPED_AFTER, question.id, each=True, person=question.asker))
    await ladder.refresh(act, question.id)
    return True


@dataclass(frozen=True, slots=True)
class Declined: ...


async def decline_question(act: Act, *, question: str) -> Declined:
    """Nothing is kept of it but that they are not asked this one again."""
    found = await questions.find(act.tx, question)
    if found and found.state == "open":
        await ladder.declined(act, found, act.person)
    return Declined()


async def name_other(act: Act, *, question: str, whom: str) -> Declined:
    """Somebody else may know. If that somebody knows the bot they are asked whether they would like to; whether they
    do, and who they are, nobody hears before they answer."""
    found = await questions.find(act.tx, question)
    if found is None or found.state != "open":
        return Declined()
    await questions.set_asked(act.tx, found.id, [act.person], "declined")
    there = {one.person for one in await questions.asked(act.tx, found.id)}
    unwilling = await spared.from_(act.tx, found.asker) if found.asker else []
    but = (found.asker, act.person, *there, *unwilling)
    named = [one for one in await people.named(act.tx, whom) if one not in but]
    full = {one.person for one in await ladder.referents(act, found.topic) if one.away or one.open >= one.cap}
    named = [one for one in named if not await _away(act, one) and not (await questions.rule_of(act.tx, one))[1]]
    may = len(named) == 1 and await profile.agrees(act.tx, named[0], CONTACT)
    if may and named[0] not in full:
        await ladder.put(act, found, named[0], flow="named_question", purpose=CONTACT)
    await ladder.go_on(act, found.id)
    return Declined()


async def _away(act: Act, person: str) -> bool:
    found = await people.find(act.tx, person)
    return found is None or found.paused(act.at)


# ------------------------------------------------------------------------------------------------------- whoever asks
@dataclass(frozen=True, slots=True)
class ThanksPassedOn:
    name: str


@dataclass(frozen=True, slots=True)
class FollowedUp:
    name: str


@dataclass(frozen=True, slots=True)
class AskedAgain: ...


@dataclass(frozen=True, slots=True)
class TooOld: ...


async def follow_up(
    act: Act, *, question: str, reply: str, relay: str = ""
) -> ThanksPassedOn | FollowedUp | AskedAgain | TooOld:
    """A word about an answer: thanks are passed on, and that is that; anything else goes to who answered, and the
    question is open again. `relay`: the message that it is about; of several people who answered, its author hears."""
    found = await questions.find(act.tx, question)
    if found is None or found.asker != act.person or found.answered_by is None:
        return TooOld()
    if found.ended_at and act.at - found.ended_at > TALK:
        return TooOld()
    passed_on = await questions.relayed_as(act.tx, relay)
    whom = passed_on.from_person if passed_on and passed_on.to_person == act.person else found.answered_by
    if await spared.barred(act.tx, act.person) or whom in await spared.from_(act.tx, act.person):
        return TooOld()     # who would rather not hear of them does not; nobody says so
    name = await first_name(act, whom)
    if closing_words.only_thanks(reply):
        act.tell(
            "asker_adds.thanks",
            person=whom,
            key=f"thanks:{found.id}:{whom}:{act.at.date().isoformat()}",
            name=Shown("name", await ladder.asker_name(act, found)),
            words=Shown("text", ladder.shortened(found.words)),
        )
        return ThanksPassedOn(name)
    again = found.state == "answered"
    if again:
        await questions.ask_again(act.tx, found.id, act.at)
    answerer = await people.find(act.tx, whom)
    if answerer is None or answerer.paused(act.at):
        await questions.reword(act.tx, found.id, f"{found.words}\n{await cleaned(act, reply)}")
        await ladder.go_on(act, found.id)
        return AskedAgain()
    key = await _pass_on(act, found, answerer.id, "asker_adds", reply)
    await questions.gone_on_with(act.tx, found.id, answerer.id, act.at, key)
    await ladder.go_on(act, found.id)
    return FollowedUp(name)


async def about(tx: Transaction, event: Event, to: str) -> str | None:
    """The question that a message of ours (outbox key `to`) was about, where nothing waits for a reply to it any more;
    None: it was about none, or a reply to it is an answer like any other."""
    if any(one.message_key == to for one in await conversations.open_prompts(tx, event.person, event.at)):
        return None
    if asked := await questions.asked_with(tx, to):
        return asked.question if asked.person == event.person else None
    relay = await questions.relayed_as(tx, to)
    return relay.question if relay and relay.to_person == event.person else None


@dataclass(frozen=True, slots=True)
class ToWhoAsked: ...


@dataclass(frozen=True, slots=True)
class ToWhoAnswered: ...


async def whose_turn(act: Act, *, question: str) -> ToWhoAsked | ToWhoAnswered | NoLonger:
    """A reply to a message that was about a question, but waits for nothing any more."""
    found = await questions.find(act.tx, question)
    if found is None:
        return NoLonger()
    return ToWhoAnswered() if found.asker == act.person else ToWhoAsked()


@dataclass(frozen=True, slots=True)
class Noted: ...


@dataclass(frozen=True, slots=True)
class Widened: ...


@dataclass(frozen=True, slots=True)
class NowhereToAsk:
    """There is no common room."""


@dataclass(frozen=True, slots=True)
class Withdrawn: ...


async def answer_waiting(
    act: Act, *, question: str, wish: str = "wait"
) -> Noted | Widened | NowhereToAsk | Withdrawn | NoLonger:
    """After five days without an answer: wait, ask more people (in the common room, without a name), or leave it."""
    found = await questions.find(act.tx, question)
    if found is None or found.state != "open" or found.asker != act.person:
        return NoLonger()
    if wish == "drop":
        await ladder.withdrawn(act, found)
        return Withdrawn()
    if wish == "widen" and not act.association.tasks_room:
        return NowhereToAsk()
    if wish == "widen":
        await questions.widen(act.tx, found.id)
        await ladder.show_question(act, found, widened=True)
        return Widened()
    return Noted()


# ----------------------------------------------------------------------------------------------------- edits, removals
async def changed(act: Act, what: Happening) -> bool:
    """A message that was passed on has been edited or taken back, and what became of it follows. False: it was not
    passed on."""
    match what:
        case Edit(of=of, text=text):
            return await _edited(act, of, text)
        case Removal(of=of):
            return await _taken_back(act, of)
    return False


async def _edited(act: Act, of: str, text: str) -> bool:
    relays = await questions.relays_of(act.tx, of)
    for one in relays:
        question = await questions.find(act.tx, one.question)
        if question and one.from_person == act.person:
            words = await cleaned(act, text)
            flow = "answer_came" if one.to_person == question.asker else "asker_adds"
            slots = await _slots(act, question, flow, words, one.message)
            act.effects.append(PromptRevised(one.message, one.to_person, flow, slots))
            await questions.reword_relay(act.tx, one.message, words)
    question = await questions.by_event(act.tx, of)
    if question and question.asker == act.person and question.state == "open":
        words = await cleaned(act, question_words.question(text) or text.strip())
        await questions.reword(act.tx, question.id, words)
        await _reworded(act, question.id)
    elif question and question.asker == act.person and question.state == "answered" and not relays:
        act.tell("my_questions.answered_meanwhile", person=act.person)
        return True
    elif not relays:
        return False
    act.tell("answer_came.edit_passed", person=act.person)
    return True


async def _reworded(act: Act, question_id: str) -> None:
    """Whoever is asked sees the new words, in the way in which they were asked."""
    question = await questions.find(act.tx, question_id)
    if question is None:
        return
    for asked in await questions.asked(act.tx, question.id):
        put = await conversations.put(act.tx, asked.message)
        if put is None or asked.state not in ("asked", "nudged"):
            continue
        flow, slots = put
        new = {"about": ladder.shortened(question.words)} if "about" in slots else await ladder.slots_of(act, question)
        act.effects.append(PromptRevised(asked.message, asked.person, flow, {**slots, **new}))
    await ladder.refresh(act, question.id)


async def _taken_back(act: Act, of: str) -> bool:
    relays = await questions.relays_of(act.tx, of)
    for one in relays:
        line = act.line("answer_came.taken_back")
        act.effects.append(Revised(one.message, one.to_person, line.text, line.values, gone=True))
        await conversations.end_prompt(act.tx, one.message, "expired")
        await _as_before(act, one)
    await questions.take_back_relay(act.tx, of)
    for about in {one.question for one in relays}:
        await _answered_by_nobody(act, about)
    question = await questions.by_event(act.tx, of)
    if question and question.asker == act.person and await ladder.withdrawn(act, question):
        act.tell("my_questions.withdrawn_by_removal", person=act.person)
        return True
    if question and question.asker == act.person and question.state == "answered" and not relays:
        act.tell("my_questions.answered_meanwhile", person=act.person)
        return True
    if relays:
        act.tell("answer_came.removal_passed", person=act.person)
    return bool(relays)


async def _answered_by_nobody(act: Act, question_id: str) -> None:
    """When the only answer has been taken back, the question is open as before, by a new clock; whoever took it back
    has had their turn."""
    question = await questions.find(act.tx, question_id)
    if question is None or question.state != "answered" or question.asker is None:
        return
    if await questions.relays_to(act.tx, question.id, question.asker):
        return
    await questions.ask_again(act.tx, question.id, act.at)
    await questions.set_asked(act.tx, question.id, [act.person], "declined")
    act.effects.append(TimerSet("helped", None, question.id, each=True, person=question.asker))
    await ladder.go_on(act, question.id)


async def _as_before(act: Act, relay: Relay) -> None:
    """What opened an answered question again is gone: it is answered, as before."""
    question = await questions.find(act.tx, relay.question)
    if question is None or question.state != "open" or question.answered_by != relay.to_person:
        return
    await questions.answered(act.tx, question.id, relay.to_person, act.at)
    await questions.set_asked(act.tx, question.id, [relay.to_person], "answered")
    await ladder.go_on(act, question.id)


async def helped_due(act: Act, question_id: str) -> None:
    """The day after an answer, whoever asked is asked whether it helped: once a week at most."""
    question = await questions.find(act.tx, question_id)
    if question is None or question.state != "answered" or question.asker is None or question.answered_by is None:
        return
    last = await questions.last_helped(act.tx, question.asker)
    if (last and act.at - last < HELPED_EVERY) or not await profile.agrees(act.tx, question.asker, CONTACT):
        return
    until = act.at + timedelta(days=act.settings.prompt_valid_days)
    slots = {"question": question.id, "about": ladder.shortened(question.words)}
    act.effects.append(Prompted(question.asker, "did_it_help", slots, CONTACT, until, None, "questions", question.id))
