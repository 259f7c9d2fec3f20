"""Postings and clauses laid out for reading in sequence.

Postings of an atom lie together. A posting says which second atom has to be present (its guard),
which third one present or absent (`also`), which mask it needs, and where it leads: to a slot, when
nothing else is left to check, or with `CHECK` to a clause. They lie on three shelves, by how much
they have to say: most only lead to a slot, like those of portfolios, and the slot has a mask too.
Clauses lie in the order in which postings lead to them. A clause lists its literals, the groups
that its postings have decided at the end as `KNOWN`: also, guard, key. With that it can be posted
anew. Of a plan that is one clause, a key of several atoms is not listed again: `TRUE` stands for
it, and the postings tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wireroom.matching.index.catalog import TRUE
from wireroom.matching.index.slots import Numbers

CHECK = np.uint32(1 << 31)
NEGATED, LAST, KNOWN = 4, 2, 1
_EVERY_MASK = 0xFFFF_FFFF


@dataclass(frozen=True, eq=False)
class Shelf:
    """Postings of one kind by their atoms; a column that says nothing for any is not there."""

    start: Numbers
    to: Numbers
    guard: Numbers | None = None
    mask: Numbers | None = None
    also: Numbers | None = None

    def columns(self) -> Iterator[tuple[str, Numbers]]:
        """Give the columns that are there by their names."""
        return ((name, column) for name, column in vars(self).items() if column is not None)

    def keys(self) -> Numbers:
        """Give the atom of each posting."""
        return np.repeat(np.arange(len(self.start) - 1, dtype=np.uint32), np.diff(self.start))


SHELVES = {
    "plain": ("start", "to"),
    "guarded": ("start", "to", "guard", "mask"),
    "full": ("start", "to", "guard", "mask", "also"),
}
CLAUSES = ("begins", "slot", "literal")


@dataclass(frozen=True, eq=False)
class Segment:
    """Some of the plans: a shelf of each kind, and the clauses that their postings lead to."""

    plain: Shelf
    guarded: Shelf
    full: Shelf
    begins: Numbers
    slot: Numbers
    literal: Numbers

    def __len__(self) -> int:
        return sum(len(shelf.to) for shelf in self.shelves())

    def shelves(self) -> tuple[Shelf, Shelf, Shelf]:
        """Give the shelves in the order in which clauses were numbered."""
        return self.plain, self.guarded, self.full

    def loose(self) -> Loose:
        """Give the same with an atom beside each posting."""

        def whole(name: str, default: int) -> Numbers:
            columns = ((getattr(shelf, name), len(shelf.to)) for shelf in self.shelves())
            return np.concatenate(
                [np.full(n, default, np.uint32) if c is None else c for c, n in columns]
            )

        return Loose(
            key=np.concatenate([shelf.keys() for shelf in self.shelves()]),
            guard=whole("guard", TRUE), also=whole("also", TRUE << 1),
            mask=whole("mask", _EVERY_MASK), to=whole("to", 0),
            begins=self.begins, slot=self.slot, literal=self.literal,
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Loose:
    """Postings in no order, the atom of each in `key`."""

    key: Numbers
    guard: Numbers
    also: Numbers
    mask: Numbers
    to: Numbers
    begins: Numbers
    slot: Numbers
    literal: Numbers

    def lives(self, alive: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Tell for each posting whether its slot lives."""
        return alive[self.slots()]

    def slots(self) -> Numbers:
        """Give the slot of each posting."""
        slots = self.to.copy()
        checked = np.flatnonzero(slots & CHECK)
        slots[checked] = self.slot[slots[checked] ^ CHECK]
        return slots

    def kinds(self) -> NDArray[np.int8]:
        """Tell for each posting which shelf it belongs on."""
        says = (self.guard != TRUE) | ((self.to & CHECK) != 0)
        return np.where(self.also != TRUE << 1, 2, says).astype(np.int8)


def ranges(starts: NDArray[np.integer], lengths: NDArray[np.integer]) -> NDArray[np.int64]:
    """Give the numbers from each start on, as many as its length, one after the other."""
    before = np.cumsum(lengths, dtype=np.int64) - lengths
    steps = np.arange(int(lengths.sum()), dtype=np.int64)
    steps += np.repeat(starts.astype(np.int64) - before, lengths)
    return steps


def join(parts: Sequence[Loose]) -> Loose:
    """Put parts one after the other."""
    if len(parts) == 1:
        return parts[0]
    to, begins, clauses, literals = [], [np.zeros(1, np.uint32)], 0, 0
    for part in parts:
        to.append(np.where(part.to & CHECK, part.to + np.uint32(clauses), part.to))
        begins.append(part.begins[1:] + np.uint32(literals))
        clauses += len(part.slot)
        literals += len(part.literal)
    whole = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("key", "guard", "also", "mask", "slot", "literal")
    }
    return Loose(to=np.concatenate(to), begins=np.concatenate(begins), **whole)


def laid_out(loose: Loose, alive: NDArray[np.bool_], new: Numbers | None = None) -> Segment:
    """Lay out what lives; `new` are the slots' new numbers, when they change."""
    living = np.flatnonzero(loose.lives(alive))
    kinds = loose.kinds()[living]
    kept = [_by_key(living[kinds == kind], loose.key) for kind in range(len(SHELVES))]
    reached = loose.to[np.concatenate(kept)]
    order = _order(reached[(reached & CHECK) != 0] ^ CHECK, alive[loose.slot])
    number = np.zeros(len(loose.slot), np.uint32)
    number[order] = np.arange(len(order), dtype=np.uint32)
    lengths = np.diff(loose.begins)[order]
    slot = loose.slot[order]
    plain, guarded, full = (
        _shelf(names, loose, posts, _led(loose.to[posts], number, new))
        for names, posts in zip(SHELVES.values(), kept, strict=True)
    )
    return Segment(
        plain, guarded, full, begins=_begins(lengths), slot=slot if new is None else new[slot],
        literal=loose.literal[ranges(loose.begins[:-1][order], lengths)],
    )  # fmt: skip


def _by_key(posts: NDArray[np.int64], key: Numbers) -> NDArray[np.int64]:
    return posts[np.argsort(key[posts], kind="stable")]


def _led(to: Numbers, clauses: Numbers, slots: Numbers | None) -> Numbers:
    """Give where postings lead when clauses, and perhaps slots, have new numbers."""
    checked = (to & CHECK) != 0
    to[checked] = clauses[to[checked] ^ CHECK] | CHECK
    if slots is not None:
        to[~checked] = slots[to[~checked]]
    return to


def _shelf(names: tuple[str, ...], loose: Loose, posts: NDArray[np.int64], to: Numbers) -> Shelf:
    start = _begins(np.bincount(loose.key[posts]))
    return Shelf(start, to, *(getattr(loose, name)[posts] for name in names[2:]))


def _order(reached: Numbers, alive: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Put clauses in the order in which they are reached first, the never reached after them."""
    never = len(reached)
    first = np.full(len(alive), never, np.int64)
    first[reached[::-1]] = np.arange(never, dtype=np.int64)[::-1]
    living = np.flatnonzero(alive)
    return living[np.argsort(first[living], kind="stable")]


def _begins(lengths: NDArray[np.integer]) -> Numbers:
    return np.concatenate([np.zeros(1, np.uint32), np.cumsum(lengths).astype(np.uint32)])
