"""Which entries have been handled: none of them ever alerts again."""

from __future__ import annotations

from wireroom.matching.models import Handled
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry

_ONLY = 1


def take(entry: Entry) -> bool:
    """Say whether the entry is handled for the first time, and remember that it is.

    A replay after `rebuild`, or in a new epoch after a restore, brings entries that are known.
    """
    behind = Handled.objects.filter(pk=_ONLY, seq__lt=entry.seq)
    if behind.update(seq=entry.seq, hash=entry.hash):
        return True
    defaults = {"seq": entry.seq, "hash": entry.hash}
    return Handled.objects.get_or_create(pk=_ONLY, defaults=defaults)[1]


def realign() -> None:
    """Begin anew when the log is not the one that was handled; else change nothing.

    A backup brings its own mark along with its log. Only where somebody put another log under these
    tables do the two not fit, and then numbers mean nothing.
    """
    mark = Handled.objects.filter(pk=_ONLY).first()
    if mark is None or not mark.seq:
        return
    entry = wire.entry(mark.seq)
    if entry is None or entry.hash != bytes(mark.hash):
        mark.seq, mark.hash = 0, b""
        mark.save()
