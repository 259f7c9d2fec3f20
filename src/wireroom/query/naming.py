"""`field:value`: which colons name a field."""

from __future__ import annotations

import re
from difflib import get_close_matches

from wireroom.query.errors import QueryError, shown
from wireroom.query.fields import NAMES, Field, field_of
from wireroom.query.lexer import Token, quoted

_NAMED = re.compile(r"([^\W\d_][\w-]*):(?!//)")
"""What looks like the name of a field: not the hour of 12:30, nor the scheme of an address."""
_LONGEST_NAME = 24
_SCHEMES = {"medtop": "topic", "urn": "guid"}
"""Codes that are pasted without their field."""


def split(token: Token) -> tuple[Field | None, Token]:
    """Take a bare word apart into field and value; without a field it stays whole.

    Raises:
        QueryError: it looks like a field, and there is no such field.
    """
    found = _NAMED.match(token.text)
    if found is None:
        return None, token
    field = field_of(found[1])
    if field is None:
        raise _unknown(token, found[1])
    return field, cut(token, found.end())


def cut(token: Token, length: int) -> Token:
    """Take characters from the beginning of a word."""
    text = token.text[length:]
    return token._replace(text=text, raw=text, start=token.start + length)


def refuse_inner(token: Token, field: Field) -> None:
    """Refuse `lang:en` as a value of another field."""
    found = _NAMED.match(token.text)
    inner = field_of(found[1]) if found else None
    if inner is None or inner is field:
        return
    raise QueryError(
        f"{inner.name} is asked inside {field.name}, and no field stands in another.",
        at=token.start,
        length=token.end - token.start,
        hint=f"Write it outside: {token.text}; or, if it is text, in quotes: {quoted(token.text)}",
    )


def _unknown(token: Token, name: str) -> QueryError:
    is_short = len(token.text) <= _LONGEST_NAME
    as_text = f"If it is text, put it in quotes{': ' + quoted(token.text) if is_short else ''}."
    if field := _SCHEMES.get(name.lower()):
        hint = f"Write {field}:{token.text}" if is_short else f"Write {field}: before it."
    elif near := _nearest(name):
        hint = f"Did you mean {near}:? {as_text}"
    else:
        hint = as_text
    return QueryError(
        f"There is no field {shown(name)}.", at=token.start, length=len(name) + 1, hint=hint
    )


def _nearest(name: str) -> str:
    if len(name) > _LONGEST_NAME:
        return ""
    return next(iter(get_close_matches(name.lower(), NAMES, n=1, cutoff=0.7)), "")
