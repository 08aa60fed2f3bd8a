"""Sentences of flow files <-> translators: Babel's extractor, the template, the catalogs and what is wrong with
them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from engagebot.engine.model import Flow, Text
from engagebot.flowfile.check import HOLE, texts
from engagebot.flowfile.load import Reader

SOURCE = "en"
"""Flow files are written in English; its catalog says the same, so that English can be polished like any language."""
TO_SOMEBODY = re.compile(
    r"\b(?:tu|te|toi|ton|ta|tes|tien|tienne)\b|\bt[’']|[^\Wz]-(?:toi|moi|le|la|les|lui|en|y)\b|(?<![’'])\b(?:écris|réponds|dis|essaie|raconte|invite|redis|regarde|reviens)\b",
    re.I,
)
"""French that says "tu": the voice `fr@vous` needs a sentence of its own for it."""


def extract(
    fileobj: IO[bytes], keywords: object, comment_tags: object, options: dict[str, Any]
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """Yields (line, function, message, comments), as Babel asks of an extraction method."""
    for flow in Reader("flow").flows(fileobj.read().decode(options.get("encoding", "utf-8"))):
        for text, where in texts(flow):
            function, message = (
                ("ngettext", (text.singular, text.plural)) if text.plural else ("gettext", text.singular)
            )
            yield text.line or flow.line, function, message, [_note(flow, where, text)]


def template(flows: Mapping[str, Flow]) -> Catalog:
    """The .pot of all flows, in the order of their files."""
    catalog = Catalog(project="engagebot", charset="utf-8", fuzzy=False)
    for flow in flows.values():
        for text, where in texts(flow):
            message: Any = (text.singular, text.plural) if text.plural else text.singular
            catalog.add(
                message,
                locations=[(f"flows/{flow.path}", text.line or flow.line)],
                auto_comments=[_note(flow, where, text)],
            )
    return catalog


def update(flows: Mapping[str, Flow], locales: Path) -> str:
    """Write `locales`/engagebot.pot and bring every catalog up to date with it; one line about each. Translations
    stay."""
    _write(locales / "engagebot.pot", template(flows))
    base: Catalog | None = None
    lines = []
    for path in sorted(locales.glob("*/LC_MESSAGES/engagebot.po")):
        voice = path.parent.parent.name
        with path.open("rb") as file:
            catalog = read_po(file, locale=voice.split("@")[0])
        catalog.update(
            template(flows), no_fuzzy_matching=True
        )  # its own: the catalog takes over new messages as they are
        catalog.obsolete.clear()
        for message in list(catalog):
            if message.id and voice == SOURCE and not _filled(message):
                message.string = message.id
            elif message.id and "@" in voice and base is not None and not _differs(base, message):
                catalog.delete(message.id)
        if voice.split("@")[0] == voice:
            base = catalog
        _write(path, catalog)
        open_ones = [m for m in catalog if m.id and not _filled(m)]
        lines.append(f"{voice}: {len(catalog)} sentences, {len(open_ones)} to translate")
    return "\n".join(lines)


def catalog_problems(flows: Mapping[str, Flow], locales: Path) -> list[str]:
    """Untranslated, fuzzy or stale sentences, and holes that differ, as `file: what, and what to do`; []: complete."""
    pot = template(flows)
    found: list[str] = []
    base: Catalog | None = None
    for path in sorted(locales.glob("*/LC_MESSAGES/engagebot.po")):
        voice = path.parent.parent.name
        with path.open("rb") as file:
            catalog = read_po(file, locale=voice.split("@")[0])
        where = f"{voice}/engagebot.po"
        for message in pot:
            if not message.id or ("@" in voice and base is not None and not _differs(base, message)):
                continue
            found += [f"{where}: {what}" for what in _message_problems(message, catalog.get(message.id))]
        found += [
            f"{where}: {_short(m)} is in no flow any more; run `engagebot extract`"
            for m in catalog
            if m.id and m.id not in pot
        ]
        if "@" not in voice:
            base = catalog
    return found


def _message_problems(message: Message, said: Message | None) -> Iterator[str]:
    if said is None or not _filled(said):
        yield f"{_short(message)} is not translated; translate it"
        return
    if said.fuzzy:
        yield f"{_short(message)} is marked fuzzy; check it and remove the mark"
    wanted = set(HOLE.findall(" ".join(_parts(message.id))))
    for part in _parts(said.string):
        if (holes := set(HOLE.findall(part))) - wanted or (not message.pluralizable and holes != wanted):
            differ = ", ".join(sorted(holes ^ wanted))
            yield f"{_short(message)} has other holes in its translation ({differ}); keep them as they are"


def _differs(base: Catalog, message: Message) -> bool:
    """Whether the sentence addresses somebody in the plain voice, so that the other voice needs its own."""
    said = base.get(message.id)
    return said is not None and any(TO_SOMEBODY.search(part) for part in _parts(said.string))


def _parts(message: Any) -> tuple[str, ...]:
    return tuple(message) if isinstance(message, (tuple, list)) else (message or "",)


def _filled(message: Message) -> bool:
    return all(_parts(message.string))


def _short(message: Message) -> str:
    return repr(_parts(message.id)[0][:50])


def _write(path: Path, catalog: Catalog) -> None:
    with path.open("wb") as file:
        write_po(file, catalog, width=120, omit_header=False, ignore_obsolete=True)


def _note(flow: Flow, where: str, text: Text) -> str:
    holes = ", ".join(dict.fromkeys("{" + name + "}" for name in HOLE.findall(text.singular + (text.plural or ""))))
    return f"{flow.id}, {where}" + (f"; keep {holes}" if holes else "") + (f"; {text.note}" if text.note else "")
