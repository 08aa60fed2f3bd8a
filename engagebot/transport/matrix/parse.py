"""Raw events of the homeserver -> what happened. Pure; malformed content gives None or an Attachment, no error."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from engagebot.engine.events import Attachment, Edit, Happening, Message, Reaction, Removal

Raw = Mapping[str, Any]

LONGEST_TEXT = 65_536
"""Characters, as many as an event can hold: whoever wrote more than is read has to hear so, so nothing is cut here."""
LONGEST_ID = 255
LONGEST_KEY = 100
LONGEST_FILE_NAME = 255
LONGEST_SECRET = 100
"""Base64 of a key, an initial value or a hash of a file; each has 44 characters at most."""
LARGEST = 1 << 53
OLDEST = timedelta(days=30)

TEXTS = ("m.text", "m.emote")
FILES = ("m.image", "m.audio", "m.video", "m.file", "m.location")
MEDIA = re.compile(r"mxc://(\[[0-9A-Fa-f:.]+\](?::\d{1,5})?|[A-Za-z0-9][A-Za-z0-9.:-]*)/([A-Za-z0-9_-]+)")
"""Where a homeserver keeps a file: (server, id). Neither can climb out of a path."""
POLLS = ("m.poll.start", "org.matrix.msc3381.poll.start", "m.beacon_info")


@dataclass(frozen=True, slots=True)
class Said:
    """What one raw event says, and what decides in a group room whether it concerns the bot."""

    what: Happening
    mentions: tuple[str, ...] = ()
    reply_to: str | None = None
    """None: no reply, or only the one that clients add to every message of a thread."""


def sound(raw: object) -> Raw | None:
    """`raw` if it has what every event of a room has; else None."""
    if not isinstance(raw, dict) or not isinstance(raw.get("content"), dict):
        return None
    if not all(isinstance(raw.get(key), str) and len(raw[key]) > 0 for key in ("type", "event_id", "sender")):
        return None
    if not _is_id(raw["event_id"]) or not _is_person(raw["sender"]):
        return None
    return raw


def said(raw: Raw) -> Said | None:
    """`raw` must be `sound`. None: nothing that anybody would want an answer to."""
    kind, content = raw["type"], raw["content"]
    if "state_key" in raw:
        return None
    if kind == "m.room.message":
        return _message(content)
    if kind == "m.sticker" or kind in POLLS:
        return Said(Attachment(kind), _mentions(content))
    if kind == "m.reaction":
        to, key = _id(_relation(content).get("event_id")), _relation(content).get("key")
        if _relation(content).get("rel_type") != "m.annotation" or to is None or not isinstance(key, str) or not key:
            return None
        return Said(Reaction(to, clean(key, LONGEST_KEY)))
    if kind == "m.room.redaction":
        of = _id(content.get("redacts")) or _id(raw.get("redacts"))
        return Said(Removal(of)) if of else None
    return None


def when(raw: Raw, received: datetime) -> datetime:
    """When it happened, as far as it can be believed: not after it was received, nor absurdly long before."""
    stamp = raw.get("origin_server_ts")
    if not isinstance(stamp, int) or isinstance(stamp, bool) or not 0 <= stamp < 1 << 53:
        return received
    try:
        at = datetime.fromtimestamp(stamp / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return received
    return min(max(at, received - OLDEST), received)


def clean(text: str, longest: int) -> str:
    """Cut, and without what no database and no JSON takes (half characters, NUL)."""
    return text[:longest].replace("\0", "").encode("utf-8", "replace").decode()


def addressed(found: Said, names: Sequence[str], me: str) -> Said | None:
    """In a group room: `found` without the leading name if it names or mentions the bot; None: it does not.

    `names`: the full id, display name, local part. A reply to a message of the bot is for the caller to tell.
    """
    text = found.what.text if isinstance(found.what, Message | Edit) else None
    rest = None if text is None else _after_name(text, names)
    if rest is not None and isinstance(found.what, Message | Edit):
        return replace(found, what=replace(found.what, text=rest))
    return found if me in found.mentions else None


def member(raw: Raw) -> tuple[str, str, str]:
    """(person, membership, display name or "") of a member event; ("", "", "") for anything else."""
    content, person = raw.get("content"), raw.get("state_key")
    if raw.get("type") != "m.room.member" or not isinstance(content, dict) or not _is_person(person):
        return "", "", ""
    membership, name = content.get("membership"), content.get("displayname")
    return (str(person), membership if isinstance(membership, str) else "",
            clean(name, LONGEST_KEY).strip() if isinstance(name, str) else "")


def before_joining(raw: Raw) -> Raw:
    """The content of the member event that `raw` replaced; {}: the server does not tell, or there was none."""
    return _inner(_inner(raw, "unsigned"), "prev_content")


def _message(content: Raw) -> Said | None:
    msgtype, relation = content.get("msgtype"), _relation(content)
    new = content.get("m.new_content")
    if relation.get("rel_type") == "m.replace":
        of = _id(relation.get("event_id"))
        body = new.get("body") if isinstance(new, dict) and new.get("msgtype") in TEXTS else None
        if of is None or not isinstance(new, dict) or not isinstance(body, str):
            return None
        return Said(Edit(of, clean(body, LONGEST_TEXT)), _mentions(new) or _mentions(content))
    if msgtype in FILES:
        attached = _file(content) if msgtype == "m.file" else Attachment(str(msgtype))
        return Said(attached, _mentions(content), _replied_to(relation))
    body = content.get("body")
    if msgtype not in TEXTS:
        return None     # m.notice comes from bots, and answering it makes loops; the rest is nothing a person typed
    if not isinstance(body, str):
        return Said(Attachment(str(msgtype)), _mentions(content))
    reply_to = _replied_to(relation)
    thread = _id(relation.get("event_id")) if relation.get("rel_type") == "m.thread" else None
    text = clean(_without_quote(body) if reply_to else body, LONGEST_TEXT)
    return Said(Message(text, reply_to, thread), _mentions(content), reply_to)


def place_of(url: object) -> tuple[str, str] | None:
    """(server, id) of a file; None: it is kept nowhere that the bot would ask."""
    found = MEDIA.fullmatch(url) if isinstance(url, str) and len(url) <= LONGEST_ID else None
    return (found[1], found[2]) if found else None


def _file(content: Raw) -> Attachment:
    named = next((name for key in ("filename", "body") if isinstance(name := content.get(key), str) and name), "")
    size = _inner(content, "info").get("size")
    if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size < LARGEST:
        size = 0
    return Attachment("m.file", clean(named, LONGEST_FILE_NAME), size, _media(content))


def _media(content: Raw) -> Raw | None:
    """{url} of a file in clear; {url, key, iv, hashes} of one that was encrypted."""
    if not isinstance(content.get("file"), dict):
        url = content.get("url")
        return {"url": url} if place_of(url) else None
    file = _inner(content, "file")
    url, iv = file.get("url"), file.get("iv")
    key, digest = _inner(file, "key").get("k"), _inner(file, "hashes").get("sha256")
    if not place_of(url) or not all(map(_is_secret, (key, iv, digest))):
        return None
    return {"url": url, "key": key, "iv": iv, "hashes": {"sha256": digest}}


def _is_secret(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_SECRET and value.isascii()


def _replied_to(relation: Raw) -> str | None:
    if relation.get("rel_type") == "m.thread" and relation.get("is_falling_back") is True:
        return None
    return _id(_inner(relation, "m.in_reply_to").get("event_id"))


def _without_quote(body: str) -> str:
    """Without the quoted lines that older clients put before a reply."""
    lines = body[:LONGEST_TEXT].split("\n")
    quoted = next((i for i, line in enumerate(lines) if not line.startswith(">")), len(lines))
    if quoted == 0 or quoted == len(lines) or lines[quoted].strip():
        return body
    return "\n".join(lines[quoted + 1:])


def _after_name(text: str, names: Sequence[str]) -> str | None:
    start = text.lstrip()
    for name in sorted(filter(None, names), key=len, reverse=True):
        found = re.match(rf"@?{re.escape(name)}(?!\w)\s*[,:;]?\s*", start, re.IGNORECASE)
        if found:
            return start[found.end():]
    return None


def _mentions(content: Raw) -> tuple[str, ...]:
    people = _inner(content, "m.mentions").get("user_ids")
    return tuple(person for person in people[:50] if isinstance(person, str)) if isinstance(people, list) else ()


def _relation(content: Raw) -> Raw:
    return _inner(content, "m.relates_to")


def _inner(content: Raw, key: str) -> Raw:
    found = content.get(key)
    return found if isinstance(found, dict) else {}


def _id(value: object) -> str | None:
    return value if isinstance(value, str) and _is_id(value) else None


def _is_id(value: str) -> bool:
    return value.startswith("$") and 1 < len(value) <= LONGEST_ID and value.isprintable()


def _is_person(value: object) -> bool:
    return (isinstance(value, str) and value.startswith("@") and ":" in value and len(value) <= LONGEST_ID
            and value.isprintable())
