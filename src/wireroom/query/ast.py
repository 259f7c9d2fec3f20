"""What somebody wrote, as a tree: immutable, and compared by what it asks, not where it stands.

`parse` gives trees without needless layers: no And inside an And, no Or inside an Or, no Not inside
a Not, no Not directly inside a field, no field inside a field, and no And or Or of fewer than two
parts.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

_PLACES = frozenset({"start", "end"})


class _Expr(Struct, frozen=True, kw_only=True, eq=False):
    """A piece of a query. `start` and `end`: the characters it was written with, half-open."""

    start: int = 0
    end: int = 0

    def _facts(self) -> tuple[object, ...]:
        names = (name for name in self.__struct_fields__ if name not in _PLACES)
        return (type(self), *(getattr(self, name) for name in names))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Expr) and self._facts() == other._facts()

    def __hash__(self) -> int:
        return hash(self._facts())


class Empty(_Expr, frozen=True, eq=False):
    """Nothing was written: every story."""


class Word(_Expr, frozen=True, eq=False):
    """A bare word, or the bare value of a field, as it was written."""

    text: str


class Phrase(_Expr, frozen=True, eq=False):
    """Words in quotes, one after the other."""

    text: str


class Prefix(_Expr, frozen=True, eq=False):
    """`gas*`: the beginning of a word, without its star."""

    text: str


class Close(_Expr, frozen=True, eq=False):
    """`"gas price"~5`: words of which every two have at most `gap` others between them."""

    text: str
    gap: int


class InField(_Expr, frozen=True, eq=False):
    """`field:value`: the value is a leaf, or leaves joined by And, Or and Not."""

    field: str
    value: Expr


class Range(_Expr, frozen=True, eq=False):
    """`urgency:<=3`: values from `low` to `high`; an empty one is no bound, and not included."""

    field: str
    low: str
    high: str
    low_included: bool
    high_included: bool


class And(_Expr, frozen=True, eq=False):
    """Every part holds."""

    parts: tuple[Expr, ...]


class Or(_Expr, frozen=True, eq=False):
    """At least one part holds."""

    parts: tuple[Expr, ...]


class Not(_Expr, frozen=True, eq=False):
    """The part does not hold."""

    part: Expr


Leaf = Word | Phrase | Prefix | Close
Expr = Empty | Leaf | InField | Range | And | Or | Not


def pieces(expr: Expr) -> Iterator[Expr]:
    """Give every piece of a query, from the whole to the leaves, as it was written."""
    yield expr
    match expr:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from pieces(part)
        case Not(part=inner) | InField(value=inner):
            yield from pieces(inner)
        case _:
            return
