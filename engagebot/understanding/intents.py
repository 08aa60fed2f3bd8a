"""What somebody wants when nothing is pending: ranked intents, how sure, which words spoke for it, and the values
said along."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from .block_words import rather_not
from .features import buckets, named, tokens
from .help_words import asks_help_with
from .model import EMPTY, Model, key_of, read_model
from .options import Option
from .phrases import Line, all_lines, digest
from .quiet_words import intent_of
from .slots import read_slots
from .text import fold, listed, stem

UNSURE_BELOW = 0.30
"""Below this the first intent is right less than a third of the time on phrases left out of training: better to ask."""

OUT_OF_SCOPE = "out_of_scope"
_SMALL_WORDS = frozenset(
    listed(
        "a an and au aux avec ce ces cette d dans de des du elle en est et for from i il in is it j je l la le les "
        "leur m me mon n ne nos notre nous of on or ou par pour qu que qui s se si sur t te that the this to tu un une "
        "vos votre vous was we with y you your"
    )
)
"""Words that tell nobody why."""

_NEAR_ENOUGH = 0.5
"""Share of a phrase's telling words that a message must have for a phrase added by hand to count."""


@dataclass(frozen=True, slots=True)
class Understood:
    """`intent`: `None` when unsure. `ranked`: at least three, best first. `because`: the words that spoke for the
    first.

    `slots`: values said in the same message."""

    intent: str | None
    confidence: float
    ranked: tuple[str, ...]
    because: tuple[str, ...]
    slots: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One phrase that the model has not learnt: its stems, each with how much it tells."""

    intent: str
    stems: Mapping[str, float]


PROMISE = "become_referent"
_SURE_OF_A_PROMISE = 0.6
_ANSWERS = re.compile(
    r"question|repon[ds]|referent|conseil|contact|apprenti|expert|answer|advi[cs]e|mentor|autres|others"
)


_REFUSES = re.compile(
    r"\b(?:veux|voudrais|souhaite|aimerais|peux) (?:vraiment |surtout )?(?:pas|plus|jamais)\b|"
    r"\b(?:don'?t|dont|do not|no longer|not) (?:want|wish|like|going)\b"
)
PROPOSAL = "propose_task"
_A_NEW_TASK = re.compile(
    r"(?:(?:bonjour|salut|hello|hi|alors)[ ,:!]+)*"
    r"(?:(?:ajoute[rsz]?|cree[rz]?|note[rsz]?|add|create|note) (?:une |an? ))?"
    r"(?:(?:autre|another|nouvelle|new) )*(?:tache|task) ?:"
)
LONGEST_OPENER = 80
"""Characters in which it is said that a task is to come."""
STUCK = "task_stuck"
_LENDS_A_HAND = re.compile(
    r"\b(?:can|could|to) help\b|\b(?:peux|pourrais|veux|voudrais|aimerais|souhaite)(?: bien)?(?: vous)? "
    r"(?:aider|(?:donner|filer) un coup de main)\b"
)
_WHOEVER_ASKS = re.compile(
    r"\b(?:gens|personnes?|quelqu'?un|qqn|people|folks|someone|anyone|anybody|somebody)\b|new|nouve|souci|stuck"
)
BLOCK = "rather_not"
_OF_A_BLOCK = re.compile(
    r"bloqu|block|evit|avoid|\bkeep\b|rencontr|present(?:e|er|ez|ee)\b|contact|relation|entend|croiser|\bvoir\b|\bmeet|"
    r"introduc|match|\bget (?:on|along)\b"
)
_RULE = "my_topics"
_OFFERS = re.compile(
    r"\b(?:veux bien|voudrais|aimerais|pourrais|peux|souhaite)(?: aussi| bien| volontiers)* "
    r"(?:(?:apprendre a )?repondre|etre referente?|devenir referente?)\b"
)
"""Who says so and a limit along with it does not only change the limit."""
QUESTION = "ask_question"
_SURE_OF_A_QUESTION = 0.95
_SURE_OF_ANOTHER = 0.6
_LIKE_A_QUESTION = frozenset({QUESTION, PROMISE, OUT_OF_SCOPE, STUCK, "help"})
"""What words that ask for help are taken for, however sure, when nothing but their likeness speaks for it."""


class Intents:
    """The model and the phrases it has not seen, ready to understand."""

    def __init__(self, model: Model, phrases: Sequence[_Phrase]) -> None:
        self._model = model
        self._phrases = tuple(phrases)
        added = dict.fromkeys(phrase.intent for phrase in phrases if phrase.intent not in model.intents)
        self.names = (*model.intents, *added)

    @classmethod
    def load(cls, texts: Mapping[str, str]) -> Intents:
        """`texts`: file name -> text, phrase files and the model. Phrases that the model has not learnt count at
        once, by likeness."""
        model = next(
            (read_model(text) for name, text in sorted(texts.items()) if name.endswith("phrases.model.json")), EMPTY
        )
        lines = all_lines(texts)
        if digest(lines) == model.made_from:
            return cls(model, ())
        return cls(model, _unlearnt(lines, model))

    def understand(
        self,
        text: str,
        *,
        locale: str | None = None,
        skills: Sequence[Option] = (),
        interests: Sequence[Option] = (),
        now: datetime | None = None,
    ) -> Understood:
        """Never raises. `locale` is a hint only. A message without a word in it is out of scope, and unsure."""
        words = tokens(text)
        plainly = intent_of(text, now, locale) if now else None
        if plainly in self.names:
            return Understood(plainly, 1.0, (plainly, *(one for one in self.names if one != plainly))[:3], ())
        chances = self._without_promises(self._of_helpers(self._chances(words), text), text)
        chances = self._with_questions(self._without_blocks(chances, text), text)
        order = sorted(range(len(chances)), key=lambda at: (-chances[at], self.names[at]))
        ranked = tuple(self.names[at] for at in order[: max(3, sum(chances[at] > 0.05 for at in order))])
        if PROPOSAL in self.names and _A_NEW_TASK.match(fold(text[:LONGEST_OPENER])):
            ranked = (PROPOSAL, *(name for name in ranked if name != PROPOSAL))
            slots = read_slots(PROPOSAL, text, skills=skills, interests=interests, now=now)
            return Understood(PROPOSAL, 1.0, ranked, (), slots)
        if not words or not ranked:
            return Understood(None, 0.0, (OUT_OF_SCOPE, *(name for name in ranked if name != OUT_OF_SCOPE))[:3], ())
        confidence = round(chances[order[0]], 4)
        intent = ranked[0] if confidence >= UNSURE_BELOW else None
        slots = read_slots(ranked[0], text, skills=skills, interests=interests, now=now)
        return Understood(intent, confidence, ranked, self._because(words, order[0]), slots)

    def _without(self, chances: Sequence[float], *intents: str) -> list[float]:
        """None of `intents` is meant: the others share their chances."""
        gone = {self.names.index(name) for name in intents if name in self.names}
        rest = (1 - sum(chances[at] for at in gone)) or 1.0
        return [0.0 if n in gone else chance / rest for n, chance in enumerate(chances)]

    def _without_blocks(self, chances: list[float], text: str) -> list[float]:
        """Nobody is kept apart by a name alone ("thanks Bruno"): words about not meeting, or about meeting after all,
        have to be there."""
        if BLOCK not in self.names or rather_not(text) is not None or _OF_A_BLOCK.search(fold(text)):
            return chances
        return self._without(chances, BLOCK)

    def _of_helpers(self, chances: list[float], text: str) -> list[float]:
        """Who lends a hand is not stuck, and does not promise to answer questions."""
        plain = fold(text)
        if not _LENDS_A_HAND.search(plain) or _ANSWERS.search(plain) or _WHOEVER_ASKS.search(plain):
            return chances
        return self._without(chances, PROMISE, STUCK)

    def _with_questions(self, chances: list[float], text: str) -> list[float]:
        """Who asks to be helped with something asks people: no menu of the bot helps them, and they promise nothing."""
        if QUESTION not in self.names or asks_help_with(text) is None:
            return chances
        likely = max(chances)
        if likely >= _SURE_OF_ANOTHER and self.names[chances.index(likely)] not in _LIKE_A_QUESTION:
            return chances
        at = self.names.index(QUESTION)
        rest = (1 - _SURE_OF_A_QUESTION) / ((1 - chances[at]) or 1.0)
        return [_SURE_OF_A_QUESTION if n == at else chance * rest for n, chance in enumerate(chances)]

    def _without_promises(self, chances: list[float], text: str) -> list[float]:
        """Nobody becomes a referent by words that only resemble it: half sure, they have to speak of answering; nor by
        words that refuse it."""
        if PROMISE not in self.names:
            return chances
        at = self.names.index(PROMISE)
        plain = fold(text)
        if _REFUSES.search(plain):
            return self._without(chances, PROMISE)
        if _RULE in self.names and _OFFERS.search(plain):
            rule = self.names.index(_RULE)
            if chances[rule] == max(chances):
                chances[at], chances[rule] = chances[rule], chances[at]
        if chances[at] >= _SURE_OF_A_PROMISE or chances[at] < max(chances) or _ANSWERS.search(plain):
            return chances
        return self._without(chances, PROMISE)

    def _chances(self, words: Sequence[str]) -> list[float]:
        logits = self._model.logits(buckets(named(list(words))))
        logits += [min(logits, default=0.0)] * (len(self.names) - len(logits))
        learnt = self._model.whole.get(key_of(words))
        if learnt is not None:
            logits[learnt] = max(logits) + 4
        likeness = self._likeness(words)
        for intent, like in likeness.items():
            at = self.names.index(intent)
            highest = max(logits)
            # alike in everything: surely that; alike in half: as good as the model's own first
            logits[at] = max(logits[at], highest - 4 + 8 * like) if like < 0.95 else highest + 5
        return _softmax(logits)

    def _likeness(self, words: Sequence[str]) -> dict[str, float]:
        """For each intent with phrases of its own how like the most like of them is, where like enough."""
        if not self._phrases:
            return {}
        said = {stem(word) for word in words}
        weights = {one: _telling(self._model, one) for one in said}
        whole = sum(weights.values())
        found: dict[str, float] = {}
        for phrase in self._phrases:
            shared = sum(weight for one, weight in phrase.stems.items() if one in said)
            like = 2 * shared / (whole + sum(phrase.stems.values())) if shared else 0.0
            if like >= _NEAR_ENOUGH and like > found.get(phrase.intent, 0.0):
                found[phrase.intent] = like
        return found

    def _because(self, words: Sequence[str], intent: int) -> tuple[str, ...]:
        """At most three words, the one that spoke loudest first."""
        if intent >= len(self._model.intents):
            return tuple(
                dict.fromkeys(word for word in words if any(stem(word) in phrase.stems for phrase in self._phrases))
            )[:3]
        loud = {}
        for word in dict.fromkeys(words):
            if word.isalpha() and word not in _SMALL_WORDS:
                loud[word] = sum(self._model.weight(bucket, intent) for bucket in buckets(named([word])[1:-1]))
        order = sorted((word for word in loud if loud[word] > 0), key=lambda word: -loud[word])
        return tuple(order[:3])


def _unlearnt(lines: Sequence[Line], model: Model) -> list[_Phrase]:
    return [
        _Phrase(line.intent, {one: _telling(model, one) for one in {stem(word) for word in tokens(spelling)}})
        for line in lines
        if line.key not in model.known
        for spelling in line.spellings
    ]


def _telling(model: Model, root: str) -> float:
    """How much a stem tells about intents, 0.2 to 1; a stem that the model does not know tells all."""
    if not model.intents:
        return 0.3 if len(root) < 4 else 1.0
    weight = model.telling(buckets([f"r{root}"])[0])
    return 1.0 if weight == 0 else 0.2 + 0.8 * min(1.0, weight / 60)


def _softmax(logits: Sequence[float]) -> list[float]:
    highest = max(logits, default=0.0)
    powers = [math.exp(one - highest) for one in logits]
    whole = sum(powers) or 1.0
    return [one / whole for one in powers]
