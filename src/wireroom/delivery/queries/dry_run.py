"""What would a feed have got? Asked before it is made."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from wireroom.customers.policy import Reader
from wireroom.customers.queries import products_of
from wireroom.customers.rights.reading import view_story
from wireroom.delivery.choosing import Answer, Chooser, Wish
from wireroom.delivery.replaying import Replayed, replay
from wireroom.matching import compiling
from wireroom.wire import queries as wire

_MOST_ENTRIES = 20_000


class DryLine(NamedTuple):
    """One version that the feed would have got."""

    guid: str
    version: int
    headline: str
    update_type: str
    released_at: datetime
    level: int
    product: str


class DryRun(NamedTuple):
    """The newest lines first, how many there were in all, and whether the wire was read to the end.

    `trouble` says what is wrong with the query; then there are no lines.
    """

    lines: Sequence[DryLine]
    total: int
    complete: bool
    trouble: str = ""


def dry_run(
    company_id: int,
    products: Sequence[str],
    query: str,
    channel: str,
    since: datetime,
    until: datetime,
    now: datetime,
    limit: int = 50,
) -> DryRun:
    """Judge what was released from `since` up to `until` as a feed would have, by today's rights.

    Reads 20,000 entries of the wire at most, from the newest back: `complete` tells. Of what was
    killed or is held only the notice counts: a query must not find words of the text.
    """
    wish = Wish(company_id, channel, tuple(products), query)
    chooser = Chooser()
    chooser.begin([wish], now)
    trouble = compiling.trouble(query, now, products_of(chooser.whole_reader(wish), now))
    if trouble:
        return DryRun((), 0, complete=True, trouble=trouble)
    first, last = wire.seq_before(since), wire.seq_before(until)
    begin = max(first, last - _MOST_ENTRIES)
    lines: deque[DryLine] = deque(maxlen=limit)
    total = 0
    for each in replay(wish, chooser, begin, last, now):
        if each.choice.answer is Answer.YES:
            line = _line(each, chooser.reader(wish), now)
            if line is not None:
                lines.appendleft(line)
                total += 1
    return DryRun(tuple(lines), total, complete=begin == first)


def _line(each: Replayed, reader: Reader, now: datetime) -> DryLine | None:
    entry, choice = each.entry, each.choice
    view = view_story(reader, each.chain, now)
    if view is None or all(line.version != entry.version for line in view.versions):
        return None
    return DryLine(
        guid=entry.guid,
        version=entry.version,
        headline=entry.item.headline,
        update_type=entry.item.update_type,
        released_at=entry.released_at,
        level=choice.level,
        product=choice.product,
    )
