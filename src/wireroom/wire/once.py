"""Ledgers handle an entry once, ever: how far they have come, kept beside their rows.

A view can be wiped and built again; a ledger says what has left the house, and a replay must not
let it leave again. So beside the consumer's cursor, which a rebuild sets back, a ledger has a mark.
"""

from __future__ import annotations

from django.db import models

from wireroom.wire import queries
from wireroom.wire.entries import Entry

_ONLY = 1


class Mark(models.Model):
    """The last entry that was handled. One row; `hash` tells another log from this one."""

    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32, default=b"")

    class Meta:
        abstract = True

    @classmethod
    def take(cls, entry: Entry) -> bool:
        """Say whether the entry is handled for the first time, and remember that it is.

        A replay after `rebuild`, or in a new epoch after a restore, brings entries that are known.
        """
        behind = cls._default_manager.filter(pk=_ONLY, seq__lt=entry.seq)
        if behind.update(seq=entry.seq, hash=entry.hash):
            return True
        defaults = {"seq": entry.seq, "hash": entry.hash}
        return cls._default_manager.get_or_create(pk=_ONLY, defaults=defaults)[1]

    @classmethod
    def realign(cls) -> None:
        """Begin anew when the log is not the one that was handled; else change nothing.

        A backup brings its own mark along with its log. Only where somebody put another log under
        these tables do the two not fit, and then numbers mean nothing.
        """
        mark = cls._default_manager.filter(pk=_ONLY).first()
        if mark is None or not mark.seq:
            return
        entry = queries.entry(mark.seq)
        if entry is None or entry.hash != bytes(mark.hash):
            mark.seq, mark.hash = 0, b""
            mark.save()
