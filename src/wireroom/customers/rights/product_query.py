"""The query of a product: compiled once, asked of whole stories. Pure.

A stored text that cannot be compiled, whatever the route by which it came, is met by nothing: a
product never gives more than it says.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

import structlog

from wireroom.formats.projection import FULL, project
from wireroom.kernel.newsitem import NewsItem
from wireroom.query.document import Document
from wireroom.query.errors import QueryError
from wireroom.query.parser import parse
from wireroom.query.plan import NOTHING, Node
from wireroom.query.planning import moving_part, plan
from wireroom.query.predicate import matches
from wireroom.query.words import words

log = structlog.get_logger(__name__)

_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""Fills the place of “now”, on which a plan without relative dates does not depend."""
_RECENT = 32
"""Documents kept: the versions of a story, and what is being released."""


def compile_product_query(text: str) -> Node:
    """Compile the query of a product; the empty one is met by everything.

    Raises:
        QueryError: it is no query, names a product, or has a date that moves with the calendar.
    """
    expr = parse(text)
    if moving := moving_part(expr):
        raise QueryError(
            "What a product carries cannot change with the calendar.",
            at=moving.start,
            length=moving.end - moving.start,
            hint="Write the dates themselves, such as date:2026-11-01..2026-11-30.",
        )
    return plan(expr, _ANY_TIME)


def explain(text: str) -> str:
    """Say in words what a query asks for; of a bad one, what is wrong."""
    try:
        return words(parse(text))
    except QueryError as error:
        return f"met by nothing, because: {error.detail}"


@lru_cache(maxsize=1024)
def plan_of_query(text: str) -> Node:
    """Give the plan of a stored query; one that cannot be compiled gives nothing, and is logged."""
    try:
        return compile_product_query(text)
    except QueryError as error:
        problem = error.detail
    log.error("product:query:unusable", query=text, problem=problem)
    return NOTHING


def meets(text: str, item: NewsItem, released_at: datetime) -> bool:
    """Whether the whole story, as far as anybody may see it, meets the query of a product."""
    return matches(plan_of_query(text), whole(item, released_at))


def whole(item: NewsItem, released_at: datetime) -> Document:
    """Give the whole story, as far as anybody may see it, analysed once for all who ask now."""
    return _document(_Version(item, released_at))


class _Version:
    """A version by identity, not by name: two drafts of a story are two, and none is hashed."""

    __slots__ = ("item", "released_at")

    def __init__(self, item: NewsItem, released_at: datetime) -> None:
        self.item = item
        self.released_at = released_at

    def __hash__(self) -> int:
        return id(self.item)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Version)
            and self.item is other.item
            and self.released_at == other.released_at
        )


@lru_cache(maxsize=_RECENT)
def _document(version: _Version) -> Document:
    """Analyse a version; the cache holds the item, so that its id stays its own."""
    return Document(project(version.item, FULL), version.released_at)
