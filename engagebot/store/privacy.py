"""The registry of personal data: what is held of a person, how it is erased, how long it is kept.

A test fails when a table with a person's id is not in the registry.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from engagebot.engine.state import dumps, loads, without
from engagebot.store.sqlite import Transaction
from engagebot.store.times import seconds

REGISTRY: dict[str, tuple[str, tuple[str, ...]]] = {  # table -> (query, names of its columns)
    "person": ("held_person", ("name", "locale", "first_seen_at", "last_seen_at", "onboarded_at", "paused_until")),
    "consent": ("held_consent", ("purpose", "given", "text_version", "at")),
    "person_skill": ("skills", ("skill", "level", "said_at", "confirmed_at")),
    "person_interest": ("interests", ("interest", "visible", "said_at", "confirmed_at")),
    "person_availability": ("availability", ("slot", "said_at", "confirmed_at")),
    "person_fact": ("held_facts", ("kind", "value", "said_at", "confirmed_at", "expires_at")),
    "unknown_word": ("unknown_words", ("kind", "words", "said_at")),
    "skipped": ("skipped", ("flow", "skipped_at")),
    "conversation": ("held_conversation", ("state", "at")),
    "prompt": ("held_prompts", ("flow", "slots", "asked_at", "valid_until", "state")),
    "timer": ("held_timers", ("kind", "subject", "due_at", "state")),
    "room": ("held_rooms", ("id", "kind", "encrypted", "state", "since")),
    "task": ("held_tasks", ("title", "state", "proposed_at")),
    "claim": ("held_claims", ("title", "state", "taken_at", "finished_at", "minutes")),
    "could": ("held_could", ("title", "condition", "words", "said_at")),
    "suggestion": ("held_suggestions", ("title", "at")),
    "proposal": ("held_proposals", ("kind", "words", "state", "proposed_at")),
    "approval": ("held_approvals", ("words", "at")),
    "objection": ("held_objections", ("words", "at", "settled_at")),
    "concerned": ("held_concerned", ("words", "at")),
    "referent": ("held_referent", ("topic", "apprentice", "since")),
    "referent_rule": ("held_referent_rule", ("cap", "resting", "last_asked_at")),
    "question": ("held_questions", ("words", "topic", "named", "asked_at", "state", "answered_at", "keeps")),
    "asking": ("held_askings", ("words", "state", "asked_at")),
    "relay": ("held_relays", ("words", "at")),
    "spared": ("held_spared", ("words", "at")),
    "barred": ("held_barred", ("at",)),
    "meets": (
        "held_meets",
        ("rhythm", "trios", "since", "last_asked_at", "left_over", "unanswered", "stopped_at", "wanted_at"),
    ),
    "introduced": (
        "held_introduced",
        ("kind", "asked_at", "until", "reasons", "answer", "answered_at", "told", "talked", "talked_at", "shown"),
    ),
    "met": ("held_met", ("name", "at")),
    "block": ("held_blocks", ("name", "at")),
    "round_member": ("held_round_members", ("at", "facts")),
    "call": ("held_calls", ("kind", "words", "state", "written_at")),
    "call_confirmed": ("held_call_confirmed", ("words", "at")),
    "called": ("held_called", ("words", "asked_at", "state", "answered_at", "followed_up_at")),
    "no_calls": ("held_no_calls", ("topic", "since")),
    "quiet": ("held_quiet", ("about", "until", "said_at")),
    "reachable": ("held_reachable", ("from_hour", "to_hour", "days", "per_day", "per_week", "said_at")),
    "digest": ("held_digest", ("rhythm", "said_at", "last_at")),
    "unheard": ("held_unheard", ("since",)),
    "room_member": ("held_memberships", ("room_id",)),
    "answer": ("held_answers", ("question", "answer", "topic", "answered_at", "review_at")),
    "inbox": ("held_inbox", ("at", "kind", "content")),
    "outbox": ("held_outbox", ("queued_at", "op", "content", "state", "reason")),
}
NAMES = ("name", "who")
"""Slots that hold what somebody is called."""
KEEP_IDS = timedelta(days=365)
"""Ids of handled events and sent messages, without content: long enough for the slowest homeserver to repeat itself."""

ASKINGS_KEPT = timedelta(days=8)
"""Who was asked a question and did not answer, after it ended: as long as a late answer is still passed on."""
QUESTIONS_KEPT = timedelta(days=365)
"""Questions and what was passed on about them, after they ended."""
PROMPTS_KEPT = timedelta(days=365)
"""What the bot asked somebody by itself, after it was asked."""
SUGGESTIONS_KEPT = timedelta(days=30)
"""So long it is remembered which tasks were suggested to whom."""


async def everything(tx: Transaction, person: str) -> dict[str, list[dict[str, Any]]]:
    """Table -> rows, as held; times in seconds since 1970. Tables with nothing are left out."""
    found = {}
    for table, (query, names) in REGISTRY.items():
        rows = await tx.rows(query, person_id=person)
        if rows:
            found[table] = [dict(zip(names, row, strict=True)) for row in rows]
    return found


async def erase(tx: Transaction, person: str) -> None:
    """Forget a person, all of it, now: also what others were told because of them, and have not read yet. What is still
    to be said to the person is queued after this."""
    await _forget_in_conversations(tx, person)
    for prompt, slots in await tx.rows("naming_prompts", person_id=person):
        nameless = {name: "" if name in NAMES else value for name, value in json.loads(slots).items()}
        await tx.change("prompt_slots", id=prompt, slots=json.dumps(nameless))
    for query in (
        "erase_quoted",
        "erase_quoted_prompts",
        "erase_caused_prompts",
        "erase_digests",
        "erase_digest_prompts",
        "erase_put_again",
        "erase_told",
        "erase_listed",
        "erase_shown",
        "erase_introductions",
        "erase_outbox",
        "erase_inbox",
        "erase_timers",
        "erase_room",
        "erase_claims",
        "erase_done_claims",
        "erase_task_contact",
        "erase_task_author",
        "erase_proposal_author",
        "erase_objections",
        "erase_asked",
        "erase_answered",
        "erase_relays",
        "erase_memberships",
        "erase_answer_owner",
        "erase_round_members",
        "erase_draft_calls",
        "erase_call_author",
    ):
        await tx.change(query, person_id=person)
    await tx.change("digests_torn")
    await tx.change("tasks_recount_all")
    await tx.change("person_erase", id=person)


async def _forget_in_conversations(tx: Transaction, person: str) -> None:
    """Others may be in the middle of answering them."""
    things = {row[0] for row in await tx.rows("things_of", person_id=person)}
    if not things:
        return
    for other, state, at in await tx.rows("other_conversations", person_id=person):
        if any(thing in state for thing in things):
            left = dumps(without(loads(state), things))
            await tx.change("conversation_save", person_id=other, state=left, at=at)


async def purge(
    tx: Transaction,
    at: datetime,
    *,
    inbox_days: int,
    outbox_days: int,
    silent_days: int,
    rounds_days: int,
    introductions_days: int,
    met_days: int,
    calls_days: int,
) -> list[str]:
    """Retention: forget what is older than it needs to be. The ids of people forgotten for their long silence."""
    await tx.change("purge_inbox", before=seconds(at - timedelta(days=inbox_days)))
    await tx.change("purge_outbox", before=seconds(at - timedelta(days=outbox_days)))
    await tx.change("purge_inbox_ids", before=seconds(at - KEEP_IDS))
    await tx.change("purge_outbox_keys", before=seconds(at - KEEP_IDS))
    await tx.change("purge_introduction_rooms", before=seconds(at - KEEP_IDS))
    await tx.change("purge_timers", before=seconds(at - timedelta(days=inbox_days)))
    await tx.change("purge_prompts", before=seconds(at - PROMPTS_KEPT))
    await tx.change("purge_suggestions", before=seconds(at - SUGGESTIONS_KEPT))
    await tx.change("purge_askings", before=seconds(at - ASKINGS_KEPT))
    await tx.change("purge_questions", before=seconds(at - QUESTIONS_KEPT))
    await tx.change("purge_rounds", before=seconds(at - timedelta(days=rounds_days)))
    await tx.change("purge_introductions", before=seconds(at - timedelta(days=introductions_days)))
    await tx.change("purge_met", before=seconds(at - timedelta(days=met_days)))
    await tx.change("purge_calls", before=seconds(at - timedelta(days=calls_days)))
    await tx.change("quiet_lapsed", at=seconds(at))
    await tx.change("facts_lapsed", at=seconds(at))
    await tx.change("prompts_lapsed", at=seconds(at))
    silent = [row[0] for row in await tx.rows("silent_people", before=seconds(at - timedelta(days=silent_days)))]
    for person in silent:
        await erase(tx, person)
    return silent
