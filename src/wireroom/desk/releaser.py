"""Lets embargoed stories go when their time has come: to the second, once each, after downtime too.

The worker calls `release_due(database_now())` and then sleeps until `next_due`, a wake-up, or a few
seconds, whichever comes first; the slow poll also retries what could not be released.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from wagtail.models import Revision

from wireroom.desk.models import Story
from wireroom.desk.queries import database_now, scheduled
from wireroom.wire.entries import Entry

__all__ = ["database_now", "next_due", "release_due", "release_one"]

log = logging.getLogger(__name__)


def release_due(now: datetime) -> int:
    """Release every story whose embargo ended at or before `now`, and tell how many were.

    Each has its own transaction. One that cannot be released is logged as an error, blocks no other
    and is tried again next time.
    """
    due = scheduled().filter(approved_go_live_at__lte=now).values_list("pk", flat=True)
    return sum(_released(revision_id, now) for revision_id in list(due))


def _released(revision_id: int, now: datetime) -> bool:
    try:
        return release_one(revision_id, now) is not None
    except Exception:
        log.exception("embargo:release:failed revision=%s", revision_id)
        return False


def release_one(revision_id: int, now: datetime) -> Entry | None:
    """Release one embargoed revision; None when it has left already, was called off or was moved.

    The rows are locked first and read after that, so whoever cancels or moves the embargo at the
    last moment is either in time or told that it is too late.
    """
    with transaction.atomic():
        object_id = Revision.objects.values_list("object_id", flat=True).get(pk=revision_id)
        story = Story.objects.select_for_update().get(pk=object_id)
        revision = Revision.objects.select_for_update().get(pk=revision_id)
        due = revision.approved_go_live_at
        if due is None or due > now:
            return None
        return story.publish(revision, log_action="wagtail.publish.scheduled", now=now)


def next_due(now: datetime) -> datetime | None:
    """Tell when the next embargo after `now` ends, None when nothing is waiting.

    What was due before `now` and could not be released is left out: a loop that sleeps until
    `next_due` must not spin on it.
    """
    return (
        scheduled()
        .filter(approved_go_live_at__gt=now)
        .values_list("approved_go_live_at", flat=True)
        .first()
    )
