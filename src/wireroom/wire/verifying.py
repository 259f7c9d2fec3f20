"""`wireroom verify`: walk the chain and say what does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import connection
from msgspec import Struct

from wireroom.kernel.newsitem import InvalidItem
from wireroom.wire import chain, queries
from wireroom.wire.entries import Entry
from wireroom.wire.models import Cursor, LogEntry


class Report(Struct, frozen=True):
    """What was found: how many entries, the hash of the last, and each fault in words."""

    entries: int
    head_hash: bytes
    faults: tuple[str, ...]


def verify(progress: Callable[[int], None] = lambda _: None) -> Report:
    """Check the whole log and give a report; nothing is changed.

    Holds when: the database is sound, `seq` is dense, each hash follows from the entry and its
    predecessor, the columns repeat what the item says, every story's versions are 1, 2, 3… and end
    with its kill, and no view has read past the head (which a log that was cut short would show).
    """
    walk = _Walk()
    faults = list(_database_faults())
    for seq, guid, version, released_at, item, digest in _rows():
        raw = item.encode()
        faults += walk.step(seq, (guid, version), released_at, raw, bytes(digest))
        progress(seq)
    faults += _cut_faults(walk.seq)
    return Report(walk.seq, walk.hash, tuple(faults))


def _rows() -> Iterator[tuple]:  # type: ignore[type-arg]
    columns = ("seq", "guid", "version", "released_at", "item", "hash")
    return LogEntry.objects.order_by("seq").values_list(*columns).iterator(chunk_size=500)


class _Walk:
    """Where the walk along the chain has come to."""

    def __init__(self) -> None:
        self.seq, self.hash = 0, chain.GENESIS
        self._versions: dict[str, int] = {}
        self._killed: set[str] = set()

    def step(
        self, seq: int, columns: tuple[str, int], released_at: datetime, raw: bytes, digest: bytes
    ) -> Iterator[str]:
        if seq != self.seq + 1:
            yield f"entry {self.seq + 1} is missing: the next one is {seq}"
        if chain.link(self.hash, seq=seq, released_at=released_at, raw=raw) != digest:
            yield f"entry {seq}: the hash does not follow from the entry and its predecessor"
        self.seq, self.hash = seq, digest
        try:
            entry = Entry.of(seq=seq, released_at=released_at, raw=raw, hash=digest)
        except InvalidItem as error:
            yield f"entry {seq}: not a news item: {error}"
            return
        if (entry.guid, entry.version) != columns:
            yield f"entry {seq}: its columns name another version than its item"
        yield from self._check_version(entry)

    def _check_version(self, entry: Entry) -> Iterator[str]:
        expected = self._versions.get(entry.guid, 0) + 1
        if entry.version != expected:
            yield f"entry {entry.seq}: {entry.guid} v{entry.version} where v{expected} was due"
        if entry.guid in self._killed:
            yield f"entry {entry.seq}: {entry.guid} goes on after its kill"
        self._versions[entry.guid] = entry.version
        if entry.item.is_killed:
            self._killed.add(entry.guid)


def _database_faults() -> Iterator[str]:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            yield from (f"database: {line}" for (line,) in cursor.fetchall() if line != "ok")


def _cut_faults(head: int) -> Iterator[str]:
    epoch = queries.current_epoch()
    for place in Cursor.objects.filter(epoch=epoch, seq__gt=head).order_by("consumer"):
        yield f"the log ends at {head}, but {place.consumer} has read up to {place.seq}"
