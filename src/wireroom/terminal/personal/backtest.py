"""What a search would have found: the figures before a topic is saved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext, ngettext
from msgspec import Struct

from wireroom.archive import search
from wireroom.customers.policy import Reader
from wireroom.query.errors import QueryError
from wireroom.query.plan import All, Node, Released
from wireroom.terminal.personal.asking import URGENT, Asked, read
from wireroom.terminal.personal.forms import BUDGETS, name_of
from wireroom.terminal.rows import Row, row_of

DAYS = 30
LINES = 10
MUCH = 30
"""Alerts an hour that nobody reads: one every two minutes."""
_HOUR = timedelta(hours=1)
_HIGH = 60
"""The height of the chart in its own units; a day is 10 of them wide."""


class Bar(Struct, frozen=True):
    """A day of the chart, in the units of the drawing."""

    x: int
    y: int
    height: int
    title: str


class Backtest(Struct, frozen=True, kw_only=True):
    """What is shown of a search before it is saved."""

    name: str
    words: str
    total: int
    urgent: int
    since: datetime
    bars: tuple[Bar, ...]
    chart_words: str
    advice: str
    advised_budget: int
    is_much: bool
    rows: tuple[Row, ...]
    did_you_mean: str = ""
    error: str = ""


class Fault(Struct, frozen=True, kw_only=True):
    """A text that is no search: what is wrong, and the text around the place."""

    error: str
    before: str
    at_fault: str
    behind: str


def backtest(reader: Reader, text: str, now: datetime) -> Backtest | Fault | None:
    """Try a search on the last 30 days, as `reader` sees them; None when nothing was written."""
    if not text.strip():
        return None
    try:
        asked = read(reader, text, now)
    except QueryError as error:
        return fault_of(text, error)
    return _try(reader, text, asked, now)


def fault_of(text: str, error: QueryError) -> Fault:
    """Show where the text stops being a search."""
    end = error.at + max(error.length, 1)
    return Fault(
        error=error.detail,
        before=text[max(0, error.at - 40) : error.at],
        at_fault=text[error.at : end],
        behind=text[end : end + 40],
    )


def _try(reader: Reader, text: str, asked: Asked, now: datetime) -> Backtest:
    since = _midnight(now) - timedelta(days=DAYS - 1)
    plan: Node = All((asked.plan, Released(since=since)))
    hours = search.histogram(
        reader, asked.plan, now, since=since, until=since + timedelta(days=DAYS), step=_HOUR
    )
    days = tuple(sum(hours[at : at + 24]) for at in range(0, len(hours), 24))
    found = search.search(reader, plan, now, order="newest", limit=LINES)
    advised = _budget(max(hours, default=0))
    return Backtest(
        name=name_of(text),
        words=asked.words,
        total=search.count(reader, plan, now) if found.is_least else found.total,
        urgent=search.count(reader, All((plan, URGENT)), now) if found.total else 0,
        since=since,
        bars=_bars(days, since),
        chart_words=_chart_words(days, since),
        advice=_advice(hours, days),
        advised_budget=advised,
        is_much=max(hours, default=0) > MUCH,
        rows=tuple(row_of(line) for line in found.lines),
        did_you_mean="" if found.total else search.did_you_mean(reader, text, now),
    )


def _midnight(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _bars(days: tuple[int, ...], since: datetime) -> tuple[Bar, ...]:
    most = max(days, default=0) or 1
    heights = [max(2, round(count * _HIGH / most)) if count else 0 for count in days]
    return tuple(
        Bar(at * 10 + 1, _HIGH - height, height, f"{_day(since, at)}: {days[at]}")
        for at, height in enumerate(heights)
    )


def _day(since: datetime, at: int) -> str:
    day = since + timedelta(days=at)
    return f"{day:%Y-%m-%d}"


def _chart_words(days: tuple[int, ...], since: datetime) -> str:
    most = max(days, default=0)
    facts = {"most": most, "day": _day(since, days.index(most) if days else 0)}
    return gettext("Stories a day for 30 days; the most were %(most)s on %(day)s.") % facts


def _advice(hours: tuple[int, ...], days: tuple[int, ...]) -> str:
    peak, a_day = max(hours, default=0), round(sum(days) / max(len(days), 1))
    usual = gettext("About %s a day") % a_day if a_day else gettext("Less than one a day")
    busiest = ngettext("%s in the busiest hour", "%s in the busiest hour", peak) % peak
    advice = (
        gettext("%(usual)s, %(busiest)s. A limit of 12 an hour keeps that readable.")
        if peak > MUCH
        else gettext("%(usual)s, %(busiest)s. %(limit)s an hour would have held nothing back.")
    )
    return advice % {"usual": usual, "busiest": busiest, "limit": _budget(peak)}


def _budget(peak: int) -> int:
    """Give the smallest limit that would not have held anything back; 0: none is needed."""
    limits = sorted(limit for limit, _ in BUDGETS if limit)
    return next((limit for limit in limits if limit >= peak), limits[-1])
