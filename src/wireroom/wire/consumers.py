"""How a view follows the wire: `handle(entry)`, and the cursor in the same transaction.

Crash anywhere, start again, and the view is as if nothing had happened: what was done is exactly
what the cursor says was done. Handlers touch the database only; what leaves the house has its own
ledger.
"""

from __future__ import annotations

from typing import Protocol

from django.db import transaction

from wireroom.kernel.errors import WireroomError
from wireroom.wire import queries
from wireroom.wire.entries import Entry
from wireroom.wire.models import Cursor


class Consumer(Protocol):
    """A view of the wire."""

    @property
    def name(self) -> str:
        """The name its cursor is kept under."""

    def handle(self, entry: Entry) -> None:
        """Take one entry in. Called in order, inside the transaction that moves the cursor."""

    def wipe(self) -> None:
        """Forget everything, so that a replay from the beginning gives the same view."""


class CursorBeyondHead(WireroomError):
    """A view has read further than the log reaches: the log was cut. Run `wireroom verify`."""

    code = "cursor_beyond_head"


def cursor(name: str) -> int:
    """Tell how far the consumer `name` has come; 0 when it never ran."""
    return Cursor.objects.filter(pk=name).values_list("seq", flat=True).first() or 0


def run_once(consumer: Consumer, limit: int = 200) -> int:
    """Let `consumer` take in up to `limit` entries, in one transaction, and say how many it took.

    Several processes may call it for the same consumer: they take turns. In a new epoch the view is
    wiped and built again. Whatever `handle` raises rolls the whole batch back and comes out here.

    Raises:
        CursorBeyondHead: the log is shorter than what the consumer has read.
    """
    epoch, head = queries.current_epoch(), queries.head()
    if Cursor.objects.filter(pk=consumer.name, epoch=epoch, seq=head).exists():
        return 0  # without a write lock: idle consumers disturb nobody
    with transaction.atomic():
        place = _locked_place(consumer)
        head = queries.head()  # anew: while this one waited, another may have gone further
        if place.seq > head:
            raise CursorBeyondHead(consumer=consumer.name, cursor=place.seq, head=head)
        return _take(consumer, place, limit)


def _locked_place(consumer: Consumer) -> Cursor:
    Cursor.objects.get_or_create(pk=consumer.name, defaults={"epoch": queries.current_epoch()})
    place = Cursor.objects.select_for_update().get(pk=consumer.name)
    epoch = queries.current_epoch()  # after the lock, which another may have held into a new one
    if place.epoch != epoch:
        consumer.wipe()
        place.epoch, place.seq = epoch, 0
        place.save()
    return place


def _take(consumer: Consumer, place: Cursor, limit: int) -> int:
    batch = queries.read_after(place.seq, limit)
    for entry in batch:
        consumer.handle(entry)
        place.seq = entry.seq
    place.save()
    return len(batch)


def rebuild(consumer: Consumer) -> None:
    """Wipe the view and set its cursor to the beginning; the next runs replay the log into it."""
    with transaction.atomic():
        place = _locked_place(consumer)
        consumer.wipe()
        place.seq = 0
        place.save()
