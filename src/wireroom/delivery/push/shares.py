"""A class of equal rights and format: its log in memory, and who reads it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Blob:
    """One text of one entry. Every class that reads it holds this object; nobody holds a copy."""

    __slots__ = ("data", "key", "refs")

    def __init__(self, key: tuple[int, str], data: bytes) -> None:
        """Hold `data`, known as `key`: sequence number and variant."""
        self.key = key
        self.data = data
        self.refs = 0


class Debt:
    """What a reader that could not take everything is owed: references and numbers, no copies."""

    __slots__ = ("after", "allowance", "at", "broken", "owed", "rest")

    def __init__(self, rest: bytes | memoryview, *, owed: int, at: int, after: int) -> None:
        """Owe `rest`, then the log from `at` on; `at` is -1 for a reader fed from the database."""
        self.rest = rest
        self.at = at
        self.after = after
        """Where the database goes on, when `at` is -1."""
        self.owed = owed
        """Bytes to send until this reader has caught up with the log."""
        self.allowance = 0
        """Bytes it may owe: the lag limit, more while it catches up after joining."""
        self.broken = False
        """Whether `rest` begins in the middle of an event: then nothing else may be said."""

    def cut_at(self, mark: bytes) -> bool:
        """Drop `rest` from the event on that begins with `mark`; say whether it is there.

        An event of which a part has gone is not found: its beginning is no longer here.
        """
        start = bytes(self.rest).find(mark)
        if start < 0:
            return False
        self.rest = memoryview(self.rest)[:start] if start else b""
        self.owed = start
        self.broken = self.broken and start > 0
        return True


class Share:
    """One class: entries newer than `floor` that it may read, in order, and its readers.

    Places in the log are counted from its beginning, `base` of them have left memory. Entries from
    `flushed` on wait for the next flush.
    """

    __slots__ = (
        "base",
        "blobs",
        "floor",
        "flushed",
        "idle_since",
        "lagging",
        "live",
        "name",
        "piece",
        "seqs",
    )

    def __init__(self, name: str, floor: int) -> None:
        """Begin empty: nothing after `floor` yet."""
        self.name = name
        self.floor = floor
        self.seqs: list[int] = []
        self.blobs: list[Blob] = []
        self.base = 0
        self.flushed = 0
        self.live: dict[int, Callable[[bytes], int]] = {}
        """Readers that have everything up to `flushed`, with how to send to them."""
        self.lagging: dict[int, Debt] = {}
        self.piece = b""
        """What the flush under way brings the live readers."""
        self.idle_since: float | None = None

    @property
    def end(self) -> int:
        """The place after the last entry."""
        return self.base + len(self.seqs)

    def put(self, blob: Blob) -> None:
        """Add an entry at the end."""
        blob.refs += 1
        self.seqs.append(blob.key[0])
        self.blobs.append(blob)

    def resized(self, blob: Blob, grown_bytes: int) -> None:
        """Note that `blob` has another text: readers that have it before them owe it as it is."""
        index = bisect_left(self.seqs, blob.key[0])
        if index < len(self.blobs) and self.blobs[index] is blob:
            for debt in self.lagging.values():
                if 0 <= debt.at <= self.base + index < self.flushed:
                    debt.owed += grown_bytes

    def place_after(self, seq: int) -> int:
        """Find the place that follows everything up to and including `seq`."""
        return self.base + bisect_right(self.seqs, seq)

    def texts(self, start: int, end: int) -> list[Blob]:
        """Give the entries at the places from `start` up to `end`."""
        return self.blobs[start - self.base : end - self.base]

    def stretch(self, start: int, limit_bytes: int) -> tuple[bytes, int]:
        """Join entries from `start` on, at least one, about `limit_bytes`; say where that ended."""
        size, place = 0, start
        found = []
        for blob in islice(self.blobs, start - self.base, self.flushed - self.base):
            found.append(blob.data)
            place += 1
            size += len(blob.data)
            if size >= limit_bytes:
                break
        return b"".join(found), place

    def flush(self, piece: bytes) -> None:
        """Count everything as handed out in `piece`; readers that lag owe that much more."""
        self.piece = piece
        self.flushed = self.end
        for debt in self.lagging.values():
            if debt.at >= 0:
                debt.owed += len(piece)

    def trim_until(self, seq: int) -> list[Blob]:
        """Drop the entries up to and including `seq`."""
        return self.trim(self.place_after(seq) - self.base)

    def trim(self, count: int) -> list[Blob]:
        """Drop the `count` oldest entries, but none that waits for a flush; give them back.

        Readers that still needed them go on from the database.
        """
        count = min(count, self.flushed - self.base)
        if count <= 0:
            return []
        base = self.base + count
        for debt in self.lagging.values():
            if 0 <= debt.at < base:
                debt.after = self.seqs[debt.at - self.base] - 1
                debt.at, debt.owed = -1, len(debt.rest)
        dropped = self.blobs[:count]
        self.floor = self.seqs[count - 1]
        del self.blobs[:count], self.seqs[:count]
        self.base = base
        return dropped
