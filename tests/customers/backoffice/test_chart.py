"""Bars by month: nothing lies outside the picture, and equal numbers are equally high."""

from __future__ import annotations

import pytest

from wireroom.customers.backoffice.chart import by_month

SERIES = ("requested", "converted")


def test_without_numbers_there_is_no_chart():
    assert by_month([], SERIES) is None
    assert by_month([("2026-01", (0, 0))], SERIES) is None


@pytest.mark.parametrize("most", [1, 2, 7, 10, 99, 100, 101, 12_345])
def test_bars_stand_inside_and_grow_with_their_numbers(most):
    chart = by_month([("2026-01", (most, 1)), ("2026-02", (most, 0))], SERIES)
    assert chart is not None
    for bar in chart.bars:
        assert 0 <= bar.x <= chart.width - bar.width
        assert 0 <= bar.y <= bar.y + bar.height <= chart.height
    first, small, second, none = chart.bars
    assert first.height == second.height >= small.height > 0 or most > 5_000
    assert none.height == 0
    assert int(chart.lines[0].text) >= most


def test_a_bar_says_what_it_is():
    chart = by_month([("2026-01", (3, 1))], SERIES)
    assert chart is not None
    assert [bar.title for bar in chart.bars] == ["2026-01: 3 requested", "2026-01: 1 converted"]
