"""How far a recall has come with a recipient; a state only ever rises."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from wireroom.delivery.models import Recipient, RecipientState

Rows = QuerySet[Recipient]
_UNTOLD = (RecipientState.OUTSTANDING, RecipientState.WAIVED)


def deliver(rows: Rows, at: datetime) -> int:
    """Note that those who have not got it yet have it since `at`; give how many."""
    untold = rows.filter(state__in=_UNTOLD)
    return untold.update(state=RecipientState.DELIVERED, delivered_at=at)


def acknowledge(rows: Rows, at: datetime, by: str) -> int:
    """Note that those who have not acknowledged it do so now; give how many."""
    open_ = rows.exclude(state=RecipientState.ACKNOWLEDGED)
    return open_.update(
        state=RecipientState.ACKNOWLEDGED,
        delivered_at=Coalesce(F("delivered_at"), at),
        acknowledged_at=at,
        acknowledged_by=by[:254],
    )


def waive(rows: Rows, note: str, *, at: datetime | None = None, by: str = "") -> int:
    """Note that those who are outstanding are told in another way, or need not be any more."""
    outstanding = rows.filter(state=RecipientState.OUTSTANDING)
    return outstanding.update(
        state=RecipientState.WAIVED, delivered_at=at, acknowledged_by=by[:254], note=note[:500]
    )
