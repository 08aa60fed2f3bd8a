"""What is too large for an event still reaches people: all that somebody wrote, whatever else has to be left out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from engagebot.engine.events import LONGEST_TEXT
from engagebot.store import outbox
from engagebot.store.outbox import Outgoing
from engagebot.transport.matrix import message

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ADDED = 500
"""Bytes of an event besides its content, generously; encryption writes four characters for three bytes."""


def row(body: str) -> Outgoing:
    return Outgoing(
        key="reply:1", txn="1", person="@ada:example.org", room=None, lane=outbox.REPLY, purpose="reply", op="say",
        content={"body": body, "html": body}, parent_event_id=None, first_try_at=None, tries=0, queued_at=NOW)


def encrypted_size(content: message.Content) -> int:
    return (len(json.dumps(content)) + ADDED) * 4 // 3 + 2 * ADDED


@pytest.mark.parametrize("letter", ["a", "é", "я", "字", "\n"])
def test_the_longest_message_fits_an_event_whole_also_as_an_edit(letter):
    words = f"“{letter * LONGEST_TEXT}”"
    said, edited = message.said(row(words)), message.edited(row(words), "$first")
    assert (said["body"], edited["m.new_content"]["body"]) == (words, words)
    assert max(encrypted_size(said), encrypted_size(edited)) < 65_536
    assert edited["m.relates_to"] == {"rel_type": "m.replace", "event_id": "$first"}


def test_beyond_that_the_beginning_is_sent_rather_than_nothing():
    words = "👍" * LONGEST_TEXT
    said, edited = message.said(row(words)), message.edited(row(words), "$first")["m.new_content"]
    assert max(encrypted_size(said), encrypted_size(edited)) < 65_536
    for body in (said["body"], edited["body"]):
        assert body.endswith("…")
        assert words.startswith(body[:-1])
        assert len(body) > 3000


FAMILY, ACCENT, FLAG = "👩‍👩‍👧‍👦", "é̂", "🇫🇷"


@pytest.mark.parametrize("sign", [FAMILY, ACCENT, FLAG, "👍🏽", "한"])
def test_what_is_cut_is_cut_between_two_signs(sign):
    said = message.said(row(sign * (60_000 // len(sign))))["body"]
    assert said.endswith("…")
    assert len(said) > 1000 and (said[:-1] + sign).replace(sign, "") == ""


@pytest.mark.parametrize("attention", [True, False])
@pytest.mark.parametrize("mentions", [[], ["@ada:example.org"]])
def test_every_message_says_whom_it_mentions_and_only_what_is_meant_for_somebody_rings(attention, mentions):
    sent = replace(row("@room <b>"), content={
        "body": "@\u200droom <b>", "html": "@\u200droom &lt;b&gt;", "attention": attention, "mentions": mentions})
    said, edited = message.said(sent), message.edited(sent, "$first")
    assert said["m.mentions"] == ({"user_ids": mentions} if mentions else {})
    assert (edited["m.mentions"], edited["m.new_content"]["m.mentions"]) == ({}, said["m.mentions"])
    assert {said["msgtype"], edited["msgtype"]} == {"m.text" if attention else "m.notice"}
    assert message.attached(replace(sent, content={"name": "a", "mime": "b"}), 1, {})["m.mentions"] == {}


def test_what_fits_keeps_its_html():
    assert message.said(row("oui"))["formatted_body"] == "oui"
    assert message.edited(row("oui"), "$first")["formatted_body"] == "* oui"
