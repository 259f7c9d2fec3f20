"""A chart of bars by month, as SVG made on the server. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_PLOT_PX = 160
_BAR_PX, _GAP_PX, _SIDE_PX = 14, 18, 34


class Bar(NamedTuple):
    """One bar: where it stands, how high it is, what it means."""

    x: int
    y: float
    width: int
    height: float
    series: int
    """Its place in the legend: 0, 1, 2."""
    title: str


class Label(NamedTuple):
    """A word below or beside the bars."""

    x: float
    y: float
    text: str


class Chart(NamedTuple):
    """What the template draws."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    months: tuple[Label, ...]
    lines: tuple[Label, ...]


def by_month(months: Sequence[tuple[str, Sequence[int]]], series: Sequence[str]) -> Chart | None:
    """Lay out a group of bars for each month; None: there is nothing to draw.

    Args:
        months: names of months in order, each with one number for each of `series`.
        series: what the numbers count.
    """
    most = max((number for _, numbers in months for number in numbers), default=0)
    if not most:
        return None
    top = _round_up(most)
    group_px = _BAR_PX * len(series) + _GAP_PX
    bars, labels = [], []
    for place, (name, numbers) in enumerate(months):
        left = _SIDE_PX + place * group_px + _GAP_PX // 2
        labels.append(Label(left + _BAR_PX * len(series) / 2, _PLOT_PX + 26, name))
        for index, (what, number) in enumerate(zip(series, numbers, strict=True)):
            height = round(_PLOT_PX * number / top, 1)
            x, y = left + index * _BAR_PX, 10 + _PLOT_PX - height
            bars.append(Bar(x, y, _BAR_PX - 2, height, index, f"{name}: {number} {what}"))
    width = _SIDE_PX + group_px * len(months) + _GAP_PX
    steps = (top, top // 2, 0) if top > 1 else (top, 0)
    lines = tuple(Label(_SIDE_PX, 10 + _PLOT_PX * (1 - step / top), str(step)) for step in steps)
    return Chart(max(width, 240), _PLOT_PX + 40, tuple(bars), tuple(labels), lines)


def _round_up(number: int) -> int:
    """Give the next even number that reads well on a scale."""
    step = 10 ** max(len(str(number)) - 1, 0) // 2 or 1
    rounded = -(-number // step) * step
    return rounded + rounded % 2 if rounded > 1 else rounded
