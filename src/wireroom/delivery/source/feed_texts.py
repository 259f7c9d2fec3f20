"""Numbers of a feed as events of its stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from wireroom.delivery.models import VoidWhy
from wireroom.delivery.push import feed_sse
from wireroom.delivery.ready import ready
from wireroom.delivery.writing import CannotWrite, write_envelope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from wireroom.delivery.models import Delivery
    from wireroom.delivery.ready import Ready
    from wireroom.delivery.source.feed_rows import FeedRow


class Spelled(msgspec.Struct, frozen=True):
    """One number as an event, and whether it is void."""

    number: int
    data: bytes
    is_void: bool


class _Head(msgspec.Struct):
    type: str


_type_of = msgspec.json.Decoder(_Head).decode


def spell(feed: FeedRow, rows: Sequence[Delivery], now: datetime) -> list[Spelled]:
    """Spell rows of a feed by the rights of this moment, in their order.

    A row says the same each time, but for what has become void: its time is when it was numbered.
    """
    found = ready(feed.id, rows, now)
    return [_spelled(feed, row, each) for row, each in zip(rows, found, strict=True)]


def _spelled(feed: FeedRow, row: Delivery, leaves: Ready) -> Spelled:
    try:
        body = _envelope(feed, row, leaves)
    except CannotWrite:
        leaves = replace(leaves, outgoing=None, void_why=VoidWhy.UNWRITABLE.value)
        body = _envelope(feed, row, leaves)
    number = row.number or 0
    event = feed_sse.numbered(number, _type_of(body).type, body)
    return Spelled(number, event, leaves.outgoing is None)


def _envelope(feed: FeedRow, row: Delivery, leaves: Ready) -> bytes:
    return write_envelope(leaves, feed.format, feed.options, feed=feed.code, now=row.made_at)
