"""What an input means: a word that always works, a change of mind, an answer, another wish, or nothing that was
understood.

The order is the whole of the bot's manners: nobody is ever stuck, nothing captures a message that was not meant for
it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engagebot.engine import changes
from engagebot.engine.listen import SURE_OVER_AN_ANSWER, begin, understood
from engagebot.engine.machine import Machine
from engagebot.engine.manners import OFFERS, in_time, miss, obey, obey_idle, pass_over_prompt
from engagebot.engine.prompts import (
    OpenPrompt,
    changes_mind,
    fits,
    reads_closely,
    slot_of_prompt,
    takes_words,
    waits,
    welcomes_thanks,
    which_prompt,
)
from engagebot.engine.show import choices, title_of
from engagebot.engine.slots import CONFIDENT_TYPES, FREE_TYPES, OPEN_TYPES, read, says_skip, wants_another
from engagebot.engine.state import threads, top_replaced
from engagebot.engine.weigh import (
    A_FEW_WORDS,
    A_YES_AND_MORE,
    BEGINS_WITH_YES_OR_NO,
    COURTESIES,
    GIVES_BACK,
    YES_OR_NO,
    agreed_to,
    announces_a_question,
    another_wish,
    asks_how,
    cannot_after_all,
    changes_a_call,
    denies_what_was_noted,
    goes_on_being_quiet,
    only_guessed,
    own_intents,
    rather_a_wish,
    sure,
    wants_more,
)
from engagebot.engine.wishes import ask_if_pending, begin_anew, changes_profile, removes_instead, wish
from engagebot.engine.world import QUIET, RETURN, Rests, Walk
from engagebot.understanding.called_answers import unsure
from engagebot.understanding.courtesies import says_goodbye
from engagebot.understanding.manners import manner
from engagebot.understanding.taking_back import takes_that_back

COMES_BACK, BACK = "resume", "back"
"""Who ends their pause; the reader of the question that is asked at its end."""
LIKE_A_NO = frozenset({GIVES_BACK, "cancel"})
"""What "not this time, sorry" looks like, where a question of somebody is open."""
LIKE_AN_ANSWER: Mapping[str, frozenset[str]] = {
    "called": frozenset({"declare_availability", "declare_skills"}),
    "called_once": frozenset({"declare_availability", "declare_skills"}),
    "offered": frozenset({"declare_skills", "finish_task"}),
}
"""Reader -> what its answers look like: "je lui ai écrit" says nothing about a skill."""
MAY_BE_FOR_SOMEBODY = frozenset({None, "out_of_scope", "ask_question"})
"""What words that answer a person, rather than the bot, look like."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The speaker's words, or the emoji they reacted with. `to`: outbox key of the message replied or reacted to."""

    text: str
    to: str | None = None
    in_group: bool = False
    """Said in a group room: never an answer to what was asked in private."""
    reaction: bool = False


def heard(machine: Machine, what: Heard, prompts: Sequence[OpenPrompt]) -> Walk:
    if bound := next((p for p in prompts if what.to is not None and p.message_key == what.to), None):
        yield from _answer_prompt(machine, bound, what.text, replied=not what.reaction)
        return
    answered, prompts = prompts, [prompt for prompt in prompts if waits(prompt, what.text)]
    if what.reaction and (what.to is None or what.to != machine.question):
        return  # a thumb on something that asked nothing needs no answer
    if machine.frames and not _still_there(machine):
        machine.frames = ()
        machine.say("expired")
    resumed, machine.drafted = machine.drafted and bool(machine.frames), False
    if machine.frames:
        if resumed and not what.in_group:
            machine.say("resumed", flow=title_of(machine.world, threads(machine.frames)[-1]))
        yield from _pending(machine, what, prompts, resumed)
    else:
        changed = [prompt for prompt in answered if prompt not in prompts and changes_mind(machine, prompt, what.text)]
        yield from _idle(machine, what, prompts, changed)


def came_back(machine: Machine) -> Walk:
    machine.drafted = False
    if machine.frames and not _still_there(machine):
        machine.frames = ()
        machine.say("expired")
    if machine.frames:
        machine.say("resumed", flow=title_of(machine.world, threads(machine.frames)[-1]))
        machine.ask()
    return
    yield


def _still_there(machine: Machine) -> bool:
    """Whether the flows still have every place where this conversation stands."""
    try:
        for frame in machine.frames:
            machine.world.flows[frame.flow].step(frame.step)
        machine.waiting()
    except KeyError:
        return False
    return True


# ---------------------------------------------------------------------------------------------- a question is pending
def _pending(machine: Machine, what: Heard, prompts: Sequence[OpenPrompt], resumed: bool) -> Walk:
    text = what.text
    if what.in_group:
        yield from wish(machine, text, understood(machine, text))
        return
    step, slot = machine.waiting()
    word = manner(text)
    if word == "repeat" and slot.type == "choice" and read(slot, text, machine.ears(), machine.top.slots) is not None:
        word = None  # "relire" is the first word of one of them
    if word == "pause" and slot.type == "quiet_wish":
        word = None  # it is one of the answers
    if word == "help" and asks_how(slot, text):
        word = None
    if word:
        yield from obey(machine, word, text)
        return
    if (yield from removes_instead(machine, text)):
        return
    meant = understood(machine, text)
    if cannot_after_all(machine, slot, text, meant):
        yield from obey(machine, "cancel", text)
        return
    if (
        meant.intent == "change_language"
        and meant.confidence >= SURE_OVER_AN_ANSWER
        and slot.type not in ("locale", *FREE_TYPES)
        and not changes_a_call(machine, text)
    ):
        yield from wish(machine, text, meant)  # nobody has to answer in a language they do not read
        return
    if step.skip and says_skip(slot, text):
        yield from obey(machine, "skip", text)
        return
    another = slot.type == "choice" and wants_another(slot, text, machine.top.slots)
    if another and (flow := machine.world.triggered("pick_task")):
        yield from begin_anew(machine, flow, text)
        return
    value = read(slot, text, machine.ears(), machine.top.slots)
    if rather_a_wish(machine, slot, text, meant):
        value = None
    if (slot.type == "yes_no" or value is None) and (yield from changes.corrected(machine, text)):
        return
    if value is not None and not (
        slot.type in (*OPEN_TYPES, "profile_change") and another_wish(machine, value, text, meant)
    ):
        if machine.too_late(slot, value):
            machine.ask()
            return
        machine.fill(value, text)
        changes.superseded(machine)
        yield from machine.walk()
        return
    means_nothing_else = meant.intent in {None, "out_of_scope", *own_intents(machine)} and "?" not in text
    if value is None and machine.fill_instead(text, means_nothing_else):
        yield from machine.walk()
        return
    if (
        slot.type in ("choice", "multi_choice")
        and choices(machine.world, slot, machine.top)[1]
        and wants_more(machine, text)
    ):
        machine.frames = top_replaced(machine.frames, page=machine.top.page + 1)
        machine.ask()
        return
    if machine.top.flow == RETURN and (yield from _answers_below(machine, text)):
        return
    if value is None and slot.choices_from and (offer := agreed_to(machine, slot, text)):
        machine.fill(offer)
        yield from machine.walk()
    elif machine.top.flow in OFFERS:
        yield from _beside_the_offer(machine, what, prompts)
    elif resumed and meant.intent in COURTESIES:
        machine.ask()
    elif meant.intent not in (None, "out_of_scope") and not only_guessed(machine, meant, text):
        machine.quiet = says_goodbye(text)  # who leaves is asked nothing more now
        yield from wish(machine, text, meant)
    elif fitting := [p for p in prompts if fits(machine, p, text, meant)]:
        yield from which_prompt(machine, text, fitting)
    elif (yield from changes_profile(machine, text, meant)):
        return
    elif resumed:
        machine.ask()
    else:
        yield from miss(machine)


def _beside_the_offer(machine: Machine, what: Heard, prompts: Sequence[OpenPrompt]) -> Walk:
    """None of the offers was taken up: they are gone, and the words are heard as though they had not been made."""
    machine.frames = machine.frames[:-1]
    if machine.frames:
        yield from _pending(machine, what, prompts, False)
    else:
        yield from _idle(machine, what, prompts)


def _answers_below(machine: Machine, text: str) -> Rests:
    """To "shall we go on?", the very answer that the question below waits for is a yes and more."""
    asked, machine.frames = machine.frames, machine.frames[:-1]
    _, slot = machine.waiting()
    value = read(slot, text, machine.ears(), machine.top.slots) if slot.type in CONFIDENT_TYPES else None
    if value is not None and machine.too_late(slot, value):
        machine.ask()
        return True
    if value is not None:
        machine.fill(value, text)
    elif not machine.fill_instead(text, any_words=False):
        machine.frames = asked
        return False
    yield from machine.walk()
    return True


# ------------------------------------------------------------------------------------------------- nothing is pending
def _idle(
    machine: Machine, what: Heard, prompts: Sequence[OpenPrompt], changed: Sequence[OpenPrompt] = ()
) -> Walk:
    """`changed`: prompts with an answer, to which this could be another one."""
    text = what.text
    if not what.in_group:
        word = manner(text)
        if word == "help" and prompts and asks_how(slot_of_prompt(machine, prompts[0]), text):
            word = None
        if word is None and in_time(machine) and takes_that_back(text):
            word = "cancel"
        if word == "skip" and prompts:
            yield from _skip_prompt(machine, text, prompts)
            return
        if word:
            yield from obey_idle(machine, word, text)
            return
        if goes_on_being_quiet(machine, text):
            begin(machine, machine.world.flows[QUIET], text, wish=text)
            yield from machine.walk()
            return
        if (yield from changes.corrected(machine, text)):
            return
    meant = understood(machine, text)
    fitting = [p for p in prompts if fits(machine, p, text, meant)] if not what.in_group else []
    if meant.intent == COMES_BACK and meant.confidence == 1:  # "I'm back" is no "I give it back"
        fitting = [p for p in fitting if (asked := slot_of_prompt(machine, p)) and asked.reader == BACK]
    slot = slot_of_prompt(machine, fitting[0]) if fitting else None
    otherwise = LIKE_A_NO | LIKE_AN_ANSWER.get(str(slot.reader), LIKE_A_NO) if slot and reads_closely(slot) else ()
    surely = sure(meant) and meant.intent not in otherwise and machine.world.triggered(meant.intent) is not None
    surely = surely and not asks_how(slot, text)
    few = A_YES_AND_MORE if BEGINS_WITH_YES_OR_NO.match(text) else A_FEW_WORDS
    if fitting and (not surely or len(text.split()) <= few):
        if fitting[0] is prompts[0]:
            yield from _answer_prompt(machine, fitting[0], text)
        else:
            yield from which_prompt(machine, text, fitting)
        return
    if not what.in_group and meant.intent == "thanks" and prompts and welcomes_thanks(machine, prompts[0]):
        yield from _answer_prompt(machine, prompts[0], text)
        return
    if not what.in_group and prompts and reads_closely(slot_of_prompt(machine, prompts[0])) and unsure(text):
        yield from _answer_prompt(machine, prompts[0], text)
        return
    own_words = [p for p in prompts if takes_words(machine, p)] if not what.in_group else []
    for_somebody = meant.intent in MAY_BE_FOR_SOMEBODY or (not surely and meant.intent not in COURTESIES)
    if own_words and for_somebody and not (meant.intent == "ask_question" and announces_a_question(text)):
        yield from which_prompt(machine, text, own_words, or_else=True)
        return
    if not surely and len(text.split()) <= A_FEW_WORDS and read(YES_OR_NO, text, machine.ears(), {}) is not None:
        if changed and not what.in_group:
            yield from which_prompt(machine, text, changed, or_else=True)
        elif not what.in_group and denies_what_was_noted(machine, text):
            yield from obey_idle(machine, "cancel", text)
        else:
            machine.say("nothing_pending")  # a yes to nothing
        return
    yield from wish(machine, text, meant)


# ---------------------------------------------------------------------------------------------------------- prompts
def _skip_prompt(machine: Machine, text: str, prompts: Sequence[OpenPrompt]) -> Walk:
    """The only one that is open; of several the bot asks which."""
    there = [prompt for prompt in prompts if slot_of_prompt(machine, prompt) is not None]
    if len(there) > 1:
        yield from which_prompt(machine, text, there)
    else:
        yield from _answer_prompt(machine, (there or list(prompts))[0], text)


def _answer_prompt(machine: Machine, prompt: OpenPrompt, text: str, replied: bool = False) -> Walk:
    """The prompt's flow opens on top of whatever is going on, with its question already put. `replied`: to that very
    message, so that any words are an answer where the question takes words of one's own."""
    if slot_of_prompt(machine, prompt) is None:
        machine.say("expired")
        return
    machine.drafted = False
    stacked = threads(machine.frames)  # what is pending of the same question is asked no more
    machine.frames = tuple(frame for thread in stacked if thread[0].prompt != prompt.id for frame in thread)
    machine.begin(prompt.flow, prompt.slots, "prompt", prompt.id)
    word = manner(text)
    if word in ("skip", "cancel"):
        if not (yield from pass_over_prompt(machine)) and machine.frames:
            yield from machine.walk()
        return
    if not word and (yield from removes_instead(machine, text)):
        return
    _, slot = machine.waiting()
    value = read(slot, text, machine.ears(), machine.top.slots)
    if value is not None:
        machine.fill(value, text)
        yield from machine.walk()
    elif word:
        yield from obey(machine, word, text)
    elif replied and machine.fill_instead(text, any_words=True):
        yield from machine.walk()
    else:
        yield from miss(machine)


# ----------------------------------------------------------------------------------------- edits, deletions, the rest
def edited(machine: Machine, of: str, text: str, prompts: Sequence[OpenPrompt]) -> Walk:
    """An edit of an answer corrects it; an edit of the last word that meant nothing is heard anew; others change
    nothing."""
    if (yield from changes.edited(machine, of, text)):
        return
    if machine.lost or (machine.frames and machine.top.misses):
        if machine.frames:
            machine.frames = top_replaced(machine.frames, misses=machine.top.misses - 1)
        machine.lost = max(0, machine.lost - 1)
        if machine.frames and _still_there(machine) and machine.waiting()[1].explicit:
            machine.ask()  # a yes to what cannot be undone is a message of its own
            return
        yield from heard(machine, Heard(text), prompts)


def not_text(machine: Machine) -> None:
    machine.say("not_text")
    ask_if_pending(machine)
