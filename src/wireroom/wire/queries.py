"""Reading the wire: in order, nothing skipped, nothing repeated."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from wireroom.kernel.newsitem import PubStatus, parse
from wireroom.wire.entries import Entry
from wireroom.wire.models import Epoch, LogEntry

_COLUMNS = ("seq", "released_at", "item", "hash")
_CANCELED = f'"pub_status":"{PubStatus.CANCELED}"'
"""As it stands in the canonical JSON of a kill; in a text, the quotation marks would be escaped."""


def _entries(rows: Iterable[tuple]) -> list[Entry]:  # type: ignore[type-arg]
    return [
        Entry.of(seq=seq, released_at=released_at, raw=item.encode(), hash=bytes(digest))
        for seq, released_at, item, digest in rows
    ]


def read_after(seq: int, limit: int = 500) -> list[Entry]:
    """Give up to `limit` entries after `seq`, ascending. An empty list means: nothing new yet."""
    rows = LogEntry.objects.filter(seq__gt=seq).order_by("seq")
    return _entries(rows.values_list(*_COLUMNS)[:limit])


def head() -> int:
    """Give the newest `seq`, 0 when the log is empty."""
    return LogEntry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def seq_before(moment: datetime) -> int:
    """Give the newest `seq` that was released before a moment, 0 when there is none.

    Some twenty look-ups by key: `released_at` never goes back from one entry to the next.
    """
    low, high = 0, head()
    while low < high:
        middle = (low + high + 1) // 2
        row = LogEntry.objects.filter(seq__lte=middle).order_by("-seq")
        if row.values_list("released_at", flat=True)[0] < moment:
            low = middle
        else:
            high = middle - 1
    return low


def current_epoch() -> str:
    """Name the present life of the log."""
    return Epoch.objects.order_by("-pk").values_list("name", flat=True)[0]


def versions(guid: str) -> list[Entry]:
    """Give every released version of a story, ascending; empty when there is none."""
    return _entries(LogEntry.objects.filter(guid=guid).order_by("version").values_list(*_COLUMNS))


def versions_of(guids: Collection[str]) -> dict[str, list[Entry]]:
    """Give the version chains of several stories in one query; unknown guids are left out."""
    rows = LogEntry.objects.filter(guid__in=guids).order_by("guid", "version")
    chains: dict[str, list[Entry]] = {}
    for entry in _entries(rows.values_list(*_COLUMNS)):
        chains.setdefault(entry.guid, []).append(entry)
    return chains


def killed_among(guids: Collection[str]) -> set[str]:
    """Give those of several stories that have been killed, in one query that reads kills only."""
    rows = LogEntry.objects.filter(guid__in=guids, item__contains=_CANCELED)
    return {guid for guid, item in rows.values_list("guid", "item") if parse(item).is_killed}


def latest(guid: str) -> Entry | None:
    """Give the newest version of a story, None when it was never released."""
    rows = LogEntry.objects.filter(guid=guid).order_by("-version").values_list(*_COLUMNS)[:1]
    return next(iter(_entries(rows)), None)


def entry(seq: int) -> Entry | None:
    """Give the entry at `seq`, None when there is none."""
    return next(iter(entries([seq])), None)


def entries(seqs: Collection[int]) -> list[Entry]:
    """Give the entries at `seqs`, ascending; missing ones are left out."""
    rows = LogEntry.objects.filter(seq__in=seqs).order_by("seq")
    return _entries(rows.values_list(*_COLUMNS))
