"""Periods and bars, without a page."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.account.pages.charts import GAP, HEIGHT, WIDTH, chart
from wireroom.account.pages.periods import periods, summed

TODAY = date(2026, 11, 24)


def test_thirty_days_end_today():
    days = periods("day", TODAY)
    assert (len(days), days[0].first, days[-1].last) == (30, date(2026, 10, 26), TODAY)


def test_weeks_begin_on_monday_and_the_last_holds_today():
    weeks = periods("week", TODAY)
    assert len(weeks) == 26
    assert {week.first.weekday() for week in weeks} == {0}
    assert weeks[-1].first <= TODAY <= weeks[-1].last
    assert all((later.first - week.last).days == 1 for week, later in pairwise(weeks))


@pytest.mark.parametrize("by", ["day", "week"])
def test_every_day_falls_into_its_period(by):
    into = periods(by, TODAY)
    for place, period in enumerate(into):
        for day in (period.first, period.last):
            assert summed([(day, "story", 3)], into) == {(place, "story"): 3}


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=60))
def test_bars_stay_in_the_drawing_and_keep_their_order(counts):
    made = chart("story", "Stories", counts, [str(place) for place in range(len(counts))])
    for bar in made.bars:
        assert 0 <= bar.x < bar.x + bar.width <= WIDTH - GAP + 1
        assert bar.y + bar.height == HEIGHT
        assert (bar.height > 0) == (bar.count > 0)
    assert made.total == sum(counts)
    assert made.most.count == max(counts)
    by_count = sorted(made.bars, key=lambda bar: bar.count)
    assert [bar.height for bar in by_count] == sorted(bar.height for bar in made.bars)


def test_nothing_counted_is_an_empty_drawing():
    assert chart("story", "Stories", [], []).bars == ()
    assert all(not bar.height for bar in chart("story", "Stories", [0, 0], ["a", "b"]).bars)
