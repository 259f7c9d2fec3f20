"""Are two lots of times from one? Rank statistics and resampling, without assumptions of shape."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bench.common.figures import at

ALPHA = 0.001
"""With some twenty comparisons in a run, one in fifty runs cries wolf."""
LEAST_EFFECT = 0.03
"""Less than this beside one half, and thousands of tries tell an asker next to nothing."""
_RESAMPLES = 400
_LOW, _HIGH = 0.005, 0.995


@dataclass(frozen=True)
class Comparison:
    """One kind of answer against the one that it must be like."""

    group: str
    kind: str
    base: str
    count: int
    median_ms: float
    base_median_ms: float
    difference_ms: tuple[float, float, float]
    """Of the medians, and the 99 % interval of that by resampling."""
    slower: float
    """How often one of this kind takes longer than one of the base; 0.5: no difference."""
    p: float
    """Mann–Whitney, two-sided: how likely is as much difference if there is none."""


def is_told_apart(found: Comparison) -> bool:
    """Whether an asker can use the time of answers to tell the two kinds apart."""
    return found.p < ALPHA and abs(found.slower - 0.5) > LEAST_EFFECT


def compare(
    group: str, kind: str, base: str, times_ms: Sequence[float], base_ms: Sequence[float]
) -> Comparison:
    """Compare two lots of times."""
    slower, p = mann_whitney(times_ms, base_ms)
    median, base_median = statistics.median(times_ms), statistics.median(base_ms)
    interval = _interval(times_ms, base_ms)
    return Comparison(
        group=group,
        kind=kind,
        base=base,
        count=len(times_ms),
        median_ms=median,
        base_median_ms=base_median,
        difference_ms=(median - base_median, *interval),
        slower=slower,
        p=p,
    )


def mann_whitney(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """Give P(one > other), ties halved, and the two-sided p-value by the normal approximation."""
    ranked = sorted([(value, True) for value in one] + [(value, False) for value in other])
    rank_sum, ties, place = 0.0, 0.0, 0
    while place < len(ranked):
        end = place
        while end < len(ranked) and ranked[end][0] == ranked[place][0]:
            end += 1
        alike = end - place
        rank = (place + 1 + end) / 2
        rank_sum += rank * sum(is_one for _, is_one in ranked[place:end])
        ties += alike**3 - alike
        place = end
    m, n = len(one), len(other)
    u = rank_sum - m * (m + 1) / 2
    total = m + n
    variance = m * n / 12 * (total + 1 - ties / (total * (total - 1)))
    z = (u - m * n / 2) / math.sqrt(variance) if variance else 0.0
    return u / (m * n), math.erfc(abs(z) / math.sqrt(2))


def _interval(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    random = Random(1)  # noqa: S311 - resampling hides nothing, and is to be repeated
    found = [
        statistics.median(random.choices(one, k=len(one)))
        - statistics.median(random.choices(other, k=len(other)))
        for _ in range(_RESAMPLES)
    ]
    return at(found, _LOW), at(found, _HIGH)
