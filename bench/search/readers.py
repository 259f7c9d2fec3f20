"""The three kinds of readers in whose name everything is asked."""

from __future__ import annotations

from typing import Any

from bench.search.stories import BEGIN, Wire
from wireroom.customers.policy import Grant, Level, Reader
from wireroom.customers.rights.coverage import plan_of
from wireroom.query.plan import EVERYTHING as ALL
from wireroom.query.plan import Node


def readers(wire: Wire) -> tuple[Reader, ...]:
    """Give who reads everything, who reads one topic and headlines of the rest, and who is narrow.

    The topic is the third in frequency; the narrow one has a product by query.
    """
    topic = wire.topics.values[2].code
    return (
        EVERYTHING,
        _reader(
            "one topic",
            _grant("topic", topics=frozenset({topic})),
            _grant("headlines", level=Level.HEADLINE),
        ),
        _reader("by query", _grant("narrow", query=_NARROW)),
    )


def products(wire: Wire) -> tuple[Node, ...]:
    """Give what the products on offer carry, as the indexer asks for it; not what is all."""
    plans = (plan_of(grant) for reader in readers(wire) for grant in reader.grants)
    return tuple(plan for plan in dict.fromkeys(plans) if plan != ALL)


_NARROW = '(data OR inflation OR "federal reserve") -mobile lang:en urgency:<=4'


def _reader(name: str, *grants: Grant) -> Reader:
    return Reader(name=name, grants=grants)


def _grant(product: str, level: Level = Level.FULL, **what: Any) -> Grant:
    return Grant(product=product, level=level, active_from=BEGIN, **what)


EVERYTHING = _reader("everything", _grant("all"))
