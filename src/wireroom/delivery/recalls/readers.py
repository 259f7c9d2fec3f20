"""Who has read a recall, by the receipts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from wireroom.customers.policy import Channel
from wireroom.delivery.models import Recall, Receipt, RecipientState
from wireroom.delivery.recalls import states
from wireroom.kernel.batches import batches

OPENED = "opened the story page"


def note_read(guids: Collection[str]) -> None:
    """Mark on the open boards of these stories who has read them since they were recalled."""
    for keys in batches(guids):
        for recall in Recall.objects.filter(guid__in=keys, closed_at=None):
            follow_reading(recall)


def follow_reading(recall: Recall) -> None:
    """Mark who has got the recall, or a version after it: opened it, acknowledged it."""
    open_ = recall.recipients.exclude(state=RecipientState.ACKNOWLEDGED)
    waiting = set(open_.filter(feed_id=0).values_list("person_id", "token_id"))
    if not waiting:
        return
    rows = Receipt.objects.filter(guid=recall.guid, version__gte=recall.version)
    got: dict[tuple[int, int], dict[bool, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    for person, token, channel, at in rows.values_list(
        "person_id", "token_id", "channel", "got_at"
    ):
        if (person, token) in waiting:
            got[person, token][channel == Channel.TERMINAL].append(at)
    for (person, token), times in got.items():
        theirs = recall.recipients.filter(person_id=person, token_id=token)
        if times[True]:
            states.acknowledge(theirs, min(times[True]), OPENED)
        else:
            states.deliver(theirs, min(times[False]))
