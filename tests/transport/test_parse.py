"""Raw events read as values; nothing that a stranger may send raises."""
from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagebot.engine.events import Attachment, Edit, Message, Reaction, Removal, dump, load
from engagebot.transport.matrix.parse import Said, addressed, clean, member, said, sound, when

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ME = "@engagebot:example.org"


def raw(kind="m.room.message", content=None, **more):
    return {"type": kind, "content": content or {}, "event_id": "$1", "sender": "@ada:example.org", **more}


def text(body, **more):
    return raw(content={"msgtype": "m.text", "body": body, **more})


@pytest.mark.parametrize(("event", "expected"), [
    (text("bonjour"), Message("bonjour")),
    (raw(content={"msgtype": "m.emote", "body": "salue"}), Message("salue")),
    (text("x" * 70_000), Message("x" * 65_536)),
    (text("a\0b\ud800"), Message("ab?")),
    (text("> <@x:y> quoi ?\n> encore\n\noui", **{"m.relates_to": {"m.in_reply_to": {"event_id": "$0"}}}),
     Message("oui", reply_to="$0")),
    (text("> cité par moi\n\noui"), Message("> cité par moi\n\noui")),
    (text("> tout est cité", **{"m.relates_to": {"m.in_reply_to": {"event_id": "$0"}}}),
     Message("> tout est cité", reply_to="$0")),
    (text("fil", **{"m.relates_to": {"rel_type": "m.thread", "event_id": "$r", "is_falling_back": True,
                                     "m.in_reply_to": {"event_id": "$0"}}}), Message("fil", None, "$r")),
    (text("fil", **{"m.relates_to": {"rel_type": "m.thread", "event_id": "$r", "is_falling_back": False,
                                     "m.in_reply_to": {"event_id": "$0"}}}), Message("fil", "$0", "$r")),
    (text("* mardi", **{"m.new_content": {"msgtype": "m.text", "body": "mardi"},
                        "m.relates_to": {"rel_type": "m.replace", "event_id": "$0"}}), Edit("$0", "mardi")),
    (text("* mardi", **{"m.new_content": {"msgtype": "m.notice", "body": "mardi"},
                        "m.relates_to": {"rel_type": "m.replace", "event_id": "$0"}}), None),
    (text("* mardi", **{"m.relates_to": {"rel_type": "m.replace", "event_id": "$0"}}), None),
    (raw(content={"msgtype": "m.notice", "body": "robot"}), None),
    (raw(content={"msgtype": "m.key.verification.request", "body": "?"}), None),
    (raw(content={"msgtype": "m.image", "body": "photo.jpg"}), Attachment("m.image")),
    (raw(content={"msgtype": "m.image", "body": "p.jpg", "url": "mxc://a.org/b", "info": {"size": 9}}),
     Attachment("m.image")),
    (raw(content={"msgtype": "m.text", "body": 5}), Attachment("m.text")),
    (raw("m.sticker", {"body": "!"}), Attachment("m.sticker")),
    (raw("org.matrix.msc3381.poll.start", {}), Attachment("org.matrix.msc3381.poll.start")),
    (raw("org.matrix.msc3381.poll.response", {}), None),
    (raw("m.reaction", {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$0", "key": "👍"}}),
     Reaction("$0", "👍")),
    (raw("m.reaction", {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$0", "key": 5}}), None),
    (raw("m.reaction", {}), None),
    (raw("m.room.redaction", {"redacts": "$0"}), Removal("$0")),
    (raw("m.room.redaction", {}, redacts="$0"), Removal("$0")),
    (raw("m.room.redaction", {}), None),
    (raw("m.room.name", {"name": "x"}, state_key=""), None),
], ids=str)
def test_an_event_says(event, expected):
    found = said(event)
    assert (found.what if found else None) == expected


MXC = "mxc://example.org/aB_-9"
SEALED = {"url": MXC, "v": "v2", "key": {"k": "secret", "alg": "A256CTR"}, "iv": "start", "hashes": {"sha256": "sum"}}


def file(**content):
    return raw(content={"msgtype": "m.file", "body": "liste.csv", **content})


@pytest.mark.parametrize(("event", "expected"), [
    (file(url=MXC, info={"size": 40}), Attachment("m.file", "liste.csv", 40, {"url": MXC})),
    (file(url=MXC, filename="vraie.csv"), Attachment("m.file", "vraie.csv", 0, {"url": MXC})),
    (file(url=MXC, filename=""), Attachment("m.file", "liste.csv", 0, {"url": MXC})),
    (file(file=SEALED), Attachment("m.file", "liste.csv", 0, {
        "url": MXC, "key": "secret", "iv": "start", "hashes": {"sha256": "sum"}})),
    (file(file=SEALED, url="mxc://elsewhere.org/1"), Attachment("m.file", "liste.csv", 0, {
        "url": MXC, "key": "secret", "iv": "start", "hashes": {"sha256": "sum"}})),
    (file(url="mxc://[::1]:8448/x"), Attachment("m.file", "liste.csv", 0, {"url": "mxc://[::1]:8448/x"})),
    (file(url=MXC, body="x" * 999 + ".csv"), Attachment("m.file", "x" * 255, 0, {"url": MXC})),
    (file(url=MXC, body="a\0\ud800.csv"), Attachment("m.file", "a?.csv", 0, {"url": MXC})),
    (file(url=MXC, body=7), Attachment("m.file", "", 0, {"url": MXC})),
], ids=str)
def test_a_file_has_a_name_a_size_and_a_place(event, expected):
    assert said(event).what == expected


@pytest.mark.parametrize("url", [
    None, 5, "", "https://example.org/x", "file:///etc/passwd", "mxc://", "mxc://a", "mxc://a/", "mxc:///b", "mxc://a/b/c",
    "mxc://../b", "mxc://a/..", "mxc://a/b?c", "mxc://a/b#c", "mxc://a/%2e%2e", "mxc://a b/c", "mxc://a/b\n", "MXC://a/b",
    "mxc://a@b/c", "mxc://é.org/b", "mxc://a/b" + "c" * 300])
def test_a_file_that_lies_nowhere_cannot_be_had(url):
    assert said(file(url=url)).what == Attachment("m.file", "liste.csv")
    assert said(file(file={**SEALED, "url": url}, url=MXC)).what == Attachment("m.file", "liste.csv")


@pytest.mark.parametrize("broken", [
    {"key": 5}, {"key": {}}, {"key": {"k": 5}}, {"key": {"k": ""}}, {"key": {"k": "x" * 200}}, {"key": {"k": "é"}},
    {"iv": None}, {"iv": ["x"]}, {"hashes": []}, {"hashes": {"sha256": 5}}, {"hashes": {"md5": "x"}}])
def test_a_file_whose_key_is_nonsense_cannot_be_had(broken):
    assert said(file(file={**SEALED, **broken})).what == Attachment("m.file", "liste.csv")


@pytest.mark.parametrize(("size", "expected"), [
    (40, 40), (0, 0), (-1, 0), (True, 0), (1.5, 0), ("40", 0), (None, 0), (1 << 53, 0), ([], 0)])
def test_a_size_is_a_number_of_bytes(size, expected):
    assert said(file(url=MXC, info={"size": size})).what.size == expected
    assert said(file(url=MXC, info=size)).what.size == 0


@pytest.mark.parametrize(("body", "mentions", "expected"), [
    ("engagebot: aide", [], "aide"), ("Engagebot, aide", [], "aide"), ("@engagebot aide", [], "aide"),
    ("  ENGAGEBOT aide", [], "aide"), (f"{ME}: aide", [], "aide"), ("Le Robot aide", [], "aide"), ("engagebot", [], ""),
    ("engagebots aide", [], None), ("aide engagebot", [], None), ("aide", [ME], "aide"), ("aide", ["@x:y"], None),
    ("engagebot aide", [ME], "aide"), ("", [], None)])
def test_in_a_group_the_name_comes_first_or_a_mention_does_it(body, mentions, expected):
    found = addressed(Said(Message(body), tuple(mentions)), (ME, "Le Robot", "engagebot"), ME)
    assert (found.what.text if found else None) == expected


@pytest.mark.parametrize(("stamp", "expected"), [
    (NOW.timestamp() * 1000 - 5000, NOW - timedelta(seconds=5)), (NOW.timestamp() * 1000 + 5000, NOW),
    (0, NOW - timedelta(days=30)), (-5, NOW), (1 << 70, NOW), ("yesterday", NOW), (None, NOW), (True, NOW)])
def test_a_time_is_believed_within_reason(stamp, expected):
    stamp = int(stamp) if isinstance(stamp, float) else stamp
    assert when(raw(origin_server_ts=stamp), NOW) == expected


@pytest.mark.parametrize("broken", [
    None, 5, [], {}, raw(event_id=5), raw(event_id="1"), raw(event_id="$" + "x" * 300), raw(sender="ada"), raw(type=5),
    {**raw(), "content": []}, raw(sender="@a\nb:c"), {key: raw()[key] for key in ("type", "content", "sender")}])
def test_what_is_no_event_is_dropped(broken):
    assert sound(broken) is None


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
    | st.sampled_from(["m.text", "m.replace", "m.thread", "m.annotation", "$0", "m.image", "m.file", MXC, ME]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.text(max_size=8) | st.sampled_from([
            "body", "msgtype", "m.relates_to", "m.new_content", "rel_type", "event_id", "m.in_reply_to", "m.mentions",
            "user_ids", "key", "redacts", "is_falling_back", "membership", "displayname", "prev_content", "url", "k",
            "iv", "hashes", "sha256", "size"]),
        inner, max_size=6), max_leaves=25)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(["m.room.message", "m.reaction", "m.room.redaction", "m.sticker", "m.room.member", "x"]),
       st.dictionaries(st.sampled_from([
           "body", "msgtype", "m.relates_to", "m.new_content", "m.mentions", "redacts", "membership", "filename",
           "file", "url", "info"]), json_like),
       json_like)
def test_nothing_raises_and_whatever_comes_out_can_be_stored(kind, content, rest):
    event = sound({**raw(kind, content), "unsigned": rest, "redacts": rest, "origin_server_ts": rest})
    assert event is not None
    found = said(event)
    when(event, NOW)
    member({**event, "state_key": rest})
    if found:
        what, fields = dump(found.what)
        stored = json.dumps(fields, ensure_ascii=False)
        assert len(stored.encode()) < 4 * 5000 and load(what, json.loads(stored)) == found.what
        addressed(found, (ME,), ME)


@given(st.text())
def test_a_clean_text_is_short_and_can_be_written_anywhere(body):
    found = clean(body, 10)
    assert len(found.encode()) <= 40
    assert "\0" not in found
