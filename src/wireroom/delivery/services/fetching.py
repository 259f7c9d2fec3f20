"""What customers fetch: feeds by API or address, and streams."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from wireroom.delivery.ledger import move_taken
from wireroom.delivery.models import Delivery, DeliveryState, Feed, VoidWhy
from wireroom.delivery.ready import ready
from wireroom.kernel.batches import batches

_AT_ONCE = 500
"""So many are judged and written in one transaction: a feed may have been left alone for long."""
_CHANGED = ("state", "void_why", "outcome", "taken_at", "sends")


def note_fetched(
    *, feed_id: int, upto_number: int, now: datetime, voids: Mapping[int, str] | None = None
) -> int:
    """Note that the customer has everything up to a number; give how many were new to it.

    Args:
        feed_id: which one.
        upto_number: the last number that the customer has got; more than there is: all there is.
        now: the moment.
        voids: why numbers came as void, by number, as `ready` said; None: they are judged here,
            but for those that have left before.
    """
    count = 0
    while ended := _end_some(feed_id, upto_number, now, voids):
        count += ended
    return count


def note_handed(*, feed_id: int, numbers: Collection[int]) -> None:
    """Note that numbers have left with their text, taken or not.

    From then on the receiver may have them: a kill goes after them, whatever becomes of its rights.
    """
    for keys in batches(sorted(numbers)):
        rows = Delivery.objects.filter(feed=feed_id, number__in=keys, attempts=0, sends=0)
        rows.update(attempts=1)


def _end_some(feed_id: int, upto: int, now: datetime, voids: Mapping[int, str] | None) -> int:
    """End some of what waits, the lowest numbers first, and give how many."""
    with transaction.atomic():
        Feed.objects.select_for_update().get(pk=feed_id)
        rows = Delivery.objects.filter(feed=feed_id, state=DeliveryState.PENDING, number__lte=upto)
        waiting = list(rows.order_by("number")[:_AT_ONCE])
        if not waiting:
            return 0
        void_why = _voids(feed_id, waiting, now) if voids is None else voids
        for row in waiting:
            _end(row, void_why.get(row.number or 0, ""), now)
        Delivery.objects.bulk_update(waiting, _CHANGED)
        move_taken(feed_id, last_taken_at=now)
    return len(waiting)


def _voids(feed_id: int, rows: Sequence[Delivery], now: datetime) -> dict[int, str]:
    found = ready(feed_id, [row for row in rows if not row.attempts], now)
    return {each.number: each.void_why for each in found if each.number and each.void_why}


def _end(row: Delivery, void_why: str, now: datetime) -> None:
    if void_why:
        row.state, row.void_why, row.outcome = DeliveryState.VOID, VoidWhy(void_why), "void"
        return
    row.state, row.void_why, row.outcome = DeliveryState.TAKEN, "", "fetched"
    row.taken_at, row.sends = now, row.sends + 1
