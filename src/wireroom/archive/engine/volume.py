"""One index, opened by its only writer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import tantivy
from tantivy import Query

from wireroom.archive.engine.schema import index_document, writable
from wireroom.archive.engine.store import STOPPED
from wireroom.kernel.newsitem import PubStatus
from wireroom.query.plan import Node
from wireroom.wire.entries import Entry

_HEAP_BYTES = 64_000_000
_STOPPED = frozenset({PubStatus.CANCELED, PubStatus.WITHHELD})


class Volume:
    """An index in a folder. `seq` tells how far it has followed the wire."""

    def __init__(self, folder: Path, head: int, products: Sequence[Node] = ()) -> None:
        """Open it, or make it in an empty folder.

        Args:
            folder: where it lies.
            head: how far the wire had come when it was begun: later stops may leave words behind.
            products: plans that every document is held against, now and since the index was begun.

        Raises:
            ValueError: the folder holds something else, or is damaged.
        """
        self._folder = folder
        self._head = head
        self._products = products
        self._index = writable(folder)
        self._index.config_reader("manual")
        self._writer = self._index.writer(_HEAP_BYTES, 1)
        self._index.reload()
        self.seq = highest(self._index.searcher())
        self._is_dirty = False

    def take_in(self, entries: Sequence[Entry], chains: dict[str, list[Entry]]) -> None:
        """Take in entries that follow `seq`, each story at its newest version only.

        An entry that is not the newest of its chain is passed over: the newest brings the others
        along. Doing it twice changes nothing.
        """
        for entry in entries:
            chain = chains[entry.guid]
            if chain[-1].seq == entry.seq:
                self._put(chain)
            self.seq = entry.seq

    def commit(self) -> None:
        """Make what was taken in findable and durable."""
        if self._is_dirty:
            self._writer.commit()
            self._is_dirty = False

    def close(self) -> None:
        """Finish what runs in the background."""
        self._writer.wait_merging_threads()

    def _put(self, chain: Sequence[Entry]) -> None:
        newest = chain[-1]
        self._is_dirty = True
        if newest.version > 1:
            self._writer.delete_documents_by_term("guid", newest.guid)
        if _is_stopped(newest):
            if newest.version > 1 and newest.seq > self._head:
                (self._folder / STOPPED).touch(exist_ok=True)
            self._add([newest])
        else:
            self._add(chain)

    def _add(self, chain: Sequence[Entry]) -> None:
        for entry in chain:
            is_latest = entry is chain[-1]
            self._writer.add_document(
                index_document(entry, is_latest=is_latest, products=self._products)
            )


def highest(searcher: tantivy.Searcher) -> int:
    """Give the highest `seq` in an index: every entry up to it is taken in."""
    hits = searcher.search(Query.all_query(), 1, count=False, order_by_field="seq").hits
    return int(hits[0][0]) if hits else 0


def _is_stopped(entry: Entry) -> bool:
    return entry.item.pub_status in _STOPPED


def stopped_since_s(folder: Path) -> float | None:
    """Tell since when an index may hold words of a stopped story; None: it holds none."""
    try:
        return (folder / STOPPED).stat().st_mtime
    except OSError:
        return None
