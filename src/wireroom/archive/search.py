"""Searching the archive. Rights are inside every question, and texts come from the wire alone.

What a reader may not see is not found, counted, listed or suggested: the index is asked for what
the reader's grants cover, of whole stories for whoever reads them whole, of headlines for others.
Each story stands in ordinary answers at its newest version. While there is no index, answers come
from the newest stories only, and say so (`is_building`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from wireroom.archive.conf import index_dir
from wireroom.archive.engine.facets import Bucket, facets, histogram
from wireroom.archive.engine.lines import lines_at
from wireroom.archive.engine.names import Name
from wireroom.archive.engine.rights import Question
from wireroom.archive.engine.scan import scan
from wireroom.archive.engine.sight import Found, IndexDamaged, Place, Sight, sight
from wireroom.archive.engine.similar import similar
from wireroom.archive.engine.snapshot import window_on
from wireroom.archive.engine.suggest import complete_names, complete_words, did_you_mean
from wireroom.archive.engine.translate import is_costly
from wireroom.archive.queries import latest
from wireroom.customers.policy import Reader
from wireroom.customers.rights.reading import Line
from wireroom.query.plan import EVERYTHING, Node
from wireroom.wire import queries as wire

__all__ = [
    "Bucket",
    "Line",
    "Name",
    "Order",
    "Results",
    "complete_names",
    "complete_words",
    "count",
    "did_you_mean",
    "facets",
    "histogram",
    "indexed_to",
    "newest",
    "search",
    "similar",
]

Order = Literal["newest", "relevance"]
ENOUGH = 1_000
"""Answers after which phrases are no more counted: each takes a look at places in a story."""
_LOOKED_AT = 1_000
"""How many entries a list reads itself before it asks the index: 0.2 seconds' work at most."""


class Results(Struct, frozen=True, kw_only=True):
    """A page of answers.

    `total` counts the stories that meet the question, not only this page (with all versions: the
    versions, among them such as are not shown). `until` is the newest entry that was looked at:
    hand it back with an offset, and the next page goes on with the same answers. It is a place in
    the log, which no reader may see. `is_least`: there are more than `total`, which took too long
    to count; `count` does. `is_building`: the index is not complete, nor is the answer.
    """

    lines: tuple[Line, ...]
    total: int
    more: bool
    until: int = 0
    is_least: bool = False
    is_building: bool = False


def search(  # noqa: PLR0913 - a question has many sides
    reader: Reader,
    plan: Node,
    now: datetime,
    *,
    order: Order = "newest",
    limit: int = 50,
    before: int | None = None,
    until: int | None = None,
    offset: int = 0,
    all_versions: bool = False,
) -> Results:
    """Find what meets a plan. Three queries of the database, however much there is.

    Args:
        reader: who asks.
        plan: what is asked.
        now: the moment of asking.
        order: newest first, or what fits best, a little in favour of what is fresh.
        limit: how many lines at most.
        before: only versions with a `seq` below this: the next page of what is newest.
        until: only versions with a `seq` up to this, see `Results.until`.
        offset: how many answers to pass over: the next page of what fits best.
        all_versions: earlier versions of stories too, each as the reader may see it.
    """
    page = _Page(order, limit, offset, _end(before, until))
    if not reader.grants:
        return Results(lines=(), total=0, more=False)
    try:
        if seen := sight(reader, now):
            return _search(seen, reader, plan, now, page, all_versions=all_versions)
    except IndexDamaged:
        pass
    return _scan(reader, plan, now, page)


def newest(
    reader: Reader, now: datetime, *, before: int | None = None, limit: int = 50
) -> list[Line]:
    """List what a reader may see, newest first, as `archive.queries.latest` does, however far back.

    The end of the log is read itself. Where that gives too little, because most of it is not for
    this reader, the index knows what is older.
    """
    lines = latest(reader, now, before=before, limit=limit, look_at=_LOOKED_AT)
    end = wire.head() if before is None else before
    if len(lines) == limit or end <= _LOOKED_AT:
        return lines
    rest_before = lines[-1].seq if lines else before
    wanted = limit - len(lines)
    older = search(reader, EVERYTHING, now, before=rest_before, limit=wanted)
    if older.is_building:
        return latest(reader, now, before=before, limit=limit)
    return [*lines, *older.lines]


class _Page(Struct, frozen=True):
    order: Order
    limit: int
    offset: int
    end: int | None
    """Only versions with a `seq` below this."""

    def has(self, seq: int) -> bool:
        return self.end is None or seq < self.end


def _end(before: int | None, until: int | None) -> int | None:
    ends = [end for end in (before, until + 1 if until is not None else None) if end is not None]
    return min(ends, default=None)


def _search(
    seen: Sight, reader: Reader, plan: Node, now: datetime, page: _Page, *, all_versions: bool
) -> Results:
    fresh = seen.fresh(plan, all_versions=all_versions)
    asked = seen.question(plan, scored=page.order == "relevance", all_versions=all_versions)
    places = [Place(each.entry.seq, each.entry.guid) for each in fresh if page.has(each.entry.seq)]
    passed = places[page.offset :]
    wanted = page.limit + 1 - len(passed)
    found = None
    if wanted > 0:
        find = seen.best if page.order == "relevance" else seen.newest
        found = find(asked, wanted, max(page.offset - len(places), 0), page.end)
        passed = passed + found.places
    total, is_least = _total(seen, asked, plan, len(fresh), found)
    lines = lines_at(reader, passed[: page.limit], now, all_versions=all_versions)
    return Results(
        lines=tuple(lines),
        total=total,
        more=len(passed) > page.limit,
        until=seen.seen_to,
        is_least=is_least,
        is_building=seen.is_behind,
    )


def _total(
    seen: Sight, asked: Question, plan: Node, fresh: int, found: Found | None
) -> tuple[int, bool]:
    """Say how many answers there are, and whether there are more; it depends on nothing hidden."""
    if found and found.at_least > ENOUGH and is_costly(plan):
        return ENOUGH, True
    indexed = found.total if found else None
    total = fresh + (seen.count(asked.either) if indexed is None else indexed)
    return (ENOUGH, True) if total > ENOUGH and is_costly(plan) else (total, False)


def _scan(reader: Reader, plan: Node, now: datetime, page: _Page) -> Results:
    found = scan(reader, plan, now)
    lines = [line for line in found if page.has(line.seq)][page.offset :]
    return Results(
        lines=tuple(lines[: page.limit]),
        total=len(found),
        more=len(lines) > page.limit,
        until=found[0].seq if found else 0,
        is_building=True,
    )


def count(reader: Reader, plan: Node, now: datetime) -> int:
    """Count the stories that meet a plan. Two queries."""
    if not reader.grants:
        return 0
    try:
        if seen := sight(reader, now):
            return len(seen.fresh(plan)) + seen.count(seen.question(plan).either)
    except IndexDamaged:
        pass
    return len(scan(reader, plan, now))


def indexed_to() -> int:
    """Give the `seq` up to which the index knows the wire; 0: none. Not for the eyes of readers."""
    snapshot = window_on(index_dir()).look()
    return snapshot.indexed_to if snapshot else 0
