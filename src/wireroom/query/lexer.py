"""From characters to tokens: words, quoted texts, parentheses, operators. One look at each."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from wireroom.query.errors import QueryError

MOST_CHARACTERS = 10_000

QUOTES = '"“”„'
OPERATORS = frozenset({"AND", "OR", "NOT"})
_UNSEEN = "\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
"""Marks of direction and width: they come along when text is copied, and separate like spaces."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACE = re.compile(rf"[\s{_UNSEEN}]+")
_RUN = re.compile(rf"[^\s{_UNSEEN}(){QUOTES}]+")
_QUOTED = re.compile(rf"(?:[^\\{QUOTES}]+|\\.)*", re.DOTALL)
_TO_ESCAPE = re.compile(rf"[\\{QUOTES}]")
_ESCAPED = re.compile(rf"\\([\\{QUOTES}])")


class Kind(Enum):
    """The kinds of tokens."""

    WORD = "a word"
    QUOTED = "words in quotes"
    OPEN = "("
    CLOSE = ")"
    MINUS = "-"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    END = "the end"


class Token(NamedTuple):
    """A piece of the text; of a quoted one, `text` is what it means and `raw` how it is written."""

    kind: Kind
    text: str
    start: int
    end: int
    raw: str = ""


def lex(text: str) -> list[Token]:
    """Cut a query into tokens, of which the last is the end.

    Raises:
        QueryError: the text is too long, has signs that cannot be seen, or a quote is not closed.
    """
    _check(text)
    found: list[Token] = []
    at = _after_space(text, 0)
    while at < len(text):
        token = _token(text, at)
        found.append(token)
        at = _after_space(text, token.end)
    found.append(Token(Kind.END, "", len(text), len(text)))
    return found


def quoted(text: str) -> str:
    """Write a text in quotes, so that `lex` gives it back."""
    escaped = _TO_ESCAPE.sub(lambda sign: "\\" + sign[0], text)
    return f'"{escaped}"'


def _check(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise QueryError(
            f"A query has at most {MOST_CHARACTERS:,} characters; this one has {len(text):,}.",
            at=MOST_CHARACTERS,
            length=len(text) - MOST_CHARACTERS,
            hint="Make two queries of it.",
        )
    if found := _FORBIDDEN.search(text):
        raise QueryError(
            f"There is a sign that cannot be seen (U+{ord(found[0]):04X}).",
            at=found.start(),
            length=1,
            hint="Delete it.",
        )


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _token(text: str, at: int) -> Token:
    sign = text[at]
    if sign in "()":
        return Token(Kind.OPEN if sign == "(" else Kind.CLOSE, sign, at, at + 1)
    if sign in QUOTES:
        return _quoted(text, at)
    if sign == "-":
        return Token(Kind.MINUS, sign, at, at + 1)
    found = _RUN.match(text, at)
    run = found[0] if found else sign
    kind = Kind(run) if run in OPERATORS else Kind.WORD
    return Token(kind, run, at, at + len(run), run)


def _quoted(text: str, at: int) -> Token:
    found = _QUOTED.match(text, at + 1)
    end = found.end() if found else at + 1
    if end == len(text) or text[end] not in QUOTES:
        raise QueryError(
            "The quote that begins here is not closed.",
            at=at,
            length=1,
            hint='Write " where the words in quotes end.',
        )
    raw = text[at + 1 : end]
    return Token(Kind.QUOTED, _ESCAPED.sub(r"\1", raw), at, end + 1, raw)
