"""What was said under faults is counted rightly against what should have been said."""

from __future__ import annotations

import pytest

from benchmarks.faults import compared
from benchmarks.soak import slope


@pytest.mark.parametrize(("wanted", "heard", "wrong"), [
    ("abcd", "abcd", (0, 0, 0)), ("abcd", "abd", (1, 0, 0)), ("abcd", "abbcd", (0, 1, 0)),
    ("abcd", "acbd", (0, 0, 1)), ("aab", "aba", (0, 0, 1)), ("abc", "", (3, 0, 0)), ("abcd", "dbcax", (0, 1, 2)),
])
def test_the_judge_counts(wanted: str, heard: str, wrong: tuple[int, int, int]) -> None:
    assert compared(wanted, heard) == wrong


def test_numbers_that_others_change_count_for_nothing():
    assert compared(["places : 12"], ["places : 9"]) == (0, 0, 0)


def test_the_slope_of_a_line_through_points():
    assert slope([(0, 1), (1, 3), (2, 5)]) == pytest.approx(2)
    assert slope([(1, 1)]) == 0
