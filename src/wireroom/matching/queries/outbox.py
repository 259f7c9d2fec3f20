"""Alerts that wait to leave the house."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Min, QuerySet

from wireroom.matching.models import Alert, Channel, State


class Due(NamedTuple):
    """An alert to send now. It holds no text: ask the archive, as the person's reader."""

    id: int
    person_id: int
    guid: str
    version: int
    seq: int
    kind: str
    channel: str
    topics: list[int]
    attempts: int
    released_at: datetime
    made_at: datetime


def due(
    now: datetime, channel: str, limit: int, *, rows: QuerySet[Alert] | None = None
) -> list[Due]:
    """Give alerts of a channel that are due, the longest due first.

    Of digests `limit` counts people, and each of them comes with all that is due, together. Several
    senders call `services.claim_due` instead, so that they do not send the same.
    """
    waiting = due_rows(channel, now) if rows is None else rows
    if channel == Channel.DIGEST:
        people = due_rows(channel, now).values("person_id").annotate(since=Min("next_attempt_at"))
        chosen = [row["person_id"] for row in people.order_by("since", "person_id")[:limit]]
        found = waiting.filter(person_id__in=chosen).order_by("person_id", "pk")
    else:
        found = waiting.order_by("next_attempt_at", "pk")[:limit]
    return [Due(*(getattr(row, name) for name in Due._fields)) for row in found]


def due_rows(channel: str, now: datetime) -> QuerySet[Alert]:
    """Give the rows of a channel that are due."""
    return Alert.objects.filter(channel=channel, state=State.PENDING, next_attempt_at__lte=now)
