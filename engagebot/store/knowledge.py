"""Answers kept for others, with the consent of who asked and of who answered, and the search among them.

Only prepared words are compared: whoever adds, corrects or searches passes texts through
`understanding.search_words.search_words` first, the same for all. They are kept in a full-text table of SQLite's,
which tells quickly which answers have a word; how close an answer is, is reckoned here: having
FTS5 rank all that share a word takes twice as long as may be spent among 50,000 (docs/benchmarks.md).

A removed or corrected answer is no longer found at once. Its words go from the disk with the next
`Store.forget_on_disk`: after the next erasure, within a day at most.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from engagebot.store.sqlite import Row, Transaction
from engagebot.store.times import moment, seconds

BEST = 3
"""So many are offered: they are read before a person is asked."""
SHARE = 0.5
"""More than this of what is asked, by weight of its words, has to be in an answer: one of two equal words is not
enough."""
FIRST_WORDS, LAST_WORDS = 6, 3
"""Of a long message: people ask at its start or at its end."""
MOST_WORDS, FEW_WORDS = 5, 3
"""So many count: the rarest ones that anybody has used before. Of a longer message, words that nobody has used count
only until there are a few: they tell a story."""
IN_ANSWER = 0.6
"""What a word weighs that only the answer has, not its question."""
RAREST = 500
"""No word weighs more than one that is in one of so many answers: a name that nobody has used does not outweigh all
others."""
MOST_MATCHES = 3_000
"""Answers looked at for one word, the latest first: reading their numbers takes 1 ms."""
READ = 60
"""The closest ones are read: where the words stand in them, and how much else their question asks."""


@dataclass(frozen=True, slots=True)
class Answer:
    id: str
    question: str
    answer: str
    topic: str
    """Id in the association's catalogue; "": none."""
    locale: str
    owner: str | None
    """The referent who answered. None: the organisers, or somebody erased since."""
    answered_at: datetime
    """Or corrected."""
    review_at: datetime


async def add(tx: Transaction, answer: Answer, *, asked: Sequence[str], said: Sequence[str]) -> bool:
    """`asked`, `said`: the search words of the question and of the answer. False: it was added before, and stays as it
    is, also when it has been removed."""
    added = await tx.change(
        "answer_add",
        id=answer.id,
        question=answer.question,
        answer=answer.answer,
        topic=answer.topic,
        locale=answer.locale,
        owner_id=answer.owner,
        answered_at=seconds(answer.answered_at),
        review_at=seconds(answer.review_at),
    )
    if added:
        await tx.change("answer_words_add", id=answer.id, asked=_kept(asked), said=_kept(said))
    return bool(added)


async def find(tx: Transaction, answer_id: str) -> Answer | None:
    """None: there is none, or it was removed."""
    row = await tx.row("answer", id=answer_id)
    return _answer(row) if row else None


async def owned_by(tx: Transaction, person: str) -> list[Answer]:
    """In the order in which they were kept."""
    return [_answer(row) for row in await tx.rows("answers_of", owner_id=person)]


async def corrected(
    tx: Transaction, answer_id: str, answer: str, at: datetime, review_at: datetime, *, said: Sequence[str]
) -> bool:
    """`said`: the search words of the new answer. False: there is none, or it was removed."""
    given = {"id": answer_id, "answer": answer, "at": seconds(at), "review_at": seconds(review_at)}
    changed = await tx.change("answer_corrected", **given)
    if changed:
        await tx.change("answer_words_corrected", id=answer_id, said=_kept(said))
    return bool(changed)


async def reviewed(tx: Transaction, answer_id: str, review_at: datetime) -> bool:
    """It is still true; `review_at`: when to ask next. False: there is none, or it was removed."""
    return bool(await tx.change("answer_reviewed", id=answer_id, review_at=seconds(review_at)))


async def removed(tx: Transaction, answer_id: str) -> bool:
    """For good. False: there was none any more."""
    await tx.change("answer_words_removed", id=answer_id)
    return bool(await tx.change("answer_removed", id=answer_id))


# -------------------------------------------------------------------------------------------------------------- search
async def search(tx: Transaction, words: Sequence[str], limit: int = BEST, *, topic: str = "") -> list[Answer]:
    """The closest first; []: nothing is close enough. `words`: the search words of the question; anything in them that
    is no word is left out. Of answers equally close, those of `topic` come first, then those asked in fewer words.

    Where no question is close, those that have all of it in their question and answer together.
    """
    weights, common = await _weights(tx, words)
    wanted = SHARE * sum(weights.values()) + 1e-9
    known = sorted(weights.keys() & common.keys(), key=lambda word: (common[word], word))
    close: defaultdict[int, float] = defaultdict(float)
    for word, match in _matches(known, weights, wanted):
        for (seq,) in await tx.rows("answers_matching", match=f"question : {match}", most=MOST_MATCHES):
            close[seq] += weights[word]
    closest = sorted(((share, seq) for seq, share in close.items() if share > wanted), reverse=True)[:READ]
    numbers = [seq for _, seq in closest]
    if known and not numbers:
        rows = await tx.rows("answers_matching", match=" AND ".join(f'"{word}"' for word in known), most=READ)
        numbers = [seq for (seq,) in rows]
    return (await _ranked(tx, numbers, weights, wanted, topic))[:limit]


async def _ranked(
    tx: Transaction, numbers: Iterable[int], weights: dict[str, float], wanted: float, topic: str
) -> list[Answer]:
    found = []
    for seq in numbers:
        row = await tx.row("answer_found", seq=seq)
        if row is None:
            continue
        *columns, asked, said = row
        answer, theirs = _answer(tuple(columns)), set(asked.split())
        in_question, in_answer = weights.keys() & theirs, (weights.keys() & set(said.split())) - theirs
        share = sum(weights[word] for word in in_question) + IN_ANSWER * sum(weights[word] for word in in_answer)
        if share > wanted:
            alike = len(in_question) / max(1, len(theirs))
            found.append(((round(share, 6), bool(topic) and topic == answer.topic, alike, seq), answer))
    found.sort(key=lambda one: one[0], reverse=True)
    return [answer for _, answer in found]


async def _weights(tx: Transaction, words: Sequence[str]) -> tuple[dict[str, float], dict[str, int]]:
    """Word -> how much it tells; word -> in how many answers it is, for those that are in any."""
    told = list(dict.fromkeys(word for word in words if word.isalnum()))
    read = list(dict.fromkeys([*told[:FIRST_WORDS], *told[-LAST_WORDS:]]))
    written = await tx.value("answers_written")
    common = {word: count for word in read if (count := await tx.value("answers_with_word", word=word))}
    least = written / RAREST
    weights = {word: math.log1p(written / max(common.get(word, 1), least, 1)) for word in read}
    known = sorted(common, key=lambda word: -weights[word])[:MOST_WORDS]
    most = MOST_WORDS if len(told) <= MOST_WORDS else FEW_WORDS
    unknown = [word for word in read if word not in common][: max(0, most - len(known))]
    return {word: weights[word] for word in (*known, *unknown)}, common


def _matches(known: Sequence[str], weights: dict[str, float], wanted: float) -> Iterator[tuple[str, str]]:
    """(word, which answers with it to look at). `known`: the rarest first.

    Without any of the rarest ones all others together are too little, so only answers with one of those are looked at;
    where no word is enough alone, only those that have another, too."""
    telling, rest = [], sum(weights[word] for word in known)
    for word in known:
        if rest <= wanted:
            break
        telling.append(word)
        rest -= weights[word]
    if telling:
        ways = [telling] if any(weights[word] > wanted for word in known) else [telling, known[1:]]
        enough = " AND ".join(_any_of(way) for way in ways)
        yield from ((word, f"({enough})" if [word] in ways else f'("{word}" AND {enough})') for word in known)


def _any_of(words: Sequence[str]) -> str:
    return "(" + " OR ".join(f'"{word}"' for word in words) + ")"


def _kept(words: Iterable[str]) -> str:
    return " ".join(word for word in words if word.isalnum())


def _answer(row: Row) -> Answer:
    return Answer(row[0], row[1], row[2], row[3], row[4], row[5], moment(row[6]), moment(row[7]))
