"""What one person was told of one story: the ledger, for support."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from wireroom.matching.models import Alert


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
