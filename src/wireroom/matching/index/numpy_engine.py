"""The engine that needs nothing but numpy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wireroom.matching.index.catalog import TRUE, Catalog
from wireroom.matching.index.edges import DictEdges
from wireroom.matching.index.engine import Found, State, Work
from wireroom.matching.index.reading import other_atoms, word_atoms
from wireroom.matching.index.segment import (
    CHECK,
    KNOWN,
    LAST,
    NEGATED,
    Loose,
    Segment,
    Shelf,
    ranges,
)
from wireroom.matching.index.slots import ALIVE, DOUBTFUL, Numbers, Slots
from wireroom.query.document import Document

_Present = NDArray[np.bool_]
Posts = NDArray[np.int64]
_KNOWN, _LAST, _NEGATED = np.uint32(KNOWN), np.uint32(LAST), np.uint32(NEGATED)
_ATOM, _ONE = np.uint32(3), np.uint32(1)
_LONG = 64
"""Runs of more postings are read as slices, shorter ones gathered one number after the other."""


class NumpyEngine:
    """Reads whole ranges of postings at a time.

    `take` and `compress` say what an index in brackets says, several times faster.
    """

    def changed(self) -> None:
        """Do nothing: arrays are looked up each time."""

    def find(self, state: State, document: Document, mask: int) -> Found:
        """Give the plans whose clauses hold and whose mask shares a bit with `mask`."""
        catalog, segments, slots = state
        atoms = _atoms(catalog, document)
        catalog.seen[atoms] += 1
        catalog.present[atoms] = 1
        present, asked = catalog.present.view(np.bool_), np.uint32(mask)
        try:
            read = [_read_new(segments.new(), present, asked)]
            for part in segments.laid:
                read += _read(part, atoms, present, asked)
        finally:
            catalog.present[atoms] = 0
        met = _distinct(np.concatenate([part.slots for part in read]))
        work = Work(*map(sum, zip(*(part.work for part in read), strict=True)))
        return _found(slots, met, asked, work)


class _Met(NamedTuple):
    """The slots that some postings lead to, some of them twice, and the work that was."""

    slots: Numbers
    work: Work


def _atoms(catalog: Catalog, document: Document) -> Numbers:
    edges = catalog.edges
    assert isinstance(edges, DictEdges)  # noqa: S101 - whoever makes the engine makes the edges
    said = word_atoms(catalog, edges.table, document)
    others = np.array([TRUE, *other_atoms(catalog, document)], np.uint32)
    return _distinct(np.concatenate([said, others]))


def _read_new(part: Loose, present: _Present, mask: np.uint32) -> _Met:
    """Read new postings."""
    posts = np.flatnonzero(present.take(part.key))
    posts = posts.compress(present.take(part.guard.take(posts)))
    return _tested(part, part, posts, present, mask, scanned=len(part.key))


def _read(part: Segment, atoms: Numbers, present: _Present, mask: np.uint32) -> Iterator[_Met]:
    """Read postings of a segment, shelf by shelf."""
    slots = Runs(part.plain.start, atoms).read(part.plain.to)
    yield _Met(slots, Work(len(slots), len(slots)))
    for shelf in (part.guarded, part.full):
        assert shelf.guard is not None  # noqa: S101 - these shelves have it
        runs = Runs(shelf.start, atoms)
        guarded = np.flatnonzero(present.take(runs.read(shelf.guard)))
        posts = runs.numbers().take(guarded)
        yield _tested(part, shelf, posts, present, mask, scanned=len(runs))


def _tested(
    part: Segment | Loose, shelf: Shelf | Loose, posts: Posts, present: _Present, mask: np.uint32,
    *, scanned: int,
) -> _Met:  # fmt: skip
    """Follow postings whose guard is there, if mask, also and clause permit."""
    assert shelf.mask is not None  # noqa: S101 - as above
    posts = posts.compress((shelf.mask.take(posts) & mask) != 0)
    if shelf.also is not None:
        also = shelf.also.take(posts)
        posts = posts.compress(present.take(also >> _ONE) != (also & _ONE))
    to = shelf.to.take(posts)
    checked = to >= CHECK
    clauses = to.compress(checked) ^ CHECK
    held = clauses.compress(_hold(part, clauses, present))
    slots = np.concatenate([to.compress(~checked), part.slot.take(held)])
    return _Met(slots, Work(scanned, len(to), len(clauses)))


def _found(slots: Slots, met: Numbers, mask: np.uint32, work: Work) -> Found:
    flags = slots.flags.take(met)
    masked = (slots.masks.take(met) & mask) != 0
    ids = slots.ids.take(met.compress(masked & (flags == ALIVE)))
    doubtful = met.compress(masked & (flags == (ALIVE | DOUBTFUL)))
    return Found(np.sort(ids, kind="stable"), doubtful.tolist(), work)


def _distinct(numbers: Numbers) -> Numbers:
    """Sort and give each once."""
    ordered = np.sort(numbers)
    first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered.compress(first)


class Runs:
    """The postings of some atoms: long runs are read as they lie, short ones one by one."""

    def __init__(self, start: Numbers, atoms: Numbers) -> None:
        """Take where the postings of each atom begin, and the atoms wanted."""
        atoms = atoms[atoms < len(start) - 1]
        begins = start[atoms].astype(np.int64)
        ends = start[atoms + _ONE].astype(np.int64)
        lengths = ends - begins
        long, short = lengths > _LONG, (lengths > 0) & (lengths <= _LONG)
        self._long = list(zip(begins[long].tolist(), ends[long].tolist(), strict=True))
        self._short = ranges(begins[short], lengths[short])
        self._length = int(lengths.sum())

    def __len__(self) -> int:
        return self._length

    def read(self, column: Numbers) -> Numbers:
        """Give what stands in a column for these postings."""
        return np.concatenate([*(column[a:b] for a, b in self._long), column.take(self._short)])

    def numbers(self) -> Posts:
        """Give the numbers of these postings, in the same order."""
        return np.concatenate([*(np.arange(a, b) for a, b in self._long), self._short])


def _hold(part: Segment | Loose, clauses: Numbers, present: _Present) -> NDArray[np.bool_]:
    """Tell for each clause whether every group has a literal that holds."""
    if not len(clauses):
        return np.zeros(0, np.bool_)
    starts = part.begins.take(clauses)
    lengths = part.begins.take(clauses + _ONE) - starts
    literals = part.literal.take(ranges(starts, lengths))
    holds = present.take(literals >> _ATOM) ^ ((literals & _NEGATED) != 0)
    holds |= (literals & _KNOWN) != 0
    group_ends = np.flatnonzero((literals & _LAST) != 0)
    group_begins = np.concatenate([np.zeros(1, np.int64), group_ends[:-1] + 1])
    groups = np.bitwise_or.reduceat(holds.view(np.uint8), group_begins)
    clause_begins = np.cumsum(lengths, dtype=np.int64) - lengths
    firsts = np.searchsorted(group_begins, clause_begins)
    return np.bitwise_and.reduceat(groups, firsts).view(np.bool_)
