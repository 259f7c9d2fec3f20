"""Which version of a story stands for a reader to whom the newest is not due yet.

In ordinary answers a story stands at its newest version, and the index knows only that one. With a
delay the one before stands until the newest is due, else a running story would be lost to whoever
reads it late, and its absence would tell of an update. So the stories that were renewed within the
delay are read and judged by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from wireroom.archive.queries import renewed_since, stories
from wireroom.customers.policy import AT_ONCE, Level, Reader
from wireroom.customers.rights.reading import Line


class Standing(NamedTuple):
    """Stories that were renewed within a reader's delay, and the lines that stand for them."""

    guids: frozenset[str] = frozenset()
    lines: tuple[Line, ...] = ()

    def seqs(self, level: Level) -> list[int]:
        """Give the places of what is seen at a level."""
        return [line.seq for line in self.lines if line.level == level]

    def after(self, seq: int) -> Iterable[Line]:
        """Give what is not indexed yet."""
        return (line for line in self.lines if line.seq > seq)


ON_TIME = Standing()
"""Nothing is late."""


def standing(reader: Reader, now: datetime) -> Standing:
    """Look at what was renewed within the longest delay of a reader; nothing without a delay.

    Four queries, and reading the stories, as many as are renewed in so much time.
    """
    delays = (grant.delay for grant in reader.grants if grant.active_at(now))
    longest = max(delays, default=AT_ONCE)
    if not longest:
        return ON_TIME
    guids = renewed_since(now - longest)
    views = stories(reader, guids, now)
    return Standing(frozenset(guids), tuple(view.current for view in views.values()))
