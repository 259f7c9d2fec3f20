"""The engine whose inner loops are compiled (core.c)."""

from __future__ import annotations

import ctypes
from array import array
from itertools import chain

import numpy as np

from wireroom.matching.index.core import Matcher
from wireroom.matching.index.core import Segment as CoreSegment
from wireroom.matching.index.edges import TableEdges
from wireroom.matching.index.engine import Found, State, Work
from wireroom.matching.index.reading import other_atoms, words
from wireroom.matching.index.segment import CLAUSES, Segment
from wireroom.matching.index.segments import Segments
from wireroom.query.document import Document


class CompiledEngine:
    """Hands the arrays to the core; their addresses are taken anew after every change."""

    def __init__(self, core: ctypes.CDLL) -> None:
        """Take the library; see `core.library`."""
        self._match = core.wr_match
        self._core = Matcher()
        self._at = ctypes.addressof(self._core)
        self._stale = True
        self._parts: ctypes.Array[CoreSegment] = (CoreSegment * 0)()
        self._laid: dict[Segment, list[CoreSegment]] = {}
        self._bits = np.zeros(0, np.uint64)
        self._out = np.zeros(0, np.uint32)

    def changed(self) -> None:
        """Expect that arrays were changed or replaced."""
        self._stale = True

    def find(self, state: State, document: Document, mask: int) -> Found:
        """Give the plans whose clauses hold and whose mask shares a bit with `mask`."""
        if self._stale:
            self._point(state)
        tokens, places, runs = words(state.catalog, document)
        others = other_atoms(state.catalog, document)
        count = self._match(
            self._at, tokens.buffer_info()[0], places.buffer_info()[0],
            runs.buffer_info()[0], len(runs) // 2, others.buffer_info()[0], len(others), mask,
        )  # fmt: skip
        core = self._core
        ids = self._out[:count].copy()
        if core.unsorted:
            ids.sort(kind="stable")
        end = state.slots.count
        doubtful = self._out[end - core.doubtful : end].tolist() if core.doubtful else []
        return Found(ids, doubtful, Work(core.scanned, core.survived, core.checked))

    def _point(self, state: State) -> None:
        """Take the addresses and lengths of all arrays; make room in those for scratch."""
        catalog, segments, slots = state
        if len(self._out) < slots.count:
            self._out = np.empty(len(slots.ids), np.uint32)
            self._bits = np.zeros(len(slots.ids) // 64 + 1, np.uint64)
        core, edges = self._core, catalog.edges
        assert isinstance(edges, TableEdges)  # noqa: S101 - whoever makes the engine makes the edges
        core.edge_slots, core.edge_key = edges.slots, edges.keys.ctypes.data
        core.edge_to = edges.nodes.ctypes.data
        core.nodes, core.node_link = _told(catalog.node_link)
        core.links, core.link_atom = _told(catalog.link_atom)
        core.link_next = _told(catalog.link_next)[1]
        core.capacity, core.present = len(catalog.present), catalog.present.ctypes.data
        core.seen, core.atoms = catalog.seen.ctypes.data, catalog.found.ctypes.data
        core.slots, core.slot_id = slots.count, slots.ids.ctypes.data
        core.slot_mask, core.slot_flags = slots.masks.ctypes.data, slots.flags.ctypes.data
        core.bits, core.out = self._bits.ctypes.data, self._out.ctypes.data
        self._point_to(segments)
        self._stale = False

    def _point_to(self, segments: Segments) -> None:
        self._laid = {part: self._laid.get(part) or _laid(part) for part in segments.laid}
        parts = [*chain.from_iterable(self._laid.values()), _new(segments)]
        self._parts = (CoreSegment * len(parts))(*parts)
        self._core.segments = len(parts)
        self._core.segment = ctypes.addressof(self._parts)


def _told(column: array[int]) -> tuple[int, int]:
    address, length = column.buffer_info()
    return length, address


def _laid(part: Segment) -> list[CoreSegment]:
    """Give each shelf as a segment of its own; they share the clauses."""
    clauses = {name: getattr(part, name).ctypes.data for name in CLAUSES}
    return [
        CoreSegment(
            posts=len(shelf.to), clauses=len(part.slot), literals=len(part.literal),
            atoms=len(shelf.start) - 1, **clauses,
            **{name: column.ctypes.data for name, column in shelf.columns()},
        )
        for shelf in part.shelves()
    ]  # fmt: skip


def _new(segments: Segments) -> CoreSegment:
    names = ("key", "guard", "also", "mask", "to", "begins", "slot", "literal")
    return CoreSegment(
        posts=len(segments.to), clauses=len(segments.slot), literals=len(segments.literal),
        atoms=0, start=None,
        **{name: getattr(segments, name).buffer_info()[0] for name in names},
    )  # fmt: skip
