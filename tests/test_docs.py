"""The documentation says what is so: made pages are fresh; commands, settings, files and links that it names exist."""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path
from types import ModuleType

import pytest

from engagebot.__main__ import COMMANDS
from engagebot.config import Settings

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
NAMED = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^ *```\w*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#]+)(#[^)]*)?\)")
A_FILE = re.compile(
    r"(?:flows|locales|storage|engagebot|tests|scripts|docs|benchmarks|\.ci)/[\w./@*-]*|[A-Z]+\.md|pyproject\.toml"
)
MADE_BY_RUNNING = {"engagebot.env", "association.yaml"}


def by(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["settings.md", "actions.md", "flows.md", "console.md"])
def test_a_page_made_from_the_code_is_fresh(generate, name):
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == generate.PAGES[name](), "run scripts/docs"


def commands(text: str) -> list[str]:
    """Everything that a reader is told to type."""
    typed = [line.strip() for block in FENCED.findall(text) for line in block.splitlines()]
    return typed + NAMED.findall(FENCED.sub("", text))


@pytest.mark.parametrize("page", PAGES, ids=by)
def test_every_engagebot_command_exists(page):
    named = {
        found[1]
        for line in commands(page.read_text(encoding="utf-8"))
        if (found := re.match(r"(?:\S*/)?(?:python -m )?engagebot ([a-z-]+)", line))
    }
    assert named - set(COMMANDS) == set()


@pytest.mark.parametrize("page", PAGES, ids=by)
def test_every_setting_that_is_named_exists(page):
    known = {f"ENGAGEBOT_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"ENGAGEBOT_[A-Z_]+", page.read_text(encoding="utf-8"))) - known == set()


@pytest.mark.parametrize("page", PAGES, ids=by)
def test_every_file_that_is_named_exists(page):
    text = page.read_text(encoding="utf-8")
    named = {
        word
        for line in commands(text)
        for word in line.split()
        if A_FILE.fullmatch(word) and "NAME" not in word and "NNNN" not in word
    }
    missing = {word for word in named if not (ROOT / word).exists() and not list(ROOT.glob(word))}
    assert missing == set()


@pytest.mark.parametrize("page", PAGES, ids=by)
def test_every_link_leads_somewhere(page):
    wanted = [target for target, _ in LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8")))]
    assert [target for target in wanted if not (page.parent / target).exists()] == []


def test_every_script_can_be_run_and_the_readme_names_the_two_that_matter():
    scripts = [path for path in (ROOT / "scripts").iterdir() if path.name != "setup" and not path.name.startswith(".")]
    assert [path.name for path in scripts if path.is_file() and not os.access(path, os.X_OK)] == []
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {"scripts/demo", "scripts/test"} <= set(commands(readme))


def test_the_example_of_a_flow_in_the_docs_is_sound(generate, tmp_path):
    from engagebot.flowfile.check import check
    from engagebot.flowfile.load import load_folders

    (example,) = [block for block in FENCED.findall(generate.FORM) if block.startswith("flow:")]
    (tmp_path / "lend_tools.yaml").write_text(example, encoding="utf-8")
    assert check(load_folders(tmp_path), {}, frozenset({"lend_tools"})) == []


def test_the_changelog_says_what_comes_next():
    assert "\n## Unreleased\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
