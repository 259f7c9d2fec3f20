"""What became of deliveries: the ledger's last word."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from wireroom.delivery.ledger import move_taken
from wireroom.delivery.models import Delivery, DeliveryState, Feed, VoidWhy


def note_taken(*, delivery_id: int, now: datetime, outcome: str = "delivered") -> None:
    """Note that the destination has a delivery; moves the feed's `taken_number` on."""
    with _locked(delivery_id) as row:
        row.state, row.void_why, row.outcome = DeliveryState.TAKEN, "", outcome
        row.taken_at, row.sends = now, row.sends + 1
        row.save(update_fields=["state", "void_why", "outcome", "taken_at", "sends"])
        move_taken(row.feed_id, last_taken_at=now)


def note_void(*, delivery_id: int, why: str, now: datetime) -> None:
    """Note that nothing is sent under a number, once the destination knows; `why`: a `VoidWhy`."""
    with _locked(delivery_id) as row:
        row.state, row.void_why, row.outcome = DeliveryState.VOID, VoidWhy(why), "void"
        row.save(update_fields=["state", "void_why", "outcome"])
        move_taken(row.feed_id, last_taken_at=now)


def note_acknowledged(*, delivery_id: int, now: datetime) -> None:
    """Note that the receiver has acknowledged a delivery that it took; once."""
    taken = Delivery.objects.filter(pk=delivery_id, sends__gt=0, acknowledged_at=None)
    taken.update(acknowledged_at=now)


@contextmanager
def _locked(delivery_id: int) -> Iterator[Delivery]:
    """Lock the feed, then read the row: in the order of everybody who writes the ledger."""
    with transaction.atomic():
        feed_id = Delivery.objects.values_list("feed_id", flat=True).get(pk=delivery_id)
        Feed.objects.select_for_update().get(pk=feed_id)
        yield Delivery.objects.get(pk=delivery_id)
