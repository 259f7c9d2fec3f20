"""An index of a few entries in memory: for whoever asks whether a plan finds them."""

from __future__ import annotations

from collections.abc import Iterable

from wireroom.archive.engine.schema import index_document, writable
from wireroom.archive.engine.translate import Translator
from wireroom.query.plan import Node
from wireroom.wire.entries import Entry

_HEAP_BYTES = 15_000_000
"""The least that the engine takes."""


class MemoryIndex:
    """Entries, each of a story of its own, and which of them meet a plan."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take the entries in."""
        index = writable()
        writer = index.writer(_HEAP_BYTES, 1)
        for entry in entries:
            writer.add_document(index_document(entry, is_latest=True))
        writer.commit()
        index.reload()
        self._searcher = index.searcher()

    def found(self, side: str, plan: Node, *, scored: bool = False) -> set[int]:
        """Give the `seq` of what meets a plan, as a side of the index (see `schema`) has it."""
        query = Translator(side, scored=scored).query(plan)
        most = self._searcher.num_docs or 1
        hits = self._searcher.search(query, most, order_by_field="seq").hits
        return {int(seq) for seq, _ in hits}
