"""The plans as the engines number them: a slot for each plan that was put, never used again.

Most ids come ascending, so that slots stand in the order of ids and an id is found by halving;
what comes later out of order is kept in a dictionary, until the slots are packed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]

ALIVE = 1
DOUBTFUL = 2
"""The clauses are a necessary condition: the plan itself has to be asked."""


class Slots:
    """Id, mask and flags of each slot."""

    def __init__(
        self, ids: Numbers | None = None, masks: Numbers | None = None,
        flags: NDArray[np.uint8] | None = None,
    ) -> None:  # fmt: skip
        """Take what was saved."""
        self.ids = np.empty(0, np.uint32) if ids is None else ids
        self.masks = np.empty(0, np.uint32) if masks is None else masks
        self.flags = np.empty(0, np.uint8) if flags is None else flags
        self.count = len(self.ids)
        alive = self.flags & ALIVE
        self.alive = int(np.count_nonzero(alive))
        falls = np.flatnonzero(self.ids[1:] <= self.ids[:-1])
        self._ordered = int(falls[0]) + 1 if len(falls) else self.count
        late = np.flatnonzero(alive[self._ordered :]) + self._ordered
        self._late: dict[int, int] = dict(zip(self.ids[late].tolist(), late.tolist(), strict=True))

    def find(self, plan_id: int) -> int:
        """Give the slot of a plan; -1 when it is not there."""
        slot = self._late.get(plan_id)
        if slot is not None:
            return slot
        slot = int(np.searchsorted(self.ids[: self._ordered], np.uint32(plan_id)))
        return slot if self._holds(slot, plan_id) else -1

    def _holds(self, slot: int, plan_id: int) -> bool:
        if slot >= self._ordered or self.ids[slot] != plan_id:
            return False
        return bool(self.flags[slot] & ALIVE)

    def add(self, plan_id: int, mask: int, flags: int) -> int:
        """Give a plan, which has none, a slot."""
        slot = self.count
        if slot == len(self.ids):
            self._grow()
        if slot == self._ordered and (not slot or self.ids[slot - 1] < plan_id):
            self._ordered += 1
        else:
            self._late[plan_id] = slot
        self.ids[slot], self.masks[slot], self.flags[slot] = plan_id, mask, flags | ALIVE
        self.count += 1
        self.alive += 1
        return slot

    def drop(self, slot: int) -> None:
        """Forget a plan; its slot stays empty."""
        self._late.pop(int(self.ids[slot]), None)
        self.flags[slot] = 0
        self.alive -= 1

    def packed(self) -> tuple[Slots, Numbers]:
        """Give the living in the order of their ids, and for each old slot its new number."""
        living = np.flatnonzero(self.flags[: self.count] & ALIVE)
        living = living[np.argsort(self.ids[living], kind="stable")]
        new = np.zeros(self.count, np.uint32)
        new[living] = np.arange(len(living), dtype=np.uint32)
        return Slots(self.ids[living], self.masks[living], self.flags[living]), new

    def _grow(self) -> None:
        room = self.count // 4 + 64
        self.ids = np.concatenate([self.ids, np.zeros(room, np.uint32)])
        self.masks = np.concatenate([self.masks, np.zeros(room, np.uint32)])
        self.flags = np.concatenate([self.flags, np.zeros(room, np.uint8)])
