"""A row of the outbox -> the content of a Matrix event. Pure."""
from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engagebot.domain.signs import cut
from engagebot.store.outbox import Outgoing

LARGEST = 47_000
"""Bytes of a message as it is before encryption, which adds a third and some more: an event holds 65,536."""
REMINDER = 200
"""Characters of an edit for clients that know no edits, where the whole would be too much."""
MARKER = "org.engagebot.key"
"""In every message: finds it again when the server no longer remembers its transaction id."""

Content = dict[str, Any]


def said(row: Outgoing) -> Content:
    """For `say`."""
    content = {**_text(row.content), MARKER: row.key}
    relation = _relation(row.content)
    return _fitting({**content, "m.relates_to": relation} if relation else content)


def edited(row: Outgoing, original: str) -> Content:
    """For `edit`; clients that know no edits show the starred text as a new message."""
    new = _text(row.content)
    starred = {**new, "body": f"* {new['body']}"}
    if "formatted_body" in new:
        starred["formatted_body"] = f"* {new['formatted_body']}"
    # Who was mentioned before is not told again.
    return _fitting({**starred, "m.mentions": {}, "m.new_content": new, MARKER: row.key,
                     "m.relates_to": {"rel_type": "m.replace", "event_id": original}})


def reaction(row: Outgoing, to: str) -> Content:
    return {"m.relates_to": {"rel_type": "m.annotation", "event_id": to, "key": row.content["key"]}}


def attached(row: Outgoing, size: int, place: Mapping[str, Any]) -> Content:
    """For `file`. `place`: `url`, or for an encrypted room `file` with its keys. `size` in bytes."""
    name = row.content["name"]
    return {"msgtype": "m.file", "body": name, "filename": name, "m.mentions": {}, MARKER: row.key,
            "info": {"mimetype": row.content["mime"], "size": size}, **place}


def _text(given: Mapping[str, Any]) -> Content:
    people = list(given.get("mentions") or ())
    content: Content = {"msgtype": "m.text" if given.get("attention") else "m.notice", "body": given["body"],
                        "m.mentions": {"user_ids": people} if people else {}}
    if given.get("html"):
        content |= {"format": "org.matrix.custom.html", "formatted_body": given["html"]}
    return content


def _fitting(content: Content) -> Content:
    """What is too large for an event goes without its HTML; if that is not enough, without its end."""
    if _size(content) <= LARGEST:
        return content
    new = content.get("m.new_content")
    if new is None:
        return _cut(_plain(content), LARGEST)
    outer = _plain({**content, "body": f"{cut(content['body'], REMINDER)}…", "m.new_content": {}})
    return {**outer, "m.new_content": _cut(_plain(new), LARGEST - _size(outer))}


def _plain(content: Content) -> Content:
    return {key: value for key, value in content.items() if key not in ("format", "formatted_body")}


def _cut(content: Content, largest: int) -> Content:
    while (size := _size(content)) > largest:
        body = content["body"]
        content = {**content, "body": f"{cut(body, min(len(body) - 2, len(body) * largest // size))}…"}
    return content


def _size(content: Content) -> int:
    return len(json.dumps(content))     # nio writes what it encrypts in ASCII, too


def _relation(given: Mapping[str, Any]) -> Content:
    reply, thread = given.get("reply_to"), given.get("thread")
    if thread:
        return {"rel_type": "m.thread", "event_id": thread, "is_falling_back": not reply,
                "m.in_reply_to": {"event_id": reply or thread}}
    return {"m.in_reply_to": {"event_id": reply}} if reply else {}
