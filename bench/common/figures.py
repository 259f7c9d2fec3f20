"""Paired figures: what is compared was measured in the same round."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """The middle of some values and the quarter points around it."""

    median: float
    q25: float
    q75: float
    count: int

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.q25:.2f}–{self.q75:.2f})"


def spread(values: Sequence[float]) -> Spread | None:
    """Summarise `values`; None when there are none."""
    if not values:
        return None
    return Spread(at(values, 0.5), at(values, 0.25), at(values, 0.75), len(values))


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> Spread | None:
    """Compare round by round: each of `ours` over its neighbour in `theirs`."""
    return spread([a / b for a, b in zip(ours, theirs, strict=False) if a > 0 and b > 0])


def at(values: Sequence[float], share: float) -> float:
    """Give the value below which `share` of `values` lie, interpolated."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def middle(values: Sequence[float]) -> float:
    """Give the median, or NaN when there are no values."""
    return statistics.median(values) if values else float("nan")
