"""What a feed asks for in words, and what it would have got, before it exists and later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from wireroom.customers import queries as customers
from wireroom.customers.policy import Channel
from wireroom.delivery.queries.dry_run import DryRun, dry_run
from wireroom.query.errors import QueryError
from wireroom.query.parser import parse
from wireroom.query.planning import plan
from wireroom.query.words import words

_WEEK = timedelta(days=7)
_SHOWN = 20
_AROUND = 40


class Problem(Struct, frozen=True, kw_only=True):
    """A text that is no query: what is wrong, and the text around the place."""

    error: str
    hint: str
    before: str
    at_fault: str
    behind: str


class Tried(Struct, frozen=True, kw_only=True):
    """The last seven days through a feed's eyes; without a `run` there is a `problem`."""

    words: str = ""
    since: datetime | None = None
    run: DryRun | None = None
    problem: Problem | None = None

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.run.total - len(self.run.lines) if self.run else 0


def try_out(
    company_id: int, destination: str, products: Sequence[str], query: str, now: datetime
) -> Tried:
    """Say what a feed would ask for, and what it would have got in the last week."""
    try:
        asked = _read(company_id, destination, query, now)
    except QueryError as error:
        return Tried(problem=problem_of(query, error))
    since = now - _WEEK
    run = dry_run(company_id, products, query, destination, since, now, now, _SHOWN)
    return Tried(words=asked, since=since, run=run)


def problem_of(text: str, error: QueryError) -> Problem:
    """Show where a text stops being a query."""
    end = error.at + max(error.length, 1)
    return Problem(
        error=error.detail,
        hint=error.hint,
        before=text[max(0, error.at - _AROUND) : error.at],
        at_fault=text[error.at : end],
        behind=text[end : end + _AROUND],
    )


def find_problem(company_id: int, destination: str, query: str, now: datetime) -> Problem | None:
    """Say what is wrong with a query; None: nothing."""
    try:
        _read(company_id, destination, query, now)
    except QueryError as error:
        return problem_of(query, error)
    return None


def _read(company_id: int, destination: str, query: str, now: datetime) -> str:
    if not query.strip():
        return words(parse(""))
    expr = parse(query)
    readers = customers.readers_of_companies([company_id], now, Channel(destination))
    plan(expr, now, customers.products_of(readers[company_id], now))
    return words(expr)
