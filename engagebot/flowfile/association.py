"""The association's file -> `Association`. All problems at once, each as `file:line: what, and what to do`."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError

from engagebot.domain.association import Association, Charter, Entry
from engagebot.flowfile.load import FlowFileError, line_of

KEYS = {
    "name",
    "contact",
    "languages",
    "time_zone",
    "country",
    "charter",
    "skills",
    "interests",
    "topics",
    "organisers_room",
    "tasks_room",
    "privacy_version",
}
SPOKEN = ("fr", "en")


def load_association(path: Path) -> Association:
    """Raises FlowFileError; a file that is not there is a problem like the others."""
    try:
        raw = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except OSError:
        raise FlowFileError(
            [f"{path}:1: there is no such file; `engagebot init` writes one, or set ENGAGEBOT_ASSOCIATION"]
        ) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FlowFileError(
            [f"{path.name}:{line}: is not YAML here: {error.problem}; check quotes, colons and indentation"]
        ) from None
    if not isinstance(raw, CommentedMap):
        raise FlowFileError([f"{path.name}:1: is empty; `engagebot init` writes a commented one"])
    problems = [
        f"{path.name}:{line_of(raw, key)}: there is no setting {key!r}; it may be {', '.join(sorted(KEYS))}"
        for key in raw
        if key not in KEYS
    ]
    problems += [f"{path.name}:1: `{key}` is missing; add it" for key in ("name", "contact") if not raw.get(key)]
    problems += _languages(raw, path) + _time_zone(raw, path)
    catalogues = {key: _catalogue(raw, key, path, problems) for key in ("skills", "interests", "topics")}
    contact = raw.get("contact") or {}
    if isinstance(contact, str):
        contact = {"name": contact, "reach": contact}
    charter = raw.get("charter")
    if charter is not None and (not isinstance(charter, CommentedMap) or not {"version", "link"} <= set(charter)):
        problems.append(f"{path.name}:{line_of(raw, 'charter')}: the charter is {{version: …, link: …}}; write both")
        charter = None
    if problems:
        raise FlowFileError(problems)
    return Association(
        str(raw["name"]),
        str(contact.get("name", "")),
        str(contact.get("reach", "")),
        tuple(raw.get("languages") or SPOKEN),
        str(raw.get("time_zone", "Europe/Paris")),
        str(raw.get("country", "FR")),
        Charter(str(charter["version"]), str(charter["link"])) if charter else None,
        organisers_room=str(raw.get("organisers_room") or ""),
        tasks_room=str(raw.get("tasks_room") or ""),
        privacy_version=str(raw.get("privacy_version", "1")),
        **catalogues,
    )


def _languages(raw: CommentedMap, path: Path) -> list[str]:
    return [
        f"{path.name}:{line_of(raw, 'languages')}: the bot does not speak {code!r}; choose among {', '.join(SPOKEN)}"
        for code in raw.get("languages") or ()
        if code not in SPOKEN
    ]


def _time_zone(raw: CommentedMap, path: Path) -> list[str]:
    try:
        ZoneInfo(str(raw.get("time_zone", "Europe/Paris")))
    except (ZoneInfoNotFoundError, ValueError):
        return [
            f"{path.name}:{line_of(raw, 'time_zone')}: there is no time zone {raw['time_zone']!r}; "
            "write one like Europe/Paris"
        ]
    return []


def _catalogue(raw: CommentedMap, key: str, path: Path, problems: list[str]) -> tuple[Entry, ...]:
    found = []
    listed: Any = raw.get(key)
    if not listed:
        return ()
    if not isinstance(listed, CommentedMap):
        problems.append(
            f"{path.name}:{line_of(raw, key)}: `{key}` is a list of `id: {{fr: …, en: …, aliases: […]}}`; write it so"
        )
        return ()
    for entry_id, spec in listed.items():
        line = line_of(listed, entry_id)
        if spec is None:
            spec = {}
        if not isinstance(spec, dict) or (unknown := set(spec) - {*SPOKEN, "aliases"}):
            problems.append(
                f"{path.name}:{line}: {key} {entry_id!r} is {{fr: …, en: …, aliases: […]}}; "
                + (f"remove {', '.join(sorted(unknown))}" if isinstance(spec, dict) else "write it so")
            )
            continue
        labels = {code: str(spec[code]) for code in SPOKEN if spec.get(code)} or {"": str(entry_id)}
        found.append(Entry(str(entry_id), labels, tuple(str(a) for a in spec.get("aliases") or ())))
    return tuple(found)
