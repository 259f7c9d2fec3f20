"""What has arrived since a place of the wire, for several queries at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from wireroom.customers.policy import Reader
from wireroom.matching.queries import FreshLine, fresh
from wireroom.query.plan import Node

BATCHES = 5
"""Times 200 entries that one request looks through: after a long sleep there are thousands."""


class Arrivals(Struct, frozen=True):
    """Lines by key, oldest first; what was looked at, and whether there is more."""

    lines: dict[str, list[FreshLine]]
    read_to: int
    more: bool


def arrivals(
    plans: Mapping[str, Node], person_id: int, reader: Reader, seq: int, now: datetime
) -> Arrivals:
    """Find what meets each plan among the entries after `seq`."""
    lines: dict[str, list[FreshLine]] = {key: [] for key in plans}
    more = True
    for _ in range(BATCHES):
        found, seq, more = fresh(person_id, plans, reader, seq, now)
        for line, keys in found:
            for key in keys:
                lines[key].append(line)
        if not more:
            break
    return Arrivals(lines, seq, more)
