"""A query spelled the one way, and said in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from msgspec import Struct

from wireroom.archive import search as index
from wireroom.customers.policy import Reader
from wireroom.query.ast import And, Expr, InField, Not, Or, Word
from wireroom.query.canonical import canonical
from wireroom.query.parser import parse
from wireroom.query.words import words

_NAMES = frozenset({"company", "person", "place", "org"})
_NAMED = 5
"""Codes of one query that are looked up, to be said by their names."""


class Said(Struct, frozen=True):
    """The canonical text of a query, and a sentence that says the same."""

    canonical: str = ""
    words: str = ""


def said(text: str, reader: Reader, now: datetime) -> Said:
    """Spell a query the one way, and say it in words, with names for codes the reader may know."""
    expr = parse(text)
    return Said(canonical(expr), words(expr, _labels(expr, reader, now)))


def _labels(expr: Expr, reader: Reader, now: datetime) -> dict[str, str]:
    labels: dict[str, str] = {}
    for field, code in islice(_codes(expr), _NAMED):
        found = index.complete_names(reader, field, code, now, 3)
        labels |= {name.value: name.label for name in found if name.value.lower() == code.lower()}
    return labels


def _codes(expr: Expr, field: str = "") -> Iterator[tuple[str, str]]:
    """Give the values that may be codes of names, with their fields."""
    match expr:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _codes(part, field)
        case Not(part=part):
            yield from _codes(part, field)
        case InField(field=name, value=value) if name in _NAMES:
            yield from _codes(value, name)
        case Word(text=text) if field:
            yield field, text
