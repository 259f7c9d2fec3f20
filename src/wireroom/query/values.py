"""Values of fields that hold no words: codes, choices, numbers and dates, and ranges of these."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple

from wireroom.query.analysis import fold
from wireroom.query.ast import Expr, Phrase, Range, Word
from wireroom.query.dates import NotADate, is_last, is_relative, period
from wireroom.query.errors import QueryError, shown
from wireroom.query.fields import LOWEST_URGENCY, URGENCIES, Field
from wireroom.query.lexer import Kind, Token

_COMPARED = re.compile(r"(<=|>=|<|>)(.*)", re.DOTALL)
_LOOKS_LIKE_RANGE = re.compile(r"[<>].*|[0-9-]+\.\.[0-9-]*|\.\.[0-9-]+", re.DOTALL)
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_SPELLINGS = {"cancelled": "canceled", "killed": "kill", "corrected": "correction"}


class _Bounds(NamedTuple):
    low: str
    high: str
    low_included: bool
    high_included: bool


def value(token: Token, field: Field) -> Expr:
    """Read the value of a field that is asked as a whole.

    Raises:
        QueryError: the field has no such value.
    """
    if field.has_ranges and (bounds := _bounds(token.text)):
        return _range(token, field, bounds)
    refuse_range(token, field)
    if field.has_ranges:
        _check_value(token, field, token.text)
    elif field.kind == "choice":
        _check_choice(token, field)
    else:
        _check_code(token, field)
    make = Phrase if token.kind is Kind.QUOTED else Word
    return make(token.text, start=token.start, end=token.end)


def refuse_range(token: Token, field: Field) -> None:
    """Refuse `<3` and `1..3` where a field has no order."""
    if token.kind is Kind.WORD and not field.has_ranges and _LOOKS_LIKE_RANGE.fullmatch(token.text):
        raise _wrong(
            token,
            f"{field.name} has no ranges; only urgency and date have.",
            f"Write one value: {field.examples[0]}",
        )


def choice_of(text: str) -> str:
    """Spell a choice as the news item does."""
    lower = text.strip().lower()
    return _SPELLINGS.get(lower, lower)


def urgency_of(text: str) -> int | None:
    """Give the urgency that a number or a name stands for."""
    lower = text.strip().lower()
    if lower in URGENCIES:
        return URGENCIES[lower]
    is_digit = len(lower) == 1 and "1" <= lower <= str(LOWEST_URGENCY)
    return int(lower) if is_digit else None


def urgencies_of(asked: Range) -> range:
    """Give the urgencies from one to another."""
    low, high = urgency_of(asked.low) or 1, urgency_of(asked.high) or LOWEST_URGENCY
    low += bool(asked.low) and not asked.low_included
    high -= bool(asked.high) and not asked.high_included
    return range(low, high + 1)


def _bounds(text: str) -> _Bounds | None:
    if found := _COMPARED.fullmatch(text):
        sign, bound = found.groups()
        is_included = sign.endswith("=")
        if sign.startswith("<"):
            return _Bounds("", bound, low_included=False, high_included=is_included)
        return _Bounds(bound, "", low_included=is_included, high_included=False)
    low, dots, high = text.partition("..")
    return _Bounds(low, high, bool(low), bool(high)) if dots else None


def _range(token: Token, field: Field, bounds: _Bounds) -> Range:
    if not bounds.low and not bounds.high:
        raise _wrong(token, "The range has no value.", f"Write {field.examples[0]}, for example.")
    for bound in filter(None, (bounds.low, bounds.high)):
        _check_value(token, field, bound)
        if field.kind == "date" and is_last(bound):
            raise _wrong(
                token,
                f"{shown(bound)} is a period up to now; a range goes from day to day.",
                f"Write date:{bound} alone, or days: date:2026-11-01..2026-11-15",
            )
    if bounds.low and bounds.high:
        _check_order(token, field, bounds)
    return Range(field.name, *bounds, start=token.start, end=token.end)


def _check_order(token: Token, field: Field, bounds: _Bounds) -> None:
    if field.kind == "number":
        is_turned = (urgency_of(bounds.low) or 0) > (urgency_of(bounds.high) or 0)
    elif is_relative(bounds.low) or is_relative(bounds.high):
        return  # the calendar decides
    else:
        is_turned = period(bounds.low, _ANY_DAY)[0] > period(bounds.high, _ANY_DAY)[0]
    if is_turned:
        turned = f"{field.name}:{bounds.high}..{bounds.low}"
        raise _wrong(token, "The range ends before it begins.", f"Write {turned}")


def _check_value(token: Token, field: Field, text: str) -> None:
    if field.kind == "number":
        if urgency_of(text) is None:
            names = ", ".join(URGENCIES)
            raise _wrong(
                token,
                f"{shown(text)} is not an urgency.",
                f"Write a number from 1 (flash) to {LOWEST_URGENCY}, or {names}; or a range: 1..3",
            )
        return
    try:
        period(text, _ANY_DAY)
    except NotADate as error:
        raise _wrong(
            token,
            f"{shown(text)} {error}.",
            "Write a day as 2026-11-24, a month as 2026-11, a year as 2026, or today, yesterday, "
            "last7d, last24h.",
        ) from None


def _check_choice(token: Token, field: Field) -> None:
    if choice_of(token.text) not in field.values:
        raise _wrong(
            token,
            f"{field.name} has no value {shown(token.text)}.",
            f"Write one of {', '.join(field.values)}.",
        )


def _check_code(token: Token, field: Field) -> None:
    if "*" in token.text:
        raise _wrong(
            token,
            f"{field.name} is asked by whole codes or names, without *.",
            f"Write {field.examples[0]}, for example.",
        )
    if not fold(token.text):
        raise _wrong(
            token,
            f"{shown(token.text)} has no letter and no digit in it.",
            f"Write {field.examples[0]}, for example.",
        )


def _wrong(token: Token, problem: str, hint: str) -> QueryError:
    return QueryError(problem, at=token.start, length=token.end - token.start, hint=hint)
