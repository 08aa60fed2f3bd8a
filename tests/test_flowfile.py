"""Flow files as their authors meet them: every fault with its words, overlays, drawings, translations."""
from __future__ import annotations

import ast
import re
import tomllib
from io import BytesIO
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.extract import extract as babel_extract
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import engagebot
from engagebot import words
from engagebot.__main__ import main
from engagebot.actions import SPECS
from engagebot.actions.held import Sentence
from engagebot.actions.ladder import Spared
from engagebot.app import intent_names, load_flows
from engagebot.config import Settings, shipped
from engagebot.domain.association import Charter, Entry
from engagebot.domain.calls import Answer as CallAnswer
from engagebot.domain.calls import Barred, State
from engagebot.domain.calls import Kind as CallKind
from engagebot.domain.gate import ABOUTS, REASONS
from engagebot.domain.introductions import RHYTHMS, Kind, Rhythm
from engagebot.domain.matching import Reason
from engagebot.domain.roles import WHYS
from engagebot.domain.taskfile import CODES, COLUMNS
from engagebot.domain.tasks import EFFORTS, HORIZONS
from engagebot.engine.model import Text
from engagebot.engine.prompts import OFFER
from engagebot.flowfile.association import load_association
from engagebot.flowfile.check import ActionSpec, check, sentence_problems
from engagebot.flowfile.draw import draw
from engagebot.flowfile.extract import catalog_problems, template, update
from engagebot.flowfile.load import FlowFileError, load_folders
from engagebot.understanding import pause_words
from engagebot.understanding.profile_words import SAID

ROOT = Path(__file__).parent.parent
SETTINGS = Settings(_env_file=None)
GOOD = """\
flow: f
about: A flow for tests.
title: the test
triggers: [f]
slots:
  a: {type: number}
  b: {type: yes_no}
  c: {type: choice, choices: {x: X, y: Y}}
  many: {type: choices}
  one: {type: choice, choices_from: many}
steps:
  - collect: a
    ask: A?
    timeout: {after_hours: 2, then: bye}
    required: true
  - collect: b
    ask: "{a}, B?"
    next:
      - {if: b, then: act}
      - {if: a > 3, then: act}
      - {else: bye}
  - action: act
    next: {some: pick, none: bye}
  - id: pick
    collect: one
    ask: Which?
    skip: bye
  - call: g
  - id: bye
    say: Bye
    next: END
sentences:
  counted: {one: "{n} day", other: "{n} days", count: n}
---
flow: g
about: Called by f.
slots:
  a: {type: number}
  c: {type: choice, choices: {x: X, y: Y}}
steps:
  - collect: c
    ask: C?
"""
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
METHOD = PROJECT["entry-points"]["babel.extractors"]["flow"]
ACTIONS = {"act": ActionSpec(frozenset({"a"}), {"some": frozenset({"many"}), "none": frozenset()}),
           "plain": ActionSpec(frozenset(), {"done": frozenset()})}
INTENTS = frozenset({"f", "h"})


def written(folder: Path, text: str, name: str = "f.yaml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    try:
        return check(load_folders(folder), ACTIONS, INTENTS)
    except FlowFileError as error:
        return error.problems


def test_the_sound_flow_of_these_tests_is_sound(tmp_path):
    assert problems(written(tmp_path, GOOD)) == []


@pytest.mark.parametrize(("old", "new", "expected"), [
    # the file's form
    ("about: A flow for tests.\n", "", ["f.yaml:1: flow 'f' has no `about`; say in one line what it is for"]),
    ("about: A", "abot: x\nabout: A", [
        "f.yaml:2: a flow has no key 'abot'; it may have about, anew, flow, needs, public, sentences, slots, steps, "
        "title, triggers"]),
    ("flow: f\n", "flaw: f\n", ["f.yaml:1: a flow starts with `flow: its_name`; add that line"]),
    ("title: the test", "title: [the", ["f.yaml:4: is not YAML here: expected ',' or ']', but got ':'; check quotes, "
                                        "colons and indentation"]),
    ("flow: g\n", "flaw: g\n", [
        "f.yaml:35: a flow starts with `flow: its_name`; add that line"]),
    ("flow: g", "flow: f", ["f.yaml:35: there is a flow 'f' already, in f.yaml; choose another name"]),
    ("a: {type: number}\n  b", "a: number\n  b", ["f.yaml:6: slot 'a' has no type; write `a: {type: …}`"]),
    ("b: {type: yes_no}", "b: {type: yes_no, size: 3}", [
        "f.yaml:7: slot 'b' has no key 'size'; it may have choices, choices_from, explicit, least, most, reader, "
        "type, within_minutes"]),
    ("ask: A?", "ask: [A]", ["f.yaml:12: a sentence is text, or {one: …, other: …, count: slot}; put it in quotes"]),
    ("ask: A?", "ask: {text: A?, noot: x}", [
        "f.yaml:12: a sentence has no key 'noot'; it may have count, note, one, other, text"]),
    (', count: n}', "}", ["f.yaml:33: a counted sentence lacks count; write one, other and count"]),
    ("- call: g", "- call: g\n    say: Hi", [
        "f.yaml:28: a step is exactly one of say, collect, action, call; this one has say, call"]),
    ("- call: g", "- cal: g", ["f.yaml:28: a step is exactly one of say, collect, action, call; this one has none"]),
    ("- call: g", "- call: g\n    nekst: END", ["f.yaml:28: `call` has no key 'nekst'; it may have call, id, next"]),
    ("next: END\nsent", "next: {done: END}\nsent", [
        "f.yaml:29: `next: {outcome: step}` belongs to an action; after `say` write a step, or a list of if/else"]),
    ("    ask: A?\n", "", ["f.yaml:12: collects 'a' without a question; add `ask: …`"]),
    ("{after_hours: 2, then: bye}", "2", ["f.yaml:12: `timeout` is {after_hours: number, then: step}; write both"]),
    ("{else: bye}", "{otherwise: bye}", [
        "f.yaml:16: each way of a `next` list is {if: …, then: step} or {else: step}; write it so",
        "f.yaml:16: `if` without `else`; say where everybody else goes"]),
    ("      - {else: bye}\n", "", ["f.yaml:16: `if` without `else`; say where everybody else goes"]),
    ("if: a > 3", "if: a and b", [
        "f.yaml:20: 'a and b' is not `slot`, `not slot` or `slot == value`; write an action that returns a named "
        "outcome instead"]),
    ("if: a > 3", "if: a > x", ["f.yaml:20: 'a > x' compares sizes with 'x'; only whole numbers have a size"]),
    ("say: Bye", 'say: "{c}"\n    echo: yes', ["f.yaml:31: `echo` is true, or left out; write `echo: true`"]),
    ("ask: A?", "ask: A?\n    echo: true", [
        "f.yaml:12: `collect` has no key 'echo'; it may have again, also, ask, collect, id, next, required, short, "
        "skip, timeout"]),
    # what it means
    ("triggers: [f]", "triggers: [f, z]", ["f.yaml:1: there is no intent 'z'; choose one of those in phrases.en.txt"]),
    ("about: Called by f.", "about: Called by f.\ntriggers: [f]", [
        "f.yaml:1: intent 'f' starts 'g' as well; leave it to one of them",
        "f.yaml:35: intent 'f' starts 'f' as well; leave it to one of them"]),
    ("ask: A?", f"ask: {'x' * 401}", [
        "f.yaml:12: step a: is 401 characters long; people read 400 at most, split it"]),
    ("- id: bye\n", "- id: bye\n    say: Hi\n  - id: bye\n", [
        f"f.yaml:{line}: two steps are called 'bye'; give one an `id`" for line in (29, 31)]),
    ("skip: bye", "skip: byebye", [
        "f.yaml:24: leads to 'byebye', and there is no such step; name one of a, b, act, pick, g, bye or END"]),
    ("if: b, then", "if: z, then", ["f.yaml:16: `if` uses 'z', which is not a slot; declare it under `slots:`"]),
    ("ask: A?", 'ask: "A {z}?"', ["f.yaml:12: the text uses {z}, which is not a slot; declare it under `slots:`"]),
    ("b: {type: yes_no}", "b: {type: yesno}", [
        "f.yaml:7: slot 'b': there is no type 'yesno'; take one of audience, availability, call, call_change, choice, "
        "duration, effort, flow, free_text, idea, interests, locale, multi_choice, number, people, place, "
        "profile_change, quiet_wish, skills, task_change, until, weekly_time, yes_no"]),
    ("b: {type: yes_no}", "b: {type: yes_no, reader: going}", [
        "f.yaml:7: slot 'b': a choice may have a reader, one of back, call_decision, call_kind, call_wish, called, "
        "called_once, condition, going, helped, meeting, my_topics, news, objection, offered, opinion, routed, "
        "still_right, suits, talked, waiting, want; a yes or no, `want`; a number, `cap`; "
        "free text, `objection`, `somebody`, `finished`, `asks`"]),
    ("choices_from: many", "choices_from: a", [
        "f.yaml:10: slot 'one': choices_from names 'a', which is no slot of type choices"]),
    ("c: {type: choice, choices: {x: X, y: Y}}\n  many", "c: {type: choice}\n  many", [
        "f.yaml:8: slot 'c' has nothing to choose from; add `choices` or `choices_from`"]),
    ("collect: one", "collect: two", ["f.yaml:24: collects 'two', which is not a slot; declare it under `slots:`"]),
    ("collect: one", "collect: many", [
        "f.yaml:24: collects 'many', whose type only an action can fill; give it another type"]),
    ("ask: A?", "ask: A?\n    also: [z]", [
        "f.yaml:12: `also` names z, which is not a slot; declare it under `slots:`",
        "f.yaml:17: the text uses 'a', but one can get here before it is filled; fill it on every way",
        "f.yaml:23: 'act' needs 'a', but one can get here before it is filled; fill it on every way"]),
    ("- call: g", "- action: akt", [
        "f.yaml:28: there is no action 'akt' in the code; see docs/actions.md for those there are"]),
    ("some: pick, none: bye", "some: pick", ["f.yaml:22: 'act' may return 'none'; say where that leads"]),
    ("some: pick, none: bye", "some: pick, none: bye, odd: bye", ["f.yaml:22: 'act' never returns 'odd'; remove it"]),
    ("    next: {some: pick, none: bye}\n", "", [
        "f.yaml:22: 'act' may return none, some; say where each leads",
        "f.yaml:23: the choices come from 'many', but one can get here before it is filled; fill it on every way"]),
    ("  many: {type: choices}\n  one: {type: choice, choices_from: many}\n", "  one: {type: number}\n", [
        "f.yaml:21: 'act' uses 'many', which is not a slot; declare it under `slots:`"]),
    ("- call: g", "- call: z", ["f.yaml:28: there is no flow 'z'; name one that is in the folder"]),
    ("- call: g", "- call: g\n    next: END\n  - id: lost\n    say: Hi", [
        "f.yaml:30: nothing leads to step 'lost'; lead there, or remove it"]),
    ("say: Bye\n    next: END", "say: Bye\n    next: a", [
        f"f.yaml:{line}: no way out: {step!r} never reaches END; let one of its ways end"
        for line, step in ((12, "a"), (16, "b"), (22, "act"), (24, "pick"), (28, "g"), (29, "bye"))]),
    ("say: Bye", 'say: "Bye {b}"', [
        "f.yaml:29: the text uses 'b', but one can get here before it is filled; fill it on every way"]),
    ("say: Bye", "say: Bye\n    echo: true", [
        "f.yaml:29: `echo` says answers back and nothing else; name only slots that people fill, or remove it"]),
    ("- call: g", '- say: "{many}"\n    echo: true', [
        "f.yaml:28: `echo` says answers back and nothing else; name only slots that people fill, or remove it"]),
    ("some: pick, none: bye", "some: pick, none: pick", [
        "f.yaml:24: the choices come from 'many', but one can get here before it is filled; fill it on every way"]),
    ("    required: true\n", "", [
        "f.yaml:15: the text uses 'a', but one can get here before it is filled; fill it on every way",
        "f.yaml:21: 'act' needs 'a', but one can get here before it is filled; fill it on every way"]),
    ("timeout: {after_hours: 2, then: bye}", "skip: act", [
        "f.yaml:22: 'act' needs 'a', but one can get here before it is filled; fill it on every way"]),
    ("steps:\n  - collect: c\n    ask: C?\n", "", ["f.yaml:35: flow 'g' has no steps; add some under `steps:`"]),
])
def test_each_fault_is_told_where_it_is_and_with_what_to_do(tmp_path, old, new, expected):
    assert old in GOOD
    assert problems(written(tmp_path, GOOD.replace(old, new, 1))) == expected


def test_all_faults_of_all_files_are_told_at_once(tmp_path):
    written(tmp_path, GOOD.replace("about: A flow for tests.\n", "").replace("ask: A?", "ask: [A]"))
    written(tmp_path, "flow: h\nabout: x\nsteps:\n  - sya: Hi\n", "h.yaml")
    assert problems(tmp_path) == [
        "f.yaml:1: flow 'f' has no `about`; say in one line what it is for",
        "f.yaml:11: a sentence is text, or {one: …, other: …, count: slot}; put it in quotes",
        "h.yaml:4: a step is exactly one of say, collect, action, call; this one has none"]


def test_an_associations_folder_replaces_flows_of_the_same_name_and_keeps_the_others(tmp_path):
    shipped_ones = written(tmp_path / "shipped", GOOD)
    own = written(tmp_path / "own", "flow: g\nabout: Ours.\nsteps:\n  - say: Hello from us\n")
    flows = load_folders(shipped_ones, own)
    assert list(flows) == ["f", "g"]
    assert (flows["f"], flows["g"].about) == (load_folders(shipped_ones)["f"], "Ours.")
    assert flows["g"].steps[0].text == Text("Hello from us", line=4)


def test_check_names_every_problem_of_a_folder_and_fails(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ENGAGEBOT_FLOWS", raising=False)
    help_text = (shipped("flows") / "help.yaml").read_text(encoding="utf-8")
    own = written(tmp_path / "own", help_text.replace("action: greet", "action: greeet"), "help.yaml")
    assert main(["check", str(own)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told and all(re.fullmatch(r"help\.yaml:\d+: .*; .*", line) for line in told)
    assert any("there is no action 'greeet' in the code; see docs/actions.md" in line for line in told)
    assert main(["check", str(tmp_path / "nowhere")]) == 1
    assert capsys.readouterr().out == (
        f"{tmp_path / 'nowhere'}: there is no such folder; name the folder of your flows\n")


def test_a_flow_is_drawn_with_all_its_ways(tmp_path, capsys, monkeypatch):
    assert draw(load_folders(written(tmp_path, GOOD))["f"]) == """\
flowchart TD
  a[/"? a"/]
  a --> b
  a -.->|after 2 h| bye
  b[/"? b"/]
  b -->|b| act
  b -->|a #gt; 3| act
  b -->|else| bye
  act[["act"]]
  act -->|some| pick
  act -->|none| bye
  pick[/"? one"/]
  pick --> g
  pick -.->|skip| bye
  g{{"g"}}
  g --> bye
  bye["Bye"]
  bye --> END
"""
    monkeypatch.chdir(tmp_path)
    assert main(["draw", "help"]) == 0
    assert capsys.readouterr().out.startswith("flowchart TD\n")
    assert main(["draw", "nothing"]) == 1
    assert capsys.readouterr().err.startswith("there is no flow 'nothing'; there are ")


# -------------------------------------------------------------------------------------------------- the shipped flows
FLOWS = load_flows(SETTINGS)


def test_the_shipped_flows_have_no_fault():
    assert check(FLOWS, SPECS, intent_names(SETTINGS)) == []


def test_the_catalogs_are_complete():
    assert catalog_problems(FLOWS, shipped("locales")) == []


def test_the_template_is_what_the_flows_say():
    with (shipped("locales") / "engagebot.pot").open("rb") as file:
        kept = read_po(file)
    wanted = template(FLOWS)
    assert [message.id for message in kept if message.id] == [message.id for message in wanted if message.id]


def test_babel_extracts_every_sentence_with_its_place_plural_and_note(tmp_path):
    text = GOOD.replace("ask: C?", 'ask: {text: C?, note: "the third letter"}')
    found = list(babel_extract(METHOD, BytesIO(text.encode()), options={"encoding": "utf-8"}))
    assert [(line, message) for line, message, _, _ in found] == [
        (3, "the test"), (12, "A?"), (16, "{a}, B?"), (24, "Which?"), (30, "Bye"), (33, ("{n} day", "{n} days")),
        (8, "X"), (8, "Y"), (41, "C?"), (39, "X"), (39, "Y")]
    notes = {message: comments for _, message, comments, _ in found}
    assert notes["{a}, B?"] == ["f, step b; keep {a}"]
    assert notes["C?"] == ["g, step c; the third letter"]
    assert notes["{n} day", "{n} days"] == ["f, counted; keep {n}"]


def test_babel_finds_the_sentences_of_a_folder_by_the_files_name():
    found = {message for _, _, message, _, _ in extract_from_dir(
        str(shipped("flows")), method_map=[("**.yaml", METHOD)])}
    assert found == {message.id for message in template(FLOWS) if message.id}


def catalogs(folder: Path, *entries: str) -> Path:
    """A folder of locales with the English and a French catalog that has `entries`."""
    for locale, more in (("en", ()), ("fr", entries)):
        path = folder / locale / "LC_MESSAGES"
        path.mkdir(parents=True)
        (path / "engagebot.po").write_text(
            'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
            f'"Language: {locale}\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n' + "\n".join(more),
            encoding="utf-8")
    return folder


SMALL = """\
flow: s
about: x
slots:
  n: {type: number}
  a: {type: number}
steps:
  - collect: a
    ask: Hello
  - say: "With {a}"
sentences:
  days: {one: "{n} day", other: "{n} days", count: n}
"""


@pytest.mark.parametrize(("entry", "expected"), [
    ('msgid "Hello"\nmsgstr "Bonjour"\n', []),
    ("", ["fr/engagebot.po: 'Hello' is not translated; translate it"]),
    ('msgid "Hello"\nmsgstr ""\n', ["fr/engagebot.po: 'Hello' is not translated; translate it"]),
    ('#, fuzzy\nmsgid "Hello"\nmsgstr "Bonjour"\n', [
        "fr/engagebot.po: 'Hello' is marked fuzzy; check it and remove the mark"]),
    ('msgid "Hello"\nmsgstr "Bonjour {a}"\n', [
        "fr/engagebot.po: 'Hello' has other holes in its translation (a); keep them as they are"]),
    ('msgid "Hello"\nmsgstr "Bonjour"\n\nmsgid "Old"\nmsgstr "Vieux"\n', [
        "fr/engagebot.po: 'Old' is in no flow any more; run `engagebot extract`"]),
])
def test_what_is_wrong_in_a_catalog_is_told(tmp_path, entry, expected):
    flows = load_folders(written(tmp_path / "flows", SMALL))
    folder = catalogs(tmp_path / "locales", 'msgid "With {a}"\nmsgstr "Avec {a}"\n',
                      'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "un jour"\nmsgstr[1] "{n} jours"\n', entry)
    assert [p for p in catalog_problems(flows, folder) if p.startswith("fr")] == expected


def test_extracting_brings_catalogs_up_to_date_and_keeps_translations(tmp_path):
    flows = load_folders(written(tmp_path / "flows", SMALL))
    folder = catalogs(tmp_path / "locales", 'msgid "Hello"\nmsgstr "Bonjour"\n', 'msgid "Old"\nmsgstr "Vieux"\n')
    assert update(flows, folder) == "en: 3 sentences, 0 to translate\nfr: 3 sentences, 2 to translate"
    assert catalog_problems(flows, folder) == [
        "fr/engagebot.po: 'With {a}' is not translated; translate it",
        "fr/engagebot.po: '{n} day' is not translated; translate it"]
    with (folder / "fr/LC_MESSAGES/engagebot.po").open("rb") as file:
        assert read_po(file).get("Hello").string == "Bonjour"
    assert update(flows, folder) == "en: 3 sentences, 0 to translate\nfr: 3 sentences, 2 to translate"


# ------------------------------------------------------------------------------------- sentences that the code names
CODE = Path(engagebot.__file__).parent
FACTS = {"kind", "guardian", "weekly_minutes", "spare_minutes", "address"} | (set(SAID) - {"name"})
"""Kinds of facts that actions keep; SAID: those that people say of themselves."""
MAY_BE = {
    "my_data.consent_{purpose}_{'given' if given else 'refused'}": {
        f"my_data.consent_{purpose}_{word}"
        for purpose in ("profile", "contact", "charter", "names", "questions", "listed", "introductions",
                        "welcomes")
        for word in ("given", "refused")},
    "my_data.claim_{counted}": {f"my_data.claim_{word}" for word in ("active", "reserved", "done", "counted")},
    "my_data.{name}": {
        f"my_data.{word}"
        for word in ("could", "proposed", "approved", "referent", "learns",
                     "introduced", "introduced_yes", "introduced_no", "met", "block")},
    "organisers.frozen_{why}": {f"organisers.frozen_{why}" for why in WHYS},
    "my_data.meets_{rhythm}": {f"my_data.meets_{rhythm}" for rhythm in get_args(Rhythm)},
    "task.card_{state}": {f"task.card_{state}" for state in ("open", "taken", "done", "gone")},
    "task.horizon_{task.horizon}": {f"task.horizon_{horizon}" for horizon in HORIZONS if horizon != "if_time"},
    "task.board_{name}": {f"task.board_{state}" for state in ("to_do", "begun", "done")},
    "pick_task.because_{one.reason}": {f"pick_task.because_{reason}" for reason in get_args(Reason)},
    "effort_{value['effort']}": {f"effort_{effort}" for effort in EFFORTS if effort != "minutes"},
    "my_data.fact_{fact.kind}": {f"my_data.fact_{kind}" for kind in FACTS},
    "routed_question.{sentence}": {f"routed_question.{why}" for why in get_args(Spared)},
    "my_questions.{state}": {"my_questions.on_its_way", "my_questions.with_organisers"},
    "my_topics.{name}": {"my_topics.learning", "my_topics.answering"},
    "waiting_questions.{name}": {"waiting_questions.with_topic", "waiting_questions.without_topic"},
    "import_tasks.problem_{problem.code}": {f"import_tasks.problem_{code}" for code in CODES},
    "import_tasks.column_{column}": {f"import_tasks.column_{column}" for column in COLUMNS},
    "import_tasks.horizon_{horizon}": {
        f"import_tasks.horizon_{horizon}" for horizon in HORIZONS if horizon != "ongoing"},
    "introductions.is_{meets.rhythm}": {f"introductions.is_{rhythm}" for rhythm in RHYTHMS},
    "introductions.{rhythm}": {f"introductions.{rhythm}" for rhythm in RHYTHMS},
    "introductions.{name}": {
        f"introductions.{name}" for name in (
            "is_waiting", "is_open", "shown_offers", "shown_wants", "shown_place", "shown_group", "likes",
            "take_back", "now", "often", "trios_on", "trios_off", "what_shown", "welcome_on", "welcome_off", "leave",
            *(kind for kind in get_args(Kind) if kind != "interests"))},
    "my_data.called_{row['state']}": {f"my_data.called_{answer}" for answer in get_args(CallAnswer)},
    "called.{state}": {"called.found", "called.cancelled"},
    "called.why_{name}": {"called.why_skills", "called.why_wants"},
    "turn_to.widen_{what}": {
        f"turn_to.widen_{what}"
        for what in ("skills", "interests", "places", "days", "languages", "groups", "newcomers")},
    "my_data.{table}": {"my_data.call", "my_data.call_confirmed"},
    "call_for_help.is_{call.kind}": {f"call_for_help.is_{kind}" for kind in get_args(CallKind)},
    "manage_call.is_{call.state}": {"manage_call.is_draft", "manage_call.is_open", "manage_call.is_exhausted"},
    "manage_call.{name}": {"manage_call.yes_names", "manage_call.unused_names"},
    "audience.{name}": {"audience.groups", "audience.not_groups"},
    "audience.out_{reason}": {f"audience.out_{reason}" for reason in get_args(Barred) if reason != "author"},
    "call_card.{call.kind}": {f"call_card.{kind}" for kind in get_args(CallKind)},
    "call_card.{call.state}": {f"call_card.{state}" for state in get_args(State) if state != "draft"},
    "call_card.posted_{call.state}": {"call_card.posted_found", "call_card.posted_cancelled"},
    "digest.{sentence}": {f"digest.{name}" for name in get_args(Sentence) if name},
    "why.{whose}": {"why.all", "why.mine", "why.mine_later"},
    "why.{one.about}": {f"why.{about}" for about in ABOUTS},
    "why.{one.reason}": {f"why.{reason}" for reason in REASONS},
    "pause.about_{about}": {f"pause.about_{about}" for about in ABOUTS},
    "pause.again_{heard.quiet[0]}": {f"pause.again_{about}" for about in get_args(pause_words.About)},
    "pause.odd_{end.wrong}": {f"pause.odd_{why}" for why in ("no_such_day", "past", "far")},
    "pause.{after}": {f"pause.{why}" for why in ("no_hours", "no_days", "no_holes", "no_rarer")},
    "pause.{sentence}": {"pause.goes_on", "pause.back"},
    "pause.is_{rhythm}": {f"pause.is_{rhythm}" for rhythm in get_args(pause_words.Rhythm)},
    "pause.now_{heard.digest}": {f"pause.now_{rhythm}" for rhythm in get_args(pause_words.Rhythm)},
    "my_data.digest_{row['rhythm']}": {f"my_data.digest_{rhythm}" for rhythm in get_args(pause_words.Rhythm)},
    "words.effort_{effort}": {f"words.effort_{effort}" for effort in EFFORTS if effort != "minutes"},
    "organisers.unknown_{kind}": {"organisers.unknown_skill", "organisers.unknown_interest"},
    "change_profile.address_{value}": {"change_profile.address_tu", "change_profile.address_vous"},
    "skill_{level}": {"skill_helps", "skill_learns"},
    "level_{value}": {"level_can", "level_helps", "level_learns"},
    "group": set(words.GROUPS.values()),
    "part": set(words.PARTS),
    "form": {"group_parts", "days_parts"},
}
"""What stands in the holes of a name that the code puts together; a new one has to be added here."""


def constants(node: ast.AST) -> set[str]:
    """Every string that an expression may be: constants, both sides of `if`, f-strings and names by the table above."""
    match node:
        case ast.Constant(value=str(value)):
            return {value}
        case ast.IfExp():
            return constants(node.body) | constants(node.orelse)
        case ast.JoinedStr():
            return MAY_BE[template_of(node)]
        case ast.Name():
            return MAY_BE[node.id]
    raise AssertionError(f"{ast.unparse(node)}: cannot tell which sentences this names")


def template_of(node: ast.JoinedStr) -> str:
    """An f-string as it stands in the code, without its quotes."""
    return "".join(part.value if isinstance(part, ast.Constant) else f"{{{ast.unparse(part.value)}}}"
                   for part in node.values)


def calls(folder: str, *names: str) -> list[ast.Call]:
    """Calls of `….name(…)` with arguments, in a file or in all of a folder."""
    found = []
    for path in sorted((CODE / folder).rglob("*.py")) if (CODE / folder).is_dir() else [CODE / folder]:
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        found += [node for node in nodes if isinstance(node, ast.Call) and node.args
                  and isinstance(node.func, ast.Attribute) and node.func.attr in names]
    return found


def sentences_of_the_code() -> list[str]:
    """`flow.sentence` for everything that the code says by name."""
    named: set[str] = set()
    for path in sorted((CODE / "actions").rglob("*.py")):               # names travel in variables: every string counts
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        pieces = {id(piece) for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
        for node in nodes:
            if id(node) in pieces:
                continue
            text = template_of(node) if isinstance(node, ast.JoinedStr) else getattr(node, "value", None)
            if isinstance(text, str) and re.match(r"[a-z_]+\.[\w{]", text) and text.split(".")[0] in FLOWS:
                named |= constants(node) if isinstance(node, ast.Constant | ast.JoinedStr) else set()
    for call in calls("engine", "say"):
        named |= {f"patterns.{name}" for name in constants(call.args[0])}
    for path in sorted((CODE / "engine").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for one, other in re.findall(r'sentences\["(\w+)"\]|\{"sentence": "(\w+)"\}', text):
            named.add(f"patterns.{one or other}")
    for file in ("dialogue", "commit.py"):
        named |= {f"patterns.{name}" for call in calls(file, "sentence") if call.keywords
                  for name in constants(call.args[0])}
    named |= {f"{flow.id}.{OFFER}" for flow in FLOWS.values() if OFFER in flow.sentences}
    for call in calls("words.py", "small_word"):
        named |= {f"words.{name}" for name in constants(call.args[0])}
    return sorted(named)


def test_every_sentence_that_the_code_names_exists():
    named = sentences_of_the_code()
    assert len(named) > 80
    assert sentence_problems(FLOWS, named) == []


def test_every_sentence_that_is_not_a_step_is_named_by_the_code():
    kept = {f"{flow.id}.{name}" for flow in FLOWS.values() for name in flow.sentences}
    assert kept - set(sentences_of_the_code()) == set()


def test_a_sentence_that_is_missing_is_told():
    assert sentence_problems(FLOWS, ["patterns.nonsense", "nowhere.x", "patterns.not_understood"]) == [
        f"there is no sentence {name!r}; the code needs it, add it under `sentences:` of that flow"
        for name in ("patterns.nonsense", "nowhere.x")]


# --------------------------------------------------------------------------------------------- the association's file
ASSOCIATION = """\
name: Le Jardin
contact: {name: Olga, reach: "@olga:example.org"}
languages: [en, fr]
time_zone: Europe/Brussels
country: BE
charter: {version: 2, link: "https://example.org/charter"}
skills:
  posters: {fr: affiches, en: posters, aliases: [graphisme]}
  cooking:
"""


def test_the_associations_file_is_read(tmp_path):
    path = tmp_path / "association.yaml"
    path.write_text(ASSOCIATION, encoding="utf-8")
    read = load_association(path)
    assert (read.name, read.contact_name, read.contact, read.languages, read.time_zone, read.country, read.charter) == (
        "Le Jardin", "Olga", "@olga:example.org", ("en", "fr"), "Europe/Brussels", "BE",
        Charter("2", "https://example.org/charter"))
    assert read.skills == (Entry("posters", {"fr": "affiches", "en": "posters"}, ("graphisme",)),
                           Entry("cooking", {"": "cooking"}))


@pytest.mark.parametrize(("old", "new", "expected"), [
    ("name: Le Jardin\n", "", ["association.yaml:1: `name` is missing; add it"]),
    ("country: BE", "contry: BE", [
        "association.yaml:5: there is no setting 'contry'; it may be charter, contact, country, interests, languages, "
        "name, organisers_room, privacy_version, skills, tasks_room, time_zone, topics"]),
    ("[en, fr]", "[en, de]", ["association.yaml:3: the bot does not speak 'de'; choose among fr, en"]),
    ("Europe/Brussels", "Brussels", [
        "association.yaml:4: there is no time zone 'Brussels'; write one like Europe/Paris"]),
    ("{version: 2, link: \"https://example.org/charter\"}", "yes", [
        "association.yaml:6: the charter is {version: …, link: …}; write both"]),
    ("aliases: [graphisme]", "alias: graphisme", [
        "association.yaml:8: skills 'posters' is {fr: …, en: …, aliases: […]}; remove alias"]),
    ("  posters: {fr: affiches, en: posters, aliases: [graphisme]}\n  cooking:\n", "  - posters\n", [
        "association.yaml:7: `skills` is a list of `id: {fr: …, en: …, aliases: […]}`; write it so"]),
    ("charter: {", "charter: [", [
        "association.yaml:6: is not YAML here: expected ',' or ']', but got '}'; check quotes, colons and "
        "indentation"]),
    (ASSOCIATION, "", ["association.yaml:1: is empty; `engagebot init` writes a commented one"]),
])
def test_each_fault_of_the_associations_file_is_told(tmp_path, old, new, expected):
    path = tmp_path / "association.yaml"
    path.write_text(ASSOCIATION.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FlowFileError) as error:
        load_association(path)
    assert error.value.problems == expected


def test_an_associations_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FlowFileError) as error:
        load_association(tmp_path / "association.yaml")
    assert error.value.problems == [
        f"{tmp_path / 'association.yaml'}:1: there is no such file; `engagebot init` writes one, or set "
        "ENGAGEBOT_ASSOCIATION"]
