"""Postings and clauses laid out for reading in sequence.

Postings of an atom lie together. A posting says which second atom has to be present (its guard),
which third one present or absent (`also`), which mask it needs, and where it leads: to a slot, when
nothing else is left to check, or with `CHECK` to a clause. Clauses lie in the order in which
postings lead to them. A clause lists its literals, the groups that its postings have decided at
the end as `KNOWN`: also, guard, key. With that it can be posted anew. Of a plan that is one clause,
a key of several atoms is not listed again: `TRUE` stands for it, and the postings tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wireroom.matching.index.slots import Numbers

CHECK = np.uint32(1 << 31)
NEGATED, LAST, KNOWN = 4, 2, 1
COLUMNS = ("start", "guard", "also", "mask", "to", "begins", "slot", "literal")


@dataclass(frozen=True, eq=False)
class Segment:
    """Some of the plans; columns as in `segment` of core.c."""

    start: Numbers
    guard: Numbers
    also: Numbers
    mask: Numbers
    to: Numbers
    begins: Numbers
    slot: Numbers
    literal: Numbers

    def __len__(self) -> int:
        return len(self.to)

    def columns(self) -> Iterator[tuple[str, Numbers]]:
        """Give the columns by their names."""
        return ((name, getattr(self, name)) for name in COLUMNS)

    def loose(self) -> Loose:
        """Give the same with an atom beside each posting."""
        atoms = np.arange(len(self.start) - 1, dtype=np.uint32)
        key = np.repeat(atoms, np.diff(self.start))
        return Loose(
            key, self.guard, self.also, self.mask, self.to, self.begins, self.slot, self.literal
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
    posts = np.flatnonzero(loose.lives(alive))
    posts = posts[np.argsort(loose.key[posts], kind="stable")]
    to, key = loose.to[posts], loose.key[posts]
    checked = np.flatnonzero(to & CHECK)
    order = _order(to[checked] ^ CHECK, alive[loose.slot])
    number = np.zeros(len(loose.slot), np.uint32)
    number[order] = np.arange(len(order), dtype=np.uint32)
    slot = loose.slot[order]
    if new is not None:
        plain = np.flatnonzero((to & CHECK) == 0)
        to[plain], slot = new[to[plain]], new[slot]
    to[checked] = number[to[checked] ^ CHECK] | CHECK
    lengths = np.diff(loose.begins)[order]
    return Segment(
        start=_begins(np.bincount(key)),
        guard=loose.guard[posts], also=loose.also[posts], mask=loose.mask[posts], to=to,
        begins=_begins(lengths), slot=slot,
        literal=loose.literal[ranges(loose.begins[:-1][order], lengths)],
    )  # fmt: skip


def _order(reached: Numbers, alive: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Put clauses in the order in which they are reached first, the never reached after them."""
    never = len(reached)
    first = np.full(len(alive), never, np.int64)
    first[reached[::-1]] = np.arange(never, dtype=np.int64)[::-1]
    living = np.flatnonzero(alive)
    return living[np.argsort(first[living], kind="stable")]


def _begins(lengths: NDArray[np.integer]) -> Numbers:
    return np.concatenate([np.zeros(1, np.uint32), np.cumsum(lengths).astype(np.uint32)])
