"""What is new on the wire, against queries that a person has open."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from msgspec.structs import asdict

from wireroom.customers.policy import Reader
from wireroom.customers.rights.reading import Line, view_story
from wireroom.matching.queries.people import muted_stories
from wireroom.query.document import Document
from wireroom.query.plan import Node
from wireroom.query.predicate import matches
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry

K = TypeVar("K", bound=Hashable)

_AT_ONCE = 200
"""Entries that one call looks through: half a second's work on one slow core."""


class FreshLine(Line, frozen=True, kw_only=True):
    """A line that arrives; `is_muted` says that the person has muted the story: do not ring."""

    is_muted: bool


class Fresh(NamedTuple, Generic[K]):
    """What was found, oldest first, each line with the plans that it meets; and where to go on.

    Ask for what comes after `read_to` next time: at once when there is `more`.
    """

    found: list[tuple[FreshLine, list[K]]]
    read_to: int
    more: bool


def fresh(
    person_id: int,
    plans: Mapping[K, Node],
    reader: Reader,
    after_seq: int,
    now: datetime,
    *,
    limit: int = _AT_ONCE,
) -> Fresh[K]:
    """Say which plans are met by what was released after `after_seq`, as `reader` sees it.

    A plan is asked of what the reader may see, never of more. Of a story only the version that
    stands for it now is shown, so that a kill leaves nothing of what it took back. Looks through
    `limit` entries, in three queries at most.
    """
    entries = wire.read_after(after_seq, limit)
    found: list[tuple[FreshLine, list[K]]] = []
    if entries and plans and reader.grants:
        muted = muted_stories(person_id, now)
        for line in _lines(reader, entries, muted, now):
            document = Document(line.item, line.released_at)
            met = [key for key, plan in plans.items() if matches(plan, document)]
            if met:
                found.append((line, met))
    return Fresh(found, entries[-1].seq if entries else after_seq, len(entries) == limit)


def _lines(
    reader: Reader, entries: Sequence[Entry], muted: Collection[str], now: datetime
) -> Iterator[FreshLine]:
    chains = wire.versions_of({entry.guid for entry in entries})
    views = {guid: view_story(reader, chain, now) for guid, chain in chains.items()}
    for entry in entries:
        view = views[entry.guid]
        if view is not None and view.current.seq == entry.seq:
            yield FreshLine(**asdict(view.current), is_muted=entry.guid in muted)
