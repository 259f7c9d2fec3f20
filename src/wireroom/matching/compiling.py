"""From a topic's text to its plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from wireroom.query.ast import InField, pieces
from wireroom.query.errors import QueryError
from wireroom.query.parser import parse
from wireroom.query.plan import NOTHING, Node
from wireroom.query.planning import moving_part, plan


def compile_query(text: str, at: datetime, products: Mapping[str, Node]) -> Node:
    """Compile a topic's query: what it means at a moment, in the hands of whom has `products`.

    Raises:
        QueryError: it is no query, or names a product that is not among them.
    """
    return plan(parse(text), at, products)


def plan_or_nothing(text: str, at: datetime, products: Mapping[str, Node]) -> Node:
    """Compile a stored query; what means nothing any more is met by nothing."""
    try:
        return compile_query(text, at, products)
    except QueryError:
        return NOTHING


def trouble(text: str, at: datetime, products: Mapping[str, Node]) -> str:
    """Say what is wrong with a stored query, empty when nothing is: for its owner to read."""
    try:
        compile_query(text, at, products)
    except QueryError as error:
        return " ".join(part for part in (error.detail, error.hint) if part)
    return ""


def moves(text: str) -> bool:
    """Whether the meaning changes by itself: with the calendar, or with what products carry.

    Raises:
        QueryError: it is no query.
    """
    expr = parse(text)
    return moving_part(expr) is not None or any(
        isinstance(piece, InField) and piece.field == "product" for piece in pieces(expr)
    )
