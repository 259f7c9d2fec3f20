"""The engine that needs nothing but numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wireroom.matching.index.catalog import TRUE
from wireroom.matching.index.edges import DictEdges
from wireroom.matching.index.engine import Found, State, Work
from wireroom.matching.index.reading import other_atoms, word_atoms
from wireroom.matching.index.segment import CHECK, KNOWN, LAST, NEGATED, Loose, Segment, ranges
from wireroom.matching.index.slots import ALIVE, DOUBTFUL, Numbers
from wireroom.query.document import Document

_Present = NDArray[np.uint8]
_KNOWN, _LAST, _NEGATED = np.uint32(KNOWN), np.uint32(LAST), np.uint32(NEGATED)
_ATOM, _ONE = np.uint32(3), np.uint32(1)


class NumpyEngine:
    """Reads whole ranges of postings at a time."""

    def __init__(self) -> None:
        """Begin without scratch arrays."""
        self._hit = np.zeros(0, np.bool_)

    def changed(self) -> None:
        """Do nothing: arrays are looked up each time."""

    def find(self, state: State, document: Document, mask: int) -> Found:
        """Give the plans whose clauses hold and whose mask shares a bit with `mask`."""
        catalog, segments, slots = state
        if len(self._hit) < slots.count:
            self._hit = np.zeros(len(slots.ids), np.bool_)
        atoms = self._atoms(state, document)
        catalog.seen[atoms] += 1
        catalog.present[atoms] = 1
        try:
            work = Work()
            parts: list[Segment | Loose] = [*segments.laid, segments.new()]
            for part in parts:
                done = self._read(part, atoms, catalog.present, np.uint32(mask))
                work = Work(*(a + b for a, b in zip(work, done, strict=True)))
        finally:
            catalog.present[atoms] = 0
        return self._collected(state, np.uint32(mask), work)

    def _atoms(self, state: State, document: Document) -> NDArray[np.uint32]:
        edges = state.catalog.edges
        assert isinstance(edges, DictEdges)  # noqa: S101 - whoever makes the engine makes the edges
        atoms = word_atoms(state.catalog, edges, document)
        atoms.update(other_atoms(state.catalog, document))
        atoms.add(TRUE)
        return np.fromiter(atoms, np.uint32, len(atoms))

    def _read(
        self, part: Segment | Loose, atoms: Numbers, present: _Present, mask: np.uint32
    ) -> Work:
        """Mark the slots that postings of this part lead to."""
        if isinstance(part, Segment):
            atoms = atoms[atoms < len(part.start) - 1]
            starts = part.start[atoms]
            posts = ranges(starts, part.start[atoms + np.uint32(1)] - starts)
            scanned = len(posts)
        else:
            posts = np.flatnonzero(present[part.key])
            scanned = len(part.key)
        posts = posts[(present[part.guard[posts]] != 0) & ((part.mask[posts] & mask) != 0)]
        also = part.also[posts]
        to = part.to[posts[present[also >> _ONE] != (also & _ONE)]]
        checked = (to & CHECK) != 0
        clauses = to[checked] ^ CHECK
        self._hit[to[~checked]] = True
        self._hit[part.slot[clauses[_hold(part, clauses, present)]]] = True
        return Work(scanned, len(to), len(clauses))

    def _collected(self, state: State, mask: np.uint32, work: Work) -> Found:
        slots = state.slots
        found = np.flatnonzero(self._hit)
        self._hit[found] = False
        found = found[((slots.flags[found] & ALIVE) != 0) & ((slots.masks[found] & mask) != 0)]
        doubtful = (slots.flags[found] & DOUBTFUL) != 0
        ids = slots.ids[found[~doubtful]]
        return Found(np.sort(ids, kind="stable"), found[doubtful].tolist(), work)


def _hold(part: Segment | Loose, clauses: Numbers, present: _Present) -> NDArray[np.bool_]:
    """Tell for each clause whether every group has a literal that holds."""
    if not len(clauses):
        return np.zeros(0, np.bool_)
    starts = part.begins[clauses]
    lengths = part.begins[clauses + np.uint32(1)] - starts
    literals = part.literal[ranges(starts, lengths)]
    holds = present[literals >> _ATOM] ^ ((literals & _NEGATED) != 0)
    holds |= (literals & _KNOWN).astype(np.uint8)
    group_ends = np.flatnonzero(literals & _LAST)
    group_begins = np.concatenate([np.zeros(1, np.int64), group_ends[:-1] + 1])
    groups = np.maximum.reduceat(holds, group_begins)
    clause_begins = np.cumsum(lengths, dtype=np.int64) - lengths
    firsts = np.searchsorted(group_begins, clause_begins)
    held: NDArray[np.bool_] = np.minimum.reduceat(groups, firsts) != 0
    return held
