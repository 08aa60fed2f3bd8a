"""What people answer when a question lies before them, by the name of the choice that is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .asker_wants import helped, suits, waiting
from .call_wants import call_wish
from .call_words import call_decision, call_kind
from .called_answers import called, called_once
from .meeting_answers import meeting
from .news_answers import back, news
from .offer_answers import offered
from .owner_wants import still_right
from .referent_wants import my_topics, routed, somebody
from .talk_answers import talked
from .topic_words import cap

__all__ = [
    "READERS",
    "back",
    "call_decision",
    "call_kind",
    "call_wish",
    "called",
    "called_once",
    "cap",
    "helped",
    "meeting",
    "my_topics",
    "news",
    "offered",
    "routed",
    "somebody",
    "still_right",
    "suits",
    "talked",
    "waiting",
]

READERS: Mapping[str, Callable[[str], str | None]] = {
    "routed": routed,
    "waiting": waiting,
    "helped": helped,
    "suits": suits,
    "still_right": still_right,
    "my_topics": my_topics,
    "meeting": meeting,
    "talked": talked,
    "call_kind": call_kind,
    "call_decision": call_decision,
    "call_wish": call_wish,
    "called": called,
    "called_once": called_once,
    "offered": offered,
    "news": news,
    "back": back,
}
"""By the name that a choice of a flow gives as its `reader`."""
ALONG: Mapping[str, Callable[[str], str | int | None]] = {"somebody": somebody, "cap": cap}
"""Readers of words that are heard in an answer to another question."""
