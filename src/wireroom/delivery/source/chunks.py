"""Pieces of replays, kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    Chunk = tuple[int, bytes]
    """Where it ends, and what it says."""

_KEPT = 64
_KEPT_S = 60


class Chunks:
    """Many come back to the same place after a restart; what they get is made once.

    For a minute at most: what lies at the end of an archive's depth is going out of it.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: OrderedDict[tuple[str, int, int], Chunk] = OrderedDict()

    def get(self, class_id: str, after: int, now: datetime, make: Callable[[], Chunk]) -> Chunk:
        """Give what a class reads after a place; `make` it when it is not at hand."""
        key = (class_id, after, int(now.timestamp()) // _KEPT_S)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def clear(self) -> None:
        """Forget them all: rights have changed, or a story was killed."""
        self._kept.clear()
