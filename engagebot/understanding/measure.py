"""One line of JSON in, one out: how `engagebot understand` and the benchmark ask what is understood."""

from __future__ import annotations

import json
from datetime import datetime

from .answers import QUESTIONS, read
from .intents import Intents


def answer_line(line: str, intents: Intents) -> str:
    """`{"text": …}` gives the intent, `{"question": …, "text": …}` the value; a line that cannot be read gives
    `{"error": …}`."""
    try:
        asked = json.loads(line)
    except ValueError as wrong:
        return _written({"error": f"this line is not JSON ({wrong}): write one object a line"})
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        return _written({"error": 'the line has no text: write {"lang": "fr", "text": "…"}'})
    try:
        now = datetime.fromisoformat(asked["now"]) if asked.get("now") is not None else None
    except (TypeError, ValueError):
        return _written({"error": "`now` is not a time: write it as 2026-03-31T18:30:00"})
    lang = asked.get("lang")
    locale = lang if isinstance(lang, str) else None
    question = asked.get("question")
    if question is None:
        understood = intents.understand(asked["text"], locale=locale, now=now)
        return _written(
            {
                "intent": understood.intent,
                "confidence": understood.confidence,
                "ranked": list(understood.ranked),
                "because": list(understood.because),
                "slots": dict(understood.slots),
            }
        )
    options = asked.get("options", [])
    if not isinstance(question, str) or question not in QUESTIONS:
        return _written({"error": f"no question {question!r}: use one of {', '.join(sorted(QUESTIONS))}"})
    if not isinstance(options, list) or not all(isinstance(one, str) for one in options):
        return _written({"error": "`options` is not a list of texts"})
    return _written({"value": read(question, asked["text"], locale=locale, options=options, now=now)})


def _written(answer: object) -> str:
    return json.dumps(answer, ensure_ascii=False)
