"""The judgement of timing: it sees a small shift, and does not cry wolf."""

from __future__ import annotations

import pytest
from bench.common.chance import repeatable
from bench.timing.judging import compare, is_told_apart, mann_whitney


def times(seed, *, count=600, shift=0.0):
    chance = repeatable(seed)
    return [chance.lognormvariate(1.0, 0.4) + shift for _ in range(count)]


def test_two_lots_of_one_kind_are_not_told_apart():
    for seed in range(20):
        found = compare("group", "one", "other", times(f"a{seed}"), times(f"b{seed}"))
        assert not is_told_apart(found), found


def test_a_small_shift_is_told_apart_in_either_direction():
    for shift in (0.4, -0.4):
        found = compare("group", "one", "other", times("a", shift=shift), times("b"))
        assert is_told_apart(found), found
        assert (found.slower > 0.5) == (shift > 0)
        middle, low, high = found.difference_ms
        assert low <= middle <= high
        assert (low > 0) == (shift > 0)


@pytest.mark.parametrize(
    ("one", "other", "slower"), [([3, 4], [1, 2], 1.0), ([1, 2], [3, 4], 0.0), ([1], [1], 0.5)]
)
def test_the_share_of_pairs_is_counted_with_ties_as_halves(one, other, slower):
    assert mann_whitney(one, other)[0] == slower


def test_equal_times_say_nothing():
    assert mann_whitney([5.0] * 10, [5.0] * 10) == (0.5, 1.0)


def test_the_normal_approximation_agrees_with_a_published_value():
    """Hollander and Wolfe, example 4.1: U = 35 of 50, two-sided p = 0.22."""
    placenta = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    earlier = [1.15, 0.88, 0.90, 0.74, 1.21]
    slower, p = mann_whitney(placenta, earlier)
    assert slower == pytest.approx(0.7)
    assert p == pytest.approx(0.22, abs=0.01)
