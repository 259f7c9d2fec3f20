"""Adding `field:value` to a query's text, and taking it out again."""

from __future__ import annotations

import re

from wireroom.query.analysis import fold
from wireroom.query.ast import And, Empty, Expr
from wireroom.query.canonical import canonical
from wireroom.query.errors import QueryError
from wireroom.query.parser import parse

_PLAIN = re.compile(r"[^\W_](?:(?!\.\.)[\w.\-])*")
"""Two dots make a range: a value with them stands in quotation marks."""
_OPERATORS = frozenset({"AND", "OR", "NOT"})
_NAMED_BY_LABEL = frozenset({"topic", "place", "person", "org"})


def clause(field: str, value: str) -> str:
    """Write what asks for a value of a field; the value is quoted where it has to be."""
    return f"{short_name(field)}:{quoted(value)}"


def short_name(field: str) -> str:
    """Give the name by which a field is written."""
    return "lang" if field == "language" else field


def quoted(value: str) -> str:
    """Write a value so that it is one value, whatever is in it."""
    return value if _PLAIN.fullmatch(value) and value not in _OPERATORS else phrase(value)


def phrase(text: str) -> str:
    """Write a phrase in quotation marks, without such and without unseen signs in it."""
    seen = "".join(sign if sign.isprintable() and sign not in '"\\*' else " " for sign in text)
    return '"{}"'.format(" ".join(seen.split()))


def is_said(text: str) -> bool:
    """Whether there is a letter or a digit in a text, so that a story may have it."""
    return bool(fold(text))


def spoken(field: str, value: str, label: str) -> str:
    """Choose what stands for a name in a query: its words, or a code that people know it by."""
    if field == "genre":
        return value.rpartition(":")[2]
    if field in _NAMED_BY_LABEL or ":" in value:
        return label or value
    return value


def has(text: str, wanted: str) -> bool:
    """Say whether a query asks for a clause, beside whatever else."""
    try:
        return _same(wanted, _parts(text)) is not None
    except QueryError:
        return False


def toggled(text: str, wanted: str) -> str:
    """Give a query's text with a clause added, or without it when the query asks for it already.

    A text that is no query stays as it is.
    """
    try:
        parts = _parts(text)
        found = _same(wanted, parts)
        kept = [part for part in parts if part is not found] if found else [*parts, parse(wanted)]
    except QueryError:
        return text
    match kept:
        case []:
            return ""
        case [one]:
            return canonical(one)
        case _:
            return canonical(And(parts=tuple(kept)))


def _parts(text: str) -> tuple[Expr, ...]:
    match parse(text):
        case Empty():
            return ()
        case And(parts=parts):
            return tuple(parts)
        case other:
            return (other,)


def _same(wanted: str, parts: tuple[Expr, ...]) -> Expr | None:
    asked = parse(wanted)
    return next((part for part in parts if part == asked), None)
