"""When a feed that failed is tried again. Pure but for its jitter."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

_LONGEST = timedelta(hours=24)
STANDARD = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""As Standard Webhooks 1.0 recommends: 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h."""


class Pace(Struct, frozen=True, kw_only=True):
    """Pauses by failures in a row, and after how many of them a feed counts as stalled."""

    pauses: Sequence[timedelta] = STANDARD
    stalled_after: int = 5
    share: Callable[[], float] = random.random
    """Gives the jitter, 0 to 1: who failed together does not come back together."""

    def next_try(self, failures: int, now: datetime, asked: timedelta | None = None) -> datetime:
        """Give the moment of the next attempt after `failures` in a row, 1 or more.

        A tenth more or less by chance; never before what the receiver `asked` for, but that counts
        for a day at most.
        """
        pause = self.pauses[min(failures, len(self.pauses)) - 1]
        jittered = pause * (0.9 + 0.2 * self.share())
        return now + max(jittered, min(asked or timedelta(), _LONGEST))
