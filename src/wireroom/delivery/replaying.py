"""What a feed would have got: a stretch of the wire, judged for one feed by today's rights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from wireroom.delivery.choosing import Choice, Chooser, Wish, is_for_customers
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry

_AT_ONCE = 500


class Replayed(NamedTuple):
    """One version with every version of its story, and whether it is for the feed."""

    entry: Entry
    chain: Sequence[Entry]
    choice: Choice


def replay(
    wish: Wish, chooser: Chooser, after_seq: int, upto_seq: int, now: datetime
) -> Iterator[Replayed]:
    """Judge the entries after `after_seq` up to `upto_seq`, in wire order."""
    chooser.begin([wish], now)
    while after_seq < upto_seq:
        found = wire.read_after(after_seq, min(_AT_ONCE, upto_seq - after_seq))
        if not found:
            return
        chains = wire.versions_of({entry.guid for entry in found})
        for entry in filter(is_for_customers, found):
            chain = chains[entry.guid]
            upto = [each for each in chain if each.version <= entry.version]
            yield Replayed(entry, chain, chooser.version(upto).choose(wish))
        after_seq = found[-1].seq
