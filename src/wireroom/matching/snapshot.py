"""The index in a file, so that a worker with a million topics starts in seconds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from wireroom.formats.projection import FULL, project
from wireroom.matching.index import BadSnapshot, MatchIndex
from wireroom.matching.live import LiveIndex
from wireroom.matching.models import Topic, Turn
from wireroom.query.document import Document
from wireroom.wire import queries as wire

log = structlog.get_logger(__name__)

MEANING = 1
"""Grows when the same text comes to mean another plan: then topics are compiled anew."""
WORTH_KEEPING = 1_000
"""Topics that are compiled faster than anybody notices are not kept; nor is every small change."""
_LEARNT = 300
"""Recent stories that a large index is laid out by."""


def path() -> Path:
    """Say where the snapshot lies."""
    return Path(settings.WIREROOM_DATA_DIR) / "matching" / "topics.index"


def load() -> LiveIndex:
    """Give the index as it was kept, or an empty one, which takes in all topics when it is used.

    Of another life of the log, another version or damaged: it is made anew. A restored database may
    give the numbers of lost changes to others, and a restore always begins a new life.
    """
    try:
        index, stamp = MatchIndex.load(path())
    except BadSnapshot as error:
        if path().exists():
            log.warning("matching:snapshot:refused", reason=str(error))
        return _empty()
    change = stamp.pop("change", None)
    if stamp != _stamp() or not isinstance(change, int) or change > _last_change():
        return _empty()
    return LiveIndex(index, change)


def _empty() -> LiveIndex:
    """Give an index without topics that knows from recent stories what is common."""
    index = MatchIndex()
    if Topic.objects.filter(deleted_at=None).count() >= WORTH_KEEPING:
        for entry in wire.read_after(max(wire.head() - _LEARNT, 0), _LEARNT):
            index.learn(Document(project(entry.item, FULL), entry.released_at))
    return LiveIndex(index)


def save_when_due(live: LiveIndex) -> bool:
    """Keep the index when so much has changed since it was kept that making it anew takes time."""
    if live.seen - live.kept < WORTH_KEEPING or len(live.index) < WORTH_KEEPING:
        return False
    path().parent.mkdir(mode=0o700, exist_ok=True)
    live.index.save(path(), {**_stamp(), "change": live.seen})
    live.kept = live.seen
    return True


def remove() -> None:
    """Keep none."""
    path().unlink(missing_ok=True)


def _stamp() -> dict[str, Any]:
    return {"meaning": MEANING, "epoch": wire.current_epoch()}


def _last_change() -> int:
    return Turn.objects.values_list("number", flat=True).first() or 0
