"""How recalls follow the wire: each correction of fact, hold and kill opens its board."""

from __future__ import annotations

from datetime import datetime, timedelta

from wireroom.customers.services.outgoing import record_letter_failed
from wireroom.delivery.models import Recall
from wireroom.delivery.recalls.gathering import gather, overtake
from wireroom.delivery.recalls.holders import streams
from wireroom.delivery.recalls.naming import RECALLS, name_of
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Profile
from wireroom.wire.entries import Entry

NAME = "recalls"
_STILL_NEWS_FOR = timedelta(days=2)
"""Where boards are new, the log's older recalls are history: nobody is written to about them."""


class RecallConsumer:
    """A `wire.consumers.Consumer` that opens boards and never wipes them.

    It follows numbering: the feeds that get the recall are in the ledger by then, or are found by
    the next look of `tending`.
    """

    name = NAME

    def handle(self, entry: Entry) -> None:
        """Open the board of a recall; one that is open already stays as it is."""
        if entry.item.update_type in RECALLS and entry.item.profile is not Profile.TEST:
            open_board(entry, utc_now())

    def wipe(self) -> None:
        """Keep the boards: what was told cannot be untold."""


def open_board(entry: Entry, now: datetime) -> Recall | None:
    """Open the board of an entry with all who are known to have an earlier version.

    Gives None when it is open already, or is history. What stands on older boards of the story
    is overtaken: the newest word counts. Runs in the caller's transaction.
    """
    if entry.released_at < now - _STILL_NEWS_FOR:
        return None
    facts = {
        "seq": entry.seq,
        "entry_hash": entry.hash.hex(),
        "update_type": entry.item.update_type.value,
        "headline": name_of(entry),
        "released_at": entry.released_at,
        "made_at": now,
    }
    recall, is_new = Recall.objects.get_or_create(
        guid=entry.guid, version=entry.version, defaults=facts
    )
    if not is_new:
        return None
    gather(recall, streams(recall))
    for letter_id in overtake(recall, now):
        record_letter_failed(
            letter_id=letter_id, trouble="Overtaken by a newer recall.", again_at=None, now=now
        )
    return recall
