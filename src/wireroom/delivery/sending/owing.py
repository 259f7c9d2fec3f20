"""Feeds that owe something: found, leased for a while, and what they owe.

A lease is the moment until which nobody else sends for the feed; whoever holds it renews it. When
its holder dies it runs out, and what was not recorded is sent again under the same number.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from wireroom.delivery.models import Delivery, DeliveryState, Destination, FeedState
from wireroom.delivery.models import Feed as FeedRow
from wireroom.delivery.sending.parcels import Feed

PUSHED = (Destination.WEBHOOK, Destination.SFTP, Destination.EMAIL)
_MOST_CANDIDATES = 1000
_SENT_IN = (FeedState.ACTIVE, FeedState.STALLED)
_TESTED_IN = (*_SENT_IN, FeedState.PAUSED, FeedState.REFUSED)


class Candidate(NamedTuple):
    """A feed that owes something now and that nobody holds."""

    id: int
    destination: str
    target: Mapping[str, Any]
    failures: int


class Leased(NamedTuple):
    """A feed in our hands until `until`; `is_open`: numbers may go, not only tests."""

    feed: Feed
    failures: int
    is_open: bool
    until: datetime


def candidates(now: datetime) -> list[Candidate]:
    """Give the feeds that owe something and may be tried, the least recently served first."""
    rows = _owing(now).order_by(F("last_taken_at").asc(nulls_first=True), "pk")
    facts = rows.values_list("pk", "destination", "target", "failures")
    return [Candidate(*row) for row in facts[:_MOST_CANDIDATES]]


def lease(ids: Collection[int], now: datetime, until: datetime) -> list[Leased]:
    """Take feeds that still owe something and are in nobody's hands, until a moment."""
    with transaction.atomic():
        rows = _owing(now).filter(pk__in=ids).select_for_update(skip_locked=True, of=("self",))
        taken = list(rows)
        FeedRow.objects.filter(pk__in=[row.pk for row in taken]).update(leased_until=until)
    return [Leased(_facts(row), row.failures, _is_open(row, now), until) for row in taken]


def renew(leases: Mapping[int, datetime], until: datetime) -> set[int]:
    """Hold feeds until a later moment and give those that are still ours."""
    with transaction.atomic():
        return {
            pk
            for pk, held in leases.items()
            if FeedRow.objects.filter(pk=pk, leased_until=held).update(leased_until=until)
        }


def release(feed_id: int, held: datetime) -> None:
    """Let go of a feed, if it is still ours."""
    FeedRow.objects.filter(pk=feed_id, leased_until=held).update(leased_until=None)


def owed(leased: Leased, now: datetime, limit: int) -> list[Delivery]:
    """Give what is next: tests, then numbers from the lowest on.

    No number goes before a lower one that waits, but in digests: there a correction or kill
    overtakes what is due at a later hour.
    """
    waiting = Delivery.objects.filter(
        feed=leased.feed.id, state=DeliveryState.PENDING, due_at__lte=now
    )
    if not leased.is_open:
        waiting = waiting.filter(number=None)
    return list(waiting.order_by(F("number").asc(nulls_first=True), "pk")[:limit])


def _owing(now: datetime) -> QuerySet[FeedRow]:
    waiting = Delivery.objects.filter(
        feed=OuterRef("pk"), state=DeliveryState.PENDING, due_at__lte=now
    )
    may_send = Q(state__in=_SENT_IN) & (Q(next_attempt_at=None) | Q(next_attempt_at__lte=now))
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    return FeedRow.objects.filter(
        free,
        (may_send & Exists(waiting))
        | (Q(state__in=_TESTED_IN) & Exists(waiting.filter(number=None))),
        destination__in=PUSHED,
    )


def _is_open(row: FeedRow, now: datetime) -> bool:
    due = row.next_attempt_at is None or row.next_attempt_at <= now
    return row.state in _SENT_IN and due


def _facts(row: FeedRow) -> Feed:
    return Feed(
        id=row.pk,
        code=row.code,
        company_id=row.company_id,
        name=row.name,
        destination=row.destination,
        target=row.target,
        format=row.format,
        options=row.options,
        schedule=row.schedule,
    )
