"""The match index: put plans in, ask which of them a document meets."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Self

import numpy as np

from wireroom.matching.index import core, snapshot, stored
from wireroom.matching.index.catalog import Catalog
from wireroom.matching.index.clauses import Compiler
from wireroom.matching.index.compiled_engine import CompiledEngine
from wireroom.matching.index.engine import Engine, State, Work
from wireroom.matching.index.numpy_engine import NumpyEngine
from wireroom.matching.index.segments import Segments
from wireroom.matching.index.slots import DOUBTFUL, Numbers, Slots
from wireroom.query.document import Document
from wireroom.query.plan import Node
from wireroom.query.predicate import matches

ALL = 0xFFFF_FFFF
"""The mask of a plan that is meant for every document, or of a document for every plan."""
_MOST_IDS = 1 << 29

EngineName = Literal["auto", "numpy", "compiled"]


class MatchIndex:
    """Plans by their numbers, each with a mask of 32 bits.

    A plan is found when the document meets it (`predicate.matches` is what that means) and its mask
    shares a bit with the document's. For one thread at a time.
    """

    def __init__(self, engine: EngineName = "auto") -> None:
        """Begin empty; "auto" takes the compiled engine when it is there.

        Raises:
            EngineMissing: the compiled engine was asked for by name and is not there.
        """
        library = None if engine == "numpy" else core.library()
        if engine == "compiled":
            library = core.required()
        self._library = library
        self.engine: Literal["numpy", "compiled"] = "compiled" if library else "numpy"
        self._engine: Engine = CompiledEngine(library) if library else NumpyEngine()
        self._plans: dict[int, Node] = {}
        self._state = State(Catalog(library), Segments(), Slots())
        self.work = Work()
        """What the last `match` had to do."""

    def __len__(self) -> int:
        return self._state.slots.alive

    def __contains__(self, plan_id: int) -> bool:
        return 0 <= plan_id < _MOST_IDS and self._state.slots.find(plan_id) >= 0

    def put(self, plan_id: int, plan: Node, mask: int = ALL) -> None:
        """Add a plan, or replace it; works for the next document.

        Raises:
            ValueError: the number is not below 2**29, or the mask has more than 32 bits.
        """
        _check(plan_id, mask)
        self._engine.changed()
        compiler = Compiler(self._state.catalog)
        clauses = compiler.clauses(plan)
        self.remove(plan_id)
        slots, segments = self._state.slots, self._state.segments
        slot = slots.add(plan_id, mask, 0 if compiler.exact else DOUBTFUL)
        if not compiler.exact:
            self._plans[slot] = plan
        segments.add(slot, mask, clauses, compiler.cost)
        segments.settle(slots)

    def remove(self, plan_id: int) -> None:
        """Forget a plan; nothing happens when it is not there."""
        slot = self._state.slots.find(plan_id)
        if slot >= 0:
            self._state.slots.drop(slot)
            self._plans.pop(slot, None)

    def set_mask(self, plan_id: int, mask: int) -> None:
        """Give a plan another mask.

        Raises:
            KeyError: it is not there.
            ValueError: the mask has more than 32 bits.
        """
        _check(plan_id, mask)
        slots, segments = self._state.slots, self._state.segments
        slot = slots.find(plan_id)
        if slot < 0:
            raise KeyError(plan_id)
        if mask & ~int(slots.masks[slot]):
            self._engine.changed()
            self._post_anew(slot, mask)
            segments.settle(slots)
        else:
            slots.masks[slot] = mask

    def match(self, document: Document, mask: int = ALL) -> list[int]:
        """Give the ascending numbers of all plans that the document meets; ask only for `mask`."""
        numbers: list[int] = self.match_array(document, mask).tolist()
        return numbers

    def match_array(self, document: Document, mask: int = ALL) -> Numbers:
        """As `match`, without a Python object for each number."""
        catalog, _, slots = self._state
        catalog.documents += 1
        catalog.statistics.note(document)
        ids, doubtful, self.work = self._engine.find(self._state, document, mask)
        met = [slot for slot in doubtful if matches(self._plans[slot], document)]
        if met:
            ids = np.sort(np.concatenate([ids, slots.ids[met]]), kind="stable")
        return ids

    def learn(self, document: Document) -> None:
        """Learn how common things are from a story without matching it.

        A few hundred before the first `put` make a new index quicker; results never change.
        """
        self._state.catalog.statistics.note(document)

    def compact(self) -> None:
        """Lay everything out anew; for idle moments, since nothing can be matched meanwhile."""
        self._engine.changed()
        slots = self._state.slots
        packed = self._state.segments.compact(slots)
        self._plans = {packed.find(int(slots.ids[slot])): p for slot, p in self._plans.items()}
        self._state = self._state._replace(slots=packed)

    def save(self, path: Path, stamp: dict[str, Any]) -> None:
        """Write a snapshot; `stamp` says what it knows, in plain values. Compacts when it pays."""
        if self._state.segments.is_scattered() or len(self) * 4 < self._state.slots.count * 3:
            self.compact()
        self._engine.changed()
        self._state.segments.seal(self._state.slots)
        snapshot.write(path, *stored.pack(self._state, self._plans, stamp))

    @classmethod
    def load(cls, path: Path, engine: EngineName = "auto") -> tuple[Self, dict[str, Any]]:
        """Read a snapshot; give the index and the stamp.

        Raises:
            BadSnapshot: there is none that can be used; build the index from its plans.
            EngineMissing: as when one is made.
        """
        index = cls(engine)
        head, arrays = snapshot.read(path)
        index._state = stored.unpack(head, arrays, index._library)
        index._plans = head.plans
        return index, head.stamp

    def _post_anew(self, old: int, mask: int) -> None:
        """Move a plan to a new slot with a wider mask, from what was posted for it."""
        slots, segments = self._state.slots, self._state.segments
        plan_id, flags = int(slots.ids[old]), int(slots.flags[old])
        clauses = segments.clauses_of(old)
        slots.drop(old)
        slot = slots.add(plan_id, mask, flags)
        if old in self._plans:
            self._plans[slot] = self._plans.pop(old)
        segments.add(slot, mask, clauses, Compiler(self._state.catalog).cost)


def _check(plan_id: int, mask: int) -> None:
    if not 0 <= plan_id < _MOST_IDS:
        raise ValueError(f"A plan's number is from 0 to {_MOST_IDS - 1}, not {plan_id}.")
    if not 0 <= mask <= ALL:
        raise ValueError(f"A mask has 32 bits; {mask} does not fit.")
