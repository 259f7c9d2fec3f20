"""Redelivering: one delivery once more."""

from __future__ import annotations

from datetime import datetime

from wireroom.customers.services import NotFound
from wireroom.delivery.ledger import move_taken
from wireroom.delivery.models import Delivery, DeliveryState
from wireroom.delivery.services.acts import act_on, note
from wireroom.wire.wakeup import notify_on_commit


def redeliver(
    *, delivery_id: int, of_company_id: int | None = None, now: datetime, actor: str
) -> None:
    """Let one delivery be sent once more at once, under the same number; a test too.

    What is void may have become sendable: it is judged anew.

    Raises:
        NotFound: there is no such delivery, or its feed is closed.
    """
    row = Delivery.objects.filter(pk=delivery_id).first()
    if row is None:
        raise NotFound("There is no such delivery.", id=delivery_id)
    with act_on(row.feed_id, of_company_id) as feed:
        rows = Delivery.objects.filter(pk=delivery_id)
        rows.update(state=DeliveryState.PENDING, void_why="", taken_by=[], due_at=now)
        move_taken(feed.pk, next_attempt_at=None)
        note(feed, "redelivered", actor=actor, now=now, number=row.number, guid=row.guid)
        notify_on_commit()
