"""A tree as text again: the shortest readable spelling, and always the same."""

from __future__ import annotations

import re

from wireroom.query.ast import (
    And,
    Close,
    Empty,
    Expr,
    InField,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
    Word,
)
from wireroom.query.errors import QueryError
from wireroom.query.fields import field_of
from wireroom.query.lexer import OPERATORS, quoted
from wireroom.query.parser import parse

_EITHER, _BOTH, _TERM = range(3)
"""How tightly what is around binds: what binds looser than that goes into parentheses."""
_SURELY_BARE = re.compile(r"[^\W_]+(?:[.-][^\W_]+)*")


def canonical(expr: Expr) -> str:
    """Spell a query. What `parse` gave comes back from `parse` as it was."""
    return _write(expr, _EITHER, "")


def _write(expr: Expr, binding: int, inside: str) -> str:  # noqa: PLR0911 - kinds of node
    """Write a piece; `inside` is the field in whose parentheses it stands."""
    match expr:
        case Empty():
            return ""
        case Or(parts=parts):
            text = " OR ".join(_write(part, _BOTH, inside) for part in parts)
            return f"({text})" if binding > _EITHER else text
        case And(parts=parts):
            text = " ".join(_write(part, _TERM, inside) for part in parts)
            return f"({text})" if binding > _BOTH else text
        case Not(part=part):
            return f"-{_write(part, _TERM, inside)}"
        case InField(field=field, value=value):
            return f"{_name(field)}:{_value(field, value)}"
        case Range():
            return _range(expr, "" if inside else f"{_name(expr.field)}:")
        case _:
            return _leaf(expr, f"{inside}:(" if inside else "", ")" if inside else "")


def _name(field: str) -> str:
    known = field_of(field)
    return min((known.name, *known.aliases), key=len) if known else field


def _value(field: str, value: Expr) -> str:
    if isinstance(value, And | Or | Not | Range):
        return f"({_write(value, _EITHER, field)})"
    return _leaf(value, f"{field}:", "")


def _leaf(leaf: Expr, before: str, behind: str) -> str:
    """Write a leaf as it has to be between what is around it."""
    match leaf:
        case Word(text=text):
            return text if _is_bare(leaf, before, behind) else quoted(text)
        case Prefix(text=text):
            return f"{text}*"
        case Phrase(text=text):
            return quoted(text)
        case Close(text=text, gap=gap):
            return f"{quoted(text)}~{gap}"
        case _:
            return ""


def _is_bare(word: Word, before: str, behind: str) -> bool:
    """Whether a word needs no quotes; asked of the parser, unless it is plain."""
    if _SURELY_BARE.fullmatch(word.text) and word.text not in OPERATORS and "." not in word.text:
        return True
    try:
        found = parse(f"{before}{word.text}{behind}")
    except QueryError:
        return False
    return (found.value if isinstance(found, InField) else found) == word


def _range(asked: Range, name: str) -> str:
    low, high = asked.low, asked.high
    if low and high:
        if asked.low_included and asked.high_included:
            return f"{name}{low}..{high}"
        signs = (">=" if asked.low_included else ">", "<=" if asked.high_included else "<")
        return f"({name}{signs[0]}{low} {name}{signs[1]}{high})"
    if asked.field == "date" and (asked.low_included or asked.high_included):
        return f"{name}{low}..{high}"
    if low:
        return f"{name}{'>=' if asked.low_included else '>'}{low}"
    return f"{name}{'<=' if asked.high_included else '<'}{high}"
