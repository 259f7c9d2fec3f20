import pytest
from bench.common.figures import at, middle, ratios, spread
from bench.common.report import number, table


def test_ratios_are_taken_round_by_round_so_that_a_busy_round_cancels_out():
    found = ratios([10, 100, 12], [10, 100, 10])

    assert found.median == pytest.approx(1.0)
    assert found.count == 3


def test_a_round_that_failed_takes_no_part_in_the_ratio():
    assert ratios([10, -1], [5, 5]).count == 1


def test_nothing_measured_gives_no_ratio_instead_of_a_good_one():
    assert ratios([], [1.0]) is None
    assert spread([]) is None
    assert number(middle([])) == "—"


def test_quantiles_are_interpolated():
    assert at([1, 2, 3, 4], 0.5) == pytest.approx(2.5)
    assert at([7], 0.99) == 7


def test_a_table_says_so_when_there_is_nothing_in_it():
    assert table([]) == "(nothing measured)"
    assert table([{"a": 1, "bb": 22}]).splitlines() == ["| a | bb |", "| - | -- |", "| 1 | 22 |"]
