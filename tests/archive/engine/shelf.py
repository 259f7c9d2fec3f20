"""The same entries in an index and before the plain predicate, on both sides."""

from __future__ import annotations

from collections.abc import Sequence

from wireroom.archive.engine.memory import MemoryIndex
from wireroom.archive.engine.schema import SIDES
from wireroom.formats.projection import project
from wireroom.query.document import Document
from wireroom.query.plan import Node
from wireroom.query.predicate import matches
from wireroom.wire.entries import Entry


class Shelf:
    """Some entries, in an index and as documents."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.found = MemoryIndex(entries).found
        self.documents = {
            side: {e.seq: Document(project(e.item, level), e.released_at) for e in entries}
            for side, level in SIDES.items()
        }

    def expected(self, side: str, plan: Node) -> set[int]:
        """Give the `seq` of what meets a plan by the predicate."""
        return {seq for seq, seen in self.documents[side].items() if matches(plan, seen)}
