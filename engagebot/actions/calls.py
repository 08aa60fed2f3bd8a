"""An organiser composes a call for help, sees whom it would reach, and sends it; another one confirms what is large."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from engagebot.actions import audiences, call_preview, calling
from engagebot.actions.act import Act
from engagebot.actions.cards import show_card
from engagebot.actions.human import Reachable, find_human
from engagebot.actions.ladder import first_name
from engagebot.audience import filter_of, rules_of
from engagebot.domain.calls import Call, Filter, Kind, filter_as_json, filter_from_json
from engagebot.domain.waves import confirmed as enough_agree
from engagebot.domain.waves import enough, needs_second
from engagebot.engine.effects import Shown, TimerSet
from engagebot.engine.model import Value
from engagebot.store import calls, people
from engagebot.store.tasks import new_id
from engagebot.understanding import call_words, task_words
from engagebot.understanding.audience_words import AudienceWords

LONGEST_WORDS = 240
"""Characters of a call: with what stands around it, it is one short message."""
MOST_PEOPLE = 99


# ------------------------------------------------------------------------------------------------------- who may do so
@dataclass(frozen=True, slots=True)
class MayCall:
    call: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """A draft, to be changed."""

    call: str
    words: str
    kind: str
    people_wanted: int
    minutes: Value
    audience: Value
    more: Value


@dataclass(frozen=True, slots=True)
class NotAnOrganiser:
    contact: str
    idea: Value
    effort: Value


async def may_call(
    act: Act, *, said: str = "", source: str = "", call: str | None = None, minutes: int | None = None
) -> MayCall | Loaded | NotAnOrganiser:
    """Only organisers send calls. Of everybody else's words nothing is lost: they can become a task."""
    if not await act.is_organiser():
        return await _not_an_organiser(act, said, minutes)
    if call and (draft := await calls.find(act.tx, call)):
        more = {"topic": draft.topic, "urgent": draft.urgent}
        return Loaded(
            draft.id, draft.words, draft.kind, draft.need, draft.minutes, filter_as_json(draft.audience), more
        )
    return MayCall(new_id(source or act.message, 0))


async def _not_an_organiser(act: Act, said: str, minutes: int | None) -> NotAnOrganiser:
    idea = task_words.idea(said) or call_words.call_text(said)
    effort = {"effort": "minutes", "minutes": minutes} if minutes else None
    return NotAnOrganiser(act.association.contact_name, idea, effort)


@dataclass(frozen=True, slots=True)
class PassedOn:
    contact: str


@dataclass(frozen=True, slots=True)
class Elsewhere: ...


async def pass_call_on(act: Act, *, said: str = "") -> PassedOn | Elsewhere:
    """A human reads the words of somebody who is no organiser."""
    human = await find_human(act)
    if not said or not isinstance(human, Reachable):
        return Elsewhere()
    name = Shown("text", await first_name(act, act.person) or act.person)
    who, words = Shown("text", act.person), Shown("passed_on", said)
    act.tell("call_for_help.asks_for_call", person=act.association.contact, name=name, id=who, words=words)
    return PassedOn(human.contact)


# ---------------------------------------------------------------------------------------------------------- composing
@dataclass(frozen=True, slots=True)
class Short: ...


@dataclass(frozen=True, slots=True)
class TooLong:
    longest: int


async def check_call(act: Act, *, words: str) -> Short | TooLong:
    """Whether it fits into one message."""
    return Short() if len(words) <= LONGEST_WORDS else TooLong(LONGEST_WORDS)


@dataclass(frozen=True, slots=True)
class Understood:
    audience: Value


@dataclass(frozen=True, slots=True)
class Partly:
    audience: Value
    unknown: str


@dataclass(frozen=True, slots=True)
class NobodyNamed: ...


async def read_whom(act: Act, *, whom: str) -> Understood | Partly | NobodyNamed:
    """Partly: some of the words say nothing that is known of people; they are named, and asked for once more."""
    said = await audiences.read(act, whom)
    meant = filter_of(said)
    if said.unknown:
        return Partly(filter_as_json(meant), _listed(said))
    if meant == Filter() and not said.everybody:
        return NobodyNamed()
    return Understood(filter_as_json(meant))


async def read_else(act: Act, *, audience: Mapping[str, Any], else_whom: str) -> Understood | Partly:
    """In other words, what was not understood before; it comes to what was."""
    said = await audiences.read(act, else_whom)
    both = filter_as_json(Filter() if said.everybody else _both(filter_from_json(audience), filter_of(said)))
    return Partly(both, _listed(said)) if said.unknown else Understood(both)


def _listed(said: AudienceWords) -> str:
    return ", ".join(said.unknown)


def _both(one: Filter, other: Filter) -> Filter:
    sets = {
        name: getattr(one, name) | getattr(other, name)
        for name in Filter.__slots__
        if isinstance(getattr(one, name), frozenset)
    }
    newcomers = one.newcomers if other.newcomers is None else other.newcomers
    return Filter(**sets, every_skill=one.every_skill or other.every_skill, newcomers=newcomers)


@dataclass(frozen=True, slots=True)
class More:
    more: Value
    change: Value
    decision: Value


@dataclass(frozen=True, slots=True)
class WhomChanged:
    more: Value
    change: Value
    decision: Value
    whom: str


@dataclass(frozen=True, slots=True)
class TooLongNow:
    change: Value
    longest: int


async def change_call(
    act: Act, *, change: Mapping[str, Any], more: Mapping[str, Any] | None = None
) -> More | WhomChanged | TooLongNow:
    """Said while it lay ready; it is shown anew."""
    said = {key: value for key, value in change.items() if key not in ("op", "whom", "topic")}
    if len(said.get("words", "")) > LONGEST_WORDS:
        return TooLongNow(None, LONGEST_WORDS)
    if "topic" in change:
        said["topic"] = audiences.topic_of(act, change["topic"], Filter())
    both = {**(more or {}), **said}
    return WhomChanged(both, None, None, change["whom"]) if "whom" in change else More(both, None, None)


# ------------------------------------------------------------------------------------------------- looking, and sending
@dataclass(frozen=True, slots=True)
class Shows: ...


@dataclass(frozen=True, slots=True)
class Nobody: ...


@dataclass(frozen=True, slots=True)
class UnderWay: ...


async def preview_call(
    act: Act,
    *,
    call: str,
    words: str,
    audience: Mapping[str, Any],
    kind: str = "help",
    people_wanted: int = 1,
    minutes: int | None = None,
    said: str = "",
    more: Mapping[str, Any] | None = None,
) -> Shows | Nobody | UnderWay:
    """All of it, as it would be sent, and whom it would reach now. Nobody: nobody fits. UnderWay: it is sent by now."""
    composed = await _composed(act, call, words, audience, kind, people_wanted, minutes, said, more)
    if composed is None:
        return UnderWay()
    there = act.audience(composed)
    call_preview.itself(act, composed)
    if not there.count:
        await call_preview.nobody(act, composed, there)
        return Nobody()
    await call_preview.reach(act, composed, there)
    return Shows()


async def _composed(
    act: Act,
    call: str,
    words: str,
    audience: Mapping[str, Any],
    kind: str,
    people_wanted: int,
    minutes: int | None,
    said: str,
    more: Mapping[str, Any] | None,
) -> Call | None:
    """None: it is no draft any more. What was said since (`more`) counts."""
    known = await calls.find(act.tx, call)
    if known and known.state != "draft":
        return None
    speaker = await people.find(act.tx, act.person)
    changed = more or {}
    text = changed.get("words", words)
    meant = filter_from_json(audience)
    kinds: Kind = changed.get("kind", kind)
    return Call(
        call,
        kinds,
        text,
        known.author if known else act.person,
        known.language if known else (speaker.locale if speaker else "fr").partition("@")[0],
        min(changed.get("people", people_wanted), MOST_PEOPLE),
        meant,
        changed.get("minutes", minutes),
        changed["topic"] if "topic" in changed else audiences.topic_of(act, call_words.without_urgency(text), meant),
        changed.get("urgent", bool(call_words.urgent(f"{said} {words}"))),
    )


@dataclass(frozen=True, slots=True)
class Sent:
    enough: int
    wave: int


@dataclass(frozen=True, slots=True)
class Waits: ...


async def send_call(
    act: Act,
    *,
    call: str,
    words: str,
    audience: Mapping[str, Any],
    kind: str = "help",
    people_wanted: int = 1,
    minutes: int | None = None,
    said: str = "",
    more: Mapping[str, Any] | None = None,
) -> Sent | Waits | Nobody | UnderWay | NotAnOrganiser:
    """It begins; or it is kept until a second organiser confirms it."""
    if not await act.is_organiser(asked_now=True):
        return await _not_an_organiser(act, said or words, minutes)
    composed = await _composed(act, call, words, audience, kind, people_wanted, minutes, said, more)
    if composed is None:
        return UnderWay()
    there = act.audience(composed)
    if not there.count:
        await call_preview.nobody(act, composed, there)
        return Nobody()
    if not await calls.add(act.tx, composed, act.at):
        await calls.reword(act.tx, composed)
    act.undo = ("take_back_call", {"call": call})
    rules = rules_of(act.settings)
    if needs_second(composed, there.count, rules):
        await calling.show(act, composed)
        return Waits()
    await calling.begin(act, composed)
    return Sent(enough(composed.need, rules), rules.wave)


@dataclass(frozen=True, slots=True)
class TakenBack: ...


async def take_back_call(act: Act, *, call: str) -> TakenBack:
    """Undoes `send_call`: nobody else is asked, and who was hears that it is settled."""
    if found := await calls.find(act.tx, call):
        await calling.end(act, found, "cancelled")
    return TakenBack()


async def forget_drafts(act: Act) -> None:
    """The speaker is erased, and what they wrote and did not send with them: no room shows it any more in a moment."""
    for draft in await calls.in_state(act.tx, "draft"):
        if draft.author == act.person:
            act.effects.append(TimerSet("call_withdrawn", act.at, draft.id, each=True, person=""))


async def withdrawn_due(act: Act, call_id: str) -> None:
    """What the organisers' room shows of a draft that is gone."""
    room = act.association.organisers_room
    if room and await calls.find(act.tx, call_id) is None:
        show_card(act, "call", call_id, room, [act.line("call_for_help.withdrawn")])


# ------------------------------------------------------------------------------------------------ the second organiser
Confirmed = Literal["begun", "noted", "own_word", "not_an_organiser", "no_draft"]


async def confirmed(act: Act, call_id: str) -> Confirmed:
    """The speaker agrees to a draft that the organisers' room shows. `own_word`: it is their own; they hear in private
    that another one is needed. `noted`: it needs more than that."""
    draft = await calls.find(act.tx, call_id)
    if draft is None or draft.state != "draft":
        return "no_draft"
    if not await act.is_organiser(asked_now=True):
        return "not_an_organiser"
    title = Shown("text", draft.words)
    if draft.author == act.person:
        act.tell("call_for_help.own_word", person=act.person, words=title)
        return "own_word"
    there = act.audience(draft)
    await calls.confirm(act.tx, draft.id, act.person, act.at)
    if not enough_agree(draft, there.count, await calls.confirmations(act.tx, draft.id), rules_of(act.settings)):
        return "noted"
    await calling.begin(act, replace(draft, state="open"))
    if draft.author:
        name = Shown("name", await first_name(act, act.person))
        act.tell("call_for_help.begun", person=draft.author, words=title, name=name, about="calls", subject=draft.id)
    return "begun"
