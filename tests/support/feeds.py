"""A house with a clock of its own, for tests of feeds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction

from tests.factories.items import make_item
from wireroom.delivery.models import Delivery, Feed
from wireroom.delivery.numbering import NumberingConsumer
from wireroom.delivery.waiting import number_due
from wireroom.wire import consumers, services
from wireroom.wire.entries import Entry

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class House:
    """The wire, the ledger and the time of day in one hand."""

    def __init__(self) -> None:
        self.now = NOON
        self.numbering = NumberingConsumer()

    def wait(self, **span: float) -> datetime:
        """Let time go by."""
        self.now += timedelta(**span)
        return self.now

    def release(self, item=None, **facts: object) -> Entry:
        """Put an item on the wire, a second later; nothing is numbered by it."""
        self.wait(seconds=1)
        with transaction.atomic():
            return services.append(item or make_item(**facts), now=self.now)

    def number(self) -> None:
        """Number all that is on the wire, and what has waited long enough."""
        while consumers.run_once(self.numbering):
            pass
        number_due(self.now)

    def publish(self, item=None, **facts: object) -> Entry:
        """Release and number."""
        entry = self.release(item, **facts)
        self.number()
        return entry


def numbers(feed: Feed) -> list[tuple[int | None, str, int]]:
    """Give a feed's numbers with story and version, ascending."""
    rows = Delivery.objects.filter(feed=feed, number__isnull=False).order_by("number")
    return list(rows.values_list("number", "guid", "version"))


def states(feed: Feed) -> list[tuple[int | None, str]]:
    """Give a feed's numbers with their states, ascending."""
    rows = Delivery.objects.filter(feed=feed, number__isnull=False).order_by("number")
    return list(rows.values_list("number", "state"))
