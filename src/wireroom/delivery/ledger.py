"""Writing the ledger: the next number, and who has had which story. Callers hold a transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, F, Max, Min, Q, Value, When

from wireroom.customers.policy import Level
from wireroom.delivery.choosing import Choice
from wireroom.delivery.models import Delivery, DeliveryState, Feed, FeedState
from wireroom.kernel.batches import batches
from wireroom.matching.rules import next_digest
from wireroom.wire.entries import Entry

HAS_LEFT = Q(sends__gt=0) | Q(state=DeliveryState.TAKEN) | Q(attempts__gt=0)
"""The receiver has it, or may have it: an attempt whose end nobody saw may have arrived."""
COUNTS = ~Q(state=DeliveryState.VOID) | HAS_LEFT
"""The receiver has it or is about to: corrections, holds and kills follow."""


class Place(NamedTuple):
    """Where a feed stands, under lock: its newest number, and when a digest goes."""

    feed_id: int
    last_number: int
    schedule: Mapping[str, object]


def lock_feeds(ids: Collection[int]) -> list[Place]:
    """Lock feeds until the end of the transaction, in the order of their keys; closed ones not.

    Orders the giving of numbers: whoever has the row's lock alone gives the feed's next one.
    """
    places: list[Place] = []
    for keys in batches(sorted(ids)):
        rows = Feed.objects.select_for_update().filter(pk__in=keys)
        rows = rows.exclude(state=FeedState.CLOSED).order_by("pk")
        places += (Place(*row) for row in rows.values_list("pk", "last_number", "schedule"))
    return places


def give_numbers(
    entry: Entry, chosen: Mapping[int, Choice], now: datetime, at_once: Collection[int] = ()
) -> int:
    """Give a version the next number in each feed that is not closed and has not got it; count.

    In the feeds of `at_once` it does not wait for a digest's hour.
    """
    places = lock_feeds(chosen)
    have = feeds_with(entry.guid, entry.version, [place.feed_id for place in places])
    places = [place for place in places if place.feed_id not in have]
    rows = [row_of(place, entry, chosen[place.feed_id], now) for place in places]
    for row in rows:
        if row.feed_id in at_once:
            row.due_at = now
    Delivery.objects.bulk_create(rows, batch_size=500)
    for keys in batches(place.feed_id for place in places):
        Feed.objects.filter(pk__in=keys).update(last_number=F("last_number") + 1, last_made_at=now)
    return len(places)


def row_of(place: Place, entry: Entry, choice: Choice, now: datetime) -> Delivery:
    """Make the row that gives a version a feed's next number; it is not saved."""
    return Delivery(
        feed_id=place.feed_id,
        number=place.last_number + 1,
        seq=entry.seq,
        guid=entry.guid,
        version=entry.version,
        update_type=entry.item.update_type,
        headline=entry.item.headline,
        released_at=entry.released_at,
        level=choice.level,
        product=choice.product,
        reason=choice.reason,
        made_at=now,
        due_at=_due_at(place.schedule, now),
    )


def _due_at(schedule: Mapping[str, object], now: datetime) -> datetime:
    hours = schedule.get("hours")
    if not isinstance(hours, list) or not hours:
        return now
    return next_digest(now, str(schedule.get("zone") or "UTC"), hours)


def feeds_with(guid: str, version: int, feed_ids: Iterable[int]) -> set[int]:
    """Give those of some feeds that have a number for a version."""
    found: set[int] = set()
    for keys in batches(feed_ids):
        rows = Delivery.objects.filter(guid=guid, version=version, feed__in=keys)
        found |= set(rows.exclude(number=None).values_list("feed_id", flat=True))
    return found


class Had(NamedTuple):
    """What a feed has had of a story: how much of it, and whether the receiver has it already."""

    level: Level
    left: bool


def had_before(guid: str, before_version: int) -> dict[int, Had]:
    """Give the feeds that an earlier version of a story has left by, or is about to.

    Of several the greatest level counts: so much has the receiver seen.
    """
    rows = Delivery.objects.filter(COUNTS, guid=guid, version__lt=before_version)
    rows = rows.exclude(number=None)
    found: dict[int, Had] = {}
    has_left = Case(When(HAS_LEFT, then=Value(value=True)), default=Value(value=False))
    for feed_id, level, left in rows.values_list("feed_id", "level", has_left):
        before = found.get(feed_id, Had(Level.NONE, left=False))
        found[feed_id] = Had(max(before.level, Level(level)), left or before.left)
    return found


def newest_numbered(feed_ids: Sequence[int], guids: Collection[str]) -> dict[tuple[int, str], int]:
    """Give the newest version of each story that has a number, by feed and guid."""
    found: dict[tuple[int, str], int] = {}
    for keys in batches(guids, size=5_000):
        rows = Delivery.objects.filter(feed__in=feed_ids, guid__in=keys).exclude(number=None)
        grouped = rows.order_by().values_list("feed_id", "guid").annotate(newest=Max("version"))
        found |= {(feed_id, guid): newest for feed_id, guid, newest in grouped}
    return found


def move_taken(feed_id: int, **facts: object) -> None:
    """Set a feed's `taken_number` to the one before the lowest that waits; the feed is locked."""
    waiting = Delivery.objects.filter(feed=feed_id, state=DeliveryState.PENDING)
    first = waiting.aggregate(first=Min("number"))["first"]
    taken = F("last_number") if first is None else first - 1
    Feed.objects.filter(pk=feed_id).update(taken_number=taken, **facts)
