"""Feeds and their ledger as streams need them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from wireroom.delivery.models import Delivery, Destination, Feed, FeedState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from wireroom.delivery.push.frames import EndReason

_PAUSED: dict[str, EndReason] = {
    FeedState.PAUSED: "feed_paused",
    FeedState.SUSPENDED: "feed_suspended",
    FeedState.REFUSED: "feed_refused",
    FeedState.CLOSED: "feed_closed",
}
"""A stalled feed is read all the same: whoever comes for it is the end of that."""


class FeedRow(NamedTuple):
    """A feed that is read as a stream."""

    id: int
    code: str
    company_id: int
    state: str
    format: str
    options: Mapping[str, Any]
    products: list[str]
    query: str
    last_number: int

    @property
    def why_not(self) -> EndReason | None:
        """Why it cannot be read now; None: it can."""
        return _PAUSED.get(self.state)

    @property
    def spelling(self) -> tuple[Any, ...]:
        """What its stream depends on; when it changes, another stream begins."""
        return (self.company_id, self.format, self.options, self.products, self.query)


def feeds_named(codes: Iterable[str]) -> dict[str, FeedRow]:
    """Give those of some feeds that are streams, by code, in one query."""
    rows = Feed.objects.filter(code__in=set(codes), destination=Destination.STREAM)
    return {row[1]: FeedRow(*row) for row in rows.values_list(*FeedRow._fields)}


def last_numbers(feed_ids: Collection[int]) -> dict[int, int]:
    """Give the newest number of each feed."""
    return dict(Feed.objects.filter(pk__in=feed_ids).values_list("pk", "last_number"))


def rows_after(feed_id: int, number: int, upto: int, limit: int) -> list[Delivery]:
    """Give the rows of the numbers that follow `number`, ascending and without a gap."""
    rows = Delivery.objects.filter(feed=feed_id, number__gt=number, number__lte=upto)
    found = list(rows.order_by("number")[:limit])
    dense = [row for place, row in enumerate(found, number + 1) if row.number == place]
    return found if len(dense) == len(found) else dense


def rows_of(guids: Collection[str], feed_ids: Collection[int]) -> list[Delivery]:
    """Give every numbered row of some stories in some feeds."""
    rows = Delivery.objects.filter(guid__in=guids, feed__in=feed_ids)
    return list(rows.exclude(number=None).order_by("feed", "number"))
