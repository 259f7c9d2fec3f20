"""A receiving system says that it has acted on what it got."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wireroom.delivery.models import Delivery, Recipient
from wireroom.delivery.recalls import states


@transaction.atomic
def acknowledge_feed(*, feed_id: int, upto_number: int, now: datetime, by: str) -> int:
    """Note that a feed's receiver has acted on everything up to a number; give how much is new.

    What has not been taken cannot be acknowledged. On the boards of recalls the feed is
    acknowledged by `by` with it. Again changes nothing.
    """
    taken = Delivery.objects.filter(
        feed=feed_id, number__lte=upto_number, sends__gt=0, acknowledged_at=None
    )
    rows = Recipient.objects.filter(feed_id=feed_id, delivery__in=taken.values("pk"))
    waiting = list(rows.values_list("pk", flat=True))
    count = taken.update(acknowledged_at=now)
    states.acknowledge(Recipient.objects.filter(pk__in=waiting), now, by)
    return count
