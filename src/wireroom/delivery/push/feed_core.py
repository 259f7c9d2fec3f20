"""The hub of feeds: each feed is a log of its own, and an entry is one of its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wireroom.delivery.push.core import Hub

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wireroom.delivery.push.frames import Retract, Text
    from wireroom.delivery.push.shares import Share


class FeedHub(Hub):
    """A hub whose classes have nothing in common: number 7 of one is not number 7 of another.

    Apart from the hub of the wire, so that nothing which feeds need is in the way of that one.
    """

    def extend(self, class_id: str, texts: Iterable[Text]) -> None:
        """Add the next numbers to a class; does nothing when it is not open."""
        share = self.shares.get(class_id)
        if share is not None:
            for text in texts:
                share.put(self._blob(text.seq, text.variant, text.data))
            self._dirty[class_id] = share

    def retract(self, message: Retract) -> None:
        """Put another text in place of that of a number, for whoever has not been sent it yet."""
        share = self.shares.get(message.class_id)
        if share is None:
            return
        for text in message.texts:
            blob = self._blobs.get((text.seq, text.variant))
            if blob is not None:
                self._replace(blob, text.data)
        for debt in share.lagging.values():
            if debt.cut_at(message.mark):
                self._place(share, debt, message.seq - 1)

    def newest(self, class_id: str) -> int:
        """Give the last number that has been handed out to the readers of a class."""
        return _newest(self.shares[class_id])

    def newest_for(self, fd: int) -> int:
        """Give the last number handed out where this reader reads."""
        return _newest(self.readers[fd].share)

    def places(self) -> list[tuple[str, int]]:
        """List the classes with the last number that each has been given."""
        return [
            (name, share.seqs[-1] if share.seqs else share.floor)
            for name, share in self.shares.items()
        ]


def _newest(share: Share) -> int:
    return share.seqs[share.flushed - share.base - 1] if share.flushed > share.base else share.floor
