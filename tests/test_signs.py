"""Words are cut where a reader sees the end of a sign."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagebot.domain.signs import LONGEST_SIGN, cut

FAMILY, FLAGS, HEART = "👩‍👩‍👧‍👦", "🇫🇷🇬🇧", "❤️"


@pytest.mark.parametrize(
    ("words", "longest", "expected"),
    [
        ("abc", 3, "abc"),
        ("abc", 2, "ab"),
        ("e\u0301e\u0301", 3, "e\u0301"),
        ("e\u0301e\u0301", 2, "e\u0301"),
        (f"a{FAMILY}", 5, "a"),
        (f"a{FAMILY}b", 1 + len(FAMILY), f"a{FAMILY}"),
        (f"{FLAGS}x", 3, "🇫🇷"),
        (f"{FLAGS}x", 1, "🇫"),
        (f"a{FLAGS}", 4, "a🇫🇷"),
        (f"a{HEART}", 2, "a"),
        ("👍🏽👍🏽", 3, "👍🏽"),
        ("a\u1112\u1161\u11ab\u1112", 3, "a"),
        ("a\r\nb", 2, "a"),
        ("🏴\U000e0067\U000e007f!", 2, "🏴\U000e0067"),
        ("", 3, ""),
    ],
)
def test_the_beginning_ends_with_a_whole_sign(words, longest, expected):
    assert cut(words, longest) == expected


def test_a_sign_that_never_ends_is_cut_somewhere():
    assert cut("a" + "\u0301" * 500, 300) == "a" + "\u0301" * 299


def test_a_sign_may_be_long():
    assert cut("ab" + "\u0301" * LONGEST_SIGN, LONGEST_SIGN) == "a"


@given(st.text(alphabet="a\u0301\u200d👩🇫🇷🏽\r\n"), st.integers(0, 20))
def test_it_is_a_beginning_and_never_longer(words, longest):
    assert words.startswith(cut(words, longest)) and len(cut(words, longest)) <= longest


@given(st.text(alphabet="abé👍字\u0301", max_size=50), st.integers(1, 50))
def test_what_follows_never_begins_with_an_accent(words, longest):
    rest = f"ab{words}"[len(cut(f"ab{words}", longest)) :]
    assert not (rest and unicodedata.combining(rest[0]))
