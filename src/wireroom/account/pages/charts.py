"""Bars of a chart, laid out here: the page draws them without script or style of its own. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

WIDTH, HEIGHT, GAP = 600, 100, 4


class Bar(Struct, frozen=True):
    """One bar in a drawing of `WIDTH` by `HEIGHT`; nothing was counted where it has no height."""

    x: int
    y: int
    width: int
    height: int
    count: int
    label: str


class Chart(Struct, frozen=True, kw_only=True):
    """One thing that was counted, over time."""

    code: str
    title: str
    bars: tuple[Bar, ...]

    @property
    def total(self) -> int:
        """The sum of all bars."""
        return sum(bar.count for bar in self.bars)

    @property
    def total_shown(self) -> str:
        """The total with its thousands apart."""
        return f"{self.total:,}"

    @property
    def most(self) -> Bar:
        """The highest bar, the first of several."""
        return max(self.bars, key=lambda bar: bar.count)


def chart(code: str, title: str, counts: Sequence[int], labels: Sequence[str]) -> Chart:
    """Lay out one bar for each count; whatever is not nothing can be seen."""
    most = max(counts, default=0) or 1
    step = WIDTH / max(len(counts), 1)
    bars = []
    for place, (count, label) in enumerate(zip(counts, labels, strict=True)):
        height = max(round(count / most * HEIGHT), 2) if count else 0
        left = round(place * step)
        width = max(round((place + 1) * step) - left - GAP, 1)
        bars.append(Bar(left, HEIGHT - height, width, height, count, label))
    return Chart(code=code, title=title, bars=tuple(bars))
