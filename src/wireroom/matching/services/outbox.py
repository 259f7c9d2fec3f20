"""What became of alerts that leave the house; delivery says so."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from wireroom.matching.models import Alert, State
from wireroom.matching.queries.outbox import Due, due, due_rows


def claim_due(*, channel: str, limit: int, now: datetime, lease_s: float = 300) -> list[Due]:
    """Take what is due, as `queries.due` gives it, for `lease_s` seconds: nobody else gets it.

    What is neither recorded as sent nor as failed by then is due again: after a crash in the middle
    of sending, some of it goes out twice rather than not at all. An attempt is counted.
    """
    with transaction.atomic():
        locked = due_rows(channel, now).select_for_update(skip_locked=True)
        rows = due(now, channel, limit, rows=locked)
        taken = Alert.objects.filter(pk__in=[row.id for row in rows])
        leased_until = now + timedelta(seconds=lease_s)
        taken.update(next_attempt_at=leased_until, attempts=F("attempts") + 1)
    return [row._replace(attempts=row.attempts + 1) for row in rows]


def record_sent(*, alert_ids: Collection[int], now: datetime) -> None:
    """Record that alerts went out."""
    _pending(alert_ids).update(state=State.SENT, sent_at=now, next_attempt_at=None, error="")


def record_failed(
    *,
    alert_ids: Collection[int],
    error: str,
    retry_at: datetime | None,
    now: datetime,  # noqa: ARG001 - as the others
) -> None:
    """Record that alerts did not go out: they are tried again at `retry_at`, or, None, given up."""
    values = {"error": error[:500], "next_attempt_at": retry_at}
    if retry_at is None:
        values |= {"state": State.FAILED, "sent_at": None}
    _pending(alert_ids).update(**values)


def record_dropped(*, alert_ids: Collection[int], reason: str, now: datetime) -> None:  # noqa: ARG001 - as the others
    """Record that alerts are not sent, because of what is so by now: rights, a kill, an address."""
    _pending(alert_ids).update(state=State.DROPPED, error=reason[:500], next_attempt_at=None)


def _pending(alert_ids: Collection[int]) -> QuerySet[Alert]:
    return Alert.objects.filter(pk__in=alert_ids, state=State.PENDING)
