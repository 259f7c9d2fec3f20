"""Days, months, years and `last7d` as periods of time, half-open and in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

Period = tuple[datetime, datetime | None]
"""From, and up to but not including; None: no end."""

_WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LAST = re.compile(r"last([1-9][0-9]{0,3})([dh])")
_NAMED = {"today": 0, "yesterday": 1}
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_DAY = timedelta(days=1)
_DECEMBER = 12
_OF_A_MONTH, _OF_A_DAY = 2, 3


class NotADate(ValueError):
    """The text is no date; the message says why, in words for who wrote it."""


def is_relative(text: str) -> bool:
    """Whether what a date means moves with the clock."""
    return text.lower() in _NAMED or is_last(text)


def is_last(text: str) -> bool:
    """Whether a date is counted back from this moment, such as `last7d`."""
    return _LAST.fullmatch(text.lower()) is not None


def period(text: str, now: datetime) -> Period:
    """Give the time that a day, a month, a year, `today`, `yesterday` or `last7d` stands for.

    `last7d` begins exactly seven times 24 hours before `now`, and has no end.

    Raises:
        NotADate: the text is none of these, or a day that does not exist.
    """
    lower = text.lower()
    if lower in _NAMED:
        midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        day = midnight - _NAMED[lower] * _DAY
        return day, day + _DAY
    if found := _LAST.fullmatch(lower):
        number = int(found[1])
        return now - (timedelta(days=number) if found[2] == "d" else timedelta(hours=number)), None
    return _written(text)


def _written(text: str) -> Period:
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise NotADate("is not a date")
    parts = [int(part) for part in found.groups() if part]
    if not _FIRST_YEAR <= parts[0] <= _LAST_YEAR:
        raise NotADate(f"is not in a year from {_FIRST_YEAR} to {_LAST_YEAR}")
    try:
        year, month, day = (*parts, 1, 1)[:3]
        since = datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        raise NotADate("is not in the calendar") from None
    return since, _following(since, len(parts))


def _following(since: datetime, parts: int) -> datetime:
    """Give the day after a day, the first of the month after a month, of the year after a year."""
    if parts == _OF_A_DAY:
        return since + _DAY
    if parts == _OF_A_MONTH and since.month < _DECEMBER:
        return since.replace(month=since.month + 1)
    return datetime(since.year + 1, 1, 1, tzinfo=UTC)
