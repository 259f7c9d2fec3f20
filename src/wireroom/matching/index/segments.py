"""All postings: a few laid-out segments, and what is new at the end, in the order it came.

What is new is small enough to be read whole for every document. When it has grown it becomes a
segment; small segments of like size are joined, large ones only by `compact`, so that no change
ever waits for the million.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wireroom.matching.index.catalog import TRUE
from wireroom.matching.index.clauses import Clause, Group
from wireroom.matching.index.segment import (
    CHECK,
    KNOWN,
    LAST,
    NEGATED,
    Loose,
    Segment,
    join,
    laid_out,
)
from wireroom.matching.index.slots import ALIVE, Numbers, Slots

_MOST_NEW = 1 << 14
_MOST_JOINED = 1 << 17
_CHECK = int(CHECK)
_NONE: Group = ()
_UNLISTED: Group = (TRUE << 1,)

_NEVER = float("inf")
_CHECKING = 10
"""To check a clause takes as long as to scan so many postings."""
_POSTING = 1e-6
"""What a posting's memory is worth, in shares of documents."""

Cost = Callable[[Group], float]


class Arranged(NamedTuple):
    """A clause as it is posted: groups to check, and those that postings decide, if there are."""

    rest: list[Group]
    also: Group
    guard: Group
    key: Group


class Segments:
    """The postings of all plans."""

    def __init__(self, laid: list[Segment] | None = None) -> None:
        """Take the segments that were saved."""
        self.laid = laid or []
        self._clear()

    def _clear(self) -> None:
        self.key, self.guard, self.also = array("I"), array("I"), array("I")
        self.mask, self.to = array("I"), array("I")
        self.begins, self.slot, self.literal = array("I", [0]), array("I"), array("I")

    def add(self, slot: int, mask: int, clauses: Sequence[Clause], cost: Cost) -> None:
        """Post the clauses of a plan."""
        for clause in clauses:
            self._post(slot, mask, arranged(clause, cost), alone=len(clauses) == 1)

    def _post(self, slot: int, mask: int, clause: Arranged, *, alone: bool) -> None:
        rest, also, guard, key = clause
        listed = _UNLISTED if alone and len(key) > 1 else key
        for group in rest:
            self.literal.extend(_coded(group, 0))
        for group in (also, guard, listed):
            self.literal.extend(_coded(group, KNOWN))
        to = len(self.slot) | _CHECK if rest else slot
        for literal in key or _UNLISTED:
            self.key.append(literal >> 1)
            self.guard.append(guard[0] >> 1 if guard else TRUE)
            self.also.append(also[0] if also else TRUE << 1)
            self.mask.append(mask)
            self.to.append(to)
        self.slot.append(slot)
        self.begins.append(len(self.literal))

    def settle(self, slots: Slots) -> bool:
        """Lay out what is new if it has grown; tell whether anything moved."""
        if len(self.key) < _MOST_NEW:
            return False
        self.seal(slots)
        while len(self.laid) > 1:
            small, large = len(self.laid[-1]), len(self.laid[-2])
            if small * 2 < large or small + large > _MOST_JOINED:
                break
            parts = [segment.loose() for segment in self.laid[-2:]]
            self.laid[-2:] = [laid_out(join(parts), _alive(slots))]
        return True

    def seal(self, slots: Slots) -> None:
        """Make a segment of what is new."""
        if self.slot:
            self.laid.append(laid_out(self.new(), _alive(slots)))
            self._clear()

    def is_scattered(self) -> bool:
        """Tell whether more than an eighth is outside the largest segment."""
        sizes = [*map(len, self.laid), len(self.key)]
        return (sum(sizes) - max(sizes)) * 8 > sum(sizes)

    def compact(self, slots: Slots) -> Slots:
        """Make one segment of all, without the dead; give the slots as they are numbered now."""
        self.seal(slots)
        packed, number = slots.packed()
        if self.laid:
            parts = [segment.loose() for segment in self.laid]
            self.laid = [laid_out(join(parts), _alive(slots), number)]
        return packed

    def new(self) -> Loose:
        """See what is new as arrays; let go of them before anything is added."""
        return Loose(
            _seen(self.key), _seen(self.guard), _seen(self.also), _seen(self.mask),
            _seen(self.to), _seen(self.begins), _seen(self.slot), _seen(self.literal),
        )  # fmt: skip

    def clauses_of(self, slot: int) -> list[Clause]:
        """Give the clauses that were posted for a slot."""
        found: list[Clause] = []
        parts: list[Segment | Loose] = [*self.laid, self.new()]
        for part in parts:
            for number in np.flatnonzero(part.slot == slot).tolist():
                literals = part.literal[part.begins[number] : part.begins[number + 1]]
                clause = _decoded(literals.tolist())
                if clause and clause[-1] == _UNLISTED:
                    key = tuple(atom << 1 for atom in _posted_under(part, slot, number))
                    clause = (*clause[:-1], key)
                found.append(clause)
        return found


def arranged(clause: Clause, cost: Cost) -> Arranged:
    """Choose the key, and what else the postings decide, so that there is the least to do.

    Mostly the key is what fewest documents come by; but rather `a | b | c` than a somewhat rarer
    `d` when that leaves nothing to check.
    """
    priced = sorted((cost(group), len(group), group) for group in clause)
    keys = [place for place, (price, *_) in enumerate(priced) if price != _NEVER]
    choices = [_with_key(priced, key) for key in keys] or [_with_key(priced, None)]
    return min(choices, key=lambda choice: choice[0])[1]


def _with_key(priced: list[tuple[float, int, Group]], key: int | None) -> tuple[float, Arranged]:
    """Say what a choice of the key costs for a document, and how the rest is then arranged."""
    others = [place for place in range(len(priced)) if place != key]
    single = [place for place in others if priced[place][1] == 1]
    guard = next(
        (place for place in single if key is not None and priced[place][0] != _NEVER), None
    )
    also = next((place for place in single if place != guard), None)
    rest = [priced[place][2] for place in others if place not in {guard, also}]
    price, length, _ = (1.0, 1, _NONE) if key is None else priced[key]
    survive = price if guard is None else price * priced[guard][0]
    total = price + length * _POSTING + (survive * _CHECKING if rest else 0.0)
    groups = (_NONE if place is None else priced[place][2] for place in (also, guard, key))
    return total, Arranged(rest, *groups)


def _coded(group: Group, known: int) -> list[int]:
    coded = [literal >> 1 << 3 | (literal & 1) * NEGATED | known for literal in group]
    if coded:
        coded[-1] |= LAST
    return coded


def _decoded(literals: list[int]) -> Clause:
    groups: list[Group] = []
    group: list[int] = []
    for literal in literals:
        group.append(literal >> 3 << 1 | (literal & NEGATED != 0))
        if literal & LAST:
            groups.append(tuple(group))
            group = []
    return tuple(groups)


def _posted_under(part: Segment | Loose, slot: int, clause: int) -> list[int]:
    """Give the atoms under which a plan's only clause was posted."""
    shelves = (part,) if isinstance(part, Loose) else part.shelves()
    atoms: list[int] = []
    for shelf in shelves:
        posts = np.flatnonzero((shelf.to == slot) | (shelf.to == (clause | _CHECK)))
        if isinstance(shelf, Loose):
            atoms += shelf.key[posts].tolist()
        else:
            atoms += (np.searchsorted(shelf.start, posts, side="right") - 1).tolist()
    return atoms


def _seen(column: array[int]) -> Numbers:
    return np.frombuffer(column, np.uint32) if column else np.empty(0, np.uint32)


def _alive(slots: Slots) -> NDArray[np.bool_]:
    return (slots.flags[: slots.count] & ALIVE).astype(np.bool_)
