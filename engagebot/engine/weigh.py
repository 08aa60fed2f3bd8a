"""Whether words are what they look like: an answer, another wish, a change of mind. Nothing is done here."""

from __future__ import annotations

import re

from engagebot.engine.listen import SURE_OVER_AN_ANSWER
from engagebot.engine.machine import Machine
from engagebot.engine.manners import NONE_OF_THEM, OFFERS, in_time
from engagebot.engine.model import PATTERNS, Slot, Value
from engagebot.engine.slots import FREE_TYPES, choices_of, in_own_words, known, read
from engagebot.engine.wishes import ABOUT_ONESELF, SURE_OF_NOTHING
from engagebot.engine.world import AS_IT_WAS, PROFILE_AS_IT_WAS
from engagebot.understanding import question_words, quiet_words
from engagebot.understanding.intents import Understood
from engagebot.understanding.levels import claims, names_a_list
from engagebot.understanding.meeting_words import wants_out
from engagebot.understanding.taking_back import only_no

SURE_ENOUGH = 0.8
"""So sure it must be to win over words that no catalogue has."""
A_FEW_WORDS = 3
"""So short a message is rather an answer to what was asked than a wish of its own."""
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
"""Types of which a number in many words may count something else."""
GIVES_BACK = "release_task"


def sure(meant: Understood) -> bool:
    """Of a wish that is more than a courtesy."""
    known = meant.intent not in (None, "out_of_scope", *COURTESIES)
    return known and meant.confidence >= SURE_OVER_AN_ANSWER


def own_intents(machine: Machine) -> frozenset[str]:
    """Intents that begin what is pending."""
    return frozenset(t for frame in machine.frames for t in machine.world.flows[frame.flow].triggers)


def rather_a_wish(machine: Machine, slot: Slot, text: str, meant: Understood) -> bool:
    """Whether it is no answer, however much it looks like one. "Je veux bien répondre aux questions sur le vélo" agrees
    to nothing that was asked; "I have 20 minutes" is no yes to an offer that may as well be passed over."""
    if slot.type in FREE_TYPES:
        return _surely_another_wish(machine, text, meant) or _asks_something_else(machine, slot, text, meant)
    if slot.type == "yes_no" and meant.intent == "meet_people" and wants_out(text):
        return True  # "stop introducing me to people" is no "no" to something else
    if slot.type == "yes_no" and slot.reader is None and quiet_words.says_when(text):
        return True  # nor is "don't write to me on Mondays"
    if slot.type in COUNTS and len(text.split()) > A_YES_AND_MORE:  # it may count something else
        return meant.confidence == 1 and sure(meant) and meant.intent not in own_intents(machine)
    offer = machine.top.flow in OFFERS and slot.type == "yes_no"
    long = slot.type in ("yes_no", "choice") and slot.reader is None and len(text.split()) > A_YES_AND_MORE
    return (offer or long) and sure(meant) and not BEGINS_WITH_YES_OR_NO.match(text)


def _surely_another_wish(machine: Machine, text: str, meant: Understood) -> bool:
    """ "mes tâches" is no answer to "what should be done?": a few words that are sure to mean something else. ("pause"
    is one of the words that always work: here it could only be guessed.)"""
    return (
        len(text.split()) <= A_FEW_WORDS
        and meant.intent not in (None, "out_of_scope", "pause", *COURTESIES, *own_intents(machine))
        and meant.confidence >= SURE_OVER_AN_ANSWER
        and machine.world.triggered(meant.intent) is not None
    )


def _asks_something_else(machine: Machine, slot: Slot, text: str, meant: Understood) -> bool:
    """ "What can I do here?" is neither a place nor says whom a call is for."""
    if slot.type not in ("audience", "place") or not question_words.begins_a_question(text):
        return False
    known = meant.intent not in (None, "out_of_scope", *COURTESIES, *own_intents(machine))
    return known and meant.confidence >= SURE_OF_NOTHING


def another_wish(machine: Machine, value: Value, text: str, meant: Understood) -> bool:
    """Words that name a skill can still be a question or a wish ("qui s'occupe de la compta ?")."""
    if "op" in value:
        return set(value) == {"op", "remove_words"} and meant.intent not in ABOUT_ONESELF
    if not known(value) and meant.intent not in (None, "out_of_scope"):  # words of no catalogue
        return names_a_list(text) if meant.intent.startswith("declare_") else meant.confidence >= SURE_ENOUGH
    certain = meant.intent not in (None, "out_of_scope") and meant.confidence >= SURE_OVER_AN_ANSWER
    return (
        certain
        and meant.intent not in own_intents(machine)
        and not str(meant.intent).startswith("declare_")
        and not (known(value) and "?" not in text)
    )


def only_guessed(machine: Machine, meant: Understood, text: str) -> bool:
    """Beside a question, words that merely look like something about oneself are not noted: "at the garden" may have
    been meant as an answer. Nor is it said of a few words that nothing can be done about them yet: "not sure"."""
    if machine.world.triggered(meant.intent) is None:
        return meant.confidence < SURE_OVER_AN_ANSWER or len(text.split()) <= A_FEW_WORDS
    about_oneself = str(meant.intent).startswith("declare_") and meant.confidence < SURE_OF_NOTHING
    return about_oneself and not any(claims(text, of) for of in ("skills", "interests"))


def cannot_after_all(machine: Machine, slot: Slot, text: str, meant: Understood) -> bool:
    """Whether "en fait je peux pas" takes back what was done a moment ago, rather than say no to what is asked
    besides."""
    just_done = machine.undo is not None and machine.undo.here and in_time(machine)
    return just_done and slot.type == "yes_no" and meant.intent == GIVES_BACK and sure(meant)


def agreed_to(machine: Machine, slot: Slot, text: str) -> str | None:
    """A yes to the one thing that is offered, or a no that leaves "none of these"; None: neither."""
    offered = list(choices_of(slot, machine.top.slots))
    meant = [name for name in offered if name not in NONE_OF_THEM]
    match read(YES_OR_NO, text, machine.ears(), {}):
        case True if len(meant) == 1:
            return meant[0]
        case False:
            return next((name for name in offered if name in NONE_OF_THEM), None)
    return None


def changes_a_call(machine: Machine, text: str) -> bool:
    """Whether "to those who speak French" says whom a call that lies ready is for."""
    step, slot = machine.waiting()
    asked = (slot, *(machine.flow.slots[name] for name in step.also))
    return any(one.type == "call_change" and read(one, text, machine.ears(), {}) is not None for one in asked)


def asks_how(slot: Slot | None, text: str) -> bool:
    """Whether "comment ça marche ?" asks about what is proposed, rather than about everything."""
    return slot is not None and slot.type == "choice" and in_own_words(slot, text, {}) == HOW


def announces_a_question(text: str) -> bool:
    """ "j'ai une question", with the question behind it or not: for nobody who is waited for already."""
    asked = question_words.question(text)
    return asked is None or len(asked) + OPENER <= len(text.strip())


def wants_more(machine: Machine, text: str) -> bool:
    more = machine.world.flows[PATTERNS].slots["more"]
    return read(more, text, machine.ears(), {}) is not None


def goes_on_being_quiet(machine: Machine, text: str) -> bool:
    """Whether it is about how they want to be written to, which they have changed a moment ago."""
    just_changed = in_time(machine) and machine.undo is not None and machine.undo.action == AS_IT_WAS
    return just_changed and quiet_words.goes_on(text, machine.ears().now)


def denies_what_was_noted(machine: Machine, text: str) -> bool:
    """A bare no to "it is noted", with nothing said between."""
    noted = machine.just_done and machine.undo is not None and machine.undo.action == PROFILE_AS_IT_WAS
    return noted and in_time(machine) and only_no(text)
