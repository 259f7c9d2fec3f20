"""Reading the archive: newest first, and one story. Every answer is judged by `customers.policy`.

The index may lag behind the wire, answers never do: entries that are not indexed yet are read from
the wire itself, and every chain of versions comes from there. A kill waits for no worker.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.db.models import QuerySet

from wireroom.archive.consumer import NAME
from wireroom.archive.decoy import decoy
from wireroom.archive.models import ReleasedVersion
from wireroom.archive.sieve import Sieve
from wireroom.customers.policy import Reader
from wireroom.customers.rights.reading import Line, StoryView, view_story
from wireroom.wire import consumers
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry

__all__ = [
    "Line",
    "State",
    "StoryView",
    "epoch",
    "latest",
    "renewed_since",
    "state",
    "stories",
    "story",
]

_BATCH = 200
_SCAN_LIMIT = 20_000
"""How many entries one list looks through at most: a second's work on one slow core."""


class State(NamedTuple):
    """What every answer of the archive depends on, besides reader and time."""

    epoch: str
    newest: bytes
    """The hash of the newest entry, which covers all before it; empty when there is none."""


class _Place(NamedTuple):
    seq: int
    guid: str


def latest(
    reader: Reader,
    now: datetime,
    *,
    before: int | None = None,
    limit: int = 50,
    genres: Collection[str] = (),
    look_at: int = _SCAN_LIMIT,
) -> list[Line]:
    """List stories newest first: each once, at the newest version that `reader` may see.

    Rights come before counting: what is hidden takes no place in the list, and the list is short
    only when there is no more (or after `look_at` entries; `archive.search.newest` goes on). Four
    queries when all that is new may be read, and two more for each 200 entries that have to be
    passed over.

    Args:
        reader: who asks.
        now: the moment of asking.
        before: only versions with a `seq` below this, for the next page.
        limit: how many lines at most.
        genres: only these IPTC genres; empty means all.
        look_at: how many entries to look through at most.
    """
    if not reader.grants:
        return []
    places = islice(_places(before, Sieve.of(reader, now, genres)), look_at)
    return list(islice(_readable(reader, now, places, limit), limit))


def _readable(
    reader: Reader, now: datetime, places: Iterator[_Place], guess: int
) -> Iterator[Line]:
    """Judge stories place by place; `guess` is how many are looked at together in the first go."""
    size = guess
    while batch := list(islice(places, size)):
        size = _BATCH
        chains = wire.versions_of({place.guid for place in batch})
        views = {guid: view_story(reader, chain, now) for guid, chain in chains.items()}
        for place in batch:
            view = views.get(place.guid)
            if view is not None and view.current.seq == place.seq:
                yield view.current


def _places(before: int | None, sieve: Sieve) -> Iterator[_Place]:
    """Give places in the log, newest first: those not indexed yet, then the index."""
    indexed_to = consumers.cursor(NAME)
    pending = [
        place for place in _not_indexed(indexed_to, sieve) if not before or place.seq < before
    ]
    yield from reversed(pending)
    end = min(before, indexed_to + 1) if before else indexed_to + 1
    first = sieve.first_seq()
    yield from _indexed(sieve.rows().filter(seq__gte=first), end)
    if first and sieve.samples:
        yield from _indexed(sieve.old_rows(), min(first, end))


def _not_indexed(indexed_to: int, sieve: Sieve) -> Iterator[_Place]:
    for entry in _entries_after(indexed_to):
        if sieve.passes(entry):
            yield _Place(entry.seq, entry.guid)


def _entries_after(seq: int) -> Iterator[Entry]:
    entries = None
    while entries is None or len(entries) == _BATCH:
        entries = wire.read_after(seq, _BATCH)
        for entry in entries:
            seq = entry.seq
            yield entry


def _indexed(rows: QuerySet[ReleasedVersion], end: int) -> Iterator[_Place]:
    """Give places below `end`, newest first; a query for each batch."""
    found = rows.order_by("-seq").values_list("seq", "guid")
    batch = [_Place(*row) for row in found.filter(seq__lt=end)[:_BATCH]]
    while batch:
        yield from batch
        if len(batch) < _BATCH:
            return
        batch = [_Place(*row) for row in found.filter(seq__lt=batch[-1].seq)[:_BATCH]]


def renewed_since(moment: datetime) -> set[str]:
    """Give the stories of which a later version than the first was released after `moment`.

    Three queries, of which none reads more than what is new.
    """
    rows = ReleasedVersion.objects.filter(released_at__gt=moment, version__gt=1)
    found = set(rows.values_list("guid", flat=True))
    pending = _entries_after(consumers.cursor(NAME))
    renewing = (each for each in pending if each.version > 1 and each.released_at > moment)
    return found | {each.guid for each in renewing}


def story(reader: Reader, guid: str, now: datetime) -> StoryView | None:
    """Show one story; None when there is none or `reader` may see nothing of it. One query.

    Both ways to None take as long (DESIGN §9, P6).
    """
    chain = wire.versions(guid)
    view = view_story(reader, chain or decoy(now), now)
    return view if chain else None


def stories(reader: Reader, guids: Collection[str], now: datetime) -> dict[str, StoryView]:
    """Show the stories among `guids` of which `reader` may see something. One query for all."""
    views = {guid: view_story(reader, chain, now) for guid, chain in _chains(guids).items()}
    return {guid: view for guid, view in views.items() if view}


def _chains(guids: Collection[str]) -> dict[str, list[Entry]]:
    return wire.versions_of(guids) if guids else {}


def epoch() -> str:
    """Name the present life of the log; numbers of entries mean nothing in another."""
    return wire.current_epoch()


def state() -> State:
    """Give a value that changes with every release, also with those that nobody may see."""
    newest = wire.entry(wire.head())
    return State(wire.current_epoch(), newest.hash if newest else b"")
