"""What the deliverer does with letters: take those that are due, and record how it went."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from msgspec import Struct

from wireroom.customers.models import OutgoingMail

LEASE = timedelta(minutes=5)
"""A letter that was taken and not recorded by then is due again."""
_TROUBLE_LENGTH = 300
_NO_TEXT = {"text": "", "html": ""}


class Outgoing(Struct, frozen=True, kw_only=True):
    """A letter to hand over; `attempts` counts this one."""

    id: int
    to: str
    subject: str
    text: str
    html: str
    reply_to: str
    made_at: datetime
    attempts: int


def take_letters(*, limit: int, now: datetime) -> list[Outgoing]:
    """Take letters that are due, the longest due first; nobody else gets them for five minutes."""
    due = OutgoingMail.objects.filter(sent_at=None, failed_at=None, due_at__lte=now)
    if limit <= 0 or not due.exists():
        return []
    with transaction.atomic():
        letters = list(due.select_for_update(skip_locked=True).order_by("due_at", "pk")[:limit])
        for letter in letters:
            letter.attempts += 1
            letter.due_at = now + LEASE
            letter.save(update_fields=["attempts", "due_at"])
    return [_outgoing(letter) for letter in letters]


def record_letter_sent(*, letter_id: int, now: datetime) -> None:
    """Record that a letter was handed over; again changes nothing.

    Its text is not kept: it may hold a link that lets somebody in.
    """
    open_ = OutgoingMail.objects.filter(pk=letter_id, sent_at=None)
    open_.update(sent_at=now, trouble="", **_NO_TEXT)


def record_letter_failed(
    *, letter_id: int, trouble: str, again_at: datetime | None, now: datetime
) -> None:
    """Record that a letter was not handed over: it is due again then, or (None) given up."""
    open_ = OutgoingMail.objects.filter(pk=letter_id, sent_at=None)
    if again_at is None:
        open_.update(failed_at=now, trouble=trouble[:_TROUBLE_LENGTH], **_NO_TEXT)
    else:
        open_.update(due_at=again_at, trouble=trouble[:_TROUBLE_LENGTH])


def _outgoing(letter: OutgoingMail) -> Outgoing:
    return Outgoing(
        id=letter.pk,
        to=letter.to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        reply_to=letter.reply_to,
        made_at=letter.made_at,
        attempts=letter.attempts,
    )
