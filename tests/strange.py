"""Texts, contents and events that nobody means to send, the same for the same seed."""
from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable
from typing import Any

WORDS = (
    "oui", "non", "aide", "j'ai 20 minutes", "mes tâches", "annuler", "efface-moi", "mon profil", "1", "2", "passer",
    "samedi", "31/02", "25h", "-5 minutes", "demain", "@room", "@engagebot:localhost", "!room:localhost", "$event",
    "{0}", "{person}", "{{7*7}}", "%s", "%(name)s", "${7*7}", "<b>", "</p>", "<a href='x'>", "&amp;", "&#0;", "\\n",
    "\\u0000", "../..", "null", "NaN", "1e999", "0x41", "--", "';", '"', "`", "[x](y)", "**", "||", "\u202e", "\u2066",
    "\u200b", "\u200d", "\ufeff", "\u00ad", "\u0000", "\x1b[31m", "\r", "\n\n\n", "\t", "ﷺ", "ﬃ", "İ", "ß", "ǅ", "🙋",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467", "e\u0301", "𝕺", "שלום", "مرحبا", "你好", "กำ",
    "\U000e0001", "\u2028", "٣", "²", "½", "Ⅻ",
)  # fmt: skip
PLANES = ((0x20, 0x7e), (0xa0, 0x24f), (0x300, 0x36f), (0x590, 0x6ff), (0x2000, 0x206f), (0x20d0, 0x20ff),
          (0x3000, 0x30f0), (0xe000, 0xe0ff), (0xfb00, 0xfdff), (0xff00, 0xffef), (0x1f300, 0x1f6ff),
          (0xe0000, 0xe007f))  # fmt: skip


def texts(count: int = 150, seed: int = 1) -> list[str]:
    chance = random.Random(f"texts {seed}")

    def letters() -> str:
        low, high = chance.choice(PLANES)
        return "".join(chr(chance.randint(low, high)) for _ in range(chance.randint(1, 80)))

    def words() -> str:
        return chance.choice(["", " ", "\n", ", "]).join(chance.choice(WORDS) for _ in range(chance.randint(1, 12)))

    def repeated() -> str:
        return chance.choice(WORDS) * chance.choice([100, 1000, 5000])

    def marks() -> str:
        two = [chr(chance.randint(0x300, 0x36f)) for _ in range(2)]
        return chance.choice("aeiou") + "".join(two) * chance.choice([10, 500, 5000])

    def digits() -> str:
        return chance.choice("-+") + "".join(chance.choice("0123456789.,:/") for _ in range(chance.randint(1, 3000)))

    def turned() -> str:
        return unicodedata.normalize(chance.choice(["NFD", "NFKD", "NFKC"]), words()).swapcase()

    kinds: list[Callable[[], str]] = [letters, words, words, repeated, marks, digits, turned]
    return [fitting(chance.choice(kinds)()) for _ in range(count)]


def fitting(text: str) -> str:
    """An event holds 64 kB, of what is encrypted less, and every second letter may take twelve bytes of it."""
    while len(json.dumps(text)) > 40_000:
        text = text[:len(text) // 2]
    return text


def values(chance: random.Random, depth: int = 3) -> Any:
    """Whatever JSON can hold, and Matrix allows to be sent."""
    simple: list[Any] = [
        None, True, False, 0, -1, 2**53 - 1, "", "x", "oui", "\ud7ff", "$x", "@a:b", "!r:b", "m.text", "mxc://a/b", [],
        {}]
    if depth == 0 or chance.random() < 0.5:
        return chance.choice(simple)
    if chance.random() < 0.5:
        return [values(chance, depth - 1) for _ in range(chance.randint(0, 4))]
    return {chance.choice(KEYS): values(chance, depth - 1) for _ in range(chance.randint(0, 4))}


KEYS = (
    "msgtype", "body", "format", "formatted_body", "m.relates_to", "rel_type", "event_id", "m.in_reply_to", "key",
    "m.new_content", "m.mentions", "user_ids", "room", "file", "info", "size", "url", "membership", "state_key",
    "users", "algorithm", "ciphertext", "sender_key", "session_id", "device_id", "org.engagebot.key", "type", "name",
    "content",
)
KINDS = (
    "m.room.message", "m.reaction", "m.sticker", "m.poll.start", "m.poll.response", "m.room.encrypted", "m.call.invite",
    "m.key.verification.request", "m.location", "m.beacon", "org.example.unknown", "m.room.pinned_events",
)


def contents(count: int = 100, seed: int = 1) -> list[tuple[str, dict[str, Any]]]:
    """(type, content) of events; some nearly right, with one part that is not."""
    chance = random.Random(f"contents {seed}")
    found = []
    for _ in range(count):
        content: dict[str, Any] = {"msgtype": "m.text", "body": "oui"} if chance.random() < 0.6 else {}
        for _ in range(chance.randint(1, 5)):
            content[chance.choice(KEYS)] = values(chance)
        found.append((chance.choice(KINDS) if chance.random() < 0.6 else "m.room.message", content))
    return found


def events(sender: str, count: int = 200, seed: int = 1) -> list[Any]:
    """As a homeserver should never send them: every part of an event may be anything, or missing."""
    chance = random.Random(f"events {seed}")
    found: list[Any] = [values(chance) for _ in range(count // 5)]
    for number, (kind, content) in enumerate(contents(count - len(found), seed)):
        event = {"type": kind, "event_id": f"$strange{seed}-{number}", "sender": sender, "content": content,
                 "origin_server_ts": 1_700_000_000_000}
        if chance.random() < 0.3:
            event |= {"type": chance.choice(STATES), "state_key": chance.choice(["", sender, "@nobody:localhost"])}
        for part in chance.sample(sorted(event), chance.randint(0, 2)):
            if chance.random() < 0.3:
                del event[part]
            else:
                event[part] = values(chance)
        found.append(event)
    return found


STATES = (
    "m.room.member", "m.room.power_levels", "m.room.name", "m.room.create", "m.room.encryption", "m.room.tombstone",
    "m.room.join_rules", "m.room.canonical_alias", "m.space.child",
)
SEALED: tuple[str, ...] = (
    "5", '"x"', "null", "[]", "{}", "true", "", "{", '{"type": 5}', '{"type": "m.room.message"}', "[[[[[[]]]]]]",
    '{"type": "m.room.message", "content": 5}', '{"type": "m.room.message", "content": {"msgtype": [], "body": {}}}',
    '{"type": "m.room.message", "content": {"msgtype": "m.text", "body": "oui"}, "unsigned": 5}',
    '{"type": "m.room.message", "content": {"msgtype": "m.text", "body": "oui"}, "room_id": 5}',
    '{"type": "m.room.message", "content": ' + '{"a":' * 900 + "1" + "}" * 900 + "}",
    '{"type": "m.room.message", "content": {"msgtype": "m.text", "body": ' + "1" * 5000 + "}}",
    "\\ud800", '{"type": "m.room.message", "content": {"body": "\\ud800", "msgtype": "m.text"}}',
)
"""What may be inside an encrypted event, where no homeserver looks."""
