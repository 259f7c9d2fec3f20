"""What an engine does: from a document to slots and ids; both kinds of engine give the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from wireroom.matching.index.catalog import Catalog
from wireroom.matching.index.segments import Segments
from wireroom.matching.index.slots import Numbers, Slots
from wireroom.query.document import Document


class State(NamedTuple):
    """The arrays that both engines read."""

    catalog: Catalog
    segments: Segments
    slots: Slots


class Work(NamedTuple):
    """How much there was to do for a document; does not depend on the machine."""

    scanned: int = 0
    """Postings that were looked at."""
    survived: int = 0
    """Those whose guard and mask fitted."""
    checked: int = 0
    """Clauses that were checked in full."""


class Found(NamedTuple):
    """What an engine gives for a document."""

    ids: Numbers
    """Ascending."""
    doubtful: Sequence[int]
    """Slots whose plan is still to be asked."""
    work: Work


class Engine(Protocol):
    """Finds plans in the arrays."""

    def changed(self) -> None:
        """Expect that arrays were changed or replaced."""

    def find(self, state: State, document: Document, mask: int) -> Found:
        """Give the plans whose clauses hold and whose mask shares a bit with `mask`."""
