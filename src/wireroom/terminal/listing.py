"""The list on the screen: the wire itself, or what a query finds, and the way to what is older."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from msgspec import Struct

from wireroom.archive import search as index
from wireroom.customers.policy import Channel, Reader
from wireroom.customers.queries import products_of, reader_of
from wireroom.delivery.places import asked_before, place_of
from wireroom.query.errors import QueryError
from wireroom.query.fields import NAMES
from wireroom.query.plan import Node
from wireroom.query.planning import compile_text
from wireroom.terminal.access import person_id
from wireroom.terminal.asked import Asked
from wireroom.terminal.marking import marker
from wireroom.terminal.places import asked_count, asked_seq, sealed_count, sealed_end
from wireroom.terminal.rows import Row, row_of
from wireroom.terminal.saying import Said, said

LINES = 100
FOUND = 60
"""Lines of a search: it is asked anew with every word that is typed."""


class Problem(Struct, frozen=True, kw_only=True):
    """What is wrong with a query: its text in three pieces, the wrong one in the middle."""

    before: str
    wrong: str
    behind: str
    message: str
    hint: str


class Listing(Struct, frozen=True, kw_only=True):
    """One page of the list, and what is said above it."""

    asked: Asked
    rows: tuple[Row, ...] = ()
    older: str = ""
    """The end of the address of the next page; empty on the last."""
    is_newest: bool = True
    """Whether this is the first page, on top of which news arrives."""
    total: int = 0
    is_least: bool = False
    """Whether there are more than `total`."""
    said: Said = Said()
    suggestion: str = ""
    is_building: bool = False
    may_export: bool = False
    """Whether the results of a search may be taken away as a table."""
    problem: Problem | None = None

    @property
    def is_live(self) -> bool:
        """Whether a search's first page waits for news."""
        return self.asked.is_live and self.is_newest and self.problem is None

    @property
    def total_shown(self) -> str:
        """The number of results with its thousands apart, “+” when there are more."""
        return f"{self.total:,}{'+' if self.is_least else ''}"

    @property
    def suggested(self) -> str:
        """The address of the suggestion."""
        return self.asked.instead(self.suggestion)


def plan_of(text: str, reader: Reader, now: datetime) -> Node:
    """Read a query as this reader means it: `product:` knows the products it may read.

    Raises:
        QueryError: the text is no query.
    """
    return compile_text(text, now, products_of(reader, now))


def plan_or_none(text: str, reader: Reader, now: datetime) -> Node | None:
    """Read a query; None when there is none, or the text is none."""
    try:
        return plan_of(text, reader, now) if text else None
    except QueryError:
        return None


def listing(request: HttpRequest, asked: Asked, reader: Reader, now: datetime) -> Listing:
    """Give the page of the list that an address asks for.

    Raises:
        Http404: the place that it goes on from is none of ours.
    """
    if not asked.text:
        return _wire(request, asked, reader, now)
    try:
        plan = plan_of(asked.text, reader, now)
    except QueryError as error:
        return Listing(asked=asked, problem=problem_of(asked.text, error))
    return _found(request, asked, reader, now, plan)


def problem_of(text: str, error: QueryError) -> Problem:
    """Say what is wrong with a text, and where."""
    end = error.at + max(error.length, 1)
    return Problem(
        before=text[: error.at],
        wrong=text[error.at : end],
        behind=text[end:],
        message=error.detail,
        hint=error.hint,
    )


def _wire(request: HttpRequest, asked: Asked, reader: Reader, now: datetime) -> Listing:
    before = asked_before(request)
    lines = index.newest(reader, now, before=before, limit=LINES + 1)
    older = asked.following(before=place_of(lines[LINES - 1].seq)) if len(lines) > LINES else ""
    rows = tuple(row_of(line) for line in lines[:LINES])
    return Listing(asked=asked, rows=rows, older=older, is_newest=before is None)


def _found(
    request: HttpRequest, asked: Asked, reader: Reader, now: datetime, plan: Node
) -> Listing:
    before = asked_seq(request, "before")
    offset = asked_count(request, "skip")
    limit = 0 if request.GET.get("count") == "only" else FOUND
    results = index.search(
        reader,
        plan,
        now,
        order=asked.sort,
        limit=limit,
        before=before,
        until=asked_seq(request, "until"),
        offset=offset,
        all_versions=asked.all_versions,
    )
    return Listing(
        asked=asked,
        rows=tuple(
            row_of(line, marker(plan, line.language), asked.address) for line in results.lines
        ),
        older=_older(asked, results, offset) if results.more else "",
        is_newest=before is None and not offset,
        total=results.total,
        is_least=results.is_least,
        suggestion="" if results.total else _suggestion(asked.text, reader, now),
        is_building=results.is_building,
        may_export=bool(limit)
        and reader_of(person_id(request), now, Channel.EXPORT).may_read_at(now),
        said=said(asked.text, reader, now),
    )


def _suggestion(text: str, reader: Reader, now: datetime) -> str:
    """Give what was probably meant; nothing while the name of a field is being typed."""
    *_, last = ["", *text.lower().split()]
    if last and any(name.startswith(last) for name in NAMES):
        return ""
    return index.did_you_mean(reader, text, now)


def _older(asked: Asked, results: index.Results, offset: int) -> str:
    if asked.sort == "newest" and results.lines:
        return asked.following(before=place_of(results.lines[-1].seq))
    return asked.following(skip=sealed_count(offset + FOUND), until=sealed_end(results.until))
