"""The same queries in mokaccino, a percolator in Rust with a binding for Python.

It reads no text: finding words and phrases is done for it, outside of what is timed. A word or
phrase with all its variants is one value of one field, each product of a customer another.
`pip install mokaccino` makes it available; without it the comparison is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from importlib import import_module
from importlib.util import find_spec
from operator import and_, or_
from typing import TYPE_CHECKING, Protocol

from wireroom.query.document import TEXT, Document
from wireroom.query.plan import All, Any, Has, Node, Not, Says

if TYPE_CHECKING:
    from bench.match.queries import Query

_ALL = 0xFFFF_FFFF
_LONGEST = 4


class _Term(Protocol):
    def __and__(self, other: _Term) -> _Term: ...

    def __or__(self, other: _Term) -> _Term: ...

    def __invert__(self) -> _Term: ...


def is_installed() -> bool:
    """Tell whether mokaccino can be imported."""
    return find_spec("mokaccino") is not None


class Peer:
    """A percolator with the queries in it."""

    def __init__(self) -> None:
        """Begin empty."""
        self._library = import_module("mokaccino")
        self._percolator = self._library.Percolator()
        self._names: dict[tuple[str, ...], set[str]] = {}

    def put(self, query: Query) -> None:
        """Add a query."""
        term = self._term(query.plan)
        if query.mask != _ALL:
            term &= self._any("product", (str(bit) for bit in _bits(query.mask)))
        self._percolator.add_query_id(term, query.number)

    def optimize(self) -> None:
        """Have it lay out what it has."""
        self._percolator = self._percolator.optimized()

    def read(self, document: Document, mask: int) -> object:
        """Make of a document what it takes; not timed."""
        found = self._library.Document()
        for code in document.codes:
            found.add_value("code", code)
        for bit in _bits(mask):
            found.add_value("product", str(bit))
        for name in self._said(document):
            found.add_value("said", name)
        return found

    def match(self, document: object) -> list[int]:
        """Give the numbers of the queries that the document meets."""
        found: list[int] = self._percolator.percolate_list(document)
        return found

    def _term(self, plan: Node) -> _Term:
        match plan:
            case All(parts=parts):
                return reduce(and_, map(self._term, parts))
            case Any(parts=parts):
                return reduce(or_, map(self._term, parts))
            case Not(part=part):
                return ~self._term(part)
            case Has(codes=codes):
                return self._any("code", codes)
            case Says(variants=variants):
                name = "|".join(" ".join(variant) for variant in variants)
                for variant in variants:
                    self._names.setdefault(variant, set()).add(name)
                return self._any("said", (name,))
        raise TypeError(f"mokaccino has nothing for a {type(plan).__name__}")

    def _any(self, field: str, values: Iterable[str]) -> _Term:
        term: _Term = reduce(or_, (self._library.Query.from_kv(field, value) for value in values))
        return term

    def _said(self, document: Document) -> set[str]:
        stream = document.stream(TEXT)
        keys, places = stream.keys, stream.places
        names: set[str] = set()
        for at in range(len(keys)):
            for end in range(at + 1, min(at + _LONGEST, len(keys) + 1)):
                if places[end - 1] - places[at] == end - 1 - at:
                    names |= self._names.get(tuple(keys[at:end]), set())
        return names


def _bits(mask: int) -> list[int]:
    return [bit for bit in range(32) if mask >> bit & 1]
