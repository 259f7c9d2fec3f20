"""Reading what a person wrote: the plan, and the words that say what it asks for."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from wireroom.customers import queries as customers
from wireroom.customers.policy import Reader
from wireroom.query.parser import parse
from wireroom.query.plan import Has, Node
from wireroom.query.planning import plan
from wireroom.query.words import words

URGENT: Node = Has(("urgency=1", "urgency=2"))
"""Flashes and alerts."""


class Asked(Struct, frozen=True):
    """A search that can be asked: its plan, and what it says in words."""

    plan: Node
    words: str


def read(reader: Reader, text: str, now: datetime) -> Asked:
    """Read a search of `reader`.

    Raises:
        QueryError: the text is no search; it points at the place.
    """
    expr = parse(text)
    return Asked(plan(expr, now, customers.products_of(reader, now)), words(expr))
