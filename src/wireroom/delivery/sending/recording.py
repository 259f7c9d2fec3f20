"""What came of a parcel is written down, in one transaction with what it means for the feed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import F

from wireroom.delivery.models import Attempt, Delivery, DeliveryState, FeedState
from wireroom.delivery.models import Feed as FeedRow
from wireroom.delivery.sending import telling
from wireroom.delivery.sending.owing import Leased
from wireroom.delivery.sending.pace import Pace
from wireroom.delivery.sending.parcels import Ending, Parcel, Piece, Result
from wireroom.delivery.services.outcomes import note_taken, note_void

log = structlog.get_logger(__name__)

_LONGEST_WHY = 500


@transaction.atomic
def mark(parcels: Sequence[Parcel]) -> None:
    """Write down, before anything leaves, that it may: whatever happens, a kill will follow it."""
    ids = [piece.delivery_id for parcel in parcels for piece in parcel.pieces if piece.outgoing]
    Delivery.objects.filter(pk__in=ids).update(attempts=F("attempts") + 1)


@transaction.atomic
def record(
    leased: Leased, parcel: Parcel, results: Sequence[Result], pace: Pace, now: datetime
) -> None:
    """Write down what came of a parcel, and let the feed go. Done twice it is done once too often.

    A taken number stays taken, also when the lease has run out meanwhile: it is a fact.
    """
    row = FeedRow.objects.select_for_update().get(pk=leased.feed.id)
    pieces = {piece.delivery_id: piece for piece in parcel.pieces}
    tried = {pk for result in results for pk in result.delivery_ids}
    left = [pk for pk, piece in pieces.items() if piece.outgoing and pk not in tried]
    Delivery.objects.filter(pk__in=left, attempts__gt=0).update(attempts=F("attempts") - 1)
    for result in results:
        _write(result, [pieces[pk] for pk in result.delivery_ids])
    _judge(row, [each for each in results if not _is_test(each, pieces)], pace, now)
    FeedRow.objects.filter(pk=row.pk, leased_until=leased.until).update(leased_until=None)


@transaction.atomic
def put_off(leased: Leased, pace: Pace, now: datetime) -> None:
    """Let a feed wait that could not be packed, through no fault of its destination."""
    row = FeedRow.objects.select_for_update().get(pk=leased.feed.id)
    row.failures += 1
    row.next_attempt_at = pace.next_try(row.failures, now)
    row.save(update_fields=["failures", "next_attempt_at"])


def _is_test(result: Result, pieces: dict[int, Piece]) -> bool:
    return all(pieces[pk].number is None for pk in result.delivery_ids)


def _write(result: Result, pieces: Sequence[Piece]) -> None:
    Attempt.objects.bulk_create(
        Attempt(
            delivery_id=piece.delivery_id,
            at=result.at,
            outcome=result.outcome,
            status=result.status,
            took_ms=result.took_ms,
            detail=result.detail,
            request=result.request,
            answer=result.answer,
        )
        for piece in pieces
    )
    for piece in pieces:
        if result.ending is Ending.TAKEN:
            _taken(piece, result)
        else:
            _not_taken(piece, result)


def _taken(piece: Piece, result: Result) -> None:
    if piece.void_why:
        note_void(delivery_id=piece.delivery_id, why=piece.void_why, now=result.at)
    else:
        note_taken(delivery_id=piece.delivery_id, now=result.at, outcome=result.outcome)
    if piece.taken_by:
        Delivery.objects.filter(pk=piece.delivery_id).update(taken_by=[])


def _not_taken(piece: Piece, result: Result) -> None:
    """Leave a number waiting. A test is tried once: whoever sent it sees what came of it."""
    facts: dict[str, object] = {"outcome": result.outcome}
    if result.taken_by or piece.taken_by:
        facts["taken_by"] = list(result.taken_by)
    if piece.number is None and result.ending is not Ending.HELD:
        facts["state"] = DeliveryState.VOID
    Delivery.objects.filter(pk=piece.delivery_id, state=DeliveryState.PENDING).update(**facts)


def _judge(row: FeedRow, results: Sequence[Result], pace: Pace, now: datetime) -> None:
    """Let the feed go on, wait, stall or end by what came of its numbers."""
    if not results:
        return
    if any(result.ending is Ending.TAKEN for result in results):
        row.failures = 0
    last = results[-1]
    row.next_attempt_at = None
    if last.ending is Ending.FAILED:
        row.failures += 1
        row.next_attempt_at = pace.next_try(row.failures, now, last.retry_after)
    elif last.ending is Ending.HELD:
        row.next_attempt_at = now + (last.retry_after or pace.pauses[0])
    row.save(update_fields=["failures", "next_attempt_at"])
    _enter(row, last, pace, now)


def _enter(row: FeedRow, last: Result, pace: Pace, now: datetime) -> None:
    """Change the state where the last result asks for it, and write to the customer."""
    if last.ending is Ending.GONE and row.state in {FeedState.ACTIVE, FeedState.STALLED}:
        _change(row, FeedState.REFUSED, last.detail, now)
    elif row.state == FeedState.ACTIVE and row.failures >= pace.stalled_after:
        _change(row, FeedState.STALLED, last.detail or last.outcome, now)
    elif row.state == FeedState.STALLED and row.failures == 0:
        _change(row, FeedState.ACTIVE, "", now)


def _change(row: FeedRow, state: FeedState, why: str, now: datetime) -> None:
    row.state, row.state_why, row.state_at, row.state_by = state, why[:_LONGEST_WHY], now, ""
    row.save(update_fields=["state", "state_why", "state_at", "state_by"])
    log.info("feed:state", feed=row.code, state=state.value, why=row.state_why)
    telling.tell(row, now)
