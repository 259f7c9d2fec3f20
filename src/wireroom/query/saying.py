"""Single words, codes, numbers and dates in plain English, for `words`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from wireroom.kernel.mediatopics import LABELS
from wireroom.query import dates
from wireroom.query.analysis import tokens
from wireroom.query.ast import Close, Expr, Phrase, Prefix, Range, Word
from wireroom.query.languages import name_of
from wireroom.query.values import choice_of, urgencies_of, urgency_of

TEMPLATES = {
    "text": "with {} in the text",
    "headline": "with {} in the headline",
    "slug": "with {} in the slugline",
    "byline": "with {} in the byline",
    "keyword": "with {} among the keywords",
    "topic": "about {}",
    "company": "on the company {}",
    "person": "on the person {}",
    "org": "on the organisation {}",
    "place": "on the place {}",
    "country": "on the country {}",
    "language": "in {}",
    "genre": "of the genre {}",
    "urgency": "of urgency {}",
    "update": "with the update {}",
    "status": "with the status {}",
    "date": "released {}",
    "product": "covered by the product {}",
    "desk": "from the desk {}",
    "source": "from the source {}",
    "guid": "with the identifier {}",
}
"""How a field is said after "stories"."""

_QUOTES = re.compile('["“”„]')
_OF_THE_SENTENCE = frozenset({"and", "or", "not", "but", "either"})
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_MONTH, _DAY = 7, 10  # characters of 2026-11 and of 2026-11-24


def leaf(expr: Expr, field: str, labels: Mapping[str, str]) -> str:
    """Say a leaf, as a value of a field or, with an empty one, as words of the text."""
    match expr:
        case Range(field="date"):
            return _days(expr)
        case Range():
            return _urgencies(expr)
        case Prefix(text=text):
            return f"words that begin with {_quote(text)}"
        case Close(text=text, gap=gap):
            return f"{_quote(text)} in any order at most {_count(gap, 'word')} apart"
        case Word(text=text) | Phrase(text=text):
            return _said(expr, text.strip(), field, labels)
        case _:
            return ""


def _said(expr: Word | Phrase, text: str, field: str, labels: Mapping[str, str]) -> str:
    match field:
        case "date":
            return day(text)
        case "urgency":
            number = str(urgency_of(text))
            return number if text == number else f"{number} ({text.lower()})"
        case "language":
            return name_of(labels.get(text, text))
        case "update" | "status":
            return choice_of(text).replace("_", " ")
        case "topic":
            code = f"medtop:{text}" if text.isdecimal() else text
            return _label(expr, code, labels.get(code) or LABELS.get(code))
        case _:
            return _label(expr, text, labels.get(text))


def _label(expr: Word | Phrase, text: str, label: str | None) -> str:
    if label:
        return label
    if text.lower() in _OF_THE_SENTENCE:
        return f"the word {_quote(text)}"
    is_plain = isinstance(expr, Word) and (":" in text or len(tokens(text)) == 1)
    return text if is_plain and not _QUOTES.search(text) else _quote(text)


def _quote(text: str) -> str:
    return f"“{_QUOTES.sub('’', text)}”"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def day(text: str) -> str:
    """Say a day, month or year, or a period that ends now, as in "released …"."""
    lower = text.lower()
    if dates.is_last(lower):
        return f"in the last {_count(int(lower[4:-1]), 'day' if lower.endswith('d') else 'hour')}"
    if dates.is_relative(lower):
        return lower
    return f"{'on' if len(text) == _DAY else 'in'} {_date(text)}"


def _date(text: str) -> str:
    if dates.is_relative(text):
        return text.lower()
    since, _ = dates.period(text, _ANY_DAY)
    if len(text) == _DAY:
        return f"{since.day} {since:%B %Y}"
    return f"{since:%B %Y}" if len(text) == _MONTH else f"{since:%Y}"


def _days(asked: Range) -> str:
    low = high = ""
    if asked.low:
        low = f"{'from' if asked.low_included else 'after'} {_date(asked.low)}"
    if asked.high:
        high = f"{'to' if asked.high_included else 'before'} {_date(asked.high)}"
    if low and high:
        return f"{low} {high}"
    if low:
        return f"{low} on" if asked.low_included else low
    return f"up to {_date(asked.high)}" if asked.high_included else high


def _urgencies(asked: Range) -> str:
    found = urgencies_of(asked)
    if not found:
        return "that does not exist"
    return f"{found[0]} to {found[-1]}" if len(found) > 1 else str(found[0])
