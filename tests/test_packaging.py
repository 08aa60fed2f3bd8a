"""What is shipped is found: from the checkout, from another folder, and from an installed wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

from engagebot.config import shipped

ROOT = Path(__file__).parent.parent
SHIPPED = ("flows", "locales", "storage")
SCRIPT = "ada> hello\nada> oui\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = ["-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--disable-pip-version-check", "-w"]
    built = subprocess.run(
        [sys.executable, *pip, folder, ROOT],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("engagebot-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """A folder with the wheel's content, for PYTHONPATH: nothing of the checkout is reachable from it."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def engagebot(code: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGEBOT_")}
    return subprocess.run(
        [sys.executable, "-P", "-m", "engagebot", *arguments],
        cwd=cwd,
        env={**clean, "PYTHONPATH": str(code)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def kept(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_carries_all_flows_locales_and_storage(installed):
    for name in SHIPPED:
        assert kept(installed / "engagebot/data" / name) == kept(ROOT / name) != set()
    carried = {path for path in kept(installed / "engagebot") if not path.startswith("data/")}
    assert carried == kept(ROOT / "engagebot")


def test_the_wheel_names_its_command_its_extractor_and_its_licence(installed):
    (info,) = installed.glob("*.dist-info")
    entries = ConfigParser()
    entries.read(info / "entry_points.txt")
    assert dict(entries["console_scripts"]) == {"engagebot": "engagebot.__main__:main"}
    assert dict(entries["babel.extractors"]) == {"flow": "engagebot.flowfile.extract:extract"}
    assert (info / "licenses" / "LICENSE").read_text(encoding="utf-8").lstrip().startswith("GNU AFFERO GENERAL PUBLIC")


@pytest.mark.parametrize("source", ["checkout", "wheel"])
def test_from_any_folder_the_flows_are_sound_and_a_script_is_played(source, installed, tmp_path):
    code = ROOT if source == "checkout" else installed
    checked = engagebot(code, tmp_path, "check")
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    (tmp_path / "hello.txt").write_text(SCRIPT, encoding="utf-8")
    played = engagebot(code, tmp_path, "console", "--script", "hello.txt")
    assert (played.returncode, played.stderr) == (0, "")
    lines = played.stdout.splitlines()
    assert [line for line in lines if not line.startswith("  ")] == SCRIPT.splitlines()
    assert sum(line.startswith("  ") for line in lines) >= 4
    assert kept(tmp_path) == {"hello.txt"}


def test_an_installed_bot_makes_its_database_from_what_it_carries(installed, tmp_path):
    made = engagebot(installed, tmp_path, "migrate")
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith("migrated: 0001_")
    assert kept(tmp_path) == {"data/engagebot.sqlite"}
    assert engagebot(installed, tmp_path, "migrate").stdout == "data/engagebot.sqlite: up to date\n"


def test_what_is_beside_the_checkout_is_found_when_nothing_is_installed():
    assert [shipped(name) for name in SHIPPED] == [ROOT / name for name in SHIPPED]
