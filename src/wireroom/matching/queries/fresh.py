"""What is new on the wire, against queries that a person has open."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from wireroom.customers.policy import Level, Reader, judge
from wireroom.formats.projection import project
from wireroom.kernel.newsitem import NewsItem, Profile
from wireroom.matching.queries.people import muted_stories
from wireroom.matching.rules import current
from wireroom.query.document import Document
from wireroom.query.plan import Node
from wireroom.query.predicate import matches
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry

K = TypeVar("K", bound=Hashable)

_AT_ONCE = 200
"""Entries that one call looks through: half a second's work on one slow core."""


class FreshLine(NamedTuple):
    """A version as one reader sees it; `item` is projected: nothing hidden is in here.

    `first_released_at` is the time of the first version that this reader may see. `is_muted` says
    that the person has muted the story: show it, but do not ring.
    """

    seq: int
    released_at: datetime
    first_released_at: datetime
    level: Level
    item: NewsItem
    is_muted: bool

    @property
    def guid(self) -> str:
        """The story's identity."""
        return self.item.guid

    @property
    def version(self) -> int:
        """The version's number in its story."""
        return self.item.version


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
    for entry in entries:
        chain = chains[entry.guid]
        shown = current(reader, chain, now)
        if shown is None or shown[0].seq != entry.seq or entry.item.profile is Profile.TEST:
            continue
        firsts = (e for end, e in enumerate(chain, 1) if judge(reader, chain[:end], now).level)
        yield FreshLine(
            seq=entry.seq,
            released_at=entry.released_at,
            first_released_at=next(firsts).released_at,
            level=shown[1],
            item=project(entry.item, shown[1]),
            is_muted=entry.guid in muted,
        )
