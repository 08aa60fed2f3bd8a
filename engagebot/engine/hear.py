"""What an input means: a word that always works, a change of mind, an answer, another wish, or nothing that was
understood.

The order is the whole of the bot's manners: nobody is ever stuck, nothing captures a message that was not meant for
it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engagebot.engine import changes
from engagebot.engine.listen import SURE_OVER_AN_ANSWER, begin, understood
from engagebot.engine.machine import Machine
from engagebot.engine.manners import NONE_OF_THEM, OFFERS, in_time, miss, obey, obey_idle, pass_over_prompt
from engagebot.engine.model import PATTERNS, Slot, Value
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
from engagebot.engine.slots import (
    CONFIDENT_TYPES,
    FREE_TYPES,
    OPEN_TYPES,
    choices_of,
    in_own_words,
    known,
    read,
    says_skip,
    wants_another,
)
from engagebot.engine.state import threads, top_replaced
from engagebot.engine.wishes import (
    ABOUT_ONESELF,
    SURE_OF_NOTHING,
    ask_if_pending,
    begin_anew,
    changes_profile,
    removes_instead,
    wish,
)
from engagebot.engine.world import AS_IT_WAS, PROFILE_AS_IT_WAS, QUIET, RETURN, Rests, Walk
from engagebot.understanding import question_words, quiet_words
from engagebot.understanding.called_answers import unsure
from engagebot.understanding.courtesies import says_goodbye
from engagebot.understanding.intents import Understood
from engagebot.understanding.levels import claims, names_a_list
from engagebot.understanding.manners import manner
from engagebot.understanding.meeting_words import wants_out
from engagebot.understanding.taking_back import only_no, takes_that_back

SURE_ENOUGH = 0.8
"""So sure it must be to win over words that no catalogue has."""
A_FEW_WORDS = 3
"""So short a message is rather an answer to what was asked than a wish of its own."""
COMES_BACK, BACK = "resume", "back"
"""Who ends their pause; the reader of the question that is asked at its end."""
HOW = "how"
"""The choice of a question by which one asks what it is about."""
YES_OR_NO = Slot("", "yes_no")
BEGINS_WITH_YES_OR_NO = re.compile(r"\W*(?:oui+|ouais|ok|d['’]accord|non|yes|yeah|yep|sure|no|nope)\b", re.I)
A_YES_AND_MORE = 6
"""Words: "ok je la prends" answers what was asked, whatever else it could mean."""
COURTESIES = frozenset({"greeting", "thanks"})
OPENER = 8
"""Characters; by so many at least a question is shorter without the words that announce it."""
COUNTS = frozenset({"people", "number"})
GIVES_BACK = "release_task"
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
    if word == "help" and _asks_how(slot, text):
        word = None
    if word:
        yield from obey(machine, word, text)
        return
    if (yield from removes_instead(machine, text)):
        return
    meant = understood(machine, text)
    if _cannot_after_all(machine, slot, text, meant):
        yield from obey(machine, "cancel", text)
        return
    if (
        meant.intent == "change_language"
        and meant.confidence >= SURE_OVER_AN_ANSWER
        and slot.type not in ("locale", *FREE_TYPES)
        and not _changes_a_call(machine, text)
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
    if _rather_a_wish(machine, slot, text, meant):
        value = None
    if (slot.type == "yes_no" or value is None) and (yield from changes.corrected(machine, text)):
        return
    if value is not None and not (
        slot.type in (*OPEN_TYPES, "profile_change") and _another_wish(machine, value, text, meant)
    ):
        if machine.too_late(slot, value):
            machine.ask()
            return
        machine.fill(value, text)
        changes.superseded(machine)
        yield from machine.walk()
        return
    own = {trigger for frame in machine.frames for trigger in machine.world.flows[frame.flow].triggers}
    means_nothing_else = meant.intent in {None, "out_of_scope", *own} and "?" not in text
    if value is None and machine.fill_instead(text, means_nothing_else):
        yield from machine.walk()
        return
    if (
        slot.type in ("choice", "multi_choice")
        and choices(machine.world, slot, machine.top)[1]
        and _more(machine, text)
    ):
        machine.frames = top_replaced(machine.frames, page=machine.top.page + 1)
        machine.ask()
        return
    if machine.top.flow == RETURN and (yield from _answers_below(machine, text)):
        return
    if value is None and slot.choices_from and (offer := _agreed_to(machine, slot, text)):
        machine.fill(offer)
        yield from machine.walk()
    elif machine.top.flow in OFFERS:
        yield from _beside_the_offer(machine, what, prompts)
    elif resumed and meant.intent in COURTESIES:
        machine.ask()
    elif meant.intent not in (None, "out_of_scope") and not _only_guessed(machine, meant, text):
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


def _changes_a_call(machine: Machine, text: str) -> bool:
    """Whether "to those who speak French" says whom a call that lies ready is for."""
    step, slot = machine.waiting()
    asked = (slot, *(machine.flow.slots[name] for name in step.also))
    return any(one.type == "call_change" and read(one, text, machine.ears(), {}) is not None for one in asked)


def _asks_how(slot: Slot | None, text: str) -> bool:
    """Whether "comment ça marche ?" asks about what is proposed, rather than about everything."""
    return slot is not None and slot.type == "choice" and in_own_words(slot, text, {}) == HOW


def _only_guessed(machine: Machine, meant: Understood, text: str) -> bool:
    """Beside a question, words that merely look like something about oneself are not noted: "at the garden" may have
    been meant as an answer. Nor is it said of a few words that nothing can be done about them yet: "not sure"."""
    if machine.world.triggered(meant.intent) is None:
        return meant.confidence < SURE_OVER_AN_ANSWER or len(text.split()) <= A_FEW_WORDS
    about_oneself = str(meant.intent).startswith("declare_") and meant.confidence < SURE_OF_NOTHING
    return about_oneself and not any(claims(text, of) for of in ("skills", "interests"))


def _agreed_to(machine: Machine, slot: Slot, text: str) -> str | None:
    """A yes to the one thing that is offered, or a no that leaves "none of these"; None: neither."""
    offered = list(choices_of(slot, machine.top.slots))
    meant = [name for name in offered if name not in NONE_OF_THEM]
    match read(YES_OR_NO, text, machine.ears(), {}):
        case True if len(meant) == 1:
            return meant[0]
        case False:
            return next((name for name in offered if name in NONE_OF_THEM), None)
    return None


def _beside_the_offer(machine: Machine, what: Heard, prompts: Sequence[OpenPrompt]) -> Walk:
    """None of the offers was taken up: they are gone, and the words are heard as though they had not been made."""
    machine.frames = machine.frames[:-1]
    if machine.frames:
        yield from _pending(machine, what, prompts, False)
    else:
        yield from _idle(machine, what, prompts)


def _another_wish(machine: Machine, value: Value, text: str, meant: Understood) -> bool:
    """Words that name a skill can still be a question or a wish ("qui s'occupe de la compta ?")."""
    if "op" in value:
        return set(value) == {"op", "remove_words"} and meant.intent not in ABOUT_ONESELF
    if not known(value) and meant.intent not in (None, "out_of_scope"):  # words of no catalogue
        return names_a_list(text) if meant.intent.startswith("declare_") else meant.confidence >= SURE_ENOUGH
    own = {t for frame in machine.frames for t in machine.world.flows[frame.flow].triggers}
    sure = meant.intent not in (None, "out_of_scope") and meant.confidence >= SURE_OVER_AN_ANSWER
    return (
        sure
        and meant.intent not in own
        and not str(meant.intent).startswith("declare_")
        and not (known(value) and "?" not in text)
    )


def _rather_a_wish(machine: Machine, slot: Slot, text: str, meant: Understood) -> bool:
    """Whether it is no answer, however much it looks like one. "Je veux bien répondre aux questions sur le vélo" agrees
    to nothing that was asked; "I have 20 minutes" is no yes to an offer that may as well be passed over."""
    if slot.type in FREE_TYPES:
        return _surely_another_wish(machine, text, meant) or _asks_something_else(machine, slot, text, meant)
    if slot.type == "yes_no" and meant.intent == "meet_people" and wants_out(text):
        return True  # "stop introducing me to people" is no "no" to something else
    if slot.type == "yes_no" and slot.reader is None and quiet_words.says_when(text):
        return True  # nor is "don't write to me on Mondays"
    if slot.type in COUNTS and len(text.split()) > A_YES_AND_MORE:
        return meant.confidence == 1 and _sure(meant) and meant.intent not in _own(machine)  # it counts something else
    offer = machine.top.flow in OFFERS and slot.type == "yes_no"
    long = slot.type in ("yes_no", "choice") and slot.reader is None and len(text.split()) > A_YES_AND_MORE
    return (offer or long) and _sure(meant) and not BEGINS_WITH_YES_OR_NO.match(text)


def _asks_something_else(machine: Machine, slot: Slot, text: str, meant: Understood) -> bool:
    """ "What can I do here?" is neither a place nor says whom a call is for."""
    if slot.type not in ("audience", "place") or not question_words.begins_a_question(text):
        return False
    known = meant.intent not in (None, "out_of_scope", *COURTESIES, *_own(machine))
    return known and meant.confidence >= SURE_OF_NOTHING


def _cannot_after_all(machine: Machine, slot: Slot, text: str, meant: Understood) -> bool:
    """Whether "en fait je peux pas" takes back what was done a moment ago, rather than say no to what is asked
    besides."""
    just_done = machine.undo is not None and machine.undo.here and in_time(machine)
    return just_done and slot.type == "yes_no" and meant.intent == GIVES_BACK and _sure(meant)


def _sure(meant: Understood) -> bool:
    """Of a wish that is more than a courtesy."""
    known = meant.intent not in (None, "out_of_scope", *COURTESIES)
    return known and meant.confidence >= SURE_OVER_AN_ANSWER


def _own(machine: Machine) -> frozenset[str]:
    """Intents that begin what is pending."""
    return frozenset(t for frame in machine.frames for t in machine.world.flows[frame.flow].triggers)


def _surely_another_wish(machine: Machine, text: str, meant: Understood) -> bool:
    """ "mes tâches" is no answer to "what should be done?": a few words that are sure to mean something else. ("pause"
    is one of the words that always work: here it could only be guessed.)"""
    return (
        len(text.split()) <= A_FEW_WORDS
        and meant.intent not in (None, "out_of_scope", "pause", *COURTESIES, *_own(machine))
        and meant.confidence >= SURE_OVER_AN_ANSWER
        and machine.world.triggered(meant.intent) is not None
    )


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


def _announces_a_question(text: str) -> bool:
    """ "j'ai une question", with the question behind it or not: for nobody who is waited for already."""
    asked = question_words.question(text)
    return asked is None or len(asked) + OPENER <= len(text.strip())


def _more(machine: Machine, text: str) -> bool:
    more = machine.world.flows[PATTERNS].slots["more"]
    return read(more, text, machine.ears(), {}) is not None


# ------------------------------------------------------------------------------------------------- nothing is pending
def _idle(
    machine: Machine, what: Heard, prompts: Sequence[OpenPrompt], changed: Sequence[OpenPrompt] = ()
) -> Walk:
    """`changed`: prompts with an answer, to which this could be another one."""
    text = what.text
    if not what.in_group:
        word = manner(text)
        if word == "help" and prompts and _asks_how(slot_of_prompt(machine, prompts[0]), text):
            word = None
        if word is None and in_time(machine) and takes_that_back(text):
            word = "cancel"
        if word == "skip" and prompts:
            yield from _skip_prompt(machine, text, prompts)
            return
        if word:
            yield from obey_idle(machine, word, text)
            return
        if _goes_on_being_quiet(machine, text):
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
    surely = _sure(meant) and meant.intent not in otherwise and machine.world.triggered(meant.intent) is not None
    surely = surely and not _asks_how(slot, text)
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
    if own_words and for_somebody and not (meant.intent == "ask_question" and _announces_a_question(text)):
        yield from which_prompt(machine, text, own_words, or_else=True)
        return
    if not surely and len(text.split()) <= A_FEW_WORDS and read(YES_OR_NO, text, machine.ears(), {}) is not None:
        if changed and not what.in_group:
            yield from which_prompt(machine, text, changed, or_else=True)
        elif not what.in_group and _denies_what_was_noted(machine, text):
            yield from obey_idle(machine, "cancel", text)
        else:
            machine.say("nothing_pending")  # a yes to nothing
        return
    yield from wish(machine, text, meant)


def _goes_on_being_quiet(machine: Machine, text: str) -> bool:
    """Whether it is about how they want to be written to, which they have changed a moment ago."""
    just_changed = in_time(machine) and machine.undo is not None and machine.undo.action == AS_IT_WAS
    return just_changed and quiet_words.goes_on(text, machine.ears().now)


def _denies_what_was_noted(machine: Machine, text: str) -> bool:
    """A bare no to "it is noted", with nothing said between."""
    noted = machine.just_done and machine.undo is not None and machine.undo.action == PROFILE_AS_IT_WAS
    return noted and in_time(machine) and only_no(text)


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
