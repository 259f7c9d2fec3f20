"""Tables in columns of characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wireroom.formats.iptc7901.tables import columns

cells = st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=30)


def test_columns_are_as_wide_as_their_widest_cell():
    assert columns([["a", "bbb"], ["cc", "d"]], 69, header=False) == [
        "| a  | bbb |",
        "| cc | d   |",
    ]


def test_a_head_is_ruled_off():
    assert columns([["a"], ["b"]], 69, header=True) == ["| a |", "|---|", "| b |"]


def test_wide_cells_fold_inside_their_column_and_rules_part_the_rows():
    assert columns([["x", "one two three four"], ["y", "z"]], 22, header=False) == [
        "| x | one two three  |",
        "|   | four           |",
        "|---|----------------|",
        "| y | z              |",
    ]


def test_rows_of_too_many_columns_become_lines():
    row = [f"cell number {number}" for number in range(20)]
    lines = columns([row], 69, header=False)
    assert " ".join(lines) == "; ".join(row)


def test_a_bar_in_a_cell_makes_no_column():
    assert columns([["a|b"]], 69, header=False) == ["| a/b |"]


def test_a_table_of_nothing_is_nothing():
    assert columns([], 69, header=True) == []
    assert columns([["", ""]], 69, header=True) == []


@given(st.lists(st.lists(cells, max_size=12), max_size=5), st.integers(40, 132), st.booleans())
def test_any_table_keeps_to_the_width_and_loses_nothing(rows, width, header):
    lines = columns(rows, width, header=header)
    assert all(len(line) <= width for line in lines)
    written = sorted("".join(lines).replace("|", "").replace(" ", "").replace("-", ""))
    kept = sorted("".join(cell for row in rows for cell in row))
    kept = [each for each in kept if each not in "|- "]
    strokes = sum(cell.count("|") for row in rows for cell in row)
    assert [each for each in written if each not in "/;"] == [
        each for each in kept if each not in "/;"
    ]
    assert written.count("/") == kept.count("/") + strokes
