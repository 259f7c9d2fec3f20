"""Counts that wait in the process until they are written. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from threading import Lock
from typing import NamedTuple

MOST = 50_000
"""Keys that wait: while the database is away, what does not fit is not counted."""


class Key(NamedTuple):
    """What is counted apart."""

    company_id: int
    day: date
    person_id: int
    what: str
    channel: str


class Buffer:
    """A counter that many threads add to and one empties."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._counts: Counter[Key] = Counter()
        self._lock = Lock()

    def forget(self) -> None:
        """Begin anew in a process that was forked: what waits is its parent's to write."""
        self._counts, self._lock = Counter(), Lock()

    def add(self, key: Key, count: int = 1) -> None:
        """Count; a new key is dropped when the buffer is full."""
        with self._lock:
            if key in self._counts or len(self._counts) < MOST:
                self._counts[key] += count

    def take(self) -> dict[Key, int]:
        """Give everything that waits, and begin anew."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        return dict(taken)

    def give_back(self, counts: Mapping[Key, int]) -> None:
        """Take back what could not be written."""
        for key, count in counts.items():
            self.add(key, count)

    def __len__(self) -> int:
        return len(self._counts)
