"""The hub: who reads what, what is owed to whom, in which order. No sockets and no clock inside.

A class of equal rights (`Share`) has one log in memory; a reader is a class and a place in its log.
Whatever is new goes out as one piece for each class (`take`), made once, handed to all its readers.
A reader that cannot take it all owes (`owe`), and is served from the log at its own pace (`due`,
`settle`) until it has caught up. So entries are never copied for a reader, and a slow reader costs
two numbers. The cost that remains is the kernel's `send`, so the loop over the readers of a piece
is the shell's: nothing of this module runs in it.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from wireroom.delivery.push.shares import Blob, Debt, Share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wireroom.delivery.push.frames import Retract, Text, Wire

    Send = Callable[[bytes], int]
    Live = tuple[int, Send, Share]

_PIECE_BYTES = 32_768
"""What a lagging reader is given at once; a stalled one holds that much, so it is not more."""
_BEATS_A_SECOND = 10
_FEW = 4
"""Fewer than a quarter of all readers are picked out; else it is quicker to pass over the rest."""
_SLACK = 8
"""Logs may grow an eighth beyond their limit: dropping one entry costs as much as dropping many."""


class Reader:
    """A connection as the hub knows it."""

    __slots__ = ("beat", "send", "share")

    def __init__(self, share: Share, send: Send, beat: int) -> None:
        """Belong to `share`; `beat` is the reader's slot on the heartbeat wheel."""
        self.share = share
        self.send = send
        self.beat = beat


class Hub:
    """All classes and readers of one push process."""

    def __init__(
        self,
        *,
        ring_entries: int,
        ring_bytes: int,
        lag_limit_bytes: int,
        heartbeat_s: float,
        seed: int | None = None,
    ) -> None:
        """Keep at most `ring_entries` for each class and `ring_bytes` in all."""
        self.head = 0
        self.shares: dict[str, Share] = {}
        self.readers: dict[int, Reader] = {}
        self.held_bytes = 0
        self._ring_entries, self._ring_bytes = ring_entries, ring_bytes
        self._lag_limit_bytes = lag_limit_bytes
        self._blobs: dict[tuple[int, str], Blob] = {}
        self._dirty: dict[str, Share] = {}
        self._flushed: dict[str, Share] = {}
        """Classes that the last `take` made a piece for."""
        self._all: list[Live] | None = None
        """All live readers in the order in which they joined, until somebody comes or goes."""
        self._live_count = 0
        self._random = random.Random(seed)  # noqa: S311 - fairness, not secrecy
        slots = max(1, round(heartbeat_s * _BEATS_A_SECOND))
        self._wheel: list[dict[int, Send]] = [{} for _ in range(slots)]
        self._next_slot = 0
        self._last_beat: int | None = None

    def open(self, class_id: str, floor: int, texts: Iterable[Text]) -> None:
        """Begin a class with the entries newer than `floor`; does nothing when it is open."""
        if class_id in self.shares:
            return
        share = self.shares[class_id] = Share(class_id, floor)
        for text in texts:
            share.put(self._blob(text.seq, text.variant, text.data))
        share.flushed = share.end
        self._bound(share)

    def members(self, class_id: str) -> list[int]:
        """List the readers of a class."""
        share = self.shares.get(class_id)
        return [*share.live, *share.lagging] if share else []

    def shut(self, class_id: str) -> None:
        """Forget a class, and any reader that is still in it."""
        for fd in self.members(class_id):
            self.leave(fd)
        share = self.shares.pop(class_id, None)
        self._dirty.pop(class_id, None)
        self._release(share.blobs if share else [])

    def append(self, wire: Wire) -> None:
        """Add the next entry of the wire to every class that reads it."""
        self.head = wire.seq
        for variant in wire.variants:
            shares = [self.shares[name] for name in variant.classes if name in self.shares]
            if shares:
                blob = self._blob(wire.seq, variant.variant, variant.data)
                for share in shares:
                    share.put(blob)
                    self._dirty[share.name] = share

    def retract(self, message: Retract) -> None:
        """Put other texts in place of those of an entry, for whoever has not been sent it yet.

        A text is replaced in the logs. What a lagging reader is owed of it outside the logs is
        dropped from there on and read anew, except an event of which a part has gone: that ends as
        it began, for nobody could take the part back.
        """
        for text in message.texts:
            blob = self._blobs.get((text.seq, text.variant))
            if blob is not None:
                self._replace(blob, text.data)
        for share in self.shares.values():
            for debt in share.lagging.values():
                if debt.cut_at(message.mark):
                    self._place(share, debt, message.seq - 1)

    @property
    def is_dirty(self) -> bool:
        """Whether entries wait for `take`."""
        return bool(self._dirty)

    def take(self) -> list[Live]:
        """Make a piece of what is new for each class, and list the readers in the order of sending.

        A reader gets the `piece` of its class, nothing when that is empty. The order is that in
        which they joined, because their sockets lie so in the kernel's memory (a random order costs
        a fifth more), and begins with another reader each time: nobody is always last.

        Lagging readers are not in it: for them it only grows what they are owed.
        """
        self._clear_pieces()
        joined: dict[tuple[int, ...], bytes] = {}
        for share in self._dirty.values():
            blobs = share.texts(share.flushed, share.end)
            key = tuple(map(id, blobs))
            data = joined.get(key)
            if data is None:
                data = joined[key] = b"".join([blob.data for blob in blobs])
            share.flush(data)
            self._bound(share)
        self._flushed, self._dirty = self._dirty, {}
        readers = self._order()
        start = self._random.randrange(len(readers)) if readers else 0
        return readers[start:] + readers[:start]

    def flushed(self) -> Iterable[Share]:
        """Give the classes that the last `take` made a piece for."""
        return self._flushed.values()

    def _order(self) -> list[Live]:
        """List the live readers of the classes flushed; those of all, when that is quicker."""
        wanted = sum(len(share.live) for share in self._flushed.values())
        if wanted * _FEW < self._live_count:
            return [
                (fd, send, share)
                for share in self._flushed.values()
                for fd, send in share.live.items()
            ]
        if self._all is None:
            self._all = [
                (fd, reader.send, reader.share)
                for fd, reader in self.readers.items()
                if fd in reader.share.live
            ]
        return self._all

    def _clear_pieces(self) -> None:
        for share in self._flushed.values():
            share.piece = b""

    def join(self, fd: int, send: Send, class_id: str, after: int | None, greeting: bytes) -> None:
        """Bring a reader in: first `greeting`, then what came after entry `after`, then what comes.

        None means: only what comes. The reader starts in debt; `due` has what to send. Nothing may
        wait for `take` when a reader joins or is fed, else it would be in both.
        """
        share = self.shares[class_id]
        beat = self._next_slot = (self._next_slot + 1) % len(self._wheel)
        self.readers[fd] = Reader(share, send, beat)
        debt = Debt(greeting, owed=len(greeting), at=share.flushed, after=-1)
        share.lagging[fd] = debt
        share.idle_since = None
        if after is not None:
            self._place(share, debt, after)
        debt.allowance = self._lag_limit_bytes + debt.owed

    def owe(self, fd: int, data: bytes, sent: int) -> None:
        """Note that a live reader took only `sent` bytes of a piece."""
        reader = self.readers[fd]
        self._end_live(fd, reader)
        rest = memoryview(data)[sent:]
        debt = Debt(rest, owed=len(rest), at=reader.share.flushed, after=-1)
        debt.broken = sent > 0
        debt.allowance = self._lag_limit_bytes
        reader.share.lagging[fd] = debt

    def due(self, fd: int) -> bytes | memoryview:
        """Give what a lagging reader gets next; empty when it is live, or waits for `feed`."""
        share = self.readers[fd].share
        debt = share.lagging.get(fd)
        if debt is None:
            return b""
        if not debt.rest and 0 <= debt.at < share.flushed:
            debt.rest, debt.at = share.stretch(debt.at, _PIECE_BYTES)
        if not debt.rest and debt.at >= 0:
            self._go_live(fd)
        return debt.rest

    def settle(self, fd: int, sent: int) -> None:
        """Note that `sent` bytes of what was due have gone."""
        debt = self.readers[fd].share.lagging[fd]
        left = len(debt.rest) - sent
        debt.broken = left > 0 and (debt.broken or sent > 0)
        debt.rest = memoryview(debt.rest)[sent:] if left else b""
        debt.owed -= sent
        debt.allowance = max(self._lag_limit_bytes, debt.allowance - sent)

    def wants(self, fd: int) -> int | None:
        """Say after which entry the database goes on for this reader; None: it need not."""
        debt = self.readers[fd].share.lagging.get(fd)
        return debt.after if debt is not None and debt.at < 0 and not debt.rest else None

    def feed(self, fd: int, upto: int, data: bytes) -> None:
        """Give a reader a piece from the database that ends at entry `upto`."""
        share = self.readers[fd].share
        debt = share.lagging[fd]
        debt.rest, debt.owed = data, len(data)
        self._place(share, debt, upto)
        debt.allowance = self._lag_limit_bytes + debt.owed

    def leave(self, fd: int) -> None:
        """Let a reader go."""
        reader = self.readers.pop(fd, None)
        if reader is None:
            return
        reader.share.lagging.pop(fd, None)
        if fd in reader.share.live:
            self._end_live(fd, reader)

    def too_slow(self) -> list[int]:
        """List the readers that owe more than they may."""
        return [
            fd
            for share in self.shares.values()
            for fd, debt in share.lagging.items()
            if debt.owed > debt.allowance
        ]

    def may_speak(self, fd: int) -> bool:
        """Whether something beside the log may be said to this reader without breaking an event."""
        debt = self.readers[fd].share.lagging.get(fd)
        return debt is None or not debt.broken

    def beats(self, now_s: float) -> list[tuple[int, Send]]:
        """List the live readers whose heartbeat is due; each comes once in a turn of the wheel."""
        beat = int(now_s * _BEATS_A_SECOND)
        first = beat if self._last_beat is None else self._last_beat + 1
        self._last_beat = beat
        first = max(first, beat - len(self._wheel) + 1)
        slots = {turn % len(self._wheel) for turn in range(first, beat + 1)}
        return [reader for slot in slots for reader in self._wheel[slot].items()]

    def idle(self, now_s: float, after_s: float) -> list[str]:
        """List the classes without readers for `after_s`; each is named once in that time."""
        found = []
        for share in self.shares.values():
            if share.live or share.lagging:
                share.idle_since = None
            elif share.idle_since is None:
                share.idle_since = now_s
            elif now_s - share.idle_since >= after_s:
                share.idle_since = now_s
                found.append(share.name)
        return found

    def _place(self, share: Share, debt: Debt, after: int) -> None:
        if after < share.floor:
            debt.at, debt.after = -1, after
            return
        debt.at = share.place_after(after)
        debt.owed += sum(len(blob.data) for blob in share.texts(debt.at, share.flushed))

    def _go_live(self, fd: int) -> None:
        reader = self.readers[fd]
        share = reader.share
        if share.lagging[fd].at == share.flushed:
            del share.lagging[fd]
            share.live[fd] = self._wheel[reader.beat][fd] = reader.send
            self._live_count += 1
            self._all = None

    def _end_live(self, fd: int, reader: Reader) -> None:
        del reader.share.live[fd]
        del self._wheel[reader.beat][fd]
        self._live_count -= 1
        self._all = None

    def _blob(self, seq: int, variant: str, data: bytes) -> Blob:
        key = (seq, variant)
        blob = self._blobs.get(key)
        if blob is None:
            blob = self._blobs[key] = Blob(key, data)
            self.held_bytes += len(data)
        return blob

    def _replace(self, blob: Blob, data: bytes) -> None:
        grown_bytes = len(data) - len(blob.data)
        blob.data = data
        self.held_bytes += grown_bytes
        for share in self.shares.values():
            share.resized(blob, grown_bytes)

    def _bound(self, share: Share) -> None:
        excess = len(share.seqs) - self._ring_entries
        if excess > self._ring_entries // _SLACK:
            self._release(share.trim(excess))
        while self.held_bytes > self._ring_bytes and self._drop_oldest():
            pass

    def _drop_oldest(self) -> bool:
        """Drop the oldest entries of all classes together, so that shared texts really go."""
        shares = [share for share in self.shares.values() if share.seqs]
        oldest = min(shares, key=lambda share: share.seqs[0]).seqs
        until = oldest[len(oldest) // _SLACK]
        dropped = [blob for share in shares for blob in share.trim_until(until)]
        self._release(dropped)
        return bool(dropped)

    def _release(self, blobs: Iterable[Blob]) -> None:
        for blob in blobs:
            blob.refs -= 1
            if not blob.refs:
                del self._blobs[blob.key]
                self.held_bytes -= len(blob.data)
