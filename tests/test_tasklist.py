"""`engagebot tasks import` and `engagebot tasks export`, on a database file."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engagebot.__main__ import main
from engagebot.app import load_words
from engagebot.config import Settings, shipped
from engagebot.domain.taskfile import CODES, COLUMNS, Problem, read_tasks
from engagebot.domain.tasks import Task
from engagebot.flowfile.association import load_association
from engagebot.setup import TEMPLATES
from engagebot.store import conversations, tasks
from engagebot.store.migrate import migrate
from engagebot.store.sqlite import Store
from engagebot.tasklist import called, told

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ASSOCIATION = """\
name: Le Jardin
contact: {{name: Olga, reach: "@olga:example.org"}}
languages: [{languages}]
skills:
  posters: {{fr: affiches, en: posters}}
  cooking: {{fr: cuisine, en: cooking}}
"""
POSTER = '[{"title": "A", "effort": 5, "skills": "poster"}]'
THREE = """\
titre;durée;compétences;lieu;description;contact
Coller des affiches;20 min;affiches, cuisine;en ligne;;@olga:example.org
Arroser;en continu;;Serre;"Le soir ;
ou tôt le matin";
=Compter= les pots;1 h 30;;;"- un par un";
"""


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """An installation that has been migrated, and none of this machine's own settings."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ENGAGEBOT_{name.upper()}", raising=False)
    spoken("fr, en")
    migrate(database(), shipped("storage"), NOW)
    return tmp_path


def spoken(languages: str) -> None:
    Path("association.yaml").write_text(ASSOCIATION.format(languages=languages), encoding="utf-8")


def database() -> Path:
    return Path("data/engagebot.sqlite")


def written(text: str, name: str = "list.csv") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def in_store(work):
    async def open_and_close():
        store = await Store.open(str(database()), shipped("storage"))
        try:
            async with store.transaction() as tx:
                return await work(tx)
        finally:
            await store.close()

    return asyncio.run(open_and_close())


def on_the_list() -> list[Task]:
    """Without what differs each time."""
    found = in_store(lambda tx: tasks.open_tasks(tx, 99_999))
    return sorted((replace(task, id="", opened_at=None) for task in found), key=lambda task: task.title)


# -------------------------------------------------------------------------------------------------------------- import
def test_the_examples_of_the_page_are_read():
    page = (Path(__file__).parent.parent / "docs" / "tasks.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```(csv|json)\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    template = (TEMPLATES / "association.en.yaml").read_text(encoding="utf-8")
    filled = template.format(name="Us", contact="Olga", reach='"@olga:example.org"', languages="[en, fr]")
    Path("association.yaml").write_text(filled, encoding="utf-8")
    association = load_association(Path("association.yaml"))
    read = [read_tasks(f"x.{kind}", text, association) for kind, text in examples]
    assert [problems for _, problems in read] == [[], [], []]
    assert [len(listed) for listed, _ in read] == [3, 2, 2]
    problems = Problem(7, "split", "180", "120"), read_tasks("x.json", POSTER, association)[1][0]
    for problem in problems:
        assert in_words(problem, "en").partition(": ")[2] in page


def test_a_list_is_opened(capsys):
    assert main(["tasks", "import", written(THREE)]) == 0
    assert capsys.readouterr().out == "list.csv : tâches ajoutées : 3 ; déjà dans la liste : 0\n"
    assert on_the_list() == [
        Task("", "=Compter= les pots", minutes=90, description="- un par un"),
        Task(
            "",
            "Arroser",
            effort="ongoing",
            horizon="ongoing",
            place="Serre",
            description="Le soir ;\nou tôt le matin",
        ),
        Task(
            "",
            "Coller des affiches",
            minutes=20,
            skills=("cooking", "posters"),
            place="online",
            contact="@olga:example.org",
        ),
    ]


def test_the_board_is_brought_up_to_date_once_something_is_new():
    with Path("association.yaml").open("a", encoding="utf-8") as file:
        file.write('tasks_room: "!tasks:example.org"\n')
    main(["tasks", "import", "--check", written(THREE)])
    assert due_timers() == []
    main(["tasks", "import", "list.csv"])
    assert due_timers() == [("", "board", "!tasks:example.org")]
    with closing(sqlite3.connect(database())) as db, db:
        db.execute("DELETE FROM timer")
    main(["tasks", "import", "list.csv"])
    assert due_timers() == []


def due_timers() -> list[tuple[str, str, str]]:
    due = in_store(lambda tx: conversations.due_timers(tx, datetime.now(UTC)))
    return [(timer.person, timer.kind, timer.subject) for timer in due]


def test_the_same_list_twice_adds_nothing(capsys):
    main(["tasks", "import", written(THREE)])
    before = on_the_list()
    capsys.readouterr()
    assert main(["tasks", "import", written(THREE.replace("Arroser", "ARROSER"))]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "list.csv : « Coller des affiches » est déjà dans la liste ; passée",
        "list.csv : « ARROSER » est déjà dans la liste ; passée",
        "list.csv : « =Compter= les pots » est déjà dans la liste ; passée",
        "list.csv : tâches ajoutées : 0 ; déjà dans la liste : 3",
    ]
    assert on_the_list() == before


def test_what_was_proposed_or_differs_in_accents_only_is_on_the_list_already(capsys):
    spoken("en, fr")
    proposed = Task("t1", "Préparer le Café", minutes=5)
    in_store(lambda tx: tasks.add(tx, proposed, NOW, opened=False))
    assert main(["tasks", "import", written("title,effort\nPREPARER le cafe,10\nSemer,5\n")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "list.csv: “PREPARER le cafe” is on the list already; passed over",
        "list.csv: tasks added: 1; on the list already: 1",
    ]
    assert on_the_list() == [Task("", "Semer", minutes=5)]


def test_what_was_done_can_be_put_on_the_list_again():
    main(["tasks", "import", written("titre;durée\nArroser;5")])
    (task,) = in_store(lambda tx: tasks.open_tasks(tx, 9))
    in_store(lambda tx: tasks.closed(tx, task.id, "done", NOW))
    assert main(["tasks", "import", "list.csv"]) == 0
    assert on_the_list() == [Task("", "Arroser", minutes=5)]


def test_of_a_list_with_faults_nothing_is_opened_and_all_are_told(capsys):
    rows = [f"Tâche {number};{number % 120 + 1};" for number in range(1_000)]
    rows[10], rows[500], rows[999] = "Longue;3 h;", ";5;", "Courte;5;affiche"
    text = "\n".join(["titre;durée;compétences", *rows])
    assert main(["tasks", "import", written(text)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "list.csv:12: la tâche prend 180 minutes ; partagez-la en tâches de 120 minutes au plus",
        "list.csv:502: la tâche n'a pas de titre ; donnez-lui-en un",
        "list.csv:1001: il n'y a pas de compétence « affiche » (les plus proches : affiches, cuisine) ; "
        "corrigez-la, ou ajoutez-la à association.yaml",
        "list.csv : 3 à corriger ; rien n'a été importé",
    ]
    assert on_the_list() == []


def test_a_check_writes_nothing(capsys):
    in_store(lambda tx: tasks.add(tx, Task("t1", "Arroser", minutes=5), NOW, opened=True))
    before = database().read_bytes()
    assert main(["tasks", "import", "--check", written(THREE)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "list.csv : « Arroser » est déjà dans la liste ; passée",
        "list.csv : tout est juste ; à ajouter : 2 ; déjà dans la liste : 1 ; rien n'a été écrit",
    ]
    assert database().read_bytes() == before
    assert on_the_list() == [Task("", "Arroser", minutes=5)]
    assert main(["tasks", "import", written("titre\nA"), "--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "list.csv:1: il manque la colonne « durée » ; ajoutez-la",
        "list.csv : 1 à corriger ; rien n'a été importé",
    ]


def test_a_list_can_be_checked_before_the_bot_has_ever_run(capsys):
    database().unlink()
    assert main(["tasks", "import", "--check", written(THREE)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "list.csv : tout est juste ; à ajouter : 3 ; déjà dans la liste : 0 ; rien n'a été écrit"
    ]
    assert not database().exists()


def test_a_list_is_opened_while_the_bot_runs():
    """Its connection stays open, and sees what was written."""

    async def beside(text: str) -> list[Task]:
        store = await Store.open(str(database()), shipped("storage"))
        try:
            async with store.transaction() as tx:
                assert await tasks.open_tasks(tx, 9) == []
            assert await asyncio.to_thread(main, ["tasks", "import", written(text)]) == 0
            async with store.transaction() as tx:
                return await tasks.open_tasks(tx, 9)
        finally:
            await store.close()

    assert len(asyncio.run(beside(THREE))) == 3


def test_a_long_list_keeps_the_bot_waiting_for_a_moment_only():
    rows = [f"Tâche {number};5;affiches, cuisine" for number in range(5_000)]
    began = datetime.now(UTC)
    assert main(["tasks", "import", written("\n".join(["titre;durée;compétences", *rows]))]) == 0
    assert (datetime.now(UTC) - began).total_seconds() < 20
    assert len(on_the_list()) == 5_000


def test_when_a_write_fails_nothing_of_the_list_is_kept(capsys):
    with closing(sqlite3.connect(database())) as db:
        db.execute(
            "CREATE TRIGGER no_pots BEFORE INSERT ON task WHEN NEW.title LIKE '%pots%' "
            "BEGIN SELECT RAISE(ABORT, 'no pots'); END"
        )
    assert main(["tasks", "import", written(THREE)]) == 1
    assert capsys.readouterr().err == (
        "data/engagebot.sqlite: no pots; nothing was written, try again or run `engagebot doctor`\n"
    )
    assert on_the_list() == []


def test_a_database_that_stays_busy_is_told(capsys, monkeypatch):
    assert on_the_list() == []  # the bot has run: the file is in WAL mode
    monkeypatch.setattr("engagebot.store.sqlite.BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(database(), isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        assert main(["tasks", "import", written(THREE)]) == 1
    assert capsys.readouterr().err == (
        "data/engagebot.sqlite: database is locked; nothing was written, try again or run `engagebot doctor`\n"
    )
    assert on_the_list() == []


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda: Path("list.csv").unlink(), "list.csv: No such file or directory; name a file that can be read"),
        (
            lambda: database().unlink(),
            "data/engagebot.sqlite: there is no database; set ENGAGEBOT_DATA_DIR to the folder of the bot, or run "
            "`engagebot migrate`",
        ),
        (
            lambda: pragma("user_version = 1"),
            "data/engagebot.sqlite: has schema 1, this engagebot needs {known}; run `engagebot migrate`",
        ),
        (
            lambda: pragma("user_version = 99"),
            "data/engagebot.sqlite: has schema 99, this engagebot needs {known}; install the newer engagebot that "
            "made it",
        ),
        (
            lambda: database().write_text("not a database, but long enough to be looked at by SQLite as one" * 20),
            "data/engagebot.sqlite: file is not a database; nothing was written, try again or run `engagebot doctor`",
        ),
        (
            lambda: Path("association.yaml").unlink(),
            "association.yaml:1: there is no such file; `engagebot init` writes one, or set ENGAGEBOT_ASSOCIATION",
        ),
    ],
)
def test_what_stands_in_the_way_is_told(spoil, expected, capsys):
    written(THREE)
    with closing(sqlite3.connect(database())) as db:
        known = db.execute("PRAGMA user_version").fetchone()[0]
    spoil()
    assert main(["tasks", "import", "list.csv"]) == 1
    assert capsys.readouterr() == ("", expected.format(known=known) + "\n")


def pragma(words: str) -> None:
    with closing(sqlite3.connect(database())) as db:
        db.execute(f"PRAGMA {words}")


def test_what_is_no_text_is_told(capsys):
    Path("list.xlsx").write_bytes(b"PK\x03\x04 and so on")
    assert main(["tasks", "import", "list.xlsx"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "list.xlsx:1: c'est un classeur de tableur ; enregistrez-le au format CSV (UTF-8)",
        "list.xlsx : 1 à corriger ; rien n'a été importé",
    ]


# -------------------------------------------------------------------------------------------------------------- export
@pytest.mark.parametrize("languages", ["fr, en", "en, fr"])
@pytest.mark.parametrize("form", ["--csv", "--json"])
def test_what_is_exported_is_imported_as_it_was(languages, form, capsysbinary):
    spoken(languages)
    main(["tasks", "import", written(THREE)])
    before = on_the_list()
    capsysbinary.readouterr()
    assert main(["tasks", "export", form]) == 0
    name = f"again.{form[2:]}"
    Path(name).write_bytes(capsysbinary.readouterr().out)
    database().unlink()
    migrate(database(), shipped("storage"), NOW)
    assert main(["tasks", "import", name]) == 0
    assert on_the_list() == before


def test_an_export_is_in_the_first_language_of_the_association(capsysbinary):
    main(["tasks", "import", written(THREE)])
    capsysbinary.readouterr()
    main(["tasks", "export"])
    assert capsysbinary.readouterr().out.decode("utf-8-sig") == (
        "titre;description;utilité;durée;personnes;compétences;intérêts;sujet;lieu;horizon;contact;lien\n"
        'Coller des affiches;;;20 min;1;"cuisine; affiches";;;en ligne;si on a le temps;\'@olga:example.org;\n'
        "'=Compter= les pots;'- un par un;;90 min;1;;;;;si on a le temps;;\n"
        'Arroser;"Le soir ;\nou tôt le matin";;en continu;1;;;;Serre;en continu;;\n'
    )
    main(["tasks", "export", "--json"])
    assert capsysbinary.readouterr().out.decode().startswith('[\n  {\n    "title": "Coller des affiches",\n')
    spoken("en, fr")
    main(["tasks", "export"])
    assert capsysbinary.readouterr().out.decode("utf-8-sig").splitlines()[:2] == [
        "title,description,purpose,effort,people,skills,interests,topic,place,horizon,contact,link",
        'Coller des affiches,,,20 min,1,"cooking; posters",,,online,if there is time,\'@olga:example.org,',
    ]


# --------------------------------------------------------------------------------------------------------------- words
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_problem_has_its_words_that_say_what_to_do(locale):
    for code in CODES:
        said = in_words(Problem(7, code, "effort", "12"), locale)
        assert said.startswith("x.csv:7: ")
        assert ";" in said


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_a_list_can_be_written_with_every_name_that_is_told(locale):
    spoken(locale)
    association = load_association(Path("association.yaml"))
    names = called(*load_words(Settings(), association))
    head = ";".join(names[column] for column in COLUMNS if column not in ("effort", "horizon", "place"))
    for effort, horizon in (("few_hours", "now"), ("few_hours", "if_time"), ("few_hours", "later"), ("ongoing",) * 2):
        text = (
            f"{names['effort']};{names['horizon']};{names['place']};{head}\n"
            f"{names[effort]};{names[horizon]};{names['online']};Trier\n"
        )
        (task,), problems = read_tasks("x.csv", text, association)
        assert problems == []
        assert (task.title, task.effort, task.horizon, task.place) == ("Trier", effort, horizon, "online")


def in_words(problem: Problem, locale: str) -> str:
    spoken(locale)
    return told(Path("x.csv"), problem, *load_words(Settings(), load_association(Path("association.yaml"))))


@pytest.mark.parametrize(
    ("problem", "french", "english"),
    [
        (
            Problem(2, "no_list"),
            'ce n\'est pas une liste de tâches ; écrivez [{"titre": …, "durée": …}, …]',
            'this is not a list of tasks; write [{"title": …, "effort": …}, …]',
        ),
        (
            Problem(2, "missing_column", "effort"),
            "il manque la colonne « durée » ; ajoutez-la",
            "the column “effort” is missing; add it",
        ),
        (
            Problem(2, "unknown_topic", "{x}"),
            "il n'y a pas de sujet « {x} » ; corrigez-le, ou ajoutez-le à association.yaml",
            "there is no topic “{x}”; correct it, or add it to association.yaml",
        ),
        (
            Problem(2, "unknown_column", "date"),
            "il n'y a pas de colonne « date » ; enlevez-la, ou choisissez parmi titre, description, utilité, durée, "
            "personnes, compétences, intérêts, sujet, lieu, horizon, contact et lien",
            "there is no column “date”; remove it, or choose among title, description, purpose, effort, people, "
            "skills, interests, topic, place, horizon, contact, and link",
        ),
    ],
)
def test_a_problem_is_told_in_either_language(problem, french, english):
    assert in_words(problem, "fr") == f"x.csv:2: {french}"
    assert in_words(problem, "en") == f"x.csv:2: {english}"
