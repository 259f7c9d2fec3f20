"""A board comes to its end: whoever is left is told by telephone, then it is closed for good."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from wireroom.customers.services import NotFound, note_act
from wireroom.delivery.models import Recall, Recipient, RecipientState
from wireroom.delivery.recalls import states
from wireroom.delivery.recalls.certificate import certificate_of, digest_of
from wireroom.delivery.recalls.escalating import escalate_now
from wireroom.kernel.errors import WireroomError


class RecallClosed(WireroomError):
    """The board is closed; its certificate has been signed off."""

    code = "recall_closed"
    http_status = 409


class StillOutstanding(WireroomError):
    """Somebody is still outstanding. Tell them by telephone and note it, then close the board."""

    code = "recall_outstanding"
    http_status = 409


class NoteMissing(WireroomError):
    """Say in the note whom you have told, and what they answered."""

    code = "recall_note_missing"
    http_status = 422


@transaction.atomic
def note_told(*, recipient_id: int, note: str, now: datetime, by: str) -> bool:
    """Note that a colleague has told a recipient in another way; False: nothing was outstanding.

    Raises:
        NotFound: there is no such recipient.
        NoteMissing: the note says nothing.
        RecallClosed: the board is closed.
    """
    row = Recipient.objects.filter(pk=recipient_id).first()
    if row is None:
        raise NotFound("There is no such recipient.")
    if not note.strip():
        raise NoteMissing
    recall = _open(row.recall_id)
    theirs = Recipient.objects.filter(pk=row.pk)
    if not states.waive(theirs, note.strip(), at=now, by=by):
        return False
    _audit("recall:told", recall, by, now, recipient=row.name, note=note.strip())
    return True


@transaction.atomic
def close(*, recall_id: int, note: str, now: datetime, by: str) -> str:
    """Close a board, sign its certificate off and give the digest.

    Raises:
        NotFound: there is no such board.
        RecallClosed: it is closed already.
        StillOutstanding: somebody neither has the recall nor was told in another way.
    """
    recall = _open(recall_id)
    if recall.recipients.filter(state=RecipientState.OUTSTANDING).exists():
        raise StillOutstanding
    recall.closed_at, recall.closed_by, recall.note = now, by, note.strip()
    recall.certificate = certificate_of(recall, closed_at=now, by=by, note=recall.note)
    recall.digest = digest_of(recall.certificate)
    recall.save()
    _audit("recall:closed", recall, by, now, digest=recall.digest)
    return recall.digest


@transaction.atomic
def press(*, recall_id: int, now: datetime, by: str) -> int:
    """Write at once about everybody who is outstanding; give how many they are.

    Raises:
        NotFound: there is no such board.
        RecallClosed: it is closed.
    """
    recall = _open(recall_id)
    count = escalate_now(recall.pk, now)
    _audit("recall:escalated", recall, by, now, recipients=count)
    return count


def _open(recall_id: int) -> Recall:
    """Lock a board: a certificate must not be signed while somebody is being told."""
    recall = Recall.objects.select_for_update().filter(pk=recall_id).first()
    if recall is None:
        raise NotFound("There is no such recall.")
    if recall.closed_at:
        raise RecallClosed
    return recall


def _audit(what: str, recall: Recall, by: str, now: datetime, **detail: Any) -> None:
    note_act(
        what=what, actor=by, subject=f"recall:{recall.pk}", now=now, guid=recall.guid, **detail
    )
