"""What the deliverer does with recalls, again and again: find, write, follow, escalate."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import structlog
from django.db.models import QuerySet

from wireroom.delivery.models import Recall, RecipientState
from wireroom.delivery.recalls.escalating import escalate
from wireroom.delivery.recalls.following import follow, follow_acknowledged
from wireroom.delivery.recalls.gathering import gather
from wireroom.delivery.recalls.letters import post_letters

log = structlog.get_logger(__name__)

_FRESH_FOR = timedelta(minutes=30)
"""Receipts of other processes, and sendings that were under way, come to light within minutes."""
_WATCHED_FOR = timedelta(days=30)
"""So long a feed's late acknowledgement is looked for where nobody is outstanding."""


def tend_fresh(now: datetime) -> bool:
    """Bring the boards of the last half-hour up to date and write letters; a job of two seconds."""
    return _each(_open().filter(made_at__gt=now - _FRESH_FOR), lambda recall: _tend(recall, now))


def tend_all(now: datetime) -> bool:
    """Bring every open board up to date and take the steps that are due; a job of a minute."""
    outstanding = _open().filter(recipients__state=RecipientState.OUTSTANDING).distinct()
    more = _each(outstanding, lambda recall: _follow(recall, now))
    _each(_open().filter(made_at__gt=now - _WATCHED_FOR), _acknowledged)
    escalate(now)
    return more


def _open() -> QuerySet[Recall]:
    return Recall.objects.filter(closed_at=None)


def _tend(recall: Recall, now: datetime) -> bool:
    gather(recall)
    return _follow(recall, now)


def _follow(recall: Recall, now: datetime) -> bool:
    written = post_letters(recall, now)
    follow(recall)
    return written > 0


def _acknowledged(recall: Recall) -> bool:
    follow_acknowledged(recall)
    return False


def _each(boards: Iterable[Recall], work: Callable[[Recall], bool]) -> bool:
    """Do the work for each board; one that fails keeps none of the others waiting."""
    more, failed = False, None
    for recall in boards:
        try:
            more = work(recall) or more
        except Exception as error:
            log.exception("recall:failed", recall=recall.pk)
            failed = error
    if failed is not None:
        raise failed
    return more
