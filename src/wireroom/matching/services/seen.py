"""What a person has seen on screen."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wireroom.kernel.batches import batches
from wireroom.matching.models import Alert, State
from wireroom.matching.queries.alerts import unseen


def mark_seen(
    *,
    person_id: int,
    now: datetime,
    topic_id: int | None = None,
    guid: str | None = None,
    up_to: int | None = None,
) -> int:
    """Take alerts on screen as seen, and say how many: of a topic, a story or all, up to an id.

    An alert of several topics is seen for all of them. What was held back has been seen, too, and
    keeps its state.
    """
    rows = unseen(person_id)
    if up_to is not None:
        rows = rows.filter(pk__lte=up_to)
    if guid is not None:
        rows = rows.filter(guid=guid)
    with transaction.atomic():
        found = rows.values_list("pk", "topics")
        ids = [pk for pk, topics in found if topic_id is None or topic_id in topics]
        for keys in batches(ids):
            batch = Alert.objects.filter(pk__in=keys, seen_at=None)
            batch.filter(state=State.SENT).update(state=State.SEEN)
            batch.update(seen_at=now)
    return len(ids)
