"""A list of tasks is read as organisers write it; all that is wrong with it is said at once, each with its line."""

from __future__ import annotations

import json
import time
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engagebot.domain.association import Association, Entry
from engagebot.domain.taskfile import (
    CODES,
    COLUMNS,
    ONLINE_WORDS,
    Problem,
    csv_text,
    decode,
    fold,
    json_text,
    read_tasks,
)
from engagebot.domain.taskrows import key
from engagebot.domain.tasks import EFFORTS, HORIZONS, Fault, Task, tidied

JARDIN = Association(
    "Le Jardin",
    "Olga",
    "@olga:example.org",
    skills=(
        Entry("posters", {"fr": "affiches", "en": "posters"}, ("graphisme", "flyers")),
        Entry("cooking", {"fr": "cuisine", "en": "cooking"}),
        Entry("sound", {"fr": "son / lumière", "en": "sound, light"}),
    ),
    interests=(Entry("gardening", {"fr": "jardinage", "en": "gardening"}), Entry("children", {"fr": "enfance"})),
    topics=(Entry("money", {"fr": "argent et remboursements", "en": "money"}, ("compta",)),),
)
ALL_COLUMNS = ", ".join(COLUMNS)
FRENCH = {
    "title": "titre",
    "purpose": "à quoi ça sert",
    "effort": "durée",
    "skills": "compétences",
    "few_hours": "quelques heures",
    "if_time": "si on a le temps",
    "ongoing": "en continu",
    "online": "en ligne",
}


def read(text: str, name: str = "list.csv") -> tuple[list[Task], list[Problem]]:
    return read_tasks(name, text, JARDIN)


def one(**said: object) -> tuple[Task, list[Problem]]:
    """A single task, as JSON; what is not said is right."""
    (task,), problems = read(json.dumps([{"title": "Coller des affiches", "effort": 20, **said}]), "list.json")
    return task, problems


# ------------------------------------------------------------------------------------------------- what can be written
POSTERS = Task(
    "",
    "Coller des affiches",
    minutes=20,
    people=2,
    free=2,
    description="Dans le quartier ;\nla colle est au local.",
    purpose="Les voisins savent que la fête a lieu.",
    place="online",
    topic="money",
    horizon="now",
    contact="@olga:example.org",
    link="https://example.org/plan",
    skills=("posters", "cooking"),
    interests=("gardening",),
)
IN_FRENCH = """\
# Nos tâches du printemps, "avec amour

Titre;Description;À quoi ça sert ?;Durée;Personnes;Compétences;Centres d’intérêt;Thème;Lieu;Horizon;Contact;Lien
Coller des affiches;"Dans le quartier ;
la colle est au local.";Les voisins savent que la fête a lieu.;20 min;2;Affiches, CUISINE;jardinage;compta;En ligne;\
tout de suite;@olga:example.org;https://example.org/plan
;;;;;;;;;;;
# Tailler les haies;;;2 h;;;;;;;;
Arroser;;;en continu
"""
IN_ENGLISH = """\
link,contact,HORIZON,place,topic,interests,skills,people,minutes,purpose,description,title
https://example.org/plan,@olga:example.org,now,online,money,gardening,posters|cooking,2,20,\
Les voisins savent que la fête a lieu.,"Dans le quartier ;
la colle est au local.",Coller des affiches
,,,,,,,,ongoing,,,Arroser
"""
IN_JSON = """
{ "tasks": [
    {"titre": "Coller des affiches", "description": "Dans le quartier ;\\nla colle est au local.",
     "utilité": "Les voisins savent que la fête a lieu.", "temps": 20, "personnes": 2,
     "compétences": ["Affiches", "cooking"], "intérêts": "jardinage", "sujet": "compta", "lieu": "en ligne",
     "horizon": "tout de suite", "contact": "@olga:example.org", "lien": "https://example.org/plan"},
    {"title": "Arroser", "effort": "ongoing", "people": null}
] }
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.csv", IN_FRENCH),
        ("list.csv", "\ufeff" + IN_FRENCH.replace("\n", "\r\n")),
        ("list.csv", "\ufeffsep=;\r\n" + IN_FRENCH.replace("\n", "\r")),
        ("list.csv", IN_ENGLISH),
        ("list.tsv", IN_ENGLISH.replace(",", "\t")),
        ("list.txt", IN_ENGLISH),
        ("list.json", IN_JSON),
        ("list.txt", IN_JSON),
        ("list.json", IN_JSON.partition('"tasks":')[2].rstrip().removesuffix("}")),
    ],
)
def test_a_list_is_read_in_either_language_however_it_is_separated(name, text):
    assert read(text, name) == ([POSTERS, Task("", "Arroser", effort="ongoing", horizon="ongoing")], [])


@pytest.mark.parametrize(
    ("said", "effort", "minutes"),
    [(said, "minutes", 20) for said in ("20", "20 min", "20min", "20 minutes", "20 mn", "20’", " 20 Min. ", "20,0")]
    + [(said, "minutes", 60) for said in ("1 h", "1h", "1 heure", "1 hour", "1h00", "60")]
    + [(said, "minutes", 90) for said in ("1h30", "1 h 30", "1 H 30 min", "1,5 h", "1.5 hours", "90 minutes")]
    + [(said, "few_hours", None) for said in ("quelques heures", "A few hours", "few_hours")]
    + [(said, "ongoing", None) for said in ("en continu", "En Continu", "ongoing")],
)
def test_an_effort_is_said_in_many_ways(said, effort, minutes):
    horizon = "ongoing" if effort == "ongoing" else "if_time"
    assert one(effort=said) == (Task("", "Coller des affiches", effort, minutes, horizon=horizon), [])


@pytest.mark.parametrize(
    ("said", "horizon"),
    [
        ("", "if_time"),
        ("si on a le temps", "if_time"),
        ("Si on a le temps.", "if_time"),
        ("if_time", "if_time"),
        ("if there is time", "if_time"),
        ("Tout de suite", "now"),
        ("now", "now"),
        ("plus tard", "later"),
        ("later", "later"),
        ("en continu", "ongoing"),
        ("ongoing", "ongoing"),
    ],
)
def test_a_horizon_is_said_in_either_language(said, horizon):
    assert one(horizon=said) == (Task("", "Coller des affiches", minutes=20, horizon=horizon), [])


@pytest.mark.parametrize(
    ("said", "skills"),
    [
        ("", ()),
        ("posters", ("posters",)),
        ("Affiches; CUISINE", ("posters", "cooking")),
        ("flyers/cooking", ("posters", "cooking")),
        ("graphisme, affiches | posters", ("posters",)),
        ("son / lumiere; cuisine", ("sound", "cooking")),
        ("Sound, light", ("sound",)),
        (["affiches", "son / lumière"], ("posters", "sound")),
        ([], ()),
    ],
)
def test_skills_are_found_by_id_label_or_alias_even_with_a_separator_in_their_name(said, skills):
    assert one(skills=said) == (Task("", "Coller des affiches", minutes=20, skills=skills), [])


def test_a_title_is_tidied_and_a_number_is_a_title_too():
    assert read('titre;temps\n"  Coller\n des   affiches ";5\n', "x")[0] == [Task("", "Coller des affiches", minutes=5)]
    assert one(title=2027) == (Task("", "2027", minutes=20), [])


# -------------------------------------------------------------------------------------------------- what can be wrong
HEAD = "title;effort"


CSV_FAULTS = [
    ("", [Problem(1, "empty")]),
    ("\n# nothing yet\n", [Problem(1, "empty")]),
    ("title;effort\n\n", [Problem(1, "empty")]),
    ("Coller des affiches;20\n", [Problem(1, "no_head", "Coller des affiches;20", ALL_COLUMNS)]),
    ('"title;effort\nArroser;5\n', [Problem(1, "broken_quotes", '"title;effort')]),
    (
        "#\ntitle;effort;échéance;temps;place\nArroser;5;demain;7;ici\n",
        [Problem(2, "unknown_column", "échéance", ALL_COLUMNS), Problem(2, "column_twice", "effort")],
    ),
    (
        "description;people\nArroser;0\nSemer;1",
        [
            Problem(1, "missing_column", "title"),
            Problem(1, "missing_column", "effort"),
            Problem(2, "wrong_people", "0", "99"),
        ],
    ),
    (
        f"{HEAD}\nArroser, semer;5;et quoi ?;x\nSemer;5;;\n",
        [Problem(2, "too_many_cells", "et quoi ?")],
    ),
    (
        f'{HEAD}\n"Arroser;5\nSemer;-5\n"Tailler" vite;5\n"Planter\nun arbre";0\n"Fini;3',
        [
            Problem(2, "broken_quotes", '"Arroser;5'),
            Problem(3, "wrong_effort", "-5"),
            Problem(4, "broken_quotes", '"Tailler" vite;5'),
            Problem(5, "wrong_effort", "0"),
            Problem(7, "broken_quotes", '"Fini;3'),
        ],
    ),
    (f"{HEAD}\n;20\nSemer;\n", [Problem(2, "no_title"), Problem(3, "no_effort")]),
    (
        f"{HEAD}\nCafé à  préparer;20\n\nCAFE a preparer;5\ncafe à préparer;6\n",
        [
            Problem(4, "title_twice", "CAFE a preparer", "2"),
            Problem(5, "title_twice", "Cafe à préparer", "2"),
        ],
    ),
    (f"{HEAD}\nArro\x00ser;2\x1b0\n", [Problem(2, "odd_characters", "title"), Problem(2, "odd_characters", "effort")]),
]


@pytest.mark.parametrize(("text", "problems"), CSV_FAULTS)
def test_what_is_wrong_with_the_form_of_a_csv_is_told(text, problems):
    assert read(text)[1] == problems


JSON_FAULTS = [
    ("", [Problem(1, "empty")]),
    ("[ ]", [Problem(1, "empty")]),
    ('\n"Arroser"', [Problem(1, "no_list")]),
    ('{"title": "Arroser", "effort": 5}', [Problem(1, "no_list")]),
    (
        '[\n"Arroser",\n{"title": "A",\n"effort": true, "people": [2], "place": {"x": 1}, "date": "2027"},\n7]',
        [
            Problem(2, "not_object", '"Arroser",'),
            Problem(3, "unknown_column", "date", ALL_COLUMNS),
            Problem(3, "wrong_value", "effort"),
            Problem(3, "wrong_value", "people"),
            Problem(3, "wrong_value", "place"),
            Problem(5, "not_object", "7]"),
        ],
    ),
    (
        '[{"title": "A", "titre": "B", "effort": 5, "skills": [1, null]}]',
        [Problem(1, "column_twice", "title"), Problem(1, "wrong_value", "skills")],
    ),
    (
        '[{"title": "\\ud800 A", "effort": NaN}]',
        [Problem(1, "odd_characters", "title"), Problem(1, "wrong_effort", "NaN")],
    ),
    (
        '[\n{"title": "A", "effort": 0},\n{"title": "B" "effort": 5}\n]',
        [Problem(2, "wrong_effort", "0"), Problem(3, "broken_json", '"effort": 5}')],
    ),
    ('[{"title": "A",\n"effort": 5}\n{"title": "B"}]', [Problem(3, "broken_json", '{"title": "B"}]')]),
    ('[{"title": "A", "effort": 5},\n]', [Problem(2, "broken_json", "]")]),
    ('[{"title": "A", "effort": 5}', [Problem(1, "broken_json")]),
    ('[{"title": "A", "effort": 5}]\n]', [Problem(1, "broken_json", "]")]),
    ('{"tasks": [{"title": "A", "effort": 5}]', [Problem(1, "broken_json", "]")]),
    ("[" * 100_000, [Problem(1, "broken_json", "[" * 59 + "…")]),
    ('[{"title": "A", "effort": ' + "9" * 5_000 + "}]", [Problem(1, "wrong_effort", "9" * 59 + "…")]),
]


@pytest.mark.parametrize(("text", "problems"), JSON_FAULTS)
def test_what_is_wrong_with_the_form_of_a_json_is_told(text, problems):
    assert read(text, "list.json")[1] == problems


TASK_FAULTS = [
    ({"title": " "}, "no_title", "", ""),
    ({"title": "x" * 81}, "long_title", "81", "80"),
    ({"description": "x" * 601}, "long_description", "601", "600"),
    ({"purpose": "x" * 161}, "long_purpose", "161", "160"),
    ({"place": "x" * 61}, "long_place", "61", "60"),
    ({"link": "https://" + "x" * 293}, "long_link", "301", "300"),
    ({"effort": ""}, "no_effort", "", ""),
    ({"effort": "beaucoup"}, "wrong_effort", "beaucoup", ""),
    ({"effort": "-20 min"}, "wrong_effort", "-20 min", ""),
    ({"effort": 7.5}, "wrong_effort", "7.5", ""),
    ({"effort": "0 h"}, "wrong_effort", "0 h", ""),
    ({"effort": "2h01"}, "split", "121", "120"),
    ({"people": 0}, "wrong_people", "0", "99"),
    ({"people": 100}, "wrong_people", "100", "99"),
    ({"people": "deux"}, "wrong_people", "deux", "99"),
    ({"horizon": "demain"}, "wrong_horizon", "demain", ""),
    ({"horizon": "???"}, "wrong_horizon", "???", ""),
    ({"link": "example.org"}, "wrong_link", "example.org", ""),
    ({"link": "https://"}, "wrong_link", "https://", ""),
    ({"link": "https://example.org/a b"}, "wrong_link", "https://example.org/a b", ""),
    ({"contact": "Olga"}, "wrong_contact", "Olga", ""),
    ({"contact": "@olga:"}, "wrong_contact", "@olga:", ""),
    ({"skills": ["affiche"]}, "unknown_skill", "affiche", "affiches, cuisine, son / lumière"),
    ({"interests": "jardinier"}, "unknown_interest", "jardinier", "jardinage, enfance"),
    ({"topic": "argent"}, "unknown_topic", "argent", "argent et remboursements"),
]


@pytest.mark.parametrize(("said", "code", "value", "hint"), TASK_FAULTS)
def test_what_is_wrong_with_a_task_is_told(said, code, value, hint):
    assert one(**said)[1] == [Problem(1, code, value, hint)]


def test_every_problem_of_a_line_is_told():
    text = f"{HEAD};skills;link;people\n;3 h;affiches, soudure / plongée;ftp://x;-1"
    assert [(problem.line, problem.code, problem.value) for problem in read(text)[1]] == [
        (2, "no_title", ""),
        (2, "split", "180"),
        (2, "wrong_people", "-1"),
        (2, "wrong_link", "ftp://x"),
        (2, "unknown_skill", "soudure"),
        (2, "unknown_skill", "plongée"),
    ]


def test_without_a_catalogue_there_is_no_nearest_entry():
    bare = Association("Le Jardin", "Olga", "")
    assert read_tasks("x.csv", f"{HEAD};skills\nArroser;5;eau", bare)[1] == [Problem(2, "unknown_skill", "eau")]


def test_three_broken_lines_among_a_thousand_are_three_problems():
    rows = [f"Tâche {number};{number % 120 + 1} min" for number in range(1000)]
    rows[10], rows[500], rows[999] = "Longue;3 h", ";5", 'Courte;"5'
    tasks, problems = read("\n".join([HEAD, *rows]))
    assert problems == [
        Problem(12, "split", "180", "120"),
        Problem(502, "no_title"),
        Problem(1001, "broken_quotes", 'Courte;"5'),
    ]
    assert len(tasks) == 999


def test_a_file_has_its_limits():
    rows = [f"Tâche {number};5" for number in range(5_001)]
    assert read("\n".join([HEAD, *rows[:5_000]]))[1] == []
    assert read("\n".join([HEAD, *rows]))[1] == [Problem(5_002, "too_many", hint="5000")]
    assert read("é" * 1_000_001) == ([], [Problem(1, "too_big", hint="2")])


def test_a_file_made_for_another_catalogue_is_read_in_good_time():
    entries = tuple(Entry(f"skill-{number}", {"fr": f"savoir faire numéro {number}"}) for number in range(400))
    text = "\n".join([f"{HEAD};skills", *(f"Tâche {n};5;inconnu {n}, autre {n}, encore {n}" for n in range(5_000))])
    began = time.monotonic()
    _, problems = read_tasks("x.csv", text, Association("Le Jardin", "Olga", "", skills=entries))
    assert time.monotonic() - began < 20
    assert len(problems) == 15_000
    assert [bool(problem.hint) for problem in problems[:60]] == [True] * 50 + [False] * 10


@pytest.mark.parametrize(
    "text", ['"' * 200_001, "title;effort\n" + '"a;5\n' * 50_000, "title;effort\n" + '"""\n' * 99_999]
)
def test_quotes_without_end_are_read_in_good_time(text):
    began = time.monotonic()
    assert read(text)[1] != []
    assert time.monotonic() - began < 20


# --------------------------------------------------------------------------------------------------------------- bytes
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_what_spreadsheets_write_is_decoded(encoding):
    text = decode(IN_FRENCH.encode(encoding))
    assert isinstance(text, str)
    assert read(text) == ([POSTERS, Task("", "Arroser", effort="ongoing", horizon="ongoing")], [])


BYTE_FAULTS = [
    (b"PK\x03\x04\x14\x00", Problem(1, "spreadsheet")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", Problem(1, "spreadsheet")),
    (b"\x89PNG\r\n\x1a\n\x00\x00", Problem(1, "not_text")),
    (b"\xff\xfeA", Problem(1, "not_text")),
    (b"\x81\x8d", Problem(1, "not_text")),
    (b"x" * 2_000_001, Problem(1, "too_big", hint="2")),
]


@pytest.mark.parametrize(("data", "problem"), BYTE_FAULTS)
def test_what_is_no_text_is_told(data, problem):
    assert decode(data) == problem


# ---------------------------------------------------------------------------------------------------- there and back
WORDS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=60)
PARAGRAPHS = st.lists(WORDS, max_size=4).map("\n".join)
TITLES = st.one_of(WORDS, st.sampled_from(["=1+1", "'=1+1", "#1", "'#", "-5", "@ada", "sep=;", '"', '""', "a;b,c\td"]))


def one_line(text: str) -> str:
    return " ".join(text.split())


@st.composite
def tasks(draw) -> Task:
    effort = draw(st.sampled_from(EFFORTS))
    people = draw(st.integers(1, 99))
    place = one_line(draw(st.one_of(TITLES, st.just("online"))))
    task = Task(
        "",
        one_line(draw(TITLES)) or "?",
        effort,
        draw(st.integers(1, 120)) if effort == "minutes" else None,
        people,
        draw(PARAGRAPHS).strip(),
        one_line(draw(TITLES)),
        "online" if key(place) in ONLINE_WORDS else place,
        draw(st.sampled_from(["", "money"])),
        draw(st.sampled_from(HORIZONS)),
        draw(st.sampled_from([None, "@olga:example.org"])),
        link=draw(st.sampled_from(["", "https://example.org/?a=1,2;3"])),
        free=people,
        skills=tuple(draw(st.lists(st.sampled_from(["posters", "cooking", "sound"]), unique=True))),
        interests=tuple(draw(st.lists(st.sampled_from(["gardening", "children"]), unique=True))),
    )
    return tidied(task)


LISTS = st.lists(tasks(), min_size=1, max_size=6, unique_by=lambda task: fold(task.title))


@given(LISTS, st.sampled_from(",;\t"), st.sampled_from([{}, FRENCH]))
@example([Task("", "#1", minutes=5)], ";", FRENCH)
def test_a_csv_that_was_written_is_read_back_as_it_was(tasks, separator, names):
    text = csv_text(tasks, JARDIN, names, separator)
    assert read(text) == (tasks, [])
    assert read("\ufeff" + text.replace("\n", "\r\n")) == (tasks, [])


@given(LISTS)
def test_a_json_that_was_written_is_read_back_as_it_was(tasks):
    assert read(json_text(tasks), "list.json") == (tasks, [])


PIECES = [
    '"',
    "\n",
    ";",
    ",",
    "#",
    "'",
    "title",
    "effort",
    "5",
    " ",
    "[",
    "]",
    "{",
    "}",
    ":",
    '"title"',
    '"effort"',
    "é",
]


@given(
    st.one_of(st.text(st.characters(), max_size=99), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)),
    st.sampled_from(["", "title;effort\n", "[", '[{"title":']),
    st.sampled_from(["x.csv", "x.json"]),
)
def test_any_text_is_read_without_an_accident(text, before, name):
    tasks, problems = read(before + text, name)
    assert tasks or problems
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_entries_are_written_by_their_labels_where_those_are_read_back():
    odd = (
        Entry("a", {"fr": "un; deux"}),
        Entry("b", {"fr": "trois"}),
        Entry("c", {"fr": "TROIS"}),
        Entry("d", {"": "d"}),
    )
    written = csv_text(
        [Task("", "A", minutes=5, skills=("a", "b", "c", "d", "gone"))], Association("", "", "", skills=odd), {}
    )
    assert written.splitlines()[1] == 'A,,,5 min,1,"a; trois; c; d; gone",,,,if_time,,'


def test_what_a_spreadsheet_would_compute_stays_text():
    text = csv_text([Task("", "=HYPERLINK(1)", minutes=5, contact="@olga:example.org")], JARDIN, {})
    assert text.splitlines()[1] == "'=HYPERLINK(1),,,5 min,1,,,,,if_time,'@olga:example.org,"


def test_every_code_is_met_above():
    problems = [
        *(known for _, told in (*CSV_FAULTS, *JSON_FAULTS) for known in told),
        *(told for _, told in BYTE_FAULTS),
    ]
    met = {problem.code for problem in problems} | {code for _, code, _, _ in TASK_FAULTS}
    assert met | {"too_many"} == set(CODES)
    assert set(get_args(Fault)) < set(CODES)
