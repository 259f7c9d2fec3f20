"""Skipping: the customer goes on without a delivery that their system will never take."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from wireroom.customers.services import NotFound
from wireroom.delivery.ledger import move_taken
from wireroom.delivery.models import Delivery, DeliveryState, VoidWhy
from wireroom.delivery.services.acts import act_on, note
from wireroom.kernel.errors import WireroomError
from wireroom.wire.wakeup import notify_on_commit


class NothingToSkip(WireroomError):
    """Only what was tried in vain can be skipped."""

    code: ClassVar[str] = "nothing_to_skip"
    http_status: ClassVar[int] = 409


def skip(*, delivery_id: int, of_company_id: int | None = None, now: datetime, actor: str) -> None:
    """Make void what was tried in vain, so that the numbers behind it go out at once.

    A correction, hold or kill of the story still comes, for it may have arrived after all.

    Raises:
        NotFound: there is no such delivery, or its feed is closed.
        NothingToSkip: it was taken, is void already, or was never tried.
    """
    row = Delivery.objects.filter(pk=delivery_id).exclude(number=None).first()
    if row is None:
        raise NotFound("There is no such delivery.", id=delivery_id)
    with act_on(row.feed_id, of_company_id) as feed:
        rows = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.PENDING, attempts__gt=0)
        if not rows.update(state=DeliveryState.VOID, void_why=VoidWhy.SKIPPED):
            raise NothingToSkip
        move_taken(feed.pk, next_attempt_at=None)
        note(feed, "skipped", actor=actor, now=now, number=row.number, guid=row.guid)
        notify_on_commit()
