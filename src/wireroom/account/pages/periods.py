"""The days and weeks of which a company's usage is shown. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

By = Literal["day", "week"]
DAYS, WEEKS = 30, 26


class Period(Struct, frozen=True):
    """Days from `first` to `last`, both included: one day, or a week from Monday on."""

    first: date
    last: date


def periods(by: By, today: date) -> list[Period]:
    """Give the last 30 days, or the last 26 weeks, the present one included, the oldest first."""
    if by == "day":
        days = (today - timedelta(days=back) for back in reversed(range(DAYS)))
        return [Period(day, day) for day in days]
    monday = today - timedelta(days=today.weekday())
    starts = (monday - timedelta(weeks=back) for back in reversed(range(WEEKS)))
    return [Period(start, start + timedelta(days=6)) for start in starts]


def summed(counts: Iterable[tuple[date, str, int]], into: list[Period]) -> Counter[tuple[int, str]]:
    """Sum daily counts up by the place of their period in `into` and by what was counted."""
    first, length = into[0].first, (into[0].last - into[0].first).days + 1
    total: Counter[tuple[int, str]] = Counter()
    for day, what, count in counts:
        total[(day - first).days // length, what] += count
    return total
