"""Answers to a pending question, in people's own words, French and English at once. Unclear is `None`, better than a
wrong guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from .choices import read_choice, read_choices
from .dates import read_until
from .days import read_availability
from .durations import read_duration, read_weekly_time
from .numerals import in_digits
from .options import Option, as_options
from .skills import read_labels, unknown_pieces
from .text import LONGEST, fold
from .yesno import read_yes_no

__all__ = ["QUESTIONS", "Option", "read", "unknown_words"]


def read(
    question: str,
    text: str,
    *,
    locale: str | None = None,
    options: Sequence[Option | str] = (),
    now: datetime | None = None,
) -> object | None:
    """The answer as a plain value, `None` when unclear. `locale` is a hint only: both languages are always read.

    yes_no: bool · choice: place in `options` · multi_choice: places · duration: `{"minutes": n}` ·
    weekly_time: `{"minutes_per_week": n}` · availability: `{"slots": ["sat-morning", …]}` · until: `YYYY-MM-DD`,
    needs `now` ·
    skills, interests: labels of `options` · number: int or float · free_text: str.
    An unknown `question` is a KeyError: a mistake of the author, not of the person.
    """
    return _READERS[question](text[:LONGEST], as_options(options), now)


def unknown_words(text: str, options: Sequence[Option | str]) -> list[str]:
    """For skills and interests: pieces of the answer that no option explains, worth showing to organisers; `[]` when
    all is known."""
    return unknown_pieces(text[:LONGEST], as_options(options))


_NO_NUMBER = re.compile(r"\b(?:zero|aucune?|none|personne|nobody|no ?one|rien|nothing|nil)\b")
_FEW = re.compile(
    r"\b(?:quelques|plusieurs|several|few|some|beaucoup|many|lots?|sais pas|don'?t know|dunno|"
    r"depends?|not sure|hesite)\b"
)


def _number(text: str) -> int | float | None:
    """The one number said; of a range or of several, none."""
    folded = re.sub(r"(?<=\d)[ \u202f.](?=\d{3}\b)", "", fold(text))
    folded = re.sub(r"\b(?:a|une?) (?:couple|paire)\b(?: of)?", "2", folded)
    parts = in_digits(re.findall(r"\d+(?:[.,]\d+)?|[^\W\d_]+|-", folded)[:200])
    values = {part.replace(",", ".") for part in parts if part[0].isdecimal()}
    if len(values) > 1 and "1" in values and not re.search(r"\b1\b", folded):
        values.discard("1")  # `une` was only an article: `une salle de 40`
    if len(values) == 1:
        said = values.pop()[:15]
        sign = -1 if re.search(r"(?:^|\s)(?:-|moins|minus) ?\d", folded) else 1
        return sign * (float(said) if "." in said else int(said))
    if not values and _NO_NUMBER.search(folded) and not _FEW.search(folded):
        return 0
    return None


def _until(text: str, options: tuple[Option, ...], now: datetime | None) -> object | None:
    return read_until(text, now) if now is not None else None


_READERS: dict[str, Callable[[str, tuple[Option, ...], datetime | None], object | None]] = {
    "yes_no": lambda text, options, now: read_yes_no(text),
    "choice": lambda text, options, now: read_choice(text, options),
    "multi_choice": lambda text, options, now: read_choices(text, options),
    "duration": lambda text, options, now: read_duration(text),
    "weekly_time": lambda text, options, now: read_weekly_time(text),
    "availability": lambda text, options, now: read_availability(text),
    "until": _until,
    "skills": lambda text, options, now: read_labels(text, options),
    "interests": lambda text, options, now: read_labels(text, options),
    "number": lambda text, options, now: _number(text),
    "free_text": lambda text, options, now: text.strip() or None,
}

QUESTIONS = frozenset(_READERS)
"""Kinds of question that can be read."""
