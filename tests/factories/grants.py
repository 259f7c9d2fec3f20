"""Readers for tests, as the policy sees them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from wireroom.customers.policy import Grant, Level, Reader

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def make_grant(level: Level = Level.FULL, **over: Any) -> Grant:
    """Make a grant of everything, for ever; name what narrows it."""
    return Grant(**{"product": "all", "level": level, "active_from": LONG_AGO} | over)


def make_reader(*grants: Grant, name: str = "reader") -> Reader:
    """Make a reader who holds `grants`."""
    return Reader(name=name, grants=grants)


NOBODY = make_reader(name="nobody")
EVERYTHING = make_reader(make_grant(), name="everything")
HEADLINES = make_reader(make_grant(Level.HEADLINE), name="headlines")
ECONOMY = make_reader(make_grant(topics=frozenset({"medtop:04000000"})), name="economy")
