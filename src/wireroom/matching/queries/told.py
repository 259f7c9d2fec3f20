"""What one person was told of one story: the ledger, for support."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from wireroom.matching.models import Alert, Channel, State


class Told(NamedTuple):
    """One alert: which version, by which channel, what became of it, and why it failed if so."""

    version: int
    channel: str
    state: str
    made_at: datetime
    sent_at: datetime | None
    error: str


def told_of(person_id: int, guid: str) -> list[Told]:
    """Give the alerts that a person got of a story, the first one first."""
    rows = Alert.objects.filter(person_id=person_id, guid=guid).order_by("pk")
    return [
        Told(
            version=row.version,
            channel=row.get_channel_display(),
            state=row.get_state_display(),
            made_at=row.made_at,
            sent_at=row.sent_at,
            error=row.error,
        )
        for row in rows
    ]


class ToldOutside(NamedTuple):
    """An alert that has left the house, or may have: it was tried, and nobody knows what came."""

    person_id: int
    version: int
    channel: str
    sent_at: datetime | None


def told_outside(guid: str) -> list[ToldOutside]:
    """Give whom a story has been sent to by mail or webhook, and which version; one query.

    What stands on somebody's screen is a line of a list, and not among them.
    """
    left = Q(sent_at__isnull=False) | Q(attempts__gt=0, state__in=(State.PENDING, State.DROPPED))
    rows = Alert.objects.filter(left, guid=guid).exclude(channel=Channel.SCREEN)
    columns = rows.order_by("pk").values_list("person_id", "version", "channel", "sent_at")
    return [ToldOutside(*row) for row in columns]
