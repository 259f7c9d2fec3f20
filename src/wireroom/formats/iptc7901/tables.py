"""Tables in columns of characters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from textwrap import wrap

_BETWEEN, _AROUND = 3, 4
"""Columns taken by ` | ` between two cells and by `| ` and ` |` around a row."""
_NARROWEST = 6

Row = Sequence[str]


def columns(rows: Sequence[Row], width: int, *, header: bool) -> list[str]:
    """Set rows of fitted text so that no line is longer than `width`.

    The widest columns give way and their cells fold. Where even narrow columns do not fit, each
    row becomes a line of its cells, folded. A bar inside a cell becomes a stroke.
    """
    cells = [[cell.replace("|", "/") for cell in row] for row in rows if any(row)]
    if not cells:
        return []
    across = max(map(len, cells))
    even = [row + [""] * (across - len(row)) for row in cells]
    widths = _widths(even, width - _AROUND - _BETWEEN * (across - 1))
    if widths is None:
        return [line for row in even for line in wrap("; ".join(filter(None, row)), width)]
    return _lines(even, widths, header=header)


def _widths(rows: Sequence[Row], room: int) -> list[int] | None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    while sum(widths) > room:
        widest = max(range(len(widths)), key=widths.__getitem__)
        if widths[widest] <= _NARROWEST:
            return None
        widths[widest] -= 1
    return widths


def _lines(rows: Sequence[Row], widths: Sequence[int], *, header: bool) -> list[str]:
    """Set rows; a rule follows the head, and parts all rows where some take several lines."""
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    set_rows = [_row(row, widths) for row in rows]
    folded = any(len(lines) > 1 for lines in set_rows)
    out: list[str] = []
    for number, lines in enumerate(set_rows):
        if number and (folded or (header and number == 1)):
            out.append(rule)
        out += lines
    return out


def _row(row: Row, widths: Sequence[int]) -> list[str]:
    folded = [wrap(cell, max(width, 1)) for cell, width in zip(row, widths, strict=True)]
    physical = zip_longest(*folded, fillvalue="") if any(folded) else ()
    return ["| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in physical]
