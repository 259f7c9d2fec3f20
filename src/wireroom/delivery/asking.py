"""What feeds ask for: their queries, compiled once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from wireroom.customers.policy import Reader
from wireroom.customers.queries import products_of
from wireroom.matching import compiling
from wireroom.query.errors import QueryError
from wireroom.query.plan import Node

_MOST_PLANS = 10_000


@lru_cache(maxsize=_MOST_PLANS)
def _moves(text: str) -> bool:
    try:
        return compiling.moves(text)
    except QueryError:
        return False


class Plans:
    """Plans of queries; those that move with the calendar or with products are told apart."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[object, Node] = {}
        self._products: dict[int, tuple[Reader, Mapping[str, Node]]] = {}

    def forget(self) -> None:
        """Forget all of them: rights have changed, and with them what `product:` means."""
        self._known.clear()
        self._products.clear()

    def plan(self, text: str, at: datetime, whole: Reader, now: datetime) -> Node:
        """Give the plan of a feed's query for a version released `at`; a broken one meets nothing.

        `product:` names what the company holds by the feed's channel, whatever products the feed
        is narrowed to.
        """
        moving = _moves(text)
        key = (text, at.date(), id(whole)) if moving else text
        if key not in self._known:
            if len(self._known) >= _MOST_PLANS:
                self.forget()
            named = self._named(whole, now) if moving else {}
            self._known[key] = compiling.plan_or_nothing(text, at, named)
        return self._known[key]

    def _named(self, whole: Reader, now: datetime) -> Mapping[str, Node]:
        """Look up what a reader holds; the reader is kept, so that its id stays its own."""
        if id(whole) not in self._products:
            self._products[id(whole)] = (whole, products_of(whole, now))
        return self._products[id(whole)][1]
