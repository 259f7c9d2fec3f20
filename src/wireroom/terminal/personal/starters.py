"""Topics to start with, made of what this reader can read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.utils.translation import gettext
from msgspec import Struct

from wireroom.archive import search
from wireroom.customers.policy import Reader
from wireroom.query.plan import All, Node, Released
from wireroom.terminal.personal.asking import URGENT
from wireroom.terminal.personal.palette import next_colour

MOST = 5
DAYS = 30
_SHARE = (("company", 2), ("topic", 2), ("place", 1), ("topic", 4))
"""From which facets, and how many of each at most: what people follow first."""


class Starter(Struct, frozen=True, kw_only=True):
    """A topic that is one press away."""

    name: str
    query: str
    count: int
    colour: str


def starters(reader: Reader, now: datetime, taken: set[str]) -> list[Starter]:
    """Suggest up to five topics that are not in `taken` (queries), from the last 30 days."""
    found: list[Starter] = []
    for name, query, count in islice(_ideas(reader, now, taken), MOST):
        colour = next_colour(each.colour for each in found)
        found.append(Starter(name=name, query=query, count=count, colour=colour))
    return found


def _ideas(reader: Reader, now: datetime, taken: set[str]) -> Iterator[tuple[str, str, int]]:
    recent: Node = All((Released(since=now - timedelta(days=DAYS)),))
    facets = search.facets(reader, recent, now)
    urgent = "urgency:<=2"
    if urgent not in taken:
        plan = All((recent, URGENT))
        yield gettext("Flashes and alerts"), urgent, search.count(reader, plan, now)
    for facet, most in _SHARE:
        fresh = ((b, _query(facet, b.value, b.label)) for b in facets.get(facet, ()))
        usable = ((b, query) for b, query in fresh if query not in taken)
        for bucket, query in islice(usable, most):
            yield bucket.label, query, bucket.count


def _query(facet: str, value: str, label: str) -> str:
    text = label or value
    quoted = f'"{text}"' if any(not sign.isalnum() for sign in text) else text
    return f"{facet}:{quoted}"
