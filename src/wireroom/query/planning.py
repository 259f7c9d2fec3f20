"""From tree to plan: what a query means at a moment, for whoever has these products."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from wireroom.query import dates
from wireroom.query.analysis import tokens, variants
from wireroom.query.ast import (
    And,
    Close,
    Empty,
    Expr,
    InField,
    Leaf,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
    Word,
    pieces,
)
from wireroom.query.coding import codes
from wireroom.query.document import TEXT
from wireroom.query.errors import QueryError, shown
from wireroom.query.fields import Field, field_of
from wireroom.query.parser import parse
from wireroom.query.plan import EVERYTHING, All, Any, Has, Near, Node, Released, Says, Starts
from wireroom.query.plan import Not as Absent
from wireroom.query.values import urgencies_of


def compile_text(text: str, now: datetime, products: Mapping[str, Node] | None = None) -> Node:
    """Parse a query and say what it means; see `plan`.

    Raises:
        QueryError: the text is no query, or names a product that is not among `products`.
    """
    return plan(parse(text), now, products)


def plan(expr: Expr, now: datetime, products: Mapping[str, Node] | None = None) -> Node:
    """Say what a query means.

    `now` (aware) is what `today` and `last7d` are counted from. `products` are the plans that
    `product:` may name, by code.

    Raises:
        QueryError: the query names a product that is not among them.
    """
    return _Planner(now, products or {}).node(expr, None)


def moving_part(expr: Expr) -> Expr | None:
    """Give the first piece that means something else when `now` is another day; None: none does."""
    for piece in pieces(expr):
        match piece:
            case InField(field="date", value=value):
                moving = (leaf for leaf in pieces(value) if _is_moving(leaf))
                if found := next(moving, None):
                    return piece if found is value else found
            case Range() if _is_moving(piece):
                return piece
    return None


def _is_moving(value: Expr) -> bool:
    """Whether a value of a date moves with the calendar."""
    match value:
        case Word(text=text) | Phrase(text=text):
            return dates.is_relative(text.strip())
        case Range(field="date", low=low, high=high):
            return any(dates.is_relative(bound.strip()) for bound in (low, high))
        case _:
            return False


class _Planner:
    """Turns a tree into a plan, from the whole to the leaves."""

    def __init__(self, now: datetime, products: Mapping[str, Node]) -> None:
        self._now = now
        self._products = products

    def node(self, expr: Expr, field: Field | None) -> Node:  # noqa: PLR0911 - kinds of node
        match expr:
            case Empty():
                return EVERYTHING
            case And(parts=parts):
                return All(tuple(self.node(part, field) for part in parts))
            case Or(parts=parts):
                return Any(tuple(self.node(part, field) for part in parts))
            case Not(part=part):
                return Absent(self.node(part, field))
            case InField(field=name, value=value):
                return self.node(value, field_of(name))
            case Range():
                return self._range(expr)
            case _:
                return self._leaf(expr, field)

    def _range(self, asked: Range) -> Node:
        if asked.field == "date":
            return self._days(asked)
        return Has(tuple(f"urgency={number}" for number in urgencies_of(asked)))

    def _days(self, asked: Range) -> Node:
        since = until = None
        if asked.low:
            since = self._period(asked.low)[0 if asked.low_included else 1]
        if asked.high:
            until = self._period(asked.high)[1 if asked.high_included else 0]
        return Released(since, until)

    def _period(self, text: str) -> dates.Period:
        return dates.period(text.strip(), self._now)

    def _leaf(self, leaf: Leaf, field: Field | None) -> Node:
        match field.kind if field else "words":
            case "words":
                return _words(leaf, field.name if field else TEXT)
            case "name":
                return _name(leaf, field.name if field else TEXT)
            case "date":
                return Released(*self._period(leaf.text))
            case "product":
                return self._product(leaf)
            case _:
                return Has(codes(field.name if field else "", leaf.text.strip()))

    def _product(self, leaf: Leaf) -> Node:
        wanted = leaf.text.strip()
        found = self._products.get(wanted) or self._products.get(wanted.lower())
        if found is not None:
            return found
        known = ", ".join(sorted(self._products))
        raise QueryError(
            f"There is no product {shown(wanted)}.",
            at=leaf.start,
            length=leaf.end - leaf.start,
            hint=f"Write one of {known}." if known else "There are no products to ask for here.",
        )


def _words(leaf: Leaf, scope: str) -> Node:
    match leaf:
        case Prefix(text=text):
            found = tokens(text)
            if len(found) == 1:
                return Starts(scope, found[0].surface)
            return Says(scope, variants(text))  # signs of a script without spaces: no word to begin
        case Close(text=text, gap=gap):
            return _close(text, gap, scope)
        case _:
            return Says(scope, variants(leaf.text))


def _close(text: str, gap: int, scope: str) -> Node:
    """Ask for words close together, by their keys; forms of one word count once."""
    keys = dict.fromkeys(tuple(dict.fromkeys(variant)) for variant in variants(text))
    several = tuple(variant for variant in keys if len(variant) > 1)
    single = tuple(variant for variant in keys if len(variant) == 1)
    if not single:
        return Near(scope, several, gap)
    alone = Says(scope, single)
    return Any((Near(scope, several, gap), alone)) if several else alone


def _name(leaf: Leaf, scope: str) -> Node:
    """Ask for a name by its words, or by its code."""
    said = _words(leaf, scope)
    if isinstance(leaf, Word | Phrase):
        return Any((Has(codes(scope, leaf.text.strip())), said))
    return said
