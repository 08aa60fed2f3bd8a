"""One's own data: seen, taken along, erased."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from engagebot.actions import called, calls, ladder, meeting, reach, sparing
from engagebot.actions.act import Act
from engagebot.actions.profile import shown_fact
from engagebot.domain.gate import Wishes
from engagebot.engine.effects import Erased, FileSent, Line, Shown, TimerSet
from engagebot.store import people, privacy, profile, proposals, tasks

Held = Mapping[str, Sequence[Mapping[str, Any]]]
"""Table -> rows, as `privacy.everything` gives them."""


@dataclass(frozen=True, slots=True)
class Listed:
    data: list[Line]


async def list_data(act: Act) -> Listed:
    """All that is held, with dates, in one message."""
    person = await people.find(act.tx, act.person)
    known = await profile.load(act.tx, act.person, act.at)
    consents = await profile.consents(act.tx, act.person)
    held = await privacy.everything(act.tx, act.person)
    lines = []
    if person:
        lines.append(
            act.line(
                "my_data.person",
                id=Shown("text", person.id),
                locale=Shown("locale", person.locale),
                at=_at(person.first_seen_at),
            )
        )
    for purpose, (given, version, at) in consents.items():
        name = f"my_data.consent_{purpose}_{'given' if given else 'refused'}"
        lines.append(act.line(name, version=Shown("text", version), at=_at(at)))
    for skill, (level, said, _) in known.skills.items():
        lines.append(act.line("my_data.skill", skill=Shown("skills", {skill: level}), at=_at(said)))
    for interest, (_, said, _) in known.interests.items():
        lines.append(act.line("my_data.interest", interest=Shown("interests", [interest]), at=_at(said)))
    if known.availability:
        lines.append(
            act.line(
                "my_data.availability",
                availability=Shown("availability", sorted(known.availability)),
                at=_at(max(said for said, _ in known.availability.values())),
            )
        )
    for fact in known.facts.values():
        lines.append(
            act.line(f"my_data.fact_{fact.kind}", value=shown_fact(act, fact.kind, fact.value), at=_at(fact.said_at))
        )
    for _, words, said in known.unknown:
        lines.append(act.line("my_data.unknown", words=Shown("text", words), at=_at(said)))
    lines += _tasks(act, held)
    lines += _questions(act, held)
    lines += _introductions(act, held)
    lines += _calls(act, held)
    lines += _quiet(act, held)
    messages = len(held.get("inbox", ())) + len(held.get("outbox", ()))
    lines.append(
        act.line(
            "my_data.messages", count=Shown("number", messages), days=Shown("number", act.settings.keep_inbox_days)
        )
    )
    if person and person.paused_until and person.paused(act.at):
        lines.append(act.line("my_data.paused", until=_at(person.paused_until)))
    return Listed(lines)


def _tasks(act: Act, held: Held) -> Iterator[Line]:
    """What is held around tasks and proposals."""
    for row in held.get("claim", ()):
        counted = "counted" if row["state"] == "done" and row["minutes"] else row["state"]
        yield act.line(
            f"my_data.claim_{counted}",
            title=Shown("text", row["title"]),
            minutes=Shown("duration", row["minutes"]),
            at=Shown("moment", row["finished_at"] or row["taken_at"]),
        )
    for table, title, at in (
        ("could", "title", "said_at"),
        ("proposal", "words", "proposed_at"),
        ("approval", "words", "at"),
    ):
        name = {"could": "could", "proposal": "proposed", "approval": "approved"}[table]
        for row in held.get(table, ()):
            yield act.line(f"my_data.{name}", title=Shown("text", row[title]), at=Shown("moment", row[at]))
    for row in held.get("objection", ()):
        yield act.line("my_data.objected", words=Shown("text", row["words"]), at=Shown("moment", row["at"]))
    if suggested := len(held.get("suggestion", ())):
        yield act.line("my_data.suggested", count=Shown("number", suggested))


def _at(at: datetime) -> Shown:
    return Shown("moment", int(at.timestamp()))


@dataclass(frozen=True, slots=True)
class FileMade: ...


def _questions(act: Act, held: Held) -> Iterator[Line]:
    for row in held.get("referent", ()):
        name = "learns" if row["apprentice"] else "referent"
        yield act.line(f"my_data.{name}", topic=Shown("topic", row["topic"]), at=Shown("moment", row["since"]))
    for row in held.get("question", ()):
        words = Shown("text", ladder.shortened(row["words"]))
        yield act.line("my_data.question", words=words, at=Shown("moment", row["asked_at"]))
    for row in held.get("spared", ()):
        words = Shown("text", ladder.shortened(row["words"]))
        yield act.line("my_data.spared", words=words, at=Shown("moment", row["at"]))
    for row in held.get("barred", ()):
        yield act.line("my_data.barred", at=Shown("moment", row["at"]))
    if answers := len(held.get("answer", ())):
        yield act.line("my_data.answers", count=Shown("number", answers))


def _introductions(act: Act, held: Held) -> Iterator[Line]:
    """Never whom they were asked about, before both have said yes, nor what the other said."""
    for row in held.get("meets", ()):
        rhythm = row["rhythm"]
        yield act.line(f"my_data.meets_{rhythm}", at=Shown("moment", row["since"]))
    for row in held.get("introduced", ()):
        name = f"introduced_{row['answer']}" if row["answer"] else "introduced"
        yield act.line(f"my_data.{name}", at=Shown("moment", row["asked_at"]))
    for name in ("met", "block"):
        for row in held.get(name, ()):
            yield act.line(f"my_data.{name}", name=Shown("text", row["name"]), at=Shown("moment", row["at"]))
    if rounds := len(held.get("round_member", ())):
        days = Shown("number", act.settings.keep_rounds_days)
        yield act.line("my_data.round_member", count=Shown("number", rounds), days=days)


def _calls(act: Act, held: Held) -> Iterator[Line]:
    for table, at in (("call", "written_at"), ("call_confirmed", "at")):
        for row in held.get(table, ()):
            words = Shown("text", ladder.shortened(row["words"]))
            yield act.line(f"my_data.{table}", words=words, at=Shown("moment", row[at]))
    for row in held.get("called", ()):
        words, at = Shown("text", ladder.shortened(row["words"])), row["answered_at"] or row["asked_at"]
        yield act.line(f"my_data.called_{row['state']}", words=words, at=Shown("moment", at))
    for row in held.get("no_calls", ()):
        yield act.line("my_data.no_calls", topic=Shown("topic", row["topic"]), at=Shown("moment", row["since"]))


def _quiet(act: Act, held: Held) -> Iterator[Line]:
    """When, how much and about what they want to be written to."""
    for row in held.get("quiet", ()):
        at, about = Shown("moment", row["said_at"]), reach.named(act, [row["about"]])
        if row["until"] is None:
            yield act.line("my_data.quiet", about=about, at=at)
        else:
            yield act.line("my_data.quiet_until", about=about, until=Shown("moment", row["until"]), at=at)
    for row in held.get("reachable", ()):
        days = None if row["days"] is None else frozenset(int(day) for day in row["days"])
        wishes = Wishes(row["from_hour"], row["to_hour"], days, row["per_day"], row["per_week"])
        if how := reach.how(act, wishes):
            yield act.line("my_data.reach", how=how, at=Shown("moment", row["said_at"]))
    for row in held.get("digest", ()):
        if row["rhythm"]:
            yield act.line(f"my_data.digest_{row['rhythm']}", at=Shown("moment", row["said_at"]))
        if row["last_at"]:
            yield act.line("my_data.digest_last", at=Shown("moment", row["last_at"]))


async def send_data(act: Act) -> FileMade:
    """Everything held, as it is held, with readable times: one JSON file."""
    held = await privacy.everything(act.tx, act.person)
    for rows in held.values():
        for row in rows:
            for name, value in row.items():
                if isinstance(value, int) and (name == "at" or name.endswith(("_at", "_until", "since"))):
                    row[name] = datetime.fromtimestamp(value, UTC).isoformat()
    whole = {"person": act.person, "made_at": act.at.isoformat(), "held": held}
    act.effects.append(
        FileSent("engagebot-data.json", "application/json", json.dumps(whole, ensure_ascii=False, indent=2))
    )
    return FileMade()


@dataclass(frozen=True, slots=True)
class Gone:
    association: str


async def erase_again(act: Act, _subject: str) -> None:
    """Somebody had asked to be erased after the copy was made that was restored. Nothing is said to them."""
    await erase(act)


async def erase(act: Act) -> Gone:
    """Ends the transaction with the erasure; only the good-bye is left to be sent, and what shows their name in a room
    is shown anew."""
    for state in ("active", "reserved", "done"):
        for claim in await tasks.claims_of(act.tx, act.person, state):
            act.effects.append(TimerSet("card", act.at, claim.task, each=True, person=""))
    for proposal in await proposals.with_part_of(act.tx, act.person):
        act.effects.append(TimerSet("part", act.at, proposal, each=True, person=""))
    await ladder.forget_erased(act)
    await sparing.forget_erased(act)
    await meeting.not_after_all(act, act.person)
    await called.forget_erased(act)
    await calls.forget_drafts(act)
    act.effects.append(Erased())
    return Gone(act.association.name)
