"""What has come for a reader since a cursor, oldest first.

Two things come: what was released since, and what was released before and could not be read yet,
because a product is sold with a delay. The second is told by judging twice, at the moment of the
cursor and now; it lies no further back than the reader's longest delay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from wireroom.customers.policy import Reader
from wireroom.customers.rights.reading import Line, StoryView, view_story
from wireroom.delivery.api.cursors import After
from wireroom.query.document import Document
from wireroom.query.plan import Node
from wireroom.query.predicate import matches
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry

_BATCH = 200
_LOOKED_AT = 2_000
"""Entries that one request looks through at most: half a second's work on a slow core."""


class Newer(NamedTuple):
    """Lines oldest first, where to go on, and whether at once."""

    lines: list[Line]
    after: After
    more: bool


def present(now: datetime) -> After:
    """Give the place after all that there is; take it before a list is read."""
    return After(wire.head(), now)


def newer(reader: Reader, place: After, now: datetime, *, limit: int, plan: Node | None) -> Newer:
    """Give what a reader can see now and could not see, or was not there, at a place.

    Of a story the newest version alone is given. What a delay held back comes all at once, in front
    and beyond `limit`; the rest up to `limit`. There is more when another line would follow, not
    when another entry does, which the reader may not see.
    """
    held = [line for line in _now_readable(reader, place, now) if _meets(line, plan)]
    seq, looked_at = place.seq, 0
    fresh: list[Line] = []
    at_end = False
    while looked_at < _LOOKED_AT and len(fresh) <= limit and not at_end:
        entries = wire.read_after(seq, _BATCH)
        fresh += [line for line in _current(reader, entries, now) if _meets(line, plan)]
        seq = entries[-1].seq if entries else seq
        looked_at += len(entries)
        at_end = len(entries) < _BATCH
    if len(fresh) > limit:
        fresh = fresh[:limit]
        return Newer([*held, *fresh], After(fresh[-1].seq, now), more=True)
    return Newer([*held, *fresh], After(seq, now), more=not at_end)


def _current(reader: Reader, entries: Sequence[Entry], now: datetime) -> Iterator[Line]:
    chains = wire.versions_of({entry.guid for entry in entries}) if entries else {}
    views = {guid: view_story(reader, chain, now) for guid, chain in chains.items()}
    for entry in entries:
        view = views.get(entry.guid)
        if view and view.current.seq == entry.seq:
            yield view.current


def _now_readable(reader: Reader, place: After, now: datetime) -> list[Line]:
    delays = [grant.delay for grant in reader.grants if grant.delay]
    if not delays:
        return []
    guids = _released(place, place.at - max(delays), now - min(delays))
    lines = []
    for chain in (wire.versions_of(guids) if guids else {}).values():
        then = view_story(reader, [entry for entry in chain if entry.seq <= place.seq], place.at)
        view = view_story(reader, chain, now)
        if view and view.current.seq <= place.seq and _differs(then, view):
            lines.append(view.current)
    return sorted(lines, key=lambda line: line.seq)


def _released(place: After, since: datetime, until: datetime) -> set[str]:
    found: set[str] = set()
    for entry in _backwards(place.seq):
        if entry.released_at < since:
            break
        if entry.released_at <= until:
            found.add(entry.guid)
    return found


def _backwards(seq: int) -> Iterator[Entry]:
    while seq > 0:
        first = max(seq - _BATCH, 0)
        yield from reversed(wire.entries(range(first + 1, seq + 1)))
        seq = first


def _differs(then: StoryView | None, view: StoryView) -> bool:
    seen = then and (then.current.seq, then.current.level)
    return seen != (view.current.seq, view.current.level)


def _meets(line: Line, plan: Node | None) -> bool:
    return plan is None or matches(plan, Document(line.item, line.released_at))
